//! Drawings: what every picture of a property graph shows, whatever its format.
//!
//! Takes a [`PropertyGraph`]; gives nodes and edges in a fixed order with shape, colour, captions and line widths read
//! from the reserved attributes, and the legend. An attribute that is missing or has an unknown value gets a default:
//! a drawing never fails. Stands between the property graph and the DOT and SVG writers.

mod legend;
mod style;
mod width;

pub(crate) use legend::Legend;
pub(crate) use style::{Channel, Shape, Stroke, darker, ink};

use crate::view::{Edge, Node, PropertyGraph, Value};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};

/// A drawing: nodes ordered by IRI, edges by the IRIs of their ends, then by what they say.
pub(crate) struct Drawing {
    /// The title; may be empty.
    pub(crate) title: String,
    /// The nodes, ordered by IRI.
    pub(crate) nodes: Vec<DrawnNode>,
    /// The edges, ordered by the positions of their ends in `nodes`, then by what they say.
    pub(crate) edges: Vec<DrawnEdge>,
    /// What explains shapes, colours and lines.
    pub(crate) legend: Legend,
}

/// A node as it is drawn.
pub(crate) struct DrawnNode {
    /// The entity's IRI.
    pub(crate) iri: String,
    /// The label, or the IRI where there is none.
    pub(crate) label: String,
    /// The label of its class; may be empty.
    pub(crate) class: String,
    /// The fill colour, as `#rrggbb`.
    pub(crate) colour: String,
    /// The outline.
    pub(crate) shape: Shape,
    /// A short remark; may be empty.
    pub(crate) note: String,
}

/// An edge as it is drawn.
#[derive(Clone)]
pub(crate) struct DrawnEdge {
    /// The position of the source in the drawing's nodes.
    pub(crate) source: usize,
    /// The position of the target in the drawing's nodes.
    pub(crate) target: usize,
    /// Whether it is speech, money or neither.
    pub(crate) channel: Channel,
    /// The line's pattern.
    pub(crate) stroke: Stroke,
    /// The line's width in points.
    pub(crate) width: f64,
    /// The formatted amount; may be empty.
    pub(crate) amount: String,
    /// The words beside the amount; may be empty.
    pub(crate) caption: String,
    /// The claim's IRI; may be empty.
    pub(crate) claim: String,
    /// All it says, on several lines.
    pub(crate) tooltip: String,
}

impl Drawing {
    /// Reads the drawing off a property graph.
    pub(crate) fn of(graph: &PropertyGraph) -> Drawing {
        let mut order: Vec<_> = graph.graph.node_indices().collect();
        order.sort_by_key(|&index| &graph.graph[index].iri);
        let positions: BTreeMap<_, _> = order
            .iter()
            .enumerate()
            .map(|(position, &index)| (index, position))
            .collect();
        let mut edges: Vec<(usize, usize, &Edge)> = graph
            .graph
            .edge_references()
            .map(|edge| (positions[&edge.source()], positions[&edge.target()], edge.weight()))
            .collect();
        edges.sort_by_cached_key(|&(source, target, edge)| (source, target, sayings(edge)));
        let widths = width::Widths::of(edges.iter().map(|&(_, _, edge)| edge));
        let shared = shared_captions(edges.iter().map(|&(_, _, edge)| edge));
        let nodes: Vec<DrawnNode> = order.iter().map(|&index| node(&graph.graph[index])).collect();
        let legend = Legend::of(&nodes, edges.iter().map(|&(_, _, edge)| edge), &shared, &graph.language);
        let edges = edges
            .into_iter()
            .map(|(source, target, edge)| DrawnEdge {
                source,
                target,
                width: widths.of_edge(edge),
                tooltip: tooltip(edge, &nodes[source].label, &nodes[target].label, &graph.language),
                ..drawn(edge, &shared, &graph.language)
            })
            .collect();
        Drawing {
            title: one_line(&graph.title),
            nodes,
            edges,
            legend,
        }
    }
}

/// Gives what two edges between the same nodes are ordered by.
fn sayings(edge: &Edge) -> Vec<String> {
    let mut key = vec![text(&edge.attributes, "claim"), edge.kind.clone(), edge.label.clone()];
    key.extend([&edge.weight, &edge.start, &edge.end].map(|value| value.clone().unwrap_or_default()));
    key.extend(
        edge.attributes
            .iter()
            .map(|(name, value)| format!("{name}={}", plain(value))),
    );
    key
}

/// Gives an attribute value as people write it.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Decimal(text) | Value::Date(text) | Value::Iri(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
    }
}

/// Gives an attribute as text; empty where there is none.
fn text(attributes: &BTreeMap<String, Value>, name: &str) -> String {
    attributes.get(name).map(plain).unwrap_or_default()
}

/// Gives a text with every run of white space as one space.
fn one_line(text: &str) -> String {
    text.trim().replace(['\n', '\r', '\t'], " ")
}

/// Reads the look of a node.
fn node(node: &Node) -> DrawnNode {
    let label = one_line(&node.label);
    DrawnNode {
        iri: node.iri.clone(),
        label: if label.is_empty() { node.iri.clone() } else { label },
        class: one_line(&text(&node.attributes, "class")),
        colour: style::colour(&text(&node.attributes, "colour")),
        shape: Shape::of(&text(&node.attributes, "shape")),
        note: one_line(&text(&node.attributes, "note")),
    }
}

/// Reads the look of an edge; ends, width and tooltip are left open.
fn drawn(edge: &Edge, shared: &BTreeMap<Channel, String>, language: &str) -> DrawnEdge {
    let channel = channel(edge);
    let amount = amount(edge, language);
    let label = one_line(&edge.label);
    let known = shared.get(&channel) == Some(&label);
    let said = label.contains(&amount);
    DrawnEdge {
        source: 0,
        target: 0,
        channel,
        stroke: stroke(edge),
        width: 1.0,
        amount: if said && !known { String::new() } else { amount },
        caption: if known { String::new() } else { label },
        claim: text(&edge.attributes, "claim"),
        tooltip: String::new(),
    }
}

/// Reads what passes along an edge.
fn channel(edge: &Edge) -> Channel {
    Channel::of(&text(&edge.attributes, "channel"))
}

/// Reads the pattern of an edge's line.
fn stroke(edge: &Edge) -> Stroke {
    Stroke::of(&text(&edge.attributes, "style"))
}

/// Formats the amount of an edge from its bounds, or from its weight where that has a unit; empty without either. A weight
/// without a unit is a count, and no caption.
fn amount(edge: &Edge, language: &str) -> String {
    let bound = |name: &str| edge.attributes.get(name).map(plain).filter(|bound| !bound.is_empty());
    let symbol = text(&edge.attributes, "symbol");
    let (minimum, maximum) = match (bound("minimum"), bound("maximum")) {
        (None, None) if !symbol.is_empty() => (edge.weight.clone(), edge.weight.clone()),
        bounds => bounds,
    };
    if minimum.is_none() && maximum.is_none() {
        return String::new();
    }
    let sign = text(&edge.attributes, "sign");
    one_line(&crate::amount::display_with_sign(
        Some(sign.as_str()),
        minimum.as_deref(),
        maximum.as_deref(),
        &symbol,
        language,
    ))
}

/// Finds the labels that all edges of a channel carry: they stand in the legend instead of on each edge.
fn shared_captions<'a>(edges: impl Iterator<Item = &'a Edge>) -> BTreeMap<Channel, String> {
    let mut labels: BTreeMap<Channel, BTreeSet<String>> = BTreeMap::new();
    for edge in edges {
        labels.entry(channel(edge)).or_default().insert(one_line(&edge.label));
    }
    labels
        .into_iter()
        .filter(|(_, labels)| labels.len() == 1)
        .filter_map(|(channel, labels)| labels.into_iter().next().map(|label| (channel, label)))
        .filter(|(_, label)| !label.is_empty())
        .collect()
}

/// Writes all that an edge says: its ends, its words, amount and modality, its dates, its document, its claim.
fn tooltip(edge: &Edge, source: &str, target: &str, language: &str) -> String {
    let label = if edge.label.is_empty() { &edge.kind } else { &edge.label };
    let says = [
        label.clone(),
        amount(edge, language),
        text(&edge.attributes, "modality"),
    ];
    let dates = match (&edge.start, &edge.end) {
        (Some(start), Some(end)) if start != end => format!("{start} – {end}"),
        (start, end) => start.clone().or_else(|| end.clone()).unwrap_or_default(),
    };
    let says: Vec<String> = says.into_iter().filter(|part| !part.is_empty()).collect();
    let mut lines = vec![format!("{source} → {target}"), says.join(", "), dates];
    lines.extend(["document", "claim"].map(|name| text(&edge.attributes, name)));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn a_caption_that_all_edges_of_a_channel_share_moves_to_the_legend() {
        let graph = samples::funding();
        let drawing = Drawing::of(&graph);
        assert!(
            drawing
                .edges
                .iter()
                .filter(|edge| edge.channel == Channel::Speech)
                .all(|edge| edge.caption.is_empty())
        );
        assert!(
            drawing
                .legend
                .channels
                .iter()
                .any(|(_, words)| words == "parole : annonce")
        );
    }

    #[test]
    fn an_amount_the_label_spells_is_not_repeated() {
        let mut edge = samples::edge("money", "500\u{a0}M€ annoncés", Some("500000000"), "€", "solid");
        let two = |edge: &Edge| drawn(edge, &BTreeMap::new(), "fr");
        assert_eq!(
            (two(&edge).amount.as_str(), two(&edge).caption.as_str()),
            ("", "500\u{a0}M€ annoncés")
        );
        edge.label = "dotation".to_owned();
        assert_eq!(
            (two(&edge).amount.as_str(), two(&edge).caption.as_str()),
            ("500\u{a0}M€", "dotation")
        );
    }
}
