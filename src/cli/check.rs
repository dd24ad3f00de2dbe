//! `sourcier check`

use super::argument::parser;
use super::{Outcome, Session, budget, output};
use crate::diagnostic::{self, Report, SHOWN, Stream, human, plural, summary};
use crate::evidence::Verified;
use crate::formats::{Description, Identity};
use crate::manual::{rules, tool};
use crate::open::OpenDossier;
use anyhow::Context as _;
use std::io::{self, BufWriter, Seek as _, Write};

/// Report all errors, warnings and notes of the dossier in one run, each with its place
///
/// Checks the metadata and every cell of the tables, the ontology, every query, the checks in queries/checks/, and
/// each claim's passage in its text. Exit code 0: no errors. 1: errors. 2: could not run.
///
/// The terminal shows the first 20 findings of each kind (code and column), and counts the others. JSON, CSV and SARIF
/// stream all of them. A finding has a code, severity and message; file and line, and in tables the row, the column, the
/// cell's line and the character at which it begins there, where known; the cell as written, the valid values, and the
/// rule with the section of its specification.
///
/// In CSV, a text that begins with = + - @, a tab, a carriage return or a space gets a space in front, so that
/// spreadsheets do not evaluate it as a formula; remove one space to restore the text.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier check
  sourcier check --strict                 warnings and notes fail too
  sourcier check --format json | jq '.diagnostics[].code'
  sourcier check --format csv > findings.csv
  sourcier check --format sarif > findings.sarif     for code hosts and editors
  sourcier check --texts ~/articles       compare passages with the texts in this folder
  sourcier explain-code T012              the meaning of a code")]
pub struct Arguments {
    /// The format of the findings
    #[arg(long, value_parser = parser::<ReportFormat>(), default_value_t = ReportFormat::Human)]
    format: ReportFormat,
    /// Exit with 1 also for warnings and notes
    #[arg(long)]
    strict: bool,
}

crate::formats! {
    /// A format of findings.
    pub enum ReportFormat of "findings", described by ReportDescription {
        /// For people.
        Human = ReportDescription {
            identity: Identity::new(
                "human",
                "txt",
                "text/plain",
                "people: the first of each kind, each cell in its row, and counts",
            ),
            stream: None,
        },
        /// For programs.
        Json = ReportDescription {
            identity: Identity::new("json", "json", "application/json", "programs: one object with all findings and counts"),
            stream: Some(diagnostic::StreamFormat::Json),
        },
        /// For tables.
        Csv = ReportDescription {
            identity: Identity::new("csv", "csv", "text/csv", "tables: a row for each finding"),
            stream: Some(diagnostic::StreamFormat::Csv),
        },
        /// For code hosts and editors.
        Sarif = ReportDescription {
            identity: Identity::new(
                "sarif",
                "sarif",
                "application/sarif+json",
                "code hosts and editors: the Static Analysis Results Interchange Format, version 2.1.0",
            ),
            stream: Some(diagnostic::StreamFormat::Sarif),
        },
    }
}

/// The description of a format of findings.
#[derive(Debug, Clone, Copy)]
pub struct ReportDescription {
    identity: Identity,
    /// The stream format, if findings are written one by one; `None` if they are collected and sorted first.
    stream: Option<diagnostic::StreamFormat>,
}

impl Description for ReportDescription {
    fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl ReportFormat {
    /// The stream format, if it has one.
    pub(super) fn stream(self) -> Option<diagnostic::StreamFormat> {
        self.description().stream
    }
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let mut spool = None;
    let mut report = match arguments.format.stream() {
        None => Report::bounded(SHOWN),
        // The findings are printed at the end: if this process is stopped, the next one prints them from the beginning.
        Some(format) => {
            let file = budget::spool().context("cannot make a temporary file for the findings")?;
            let out = BufWriter::new(file.try_clone()?);
            spool = Some(file);
            Report::streaming(Stream::begin(format, tool(rules(&dossier)), Box::new(out)))
        }
    };
    let has_texts = texts.is_some();
    let cache = session.cache();
    let verified = OpenDossier::checked(cache.as_ref(), dossier, texts, &mut report)?;
    report.end().context("cannot write the findings to a temporary file")?;
    if let Some(mut file) = spool {
        file.rewind()?;
        let copied = output::stdout().and_then(|mut out| io::copy(&mut file, &mut out).and_then(|_| out.flush()));
        copied.context("cannot write to standard output")?;
    }
    if arguments.format == ReportFormat::Human {
        write!(out, "{}", human(&report, session.style))?;
        let hint = if has_texts { "" } else { " (no texts: --texts DIR)" };
        writeln!(
            out,
            "{}; {} of {} passages verified{}{hint}",
            summary(&report),
            verified.ranges,
            verified.of,
            figures(&verified)
        )?;
        if report.hidden() > 0 {
            writeln!(out, "all of them: sourcier check --format csv (or json, sarif)")?;
        }
    }
    Ok(if report.fails(arguments.strict) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// How many figures were read, and what rests on no passage; the empty text for a dossier without figures.
fn figures(verified: &Verified) -> String {
    if verified.figures == 0 {
        return String::new();
    }
    let read = format!(", {} of {} figures read", verified.read, verified.figures);
    match verified.without_passage {
        0 => read,
        without => format!("{read}; {} without a passage", plural(without, "figure")),
    }
}
