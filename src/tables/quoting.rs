//! Quotation marks that are out of place in a table's file: where each is opened, and what to write instead.

use super::lines::each_row_of;
use csvw::RowPlace;
use csvw::dialect::Dialect;
use csvw::record::{Quoting, Row};
use diagnostic::{Diagnostic, code};
use std::sync::Arc;

/// The most of them that are told of one file: what is below each is read anew.
const MOST: usize = 20;

/// The most of a cell that is shown as what to write.
const LONGEST: usize = 200;

/// Finds quotation marks out of place.
pub(super) struct Finder<'a> {
    file: Arc<str>,
    dialect: &'a Dialect,
    /// What ends a line.
    end: char,
    /// The headings; empty above them.
    header: Arc<Vec<String>>,
    /// The record of the headings.
    header_row: u64,
    /// Those that are never closed, so that the rows of the file are not known.
    pub(super) open: Vec<Diagnostic>,
    /// Those within a cell.
    pub(super) within: Vec<Diagnostic>,
}

/// A quotation mark out of place.
struct Fault {
    cell_index: usize,
    /// Its line, from 0 on from that on which the record begins.
    line: usize,
    is_open: bool,
}

impl<'a> Finder<'a> {
    /// For a file in a dialect, whose headings are not known yet.
    pub(super) fn of(file: &str, dialect: &'a Dialect) -> Self {
        Self {
            file: file.into(),
            dialect,
            end: match dialect.line_terminators.iter().any(|end| end == "\r") {
                true => '\r',
                false => '\n',
            },
            header: Arc::default(),
            header_row: 0,
            open: Vec::new(),
            within: Vec::new(),
        }
    }

    /// Takes the headings, with their record.
    pub(super) fn take_header(&mut self, header: &Arc<Vec<String>>, row_number: u64) {
        self.header = Arc::clone(header);
        self.header_row = row_number;
    }

    /// Notes what is wrong with a record, and with those that a cell of it holds.
    pub(super) fn look(&mut self, row: &Row<'_>) {
        self.look_from(row, 0, 0);
    }

    /// The same for a record whose text begins so many lines and records below.
    fn look_from(&mut self, row: &Row<'_>, lines: u64, rows: u64) {
        let Some(fault) = self.fault(row).filter(|_| self.open.len() < MOST) else {
            return;
        };
        let (line, row_number) = (row.line + lines, row.row_number + rows);
        let finding = self.finding(row, &fault, line, row_number);
        if !fault.is_open {
            self.within.push(finding);
            return;
        }
        self.open.push(finding);
        let held: Vec<&str> = row.text().split_inclusive(self.end).skip(fault.line + 1).collect();
        let (lines, rows) = (line + fault.line as u64, row_number);
        let dialect = self.dialect.clone();
        each_row_of(&held.concat(), &dialect, &mut |row| {
            self.look_from(row, lines, rows);
            self.open.len() < MOST
        });
    }

    fn fault(&self, row: &Row<'_>) -> Option<Fault> {
        let line_of = |line: u64| usize::try_from(line.saturating_sub(row.line)).unwrap_or(usize::MAX);
        match row.problem() {
            Some(Quoting::NeverClosed { line, cell_index }) => Some(Fault {
                cell_index,
                line: line_of(line),
                is_open: true,
            }),
            Some(Quoting::TextBehind { line, cell_index }) => Some(Fault {
                cell_index,
                line: line_of(line),
                is_open: self.holds_rows(row, line_of(line)),
            }),
            None => self.swallowing(row),
        }
    }

    /// A cell that holds rows although its quotation mark is closed, in a row whose cells are not as many as the headings.
    fn swallowing(&self, row: &Row<'_>) -> Option<Fault> {
        if self.header.is_empty() || row.len() == self.header.len() {
            return None;
        }
        let is_wide =
            |index: &usize| row.is_quoted(*index) && row.get(*index).is_some_and(|cell| cell.contains(self.end));
        let cell_index = (0..row.len()).find(is_wide)?;
        let (line, _) = row.place(cell_index)?;
        let line = usize::try_from(line.saturating_sub(row.line)).ok()?;
        self.holds_rows(row, line).then_some(Fault {
            cell_index,
            line,
            is_open: true,
        })
    }

    /// Whether what is below a line of a record looks like rows: most of it has as many cells as the headings.
    fn holds_rows(&self, row: &Row<'_>, line: usize) -> bool {
        let below: Vec<&str> = row.text().split_inclusive(self.end).skip(line + 1).collect();
        if below.is_empty() {
            return false;
        }
        let (mut all, mut good) = (0_usize, 0_usize);
        each_row_of(&below.concat(), self.dialect, &mut |row| {
            all += 1;
            good += usize::from(row.len() > 1 && (self.header.is_empty() || row.len() == self.header.len()));
            true
        });
        good > 0 && good * 2 >= all
    }

    /// How many lines below one are no rows, before one that is; `None` if none is.
    fn rows_begin(&self, row: &Row<'_>, line: usize) -> Option<u64> {
        if self.header.is_empty() {
            return None;
        }
        let below = row.text().split_inclusive(self.end).skip(line + 1).take(MOST);
        for (count, line) in below.enumerate() {
            let mut is_row = false;
            each_row_of(line, self.dialect, &mut |row| {
                is_row = row.len() == self.header.len();
                false
            });
            if is_row {
                return Some(count as u64);
            }
        }
        None
    }

    fn finding(&self, row: &Row<'_>, fault: &Fault, line: u64, row_number: u64) -> Diagnostic {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        if fault.is_open {
            cells.truncate(fault.cell_index + 1);
            if let Some(cell) = cells.last_mut() {
                cell.truncate(cell.find(['\n', '\r']).unwrap_or(cell.len()));
            }
        }
        let place = RowPlace {
            file: Arc::clone(&self.file),
            header: match self.header.is_empty() {
                true => Arc::new(cells.clone()),
                false => Arc::clone(&self.header),
            },
            row: Arc::new(cells),
            row_number: match self.header.is_empty() {
                true => 0,
                false => row_number.saturating_sub(self.header_row),
            },
            line,
        };
        let column = row.place(fault.cell_index).map(|(_, column)| (line, column));
        let place = place.cell(Some(fault.cell_index), column);
        let why = match fault.is_open {
            true => "a quotation mark is opened on this line and never closed: all rows below are in one cell",
            false => "text follows a closing quotation mark; within quotation marks, write each as two",
        };
        let mut finding = code::malformed_csv(place, why);
        finding.help = match fault.is_open {
            true => Some(self.closed(row, fault, line + fault.line as u64)),
            false => doubled(row, fault.cell_index),
        };
        finding
    }

    /// What to write in place of a cell that is not closed: it ends at a delimiter, so that the row has as many cells as there are
    /// headings.
    fn closed(&self, row: &Row<'_>, fault: &Fault, line: u64) -> String {
        let mut elsewhere = "put a quotation mark where the text of this cell ends".to_owned();
        let ends = self.rows_begin(row, fault.line).filter(|lines| *lines > 0);
        if let Some(lines) = ends {
            elsewhere.push_str(&format!(", perhaps at the end of line {}", line + lines));
            return elsewhere;
        }
        let from = row.as_written(fault.cell_index).unwrap_or_default();
        let Some((_, opened)) = from.split(['\n', '\r']).next().and_then(|line| line.split_once('"')) else {
            return elsewhere;
        };
        let mut cells = Vec::new();
        each_row_of(opened, self.dialect, &mut |row| {
            cells = (0..row.len())
                .filter_map(|index| row.as_written(index))
                .map(str::to_owned)
                .collect();
            false
        });
        let (found, wanted) = (fault.cell_index + cells.len(), self.header.len());
        let ends = match wanted {
            0 => 1,
            _ if found < wanted => return elsewhere,
            _ => found - wanted + 1,
        };
        let text = cells[..ends.min(cells.len())].join(&self.dialect.delimiter);
        let text = text.trim_end().trim_end_matches('"');
        match text.is_empty() || text.len() > LONGEST {
            true => elsewhere,
            false => format!(
                "write `\"{}\"` with a quotation mark at both ends",
                text.replace('"', "\"\"")
            ),
        }
    }
}

/// What to write in place of a cell that goes on behind a quotation mark.
fn doubled(row: &Row<'_>, cell_index: usize) -> Option<String> {
    let written = row.as_written(cell_index)?.trim();
    let fits = written.len() <= LONGEST && !written.contains(['\n', '\r']);
    fits.then(|| format!("write `\"{}\"`", written.replace('"', "\"\"")))
}
