//! Keys gathered in a pass of their own, for tables that refer to themselves or to one another.

use super::kept::KeptTables;
use super::{How, Mode, Options, key_of};
use crate::block::Blocks;
use crate::cells::Cells;
use crate::keys::{Extracted, KeySet, Keys};
use crate::metadata::{Table, TableGroup};
use crate::plan::Plan;
use crate::record::{Quoting, Row, Rows};
use crate::row::CurrentRow;
use diagnostic::Report;
use hashbrown::DefaultHashBuilder;
use std::hash::BuildHasher as _;
use std::io::Read;

/// Gathers the keys of a table before it is read itself.
pub(super) fn gather(
    group: &TableGroup,
    table_index: usize,
    resources: &KeptTables<'_>,
    options: &Options<'_>,
    keys: &mut Keys,
) {
    let table = &group.tables[table_index];
    let Ok(Some(reader)) = resources.open_and_keep(&table.url) else {
        return;
    };
    let blocks = Blocks::new(reader, &table.dialect, options.block_bytes);
    let mut sets = keys.take(table_index);
    let how = How {
        mode: Mode::Minimal,
        invalid: options.invalid,
        table_index,
    };
    if fill(&mut sets, blocks, table, how, &keys.hasher()) {
        keys.put(table_index, sets);
    }
}

/// Adds the keys of all rows to their sets; false where the table cannot be read to its end.
fn fill(
    sets: &mut [KeySet],
    mut blocks: Blocks<Box<dyn Read + Send>>,
    table: &Table,
    how: How,
    hasher: &DefaultHashBuilder,
) -> bool {
    // Findings are reported when the table is read itself.
    let mut untold = Report::bounded(1);
    let mut cells = Cells::default();
    let mut plan = None;
    let Ok(head) = blocks.head() else { return false };
    loop {
        let block = match blocks.next(String::new()) {
            Ok(Some(block)) => block,
            Ok(None) => return true,
            Err(_) => return false,
        };
        let mut rows = Rows::new(&block, &table.dialect);
        let mut row = Row::default();
        let mut extracted: Vec<Extracted> = sets.iter().map(|_| Extracted::default()).collect();
        while rows.next(&mut row) {
            if plan.is_none() {
                plan = Plan::new(table, &head, row.len(), how, &mut untold);
            }
            let Some(plan) = &plan else { return false };
            if matches!(row.problem(), Some(Quoting::NeverClosed { .. })) {
                return false;
            }
            let current = CurrentRow::new(plan, &row);
            let columns = sets.iter().flat_map(|set| set.columns.iter().copied());
            cells.read(&current, columns, &mut untold);
            extract(sets, &cells, &current, hasher, &mut extracted);
        }
        for (set, extracted) in sets.iter_mut().zip(&extracted) {
            set.add(extracted);
        }
    }
}

/// Adds the keys of a row to those of its block.
fn extract(
    sets: &[KeySet],
    cells: &Cells,
    current: &CurrentRow<'_>,
    hasher: &DefaultHashBuilder,
    extracted: &mut [Extracted],
) {
    let mut key = String::new();
    for (set, extracted) in sets.iter().zip(extracted) {
        key.clear();
        if key_of(cells, current, &set.columns, &mut key) {
            extracted.push(&key, hasher.hash_one(key.as_str()), current.row.row_number);
        }
    }
}
