//! `sourcier init`

use super::import::Tongue;
use super::{Outcome, Session, build, import};
use crate::disk::{self, limit};
use crate::dossier::MANIFEST;
use crate::import::lacking;
use crate::init::{self, Options, init};
use crate::sheet::{Language, Understood};
use crate::terminal::shown;
use anyhow::Context as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Create a new dossier with an example
///
/// Writes the manifest, the ontology, tables with three claims of an invented article, queries, rules, checks and views.
/// The folder must be new or empty.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier init water
  sourcier init water --title \"Water in our region\" --base https://example.org/water/
  sourcier init eau --language fr
  sourcier init water --empty
  sourcier init water --from spending.xlsx     a spreadsheet's rows, checked and drawn
  sourcier init deals --tables deals.csv       a register as it is: described, questions, a picture")]
pub struct Arguments {
    /// The folder, new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The dossier's title [default: the folder's name]
    #[arg(long)]
    title: Option<String>,
    /// The prefix of all its IRIs; need not exist on the web, and ends in /
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// The language of labels, pictures and documents [default: that of the spreadsheet, else en]
    #[arg(long, value_enum)]
    language: Option<Tongue>,
    /// Leave out the example: tables without rows, except units
    #[arg(long)]
    empty: bool,
    /// Take the rows of a spreadsheet (CSV, XLSX, ODS) instead of the example, and build the dossier
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// What the columns of that spreadsheet mean
    #[arg(long, value_name = "MAP.toml", requires = "from")]
    map: Option<PathBuf>,
    /// Also take natural persons of that spreadsheet who pay or receive
    #[arg(long, requires = "from")]
    persons: bool,
    /// Ask nothing: where that spreadsheet leaves something open, take the first answer
    #[arg(long, short, requires = "from")]
    yes: bool,
    /// Take tables as they come (CSV, sheets of XLSX and ODS: deals, grants, projects) instead of claims: describes them, and writes questions about them
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["from", "empty"])]
    tables: Vec<PathBuf>,
}

/// The contents of a new dossier.
const PARTS: &[(&str, &str)] = &[
    ("sourcier.toml", "title, address, language, licence"),
    ("data/", "the tables, and what describes them"),
    ("texts/", "what the documents say; ignored by Git"),
    ("ontology/", "the words: kinds of claims, modalities, classes"),
    ("queries/", "questions, rules, checks and views"),
    ("docs/", "what each column of the tables means"),
    ("README.md", "how to go on"),
    (".gitignore", ""),
    (".gitattributes", ""),
];

/// What a dossier of a sheet says of these in one line.
const HOW: &str = "  README.md says how to go on, docs/tables.md what the tables mean";

/// What lets Git merge tables by rows. A folder that somebody cloned must not do that by itself.
const DRIVER: &str = "git config merge.sourcier.driver \"sourcier merge-tables %O %A %B %P\"";

/// The contents of a new dossier of tables.
const TABLE_PARTS: &[(&str, &str)] = &[
    ("sourcier.toml", "title, address, language, licence"),
    ("data/", "the tables, and what describes them"),
    ("ontology/", "what their columns are called"),
    ("queries/", "questions, a rule that makes things of names, a view"),
    ("README.md", "how to go on"),
];

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let folder = session.directory.join(&arguments.folder);
    // A sheet that cannot be imported leaves no dossier behind.
    let given = match &arguments.from {
        Some(file) => match decided(file, arguments, session, out)? {
            Some(given) => Some(given),
            None => {
                writeln!(out, "\nStopped: no dossier was made")?;
                return Ok(Outcome::Clean);
            }
        },
        None => None,
    };
    let of_sheet = given.as_ref().and_then(|(_, understood)| understood.map.language);
    let is_french = match arguments.language {
        Some(stated) => stated == Tongue::Fr,
        None => of_sheet == Some(Language::French),
    };
    let options = Options {
        title: arguments.title.clone(),
        base: arguments.base.clone(),
        language: match is_french {
            false => init::Language::English,
            true => init::Language::French,
        },
        empty: arguments.empty || arguments.from.is_some(),
        modified: Some(super::link::today()),
    };
    if !arguments.tables.is_empty() {
        return tables(arguments, &options, &folder, session, out);
    }
    init(&folder, &options)?;
    let named = arguments.folder.display().to_string();
    let gap = if given.is_some() { "\n" } else { "" };
    writeln!(out, "{gap}A new dossier in {}", shown(&named))?;
    if let Some((mut given, _)) = given {
        writeln!(out, "{HOW}")?;
        if arguments.language.is_none() && is_french {
            writeln!(
                out,
                "\nThe sheet is in French, and so is the dossier; --language en makes an English one"
            )?;
        }
        return from(&mut given, arguments, &folder, session, out);
    }
    for (name, what) in PARTS {
        writeln!(out, "{}", format!("  {name:<14} {what}").trim_end())?;
    }
    writeln!(out, "\nIn a Git repository, so that tables merge by rows\n  {DRIVER}")?;
    next(arguments, &folder, session, out)?;
    Ok(Outcome::Clean)
}

/// Says how to go on with a new dossier.
fn next(arguments: &Arguments, folder: &Path, session: &Session, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "\nNext")?;
    if let Some(place) = place(folder, session.started.as_deref()) {
        writeln!(out, "  cd {}", shown(&place))?;
    }
    writeln!(out, "  sourcier check")?;
    match arguments.empty {
        true => writeln!(out, "  sourcier range DOCUMENT \"the words\"")?,
        false => writeln!(out, "  sourcier query totals")?,
    }
    writeln!(out, "  sourcier build")
}

/// Makes a dossier of tables and builds it.
fn tables(
    arguments: &Arguments,
    options: &Options,
    folder: &Path,
    session: &Session,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let read = |file: &PathBuf| {
        let path = session.directory.join(file);
        let bytes = disk::read_named(&path, MANIFEST, limit::TABLE);
        let name = path.file_name().context("name a file")?.to_string_lossy().into_owned();
        let bytes = bytes.with_context(|| session.cannot_read(file))?;
        Ok(init::Source { name, bytes })
    };
    let sources: Vec<init::Source> = arguments.tables.iter().map(read).collect::<anyhow::Result<_>>()?;
    let (taken, notes) = init::init_tables(folder, options, &sources)?;
    writeln!(
        out,
        "A new dossier in {}",
        shown(&arguments.folder.display().to_string())
    )?;
    for (name, what) in TABLE_PARTS {
        writeln!(out, "  {name:<14} {what}")?;
    }
    for (heading, lines) in [("Columns", taken), ("Notes", notes)] {
        if !lines.is_empty() {
            writeln!(out, "\n{heading}")?;
        }
        for line in lines {
            writeln!(out, "  {}", shown(&line))?;
        }
    }
    writeln!(out)?;
    let outcome = build::of(session.dossier_of(folder)?, build::Listed::Number, session, out)?;
    writeln!(out, "\nNext")?;
    if let Some(place) = place(folder, session.started.as_deref()) {
        writeln!(out, "  cd {}", shown(&place))?;
    }
    writeln!(out, "  sourcier query          the questions that can be asked")?;
    Ok(outcome)
}

/// Reads a sheet, and asks what it leaves open; `None` if the person stopped.
fn decided(
    file: &Path,
    arguments: &Arguments,
    session: &Session,
    out: &mut impl Write,
) -> anyhow::Result<Option<(import::Given, Understood)>> {
    let mut own = import::Arguments::of(file.to_owned(), arguments.map.clone(), arguments.language);
    (own.persons, own.yes) = (arguments.persons, arguments.yes);
    let mut given = own.read(session)?;
    let Some(understood) = given.decide(None, out)? else {
        return Ok(None);
    };
    let lacking = lacking(&understood);
    if lacking.is_empty() {
        return Ok(Some((given, understood)));
    }
    let (folder, named) = (word(&arguments.folder), word(file));
    // A sheet without rows needs no map.
    if understood.columns.iter().all(|column| column.samples.is_empty()) {
        anyhow::bail!(
            "nothing of {named} can be imported, and no dossier was made: {}",
            lacking.join("; ")
        );
    }
    writeln!(
        out,
        "\nWhat the columns mean, for map.toml; another role instead of `ignored` takes a column\n"
    )?;
    for line in understood.map.to_toml()?.lines() {
        writeln!(out, "  {}", shown(line))?;
    }
    writeln!(
        out,
        "\nRoles: about (what the money is for), amount, payer, recipient, speaker, when, stage, source, note ..."
    )?;
    anyhow::bail!(
        "nothing of {named} can be imported, and no dossier was made: {}. Write the lines above into map.toml with the \
         right roles, and run: sourcier init {folder} --from {named} --map map.toml",
        lacking.join("; ")
    );
}

/// A path as a word of a command.
fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    match text.chars().all(is_plain) && !text.starts_with('-') {
        true => text,
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// Imports a sheet into the new dossier and builds it.
fn from(
    given: &mut import::Given,
    arguments: &Arguments,
    folder: &Path,
    session: &Session,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let dossier = session.dossier_of(folder)?;
    if !given.settle(&dossier, out)? {
        writeln!(out, "\nStopped: the dossier has no rows yet")?;
        return Ok(Outcome::Clean);
    }
    import::into(&dossier, given, out)?;
    writeln!(out)?;
    let outcome = build::of(session.dossier_of(folder)?, build::Listed::Number, session, out)?;
    let picture = PICTURE.iter().collect::<PathBuf>();
    // The view of the money is empty where no sum names who pays and what for.
    if dossier.tree.is_there(&picture) {
        let picture = arguments.folder.join(picture);
        writeln!(out, "\nThe money: {}", shown(&picture.display().to_string()))?;
    }
    Ok(outcome)
}

/// The picture of the money, within a dossier.
const PICTURE: [&str; 3] = ["build", "views", "money.svg"];

/// The folder as an argument of `cd` from where the program was started; `None` if it is that one.
fn place(folder: &Path, started: Option<&Path>) -> Option<String> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let here = started.and_then(|here| here.canonicalize().ok());
    let below = here.and_then(|here| folder.strip_prefix(here).map(Path::to_owned).ok());
    let text = below.unwrap_or(folder).display().to_string();
    match text.as_str() {
        "" => None,
        _ => match word(Path::new(&text)) {
            plain if plain == text => Some(text),
            quoted => Some(format!("-- {quoted}")),
        },
    }
}
