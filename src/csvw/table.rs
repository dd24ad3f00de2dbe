//! A table read row by row: header, cells, statements.
//!
//! "Model for Tabular Data and Metadata on the Web", sections 6.4 (cells) and 8 (CSV); "Generating RDF", section 4.

use super::datatype::{Base, Datatype, Invalid};
use super::metadata::{Column, Table};
use super::quoting::{Quoting, Watched};
use super::row::{Row, RowPlace};
use super::template::Template;
use crate::diagnostic::{Diagnostic, Place, Report, code, nearest};
use oxigraph::model::{LiteralRef, NamedNodeRef, TermRef};
use std::io::Read;
use std::sync::Arc;

/// One statement of a row.
pub struct Statement<'a> {
    /// What it is about.
    pub subject: NamedNodeRef<'a>,
    /// Its predicate.
    pub predicate: NamedNodeRef<'a>,
    /// What it states.
    pub object: TermRef<'a>,
    /// The column it comes from, in the order of the metadata.
    pub column_index: usize,
    /// The table it comes from.
    pub table: &'a Table,
    /// The row it comes from.
    pub row: &'a Current<'a>,
}

/// Takes the statements.
pub type Sink<'a> = dyn FnMut(&Statement<'_>) + 'a;

/// Takes each row for the sake of its keys, with what tells its place; gives what is wrong with them.
pub type KeySink<'a> = dyn FnMut(&Row, &Current<'_>) -> Vec<Diagnostic> + 'a;

/// The row that is being read, as it stands in its file.
pub struct Current<'a> {
    file: &'a Arc<str>,
    header: &'a Arc<Vec<String>>,
    positions: &'a [Option<usize>],
    record: &'a csv::ByteRecord,
    row_number: u64,
    line: u64,
}

impl Current<'_> {
    /// The place of the row, to be kept.
    pub fn place(&self) -> RowPlace {
        RowPlace {
            file: Arc::clone(self.file),
            header: Arc::clone(self.header),
            row: Arc::new(
                self.record
                    .iter()
                    .map(|cell| String::from_utf8_lossy(cell).into_owned())
                    .collect(),
            ),
            row_number: self.row_number,
            line: self.line,
        }
    }

    /// The place of the cell of a column of the metadata.
    pub fn cell(&self, column_index: usize) -> Place {
        self.place().cell(self.positions.get(column_index).copied().flatten())
    }
}

/// The buffers of a statement, reused.
#[derive(Default)]
struct Buffers {
    subject: String,
    predicate: String,
    object: String,
}

/// Reads a table, checks it, and hands its rows to `keys` and its statements to `sink`.
/// False where its header could not be read, so that nothing is known of its rows.
pub fn read(
    table: &Table,
    reader: impl Read,
    report: &mut Report,
    keys: &mut KeySink<'_>,
    sink: &mut Sink<'_>,
) -> bool {
    let file: Arc<str> = Arc::from(table.file.as_str());
    let quoting = Quoting::default();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(Watched::new(reader, &quoting));
    let header = match reader.byte_headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            report.push(malformed(&file, &error));
            return false;
        }
    };
    let Some((header, positions)) = read_header(table, &header, report) else {
        return false;
    };
    let datatypes: Vec<String> = table.columns.iter().map(|column| column.datatype.base.iri()).collect();
    let mut row = Row::default();
    let mut buffers = Buffers::default();
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => {
                quoting.report(&file, report);
                return true;
            }
            Err(error) => {
                report.push(malformed(&file, &error));
                return true;
            }
        }
        row.row_number += 1;
        row.line = record.position().map_or(0, csv::Position::line);
        let current = Current {
            file: &file,
            header: &header,
            positions: &positions,
            record: &record,
            row_number: row.row_number,
            line: row.line,
        };
        if record.len() != header.len() {
            report.push(code::row_length(current.place().cell(None), record.len(), header.len()));
            // Its keys are taken all the same, so that rows which refer to it are not reported too.
            read_cells(table, &current, &mut row, &mut Report::default());
            keys(&row, &current);
            continue;
        }
        read_cells(table, &current, &mut row, report);
        for diagnostic in keys(&row, &current) {
            report.push(diagnostic);
        }
        write_row(table, &row, &current, &datatypes, &mut buffers, report, sink);
    }
}

fn malformed(file: &str, error: &csv::Error) -> Diagnostic {
    let mut place = Place::file(file);
    if let csv::ErrorKind::Io(error) = error.kind() {
        return code::unreadable_file(place, &error.to_string());
    }
    place.line = error.position().map(csv::Position::line);
    code::malformed_csv(place, &error.to_string())
}

type Header = (Arc<Vec<String>>, Vec<Option<usize>>);

/// Finds each column of the metadata in the header; says what is missing, unknown or in another place.
fn read_header(table: &Table, record: &csv::ByteRecord, report: &mut Report) -> Option<Header> {
    let written: Vec<&Column> = table.columns.iter().filter(|column| !column.is_virtual).collect();
    let titles: Vec<&str> = written
        .iter()
        .filter_map(|column| column.titles.first())
        .map(String::as_str)
        .collect();
    if record.is_empty() {
        report.push(code::empty_table(Place::file(&table.file), &titles.join(",")));
        return None;
    }
    let header: Arc<Vec<String>> = Arc::new(
        record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned())
            .collect(),
    );
    let place = |index: Option<usize>| header_place(table, &header, index);
    if let Some(separator) = other_separator(&header, &written) {
        report.push(code::malformed_csv(
            place(None),
            &format!("the cells are separated by {separator}, not by commas"),
        ));
        return None;
    }
    let unreadable = record.iter().enumerate().find_map(|(index, bytes)| {
        let error = std::str::from_utf8(bytes).err()?;
        Some((index, bytes.get(error.valid_up_to()).copied().unwrap_or_default()))
    });
    if let Some((index, byte)) = unreadable {
        report.push(code::not_utf8(place(Some(index)), byte, "the header"));
        return None;
    }
    let mut meant: Vec<&str> = Vec::new();
    for (index, name) in header.iter().enumerate() {
        let first = header.iter().position(|other| other == name) == Some(index);
        if !written.iter().any(|column| column.titles.contains(name)) {
            let missing = titles
                .iter()
                .copied()
                .filter(|title| !header.iter().any(|found| found == title));
            meant.extend(nearest(name, missing));
            report.push(code::unknown_column(place(Some(index)), name, &titles));
        } else if !first {
            report.push(code::column_order(place(Some(index)), name, "another column, or none"));
        } else if header.len() == written.len() && !written[index].titles.contains(name) {
            report.push(code::column_order(place(Some(index)), name, titles[index]));
        }
    }
    let mut positions = Vec::new();
    for column in &table.columns {
        let position = header
            .iter()
            .position(|name| column.titles.contains(name) && !column.is_virtual);
        let is_explained = meant.contains(&column.titles[0].as_str());
        if position.is_none() && !column.is_virtual && !is_explained {
            report.push(code::missing_column(place(None), &column.titles[0], &header));
        }
        positions.push(position);
    }
    Some((header, positions))
}

fn header_place(table: &Table, header: &Arc<Vec<String>>, index: Option<usize>) -> Place {
    let place = RowPlace {
        file: Arc::from(table.file.as_str()),
        header: Arc::clone(header),
        row: Arc::clone(header),
        row_number: 0,
        line: 1,
    };
    place.cell(index)
}

/// What separates the cells, where the header is one cell that another separator would cut into the columns.
fn other_separator(header: &[String], written: &[&Column]) -> Option<&'static str> {
    let [only] = header else { return None };
    let known = |name: &str| {
        written
            .iter()
            .any(|column| column.titles.iter().any(|title| title == name.trim_matches('"')))
    };
    let separators = [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")];
    let found = separators
        .iter()
        .find(|(separator, _)| only.contains(*separator) && only.split(*separator).any(known));
    found.map(|(_, name)| *name)
}

/// Parses the cells of a row into their values.
fn read_cells(table: &Table, current: &Current<'_>, row: &mut Row, report: &mut Report) {
    row.values.resize(table.columns.len(), String::new());
    row.null.resize(table.columns.len(), true);
    row.invalid.resize(table.columns.len(), false);
    for (index, column) in table.columns.iter().enumerate() {
        let value = &mut row.values[index];
        value.clear();
        row.null[index] = true;
        row.invalid[index] = false;
        let Some(bytes) = current.positions[index].and_then(|position| current.record.get(position)) else {
            continue;
        };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
                report.push(code::not_utf8(current.cell(index), byte, &column.titles[0]));
                continue;
            }
        };
        normalise(text, column, value);
        row.null[index] = column.null.iter().any(|null| null == value);
        if row.null[index] {
            value.clear();
            if column.required {
                report.push(code::required_cell(current.cell(index), &column.titles[0]));
            }
            continue;
        }
        for part in parts(value, column) {
            if let Err(invalid) = column.datatype.check(part) {
                report.push(invalid_cell(current.cell(index), part, &column.datatype, invalid));
                row.invalid[index] = true;
            }
        }
    }
}

/// White space as section 6.4 asks: kept in strings, collapsed elsewhere; an empty cell takes the default.
fn normalise(text: &str, column: &Column, value: &mut String) {
    if column.datatype.base == Base::String {
        value.push_str(text);
    } else {
        for (index, word) in text.split_whitespace().enumerate() {
            if index > 0 {
                value.push(' ');
            }
            value.push_str(word);
        }
    }
    if value.is_empty() {
        value.push_str(&column.default);
    }
}

/// The values of a cell: one, or those of a list.
fn parts<'a>(value: &'a str, column: &'a Column) -> impl Iterator<Item = &'a str> {
    let list = column
        .separator
        .as_deref()
        .map(|separator| value.split(separator).map(str::trim));
    let one = column.separator.is_none().then_some(value);
    list.into_iter().flatten().filter(|part| !part.is_empty()).chain(one)
}

fn invalid_cell(place: Place, value: &str, datatype: &Datatype, invalid: Invalid) -> Diagnostic {
    match invalid {
        Invalid::Lexical { valid } => code::bad_value(place, value, datatype.base.name(), &valid),
        Invalid::Length { length, valid } => code::bad_length(place, length, &valid),
        Invalid::Format { format, suggestion } => code::bad_format(
            place,
            value,
            &format,
            suggestion.map(|near| format!("did you mean `{near}`?")),
        ),
    }
}

/// Hands over the statements of a row.
fn write_row(
    table: &Table,
    row: &Row,
    current: &Current<'_>,
    datatypes: &[String],
    buffers: &mut Buffers,
    report: &mut Report,
    sink: &mut Sink<'_>,
) {
    let mut is_reported = false;
    let mut bad_iri = |index: usize, iri: &str| {
        if !std::mem::replace(&mut is_reported, true) {
            report.push(code::bad_iri(current.cell(index), iri));
        }
    };
    for (index, column) in table.columns.iter().enumerate() {
        let is_empty = row.null[index] && !column.is_virtual;
        if column.suppress_output || is_empty || row.invalid[index] || depends_on_nothing(column, row) {
            continue;
        }
        column.about.expand(row, &column.name, &mut buffers.subject);
        column.property.expand(row, &column.name, &mut buffers.predicate);
        let iris = [
            (&column.about, &buffers.subject),
            (&column.property, &buffers.predicate),
        ];
        if let Some((_, bad)) = iris.into_iter().find(|(template, iri)| !is_iri(template, iri)) {
            bad_iri(index, bad);
            continue;
        }
        let mut give = |object: TermRef<'_>| {
            sink(&Statement {
                subject: NamedNodeRef::new_unchecked(&buffers.subject),
                predicate: NamedNodeRef::new_unchecked(&buffers.predicate),
                object,
                column_index: index,
                table,
                row: current,
            });
        };
        if let Some(template) = &column.value {
            template.expand(row, &column.name, &mut buffers.object);
            if is_iri(template, &buffers.object) {
                give(NamedNodeRef::new_unchecked(&buffers.object).into());
            } else {
                bad_iri(index, &buffers.object);
            }
        } else {
            for part in parts(&row.values[index], column) {
                give(literal(part, column, &datatypes[index]).into());
            }
        }
    }
}

/// Whether what a template gave is an IRI; only some templates need to be asked.
fn is_iri(template: &Template, iri: &str) -> bool {
    !template.may_fail() || oxiri::Iri::parse(iri).is_ok()
}

/// Whether an IRI of this column is made from a cell that is empty or not valid: then there is nothing to name.
fn depends_on_nothing(column: &Column, row: &Row) -> bool {
    let templates = [Some(&column.about), column.value.as_ref()];
    templates
        .into_iter()
        .flatten()
        .flat_map(|template| template.columns())
        .any(|index| row.null[index] || row.invalid[index])
}

fn literal<'a>(text: &'a str, column: &'a Column, datatype: &'a str) -> LiteralRef<'a> {
    match column.datatype.base {
        Base::String if column.language != "und" => {
            LiteralRef::new_language_tagged_literal_unchecked(text, &column.language)
        }
        Base::String => LiteralRef::new_simple_literal(text),
        _ => LiteralRef::new_typed_literal(text, NamedNodeRef::new_unchecked(datatype)),
    }
}
