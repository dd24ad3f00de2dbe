//! The row that is being read.

use super::place::RowPlace;
use super::plan::Plan;
use super::record::Row;
use diagnostic::Place;
use std::cell::OnceCell;
use std::sync::Arc;

/// The row that is being read, as it is in its file.
pub struct CurrentRow<'a> {
    /// Its table.
    pub plan: &'a Plan<'a>,
    /// Its cells as written.
    pub row: &'a Row<'a>,
    /// Its place, once a finding needed it: all findings of a row share its cells.
    place: OnceCell<RowPlace>,
}

impl<'a> CurrentRow<'a> {
    /// A row of a table.
    pub(super) fn new(plan: &'a Plan<'a>, row: &'a Row<'a>) -> Self {
        let place = OnceCell::new();
        Self { plan, row, place }
    }

    /// The place of the row, to be kept.
    pub fn place(&self) -> RowPlace {
        self.place.get_or_init(|| self.copied()).clone()
    }

    fn copied(&self) -> RowPlace {
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

    /// The place of the cell of a column, by its index; of the row for a column that is in no file.
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
