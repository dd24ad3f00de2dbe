//! `sourcier export quickstatements`

use super::output::errors;
use super::write_to;
use crate::diagnostic::{Report, Severity, Style, plural};
use crate::open::OpenDossier;
use crate::quickstatements::Contribution;
use crate::terminal::shown;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Export claims as Wikidata statements for QuickStatements
///
/// The ontology maps kinds of claims to statements (s:states) and gives reasons to leave claims out (s:leftOutBecause). A
/// claim is left out if it is only proposed or planned, if it is ambiguous or second-hand, if its amount has one bound (at
/// least, more than, up to), if its date is inferred, if `check` reports an error or a warning for it or one of its links,
/// or if it cannot be cited: its document needs an address or an item. Only the amount is left out if its bounds differ,
/// if it is a share or an amount per year, or if no funder is named. A statement is left out if QuickStatements would merge
/// it with another of the same value. The command prints the number of each reason; --left-out lists all.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export quickstatements -o statements.txt --left-out left-out.csv
  sourcier export quickstatements --format csv -o statements.csv")]
pub struct Arguments {
    /// Version 1 of the format, or CSV
    #[arg(long, value_parser = ["v1", "csv"], default_value = "v1")]
    format: String,
    /// A file; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A CSV file for the omitted claims, with the reasons
    #[arg(long, value_name = "FILE")]
    left_out: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, open: &OpenDossier, out: &mut impl Write) -> anyhow::Result<()> {
    let mut report = Report::bounded(1);
    let findings = open.findings(&mut report)?;
    if report.count(Severity::Error) > 0 {
        anyhow::bail!("a check cannot be run, so that no link is sure: `sourcier check` shows it");
    }
    let contribution = Contribution::of(&open.dossier, &open.loaded.graph, &findings)?;
    write_to(arguments.output.as_deref(), out, |mut out| {
        match arguments.format.as_str() {
            "csv" => contribution.write_csv(&mut out)?,
            _ => contribution.write_v1(&mut out)?,
        }
        Ok(())
    })?;
    if let Some(path) = &arguments.left_out {
        write_to(Some(path), out, |mut out| Ok(contribution.write_left_out(&mut out)?))?;
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for left_out in &contribution.left_out {
        *reasons.entry(reason(&left_out.reason)).or_default() += 1;
    }
    let mut told = format!("{} for Wikidata", plural(contribution.statements.len(), "statement"));
    if !reasons.is_empty() {
        told = format!("{told}; left out {}:", contribution.left_out.len());
    }
    let mut errors = errors(Style::Plain);
    writeln!(errors, "{told}")?;
    for (reason, count) in reasons {
        writeln!(errors, "  {count:>5}  {}", shown(reason))?;
    }
    Ok(())
}

/// A reason without the entity's name.
fn reason(whole: &str) -> &str {
    whole.split_once(':').map_or(whole, |(reason, _)| reason)
}
