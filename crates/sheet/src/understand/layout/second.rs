//! A second row of headings: years over quarters, a group over what it has, merged or not.

use crate::map::Role;
use crate::words::LISTS;
use crate::workbook::Cell;

use super::super::date::names_a_part_of_year;
use super::super::grid::Grid;
use super::super::heading::{measure_in, said};
use super::super::measures::Measures;
use super::{headings, is_value, points};

/// How many words, and how many bytes, a heading of several columns has at most.
const WORDS: usize = 4;
const LONGEST: usize = 40;

/// A heading of an upper row: its column, and those below it that have a heading of their own.
struct Group {
    column: usize,
    below: Vec<usize>,
    is_merged: bool,
}

/// Whether two rows, one below the other, are headings together.
///
/// `is_known`: the lower row is known to have headings. Else half of its cells must read like some: a row of data has words, too.
pub(super) fn is_pair(grid: &Grid<'_>, (upper, lower): (usize, usize), is_known: bool, measures: &Measures) -> bool {
    let (above, below) = (grid.filled(upper), grid.filled(lower));
    let has_value = |row: usize, columns: &[usize]| {
        let mut cells = columns.iter().filter_map(|column| grid.own(row, *column));
        cells.any(|cell| is_value(cell, measures))
    };
    let is_short = |column: &usize| {
        let text = grid.text(upper, *column);
        text.len() <= LONGEST && text.split_whitespace().count() <= WORDS && !text.contains(':')
    };
    let is_possible = above.len() >= 2 && below.len() >= 2 && above.iter().all(is_short);
    if !is_possible || has_value(upper, &above) || has_value(lower, &below) {
        return false;
    }
    let groups = groups(grid, upper, &above, &below);
    let stands_right = |group: &Group| group.below.is_empty() || group.below.first() == Some(&group.column);
    let has_group = groups.iter().any(|group| group.below.len() >= 2);
    if !has_group || !groups.iter().all(stands_right) {
        return false;
    }
    let reads = |text: &str| points(&Cell::text(text), measures);
    let tells = |column: &&usize| {
        let text = grid.text(lower, **column);
        reads(text) > 0 || said(text, measures).is_group() || names_a_part_of_year(text)
    };
    let is_merged = groups.iter().any(|group| group.is_merged && group.below.len() >= 2);
    let is_tall = groups.iter().any(|group| group.below.is_empty());
    let is_open = !(is_known || is_merged || is_tall);
    if is_open || !is_known && below.iter().filter(tells).count() * 2 < below.len() {
        return false;
    }
    let joined = headings(grid, &(upper..lower + 1), measures);
    let gain: i64 = below
        .iter()
        .filter_map(|column| joined.get(*column).map(|heading| (column, heading)))
        .map(|(column, heading)| reads(&heading.text) - reads(grid.text(lower, *column)))
        .sum();
    let is_told = |group: &Group| {
        let is_tall = group.below.is_empty() && reads(grid.text(upper, group.column)) > 0;
        let text = grid.text(upper, group.column);
        let is_group = said(text, measures).is_group() || LISTS.whole("heading-stage", text).is_some();
        is_tall || group.below.len() >= 2 && is_group
    };
    gain > 0 || is_merged && gain == 0 || groups.iter().any(is_told)
}

/// Whether a row says the headings above it again, or more of them: their units, their names in another language.
///
/// A row of data has a figure in the column of sums, and no unit alone.
pub(super) fn explains(grid: &Grid<'_>, (upper, lower): (usize, usize), measures: &Measures) -> bool {
    let below = grid.filled(lower);
    let is_figure = |column: &usize| grid.own(lower, *column).is_some_and(|cell| is_value(cell, measures));
    let has_digit = |column: &usize| {
        grid.text(lower, *column)
            .contains(|letter: char| letter.is_ascii_digit())
    };
    if below.iter().any(is_figure) || below.iter().any(has_digit) {
        return false;
    }
    let is_unit = |text: &str| measure_in(text, measures).or_else(|| measures.of(text)).is_some();
    let tells = |column: &&usize| {
        let text = grid.text(lower, **column);
        points(&Cell::text(text), measures) > 0 || is_unit(text) || is_form_of_day(text)
    };
    let of_sums = |column: &usize| {
        let (text, own) = (grid.text(lower, *column), said(grid.text(upper, *column), measures));
        let is_sum = matches!(own.role, Some(Role::Amount | Role::Minimum | Role::Maximum)) || own.is_group();
        is_sum && (is_unit(text) || said(text, measures).role == Some(Role::Amount))
    };
    below.iter().any(of_sums) && below.iter().filter(tells).count() * 2 >= below.len()
}

/// How many rows below one are looked at for its texts.
const LOOKED_AT: usize = 2000;

/// Whether a row is one of data, since rows below have a text of it in the same column: `annoncé` below `Statut`. Where they have all of
/// its texts, the headings come again.
pub(super) fn recurs(grid: &Grid<'_>, row: usize, measures: &Measures) -> bool {
    let filled = grid.filled(row);
    let is_word = |column: &usize| {
        let has_letter = grid.text(row, *column).contains(char::is_alphabetic);
        has_letter && grid.own(row, *column).is_some_and(|cell| !is_value(cell, measures))
    };
    let words: Vec<usize> = filled.iter().copied().filter(is_word).collect();
    let below = (row + 1..grid.height()).take(LOOKED_AT);
    let again = below.map(|other| {
        let is_same = |column: &&usize| grid.text(other, **column) == grid.text(row, **column);
        words.iter().filter(is_same).count()
    });
    again.into_iter().any(|count| count > 0 && count < words.len())
}

/// Whether the lower of two rows of headings may as well be a row of data: in two columns at least both have a heading that says enough
/// by itself, nothing is merged, no unit stands below, and no heading below an empty cell.
pub(in crate::understand) fn is_unsure(grid: &Grid<'_>, (upper, lower): (usize, usize), measures: &Measures) -> bool {
    let says = |row: usize, column: usize| {
        let said = said(grid.text(row, column), measures);
        said.role.is_some_and(|role| role != Role::Amount) && said.measure.is_none()
    };
    let is_plain = |column: &usize| grid.merged_with(upper, *column).is_none();
    let is_unit = |column: &usize| measures.of(grid.text(lower, *column)).is_some();
    let filled = grid.filled(lower);
    let is_of_group = |column: &usize| grid.text(upper, *column).is_empty() && says(lower, *column);
    let both = filled
        .iter()
        .filter(|column| says(upper, **column) && says(lower, **column));
    filled.iter().all(is_plain) && !filled.iter().any(is_unit) && !filled.iter().any(is_of_group) && both.count() > 1
}

/// Whether a text says how days are written: `jj/mm/aaaa`.
fn is_form_of_day(text: &str) -> bool {
    let mut parts = text.split(['/', '-', '.']).map(str::to_lowercase);
    let is_part = |part: String| {
        matches!(
            part.as_str(),
            "j" | "jj" | "d" | "dd" | "m" | "mm" | "aa" | "aaaa" | "yy" | "yyyy"
        )
    };
    text.len() >= "aaaa".len() && parts.all(is_part)
}

/// The headings of a row, with what stands below each: as far as it is merged, or up to the next one.
fn groups(grid: &Grid<'_>, upper: usize, above: &[usize], below: &[usize]) -> Vec<Group> {
    let group = |(place, column): (usize, &usize)| {
        let own = grid.merged_with(upper, *column);
        let is_merged = own.is_some() && grid.merged_with(upper, column + 1) == own;
        let next = above.get(place + 1).copied().unwrap_or(usize::MAX);
        let is_below = |other: &&usize| {
            let is_own = own.is_none() || grid.merged_with(upper, **other) == own;
            **other >= *column && **other < next && is_own
        };
        Group {
            column: *column,
            below: below.iter().filter(is_below).copied().collect(),
            is_merged,
        }
    };
    above.iter().enumerate().map(group).collect()
}
