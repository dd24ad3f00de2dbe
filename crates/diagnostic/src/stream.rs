//! Streams findings as JSON, CSV or SARIF, keeping only the state that the end needs.

use super::{Diagnostic, Report, Severity, Tool, render, rows, sarif};
use serde_json::Value;
use std::io::{self, Write};

/// Where a report that lives longer than its maker can write to.
pub type Out = Box<dyn Write + Send + Sync>;

/// A format of findings for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFormat {
    /// One object with all findings and the counts; see [`super::json`].
    Json,
    /// A row for each finding under a header.
    ///
    /// The columns are `severity`, `code`, `file`, `row`, `line`, `cell_line`, `character`, `column`, `column_name`,
    /// `value`, `message`, `valid`, `rule` and `help`; they mean what they mean in JSON. Spreadsheets take a cell that
    /// begins with `=`, `+`, `-` or `@` for a formula. So a text that begins with one of these, with a tab, a carriage
    /// return or a space is written with a space before it; remove one leading space to restore the text.
    Csv,
    /// The Static Analysis Results Interchange Format, version 2.1.0; see the module `sarif`.
    Sarif,
}

/// A beginning that is written, and the findings that follow.
pub struct Stream<W: Write> {
    writer: Writer<W>,
    /// The first failure: nothing is written after it.
    failed: Option<io::Error>,
}

enum Writer<W: Write> {
    Json { out: W, is_first: bool },
    Csv(Box<csv::Writer<W>>),
    Sarif { out: W, run: sarif::Run },
}

impl<W: Write> std::fmt::Debug for Stream<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let format = match self.writer {
            Writer::Json { .. } => StreamFormat::Json,
            Writer::Csv(_) => StreamFormat::Csv,
            Writer::Sarif { .. } => StreamFormat::Sarif,
        };
        formatter
            .debug_struct("Stream")
            .field("format", &format)
            .field("failed", &self.failed)
            .finish()
    }
}

impl<W: Write> Stream<W> {
    /// Writes the beginning, in the name of a program.
    pub fn begin(format: StreamFormat, tool: Tool, out: W) -> Self {
        let mut writer = match format {
            StreamFormat::Json => Writer::Json { out, is_first: true },
            StreamFormat::Csv => Writer::Csv(Box::new(csv::Writer::from_writer(out))),
            StreamFormat::Sarif => Writer::Sarif {
                out,
                run: sarif::Run::new(tool),
            },
        };
        let written = match &mut writer {
            Writer::Json { out, .. } => out.write_all(b"{\n  \"diagnostics\": ["),
            Writer::Csv(out) => rows::write_header(out),
            Writer::Sarif { out, .. } => sarif::write_beginning(out),
        };
        Self {
            writer,
            failed: written.err(),
        }
    }

    /// Writes a finding, if nothing has failed.
    pub fn finding(&mut self, diagnostic: &Diagnostic) {
        if self.failed.is_some() {
            return;
        }
        let written = match &mut self.writer {
            Writer::Json { out, is_first } => {
                let before = if std::mem::take(is_first) { "" } else { "," };
                write_element(out, before, 4, &render::finding_json(diagnostic))
            }
            Writer::Csv(out) => rows::write_row(out, diagnostic),
            Writer::Sarif { out, run } => {
                let before = if run.is_empty() { "" } else { "," };
                let result = run.result(diagnostic);
                write_element(out, before, 8, &result)
            }
        };
        self.failed = written.err();
    }

    /// Writes the end, with the numbers of errors, warnings and notes.
    ///
    /// # Errors
    /// The first failure of the output since the beginning.
    pub fn end(&mut self, counts: [usize; 3]) -> io::Result<()> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        match &mut self.writer {
            Writer::Json { out, is_first } => {
                let close = if *is_first { "]" } else { "\n  ]" };
                out.write_all(close.as_bytes())?;
                for (severity, count) in [Severity::Error, Severity::Warning, Severity::Note].iter().zip(counts) {
                    write!(out, ",\n  \"{}s\": {count}", severity.name())?;
                }
                out.write_all(b"\n}\n")?;
                out.flush()
            }
            Writer::Csv(out) => out.flush(),
            Writer::Sarif { out, run } => {
                let close = if run.is_empty() { "]" } else { "\n      ]" };
                out.write_all(close.as_bytes())?;
                write!(out, ",\n      \"tool\": {}", indented(6, &run.tool())?)?;
                out.write_all(b"\n    }\n  ]\n}\n")?;
                out.flush()
            }
        }
    }
}

/// Writes what a report kept, sorted as for people, in a format for programs.
///
/// # Errors
/// When the output fails.
pub fn write(report: &Report, format: StreamFormat, tool: Tool, out: impl Write) -> io::Result<()> {
    let mut stream = Stream::begin(format, tool, out);
    for diagnostic in report.sorted() {
        stream.finding(diagnostic);
    }
    stream.end(report.counts())
}

/// Writes an element of an array on lines of its own.
fn write_element(out: &mut impl Write, before: &str, indent: usize, value: &Value) -> io::Result<()> {
    write!(out, "{before}\n{:indent$}{}", "", indented(indent, value)?)
}

/// JSON on several lines, all but the first indented. No text in JSON holds a line end.
fn indented(indent: usize, value: &Value) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(text.replace('\n', &format!("\n{:indent$}", "")))
}
