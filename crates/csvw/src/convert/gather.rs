//! Keys gathered in a pass of their own, for tables that refer to themselves or to one another.

use super::{How, Mode, Options, key_of};
use crate::Resources;
use crate::block::Blocks;
use crate::cells::Cells;
use crate::keys::{Extracted, KeySet, Keys};
use crate::metadata::TableGroup;
use crate::plan::Plan;
use crate::record::{Row, Rows};
use crate::row::CurrentRow;
use diagnostic::Report;
use hashbrown::DefaultHashBuilder;
use std::hash::BuildHasher as _;

/// Gathers the keys of a table before it is read itself.
pub(super) fn gather(
    group: &TableGroup,
    table_index: usize,
    resources: &dyn Resources,
    options: &Options<'_>,
    keys: &mut Keys,
) {
    let table = &group.tables[table_index];
    let Ok(Some(reader)) = resources.open(&table.url) else {
        return;
    };
    let mut blocks = Blocks::new(reader, &table.dialect, options.block_bytes);
    let mut sets = keys.take(table_index);
    let hasher = keys.hasher();
    // What is wrong is told when the table is read itself.
    let mut unsaid = Report::bounded(1);
    let mut cells = Cells::default();
    let how = How {
        mode: Mode::Minimal,
        invalid: options.invalid,
        table_index,
    };
    let mut is_read = true;
    if let Ok(head) = blocks.head() {
        let mut plan = None;
        loop {
            let block = match blocks.next(String::new()) {
                Ok(Some(block)) => block,
                Ok(None) => break,
                Err(_) => {
                    is_read = false;
                    break;
                }
            };
            let mut rows = Rows::new(&block, &table.dialect);
            let mut row = Row::default();
            let mut extracted: Vec<Extracted> = sets.iter().map(|_| Extracted::default()).collect();
            while rows.next(&mut row) {
                if plan.is_none() {
                    plan = Plan::new(table, &head, row.len(), how, &mut unsaid);
                }
                let Some(plan) = &plan else {
                    is_read = false;
                    break;
                };
                let current = CurrentRow { plan, row: &row };
                let columns = sets.iter().flat_map(|set| set.columns.iter().copied());
                cells.read(&current, columns, &mut unsaid);
                extract(&sets, &cells, &current, &hasher, &mut extracted);
            }
            for (set, extracted) in sets.iter_mut().zip(&extracted) {
                set.add(extracted);
            }
        }
    } else {
        is_read = false;
    }
    if is_read {
        keys.put(table_index, sets);
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
