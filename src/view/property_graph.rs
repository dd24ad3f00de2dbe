//! A directed multigraph with typed attributes, stored in columns: a million edges take some hundred megabytes.

use super::texts::Texts;
use super::value::{SEPARATOR, Type, Value};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;
use std::collections::{BTreeMap, HashMap};

/// The description of a graph.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The view's title.
    pub title: String,
    /// The source of its data, in one line; may be empty.
    pub source: String,
    /// The language of labels, and of formatted amounts (`fr`, `en`).
    pub language: String,
    /// The creator of the dossier; may be empty.
    pub creator: String,
    /// The manifest's date of the last change, ISO 8601.
    pub modified: Option<String>,
    /// The documents of edges that are cited like others, by the edge's `claim`.
    pub papers: BTreeMap<String, String>,
}

/// A directed multigraph with attributes on nodes and edges, kept in insertion order.
#[derive(Debug, Clone)]
pub struct PropertyGraph {
    /// Title, source, language and dates.
    pub about: About,
    topology: DiGraph<(), ()>,
    /// Node indices by the text numbers of their IRIs.
    known: HashMap<u32, NodeIndex>,
    nodes: Columns,
    edges: Columns,
}

/// The columns of nodes or edges.
#[derive(Debug, Clone)]
struct Columns(Vec<Column>);

#[derive(Debug, Clone)]
struct Column {
    name: String,
    kind: Type,
    /// The text number of each row's value; rows past the end have no value.
    cells: Vec<u32>,
    /// Each column has its own texts, so that frequent ones are close in memory.
    texts: Texts,
}

/// An attribute of all nodes or all edges: a column with one value for each node or edge.
///
/// Nodes and edges are numbered from 0 in insertion order.
#[derive(Clone, Copy)]
pub struct Attribute<'g> {
    /// Its name.
    pub name: &'g str,
    /// The type of its values.
    pub kind: Type,
    cells: &'g [u32],
    texts: &'g Texts,
}

impl<'g> Attribute<'g> {
    /// The value of a node or edge.
    #[inline]
    pub fn value(self, row: usize) -> Option<Value<'g>> {
        self.stored(row).map(|text| Value::of(self.kind, text))
    }

    /// The stored form of the value ([`Value::stored`]).
    #[inline]
    pub fn stored(self, row: usize) -> Option<&'g str> {
        match self.number(row) {
            0 => None,
            number => Some(self.texts.get(number)),
        }
    }

    /// The number of the stored text: 0 if there is none; equal texts of this attribute have equal numbers.
    #[inline]
    pub fn number(self, row: usize) -> u32 {
        self.cells.get(row).copied().unwrap_or(0)
    }

    /// The distinct stored values by number, from 1; includes values that were overwritten.
    pub fn different(self) -> impl ExactSizeIterator<Item = Value<'g>> {
        let texts = self.texts;
        (0..texts.len()).map(move |place| Value::of(self.kind, texts.get(place as u32 + 1)))
    }

    /// All distinct stored texts, concatenated.
    pub fn texts(self) -> &'g str {
        self.texts.all()
    }

    /// The distinct texts that are in use.
    pub fn used(self) -> impl Iterator<Item = &'g str> {
        let mut seen = vec![false; self.texts.len() + 1];
        seen[0] = true;
        let is_new = move |number: &&u32| !std::mem::replace(&mut seen[**number as usize], true);
        let numbers = self.cells.iter().filter(is_new);
        numbers.map(move |number| self.texts.get(*number))
    }

    /// The stored values in row order, without missing ones.
    pub fn all(self) -> impl Iterator<Item = &'g str> {
        (0..self.cells.len()).filter_map(move |row| self.stored(row))
    }
}

/// The node columns that are not attributes.
const NODE: [&str; 2] = ["", "label"];
const IRI: usize = 0;
const NODE_LABEL: usize = 1;

/// The edge columns that are not attributes.
const EDGE: [&str; 5] = ["kind", "label", "weight", "start", "end"];
const KIND: usize = 0;
const LABEL: usize = 1;
const WEIGHT: usize = 2;
const START: usize = 3;
const END: usize = 4;

impl Column {
    fn new(name: &str, kind: Type) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            cells: Vec::new(),
            texts: Texts::default(),
        }
    }

    fn attribute(&self) -> Attribute<'_> {
        Attribute {
            name: &self.name,
            kind: self.kind,
            cells: &self.cells,
            texts: &self.texts,
        }
    }
}

impl Columns {
    fn with(names: &[&str]) -> Self {
        let kind = |name: &str| match name {
            "weight" => Type::Decimal,
            "start" | "end" => Type::Date,
            "" => Type::Iri,
            _ => Type::Text,
        };
        Self(names.iter().map(|name| Column::new(name, kind(name))).collect())
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column.name == name)
    }

    fn set(&mut self, row: usize, name: &str, kind: Type, text: &str) {
        let index = self.index(name).unwrap_or_else(|| {
            self.0.push(Column::new(name, kind));
            self.0.len() - 1
        });
        self.put(row, index, kind, text);
    }

    /// Sets a value and returns its text number.
    fn put(&mut self, row: usize, index: usize, kind: Type, text: &str) -> u32 {
        let column = &mut self.0[index];
        column.kind = column.kind.widened(kind);
        if column.cells.len() <= row {
            column.cells.resize(row + 1, 0);
        }
        let number = column.texts.add(text);
        column.cells[row] = number;
        number
    }

    /// The attributes with at least one value, sorted by name; the first `fixed` columns are skipped.
    fn attributes(&self, fixed: usize) -> Vec<Attribute<'_>> {
        let columns = self.0.iter().skip(fixed);
        let mut attributes: Vec<_> = columns
            .filter(|column| column.cells.iter().any(|cell| *cell != 0))
            .map(Column::attribute)
            .collect();
        attributes.sort_by_key(|attribute| attribute.name);
        attributes
    }

    fn attribute(&self, index: usize) -> Attribute<'_> {
        self.0[index].attribute()
    }
}

impl Default for PropertyGraph {
    fn default() -> Self {
        Self::new(About::default())
    }
}

impl PropertyGraph {
    /// An empty graph.
    pub fn new(about: About) -> Self {
        Self {
            about,
            topology: DiGraph::default(),
            known: HashMap::new(),
            nodes: Columns::with(&NODE),
            edges: Columns::with(&EDGE),
        }
    }

    /// The nodes and edges without attributes.
    pub fn topology(&self) -> &DiGraph<(), ()> {
        &self.topology
    }

    /// Returns the node of an IRI; adds it if it is missing, labelled with the last segment of the IRI.
    pub fn add_node(&mut self, iri: &str) -> NodeIndex {
        if let Some(node) = self.find(iri) {
            return node;
        }
        let node = self.topology.add_node(());
        let number = self.nodes.put(node.index(), IRI, Type::Iri, iri);
        self.known.insert(number, node);
        let label = iri.rsplit(['/', '#']).next().unwrap_or(iri);
        let label = if label.is_empty() { iri } else { label };
        self.nodes.put(node.index(), NODE_LABEL, Type::Text, label);
        node
    }

    /// Finds the node of an IRI.
    pub fn find(&self, iri: &str) -> Option<NodeIndex> {
        self.known.get(&self.nodes.0[IRI].texts.find(iri)?).copied()
    }

    /// Sets an attribute of a node, or its `label`.
    pub fn set_node(&mut self, node: NodeIndex, name: &str, value: Value<'_>) {
        self.nodes.set(node.index(), name, value.kind(), value.stored());
    }

    /// Adds an edge.
    pub fn add_edge(&mut self, source: NodeIndex, target: NodeIndex) -> EdgeIndex {
        self.topology.add_edge(source, target, ())
    }

    /// Sets an attribute of an edge, or its `kind`, `label`, `weight`, `start` or `end`.
    pub fn set_edge(&mut self, edge: EdgeIndex, name: &str, value: Value<'_>) {
        self.edges.set(edge.index(), name, value.kind(), value.stored());
    }

    /// Sets an attribute of an edge to a list.
    pub fn set_edge_list<'t>(&mut self, edge: EdgeIndex, name: &str, items: impl IntoIterator<Item = &'t str>) {
        let items: Vec<&str> = items.into_iter().collect();
        let text = items.join(&SEPARATOR.to_string());
        self.edges.set(edge.index(), name, Type::List, &text);
    }

    /// A node.
    pub fn node(&self, index: NodeIndex) -> Node<'_> {
        Node { graph: self, index }
    }

    /// The nodes, in insertion order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        self.topology.node_indices().map(|index| self.node(index))
    }

    /// Returns an edge.
    ///
    /// # Panics
    /// When there is no such edge.
    pub fn edge(&self, index: EdgeIndex) -> Edge<'_> {
        let (source, target) = self.topology.edge_endpoints(index).expect("an edge of this graph");
        Edge {
            graph: self,
            index,
            source,
            target,
        }
    }

    /// The edges, in insertion order.
    pub fn edges(&self) -> impl Iterator<Item = Edge<'_>> {
        self.topology.edge_references().map(|edge| Edge {
            graph: self,
            index: edge.id(),
            source: edge.source(),
            target: edge.target(),
        })
    }

    /// The degree of each node, in node order; a self-loop counts twice.
    pub fn degrees(&self) -> Vec<u32> {
        let mut degrees = vec![0; self.topology.node_count()];
        for edge in self.topology.raw_edges() {
            for end in [edge.source(), edge.target()] {
                degrees[end.index()] += 1;
            }
        }
        degrees
    }

    /// The attributes of which at least one node has a value, sorted by name.
    pub fn node_attributes(&self) -> Vec<Attribute<'_>> {
        self.nodes.attributes(NODE.len())
    }

    /// The attributes of which at least one edge has a value, sorted by name.
    pub fn edge_attributes(&self) -> Vec<Attribute<'_>> {
        self.edges.attributes(EDGE.len())
    }

    /// The IRIs of all nodes.
    pub fn iris(&self) -> Attribute<'_> {
        self.nodes.attribute(IRI)
    }

    /// The labels of all nodes.
    pub fn node_labels(&self) -> Attribute<'_> {
        self.nodes.attribute(NODE_LABEL)
    }

    /// The kinds of all edges ([`Edge::kind`]).
    pub fn kinds(&self) -> Attribute<'_> {
        self.edges.attribute(KIND)
    }

    /// The labels of all edges.
    pub fn edge_labels(&self) -> Attribute<'_> {
        self.edges.attribute(LABEL)
    }

    /// The weights of all edges, exact decimals.
    pub fn weights(&self) -> Attribute<'_> {
        self.edges.attribute(WEIGHT)
    }

    /// The start and end dates of all edges ([`Edge::start`], [`Edge::end`]).
    pub fn dates(&self) -> [Attribute<'_>; 2] {
        [START, END].map(|column| self.edges.attribute(column))
    }
}

/// A node: an entity, never a literal.
#[derive(Clone, Copy)]
pub struct Node<'g> {
    graph: &'g PropertyGraph,
    /// Its index in the topology.
    pub index: NodeIndex,
}

impl<'g> Node<'g> {
    fn text(self, column: usize) -> &'g str {
        let column = self.graph.nodes.attribute(column);
        column.stored(self.index.index()).unwrap_or_default()
    }

    /// The entity's IRI.
    pub fn iri(self) -> &'g str {
        self.text(IRI)
    }

    /// Its label.
    pub fn label(self) -> &'g str {
        self.text(NODE_LABEL)
    }

    /// The value of an attribute, by its name.
    pub fn get(self, name: &str) -> Option<Value<'g>> {
        let columns = &self.graph.nodes;
        let index = columns.index(name).filter(|index| *index >= NODE.len())?;
        columns.attribute(index).value(self.index.index())
    }

    /// The value of an attribute.
    pub fn value(self, attribute: Attribute<'g>) -> Option<Value<'g>> {
        attribute.value(self.index.index())
    }

    /// Its attributes, sorted by name. To read many nodes, call [`PropertyGraph::node_attributes`] once and
    /// [`Node::value`] for each.
    pub fn attributes(self) -> impl Iterator<Item = (&'g str, Value<'g>)> {
        let attributes = self.graph.node_attributes().into_iter();
        attributes.filter_map(move |attribute| Some((attribute.name, self.value(attribute)?)))
    }
}

/// An edge: one row of the view.
#[derive(Clone, Copy)]
pub struct Edge<'g> {
    graph: &'g PropertyGraph,
    /// Its index in the topology.
    pub index: EdgeIndex,
    /// The source node.
    pub source: NodeIndex,
    /// The target node.
    pub target: NodeIndex,
}

impl<'g> Edge<'g> {
    fn text(self, column: usize) -> &'g str {
        self.optional(column).unwrap_or_default()
    }

    fn optional(self, column: usize) -> Option<&'g str> {
        self.graph.edges.attribute(column).stored(self.index.index())
    }

    /// The source node.
    pub fn source(self) -> Node<'g> {
        self.graph.node(self.source)
    }

    /// The target node.
    pub fn target(self) -> Node<'g> {
        self.graph.node(self.target)
    }

    /// Its edge type, such as `funds`; may be empty.
    pub fn kind(self) -> &'g str {
        self.text(KIND)
    }

    /// Its label; may be empty.
    pub fn label(self) -> &'g str {
        self.text(LABEL)
    }

    /// The exact decimal of the `weight` column, as digits.
    pub fn weight(self) -> Option<&'g str> {
        self.optional(WEIGHT)
    }

    /// The start date, ISO 8601 with its own precision.
    pub fn start(self) -> Option<&'g str> {
        self.optional(START)
    }

    /// The end date, like the start date.
    pub fn end(self) -> Option<&'g str> {
        self.optional(END)
    }

    /// The value of an attribute, by its name.
    pub fn get(self, name: &str) -> Option<Value<'g>> {
        let columns = &self.graph.edges;
        let index = columns.index(name).filter(|index| *index >= EDGE.len())?;
        columns.attribute(index).value(self.index.index())
    }

    /// The value of an attribute.
    pub fn value(self, attribute: Attribute<'g>) -> Option<Value<'g>> {
        attribute.value(self.index.index())
    }

    /// Its attributes, sorted by name. To read many edges, call [`PropertyGraph::edge_attributes`] once and
    /// [`Edge::value`] for each.
    pub fn attributes(self) -> impl Iterator<Item = (&'g str, Value<'g>)> {
        let attributes = self.graph.edge_attributes().into_iter();
        attributes.filter_map(move |attribute| Some((attribute.name, self.value(attribute)?)))
    }
}
