//! Findings as rows of CSV, with the columns of [`super::StreamFormat::Csv`].

use super::render::VALUE;
use super::{Cell, Diagnostic, clipped};
use std::io::{self, Write};

const HEADER: [&str; 14] = [
    "severity",
    "code",
    "file",
    "row",
    "line",
    "cell_line",
    "character",
    "column",
    "column_name",
    "value",
    "message",
    "valid",
    "rule",
    "help",
];

pub(super) fn write_header<W: Write>(out: &mut csv::Writer<W>) -> io::Result<()> {
    out.write_record(HEADER).map_err(failure)
}

pub(super) fn write_row<W: Write>(out: &mut csv::Writer<W>, diagnostic: &Diagnostic) -> io::Result<()> {
    let place = diagnostic.place.as_ref();
    let cell = place.and_then(|place| place.cell.as_ref());
    let number = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
    let text = |text: Option<&str>| text.map_or_else(String::new, protected);
    out.write_record([
        diagnostic.severity.name().to_owned(),
        protected(&diagnostic.code),
        text(place.map(|place| place.file.as_str())),
        number(cell.map(|cell| cell.row_number)),
        number(place.and_then(|place| place.line)),
        number(place.and_then(super::Place::cell_line)),
        number(place.and_then(|place| place.column)),
        number(cell.map(|cell| cell.column_number as u64).filter(|column| *column > 0)),
        text(cell.and_then(Cell::column_name)),
        text(cell.and_then(Cell::value).map(|value| clipped(value, VALUE)).as_deref()),
        protected(&diagnostic.message),
        text(diagnostic.valid.as_deref()),
        text(diagnostic.rule),
        text(diagnostic.help.as_deref()),
    ])
    .map_err(failure)
}

/// A text that no spreadsheet takes for a formula: with a space before it where it begins with what could make it one,
/// or with a space, so that the space can be removed again.
fn protected(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', ' ']) {
        format!(" {text}")
    } else {
        text.to_owned()
    }
}

/// The failure of the output itself, which says more than that of the writer of CSV.
fn failure(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
