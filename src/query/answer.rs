//! Answers as people and programs read them: a table, CSV, TSV, JSON, XML, Markdown, Turtle, N-Triples.

mod format;

pub use format::{AnswerDescription, AnswerFormat, Form, SPREADSHEET};

use crate::dossier::Dossier;
use crate::export::rdf;
use crate::export::{spreadsheet::guarded, table::into_io};
use crate::formats::listed;
use crate::graph::{Answer, Solutions, text};
use crate::vocabulary::XSD;
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// An answer cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The answer is of a form that the format cannot hold.
    #[error("{} cannot be written as {format}: use {}", form.in_words(), listed(&AnswerFormat::of(*form), "or"))]
    Form {
        /// What the answer is.
        form: Form,
        /// The format asked for.
        format: AnswerFormat,
    },
    /// Writing failed.
    #[error("the answer cannot be written")]
    Io(#[from] io::Error),
}

/// Writes an answer. A table is made to fit into `width` columns, where that is given.
///
/// # Errors
/// When the format cannot hold it, or writing fails.
pub fn write(
    answer: &Answer,
    format: AnswerFormat,
    width: Option<usize>,
    dossier: &Dossier,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    match answer {
        Answer::Solutions(solutions) => write_solutions(solutions, format, width, dossier, out),
        Answer::Boolean(value) => match format.results() {
            Some(results) => {
                QueryResultsSerializer::from_format(results).serialize_boolean_to_writer(&mut *out, *value)?;
                writeln!(out)?;
                Ok(())
            }
            None if format == AnswerFormat::Table || format == AnswerFormat::Markdown => {
                writeln!(out, "{}", if *value { "yes" } else { "no" })?;
                Ok(())
            }
            None => Err(WriteError::Form {
                form: Form::Boolean,
                format,
            }),
        },
        Answer::Triples(triples) => match format.description().graph {
            Some(format) => Ok(rdf::write(triples, format, dossier, out)?),
            None => Err(WriteError::Form {
                form: Form::Graph,
                format,
            }),
        },
    }
}

fn write_solutions(
    solutions: &Solutions,
    format: AnswerFormat,
    width: Option<usize>,
    dossier: &Dossier,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    match (format, format.results()) {
        (_, Some(results)) => {
            let variables: Vec<Variable> = solutions.variables.iter().map(Variable::new_unchecked).collect();
            let serializer = QueryResultsSerializer::from_format(results);
            let mut writer = serializer.serialize_solutions_to_writer(&mut *out, variables.clone())?;
            for row in &solutions.rows {
                let bound = variables
                    .iter()
                    .zip(row)
                    .filter_map(|(v, term)| Some((v.as_ref(), term.as_ref()?.as_ref())));
                writer.serialize(bound)?;
            }
            writer.finish()?;
            if matches!(results, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
                writeln!(out)?;
            }
        }
        (AnswerFormat::Table, _) => table(solutions, width, dossier, out)?,
        (AnswerFormat::Spreadsheet, _) => spreadsheet(solutions, out)?,
        (AnswerFormat::Markdown, _) => markdown(solutions, dossier, out)?,
        _ => {
            return Err(WriteError::Form {
                form: Form::Table,
                format,
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

/// The widest column of a table, in columns of the terminal.
const WIDEST: usize = 48;
/// The narrowest to which a column is made to fit.
const NARROWEST: usize = 10;

fn table(solutions: &Solutions, width: Option<usize>, dossier: &Dossier, out: &mut impl Write) -> io::Result<()> {
    let cells: Vec<Vec<String>> = solutions
        .rows
        .iter()
        .map(|row| row.iter().map(|term| shown(&cell(term.as_ref(), dossier))).collect())
        .collect();
    let widths = column_widths(&solutions.variables, &cells, width);
    let total = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    if let Some(width) = width.filter(|width| total > *width) {
        return records(solutions, &cells, width, out);
    }
    print_line(&solutions.variables, &widths, out)?;
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    print_line(&rule, &widths, out)?;
    for row in &cells {
        let wrapped: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| wrap(cell, *width))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for line_index in 0..height {
            let line: Vec<String> = wrapped
                .iter()
                .map(|cell| cell.get(line_index).cloned().unwrap_or_default())
                .collect();
            print_line(&line, &widths, out)?;
        }
    }
    writeln!(out, "({})", diagnostic::plural(solutions.rows.len(), "row"))
}

/// A cell as a terminal may have it: line ends and tabs as spaces, other control characters visibly, since an answer of another
/// endpoint must not steer the terminal.
fn shown(cell: &str) -> String {
    cell.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => ' ',
            // The pictures of control characters stand in their order from U+2400 on.
            '\0'..=' ' if character != ' ' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
            control if control.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}

/// Rows too wide for the terminal, one below the other: a line for each column that is not empty.
fn records(solutions: &Solutions, cells: &[Vec<String>], width: usize, out: &mut impl Write) -> io::Result<()> {
    let names = solutions.variables.iter().map(|name| name.width()).max().unwrap_or(0);
    for row in cells {
        writeln!(out, "{}", "─".repeat(width.min(names + 2 + WIDEST)))?;
        for (name, cell) in solutions.variables.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            for (index, line) in wrap(cell, width.saturating_sub(names + 2).max(NARROWEST))
                .iter()
                .enumerate()
            {
                let name = if index == 0 { name.as_str() } else { "" };
                writeln!(out, "{name}{}  {line}", " ".repeat(names - name.width()))?;
            }
        }
    }
    writeln!(out, "({})", diagnostic::plural(solutions.rows.len(), "row"))
}

/// The width of each column: that of its widest cell, the widest made narrower until the table fits.
fn column_widths(variables: &[String], cells: &[Vec<String>], width: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = variables
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let column = cells.iter().filter_map(|row| row.get(index)).map(|cell| cell.width());
            column.max().unwrap_or(0).min(WIDEST).max(name.width())
        })
        .collect();
    let Some(width) = width else { return widths };
    while widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) > width {
        let floor = |index: usize| variables[index].width().max(NARROWEST);
        let Some(widest) = (0..widths.len())
            .filter(|index| widths[*index] > floor(*index))
            .max_by_key(|i| widths[*i])
        else {
            break;
        };
        widths[widest] -= 1;
    }
    widths
}

fn print_line(cells: &[String], widths: &[usize], out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        line.push_str(cell);
        line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
    }
    writeln!(out, "{}", line.trim_end())
}

/// Breaks a text into lines of at most `width` columns, at spaces where there are any.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word = word.to_owned();
        loop {
            let current = lines.last().map_or(0, |line| line.width());
            let gap = usize::from(current > 0);
            if current + gap + word.width() <= width {
                if let Some(line) = lines.last_mut() {
                    line.push_str(if gap == 1 { " " } else { "" });
                    line.push_str(&word);
                }
                break;
            }
            if current == 0 {
                let cut = word
                    .char_indices()
                    .map(|(index, c)| index + c.len_utf8())
                    .take_while(|end| word[..*end].width() <= width)
                    .last();
                let cut = cut.unwrap_or(word.len());
                let rest = word.split_off(cut);
                if let Some(line) = lines.last_mut() {
                    line.push_str(&word);
                }
                word = rest;
                if word.is_empty() {
                    break;
                }
            }
            lines.push(String::new());
        }
    }
    lines
}

/// CSV behind a byte order mark, by which spreadsheets know UTF-8; numbers as they are, texts as [`guarded`].
fn spreadsheet(solutions: &Solutions, out: &mut impl Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    writer.write_record(&solutions.variables).map_err(into_io)?;
    for row in &solutions.rows {
        for term in row {
            let cell = term.as_ref().map(text).unwrap_or_default();
            if term.as_ref().is_some_and(is_number) {
                writer.write_field(cell).map_err(into_io)?;
            } else {
                writer.write_field(guarded(cell).as_ref()).map_err(into_io)?;
            }
        }
        writer.write_record(None::<&[u8]>).map_err(into_io)?;
    }
    writer.flush()
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

fn markdown(solutions: &Solutions, dossier: &Dossier, out: &mut impl Write) -> io::Result<()> {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    writeln!(out, "{}", line(solutions.variables.clone()))?;
    writeln!(
        out,
        "{}",
        line(solutions.variables.iter().map(|_| "---".to_owned()).collect())
    )?;
    for row in &solutions.rows {
        let cells = row
            .iter()
            .map(|term| cell(term.as_ref(), dossier).replace('\\', "\\\\").replace('|', "\\|"))
            .collect();
        writeln!(out, "{}", line(cells))?;
    }
    Ok(())
}
