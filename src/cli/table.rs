//! `sourcier table`: CSV files and their metadata, in no dossier.

mod check;
mod describe;
mod input;
mod progress;
mod rdf;
mod rejects;

use super::{Outcome, Session};
use crate::diagnostic::{Report, grouped, human, plural, summary};
use csvw::Summary;
use std::io::Write;

/// Check, convert and describe CSV files outside a dossier
///
/// Tables are read as CSV on the Web specifies: with the metadata beside them (FILE-metadata.json or csv-metadata.json),
/// or with their header row alone. Memory does not grow with the number of rows, except where the metadata declare keys: each is
/// compared with all others of its table, which takes some 75 bytes of memory a row.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier table check trees.csv                       with trees.csv-metadata.json, if it is there
  sourcier table check csv-metadata.json               all tables of a metadata file
  sourcier table rdf trees.csv --minimal > trees.nt    minimal mode, as N-Triples
  sourcier table describe trees.csv                    draft its metadata")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Check(check::Arguments),
    Rdf(rdf::Arguments),
    Describe(describe::Arguments),
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match &arguments.what {
        What::Check(arguments) => check::run(arguments, session, out),
        What::Rdf(arguments) => rdf::run(arguments, session, out),
        What::Describe(arguments) => describe::run(arguments, session, out),
    }
}

/// Options of the command line that help with a finding.
const HINTS: &[(&str, &str)] = &[
    (
        "M006",
        "no address is fetched: --map URL=DIR lays a local folder under one",
    ),
    ("T006", "without metadata: --encoding LABEL, as --encoding windows-1252"),
    ("T021", "without metadata: --delimiter CHAR, as --delimiter ';'"),
];

/// Writes the findings for people, and a line with the number of rows read.
fn write_findings(report: &Report, read: Summary, session: &Session, out: &mut impl Write) -> std::io::Result<()> {
    write!(out, "{}", human(report, session.style))?;
    let rows = usize::try_from(read.rows).unwrap_or(usize::MAX);
    let counted = plural(rows, "row").replacen(&rows.to_string(), &grouped(rows), 1);
    let aside = match read.rejected {
        0 => String::new(),
        rejected => format!(
            ", {} set aside",
            grouped(usize::try_from(rejected).unwrap_or(usize::MAX))
        ),
    };
    writeln!(
        out,
        "{}, {counted}{aside}: {}",
        plural(read.tables, "table"),
        summary(report)
    )?;
    for (code, hint) in HINTS {
        if report.kinds().iter().any(|kind| kind.code == *code) {
            writeln!(out, "{hint}")?;
        }
    }
    Ok(())
}

/// Adds the counts of another group.
fn add(sum: &mut Summary, read: Summary) {
    sum.tables += read.tables;
    sum.rows += read.rows;
    sum.rejected += read.rejected;
    sum.unfinished += read.unfinished;
}
