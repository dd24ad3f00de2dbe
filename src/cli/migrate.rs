//! `sourcier migrate`

use super::{Outcome, Session};
use crate::diagnostic::plural;
use crate::dossier::FORMAT;
use crate::migrate::{Change, Edit, Left, Migration, Reason};
use crate::terminal::shown;
use std::io::Write;
use std::path::PathBuf;

/// Bring a dossier of an older format to the current one
///
/// Replaces vocabulary, queries, metadata of tables and docs/tables.md where they are as an older release shipped them, removes
/// those that are no longer shipped, adds new ones, and writes the format into sourcier.toml. Files that you changed are left
/// and listed; in the ontology your own terms stay, and the others are brought up to date. The tables need no change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier migrate --dry-run     list the changes
  sourcier migrate
  sourcier migrate ~/dossiers/water")]
pub struct Arguments {
    /// The dossier's folder [default: the nearest one, upwards from the current folder]
    #[arg(value_name = "DOSSIER")]
    folder: Option<PathBuf>,
    /// List the changes without making them
    #[arg(long)]
    dry_run: bool,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let folder = arguments.folder.as_ref();
    let folder = folder.map_or_else(|| session.directory.clone(), |folder| session.directory.join(folder));
    anyhow::ensure!(folder.is_dir(), "the folder {} is not there", folder.display());
    let dossier = session.dossier_of(&folder)?;
    let format = dossier.manifest.format;
    if format == FORMAT {
        writeln!(
            out,
            "the dossier has format {format}, the current one: there is nothing to change"
        )?;
        return Ok(Outcome::Clean);
    }
    let migration = Migration::of(&dossier)?;
    let name = shown(&dossier.manifest.title).into_owned();
    match arguments.dry_run {
        true => writeln!(out, "{name}: format {format} would become {FORMAT}")?,
        false => {
            migration.carry_out(&dossier)?;
            writeln!(out, "{name}: format {format} is now {FORMAT}")?;
        }
    }
    for change in &migration.changes {
        writeln!(out, "  {:<8} {}", verb(&change.edit), shown(&change.file))?;
        write_kept(change, out)?;
    }
    write_left(&migration.left, &dossier.manifest.language, out)?;
    writeln!(out, "\nNext")?;
    match arguments.dry_run {
        true => writeln!(
            out,
            "  sourcier migrate        make these {}",
            plural(migration.changes.len(), "change")
        )?,
        false => writeln!(
            out,
            "  sourcier check          all errors and warnings, with their places"
        )?,
    }
    Ok(Outcome::Clean)
}

fn verb(edit: &Edit) -> &'static str {
    match edit {
        Edit::Added => "add",
        Edit::Replaced => "replace",
        Edit::Merged(_) => "edit",
        Edit::Removed => "remove",
        Edit::Format => "format",
    }
}

/// Says what the owner changed in a file that was edited.
fn write_kept(change: &Change, out: &mut impl Write) -> std::io::Result<()> {
    let Edit::Merged(kept) = &change.edit else {
        return Ok(());
    };
    if kept.is_empty() {
        return writeln!(out, "           with your own terms as they are");
    }
    let kept: Vec<_> = kept.iter().map(|word| shown(word)).collect();
    writeln!(out, "           without those that you changed: {}", kept.join(", "))
}

/// Lists the files that are left, with what to do.
fn write_left(left: &[Left], language: &str, out: &mut impl Write) -> std::io::Result<()> {
    let of = |reason: Reason| {
        let files = left.iter().filter(move |left| left.reason == reason);
        files.map(|left| left.file.as_str()).collect::<Vec<_>>()
    };
    let language = if language.starts_with("fr") { "fr" } else { "en" };
    let to_compare = format!("compare each with that of a new dossier: sourcier init --language {language} DIR");
    let groups = [
        (Reason::Changed, "Left, since you changed them", to_compare.as_str()),
        (
            Reason::NotShipped,
            "Left, since you changed them, and the new format has none of this name",
            "remove each unless you need it: rules that were replaced may derive the same twice",
        ),
        (
            Reason::OfThisName,
            "Left, since they are yours, and the new format has others of the same name",
            "rename yours, then copy those of a new dossier (sourcier init DIR)",
        ),
    ];
    for (reason, title, to_do) in groups {
        let files = of(reason);
        if files.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}")?;
        for file in files {
            writeln!(out, "  {}", shown(file))?;
        }
        writeln!(out, "{to_do}")?;
    }
    Ok(())
}
