//! Rows of a later version of a sheet that are others by their words, though they say nearly the same as rows of the last one.
//!
//! The key of a claim is made of the words of its row. Where a name was corrected in one cell, the row is known by all the rest,
//! and stays the same claim. Where that is so for most rows, a column is not what it was: that is for a person to decide.

use super::known::Known;
use super::ledger::{Cells, Ledger};
use super::wanted::{CLAIMS, LINKS, ROLES, Row};
use sheet::Note;
use std::collections::{HashMap, HashSet};

/// The columns that tell one sum from another, besides its figure.
pub(super) const TELLING: [&str; 12] = [
    "document",
    "about",
    "funder",
    "recipient",
    "speaker",
    "kind",
    "modality",
    "when",
    "period",
    "instrument",
    "per",
    "status",
];

/// How many rows of one figure are compared with a new row.
const MOST: usize = 50;

/// A row that is new by its words, and one that is gone: their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// The key of the new claim.
    pub new: String,
    /// The key of the claim that is no longer in the sheet.
    pub old: String,
}

/// Gives rows of which one cell was corrected the keys that they had; returns the pairs of rows where these are so many that it
/// may be another column that changed.
pub(super) fn recognise(rows: &mut [Row], claims: &Known<'_>, ledger: &Ledger) -> Vec<Double> {
    let known: HashSet<&str> = rows
        .iter()
        .filter(|row| row.table == CLAIMS)
        .map(|row| row.key.as_str())
        .collect();
    let of_ledger = || {
        ledger
            .rows()
            .filter(|((table, key), _)| table == CLAIMS && claims.has(key))
    };
    let all = of_ledger().count();
    let years = Years::of(rows, ledger);
    let mut gone: HashMap<[&str; 3], Vec<(&str, &Cells)>> = HashMap::new();
    for ((_, key), cells) in of_ledger().filter(|((_, key), _)| !known.contains(key.as_str())) {
        gone.entry(figure(cells)).or_default().push((key, cells));
    }
    let mut pairs: Vec<(Double, usize)> = Vec::new();
    let mut taken: HashSet<&str> = HashSet::new();
    let is_new = |row: &&Row| row.table == CLAIMS && !claims.has(&row.key) && ledger.row(CLAIMS, &row.key).is_none();
    for row in rows.iter().filter(is_new) {
        let others = gone.get(&figure(&row.cells)).map(Vec::as_slice).unwrap_or_default();
        let is_free = |(key, cells): &&(&str, &Cells)| !taken.contains(key) && !years.are_others(&row.cells, cells);
        let free = others.iter().take(MOST).filter(is_free);
        let best = free.min_by_key(|(key, cells)| (differing(&row.cells, cells), *key));
        let Some((old, cells)) = best else { continue };
        let count = differing(&row.cells, cells);
        if count <= 2 {
            taken.insert(old);
            let (new, old) = (row.key.clone(), (*old).to_owned());
            pairs.push((Double { new, old }, count));
        }
    }
    if pairs.len() > 1 && pairs.len() * 2 >= all {
        return pairs.into_iter().map(|(pair, _)| pair).collect();
    }
    let same = pairs.into_iter().filter(|(_, count)| *count <= 1);
    adopt(rows, &same.map(|(pair, _)| (pair.new, pair.old)).collect());
    Vec::new()
}

/// The periods of the figures of two versions of a sheet.
pub(super) struct Years<'c> {
    new: HashSet<&'c str>,
    old: HashSet<&'c str>,
}

impl<'c> Years<'c> {
    pub(super) fn of(rows: &'c [Row], ledger: &'c Ledger) -> Self {
        let is_claim = |table: &str| table == CLAIMS;
        let new = rows.iter().filter(|row| is_claim(row.table)).map(|row| &row.cells);
        let old = ledger.rows().filter(|((table, _), _)| is_claim(table));
        Self {
            new: new.map(|cells| cell(cells, "period")).collect(),
            old: old.map(|(_, cells)| cell(cells, "period")).collect(),
        }
    }

    /// Whether a new figure is one of another year, not an old one whose year was corrected: the new version has its year in the place of
    /// the old one, as where the heading of a column was changed for the next year.
    pub(super) fn are_others(&self, new: &Cells, old: &Cells) -> bool {
        let (new, old) = (cell(new, "period"), cell(old, "period"));
        let is_said = !new.is_empty() && !old.is_empty() && !is_within(new, old) && !is_within(old, new);
        is_said && !self.new.contains(old) && !self.old.contains(new)
    }

    /// The years that the new version has in the place of those of the old one.
    pub(super) fn changed(&self) -> Option<[Vec<&'c str>; 2]> {
        let without = |one: &HashSet<&'c str>, other: &HashSet<&'c str>| {
            let is_other = |year: &&str| {
                !year.is_empty()
                    && !other
                        .iter()
                        .any(|known| is_within(year, known) || is_within(known, year))
            };
            let mut years: Vec<&str> = one.iter().copied().filter(is_other).collect();
            years.sort_unstable();
            years
        };
        let (old, new) = (without(&self.old, &self.new), without(&self.new, &self.old));
        (!old.is_empty() && !new.is_empty()).then_some([old, new])
    }
}

/// Whether a period is within another: the months of a year that were typed later are no other year.
fn is_within(one: &str, other: &str) -> bool {
    let end = |period: &str| {
        let last = period.rsplit('/').next().unwrap_or_default();
        // Months and days after all others.
        format!("{last}-99")
    };
    let start = |period: &str| period.split('/').next().unwrap_or_default().to_owned();
    start(other) <= start(one) && end(one) <= end(other) && !other.is_empty()
}

/// Tells that the figures of a year stand in the place of those of another: they are new claims, and the others stay.
pub(super) fn note_on_years(rows: &[Row], ledger: &Ledger) -> Option<Note> {
    let [old, new] = Years::of(rows, ledger).changed()?.map(|years| years.join(", "));
    Some(Note {
        address: None,
        text: format!(
            "The sheet has figures of {new}, and none of {old} any more: those of {new} are new claims, and those of {old} stay as they are"
        ),
    })
}

fn cell<'c>(cells: &'c Cells, column: &str) -> &'c str {
    cells.get(column).map_or("", String::as_str)
}

fn figure(cells: &Cells) -> [&str; 3] {
    ["minimum", "maximum", "unit"].map(|column| cell(cells, column))
}

/// In how many of the columns that tell sums apart two rows differ.
pub(super) fn differing(one: &Cells, other: &Cells) -> usize {
    TELLING
        .iter()
        .filter(|column| cell(one, column) != cell(other, column))
        .count()
}

/// Gives rows other keys, and all that refers to them.
pub(super) fn adopt(rows: &mut [Row], keys: &HashMap<String, String>) {
    for row in rows {
        if row.table == CLAIMS {
            if let Some(key) = keys.get(&row.key) {
                row.key.clone_from(key);
            }
            continue;
        }
        let (columns, refers) = match row.table {
            ROLES => (["claim", "role", "entity"], ["claim", ""]),
            LINKS => (["claim", "relation", "other"], ["claim", "other"]),
            _ => continue,
        };
        let mut is_changed = false;
        for column in refers {
            if let Some(value) = row.cells.get_mut(column)
                && let Some(key) = keys.get(value)
            {
                value.clone_from(key);
                is_changed = true;
            }
        }
        if is_changed {
            row.key = columns.map(|column| cell(&row.cells, column)).join(" ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_a_year_are_within_it_and_the_next_year_is_not() {
        for (one, other, expected) in [
            ("2024", "2024", true),
            ("2022-04/2023-03", "2022/2023", true),
            ("2024-05", "2024", true),
            ("2024-02", "2024-01", false),
            ("2023/2024", "2022/2023", false),
            ("2025", "2024", false),
            ("2024", "2024-05", false),
        ] {
            assert_eq!(is_within(one, other), expected, "{one} {other}");
        }
    }
}
