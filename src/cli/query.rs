//! `sourcier query`

use super::argument::{assignment, parser};
use super::configuration;
use super::output::errors;
use super::{Findings, Outcome, Session, leave, write_to};
use crate::diagnostic::{Rejected, Report, Style};
use crate::disk::{self, limit};
use crate::dossier::{Dossier, MANIFEST};
use crate::federated::{self, FederatedError, Permission};
use crate::open::{Answered, Network, OpenDossier};
use crate::query as queries;
use crate::query::{
    Folder, Query,
    answer::{self, AnswerFormat},
    header::{Kind, LANGUAGE, Parameter},
};
use crate::terminal::shown;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Run a named query, a .rq file or a SPARQL text; without one, list the queries
///
/// Queries read the current files, never a build. The dossier's prefixes are predeclared.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier query                                     the queries with their titles
  sourcier query no-currency
  sourcier query facility --set facility=jean-zay   set a parameter
  sourcier query -e 'SELECT ?e WHERE { ?e a s:Person }' --format csv
  sourcier query largest-sums --format spreadsheet -o sums.csv
  sourcier query my-question.rq --format markdown
  sourcier query wikidata-founders --federated --allow https://query.wikidata.org/sparql")]
pub struct Arguments {
    /// A query's name (the file in queries/ without .rq) or a .rq file
    #[arg(value_name = "NAME|FILE.rq", conflicts_with = "text")]
    query: Option<String>,
    /// A SPARQL text
    #[arg(short = 'e', long = "text", value_name = "TEXT")]
    text: Option<String>,
    /// Set a parameter of the query
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// The format of the answer [default: table for SELECT and ASK, turtle for CONSTRUCT and DESCRIBE]
    #[arg(long, value_parser = parser::<AnswerFormat>())]
    format: Option<AnswerFormat>,
    /// Allow the query to use other endpoints over the network (SERVICE), those named by --allow or in config.toml
    #[arg(long)]
    federated: bool,
    /// An endpoint that the query may ask, or a private network address to which an endpoint may lead (repeatable)
    #[arg(long, value_name = "ENDPOINT", requires = "federated")]
    allow: Vec<String>,
    /// Write into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    if arguments.query.is_none() && arguments.text.is_none() {
        return list(&dossier, out);
    }
    let query = find(arguments, &dossier, session)?;
    let given: BTreeMap<String, String> = arguments.set.iter().cloned().collect();
    if let Some(mut diagnostic) = query.needs_network().filter(|_| !arguments.federated) {
        let named = federated::named_by(&query, &given);
        if !named.is_empty() {
            diagnostic.help = Some(format!(
                "run `sourcier query --federated {}`",
                federated::options(&named)
            ));
        }
        let mut report = Report::default();
        report.push(diagnostic);
        return Err(Findings::of(&report).into());
    }
    let texts = session.texts(&dossier)?;
    let open = session.accept(dossier, texts)?;
    let mut announced = Vec::new();
    let mut asking = |url: &str| announced.push(announce(url));
    let network = match arguments.federated {
        true => Network::With(Permission {
            limits: federated::limits(),
            allowed: configuration::allowed(&arguments.allow)?,
            asking: &mut asking,
        }),
        false => Network::Never,
    };
    let Answered { results, silenced } = open.answer(&query, &given, network)?;
    announced.into_iter().collect::<io::Result<()>>()?;
    let (results, is_empty) = results.peeked();
    tell(&open, &query, is_empty.then_some(&given), &silenced)?;
    let format = arguments.format.unwrap_or(AnswerFormat::Table);
    let width = session.width.filter(|_| arguments.output.is_none());
    write_to(arguments.output.as_deref(), out, |mut out| {
        Ok(answer::write(results, format, width, &open.dossier, &mut out)?)
    })?;
    leave(open);
    Ok(Outcome::Clean)
}

/// Says what the answer does not show: terms that the dossier does not have, and endpoints that did not answer. `empty` has the parameters
/// that were given, if the answer is empty.
fn tell(
    open: &OpenDossier,
    query: &Query,
    empty: Option<&BTreeMap<String, String>>,
    silenced: &[FederatedError],
) -> anyhow::Result<()> {
    let mut errors = errors(Style::Plain);
    for (term, near) in open.unknown_terms(query) {
        let hint = near.map_or_else(String::new, |near| {
            format!("; did you mean `{}`?", open.dossier.shorten(&near))
        });
        let told = format!(
            "`{}`, which the dossier does not have{hint}",
            open.dossier.shorten(&term)
        );
        writeln!(errors, "sourcier: warning: the query names {}", shown(&told))?;
    }
    if let Some(given) = empty {
        writeln!(
            errors,
            "sourcier: note: nothing in the dossier fits the query{}: its answer is empty",
            shown(&asked_with(query, given, open)?)
        )?;
    }
    for error in silenced {
        let error = error.to_string();
        writeln!(
            errors,
            "sourcier: note: SERVICE SILENT ignored an error: {}",
            shown(&error)
        )?;
    }
    Ok(())
}

/// The values of a query's parameters that narrow its answer, in parentheses; the empty text where it has none.
fn asked_with(query: &Query, given: &BTreeMap<String, String>, open: &OpenDossier) -> anyhow::Result<String> {
    // One of several words tells how to answer; any other value, what to look for.
    let narrows = |parameter: &&Parameter| !matches!(parameter.kind, Kind::Choice(_));
    let parameters = query.header.parameters.iter().filter(narrows);
    let is_new = is_without(&["id", "doc"], open)?;
    let mut values = Vec::new();
    for parameter in parameters {
        match (given.get(&parameter.name), &parameter.default) {
            (Some(value), _) => values.push(format!("{}={value}", parameter.name)),
            // In a dossier without entities and documents, no other value would help.
            (None, Some(value)) if !is_new && !names_nothing(parameter, open)? => {
                values.push(format!("{}={value}, its default", parameter.name));
            }
            (None, _) => {}
        }
    }
    if values.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(" (with {}; --set changes it)", values.join("; ")))
}

/// Whether a parameter takes keys, of which the dossier has none yet.
fn names_nothing(parameter: &Parameter, open: &OpenDossier) -> anyhow::Result<bool> {
    match &parameter.kind {
        Kind::Key(prefix) => is_without(&[prefix], open),
        _ => Ok(false),
    }
}

/// Whether the dossier has nothing below these prefixes yet.
fn is_without(prefixes: &[&str], open: &OpenDossier) -> anyhow::Result<bool> {
    let declared = open.dossier.prefixes();
    for start in prefixes.iter().filter_map(|prefix| declared.get(*prefix)) {
        if !open.loaded.graph.subjects(start).is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Says which endpoint is about to be asked.
fn announce(url: &str) -> io::Result<()> {
    writeln!(errors(Style::Plain), "sourcier: asks {}", shown(url))
}

/// Finds the query: a text, a file, or one of the dossier's by name.
fn find(arguments: &Arguments, dossier: &Dossier, session: &Session) -> anyhow::Result<Query> {
    let mut report = Report::default();
    let query = match (&arguments.text, &arguments.query) {
        (Some(text), _) => queries::parse(dossier, Folder::Named, "(-e)", text, false, &mut report),
        (None, Some(name)) if name.ends_with(".rq") => {
            let cannot = || format!("cannot read the query {name}{}", session.astray(Path::new(name)));
            let bytes = disk::read_named(Path::new(name), MANIFEST, limit::QUERY).with_context(cannot)?;
            let text = String::from_utf8(bytes).with_context(cannot)?;
            queries::parse(dossier, Folder::Named, name, &text, false, &mut report)
        }
        (None, Some(name)) => queries::named(dossier, name, &mut report)?,
        (None, None) => None,
    };
    match query {
        Some(query) => Ok(query),
        None => Err(Findings::of(&report).into()),
    }
}

fn list(dossier: &Dossier, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut report = Report::default();
    let queries = queries::load(dossier, Folder::Named, &mut report);
    for query in &queries {
        let mark = if query.is_federated() { "  (--federated)" } else { "" };
        writeln!(out, "{:<32} {}{mark}", shown(&query.name), shown(&query.header.title))?;
        for parameter in query
            .header
            .parameters
            .iter()
            .filter(|parameter| parameter.name != LANGUAGE)
        {
            writeln!(out, "{:<32}   {}", "", describe(parameter, dossier))?;
        }
    }
    let unreadable = !report.is_empty();
    let language = queries
        .iter()
        .flat_map(|query| &query.header.parameters)
        .find(|p| p.name == LANGUAGE);
    if let Some(parameter) = language {
        writeln!(out, "\nMost take {}", describe(parameter, dossier))?;
    }
    writeln!(out, "\nsourcier query NAME [--set name=value] [--format csv|json|...]")?;
    if unreadable {
        return Err(Rejected { report }).context("some queries cannot be read");
    }
    Ok(Outcome::Clean)
}

fn describe(parameter: &Parameter, dossier: &Dossier) -> String {
    let default = parameter.default_in(&dossier.manifest.language);
    let default = default.map_or_else(String::new, |default| format!("={default}"));
    let choice = match parameter.kind {
        Kind::Choice(_) => format!(" ({})", parameter.kind.example()),
        _ => String::new(),
    };
    shown(&format!(
        "--set {}{default}  {}{choice}",
        parameter.name, parameter.help
    ))
    .into_owned()
}
