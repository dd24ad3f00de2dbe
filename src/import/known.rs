//! The rows that the tables of a dossier have: their keys, and what names them.

use crate::tables;
use crate::tables::edited::{Edited, Known as Row};
use csvw::metadata::Table;
use names::Candidate;
use std::collections::{BTreeSet, HashMap};
use text::fold::fold_words;

/// A table with the keys and names of its rows.
pub(super) struct Known<'a> {
    pub(super) name: &'static str,
    pub(super) table: &'a Table,
    pub(super) edited: Edited<'a>,
    /// The bytes of its file; `None` if there is none.
    pub(super) old: Option<Vec<u8>>,
    rows: Vec<Row>,
    by_key: HashMap<String, usize>,
    by_name: HashMap<String, BTreeSet<String>>,
}

impl<'a> Known<'a> {
    /// The rows of a table; `keys` are the columns that together tell one from another, `names` those that name it.
    pub(super) fn of(
        name: &'static str,
        (table, edited, old): (&'a Table, Edited<'a>, Option<Vec<u8>>),
        keys: &[&str],
        names: &[&str],
    ) -> Self {
        let mut rows = edited.rows();
        let mut cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
        if keys.len() == 1 {
            tables::name_by_label(table, &mut cells);
        }
        rows.iter_mut().zip(cells).for_each(|(row, cells)| row.cells = cells);
        let mut known = Self {
            name,
            table,
            edited,
            old,
            rows,
            by_key: HashMap::new(),
            by_name: HashMap::new(),
        };
        for index in 0..known.rows.len() {
            let parts: Vec<&str> = keys.iter().map(|key| known.at(index, key)).collect();
            let key = parts.join(" ");
            for name in names {
                let texts = known.at(index, name).split('|').map(fold_words);
                let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
                for text in texts {
                    known.by_name.entry(text).or_default().insert(key.clone());
                }
            }
            known.by_key.entry(key).or_insert(index);
        }
        known
    }

    /// The index of a column in the metadata.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.table
            .columns
            .iter()
            .position(|column| !column.is_virtual && column.name == name)
    }

    fn at(&self, row_index: usize, column: &str) -> &str {
        let cell = self
            .column(column)
            .and_then(|column| self.rows[row_index].cells.get(column));
        cell.map_or("", String::as_str)
    }

    /// Whether a row has this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// The keys of the rows, in no order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    /// The record of a row in its file.
    pub(super) fn record(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).map(|index| self.rows[*index].record)
    }

    /// The record in the file of a row, by its number from 0.
    pub(super) fn record_at(&self, row_index: usize) -> Option<usize> {
        self.rows.get(row_index).map(|row| row.record)
    }

    /// A cell of a row; empty if there is none.
    pub(super) fn cell(&self, key: &str, column: &str) -> &str {
        self.by_key.get(key).map_or("", |index| self.at(*index, column))
    }

    /// The keys of the rows that a text names.
    pub(super) fn named(&self, text: &str) -> Vec<&str> {
        let found = self.by_name.get(&fold_words(text));
        found
            .map(|keys| keys.iter().map(String::as_str).collect())
            .unwrap_or_default()
    }

    /// The rows as candidates for the matcher of names.
    pub(super) fn candidates(&self, names: &[&str]) -> Vec<Candidate> {
        let row = |(key, index): (&String, &usize)| {
            let texts = names.iter().flat_map(|name| self.at(*index, name).split('|'));
            let texts = texts.map(str::trim).filter(|text| !text.is_empty());
            Candidate {
                id: key.clone(),
                labels: texts.map(str::to_owned).collect(),
                ..Candidate::default()
            }
        };
        let mut candidates: Vec<Candidate> = self.by_key.iter().map(row).collect();
        candidates.sort_by(|a, b| a.id.cmp(&b.id));
        candidates
    }
}
