//! Property graphs as JSON: all that they have, for programs that compare or convert.
//!
//! `{"graph": {"title", "source", "language", "creator", "modified"}, "nodes": [{"id", "label", "x", "y", "attributes"}],
//! "edges": [{"id", "source", "target", "kind", "label", "weight", "start", "end", "attributes"}]}`. `attributes` are
//! `{name: {"type": "string", "value": "..."}}`: numbers are strings, so that decimals stay exact; a list is an array. What
//! is not there is left out. Nodes and edges stand in the order of the view's rows.

use super::Options;
use crate::view::{Attribute, PropertyGraph, Value};
use serde_json::{Map, Value as Json, json};
use std::io::{self, Write};

/// Writes the graph.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &PropertyGraph, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let about = &graph.about;
    let mut told = Map::new();
    for (name, text) in [
        ("title", about.title.as_str()),
        ("source", &about.source),
        ("language", &about.language),
        ("creator", &about.creator),
        ("modified", about.modified.as_deref().unwrap_or_default()),
    ] {
        put(&mut told, name, Some(text).filter(|text| !text.is_empty()));
    }
    write!(out, "{{\"graph\":{}", Json::Object(told))?;
    let attributes = graph.node_attributes();
    write!(out, ",\n\"nodes\":[")?;
    for (number, node) in graph.nodes().enumerate() {
        let mut entry = Map::new();
        put(&mut entry, "id", Some(node.iri()));
        put(&mut entry, "label", Some(node.label()));
        if let Some((x, y)) = options.positions.get(number) {
            entry.insert("x".to_owned(), json!(x));
            entry.insert("y".to_owned(), json!(y));
        }
        let values = attributes.iter().map(|name| (*name, node.value(*name)));
        entry.insert("attributes".to_owned(), attribute_map(values));
        separate(number, out)?;
        write!(out, "{}", Json::Object(entry))?;
    }
    let attributes = graph.edge_attributes();
    write!(out, "],\n\"edges\":[")?;
    for (number, edge) in graph.edges().enumerate() {
        let mut entry = Map::new();
        put(&mut entry, "id", Some(&format!("e{number}")));
        put(&mut entry, "source", Some(edge.source().iri()));
        put(&mut entry, "target", Some(edge.target().iri()));
        put(&mut entry, "kind", Some(edge.kind()));
        put(&mut entry, "label", Some(edge.label()));
        put(&mut entry, "weight", edge.weight());
        put(&mut entry, "start", edge.start());
        put(&mut entry, "end", edge.end());
        let values = attributes.iter().map(|name| (*name, edge.value(*name)));
        entry.insert("attributes".to_owned(), attribute_map(values));
        separate(number, out)?;
        write!(out, "{}", Json::Object(entry))?;
    }
    writeln!(out, "]}}")
}

fn separate(number: usize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if number == 0 { b"\n" } else { b",\n" })
}

fn put(entry: &mut Map<String, Json>, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        entry.insert(name.to_owned(), text.into());
    }
}

fn attribute_map<'g>(values: impl Iterator<Item = (Attribute<'g>, Option<Value<'g>>)>) -> Json {
    let mut map = Map::new();
    for (attribute, value) in values {
        let value = match value {
            None => continue,
            Some(Value::Boolean(truth)) => Json::Bool(truth),
            Some(Value::List(items)) => items.iter().collect(),
            Some(other) => other.plain().into(),
        };
        map.insert(
            attribute.name.to_owned(),
            json!({"type": attribute.kind.name(), "value": value}),
        );
    }
    Json::Object(map)
}
