//! `sourcier build`

use super::{Outcome, Session};
use sourcier::build::build;
use sourcier::diagnostic::{Report, SHOWN, Severity, human, plural, summary};
use sourcier::open::OpenDossier;
use std::io::Write;

/// Write the graph, the views and a summary into build/
///
/// graph.nq and graph.ttl, views/ as DOT, SVG and CSV, summary.txt. The last good build stays until the new one is
/// whole; errors in the dossier leave it as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier build
  sourcier -C ~/dossiers/health build")]
pub struct Arguments {}

pub fn run(_: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
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
        built.folder.display()
    )?;
    for (name, size) in &built.files {
        writeln!(out, "  {name:<36} {size:>9} bytes")?;
    }
    writeln!(out, "check: {}", summary(&report))?;
    Ok(Outcome::Clean)
}
