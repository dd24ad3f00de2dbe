//! Property graphs: what a view query's rows become, over petgraph.
//!
//! Takes the solutions of a view (`queries/views/*.rq`), one row an edge; gives a [`PropertyGraph`] whose nodes and
//! edges carry typed attributes. No literal is ever a node. Stands between the query stage and the exporters.

use crate::graph::{Solution, Solutions, text};
use crate::vocabulary::XSD;
use oxigraph::model::Term;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// A directed multigraph with attributes on nodes and edges, in the order in which the view's rows name them.
#[derive(Debug, Clone, Default)]
pub struct PropertyGraph {
    /// The view's title.
    pub title: String,
    /// Where what it shows comes from, in one line; empty where nothing is to be said.
    pub source: String,
    /// The language in which amounts are formatted (`fr`, `en`).
    pub language: String,
    /// Nodes and edges.
    pub graph: DiGraph<Node, Edge>,
}

/// A node: an entity, never a literal.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The entity's IRI.
    pub iri: String,
    /// What people read.
    pub label: String,
    /// The `source_x` and `target_x` columns: `x` to value, without `label`.
    pub attributes: BTreeMap<String, Value>,
}

/// An edge: one row of the view.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// What the edge says, such as `funds`.
    pub kind: String,
    /// What people read on it.
    pub label: String,
    /// The exact decimal of the `weight` column, as text.
    pub weight: Option<String>,
    /// First moment, an ISO 8601 date with its own precision.
    pub start: Option<String>,
    /// Last moment.
    pub end: Option<String>,
    /// All other columns.
    pub attributes: BTreeMap<String, Value>,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An exact decimal, as text.
    Decimal(String),
    /// True or false.
    Boolean(bool),
    /// An ISO 8601 date with its own precision.
    Date(String),
    /// An IRI.
    Iri(String),
}

/// A view's rows cannot become a graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// An end of an edge is a literal.
    #[error("row {row_number}: ?{column} is the literal \"{value}\"; nodes are entities, never literals")]
    LiteralNode {
        /// The row, from 1.
        row_number: usize,
        /// `source` or `target`.
        column: &'static str,
        /// The literal.
        value: String,
    },
    /// A row begins nowhere.
    #[error("row {row_number}: ?source is not bound; each row is an edge from ?source to ?target")]
    NoSource {
        /// The row, from 1.
        row_number: usize,
    },
}

/// Makes the graph of a view's rows: each an edge, or a node alone where `?target` is not bound.
///
/// # Errors
/// When an end of an edge is missing or a literal.
pub fn project(title: &str, source: &str, language: &str, rows: &Solutions) -> Result<PropertyGraph, ProjectError> {
    let mut view = PropertyGraph {
        title: title.to_owned(),
        source: source.to_owned(),
        language: language.to_owned(),
        graph: DiGraph::new(),
    };
    let mut known = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let row_number = index + 1;
        let from = end(&mut view, &mut known, rows, row, "source", row_number)?;
        let from = from.ok_or(ProjectError::NoSource { row_number })?;
        if let Some(target) = end(&mut view, &mut known, rows, row, "target", row_number)? {
            view.graph.add_edge(from, target, edge(rows, row));
        }
    }
    Ok(view)
}

fn end(
    view: &mut PropertyGraph,
    known: &mut BTreeMap<String, NodeIndex>,
    rows: &Solutions,
    row: Solution<'_>,
    column: &'static str,
    row_number: usize,
) -> Result<Option<NodeIndex>, ProjectError> {
    let iri = match row.get(column) {
        None => return Ok(None),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(other) => {
            let value = text(other).to_owned();
            return Err(ProjectError::LiteralNode {
                row_number,
                column,
                value,
            });
        }
    };
    let index = *known.entry(iri.clone()).or_insert_with(|| {
        let label = iri.rsplit(['/', '#']).next().unwrap_or(&iri).to_owned();
        view.graph.add_node(Node {
            iri,
            label,
            attributes: BTreeMap::new(),
        })
    });
    let node = &mut view.graph[index];
    for name in &rows.variables {
        let Some(attribute) = name.strip_prefix(column).and_then(|rest| rest.strip_prefix('_')) else {
            continue;
        };
        match row.get(name) {
            Some(term) if attribute == "label" => text(term).clone_into(&mut node.label),
            Some(term) => {
                node.attributes
                    .entry(attribute.to_owned())
                    .or_insert_with(|| value(term));
            }
            None => {}
        }
    }
    Ok(Some(index))
}

fn edge(rows: &Solutions, row: Solution<'_>) -> Edge {
    let column = |name: &str| row.text(name).map(str::to_owned);
    let is_own = |name: &str| !["source", "target", "kind", "label", "weight", "start", "end"].contains(&name);
    let is_edge = |name: &str| is_own(name) && !name.starts_with("source_") && !name.starts_with("target_");
    Edge {
        kind: column("kind").unwrap_or_default(),
        label: column("label").unwrap_or_default(),
        weight: column("weight"),
        start: column("start"),
        end: column("end"),
        attributes: rows
            .variables
            .iter()
            .filter(|name| is_edge(name))
            .filter_map(|name| Some((name.clone(), value(row.get(name)?))))
            .collect(),
    }
}

/// A term as the value of an attribute, by its datatype.
fn value(term: &Term) -> Value {
    let Term::Literal(literal) = term else {
        return Value::Iri(text(term).to_owned());
    };
    let text = literal.value().to_owned();
    match literal.datatype().as_str().strip_prefix(XSD) {
        Some("integer" | "int" | "long" | "nonNegativeInteger" | "positiveInteger") => {
            text.parse().map_or(Value::Decimal(text), Value::Integer)
        }
        Some("decimal") => Value::Decimal(text),
        Some("boolean") => Value::Boolean(text == "true" || text == "1"),
        Some("date" | "gYear" | "gYearMonth") => Value::Date(text),
        _ => Value::Text(text),
    }
}
