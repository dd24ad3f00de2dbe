//! From the rows of a view to its graph, one row at a time.

use super::property_graph::{About, PropertyGraph};
use super::value::Value;
use crate::graph::text;
use crate::vocabulary::XSD;
use oxigraph::model::Term;
use petgraph::graph::NodeIndex;

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
pub struct Projection {
    graph: PropertyGraph,
    source: Option<usize>,
    target: Option<usize>,
    source_attributes: Vec<(usize, String)>,
    target_attributes: Vec<(usize, String)>,
    edge_attributes: Vec<(usize, String)>,
    rows: usize,
}

impl Projection {
    /// Begins with the variables of the view, without `?`.
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
            source: index("source"),
            target: index("target"),
            source_attributes: of_end("source"),
            target_attributes: of_end("target"),
            edge_attributes: names.map(|(index, name)| (index, name.clone())).collect(),
            rows: 0,
        }
    }

    /// Adds a row: one term, or none, for each variable.
    ///
    /// # Errors
    /// When an end of its edge is missing or a literal.
    pub fn row(&mut self, terms: &[Option<Term>]) -> Result<(), ProjectError> {
        self.rows += 1;
        let row_number = self.rows;
        let source = self.end(terms, self.source, "source")?;
        let source = source.ok_or(ProjectError::NoSource { row_number })?;
        let target = self.end(terms, self.target, "target")?;
        for (index, name) in &self.source_attributes {
            attribute(&mut self.graph, source, name, terms, *index);
        }
        let Some(target) = target else { return Ok(()) };
        for (index, name) in &self.target_attributes {
            attribute(&mut self.graph, target, name, terms, *index);
        }
        let edge = self.graph.add_edge(source, target);
        for (index, name) in &self.edge_attributes {
            if let Some(Some(term)) = terms.get(*index) {
                self.graph.set_edge(edge, name, value(term));
            }
        }
        Ok(())
    }

    /// The graph of all rows.
    pub fn finish(self) -> PropertyGraph {
        self.graph
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

/// Sets an attribute of a node: the last label counts, and of all else the first.
fn attribute(graph: &mut PropertyGraph, node: NodeIndex, name: &str, terms: &[Option<Term>], index: usize) {
    if let Some(Some(term)) = terms.get(index)
        && (name == "label" || graph.node(node).get(name).is_none())
    {
        let value = if name == "label" {
            Value::Text(text(term))
        } else {
            value(term)
        };
        graph.set_node(node, name, value);
    }
}

/// A term as the value of an attribute, by its datatype.
fn value(term: &Term) -> Value<'_> {
    let Term::Literal(literal) = term else {
        return Value::Iri(text(term));
    };
    let text = literal.value();
    match literal.datatype().as_str().strip_prefix(XSD) {
        Some("integer" | "int" | "long" | "nonNegativeInteger" | "positiveInteger") => Value::Integer(text),
        Some("decimal") => Value::Decimal(text),
        Some("boolean") => Value::Boolean(text == "true" || text == "1"),
        Some("date" | "gYear" | "gYearMonth") => Value::Date(text),
        _ => Value::Text(text),
    }
}
