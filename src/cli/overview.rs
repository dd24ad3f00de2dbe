//! `sourcier` alone: the dossier at a glance.

use super::{Outcome, Session, leave};
use crate::diagnostic::{Report, SHOWN, Severity};
use crate::dossier::FORMAT;
use crate::open::OpenDossier;
use crate::overview::write_state;
use std::io::Write;

pub fn run(session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let mut report = Report::bounded(SHOWN);
    let open = OpenDossier::open(dossier, texts, &mut report)?;
    let verified = open.check(&mut report)?;
    let overview = open.overview()?;
    overview.write(out)?;
    write_state(&verified, &report, out)?;
    overview.write_attention(&open.dossier, out)?;
    overview.write_sums(out)?;
    writeln!(out, "\nNext")?;
    if report.count(Severity::Error) > 0 {
        writeln!(out, "  sourcier check          what is wrong, with its place")?;
    } else if open.dossier.manifest.format < FORMAT {
        writeln!(out, "  sourcier migrate        bring the dossier to the current format")?;
    } else {
        writeln!(out, "  sourcier build          graph, pictures and tables into build/")?;
    }
    writeln!(out, "  sourcier query          the questions that can be asked")?;
    if overview.tables.is_empty() {
        writeln!(out, "  sourcier explain WORD   a claim with its document and passage")?;
    }
    leave(open);
    Ok(Outcome::Clean)
}
