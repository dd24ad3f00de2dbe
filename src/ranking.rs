//! Rankings: the nodes of a view with their measures, sorted by the first.
//!
//! Takes a view's graph and columns of measures; returns a [`Ranking`], which [`write`](mod@write) writes in the
//! formats of answers. Comes after the analysis and the formats of answers.

pub mod write;

use crate::analysis::{Column, Measure, Values, modularity};
use crate::view::PropertyGraph;
use std::cmp::{Ordering, Reverse};

/// The nodes of a view with their measures.
pub struct Ranking {
    /// The view's name.
    pub view: String,
    /// The view's graph.
    pub graph: PropertyGraph,
    /// The measures of all its nodes.
    pub columns: Vec<Column>,
    /// The random seed of communities.
    pub seed: u64,
    /// The indices of the listed nodes, in order.
    pub order: Vec<usize>,
}

/// The partition of a graph into communities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Division {
    /// Their number.
    pub count: u32,
    /// Their modularity.
    pub modularity: f64,
}

impl Ranking {
    /// Sorts the nodes by the first column: groups by number, other values in descending order; then by label. At most
    /// `most` nodes are listed.
    pub fn new(view: String, graph: PropertyGraph, columns: Vec<Column>, seed: u64, most: usize) -> Self {
        let order = ordered(&graph, &columns, most);
        Self {
            view,
            graph,
            columns,
            seed,
            order,
        }
    }

    /// The number of groups in a column of components or communities.
    pub fn groups(column: &Column) -> Option<u32> {
        match &column.values {
            Values::Integer(values) if is_group(column.measure) => Some(values.iter().copied().max().unwrap_or(0)),
            _ => None,
        }
    }

    /// The partition into the communities of a column; `None` for another measure.
    pub fn division(&self, column: &Column) -> Option<Division> {
        match (&column.values, column.measure) {
            (Values::Integer(values), Measure::Community) => Some(Division {
                count: values.iter().copied().max().unwrap_or(0),
                modularity: modularity(self.graph.topology(), None, values),
            }),
            _ => None,
        }
    }
}

fn ordered(graph: &PropertyGraph, columns: &[Column], most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..graph.topology().node_count()).collect();
    let by_value = |one: usize, other: usize| match columns.first() {
        None => Ordering::Equal,
        Some(column) => match &column.values {
            Values::Integer(values) if is_group(column.measure) => values[one].cmp(&values[other]),
            Values::Integer(values) => values[other].cmp(&values[one]),
            Values::Real(values) => values[other].total_cmp(&values[one]),
            Values::Decimal(values) => Reverse(values[one]).cmp(&Reverse(values[other])),
            Values::Boolean(values) => values[other].cmp(&values[one]),
        },
    };
    let nodes: Vec<_> = graph.nodes().collect();
    let name = |index: usize| (nodes[index].label(), nodes[index].iri());
    order.sort_by(|one, other| by_value(*one, *other).then_with(|| name(*one).cmp(&name(*other))));
    order.truncate(most);
    order
}

fn is_group(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Component | Measure::StrongComponent | Measure::Community
    )
}
