//! Where the headings of a table are: its delimiter, and the line that has most names of columns.

use super::known;
use super::lines::{DELIMITERS, each_row, is_blank, is_separator_line, mark};
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table, TableGroup};
use csvw::record::Row;
use sheet::Role;

/// The bytes in which the headings are looked for.
const HEAD: usize = 64 << 10;

/// The lines in which they are looked for.
const LINES: usize = 20;

/// How a table's file is read.
#[derive(Default)]
pub(super) struct Header {
    pub(super) dialect: Dialect,
    /// The record of the headings, among all records of the file, from 1; 0 if no line has any.
    pub(super) row_number: u64,
    /// The lines with a text above it.
    pub(super) above: Vec<u64>,
    /// How many of the headings are known.
    pub(super) known: usize,
    /// The cells of the first line with a text, and this line in short.
    pub(super) first: Vec<String>,
    pub(super) first_text: String,
    /// The headings.
    pub(super) headings: Vec<String>,
}

/// A line near the beginning of a file.
struct Line {
    row_number: u64,
    line: u64,
    known: usize,
    filled: usize,
    cells: Vec<String>,
    text: String,
}

/// Finds the headings of a table in a dialect that lacks only its delimiter. `None` if there is no text.
pub(super) fn header(bytes: &[u8], dialect: &Dialect, table: &Table) -> Option<Header> {
    let own = dialect.delimiter.clone();
    let delimiters = std::iter::once(own.as_str()).chain(DELIMITERS);
    let tried = delimiters.filter_map(|delimiter| {
        let dialect = Dialect {
            delimiter: delimiter.to_owned(),
            ..dialect.clone()
        };
        separated(bytes, dialect, table)
    });
    // Where no heading is known, the delimiter is the one that gives most cells.
    let rank = |header: &Header| (header.known, header.first.len());
    tried.reduce(|best, next| if rank(&next) > rank(&best) { next } else { best })
}

fn separated(bytes: &[u8], dialect: Dialect, table: &Table) -> Option<Header> {
    let mut lines: Vec<Line> = Vec::new();
    let head = &bytes[..bytes.len().min(HEAD)];
    // What is wrong with the bytes is found when all are read.
    let _ = each_row(head, &dialect, &mut |row| {
        if is_separator_line(row) || is_blank(row) || mark(row.text()).is_some() {
            return true;
        }
        lines.push(Line {
            row_number: row.row_number,
            line: row.line,
            known: known_headings(row, table),
            filled: filled(row),
            cells: row.iter().map(str::to_owned).collect(),
            text: in_short(row.text()),
        });
        lines.len() < LINES
    });
    let top = lines.first()?;
    let best = lines
        .iter()
        .filter(|line| line.known > top.known && line.known > 1 && line.known * 2 >= line.filled)
        .fold(top, |best, line| if line.known > best.known { line } else { best });
    let above = lines.iter().take_while(|line| line.row_number < best.row_number);
    Some(Header {
        row_number: if best.known > 0 { best.row_number } else { 0 },
        above: above.map(|line| line.line).collect(),
        known: best.known,
        first: top.cells.clone(),
        first_text: top.text.clone(),
        headings: best.cells.clone(),
        dialect,
    })
}

/// How many cells of a line are headings that the table knows.
fn known_headings(row: &Row<'_>, table: &Table) -> usize {
    row.iter()
        .filter(|heading| known::column(table, heading).is_some())
        .count()
}

fn filled(row: &Row<'_>) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// The file of another table of the group, whose headings these are rather than the table's.
pub(super) fn of_another<'g>(headings: &[String], table: &Table, group: &'g TableGroup) -> Option<&'g str> {
    let known = |table: &Table| {
        headings
            .iter()
            .filter(|heading| known::column(table, heading).is_some())
            .count()
    };
    let own = known(table);
    let filled = headings.iter().filter(|heading| !heading.trim().is_empty()).count();
    let others = group.tables.iter().filter(|other| other.url != table.url);
    let counted = others.map(|other| (known(other), other));
    let (_, other) = counted
        .filter(|(count, _)| *count > own && *count > 1 && count * 2 > filled)
        .fold(None, |best: Option<(usize, &Table)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        })?;
    Some(other.file.as_str())
}

/// Whether a line is one cell that has the headings of a table in it.
pub(super) fn is_one_cell(cells: &[String], table: &Table) -> bool {
    let [cell] = cells else { return false };
    DELIMITERS.iter().any(|delimiter| {
        let parts = cell.split(delimiter);
        parts.filter(|part| known::column(table, part).is_some()).count() > 1
    })
}

/// Signs that separate cells in some files, and that no table is read with.
const OTHER_DELIMITERS: [&str; 3] = [":", "~", "^"];

/// The sign between the headings of a table in a line that is one cell.
pub(super) fn other_delimiter(cells: &[String], table: &Table) -> Option<&'static str> {
    let [cell] = cells else { return None };
    OTHER_DELIMITERS.into_iter().find(|delimiter| {
        let parts = cell.split(delimiter);
        parts.filter(|part| known::column(table, part).is_some()).count() > 1
    })
}

/// A line in short, for messages.
pub(super) fn in_short(text: &str) -> String {
    const MOST: usize = 40;
    let text = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let text = text.trim_end_matches([',', ';', '\t', '|', ' ']);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a line below the headings has headings, too: the same again, or near them others and nothing else.
pub(super) fn is_repeated(row: &Row<'_>, header: &[String], is_near: bool, table: &Table) -> bool {
    let filled = filled(row);
    if filled < 2 {
        return false;
    }
    let cells = row.iter().enumerate();
    let mut cells = cells.filter(|(_, cell)| !cell.trim().is_empty());
    let is_same = |(position, cell): (usize, &str)| {
        header
            .get(position)
            .is_some_and(|heading| heading.trim() == cell.trim())
    };
    cells.all(is_same) || (is_near && known_headings(row, table) == filled)
}

/// The titles of a column.
pub(super) fn titles(column: &Column) -> Vec<String> {
    column.titles.iter().map(|title| title.text.clone()).collect()
}

/// Headings with the columns, of those with such titles, that they are perhaps; no column twice.
pub(super) fn each_meant<'h>(
    headings: impl Iterator<Item = &'h str>,
    columns: &'h [Vec<String>],
) -> Vec<(&'h str, &'h str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for heading in headings {
        match meant(heading, columns) {
            Some(column) if !found.iter().any(|(_, other)| *other == column) => found.push((heading, column)),
            _ => {}
        }
    }
    found
}

/// The column, of those with such titles, that a heading is perhaps: its words are among those of the first title, or it is near to
/// a title; or the word lists of spreadsheets say that both mean the same.
fn meant<'t>(heading: &str, columns: &'t [Vec<String>]) -> Option<&'t str> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let wanted = words(heading);
    let labels = || columns.iter().filter_map(|titles| titles.first()).map(String::as_str);
    let within = || labels().find(|name| !wanted.is_empty() && wanted.iter().all(|word| words(name).contains(word)));
    let folded = known::folded(heading);
    let mut titles = columns.iter().flatten().map(String::as_str);
    let near = || {
        titles.find(|title| {
            let most = if title.chars().count() < 6 { 1 } else { 2 };
            title.len() > 3 && strsim::osa_distance(&known::folded(title), &folded) <= most
        })
    };
    within()
        .or_else(near)
        .or_else(|| of_role(heading, columns))
        .or_else(|| diagnostic::nearest(heading, labels()))
}

/// The columns of claims that a heading of a spreadsheet means, of those with such titles.
fn of_role(heading: &str, columns: &[Vec<String>]) -> Option<&'static str> {
    let has = |name: &str| {
        columns
            .iter()
            .any(|titles| titles.first().is_some_and(|title| title == name))
    };
    let name = match sheet::heading_role(heading)? {
        // An exact sum has two bounds.
        Role::Amount if has("minimum") && has("maximum") => return Some("minimum`, and once more `maximum"),
        Role::Kind => "kind",
        Role::Speaker => "speaker",
        Role::Payer => "funder",
        Role::Recipient => "recipient",
        Role::About | Role::Programme => "about",
        Role::Source => "document",
        Role::Currency => "unit",
        Role::Stage => "modality",
        Role::Instrument => "instrument",
        Role::When => "when",
        Role::Period => "period",
        Role::Quote => "quote",
        Role::Page => "page",
        _ => return None,
    };
    has(name).then_some(name)
}
