//! Measures of a graph's nodes and edges, and paths between two nodes.
//!
//! Takes the topology of a view: a directed petgraph multigraph, possibly with parallel edges and self-loops. Returns
//! numbers by node index, as documented for each [`Measure`]. Nothing is estimated: a graph that is too large for an
//! exact answer is refused ([`AnalysisError::TooLarge`]). Results are identical to the bit for the same graph, whatever
//! the number of threads. Comes after the views; commands and exports use it.

mod adjacency;
mod between;
mod communities;
mod components;
mod cores;
mod degree;
mod paths;
mod rank;

pub use between::{betweenness, closeness};
pub use communities::{Communities, communities, modularity};
pub use components::{Joints, joints, strong_components, weak_components};
pub use cores::core_number;
pub use degree::{Amounts, amounts, degree, weighted_degree};
pub use paths::shortest_paths;
pub use rank::{DAMPING, pagerank};

use crate::view::{Directions, Edge, PropertyGraph, Value};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;
use std::borrow::Cow;
use text::Decimal;

/// Which edges of a node to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both.
    Both,
    /// Incoming edges.
    In,
    /// Outgoing edges.
    Out,
}

/// Whether edges are traversed as directed or undirected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Undirected: edges are traversed both ways.
    #[default]
    Ignored,
    /// Directed: edges are traversed from source to target.
    Followed,
}

/// A measure of nodes, defined by the function of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Number of edges.
    Degree,
    /// Number of incoming edges.
    InDegree,
    /// Number of outgoing edges.
    OutDegree,
    /// Sums of the edges' amounts, in columns for each unit: of all edges, incoming and outgoing ones.
    WeightedDegree,
    /// [`betweenness`].
    Betweenness,
    /// [`closeness`].
    Closeness,
    /// [`pagerank`], over directed edges.
    PageRank,
    /// [`core_number`].
    Core,
    /// [`weak_components`].
    Component,
    /// [`strong_components`].
    StrongComponent,
    /// Whether the node is an articulation point: see [`joints`].
    Articulation,
    /// [`communities`], over undirected edges.
    Community,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 12] = [
        Self::Degree,
        Self::InDegree,
        Self::OutDegree,
        Self::WeightedDegree,
        Self::Betweenness,
        Self::Closeness,
        Self::PageRank,
        Self::Core,
        Self::Component,
        Self::StrongComponent,
        Self::Articulation,
        Self::Community,
    ];

    /// Its name on the command line and in exports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Degree => "degree",
            Self::InDegree => "in_degree",
            Self::OutDegree => "out_degree",
            Self::WeightedDegree => "weighted_degree",
            Self::Betweenness => "betweenness",
            Self::Closeness => "closeness",
            Self::PageRank => "pagerank",
            Self::Core => "core",
            Self::Component => "component",
            Self::StrongComponent => "strong_component",
            Self::Articulation => "articulation",
            Self::Community => "community",
        }
    }

    /// A one-line description.
    pub fn says(self) -> &'static str {
        match self {
            Self::Degree => "edges of the node, each parallel one; a loop twice",
            Self::InDegree => "edges that come to it",
            Self::OutDegree => "edges that leave it",
            Self::WeightedDegree => "sums of its edges' amounts, unit by unit: all, in, out",
            Self::Betweenness => "share of the shortest paths between others that lead through it",
            Self::Closeness => "how near it is to the others (Wasserman and Faust)",
            Self::PageRank => "how often one is at it who follows edges at random",
            Self::Core => "largest k so that it is among nodes with k neighbours each",
            Self::Component => "part of the graph that hangs together, the largest is 1",
            Self::StrongComponent => "part in which each reaches each along edges, the largest is 1",
            Self::Articulation => "whether the graph falls into more parts without it",
            Self::Community => "community by modularity (Leiden), the largest is 1",
        }
    }

    /// Whether it searches from each node, so that its time grows with nodes times edges.
    pub fn walks_from_each(self) -> bool {
        matches!(self, Self::Betweenness | Self::Closeness)
    }
}

/// Options of the measures.
#[derive(Debug, Clone)]
pub struct Options {
    /// For betweenness and closeness; the other measures fix their direction.
    pub direction: Direction,
    /// The random seed of communities.
    pub seed: u64,
    /// For weighted degree: the amounts of each unit.
    pub amounts: Vec<Amounts>,
    /// The undirected edges, which directed measures traverse both ways.
    pub both_ways: Vec<EdgeIndex>,
    /// Whether betweenness and closeness are computed regardless of the time they take.
    pub unlimited: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            direction: Direction::Ignored,
            seed: 1,
            amounts: Vec::new(),
            both_ways: Vec::new(),
            unlimited: false,
        }
    }
}

/// A measure could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnalysisError {
    /// An exact answer would take too long.
    #[error(
        "{} of {nodes} nodes and {edges} edges would take long, since each node is walked from, and nothing is estimated",
        measure.name()
    )]
    TooLarge {
        /// The measure.
        measure: Measure,
        /// The number of nodes.
        nodes: usize,
        /// Its edges.
        edges: usize,
    },
    /// A sum exceeds the range of decimals.
    #[error("a sum of amounts in \"{unit}\" has more than 38 digits")]
    Sum {
        /// The unit.
        unit: String,
    },
    /// The weights of the edges are not valid for the measure.
    #[error("weights of edges are finite, not negative, and one for each of {edges} edges")]
    Weights {
        /// The number of edges.
        edges: usize,
    },
}

/// A measure of all nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The measure's name; for sums of amounts with side and unit, such as `weighted_in_degree €`.
    pub name: String,
    /// The measure.
    pub measure: Measure,
    /// By node index.
    pub values: Values,
}

/// Values by node index.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Counts and group numbers.
    Integer(Vec<u32>),
    /// Shares and probabilities.
    Real(Vec<f64>),
    /// Exact sums, if any.
    Decimal(Vec<Option<Decimal>>),
    /// Yes or no.
    Boolean(Vec<bool>),
}

impl Values {
    /// Calls `take` with the value of a node, if it has one.
    fn give(&self, index: usize, take: impl FnOnce(Value<'_>)) {
        match self {
            Self::Integer(values) => take(Value::Integer(&values[index].to_string())),
            Self::Real(values) => take(Value::Decimal(&values[index].to_string())),
            Self::Boolean(values) => take(Value::Boolean(values[index])),
            Self::Decimal(values) => {
                if let Some(sum) = &values[index] {
                    take(Value::Decimal(&sum.to_string()));
                }
            }
        }
    }
}

/// Adds measures to the nodes as attributes; existing attributes of the same name are removed.
pub fn annotate(graph: &mut PropertyGraph, columns: &[Column]) {
    let nodes: Vec<_> = graph.topology().node_indices().collect();
    for column in columns {
        for node in &nodes {
            column
                .values
                .give(node.index(), |value| graph.set_node(*node, &column.name, value));
        }
    }
}

/// Whether a node attribute has the name of a measure, with a unit for sums of amounts, as set by [`annotate`].
pub fn is_measure(attribute: &str) -> bool {
    let name = attribute.split(' ').next().unwrap_or_default();
    let sides = ["weighted_in_degree", "weighted_out_degree"];
    sides.contains(&name) || Measure::ALL.iter().any(|measure| measure.name() == name)
}

/// The undirected edges of a view ([`Directions`]).
pub fn both_ways(view: &PropertyGraph) -> Vec<EdgeIndex> {
    let directions = Directions::of(view);
    let both_ways = view.edges().filter(|edge| !directions.leads(*edge));
    both_ways.map(|edge| edge.index).collect()
}

/// The graph with a reverse edge appended for each undirected edge, except self-loops.
///
/// networkx: `MultiGraph.to_directed()` does so for all edges.
pub fn ways<'g>(graph: &'g DiGraph<(), ()>, both_ways: &[EdgeIndex]) -> Cow<'g, DiGraph<(), ()>> {
    let mut ways = Cow::Borrowed(graph);
    for (source, target) in both_ways.iter().filter_map(|edge| graph.edge_endpoints(*edge)) {
        if source != target {
            ways.to_mut().add_edge(target, source, ());
        }
    }
    ways
}

/// The amounts, with those of the reverse edges of [`ways`] appended.
fn amounts_of_ways(graph: &DiGraph<(), ()>, amounts: &Amounts, both_ways: &[EdgeIndex]) -> Amounts {
    let back = both_ways.iter().filter(|edge| {
        let ends = graph.edge_endpoints(**edge);
        ends.is_some_and(|(source, target)| source != target)
    });
    let back = back.map(|edge| amounts.of_edge.get(edge.index()).copied().flatten());
    let mut of_edge = amounts.of_edge.clone();
    of_edge.extend(back);
    Amounts {
        unit: amounts.unit.clone(),
        of_edge,
    }
}

/// The edges between two nodes: forward ones first, each group in view order.
pub fn links(view: &PropertyGraph, from: NodeIndex, to: NodeIndex, direction: Direction) -> Vec<Edge<'_>> {
    let graph = view.topology();
    let mut onward: Vec<_> = graph.edges_connecting(from, to).map(|edge| edge.id()).collect();
    onward.sort_unstable();
    let directions = Directions::of(view);
    let either = |edge: &EdgeIndex| direction == Direction::Ignored || !directions.leads(view.edge(*edge));
    let back = graph.edges_connecting(to, from).map(|edge| edge.id());
    let mut back: Vec<_> = back.filter(either).collect();
    back.sort_unstable();
    onward.extend(back);
    onward.into_iter().map(|edge| view.edge(edge)).collect()
}

/// The options that a person sets; the others come from the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taking {
    /// For betweenness and closeness.
    pub direction: Direction,
    /// The random seed of communities.
    pub seed: u64,
    /// Whether betweenness and closeness are computed regardless of the time they take.
    pub unlimited: bool,
}

impl Default for Taking {
    fn default() -> Self {
        let Options {
            direction,
            seed,
            unlimited,
            ..
        } = Options::default();
        Self {
            direction,
            seed,
            unlimited,
        }
    }
}

/// Computes measures of all nodes of a view; weighted degrees add up its amounts.
///
/// # Errors
/// As [`columns`].
pub fn measured(view: &PropertyGraph, measures: &[Measure], taking: Taking) -> Result<Vec<Column>, AnalysisError> {
    let options = Options {
        direction: taking.direction,
        seed: taking.seed,
        amounts: match measures.contains(&Measure::WeightedDegree) {
            true => amounts(view),
            false => Vec::new(),
        },
        both_ways: both_ways(view),
        unlimited: taking.unlimited,
    };
    columns(view.topology(), measures, &options)
}

/// The number of steps of betweenness or closeness that take a minute or two on one processor.
const MOST_STEPS: u128 = 10_000_000_000;

/// Computes measures of all nodes of a graph, as named columns in the order of `measures`.
///
/// # Errors
/// When betweenness or closeness would take too long and [`Options::unlimited`] is not set, or a sum exceeds the range
/// of decimals.
pub fn columns(graph: &DiGraph<(), ()>, measures: &[Measure], options: &Options) -> Result<Vec<Column>, AnalysisError> {
    for measure in measures {
        accept(graph, *measure, options)?;
    }
    let ways = ways(graph, &options.both_ways);
    let ways = ways.as_ref();
    let mut columns = Vec::new();
    for measure in measures.iter().copied() {
        let mut push = |name: String, values| columns.push(Column { name, measure, values });
        if measure == Measure::WeightedDegree {
            for amounts in &options.amounts {
                let of_ways = amounts_of_ways(graph, amounts, &options.both_ways);
                let sides = [
                    ("weighted_degree", Side::Both),
                    ("weighted_in_degree", Side::In),
                    ("weighted_out_degree", Side::Out),
                ];
                for (name, side) in sides {
                    let name = format!("{name} {}", amounts.unit).trim_end().to_owned();
                    let sums = match side {
                        Side::Both => weighted_degree(graph, amounts, side)?,
                        Side::In | Side::Out => weighted_degree(ways, &of_ways, side)?,
                    };
                    push(name, Values::Decimal(sums));
                }
            }
            continue;
        }
        let values = match measure {
            Measure::WeightedDegree => continue,
            Measure::Degree => Values::Integer(degree(graph, Side::Both)),
            Measure::InDegree => Values::Integer(degree(ways, Side::In)),
            Measure::OutDegree => Values::Integer(degree(ways, Side::Out)),
            Measure::Betweenness => Values::Real(betweenness(ways, options.direction)),
            Measure::Closeness => Values::Real(closeness(ways, options.direction)),
            Measure::PageRank => Values::Real(pagerank(ways, None)),
            Measure::Core => Values::Integer(core_number(graph)),
            Measure::Component => Values::Integer(weak_components(graph)),
            Measure::StrongComponent => Values::Integer(strong_components(ways)),
            Measure::Articulation => Values::Boolean(joints(graph).articulation),
            Measure::Community => Values::Integer(communities(graph, None, options.seed).of_node),
        };
        push(measure.name().to_owned(), values);
    }
    Ok(columns)
}

/// Checks that a measure of this graph can be computed in time.
///
/// # Errors
/// When it cannot, and [`Options::unlimited`] is not set.
pub fn accept(graph: &DiGraph<(), ()>, measure: Measure, options: &Options) -> Result<(), AnalysisError> {
    if measure.walks_from_each() && !options.unlimited && between::steps(graph) > MOST_STEPS {
        return Err(AnalysisError::TooLarge {
            measure,
            nodes: graph.node_count(),
            edges: graph.edge_count(),
        });
    }
    Ok(())
}

/// Checks that weights are valid for a graph's edges in [`pagerank`] and [`communities`].
///
/// # Errors
/// When a weight is missing, negative, infinite or NaN.
pub fn check_weights(graph: &DiGraph<(), ()>, weights: &[f64]) -> Result<(), AnalysisError> {
    let edges = graph.edge_count();
    if weights.len() == edges && weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) {
        Ok(())
    } else {
        Err(AnalysisError::Weights { edges })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_that_holds_both_ways_is_followed_either_way_and_counts_once() {
        let edges = [(0, 1), (1, 2), (2, 2), (3, 2)];
        let graph = DiGraph::from_edges(edges);
        let both = DiGraph::from_edges(edges.into_iter().chain([(2, 1)]));
        let measures = [
            Measure::Degree,
            Measure::InDegree,
            Measure::OutDegree,
            Measure::PageRank,
            Measure::StrongComponent,
            Measure::Betweenness,
            Measure::Core,
            Measure::WeightedDegree,
        ];
        let options = |both_ways: &[usize], amounts: &[i64]| Options {
            direction: Direction::Followed,
            amounts: vec![Amounts {
                unit: String::new(),
                of_edge: amounts.iter().map(|amount| Some(Decimal::from(*amount))).collect(),
            }],
            both_ways: both_ways.iter().map(|edge| EdgeIndex::new(*edge)).collect(),
            ..Options::default()
        };
        let found = columns(&graph, &measures, &options(&[1, 2], &[1, 2, 4, 8])).expect("small");
        let wanted = columns(&both, &measures, &options(&[], &[1, 2, 4, 8, 2])).expect("small");
        for (found, wanted) in found.iter().zip(&wanted) {
            match found.name.as_str() {
                "degree" => assert_eq!(found.values, Values::Integer(vec![1, 2, 4, 1])),
                "weighted_degree" => assert_ne!(found.values, wanted.values),
                _ => assert_eq!(found, wanted),
            }
        }
    }
}
