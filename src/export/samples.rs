//! Small graphs for the exporters' tests.

use crate::view::{About, PropertyGraph, Value};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::io;

/// Texts that need escaping in some format.
pub(crate) const NASTY: [&str; 12] = [
    "\"quoted\", 'too'",
    "two\nlines\r\nand three\r",
    "<b>&amp;</b> ]]> -->",
    "👩‍🚀 et 🇫🇷",
    "مرحبا \u{202e}abc",
    "\0\u{1}\u{b}\u{1f}\u{7f}\u{85}\u{fffe}\u{feff}",
    "\u{2028}\u{2029}",
    "=HYPERLINK(\"https://example.org\")",
    "+33 1, -2; @x",
    "\ta\t",
    "\\n \\\" `x` ${y} {{z}}",
    " leading and trailing ",
];

/// Collects the output of an exporter.
pub(crate) fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory takes all");
    String::from_utf8(out).expect("UTF-8")
}

/// The attributes of a sample edge.
#[derive(Clone)]
pub(crate) struct Sample {
    channel: String,
    label: String,
    amount: Option<String>,
    symbol: String,
    style: String,
}

/// Creates a sample edge.
pub(crate) fn edge(channel: &str, label: &str, amount: Option<&str>, symbol: &str, style: &str) -> Sample {
    Sample {
        channel: channel.to_owned(),
        label: label.to_owned(),
        amount: amount.map(str::to_owned),
        symbol: symbol.to_owned(),
        style: style.to_owned(),
    }
}

impl Sample {
    /// Adds the edge to a graph.
    pub(crate) fn add(&self, graph: &mut PropertyGraph, from: NodeIndex, to: NodeIndex) -> EdgeIndex {
        let edge = graph.add_edge(from, to);
        for (name, value) in [
            ("kind", &self.channel),
            ("label", &self.label),
            ("channel", &self.channel),
            ("style", &self.style),
            ("modality", &self.style),
            ("symbol", &self.symbol),
        ] {
            if !value.is_empty() {
                graph.set_edge(edge, name, Value::Text(value));
            }
        }
        for name in ["weight", "minimum", "maximum"] {
            if let Some(amount) = &self.amount {
                graph.set_edge(edge, name, Value::Decimal(amount));
            }
        }
        let claim = format!("https://example.org/claim/{}-{}", self.label, self.style);
        graph.set_edge(edge, "claim", Value::Iri(&claim));
        edge
    }
}

/// Adds a node.
pub(crate) fn node(
    graph: &mut PropertyGraph,
    key: &str,
    label: &str,
    class: &str,
    shape: &str,
    colour: &str,
) -> NodeIndex {
    let node = graph.add_node(&format!("https://example.org/id/{key}"));
    for (name, value) in [("label", label), ("class", class), ("shape", shape), ("colour", colour)] {
        graph.set_node(node, name, Value::Text(value));
    }
    node
}

/// A graph with two nodes for each edge.
pub(crate) fn each(edges: &[&Sample]) -> PropertyGraph {
    let mut made = PropertyGraph::default();
    for (number, edge) in edges.iter().enumerate() {
        let [from, to] = ["from", "to"].map(|end| made.add_node(&format!("https://example.org/id/{end}-{number}")));
        edge.add(&mut made, from, to);
    }
    made
}

/// A graph of two parallel edges, of which `count` are undirected; one of those has its ends reversed.
pub(crate) fn both_ways(count: usize) -> PropertyGraph {
    let mut made = PropertyGraph::default();
    let [from, to] = ["a", "b"].map(|key| made.add_node(&format!("https://example.org/id/{key}")));
    for (number, (from, to)) in [(from, to), (to, from)].into_iter().enumerate() {
        let edge = edge("other", "partage", None, "", "solid").add(&mut made, from, to);
        if number < count {
            made.set_edge(edge, "directed", Value::Boolean(false));
        }
    }
    made
}

/// A graph of a speaker, a funder, an envelope and a recipient.
pub(crate) fn funding() -> PropertyGraph {
    let mut made = PropertyGraph::new(About {
        title: "Annonces".to_owned(),
        language: "fr".to_owned(),
        ..About::default()
    });
    let speaker = node(&mut made, "macron", "Emmanuel Macron", "personne", "ellipse", "#f2c14e");
    let funder = node(
        &mut made,
        "bpifrance",
        "Bpifrance",
        "organisme public",
        "box",
        "#a3b18a",
    );
    let fund = node(
        &mut made,
        "fonds",
        "Fonds pour les start-up",
        "fonds",
        "note",
        "#ffc078",
    );
    let firm = node(&mut made, "mistral", "Mistral AI", "entreprise", "box", "#8ecae6");
    edge("speech", "annonce", None, "", "solid").add(&mut made, speaker, fund);
    edge("money", "finance", Some("50000000"), "€", "dashed").add(&mut made, funder, fund);
    edge("money", "reçoit", Some("105000000"), "€", "solid").add(&mut made, fund, firm);
    made
}
