//! A sheet as it is looked at: cells with the merged ones filled.

use hashbrown::HashMap;

use crate::workbook::{Address, Cell, Merged, Sheet};

/// The most cells that are filled because they are merged.
const FILLED: usize = 500_000;

/// A sheet with what stands in merged cells.
pub(super) struct Grid<'s> {
    pub(super) sheet: &'s Sheet,
    /// The number of columns.
    pub(super) width: usize,
    merged: HashMap<Address, Address>,
    /// The columns of a row, by its number, that are merged with a cell elsewhere.
    covered: HashMap<u32, Vec<usize>>,
}

impl<'s> Grid<'s> {
    pub(super) fn new(sheet: &'s Sheet) -> Self {
        let filled = |row: &Vec<Cell>| row.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        let width = sheet.rows.iter().map(filled).max().unwrap_or_default();
        let mut merged = HashMap::new();
        for Merged { first, last } in &sheet.merged {
            let rows = first.row..=last.row.min(u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX));
            for row in rows {
                for column in first.column..=last.column.min(u32::try_from(width).unwrap_or(u32::MAX)) {
                    if merged.len() < FILLED {
                        merged.insert(Address { row, column }, *first);
                    }
                }
            }
        }
        let mut covered: HashMap<u32, Vec<usize>> = HashMap::new();
        for address in merged
            .iter()
            .filter(|(address, first)| address != first)
            .map(|(address, _)| address)
        {
            covered
                .entry(address.row)
                .or_default()
                .push(address.column as usize - 1);
        }
        Self {
            sheet,
            width,
            merged,
            covered,
        }
    }

    /// The number of rows.
    pub(super) fn height(&self) -> usize {
        self.sheet.rows.len()
    }

    /// The cell itself, by row and column from 0.
    pub(super) fn own(&self, row: usize, column: usize) -> Option<&'s Cell> {
        self.sheet.rows.get(row)?.get(column).filter(|cell| !cell.is_blank())
    }

    /// The text of the cell itself, trimmed; empty if it is blank.
    pub(super) fn text(&self, row: usize, column: usize) -> &'s str {
        self.own(row, column).map_or("", |cell| cell.text.trim())
    }

    /// The cell with its address; of a merged one, the first.
    pub(super) fn shown(&self, row: usize, column: usize) -> Option<(Address, &'s Cell)> {
        let address = Address::of(row, column);
        if let Some(cell) = self.own(row, column) {
            return Some((address, cell));
        }
        let first = *self.merged.get(&address)?;
        let cell = self.sheet.cell(first).filter(|cell| !cell.is_blank())?;
        Some((first, cell))
    }

    /// The first of the merged cells to which a cell belongs.
    pub(super) fn merged_with(&self, row: usize, column: usize) -> Option<Address> {
        self.merged.get(&Address::of(row, column)).copied()
    }

    /// The columns of a row that have a text of their own or of merged cells, from the left.
    pub(super) fn columns(&self, row: usize) -> Vec<usize> {
        let mut columns = self.filled(row);
        if let Some(covered) = self.covered.get(&Address::of(row, 0).row) {
            columns.extend(covered);
            columns.sort_unstable();
            columns.dedup();
        }
        columns
    }

    /// The columns of a row that have a text, from the left.
    pub(super) fn filled(&self, row: usize) -> Vec<usize> {
        (0..self.sheet.rows.get(row).map_or(0, Vec::len))
            .filter(|column| self.own(row, *column).is_some())
            .collect()
    }
}
