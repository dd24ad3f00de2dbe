//! The beginning of a table as text, a sample for guesses.

use super::recover;
use crate::block::{Block, Blocks, ReadError};
use crate::dialect::Dialect;
use crate::record::{Row, has_bare_return};
use std::io::Read;

/// About how many bytes of text a sample has.
const BYTES: usize = 1 << 20;

/// The beginning of a table, cut after a line end.
pub struct Sample {
    block: Block,
    /// Whether the rows end with CR alone.
    pub has_cr: bool,
}

impl Sample {
    /// Reads the beginning of a table.
    ///
    /// Somewhat more is read than is kept, as the encoding shows only at the first letter with an accent.
    pub fn read(reader: Box<dyn Read + Send>, encoding: &str) -> Result<Self, ReadError> {
        let dialect = Dialect {
            quote: None,
            header_row_count: 0,
            encoding: encoding.to_owned(),
            ..Dialect::default()
        };
        let mut blocks = Blocks::new(reader, &dialect, BYTES);
        let mut text = blocks.next(String::new())?.map(|block| block.text).unwrap_or_default();
        let has_cr = !text.contains('\n') && has_bare_return(&text);
        if has_cr && text.len() > BYTES {
            let end = text.as_bytes()[..BYTES].iter().rposition(|byte| *byte == b'\r');
            text.truncate(end.map_or(text.len(), |end| end + 1));
        }
        blocks.next(String::new())?;
        Ok(Self::of(text, has_cr))
    }

    pub(super) fn of(text: String, has_cr: bool) -> Self {
        let block = Block {
            text,
            line: 1,
            source_number: 1,
            row_number: 1,
            rows: 0,
        };
        Self { block, has_cr }
    }

    pub fn text(&self) -> &str {
        &self.block.text
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.block.text.trim().is_empty()
    }

    /// The first lines that Git has put around versions it could not merge.
    pub fn marks(&self) -> Vec<String> {
        const MOST: usize = 12;
        const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
        let is_mark = |line: &str| {
            let mark = MARKS.iter().find(|mark| line.starts_with(**mark));
            mark.is_some_and(|mark| !line[mark.len()..].starts_with(|letter| mark.starts_with(letter)))
        };
        let lines = self.block.text.lines().enumerate();
        let marks: Vec<(usize, &str)> = lines.filter(|(_, line)| is_mark(line)).take(MOST).collect();
        let is_merge = marks.len() > 1 && marks.iter().any(|(_, line)| line.starts_with(MARKS[0]));
        let numbers = marks
            .iter()
            .filter(|_| is_merge)
            .map(|(index, _)| (index + 1).to_string());
        numbers.collect()
    }

    /// Hands on each record of the sample as a dialect reads it, until `look` gives false; a quotation mark that is
    /// never closed does not keep it from the rows below. Returns how many bytes such marks hold all the same.
    pub fn rows(&self, dialect: &Dialect, mut look: impl FnMut(&Row<'_>) -> bool) -> usize {
        recover::rows(&self.block, dialect, &|_| true, &mut look).swallowed
    }
}
