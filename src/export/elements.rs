//! Graphs as JSON for libraries that draw in a browser: Cytoscape.js (and Cytoscape, as `.cyjs`), and graphology (for
//! sigma.js).
//!
//! Both reserve names of members. The attribute `colour` is renamed to `color`, which both use; an underscore is
//! appended to other reserved names. Numbers have all their digits, but most readers convert them to doubles, so
//! `exact` repeats the weight as a string, and an attribute with values that a double would round has a string
//! `NAME_exact` besides.

use super::attributes::{Named, named};
use super::json;
use super::json_stream::JsonStream;
use super::{Feature, GraphDescription, Options};
use crate::formats::Identity;
use crate::view::{Attribute, Course, Directions, Edge, Node, PropertyGraph, Value};
use std::io::{self, Write};

/// The description of Cytoscape elements.
pub(super) const CYTOSCAPE: GraphDescription = GraphDescription {
    identity: Identity::new("cytoscape", "cyjs", "application/json", "Cytoscape, Cytoscape.js").by_name_only(),
    files: &[(".cyjs", write_cytoscape)],
    features: &[Feature::Measures, Feature::Positions],
    both_ways: "the attribute alone: an edge gets an arrow from your style",
};

/// The description of graphology graphs.
pub(super) const GRAPHOLOGY: GraphDescription = GraphDescription {
    identity: Identity::new("graphology", "json", "application/json", "graphology, sigma.js").by_name_only(),
    files: &[(".graphology.json", write_graphology)],
    features: &[Feature::Measures, Feature::Positions],
    both_ways: "`\"undirected\": true`; the graph's type is `directed`, `undirected` or `mixed`",
};

/// The reserved names of node attributes, in either format.
const NODE: [&str; 15] = [
    "id",
    "name",
    "label",
    "shared_name",
    "SUID",
    "selected",
    "parent",
    "key",
    "x",
    "y",
    "size",
    "type",
    "hidden",
    "zIndex",
    "exact",
];

/// The reserved names of edge attributes, in either format.
const EDGE: [&str; 19] = [
    "id",
    "source",
    "target",
    "kind",
    "interaction",
    "shared_interaction",
    "name",
    "shared_name",
    "label",
    "weight",
    "exact",
    "start",
    "end",
    "SUID",
    "selected",
    "key",
    "size",
    "type",
    "hidden",
];

/// Writes the elements of Cytoscape.js: `{"data": {...}, "elements": {"nodes": [...], "edges": [...]}}`, as in version
/// 1.0 of Cytoscape's JSON.
///
/// # Errors
/// Those of `out`.
pub fn write_cytoscape(graph: &PropertyGraph, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let [nodes, edges] = names(graph);
    let mut json = JsonStream::new(out);
    json.open(b'{');
    json.member("format_version", Some("1.0"));
    json.member("generated_by", Some("sourcier"));
    json.member("target_cytoscapejs_version", Some("~3"));
    json.name("data");
    json.open(b'{');
    json.member("name", Some(&graph.about.title));
    json::about(&graph.about, &mut json);
    json.close(b'}');
    json.line()?;
    json.name("elements");
    json.open(b'{');
    json.name("nodes");
    json.open(b'[');
    for node in graph.nodes() {
        json.line()?;
        json.open(b'{');
        json.name("data");
        json.open(b'{');
        json.member("id", Some(node.iri()));
        json.member("name", Some(node.label()));
        json.member("label", Some(node.label()));
        attributes(&nodes, |attribute| node.value(attribute), &mut json);
        json.close(b'}');
        if let Some((x, y)) = options.positions.get(node.index.index()) {
            json.name("position");
            json.open(b'{');
            // The y axis of Cytoscape points down.
            position(*x, -*y, &mut json);
            json.close(b'}');
        }
        json.close(b'}');
    }
    json.close(b']');
    json.line()?;
    json.name("edges");
    json.open(b'[');
    for edge in graph.edges() {
        json.line()?;
        json.open(b'{');
        json.name("data");
        json.open(b'{');
        identity("id", edge, &mut json);
        sayings("interaction", edge, &edges, &mut json);
        json.close(b'}');
        json.close(b'}');
    }
    json.close(b']');
    json.close(b'}');
    json.close(b'}');
    json.finish()
}

/// Writes a graphology graph in the form of its `export`: `{"attributes", "options", "nodes": [{"key", "attributes"}],
/// "edges": [{"key", "source", "target", "attributes"}]}`. Every node has `label`, `x`, `y` and `size`, which sigma.js
/// requires; without given positions the nodes are arranged in a square.
///
/// # Errors
/// Those of `out`.
pub fn write_graphology(graph: &PropertyGraph, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let [nodes, edges] = names(graph);
    let mut json = JsonStream::new(out);
    json.open(b'{');
    json.name("attributes");
    json.open(b'{');
    json::about(&graph.about, &mut json);
    json.close(b'}');
    json.line()?;
    json.name("options");
    json.open(b'{');
    let directions = Directions::of(graph);
    let course = match directions.of_all() {
        Course::Directed => "directed",
        Course::Undirected => "undirected",
        Course::Mixed => "mixed",
    };
    json.member("type", Some(course));
    for option in ["multi", "allowSelfLoops"] {
        json.name(option);
        json.truth(true);
    }
    json.close(b'}');
    json.line()?;
    json.name("nodes");
    json.open(b'[');
    graphology_nodes(graph, &nodes, options, &mut json)?;
    json.close(b']');
    json.line()?;
    json.name("edges");
    json.open(b'[');
    for edge in graph.edges() {
        json.line()?;
        json.open(b'{');
        identity("key", edge, &mut json);
        if !directions.leads(edge) {
            json.name("undirected");
            json.truth(true);
        }
        json.name("attributes");
        json.open(b'{');
        sayings("kind", edge, &edges, &mut json);
        json.close(b'}');
        json.close(b'}');
    }
    json.close(b']');
    json.close(b'}');
    json.finish()
}

/// Writes the nodes; without given positions they are arranged in a square.
fn graphology_nodes<'g>(
    graph: &'g PropertyGraph,
    nodes: &[Named<'g>],
    options: &Options,
    json: &mut JsonStream<'_>,
) -> io::Result<()> {
    let width = graph.topology().node_count().isqrt().max(1);
    let degrees = graph.degrees();
    for node in graph.nodes() {
        json.line()?;
        json.open(b'{');
        json.member("key", Some(node.iri()));
        json.name("attributes");
        json.open(b'{');
        json.member("label", Some(node.label()));
        let number = node.index.index();
        let square = (whole(number % width), whole(number / width));
        let (x, y) = options.positions.get(number).copied().unwrap_or(square);
        position(x, y, json);
        json.name("size");
        json.double(size(node, &degrees));
        attributes(nodes, |attribute| node.value(attribute), json);
        json.close(b'}');
        json.close(b'}');
    }
    Ok(())
}

/// Writes the identifier of an edge as member `name`, and its ends.
fn identity(name: &str, edge: Edge<'_>, json: &mut JsonStream<'_>) {
    json.member(name, Some(&format!("e{}", edge.index.index())));
    json.member("source", Some(edge.source().iri()));
    json.member("target", Some(edge.target().iri()));
}

/// Writes the attributes of an edge; its kind is the member `kind`.
fn sayings<'g>(kind: &str, edge: Edge<'g>, all: &[Named<'g>], json: &mut JsonStream<'_>) {
    json.member(kind, Some(edge.kind()));
    json.member("label", Some(edge.label()));
    if let Some(weight) = edge.weight() {
        json.name("weight");
        json.decimal(weight);
        json.member("exact", Some(weight));
    }
    json.member("start", edge.start());
    json.member("end", edge.end());
    attributes(all, |attribute| edge.value(attribute), json);
}

fn position(x: f64, y: f64, json: &mut JsonStream<'_>) {
    json.name("x");
    json.double(x);
    json.name("y");
    json.double(y);
}

/// Writes attributes as members.
fn attributes<'g>(all: &[Named<'g>], value: impl Fn(Attribute<'g>) -> Option<Value<'g>>, json: &mut JsonStream<'_>) {
    for named in all {
        let Some(value) = value(named.attribute) else { continue };
        json.name(&named.name);
        json.value(value);
        if let Value::Integer(digits) | Value::Decimal(digits) = value
            && !named.numbers.fit_double()
        {
            json.member(&format!("{}_exact", named.name), Some(digits));
        }
    }
}

/// The attributes of nodes and of edges with their names.
fn names(graph: &PropertyGraph) -> [Vec<Named<'_>>; 2] {
    let spelled = |name: &str| if name == "colour" { "color" } else { name }.to_owned();
    [
        named(graph.node_attributes(), &NODE, spelled),
        named(graph.edge_attributes(), &EDGE, spelled),
    ]
}

/// The size of a node; its area is proportional to its degree.
fn size(node: Node<'_>, degrees: &[u32]) -> f64 {
    let degree = degrees.get(node.index.index()).copied().unwrap_or_default();
    (f64::from(degree + 1).sqrt() * 300.0).round() / 100.0
}

fn whole(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use serde_json::Value as Json;

    fn both(graph: &PropertyGraph, options: &Options) -> [Json; 2] {
        [write_cytoscape, write_graphology].map(|write| {
            let mut out = Vec::new();
            write(graph, options, &mut out).expect("memory takes all");
            serde_json::from_slice(&out).expect("JSON")
        })
    }

    #[test]
    fn nodes_have_what_cytoscape_and_sigma_expect() {
        let positions = vec![(1.0, 2.5); 4];
        let [cytoscape, graphology] = both(
            &samples::funding(),
            &Options {
                positions,
                ..Options::default()
            },
        );
        let node = &cytoscape["elements"]["nodes"][0];
        assert_eq!(node["data"]["id"], "https://example.org/id/macron");
        assert_eq!(node["data"]["color"], "#f2c14e");
        assert_eq!(node["position"]["y"], -2.5);
        let node = &graphology["nodes"][0];
        assert_eq!(node["key"], "https://example.org/id/macron");
        assert_eq!(node["attributes"]["label"], "Emmanuel Macron");
        assert_eq!(
            (node["attributes"]["x"].as_f64(), &node["attributes"]["color"]),
            (Some(1.0), &Json::from("#f2c14e"))
        );
        assert!(node["attributes"]["size"].as_f64().expect("a number") > 3.0);
        assert_eq!(graphology["options"]["multi"], true);
    }

    #[test]
    fn an_edge_that_holds_both_ways_is_undirected() {
        for (count, course) in ["directed", "mixed", "undirected"].into_iter().enumerate() {
            let [cytoscape, graphology] = both(&samples::both_ways(count), &Options::default());
            assert_eq!(graphology["options"]["type"], course);
            assert_eq!(graphology["edges"][0]["undirected"] == true, count > 0);
            assert_eq!(
                cytoscape["elements"]["edges"][0]["data"]["directed"] == false,
                count > 0
            );
        }
    }

    #[test]
    fn without_positions_sigma_has_a_square() {
        let [cytoscape, graphology] = both(&samples::funding(), &Options::default());
        assert!(cytoscape["elements"]["nodes"][0].get("position").is_none());
        let places: Vec<_> = (0..4)
            .map(|n| graphology["nodes"][n]["attributes"]["x"].as_f64())
            .collect();
        assert_eq!(places, [Some(0.0), Some(1.0), Some(0.0), Some(1.0)]);
    }

    #[test]
    fn amounts_are_numbers_and_exact_texts() {
        let graph = samples::each(&[&samples::edge("money", "a", Some("9007199254740993"), "€", "solid")]);
        for json in both(&graph, &Options::default()) {
            let edge = json
                .pointer("/elements/edges/0/data")
                .or(json.pointer("/edges/0/attributes"));
            let edge = edge.expect("an edge");
            assert_eq!(edge["exact"], "9007199254740993");
            assert_eq!(edge["minimum_exact"], "9007199254740993");
            assert_eq!(edge["weight"].to_string(), "9007199254740993");
        }
    }

    #[test]
    fn names_that_are_taken_get_a_low_line() {
        let mut graph = PropertyGraph::default();
        let node = graph.add_node("https://example.org/id/a");
        for name in ["type", "id", "size", "type_"] {
            graph.set_node(node, name, Value::Text(name));
        }
        let [cytoscape, graphology] = both(&graph, &Options::default());
        for data in [
            &cytoscape["elements"]["nodes"][0]["data"],
            &graphology["nodes"][0]["attributes"],
        ] {
            assert_eq!(
                (&data["type_"], &data["type__"], &data["size_"]),
                (&"type".into(), &"type_".into(), &"size".into())
            );
        }
    }

    #[test]
    fn every_text_comes_back() {
        for text in samples::NASTY.into_iter().chain(["x".repeat(10_000).as_str()]) {
            let mut graph = PropertyGraph::default();
            let node = graph.add_node("https://example.org/id/a");
            graph.set_node(node, "label", Value::Text(text));
            let edge = graph.add_edge(node, node);
            graph.set_edge_list(
                edge,
                "claims",
                [text, text].into_iter().filter(|text| !text.contains('\u{1f}')),
            );
            let [cytoscape, graphology] = both(&graph, &Options::default());
            assert_eq!(cytoscape["elements"]["nodes"][0]["data"]["label"], text);
            assert_eq!(graphology["nodes"][0]["attributes"]["label"], text);
        }
    }
}
