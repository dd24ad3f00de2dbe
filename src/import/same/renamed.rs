//! Bodies and things that a later version of a sheet calls otherwise in all their rows.

use super::{Cow, FIGURE, HashMap, HashSet, One, cell};
use std::collections::BTreeMap;

/// The columns whose names are compared.
const COLUMNS: [&str; 3] = ["funder", "recipient", "about"];

/// What is the same in rows of which one name is another, besides the other names and the figure.
const SAME: [&str; 4] = ["kind", "modality", "period", "instrument"];

/// In how many rows at least a name is another, and all else the same.
const LEAST: usize = 2;

/// The new names by column and old name.
#[derive(Default)]
pub(in crate::import) struct Renamed(HashMap<(&'static str, String), String>);

/// The names that no row has any more, in whose place at least half of their rows have one that no row had, and all else is the same; two
/// rows suffice where one name alone is gone, and one alone is new.
pub(super) fn of(news: &[One<'_>], olds: &[One<'_>]) -> Renamed {
    let mut renamed = HashMap::new();
    for column in COLUMNS {
        let [of_news, of_olds] = [news, olds].map(|claims| names(claims, column));
        let is_new = |one: &&One<'_>| !of_olds.contains(cell(&one.cells, column));
        let mut alike: HashMap<Vec<&str>, Vec<&str>> = HashMap::new();
        for new in news.iter().filter(is_new) {
            let name = cell(&new.cells, column);
            alike.entry(rest(new, column)).or_default().push(name);
        }
        let gone = olds.iter().filter(|old| !of_news.contains(cell(&old.cells, column)));
        // Of each name that is gone: how many rows it had, and how many of them have each new name now.
        let mut found: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
        for old in gone {
            let (rows, now) = found.entry(cell(&old.cells, column)).or_default();
            *rows += 1;
            let names: HashSet<&str> = alike.get(&rest(old, column)).into_iter().flatten().copied().collect();
            for name in names {
                *now.entry(name).or_default() += 1;
            }
        }
        let count =
            |one: &HashSet<&str>, other: &HashSet<&str>| one.difference(other).filter(|name| !name.is_empty()).count();
        let is_only = count(&of_news, &of_olds) == 1 && count(&of_olds, &of_news) == 1;
        for (old, (rows, now)) in found.into_iter().filter(|(old, _)| !old.is_empty()) {
            let most = now.into_iter().max_by_key(|(_, count)| *count);
            if let Some((new, _)) =
                most.filter(|(new, count)| !new.is_empty() && *count >= LEAST && (is_only || 2 * count >= rows))
            {
                renamed.insert((column, old.to_owned()), new.to_owned());
            }
        }
    }
    Renamed(renamed)
}

fn names<'c>(claims: &'c [One<'_>], column: &str) -> HashSet<&'c str> {
    claims.iter().map(|one| cell(&one.cells, column)).collect()
}

/// What tells a claim besides one of its names.
fn rest<'c>(one: &'c One<'_>, column: &str) -> Vec<&'c str> {
    let others = COLUMNS.iter().filter(|other| **other != column);
    let columns = others.chain(&FIGURE).chain(&SAME);
    columns.map(|column| cell(&one.cells, column)).collect()
}

impl Renamed {
    /// What the columns of a claim name that has a new name: column, old name, new name.
    pub(in crate::import) fn of_claim(&self, name: impl Fn(&str) -> String) -> Vec<(&'static str, String, String)> {
        let renamed = COLUMNS.into_iter().filter_map(|column| {
            let old = name(column);
            let new = self.0.get(&(column, old.clone()))?.clone();
            Some((column, old, new))
        });
        renamed.collect()
    }

    /// A claim of the last version by the names of the new one.
    pub(super) fn apply<'c>(&self, mut one: One<'c>) -> One<'c> {
        for column in COLUMNS {
            let new = self.0.get(&(column, cell(&one.cells, column).to_owned())).cloned();
            if let Some(new) = new {
                Cow::to_mut(&mut one.cells).insert(column.to_owned(), new);
            }
        }
        one
    }
}
