//! `sourcier table check`

use super::super::argument::parser;
use super::super::check::ReportFormat;
use super::super::output;
use super::super::{Outcome, Session};
use super::input::Input;
use super::progress::Meter;
use super::{add, write_findings};
use crate::diagnostic::{Report, SHOWN, Stream};
use crate::manual::tool;
use anyhow::Context as _;
use csvw::{self, Invalid, Mode, Options, Summary};
use std::io::{BufWriter, Write};

/// Validate CSV files and their metadata
///
/// Reports all findings in the metadata, the encoding, the header row, cells, keys and references in one run, each with
/// its place. Exit code 0: no errors. 1: errors. 2: could not run.
///
/// The terminal shows the first 20 findings of each kind (code and column), and counts the others; JSON, CSV and SARIF
/// stream all, as in `sourcier check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier table check trees.csv
  sourcier table check trees.csv --delimiter ';' --encoding windows-1252
  sourcier table check trees.csv --metadata schema.json
  sourcier table check csv-metadata.json --strict       warnings fail too
  sourcier table check *.csv --format sarif > findings.sarif
  sourcier table check meta.json --map https://example.org/=copies")]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The format of the findings
    #[arg(long, value_parser = parser::<ReportFormat>(), default_value_t = ReportFormat::Human)]
    format: ReportFormat,
    /// Exit with 1 also for warnings and notes
    #[arg(long)]
    strict: bool,
    /// Report foreign keys with an empty cell as errors, as the specification literally says
    #[arg(long)]
    complete_references: bool,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut report = match arguments.format.stream() {
        None => Report::bounded(SHOWN),
        Some(format) => {
            let out = BufWriter::new(output::stdout().context("cannot write to standard output")?);
            Report::streaming(Stream::begin(format, tool(Vec::new()), Box::new(out)))
        }
    };
    let mut read = Summary::default();
    {
        let meter = Meter::default();
        let tick = |progress: &csvw::Progress<'_>| meter.show(progress);
        let options = Options {
            mode: Mode::Minimal,
            invalid: Invalid::SkipCell,
            complete_references: arguments.complete_references,
            threads: arguments.input.threads,
            progress: Some(&tick),
            ..Options::default()
        };
        for source in arguments.input.read(session, &mut report)? {
            add(
                &mut read,
                csvw::validate(&source.group, &source.files, &options, &mut report),
            );
        }
    }
    report.end().context("cannot write to standard output")?;
    if arguments.format == ReportFormat::Human {
        write_findings(&report, read, session, out)?;
        if report.hidden() > 0 {
            writeln!(out, "all of them: sourcier table check --format csv (or json, sarif)")?;
        }
    }
    Ok(if report.fails(arguments.strict) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
