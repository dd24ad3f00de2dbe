//! `sourcier import`

use super::{Outcome, Session};
use anyhow::Context as _;
use sourcier::diagnostic::plural;
use sourcier::disk::{self, limit};
use sourcier::dossier::{Dossier, MANIFEST};
use sourcier::import::{Changed, FOLDER, Import, Options};
use sourcier::sheet::{Basis, Change, Doubt, Map, letters};
use sourcier::terminal::shown;
use std::io::Write;
use std::path::PathBuf;

/// How many lines a list has at most.
const MOST: usize = 20;

/// Import a spreadsheet of who pays what to whom
///
/// Reads a sheet (CSV in any dialect, XLSX, ODS), shows what it understood of each column, and adds its rows to
/// documents.csv, entities.csv and claims.csv. What it decided about the columns is written to imports/NAME.toml: edit that and
/// import again. A later version of the sheet changes only what changed in it; cells that you edited since are kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier import grants.xlsx --dry-run     show what is understood, and change nothing
  sourcier import grants.xlsx
  sourcier import budget.csv --map map.toml")]
pub struct Arguments {
    /// The sheet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the columns mean [default: imports/NAME.toml of the dossier, if it is there]
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Show what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Also take natural persons who pay or receive
    #[arg(long)]
    persons: bool,
}

impl Arguments {
    /// A sheet whose columns tell what they mean.
    pub fn of(file: PathBuf) -> Self {
        Self {
            file,
            map: None,
            sheet: None,
            dry_run: false,
            persons: false,
        }
    }
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    into(&session.dossier()?, arguments, session, out)
}

/// Imports a sheet into a dossier.
pub fn into(
    dossier: &Dossier,
    arguments: &Arguments,
    session: &Session,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let read = |path: &PathBuf, limit: u64| {
        let path = session.directory.join(path);
        disk::read_named(&path, MANIFEST, limit).with_context(|| format!("cannot read {}", path.display()))
    };
    let map = match &arguments.map {
        Some(path) => {
            let text = String::from_utf8_lossy(&read(path, limit::METADATA)?).into_owned();
            Some(Map::parse(&text).with_context(|| path.display().to_string())?)
        }
        None => None,
    };
    let name = arguments.file.file_name().context("name a file")?;
    let name = name.to_string_lossy();
    let options = Options {
        map,
        sheet: arguments.sheet.clone(),
        persons: arguments.persons,
    };
    let import = Import::of(dossier, &name, &read(&arguments.file, limit::TABLE)?, &options)?;
    write_columns(&import, &name, out)?;
    write_doubts(&import, out)?;
    write_not_taken(&import, arguments.dry_run, out)?;
    write_notes(&import, out)?;
    if !arguments.dry_run {
        import.carry_out(dossier)?;
    }
    write_done(&import, arguments.dry_run, out)?;
    Ok(Outcome::Clean)
}

fn write_columns(import: &Import, name: &str, out: &mut impl Write) -> std::io::Result<()> {
    let understood = &import.understood;
    match &understood.map.sheet {
        Some(sheet) => writeln!(out, "{}, sheet {}", shown(name), shown(sheet))?,
        None => writeln!(out, "{}", shown(name))?,
    }
    for text in understood
        .shipped
        .iter()
        .map(|map| format!("read by the map {map}"))
        .chain(understood.why.clone())
    {
        writeln!(out, "  {}", shown(&text))?;
    }
    for column in &understood.columns {
        let heading = if column.heading.is_empty() {
            "(no heading)"
        } else {
            &column.heading
        };
        let basis = match column.basis {
            Basis::Map => " (map)",
            Basis::Values => " (by its values)",
            Basis::Heading | Basis::Unknown => "",
        };
        let samples: Vec<_> = column.samples.iter().map(|sample| clipped(sample)).collect();
        let letters = letters(column.number);
        writeln!(
            out,
            "  {letters:<2} {}: {}{basis}",
            shown(heading),
            shown(&column.becomes)
        )?;
        if !samples.is_empty() {
            writeln!(out, "       {}", samples.join(" | "))?;
        }
    }
    Ok(())
}

/// A text of at most 40 characters on a line.
fn clipped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(39).collect();
    let short = if short.len() < line.len() {
        format!("{short}…")
    } else {
        short
    };
    shown(&short).into_owned()
}

fn write_doubts(import: &Import, out: &mut impl Write) -> anyhow::Result<()> {
    let doubts = &import.understood.doubts;
    if doubts.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nIn doubt: to change an answer, write its lines into {FOLDER}/{}.toml, and import again",
        shown(&import.stem)
    )?;
    for doubt in doubts.iter().take(MOST) {
        write_doubt(doubt, out)?;
    }
    write_rest(doubts.len(), out)?;
    Ok(())
}

fn write_doubt(doubt: &Doubt, out: &mut impl Write) -> anyhow::Result<()> {
    let place = doubt.address.map_or_else(String::new, |address| format!("{address}: "));
    writeln!(out, "  {place}{}", shown(&doubt.question))?;
    for (index, choice) in doubt.choices.iter().enumerate() {
        let verb = if index == 0 { "taken" } else { "or" };
        writeln!(out, "    {verb}: {}", shown(&choice.label))?;
        if index > 0 && choice.change != Change::Nothing {
            let mut map = Map::default();
            map.apply(&choice.change);
            for line in map.to_toml()?.lines().filter(|line| !line.is_empty()) {
                writeln!(out, "        {}", shown(line))?;
            }
        }
    }
    Ok(())
}

fn write_not_taken(import: &Import, is_dry: bool, out: &mut impl Write) -> std::io::Result<()> {
    let cells = &import.not_taken;
    if cells.is_empty() {
        return Ok(());
    }
    let stem = shown(&import.stem);
    match is_dry {
        true => writeln!(out, "\nNot taken: {}", plural(cells.len(), "cell"))?,
        false => writeln!(
            out,
            "\nNot taken: {}, all in {FOLDER}/{stem}-not-taken.csv",
            plural(cells.len(), "cell")
        )?,
    }
    for cell in cells.iter().take(MOST) {
        writeln!(
            out,
            "  {} {}: {}",
            cell.address,
            clipped(&cell.text),
            shown(&cell.reason)
        )?;
    }
    write_rest(cells.len(), out)
}

fn write_notes(import: &Import, out: &mut impl Write) -> std::io::Result<()> {
    let notes = &import.understood.notes;
    if !notes.is_empty() {
        writeln!(out, "\nNotes")?;
    }
    for note in notes.iter().take(MOST) {
        let place = note.address.map_or_else(String::new, |address| format!("{address}: "));
        writeln!(out, "  {place}{}", shown(&note.text))?;
    }
    write_rest(notes.len(), out)
}

fn write_done(import: &Import, is_dry: bool, out: &mut impl Write) -> std::io::Result<()> {
    if !import.near.is_empty() {
        writeln!(
            out,
            "\nNew entities that perhaps are there already: `sourcier merge NEW OLD` makes one of two"
        )?;
        for (key, label, others) in import.near.iter().take(MOST) {
            writeln!(
                out,
                "  {} ({}): perhaps the same as {}",
                shown(label),
                shown(key),
                shown(&others.join(", "))
            )?;
        }
        write_rest(import.near.len(), out)?;
    }
    write_changes("Changed", &import.changed, out)?;
    write_changes(
        "Changed in the sheet and in the table: the table's is kept",
        &import.conflicts,
        out,
    )?;
    write_rows("No longer in the sheet: the rows are left", &import.gone, out)?;
    write_rows("Removed from the tables since: not added again", &import.removed, out)?;
    writeln!(out)?;
    if import.added.is_empty() && import.changed.is_empty() {
        writeln!(
            out,
            "No row of a table {}",
            if is_dry { "would change" } else { "changed" }
        )?;
    }
    for (table, count) in &import.added {
        writeln!(
            out,
            "{table}.csv: {}{}",
            plural(*count, "new row"),
            if is_dry { " (not written)" } else { "" }
        )?;
    }
    if is_dry {
        return writeln!(out, "\nNext\n  without --dry-run       write these rows");
    }
    writeln!(
        out,
        "\nNext\n  sourcier check          all errors and warnings, with their places"
    )?;
    writeln!(out, "  sourcier query totals   the sums")
}

fn write_changes(title: &str, changes: &[Changed], out: &mut impl Write) -> std::io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for change in changes.iter().take(MOST) {
        let Changed {
            table,
            key,
            column,
            old,
            new,
        } = change;
        let (key, old, new) = (shown(key), clipped(old), clipped(new));
        writeln!(out, "  {table}.csv, {key}, {column}: `{old}`, in the sheet `{new}`")?;
    }
    write_rest(changes.len(), out)
}

fn write_rows(title: &str, rows: &[(String, String)], out: &mut impl Write) -> std::io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for (table, key) in rows.iter().take(MOST) {
        writeln!(out, "  {table}.csv, {}", shown(key))?;
    }
    write_rest(rows.len(), out)
}

/// Says how many lines of a list are not shown.
fn write_rest(count: usize, out: &mut impl Write) -> std::io::Result<()> {
    match count.checked_sub(MOST).filter(|rest| *rest > 0) {
        Some(rest) => writeln!(out, "  and {rest} more"),
        None => Ok(()),
    }
}
