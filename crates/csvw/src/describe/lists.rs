//! Whether cells hold lists.

use super::money;
use std::collections::{BTreeSet, HashSet};

/// What may be between the values of a list: with a space where there always is one.
const SEPARATORS: [&str; 3] = [";", "|", ","];

/// So many cells have to hold a list.
const CELLS: usize = 5;

/// A value of a list is not longer, in bytes, and has no more words: else it is prose.
const LENGTH: usize = 40;
const WORDS: usize = 5;

/// Words before the last of several things in a sentence: such things are no list whose values can be cut at a sign.
const LAST: [&str; 8] = [" et ", " ou ", " and ", " or ", " und ", " oder ", " y ", " e "];

/// What separates the values of lists, where that is evident: short values that come again, in numbers that vary.
///
/// Where a column has many such signs and no more, a note says so. No list is cut from numbers (`1,234`), amounts or
/// sentences.
pub fn separator<'c>(
    cells: impl Iterator<Item = &'c str> + Clone,
    label: &str,
    notes: &mut Vec<String>,
) -> Option<&'static str> {
    let count = cells.clone().count();
    for separator in SEPARATORS {
        let lists: Vec<&str> = cells.clone().filter(|cell| cell.contains(separator)).collect();
        if lists.len() < CELLS || lists.iter().any(|cell| is_one_value(cell, separator)) {
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

/// Whether a separator is within a number, an amount, a sentence or brackets, so that what it cuts are no values.
fn is_one_value(cell: &str, separator: &str) -> bool {
    let is_digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    let mut before = "";
    let mut is_in_number = false;
    let mut open = 0_i32;
    let mut is_in_brackets = false;
    for part in cell.split(separator) {
        is_in_number |= is_digit(before.chars().next_back()) && is_digit(part.chars().next());
        is_in_brackets |= open > 0;
        for character in part.chars() {
            match character {
                '(' | '[' | '«' | '“' => open += 1,
                ')' | ']' | '»' | '”' => open -= 1,
                _ => {}
            }
        }
        before = part;
    }
    let has_last = LAST.iter().any(|word| before.contains(word)) || before.contains(" & ");
    let is_sentence = before.ends_with('.') && before.contains(' ');
    let is_cut_at_comma = is_in_number || has_last || money::is_amount(cell);
    (separator == "," && is_cut_at_comma) || is_in_brackets || is_sentence
}

fn is_evident<'c>(cells: impl Iterator<Item = &'c str> + Clone, lists: &[&str], separator: &str) -> bool {
    let mut lengths = BTreeSet::new();
    let (mut count, mut different) = (0_usize, HashSet::new());
    for part in lists.iter().flat_map(|cell| cell.split(separator)) {
        let is_value = !part.is_empty()
            && part.len() <= LENGTH
            && part.split_whitespace().nth(WORDS).is_none()
            && part.trim() == part
            && part.contains(char::is_alphanumeric);
        if !is_value {
            return false;
        }
        count += 1;
        different.insert(part);
    }
    for cell in cells.clone() {
        lengths.insert(cell.split(separator).count());
    }
    let is_list = !separator.starts_with(',') || is_in_any_order(cells, separator);
    lengths.len() > 1 && different.len() * 2 <= count && is_list
}

/// Whether the values behind the first one come first or alone elsewhere, as those of a list do; in `Lyon, France` and
/// `Dupont, Jean`, each place has a meaning of its own.
fn is_in_any_order<'c>(cells: impl Iterator<Item = &'c str> + Clone, separator: &str) -> bool {
    let first: HashSet<&str> = cells.clone().filter_map(|cell| cell.split(separator).next()).collect();
    let behind = || cells.clone().flat_map(|cell| cell.split(separator).skip(1));
    behind().filter(|part| first.contains(part)).count() * 2 >= behind().count()
}
