//! Rows below a quotation mark that is never closed, or closed rows later.
//!
//! By the grammar, all up to the next quotation mark is in one cell. To describe a table, its other rows have to be
//! seen: so what follows the line of such a mark is read anew. The table itself remains wrong, and is told to be.

use crate::block::Block;
use crate::dialect::Dialect;
use crate::record::{Quoting, Row, Rows};

/// A text is read anew at most so many times: each time may go to its end.
const ATTEMPTS: usize = 64;

/// How the rows of a text were read.
pub struct Read {
    /// Whether `look` never gave false.
    pub goes_on: bool,
    /// The bytes of rows that were not seen, as a quotation mark holds them.
    pub swallowed: usize,
}

/// Hands on each row of a block, in order, and those below an open quotation mark, if most of them pass `is_row`; stops
/// when `look` gives false.
pub fn rows(
    block: &Block,
    dialect: &Dialect,
    is_row: &dyn Fn(&Row<'_>) -> bool,
    look: &mut dyn FnMut(&Row<'_>) -> bool,
) -> Read {
    let mut reader = Reader {
        dialect,
        is_row,
        look,
        attempts: 0,
        read: Read {
            goes_on: true,
            swallowed: 0,
        },
    };
    reader.rows(block);
    reader.read
}

struct Reader<'a> {
    dialect: &'a Dialect,
    is_row: &'a dyn Fn(&Row<'_>) -> bool,
    look: &'a mut dyn FnMut(&Row<'_>) -> bool,
    attempts: usize,
    read: Read,
}

impl Reader<'_> {
    fn rows(&mut self, block: &Block) {
        let mut rows = Rows::new(block, self.dialect);
        let mut row = Row::default();
        while self.read.goes_on && rows.next(&mut row) {
            self.read.goes_on = (self.look)(&row);
            let Some(held) = held(&row, self.dialect) else { continue };
            self.attempts += 1;
            if self.attempts <= ATTEMPTS && is_table(&held, self.dialect, self.is_row) {
                self.rows(&held);
            } else {
                self.read.swallowed += held.text.len();
            }
        }
    }
}

/// What follows the line of a quotation mark that is out of place, within the same record.
fn held(row: &Row<'_>, dialect: &Dialect) -> Option<Block> {
    let (Quoting::NeverClosed { line, .. } | Quoting::TextBehind { line, .. }) = row.problem()?;
    let end = match dialect.line_terminators.iter().any(|end| end.ends_with('\n')) {
        true => '\n',
        false => '\r',
    };
    let mut rest = row.text();
    for _ in row.line..=line {
        rest = rest.split_once(end)?.1;
    }
    (!rest.is_empty()).then(|| Block {
        text: rest.to_owned(),
        line: line + 1,
        source_number: row.source_number + 1,
        row_number: row.row_number + 1,
        rows: 0,
    })
}

/// Whether most of what a cell holds looks like rows.
fn is_table(block: &Block, dialect: &Dialect, is_row: &dyn Fn(&Row<'_>) -> bool) -> bool {
    let (mut count, mut good) = (0_usize, 0_usize);
    let mut rows = Rows::new(block, dialect);
    let mut row = Row::default();
    while rows.next(&mut row) {
        count += 1;
        good += usize::from(is_row(&row));
    }
    good * 2 >= count && good > 0
}
