//! Where the headings of a table are: its delimiter, and the line that has most names of columns.

use super::known;
use super::lines::{DELIMITERS, each_row, is_blank, is_separator_line, mark};
use csvw::dialect::Dialect;
use csvw::metadata::Table;
use csvw::record::Row;

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
    known: usize,
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
