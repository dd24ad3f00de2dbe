//! A table as it is in its file: its dialect, which column is which, its rows.

use super::{known, shipped};
use csvw::RowPlace;
use csvw::block::Blocks;
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table};
use csvw::record::{Row, Rows};
use diagnostic::{Diagnostic, Place, code};
use std::sync::Arc;

/// A table in its file.
#[derive(Debug)]
pub(super) struct Sheet {
    file: Arc<str>,
    dialect: Dialect,
    header: Arc<Vec<String>>,
    header_line: u64,
    /// The position in the file of each column of the metadata; `None` if the file has no such column.
    positions: Vec<Option<usize>>,
    /// The positions of columns that the metadata do not describe.
    extra: Vec<usize>,
    /// The names of columns that it lacks.
    missing: Vec<String>,
    /// What is wrong with headings.
    wrong: Vec<Diagnostic>,
    /// The rows that have a cell.
    rows: Vec<Record>,
    /// The lines on which versions of the table are kept apart that Git could not merge.
    conflicts: Vec<u64>,
    /// Whether each record is a row with the columns of the metadata in their order.
    is_canonical: bool,
}

/// A row in its file.
#[derive(Debug)]
struct Record {
    line: u64,
    /// The data row, from 1, blank ones included.
    number: u64,
    text: String,
}

/// The delimiters that spreadsheets write, the usual one first.
const DELIMITERS: [&str; 4] = [",", ";", "\t", "|"];

/// The bytes in which the header is looked for.
const HEAD: usize = 64 << 10;

impl Sheet {
    /// Reads a table: the sheet, and its rows with the columns of the metadata in their order. `None` if it is not text, has
    /// a quotation mark in a wrong place, or none of its headings is known.
    pub(super) fn read(bytes: &[u8], table: &Table) -> Option<(Self, super::Rows)> {
        let mut dialect = Dialect {
            encoding: encoding(bytes).to_owned(),
            header_row_count: 0,
            ..table.dialect.clone()
        };
        if !bytes.contains(&b'\n') && bytes.contains(&b'\r') {
            dialect.line_terminators.push("\r".to_owned());
        }
        let own = dialect.delimiter.clone();
        let delimiters = std::iter::once(own.as_str()).chain(DELIMITERS);
        let best = delimiters
            .map(|delimiter| {
                let dialect = Dialect {
                    delimiter: delimiter.to_owned(),
                    ..dialect.clone()
                };
                let known = known_headings(bytes, &dialect, table);
                (known, dialect)
            })
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        match best {
            (0, _) => None,
            (_, dialect) => Self::read_as(bytes, dialect, table),
        }
    }

    fn read_as(bytes: &[u8], dialect: Dialect, table: &Table) -> Option<(Self, super::Rows)> {
        let mut sheet = Self {
            file: table.file.as_str().into(),
            dialect: dialect.clone(),
            header: Arc::default(),
            header_line: 0,
            positions: Vec::new(),
            extra: Vec::new(),
            missing: Vec::new(),
            wrong: Vec::new(),
            rows: Vec::new(),
            conflicts: Vec::new(),
            is_canonical: dialect.encoding == "utf-8"
                && dialect.delimiter == table.dialect.delimiter
                && dialect.line_terminators == table.dialect.line_terminators,
        };
        let mut rows = super::Rows::new();
        // Of two versions that were not merged the first is read.
        let mut is_second = false;
        let mut is_broken = false;
        each_row(bytes, &dialect, &mut |row| {
            let start = row.text();
            is_broken |= row.problem().is_some();
            if sheet.header_line > 0
                && (start.starts_with("<<<<<<<") || start.starts_with("=======") || start.starts_with(">>>>>>>"))
            {
                is_second = start.starts_with("=======");
                sheet.conflicts.push(row.line);
                sheet.is_canonical = false;
            } else if row.iter().all(|cell| cell.trim().is_empty()) || is_second || is_separator_line(row) {
                sheet.is_canonical = false;
            } else if sheet.header_line == 0 {
                sheet.take_header(row, table);
            } else {
                rows.push(sheet.canonical(row));
                sheet.rows.push(Record {
                    line: row.line,
                    number: row.row_number.saturating_sub(1),
                    text: row.text().to_owned(),
                });
            }
            !is_broken
        })
        .ok()?;
        (sheet.header_line > 0 && !is_broken).then_some((sheet, rows))
    }

    /// Whether the file has the form of the metadata, apart from what its cells say.
    pub(super) fn is_canonical(&self) -> bool {
        self.is_canonical
    }

    fn take_header(&mut self, row: &Row<'_>, table: &Table) {
        self.header_line = row.line;
        self.header = Arc::new(row.iter().map(str::to_owned).collect());
        let described = table.columns.iter().filter(|column| !column.is_virtual).count();
        self.positions = vec![None; described];
        for (position, heading) in row.iter().enumerate() {
            match known::column(table, heading) {
                Some(column) if self.positions[column].is_none() => self.positions[column] = Some(position),
                Some(_) => {
                    let twice = code::column_order(self.heading(Some(position)), heading, "another column, or none");
                    self.wrong.push(twice);
                }
                None => self.extra.push(position),
            }
        }
        self.take_misspelt(table);
        let lacks = (0..described).filter(|column| self.positions[*column].is_none());
        self.missing = lacks.map(|column| table.columns[column].label().to_owned()).collect();
        let is_missing = |column: &usize| self.positions[*column].is_none() && is_needed(table, *column);
        for column in (0..described).filter(is_missing) {
            let missing = code::missing_column(self.heading(None), table.columns[column].label(), &self.header);
            self.wrong.push(missing);
        }
        let required = |column: usize| !table.columns[column].may_be_missing;
        let is_ordered = (0..described).all(|column| match self.positions[column] {
            Some(position) => {
                position == column
                    && table.columns[column]
                        .titles
                        .iter()
                        .any(|title| title.text == self.header[position])
            }
            None => !required(column),
        });
        self.is_canonical &= self.extra.is_empty() && self.wrong.is_empty() && is_ordered;
    }

    /// Takes a heading that is nearly that of a missing column for it, and says so.
    fn take_misspelt(&mut self, table: &Table) {
        for position in std::mem::take(&mut self.extra) {
            let heading = self.header[position].trim().to_lowercase();
            let is_near = |column: &usize| {
                let label = table.columns[*column].label();
                let most = if label.chars().count() < 6 { 1 } else { 2 };
                // `published` and `publisher` are no misspelt `publish`, and optional columns are rarely missed.
                let is_another = table.columns[*column].may_be_missing
                    && heading
                        .strip_prefix(label)
                        .is_some_and(|ending| ending.chars().count() > 1);
                self.positions[*column].is_none()
                    && label.len() > 2
                    && !is_another
                    && strsim::osa_distance(label, &heading) <= most
            };
            match (0..self.positions.len()).find(is_near) {
                Some(column) => {
                    let labels: Vec<&str> = table
                        .columns
                        .iter()
                        .filter(|column| !column.is_virtual)
                        .map(Column::label)
                        .collect();
                    let wrong = code::unknown_column(self.heading(Some(position)), &self.header[position], &labels);
                    self.wrong.push(wrong);
                    self.positions[column] = Some(position);
                }
                None => self.extra.push(position),
            }
        }
    }

    /// The place of a heading, or of the header.
    fn heading(&self, position: Option<usize>) -> Place {
        let header = RowPlace {
            file: Arc::clone(&self.file),
            header: Arc::clone(&self.header),
            row: Arc::clone(&self.header),
            row_number: 0,
            line: self.header_line,
        };
        header.cell(position, None)
    }

    /// The cells of a row with the columns of the metadata in their order, and then those without a heading.
    fn canonical(&self, row: &Row<'_>) -> Vec<String> {
        let cell = |position: &Option<usize>| {
            position
                .and_then(|position| row.get(position))
                .unwrap_or_default()
                .to_owned()
        };
        let mut cells: Vec<String> = self.positions.iter().map(cell).collect();
        let behind = (self.header.len()..row.len()).filter_map(|position| row.get(position));
        let behind: Vec<String> = behind.map(str::to_owned).collect();
        // An unquoted delimiter moves all cells after it: the row is then too long.
        if behind.iter().any(|cell| !cell.trim().is_empty()) {
            cells.extend(behind);
        }
        cells
    }

    /// The headings of columns that the metadata do not describe.
    pub(super) fn undescribed(&self) -> impl Iterator<Item = &str> {
        let headings = self.extra.iter().filter_map(|position| self.header.get(*position));
        headings.map(String::as_str)
    }

    /// What is to be said of the table as a whole.
    pub(super) fn findings(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        let at = |line: u64| Place {
            line: Some(line),
            ..Place::file(&*self.file)
        };
        let extra: Vec<&str> = self
            .extra
            .iter()
            .filter_map(|position| self.header.get(*position))
            .map(String::as_str)
            .collect();
        let extra: Vec<&str> = extra.into_iter().filter(|heading| !heading.trim().is_empty()).collect();
        let meant: Vec<(&str, &str)> = extra
            .iter()
            .filter_map(|heading| Some((*heading, self.meant(heading)?)))
            .collect();
        let mut note = (!extra.is_empty()).then(|| code::extra_columns(at(self.header_line), &extra, &meant));
        if let Some((note, newer)) = note
            .as_mut()
            .zip(extra.iter().find(|heading| shipped::describes(&self.file, heading)))
        {
            note.help = Some(format!(
                "new dossiers describe `{newer}`: `sourcier migrate` brings csv-metadata.json up to date"
            ));
        }
        let wrong = self.wrong.iter().cloned();
        let marks = self.conflicts.iter();
        wrong
            .chain(marks.map(move |line| code::merge_conflict(at(*line))))
            .chain(note)
    }

    /// The missing column that a heading is perhaps: its words are among those of the name, or it is near to it.
    fn meant(&self, heading: &str) -> Option<&str> {
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|letter: char| !letter.is_alphanumeric());
            words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
        };
        let wanted = words(heading);
        let missing = || self.missing.iter().map(String::as_str);
        let within = missing().find(|name| !wanted.is_empty() && wanted.iter().all(|word| words(name).contains(word)));
        within.or_else(|| diagnostic::nearest(heading, missing()))
    }

    /// The number of cells of the header, and of a row if it has more.
    pub(super) fn too_long(&self, row: &[String]) -> Option<(usize, usize)> {
        let behind = row
            .len()
            .checked_sub(self.positions.len())
            .filter(|behind| *behind > 0)?;
        Some((self.header.len(), self.header.len() + behind))
    }

    /// The number and the line of each row.
    pub(super) fn row_places(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.rows.iter().map(|record| (record.number, record.line))
    }

    /// Removes rows, by index.
    pub(super) fn leave_out(&mut self, rows: &std::collections::BTreeSet<usize>) {
        let mut index = 0;
        self.rows.retain(|_| {
            index += 1;
            !rows.contains(&(index - 1))
        });
    }

    /// The delimiter of its cells.
    pub(super) fn delimiter(&self) -> &str {
        &self.dialect.delimiter
    }

    /// The indexes of columns of the metadata that it lacks.
    pub(super) fn lacks(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.positions.len()).filter(|column| self.positions[*column].is_none())
    }

    /// The place of a cell, by the indexes of its row and of its column in the metadata; of the row without one.
    pub(super) fn cell(&self, row_index: usize, column_index: Option<usize>) -> Place {
        let Some(record) = self.rows.get(row_index) else {
            return Place::file(&*self.file);
        };
        let position = column_index.and_then(|index| match index.checked_sub(self.positions.len()) {
            Some(behind) => Some(self.header.len() + behind),
            None => self.positions.get(index).copied().flatten(),
        });
        let (cells, at) = cut(&record.text, &self.dialect, position);
        let place = RowPlace {
            file: Arc::clone(&self.file),
            header: Arc::clone(&self.header),
            row: Arc::new(cells),
            row_number: record.number,
            line: record.line,
        };
        place.cell(position, at)
    }

    /// A place in the form of the metadata as the place in the file.
    pub(super) fn place(&self, place: Place) -> Place {
        let Some(cell) = &place.cell else {
            return Place {
                line: Some(self.header_line),
                ..place
            };
        };
        let column_index = cell.column_number.checked_sub(1);
        if let Some(row_index) = cell.row_number.checked_sub(1) {
            return self.cell(usize::try_from(row_index).unwrap_or(usize::MAX), column_index);
        }
        self.heading(column_index.and_then(|index| self.positions.get(index).copied().flatten()))
    }
}

/// Whether a table makes no sense without a column: its cells are required, and nothing else gives them.
fn is_needed(table: &Table, column: usize) -> bool {
    let described = &table.columns[column];
    described.required && described.default.is_empty() && super::key_column(table) != Some(column)
}

/// Parses a record into its cells; also says where one of them begins in its line.
fn cut(record: &str, dialect: &Dialect, position: Option<usize>) -> (Vec<String>, Option<(u64, u64)>) {
    let mut cut = (Vec::new(), None);
    let dialect = Dialect {
        encoding: "utf-8".to_owned(),
        ..dialect.clone()
    };
    let bytes = ["\u{feff}", record].concat();
    let _ = each_row(bytes.as_bytes(), &dialect, &mut |row| {
        let cells = row.iter().map(str::to_owned).collect();
        cut = (cells, position.and_then(|position| row.place(position)));
        false
    });
    cut
}

/// Calls `take` with each row, until it returns false.
///
/// # Errors
/// When the bytes are not text in the dialect's encoding.
fn each_row(
    bytes: &[u8],
    dialect: &Dialect,
    take: &mut dyn FnMut(&Row<'_>) -> bool,
) -> Result<(), csvw::block::ReadError> {
    let mut blocks = Blocks::new(bytes, dialect, 1 << 20);
    while let Some(block) = blocks.next(String::new())? {
        let mut rows = Rows::new(&block, dialect);
        let mut row = Row::default();
        while rows.next(&mut row) {
            if !take(&row) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The encoding of a text: told by its first bytes, UTF-8 if it is that, else Windows-1252.
fn encoding(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xfe, ..] => "utf-16le",
        [0xfe, 0xff, ..] => "utf-16be",
        _ if std::str::from_utf8(bytes).is_ok() => "utf-8",
        _ => "windows-1252",
    }
}

/// How many cells of the first row are headings that the table knows.
fn known_headings(bytes: &[u8], dialect: &Dialect, table: &Table) -> usize {
    let mut known = 0;
    let head = &bytes[..bytes.len().min(HEAD)];
    let _ = each_row(head, dialect, &mut |row| {
        if is_separator_line(row) || row.iter().all(|cell| cell.trim().is_empty()) {
            return true;
        }
        known = row
            .iter()
            .filter(|heading| known::column(table, heading).is_some())
            .count();
        false
    });
    known
}

/// Excel's first line that names the delimiter.
fn is_separator_line(row: &Row<'_>) -> bool {
    let text = row.text().trim_start_matches('\u{feff}').trim();
    row.line == 1 && text.len() <= 6 && text.to_ascii_lowercase().starts_with("sep=")
}
