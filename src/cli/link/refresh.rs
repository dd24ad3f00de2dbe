//! `sourcier link refresh`

use super::meter::Meter;
use super::{Linked, Manners, stopped, today};
use crate::cli::{Outcome, Session};
use crate::diagnostic::plural;
use crate::link::LOCK;
use crate::link::items::{self, API};
use crate::terminal::shown;
use crate::web::{WebError, is_web};
use anyhow::Context as _;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::Write;

/// Retrieve the linked items from Wikidata, and cache them for `check`
///
/// Writes data/wikidata.lock.csv: labels and aliases in French and English, instance of, redirect, revision, day. Items
/// retrieved today are not retrieved again, so the command can resume after an interruption. A missing item is reported
/// and gets a row with only the day; `check` reports it as an error, and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier link refresh
  sourcier link refresh --again                 all items, also those retrieved today
  sourcier link refresh --api https://wikibase.example.org/w/api.php")]
pub struct Arguments {
    /// The address of the Wikibase API
    #[arg(long, value_name = "URL", default_value = API)]
    api: String,
    /// Also retrieve items that were retrieved today
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    manners: Manners,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let linked = Linked::open(session)?;
    let data = &linked.dossier.manifest.folders.data;
    if !linked.has_lock {
        anyhow::bail!(
            "{data}/csv-metadata.json describes no table `{LOCK}`, so that nobody would read what is seen; `sourcier init` \
             writes such a description"
        );
    }
    if !is_web(&arguments.api) {
        return Err(WebError::NotWeb(arguments.api.clone()).into());
    }
    let items: BTreeSet<String> = linked.entities.iter().flat_map(|entity| entity.items.clone()).collect();
    let meter = Meter::new("items");
    let mut client = arguments.manners.client()?;
    let has_answers = Cell::new(false);
    let mut seen = |done: usize, of: usize| {
        has_answers.set(true);
        meter.show(done, of);
    };
    let refreshed = items::refresh(
        &linked.dossier,
        &mut client,
        &arguments.api,
        &items,
        &today(),
        arguments.again,
        &mut seen,
    )
    .with_context(|| stopped("refresh", has_answers.get(), &linked.dossier, LOCK))?;
    drop(meter);
    let before = match refreshed.before {
        0 => String::new(),
        before => format!(", {before} retrieved today already"),
    };
    writeln!(
        out,
        "{} asked for{before}; see {}/wikidata.lock.csv",
        plural(refreshed.asked, "item"),
        shown(data)
    )?;
    for qid in &refreshed.missing {
        writeln!(
            out,
            "{} is not on Wikidata: look at its row in wikidata.csv",
            shown(qid)
        )?;
    }
    match refreshed.missing.is_empty() {
        true => Ok(Outcome::Clean),
        false => Ok(Outcome::Findings),
    }
}
