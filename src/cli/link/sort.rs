//! `sourcier link sort`

use crate::cli::{Outcome, Session};
use crate::link::DECISIONS;
use crate::terminal::shown;
use std::io::Write;

/// Sort the decisions by entity and item, so that each changed decision is one line of a diff
///
/// Rows are kept byte for byte. An undecided row without an item is removed if its entity has a decision `same`. The
/// command works offline, and also in a dossier with errors.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

pub fn run(_: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let mut decisions = super::decisions(&dossier)?;
    let ((), is_changed) = decisions.change(&dossier, |_| ())?;
    let told = match is_changed {
        true => "is now in the order of entity and item",
        false => "is in the order of entity and item already",
    };
    writeln!(out, "{}/{DECISIONS} {told}", shown(&dossier.manifest.folders.data))?;
    Ok(Outcome::Clean)
}
