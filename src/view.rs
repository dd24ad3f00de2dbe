//! Property graphs: what a view query's rows become, over petgraph.
//!
//! Takes the solutions of a view (`queries/views/*.rq`), one row an edge; gives a [`PropertyGraph`] whose nodes and
//! edges carry typed attributes. No literal is ever a node. Stands between the query stage and the exporters.

use petgraph::graph::DiGraph;
use std::collections::BTreeMap;

/// A directed multigraph with attributes on nodes and edges, in the order in which the view's rows name them.
#[derive(Debug, Clone, Default)]
pub struct PropertyGraph {
    /// The view's title.
    pub title: String,
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
