//! A table's bytes as blocks of whole records.
//!
//! "Model for Tabular Data and Metadata on the Web", section 8. Takes bytes and a dialect; returns the head of the table,
//! then blocks of decoded text, each of which begins and ends between two records and knows the numbers of its first.
//! [`super::record`] parses them, so that only cutting has to happen in order. Rejects bytes that are no text of the
//! declared encoding, and records beyond a limit.

mod cut;
mod decode;
mod error;
mod foreign;

pub use super::record::Block;
pub use error::{NUL, ReadError, Undecodable};
pub use foreign::Foreign;

use super::dialect::Dialect;
use super::limits;
use super::record::{Grammar, Quoting, Row};
use cut::Cut;
use decode::Source;
use memchr::memmem::Finder;
use std::io::{self, Read};

/// The maximum size of a record, in bytes.
pub const RECORD_LIMIT: usize = 64 << 20;

/// How many bytes are read at a time for the head; the rest of them is moved with each of its rows.
const HEAD_BYTES: usize = 16 << 10;

/// The head of a table: what is before its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The values of the header rows, after the skipped columns; fewer rows if the table ends earlier.
    pub header: Vec<Vec<String>>,
    /// Where each of these cells begins: its physical line and the character in that line, each from 1.
    pub places: Vec<Vec<(u64, u64)>>,
    /// The header rows as written.
    pub written: Vec<String>,
    /// Skipped rows that are not empty, and comments without their prefix.
    pub comments: Vec<String>,
    /// What is wrong with quotation marks here.
    pub problems: Vec<Quoting>,
}

/// Reads decoded text in blocks that end at the end of a record.
///
/// Blocks do not overlap and have no gaps: their texts, concatenated, are the decoded input after its
/// head. The text before an undecodable byte is returned first, then the error, then nothing.
#[derive(Debug)]
pub struct Blocks<R> {
    source: Source<R>,
    dialect: Dialect,
    grammar: Grammar,
    /// The prefix of comments among the records; if it does not occur, there are none.
    comment: Option<Finder<'static>>,
    block_bytes: usize,
    record_limit: usize,
    /// The bytes that what is left of the head may have.
    head_limit: usize,
    /// Text that was read and not yet given.
    rest: String,
    line: u64,
    source_number: u64,
    /// 0 as long as the head is not read.
    row_number: u64,
    is_over: bool,
}

impl<R: Read> Blocks<R> {
    /// Reads `reader` by a dialect, some `block_bytes` at a time.
    pub fn new(reader: R, dialect: &Dialect, block_bytes: usize) -> Self {
        let grammar = Grammar::new(dialect);
        let prefix = grammar.prefix();
        let comment = (!prefix.is_empty()).then(|| Finder::new(&format!("\n{prefix}")).into_owned());
        Self {
            source: Source::new(reader, &dialect.encoding),
            dialect: dialect.clone(),
            comment,
            grammar,
            block_bytes: block_bytes.clamp(1, RECORD_LIMIT),
            record_limit: RECORD_LIMIT,
            head_limit: limits::HEAD_BYTES,
            rest: String::new(),
            line: 1,
            source_number: 1,
            row_number: 0,
            is_over: false,
        }
    }

    /// Whether a table, read to its end in an encoding of single bytes, is UTF-8 and not ASCII alone.
    pub fn looks_like_utf8(&self) -> bool {
        self.source.looks_like_utf8()
    }

    /// Whether the first bytes beyond ASCII are UTF-8 in a table that is read in an encoding of single bytes.
    pub fn begins_like_utf8(&self) -> bool {
        self.source.begins_like_utf8()
    }

    /// The head of the table: skipped rows, comments and header rows. To be called once, before [`Self::next`]; a
    /// further call gives an empty one.
    ///
    /// # Errors
    ///
    /// Where the input cannot be read, is not text of its encoding, or has a record that does not end.
    pub fn head(&mut self) -> Result<Head, ReadError> {
        let mut head = Head::default();
        if self.row_number > 0 || self.is_over {
            return Ok(head);
        }
        let mut skipped = 0;
        while skipped < self.dialect.skip_rows || head.header.len() < self.dialect.header_row_count {
            let text = std::mem::take(&mut self.rest);
            let Some(block) = self.cut(text, true)? else { break };
            if block.text.len() > self.head_limit {
                self.is_over = true;
                return Err(self.too_long(block.text, limits::HEAD_BYTES));
            }
            self.head_limit -= block.text.len();
            let row = Row::first(&block, &self.grammar);
            let is_skipped = skipped < self.dialect.skip_rows;
            skipped += usize::from(is_skipped);
            head.problems.extend(row.problem());
            if row.is_comment() {
                head.comments.push(row.text()[self.grammar.prefix().len()..].to_owned());
            } else if is_skipped {
                head.comments
                    .extend(Some(row.text().to_owned()).filter(|text| !text.is_empty()));
            } else {
                head.header.push(row.iter().map(str::to_owned).collect());
                head.places.push(row.places());
                head.written.push(row.text().to_owned());
            }
        }
        self.row_number = 1;
        Ok(head)
    }

    /// The next block, or none after the last. `reuse` is a text whose memory may be used for it.
    ///
    /// # Errors
    ///
    /// Where the input cannot be read, is not text of its encoding, or has a record that does not end. There is
    /// nothing after an error.
    pub fn next(&mut self, reuse: String) -> Result<Option<Block>, ReadError> {
        if self.row_number == 0 {
            self.head()?;
        }
        let mut text = reuse;
        text.clear();
        std::mem::swap(&mut text, &mut self.rest);
        self.cut(text, false)
    }

    /// Reads on until there is a whole record; cuts after the last of them, or after the first with `is_single`.
    fn cut(&mut self, mut text: String, is_single: bool) -> Result<Option<Block>, ReadError> {
        if self.is_over {
            return Ok(None);
        }
        let mut wanted = match is_single {
            true if text.is_empty() => self.block_bytes.min(HEAD_BYTES),
            true => text.len(),
            false => self.block_bytes,
        };
        let cut = loop {
            if let Err(error) = self.source.fill(&mut text, wanted) {
                self.is_over = true;
                return Err(error);
            }
            let cut = self.find(&text, is_single);
            if cut.end > 0 || self.source.is_at_end() {
                break cut;
            }
            let limit = if is_single { self.head_limit } else { self.record_limit };
            if text.len() >= limit {
                self.is_over = true;
                return Err(self.too_long(text, limit));
            }
            wanted = (text.len().max(wanted) * 2).min(limit + self.grammar.look_ahead());
        };
        if cut.end == 0 {
            self.is_over = true;
            return match self.source.broken() {
                Some(broken) => Err(ReadError::Encoding(Box::new(self.undecodable(text, broken)))),
                None => Ok(None),
            };
        }
        self.rest.clear();
        self.rest.push_str(&text[cut.end..]);
        text.truncate(cut.end);
        let mut block = self.block(text);
        block.rows = cut.rows;
        self.line += cut.lines;
        self.source_number += cut.records;
        if self.row_number > 0 {
            self.row_number += cut.rows;
        }
        Ok(Some(block))
    }

    fn find(&self, text: &str, is_single: bool) -> Cut {
        let is_all = self.source.is_at_end();
        let is_end = is_all && self.source.broken().is_none();
        let has_comments = || {
            let is_first = || text.starts_with(self.grammar.prefix());
            let is_in = |finder: &Finder<'_>| is_first() || finder.find(text.as_bytes()).is_some();
            self.comment.as_ref().is_some_and(is_in)
        };
        match self.grammar.simple() {
            Some(simple) if !is_single && !self.grammar.skips_blank_rows() && !has_comments() => {
                cut::at_line_feed(text.as_bytes(), simple, self.grammar.trims_start(), is_end)
            }
            _ => cut::by_parsing(text, &self.grammar, is_end, is_all, is_single),
        }
    }

    /// A text as the block that comes next.
    fn block(&self, text: String) -> Block {
        let (line, source_number, row_number) = (self.line, self.source_number, self.row_number);
        Block {
            text,
            line,
            source_number,
            row_number,
            rows: 1,
        }
    }

    fn too_long(&self, text: String, limit: usize) -> ReadError {
        let block = self.block(text);
        let row = Row::first(&block, &self.grammar);
        let opened = match row.problem() {
            Some(Quoting::NeverClosed { line, .. }) => Some(line),
            _ => None,
        };
        ReadError::RecordTooLong {
            line: self.line,
            source_number: self.source_number,
            limit,
            opened,
        }
    }

    /// Describes the byte after this text, which is shorter than a record.
    fn undecodable(&self, text: String, broken: &decode::Broken) -> Undecodable {
        let proposals = decode::proposals(self.source.encoding(), &text, &broken.behind);
        // A character in its place makes sure that there is a record and a cell in which it is.
        let at = text.len();
        let block = self.block(text + "\u{FFFD}");
        let row = Row::first(&block, &self.grammar);
        let (line, char_column) = row.place_of(at);
        Undecodable {
            line,
            char_column,
            source_number: self.source_number,
            row_number: self.row_number,
            cell_index: row.width().saturating_sub(1),
            cell: row.as_written(row.len().wrapping_sub(1)).unwrap_or_default().to_owned(),
            row: row.text().to_owned(),
            byte: broken.byte,
            declared: self.dialect.encoding.clone(),
            proposals,
        }
    }
}

/// Reads a whole table: for tests and small inputs.
///
/// # Errors
///
/// As [`Blocks::head`] and [`Blocks::next`].
pub fn read_all(reader: impl Read, dialect: &Dialect) -> Result<(Head, Vec<Block>), ReadError> {
    let mut blocks = Blocks::new(reader, dialect, 1 << 20);
    let head = blocks.head()?;
    let mut all = Vec::new();
    while let Some(block) = blocks.next(String::new())? {
        all.push(block);
    }
    Ok((head, all))
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[cfg(test)]
mod tests;
