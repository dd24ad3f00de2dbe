//! Property graphs as GraphML, for igraph, networkx and yEd.
//!
//! Valid against the XML Schema of GraphML. Nodes are `n0`, `n1` ..., edges `e0`, `e1` ...; a node's IRI is data
//! (`iri`), since identifiers cannot contain `/` or `#`. Nodes have `iri`, `label` and, if given, `x` and `y`; edges
//! have `kind`, `label`, `start`, `end` (dates as written), `amount` (exact, a string) and, only if all amounts have
//! the same unit, `weight` (a double). Decimal attributes are doubles if that preserves every digit, otherwise strings;
//! a list is a JSON array. An underscore is appended to attribute names that readers reserve; empty values are left
//! out.

use super::attributes::{Named, named};
use super::numbers::Numbers;
use super::pieces::Pieces;
use super::rows::each_edge;
use super::units::Units;
use super::xml::Xml;
use super::{Feature, GraphDescription, Options};
use crate::formats::Identity;
use crate::view::{Attribute, Course, Directions, PropertyGraph, Type};
use std::io::{self, Write};

/// The description of GraphML.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new("graphml", "graphml", "application/graphml+xml", "networkx, igraph, yEd"),
    files: &[(".graphml", write)],
    features: &[Feature::Measures, Feature::Positions, Feature::Build],
    both_ways: "`undirected` as the default where all are; else only the attribute, since networkx refuses a graph of both",
};

/// Names of node data that this format writes or readers reserve.
const OF_NODES: [&str; 13] = [
    "id",
    "iri",
    "label",
    "x",
    "y",
    "z",
    "size",
    "r",
    "g",
    "b",
    "color",
    "name",
    "node_for_adding",
];

/// Names of edge data that this format writes or readers reserve.
const OF_EDGES: [&str; 16] = [
    "id",
    "key",
    "kind",
    "label",
    "edgelabel",
    "weight",
    "amount",
    "start",
    "end",
    "source",
    "target",
    "color",
    "u_for_edge",
    "v_for_edge",
    "directed",
    "type",
];

/// Writes the graph.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &PropertyGraph, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let units = Units::of(graph);
    let nodes = named(graph.node_attributes(), &OF_NODES, token);
    let edges = named(graph.edge_attributes(), &OF_EDGES, token);
    let mut xml = Xml::new(out);
    xml.raw("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ");
    xml.raw("xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n");
    describe(graph, &mut xml);
    let has_positions = options.positions.iter().any(|position| is_somewhere(*position));
    declare_nodes(&nodes, has_positions, &mut xml);
    let own = declare_edges(graph, &edges, &units, &mut xml);
    // Readers refuse mixed graphs, or ignore the directions: in one, undirected edges are marked by an attribute only.
    xml.raw(match Directions::of(graph).of_all() {
        Course::Undirected => "<graph id=\"g\" edgedefault=\"undirected\">\n",
        Course::Directed | Course::Mixed => "<graph id=\"g\" edgedefault=\"directed\">\n",
    });
    write_nodes(graph, &nodes, options, &mut xml)?;
    let columns = own.iter().map(|(_, column)| *column);
    let columns: Vec<_> = columns.chain(edges.iter().map(|named| named.attribute)).collect();
    let names = own.iter().map(|(name, _)| *name);
    let names = names.chain(edges.iter().map(|named| named.name.as_str()));
    let of_edges = names.zip(&columns).map(|(name, column)| pieces("e", name, *column));
    let of_edges: Vec<_> = of_edges.collect();
    each_edge(graph, &columns, |row| {
        let edge = row.edge;
        let number = edge.index.index();
        xml.raw("<edge id=\"e");
        xml.number(number);
        xml.raw("\" source=\"n");
        xml.number(edge.source.index());
        xml.raw("\" target=\"n");
        xml.number(edge.target.index());
        xml.raw("\">");
        for (pieces, value) in of_edges.iter().zip(row.values()) {
            pieces.write(number, value, &mut xml);
        }
        xml.raw("</edge>\n");
        xml.pass_on()
    })?;
    xml.raw("</graph>\n</graphml>\n");
    xml.finish()
}

/// Writes the nodes with IRI, label, position and attributes.
fn write_nodes<'g>(
    graph: &'g PropertyGraph,
    nodes: &[Named<'g>],
    options: &Options,
    xml: &mut Xml<'_>,
) -> io::Result<()> {
    let of_nodes = nodes.iter().map(|named| pieces("n", &named.name, named.attribute));
    let of_nodes: Vec<_> = of_nodes.collect();
    for (number, node) in graph.nodes().enumerate() {
        xml.raw("<node id=\"n");
        xml.number(number);
        xml.raw("\">");
        text("<data key=\"n.iri\">", node.iri(), xml);
        text("<data key=\"n.label\">", node.label(), xml);
        let position = options.positions.get(number);
        if let Some((x, y)) = position.filter(|position| is_somewhere(**position)) {
            text("<data key=\"n.x\">", &x.to_string(), xml);
            text("<data key=\"n.y\">", &y.to_string(), xml);
        }
        for (named, pieces) in nodes.iter().zip(&of_nodes) {
            pieces.write(number, node.value(named.attribute), xml);
        }
        xml.raw("</node>\n");
        xml.pass_on()?;
    }
    Ok(())
}

/// Writes the title and the source of the graph.
fn describe(graph: &PropertyGraph, xml: &mut Xml<'_>) {
    let about = &graph.about;
    let modified = about.modified.as_deref().unwrap_or_default();
    let told = [about.title.as_str(), &about.source, &about.creator, modified];
    let told: Vec<&str> = told.into_iter().filter(|text| !text.is_empty()).collect();
    if !told.is_empty() {
        xml.raw("<desc>");
        xml.text(&told.join(". "));
        xml.raw("</desc>\n");
    }
}

fn declare_nodes(nodes: &[Named<'_>], has_positions: bool, xml: &mut Xml<'_>) {
    key("node", "n.iri", "iri", "string", xml);
    key("node", "n.label", "label", "string", xml);
    if has_positions {
        key("node", "n.x", "x", "double", xml);
        key("node", "n.y", "y", "double", xml);
    }
    for named in nodes {
        key("node", &format!("n.{}", named.name), &named.name, kind(named), xml);
    }
}

/// Data of edges that this format adds: its name and its column.
type Own<'g> = (&'static str, Attribute<'g>);

/// Writes the keys of edges; returns the data that this format adds, if some edge has a value.
fn declare_edges<'g>(
    graph: &'g PropertyGraph,
    edges: &[Named<'g>],
    units: &Units<'g>,
    xml: &mut Xml<'_>,
) -> Vec<Own<'g>> {
    let [starts, ends] = graph.dates();
    let known = [
        ("kind", "string", graph.kinds()),
        ("label", "string", graph.edge_labels()),
        ("weight", "double", graph.weights()),
        ("amount", "string", graph.weights()),
        ("start", "string", starts),
        ("end", "string", ends),
    ];
    let mut own = Vec::new();
    for (name, kind, column) in known {
        let is_meant = name != "weight" || units.are_one();
        if is_meant && column.all().any(|text| !text.is_empty()) {
            key("edge", &format!("e.{name}"), name, kind, xml);
            own.push((name, column));
        }
    }
    for named in edges {
        key("edge", &format!("e.{}", named.name), &named.name, kind(named), xml);
    }
    own
}

fn key(of: &str, id: &str, name: &str, kind: &str, xml: &mut Xml<'_>) {
    xml.raw("<key");
    xml.attribute("id", id);
    xml.attribute("for", of);
    xml.attribute("attr.name", name);
    xml.attribute("attr.type", kind);
    xml.raw("/>\n");
}

/// The type of an attribute that represents all its values exactly.
fn kind(named: &Named<'_>) -> &'static str {
    let numbers: Numbers = named.numbers;
    match named.attribute.kind {
        Type::Boolean => "boolean",
        Type::Integer if numbers.fit_int() => "int",
        Type::Integer if numbers.fit_long() => "long",
        Type::Decimal if numbers.fit_double() => "double",
        _ => "string",
    }
}

fn text(opening: &str, text: &str, xml: &mut Xml<'_>) {
    if !text.is_empty() {
        xml.raw(opening);
        xml.text(text);
        xml.raw(BEHIND);
    }
}

/// The markup for an attribute of nodes (`n`) or edges (`e`).
fn pieces<'g>(of: &str, name: &str, attribute: Attribute<'g>) -> Pieces<'g> {
    Pieces::of(attribute, format!("<data key=\"{of}.{name}\">"), BEHIND)
}

/// The markup after a value.
const BEHIND: &str = "</data>";

/// Converts a name to an NMTOKEN: characters that are neither letters nor digits become underscores.
fn token(name: &str) -> String {
    let letter = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' | '.' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' => character,
        _ => '_',
    };
    name.chars().map(letter).collect()
}

fn is_somewhere((x, y): (f64, f64)) -> bool {
    x.is_finite() && y.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use crate::view::Value;

    fn graphml(graph: &PropertyGraph, options: &Options) -> String {
        samples::written(|out| write(graph, options, out))
    }

    #[test]
    fn one_unit_is_the_weight_and_several_are_not() {
        let mut graph = samples::funding();
        let written = graphml(&graph, &Options::default());
        assert!(written.contains("<data key=\"e.weight\">50000000</data><data key=\"e.amount\">50000000</data>"));
        let nodes: Vec<_> = graph.nodes().map(|node| node.index).collect();
        samples::edge("money", "part", Some("41.370"), "%", "solid").add(&mut graph, nodes[0], nodes[3]);
        let written = graphml(&graph, &Options::default());
        assert!(!written.contains("e.weight") && written.contains("<data key=\"e.amount\">41.370</data>"));
    }

    #[test]
    fn a_graph_is_undirected_where_all_its_edges_hold_both_ways() {
        let write = |count| graphml(&samples::both_ways(count), &Options::default());
        assert!(write(2).contains(" edgedefault=\"undirected\">"));
        assert!(write(1).contains(" edgedefault=\"directed\">") && write(0).contains(" edgedefault=\"directed\">"));
        assert!(write(1).contains("<data key=\"e.directed_\">false</data>"));
    }

    #[test]
    fn identifiers_are_tokens_and_iris_are_data() {
        let mut graph = samples::funding();
        let node = graph.add_node("https://example.org/id/a&b");
        graph.set_node(node, "label", Value::Text("<\n\u{1}>"));
        graph.set_node(node, "size", Value::Integer("1"));
        graph.set_node(node, "à propos·€", Value::Decimal("0.12345678901234567890"));
        let options = Options {
            positions: vec![(1.5, 2.0)],
            ..Options::default()
        };
        let written = graphml(&graph, &options);
        assert!(
            written.contains("<key id=\"n.à_propos__\" for=\"node\" attr.name=\"à_propos__\" attr.type=\"string\"/>")
        );
        assert!(written.contains("<key id=\"n.size_\" for=\"node\" attr.name=\"size_\" attr.type=\"int\"/>"));
        assert!(written.contains("<node id=\"n4\"><data key=\"n.iri\">https://example.org/id/a&amp;b</data>"));
        assert!(written.contains("<data key=\"n.label\">&lt;&#10;\u{fffd}&gt;</data>"));
        assert!(written.contains("<data key=\"n.x\">1.5</data><data key=\"n.y\">2</data>"));
        assert!(written.contains("<edge id=\"e0\" source=\"n0\" target=\"n2\"><data key=\"e.kind\">speech</data>"));
    }
}
