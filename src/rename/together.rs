//! Sums of two payers or recipients that become sums of one.

use super::open::Open;
use super::table_index;
use crate::dossier::Dossier;
use crate::tables::references::column_of;
use crate::totals;
use std::collections::BTreeMap;

/// Sums for one thing that were those of two, and become those of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// The key of the thing.
    pub about: String,
    /// The keys of the claims, in the order of the table.
    pub claims: Vec<String>,
}

/// The sums that become those of one, by thing.
pub(super) fn of(dossier: &Dossier, open: &Open<'_>) -> Vec<Together> {
    let file = super::Rows::Claims.file(dossier);
    let Some(index) = table_index(open.group, &file) else {
        return Vec::new();
    };
    let table = &open.group.tables[index];
    let [key] = table.primary_key[..] else {
        return Vec::new();
    };
    let columns = totals::TELLING.map(|term| (term, column_of(table, term)));
    let mut groups: BTreeMap<[&str; 10], Vec<usize>> = BTreeMap::new();
    for row in open.staying(index) {
        let column = |term: &str| columns.iter().find(|(known, _)| *known == term)?.1;
        let cell = |term: &str| column(term).map_or("", |column| open.wanted((index, row), column));
        groups.entry(totals::telling(cell)).or_default().push(row);
    }
    let is_of_both = |rows: &Vec<usize>| {
        let changed = rows.iter().filter(|row| open.refers_to_old((index, **row))).count();
        changed > 0 && changed < rows.len()
    };
    let groups = groups.into_iter().filter(|(_, rows)| is_of_both(rows));
    groups
        .map(|(telling, rows)| Together {
            about: telling.first().copied().unwrap_or_default().to_owned(),
            claims: rows
                .iter()
                .map(|row| open.wanted((index, *row), key).to_owned())
                .collect(),
        })
        .collect()
}
