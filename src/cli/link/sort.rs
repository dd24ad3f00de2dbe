//! `sourcier link sort`

use crate::cli::{Outcome, Session};
use sourcier::link::DECISIONS;
use std::io::Write;

/// Put the decisions into the order of entity and item, so that a diff shows one line a decision
///
/// Each row stays as it is, byte for byte. An undecided row without an item goes where its entity is `same` as one. The
/// network is not used, nor does anything else of the dossier have to be right.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

pub fn run(_: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let mut decisions = super::decisions(&dossier)?;
    let told = match decisions.write()? {
        true => "is now in the order of entity and item",
        false => "is in the order of entity and item already",
    };
    writeln!(out, "{}/{DECISIONS} {told}", dossier.manifest.folders.data)?;
    Ok(Outcome::Clean)
}
