//! Primary and foreign keys ("Metadata Vocabulary", section 5.5; "Model for Tabular Data", section 6.6).
//!
//! A key is the lexical forms of its cells. One that has a null cell refers to nothing and is not checked.

use super::metadata::TableGroup;
use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::collections::HashSet;

/// Separates the cells of a key of several columns; can be in no cell that a person types.
pub(super) const SEPARATOR: char = '\u{1f}';

/// Ends each value of a list in a key; can be in no cell that a person types, either.
pub(super) const LIST_END: char = '\u{1e}';

/// A key for people to read: its cells with ` / ` between them, the values of a list with `, `.
pub(super) fn shown(key: &str) -> String {
    let cells = key.split(SEPARATOR).map(|cell| match cell.strip_suffix(LIST_END) {
        Some(list) => list.replace(LIST_END, ", "),
        None => cell.to_owned(),
    });
    cells.collect::<Vec<_>>().join(" / ")
}

/// The keys of all tables that were read so far.
#[derive(Default)]
pub(super) struct Keys {
    /// For each table, its sets.
    tables: Vec<Vec<KeySet>>,
    hasher: DefaultHashBuilder,
}

/// The keys in some columns of a table. They lie one after the other, each after its length and its row; a table of
/// hashes says where: a million keys of ten characters take forty megabytes, and to find one takes two look-ups.
#[derive(Default)]
pub(super) struct KeySet {
    /// The columns, by index.
    pub columns: Vec<usize>,
    /// Whether no two rows may have the same.
    pub is_primary: bool,
    /// Whether all rows of the table are in it.
    pub is_complete: bool,
    entries: Vec<u8>,
    places: HashTable<Slot>,
    count: usize,
    repeated: HashSet<usize>,
}

/// Where a key lies, with the half of its hash that tells it from others.
#[derive(Clone, Copy)]
struct Slot {
    half: u32,
    /// The offset of its entry, in steps of [`STEP`].
    at: u32,
}

/// Entries begin at multiples of so many bytes, so that 32 bits reach 32 GiB of them.
const STEP: usize = 8;

/// The bytes of an entry before its key: length and row.
const HEAD: usize = 4 + 8;

/// The hash by which a slot is found again, made of the half that is kept.
fn spread(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn half(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyLookup {
    /// The first row that has it.
    pub row_number: u64,
    /// Whether others have it, too.
    pub is_repeated: bool,
}

/// The keys of a block of rows, with their hashes, until their turn comes.
#[derive(Default)]
pub(super) struct Extracted {
    text: String,
    keys: Vec<(usize, u64, u64)>,
}

impl Extracted {
    pub fn push(&mut self, key: &str, hash: u64, row_number: u64) {
        self.text.push_str(key);
        self.keys.push((self.text.len(), hash, row_number));
    }
}

/// The row and the key of an entry.
fn entry(entries: &[u8], at: usize) -> (u64, &[u8]) {
    let bytes = &entries[at..];
    let (length, bytes) = bytes.split_at(4);
    let (row, bytes) = bytes.split_at(8);
    let length = length.try_into().map_or(0, u32::from_le_bytes) as usize;
    (row.try_into().map_or(0, u64::from_le_bytes), &bytes[..length])
}

impl KeySet {
    fn slot(&self, key: &str, hash: u64) -> Option<usize> {
        let half = half(hash);
        let is_it =
            |slot: &Slot| slot.half == half && entry(&self.entries, slot.at as usize * STEP).1 == key.as_bytes();
        self.places
            .find(spread(half), is_it)
            .map(|slot| slot.at as usize * STEP)
    }

    pub fn find(&self, key: &str, hash: u64) -> Option<KeyLookup> {
        let at = self.slot(key, hash)?;
        Some(KeyLookup {
            row_number: entry(&self.entries, at).0,
            is_repeated: !self.repeated.is_empty() && self.repeated.contains(&at),
        })
    }

    /// Adds the keys of a block; returns the rows whose key is in an earlier row, with that row.
    pub fn add(&mut self, extracted: &Extracted) -> Vec<(u64, u64)> {
        let mut repeated = Vec::new();
        let mut start = 0;
        for (end, hash, row_number) in &extracted.keys {
            let key = &extracted.text[start..*end];
            start = *end;
            // What lies beyond 32 GiB of keys is not compared.
            let (Ok(at), Ok(length)) = (u32::try_from(self.entries.len() / STEP), u32::try_from(key.len())) else {
                continue;
            };
            let half = half(*hash);
            let entries = &self.entries;
            let is_it = |slot: &Slot| slot.half == half && entry(entries, slot.at as usize * STEP).1 == key.as_bytes();
            match self.places.entry(spread(half), is_it, |slot| spread(slot.half)) {
                Entry::Occupied(found) => {
                    let at = found.get().at as usize * STEP;
                    repeated.push((*row_number, entry(entries, at).0));
                    self.repeated.insert(at);
                    continue;
                }
                Entry::Vacant(place) => place.insert(Slot { half, at }),
            };
            self.entries.extend_from_slice(&length.to_le_bytes());
            self.entries.extend_from_slice(&row_number.to_le_bytes());
            self.entries.extend_from_slice(key.as_bytes());
            self.entries.resize(self.entries.len().next_multiple_of(STEP), 0);
            self.count += 1;
        }
        repeated
    }

    /// Some keys, for a message: the one nearest to what was written is among them where there are few.
    pub fn samples(&self) -> Vec<&str> {
        let mut samples = Vec::new();
        let mut at = 0;
        while at + HEAD <= self.entries.len() && samples.len() < SAMPLES {
            let (_, key) = entry(&self.entries, at);
            samples.extend(std::str::from_utf8(key));
            at = (at + HEAD + key.len()).next_multiple_of(STEP);
        }
        samples
    }

    /// The number of distinct keys.
    pub fn len(&self) -> usize {
        self.count
    }
}

/// Beyond so many keys no message looks for the nearest one.
const SAMPLES: usize = 20_000;

impl Keys {
    pub fn new(group: &TableGroup) -> Self {
        let set = |columns: &[usize], is_primary| KeySet {
            columns: columns.to_vec(),
            is_primary,
            ..KeySet::default()
        };
        let mut tables: Vec<Vec<KeySet>> = group
            .tables
            .iter()
            .map(|table| {
                (!table.primary_key.is_empty())
                    .then(|| set(&table.primary_key, true))
                    .into_iter()
                    .collect()
            })
            .collect();
        for key in group.tables.iter().flat_map(|table| &table.foreign_keys) {
            if !tables[key.table_index].iter().any(|set| set.columns == key.referenced) {
                tables[key.table_index].push(set(&key.referenced, false));
            }
        }
        Self {
            tables,
            hasher: DefaultHashBuilder::default(),
        }
    }

    pub fn hasher(&self) -> DefaultHashBuilder {
        self.hasher.clone()
    }

    /// Takes the sets of a table out, to be filled.
    pub fn take(&mut self, table_index: usize) -> Vec<KeySet> {
        std::mem::take(&mut self.tables[table_index])
    }

    /// Puts the sets of a table back, filled.
    pub fn put(&mut self, table_index: usize, mut sets: Vec<KeySet>) {
        sets.iter_mut().for_each(|set| set.is_complete = true);
        self.tables[table_index] = sets;
    }

    /// Whether the sets of a table are filled.
    pub fn is_complete(&self, table_index: usize) -> bool {
        self.tables[table_index].iter().all(|set| set.is_complete)
    }

    /// The filled sets of a table.
    pub fn sets(&self, table_index: usize) -> &[KeySet] {
        &self.tables[table_index]
    }

    /// The filled set of these columns of a table; `None` if the table could not be read.
    pub fn set(&self, table_index: usize, columns: &[usize]) -> Option<&KeySet> {
        self.tables[table_index]
            .iter()
            .find(|set| set.is_complete && set.columns == columns)
    }
}

/// The tables by index, those that others refer to first; where they refer to one another, as in the metadata.
pub(super) fn reading_order(group: &TableGroup) -> Vec<usize> {
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
