//! Builds a graph from the rows of a view, one row at a time.

use super::property_graph::{About, PropertyGraph};
use super::texts::Texts;
use super::value::Value;
use crate::graph::text;
use crate::vocabulary::XSD;
use oxigraph::model::Term;
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::HashSet;

/// The rows of a view are not a graph.
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
    /// A row has no `?source`.
    #[error("row {row_number}: ?source is not bound; each row is an edge from ?source to ?target")]
    NoSource {
        /// The row, from 1.
        row_number: usize,
    },
}

/// The edge columns whose IRIs refer to terms that are looked up; values that are not IRIs are plain attributes.
pub const REFERENCES: [&str; 3] = ["kind", "modality", "measure"];

/// The graph of a view's rows, and the data that the look-ups need.
pub struct Projected {
    /// The graph.
    pub graph: PropertyGraph,
    variables: Vec<String>,
    labelled: HashSet<NodeIndex>,
    references: References,
}

impl Projected {
    /// Whether the view selects a column.
    pub fn selects(&self, name: &str) -> bool {
        self.variables.iter().any(|variable| variable == name)
    }

    /// Whether a row gave the node a label.
    pub fn is_labelled(&self, node: NodeIndex) -> bool {
        self.labelled.contains(&node)
    }

    /// The IRI of an edge in one of the [`REFERENCES`] columns.
    pub fn reference(&self, edge: EdgeIndex, column: usize) -> Option<&str> {
        self.references.get(edge, column)
    }
}

/// The IRIs of edges, interned.
#[derive(Default)]
struct References {
    iris: Texts,
    columns: [Vec<u32>; REFERENCES.len()],
}

impl References {
    fn set(&mut self, edge: EdgeIndex, column: usize, iri: &str) {
        let cells = &mut self.columns[column];
        if cells.len() <= edge.index() {
            cells.resize(edge.index() + 1, 0);
        }
        cells[edge.index()] = self.iris.add(iri);
    }

    fn get(&self, edge: EdgeIndex, column: usize) -> Option<&str> {
        let number = *self.columns.get(column)?.get(edge.index())?;
        (number != 0).then(|| self.iris.get(number))
    }
}

/// Builds the graph of a view's rows: each row is an edge, or a single node if `?target` is unbound.
pub struct Projection {
    graph: PropertyGraph,
    variables: Vec<String>,
    labelled: HashSet<NodeIndex>,
    references: References,
    source: Option<usize>,
    target: Option<usize>,
    source_attributes: Vec<(usize, String)>,
    target_attributes: Vec<(usize, String)>,
    edge_attributes: Vec<(usize, String)>,
    rows: usize,
}

impl Projection {
    /// Starts a graph; `variables` are those of the view, without `?`.
    pub fn new(about: About, variables: &[String]) -> Self {
        let index = |name: &str| variables.iter().position(|variable| variable == name);
        let of_end = |end: &str| {
            let names = variables.iter().enumerate();
            names
                .filter_map(|(index, name)| Some((index, name.strip_prefix(end)?.strip_prefix('_')?.to_owned())))
                .collect()
        };
        let is_edge = |name: &str| {
            name != "source" && name != "target" && !name.starts_with("source_") && !name.starts_with("target_")
        };
        let names = variables.iter().enumerate().filter(|(_, name)| is_edge(name));
        Self {
            graph: PropertyGraph::new(about),
            variables: variables.to_vec(),
            labelled: HashSet::new(),
            references: References::default(),
            source: index("source"),
            target: index("target"),
            source_attributes: of_end("source"),
            target_attributes: of_end("target"),
            edge_attributes: names.map(|(index, name)| (index, name.clone())).collect(),
            rows: 0,
        }
    }

    /// Adds a row, with one optional term for each variable.
    ///
    /// # Errors
    /// When an end of the edge is a literal, or the source is missing.
    pub fn row(&mut self, terms: &[Option<Term>]) -> Result<(), ProjectError> {
        self.rows += 1;
        let row_number = self.rows;
        let source = self.end(terms, self.source, "source")?;
        let source = source.ok_or(ProjectError::NoSource { row_number })?;
        let target = self.end(terms, self.target, "target")?;
        for (index, name) in &self.source_attributes {
            attribute(&mut self.graph, &mut self.labelled, source, name, terms.get(*index));
        }
        let Some(target) = target else { return Ok(()) };
        for (index, name) in &self.target_attributes {
            attribute(&mut self.graph, &mut self.labelled, target, name, terms.get(*index));
        }
        let edge = self.graph.add_edge(source, target);
        for (index, name) in &self.edge_attributes {
            let Some(Some(term)) = terms.get(*index) else { continue };
            let reference = REFERENCES.iter().position(|reference| reference == name);
            match (reference, term) {
                (Some(column), Term::NamedNode(iri)) => self.references.set(edge, column, iri.as_str()),
                _ => self.graph.set_edge(edge, name, value(term)),
            }
        }
        Ok(())
    }

    /// Returns the finished graph.
    pub fn finish(self) -> Projected {
        Projected {
            graph: self.graph,
            variables: self.variables,
            labelled: self.labelled,
            references: self.references,
        }
    }

    fn end(
        &mut self,
        terms: &[Option<Term>],
        index: Option<usize>,
        column: &'static str,
    ) -> Result<Option<NodeIndex>, ProjectError> {
        match index.and_then(|index| terms.get(index)?.as_ref()) {
            None => Ok(None),
            Some(Term::NamedNode(node)) => Ok(Some(self.graph.add_node(node.as_str()))),
            Some(other) => Err(ProjectError::LiteralNode {
                row_number: self.rows,
                column,
                value: text(other).to_owned(),
            }),
        }
    }
}

/// Sets an attribute of a node. Of several labels the last is kept; of other attributes the first.
fn attribute(
    graph: &mut PropertyGraph,
    labelled: &mut HashSet<NodeIndex>,
    node: NodeIndex,
    name: &str,
    term: Option<&Option<Term>>,
) {
    let Some(Some(term)) = term else { return };
    if name == "label" {
        labelled.insert(node);
        graph.set_node(node, name, Value::Text(text(term)));
    } else if graph.node(node).get(name).is_none() {
        graph.set_node(node, name, value(term));
    }
}

/// Converts a term to an attribute value, by its datatype.
pub fn value(term: &Term) -> Value<'_> {
    match term {
        Term::Literal(literal) => typed(literal.value(), literal.datatype().as_str()),
        other => Value::Iri(text(other)),
    }
}

/// Converts the text of a literal to an attribute value, by the IRI of its datatype.
pub fn typed<'t>(text: &'t str, datatype: &str) -> Value<'t> {
    match datatype.strip_prefix(XSD) {
        Some("integer" | "int" | "long" | "nonNegativeInteger" | "positiveInteger") => Value::Integer(text),
        Some("decimal") => Value::Decimal(text),
        Some("boolean") => Value::Boolean(text == "true" || text == "1"),
        Some("date" | "gYear" | "gYearMonth") => Value::Date(text),
        _ => Value::Text(text),
    }
}
