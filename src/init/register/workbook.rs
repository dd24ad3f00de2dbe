//! A workbook as tables: each sheet that has cells becomes a CSV file.
//!
//! Takes the bytes of an XLSX or ODS workbook; gives a CSV file for each sheet, in UTF-8 with commas, and notes on what a CSV file cannot have:
//! hidden sheets, merged cells, errors. Days are written in ISO 8601, numbers with all their digits.

use super::{Notes, RegisterError, Source, headings};
use sheet::{Cell, Format, Role, Sheet, Value, Workbook, limits};
use std::collections::BTreeSet;
use text::calendar::{days_since_1970, iso_date};

/// Numbers of days that a column of dates has without the format of one: 1954 to 2064.
const DAYS: std::ops::RangeInclusive<i64> = 20_000..=60_000;

/// A table with where it comes from.
pub(super) struct Table {
    pub(super) source: Source,
    /// The file, with the sheet if it is a workbook.
    pub(super) place: String,
    /// The numbers of its columns in the sheet; none: they are as in the file.
    columns: Option<Vec<u32>>,
    /// The numbers of its rows in the sheet, in order; none: they are as in the file.
    rows: Option<Vec<u64>>,
}

impl Table {
    /// The number that a spreadsheet program shows beside a row, by its number in the file, from 1.
    pub(super) fn row(&self, number: u64) -> u64 {
        let rows = self.rows.as_ref();
        let own = rows.and_then(|rows| rows.get(usize::try_from(number).ok()?.checked_sub(1)?));
        own.copied().unwrap_or(number)
    }

    /// The letters that a spreadsheet program shows above a column, by its number from 1.
    pub(super) fn letters(&self, number: usize) -> String {
        let own = self
            .columns
            .as_ref()
            .and_then(|columns| columns.get(number.checked_sub(1)?));
        sheet::letters(
            own.copied()
                .unwrap_or_else(|| u32::try_from(number).unwrap_or(u32::MAX)),
        )
    }
}

/// The tables of a file: itself, if it is CSV, else the sheets of a workbook. Notes have the name of the file in front.
pub(super) fn tables(source: &Source, notes: &mut Notes) -> Result<Vec<Table>, RegisterError> {
    let (stem, ending) = source.name.rsplit_once('.').unwrap_or((&source.name, ""));
    if matches!(ending.to_ascii_lowercase().as_str(), "csv" | "tsv" | "txt") {
        return Ok(vec![Table {
            source: source.clone(),
            place: source.name.clone(),
            columns: None,
            rows: None,
        }]);
    }
    let mut workbook = sheet::read(&source.bytes, &source.name)?;
    if !matches!(workbook.format, Format::Xlsx | Format::Ods) {
        return Err(RegisterError::NoTable(source.name.clone()));
    }
    for note in &workbook.notes {
        notes.add(&source.name, &note.text);
    }
    let sheets: Vec<Sheet> = std::mem::take(&mut workbook.sheets);
    let mut taken = Vec::new();
    for sheet in sheets {
        match left_out(&sheet) {
            Some(why) => notes.add(&source.name, &format!("the sheet `{}` {why}", sheet.name)),
            None => taken.push(sheet),
        }
    }
    if taken.is_empty() {
        return Err(RegisterError::NoCells(source.name.clone()));
    }
    let is_one = taken.len() == 1;
    let mut tables = Vec::new();
    for mut sheet in taken {
        let name = match is_one {
            true => format!("{stem}.csv"),
            false => format!("{}.csv", file_stem(&sheet.name)),
        };
        let mut told = notes_of(&sheet);
        let before = sheet.rows.len();
        told.extend(headings::join(&mut sheet));
        let joined = before - sheet.rows.len();
        told.extend(fill_merged(&mut sheet));
        told.extend(write_days(&workbook, &mut sheet));
        told.push(format!("is data/{name}"));
        for note in told {
            notes.add(&source.name, &format!("the sheet `{}` {note}", sheet.name));
        }
        let columns = columns(&sheet);
        let bytes = csv(&sheet, &columns).map_err(|_| RegisterError::Draft(source.name.clone()))?;
        tables.push(Table {
            source: Source { name, bytes },
            place: format!("{}, sheet {},", source.name, sheet.name),
            columns: Some(columns.into_iter().map(|index| index as u32 + 1).collect()),
            rows: Some(filled_rows(&sheet, joined)),
        });
    }
    Ok(tables)
}

/// Why nothing of a sheet is taken; `None` if it is.
fn left_out(sheet: &Sheet) -> Option<&'static str> {
    match (sheet.is_empty(), sheet.hidden) {
        (true, _) => Some("has no cells"),
        (false, true) => Some("is hidden, and left out: show it in a spreadsheet program to have it"),
        (false, false) => None,
    }
}

/// The name of a sheet as that of a file.
fn file_stem(name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let name: String = name
        .chars()
        .map(|letter| if plain(letter) { letter } else { '-' })
        .collect();
    match name.trim() {
        "" => "sheet".to_owned(),
        name => name.to_owned(),
    }
}

/// What a CSV file does not have of a sheet, as ends of sentences.
fn notes_of(sheet: &Sheet) -> Vec<String> {
    let mut notes: Vec<String> = sheet
        .notes
        .iter()
        .map(|note| match note.address {
            Some(address) => format!("has at {address}: {}", note.text),
            None => format!("has this: {}", note.text),
        })
        .collect();
    for (hidden, what) in [(&sheet.hidden_rows, "rows"), (&sheet.hidden_columns, "columns")] {
        if let Some(first) = hidden.first() {
            notes.push(format!(
                "has hidden {what} ({}, the first is {first}), which are taken",
                hidden.len()
            ));
        }
    }
    let mut errors = sheet.filled().filter(|(_, cell)| cell.value == Value::Error);
    if let Some((address, cell)) = errors.next() {
        let count = 1 + errors.count();
        notes.push(format!(
            "has errors for values ({count}, the first is {} at {address}): these cells are empty",
            cell.text
        ));
    }
    let mut links = sheet.filled().filter(|(_, cell)| cell.link.is_some());
    if let Some((address, _)) = links.next() {
        let count = 1 + links.count();
        notes.push(format!(
            "has addresses behind its texts ({count}, the first at {address}), which are left out"
        ));
    }
    notes
}

/// Gives each row of merged cells the text of the first; cells merged in one row, as those of a title, stay.
fn fill_merged(sheet: &mut Sheet) -> Option<String> {
    let mut count = 0;
    // A hostile file merges more cells than a sheet may have.
    let (mut room, mut texts) = (limits::CELLS, limits::TEXT);
    let too_many = Some("has more merged cells than are filled".to_owned());
    for merged in std::mem::take(&mut sheet.merged) {
        let Some(cell) = sheet.cell(merged.first).filter(|cell| !cell.is_blank()).cloned() else {
            continue;
        };
        let column = (merged.first.column as usize).saturating_sub(1);
        let (first, last) = (merged.first.row as usize, merged.last.row as usize);
        for cells in sheet.rows.iter_mut().take(last).skip(first) {
            let taken = 1 + (column + 1).saturating_sub(cells.len());
            let left = room.checked_sub(taken).zip(texts.checked_sub(cell.text.len()));
            let Some(left) = left else { return too_many };
            (room, texts) = left;
            if cells.len() <= column {
                cells.resize_with(column + 1, Cell::default);
            }
            if cells[column].is_blank() {
                cells[column] = cell.clone();
                count += 1;
            }
        }
    }
    match count {
        0 => None,
        1 => Some("has merged cells: 1 more cell has their text".to_owned()),
        count => Some(format!("has merged cells: {count} more cells have their text")),
    }
}

/// Writes as days the numbers of a column whose heading tells of days, and that lack the format of one.
fn write_days(workbook: &Workbook, sheet: &mut Sheet) -> Option<String> {
    let alone = Workbook {
        sheets: vec![sheet.clone()],
        name: workbook.name.clone(),
        notes: Vec::new(),
        ..*workbook
    };
    let understood = sheet::understand(&alone, None);
    let headings: BTreeSet<u32> = understood.headings.iter().map(|used| used.address.row).collect();
    let mut written = Vec::new();
    for column in understood
        .columns
        .iter()
        .filter(|column| matches!(column.role, Role::When))
    {
        let index = (column.number as usize).saturating_sub(1);
        let below = |(row, _): &(usize, &mut Vec<Cell>)| !headings.contains(&(*row as u32 + 1));
        let mut cells: Vec<&mut Cell> = sheet
            .rows
            .iter_mut()
            .enumerate()
            .filter(below)
            .filter_map(|(_, cells)| cells.get_mut(index))
            .filter(|cell| matches!(cell.value, Value::Number { .. }))
            .collect();
        let days: Option<Vec<i64>> = cells
            .iter()
            .map(|cell| cell.text.parse().ok().filter(|days| DAYS.contains(days)))
            .collect();
        let Some(days) = days.filter(|days| !days.is_empty()) else {
            continue;
        };
        for (cell, days) in cells.iter_mut().zip(days) {
            // Both epochs: the days of the older one count from 1904.
            let start = if sheet.epoch_1904 { (1904, 1, 1) } else { (1899, 12, 30) };
            let day = iso_date(days_since_1970(start.0, start.1, start.2) + days);
            **cell = Cell::text(day);
        }
        written.push(format!("`{}`", column.heading));
    }
    (!written.is_empty()).then(|| format!("has days as numbers, which are written as days: {}", written.join(", ")))
}

/// What a CSV file has of a cell: numbers with all their digits, days in ISO 8601.
fn written(cell: &Cell) -> String {
    match &cell.value {
        Value::Error => String::new(),
        Value::Date(day) => day.clone(),
        Value::Number { number, unit, scale } if scale.unwrap_or(0) == 0 => match unit {
            Some(unit) => format!("{number} {unit}"),
            None => number.to_string(),
        },
        Value::Number { .. } | Value::Text => cell.text.clone(),
    }
}

/// The numbers of the rows that are not blank, in a sheet of which so many rows of headings were joined to others.
fn filled_rows(sheet: &Sheet, joined: usize) -> Vec<u64> {
    let rows = sheet.rows.iter().zip(1 + joined as u64..);
    rows.filter(|(cells, _)| !cells.iter().all(Cell::is_blank))
        .map(|(_, number)| number)
        .collect()
}

/// The columns that are not blank, by index.
fn columns(sheet: &Sheet) -> BTreeSet<usize> {
    sheet.filled().map(|(address, _)| address.column as usize - 1).collect()
}

/// The cells of these columns as CSV, without blank rows.
fn csv(sheet: &Sheet, columns: &BTreeSet<usize>) -> csv::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in sheet.rows.iter().filter(|row| !row.iter().all(Cell::is_blank)) {
        writer.write_record(columns.iter().map(|index| match row.get(*index) {
            Some(cell) => written(cell),
            None => String::new(),
        }))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_numbers_count_from_the_epoch_of_their_workbook() {
        let number = |text: &str| Cell {
            text: text.to_owned(),
            value: Value::Number {
                number: text::Decimal::parse(text).unwrap(),
                unit: None,
                scale: None,
            },
            ..Cell::default()
        };
        let texts = |cells: &[&str]| cells.iter().map(|text| Cell::text(*text)).collect::<Vec<_>>();
        for (epoch_1904, days, expected) in [(false, "45292", "2024-01-01"), (true, "43830", "2024-01-01")] {
            let mut sheet = Sheet {
                name: "S".to_owned(),
                rows: vec![
                    texts(&["Payer", "Recipient", "Amount", "Date"]),
                    [texts(&["A", "B"]), vec![number("12"), number(days)]].concat(),
                    [texts(&["A", "C"]), vec![number("30000"), number(days)]].concat(),
                ],
                epoch_1904,
                ..Sheet::default()
            };
            let workbook = Workbook {
                name: "w.xlsx".to_owned(),
                format: Format::Xlsx,
                sheets: Vec::new(),
                notes: Vec::new(),
            };
            let note = write_days(&workbook, &mut sheet).unwrap();
            assert!(note.contains("`Date`"), "{note}");
            let written = String::from_utf8(csv(&sheet, &columns(&sheet)).unwrap()).unwrap();
            assert_eq!(
                written,
                format!("Payer,Recipient,Amount,Date\nA,B,12,{expected}\nA,C,30000,{expected}\n")
            );
        }
    }
}
