//! OpenDocument spreadsheets: the texts of cells as they are shown, and their values.
//!
//! Read here and not by `calamine`, which gives neither the text that is shown nor currencies nor hidden rows, and repeats
//! cells as often as a file says.

use hashbrown::HashSet;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::grow::Taken;
use super::number_format::decimal;
use super::parts::{self, Parts, attribute, number};
use super::{Stop, limits};
use crate::measure::{Measure, measure};
use crate::workbook::{Address, Cell, Merged, Note, Sheet, Value, counted};

/// The most sheets that are read.
const SHEETS: usize = 1000;

/// Reads the sheets of a spreadsheet.
pub(super) fn sheets(parts: &mut Parts<'_>, notes: &mut Vec<Note>) -> Result<Vec<Sheet>, Stop> {
    if let Some(manifest) = parts.read("META-INF/manifest.xml")?
        && String::from_utf8_lossy(&manifest).contains("encryption-data")
    {
        return Err(Stop::Encrypted);
    }
    let Some(content) = parts.read("content.xml")? else {
        return Err(Stop::Damaged("it has no content".to_owned()));
    };
    if parts.has("Basic/script-lc.xml") {
        notes.push(Note::new(
            "The workbook has macros. They are not run, and nothing of them is read.",
        ));
    }
    let mut document = Document {
        reader: parts::xml(&content),
        buffer: Vec::new(),
        hidden_styles: HashSet::new(),
        taken: Taken::default(),
    };
    document.sheets()
}

struct Document<'c> {
    reader: Reader<&'c [u8]>,
    buffer: Vec<u8>,
    /// Styles of tables that are not displayed.
    hidden_styles: HashSet<String>,
    taken: Taken,
}

/// A cell as its element says.
#[derive(Default)]
struct Told {
    kind: Option<String>,
    value: Option<String>,
    currency: Option<String>,
    has_formula: bool,
    repeated: u32,
    columns: u32,
    rows: u32,
    text: String,
    link: Option<String>,
}

impl Document<'_> {
    /// The next event of the document.
    fn event(&mut self) -> Result<Event<'_>, Stop> {
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(parts::malformed)
    }

    fn sheets(&mut self) -> Result<Vec<Sheet>, Stop> {
        let mut sheets = Vec::new();
        let mut style = String::new();
        loop {
            match self.event()? {
                Event::Start(element) => match element.name().as_ref() {
                    "style:style" => style = attribute(&element, "name").unwrap_or_default(),
                    "style:table-properties" if attribute(&element, "display").as_deref() == Some("false") => {
                        self.hidden_styles.insert(style.clone());
                    }
                    "table:table" => {
                        let name = attribute(&element, "name").unwrap_or_default();
                        let style = attribute(&element, "style-name");
                        let sheet = Sheet {
                            name,
                            hidden: style.is_some_and(|style| self.hidden_styles.contains(&style)),
                            ..Sheet::default()
                        };
                        if sheets.len() >= SHEETS {
                            return Err(Stop::TooLarge("sheets", SHEETS as u64));
                        }
                        sheets.push(self.table(sheet)?);
                    }
                    _ => {}
                },
                Event::Eof => return Ok(sheets),
                _ => {}
            }
        }
    }

    fn table(&mut self, mut sheet: Sheet) -> Result<Sheet, Stop> {
        let (mut row, mut column_at) = (0_u32, 1_u32);
        let mut without_result: (usize, Option<Address>) = (0, None);
        loop {
            match self.event()? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-column" => {
                        let repeated = number(&element, "number-columns-repeated").unwrap_or(1).max(1);
                        if is_hidden(&element) {
                            sheet
                                .hidden_columns
                                .extend((column_at..column_at.saturating_add(repeated)).take(256));
                        }
                        column_at = column_at.saturating_add(repeated);
                    }
                    "table:table-row" => {
                        let repeated = number(&element, "number-rows-repeated").unwrap_or(1).max(1);
                        let hidden = is_hidden(&element);
                        let cells = self.row()?;
                        self.put_row(&mut sheet, row, repeated, &cells, hidden, &mut without_result)?;
                        row = row.saturating_add(repeated);
                    }
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        if let (count, Some(first)) = without_result {
            sheet.notes.push(Note::new(format!(
                "{} in the file, the first in {first}. Open it in a spreadsheet program, save it, and import it again.",
                counted(count, "formula has no result", "formulas have no result")
            )));
        }
        Ok(sheet)
    }

    /// The cells of a row, up to its end.
    fn row(&mut self) -> Result<Vec<Told>, Stop> {
        let mut cells = Vec::new();
        loop {
            match self.event()? {
                Event::Start(element)
                    if matches!(element.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
                {
                    let told = told(&element);
                    if cells.len() >= limits::COLUMNS {
                        return Err(Stop::TooLarge("columns", limits::COLUMNS as u64));
                    }
                    let (text, link) = self.text()?;
                    cells.push(Told { text, link, ..told });
                }
                Event::End(element) if element.name().as_ref() == "table:table-row" => return Ok(cells),
                Event::Eof => return Ok(cells),
                _ => {}
            }
        }
    }

    /// The text of a cell, paragraph by paragraph, without its comments, and the address to which it is linked.
    fn text(&mut self) -> Result<(String, Option<String>), Stop> {
        let (mut text, mut link) = (String::new(), None);
        let (mut in_paragraph, mut in_comment) = (0_usize, 0_usize);
        loop {
            let takes = in_paragraph > 0 && in_comment == 0 && text.len() < limits::CELL_TEXT;
            match self.event()? {
                Event::Start(element) => match element.name().as_ref() {
                    "office:annotation" => in_comment += 1,
                    "text:p" | "text:h" => {
                        in_paragraph += 1;
                        if in_comment == 0 && !text.is_empty() {
                            text.push('\n');
                        }
                    }
                    "text:s" if takes => text.extend((0..number(&element, "c").unwrap_or(1).min(100)).map(|_| ' ')),
                    "text:a" if takes => link = attribute(&element, "href").filter(|target| target.starts_with("http")),
                    "text:tab" if takes => text.push('\t'),
                    "text:line-break" if takes => text.push('\n'),
                    _ => {}
                },
                Event::End(element) => match element.name().as_ref() {
                    "office:annotation" => in_comment = in_comment.saturating_sub(1),
                    "text:p" | "text:h" => in_paragraph = in_paragraph.saturating_sub(1),
                    "table:table-cell" | "table:covered-table-cell" => return Ok((text, link)),
                    _ => {}
                },
                Event::Text(part) if takes => text.push_str(&part.xml10_content()),
                Event::CData(part) if takes => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) if takes => {
                    let name = reference.xml10_content();
                    let known = quick_xml::escape::unescape(&format!("&{name};")).map(|text| text.into_owned());
                    text.push_str(&known.unwrap_or_default());
                }
                Event::Eof => return Ok((text, link)),
                _ => {}
            }
        }
    }

    fn put_row(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        repeated: u32,
        cells: &[Told],
        hidden: bool,
        without_result: &mut (usize, Option<Address>),
    ) -> Result<(), Stop> {
        let is_blank = cells
            .iter()
            .all(|told| told.text.trim().is_empty() && told.value.is_none() && !told.has_formula);
        if is_blank {
            return Ok(());
        }
        for copy in 0..repeated {
            let index = row.saturating_add(copy) as usize;
            let mut column = 0_usize;
            for told in cells {
                let address = Address::of(index, column);
                if told.columns > 1 || told.rows > 1 {
                    let last = Address {
                        row: address.row.saturating_add(told.rows.max(1) - 1),
                        column: address.column.saturating_add(told.columns.max(1) - 1),
                    };
                    sheet.merged.push(Merged { first: address, last });
                }
                if let Some(cell) = cell(told) {
                    if cell.value == Value::Error && told.has_formula {
                        without_result.0 += 1;
                        without_result.1.get_or_insert(address);
                    }
                    for place in 0..told.repeated as usize {
                        self.taken.put(sheet, index, column + place, cell.clone())?;
                    }
                }
                column = column.saturating_add(told.repeated as usize);
            }
            if hidden {
                sheet.hidden_rows.push(Address::of(index, 0).row);
            }
        }
        Ok(())
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn told(element: &BytesStart<'_>) -> Told {
    let is_date = attribute(element, "date-value");
    // Other programs write `calcext:value-type` beside `office:value-type`; both say the same.
    Told {
        kind: attribute(element, "value-type"),
        value: is_date.or_else(|| attribute(element, "value")),
        currency: attribute(element, "currency"),
        has_formula: attribute(element, "formula").is_some(),
        repeated: number(element, "number-columns-repeated").unwrap_or(1).max(1),
        columns: number(element, "number-columns-spanned").unwrap_or(1),
        rows: number(element, "number-rows-spanned").unwrap_or(1),
        text: String::new(),
        link: None,
    }
}

/// The scale that a cell shows beside its number; a number that is stored in full has none.
fn written_scale(number: text::Decimal, scale: u32) -> Option<u32> {
    let is_full = number.reaches(10_u128.pow(scale.min(30)));
    (scale > 0).then_some(if is_full { 0 } else { scale })
}

/// The cell that an element tells; none if it is blank.
fn cell(told: &Told) -> Option<Cell> {
    let shown = told.text.trim();
    if shown.is_empty() && told.value.is_none() {
        let error = Cell {
            text: "(formula without result)".to_owned(),
            value: Value::Error,
            ..Cell::default()
        };
        return told.has_formula.then_some(error);
    }
    let value = told.value.as_deref().unwrap_or_default();
    let number = || value.parse().ok().and_then(decimal);
    let kept = match told.kind.as_deref() {
        Some("date") => {
            let iso: String = value.chars().take(10).collect();
            Value::Date(iso)
        }
        Some("percentage") => number()
            .and_then(|number| number.shifted(2))
            .map_or(Value::Text, |number| Value::Number {
                number,
                unit: Some("%".to_owned()),
                scale: None,
            }),
        Some("currency" | "float") => match number() {
            Some(number) => {
                let beside: String = shown
                    .chars()
                    .filter(|letter| !letter.is_ascii_digit() && !matches!(letter, ',' | '.' | '-' | '−' | '\u{202f}'))
                    .collect();
                let Measure { unit, scale } = measure(beside.trim()).unwrap_or_default();
                Value::Number {
                    number,
                    unit: told.currency.clone().or(unit),
                    scale: written_scale(number, scale),
                }
            }
            None => Value::Text,
        },
        _ if matches!(shown, "#N/A" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NAME?") || shown.starts_with("Err:") => {
            Value::Error
        }
        _ => Value::Text,
    };
    let text = if shown.is_empty() {
        value.to_owned()
    } else {
        shown.to_owned()
    };
    Some(Cell {
        text,
        value: kept,
        link: told.link.clone(),
    })
}
