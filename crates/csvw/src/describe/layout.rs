//! Where the table begins: comments, title lines, the header; and whether cells are padded with spaces.

use super::dialect::{Reading, TITLE_LINES};
use super::sample::Sample;
use super::{candidate, column};
use crate::dialect::{Dialect, Trim};

/// So many rows of the sample are kept; its bytes are limited, too.
const ROWS: usize = 20_000;

/// How the table is written, and the beginning of it.
pub struct Layout {
    /// As all rows are read: blank rows are not yet skipped.
    pub dialect: Dialect,
    /// The number of columns.
    pub width: usize,
    /// The titles of the columns, where they are in a header that has to be skipped.
    pub titles: Vec<String>,
    /// Whether lines that begin with `#` are comments.
    pub has_comments: bool,
    /// The first rows after the header.
    pub rows: Vec<Vec<String>>,
}

/// A record of the sample.
struct Line {
    cells: Vec<String>,
    /// Its number among all records, comments included.
    number: u64,
}

impl Line {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Whether it could be a header of so many columns.
    fn is_all_text(&self, width: usize) -> bool {
        self.cells.len() == width && self.cells.iter().all(|cell| !cell.is_empty() && !is_figure(cell))
    }
}

/// Finds where the table begins.
pub fn look(sample: &Sample, reading: Reading, notes: &mut Vec<String>) -> Layout {
    let Reading {
        mut dialect,
        width,
        is_declared,
        ..
    } = reading;
    let has_comments = has_comments(sample, &dialect, width);
    if has_comments {
        dialect.comment_prefix = Some("#".to_owned());
        notes.push("Lines that begin with # are taken as comments.".to_owned());
    }
    let mut lines = lines(sample, &dialect);
    let mut first = title_lines(&lines, width).max(usize::from(is_declared));
    if dialect.trim == Trim::False && is_padded(&lines[first.min(lines.len())..]) {
        dialect.trim = Trim::True;
        notes.push("White space around cells is taken off, since many have some.".to_owned());
        lines = self::lines(sample, &dialect);
        first = title_lines(&lines, width).max(usize::from(is_declared));
    }
    if let Some(last) = first.checked_sub(1).and_then(|last| lines.get(last)) {
        dialect.skip_rows = usize::try_from(last.number).unwrap_or(usize::MAX);
        // What declares the delimiter is told already.
        let told = !(is_declared && last.number == 1);
        notes.extend(told.then(|| match last.number {
            1 => "The first line stands before the table and is skipped.".to_owned(),
            count => format!("The first {count} rows stand before the table and are skipped."),
        }));
    }
    let mut layout = Layout {
        dialect,
        width,
        titles: Vec::new(),
        has_comments,
        rows: Vec::new(),
    };
    let mut table = lines.into_iter().skip(first);
    if let Some(head) = table.next() {
        let rows: Vec<Line> = table.collect();
        layout.take_head(head, &rows, notes);
        layout.rows.extend(rows.into_iter().map(|line| line.cells));
    }
    layout
}

impl Layout {
    /// Says what the first line of the table is: a header, a row, or a line of another width that is skipped.
    fn take_head(&mut self, head: Line, rows: &[Line], notes: &mut Vec<String>) {
        let width = self.width;
        let data: Vec<&Line> = rows.iter().filter(|line| line.filled() > 0 || width == 1).collect();
        let is_skewed = is_skewed(&head, &data, width);
        match header(&head.cells, &data) {
            Header::Not if is_skewed => {
                notes.push(format!(
                    "The first row has {} cells and the others have {width}: it is skipped.",
                    head.cells.len()
                ));
                self.dialect.skip_rows = usize::try_from(head.number).unwrap_or(usize::MAX);
            }
            Header::Not => {
                notes.push("No header was found: the columns are numbered.".to_owned());
                if head.filled() == 0 && width > 1 {
                    self.width = data.first().map_or(width, |line| line.cells.len());
                } else {
                    self.width = head.cells.len();
                    self.rows.push(head.cells);
                }
            }
            Header::Likely | Header::Evident if is_skewed => {
                notes.push(format!(
                    "The header has {} cells and the rows have {width}: it is skipped, and its texts are the titles of the first columns.",
                    head.cells.len()
                ));
                self.dialect.skip_rows = usize::try_from(head.number).unwrap_or(usize::MAX);
                self.titles = head.cells;
            }
            found => {
                self.width = head.cells.len();
                self.dialect.header_row_count = 1;
                let second = data
                    .first()
                    .filter(|line| is_second_header(&head, line, &data[1..], width));
                notes.extend(second.map(|line| {
                    format!(
                        "The row {} seems to have headings, too: write one row of headings, or it is read as a row.",
                        line.number
                    )
                }));
                if found == Header::Likely && !data.is_empty() {
                    notes.push(
                        "The first row is taken as the header, though nothing but text tells it from the others."
                            .to_owned(),
                    );
                }
            }
        }
    }
}

/// Whether the line below a header with gaps is another: texts above all columns, one of figures among them.
fn is_second_header(head: &Line, line: &Line, below: &[&Line], width: usize) -> bool {
    let has_gaps = head.cells.len() == width && head.filled() < width;
    let is_whole = line.is_all_text(width) && !line.cells.iter().any(|cell| column::is_null(cell));
    has_gaps && is_whole && header(&line.cells, below) == Header::Evident
}

/// Whether the rows agree on another number of cells than the header has.
fn is_skewed(head: &Line, data: &[&Line], width: usize) -> bool {
    head.cells.len() != width && data.first().is_some_and(|line| line.cells.len() == width)
}

fn lines(sample: &Sample, dialect: &Dialect) -> Vec<Line> {
    let mut lines = Vec::new();
    sample.rows(dialect, |row| {
        lines.push(Line {
            cells: row.iter().map(str::to_owned).collect(),
            number: row.source_number,
        });
        lines.len() <= ROWS + TITLE_LINES
    });
    lines
}

/// Lines that begin with `#` are comments where none of them could be a row.
fn has_comments(sample: &Sample, dialect: &Dialect, width: usize) -> bool {
    let (mut some, mut none_fits) = (false, true);
    sample.rows(dialect, |row| {
        if row.text().starts_with('#') {
            some = true;
            none_fits &= row.len() != width;
        }
        none_fits
    });
    some && none_fits && width > 1
}

/// How many lines are before the table: blank ones, and those with a few texts above a line that is a header.
fn title_lines(lines: &[Line], width: usize) -> usize {
    let most = match width {
        0 | 1 => 0,
        // Below two thirds of the columns, a line is rather a title than a header of columns of which some have none.
        width => (width / 2).max(1),
    };
    let may_be_before = |line: &&Line| line.filled() <= most || (width > 1 && line.cells.len() != width);
    let count = lines.iter().take(TITLE_LINES).take_while(may_be_before).count();
    for first in (0..=count).rev() {
        if first > 0
            && lines
                .get(first)
                .is_some_and(|line| is_head(line, &lines[first + 1..], width))
        {
            return first;
        }
    }
    // A line as wide as the table may be a row of it with many empty cells.
    let is_title = |line: &&Line| line.filled() == 0 || (line.filled() <= 1 && line.cells.len() != width);
    match width {
        0 | 1 => lines
            .iter()
            .take(TITLE_LINES)
            .take_while(|line| line.filled() == 0)
            .count(),
        _ => lines.iter().take(TITLE_LINES).take_while(is_title).count(),
    }
}

/// Whether a line below others is surely the header: texts above most columns, unlike what is below.
fn is_head(line: &Line, below: &[Line], width: usize) -> bool {
    if line.cells.len() != width || width < 2 || line.filled() * 3 < width * 2 || line.filled() < 2 {
        return false;
    }
    let below: Vec<&Line> = below.iter().filter(|line| line.filled() > 0).collect();
    let has_rows = below.first().is_some_and(|line| line.cells.len() == width);
    let is_evident = has_rows && header(&line.cells, &below) == Header::Evident;
    is_evident || (width > 2 && line.is_all_text(width))
}

/// Whether white space around cells is not there by chance.
fn is_padded(lines: &[Line]) -> bool {
    let is_space = |character: char| matches!(character, ' ' | '\t' | '\r' | '\n');
    let is_padded = |cell: &&String| cell.starts_with(is_space) || cell.ends_with(is_space);
    let header = lines
        .first()
        .map_or(0, |line| line.cells.iter().filter(is_padded).count());
    let cells = || {
        lines
            .iter()
            .flat_map(|line| &line.cells)
            .filter(|cell| !cell.is_empty())
    };
    let padded = cells().filter(is_padded).count();
    header > 0 || (padded >= 3 && padded * 10 >= cells().count())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Header {
    /// It has texts above figures.
    Evident,
    /// Nothing speaks against it.
    Likely,
    Not,
}

/// Whether the first row is a header: texts that are unlike what is below.
fn header(head: &[String], data: &[&Line]) -> Header {
    let (mut texts, mut above_figures, mut repeated) = (0, 0, 0);
    for (index, cell) in head.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let below = || {
            let cells = data.iter().filter_map(|line| line.cells.get(index));
            cells.filter(|cell| !cell.is_empty() && !column::is_null(cell))
        };
        if is_figure(cell) {
            // Years are often titles: of what was counted in that year.
            let is_title = is_year(cell) && below().next().is_some() && !below().all(|cell| is_year(cell));
            if !is_title {
                return Header::Not;
            }
        } else if candidate::is_address(cell) {
            return Header::Not;
        } else {
            texts += 1;
            above_figures += usize::from(below().next().is_some() && below().all(|cell| is_figure(cell)));
            repeated += usize::from(below().any(|other| other == cell));
        }
    }
    match (texts, above_figures, repeated) {
        (0, ..) => Header::Not,
        (_, 1.., _) => Header::Evident,
        (_, 0, 0) => Header::Likely,
        (_, 0, _) => Header::Not,
    }
}

fn is_year(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit()) && ("1900".."2101").contains(&cell)
}

/// Whether a cell is a number, a date, a time: mostly digits, and next to no letters.
fn is_figure(cell: &str) -> bool {
    let (mut digits, mut others) = (0_usize, 0_usize);
    for character in cell.chars().filter(|character| !character.is_whitespace()) {
        match character {
            '0'..='9' => digits += 1,
            'T' | 'Z' | 'E' | 'e' => others += 1,
            other if other.is_alphabetic() => return false,
            _ => others += 1,
        }
    }
    digits > 0 && digits >= others
}
