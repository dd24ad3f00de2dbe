//! `sourcier check`

use super::{Outcome, Session, leave};
use anyhow::Context as _;
use sourcier::diagnostic::{self, Report, SHOWN, Stream, human, summary};
use sourcier::manual::rules;
use sourcier::open::OpenDossier;
use std::io::{self, BufWriter, Write};

/// Find everything that is wrong, all at once, each with its place
///
/// Looks at the metadata and every cell of the tables, the ontology, every query, the checks in queries/checks/, and
/// each claim's passage in its text. Exit code 0: nothing that is an error. 1: errors. 2: could not run.
///
/// Of each kind of finding (code and column) the first 20 are shown to people, and the others counted. JSON, CSV and
/// SARIF give all of them, as they are found. A finding has its code, severity and message; file and line, and in tables
/// the row, the column, the cell's own line and the character at which it begins there, where they are known; the cell
/// as written, what would be valid, and the rule with the section of its specification.
///
/// In CSV a text that begins with = + - @, a tab, a carriage return or a space has a space before it, so that no
/// spreadsheet takes it for a formula; take one space off again to have the text.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier check
  sourcier check --strict                 warnings and notes fail too
  sourcier check --format json | jq '.diagnostics[].code'
  sourcier check --format csv > findings.csv
  sourcier check --format sarif > findings.sarif     for code hosts and editors
  sourcier check --texts ~/articles       compare passages with the texts in this folder
  sourcier explain-code T012              what a code means")]
pub struct Arguments {
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Let warnings and notes fail too
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people: the first of each kind, each cell in its row, and counts
    Human,
    /// One object with all findings and counts
    Json,
    /// A row for each finding
    Csv,
    /// The Static Analysis Results Interchange Format, version 2.1.0
    Sarif,
}

impl Format {
    /// The format of programs, where it is one.
    pub(super) fn stream(self) -> Option<diagnostic::Format> {
        match self {
            Self::Human => None,
            Self::Json => Some(diagnostic::Format::Json),
            Self::Csv => Some(diagnostic::Format::Csv),
            Self::Sarif => Some(diagnostic::Format::Sarif),
        }
    }
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let mut report = match arguments.format.stream() {
        None => Report::bounded(SHOWN),
        // The report lives longer than a borrowed output could: it has one of its own.
        Some(format) => Report::streaming(Stream::begin(
            format,
            rules(&dossier),
            Box::new(BufWriter::new(io::stdout())),
        )),
    };
    let open = OpenDossier::open(dossier, texts, &mut report)?;
    let verified = open.check(&mut report)?;
    report.end().context("cannot write to standard output")?;
    if arguments.format == Format::Human {
        write!(out, "{}", human(&report, session.style))?;
        let hint = if open.texts.is_none() {
            " (no texts at hand: --texts DIR)"
        } else {
            ""
        };
        writeln!(
            out,
            "{}; {} of {} passages verified{hint}",
            summary(&report),
            verified.ranges,
            verified.of
        )?;
        if report.hidden() > 0 {
            writeln!(out, "all of them: sourcier check --format csv (or json, sarif)")?;
        }
    }
    leave(open);
    Ok(if report.fails(arguments.strict) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
