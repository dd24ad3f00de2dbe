//! Writes answers as a table, CSV, TSV, JSON, XML, Markdown, Turtle or N-Triples.
//!
//! Rows are written as they are computed. Two formats need all of them first: a table, for its column widths, and a
//! graph, to sort its triples.

mod csv;
mod format;
mod table;
mod xml;

pub use format::{AnswerDescription, AnswerFormat, Form, SPREADSHEET};

use crate::dossier::Dossier;
use crate::export::{rdf, spreadsheet::guarded, table::into_io};
use crate::formats::listed;
use crate::graph::{Results, Rows, text};
use crate::terminal::shown;
use crate::vocabulary::XSD;
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::QueryEvaluationError;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::{self, Write};

/// An answer could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The format cannot represent this form of answer.
    #[error("{} cannot be written as {format}: use {}", form.in_words(), listed(&AnswerFormat::of(*form), "or"))]
    Form {
        /// The form of the answer.
        form: Form,
        /// The requested format.
        format: AnswerFormat,
    },
    /// A row could not be evaluated; the output is incomplete.
    #[error("the query could not be answered")]
    Evaluation(#[from] QueryEvaluationError),
    /// A text has a character that XML 1.0 forbids; the output is incomplete.
    #[error("XML 1.0 has no character U+{character:04X}; it is in row {row}, column `{column}`: use json, csv or tsv")]
    Character {
        /// Its number.
        character: u32,
        /// The row, from 1.
        row: usize,
        /// The column's name.
        column: String,
    },
    /// Writing failed.
    #[error("the answer cannot be written")]
    Io(#[from] io::Error),
}

/// Writes an answer, row by row as it is computed. A table is fitted into `width` columns, if given.
///
/// # Errors
/// When the format cannot represent the answer, a row cannot be evaluated, or writing fails. JSON and XML are then cut
/// off; in other formats only the returned error shows that rows are missing.
pub fn write(
    results: Results<'_>,
    format: AnswerFormat,
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
            None if format == AnswerFormat::Table || format == AnswerFormat::Markdown => {
                writeln!(out, "{}", if value { "yes" } else { "no" })?;
                Ok(())
            }
            None => Err(WriteError::Form {
                form: Form::Boolean,
                format,
            }),
        },
        Results::Triples(triples) => match format.description().graph {
            Some(format) => Ok(rdf::write(&triples, format, dossier, out)?),
            None => Err(WriteError::Form {
                form: Form::Graph,
                format,
            }),
        },
    }
}

fn write_rows(
    rows: Rows<'_>,
    format: AnswerFormat,
    width: Option<usize>,
    dossier: &Dossier,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    match (format, format.results()) {
        (AnswerFormat::Csv, _) => csv::write(rows, out)?,
        (AnswerFormat::Xml, _) => xml::write(rows, out)?,
        (_, Some(results)) => {
            let variables: Vec<Variable> = rows.variables.iter().map(Variable::new_unchecked).collect();
            let serializer = QueryResultsSerializer::from_format(results);
            let mut writer = serializer.serialize_solutions_to_writer(&mut *out, variables.clone())?;
            for row in rows {
                writer.serialize(&row?)?;
            }
            writer.finish()?;
            if results == QueryResultsFormat::Json {
                writeln!(out)?;
            }
        }
        (AnswerFormat::Table, _) => table::write(&rows.collect()?, width, dossier, out)?,
        (AnswerFormat::Spreadsheet, _) => spreadsheet(rows, out)?,
        (AnswerFormat::Markdown, _) => markdown(rows, dossier, out)?,
        _ => {
            return Err(WriteError::Form {
                form: Form::Table,
                format,
            });
        }
    }
    Ok(())
}

/// A term in a table: the lexical form of a literal, or the shortest prefixed name of an IRI.
fn cell(term: Option<&Term>, dossier: &Dossier) -> String {
    match term {
        None => String::new(),
        Some(Term::NamedNode(node)) => dossier.shorten(node.as_str()),
        Some(other) => text(other).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Writes CSV with a byte order mark, by which spreadsheets recognise UTF-8; numbers unchanged, texts escaped by
/// [`guarded`].
fn spreadsheet(rows: Rows<'_>, out: &mut impl Write) -> Result<(), WriteError> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
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

/// Whether a term has a numeric datatype and a lexical form to match.
fn is_number(term: &Term) -> bool {
    match term {
        Term::Literal(literal) => {
            let datatype = literal.datatype().as_str().strip_prefix(XSD);
            datatype.is_some_and(|name| name != "string") && literal.value().parse::<f64>().is_ok()
        }
        _ => false,
    }
}

/// A text that stands in Markdown as it is: no markup, no HTML, no link, and no control characters.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for character in shown(text).chars() {
        if "\\|<[`*&~".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
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
            .map(|term| plain(&cell(term.as_ref(), dossier)))
            .collect();
        writeln!(out, "{}", line(cells))?;
    }
    Ok(())
}
