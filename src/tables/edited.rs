//! A table of a dossier as its owner keeps it, with rows added, removed or moved and cells changed; all else stays as it is.

pub mod merged;

use crate::tables::quoting::Finder;
use crate::tables::{self, lines};
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::collections::BTreeMap;
use std::ops::Range;

/// The delimiters that spreadsheets write, the usual one first.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// A table as text.
pub struct Edited<'a> {
    table: &'a Table,
    text: String,
    encoding: Encoding,
    delimiter: char,
    line_end: &'static str,
    /// The record of the headings; 0 if the table has none yet.
    header: usize,
    records: Vec<Vec<Range<usize>>>,
    /// The position in the file of each column of the metadata.
    positions: Vec<Option<usize>>,
    /// How many headings the file has, those to be added included.
    width: usize,
    /// The columns to be added, by their index in the metadata.
    added: Vec<usize>,
    changes: BTreeMap<(usize, usize), String>,
    new_rows: Vec<BTreeMap<usize, String>>,
    /// The records below the headings, in the order in which they are written; those removed are not among them.
    order: Vec<usize>,
}

/// How a table is written in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, or ASCII.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// The code page of western European Windows.
    Windows1252,
}

/// A row of a table.
pub struct Known {
    /// Its record in the file.
    pub record: usize,
    /// Its cells, in the order of the metadata; empty where the file lacks the column.
    pub cells: Vec<String>,
}

impl<'a> Edited<'a> {
    /// Reads a table. `None` if it has no headings that the metadata know, or a quotation mark in a wrong place.
    pub fn read(bytes: &[u8], table: &'a Table) -> Option<Self> {
        let (encoding, text) = decoded(bytes);
        let own = table.dialect.delimiter.chars().next().unwrap_or(',');
        let delimiters = std::iter::once(own).chain(DELIMITERS);
        let known = |records: &[Vec<Range<usize>>], header: usize| {
            let headings = records[header].iter().map(|cell| unquoted(&text[cell.clone()]));
            headings
                .filter(|heading| tables::column_of(table, heading).is_some())
                .count()
        };
        let read = delimiters.filter_map(|delimiter| {
            let records = records(&text, delimiter)?;
            let header = header_of(&text, &records)?;
            Some((known(&records, header), delimiter, records, header))
        });
        let (found, delimiter, records, header) =
            read.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        if has_open_quotation(&text, table, delimiter) {
            return None;
        }
        let mut positions = vec![None; described(table).count()];
        for (position, cell) in records[header].iter().enumerate() {
            let column = tables::column_of(table, &unquoted(&text[cell.clone()]));
            if let Some(free) = column
                .and_then(|column| positions.get_mut(column))
                .filter(|free| free.is_none())
            {
                *free = Some(position);
            }
        }
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let width = records[header].len();
        let order = (header + 1..records.len()).collect();
        (found > 0).then_some(Self {
            table,
            text,
            encoding,
            delimiter,
            line_end,
            header,
            records,
            positions,
            width,
            added: Vec::new(),
            changes: BTreeMap::new(),
            new_rows: Vec::new(),
            order,
        })
    }

    /// A table of which there is no file: it gets all columns that the metadata require, and those that rows fill.
    pub fn new(table: &'a Table) -> Option<Self> {
        let required = described(table).filter(|column| !column.may_be_missing);
        let headings: Vec<&str> = required.map(Column::label).collect();
        let own = table.dialect.delimiter.clone();
        Self::read(format!("{}\n", headings.join(&own)).as_bytes(), table)
    }

    /// The rows that have a cell.
    pub fn rows(&self) -> Vec<Known> {
        let records = self.records.iter().enumerate().skip(self.header + 1);
        let filled = records.filter(|(_, cells)| !is_blank(&self.text, cells));
        let row = |(record, cells): (usize, &Vec<Range<usize>>)| {
            let cell = |position: &Option<usize>| {
                let range = position.and_then(|position| cells.get(position));
                range.map_or_else(String::new, |range| {
                    unquoted(&self.text[range.clone()]).trim().to_owned()
                })
            };
            let cells = self.positions.iter().map(cell).collect();
            Known { record, cells }
        };
        filled.map(row).collect()
    }

    /// The headings of columns that the metadata do not describe, and their cells in each of these records.
    pub fn others(&self, rows: &[Known]) -> (Vec<String>, Vec<Vec<String>>) {
        let Some(header) = self.records.get(self.header) else {
            return (Vec::new(), Vec::new());
        };
        let text = |cells: &[Range<usize>], position: usize| {
            cells
                .get(position)
                .map_or_else(String::new, |cell| unquoted(&self.text[cell.clone()]))
        };
        let is_other = |position: &usize| !self.positions.contains(&Some(*position));
        let others: Vec<usize> = (0..header.len()).filter(is_other).collect();
        let headings = others.iter().map(|position| text(header, *position)).collect();
        let cells = rows.iter().map(|row| {
            let cells = self.records.get(row.record).map(Vec::as_slice).unwrap_or_default();
            others.iter().map(|position| text(cells, *position)).collect()
        });
        (headings, cells.collect())
    }

    /// Changes a cell of a row.
    pub fn set(&mut self, record: usize, column_index: usize, value: &str) {
        let position = self.position(column_index);
        self.changes.insert((record, position), value.to_owned());
    }

    /// Adds a row behind all others.
    pub fn add(&mut self, cells: &[(usize, &str)]) {
        let filled = cells.iter().filter(|(_, value)| !value.is_empty());
        let row = filled.map(|(column, value)| (self.position(*column), (*value).to_owned()));
        let row = row.collect();
        self.new_rows.push(row);
    }

    /// Removes a row.
    pub fn remove(&mut self, record: usize) {
        self.order.retain(|other| *other != record);
    }

    /// Moves a row before another, or behind all that the file had.
    pub fn move_before(&mut self, record: usize, next: Option<usize>) {
        self.remove(record);
        let place = next.and_then(|next| self.order.iter().position(|other| *other == next));
        self.order.insert(place.unwrap_or(self.order.len()), record);
    }

    /// The lines of the file on which its records begin, from 1.
    pub fn lines(&self) -> Vec<usize> {
        let end = if self.text.contains('\n') { '\n' } else { '\r' };
        let (mut line, mut at) = (1, 0);
        let records = 0..self.records.len();
        records
            .map(|record| {
                let start = self.start(record);
                line += self.text[at..start].matches(end).count();
                at = start;
                line
            })
            .collect()
    }

    /// Whether the file has the marks of a merge that Git did not finish.
    pub fn has_conflict_marks(&self) -> bool {
        (self.header..self.records.len()).any(|record| {
            let start = &self.text[self.start(record)..];
            start.starts_with("<<<<<<<") || start.starts_with(">>>>>>>")
        })
    }

    /// Where a record begins, or the end of the file.
    fn start(&self, record: usize) -> usize {
        let cells = self.records.get(record);
        cells
            .and_then(|cells| cells.first())
            .map_or(self.text.len(), |cell| cell.start)
    }

    /// The position of a column in the file; one that the file lacks is added behind all others.
    fn position(&mut self, column_index: usize) -> usize {
        if let Some(position) = self.positions[column_index] {
            return position;
        }
        let position = self.width;
        self.positions[column_index] = Some(position);
        self.added.push(column_index);
        self.width += 1;
        position
    }

    /// The table with its changes, in its own encoding; `None` if that has no place for one of the new letters.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut out = String::with_capacity(self.text.len());
        for record in (0..=self.header).chain(self.order.iter().copied()) {
            // The last line of a file may have no end, and need not stay the last.
            if !out.is_empty() && !out.ends_with(['\n', '\r']) {
                out.push_str(self.line_end);
            }
            self.write(record, &mut out);
        }
        if !self.new_rows.is_empty() && !out.is_empty() && !out.ends_with(['\n', '\r']) {
            out.push_str(self.line_end);
        }
        for row in &self.new_rows {
            for position in 0..self.width {
                if position > 0 {
                    out.push(self.delimiter);
                }
                out.push_str(&row.get(&position).map_or_else(String::new, |value| self.quoted(value)));
            }
            out.push_str(self.line_end);
        }
        encoded(&out, self.encoding)
    }

    /// Writes a record with its changes, up to the next one.
    fn write(&self, record: usize, out: &mut String) {
        let Some(cells) = self.records.get(record) else { return };
        let mut at = self.start(record);
        for (position, cell) in cells.iter().enumerate() {
            out.push_str(&self.text[at..cell.start]);
            match self.changes.get(&(record, position)) {
                Some(value) => out.push_str(&self.quoted(value)),
                None => out.push_str(&self.text[cell.clone()]),
            }
            at = cell.end;
        }
        self.widen(record, cells, out);
        out.push_str(&self.text[at..self.start(record + 1)]);
    }

    /// Writes the cells of added columns behind a record.
    fn widen(&self, record: usize, cells: &[Range<usize>], out: &mut String) {
        let is_blank = is_blank(&self.text, cells);
        let changed = self.changes.range((record, 0)..=(record, self.width));
        let least = changed.map(|((_, position), _)| position + 1).max().unwrap_or(0);
        let target = match self.added.is_empty() || record < self.header || is_blank {
            true => least,
            false => self.width,
        };
        let first = self.width - self.added.len();
        for position in cells.len()..target {
            out.push(self.delimiter);
            let heading = position.checked_sub(first).filter(|_| record == self.header);
            let heading = heading.and_then(|index| self.added.get(index));
            match (heading, self.changes.get(&(record, position))) {
                (Some(column), _) => out.push_str(&self.quoted(self.table.columns[*column].label())),
                (None, Some(value)) => out.push_str(&self.quoted(value)),
                (None, None) => {}
            }
        }
    }

    fn quoted(&self, value: &str) -> String {
        let needs = value.contains(['"', '\n', '\r', self.delimiter]) || value.trim() != value;
        match needs {
            true => format!("\"{}\"", value.replace('"', "\"\"")),
            false => value.to_owned(),
        }
    }
}

/// The columns of a table that files have.
pub fn described(table: &Table) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(|column| !column.is_virtual)
}

/// The first record that has a text and is not Excel's line `sep=;`.
fn header_of(text: &str, records: &[Vec<Range<usize>>]) -> Option<usize> {
    records.iter().position(|cells| {
        let start = cells.first().map_or("", |cell| &text[cell.clone()]);
        let is_separator = start
            .trim_start_matches('\u{feff}')
            .to_ascii_lowercase()
            .starts_with("sep=");
        !is_separator && !is_blank(text, cells)
    })
}

/// The cells of each record, quotation marks included; `None` if one is not closed.
fn records(text: &str, delimiter: char) -> Option<Vec<Vec<Range<usize>>>> {
    let only_returns = !text.contains('\n');
    let mut records = Vec::new();
    let mut cells = Vec::new();
    let (mut start, mut is_quoted) = (0, false);
    for (at, letter) in text.char_indices() {
        let before = &text[start..at];
        match letter {
            '"' if is_quoted || before.trim_start_matches('\u{feff}').is_empty() || before.starts_with('"') => {
                is_quoted = !is_quoted;
            }
            _ if is_quoted => {}
            '\n' | '\r' if letter == '\n' || only_returns => {
                let end = at - usize::from(before.ends_with('\r'));
                cells.push(start..end);
                records.push(std::mem::take(&mut cells));
                start = at + 1;
            }
            letter if letter == delimiter => {
                cells.push(start..at);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    if start < text.len() || !cells.is_empty() {
        cells.push(start..text.len());
        records.push(cells);
    }
    (!is_quoted).then_some(records)
}

/// Whether a quotation mark is never closed, or by that of a later row alone.
fn has_open_quotation(text: &str, table: &Table, delimiter: char) -> bool {
    let mut dialect = Dialect {
        delimiter: delimiter.to_string(),
        header_row_count: 0,
        ..table.dialect.clone()
    };
    if !text.contains('\n') {
        dialect.line_terminators.push("\r".to_owned());
    }
    let mut finder = Finder::of(&table.file, &dialect);
    lines::each_row_of(text.trim_start_matches('\u{feff}'), &dialect, &mut |row| {
        finder.look(row);
        finder.open.is_empty()
    });
    !finder.open.is_empty()
}

/// Whether no cell of a record has a text.
fn is_blank(text: &str, cells: &[Range<usize>]) -> bool {
    cells.iter().all(|cell| unquoted(&text[cell.clone()]).trim().is_empty())
}

/// The value of a cell.
fn unquoted(cell: &str) -> String {
    let cell = cell.trim_start_matches('\u{feff}');
    match cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

/// The text of a table, with its byte order mark, and its encoding.
pub(crate) fn decoded(bytes: &[u8]) -> (Encoding, String) {
    match bytes {
        [0xff, 0xfe, ..] => (
            Encoding::Utf16Le,
            UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
        ),
        [0xfe, 0xff, ..] => (
            Encoding::Utf16Be,
            UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
        ),
        _ if lines::utf_16(bytes) == Some("utf-16le") => (
            Encoding::Utf16Le,
            UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
        ),
        _ if lines::utf_16(bytes) == Some("utf-16be") => (
            Encoding::Utf16Be,
            UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
        ),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (Encoding::Utf8, text.to_owned()),
            Err(_) => {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
                (Encoding::Windows1252, text.into_owned())
            }
        },
    }
}

/// The bytes of a text; `None` if the encoding has no place for one of its letters.
pub(crate) fn encoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Encoding::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Encoding::Windows1252 => {
            let (bytes, _, has_others) = WINDOWS_1252.encode(text);
            (!has_others).then(|| bytes.into_owned())
        }
    }
}
