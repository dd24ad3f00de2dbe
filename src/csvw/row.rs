//! One row of a table, parsed.

use crate::diagnostic::{Cell, Place};
use std::sync::Arc;

/// A row: its cells as values and as written. One is reused for all rows of a table.
#[derive(Debug, Default)]
pub struct Row {
    /// The cells' values, normalised, by column of the schema; empty where null, and for virtual columns.
    pub values: Vec<String>,
    /// Which cells are null.
    pub null: Vec<bool>,
    /// Which cells have a text that is no value of their column: they count as keys and give no statement.
    pub invalid: Vec<bool>,
    /// The data row, from 1.
    pub row_number: u64,
    /// The physical line on which the row begins, from 1.
    pub line: u64,
}

/// Where a row stands, kept so that a finding made later can still show it.
#[derive(Debug, Clone)]
pub struct RowPlace {
    /// The table's file, relative to the dossier.
    pub file: Arc<str>,
    /// The header's cells.
    pub header: Arc<Vec<String>>,
    /// The row's cells as written.
    pub row: Arc<Vec<String>>,
    /// The data row, from 1.
    pub row_number: u64,
    /// The physical line, from 1.
    pub line: u64,
}

impl RowPlace {
    /// The place of a cell, by its index; of the whole row with `None`.
    pub fn cell(&self, column_index: Option<usize>) -> Place {
        Place {
            file: self.file.to_string(),
            line: Some(self.line),
            column: None,
            cell: Some(Cell {
                row_number: self.row_number,
                column_number: column_index.map_or(0, |index| index + 1),
                header: Arc::clone(&self.header),
                row: Arc::clone(&self.row),
            }),
            excerpt: None,
        }
    }
}
