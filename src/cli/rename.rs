//! `sourcier rename` and `sourcier merge`

use super::{Outcome, Session};
use crate::diagnostic::plural;
use crate::disk::Lock;
use crate::dossier::Dossier;
use crate::import::{self, ImportError};
use crate::rename::{Change, Rename, Rows};
use crate::terminal::shown;
use std::io::{self, BufRead as _, IsTerminal as _, Write};

/// How many lines a list has at most, unless all are asked for.
const MOST: usize = 20;

/// Change the key of an entity through all tables
///
/// Changes every cell that refers to it, and the records of imports, so that a later version of a sheet finds it. Labels stay.
/// Shows each change first, and asks.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier rename mistral mistral-ai
  sourcier rename \"Ville de Brume\" brume --dry-run   a label instead of the key; all changes, none made
  sourcier rename --document gazette-3 gazette-2025-03 --yes")]
pub struct Arguments {
    /// Its key, or a label that it alone has
    #[arg(value_name = "OLD")]
    old: String,
    /// Its new key: small letters, digits and `-`
    #[arg(value_name = "NEW")]
    new: String,
    /// The key is that of a document
    #[arg(long, conflicts_with = "claim")]
    document: bool,
    /// The key is that of a claim
    #[arg(long)]
    claim: bool,
    #[command(flatten)]
    consent: Consent,
}

/// Make one of two entities
///
/// All that refers to A refers to B then. The labels and aliases of A become aliases of B, cells that B lacks are taken from A,
/// and where both have one, that of B is kept and that of A shown. The row of A goes, and rows that become the same become one.
/// Shows each change first, and asks.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier merge mistral mistral-ai
  sourcier merge ville-de-brume brume --dry-run")]
pub struct MergeArguments {
    /// The entity that goes, by its key or a label that it alone has
    #[arg(value_name = "A")]
    old: String,
    /// The entity that stays
    #[arg(value_name = "B")]
    new: String,
    #[command(flatten)]
    consent: Consent,
}

/// Whether changes are made.
#[derive(Debug, clap::Args)]
struct Consent {
    /// Make the changes without asking
    #[arg(long)]
    yes: bool,
    /// Show all changes, and make none
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

impl Consent {
    /// The lock of imports, whose records change with the tables; none if nothing changes.
    fn lock(&self, dossier: &Dossier) -> Result<Option<Lock>, ImportError> {
        (!self.dry_run).then(|| import::lock(dossier)).transpose()
    }
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let _lock = arguments.consent.lock(&dossier)?;
    let rows = match (arguments.document, arguments.claim) {
        (true, _) => Rows::Documents,
        (_, true) => Rows::Claims,
        _ => Rows::Entities,
    };
    let rename = Rename::of(&dossier, rows, &arguments.old, &arguments.new)?;
    let title = format!("`{}` becomes `{}`", rename.old, rename.new);
    writeln!(out, "{}", shown(&title))?;
    let kind = match rows {
        Rows::Documents => " --document",
        Rows::Claims => " --claim",
        Rows::Entities => "",
    };
    let command = format!("sourcier rename{kind} {} {}", rename.old, rename.new);
    carried_out(&rename, &dossier, (&arguments.consent, &command), out)
}

pub fn merge(arguments: &MergeArguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let _lock = arguments.consent.lock(&dossier)?;
    let rename = Rename::merge(&dossier, &arguments.old, &arguments.new)?;
    let title = format!("`{}` and `{}` become one, `{}`", rename.old, rename.new, rename.new);
    writeln!(out, "{}", shown(&title))?;
    let command = format!("sourcier merge {} {}", rename.old, rename.new);
    carried_out(&rename, &dossier, (&arguments.consent, &command), out)
}

/// Shows the changes, and makes them with consent.
fn carried_out(
    rename: &Rename,
    dossier: &Dossier,
    (consent, command): (&Consent, &str),
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let most = if consent.dry_run { usize::MAX } else { MOST };
    write_changes(&rename.changes, most, out)?;
    write_rest(rename, most, out)?;
    let count = rename.files().count();
    writeln!(out)?;
    if consent.dry_run {
        writeln!(out, "Nothing was changed\n\nNext\n  {} --yes", shown(command))?;
        return Ok(Outcome::Clean);
    }
    if !consent.yes && !agreed(&plural(count, "file"), command, out)? {
        writeln!(out, "Nothing was changed")?;
        return Ok(Outcome::Clean);
    }
    rename.carry_out(dossier)?;
    writeln!(out, "Changed: {}", plural(count, "file"))?;
    for file in rename.files() {
        writeln!(out, "  {}", shown(file))?;
    }
    writeln!(
        out,
        "\nNext\n  sourcier check          all errors and warnings, with their places"
    )?;
    Ok(Outcome::Clean)
}

/// Asks a person whether to go on.
///
/// # Errors
/// When no person is there to answer.
fn agreed(files: &str, command: &str, out: &mut impl Write) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        out.flush()?;
        anyhow::bail!("nothing was changed: nobody is there to agree. To make these changes: {command} --yes");
    }
    write!(out, "Change {files}? [y/N] ")?;
    out.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let answer = line.trim().to_lowercase();
    Ok(["y", "yes", "o", "oui"].contains(&answer.as_str()))
}

fn write_changes(changes: &[Change], most: usize, out: &mut impl Write) -> io::Result<()> {
    for of_file in changes.chunk_by(|one, other| one.file == other.file) {
        let file = of_file.first().map_or("", |change| change.file.as_str());
        writeln!(out, "\n{}: {}", shown(file), plural(of_file.len(), "cell"))?;
        for change in of_file.iter().take(most) {
            let (column, old, new) = (shown(&change.column), cell(&change.old), cell(&change.new));
            writeln!(out, "  line {}, {column}: {old} → {new}", change.line)?;
        }
        write_more(of_file.len(), most, out)?;
    }
    Ok(())
}

fn write_rest(rename: &Rename, most: usize, out: &mut impl Write) -> io::Result<()> {
    let removed = rename.removed.iter().map(|row| {
        let (file, key, reason) = (shown(&row.file), shown(&row.row), shown(&row.reason));
        format!("{file}, line {} ({key}): {reason}", row.line)
    });
    write_list("Rows that go", removed.collect(), most, out)?;
    let conflicts = rename.conflicts.iter().map(|found| {
        let (file, column) = (shown(&found.file), shown(&found.column));
        let (kept, left) = (cell(&found.kept), cell(&found.left));
        format!("{file}, line {}, {column}: {kept} is kept, {left} is not", found.line)
    });
    write_list("Cells in which the two differ", conflicts.collect(), most, out)?;
    let together = rename.together.iter().map(|sums| {
        let keys: Vec<_> = sums.claims.iter().map(|key| shown(key)).collect();
        format!("{}: {}", shown(&sums.about), keys.join(", "))
    });
    let title = "Sums that become those of one for one thing at one stage, so that one of them counts and they no longer add up; for each to \
                 count, give each a thing of its own (`about`), a part of the other";
    write_list(title, together.collect(), most, out)?;
    let imports = rename.imports.iter().map(|file| shown(file).into_owned());
    write_list(
        "Records of imports, so that a later version of the sheet finds its rows",
        imports.collect(),
        most,
        out,
    )?;
    let mentions = rename.mentions.iter().map(|found| {
        let (file, text) = (shown(&found.file), shown(&found.text));
        format!("{file}, line {}: {text}", found.line)
    });
    let title = format!("Left, although they name `{}`: change them by hand", shown(&rename.old));
    write_list(&title, mentions.collect(), most, out)
}

fn write_list(title: &str, lines: Vec<String>, most: usize, out: &mut impl Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for line in lines.iter().take(most) {
        writeln!(out, "  {line}")?;
    }
    write_more(lines.len(), most, out)
}

/// Says how many lines of a list are not shown.
fn write_more(count: usize, most: usize, out: &mut impl Write) -> io::Result<()> {
    match count.checked_sub(most).filter(|more| *more > 0) {
        Some(more) => writeln!(out, "  and {more} more: --dry-run shows all"),
        None => Ok(()),
    }
}

/// The text of a cell on a line.
fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.as_str() {
        "" => "(empty)".to_owned(),
        line => format!("`{}`", shown(line)),
    }
}
