//! `sourcier link candidates`

use super::meter::Meter;
use super::{Linked, Manners};
use crate::cli::{Outcome, Session};
use anyhow::Context as _;
use sourcier::diagnostic::plural;
use sourcier::link::service::{self, Constraints, WIKIDATA};
use sourcier::link::{self, list};
use std::io::Write;
use std::path::PathBuf;

/// Look for items that entities may be, and write them down as undecided
///
/// For each entity that is no item yet: from a local list with --from, else from a Reconciliation Service (API 0.1, 0.2 or
/// 1.0-draft, as its manifest says). French and English names and aliases are asked for. Rows that are there already stay
/// as they are, whatever they say.
///
/// A list is a CSV file with the columns qid, labels, aliases, type and description; the last three may be missing, and
/// several values have a vertical bar between them.
///
/// After a break (a network that fails, Ctrl-C) the same command goes on where it stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier link candidates --from items.csv
  sourcier link candidates --class Person --class Company
  sourcier link candidates --property P17=Q142            rather those in France
  sourcier link candidates --service http://localhost:5000/reconcile")]
pub struct Arguments {
    /// A list of items to look in, without the network
    #[arg(long, value_name = "FILE", conflicts_with_all = ["service", "property", "untyped"])]
    from: Option<PathBuf>,
    /// The address of a Reconciliation Service; {language} in it becomes fr or en
    #[arg(long, value_name = "URL", default_value = WIKIDATA)]
    service: String,
    /// Look only for entities of this class (may be given several times)
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,
    /// A property and the value that an item should have, as P17=Q142 (may be given several times)
    #[arg(long, value_name = "PID=VALUE")]
    property: Vec<String>,
    /// Do not tell the service what class an item should have
    #[arg(long)]
    untyped: bool,
    /// How many candidates an entity may have
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    limit: usize,
    /// The least score of a candidate from a list
    #[arg(long, value_name = "SCORE", default_value_t = 0.1)]
    least: f64,
    #[command(flatten)]
    manners: Manners,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Linked {
        dossier,
        entities,
        mut decisions,
    } = Linked::open(session)?;
    let mut classes: Vec<&str> = entities.iter().map(|entity| entity.class.as_str()).collect();
    classes.sort_unstable();
    classes.dedup();
    if let Some(unknown) = arguments.class.iter().find(|class| !classes.contains(&class.as_str())) {
        anyhow::bail!("no entity is of the class `{unknown}`; valid: {}", classes.join(", "));
    }
    let open = link::open(&entities, &decisions, &arguments.class);
    let found = if let Some(file) = &arguments.from {
        let items = list::read(&session.directory.join(file))?;
        list::candidates(items, &open, arguments.limit, arguments.least, &mut decisions)?
    } else {
        let properties = arguments.property.iter().map(|given| {
            let (property, value) = given
                .split_once('=')
                .with_context(|| format!("`{given}` is no --property; valid: P17=Q142"))?;
            Ok((property.to_owned(), value.to_owned()))
        });
        let constraints = Constraints {
            limit: arguments.limit,
            types: !arguments.untyped,
            properties: properties.collect::<anyhow::Result<_>>()?,
        };
        let url = service::address(&arguments.service, &dossier)?;
        let meter = Meter::new("entities");
        let mut client = arguments.manners.client()?;
        let mut seen = |done: usize, of: usize| meter.show(done, of);
        service::candidates(
            &dossier,
            &mut client,
            &url,
            &constraints,
            &open,
            &mut decisions,
            &mut seen,
        )
        .context("the search stopped; what was answered is in data/wikidata.csv, and the same command goes on")?
    };
    let before = match found.before {
        0 => String::new(),
        before => format!(" ({before} before a break)"),
    };
    writeln!(
        out,
        "{} looked for{before}: candidates for {}, {} added to {}/wikidata.csv",
        plural(found.asked, "entity"),
        found.with_candidates,
        plural(found.rows, "row"),
        dossier.manifest.folders.data
    )?;
    if found.with_candidates > 0 {
        writeln!(out, "next: sourcier link review")?;
    }
    Ok(Outcome::Clean)
}
