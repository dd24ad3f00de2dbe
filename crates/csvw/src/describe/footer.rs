//! Rows behind a table: totals, sources, notes. Metadata cannot skip them, so they are told, and say nothing of columns.

use super::names;

/// At most so many rows may be behind a table.
pub const LIMIT: usize = 20;

/// A table has so many rows before others are said to be behind it.
pub const ROWS: u64 = 3;

/// First words of such rows, as [`names::words`] writes them.
const WORDS: [&str; 16] = [
    "total",
    "totaux",
    "totals",
    "subtotal",
    "sous_total",
    "grand_total",
    "somme",
    "sum",
    "gesamt",
    "summe",
    "source",
    "sources",
    "note",
    "notes",
    "champ",
    "lecture",
];

/// What a row tells of its place by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It begins as totals, sources and notes do, and lacks cells.
    Footer,
    /// One text alone: behind the table if something parts it from the rows.
    Alone,
    Row,
}

/// How a row looks, in a table of so many columns.
pub fn look<'c>(cells: impl Iterator<Item = &'c str>, width: usize) -> Look {
    let mut filled = 0;
    let mut first = "";
    for cell in cells.filter(|cell| !cell.trim().is_empty()) {
        if filled == 0 {
            first = cell.trim();
        }
        filled += 1;
    }
    if width < 2 || filled == 0 || filled >= width {
        return Look::Row;
    }
    let start: String = first.chars().take(40).collect();
    let words = names::words(&start);
    let is_named = WORDS.iter().any(|word| {
        words
            .strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    });
    if is_named {
        Look::Footer
    } else if filled == 1 && width > 2 && first.contains(char::is_alphabetic) {
        Look::Alone
    } else {
        Look::Row
    }
}

/// Tells of the rows behind the table: how many, the line and the first text of the first.
pub fn tell(count: usize, line: u64, text: &str, notes: &mut Vec<String>) {
    let which = match count {
        1 => format!("The row in line {line} seems to stand"),
        _ => format!("{count} rows from line {line} on seem to stand"),
    };
    let them = if count == 1 { "it is" } else { "they are" };
    notes.push(format!(
        "{which} behind the table (`{text}`), and no metadata can skip that: delete what is no row, else {them} read as rows."
    ));
}
