//! What the rows of tables refer to: the keys that they have without saying so, and the keys of those that they name.

use super::known::{Found, Known};
use super::{Rows, name_by_content, name_by_label, trimmed};
use crate::vocabulary::NS;
use csvw::metadata::{Table, TableGroup};

/// The rows of the tables of a group with their keys.
pub struct References<'a> {
    group: &'a TableGroup,
    known: Known,
    tables: Vec<Option<Rows>>,
}

/// What a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// The row with this key.
    One(String),
    /// Rows with these keys.
    Several(Vec<String>),
    /// No row; the keys of rows with names that are like it.
    None(Vec<String>),
}

/// The similarity, from 0 to 1, above which a name is suggested.
const NEAR: f64 = 0.8;

impl<'a> References<'a> {
    /// Finds the keys of rows. `rows` has, for each table of the group, the cells of its described columns in their order;
    /// `None` for one that is not there.
    pub fn of(group: &'a TableGroup, mut rows: Vec<Option<Rows>>) -> Self {
        for (table, rows) in group.tables.iter().zip(&mut rows) {
            if let Some(rows) = rows {
                name_by_label(table, rows);
            }
        }
        let before: Vec<Option<&Rows>> = rows.iter().map(Option::as_ref).collect();
        let known = Known::of(group, &before, &[]);
        for (table, rows) in group.tables.iter().zip(&mut rows) {
            let Some(rows) = rows else { continue };
            for (column, target) in references(table) {
                if table.columns[column].separator.is_some() {
                    continue;
                }
                for cell in rows.iter_mut().filter_map(|row| row.get_mut(column)) {
                    if let Found::One(key) = known.key(target, trimmed(cell)) {
                        *cell = key;
                    }
                }
            }
            name_by_content(table, rows);
        }
        Self {
            group,
            known,
            tables: rows,
        }
    }

    /// The rows of a table with the keys that they have, and cells that name one row replaced by its key. Cells with lists
    /// are as they were.
    pub fn rows(&self, table_index: usize) -> Option<&[Vec<String>]> {
        self.tables.get(table_index)?.as_deref()
    }

    /// The rows of a table that a text names, by key or by label.
    pub fn named(&self, table_index: usize, text: &str) -> Named {
        match self.known.key(table_index, trimmed(text)) {
            Found::One(key) => Named::One(key),
            Found::Several(keys) => Named::Several(keys),
            Found::None => Named::None(self.near(table_index, text)),
        }
    }

    /// The keys of rows whose key or label is like a text, likest first; three at most.
    fn near(&self, table_index: usize, text: &str) -> Vec<String> {
        let wanted = text::fold::fold_words(text);
        let Some((rows, table)) = self.rows(table_index).zip(self.group.tables.get(table_index)) else {
            return Vec::new();
        };
        let [key] = table.primary_key[..] else {
            return Vec::new();
        };
        let names: Vec<usize> = super::known::label_columns(table).chain([key]).collect();
        let likeness = |row: &Vec<String>| {
            let names = names.iter().filter_map(|column| row.get(*column));
            let names = names.filter(|name| !name.is_empty());
            names
                .map(|name| strsim::jaro_winkler(&wanted, &text::fold::fold_words(name)))
                .fold(0.0, f64::max)
        };
        let mut near: Vec<(f64, &String)> = rows
            .iter()
            .filter_map(|row| Some((likeness(row), row.get(key)?)))
            .collect();
        near.retain(|(likeness, key)| *likeness > NEAR && !key.is_empty());
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        near.into_iter().take(3).map(|(_, key)| key.clone()).collect()
    }
}

/// The columns of a table that refer to rows of another by its key: their index, and that of the other table.
pub fn references(table: &Table) -> impl Iterator<Item = (usize, usize)> + '_ {
    table.foreign_keys.iter().filter_map(|key| match key.columns[..] {
        [column] if key.referenced.len() == 1 => Some((column, key.table_index)),
        _ => None,
    })
}

/// The columns of a table whose values name its rows.
pub fn labels(table: &Table) -> Vec<usize> {
    super::known::label_columns(table).collect()
}

/// The columns of entity and item in the table of decisions about items.
pub fn decision_columns(table: &Table) -> Option<[usize; 2]> {
    column_of(table, "decision")?;
    Some([column_of(table, "entity")?, column_of(table, "item")?])
}

/// The column of a table for a term of our own.
pub fn column_of(table: &Table, term: &str) -> Option<usize> {
    let property = format!("{NS}{term}");
    let mut columns = table.columns.iter();
    columns.position(|column| !column.is_virtual && column.property.constant() == Some(property.as_str()))
}
