//! Answers as people and programs read them: a table, CSV, TSV, JSON, XML, Markdown, Turtle, N-Triples.
//!
//! Rows are written as they are computed. Two things need all of them first: a table, for the widths of its columns, and a
//! graph, for the order of its triples.

mod table;

use crate::dossier::Dossier;
use crate::export::{rdf, spreadsheet::guarded, table::into_io};
use crate::graph::{Results, Rows, text};
use crate::vocabulary::XSD;
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::QueryEvaluationError;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::{self, Write};

/// A format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for a terminal.
    Table,
    /// SPARQL 1.1 Query Results CSV.
    Csv,
    /// CSV in which spreadsheets find accents, and take no text for a formula.
    Spreadsheet,
    /// SPARQL 1.1 Query Results TSV.
    Tsv,
    /// SPARQL 1.1 Query Results JSON.
    Json,
    /// SPARQL Query Results XML.
    Xml,
    /// A Markdown table.
    Markdown,
    /// Turtle, for CONSTRUCT and DESCRIBE.
    Turtle,
    /// N-Triples, for CONSTRUCT and DESCRIBE.
    NTriples,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 9] = [
        Self::Table,
        Self::Csv,
        Self::Spreadsheet,
        Self::Tsv,
        Self::Json,
        Self::Xml,
        Self::Markdown,
        Self::Turtle,
        Self::NTriples,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Spreadsheet => "spreadsheet",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Markdown => "markdown",
            Self::Turtle => "turtle",
            Self::NTriples => "ntriples",
        }
    }

    fn results(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
            _ => None,
        }
    }

    fn triples(self) -> Option<rdf::Format> {
        match self {
            Self::Turtle | Self::Table => Some(rdf::Format::Turtle),
            Self::NTriples => Some(rdf::Format::NTriples),
            _ => None,
        }
    }
}

/// An answer cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The answer is of a form that the format cannot hold.
    #[error("{form} cannot be written as {}: use {valid}", format.name())]
    Form {
        /// What the answer is.
        form: &'static str,
        /// The format asked for.
        format: Format,
        /// The formats that can.
        valid: &'static str,
    },
    /// A row cannot be computed; what was written before it is no whole answer.
    #[error("the query could not be answered")]
    Evaluation(#[from] QueryEvaluationError),
    /// Writing failed.
    #[error("the answer cannot be written")]
    Io(#[from] io::Error),
}

/// Writes an answer, row by row as it is computed. A table is made to fit into `width` columns, where that is given.
///
/// # Errors
/// When the format cannot hold it, a row cannot be computed, or writing fails. JSON and XML are then left open; for other
/// formats only the error tells that rows are missing.
pub fn write(
    results: Results<'_>,
    format: Format,
    width: Option<usize>,
    dossier: &Dossier,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    match results {
        Results::Solutions(rows) => write_rows(rows, format, width, dossier, out),
        Results::Boolean(value) => match format.results() {
            Some(results) => {
                QueryResultsSerializer::from_format(results).serialize_boolean_to_writer(&mut *out, value)?;
                writeln!(out)?;
                Ok(())
            }
            None if format == Format::Table || format == Format::Markdown => {
                writeln!(out, "{}", if value { "yes" } else { "no" })?;
                Ok(())
            }
            None => Err(WriteError::Form {
                form: "the answer of ASK",
                format,
                valid: "table, csv, tsv, json or xml",
            }),
        },
        Results::Triples(triples) => match format.triples() {
            Some(format) => Ok(rdf::write(&triples, format, dossier, out)?),
            None => Err(WriteError::Form {
                form: "a graph",
                format,
                valid: "turtle or ntriples",
            }),
        },
    }
}

fn write_rows(
    rows: Rows<'_>,
    format: Format,
    width: Option<usize>,
    dossier: &Dossier,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    match (format, format.results()) {
        (_, Some(results)) => {
            let variables: Vec<Variable> = rows.variables.iter().map(Variable::new_unchecked).collect();
            let serializer = QueryResultsSerializer::from_format(results);
            let mut writer = serializer.serialize_solutions_to_writer(&mut *out, variables.clone())?;
            for row in rows {
                writer.serialize(&row?)?;
            }
            writer.finish()?;
            if matches!(results, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
                writeln!(out)?;
            }
        }
        (Format::Table, _) => table::write(&rows.collect()?, width, dossier, out)?,
        (Format::Spreadsheet, _) => spreadsheet(rows, out)?,
        (Format::Markdown, _) => markdown(rows, dossier, out)?,
        _ => {
            return Err(WriteError::Form {
                form: "a table",
                format,
                valid: "table, csv, spreadsheet, tsv, json, xml or markdown",
            });
        }
    }
    Ok(())
}

/// A term in a table: a literal's text, an IRI as its shortest prefixed name.
fn cell(term: Option<&Term>, dossier: &Dossier) -> String {
    match term {
        None => String::new(),
        Some(Term::NamedNode(node)) => dossier.shorten(node.as_str()),
        Some(other) => text(other).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// CSV behind a byte order mark, by which spreadsheets know UTF-8; numbers as they are, texts as [`guarded`].
fn spreadsheet(rows: Rows<'_>, out: &mut impl Write) -> Result<(), WriteError> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(&rows.variables).map_err(into_io)?;
    for row in rows {
        for term in row?.values() {
            let cell = term.as_ref().map(text).unwrap_or_default();
            if term.as_ref().is_some_and(is_number) {
                writer.write_field(cell).map_err(into_io)?;
            } else {
                writer.write_field(guarded(cell).as_ref()).map_err(into_io)?;
            }
        }
        writer.write_record(None::<&[u8]>).map_err(into_io)?;
    }
    Ok(writer.flush()?)
}

/// Whether a term is a number, and is written like one.
fn is_number(term: &Term) -> bool {
    match term {
        Term::Literal(literal) => {
            let datatype = literal.datatype().as_str().strip_prefix(XSD);
            datatype.is_some_and(|name| name != "string") && literal.value().parse::<f64>().is_ok()
        }
        _ => false,
    }
}

fn markdown(rows: Rows<'_>, dossier: &Dossier, out: &mut impl Write) -> Result<(), WriteError> {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    writeln!(out, "{}", line(rows.variables.clone()))?;
    writeln!(
        out,
        "{}",
        line(rows.variables.iter().map(|_| "---".to_owned()).collect())
    )?;
    for row in rows {
        let cells = row?
            .values()
            .iter()
            .map(|term| cell(term.as_ref(), dossier).replace('\\', "\\\\").replace('|', "\\|"))
            .collect();
        writeln!(out, "{}", line(cells))?;
    }
    Ok(())
}
