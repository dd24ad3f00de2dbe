//! Cells that stand for the one above: `idem`, `"`, `ditto`.

use hashbrown::HashMap;

use crate::words::LISTS;
use crate::workbook::{Address, Cell, Note, Sheet, letters};

use super::grid::Grid;
use super::layout::Layout;

/// The most columns that the note names.
const NAMED: usize = 10;

/// The sheet with what such cells stand for, and a note that tells them; none if it has none.
///
/// The cell above is the nearest that is not blank, of a row of the table that is no total.
pub(super) fn filled(grid: &Grid<'_>, layout: &Layout) -> Option<(Sheet, Note)> {
    let begins = |row: usize, section| {
        let first = grid.filled(row).first().map_or("", |column| grid.text(row, *column));
        let found = LISTS.within(section, first);
        found.first().is_some_and(|found| found.start == 0)
    };
    let has_ditto = |row: &usize| {
        grid.filled(*row)
            .iter()
            .any(|column| LISTS.is_ditto(grid.text(*row, *column)))
    };
    let body = layout.header.end..grid.height();
    body.clone().find(has_ditto)?;
    let mut sheet = grid.sheet.clone();
    let mut above: HashMap<usize, Cell> = HashMap::new();
    let mut count = 0;
    let mut columns: Vec<usize> = Vec::new();
    let mut first = None;
    for row in body {
        if begins(row, "total") || begins(row, "subtotal") {
            continue;
        }
        for column in grid.filled(row) {
            let Some(cell) = sheet.rows.get_mut(row).and_then(|cells| cells.get_mut(column)) else {
                continue;
            };
            if !LISTS.is_ditto(&cell.text) {
                above.insert(column, cell.clone());
            } else if let Some(known) = above.get(&column) {
                *cell = known.clone();
                count += 1;
                first = first.or(Some(Address::of(row, column)));
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
    }
    columns.sort_unstable();
    let named: Vec<String> = columns
        .iter()
        .take(NAMED)
        .map(|column| letters(Address::of(0, *column).column))
        .collect();
    let cells = if count == 1 { "cell says" } else { "cells say" };
    let text = format!(
        "{count} {cells} that it is as above (idem, ditto, \u{201c}), in {}: read as what stands above",
        named.join(", ")
    );
    first.map(|address| (sheet, Note::at(address, text)))
}
