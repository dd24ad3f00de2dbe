//! Property graphs as JSON, complete, for programs that compare or convert.
//!
//! `{"graph": {"title", "source", "language", "creator", "modified"}, "nodes": [{"id", "label", "x", "y",
//! "attributes"}], "edges": [{"id", "source", "target", "kind", "label", "weight", "start", "end", "attributes"}]}`.
//! `attributes` are `{name: {"type": "string", "value": "..."}}`: numbers are strings, so that decimals stay exact; a
//! list is an array. Missing values are left out. Nodes and edges are in the order of the view's rows.

use super::json_stream::JsonStream;
use super::{Feature, GraphDescription, Options};
use crate::formats::Identity;
use crate::view::{About, Attribute, PropertyGraph, Value};
use std::io::{self, Write};

/// The description of this format.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new(
        "json",
        "json",
        "application/json",
        "programs of your own: all that the graph has, each value with its type",
    ),
    files: &[(".json", write)],
    features: &[Feature::Measures, Feature::Positions],
    both_ways: "the attribute",
};

/// Writes the graph.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &PropertyGraph, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut json = JsonStream::new(out);
    json.open(b'{');
    json.name("graph");
    json.open(b'{');
    about(&graph.about, &mut json);
    json.close(b'}');
    json.line()?;
    json.name("nodes");
    json.open(b'[');
    let attributes = graph.node_attributes();
    for (number, node) in graph.nodes().enumerate() {
        json.line()?;
        json.open(b'{');
        json.member("id", Some(node.iri()));
        json.member("label", Some(node.label()));
        if let Some((x, y)) = options.positions.get(number) {
            json.name("x");
            json.double(*x);
            json.name("y");
            json.double(*y);
        }
        let values = attributes.iter().map(|name| (*name, node.value(*name)));
        attribute_map(values, &mut json);
        json.close(b'}');
    }
    json.close(b']');
    json.line()?;
    json.name("edges");
    json.open(b'[');
    let attributes = graph.edge_attributes();
    for edge in graph.edges() {
        json.line()?;
        json.open(b'{');
        json.member("id", Some(&format!("e{}", edge.index.index())));
        json.member("source", Some(edge.source().iri()));
        json.member("target", Some(edge.target().iri()));
        json.member("kind", Some(edge.kind()));
        json.member("label", Some(edge.label()));
        json.member("weight", edge.weight());
        json.member("start", edge.start());
        json.member("end", edge.end());
        let values = attributes.iter().map(|name| (*name, edge.value(*name)));
        attribute_map(values, &mut json);
        json.close(b'}');
    }
    json.close(b']');
    json.close(b'}');
    json.finish()
}

/// Writes the description of a graph, as members.
pub(crate) fn about(about: &About, json: &mut JsonStream<'_>) {
    for (name, text) in [
        ("title", about.title.as_str()),
        ("source", &about.source),
        ("language", &about.language),
        ("creator", &about.creator),
        ("modified", about.modified.as_deref().unwrap_or_default()),
    ] {
        json.member(name, Some(text).filter(|text| !text.is_empty()));
    }
}

fn attribute_map<'g>(values: impl Iterator<Item = (Attribute<'g>, Option<Value<'g>>)>, json: &mut JsonStream<'_>) {
    json.name("attributes");
    json.open(b'{');
    for (attribute, value) in values {
        let Some(value) = value else { continue };
        json.name(attribute.name);
        json.open(b'{');
        json.member("type", Some(attribute.kind.name()));
        json.name("value");
        match value {
            Value::Integer(digits) | Value::Decimal(digits) => json.text(digits),
            other => json.value(other),
        }
        json.close(b'}');
    }
    json.close(b'}');
}
