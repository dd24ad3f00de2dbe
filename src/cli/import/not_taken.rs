//! The cells that an import did not take, as lines: a row of which several cells have one reason is a line, and so are the others of a
//! column with one reason.

use crate::sheet::NotTaken;
use std::collections::{BTreeSet, HashMap};

/// From how many cells of one reason on a row is told as a whole.
const WHOLE: usize = 2;

/// A line of the list.
pub struct Line<'c> {
    /// The first of its cells.
    pub first: &'c NotTaken,
    /// Its rows, if each is told as a whole.
    rows: BTreeSet<u32>,
    /// How many cells of its column it has, otherwise.
    cells: usize,
}

impl Line<'_> {
    /// Where its first cell stands.
    pub fn place(&self) -> String {
        match self.rows.first() {
            Some(row) => format!("row {row},"),
            None => self.first.address.to_string(),
        }
    }

    /// What else it stands for.
    pub fn others(&self) -> String {
        let (what, more) = match self.rows.is_empty() {
            true => ("cell", self.cells - 1),
            false => ("row", self.rows.len() - 1),
        };
        match (more, self.rows.is_empty()) {
            (0, _) => String::new(),
            (1, true) => format!(" (and 1 other {what} of its column)"),
            (more, true) => format!(" (and {more} other {what}s of its column)"),
            (1, false) => format!(" (and 1 other {what})"),
            (more, false) => format!(" (and {more} other {what}s)"),
        }
    }
}

/// The lines, in the order of their first cells.
pub fn lines(cells: &[NotTaken]) -> Vec<Line<'_>> {
    let mut of_row: HashMap<(u32, &str), usize> = HashMap::new();
    for cell in cells {
        *of_row.entry((cell.address.row, cell.reason.as_str())).or_default() += 1;
    }
    let mut places: HashMap<(Option<u32>, &str), usize> = HashMap::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for cell in cells {
        let (row, reason) = (cell.address.row, cell.reason.as_str());
        let is_whole = of_row.get(&(row, reason)).is_some_and(|count| *count >= WHOLE);
        let key = ((!is_whole).then_some(cell.address.column), reason);
        let at = *places.entry(key).or_insert(lines.len());
        if at == lines.len() {
            lines.push(Line {
                first: cell,
                rows: BTreeSet::new(),
                cells: 0,
            });
        }
        if let Some(line) = lines.get_mut(at) {
            line.cells += 1;
            line.rows.extend(is_whole.then_some(row));
        }
    }
    lines
}
