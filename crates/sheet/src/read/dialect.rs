//! Guesses the delimiter of a text.
//!
//! The right one gives rows that agree in their number of cells. A comma between two digits counts less: it is a decimal mark
//! as often.

use super::records::{Records, Row};

/// Delimiters, the more certain first.
const DELIMITERS: [char; 4] = ['\t', ';', '|', ','];

/// How many rows are looked at.
const ROWS: usize = 300;

/// The delimiter of a text, and where its rows begin: `sep=;` is a line of Excel's, and no row.
pub(super) fn delimiter(text: &str) -> (Option<char>, &str) {
    if let Some(named) = named(text) {
        return named;
    }
    let mut best: Option<(char, f64)> = None;
    for delimiter in DELIMITERS {
        let score = score(text, delimiter);
        if score > 0.0 && best.is_none_or(|(_, known)| score > known + 1e-9) {
            best = Some((delimiter, score));
        }
    }
    (best.map(|(delimiter, _)| delimiter), text)
}

/// The delimiter that a first line `sep=;` names.
fn named(text: &str) -> Option<(Option<char>, &str)> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text.get(..end)?.trim_matches('"');
    let mark = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="))?;
    let mut rest = line.get(mark.len()..)?.chars();
    let delimiter = rest.next().filter(char::is_ascii)?;
    let after = text.get(end..)?;
    let after = after
        .strip_prefix("\r\n")
        .or_else(|| after.strip_prefix(['\r', '\n']))
        .unwrap_or(after);
    rest.as_str()
        .trim_matches([delimiter, '"'])
        .is_empty()
        .then_some((Some(delimiter), after))
}

/// How well rows agree: the share of those that have the most frequent number of cells, more for more cells.
fn score(text: &str, delimiter: char) -> f64 {
    let mut widths: Vec<usize> = Vec::new();
    for row in Records::new(text, delimiter).take(ROWS) {
        let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        if filled > 0 {
            widths.push(width(&row, delimiter));
        }
    }
    let Some(most) = widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| {
        let count = widths.iter().filter(|other| *other == width).count();
        (count, *width)
    }) else {
        return 0.0;
    };
    let agreeing = widths.iter().filter(|width| **width == most).count();
    let share = agreeing as f64 / widths.len() as f64;
    share * share * (1.0 + (most as f64).ln())
}

/// The number of cells, without those that a decimal comma may make.
fn width(row: &Row<'_>, delimiter: char) -> usize {
    if delimiter != ',' {
        return row.cells.len();
    }
    let is_digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    let joints = row.cells.windows(2).filter(|pair| {
        let [left, right] = pair else { return false };
        let short = right.len() <= 2 || !right.chars().all(|character| character.is_ascii_digit());
        is_digit(left.chars().last()) && is_digit(right.chars().next()) && short
    });
    // Half of them, so that a table of numbers still has its columns.
    row.cells.len() - joints.count() / 2
}
