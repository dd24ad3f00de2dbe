//! Small graphs for the exporters' tests.

use crate::view::{Edge, Node, PropertyGraph, Value};
use std::collections::BTreeMap;

/// Makes a node.
pub(crate) fn node(key: &str, label: &str, class: &str, shape: &str, colour: &str) -> Node {
    let attributes = [("class", class), ("shape", shape), ("colour", colour)];
    Node {
        iri: format!("https://example.org/id/{key}"),
        label: label.to_owned(),
        attributes: attributes
            .map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())))
            .into(),
    }
}

/// Makes an edge.
pub(crate) fn edge(channel: &str, label: &str, amount: Option<&str>, symbol: &str, style: &str) -> Edge {
    let mut attributes: BTreeMap<String, Value> = BTreeMap::new();
    for (name, value) in [
        ("channel", channel),
        ("style", style),
        ("modality", style),
        ("symbol", symbol),
    ] {
        if !value.is_empty() {
            attributes.insert(name.to_owned(), Value::Text(value.to_owned()));
        }
    }
    for name in ["minimum", "maximum"] {
        if let Some(amount) = amount {
            attributes.insert(name.to_owned(), Value::Decimal(amount.to_owned()));
        }
    }
    attributes.insert(
        "claim".to_owned(),
        Value::Iri(format!("https://example.org/claim/{label}-{style}")),
    );
    Edge {
        kind: channel.to_owned(),
        label: label.to_owned(),
        weight: amount.map(str::to_owned),
        start: None,
        end: None,
        attributes,
    }
}

/// Makes a graph of a speaker, a funder, an envelope and a recipient.
pub(crate) fn funding() -> PropertyGraph {
    let mut made = PropertyGraph {
        title: "Annonces".to_owned(),
        language: "fr".to_owned(),
        ..Default::default()
    };
    let speaker = made
        .graph
        .add_node(node("macron", "Emmanuel Macron", "personne", "ellipse", "#f2c14e"));
    let funder = made
        .graph
        .add_node(node("bpifrance", "Bpifrance", "organisme public", "box", "#a3b18a"));
    let fund = made
        .graph
        .add_node(node("fonds", "Fonds pour les start-up", "fonds", "note", "#ffc078"));
    let firm = made
        .graph
        .add_node(node("mistral", "Mistral AI", "entreprise", "box", "#8ecae6"));
    made.graph
        .add_edge(speaker, fund, edge("speech", "annonce", None, "", "solid"));
    made.graph
        .add_edge(funder, fund, edge("money", "finance", Some("50000000"), "€", "dashed"));
    made.graph
        .add_edge(fund, firm, edge("money", "reçoit", Some("105000000"), "€", "solid"));
    made
}
