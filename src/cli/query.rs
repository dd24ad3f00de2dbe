//! `sourcier query`

use super::formats::parser;
use super::{Outcome, Session, leave, write_to};
use anyhow::{Context as _, bail};
use sourcier::diagnostic::{Rejected, Report, SHOWN, Style, human, nearest};
use sourcier::dossier::Dossier;
use sourcier::federated;
use sourcier::graph::Graph;
use sourcier::load::load;
use sourcier::query as queries;
use sourcier::query::{
    Defaults, Folder, Query,
    answer::{self, AnswerFormat},
    header::{Kind, LANGUAGE, Parameter},
};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Answer a named query, a .rq file or a SPARQL text; without one, list the queries
///
/// Answers from today's files, never from a build. The dossier's prefixes need no declaration.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier query                                     the queries with their titles
  sourcier query no-currency
  sourcier query facility --set facility=jean-zay   set a parameter
  sourcier query -e 'SELECT ?e WHERE { ?e a s:Person }' --format csv
  sourcier query largest-sums --format spreadsheet -o sums.csv
  sourcier query my-question.rq --format markdown
  sourcier query wikidata-founders --federated      asks Wikidata, over the network")]
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
    /// How to write the answer [default: table for SELECT and ASK, turtle for CONSTRUCT and DESCRIBE]
    #[arg(long, value_parser = parser::<AnswerFormat>())]
    format: Option<AnswerFormat>,
    /// Allow the query to ask other endpoints over the network (SERVICE)
    #[arg(long)]
    federated: bool,
    /// Write into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Splits `name=value`.
pub fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=value, such as lang=en")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    if arguments.query.is_none() && arguments.text.is_none() {
        return list(&dossier, out);
    }
    let query = find(arguments, &dossier)?;
    if let Some(diagnostic) = query.needs_network().filter(|_| !arguments.federated) {
        let mut report = Report::default();
        report.push(diagnostic);
        bail!("{}", human(&report, Style::Plain).trim_end());
    }
    let mut report = Report::bounded(SHOWN);
    let loaded = load(&dossier, &mut report)?;
    report
        .accept(())
        .context("the dossier has errors (`sourcier check` shows all)")?;
    let given: BTreeMap<String, String> = arguments.set.iter().cloned().collect();
    let algebra = query.bind(&dossier, &loaded.graph, &given, Defaults::MustExist)?;
    let algebra = match query.is_federated() {
        true => elsewhere(algebra, &loaded.graph)?,
        false => algebra,
    };
    let answer = query
        .evaluate(&loaded.graph, algebra)
        .context("the query could not be answered")?;
    let format = arguments.format.unwrap_or(AnswerFormat::Table);
    let width = session.width.filter(|_| arguments.output.is_none());
    write_to(arguments.output.as_deref(), out, |mut out| {
        Ok(answer::write(&answer, format, width, &dossier, &mut out)?)
    })?;
    leave(loaded);
    Ok(Outcome::Clean)
}

/// The query with the answers of other endpoints in it; says which ones gave none though they may.
fn elsewhere(algebra: spargebra::Query, graph: &Graph) -> anyhow::Result<spargebra::Query> {
    let resolved =
        federated::resolve(algebra, graph, federated::limits()).context("the query could not be answered")?;
    let mut errors = std::io::stderr().lock();
    for error in &resolved.silenced {
        writeln!(errors, "sourcier: note: SERVICE SILENT passed over this: {error}")?;
    }
    Ok(resolved.query)
}

/// The query that is meant: a text, a file, or one of the dossier's by name.
fn find(arguments: &Arguments, dossier: &Dossier) -> anyhow::Result<Query> {
    let mut report = Report::default();
    let query = match (&arguments.text, &arguments.query) {
        (Some(text), _) => queries::parse(dossier, Folder::Named, "(-e)", text, false, &mut report),
        (None, Some(name)) if name.ends_with(".rq") => {
            let text = std::fs::read_to_string(name).with_context(|| format!("cannot read the query {name}"))?;
            queries::parse(dossier, Folder::Named, name, &text, false, &mut report)
        }
        (None, Some(name)) => {
            let folder = Folder::Named.path(dossier);
            let file = format!("{folder}/{name}.rq");
            if !dossier.path(&file).is_file() {
                let names = names(dossier)?;
                let near = nearest(name, names.iter().map(String::as_str));
                let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                bail!("there is no query `{name}`{hint} (`sourcier query` lists them)");
            }
            queries::read(dossier, Folder::Named, &file, &mut report)
        }
        (None, None) => None,
    };
    match query {
        Some(query) => Ok(query),
        None => bail!("{}", human(&report, Style::Plain).trim_end()),
    }
}

fn names(dossier: &Dossier) -> anyhow::Result<Vec<String>> {
    let files = dossier
        .files(&Folder::Named.path(dossier), "rq")
        .map_err(|found| anyhow::anyhow!(found.message))?;
    Ok(files
        .iter()
        .filter_map(|file| Some(file.rsplit('/').next()?.strip_suffix(".rq")?.to_owned()))
        .collect())
}

fn list(dossier: &Dossier, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut report = Report::default();
    let queries = queries::load(dossier, Folder::Named, &mut report);
    for query in &queries {
        let mark = if query.is_federated() { "  (--federated)" } else { "" };
        writeln!(out, "{:<32} {}{mark}", query.name, query.header.title)?;
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
    format!("--set {}{default}  {}{choice}", parameter.name, parameter.help)
}
