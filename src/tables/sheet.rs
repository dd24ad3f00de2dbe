//! A table as it is in its file: its dialect, which column is which, its rows.

use super::heading::{self, Header, each_meant, titles};
use super::lines::{Mark, cut, each_row, encoding, is_blank, is_separator_line, mark};
use super::quoting::Finder;
use super::unreadable::unreadable;
use super::{known, shipped};
use csvw::RowPlace;
use csvw::block::ReadError;
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table, TableGroup};
use csvw::record::Row;
use diagnostic::{Diagnostic, Place, code};
use std::sync::Arc;

/// A table in its file.
#[derive(Debug)]
pub(super) struct Sheet {
    file: Arc<str>,
    dialect: Dialect,
    header: Arc<Vec<String>>,
    header_line: u64,
    /// The record of the headings.
    header_row: u64,
    /// The position in the file of each column of the metadata; `None` if the file has no such column.
    positions: Vec<Option<usize>>,
    /// The positions of columns that the metadata do not describe.
    extra: Vec<usize>,
    /// The titles of each column that it lacks; messages show the first.
    missing: Vec<Vec<String>>,
    /// What is wrong with headings.
    wrong: Vec<Diagnostic>,
    /// Whether it lacks a column without which its rows make no sense, or has one twice.
    is_unsure: bool,
    /// The rows that have a cell.
    rows: Vec<Record>,
    /// Lines with headings below the headings, and the first of them in short.
    repeated: Vec<u64>,
    repeated_text: String,
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
    cells: usize,
}

/// What becomes of a table's file.
pub(super) enum Reading {
    /// The sheet, and its rows with the columns of the metadata in their order.
    Table(Box<Sheet>, super::Rows),
    /// It is not read, for these faults.
    Wrong(Vec<Diagnostic>),
    /// It is empty, or a file of another kind: its conversion says so.
    Other,
}

impl Sheet {
    /// Reads a table. A file with a fault of its form is not read further: what follows from that is not told.
    pub(super) fn read(bytes: &[u8], table: &Table, group: &TableGroup) -> Reading {
        let mut dialect = Dialect {
            encoding: encoding(bytes).to_owned(),
            header_row_count: 0,
            ..table.dialect.clone()
        };
        if !bytes.contains(&b'\n') && bytes.contains(&b'\r') {
            dialect.line_terminators.push("\r".to_owned());
        }
        match heading::header(bytes, &dialect, table) {
            Some(header) => Self::read_below(bytes, header, table, group),
            None => match each_row(bytes, &dialect, &mut |_| true) {
                Ok(()) if !bytes.is_empty() => {
                    let described = table
                        .columns
                        .iter()
                        .filter(|column| !column.is_virtual && !column.may_be_missing);
                    let labels: Vec<&str> = described.map(Column::label).collect();
                    Reading::Wrong(vec![code::empty_table(Place::file(&*table.file), &labels.join(","))])
                }
                Ok(()) | Err(ReadError::Foreign(_)) => Reading::Other,
                Err(error) => {
                    let header = Header {
                        dialect: dialect.clone(),
                        ..Header::default()
                    };
                    Reading::Wrong(vec![unreadable(&table.file, &error, &header)])
                }
            },
        }
    }

    fn read_below(bytes: &[u8], header: Header, table: &Table, group: &TableGroup) -> Reading {
        let mut sheet = Self::empty(&header, table);
        let mut rows = super::Rows::new();
        let mut marks = Vec::new();
        let mut quotation = Finder::of(&table.file, &header.dialect);
        let read = each_row(bytes, &header.dialect, &mut |row| {
            quotation.look(row);
            match mark(row.text()) {
                Some(Mark::Ours) => marks.push(row.line),
                Some(Mark::Other) if !marks.is_empty() => marks.push(row.line),
                _ if is_blank(row) || is_separator_line(row) => sheet.is_canonical = false,
                _ if row.row_number < header.row_number => sheet.is_canonical = false,
                _ if row.row_number == header.row_number => {
                    sheet.take_header(row, table);
                    quotation.take_header(&sheet.header, row.row_number);
                }
                _ => sheet.take(row, table, &mut rows),
            }
            true
        });
        let at = |line: u64| Place {
            line: Some(line),
            ..Place::file(&*table.file)
        };
        match read {
            _ if !marks.is_empty() => Reading::Wrong(vec![code::merge_conflict(at(marks[0]), &marks)]),
            Err(ReadError::Foreign(_)) => Reading::Other,
            Err(error) => Reading::Wrong(vec![unreadable(&table.file, &error, &header)]),
            Ok(()) if !quotation.open.is_empty() => {
                quotation.open.append(&mut quotation.within);
                Reading::Wrong(quotation.open)
            }
            Ok(()) if header.row_number == 0 => Reading::Wrong(vec![sheet.nothing_known(&header, table, group)]),
            Ok(()) => {
                if let Some(first) = header.above.first() {
                    let above =
                        code::lines_above_header(at(*first), &header.above, &header.first_text, sheet.header_line);
                    sheet.wrong.push(above);
                }
                sheet.tell_of_another(&header, table, group);
                sheet.is_canonical &= quotation.within.is_empty();
                sheet.wrong.append(&mut quotation.within);
                Reading::Table(Box::new(sheet), rows)
            }
        }
    }

    fn empty(header: &Header, table: &Table) -> Self {
        let dialect = &header.dialect;
        Self {
            file: table.file.as_str().into(),
            header: Arc::default(),
            header_line: 0,
            header_row: header.row_number,
            positions: Vec::new(),
            extra: Vec::new(),
            missing: Vec::new(),
            wrong: Vec::new(),
            is_unsure: false,
            rows: Vec::new(),
            repeated: Vec::new(),
            repeated_text: String::new(),
            is_canonical: dialect.encoding == "utf-8"
                && dialect.delimiter == table.dialect.delimiter
                && dialect.line_terminators == table.dialect.line_terminators,
            dialect: dialect.clone(),
        }
    }

    /// Takes a row below the headings.
    fn take(&mut self, row: &Row<'_>, table: &Table, rows: &mut super::Rows) {
        if heading::is_repeated(row, &self.header, self.rows.is_empty(), table) {
            if self.repeated.is_empty() {
                self.repeated_text = heading::in_short(row.text());
            }
            self.repeated.push(row.line);
            self.is_canonical = false;
            return;
        }
        rows.push(self.canonical(row));
        self.rows.push(Record {
            line: row.line,
            number: row.row_number.saturating_sub(self.header_row),
            text: row.text().to_owned(),
            cells: row.len(),
        });
    }

    /// What is said of a table none of whose lines has a heading that is known.
    fn nothing_known(&self, header: &Header, table: &Table, group: &TableGroup) -> Diagnostic {
        let found: Vec<&str> = header.first.iter().map(String::as_str).collect();
        let described = table.columns.iter().filter(|column| !column.is_virtual);
        let columns: Vec<Vec<String>> = described.map(titles).collect();
        let known: Vec<&str> = columns
            .iter()
            .filter_map(|titles| titles.first())
            .map(String::as_str)
            .collect();
        let meant = each_meant(found.iter().copied(), &columns);
        if header
            .first
            .iter()
            .any(|cell| cell.contains(|letter: char| letter.is_control() && !letter.is_whitespace()))
        {
            let why = "it has characters of no text, as files of other kinds have; save the table as CSV (UTF-8)";
            return code::malformed_csv(Place::file(&*self.file), why);
        }
        let mut finding = code::no_headings(Place::file(&*self.file), &found, &known, &meant);
        if let Some(other) = heading::of_another(&header.first, table, group) {
            finding.help = Some(another(other));
        } else if let Some(sign) = heading::other_delimiter(&header.first, table) {
            finding.help = Some(format!(
                "the cells are separated by `{sign}`: save the table with commas, semicolons or tabs between them"
            ));
        } else if heading::is_one_cell(&header.first, table) {
            finding.help =
                Some("each line is one cell in quotation marks: remove the marks at both ends of each line, and write `\"` for `\"\"` within it".to_owned());
        }
        finding
    }

    /// Says in findings about missing columns that the headings are those of another table.
    fn tell_of_another(&mut self, header: &Header, table: &Table, group: &TableGroup) {
        let other = self
            .is_unsure
            .then(|| heading::of_another(&header.headings, table, group))
            .flatten();
        if let Some(other) = other {
            self.wrong
                .iter_mut()
                .for_each(|finding| finding.help = Some(another(other)));
        }
    }

    /// Whether a row has fewer cells than the header, and more than one: delimiters are missing.
    pub(super) fn is_short(&self, row_index: usize) -> bool {
        let cells = self.rows.get(row_index).map_or(0, |record| record.cells);
        (2..self.header.len()).contains(&cells)
    }

    /// Says that a row has fewer cells than the header.
    pub(super) fn too_short(&self, row_index: usize) -> Diagnostic {
        let cells = self.rows.get(row_index).map_or(0, |record| record.cells);
        self.row_length(row_index, self.cell(row_index, None), (cells, self.header.len()))
    }

    /// Says that a row has another number of cells than the header.
    pub(super) fn row_length(&self, row_index: usize, place: Place, counts: (usize, usize)) -> Diagnostic {
        let (found, expected) = counts;
        let mut finding = code::row_length(place, found, expected, self.delimiter());
        let text = self.rows.get(row_index).map_or("", |record| record.text.as_str());
        let typographic = text.matches(['“', '”', '«', '„']).next();
        if let Some(mark) = typographic.filter(|_| found > expected) {
            finding.help = Some(format!(
                "put a text that contains `{}` between straight quotation marks (\"): `{mark}` is a letter of the text like others",
                self.delimiter()
            ));
        }
        finding
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
                Some(column) => {
                    let first = self.positions[column].unwrap_or_default();
                    let twice = self.twice((first, position), table.columns[column].label());
                    self.wrong.push(twice);
                    self.is_unsure = true;
                }
                None => self.extra.push(position),
            }
        }
        self.take_misspelt(table);
        let lacks = (0..described).filter(|column| self.positions[*column].is_none());
        self.missing = lacks.map(|column| titles(&table.columns[column])).collect();
        let is_missing = |column: &usize| self.positions[*column].is_none() && is_needed(table, *column);
        let needed: Vec<&str> = (0..described)
            .filter(is_missing)
            .map(|column| table.columns[column].label())
            .collect();
        if !needed.is_empty() {
            self.want(&needed, "and");
        }
        self.wants_a_key(table);
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

    /// Says that two headings are those of one column.
    fn twice(&self, (first, second): (usize, usize), label: &str) -> Diagnostic {
        let headings = [&self.header[first], &self.header[second]];
        let mut finding = code::column_order(self.heading(Some(second)), headings[1], "another column");
        finding.message = format!(
            "the columns {} and {} are both `{label}`, with the headings `{}` and `{}`",
            first + 1,
            second + 1,
            headings[0],
            headings[1]
        );
        finding.valid = None;
        finding.help =
            Some("remove the one that is not meant, or give it another heading; the first is read".to_owned());
        finding
    }

    /// Says that columns are missing: these, or one of these.
    fn want(&mut self, names: &[&str], with: &str) {
        let place = self.heading(None);
        let mut finding = code::missing_column(place, names.first().copied().unwrap_or_default(), &self.header);
        if let Some((last, before)) = names.split_last().filter(|(_, before)| !before.is_empty()) {
            let names = format!("`{}` {with} `{last}`", before.join("`, `"));
            let (columns, are) = if with == "or" {
                ("column", "is")
            } else {
                ("columns", "are")
            };
            finding.message = format!("the {columns} {names} {are} missing");
            let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
            finding.valid = Some(format!("a header with {names}; this one has {}", header.join(", ")));
        }
        let extra = self.extra.iter().filter_map(|position| self.header.get(*position));
        let meant: Vec<String> = each_meant(extra.map(String::as_str), &self.missing)
            .into_iter()
            .map(|(heading, column)| format!("`{heading}` is to be `{column}`"))
            .collect();
        finding.help = (!meant.is_empty()).then(|| format!("perhaps {}", meant.join(" and ")));
        self.wrong.push(finding);
        self.is_unsure = true;
    }

    /// Says that rows can have no key: there is no column for it, and none of those that it is made of.
    fn wants_a_key(&mut self, table: &Table) {
        let is_there = |column: &usize| self.positions.get(*column).is_some_and(Option::is_some);
        let Some(key) = super::key_column(table).filter(|key| !is_there(key)) else {
            return;
        };
        let labels: Vec<usize> = super::key_labels(table);
        let required = super::key_parts(table);
        let is_made = labels.iter().any(is_there) || (!required.is_empty() && required.iter().all(is_there));
        if is_made || (labels.is_empty() && !required.is_empty()) {
            return;
        }
        let names: Vec<&str> = labels
            .iter()
            .chain([&key])
            .map(|column| table.columns[*column].label())
            .collect();
        self.want(&names, "or");
    }

    /// Takes a heading that is nearly that of a missing column for it, and says so. What only resembles an optional one (`Vote`, `note`) is
    /// a column of somebody's own, which a note names.
    fn take_misspelt(&mut self, table: &Table) {
        for position in std::mem::take(&mut self.extra) {
            let heading = self.header[position].trim().to_lowercase();
            let is_near = |column: &usize| {
                let label = table.columns[*column].label();
                let letters = label.chars().count();
                let is_wanted = is_needed(table, *column) || super::key_column(table) == Some(*column);
                let most = match (is_wanted, letters) {
                    (true, 3..6) | (false, 6..) => 1,
                    (true, 6..) => 2,
                    _ => return false,
                };
                // `funders` may be others than the `funder`.
                let is_longer = !is_wanted && heading.starts_with(label);
                self.positions[*column].is_none() && !is_longer && strsim::osa_distance(label, &heading) <= most
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
        let meant = each_meant(extra.iter().copied(), &self.missing);
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
        let repeated = self
            .repeated
            .first()
            .map(|line| code::second_header(at(*line), &self.repeated, &self.repeated_text, self.header_line));
        wrong.chain(repeated).chain(note)
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

    /// The line of a row, by index.
    pub(super) fn line(&self, row_index: usize) -> Option<u64> {
        self.rows.get(row_index).map(|record| record.line)
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

    /// Whether it lacks a column without which its rows make no sense, or has one twice.
    pub(super) fn is_unsure(&self) -> bool {
        self.is_unsure
    }

    /// Takes out the first row, which explains the headings, and says so.
    pub(super) fn take_out_first(&mut self) -> Option<Diagnostic> {
        let Record { line, text, .. } = (!self.rows.is_empty()).then(|| self.rows.remove(0))?;
        self.is_canonical = false;
        let place = Place {
            line: Some(line),
            ..Place::file(&*self.file)
        };
        Some(code::second_header(
            place,
            &[line],
            &heading::in_short(&text),
            self.header_line,
        ))
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

/// What to do with a table that has the headings of another.
fn another(file: &str) -> String {
    format!("these are headings of {file}: the content of the two files is perhaps exchanged")
}
