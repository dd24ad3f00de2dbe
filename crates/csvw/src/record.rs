//! The rows of a block: their cells, where they are, and what is wrong with their quotation marks.
//!
//! "Model for Tabular Data and Metadata on the Web", section 8. Takes blocks, which [`super::block`] cuts. Cells are pieces
//! of the block's text; only a cell with a doubled or escaped quotation mark is copied. Nothing is rejected: a row with
//! quotation marks out of place is given with its [`Quoting`].

mod cells;
mod grammar;

pub(super) use cells::Record;
pub(super) use grammar::{Grammar, Simple, count_lines, is_gap};

use super::dialect::Dialect;
#[allow(unused_imports, reason = "the documentation refers to it")]
use super::limits::COLUMNS;

/// Whole records of a table, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block {
    /// The records, as written.
    pub text: String,
    /// The physical line on which it begins, from 1.
    pub line: u64,
    /// Its first record in the source, from 1: skipped rows, header rows, comments and blank rows count.
    pub source_number: u64,
    /// Its first data row, from 1.
    pub row_number: u64,
    /// The number of data rows.
    pub rows: u64,
}

/// What is wrong with the quotation marks of a row; the first in the row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoting {
    /// Text is after a quotation mark that closes; it is kept in the cell.
    TextBehind {
        /// The physical line on which the quotation mark was opened, from 1.
        line: u64,
        /// The cell, from 0, skipped columns counted.
        cell_index: usize,
    },
    /// A quotation mark is never closed: all that is below is in one cell.
    NeverClosed {
        /// The physical line on which it was opened, from 1.
        line: u64,
        /// The cell, from 0, skipped columns counted.
        cell_index: usize,
    },
}

/// A comment among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment<'b> {
    /// Its text without the prefix.
    pub text: &'b str,
    /// Its record in the source, from 1.
    pub source_number: u64,
    /// Its physical line, from 1.
    pub line: u64,
}

/// Parses the rows of a block.
#[derive(Debug)]
pub struct Rows<'b> {
    grammar: Grammar,
    text: &'b str,
    at: usize,
    line: u64,
    source_number: u64,
    row_number: u64,
    comments: Vec<Comment<'b>>,
}

impl<'b> Rows<'b> {
    /// Starts at the first row of a block, which was cut by the same dialect.
    pub fn new(block: &'b Block, dialect: &Dialect) -> Self {
        Self {
            grammar: Grammar::new(dialect),
            text: &block.text,
            at: 0,
            line: block.line,
            source_number: block.source_number,
            row_number: block.row_number,
            comments: Vec::new(),
        }
    }

    /// Parses the next row into `row`, whose buffers are reused; false after the last.
    pub fn next(&mut self, row: &mut Row<'b>) -> bool {
        while self.at < self.text.len() {
            row.text = self.text;
            row.line = self.line;
            row.source_number = self.source_number;
            row.row_number = self.row_number;
            row.counts_cr = self.grammar.counts_cr();
            let record = &mut row.record;
            self.grammar.parse(self.text, self.at, record);
            self.at = record.next;
            self.line += record.lines;
            self.source_number += 1;
            if record.is_comment {
                let text = &self.text[record.from + self.grammar.prefix().len()..record.to];
                self.comments.push(Comment {
                    text,
                    source_number: row.source_number,
                    line: row.line,
                });
            } else if self.grammar.is_row(record) {
                self.row_number += 1;
                return true;
            }
        }
        false
    }

    /// The comments met so far, in order.
    pub fn comments(&self) -> &[Comment<'b>] {
        &self.comments
    }
}

/// A row of a block; one is reused for all.
#[derive(Debug, Default)]
pub struct Row<'b> {
    /// The data row, from 1.
    pub row_number: u64,
    /// Its record in the source, from 1: skipped rows, header rows, comments and blank rows count.
    pub source_number: u64,
    /// The physical line on which it begins, from 1.
    pub line: u64,
    text: &'b str,
    counts_cr: bool,
    record: Record,
}

impl<'b> Row<'b> {
    /// The number of cells, skipped columns apart; of a row with more than [`COLUMNS`], one more than these.
    pub fn len(&self) -> usize {
        self.record.spans.len()
    }

    /// Whether it has no cell, which only skipped columns bring about.
    pub fn is_empty(&self) -> bool {
        self.record.spans.is_empty()
    }

    /// The value of a cell: quotation marks removed, those doubled or escaped undone, trimmed as the dialect says.
    #[inline]
    pub fn get(&self, cell_index: usize) -> Option<&str> {
        let span = self.record.spans.get(cell_index)?;
        let whole = if span.is_copied {
            self.record.scratch.as_str()
        } else {
            self.text
        };
        whole.get(span.start as usize..span.end as usize)
    }

    /// The values of its cells, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// A cell as it is written, with its quotation marks and the white space around it.
    pub fn as_written(&self, cell_index: usize) -> Option<&'b str> {
        let span = self.record.spans.get(cell_index)?;
        self.text.get(span.from as usize..span.to as usize)
    }

    /// Whether a cell is in quotation marks.
    pub fn is_quoted(&self, cell_index: usize) -> bool {
        self.record.spans.get(cell_index).is_some_and(|span| span.is_quoted)
    }

    /// Where a cell begins as written: its physical line and the character in that line, each from 1.
    ///
    /// In a row that begins within a line, as terminators other than line ends permit, characters of its first line
    /// are counted from the beginning of the row.
    pub fn place(&self, cell_index: usize) -> Option<(u64, u64)> {
        let span = self.record.spans.get(cell_index)?;
        Some(self.place_of(span.from as usize))
    }

    /// Where each cell begins, as [`Self::place`] says it, in one pass.
    pub(super) fn places(&self) -> Vec<(u64, u64)> {
        let is_end = |byte: u8| byte == b'\n' || (byte == b'\r' && self.counts_cr);
        let (mut before, mut line, mut column) = (self.record.from, self.line, 1);
        let mut places = Vec::with_capacity(self.len());
        for span in &self.record.spans {
            let at = (span.from as usize).max(before);
            let between = &self.text[before..at];
            line += grammar::count_lines(self.text, before, at, self.counts_cr);
            match between.bytes().rposition(is_end) {
                Some(end) => column = between[end + 1..].chars().count() as u64 + 1,
                None => column += between.chars().count() as u64,
            }
            places.push((line, column));
            before = at;
        }
        places
    }

    /// What is wrong with its quotation marks.
    pub fn problem(&self) -> Option<Quoting> {
        let problem = self.record.problem?;
        let (line, _) = self.place_of(problem.at);
        let cell_index = problem.cell_index;
        Some(if problem.is_open {
            Quoting::NeverClosed { line, cell_index }
        } else {
            Quoting::TextBehind { line, cell_index }
        })
    }

    /// The whole record as written, without what ends it.
    pub fn text(&self) -> &'b str {
        self.text.get(self.record.from..self.record.to).unwrap_or_default()
    }

    /// The first record of a block, whatever it is.
    pub(super) fn first(block: &'b Block, grammar: &Grammar) -> Self {
        let Block {
            text,
            line,
            source_number,
            row_number,
            ..
        } = block;
        let mut record = Record::default();
        grammar.parse(text, 0, &mut record);
        Self {
            row_number: *row_number,
            source_number: *source_number,
            line: *line,
            text,
            counts_cr: grammar.counts_cr(),
            record,
        }
    }

    /// Whether it is a comment; only the first record of a block can be.
    pub(super) fn is_comment(&self) -> bool {
        self.record.is_comment
    }

    /// The number of cells, skipped columns included.
    pub(super) fn width(&self) -> usize {
        self.record.width
    }

    /// The place of a byte of the block that lies in this record.
    pub(super) fn place_of(&self, at: usize) -> (u64, u64) {
        let before = &self.text[self.record.from..at];
        let lines = grammar::count_lines(self.text, self.record.from, at, self.counts_cr);
        let is_end = |byte: u8| byte == b'\n' || (byte == b'\r' && self.counts_cr);
        let line_start = before.bytes().rposition(is_end).map_or(0, |end| end + 1);
        (self.line + lines, before[line_start..].chars().count() as u64 + 1)
    }
}

/// Whether a CR is outside quotation marks, and not only at the end.
pub(super) fn has_bare_return(text: &str) -> bool {
    let mut is_quoted = false;
    for byte in text.trim_end_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' if !is_quoted => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
