//! A table prepared for reading: its description matched with its header row, each column compiled once.
//!
//! Columns are matched by their position ("Metadata Vocabulary", section 5.5.1); titles only tell whether the
//! description is that of this table.

use super::block::Head;
use super::context;
use super::limits::{COLUMNS, DIFFERENCES};
use super::metadata::{Column, Table, Title, by_name, encoded, slot};
use super::place::RowPlace;
use super::record::has_bare_return;
use super::template::IriTemplate;
use super::{Invalid, Mode};
use diagnostic::{Diagnostic, Kind, Place, Report, Severity, code, grouped, nearest};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

/// A table prepared for reading.
pub struct Plan<'t> {
    /// Its description.
    pub table: &'t Table,
    /// Its columns: those described, then those that only the file has.
    pub columns: Cow<'t, [Column]>,
    /// For each column, its position in the file.
    pub positions: Vec<Option<usize>>,
    /// How many cells a row has.
    pub width: usize,
    pub(super) file: Arc<str>,
    pub(super) header: Arc<Vec<String>>,
    /// The columns that give triples.
    pub(super) emitted: Vec<usize>,
    /// The different templates of subjects; columns without one share the row's blank node.
    pub(super) subjects: Vec<IriTemplate>,
    /// For each column, its subject.
    pub(super) subject_of: Vec<Option<usize>>,
    /// For each column, the IRI of its datatype.
    pub(super) datatypes: Vec<String>,
    /// For each column, whether its text is its value as it is.
    pub(super) plain: Vec<bool>,
    /// For each column, whether a text of the wrong form is told as a key that is not there; empty if none is.
    pub(super) referring: Vec<bool>,
    /// The columns of each set of keys that is filled from this table.
    pub(super) key_columns: Vec<Vec<usize>>,
    /// Whether statements need the number of their row: for blank nodes, or in templates.
    pub(super) is_numbered: bool,
    pub(super) mode: Mode,
    pub(super) invalid: Invalid,
    pub(super) table_index: usize,
    /// Blank nodes of this table begin so.
    pub(super) blank: String,
}

/// What is said of a table whose lines end with CR alone.
const CR: &str = "its lines end with CR alone, so that all of it would be the header; \
    say in the metadata \"dialect\": {\"lineTerminators\": [\"\\r\"]}, which `describe` does, or save it with other line ends";

/// How a table is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    pub mode: Mode,
    pub invalid: Invalid,
    pub table_index: usize,
}

impl<'t> Plan<'t> {
    /// Matches a description with the head of its table; `first_row` is the number of cells in the first row, where
    /// there is no header. `None` if the table cannot be read by it.
    pub(super) fn new(table: &'t Table, head: &Head, first_row: usize, how: How, report: &mut Report) -> Option<Self> {
        let header: Vec<String> = head.header.first().cloned().unwrap_or_default();
        let file: Arc<str> = Arc::from(table.file.as_str());
        let width = if head.header.is_empty() {
            first_row
        } else {
            header.len()
        };
        let mut plan = Self {
            table,
            columns: Cow::Borrowed(&table.columns),
            positions: Vec::new(),
            width,
            file,
            header: Arc::new(header),
            emitted: Vec::new(),
            subjects: Vec::new(),
            subject_of: Vec::new(),
            datatypes: Vec::new(),
            plain: Vec::new(),
            referring: Vec::new(),
            key_columns: Vec::new(),
            is_numbered: false,
            mode: how.mode,
            invalid: how.invalid,
            table_index: how.table_index,
            blank: format!("t{}r", how.table_index),
        };
        if table.dialect.header_row_count > 0 && !plan.is_compatible(head, report) {
            return None;
        }
        plan.place_columns(head, report);
        plan.compile();
        Some(plan)
    }

    /// The place of a cell of the header.
    fn header_place(&self, position: Option<usize>) -> Place {
        let place = RowPlace {
            file: Arc::clone(&self.file),
            header: Arc::clone(&self.header),
            row: Arc::clone(&self.header),
            row_number: 0,
            line: 1,
        };
        place.cell(position, None)
    }

    fn report(&self, diagnostic: Diagnostic, report: &mut Report) {
        report.push(self.sorted(diagnostic));
    }

    /// What validators report as errors, converters report as warnings (section 6.6 of the model).
    pub(super) fn sorted(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if self.invalid == Invalid::AsText {
            diagnostic.severity = diagnostic.severity.max(Severity::Warning);
        }
        diagnostic
    }

    /// The kind of a finding of this table, with the severity that [`Self::sorted`] gives it.
    pub(super) fn kind<'k>(&'k self, code: &'k str, column_number: usize) -> Kind<'k> {
        let mut kind = Kind::of(code, &self.table.file, column_number);
        if self.invalid == Invalid::AsText {
            kind.severity = kind.severity.max(Severity::Warning);
        }
        kind
    }

    /// The titles that the header gives a column: one a header row.
    fn written_titles(&self, head: &Head, position: usize) -> Vec<Title> {
        let texts = head
            .header
            .iter()
            .filter_map(|row| row.get(position))
            .filter(|text| !text.is_empty());
        texts
            .map(|text| Title {
                language: self.table.inherited.language.clone(),
                text: text.clone(),
            })
            .collect()
    }

    /// Whether the description matches the header row; false if the table cannot be read at all.
    fn is_compatible(&self, head: &Head, report: &mut Report) -> bool {
        let written: Vec<&Column> = self.table.columns.iter().filter(|column| !column.is_virtual).collect();
        let labels: Vec<&str> = written.iter().map(|column| column.label()).collect();
        if self.width > COLUMNS {
            let place = Place::file(&self.table.file);
            self.report(code::too_many_columns(place, &grouped(COLUMNS)), report);
            return false;
        }
        if self.width == 0 {
            let place = Place::file(&self.table.file);
            self.report(
                code::empty_table(place, &labels.join(&self.table.dialect.delimiter)),
                report,
            );
            return false;
        }
        if written.is_empty() && !self.ends_with_cr(head) {
            if !self.table.is_undescribed {
                self.report(code::no_columns(self.header_place(None), &self.header), report);
            }
            return self.table.is_undescribed || self.invalid == Invalid::AsText;
        }
        if self.ends_with_cr(head) {
            self.report(code::malformed_csv(self.header_place(None), CR), report);
            return self.invalid == Invalid::AsText;
        }
        if let Some((delimiter, name)) = self.other_delimiter(&written) {
            let why = format!(
                "the cells are separated by {name}, not by `{}`",
                self.table.dialect.delimiter
            );
            let diagnostic = code::wrong_delimiter(self.header_place(None), &why, delimiter);
            self.report(diagnostic, report);
            return self.invalid == Invalid::AsText;
        }
        let before = report.counts();
        self.compare_header(head, &written, report);
        // By a description that is not its own a table would be read wrongly.
        self.invalid == Invalid::AsText || report.counts() == before
    }

    /// Reports each cell of the header that is not the title of its column, and each column that the header lacks.
    fn compare_header(&self, head: &Head, written: &[&Column], report: &mut Report) {
        let labels: Vec<&str> = written.iter().map(|column| column.label()).collect();
        let titles = Titles::new(self, head, written);
        let mut explained = vec![false; written.len()];
        let first = by_name(self.header.iter().map(String::as_str));
        let missing = OnceCell::new();
        let mut differences = 0;
        for (position, name) in self.header.iter().enumerate() {
            let place = || self.header_place(Some(position));
            let is_first = first.get(name) == Some(&position);
            let here = written.get(position);
            if here.is_some_and(|column| titles.fit(column, position)) {
                explained[position] = true;
                continue;
            }
            differences += 1;
            if differences > DIFFERENCES {
                return self.report(code::many_differences(place(), &grouped(DIFFERENCES)), report);
            }
            if let Some(index) = titles.column_of(position) {
                if !is_first {
                    self.report(code::column_order(place(), name, "another column, or none"), report);
                } else if self.header.len() == written.len() {
                    self.report(code::column_order(place(), name, labels[position]), report);
                }
                explained[index] = true;
            } else if let Some(column) = here.filter(|column| is_named_so(column, name)) {
                self.report(code::untitled_column(place(), &column.name, name), report);
                explained[position] = true;
            } else {
                let missing: &Vec<usize> = missing.get_or_init(|| titles.missing());
                let meant = nearest(name, missing.iter().map(|index| labels[*index]));
                if let Some(index) = missing.iter().find(|index| Some(labels[**index]) == meant) {
                    explained[*index] = true;
                }
                self.report(code::unknown_column(place(), name, &labels), report);
            }
        }
        for (index, column) in written.iter().enumerate() {
            let may_be_missing = column.may_be_missing && index >= self.width;
            if !explained[index] && !is_nameless(column) && !may_be_missing {
                let place = self.header_place(None);
                differences += 1;
                if differences > DIFFERENCES {
                    return self.report(code::many_differences(place, &grouped(DIFFERENCES)), report);
                }
                self.report(code::missing_column(place, column.label(), &self.header), report);
            }
        }
    }

    /// Whether lines seem to end with CR alone, so that header and rows are one.
    fn ends_with_cr(&self, head: &Head) -> bool {
        let ends = &self.table.dialect.line_terminators;
        !ends.iter().any(|end| end == "\r") && head.written.iter().any(|text| has_bare_return(text))
    }

    /// What separates the cells, where the header is one cell that another separator would cut into the columns.
    fn other_delimiter(&self, written: &[&Column]) -> Option<(&'static str, &'static str)> {
        let [only] = self.header.as_slice() else { return None };
        if written.len() < 2 {
            return None;
        }
        let known = |name: &str| {
            let name = name.trim().trim_matches('"');
            written
                .iter()
                .any(|column| column.label() == name || column.titles.iter().any(|title| title.text == name))
        };
        let delimiters = [
            (",", "commas"),
            (";", "semicolons"),
            ("\t", "tabs"),
            ("|", "vertical bars"),
        ];
        delimiters
            .into_iter()
            .find(|(delimiter, _)| only.contains(delimiter) && only.split(delimiter).any(known))
    }

    /// Assigns each column its position; cells without a description become columns `_col.N` or are named by the header.
    fn place_columns(&mut self, head: &Head, report: &mut Report) {
        let mut next = 0;
        for column in &self.table.columns {
            let is_missing = column.may_be_missing && next >= self.width;
            self.positions.push((!column.is_virtual && !is_missing).then_some(next));
            next += usize::from(!column.is_virtual);
        }
        if next >= self.width {
            return;
        }
        let mut names = by_name(self.table.columns.iter().map(|column| column.name.as_str()));
        let mut added = Vec::new();
        for position in next..self.width {
            let titles = self.written_titles(head, position);
            let numbered = format!("_col.{}", position + 1);
            let name = match titles.first() {
                Some(title) if self.table.is_undescribed => encoded(&title.text),
                _ => numbered.clone(),
            };
            let name = if names.contains_key(&name) { numbered } else { name };
            let index = self.table.columns.len() + added.len();
            names.entry(name.clone()).or_insert(index);
            added.push((position, name, titles));
        }
        let mut columns = self.table.columns.clone();
        for (position, name, titles) in added {
            let mut bad = None;
            let made = self.table.inherited.column(
                &name,
                titles,
                &names,
                &self.table.url,
                &mut |found| bad = Some(found),
                &mut |_, _| {},
            );
            if let Some(bad) = bad {
                let place = self.header_place(Some(position));
                let why = format!("`{}`: {}", bad.text, bad.error);
                report.push(code::bad_metadata(
                    place,
                    bad.role.name(),
                    &why,
                    "a URI template such as ../claim/{key}",
                ));
            }
            if let Some(made) = made {
                columns.push(made);
                self.positions.push(Some(position));
            }
        }
        self.columns = Cow::Owned(columns);
    }

    fn compile(&mut self) {
        let mut texts: HashMap<&str, usize> = HashMap::new();
        for (index, column) in self.columns.iter().enumerate() {
            if !column.suppress_output {
                self.emitted.push(index);
            }
            let subject = column.about.as_ref().map(|about| {
                let text = column.about_text.as_deref().unwrap_or_default();
                *texts.entry(text).or_insert_with(|| {
                    self.subjects.push(about.clone());
                    self.subjects.len() - 1
                })
            });
            self.subject_of.push(subject);
            self.datatypes.push(column.datatype.iri().to_owned());
        }
        self.plain = self.columns.iter().map(is_plain).collect();
        self.is_numbered = self.mode == Mode::Standard
            || self.columns.iter().any(|column| {
                let templates = [column.about.as_ref(), Some(&column.property), column.value.as_ref()];
                let mut slots = templates.into_iter().flatten().flat_map(IriTemplate::slots);
                column.about.is_none()
                    || column.ordered
                    || slots.any(|slot| matches!(slot, slot::ROW | slot::SOURCE_ROW))
            });
    }
}

/// The titles of a header and the columns of its description, each found by its text.
struct Titles<'p> {
    written: &'p [&'p Column],
    /// For each position of the header, its titles.
    of: Vec<Vec<Title>>,
    /// The positions at which a text is a title.
    positions: HashMap<String, Vec<usize>>,
    /// The columns that have a text as a title.
    columns: HashMap<&'p str, Vec<usize>>,
    /// The first column that fits any position.
    fits_all: Option<usize>,
    is_validating: bool,
}

impl<'p> Titles<'p> {
    fn new(plan: &Plan<'_>, head: &Head, written: &'p [&'p Column]) -> Self {
        let of: Vec<Vec<Title>> = (0..plan.width)
            .map(|position| plan.written_titles(head, position))
            .collect();
        let is_validating = plan.invalid != Invalid::AsText;
        let mut positions: HashMap<String, Vec<usize>> = HashMap::new();
        for (position, title) in of
            .iter()
            .enumerate()
            .flat_map(|(at, titles)| titles.iter().map(move |one| (at, one)))
        {
            positions.entry(title.text.clone()).or_default().push(position);
        }
        let mut columns: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, column) in written.iter().enumerate() {
            for title in &column.titles {
                columns.entry(&title.text).or_default().push(index);
            }
        }
        let fits_all = written
            .iter()
            .position(|column| is_title_of(column, &[], is_validating));
        Self {
            written,
            of,
            positions,
            columns,
            fits_all,
            is_validating,
        }
    }

    /// Whether a column is compatible with what the header says at a position.
    fn fit(&self, column: &Column, position: usize) -> bool {
        let titles = self.of.get(position);
        titles.is_some_and(|titles| is_title_of(column, titles, self.is_validating))
    }

    /// The first column that is compatible with what the header says at a position.
    fn column_of(&self, position: usize) -> Option<usize> {
        let titles = self.of.get(position)?;
        let candidates = titles.iter().filter_map(|title| self.columns.get(title.text.as_str()));
        let fits = |index: &usize| self.fit(self.written[*index], position);
        let found = candidates.filter_map(|indices| indices.iter().copied().find(fits));
        found.chain(self.fits_all).min()
    }

    /// The columns that are compatible with no position.
    fn missing(&self) -> Vec<usize> {
        let is_there = |column: &Column| {
            let fits_all = is_title_of(column, &[], self.is_validating) && !self.of.is_empty();
            let mut candidates = column.titles.iter().filter_map(|title| self.positions.get(&title.text));
            fits_all || candidates.any(|positions| positions.iter().any(|position| self.fit(column, *position)))
        };
        (0..self.written.len())
            .filter(|index| !is_there(self.written[*index]))
            .collect()
    }
}

/// Whether a column has the name of a header's cell, and no titles.
fn is_named_so(column: &Column, title: &str) -> bool {
    column.titles.is_empty() && (column.name == title || column.name == encoded(title))
}

/// Whether the metadata gives a column neither a name nor titles: then it can be any.
fn is_nameless(column: &Column) -> bool {
    column.titles.is_empty() && column.name.starts_with("_col.")
}

/// Whether a column is compatible with what the header says of it (section 5.5.1.1): for a validator, a name alone is
/// no title.
fn is_title_of(column: &Column, written: &[Title], is_validating: bool) -> bool {
    is_nameless(column)
        || (column.titles.is_empty() && !is_validating)
        || column.titles.iter().any(|title| {
            written
                .iter()
                .any(|found| found.text == title.text && context::languages_match(&found.language, &title.language))
        })
}

/// Whether the text of a column's cells is their value as it is, unless it is empty.
fn is_plain(column: &Column) -> bool {
    column.datatype.is_plain_string()
        && column.null == [String::new()]
        && column.default.is_empty()
        && column.separator.is_none()
}
