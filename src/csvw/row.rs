//! The row that is being read, and its place for a finding.

use super::plan::Plan;
use super::record::Row;
use crate::diagnostic::{Cell, Place};
use std::sync::Arc;

/// The row that is being read, as it stands in its file.
pub struct CurrentRow<'a> {
    /// Its table.
    pub plan: &'a Plan<'a>,
    /// Its cells as written.
    pub row: &'a Row<'a>,
}

/// Where a row stands, kept so that a finding made later can still show it.
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

impl CurrentRow<'_> {
    /// The place of the row, to be kept.
    pub fn place(&self) -> RowPlace {
        RowPlace {
            file: Arc::clone(&self.plan.file),
            header: Arc::clone(&self.plan.header),
            row: Arc::new(
                (0..self.row.len())
                    .filter_map(|index| self.row.get(index))
                    .map(str::to_owned)
                    .collect(),
            ),
            row_number: self.row.row_number,
            line: self.row.line,
        }
    }

    /// The place of the cell of a column, by its index; of the row for a column that stands in no file.
    pub fn cell(&self, column_index: usize) -> Place {
        let position = self.plan.positions.get(column_index).copied().flatten();
        let at = position.and_then(|position| self.row.place(position));
        self.place().cell(position, at)
    }

    /// The place of the row as a whole.
    pub fn whole(&self) -> Place {
        self.place().cell(None, None)
    }
}
