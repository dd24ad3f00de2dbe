//! Cuts a text after the last record that is certainly complete.

use super::super::record::{Grammar, Record, Simple, count_lines, is_gap};
use memchr::{memchr, memchr_iter, memrchr};

/// The whole records at the beginning of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cut {
    /// Where they end; 0 where there is none.
    pub end: usize,
    /// How many physical lines end in them.
    pub lines: u64,
    /// How many records they are.
    pub records: u64,
    /// How many of these are rows.
    pub rows: u64,
}

/// Cuts a text in a common dialect without comments, by its quotation marks and line feeds alone.
///
/// With `is_end`, nothing follows the text, and its last record needs no terminator.
pub fn at_line_feed(bytes: &[u8], simple: Simple, trims_start: bool, is_end: bool) -> Cut {
    let long = simple
        .quote
        .map(|quote| long_cells(bytes, quote, simple, trims_start))
        .unwrap_or_default();
    let mut last = memrchr(b'\n', bytes);
    for cell in long.iter().rev() {
        match last {
            Some(at) if at > cell.close => break,
            Some(at) if at > cell.open => last = memrchr(b'\n', &bytes[..cell.open]),
            _ => {}
        }
    }
    let whole = last.map_or(0, |at| at + 1);
    let end = if is_end { bytes.len() } else { whole };
    let lines = memchr_iter(b'\n', &bytes[..end]).count() as u64;
    let within: u64 = long
        .iter()
        .take_while(|cell| cell.open < end)
        .map(|cell| cell.line_feeds)
        .sum();
    let records = lines - within + u64::from(end > whole);
    Cut {
        end,
        lines,
        records,
        rows: records,
    }
}

/// A quoted cell in which there are line feeds.
struct LongCell {
    open: usize,
    /// Where it is closed; the end of the text where it is not.
    close: usize,
    line_feeds: u64,
}

fn long_cells(bytes: &[u8], quote: u8, simple: Simple, trims_start: bool) -> Vec<LongCell> {
    let mut cells = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr(quote, &bytes[at..]) {
        let open = at + found;
        if !opens(bytes, open, simple.delimiter, trims_start) {
            at = open + 1;
            continue;
        }
        let close = closing(bytes, quote, open + 1);
        if memchr(b'\n', &bytes[open..close]).is_some() {
            let line_feeds = memchr_iter(b'\n', &bytes[open..close]).count() as u64;
            cells.push(LongCell {
                open,
                close,
                line_feeds,
            });
        }
        at = (close + 1).min(bytes.len());
    }
    cells
}

/// Whether a quotation mark is at the beginning of a cell.
#[inline]
fn opens(bytes: &[u8], mark: usize, delimiter: u8, trims_start: bool) -> bool {
    let mut before = mark;
    while trims_start && before > 0 && is_gap(bytes[before - 1]) && bytes[before - 1] != delimiter {
        before -= 1;
    }
    before == 0 || bytes[before - 1] == delimiter || bytes[before - 1] == b'\n'
}

/// The quotation mark that closes a cell; those that are doubled do not.
#[inline]
fn closing(bytes: &[u8], quote: u8, from: usize) -> usize {
    let mut at = from;
    while let Some(found) = memchr(quote, &bytes[at..]) {
        let mark = at + found;
        if bytes.get(mark + 1) != Some(&quote) {
            return mark;
        }
        at = mark + 2;
    }
    bytes.len()
}

/// Cuts a text by parsing its records: after the first with `is_single`.
///
/// With `is_end`, nothing follows the text, and its last record needs no terminator. With `is_all`, no more of it can
/// be known.
pub fn by_parsing(text: &str, grammar: &Grammar, is_end: bool, is_all: bool, is_single: bool) -> Cut {
    let mut cut = Cut::default();
    let mut record = Record::default();
    while cut.end < text.len() {
        grammar.parse(text, cut.end, &mut record);
        let is_whole = record.is_terminated || is_end;
        let is_certain = is_all || record.next + grammar.look_ahead() <= text.len();
        if !is_whole || !is_certain {
            break;
        }
        cut.end = record.next;
        cut.lines += record.lines;
        cut.records += 1;
        cut.rows += u64::from(grammar.is_row(&record));
        if is_single {
            break;
        }
    }
    debug_assert!(grammar.simple().is_none() || cut.lines == count_lines(text, 0, cut.end, false));
    cut
}
