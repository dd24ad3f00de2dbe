//! References to the rows of other tables ("Metadata Vocabulary", section 5.5.2).
//!
//! They are looked up for a batch of rows at once, so that the memory latencies of the look-ups overlap.

use super::key_of;
use crate::cells::Cells;
use crate::keys::{KeySet, Keys};
use crate::metadata::{ForeignKey, Table};
use crate::row::CurrentRow;
use hashbrown::DefaultHashBuilder;
use std::hash::BuildHasher as _;

/// The foreign keys of a table, each with the keys that it can refer to; without them where the other table could not
/// be read.
pub(super) struct Referenced<'k>(Vec<(&'k ForeignKey, Option<&'k KeySet>)>);

impl<'k> Referenced<'k> {
    pub fn new(table: &'k Table, keys: &'k Keys) -> Self {
        let foreign = table.foreign_keys.iter();
        Self(
            foreign
                .map(|foreign| (foreign, keys.set(foreign.table_index, &foreign.referenced)))
                .collect(),
        )
    }

    /// The foreign keys in the order of the references of a row.
    pub fn iter(&self) -> impl Iterator<Item = (&'k ForeignKey, Option<&'k KeySet>)> {
        self.0.iter().copied()
    }
}

/// The references of some rows: for each row one for each foreign key.
#[derive(Default)]
pub(super) struct References {
    text: String,
    references: Vec<Reference>,
}

/// A reference: its key, and what became of it.
#[derive(Clone, Copy)]
pub(super) struct Reference {
    start: usize,
    end: usize,
    hash: u64,
    pub standing: Standing,
}

/// What became of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// One of its cells is null.
    Empty,
    /// Not looked up.
    Open,
    /// One row has the key.
    Found,
    /// No row has it.
    Unknown,
    /// Several rows have it.
    Repeated,
}

impl References {
    pub fn clear(&mut self) {
        self.text.clear();
        self.references.clear();
    }

    /// Adds the references of a row.
    pub fn add(
        &mut self,
        referenced: &Referenced<'_>,
        cells: &Cells,
        current: &CurrentRow<'_>,
        hasher: &DefaultHashBuilder,
    ) {
        for (foreign, _) in &referenced.0 {
            let start = self.text.len();
            let has_key = key_of(cells, current, &foreign.columns, &mut self.text);
            let key = self.text.get(start..).unwrap_or_default();
            self.references.push(Reference {
                start,
                end: self.text.len(),
                hash: if has_key { hasher.hash_one(key) } else { 0 },
                standing: if has_key { Standing::Open } else { Standing::Empty },
            });
        }
    }

    /// Looks all of them up.
    pub fn find(&mut self, referenced: &Referenced<'_>) {
        let width = referenced.0.len().max(1);
        for row in self.references.chunks_mut(width) {
            for (reference, (_, set)) in row.iter_mut().zip(&referenced.0) {
                let (Standing::Open, Some(set)) = (reference.standing, set) else {
                    continue;
                };
                let key = self.text.get(reference.start..reference.end).unwrap_or_default();
                reference.standing = match set.find(key, reference.hash) {
                    // A duplicate primary key is reported there.
                    Some(found) if !found.is_repeated || set.is_primary => Standing::Found,
                    Some(_) => Standing::Repeated,
                    None => Standing::Unknown,
                };
            }
        }
    }

    /// The references, row by row.
    pub fn rows(&self, referenced: &Referenced<'_>) -> impl Iterator<Item = &[Reference]> {
        self.references.chunks(referenced.0.len().max(1))
    }

    /// The key of a reference.
    pub fn key(&self, reference: &Reference) -> &str {
        self.text.get(reference.start..reference.end).unwrap_or_default()
    }
}
