//! `sourcier check`

use super::{Outcome, Session, leave};
use sourcier::check::check;
use sourcier::diagnostic::{Report, human, json, summary};
use std::io::Write;

/// Find everything that is wrong, all at once, each with its place
///
/// Looks at the metadata and every cell of the tables, the ontology, every query, the checks in queries/checks/, and
/// each claim's passage in its text. Exit code 0: nothing that is an error. 1: errors. 2: could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier check
  sourcier check --strict                 warnings and notes fail too
  sourcier check --format json | jq '.diagnostics[].code'
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
enum Format {
    Human,
    Json,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let mut report = Report::default();
    let checked = check(&dossier, texts.as_deref(), &mut report)?;
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &json(&report))?;
            writeln!(out)?;
        }
        Format::Human => {
            write!(out, "{}", human(&report, session.style))?;
            let verified = checked.verified;
            let hint = if texts.is_none() {
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
        }
    }
    leave(checked);
    Ok(if report.fails(arguments.strict) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
