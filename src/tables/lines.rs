//! The lines of a table's file: its encoding, its records in a dialect, and lines that are no rows.

use csvw::block::{Blocks, ReadError};
use csvw::dialect::Dialect;
use csvw::record::{Row, Rows};

/// The delimiters that spreadsheets write, the usual one first.
pub(super) const DELIMITERS: [&str; 4] = [",", ";", "\t", "|"];

/// How much of a file without byte order mark tells whether it is UTF-16.
const LOOKED_AT: usize = 4 << 10;

/// How lines begin that Git writes around versions it could not merge.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// A mark of Git around a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Before our version.
    Ours,
    /// Before what both had, before theirs, or behind it.
    Other,
}

/// The mark that a line is.
pub(super) fn mark(line: &str) -> Option<Mark> {
    let line = line.trim_start_matches('\u{feff}');
    let found = MARKS.iter().position(|mark| {
        let rest = line.strip_prefix(mark);
        // A spreadsheet program may have added delimiters.
        rest.is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric() || mark.starts_with(letter)))
    })?;
    Some(if found == 0 { Mark::Ours } else { Mark::Other })
}

/// The encoding of a text: told by its first bytes or by the zeros of UTF-16, UTF-8 if it is that, else Windows-1252.
pub(super) fn encoding(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xfe, ..] => "utf-16le",
        [0xfe, 0xff, ..] => "utf-16be",
        _ => match utf_16(bytes) {
            Some(encoding) => encoding,
            None if std::str::from_utf8(bytes).is_ok() => "utf-8",
            None => "windows-1252",
        },
    }
}

/// The UTF-16 that a text without byte order mark is in: every second byte of most letters is zero.
pub(super) fn utf_16(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 2;
    match () {
        () if most == 0 => None,
        () if odd * 10 >= most * 6 && even * 10 < most => Some("utf-16le"),
        () if even * 10 >= most * 6 && odd * 10 < most => Some("utf-16be"),
        () => None,
    }
}

/// Calls `take` with each record, until it returns false.
///
/// # Errors
/// When the bytes are not text in the dialect's encoding.
pub(super) fn each_row(
    bytes: &[u8],
    dialect: &Dialect,
    take: &mut dyn FnMut(&Row<'_>) -> bool,
) -> Result<(), ReadError> {
    let mut blocks = Blocks::new(bytes, dialect, 1 << 20);
    while let Some(block) = blocks.next(String::new())? {
        let mut rows = Rows::new(&block, dialect);
        let mut row = Row::default();
        while rows.next(&mut row) {
            if !take(&row) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Calls `take` with each record of a text.
pub(super) fn each_row_of(text: &str, dialect: &Dialect, take: &mut dyn FnMut(&Row<'_>) -> bool) {
    let dialect = Dialect {
        encoding: "utf-8".to_owned(),
        ..dialect.clone()
    };
    // The mark, so that one of the text's own stays.
    let bytes = ["\u{feff}", text].concat();
    // A text cannot fail to be one.
    let _ = each_row(bytes.as_bytes(), &dialect, take);
}

/// Parses a record into its cells; also says where one of them begins in its line.
pub(super) fn cut(record: &str, dialect: &Dialect, position: Option<usize>) -> (Vec<String>, Option<(u64, u64)>) {
    let mut cut = (Vec::new(), None);
    each_row_of(record, dialect, &mut |row| {
        let cells = row.iter().map(str::to_owned).collect();
        cut = (cells, position.and_then(|position| row.place(position)));
        false
    });
    cut
}

/// Whether no cell of a record has a text.
pub(super) fn is_blank(row: &Row<'_>) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// Excel's first line that names the delimiter.
pub(super) fn is_separator_line(row: &Row<'_>) -> bool {
    let text = row.text().trim_start_matches('\u{feff}').trim();
    row.line == 1 && text.len() <= 6 && text.to_ascii_lowercase().starts_with("sep=")
}
