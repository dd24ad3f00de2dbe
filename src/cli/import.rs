//! `sourcier import`

mod again;
mod not_taken;
mod questions;

use super::{Outcome, Session};
use crate::diagnostic::plural;
use crate::disk::{self, limit};
use crate::dossier::{Dossier, MANIFEST};
use crate::import::{self, FOLDER, Import, Options, understood};
use crate::sheet::{Basis, Change, Doubt, Language, Map, Note, Understood, letters};
use crate::terminal::shown;
use anyhow::Context as _;
use questions::Answers;
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How many lines a list has at most.
const MOST: usize = 20;

/// What a build leaves in the dossier.
const BUILT: &str = "build/summary.txt";

/// A language in which the vocabulary has labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Tongue {
    /// English
    En,
    /// French
    Fr,
}

impl Tongue {
    /// The language as that of a sheet.
    fn of_sheet(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Fr => Language::French,
        }
    }
}

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
    pub(in crate::cli) persons: bool,
    /// The language of its names and titles [default: that of its headings]
    #[arg(long, value_enum)]
    language: Option<Tongue>,
    /// Remove claims whose rows are no longer in the sheet
    #[arg(long)]
    remove_missing: bool,
    /// A new claim that is an old one, of which a name and the figure were corrected: its key takes that of the old one
    #[arg(long, value_name = "NEW=OLD", value_parser = pair)]
    same: Vec<(String, String)>,
    /// Ask nothing: where the sheet leaves something open, take the first answer
    #[arg(long, short)]
    pub(in crate::cli) yes: bool,
}

impl Arguments {
    /// A sheet whose columns tell what they mean, or a map does.
    pub fn of(file: PathBuf, map: Option<PathBuf>, language: Option<Tongue>) -> Self {
        Self {
            file,
            map,
            language,
            remove_missing: false,
            same: Vec::new(),
            sheet: None,
            dry_run: false,
            persons: false,
            yes: false,
        }
    }

    /// Reads the sheet and the map.
    pub fn read(&self, session: &Session) -> anyhow::Result<Given> {
        let read = |typed: &PathBuf, limit: u64| {
            let path = session.directory.join(typed);
            disk::read_named(&path, MANIFEST, limit).with_context(|| session.cannot_read(typed))
        };
        let map = match &self.map {
            Some(path) => {
                let text = String::from_utf8_lossy(&read(path, limit::METADATA)?).into_owned();
                Some(Map::parse(&text).with_context(|| path.display().to_string())?)
            }
            None => None,
        };
        let name = self.file.file_name().context("name a file")?;
        Ok(Given {
            name: name.to_string_lossy().into_owned(),
            bytes: read(&self.file, limit::TABLE)?,
            options: Options {
                map,
                sheet: self.sheet.clone(),
                persons: self.persons,
                language: self.language.map(Tongue::of_sheet),
                remove_missing: self.remove_missing,
                same: self.same.clone(),
            },
            is_dry: self.dry_run,
            asks: !self.yes && !self.dry_run && questions::can_ask(),
            is_sure: self.yes,
            asked: Vec::new(),
        })
    }
}

/// A sheet that was read, and what is decided about it.
pub struct Given {
    /// The name of its file.
    pub name: String,
    /// The bytes of its file.
    pub bytes: Vec<u8>,
    /// What is decided.
    pub options: Options,
    is_dry: bool,
    asks: bool,
    /// Whether the person said yes beforehand.
    is_sure: bool,
    /// The questions that were asked.
    asked: Vec<String>,
}

impl Given {
    /// Shows what is understood of the sheet, and asks a person what it leaves open, if there is one; `None` if they stopped.
    pub fn decide(&mut self, dossier: Option<&Dossier>, out: &mut impl Write) -> anyhow::Result<Option<Understood>> {
        loop {
            let understood = understood(dossier, &self.name, &self.bytes, &self.options)?;
            let is_again = dossier.is_some_and(|dossier| {
                let map = format!("{FOLDER}/{}.toml", import::stem(&self.name));
                dossier.tree.is_there(Path::new(&map))
            });
            write_columns(&understood, &self.name, is_again, out)?;
            if !self.asks {
                return Ok(Some(understood));
            }
            match questions::ask(&understood, &mut self.asked, out)? {
                Answers::Stopped => return Ok(None),
                Answers::Unchanged => return Ok(Some(understood)),
                Answers::Decided(map) => self.options.map = Some(map),
                Answers::Anew(map) => {
                    self.options.map = Some(map);
                    continue;
                }
            }
            return Ok(Some(import::understood(
                dossier,
                &self.name,
                &self.bytes,
                &self.options,
            )?));
        }
    }
}

impl Given {
    /// Asks a person what the rows leave open beside the tables, if there is one; whether to go on.
    pub fn settle(&mut self, dossier: &Dossier, out: &mut impl Write) -> anyhow::Result<bool> {
        if !self.asks {
            return Ok(true);
        }
        let mut import = Import::of(dossier, &self.name, &self.bytes, &self.options)?;
        match questions::ask(&import.understood, &mut self.asked, out)? {
            Answers::Stopped => return Ok(false),
            Answers::Unchanged => {}
            Answers::Decided(map) | Answers::Anew(map) => {
                self.options.map = Some(map);
                import = Import::of(dossier, &self.name, &self.bytes, &self.options)?;
            }
        }
        for likely in &import.likely {
            let Some(is_same) = questions::is_same(&again::likely(likely), out)? else {
                return Ok(false);
            };
            self.options
                .same
                .extend(is_same.then(|| (likely.new.clone(), likely.old.clone())));
        }
        if import.doubles.is_empty() {
            return Ok(true);
        }
        write_doubles(&import, out)?;
        Ok(questions::goes_on(
            "write them as new rows, which count beside the old ones",
            out,
        )?)
    }

    /// Tells rows that would count twice, and stops if nobody said that they are new.
    fn refuse_doubles(&self, import: &Import, out: &mut impl Write) -> anyhow::Result<()> {
        if import.doubles.is_empty() || self.asks {
            return Ok(());
        }
        write_doubles(import, out)?;
        let stem = shown(&import.stem);
        anyhow::ensure!(
            self.is_dry || self.is_sure,
            "these rows would count twice, and nothing was changed: if they are the old ones, of which a name, source or stage changed, \
             import with --same, as above, for each; if a heading was changed, write the new one into {FOLDER}/{stem}.toml, and \
             import again; if the rows are new, import with --yes"
        );
        Ok(())
    }
}

fn write_doubles(import: &Import, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "\n{} would be new, and as many with the same figures are no longer in the sheet",
        plural(import.doubles.len(), "row")
    )?;
    for double in import.doubles.iter().take(MOST) {
        let (new, old) = (shown(&double.new), shown(&double.old));
        writeln!(out, "  {new}: perhaps {old}")?;
        writeln!(out, "    if so, import with --same {new}={old}")?;
    }
    write_rest(import.doubles.len(), out)
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let mut given = arguments.read(session)?;
    if given.decide(Some(&dossier), out)?.is_none() || !given.settle(&dossier, out)? {
        writeln!(out, "\nStopped: nothing was changed")?;
        return Ok(Outcome::Clean);
    }
    into(&dossier, &given, out)?;
    Ok(Outcome::Clean)
}

/// Imports a sheet into a dossier, and tells all but its columns.
pub fn into(dossier: &Dossier, given: &Given, out: &mut impl Write) -> anyhow::Result<()> {
    let lock = (!given.is_dry).then(|| import::lock(dossier)).transpose()?;
    let import = Import::of(dossier, &given.name, &given.bytes, &given.options)?;
    given.refuse_doubles(&import, out)?;
    write_doubts(&import, out)?;
    write_not_taken(&import, given.is_dry, out)?;
    write_notes(&import, out)?;
    if !given.is_dry {
        import.carry_out(dossier)?;
    }
    drop(lock);
    let is_changed = !(import.added.is_empty() && import.changed.is_empty() && import.taken_out.is_empty());
    let is_old = is_changed && dossier.tree.is_there(Path::new(BUILT));
    write_done(&import, (given.is_dry, is_old), out)?;
    Ok(())
}

/// Shows what was understood of each column; of a sheet that was imported before, cells of those alone that are new or read anew.
fn write_columns(understood: &Understood, name: &str, is_again: bool, out: &mut impl Write) -> std::io::Result<()> {
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
        let is_known = is_again && column.basis == Basis::Map;
        if !samples.is_empty() && !is_known {
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
    let lines = not_taken::lines(cells);
    for line in lines.iter().take(MOST) {
        let cell = line.first;
        let (text, reason) = (clipped(&cell.text), shown(&cell.reason));
        writeln!(out, "  {} {text}: {reason}{}", line.place(), line.others())?;
    }
    write_rest(lines.len(), out)
}

fn write_notes(import: &Import, out: &mut impl Write) -> std::io::Result<()> {
    let notes = &import.understood.notes;
    if !notes.is_empty() {
        writeln!(out, "\nNotes")?;
    }
    let mut told = HashSet::new();
    let notes: Vec<&Note> = notes
        .iter()
        .filter(|note| told.insert((note.address, note.text.as_str())))
        .collect();
    for note in notes.iter().take(MOST) {
        let place = note.address.map_or_else(String::new, |address| format!("{address}: "));
        writeln!(out, "  {place}{}", shown(&note.text))?;
    }
    write_rest(notes.len(), out)
}

/// Tells what was done. `is_old`: whether what was built is older than the tables now.
fn write_done(import: &Import, (is_dry, is_old): (bool, bool), out: &mut impl Write) -> std::io::Result<()> {
    if !import.near.is_empty() {
        writeln!(
            out,
            "\nNew entities that perhaps are the same as others: `sourcier merge NEW OLD` makes one of two"
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
    again::write(import, is_dry, out)?;
    writeln!(out)?;
    if import.added.is_empty() && import.changed.is_empty() && import.taken_out.is_empty() {
        writeln!(
            out,
            "No row of a table {}",
            if is_dry { "would change" } else { "changed" }
        )?;
        if !import.is_exported {
            write_lacking(import, out)?;
        }
    }
    for (table, count) in &import.added {
        writeln!(
            out,
            "{table}.csv: {}{}",
            plural(*count, "new row"),
            if is_dry { " (not written)" } else { "" }
        )?;
        if table == "documents" && !import.is_exported {
            write_documents(import, out)?;
        }
    }
    if is_dry {
        return writeln!(out, "\nNext\n  without --dry-run       write these rows");
    }
    writeln!(
        out,
        "\nNext\n  sourcier check          all errors and warnings, with their places"
    )?;
    writeln!(out, "  sourcier query totals   the sums")?;
    if is_old {
        writeln!(
            out,
            "  sourcier build          pictures and pages: those in build/ are older than the tables"
        )?;
    }
    Ok(())
}

/// Tells what new documents lack, which a sheet seldom says.
fn write_documents(import: &Import, out: &mut impl Write) -> std::io::Result<()> {
    match import.undated {
        0 => writeln!(out, "  the sheet names no text of a document (`file`)"),
        _ => writeln!(
            out,
            "  the sheet does not say when documents were published, nor names their texts: `published` and `file` are empty"
        ),
    }
}

/// Two keys of claims, with `=` between.
fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text
        .split_once('=')
        .map(|(new, old)| (new.trim().to_owned(), old.trim().to_owned()));
    let pair = pair.filter(|(new, old)| !new.is_empty() && !old.is_empty());
    pair.ok_or_else(|| "give two keys of claims, NEW=OLD, as the last import told them".to_owned())
}

/// Says why nothing can be imported, and how to go on.
fn write_lacking(import: &Import, out: &mut impl Write) -> std::io::Result<()> {
    let lacking = import::lacking(&import.understood);
    for reason in &lacking {
        writeln!(out, "  {reason}")?;
    }
    if !lacking.is_empty() {
        let stem = shown(&import.stem);
        writeln!(
            out,
            "  write that heading into the sheet, or the role of the column into {FOLDER}/{stem}.toml, and import again"
        )?;
    }
    Ok(())
}

/// Says how many lines of a list are not shown.
fn write_rest(count: usize, out: &mut impl Write) -> std::io::Result<()> {
    match count.checked_sub(MOST).filter(|rest| *rest > 0) {
        Some(rest) => writeln!(out, "  and {rest} more"),
        None => Ok(()),
    }
}
