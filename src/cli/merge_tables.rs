//! `sourcier merge-tables`

use super::output::PendingFile;
use super::program::program;
use super::{Outcome, Session};
use crate::csvw::metadata::TableGroup;
use crate::diagnostic::plural;
use crate::disk::{self, limit};
use crate::dossier::{Dossier, MANIFEST};
use crate::files;
use crate::tables::edited::merged;
use crate::terminal::shown;
use anyhow::Context as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Merge two versions of a table by its rows, for Git
///
/// Rows of both sides are kept, and so are changes of different cells of a row. A cell that both changed is a conflict: its row
/// stands twice between Git's marks, and the exit code is 1. The result replaces OURS. A file that no dossier describes, or that
/// rows cannot settle, is merged as text by `git merge-file`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Once in a clone, with the .gitattributes of a dossier (data/*.csv merge=sourcier):
  git config merge.sourcier.driver \"sourcier merge-tables %O %A %B %P\""
)]
pub struct Arguments {
    /// The version that both come from (%O)
    base: PathBuf,
    /// Our version, which is replaced (%A)
    ours: PathBuf,
    /// The other version (%B)
    theirs: PathBuf,
    /// The table's place in the dossier (%P)
    #[arg(value_name = "PATH")]
    place: PathBuf,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Arguments {
        base,
        ours,
        theirs,
        place,
    } = arguments;
    let absolute = |path: &PathBuf| session.directory.join(path);
    let read = |path: &PathBuf| {
        let path = absolute(path);
        disk::read_named(&path, MANIFEST, limit::TABLE).with_context(|| format!("cannot read {}", path.display()))
    };
    let versions = [read(base)?, read(ours)?, read(theirs)?];
    let [base_bytes, our_bytes, their_bytes] = &versions;
    let group = described(&absolute(place));
    let table = group
        .as_ref()
        .and_then(|(group, file)| group.tables.iter().find(|table| table.file == *file));
    let merged = table.and_then(|table| merged::merge(base_bytes, our_bytes, their_bytes, table));
    let name = place.display().to_string();
    let Some(merged) = merged else {
        return as_text([ours, base, theirs].map(absolute), &name, out);
    };
    let (pending, mut file) = PendingFile::create(&absolute(ours))?;
    file.write_all(&merged.bytes)
        .with_context(|| format!("cannot write {}", ours.display()))?;
    pending.keep()?;
    if merged.conflicts.is_empty() {
        return Ok(Outcome::Clean);
    }
    let rows = plural(merged.conflicts.len(), "row");
    writeln!(out, "{}: both changed the same cell of {rows}", shown(&name))?;
    for key in merged.conflicts.iter().take(20) {
        writeln!(out, "  {}", shown(&key.replace('\0', " ")))?;
    }
    Ok(Outcome::Findings)
}

/// The description of the tables of the dossier to which a file belongs, and the name of the file in it.
fn described(path: &Path) -> Option<(TableGroup, String)> {
    let dossier = Dossier::find(path.parent()?).ok()?;
    let file = path.strip_prefix(&dossier.root).ok()?.to_str()?.to_owned();
    Some((files::group(&dossier).ok()?, file))
}

/// Merges lines, as Git does without this program.
fn as_text(paths: [PathBuf; 3], name: &str, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut git = program("git").context("git is not installed")?;
    // It needs no repository, and starts in none.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    let labels = ["-q", "-L", "ours", "-L", "base", "-L", "theirs"];
    let output = git.arg("merge-file").args(labels).arg("--").args(paths).output();
    let status = output.with_context(|| format!("cannot merge {name} as text"))?.status;
    match status.code() {
        Some(0) => Ok(Outcome::Clean),
        Some(conflicts) if conflicts < 128 => {
            writeln!(out, "{}: merged as text, with conflicts", shown(name))?;
            Ok(Outcome::Findings)
        }
        _ => anyhow::bail!("git merge-file cannot merge {name}"),
    }
}
