//! Excel workbooks: cells by `calamine`; hidden rows and columns, and formulas without result, from the sheets' own XML.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use hashbrown::HashMap;
use quick_xml::events::Event;

use super::grow::Taken;
use super::number_format::{self, Format};
use super::parts::{self, Parts, attribute, number};
use super::{Stop, limits};
use crate::workbook::{Address, Cell, Merged, Note, Sheet, Value, counted};

/// How many merged ranges, hidden rows and formulas are kept.
const KEPT: usize = 200_000;

/// Reads the sheets of a workbook.
pub(super) fn sheets(bytes: &[u8], parts: &mut Parts<'_>, notes: &mut Vec<Note>) -> Result<Vec<Sheet>, Stop> {
    parts.check()?;
    if parts.has("xl/vbaProject.bin") {
        notes.push(Note::new(
            "The workbook has macros. They are not run, and nothing of them is read.",
        ));
    }
    let paths = paths(parts)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(stop)?;
    let mut taken = Taken::default();
    let mut sheets = Vec::new();
    for known in workbook.sheets_metadata().to_vec() {
        if known.typ != SheetType::WorkSheet {
            notes.push(Note::new(format!(
                "The sheet `{}` has a chart and no cells.",
                known.name
            )));
            continue;
        }
        let mut sheet = Sheet {
            name: known.name.clone(),
            hidden: known.visible != SheetVisible::Visible,
            epoch_1904: workbook.has_1904_epoch(),
            ..Sheet::default()
        };
        cells(&mut workbook, &known.name, &mut sheet, &mut taken)?;
        if let Some(content) = paths
            .get(&known.name)
            .map(|path| parts.read(path))
            .transpose()?
            .flatten()
        {
            surroundings(&content, &mut sheet, &mut taken)?;
        }
        if let Some(path) = paths.get(&known.name) {
            sheet.notes.extend(comments(parts, path)?);
        }
        link(&mut workbook, &known.name, &mut sheet);
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn stop(error: XlsxError) -> Stop {
    match error {
        XlsxError::Password => Stop::Encrypted,
        other => Stop::Damaged(other.to_string()),
    }
}

fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: &mut Sheet, taken: &mut Taken) -> Result<(), Stop> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(stop)?;
    let codes = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map(|format| format.format_code.as_str()));
    let formats: Vec<Format> = codes
        .map(|code| code.map(number_format::format).unwrap_or_default())
        .collect();
    let struck: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.font.as_ref().is_some_and(|font| font.strikethrough))
        .collect();
    let plain = Format::default();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(stop)? {
        let format = formats.get(style).unwrap_or(&plain);
        let Some(value) = value(cell.get_value(), format) else {
            continue;
        };
        let (row, column) = cell.get_position();
        if struck.get(style).is_some_and(|is_struck| *is_struck) && sheet.struck.len() < KEPT {
            sheet.struck.push(Address::of(row as usize, column as usize));
        }
        taken.put(sheet, row as usize, column as usize, value)?;
    }
    Ok(())
}

/// Adds the addresses to which texts are linked; a workbook whose links cannot be read has none.
fn link(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: &mut Sheet) {
    for link in workbook.hyperlinks_by_sheet_name(name).unwrap_or_default() {
        let (row, column) = link.range.start;
        let target = link.target.filter(|target| target.starts_with("http"));
        let cell = sheet
            .rows
            .get_mut(row as usize)
            .and_then(|row| row.get_mut(column as usize));
        if let (Some(cell), Some(target)) = (cell, target) {
            cell.link = Some(target);
        }
    }
}

fn value(data: &DataRef<'_>, format: &Format) -> Option<Cell> {
    let cell = match data {
        DataRef::Empty => return None,
        DataRef::Int(value) => number_format::cell(*value as f64, format),
        DataRef::Float(value) => number_format::cell(*value, format),
        DataRef::String(text) => Cell::text(text.as_str()),
        DataRef::SharedString(text) => Cell::text(*text),
        DataRef::Bool(true) => Cell::text("TRUE"),
        DataRef::Bool(false) => Cell::text("FALSE"),
        DataRef::DateTime(date) if date.is_datetime() && date.as_f64() >= 1.0 => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            let iso = format!("{year:04}-{month:02}-{day:02}");
            Cell {
                text: iso.clone(),
                value: Value::Date(iso),
                ..Cell::default()
            }
        }
        DataRef::DateTime(date) => number_format::cell(date.as_f64(), &Format::default()),
        DataRef::DateTimeIso(text) => {
            let iso: String = text.chars().take(10).collect();
            Cell {
                text: iso.clone(),
                value: Value::Date(iso),
                ..Cell::default()
            }
        }
        DataRef::DurationIso(text) => Cell::text(text.as_str()),
        DataRef::Error(error) => Cell {
            text: error.to_string(),
            value: Value::Error,
            ..Cell::default()
        },
    };
    Some(cell).filter(|cell| !cell.text.is_empty())
}

/// The part of each sheet, by its name.
fn paths(parts: &mut Parts<'_>) -> Result<HashMap<String, String>, Stop> {
    let mut targets = HashMap::new();
    if let Some(content) = parts.read("xl/_rels/workbook.xml.rels")? {
        elements(&content, "Relationship", |element| {
            if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
                let path = match target.strip_prefix('/') {
                    Some(path) => path.to_owned(),
                    None => format!("xl/{target}"),
                };
                targets.insert(id, path);
            }
        })?;
    }
    let mut paths = HashMap::new();
    if let Some(content) = parts.read("xl/workbook.xml")? {
        elements(&content, "sheet", |element| {
            let path = attribute(element, "id").and_then(|id| targets.get(&id).cloned());
            if let (Some(name), Some(path)) = (attribute(element, "name"), path) {
                paths.insert(name, path);
            }
        })?;
    }
    Ok(paths)
}

fn elements(content: &[u8], name: &str, mut visit: impl FnMut(&quick_xml::events::BytesStart<'_>)) -> Result<(), Stop> {
    let mut reader = parts::xml(content);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(parts::malformed)? {
            Event::Start(element) if element.local_name().as_ref() == name => visit(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// Tells the cells of a sheet that have a comment, or a note, as other versions call it: these are not read.
fn comments(parts: &mut Parts<'_>, sheet: &str) -> Result<Option<Note>, Stop> {
    let (folder, name) = sheet.rsplit_once('/').unwrap_or(("", sheet));
    let Some(content) = parts.read(&format!("{folder}/_rels/{name}.rels"))? else {
        return Ok(None);
    };
    let mut paths: Vec<String> = Vec::new();
    elements(&content, "Relationship", |element| {
        let kind = attribute(element, "Type").filter(|kind| kind.ends_with("/comments"));
        if let Some(target) = kind.and_then(|_| attribute(element, "Target")) {
            paths.push(match (target.strip_prefix('/'), target.strip_prefix("../")) {
                (Some(path), _) => path.to_owned(),
                (None, Some(path)) => format!("xl/{path}"),
                (None, None) => format!("{folder}/{target}"),
            });
        }
    })?;
    let mut cells: Vec<Address> = Vec::new();
    for path in paths {
        let Some(content) = parts.read(&path)? else { continue };
        elements(&content, "comment", |element| {
            let cell = attribute(element, "ref").and_then(|text| address(&text));
            cells.extend(cell.filter(|_| cells.len() < KEPT));
        })?;
    }
    let named: Vec<String> = cells.iter().take(10).map(Address::to_string).collect();
    let more = if cells.len() > named.len() { " ..." } else { "" };
    let has = counted(cells.len(), "cell has a comment", "cells have comments");
    let text = format!(
        "{has} beside the text, which {} not read: {}{more}. What a comment says of a sum belongs into a column.",
        if cells.len() == 1 { "is" } else { "are" },
        named.join(", ")
    );
    Ok(cells.first().map(|first| Note::at(*first, text)))
}

/// What a sheet's XML says besides its values.
fn surroundings(content: &[u8], sheet: &mut Sheet, taken: &mut Taken) -> Result<(), Stop> {
    let mut reader = parts::xml(content);
    let mut buffer = Vec::new();
    let mut cell = Formula::default();
    let mut results = Results::default();
    let mut row = 0;
    loop {
        match reader.read_event_into(&mut buffer).map_err(parts::malformed)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    row = number(&element, "r").unwrap_or(row + 1);
                    if is_true(attribute(&element, "hidden")) && sheet.hidden_rows.len() < KEPT {
                        sheet.hidden_rows.push(row);
                    }
                }
                "col" if is_true(attribute(&element, "hidden")) => hide_columns(&element, sheet),
                "mergeCell" => sheet.merged.extend(
                    attribute(&element, "ref")
                        .and_then(|range| merged(&range))
                        .filter(|_| sheet.merged.len() < KEPT),
                ),
                "c" => {
                    cell = Formula {
                        address: attribute(&element, "r").and_then(|text| address(&text)),
                        is_text: attribute(&element, "t").as_deref() == Some("str"),
                        ..Formula::default()
                    }
                }
                "f" => cell.has_formula = true,
                "is" => cell.has_value = true,
                "v" => {
                    cell.is_in_value = true;
                    // A text may be empty; a number or date is not, and some programs write an empty one for a formula.
                    cell.has_value |= cell.is_text;
                }
                _ => {}
            },
            Event::Text(text) if cell.is_in_value => {
                cell.has_value |= !text.trim_ascii().is_empty();
                cell.is_zero = text.trim_ascii() == "0";
            }
            Event::End(element) if element.local_name().as_ref() == "v" => cell.is_in_value = false,
            Event::End(element) if element.local_name().as_ref() == "c" => {
                if let Some(address) = results.add(&cell) {
                    let shown = Cell {
                        text: "(formula without result)".to_owned(),
                        value: Value::Error,
                        ..Cell::default()
                    };
                    taken.put(sheet, address.row as usize - 1, address.column as usize - 1, shown)?;
                }
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    sheet.notes.extend(results.note());
    Ok(())
}

#[derive(Default)]
struct Formula {
    address: Option<Address>,
    has_formula: bool,
    has_value: bool,
    /// Whether the value is a text.
    is_text: bool,
    is_in_value: bool,
    is_zero: bool,
}

/// What results the formulas of a sheet have in the file.
#[derive(Default)]
struct Results {
    formulas: usize,
    missing: usize,
    zeros: usize,
    /// The first cell whose formula has no result, or else zero.
    first_missing: Option<Address>,
    first_zero: Option<Address>,
}

impl Results {
    /// Counts a cell. Gives its address if it has a formula, and no result.
    fn add(&mut self, cell: &Formula) -> Option<Address> {
        let address = cell.address.filter(|_| cell.has_formula)?;
        self.formulas += 1;
        if cell.has_value {
            self.zeros += usize::from(cell.is_zero);
            self.first_zero = self.first_zero.or(Some(address).filter(|_| cell.is_zero));
            return None;
        }
        self.missing += 1;
        self.first_missing = self.first_missing.or(Some(address));
        Some(address)
    }

    /// What is to be known, if not all formulas have a result. Programs that do not calculate write zero for each.
    fn note(&self) -> Option<Note> {
        let advice = "Open it in a spreadsheet program, save it, and import it again.";
        if let Some(first) = self.first_missing {
            let count = counted(self.missing, "formula has no result", "formulas have no result");
            let text = format!(
                "{count} in the file, the first in {first}: a program wrote it that does not calculate. {advice}"
            );
            return Some(Note::new(text));
        }
        let first = self.first_zero.filter(|_| self.zeros == self.formulas)?;
        let has = match self.formulas {
            1 => format!("The only formula, in {first}, has"),
            count => format!("All {count} formulas, the first in {first}, have"),
        };
        let text = format!(
            "{has} the result 0, as where a program wrote the file that does not calculate. If that is wrong: {}",
            advice.replace("Open it", "open it")
        );
        Some(Note::new(text))
    }
}

fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true"))
}

fn hide_columns(element: &quick_xml::events::BytesStart<'_>, sheet: &mut Sheet) {
    let (Some(first), Some(last)) = (number(element, "min"), number(element, "max")) else {
        return;
    };
    let last = last.min(u32::try_from(limits::COLUMNS).unwrap_or(u32::MAX));
    // The rest of the sheet is hidden in some templates: only columns with cells matter, and the first tell.
    sheet.hidden_columns.extend((first..=last).take(256));
}

/// Cells such as `A1:B2`.
fn merged(range: &str) -> Option<Merged> {
    let (first, last) = range.split_once(':')?;
    let merged = Merged {
        first: address(first)?,
        last: address(last)?,
    };
    (merged.first.row <= merged.last.row && merged.first.column <= merged.last.column).then_some(merged)
}

/// An address such as `B7`.
fn address(text: &str) -> Option<Address> {
    let digits = text.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let mut column: u32 = 0;
    for letter in letters.bytes().filter(|byte| *byte != b'$') {
        let value = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|value| *value < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(value) + 1)?;
    }
    let row: u32 = row.trim_start_matches('$').parse().ok()?;
    let is_within = row >= 1 && column >= 1 && column as usize <= limits::COLUMNS;
    is_within.then_some(Address { row, column })
}
