//! Files that cannot be read as text.

use super::heading::Header;
use super::lines::cut;
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
        ReadError::Encoding(found) if found.byte == 0 => code::malformed_csv(undecodable(file, found, header), NUL),
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
    let is_row = header.row_number > 0 && found.row_number > header.row_number;
    let (cells, _) = cut(&found.row, &header.dialect, None);
    let row = Arc::new(cells);
    let place = RowPlace {
        file: file.into(),
        header: match is_row {
            true => Arc::new(header.headings.clone()),
            false => Arc::clone(&row),
        },
        row,
        row_number: if is_row {
            found.row_number - header.row_number
        } else {
            0
        },
        line: found.line,
    };
    place.cell(Some(found.cell_index), Some((found.line, found.char_column)))
}
