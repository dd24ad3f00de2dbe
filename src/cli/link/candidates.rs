//! `sourcier link candidates`

use super::meter::Meter;
use super::{Linked, Manners, at_least_one, stopped};
use crate::cli::output::errors;
use crate::cli::{Outcome, Session};
use crate::diagnostic::plural;
use crate::dossier::Dossier;
use crate::link::items::API;
use crate::link::service::{self, Constraints, Search, WIKIDATA};
use crate::link::{self, DECISIONS, Unanswered, list};
use crate::terminal::shown;
use crate::web::{WebError, is_web};
use anyhow::Context as _;
use std::cell::Cell;
use std::io::Write;
use std::path::PathBuf;

/// Find candidate items for entities, and record them as undecided
///
/// Searches for each entity without an item: in a local list with --from, otherwise in a Reconciliation Service (API 0.1,
/// 0.2 or 1.0-draft, according to its manifest), by French and English names and aliases. Existing rows are not changed.
///
/// A list is a CSV file with the columns qid, labels, aliases, type, description and dates; the last four are optional,
/// several values are separated by vertical bars, and label_fr and label_en work, too.
///
/// After an interruption (a network failure, Ctrl-C) the same command resumes the search.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier link candidates --from items.csv
  sourcier link candidates --class Person --class Company
  sourcier link candidates --property P17=Q142            prefer items in France
  sourcier link candidates --service http://localhost:5000/reconcile")]
pub struct Arguments {
    /// A local list of items; the network is not used
    #[arg(long, value_name = "FILE", conflicts_with_all = ["service", "api", "property", "untyped"])]
    from: Option<PathBuf>,
    /// The address of a Reconciliation Service; {language} in it is replaced by fr or en
    #[arg(long, value_name = "URL", default_value = WIKIDATA)]
    service: String,
    /// The address of the Wikibase API for descriptions and dates of candidates; by default Wikidata's with Wikidata's
    /// service, none with others
    #[arg(long, value_name = "URL")]
    api: Option<String>,
    /// Only entities of this class (repeatable)
    #[arg(long, value_name = "CLASS")]
    class: Vec<String>,
    /// A property with the value that an item should have, as P17=Q142 (repeatable)
    #[arg(long, value_name = "PID=VALUE")]
    property: Vec<String>,
    /// Do not restrict the class of items
    #[arg(long)]
    untyped: bool,
    /// The maximum number of candidates per entity
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = at_least_one::<usize>)]
    limit: usize,
    /// The minimum score of a candidate from a list, from 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.1, value_parser = score)]
    least: f64,
    #[command(flatten)]
    manners: Manners,
}

fn score(given: &str) -> Result<f64, String> {
    let score = given.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "a number from 0 to 1 is valid".to_owned())
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Linked { dossier, entities, .. } = Linked::open(session)?;
    let mut decisions = super::decisions(&dossier)?;
    let mut classes: Vec<&str> = entities.iter().map(|entity| entity.class.as_str()).collect();
    classes.sort_unstable();
    classes.dedup();
    if let Some(unknown) = arguments.class.iter().find(|class| !classes.contains(&class.as_str())) {
        anyhow::bail!("no entity is of the class `{unknown}`; valid: {}", classes.join(", "));
    }
    let open = link::open(&entities, &decisions, &arguments.class);
    let meter = Meter::new("entities");
    let has_answers = Cell::new(false);
    let mut seen = |done: usize, of: usize| {
        has_answers.set(true);
        meter.show(done, of);
    };
    let found = if let Some(file) = &arguments.from {
        let items = list::read(&session.directory.join(file))?;
        let (limit, least) = (arguments.limit, arguments.least);
        list::candidates(&dossier, items, &open, limit, least, &mut decisions, &mut seen)?
    } else {
        let search = search(arguments, &dossier)?;
        let mut client = arguments.manners.client()?;
        service::candidates(&dossier, &mut client, &search, &open, &mut decisions, &mut seen)
            .with_context(|| stopped("search", has_answers.get(), &dossier, DECISIONS))?
    };
    drop(meter);
    let mut errors = errors(session.style);
    for Unanswered { entity, name, why } in &found.unanswered {
        let told = format!("{entity}: no answer for “{name}”: {why}");
        writeln!(errors, "sourcier: warning: {}", shown(&told))?;
    }
    if !found.unanswered.is_empty() {
        let count = plural(found.unanswered.len(), "name");
        writeln!(
            errors,
            "sourcier: {count} without an answer; all other answers are kept, and the same command asks again"
        )?;
    }
    drop(errors);
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
        shown(&dossier.manifest.folders.data)
    )?;
    if found.with_candidates > 0 {
        writeln!(out, "next: sourcier link review")?;
    }
    Ok(Outcome::Clean)
}

/// The search in a service, from the arguments.
fn search(arguments: &Arguments, dossier: &Dossier) -> anyhow::Result<Search> {
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
    let is_public = arguments.service == WIKIDATA;
    let search = Search {
        service: service::address(&arguments.service, dossier)?,
        api: arguments.api.clone().or(is_public.then(|| API.to_owned())),
        constraints,
    };
    if let Some(api) = search.api.as_ref().filter(|api| !is_web(api)) {
        return Err(WebError::NotWeb(api.clone()).into());
    }
    Ok(search)
}
