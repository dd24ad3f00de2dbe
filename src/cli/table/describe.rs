//! `sourcier table describe`

use super::super::output::{self, PendingFile};
use super::super::{Outcome, Session};
use super::input::located;
use crate::disk::{self, limit};
use crate::dossier::MANIFEST;
use crate::terminal::shown;
use anyhow::{Context as _, bail};
use csvw::describe::describe;
use std::io::{Read, Write};
use std::path::PathBuf;

/// Draft the metadata of a CSV file, to be reviewed and edited
///
/// Infers encoding, delimiter, header row, the datatype of each column, lists and keys from all rows. Reports guesses and
/// doubts on standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier table describe trees.csv
  sourcier table describe trees.csv -o trees.csv-metadata.json
  sourcier table check trees.csv                         finds and uses it")]
pub struct Arguments {
    /// A CSV file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A new file, preferably FILE-metadata.json; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long, requires = "output")]
    force: bool,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let place = located(&arguments.file, session)?;
    let output = arguments.output.as_ref().filter(|path| path.as_os_str() != "-");
    let target = output.map(|path| session.directory.join(path));
    let path = place.path();
    if let (Some(shown), Some(target)) = (output, &target) {
        if target
            .canonicalize()
            .is_ok_and(|target| path.canonicalize().is_ok_and(|path| path == target))
        {
            bail!("{} is read: name another file to write", shown.display());
        }
        if target.exists() && !arguments.force {
            bail!("{} is there already: --force replaces it", shown.display());
        }
    }
    let mut open =
        || disk::open_named(&path, MANIFEST, limit::TABLE).map(|file| Box::new(file) as Box<dyn Read + Send>);
    let described = describe(&place.name, &mut open)?;
    let mut text = serde_json::to_string_pretty(&described.metadata)?;
    text.push('\n');
    match &target {
        None => out
            .write_all(text.as_bytes())
            .context("cannot write to standard output")?,
        Some(target) => {
            let (part, mut file) = PendingFile::create(target)?;
            file.write_all(text.as_bytes())
                .with_context(|| format!("cannot write {}", target.display()))?;
            part.keep()?;
        }
    }
    let mut err = output::errors(session.style);
    for note in &described.notes {
        writeln!(err, "{}", shown(&note.to_string()))?;
    }
    let folder = target
        .as_ref()
        .and_then(|target| target.parent())
        .and_then(|folder| folder.canonicalize().ok());
    if folder.is_some_and(|folder| folder != place.folder) {
        writeln!(
            err,
            "Its `url` is that of a table beside it: give it with --metadata, or put it into the folder of {}.",
            shown(&arguments.file.display().to_string())
        )?;
    }
    Ok(Outcome::Clean)
}
