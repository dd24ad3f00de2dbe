//! Subgraphs: edges that fulfil conditions, the neighbourhood of a node, the strongest nodes.

use super::RefineError;
use super::condition::Condition;
use crate::view::{Attribute, Edge, PropertyGraph, Value};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;
use std::cmp::Reverse;
use std::collections::{BTreeSet, VecDeque};
use text::Decimal;

/// Copies some nodes and the selected edges between them, keeping their order.
pub(super) fn part(
    view: &PropertyGraph,
    is_node: impl Fn(NodeIndex) -> bool,
    is_edge: impl Fn(Edge<'_>) -> bool,
) -> PropertyGraph {
    let mut made = PropertyGraph::new(view.about.clone());
    let nodes = copy_nodes(view, &mut made, is_node);
    let attributes = view.edge_attributes();
    for edge in view.edges().filter(|edge| is_edge(*edge)) {
        if let (Some(source), Some(target)) = (nodes[edge.source.index()], nodes[edge.target.index()]) {
            copy_edge(edge, &attributes, &mut made, (source, target));
        }
    }
    made
}

/// Copies nodes; returns the index of each in the copy.
pub(super) fn copy_nodes(
    view: &PropertyGraph,
    made: &mut PropertyGraph,
    is_wanted: impl Fn(NodeIndex) -> bool,
) -> Vec<Option<NodeIndex>> {
    let attributes = view.node_attributes();
    let copy = view.nodes().map(|node| {
        is_wanted(node.index).then(|| {
            let copied = made.add_node(node.iri());
            made.set_node(copied, "label", Value::Text(node.label()));
            for attribute in &attributes {
                if let Some(value) = node.value(*attribute) {
                    made.set_node(copied, attribute.name, value);
                }
            }
            copied
        })
    });
    copy.collect()
}

/// Copies an edge with all its attributes.
pub(super) fn copy_edge(
    edge: Edge<'_>,
    attributes: &[Attribute<'_>],
    made: &mut PropertyGraph,
    (source, target): (NodeIndex, NodeIndex),
) -> EdgeIndex {
    let copied = made.add_edge(source, target);
    let own = [
        (
            "kind",
            Some(Value::Text(edge.kind())).filter(|_| !edge.kind().is_empty()),
        ),
        (
            "label",
            Some(Value::Text(edge.label())).filter(|_| !edge.label().is_empty()),
        ),
        ("weight", edge.weight().map(Value::Decimal)),
        ("start", edge.start().map(Value::Text)),
        ("end", edge.end().map(Value::Text)),
    ];
    for (name, value) in own {
        if let Some(value) = value {
            made.set_edge(copied, name, value);
        }
    }
    for attribute in attributes {
        if let Some(value) = edge.value(*attribute) {
            made.set_edge(copied, attribute.name, value);
        }
    }
    copied
}

/// Keeps the edges that fulfil all conditions, with their ends, and nodes without edges that do.
pub(super) fn fulfilling(view: &PropertyGraph, conditions: &[Condition]) -> PropertyGraph {
    let holds = |edge: Edge<'_>| conditions.iter().all(|condition| condition.holds(edge));
    let mut nodes: BTreeSet<NodeIndex> = BTreeSet::new();
    for edge in view.edges().filter(|edge| holds(*edge)) {
        nodes.extend([edge.source, edge.target]);
    }
    let is_alone = |node: NodeIndex| view.topology().neighbors_undirected(node).next().is_none();
    let alone = view
        .nodes()
        .filter(|node| is_alone(node.index) && conditions.iter().all(|condition| condition.holds_alone(*node)));
    nodes.extend(alone.map(|node| node.index));
    part(view, |node| nodes.contains(&node), holds)
}

/// Keeps the nodes within a distance of a node, in either direction, and all edges between them.
pub(super) fn around(view: &PropertyGraph, node: NodeIndex, depth: usize) -> PropertyGraph {
    let mut distance = vec![None; view.topology().node_count()];
    distance[node.index()] = Some(0);
    let mut open = VecDeque::from([(node, 0)]);
    while let Some((near, steps)) = open.pop_front() {
        if steps == depth {
            continue;
        }
        for other in view.topology().neighbors_undirected(near) {
            if distance[other.index()].is_none() {
                distance[other.index()] = Some(steps + 1);
                open.push_back((other, steps + 1));
            }
        }
    }
    part(view, |node| distance[node.index()].is_some(), |_| true)
}

/// Keeps the nodes of highest degree, or with the largest sum of amounts in one of some units, and the edges between
/// them. Ties are broken by IRI.
///
/// # Errors
/// When a sum exceeds the range of decimals.
pub(super) fn top(
    view: &PropertyGraph,
    count: usize,
    units: Option<&dyn Fn(Edge<'_>) -> bool>,
) -> Result<PropertyGraph, RefineError> {
    let mut ranked = Vec::new();
    for node in view.nodes() {
        ranked.push((Reverse(strength(view, node.index, units)?), node.iri(), node.index));
    }
    ranked.sort();
    let kept: BTreeSet<NodeIndex> = ranked.iter().take(count).map(|(_, _, node)| *node).collect();
    Ok(part(view, |node| kept.contains(&node), |_| true))
}

/// The degree of a node, or the sum of its edges' amounts.
fn strength(
    view: &PropertyGraph,
    node: NodeIndex,
    units: Option<&dyn Fn(Edge<'_>) -> bool>,
) -> Result<Decimal, RefineError> {
    let topology = view.topology();
    let outgoing = topology.edges_directed(node, petgraph::Direction::Outgoing);
    let incoming = topology.edges_directed(node, petgraph::Direction::Incoming);
    let mut sum = Decimal::from(0);
    for edge in outgoing.chain(incoming).map(|edge| view.edge(edge.id())) {
        let one = match units {
            None => Some(Decimal::from(1)),
            Some(is_meant) if is_meant(edge) => edge.weight().and_then(Decimal::parse),
            Some(_) => None,
        };
        if let Some(one) = one {
            sum = sum.checked_add(one).ok_or(RefineError::TooLong)?;
        }
    }
    Ok(sum)
}
