//! `sourcier build`

use super::output::errors;
use super::{Outcome, Session};
use crate::build::build;
use crate::diagnostic::{Report, SHOWN, Severity, human, plural, summary};
use crate::dossier::Dossier;
use crate::open::OpenDossier;
use crate::terminal::shown;
use std::io::Write;

/// Write the graph, the views and a summary into build/
///
/// Writes graph.nq and graph.ttl, each view in the formats marked `build` in `sourcier formats`, and summary.txt. The new
/// build replaces the old one atomically; if the dossier has errors, the old build is kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier build
  sourcier -C ~/dossiers/health build")]
pub struct Arguments {}

pub fn run(_: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    of(session.dossier()?, Listed::Each, session, out)
}

/// What is said of the files that were written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Each of them, and the views without a picture.
    Each,
    /// Their number alone, where the build is one step of several.
    Number,
}

/// Builds a dossier.
pub fn of(dossier: Dossier, listed: Listed, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let texts = session.texts(&dossier)?;
    let mut report = Report::bounded(SHOWN);
    let open = OpenDossier::open(dossier, texts, &mut report)?;
    open.check(&mut report)?;
    if report.count(Severity::Error) > 0 {
        write!(out, "{}", human(&report, session.style))?;
        writeln!(out, "{}; nothing was built", summary(&report))?;
        if report.hidden() > 0 {
            writeln!(out, "all of them: sourcier check --format csv (or json, sarif)")?;
        }
        return Ok(Outcome::Findings);
    }
    let built = build(&open)?;
    writeln!(
        out,
        "{} in {}",
        plural(built.files.len(), "file"),
        shown(&built.folder.display().to_string())
    )?;
    for (name, size) in built.files.iter().filter(|_| listed == Listed::Each) {
        writeln!(out, "  {:<36} {size:>9} bytes", shown(name))?;
    }
    for (view, reason) in built.undrawn.iter().filter(|_| listed == Listed::Each) {
        writeln!(out, "no picture of the view {view}: {reason}")?;
    }
    for (view, lost) in &built.undated {
        let told = format!("{view}: {lost}");
        writeln!(errors(session.style), "sourcier: warning: {}", shown(&told))?;
    }
    writeln!(out, "check: {}", summary(&report))?;
    Ok(Outcome::Clean)
}
