//! Where records and cells end, by a dialect.
//!
//! Two parsers give equal results: one reads common dialects (one-byte delimiter and quotation mark, rows that end with
//! a line feed) byte by byte, the other reads all dialects string by string.

use super::super::dialect::Dialect;
use super::super::limits::COLUMNS;
use super::cells::{Record, Span, Value};
use memchr::{memchr, memchr_iter, memchr2};

/// A dialect, compiled.
#[derive(Debug, Clone)]
pub(in super::super) struct Grammar {
    simple: Option<Simple>,
    prefix: String,
    delimiter: String,
    quote: String,
    escape: Option<u8>,
    /// Longest first.
    terminators: Vec<String>,
    skip_columns: usize,
    skip_blank_rows: bool,
    trim_start: bool,
    trim_end: bool,
    /// The bytes with which a delimiter, a terminator or an escape begins.
    notable: Box<[bool; 256]>,
    counts_cr: bool,
}

/// A common dialect.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Simple {
    pub delimiter: u8,
    pub quote: Option<u8>,
    /// Whether CR LF ends a row as LF does.
    has_crlf: bool,
}

/// The quotation marks of a cell: where one opens, where one closes, what is after that.
struct Marks {
    opened: usize,
    close: usize,
    behind: usize,
}

impl Grammar {
    /// Compiles a dialect.
    pub fn new(dialect: &Dialect) -> Self {
        let quote = dialect.quote.map(String::from).unwrap_or_default();
        let is_doubled = dialect.double_quote || quote == "\\";
        let mut terminators = dialect.line_terminators.clone();
        terminators.retain(|terminator| !terminator.is_empty());
        terminators.sort_by_key(|terminator| std::cmp::Reverse(terminator.len()));
        let mut grammar = Self {
            simple: Simple::of(dialect),
            prefix: dialect.comment_prefix.clone().unwrap_or_default(),
            delimiter: dialect.delimiter.clone(),
            escape: (!is_doubled && !quote.is_empty()).then_some(b'\\'),
            quote,
            skip_columns: dialect.skip_columns,
            skip_blank_rows: dialect.skip_blank_rows,
            trim_start: dialect.trim.is_start(),
            trim_end: dialect.trim.is_end(),
            notable: Box::new([false; 256]),
            counts_cr: terminators.iter().any(|terminator| terminator == "\r"),
            terminators,
        };
        let tokens = grammar.terminators.iter().chain([&grammar.delimiter]);
        for first in tokens.filter_map(|token| token.bytes().next()).chain(grammar.escape) {
            grammar.notable[usize::from(first)] = true;
        }
        grammar
    }

    /// This dialect as a common one.
    pub fn simple(&self) -> Option<Simple> {
        self.simple
    }

    /// How many bytes after a record must be known for its end to be certain.
    pub fn look_ahead(&self) -> usize {
        let tokens = self
            .terminators
            .iter()
            .chain([&self.delimiter, &self.prefix, &self.quote]);
        tokens.map(String::len).max().unwrap_or(0).max(4)
    }

    /// What begins a comment; empty if nothing does.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    pub fn counts_cr(&self) -> bool {
        self.counts_cr
    }

    pub fn trims_start(&self) -> bool {
        self.trim_start
    }

    pub fn skips_blank_rows(&self) -> bool {
        self.skip_blank_rows
    }

    /// Whether a record is a row: no comment, and not blank where blank rows are skipped.
    #[inline]
    pub fn is_row(&self, record: &Record) -> bool {
        !(record.is_comment || (self.skip_blank_rows && record.is_blank))
    }

    /// Parses the record that begins at `at`, up to its terminator or the end of the text.
    #[inline]
    pub fn parse(&self, text: &str, at: usize, record: &mut Record) {
        record.begin(at);
        if !self.prefix.is_empty() && text.as_bytes()[at..].starts_with(self.prefix.as_bytes()) {
            return self.comment(text, at, record);
        }
        match self.simple {
            Some(simple) => self.parse_simple(simple, text, at, record),
            None => self.parse_any(text, at, record),
        }
    }

    fn comment(&self, text: &str, at: usize, record: &mut Record) {
        let bytes = text.as_bytes();
        let mut end = at + self.prefix.len();
        let mut terminator = 0;
        while end < bytes.len() {
            terminator = self.terminator_at(bytes, end);
            if terminator > 0 {
                break;
            }
            end += 1;
        }
        record.is_comment = true;
        record.end(end, end + terminator);
        record.lines = count_lines(text, at, record.next, self.counts_cr);
    }

    /// The length of the terminator that is here; 0 for none.
    #[inline]
    fn terminator_at(&self, bytes: &[u8], at: usize) -> usize {
        let here = &bytes[at..];
        let found = self
            .terminators
            .iter()
            .find(|terminator| here.starts_with(terminator.as_bytes()));
        found.map_or(0, String::len)
    }

    fn delimiter_at(&self, bytes: &[u8], at: usize) -> bool {
        !self.delimiter.is_empty() && bytes[at..].starts_with(self.delimiter.as_bytes())
    }

    fn quote_at(&self, bytes: &[u8], at: usize) -> bool {
        !self.quote.is_empty() && bytes[at..].starts_with(self.quote.as_bytes())
    }

    /// Trims a value and adds its cell.
    #[inline]
    fn push(
        &self,
        text: &str,
        written: (usize, usize),
        value: (usize, usize, bool),
        quoted: bool,
        record: &mut Record,
    ) {
        let (mut start, mut end, is_copied) = value;
        if self.trim_start || self.trim_end {
            let bytes = if is_copied {
                record.scratch.as_bytes()
            } else {
                text.as_bytes()
            };
            while self.trim_end && end > start && is_space(bytes[end - 1]) {
                end -= 1;
            }
            while self.trim_start && start < end && is_space(bytes[start]) {
                start += 1;
            }
        }
        record.is_blank &= start == end;
        record.width += 1;
        if record.width > self.skip_columns && record.spans.len() <= COLUMNS {
            record.spans.push(Span {
                from: written.0 as u32,
                to: written.1 as u32,
                start: start as u32,
                end: end as u32,
                is_copied,
                is_quoted: quoted,
            });
        }
    }

    fn parse_simple(&self, simple: Simple, text: &str, at: usize, record: &mut Record) {
        let bytes = text.as_bytes();
        let mut start = at;
        loop {
            let mut first = start;
            while self.trim_start && first < bytes.len() && is_gap(bytes[first]) && bytes[first] != simple.delimiter {
                first += 1;
            }
            let after = if first < bytes.len() && Some(bytes[first]) == simple.quote {
                self.quoted_simple(simple, bytes[first], text, (start, first), record)
            } else {
                let after = simple.cell_end(bytes, start);
                let end = simple.before_cr(bytes, start, after);
                self.push(text, (start, end), (start, end, false), false, record);
                after
            };
            match bytes.get(after) {
                Some(b'\n') => {
                    record.lines += 1;
                    return record.end(simple.before_cr(bytes, start, after), after + 1);
                }
                Some(_) => start = after + 1,
                None => return record.end(after, after),
            }
        }
    }

    /// Reads a cell whose quotation mark is at `first`; returns where it ends.
    #[inline]
    fn quoted_simple(
        &self,
        simple: Simple,
        quote: u8,
        text: &str,
        (start, first): (usize, usize),
        record: &mut Record,
    ) -> usize {
        let bytes = text.as_bytes();
        let mut value = Value::new(first + 1);
        let mut from = first + 1;
        let close = loop {
            let Some(mark) = find_or_line_feed(quote, bytes, from) else {
                record.complain(first, true);
                let value = value.finish(text, bytes.len(), &mut record.scratch);
                self.push(text, (start, bytes.len()), value, true, record);
                return bytes.len();
            };
            if bytes[mark] == b'\n' {
                record.lines += 1;
                from = mark + 1;
            } else if bytes.get(mark + 1) == Some(&quote) {
                value.leave_out(text, mark + 1, mark + 2, &mut record.scratch);
                from = mark + 2;
            } else {
                break mark;
            }
        };
        let after = simple.cell_end(bytes, close + 1);
        let end = simple.before_cr(bytes, close + 1, after);
        let marks = Marks {
            opened: first,
            close,
            behind: close + 1,
        };
        let end_of_value = self.behind(text, &marks, end, &mut value, record);
        let value = value.finish(text, end_of_value, &mut record.scratch);
        self.push(text, (start, end), value, true, record);
        after
    }

    /// Judges what is between a quotation mark that closes and the end of the cell; returns where the value ends.
    #[inline]
    fn behind(&self, text: &str, marks: &Marks, end: usize, value: &mut Value, record: &mut Record) -> usize {
        let behind = &text.as_bytes()[marks.behind..end];
        if behind.is_empty() || (self.trim_end && behind.iter().all(|byte| is_space(*byte))) {
            return marks.close;
        }
        record.complain(marks.opened, false);
        value.leave_out(text, marks.close, marks.behind, &mut record.scratch);
        self.unescape(text, marks.behind, end, value, &mut record.scratch);
        end
    }

    fn parse_any(&self, text: &str, at: usize, record: &mut Record) {
        let bytes = text.as_bytes();
        let mut start = at;
        loop {
            let mut first = start;
            while self.trim_start && first < bytes.len() && is_gap(bytes[first]) && !self.is_token(bytes, first) {
                first += 1;
            }
            let after = if self.quote_at(bytes, first) {
                self.quoted_any(text, start, first, record)
            } else {
                let after = self.cell_end(text, start);
                let mut value = Value::new(start);
                self.unescape(text, start, after, &mut value, &mut record.scratch);
                let value = value.finish(text, after, &mut record.scratch);
                self.push(text, (start, after), value, false, record);
                after
            };
            let terminator = self.terminator_at(bytes, after);
            if after == bytes.len() || terminator > 0 {
                record.end(after, after + terminator);
                record.lines = count_lines(text, at, record.next, self.counts_cr);
                return;
            }
            start = after + self.delimiter.len();
        }
    }

    fn is_token(&self, bytes: &[u8], at: usize) -> bool {
        self.quote_at(bytes, at) || self.terminator_at(bytes, at) > 0 || self.delimiter_at(bytes, at)
    }

    fn quoted_any(&self, text: &str, start: usize, first: usize, record: &mut Record) -> usize {
        let bytes = text.as_bytes();
        let quote = self.quote.len();
        let mut value = Value::new(first + quote);
        let mut at = first + quote;
        let close = loop {
            if at >= bytes.len() {
                record.complain(first, true);
                let value = value.finish(text, bytes.len(), &mut record.scratch);
                self.push(text, (start, bytes.len()), value, true, record);
                return bytes.len();
            }
            if Some(bytes[at]) == self.escape {
                if at + 1 < bytes.len() {
                    value.leave_out(text, at, at + 1, &mut record.scratch);
                }
                at += 1 + char_len(text, at + 1);
            } else if !self.quote_at(bytes, at) {
                at += 1;
            } else if self.escape.is_none() && self.quote_at(bytes, at + quote) {
                value.leave_out(text, at + quote, at + 2 * quote, &mut record.scratch);
                at += 2 * quote;
            } else {
                break at;
            }
        };
        let after = self.cell_end(text, close + quote);
        let marks = Marks {
            opened: first,
            close,
            behind: close + quote,
        };
        let end_of_value = self.behind(text, &marks, after, &mut value, record);
        let value = value.finish(text, end_of_value, &mut record.scratch);
        self.push(text, (start, after), value, true, record);
        after
    }

    /// Where a cell without quotation marks ends: at a terminator, a delimiter, or the end of the text.
    fn cell_end(&self, text: &str, from: usize) -> usize {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < bytes.len() {
            if !self.notable[usize::from(bytes[at])] {
                at += 1;
            } else if Some(bytes[at]) == self.escape {
                at += 1 + char_len(text, at + 1);
            } else if self.terminator_at(bytes, at) > 0 || self.delimiter_at(bytes, at) {
                return at;
            } else {
                at += 1;
            }
        }
        bytes.len()
    }

    /// Leaves out the escapes of a piece of text.
    #[inline]
    fn unescape(&self, text: &str, from: usize, to: usize, value: &mut Value, scratch: &mut String) {
        let Some(escape) = self.escape else { return };
        let mut at = from;
        while let Some(found) = memchr(escape, &text.as_bytes()[at..to]) {
            let mark = at + found;
            if mark + 1 < to {
                value.leave_out(text, mark, mark + 1, scratch);
            }
            at = (mark + 1 + char_len(text, mark + 1)).min(to);
        }
    }
}

impl Simple {
    fn of(dialect: &Dialect) -> Option<Self> {
        let &[delimiter] = dialect.delimiter.as_bytes() else {
            return None;
        };
        let quote = match dialect.quote {
            None => None,
            Some(quote) => Some(u8::try_from(quote).ok().filter(u8::is_ascii)?),
        };
        let is_usual = |terminator: &String| terminator == "\n" || terminator == "\r\n";
        let is_line = dialect.line_terminators.iter().all(is_usual);
        let has = |terminator: &str| dialect.line_terminators.iter().any(|other| other == terminator);
        let is_clear = |byte: u8| !matches!(byte, b'\n' | b'\r');
        let is_clear_quote = quote.is_none_or(|quote| is_clear(quote) && !is_gap(quote) && quote != delimiter);
        let is_doubled = dialect.double_quote || quote.is_none();
        (is_line && has("\n") && is_clear(delimiter) && is_clear_quote && is_doubled).then_some(Self {
            delimiter,
            quote,
            has_crlf: has("\r\n"),
        })
    }

    /// Where a cell without quotation marks ends: at a delimiter, a line feed, or the end of the text.
    #[inline]
    fn cell_end(self, bytes: &[u8], from: usize) -> usize {
        find_or_line_feed(self.delimiter, bytes, from).unwrap_or(bytes.len())
    }

    /// The end of a cell without the CR that belongs to the terminator.
    #[inline]
    fn before_cr(self, bytes: &[u8], from: usize, end: usize) -> usize {
        let is_cr = self.has_crlf && end > from && bytes[end - 1] == b'\r' && bytes.get(end) == Some(&b'\n');
        end - usize::from(is_cr)
    }
}

/// The first place of a byte or of a line feed.
///
/// Most cells are short: the first bytes are examined eight at a time, which is faster than the call of `memchr2`.
#[inline]
fn find_or_line_feed(byte: u8, bytes: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = u64::MAX / 0xFF;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    let mut at = from;
    for _ in 0..3 {
        let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk()) else {
            break;
        };
        let word = u64::from_le_bytes(*word);
        let found = zeros(word ^ (ONES * u64::from(byte))) | zeros(word ^ (ONES * u64::from(b'\n')));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    memchr2(byte, b'\n', &bytes[at..]).map(|found| at + found)
}

/// White space that is trimmed.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// White space that may be before a quotation mark.
pub(in super::super) fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn char_len(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8)
}

/// How many physical lines end in a piece of the text: at LF, at CR LF, and at CR alone where `counts_cr`.
pub(in super::super) fn count_lines(text: &str, from: usize, to: usize, counts_cr: bool) -> u64 {
    let bytes = text.as_bytes();
    let line_feeds = memchr_iter(b'\n', &bytes[from..to]).count();
    let alone = |at: &usize| bytes.get(from + at + 1) != Some(&b'\n');
    let returns = if counts_cr {
        memchr_iter(b'\r', &bytes[from..to]).filter(alone).count()
    } else {
        0
    };
    (line_feeds + returns) as u64
}
