//! Files that cannot be read as text.

use super::heading::Header;
use csvw::RowPlace;
use csvw::block::{NUL, ReadError, Undecodable};
use diagnostic::{Diagnostic, Place, code};
use std::sync::Arc;

/// What keeps a file from being read as text.
pub(super) fn unreadable(file: &str, error: &ReadError, header: &Header) -> Diagnostic {
    let at = |line: u64, column: u64| Place {
        line: Some(line),
        column: Some(column),
        ..Place::file(file)
    };
    match error {
        ReadError::Encoding(found) if found.is_nul() => code::malformed_csv(undecodable(file, found, header), NUL),
        ReadError::Encoding(found) => {
            let place = at(found.line, found.char_column);
            code::undecodable(place, found.byte, &found.declared, "", &[])
        }
        ReadError::RecordTooLong {
            line,
            opened: Some(opened),
            ..
        } => {
            let why = format!("a quotation mark is opened on line {opened} and never closed");
            code::malformed_csv(at((*opened).max(*line), 1), &why)
        }
        error => code::malformed_csv(Place::file(file), &error.to_string()),
    }
}

/// The cell in which a byte is that belongs to no text.
fn undecodable(file: &str, found: &Undecodable, header: &Header) -> Place {
    let mut row = vec![String::new(); found.cell_index + 1];
    if let Some(last) = row.last_mut() {
        found.cell.clone_into(last);
    }
    let place = RowPlace {
        file: file.into(),
        header: Arc::new(header.headings.clone()),
        row: Arc::new(row),
        row_number: found.row_number.saturating_sub(header.row_number),
        line: found.line,
    };
    place.cell(Some(found.cell_index), Some((found.line, found.char_column)))
}
