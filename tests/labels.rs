//! Any labels can be drawn: the output of every graph format is parsed again, and its labels are those of the graph, as
//! far as the format preserves them. Pictures write a label on one line and truncate it if it does not fit its shape;
//! their tooltips are complete.

mod dot;
mod read;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use layout::Choice;
use proptest::prelude::*;
use sourcier::export::{self, GraphFormat, Look};
use sourcier::formats::Format;
use sourcier::view::{About, PropertyGraph, Value};

use crate::nasty_text::nasty;
use crate::support::{has, said};

/// Labels that need escaping, truncation or replacement in some format.
const NASTY: [&str; 9] = [
    "",
    "a\tb\nc\r\nd ",
    "\"quoted\" \\N \\\\ \\\" trailing\\",
    "<B>bold</B> &amp; &eacute; &#233; & co ]]> <!-- -->",
    "\u{0}\u{1b}\u{7f}\u{85}\u{fffe}",
    "=1+1; 'text'",
    "« Les Palmes » : une association qui demande deux millions d’euros de plus pour la piscine des Tilleuls et ses abords",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "👩‍🚀 \u{202e}עברית é",
];

/// A graph with a node for each label, in a chain; the first label is also that of all edges.
fn graph(labels: &[&str]) -> PropertyGraph {
    let mut graph = PropertyGraph::new(About {
        title: labels[0].to_owned(),
        language: "fr".into(),
        ..About::default()
    });
    let nodes: Vec<_> = labels
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let node = graph.add_node(&iri(index));
            graph.set_node(node, "label", Value::Text(label));
            node
        })
        .collect();
    for pair in nodes.windows(2) {
        let edge = graph.add_edge(pair[0], pair[1]);
        graph.set_edge(edge, "kind", Value::Text("k"));
        graph.set_edge(edge, "label", Value::Text(labels[0]));
    }
    graph
}

fn iri(index: usize) -> String {
    format!("https://e.org/{index}")
}

/// The labels that were read from a file.
pub struct Labels {
    /// Labels of nodes, by IRI.
    nodes: BTreeMap<String, String>,
    /// Labels of edges, in order.
    edges: Vec<String>,
}

/// Writes a graph in some formats and checks the labels in each file.
fn come_back(labels: &[&str], formats: &[GraphFormat]) {
    let graph = graph(labels);
    let force = Look {
        layout: Choice::Force,
        clusters: true,
        ..Look::default()
    };
    for look in [Look::default(), force] {
        let options = export::Options {
            look,
            ..export::Options::default()
        };
        for format in formats {
            holds(format.name(), &written(*format, &graph, &options), labels);
        }
    }
}

/// Writes the files of a format.
fn written(format: GraphFormat, graph: &PropertyGraph, options: &export::Options) -> Vec<Vec<u8>> {
    let files = format.files().iter().map(|(_, write)| {
        let mut bytes = Vec::new();
        write(graph, options, &mut bytes).unwrap();
        bytes
    });
    files.collect()
}

/// Parses the files of a format and compares the labels.
fn holds(format: &str, files: &[Vec<u8>], labels: &[&str]) {
    if format == "png" {
        return assert!(files[0].starts_with(b"\x89PNG\r\n"));
    }
    let texts: Vec<&str> = files.iter().map(|bytes| std::str::from_utf8(bytes).unwrap()).collect();
    if let "svg" | "dot" = format {
        let nodes: Vec<_> = labels
            .iter()
            .enumerate()
            .map(|(index, label)| (iri(index), in_a_picture(label)))
            .collect();
        return match format {
            "svg" => read::svg(texts[0], labels, &nodes),
            _ => dot::holds(texts[0], labels, &nodes),
        };
    }
    if let "mermaid" | "pajek" = format {
        let lines: Vec<_> = labels.iter().map(|label| on_one_line(label)).collect();
        return match format {
            "mermaid" => read::mermaid(texts[0], &lines),
            _ => read::pajek(texts[0], &lines.iter().map(|line| in_pajek(line)).collect::<Vec<_>>()),
        };
    }
    let (found, promised): (Labels, fn(&str) -> String) = match format {
        "csv" => (read::gephi_csv(texts[0], texts[1]), str::to_owned),
        "neo4j" => (read::neo4j_csv(texts[0], texts[1]), str::to_owned),
        "gexf" => (read::gexf(texts[0]), in_xml),
        "graphml" => (read::graphml(texts[0]), in_xml),
        "cytoscape" => (read::cytoscape(texts[0]), str::to_owned),
        "graphology" => (read::graphology(texts[0]), str::to_owned),
        "json" => (read::json(texts[0]), str::to_owned),
        other => panic!("{other} is not read back: a parser and what it promises belong into tests/labels.rs"),
    };
    let nodes = labels
        .iter()
        .enumerate()
        .map(|(index, label)| (iri(index), promised(label)));
    assert_eq!(found.nodes, nodes.collect(), "labels of nodes in {format}");
    assert_eq!(
        found.edges,
        vec![promised(labels[0]); labels.len() - 1],
        "labels of edges in {format}"
    );
}

/// A text in XML 1.0: forbidden characters are U+FFFD.
fn in_xml(text: &str) -> String {
    let is_forbidden = |letter: char| matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.replace(is_forbidden, "\u{fffd}")
}

/// A text on one line, without control characters.
fn on_one_line(text: &str) -> String {
    shown(&text.trim().replace(['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}'], " "))
}

/// A line without characters that would end it in a Pajek network or be read as an escape.
fn in_pajek(line: &str) -> String {
    line.replace(['\u{2028}', '\u{2029}'], " ")
        .replace('"', "'")
        .replace('\\', "＼")
}

/// A label in pictures: on one line.
fn in_a_picture(label: &str) -> String {
    label.trim().replace(['\n', '\r', '\t'], " ")
}

/// A text without characters that a picture cannot contain.
fn shown(text: &str) -> String {
    let is_control = |letter: char| letter != '\n' && letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}');
    text.replace(is_control, "\u{fffd}")
}

/// Whether the lines of a picture are a label, or its beginning with an ellipsis, ignoring line breaks.
fn is_set(lines: &str, label: &str) -> bool {
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    let (lines, label) = (dense(lines), shown(&dense(label)));
    lines == label || lines.strip_suffix('…').is_some_and(|lines| label.starts_with(lines))
}

/// The possible beginnings of an edge's tooltip: directed and undirected.
fn tooltips(ends: &[(String, String)], says: &str) -> [String; 2] {
    let name = |(iri, label): &(String, String)| if label.is_empty() { iri.clone() } else { label.clone() };
    let says = if says.is_empty() { "k" } else { says };
    ['→', '—'].map(|between| format!("{} {between} {}\n{says}", name(&ends[0]), name(&ends[1])))
}

#[test]
fn nasty_labels_come_back() {
    for first in 0..NASTY.len() {
        let mut labels = NASTY;
        labels.rotate_left(first);
        come_back(&labels, GraphFormat::ALL);
    }
}

#[test]
fn a_file_that_is_broken_or_loses_a_label_is_found() {
    let labels = ["a < b \"c\"", "second"];
    let seeds = [
        (GraphFormat::Svg, "a &lt; b", "a < b"),
        (GraphFormat::Svg, ">second</tspan>", ">secund</tspan>"),
        (GraphFormat::Svg, "<title>second", "<title>secund"),
        (GraphFormat::Dot, "label=<second>", "label=<se<cond>"),
        (GraphFormat::Dot, "label=<second>", "label=<secund>"),
        (GraphFormat::Dot, "\\\"c\\\"", "\"c\""),
        (GraphFormat::Dot, " -> ", " -- "),
        (GraphFormat::Gexf, "&lt;", "<"),
        (GraphFormat::GraphMl, ">second<", "><"),
        (GraphFormat::Csv, "second", "secund"),
        (GraphFormat::Neo4j, "\"\"c\"\"", "\"c\""),
        (GraphFormat::Json, "\\\"", "\""),
        (GraphFormat::Mermaid, "second", "secund"),
        (GraphFormat::Mermaid, "#34;c#34;", "\"c\""),
        (GraphFormat::Pajek, "second", "secund"),
        (GraphFormat::Pajek, "'c'", "\"c\""),
        (GraphFormat::Cytoscape, "second", "secund"),
        (GraphFormat::Graphology, "second", "secund"),
    ];
    for (format, from, to) in seeds {
        let sound = written(format, &graph(&labels), &export::Options::default());
        holds(format.name(), &sound, &labels);
        let broken = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).replace(from, to).into_bytes();
        let broken: Vec<_> = sound.iter().map(broken).collect();
        assert_ne!(sound, broken, "{from} is nowhere in {}", format.name());
        let found = std::panic::catch_unwind(|| holds(format.name(), &broken, &labels));
        assert!(
            found.is_err(),
            "{to} instead of {from} is not found in {}",
            format.name()
        );
    }
}

#[test]
fn graphviz_reads_nasty_labels() {
    if !has("dot", &["-V"]) {
        return;
    }
    // For an empty label the IRI is an HTML-like label, and Graphviz then writes that IRI as markup everywhere.
    let labels = &NASTY[1..];
    let written = written(GraphFormat::Dot, &graph(labels), &export::Options::default());
    let mut child = Command::new("dot")
        .args(["-Tcanon", "-Glinelength=0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&written[0]).unwrap();
    let read = child.wait_with_output().unwrap();
    assert!(read.status.success() && read.stderr.is_empty(), "{}", said(&read));
    let read = String::from_utf8(read.stdout).unwrap();
    let nodes = labels.iter().enumerate();
    let nodes: Vec<_> = nodes.map(|(index, label)| (iri(index), in_a_picture(label))).collect();
    dot::holds(&read, labels, &nodes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_labels_can_be_drawn(labels in prop::collection::vec(prop_oneof!["\\PC{0,40}", nasty()], 2..8)) {
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        // PNG is rasterised from SVG, and takes a hundred times as long.
        let formats = GraphFormat::ALL.iter().copied().filter(|format| format.name() != "png");
        come_back(&labels, &formats.collect::<Vec<_>>());
    }
}
