//! The place of a row, for findings made after it was read.

use diagnostic::{Cell, Place};
use std::sync::Arc;

/// The place of a row, kept so that a later finding can show it.
#[derive(Debug, Clone)]
pub struct RowPlace {
    /// The table's name in messages.
    pub file: Arc<str>,
    /// The header's cells.
    pub header: Arc<Vec<String>>,
    /// The row's cells as written.
    pub row: Arc<Vec<String>>,
    /// The data row, from 1.
    pub row_number: u64,
    /// The physical line on which the row begins, from 1.
    pub line: u64,
}

impl RowPlace {
    /// The place of a cell, by its position in the row; of the whole row with `None`. `at` is the physical line and
    /// the character at which the cell itself begins, where they are known.
    pub fn cell(&self, position: Option<usize>, at: Option<(u64, u64)>) -> Place {
        Place {
            file: self.file.to_string(),
            line: Some(self.line),
            column: at.map(|(_, character)| character),
            cell: Some(Cell {
                row_number: self.row_number,
                column_number: position.map_or(0, |position| position + 1),
                header: Arc::clone(&self.header),
                row: Arc::clone(&self.row),
            }),
            excerpt: None,
        }
    }
}
