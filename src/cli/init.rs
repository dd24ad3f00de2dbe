//! `sourcier init`

use super::{Outcome, Session, build, import};
use anyhow::Context as _;
use sourcier::disk::{self, limit};
use sourcier::dossier::MANIFEST;
use sourcier::init::{self, Options, init};
use sourcier::sheet;
use sourcier::terminal::shown;
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
  sourcier init water --from spending.xlsx     a spreadsheet's rows, checked and drawn")]
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
    /// The language of labels, pictures and documents
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
    /// Leave out the example: tables without rows, except units
    #[arg(long)]
    empty: bool,
    /// Take the rows of a spreadsheet (CSV, XLSX, ODS) instead of the example, and build the dossier
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    En,
    Fr,
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

/// What lets Git merge tables by rows. A folder that somebody cloned must not do that by itself.
const DRIVER: &str = "git config merge.sourcier.driver \"sourcier merge-tables %O %A %B %P\"";

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let folder = session.directory.join(&arguments.folder);
    // A sheet that cannot be read leaves no dossier behind.
    if let Some(file) = &arguments.from {
        let path = session.directory.join(file);
        let shown = path.display().to_string();
        let bytes = disk::read_named(&path, MANIFEST, limit::TABLE).with_context(|| format!("cannot read {shown}"))?;
        sheet::read(&bytes, &shown)?;
    }
    let options = Options {
        title: arguments.title.clone(),
        base: arguments.base.clone(),
        language: match arguments.language {
            Language::En => init::Language::English,
            Language::Fr => init::Language::French,
        },
        empty: arguments.empty || arguments.from.is_some(),
    };
    init(&folder, &options)?;
    let named = arguments.folder.display().to_string();
    writeln!(out, "A new dossier in {}", shown(&named))?;
    for (name, what) in PARTS {
        writeln!(out, "{}", format!("  {name:<14} {what}").trim_end())?;
    }
    if let Some(file) = &arguments.from {
        return from(file, arguments, &folder, session, out);
    }
    writeln!(out, "\nIn a Git repository, so that tables merge by rows\n  {DRIVER}")?;
    writeln!(out, "\nNext")?;
    if let Some(place) = place(&folder, session.started.as_deref()) {
        writeln!(out, "  cd {}", shown(&place))?;
    }
    writeln!(out, "  sourcier check")?;
    match arguments.empty {
        true => writeln!(out, "  sourcier range DOCUMENT \"the words\"")?,
        false => writeln!(out, "  sourcier query totals")?,
    }
    writeln!(out, "  sourcier build")?;
    Ok(Outcome::Clean)
}

/// Imports a sheet into the new dossier and builds it.
fn from(
    file: &Path,
    arguments: &Arguments,
    folder: &Path,
    session: &Session,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let dossier = session.dossier_of(folder)?;
    writeln!(out)?;
    import::into(&dossier, &import::Arguments::of(file.to_owned()), session, out)?;
    writeln!(out)?;
    let outcome = build::of(session.dossier_of(folder)?, session, out)?;
    let picture = arguments.folder.join("build/views/money.svg");
    writeln!(out, "\nThe money: {}", shown(&picture.display().to_string()))?;
    Ok(outcome)
}

/// The folder as an argument of `cd` from where the program was started; `None` if it is that one.
fn place(folder: &Path, started: Option<&Path>) -> Option<String> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let here = started.and_then(|here| here.canonicalize().ok());
    let below = here.and_then(|here| folder.strip_prefix(here).map(Path::to_owned).ok());
    let text = below.unwrap_or(folder).display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    match text.as_str() {
        "" => None,
        plain if plain.chars().all(is_plain) && !plain.starts_with('-') => Some(text),
        _ => Some(format!("-- '{}'", text.replace('\'', r"'\''"))),
    }
}
