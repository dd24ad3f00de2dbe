//! A sheet that grows cell by cell, within the limits of a workbook.

use super::{Stop, limits};
use crate::workbook::{Cell, Sheet};

/// What the sheets of a workbook have taken so far.
#[derive(Default)]
pub(super) struct Taken {
    cells: usize,
    bytes: usize,
}

impl Taken {
    /// Puts a cell at its place, by row and column from 0; blank cells before it are made as needed.
    pub(super) fn put(&mut self, sheet: &mut Sheet, row: usize, column: usize, cell: Cell) -> Result<(), Stop> {
        if row >= limits::ROWS + limits::BESIDE {
            return Err(Stop::TooLarge("rows", limits::ROWS as u64));
        }
        if column >= limits::COLUMNS {
            return Err(Stop::TooLarge("columns", limits::COLUMNS as u64));
        }
        if sheet.rows.len() <= row {
            self.cells += row + 1 - sheet.rows.len();
            sheet.rows.resize_with(row + 1, Vec::new);
        }
        let Some(cells) = sheet.rows.get_mut(row) else {
            return Ok(());
        };
        self.cells += (column + 1).saturating_sub(cells.len());
        self.bytes += cell.text.len();
        if self.cells > limits::CELLS {
            return Err(Stop::TooLarge("cells", limits::CELLS as u64));
        }
        if self.bytes > limits::TEXT {
            return Err(Stop::TooLarge("bytes of text", limits::TEXT as u64));
        }
        if cells.len() <= column {
            cells.resize_with(column + 1, Cell::default);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }
}
