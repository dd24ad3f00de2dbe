//! Where the table stands in its sheet: titles above it, one or two rows of headings, its rows.

pub(super) mod second;

use std::ops::Range;

use crate::map::{Map, Role};
use crate::words::LISTS;
use crate::workbook::{Address, Cell, Value};

use super::grid::Grid;
use super::heading::said;
use super::measures::Measures;
use super::number::number;
use super::said::Said;
use super::{date, is_link};

/// How many rows may stand above the headings.
const LOOK: usize = 40;

/// How many columns of a row are looked at to tell whether it has headings.
const COLUMNS: usize = 100;

/// The table of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// The rows of the headings, counted from 0; empty if there are none.
    pub(super) header: Range<usize>,
    /// The headings, one for each column.
    pub(super) headings: Vec<Heading>,
    /// How much the headings look like headings.
    pub(super) score: i64,
}

/// The heading of a column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Heading {
    /// Its text; of two rows, both with ` / ` between.
    pub(super) text: String,
    /// Its cells.
    pub(super) cells: Vec<Address>,
}

/// Finds the table of a sheet; none if it has no row with two cells.
pub(super) fn find(grid: &Grid<'_>, map: Option<&Map>, measures: &Measures) -> Option<Layout> {
    if let Some(layout) = map.and_then(|map| by_map(grid, map, measures)) {
        return Some(layout);
    }
    let rows = (0..grid.height())
        .filter(|row| !grid.filled(*row).is_empty())
        .take(LOOK);
    let scores: Vec<(usize, i64)> = rows.map(|row| (row, score(grid, row, measures))).collect();
    let most = scores.iter().map(|(_, score)| *score).max()?;
    if most >= 3 {
        // The first that is nearly as good: rows of data may have such words, too.
        let (row, score) = *scores.iter().find(|(_, score)| *score * 10 >= most * 6)?;
        let header = with_second(grid, row, measures);
        return Some(Layout {
            headings: headings(grid, &header, measures),
            header,
            score,
        });
    }
    let first = scores
        .iter()
        .map(|(row, _)| *row)
        .find(|row| grid.filled(*row).len() >= 2.min(grid.width))?;
    let has_values = |row: usize| {
        grid.filled(row)
            .iter()
            .any(|column| grid.own(row, *column).is_some_and(|cell| is_value(cell, measures)))
    };
    let header = if has_values(first) || first + 1 >= grid.height() {
        first..first
    } else {
        first..first + 1
    };
    Some(Layout {
        headings: headings(grid, &header, measures),
        header,
        score: 0,
    })
}

/// The headings where the map says, or wherever its headings are: a row may have been added above.
fn by_map(grid: &Grid<'_>, map: &Map, measures: &Measures) -> Option<Layout> {
    let folded = |text: &str| text::fold::fold_words(text);
    let wanted: Vec<String> = map.columns.iter().map(|column| folded(&column.heading)).collect();
    let count = map.header_rows.unwrap_or(1).min(3) as usize;
    let at = |row: usize| {
        let header = row..(row + count).min(grid.height());
        let headings = headings(grid, &header, measures);
        let known = headings
            .iter()
            .filter(|heading| !heading.text.is_empty() && wanted.contains(&folded(&heading.text)))
            .count();
        (
            known,
            Layout {
                header,
                headings,
                score: known as i64,
            },
        )
    };
    if map.header == Some(0) {
        return Some(Layout {
            header: 0..0,
            headings: headings(grid, &(0..0), measures),
            score: 0,
        });
    }
    let named = map.header.map(|row| at(row.saturating_sub(1) as usize));
    if let Some((known, layout)) = &named
        && (wanted.is_empty() || *known == wanted.len())
    {
        return Some(layout.clone());
    }
    if wanted.is_empty() {
        return None;
    }
    let first = grid.height().min(LOOK);
    let best = (0..first)
        .map(at)
        .max_by_key(|(known, layout)| (*known, std::cmp::Reverse(layout.header.start)))?;
    (best.0 * 2 >= wanted.len().min(grid.width)).then_some(best.1)
}

/// Whether a cell has a value rather than a word: a number, a date, a link.
pub(super) fn is_value(cell: &Cell, measures: &Measures) -> bool {
    let text = cell.text.trim();
    match cell.value {
        Value::Number { .. } => date::year(text).is_none(),
        Value::Date(_) | Value::Error => true,
        Value::Text => {
            let is_number = number(text, None, measures).is_some() && date::year(text).is_none();
            is_number
                || is_link(text)
                || text.contains('/')
                    && date::date(text, crate::map::DateOrder::DayFirst).is_some_and(|date| date.iso.len() > 9)
        }
    }
}

fn score(grid: &Grid<'_>, row: usize, measures: &Measures) -> i64 {
    let filled = grid.filled(row);
    if filled.len() < 2.min(grid.width) {
        return 0;
    }
    let cells = filled.iter().take(COLUMNS).filter_map(|column| grid.own(row, *column));
    cells.map(|cell| points(cell, measures)).sum()
}

fn points(cell: &Cell, measures: &Measures) -> i64 {
    let text = cell.text.trim();
    if is_value(cell, measures) {
        return -3;
    }
    if text.len() > 100 {
        return -1;
    }
    let said = said(text, measures);
    match said {
        Said {
            role: Some(_),
            is_weak: false,
            certainty,
            ..
        } if certainty >= 50 => 3,
        Said {
            role: Some(_),
            is_weak: false,
            certainty,
            ..
        } if certainty >= 25 => 1,
        Said {
            role: Some(_),
            is_weak: true,
            certainty: 100,
            ..
        } => 1,
        _ if said.is_group() && text.len() < 30 => 1,
        _ => 0,
    }
}

/// The row of headings with the one above or below it that belongs to it.
fn with_second(grid: &Grid<'_>, row: usize, measures: &Measures) -> Range<usize> {
    let own = grid.filled(row);
    if let Some(above) = row.checked_sub(1) {
        let upper = grid.filled(above);
        let is_short = |column: &usize| grid.text(above, *column).split_whitespace().count() <= 4;
        let starts_right = upper.first().is_some_and(|first| *first > 0);
        if starts_right
            && upper.len() < own.len()
            && upper.iter().all(|column| is_short(column) && own.contains(column))
        {
            return above..row + 1;
        }
    }
    let below = row + 1;
    let lower = grid.filled(below);
    let is_group = |column: &usize| {
        let text = grid.text(below, *column);
        let is_value = grid.own(below, *column).is_some_and(|cell| is_value(cell, measures));
        !is_value && text.len() < 30 && said(text, measures).is_group()
    };
    let starts_right = lower.first().is_some_and(|first| *first > 0);
    let is_data = second::recurs(grid, below, measures);
    if starts_right && !is_data && lower.len() >= 2 && lower.iter().all(is_group) {
        return row..below + 1;
    }
    let is_pair = |rows, is_known| second::is_pair(grid, rows, is_known, measures);
    match row.checked_sub(1).filter(|above| is_pair((*above, row), true)) {
        Some(above) => above..row + 1,
        None if is_data => row..row + 1,
        None if is_pair((row, below), false) => row..below + 1,
        None if second::explains(grid, (row, below), measures) => row..below + 1,
        None => row..row + 1,
    }
}

/// The headings of all columns; in a row above another, a text holds for the columns up to the next one.
fn headings(grid: &Grid<'_>, header: &Range<usize>, measures: &Measures) -> Vec<Heading> {
    let mut headings = vec![Heading::default(); grid.width];
    let Some(last) = header.end.checked_sub(1).filter(|_| !header.is_empty()) else {
        return headings;
    };
    for row in header.clone() {
        let mut carried: Option<usize> = None;
        for (column, heading) in headings.iter_mut().enumerate() {
            let from = if grid.own(row, column).is_some() {
                carried = Some(column);
                Some(column)
            } else if row < last {
                carried.filter(|from| spans(grid, row, *from, column, last, measures))
            } else {
                None
            };
            let Some(from) = from else { continue };
            if !heading.text.is_empty() {
                heading.text.push_str(" / ");
            }
            heading
                .text
                .push_str(&grid.text(row, from).split_whitespace().collect::<Vec<_>>().join(" "));
            heading.cells.push(Address::of(row, from));
        }
    }
    headings
}

/// Whether a heading of an upper row holds for a column to its right.
fn spans(grid: &Grid<'_>, row: usize, from: usize, column: usize, last: usize, measures: &Measures) -> bool {
    if grid.merged_with(row, from).is_some() {
        return grid.merged_with(row, column) == grid.merged_with(row, from);
    }
    let below = grid.text(last, column);
    let said = said(below, measures);
    let is_of_figures = said.is_group() || matches!(said.role, None | Some(Role::Amount | Role::Share));
    let is_of_stage = LISTS.whole("heading-stage", grid.text(row, from)).is_some();
    !below.is_empty() && (is_of_figures || is_of_stage)
}

/// Whether a row has the headings again, as on each page of a printed table.
///
/// `headers` are the rows of headings with their columns that have a text.
pub(super) fn repeats(grid: &Grid<'_>, headers: &[(usize, Vec<usize>)], row: usize, filled: &[usize]) -> bool {
    headers.iter().any(|(header, columns)| {
        let is_same = |column: &usize| grid.text(*header, *column) == grid.text(row, *column);
        columns.len() >= 2 && columns == filled && columns.iter().all(is_same)
    })
}

/// Whether another table begins in a row: it has other headings than this one.
pub(super) fn begins_another(grid: &Grid<'_>, layout: &Layout, row: usize, measures: &Measures) -> bool {
    let filled = grid.filled(row);
    if layout.header.is_empty() || filled.len() < 3 || layout.score < 6 {
        return false;
    }
    let exact = filled
        .iter()
        .take(COLUMNS)
        .filter_map(|column| grid.own(row, *column))
        .filter(|cell| points(cell, measures) == 3);
    let has_value = filled
        .iter()
        .any(|column| grid.own(row, *column).is_some_and(|cell| is_value(cell, measures)));
    !has_value && exact.count() * 3 >= filled.len() * 2
}
