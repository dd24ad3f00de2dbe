//! What the rows of a table are called beside their keys: labels, aliases, symbols. Only messages need them, so that a
//! table is read for this when the first message does.

use super::{How, Job, Mode};
use crate::block::Blocks;
use crate::cells::{Cells, Content};
use crate::metadata::{ForeignKey, TableGroup};
use crate::plan::Plan;
use crate::record::{Row, Rows};
use crate::row::CurrentRow;
use diagnostic::{Report, nearest};
use std::collections::HashMap;
use std::sync::OnceLock;
use text::fold::fold;

/// At most so many names are kept of a table.
const MOST: usize = 50_000;

/// A longer text is no name, in bytes.
const LENGTH: usize = 100;

/// The names in each table of a group, once they are needed.
pub(super) struct Named(Vec<OnceLock<Names>>);

/// The rows of a table by a name, folded: its key and the name as written; none if several rows have it.
type Names = HashMap<String, Option<(String, String)>>;

impl Named {
    pub fn new(group: &TableGroup) -> Self {
        Self(group.tables.iter().map(|_| OnceLock::new()).collect())
    }

    /// The row that a word names, which is no key there: its key, and its name as written. A row with exactly this name
    /// comes first; a similar name counts only where no key of the table is similar.
    pub fn find(&self, job: &Job<'_>, foreign: &ForeignKey, word: &str, keys: &[&str]) -> Option<(String, String)> {
        let [key_column] = foreign.referenced.as_slice() else {
            return None;
        };
        let names = self
            .0
            .get(foreign.table_index)?
            .get_or_init(|| read(job, foreign.table_index, *key_column).unwrap_or_default());
        let folded = comparable(word);
        if let Some(found) = names.get(&folded) {
            return found.clone();
        }
        if nearest(word, keys.iter().copied()).is_some() {
            return None;
        }
        let mut similar: Vec<&str> = names.keys().map(String::as_str).collect();
        similar.sort_unstable();
        names.get(nearest(&folded, similar)?)?.clone()
    }
}

/// A name for comparison: its words alone, as `haldane-city-council` is Haldane City Council; signs if it has no words.
fn comparable(name: &str) -> String {
    let folded = fold(name.trim());
    let words = folded.split(|character: char| !character.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() { folded } else { words.join(" ") }
}

/// Reads the names in a table; what is wrong with it is told when it is read itself.
fn read(job: &Job<'_>, table_index: usize, key_column: usize) -> Option<Names> {
    let table = job.group.tables.get(table_index)?;
    let reader = job.resources.open(&table.url).ok()??;
    let mut blocks = Blocks::new(reader, &table.dialect, job.options.block_bytes);
    let head = blocks.head().ok()?;
    let how = How {
        mode: Mode::Minimal,
        invalid: job.options.invalid,
        table_index,
    };
    let mut untold = Report::bounded(1);
    let (mut names, mut cells, mut plan) = (Names::new(), Cells::default(), None);
    while let Ok(Some(block)) = blocks.next(String::new()) {
        let mut rows = Rows::new(&block, &table.dialect);
        let mut row = Row::default();
        while rows.next(&mut row) {
            if plan.is_none() {
                plan = Plan::new(table, &head, row.len(), how, &mut untold);
            }
            let current = CurrentRow::new(plan.as_ref()?, &row);
            cells.read(&current, 0..table.columns.len(), &mut untold);
            take(&cells, &current, key_column, &mut names);
            if names.len() >= MOST {
                return Some(names);
            }
        }
    }
    Some(names)
}

/// Takes the names of a row: its texts, but for those that stand for other resources.
fn take(cells: &Cells, current: &CurrentRow<'_>, key_column: usize, names: &mut Names) {
    let Some(Content::One(key)) = cells.contents.get(key_column) else {
        return;
    };
    let key = cells.text(*key, current.row);
    for (index, (content, column)) in cells.contents.iter().zip(current.plan.columns.iter()).enumerate() {
        if index == key_column || column.value.is_some() {
            continue;
        }
        let pieces = match content {
            Content::One(piece) => std::slice::from_ref(piece),
            Content::List(from, to) => cells.list(*from, *to),
            Content::Null | Content::Invalid(_) => &[],
        };
        for piece in pieces {
            let name = cells.text(*piece, current.row).trim();
            if name.is_empty() || name.len() > LENGTH {
                continue;
            }
            let entry = names
                .entry(comparable(name))
                .or_insert_with(|| Some((key.to_owned(), name.to_owned())));
            if entry.as_ref().is_some_and(|(known, _)| known != key) {
                *entry = None;
            }
        }
    }
}
