//! Whether cells hold lists.

use std::collections::{BTreeSet, HashSet};

/// What may be between the values of a list: with a space where there always is one.
const SEPARATORS: [&str; 3] = [";", "|", ","];

/// So many cells have to hold a list.
const CELLS: usize = 5;

/// A value of a list is not longer, in bytes.
const LENGTH: usize = 40;

/// What separates the values of lists, where that is evident: short values that come again, in numbers that vary.
///
/// Where a column has many such signs and no more, a note says so.
pub fn separator<'c>(
    cells: impl Iterator<Item = &'c str> + Clone,
    label: &str,
    notes: &mut Vec<String>,
) -> Option<&'static str> {
    let count = cells.clone().count();
    for separator in SEPARATORS {
        let lists: Vec<&str> = cells.clone().filter(|cell| cell.contains(separator)).collect();
        if lists.len() < CELLS {
            continue;
        }
        let is_spaced = lists
            .iter()
            .all(|cell| cell.split(separator).skip(1).all(|part| part.starts_with(' ')));
        let whole = match (separator, is_spaced) {
            (";", true) => "; ",
            ("|", true) => "| ",
            (",", true) => ", ",
            (separator, _) => separator,
        };
        if lists.len() * 4 >= count && is_evident(cells.clone(), &lists, whole) {
            notes.push(format!(
                "{label} seems to hold lists whose values are separated by `{whole}`, in {} of {count} cells that were looked at.",
                lists.len()
            ));
            return Some(whole);
        }
        if separator != "," && lists.len() * 2 >= count {
            notes.push(format!(
                "{label} may hold lists: most of its cells have `{separator}`. If so, add \"separator\": \"{whole}\"."
            ));
            return None;
        }
    }
    None
}

fn is_evident<'c>(cells: impl Iterator<Item = &'c str>, lists: &[&str], separator: &str) -> bool {
    let mut lengths = BTreeSet::new();
    let (mut count, mut different) = (0_usize, HashSet::new());
    for part in lists.iter().flat_map(|cell| cell.split(separator)) {
        let is_value =
            !part.is_empty() && part.len() <= LENGTH && part.trim() == part && part.contains(char::is_alphanumeric);
        if !is_value {
            return false;
        }
        count += 1;
        different.insert(part);
    }
    for cell in cells {
        lengths.insert(cell.split(separator).count());
    }
    let is_figures = different
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    lengths.len() > 1 && different.len() * 2 <= count && !(separator == "," && is_figures)
}
