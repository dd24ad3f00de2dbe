//! Property graphs as Pajek networks, for Pajek, networkx, igraph and Gephi.
//!
//! A list of vertices, numbered from 1 in node order, with their labels; a list of arcs (directed edges), then one of
//! edges (undirected ones), each with its weight and, as the parameter `l`, its label. The format is described in
//! <http://mrvar.fdv.uni-lj.si/pajek/DrawEPS.htm>. The text is UTF-8 without a byte order mark, which networkx does not
//! skip.
//!
//! networkx names vertices by their labels, so labels are made unique: the end of the node's IRI is appended in
//! brackets to a label that several nodes have, and replaces an empty one. Pajek has no escape that readers resolve:
//! `"` becomes `'`, a backslash `＼`, a tab or line break a space, and other control characters U+FFFD.

use super::units::Units;
use super::{BUFFER, GraphDescription, names};
use crate::formats::Identity;
use crate::view::{Course, Directions, Edge, PropertyGraph};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

/// The description of Pajek networks.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new(
        "pajek",
        "net",
        "text/x-pajek",
        "Pajek, and readers of its networks: labels, directions and weights alone",
    ),
    files: &[(".net", |graph, _, mut out| write(graph, &mut out))],
    features: &[],
    both_ways: "a line under `*Edges`; others stand under `*Arcs`",
};

/// Writes the graph: its vertices, its arcs, its edges.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &PropertyGraph, out: &mut impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(BUFFER, out);
    let labels = labels(graph);
    writeln!(out, "*Vertices {}", labels.len())?;
    for (index, label) in labels.iter().enumerate() {
        writeln!(out, "{} \"{label}\"", index + 1)?;
    }
    let directions = Directions::of(graph);
    // Gephi refuses a file without a list of lines, so a graph without edges has an empty one.
    if directions.of_all() != Course::Undirected {
        write_lines(graph, "*Arcs", |edge| directions.leads(edge), &mut out)?;
    }
    if directions.of_all() != Course::Directed {
        write_lines(graph, "*Edges", |edge| !directions.leads(edge), &mut out)?;
    }
    out.flush()
}

/// Writes some edges as one list.
fn write_lines(
    graph: &PropertyGraph,
    heading: &str,
    is_meant: impl Fn(Edge<'_>) -> bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let is_one_unit = Units::of(graph).are_one();
    writeln!(out, "{heading}")?;
    for edge in graph.edges().filter(|edge| is_meant(*edge)) {
        let weight = edge.weight().filter(|_| is_one_unit).map_or("1".into(), number);
        write!(out, "{} {} {weight}", edge.source.index() + 1, edge.target.index() + 1)?;
        let label = text(edge.label());
        if !label.is_empty() {
            write!(out, " l \"{label}\"")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A decimal for igraph: no plus sign, and a digit on both sides of the point.
fn number(decimal: &str) -> Cow<'_, str> {
    let unsigned = decimal.trim_start_matches(['+', '-']);
    let sign = if decimal.starts_with('-') { "-" } else { "" };
    match unsigned.split_once('.') {
        None if !decimal.starts_with('+') => decimal.into(),
        None => unsigned.into(),
        Some((whole, "")) => format!("{sign}{whole}").into(),
        Some(("", fraction)) => format!("{sign}0.{fraction}").into(),
        Some((whole, fraction)) => format!("{sign}{whole}.{fraction}").into(),
    }
}

/// The labels of all nodes, made unique.
fn labels(graph: &PropertyGraph) -> Vec<String> {
    let iris: Vec<&str> = graph.nodes().map(|node| node.iri()).collect();
    let keys = names::shorten(&iris);
    let keys = keys.iter().map(|key| text(key));
    let mut labels: Vec<String> = graph.nodes().map(|node| text(node.label())).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for label in &labels {
        *counts.entry(label.clone()).or_default() += 1;
    }
    let is_alone = |label: &str| !label.is_empty() && counts[label] == 1;
    let mut taken: HashSet<String> = labels.iter().filter(|label| is_alone(label)).cloned().collect();
    for (label, key) in labels.iter_mut().zip(keys) {
        if is_alone(label) {
            continue;
        }
        *label = match label.as_str() {
            "" => key.clone(),
            label => format!("{label} ({key})"),
        };
        while !taken.insert(label.clone()) {
            label.push_str(&format!(" ({key})"));
        }
    }
    labels
}

/// The content of a quoted label.
fn text(text: &str) -> String {
    let letter = |letter: char| match letter {
        '"' => '\'',
        '\\' => '＼',
        '\u{2028}' | '\u{2029}' => ' ',
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter if letter.is_control() && letter.is_whitespace() => ' ',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    };
    text.trim().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use crate::view::Value;

    fn pajek(graph: &PropertyGraph) -> String {
        samples::written(|out| write(graph, out))
    }

    #[test]
    fn a_network_has_labels_directions_and_weights_of_one_unit() {
        let mut graph = samples::funding();
        assert_eq!(
            pajek(&graph),
            "*Vertices 4\n1 \"Emmanuel Macron\"\n2 \"Bpifrance\"\n3 \"Fonds pour les start-up\"\n4 \"Mistral AI\"\n\
             *Arcs\n1 3 1 l \"annonce\"\n2 3 50000000 l \"finance\"\n3 4 105000000 l \"reçoit\"\n"
        );
        let nodes: Vec<_> = graph.nodes().map(|node| node.index).collect();
        samples::edge("money", "part", Some("41.370"), "%", "solid").add(&mut graph, nodes[0], nodes[3]);
        assert!(pajek(&graph).contains("\n2 3 1 l") && pajek(&graph).contains("\n1 4 1 l"));
    }

    #[test]
    fn arcs_come_before_edges_and_a_list_without_lines_is_left_out() {
        let write = |count| pajek(&samples::both_ways(count));
        assert!(write(0).ends_with("*Arcs\n1 2 1 l \"partage\"\n2 1 1 l \"partage\"\n"));
        assert!(write(1).ends_with("*Arcs\n2 1 1 l \"partage\"\n*Edges\n1 2 1 l \"partage\"\n"));
        assert!(write(2).ends_with("2 \"b\"\n*Edges\n1 2 1 l \"partage\"\n2 1 1 l \"partage\"\n"));
        assert_eq!(pajek(&PropertyGraph::default()), "*Vertices 0\n*Arcs\n");
    }

    #[test]
    fn labels_are_unique_and_hold_no_mark_that_ends_them() {
        let mut graph = PropertyGraph::default();
        let nodes = [
            ("a", "Fund"),
            ("b", "Fund"),
            ("c", "Fund (a)"),
            ("d", ""),
            ("e", "\"x\"\r\n\\ \0"),
            ("f", "d"),
        ];
        for (key, label) in nodes {
            samples::node(&mut graph, key, label, "", "", "");
        }
        let wanted = ["Fund (a) (a)", "Fund (b)", "Fund (a)", "d (d)", "'x'  ＼ \u{fffd}", "d"];
        assert_eq!(labels(&graph), wanted);
    }

    #[test]
    fn numbers_are_those_that_igraph_reads() {
        let read = [
            ("+3", "3"),
            ("-.5", "-0.5"),
            ("5.", "5"),
            ("+1.50", "1.50"),
            ("-7", "-7"),
        ];
        for (decimal, wanted) in read {
            assert_eq!(number(decimal), wanted);
        }
        let mut graph = PropertyGraph::default();
        let node = graph.add_node("urn:a");
        let edge = graph.add_edge(node, node);
        graph.set_edge(edge, "weight", Value::Decimal("12345678901234567.89"));
        assert!(pajek(&graph).ends_with("1 1 12345678901234567.89\n"));
    }
}
