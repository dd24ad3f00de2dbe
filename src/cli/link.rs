//! `sourcier link`: Wikidata.

mod answers;
mod candidates;
mod meter;
mod refresh;
mod review;
mod sort;

use super::{Outcome, Session};
use crate::diagnostic::{Report, Severity};
use crate::dossier::Dossier;
use crate::link::decisions::Decisions;
use crate::link::{self, DECISIONS, Entity, LOCK, LinkError};
use crate::open::OpenDossier;
use crate::web::{Access, Client, Limits};
use anyhow::Context as _;
use std::io::Write;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use text::calendar::iso_date;

/// Link the dossier to Wikidata: find candidates, decide, cache the items
///
/// Decisions are rows of data/wikidata.csv. A person makes each decision; a score never makes a link. Only `candidates`
/// without --from, `refresh`, and `query --federated` use the network; `check`, `build`, `export` and other queries never
/// do. docs/wikidata.md is the guide.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier link candidates --from items.csv      candidates from a local list
  sourcier link candidates --class Person        query Wikidata's Reconciliation Service
  sourcier link review                           decide, one entity at a time
  sourcier link refresh                          cache the linked items, for check
  sourcier link sort                             sort the rows after manual edits
  sourcier query wikidata-coverage               entities without an item, by class")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Candidates(candidates::Arguments),
    Review(review::Arguments),
    Refresh(refresh::Arguments),
    Sort(sort::Arguments),
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match &arguments.what {
        What::Candidates(arguments) => candidates::run(arguments, session, out),
        What::Review(arguments) => review::run(arguments, session, out),
        What::Refresh(arguments) => refresh::run(arguments, session, out),
        What::Sort(arguments) => sort::run(arguments, session, out),
    }
}

/// How the network is used.
#[derive(Debug, clap::Args)]
struct Manners {
    /// Time limit per request, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    time_out: f64,
    /// Seconds between two requests
    #[arg(long, value_name = "SECONDS", default_value_t = 0.5)]
    pause: f64,
    /// Attempts per request
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = at_least_one::<u32>)]
    attempts: u32,
}

/// Parses a number that is at least one.
fn at_least_one<N: FromStr + PartialOrd + From<u8>>(given: &str) -> Result<N, String> {
    let number = given.parse().ok().filter(|number| *number >= N::from(1));
    number.ok_or_else(|| "a whole number from 1 is valid".to_owned())
}

impl Manners {
    fn client(&self) -> anyhow::Result<Client> {
        let seconds = |given: f64, name: &str| {
            Duration::try_from_secs_f64(given).with_context(|| format!("{name} takes a number of seconds, not {given}"))
        };
        let limits = Limits::default();
        let limits = Limits {
            time_out: seconds(self.time_out, "--time-out")?,
            pause: seconds(self.pause, "--pause")?,
            back_off: seconds(self.pause * 4.0, "--pause")?.min(limits.longest_wait),
            attempts: self.attempts,
            clock: since_1970,
            ..limits
        };
        // No dossier can choose the service: it is the user's argument, or Wikidata's.
        Ok(Client::new(limits, Access::Typed))
    }
}

/// A dossier with its entities.
struct Linked {
    dossier: Dossier,
    entities: Vec<Entity>,
    /// Whether its metadata describe the table that `refresh` writes.
    has_lock: bool,
}

impl Linked {
    fn open(session: &Session) -> anyhow::Result<Self> {
        let dossier = session.dossier()?;
        let mut report = Report::bounded(1);
        let open = OpenDossier::open(dossier, None, &mut report)?;
        if report.count(Severity::Error) > 0 {
            anyhow::bail!("the dossier has errors, so that its entities are not sure: `sourcier check` shows them");
        }
        let entities = link::entities(&open.dossier, &open.loaded.graph)?;
        let lock = format!("{}/{LOCK}", open.dossier.manifest.folders.data);
        let has_lock = open.loaded.tables().tables.iter().any(|table| table.file == lock);
        let dossier = open.dossier.clone();
        super::leave(open);
        Ok(Self {
            dossier,
            entities,
            has_lock,
        })
    }
}

/// The table of decisions.
fn decisions(dossier: &Dossier) -> anyhow::Result<Decisions> {
    let read = Decisions::read(dossier);
    if !matches!(read, Err(LinkError::Read { .. })) {
        return Ok(read?);
    }
    read.with_context(|| {
        let data = &dossier.manifest.folders.data;
        format!(
            "decisions are kept in {data}/{DECISIONS}; a dossier that has none needs the file and its description in \
             {data}/csv-metadata.json, such as `sourcier init` writes them"
        )
    })
}

/// The message of a network command that was interrupted.
fn stopped(what: &str, has_answers: bool, dossier: &Dossier, table: &str) -> String {
    let data = &dossier.manifest.folders.data;
    match has_answers {
        true => format!("the {what} stopped; what was answered is in {data}/{table}, and the same command goes on"),
        false => format!("the {what} stopped before the first answer; {data}/{table} is as it was"),
    }
}

/// The time since 1970 in UTC.
fn since_1970() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Today's date in UTC, or that of `SOURCE_DATE_EPOCH` (seconds since 1970), as reproducible builds set it.
pub fn today() -> String {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok();
    let seconds = given.and_then(|seconds| seconds.parse::<i64>().ok());
    iso_date(seconds.unwrap_or_else(|| since_1970().as_secs() as i64) / 86_400)
}
