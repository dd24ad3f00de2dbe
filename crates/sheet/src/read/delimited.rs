//! Text with delimiters to a sheet.

use super::records::Records;
use super::{Stop, dialect, limits};
use crate::workbook::{Address, Cell, Note, Sheet};

/// How many quotation marks out of place are told one by one.
const TOLD: usize = 5;

/// Reads a text as a sheet; the notes tell the delimiter where it is not certain.
pub(super) fn sheet(text: &str, notes: &mut Vec<Note>) -> Result<Sheet, Stop> {
    let (delimiter, text) = dialect::delimiter(text);
    if delimiter.is_none() {
        notes.push(Note::new(
            "The file has one column: no delimiter (semicolon, tab, comma, vertical bar) divides its rows alike.",
        ));
    }
    let mut sheet = Sheet::default();
    let (mut cells, mut bytes, mut unclosed) = (0, 0, 0);
    for row in Records::new(text, delimiter.unwrap_or('\u{1f}')) {
        cells += row.cells.len();
        bytes += row.cells.iter().map(|cell| cell.len()).sum::<usize>();
        if sheet.rows.len() >= limits::ROWS + limits::BESIDE {
            return Err(Stop::TooLarge("rows", limits::ROWS as u64));
        }
        if row.cells.len() > limits::COLUMNS {
            return Err(Stop::TooLarge("columns", limits::COLUMNS as u64));
        }
        if cells > limits::CELLS {
            return Err(Stop::TooLarge("cells", limits::CELLS as u64));
        }
        if bytes > limits::TEXT {
            return Err(Stop::TooLarge("bytes of text", limits::TEXT as u64));
        }
        for column in &row.unclosed {
            unclosed += 1;
            if unclosed <= TOLD {
                sheet.notes.push(Note::at(
                    Address::of(sheet.rows.len(), *column),
                    "A quotation mark opens this cell and none closes it; it is taken as a character of the text.",
                ));
            }
        }
        sheet.rows.push(row.cells.into_iter().map(Cell::text).collect());
    }
    if unclosed > TOLD {
        sheet.notes.push(Note::new(format!(
            "{} more cells have a quotation mark that none closes.",
            unclosed - TOLD
        )));
    }
    Ok(sheet)
}
