//! Primary and foreign keys over all tables of a group ("Metadata Vocabulary", section 5.5).
//!
//! A key that has a null cell refers to nothing and is not checked.

use super::metadata::TableGroup;
use super::row::{Row, RowPlace};
use super::table::Current;
use crate::diagnostic::{Diagnostic, Report, code};
use std::collections::HashMap;

/// Separates the cells of a key of several columns; can stand in no cell that a person types.
const SEPARATOR: char = '\u{1f}';

/// The keys seen so far.
pub struct Keys {
    /// For each table: which columns form a key, and for each of these the keys with their first row.
    sets: Vec<Vec<KeySet>>,
    /// Tables that could not be read: what refers to them is not reported.
    missing: Vec<usize>,
    /// References that were not found when they were read.
    pending: Vec<Pending>,
}

struct KeySet {
    columns: Vec<usize>,
    is_primary: bool,
    rows: HashMap<String, u64>,
}

struct Pending {
    table_index: usize,
    foreign_key_index: usize,
    key: String,
    place: RowPlace,
    position: Option<usize>,
}

impl Keys {
    /// No keys yet.
    pub fn new(group: &TableGroup) -> Self {
        let mut sets: Vec<Vec<KeySet>> = group
            .tables
            .iter()
            .map(|table| {
                let primary = KeySet {
                    columns: table.primary_key.clone(),
                    is_primary: true,
                    rows: HashMap::new(),
                };
                (!table.primary_key.is_empty()).then_some(primary).into_iter().collect()
            })
            .collect();
        for key in group.tables.iter().flat_map(|table| &table.foreign_keys) {
            let known = sets[key.table_index].iter().any(|set| set.columns == key.referenced);
            if !known {
                let columns = key.referenced.clone();
                sets[key.table_index].push(KeySet {
                    columns,
                    is_primary: false,
                    rows: HashMap::new(),
                });
            }
        }
        Self {
            sets,
            missing: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// Takes the keys of a row; gives those that stand already in another.
    pub fn add(&mut self, group: &TableGroup, table_index: usize, row: &Row, current: &Current<'_>) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        for set in &mut self.sets[table_index] {
            let Some(key) = key(row, &set.columns) else { continue };
            if let Some(first) = set.rows.get(&key) {
                if set.is_primary {
                    let column_index = set.columns.first().copied().unwrap_or_default();
                    wrong.push(code::duplicate_key(
                        current.cell(column_index),
                        &key.replace(SEPARATOR, " / "),
                        *first,
                    ));
                }
            } else {
                set.rows.insert(key, row.row_number);
            }
        }
        for (foreign_key_index, foreign) in group.tables[table_index].foreign_keys.iter().enumerate() {
            let Some(key) = key(row, &foreign.columns) else {
                continue;
            };
            if !self.has(foreign.table_index, &foreign.referenced, &key) {
                let place = current.place();
                let column_index = foreign.columns.first().copied().unwrap_or_default();
                let position = current
                    .cell(column_index)
                    .cell
                    .map(|cell| cell.column_number.saturating_sub(1));
                self.pending.push(Pending {
                    table_index,
                    foreign_key_index,
                    key,
                    place,
                    position,
                });
            }
        }
        wrong
    }

    /// Says that a table could not be read.
    pub fn miss(&mut self, table_index: usize) {
        self.missing.push(table_index);
    }

    fn set(&self, table_index: usize, columns: &[usize]) -> Option<&KeySet> {
        self.sets[table_index].iter().find(|set| set.columns == columns)
    }

    fn has(&self, table_index: usize, columns: &[usize], key: &str) -> bool {
        self.set(table_index, columns)
            .is_some_and(|set| set.rows.contains_key(key))
    }

    /// Reports every reference to a row that no table has.
    pub fn finish(&self, group: &TableGroup, report: &mut Report) {
        for pending in &self.pending {
            let foreign = &group.tables[pending.table_index].foreign_keys[pending.foreign_key_index];
            let Some(set) = self.set(foreign.table_index, &foreign.referenced) else {
                continue;
            };
            if set.rows.contains_key(&pending.key) || self.missing.contains(&foreign.table_index) {
                continue;
            }
            let mut known: Vec<_> = set.rows.keys().map(String::as_str).collect();
            known.sort_unstable();
            let table = &group.tables[foreign.table_index].file;
            let shown = pending.key.replace(SEPARATOR, " / ");
            report.push(code::unknown_key(
                pending.place.cell(pending.position),
                &shown,
                table,
                &known,
            ));
        }
    }
}

/// The key of a row; none if one of its cells is null.
fn key(row: &Row, columns: &[usize]) -> Option<String> {
    let mut key = String::new();
    for (number, index) in columns.iter().enumerate() {
        if row.null[*index] {
            return None;
        }
        if number > 0 {
            key.push(SEPARATOR);
        }
        key.push_str(&row.values[*index]);
    }
    (!columns.is_empty()).then_some(key)
}

/// The tables by index, those that others refer to first; where they refer to one another, as in the metadata.
pub fn reading_order(group: &TableGroup) -> Vec<usize> {
    let mut order = Vec::new();
    let mut open: Vec<usize> = (0..group.tables.len()).collect();
    while !open.is_empty() {
        let ready = open.iter().position(|index| {
            let keys = &group.tables[*index].foreign_keys;
            keys.iter()
                .all(|key| key.table_index == *index || order.contains(&key.table_index))
        });
        order.push(open.remove(ready.unwrap_or(0)));
    }
    order
}
