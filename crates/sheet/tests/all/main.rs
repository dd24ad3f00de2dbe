//! Invented sheets of many shapes, and what they become.

mod accounted;
mod beside_sums;
mod billions;
mod cells;
mod files;
mod funders;
mod first_readings;
mod hostile;
mod later_readings;
mod maps;
mod misread;
mod rows;
mod told;
mod two_headings;
mod variations;
mod workbooks;

use sheet::{Map, Record, Role, Understood, Workbook, read, understand};

/// Reads a sheet that must be readable.
fn workbook(bytes: &[u8]) -> Workbook {
    read(bytes, "sheet").unwrap_or_else(|error| panic!("{error}"))
}

/// Understands a sheet without a map.
fn understood(text: &str) -> Understood {
    understand(&workbook(text.as_bytes()), None)
}

/// Understands a sheet by a map.
fn understood_by(text: &str, map: &Map) -> Understood {
    understand(&workbook(text.as_bytes()), Some(map))
}

/// The roles of the columns.
fn roles(understood: &Understood) -> Vec<Role> {
    understood.columns.iter().map(|column| column.role).collect()
}

/// The first figure of a record: bounds, unit, wording.
fn figure(record: &Record) -> String {
    let Some(amount) = record.amounts.first() else {
        return "none".to_owned();
    };
    let bound = |bound: Option<text::Decimal>| bound.map_or("..".to_owned(), |bound| bound.to_string());
    let bounds = match amount.minimum == amount.maximum {
        true => bound(amount.minimum),
        false => format!("{} to {}", bound(amount.minimum), bound(amount.maximum)),
    };
    let per = amount.per.map(|per| format!(" a {per}")).unwrap_or_default();
    format!(
        "{bounds} {}{per} {}",
        amount.unit.as_deref().unwrap_or("-"),
        amount.wording
    )
}

fn figures(understood: &Understood) -> Vec<String> {
    understood.records.iter().map(figure).collect()
}

/// The names of those who pay.
fn payers(record: &Record) -> Vec<&str> {
    record.payers.iter().map(|party| party.name.as_str()).collect()
}

/// The questions.
fn questions(read: &Understood) -> Vec<&str> {
    read.doubts.iter().map(|doubt| doubt.question.as_str()).collect()
}

/// The stages of the sums.
fn stages(read: &Understood) -> Vec<&str> {
    let of = read.records.iter().map(|record| record.stage.as_ref());
    of.map(|stage| stage.map_or("none", |stage| stage.text.as_str()))
        .collect()
}

/// Why a cell was not taken.
fn reason<'u>(understood: &'u Understood, address: &str) -> &'u str {
    let cell = understood
        .not_taken
        .iter()
        .find(|cell| cell.address.to_string() == address);
    cell.map_or("taken", |cell| cell.reason.as_str())
}

fn has_note(understood: &Understood, words: &str) -> bool {
    understood.notes.iter().any(|note| note.text.contains(words))
}
