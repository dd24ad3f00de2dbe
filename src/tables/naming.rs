//! The keys of rows that have none: made of their labels, or of the keys to which they must refer.

use super::{Rows, known, passages, trimmed};
use crate::vocabulary;
use csvw::metadata::Table;
use std::collections::{HashMap, HashSet};

/// The column of a table's key, if it is a single one that may be left out: it is made of what the row says.
pub(super) fn key_column(table: &Table) -> Option<usize> {
    match table.primary_key[..] {
        [column] if !table.foreign_keys.iter().any(|key| key.columns == [column]) => Some(column),
        _ => None,
    }
}

/// The columns of labels of which a key is made.
pub(super) fn key_labels(table: &Table) -> Vec<usize> {
    known::label_columns(table)
        .filter(|index| table.columns[*index].separator.is_none())
        .collect()
}

/// The columns of the references of which a key is made.
pub(super) fn key_parts(table: &Table) -> Vec<usize> {
    (0..table.columns.len())
        .filter(|index| table.columns[*index].required && table.foreign_keys.iter().any(|key| key.columns == [*index]))
        .collect()
}

/// Gives rows without a key one that is made of their first label; whether there was one. Each row has the cells of the
/// described columns in their order.
pub fn name_by_label(table: &Table, rows: &mut Rows) -> bool {
    let labels = key_labels(table);
    key_column(table).filter(|_| !labels.is_empty()).is_some_and(|key| {
        name(key, None, rows, |row| {
            let label = labels
                .iter()
                .filter_map(|column| row.get(*column))
                .find(|label| !label.is_empty());
            label.map(|label| slug(label)).unwrap_or_default()
        })
    })
}

/// Gives rows without a key one that is made of the keys to which they must refer, with the start of the passage if another row
/// has it; whether there was one.
pub(super) fn name_by_content(table: &Table, rows: &mut Rows) -> bool {
    let required = key_parts(table);
    key_column(table).filter(|_| !required.is_empty()).is_some_and(|key| {
        name(key, passages::at(table, vocabulary::START), rows, |row| {
            let parts: Vec<&str> = required
                .iter()
                .filter_map(|column| row.get(*column))
                .map(String::as_str)
                .collect();
            match parts.iter().all(|part| !part.is_empty()) {
                true => slug(&parts.join("-")),
                false => String::new(),
            }
        })
    })
}

/// Gives rows without a key the one that `made` makes of them, with the text of the column `also` if another row has it, or else
/// with a number from 2 on.
fn name(key: usize, also: Option<usize>, rows: &mut Rows, made: impl Fn(&[String]) -> String) -> bool {
    let mut named = false;
    let mut numbers: HashMap<String, u64> = HashMap::new();
    let mut taken: HashSet<String> = rows.iter().filter_map(|row| row.get(key)).cloned().collect();
    for row in rows
        .iter_mut()
        .filter(|row| row.get(key).is_some_and(|key| trimmed(key).is_empty()))
    {
        let made = made(row);
        if made.is_empty() {
            continue;
        }
        let with_start = also
            .and_then(|column| row.get(column))
            .filter(|start| !start.is_empty() && taken.contains(&made))
            .map(|start| format!("{made}-{start}"));
        if let Some(free) = with_start.filter(|name| !taken.contains(name)) {
            taken.insert(free.clone());
            row[key] = free;
            named = true;
            continue;
        }
        // Counting goes on where it ended, or very many rows about one thing would take the square of their number.
        let next = numbers.entry(made.clone()).or_insert(1_u64);
        let free = loop {
            let name = match *next {
                1 => made.clone(),
                number => format!("{made}-{number}"),
            };
            *next += 1;
            if !taken.contains(&name) {
                break name;
            }
        };
        taken.insert(free.clone());
        row[key] = free;
        named = true;
    }
    named
}

/// A text as a key: lower-case letters without accents, digits, and `-` for all else; 60 at most.
pub fn slug(text: &str) -> String {
    let mut key = String::new();
    for letter in text::fold::fold(text).chars() {
        if letter.is_ascii_alphanumeric() {
            key.push(letter.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    key.truncate(60);
    key.trim_end_matches('-').to_owned()
}
