//! A worker that answers SPARQL over a kept graph, one question after another.
//!
//! It opens the graph from a file that all workers of a server map, and takes questions from a pipe until that ends. Each
//! question has the whole budget; after one that left much memory behind, the worker ends, and another takes its place.

use super::accept::{Accepted, Chosen};
use super::frames::{Ask, Head, Reply, answer_each};
use super::problem::Problem;
use super::protocol::{SERVED, read_only};
use crate::budget;
use crate::disk::Opened;
use crate::dossier::Dossier;
use crate::export::rdf::{self, RdfFormat};
use crate::formats::{Format, listed};
use crate::graph::{Graph, Results};
use crate::query::answer::{AnswerFormat, Form, WriteError};
use crate::query::{self, Defaults, Folder, Query};
use diagnostic::{Report, Style, human};
use oxigraph::model::NamedNode;
use oxigraph::sparql::QueryEvaluationError;
use serde::{Deserialize, Serialize};
use spargebra::algebra::QueryDataset;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;

/// What a graph file is of, for [`Graph::open`]: the file is private to a server, so that no other must be told from it.
pub(super) const DIGEST: [u8; index::DIGEST] = [0x5e; index::DIGEST];

/// What a worker must know of the dossier besides its graph.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    /// The dossier's folder.
    pub root: PathBuf,
    /// The text of its manifest, as it was when the graph was made.
    pub manifest: String,
}

/// A worker whose memory grew by so many bytes ends after its answer.
const MOST_LEFT: u64 = 128 << 20;

/// The name of a stranger's query, in a budget.
const NAME: &str = "the query";

/// Answers questions until there are no more.
///
/// # Errors
/// When the graph cannot be opened, or the pipes cannot be read or written.
pub fn answer(graph: &Opened, input: &mut impl BufRead, out: &mut impl Write) -> io::Result<()> {
    let opened = Graph::open(graph, DIGEST, Box::new(|| None));
    let (graph, about) = opened.ok_or_else(|| io::Error::other("the graph cannot be opened"))?;
    let about: About = serde_json::from_str(&about)?;
    let dossier = Dossier::with_manifest(&about.root, &about.manifest).map_err(io::Error::other)?;
    let graph = graph.called(NamedNode::new_unchecked(&dossier.manifest.base));
    let before = budget::memory();
    let answering = Answering {
        dossier: &dossier,
        graph: &graph,
    };
    let is_full = || {
        let left = budget::memory()
            .zip(before)
            .map(|(now, before)| now.saturating_sub(before));
        left.is_some_and(|left| left > MOST_LEFT)
    };
    answer_each(input, out, |ask, reply| answering.to(ask, reply), is_full)
}

/// The dossier and its graph.
struct Answering<'a> {
    dossier: &'a Dossier,
    graph: &'a Graph,
}

impl Answering<'_> {
    fn to(&self, ask: &Ask, reply: &mut Reply<'_, impl Write>) -> Result<(), Problem> {
        match ask {
            Ask::Query {
                text,
                default_graphs,
                named_graphs,
                accept,
                is_head,
            } => {
                let mut query = self.parse(text)?;
                self.set_dataset(&mut query, default_graphs, named_graphs)?;
                let accepted = Accepted::of(accept.as_deref());
                self.query(&query, &accepted, *is_head, reply)
            }
            Ask::Graph { accept, is_head } => {
                let chosen = graph_format(&Accepted::of(accept.as_deref()))?;
                reply.head(head(chosen));
                match is_head {
                    true => Ok(()),
                    false => self.whole(chosen, reply),
                }
            }
            Ask::Page { .. } | Ask::Question { .. } | Ask::Reconcile { .. } | Ask::Current => {
                Err(Problem::failed("this worker answers SPARQL only"))
            }
        }
    }

    /// Parses a query of a stranger.
    fn parse(&self, text: &str) -> Result<Query, Problem> {
        let mut report = Report::default();
        let query = query::parse(self.dossier, Folder::Named, NAME, text, false, &mut report);
        let query = query.ok_or_else(|| match query::is_update(self.dossier, text) {
            true => read_only(),
            false => Problem::bad(&human(&report, Style::Plain)),
        })?;
        match query.is_federated() {
            true => Err(Problem::bad(
                "SERVICE is off here: this endpoint asks no other. Ask both, or federate from your side",
            )),
            false => Ok(query),
        }
    }

    /// Gives a query the dataset that the parameters of the protocol name, in place of its own (SPARQL 1.1 Protocol, section 2.1.4).
    fn set_dataset(&self, query: &mut Query, default: &[String], named: &[String]) -> Result<(), Problem> {
        use spargebra::Query as Algebra;
        let (Algebra::Select { dataset, .. }
        | Algebra::Construct { dataset, .. }
        | Algebra::Describe { dataset, .. }
        | Algebra::Ask { dataset, .. }) = &mut query.algebra;
        if !default.is_empty() || !named.is_empty() {
            let nodes = |graphs: &[String]| graphs.iter().map(NamedNode::new_unchecked).collect();
            *dataset = Some(QueryDataset {
                default: nodes(default),
                named: Some(nodes(named)),
            });
        }
        let base = &self.dossier.manifest.base;
        let asked = dataset
            .iter()
            .flat_map(|dataset| dataset.default.iter().chain(dataset.named.iter().flatten()));
        match asked.into_iter().find(|graph| graph.as_str() != base) {
            Some(other) => Err(Problem::bad(&format!(
                "there is no graph <{}> here: the default graph is also named <{base}>",
                other.as_str()
            ))),
            None => Ok(()),
        }
    }

    fn query(
        &self,
        query: &Query,
        accepted: &Accepted,
        is_head: bool,
        reply: &mut Reply<'_, impl Write>,
    ) -> Result<(), Problem> {
        let bound = query.bind(self.dossier, self.graph, &BTreeMap::new(), Defaults::MustExist);
        let algebra = bound.map_err(|error| Problem::bad(&error.to_string()))?;
        let is_graph = matches!(query.form(), "CONSTRUCT" | "DESCRIBE");
        if is_graph {
            let chosen = graph_format(accepted)?;
            reply.head(head(chosen));
            if is_head {
                return Ok(());
            }
            let Results::Triples(mut triples) = self.graph.evaluate(NAME, algebra).map_err(|error| failed(&error))?
            else {
                return Err(Problem::failed("the answer is no graph"));
            };
            if chosen.is_12 {
                triples = rdf::with_reifiers(triples);
            }
            return rdf::write(&triples, chosen.format, self.dossier, reply)
                .map_err(|error| Problem::failed(&error.to_string()));
        }
        let form = match query.form() {
            "ASK" => Form::Boolean,
            _ => Form::Table,
        };
        let chosen = table_format(accepted, form)?;
        reply.head(head(chosen));
        if is_head {
            return Ok(());
        }
        let results = self.graph.evaluate(NAME, algebra).map_err(|error| failed(&error))?;
        query::answer::write(results, chosen.format, None, self.dossier, reply).map_err(|error| match &error {
            WriteError::Evaluation(cause) => failed(cause),
            other => Problem::failed(&other.to_string()),
        })
    }

    /// Writes the whole graph.
    fn whole(&self, chosen: Chosen<RdfFormat>, reply: &mut Reply<'_, impl Write>) -> Result<(), Problem> {
        let written = match chosen.is_12 {
            true => {
                let triples = rdf::with_reifiers(self.graph.triples().collect());
                rdf::write(&triples, chosen.format, self.dossier, reply)
            }
            false => rdf::write(self.graph.triples(), chosen.format, self.dossier, reply),
        };
        written.map_err(|error| Problem::failed(&error.to_string()))
    }
}

/// Why a query has no answer, or none that is whole.
fn failed(error: &QueryEvaluationError) -> Problem {
    match budget::exceeded(error) {
        Some(exceeded) => Problem::exceeded(&exceeded.to_string()),
        None => Problem::failed(&format!("the query could not be answered: {error}")),
    }
}

/// The head of an answer in a format.
fn head<F: Format>(chosen: Chosen<F>) -> Head {
    let media_type = chosen.format.describe().identity().media_type;
    let parameter = match (chosen.is_12, media_type.starts_with("text/")) {
        (true, _) => "; version=1.2",
        (false, true) => "; charset=utf-8",
        (false, false) => "",
    };
    Head {
        status: 200,
        media_type: format!("{media_type}{parameter}"),
        ..Head::default()
    }
}

/// The format of a graph.
fn graph_format(accepted: &Accepted) -> Result<Chosen<RdfFormat>, Problem> {
    let others = [
        ("application/json", RdfFormat::JsonLd),
        ("application/xml", RdfFormat::RdfXml),
        ("text/xml", RdfFormat::RdfXml),
        ("text/plain", RdfFormat::NTriples),
        ("application/x-turtle", RdfFormat::Turtle),
        ("text/n3", RdfFormat::Turtle),
    ];
    let chosen = accepted.choose(RdfFormat::ALL, &others);
    chosen.ok_or_else(|| none_of(RdfFormat::ALL, "a graph"))
}

/// The format of rows, or of yes and no.
fn table_format(accepted: &Accepted, form: Form) -> Result<Chosen<AnswerFormat>, Problem> {
    let others = [
        ("application/json", AnswerFormat::Json),
        ("text/json", AnswerFormat::Json),
        ("application/xml", AnswerFormat::Xml),
        ("text/xml", AnswerFormat::Xml),
    ];
    let what = match form {
        Form::Boolean => "the answer of ASK",
        _ => "rows",
    };
    let chosen = accepted.choose(&SERVED, &others);
    chosen.ok_or_else(|| none_of(&SERVED, what))
}

/// The answer to a client that accepts no format in which there is one.
fn none_of<F: Format>(formats: &[F], what: &str) -> Problem {
    let types: Vec<&str> = formats
        .iter()
        .map(|format| format.describe().identity().media_type)
        .collect();
    let text = format!(
        "{what} can be had as {}, with `Accept:` {}",
        listed(formats, "or"),
        types.join(", ")
    );
    Problem::of(406, &text)
}
