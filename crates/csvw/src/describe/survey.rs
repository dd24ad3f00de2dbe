//! One pass over all rows of a table.

use super::candidate::Candidates;
use super::column::Facts;
use super::footer::{self, Look};
use super::layout::Layout;
use super::recover;
use crate::block::{Blocks, Head, ReadError};
use crate::record::{Quoting, Row};
use std::io::Read;

/// About how many bytes of text are examined together.
const BLOCK_BYTES: usize = 1 << 20;

/// What all rows together tell.
pub struct Survey {
    /// The header; empty where there is none.
    pub header: Vec<String>,
    pub columns: Vec<Facts>,
    /// Rows with the right number of cells, not all of them empty.
    pub rows: u64,
    /// Rows without a text, where there are several columns.
    pub blank_rows: u64,
    /// Whether a row begins with `#`.
    pub has_hash: bool,
    pub begins_like_utf8: bool,
    ragged: Tally,
    quoting: Tally,
    /// Rows that may be behind the table, until a row follows.
    waiting: Vec<Waiting>,
    /// Whether the last row was blank.
    is_parted: bool,
    /// Whether rows may stand behind the table.
    may_end_before: bool,
}

/// A row that may be behind the table.
struct Waiting {
    cells: Vec<String>,
    line: u64,
}

/// How often something is, and in which line first.
#[derive(Debug, Default)]
struct Tally {
    count: u64,
    line: u64,
}

impl Tally {
    fn add(&mut self, line: u64) {
        if self.count == 0 {
            self.line = line;
        }
        self.count += 1;
    }

    /// As "3 rows, the first in line 17,".
    fn rows(&self) -> String {
        match self.count {
            1 => format!("The row in line {}", self.line),
            count => format!("{count} rows, the first in line {},", self.line),
        }
    }
}

/// Reads a whole table, row by row, until `look` gives false; returns its head, and whether it begins like UTF-8
/// although it is read otherwise.
pub fn each_row(
    reader: Box<dyn Read + Send>,
    layout: &Layout,
    mut look: impl FnMut(&Row<'_>) -> bool,
) -> Result<(Head, bool), ReadError> {
    let mut blocks = Blocks::new(reader, &layout.dialect, BLOCK_BYTES);
    let head = blocks.head()?;
    let mut reuse = String::new();
    while let Some(block) = blocks.next(reuse)? {
        let is_row = |row: &Row<'_>| row.len() == layout.width && row.problem().is_none();
        if !recover::rows(&block, &layout.dialect, &is_row, &mut look).goes_on {
            break;
        }
        reuse = block.text;
    }
    Ok((head, blocks.begins_like_utf8()))
}

/// Whether a row has nothing to say: one of a table of one column has an empty cell.
pub fn is_blank(row: &Row<'_>, width: usize) -> bool {
    (width > 1 || row.len() > 1) && row.iter().all(str::is_empty)
}

impl Survey {
    /// Reads all rows.
    pub fn read(
        reader: Box<dyn Read + Send>,
        layout: &Layout,
        candidates: &Candidates,
        may_end_before: bool,
    ) -> Result<Self, ReadError> {
        let mut survey = Self {
            header: Vec::new(),
            columns: (0..layout.width).map(|_| Facts::new(candidates)).collect(),
            rows: 0,
            blank_rows: 0,
            has_hash: false,
            begins_like_utf8: false,
            ragged: Tally::default(),
            quoting: Tally::default(),
            waiting: Vec::new(),
            is_parted: false,
            may_end_before,
        };
        let mut buffer = String::new();
        let (head, begins_like_utf8) = each_row(reader, layout, |row| {
            survey.has_hash |= row.text().starts_with('#');
            if row.problem().is_some() {
                survey.quoting.add(row.line);
            } else if is_blank(row, layout.width) {
                survey.blank_rows += 1;
                survey.is_parted = true;
            } else if survey.may_be_behind(row, layout.width) {
                let cells = row.iter().map(str::to_owned).collect();
                survey.waiting.push(Waiting { cells, line: row.line });
            } else {
                survey.take_waiting(candidates, &mut buffer);
                survey.take(row.len(), row.iter(), row.line, candidates, &mut buffer);
            }
            true
        })?;
        if survey.rows < footer::ROWS {
            survey.take_waiting(candidates, &mut buffer);
        }
        for problem in &head.problems {
            let (Quoting::TextBehind { line, .. } | Quoting::NeverClosed { line, .. }) = *problem;
            survey.quoting.add(line);
        }
        survey.has_hash |= head
            .written
            .iter()
            .chain(&head.comments)
            .any(|text| text.starts_with('#'));
        survey.header = head.header.into_iter().next().unwrap_or_default();
        survey.begins_like_utf8 = begins_like_utf8;
        Ok(survey)
    }

    /// Whether a row looks as if it were behind the table, so that the next rows have to tell.
    fn may_be_behind(&self, row: &Row<'_>, width: usize) -> bool {
        let is_apart = self.is_parted || row.len() != width || !self.waiting.is_empty();
        let looks_so = match footer::look(row.iter(), width) {
            Look::Footer => true,
            Look::Alone => is_apart,
            Look::Row => false,
        };
        self.may_end_before && looks_so && self.waiting.len() < footer::LIMIT
    }

    /// Takes the waiting rows as rows of the table.
    fn take_waiting(&mut self, candidates: &Candidates, buffer: &mut String) {
        for Waiting { cells, line } in std::mem::take(&mut self.waiting) {
            self.take(cells.len(), cells.iter().map(String::as_str), line, candidates, buffer);
        }
        self.is_parted = false;
    }

    /// Takes a row of the table.
    fn take<'c>(
        &mut self,
        width: usize,
        cells: impl Iterator<Item = &'c str>,
        line: u64,
        candidates: &Candidates,
        buffer: &mut String,
    ) {
        if width != self.columns.len() {
            self.ragged.add(line);
            return;
        }
        self.rows += 1;
        for (facts, text) in self.columns.iter_mut().zip(cells) {
            facts.look(text, line, candidates, buffer);
        }
    }

    /// The line of the first row behind the table.
    pub fn footer_line(&self) -> Option<u64> {
        self.waiting.first().map(|row| row.line)
    }

    /// Notes faults of rows that no metadata can express, and what was ignored.
    pub fn tell(&self, layout: &Layout, notes: &mut Vec<String>) {
        if self.ragged.count > 0 {
            let rows = self.ragged.rows();
            let has = if self.ragged.count == 1 { "has" } else { "have" };
            notes.push(format!(
                "{rows} {has} not {} cells: that is an error in the file, and was not looked at.",
                layout.width
            ));
        }
        if self.quoting.count > 0 {
            let rows = self.quoting.rows();
            let has = if self.quoting.count == 1 { "has" } else { "have" };
            notes.push(format!(
                "{rows} {has} quotation marks out of place: that is an error in the file, and was not looked at."
            ));
        }
        if let Some(first) = self.waiting.first() {
            let text = first.cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
            let text: String = text.unwrap_or_default().chars().take(40).collect();
            footer::tell(self.waiting.len(), first.line, &text, notes);
        }
        if self.blank_rows > 0 {
            let rows = if self.blank_rows == 1 { "A row" } else { "Rows" };
            notes.push(format!(
                "{rows} without any text ({} in all) will be skipped.",
                self.blank_rows
            ));
        }
        if self.rows == 0 {
            notes.push("There are no rows, so nothing is known of what the columns hold.".to_owned());
        }
    }
}
