//! The rows of text with delimiters, forgiving: a quotation mark that is never closed is a character like others.

use std::borrow::Cow;

use super::limits;

/// A row as the text has it.
pub(super) struct Row<'t> {
    /// The cells, without quotation marks around them.
    pub(super) cells: Vec<Cow<'t, str>>,
    /// The positions of cells that begin with a quotation mark that is never closed.
    pub(super) unclosed: Vec<usize>,
}

/// The rows of a text, one after the other.
pub(super) struct Records<'t> {
    rest: &'t str,
    delimiter: char,
    /// A search that found no closing mark came to this many bytes before the end.
    searched: usize,
    /// Whether a mark that closes a cell may still come.
    has_closing: bool,
}

impl<'t> Records<'t> {
    /// The rows of a text whose cells are divided by a character.
    pub(super) fn new(text: &'t str, delimiter: char) -> Self {
        Self {
            rest: text,
            delimiter,
            searched: usize::MAX,
            has_closing: true,
        }
    }

    /// The next cell, whether it was quoted badly, and how many bytes it takes.
    fn cell(&mut self) -> (Cow<'t, str>, bool) {
        let lead = self.rest.len() - self.rest.trim_start_matches(' ').len();
        let quoted = self.rest.get(lead..).and_then(|rest| rest.strip_prefix('"'));
        let mut is_unclosed = false;
        if let Some(inside) = quoted {
            if self.has_closing
                && let Some(length) = self.closing_of(inside)
            {
                let content = inside.get(..length).unwrap_or_default();
                let after = inside.get(length + 1..).unwrap_or_default();
                self.rest = after.trim_start_matches(' ');
                let content = match content.contains("\"\"") {
                    true => Cow::Owned(content.replace("\"\"", "\"")),
                    false => Cow::Borrowed(content),
                };
                return (content, false);
            }
            is_unclosed = true;
        }
        let delimiter = self.delimiter;
        let is_end = |character: char| character == delimiter || character == '\r' || character == '\n';
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (content, rest) = self.rest.split_at(end);
        self.rest = rest;
        (Cow::Borrowed(content), is_unclosed)
    }

    /// The place of the quotation mark that closes a cell: one of an odd number before a delimiter or the end of a line.
    ///
    /// None if there is none near, or if another cell is opened before it.
    fn closing_of(&mut self, inside: &str) -> Option<usize> {
        if inside.starts_with('"') && self.is_end(inside.get(1..).unwrap_or_default()) {
            return Some(0);
        }
        // Where one cell found nothing, the next need not look again: else a text of marks takes quadratic time.
        let mut index = inside.len().saturating_sub(self.searched);
        while let Some(offset) = inside.get(index..).and_then(|rest| rest.find('"')) {
            let start = index + offset;
            if start > limits::CELL_TEXT {
                self.searched = inside.len() - start;
                return None;
            }
            let rest = inside.get(start..).unwrap_or_default();
            let run = rest.bytes().take_while(|byte| *byte == b'"').count();
            let (before, after) = (
                inside.get(..start).unwrap_or_default(),
                rest.get(run..).unwrap_or_default(),
            );
            if run % 2 == 1 && self.is_end(after) {
                return Some(start + run - 1);
            }
            if run % 2 == 1 && before.trim_end_matches(' ').ends_with([self.delimiter, '\r', '\n']) {
                return None;
            }
            index = start + run;
        }
        self.searched = 0;
        self.has_closing = false;
        None
    }

    fn is_end(&self, after: &str) -> bool {
        let after = after.trim_start_matches(' ');
        after.is_empty() || after.starts_with([self.delimiter, '\r', '\n'])
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Row {
            cells: Vec::new(),
            unclosed: Vec::new(),
        };
        loop {
            let (content, is_unclosed) = self.cell();
            if is_unclosed {
                row.unclosed.push(row.cells.len());
            }
            row.cells.push(content);
            if let Some(rest) = self.rest.strip_prefix(self.delimiter) {
                self.rest = rest;
                continue;
            }
            let rest = self
                .rest
                .strip_prefix("\r\n")
                .or_else(|| self.rest.strip_prefix(['\r', '\n']));
            if let Some(rest) = rest {
                self.rest = rest;
                break;
            }
            if self.rest.is_empty() {
                break;
            }
            // What follows a closed cell without delimiter cannot be: closing marks stand before one. Kept as a cell.
        }
        Some(row)
    }
}
