//! The nodes of a view with their measures, in the order of the first.
//!
//! Takes a view's graph and columns of measures; gives a [`Ranking`], which [`write`](mod@write) gives the forms that answers
//! have. Stands after the analysis and the forms of answers.

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
    /// The seed of communities.
    pub seed: u64,
    /// The indices of the nodes that are listed, in their order.
    pub order: Vec<usize>,
}

/// How a graph falls into communities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Division {
    /// How many there are.
    pub count: u32,
    /// Their modularity.
    pub modularity: f64,
}

impl Ranking {
    /// Orders the nodes by the first column: groups by their number, all else the largest first; then by label. At most `most`
    /// are listed.
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

    /// How many groups the column of a component or community has.
    pub fn groups(column: &Column) -> Option<u32> {
        match &column.values {
            Values::Integer(values) if is_group(column.measure) => Some(values.iter().copied().max().unwrap_or(0)),
            _ => None,
        }
    }

    /// How the graph falls into the communities of a column; none for another measure.
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
