//! `sourcier tidy`

use super::{Outcome, Session, leave};
use crate::diagnostic::{Report, SHOWN, Severity, clipped, human, plural};
use crate::open::OpenDossier;
use crate::terminal::shown;
use crate::tidy::{Change, Options, Tidy};
use std::io::Write;

/// How many changes of a table are shown.
const MOST: usize = 20;

/// The most characters of a cell that is shown.
const MOST_OF_A_CELL: usize = 100;

/// Write into the tables what is read for their cells
///
/// Writes keys of rows that have none, positions of quotations, hashes and lengths of texts, numbers as 12500000, dates as 2024-05-21,
/// units, keys in place of names, words of lists. Only these cells change: order, headings, delimiter, encoding and all other columns stay,
/// and so does what the dossier says. Cells with errors are left and listed. A second run does nothing.
///
/// --canonical writes the tables anew: UTF-8, commas, all columns under their names and in their order, so that other processors of CSV on
/// the Web read them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier tidy --dry-run                 show what would change
  sourcier tidy --texts ~/articles        with the positions of quotations in these texts
  sourcier tidy --drop-quotes             take out quotations whose positions are written
  sourcier tidy --canonical && sourcier table check data/csv-metadata.json")]
pub struct Arguments {
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Take out quotations whose positions are written
    #[arg(long)]
    drop_quotes: bool,
    /// Write the tables in the form that csv-metadata.json describes
    #[arg(long)]
    canonical: bool,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let mut report = Report::bounded(SHOWN);
    let open = OpenDossier::open(dossier, texts, &mut report)?;
    let options = Options {
        drop_quotes: arguments.drop_quotes,
        canonical: arguments.canonical,
    };
    let tidy = Tidy::of(
        &open.dossier,
        open.loaded.tables(),
        open.texts.as_ref(),
        &report,
        options,
    )?;
    if !arguments.dry_run {
        tidy.carry_out(&open.dossier)?;
    }
    write_changes(&tidy, out)?;
    write_tables(&tidy, arguments.dry_run, out)?;
    let errors = report.count(Severity::Error);
    if errors > 0 {
        writeln!(out, "\nNot touched, as they have errors:\n")?;
        write!(out, "{}", human(&report, session.style))?;
    }
    leave(open);
    Ok(if errors > 0 { Outcome::Findings } else { Outcome::Clean })
}

fn write_changes(tidy: &Tidy, out: &mut impl Write) -> std::io::Result<()> {
    for changes in tidy.changes.chunk_by(|one, other| one.file == other.file) {
        let Some(first) = changes.first() else { continue };
        writeln!(out, "{}: {}", shown(&first.file), plural(changes.len(), "cell"))?;
        for change in changes.iter().take(MOST) {
            write_change(change, out)?;
        }
        if let Some(more) = changes.len().checked_sub(MOST).filter(|more| *more > 0) {
            writeln!(out, "  and {more} more")?;
        }
    }
    Ok(())
}

fn write_change(change: &Change, out: &mut impl Write) -> std::io::Result<()> {
    let Change {
        place: (row, line),
        column,
        old,
        new,
        ..
    } = change;
    let [old, new] = [old, new].map(|text| {
        let text = clipped(text, MOST_OF_A_CELL);
        format!("`{}`", shown(&text))
    });
    let column = shown(column);
    write!(out, "  row {row} (line {line}), {column}: ")?;
    match (change.old.is_empty(), change.new.is_empty()) {
        (true, _) => writeln!(out, "{new}"),
        (false, true) => writeln!(out, "{old} is taken out"),
        (false, false) => writeln!(out, "{old} becomes {new}"),
    }
}

fn write_tables(tidy: &Tidy, is_dry: bool, out: &mut impl Write) -> std::io::Result<()> {
    for table in &tidy.rewritten {
        writeln!(
            out,
            "{}: UTF-8, commas, all columns under their names and in their order",
            shown(&table.file)
        )?;
        if !table.languages.is_empty() {
            let languages = table.languages.join(", ");
            writeln!(out, "  described in csv-metadata.json: {}", shown(&languages))?;
        }
        if !table.others.is_empty() {
            let others = table.others.join(", ");
            writeln!(
                out,
                "  behind them, described in csv-metadata.json as not used: {}",
                shown(&others)
            )?;
        }
    }
    for (file, why) in &tidy.left {
        writeln!(out, "{}: left, as {}", shown(file), shown(why))?;
    }
    if tidy.is_empty() {
        writeln!(out, "nothing to do")?;
    } else if is_dry {
        writeln!(out, "\nnothing is written: without --dry-run, it is")?;
    }
    Ok(())
}
