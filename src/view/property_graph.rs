//! A directed multigraph with typed attributes, column by column: a million edges fit into some hundred megabytes.

use super::texts::Texts;
use super::value::{SEPARATOR, Type, Value};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;
use std::collections::HashMap;

/// What a graph is.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The view's title.
    pub title: String,
    /// Where what it shows comes from, in one line; empty where nothing is to be said.
    pub source: String,
    /// The language of its labels, in which amounts are formatted (`fr`, `en`).
    pub language: String,
    /// Who made the dossier; may be empty.
    pub creator: String,
    /// When the dossier was last changed, by its manifest: an ISO 8601 date.
    pub modified: Option<String>,
}

/// A directed multigraph with attributes on nodes and edges, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct PropertyGraph {
    /// What it is.
    pub about: About,
    topology: DiGraph<(), ()>,
    texts: Texts,
    known: HashMap<u32, NodeIndex>,
    nodes: Columns,
    edges: Columns,
}

/// The columns of nodes or edges.
#[derive(Debug, Clone, Default)]
struct Columns(Vec<Column>);

#[derive(Debug, Clone)]
struct Column {
    name: String,
    kind: Type,
    /// The number of each value's text; rows behind the last have none.
    cells: Vec<u32>,
}

/// An attribute of all nodes or of all edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'g> {
    /// Its name.
    pub name: &'g str,
    /// The type of its values.
    pub kind: Type,
    column: usize,
}

/// The columns of nodes that are no attributes.
const NODE: [&str; 2] = ["", "label"];
const IRI: usize = 0;
const NODE_LABEL: usize = 1;

/// The columns of edges that are no attributes.
const EDGE: [&str; 5] = ["kind", "label", "weight", "start", "end"];
const KIND: usize = 0;
const LABEL: usize = 1;
const WEIGHT: usize = 2;
const START: usize = 3;
const END: usize = 4;

impl Columns {
    fn with(names: &[&str]) -> Self {
        let kind = |name: &str| match name {
            "weight" => Type::Decimal,
            "start" | "end" => Type::Date,
            "" => Type::Iri,
            _ => Type::Text,
        };
        Self(
            names
                .iter()
                .map(|name| Column {
                    name: (*name).to_owned(),
                    kind: kind(name),
                    cells: Vec::new(),
                })
                .collect(),
        )
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column.name == name)
    }

    fn set(&mut self, row: usize, name: &str, kind: Type, text: u32) {
        let index = self.index(name).unwrap_or_else(|| {
            self.0.push(Column {
                name: name.to_owned(),
                kind,
                cells: Vec::new(),
            });
            self.0.len() - 1
        });
        self.put(row, index, kind, text);
    }

    fn put(&mut self, row: usize, index: usize, kind: Type, text: u32) {
        let column = &mut self.0[index];
        column.kind = column.kind.widened(kind);
        if column.cells.len() <= row {
            column.cells.resize(row + 1, 0);
        }
        column.cells[row] = text;
    }

    fn cell(&self, row: usize, index: usize) -> u32 {
        let cells = self.0.get(index).map(|column| &column.cells);
        cells.and_then(|cells| cells.get(row)).copied().unwrap_or(0)
    }

    fn value<'t>(&self, row: usize, index: usize, texts: &'t Texts) -> Option<Value<'t>> {
        match self.cell(row, index) {
            0 => None,
            text => Some(Value::of(self.0[index].kind, texts.get(text))),
        }
    }

    /// The attributes that some row has, ordered by name; the first `fixed` columns are none.
    fn attributes(&self, fixed: usize) -> Vec<Attribute<'_>> {
        let columns = self.0.iter().enumerate().skip(fixed);
        let mut attributes: Vec<_> = columns
            .filter(|(_, column)| column.cells.iter().any(|cell| *cell != 0))
            .map(|(index, column)| Attribute {
                name: &column.name,
                kind: column.kind,
                column: index,
            })
            .collect();
        attributes.sort_by_key(|attribute| attribute.name);
        attributes
    }
}

impl PropertyGraph {
    /// A graph without nodes.
    pub fn new(about: About) -> Self {
        Self {
            about,
            nodes: Columns::with(&NODE),
            edges: Columns::with(&EDGE),
            ..Self::default()
        }
    }

    /// Its nodes and edges alone.
    pub fn topology(&self) -> &DiGraph<(), ()> {
        &self.topology
    }

    /// The node of an IRI; where there is none it is added, labelled with the last segment of the IRI.
    pub fn add_node(&mut self, iri: &str) -> NodeIndex {
        if self.nodes.0.is_empty() {
            self.nodes = Columns::with(&NODE);
        }
        let text = self.texts.add(iri);
        if let Some(node) = self.known.get(&text) {
            return *node;
        }
        let node = self.topology.add_node(());
        self.known.insert(text, node);
        self.nodes.put(node.index(), IRI, Type::Iri, text);
        let label = iri.rsplit(['/', '#']).next().unwrap_or(iri);
        let label = self.texts.add(if label.is_empty() { iri } else { label });
        self.nodes.put(node.index(), NODE_LABEL, Type::Text, label);
        node
    }

    /// The node of an IRI.
    pub fn find(&self, iri: &str) -> Option<NodeIndex> {
        self.known.get(&self.texts.find(iri)?).copied()
    }

    /// Gives a node an attribute, or its `label`, in place of the one it had.
    pub fn set_node(&mut self, node: NodeIndex, name: &str, value: Value<'_>) {
        let text = self.texts.add(value.stored());
        self.nodes.set(node.index(), name, value.kind(), text);
    }

    /// Adds an edge.
    pub fn add_edge(&mut self, source: NodeIndex, target: NodeIndex) -> EdgeIndex {
        if self.edges.0.is_empty() {
            self.edges = Columns::with(&EDGE);
        }
        self.topology.add_edge(source, target, ())
    }

    /// Gives an edge an attribute, or its `kind`, `label`, `weight`, `start` or `end`, in place of the one it had.
    pub fn set_edge(&mut self, edge: EdgeIndex, name: &str, value: Value<'_>) {
        let text = self.texts.add(value.stored());
        self.edges.set(edge.index(), name, value.kind(), text);
    }

    /// Gives an edge a list.
    pub fn set_edge_list<'t>(&mut self, edge: EdgeIndex, name: &str, items: impl IntoIterator<Item = &'t str>) {
        let items: Vec<&str> = items.into_iter().collect();
        let text = self.texts.add(&items.join(&SEPARATOR.to_string()));
        self.edges.set(edge.index(), name, Type::List, text);
    }

    /// A node.
    pub fn node(&self, index: NodeIndex) -> Node<'_> {
        Node { graph: self, index }
    }

    /// The nodes, in the order in which they were added.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        self.topology.node_indices().map(|index| self.node(index))
    }

    /// An edge; one that is not there has no ends and is a defect of the caller.
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

    /// The edges, in the order in which they were added.
    pub fn edges(&self) -> impl Iterator<Item = Edge<'_>> {
        self.topology.edge_references().map(|edge| Edge {
            graph: self,
            index: edge.id(),
            source: edge.source(),
            target: edge.target(),
        })
    }

    /// The attributes that some node has, ordered by name.
    pub fn node_attributes(&self) -> Vec<Attribute<'_>> {
        self.nodes.attributes(NODE.len())
    }

    /// The attributes that some edge has, ordered by name.
    pub fn edge_attributes(&self) -> Vec<Attribute<'_>> {
        self.edges.attributes(EDGE.len())
    }
}

/// A node: an entity, never a literal.
#[derive(Clone, Copy)]
pub struct Node<'g> {
    graph: &'g PropertyGraph,
    /// Its place in the topology.
    pub index: NodeIndex,
}

impl<'g> Node<'g> {
    fn text(self, column: usize) -> &'g str {
        self.graph.texts.get(self.graph.nodes.cell(self.index.index(), column))
    }

    /// The entity's IRI.
    pub fn iri(self) -> &'g str {
        self.text(IRI)
    }

    /// What people read.
    pub fn label(self) -> &'g str {
        self.text(NODE_LABEL)
    }

    /// The value of an attribute, by its name.
    pub fn get(self, name: &str) -> Option<Value<'g>> {
        let columns = &self.graph.nodes;
        let index = columns.index(name).filter(|index| *index >= NODE.len())?;
        columns.value(self.index.index(), index, &self.graph.texts)
    }

    /// The value of an attribute.
    pub fn value(self, attribute: Attribute<'_>) -> Option<Value<'g>> {
        let columns = &self.graph.nodes;
        columns.value(self.index.index(), attribute.column, &self.graph.texts)
    }

    /// Its attributes, ordered by name. For many, ask for the attributes of all once, and then for each value.
    pub fn attributes(self) -> impl Iterator<Item = (&'g str, Value<'g>)> {
        let attributes = self.graph.node_attributes().into_iter();
        attributes.filter_map(move |attribute| Some((attribute.name, self.value(attribute)?)))
    }
}

/// An edge: one row of the view.
#[derive(Clone, Copy)]
pub struct Edge<'g> {
    graph: &'g PropertyGraph,
    /// Its place in the topology.
    pub index: EdgeIndex,
    /// The node from which it goes.
    pub source: NodeIndex,
    /// The node to which it goes.
    pub target: NodeIndex,
}

impl<'g> Edge<'g> {
    fn text(self, column: usize) -> &'g str {
        self.graph.texts.get(self.graph.edges.cell(self.index.index(), column))
    }

    fn optional(self, column: usize) -> Option<&'g str> {
        match self.graph.edges.cell(self.index.index(), column) {
            0 => None,
            text => Some(self.graph.texts.get(text)),
        }
    }

    /// The node from which it goes.
    pub fn source(self) -> Node<'g> {
        self.graph.node(self.source)
    }

    /// The node to which it goes.
    pub fn target(self) -> Node<'g> {
        self.graph.node(self.target)
    }

    /// What it says, such as `funds`; may be empty.
    pub fn kind(self) -> &'g str {
        self.text(KIND)
    }

    /// What people read on it; may be empty.
    pub fn label(self) -> &'g str {
        self.text(LABEL)
    }

    /// The exact decimal of the `weight` column, as its digits.
    pub fn weight(self) -> Option<&'g str> {
        self.optional(WEIGHT)
    }

    /// First moment, an ISO 8601 date with its own precision.
    pub fn start(self) -> Option<&'g str> {
        self.optional(START)
    }

    /// Last moment.
    pub fn end(self) -> Option<&'g str> {
        self.optional(END)
    }

    /// The value of an attribute, by its name.
    pub fn get(self, name: &str) -> Option<Value<'g>> {
        let columns = &self.graph.edges;
        let index = columns.index(name).filter(|index| *index >= EDGE.len())?;
        columns.value(self.index.index(), index, &self.graph.texts)
    }

    /// The value of an attribute.
    pub fn value(self, attribute: Attribute<'_>) -> Option<Value<'g>> {
        let columns = &self.graph.edges;
        columns.value(self.index.index(), attribute.column, &self.graph.texts)
    }

    /// Its attributes, ordered by name. For many, ask for the attributes of all once, and then for each value.
    pub fn attributes(self) -> impl Iterator<Item = (&'g str, Value<'g>)> {
        let attributes = self.graph.edge_attributes().into_iter();
        attributes.filter_map(move |attribute| Some((attribute.name, self.value(attribute)?)))
    }
}
