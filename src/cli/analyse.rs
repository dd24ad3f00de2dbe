//! `sourcier analyse`

mod bridges;
mod nodes;
mod path;

pub use path::PathFormat;

use super::argument::parser;
use super::{Outcome, Session, argument::assignment, leave};
use crate::analysis::Measure;
use crate::diagnostic::nearest;
use crate::formats::Identity;
use crate::open::{OpenDossier, ViewRequest};
use crate::query::answer::SPREADSHEET;
use crate::view::{Edge, PropertyGraph, Value};
use oxigraph::model::{Literal, Term};
use std::io::Write;
use std::path::PathBuf;

/// Measure a view's graph: centralities, components, communities, paths, bridges
///
/// Edges are the view's rows, including parallel edges. Degrees, PageRank and strong components follow the direction of
/// edges; betweenness and closeness only with --directed; components, cores, articulation points and communities ignore
/// it. Amounts of different units are never added. Values are exact, never estimated.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Measures:
  degree, in_degree, out_degree   number of edges: all, incoming, outgoing
  weighted_degree    sums of its edges' amounts per unit: all, in, out
  betweenness        share of the shortest paths between other nodes that pass through it
  closeness          inverse mean distance to the other nodes (Wasserman and Faust)
  pagerank           probability that a random walk is at it
  core               the largest k such that it is in the k-core
  component          weakly connected component; the largest is 1
  strong_component   strongly connected component; the largest is 1
  articulation       whether removing it increases the number of components
  community          community by modularity (Leiden); the largest is 1

Examples:
  sourcier analyse                                        the manifest's view
  sourcier analyse money --measure weighted_degree --top 10
  sourcier analyse --measure betweenness,community --format csv -o measures.csv
  sourcier analyse path mistral-ai bpifrance --view claims -k 3   shortest paths between two entities
  sourcier analyse bridges                                edges that connect components"
)]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    nodes: nodes::Arguments,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Path(path::Arguments),
    Bridges(bridges::Arguments),
}

/// Which view is meant, and what its parameters are.
#[derive(Debug, clap::Args)]
struct Chosen {
    /// The view's name (the file in queries/views/ without .rq) [default: the manifest's `view`]
    #[arg(long)]
    view: Option<String>,
    /// Set a parameter of the view
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
}

crate::formats! {
    /// A format of tables that no query gives: measures of nodes, and bridges.
    pub enum TableFormat of "tables", described by Identity {
        /// For people.
        Table = Identity::new("table", "txt", "text/plain", "people, in a terminal"),
        /// For programs.
        Csv = Identity::new("csv", "csv", "text/csv", "programs: a row for each node or bridge"),
        /// CSV for spreadsheets.
        Spreadsheet = SPREADSHEET,
        /// For programs.
        Json = Identity::new("json", "json", "application/json", "programs: one object with all rows and how many there are"),
    }
}

/// Where measures are written.
#[derive(Debug, clap::Args)]
struct Output {
    /// The output format
    #[arg(long, value_parser = parser::<TableFormat>(), default_value_t = TableFormat::Table)]
    format: TableFormat,
    /// Write into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match &arguments.what {
        None => nodes::run(&arguments.nodes, session, out),
        Some(What::Path(arguments)) => path::run(arguments, session, out),
        Some(What::Bridges(arguments)) => bridges::run(arguments, session, out),
    }
}

/// An open dossier and one of its views.
struct Seen {
    open: OpenDossier,
    /// The view's name.
    name: String,
    view: PropertyGraph,
}

/// Opens the dossier and answers the view.
fn see(chosen: &Chosen, session: &Session) -> anyhow::Result<Seen> {
    let open = session.accepted()?;
    let answered = open.view(&ViewRequest {
        view: chosen.view.clone(),
        parameters: chosen.set.iter().cloned().collect(),
        ..ViewRequest::default()
    })?;
    Ok(Seen {
        name: answered.name,
        view: answered.graph,
        open,
    })
}

impl Seen {
    /// Ends the command without freeing the graph.
    fn leave(self) {
        leave(self.open);
        leave(self.view);
    }
}

/// Parses the name of a measure.
pub(super) fn measure(name: &str) -> Result<Measure, String> {
    let names = Measure::ALL.map(Measure::name);
    let found = Measure::ALL.into_iter().find(|measure| measure.name() == name);
    found.ok_or_else(|| {
        let near = nearest(name, names).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        format!("{near}measures are {}", names.join(", "))
    })
}

/// A cell of a table.
fn literal(text: String) -> Option<Term> {
    Some(Literal::new_simple_literal(text).into())
}

/// The key of an edge's claim, as `explain` takes it.
fn claim(seen: &Seen, edge: Edge<'_>) -> Option<String> {
    let claim = edge.get("claim").map(Value::plain)?;
    let base = format!("{}claim/", seen.open.dossier.manifest.base);
    Some(claim.strip_prefix(&base).map_or_else(|| claim.clone(), str::to_owned))
}
