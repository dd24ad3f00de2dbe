//! Reads the labels of each format, with parsers that are independent of the writers.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use serde_json::Value;

use super::{Labels, is_set, shown, tooltips};

/// Checks the labels of a picture: each is in a shape whose tooltip is complete; each edge has a tooltip, too.
pub fn svg(text: &str, labels: &[&str], nodes: &[(String, String)]) {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let titles: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name((SVG, "title")))
        .collect();
    for (iri, label) in nodes {
        let label = if label.is_empty() { iri } else { label };
        let tooltip = shown(&format!("{label}\n{iri}"));
        let found: Vec<_> = titles.iter().filter(|title| title.text() == Some(&tooltip)).collect();
        assert_eq!(found.len(), 1, "tooltip {tooltip:?} in\n{text}");
        let shape = found[0].parent().unwrap();
        let lines = texts(shape);
        assert!(is_set(&lines, label), "{lines:?} is not {label:?}");
    }
    for ends in nodes.windows(2) {
        let expected = tooltips(ends, labels[0]).map(|text| shown(&text.replace(['\t', '\r'], " ")));
        let has = |title: &Node<'_, '_>| {
            title
                .text()
                .is_some_and(|text| expected.iter().any(|part| text.contains(part)))
        };
        assert!(titles.iter().any(has), "no tooltip {expected:?} in\n{text}");
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// All texts in an element.
fn texts(element: Node<'_, '_>) -> String {
    let spans = element.descendants().filter(|node| node.has_tag_name((SVG, "tspan")));
    spans.filter_map(|span| span.text()).collect::<Vec<_>>().join(" ")
}

pub fn gexf(text: &str) -> Labels {
    let document = Document::parse(text).unwrap();
    let label = |node: &Node<'_, '_>| node.attribute("label").unwrap_or_default().to_owned();
    Labels {
        nodes: elements(&document, "node")
            .map(|node| (node.attribute("id").unwrap().to_owned(), label(&node)))
            .collect(),
        edges: elements(&document, "edge").map(|edge| label(&edge)).collect(),
    }
}

pub fn graphml(text: &str) -> Labels {
    let document = Document::parse(text).unwrap();
    let data = |element: &Node<'_, '_>, key: &str| {
        let found = element.children().find(|child| child.attribute("key") == Some(key));
        found.and_then(|child| child.text()).unwrap_or_default().to_owned()
    };
    Labels {
        nodes: elements(&document, "node")
            .map(|node| (data(&node, "n.iri"), data(&node, "n.label")))
            .collect(),
        edges: elements(&document, "edge").map(|edge| data(&edge, "e.label")).collect(),
    }
}

fn elements<'a>(document: &'a Document<'_>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document
        .descendants()
        .filter(move |node| node.tag_name().name() == name)
}

/// Gephi reads a backslash as an escape, so each is doubled.
pub fn gephi_csv(nodes: &str, edges: &str) -> Labels {
    let read = |cell: &str| cell.replace("\\\\", "\\");
    Labels {
        nodes: rows(nodes)
            .map(|row| (row["Id"].clone(), read(&row["Label"])))
            .collect(),
        edges: rows(edges).map(|row| read(&row["Label"])).collect(),
    }
}

pub fn neo4j_csv(nodes: &str, edges: &str) -> Labels {
    Labels {
        nodes: rows(nodes)
            .map(|row| (row["id:ID"].clone(), row["name:string"].clone()))
            .collect(),
        edges: rows(edges).map(|row| row["name:string"].clone()).collect(),
    }
}

/// The rows of a table, by column name.
fn rows(table: &str) -> impl Iterator<Item = BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.deserialize().map(|row| row.unwrap());
    rows.collect::<Vec<_>>().into_iter()
}

pub fn cytoscape(text: &str) -> Labels {
    let whole = parsed(text);
    let data = |kind: &str| {
        list(&whole["elements"][kind])
            .iter()
            .map(|element| &element["data"])
            .collect::<Vec<_>>()
    };
    Labels {
        nodes: data("nodes")
            .into_iter()
            .map(|node| (string(&node["id"]), string(&node["label"])))
            .collect(),
        edges: data("edges").into_iter().map(|edge| string(&edge["label"])).collect(),
    }
}

pub fn graphology(text: &str) -> Labels {
    let whole = parsed(text);
    let label = |element: &Value| string(&element["attributes"]["label"]);
    Labels {
        nodes: list(&whole["nodes"])
            .iter()
            .map(|node| (string(&node["key"]), label(node)))
            .collect(),
        edges: list(&whole["edges"]).iter().map(label).collect(),
    }
}

pub fn json(text: &str) -> Labels {
    let whole = parsed(text);
    Labels {
        nodes: list(&whole["nodes"])
            .iter()
            .map(|node| (string(&node["id"]), string(&node["label"])))
            .collect(),
        edges: list(&whole["edges"])
            .iter()
            .map(|edge| string(&edge["label"]))
            .collect(),
    }
}

/// Checks the labels of a flowchart's nodes, which are named by the ends of their IRIs. A node without a label shows its
/// IRI; a label that all edges share is in the legend.
pub fn mermaid(text: &str, labels: &[String]) {
    let lines: Vec<_> = text.lines().collect();
    let is_said = |line: &&str| {
        line.split('"')
            .nth(1)
            .is_some_and(|said| by_numbers(said).ends_with(&labels[0]))
    };
    assert!(
        lines
            .iter()
            .any(|line| line.contains(" -->") && (labels[0].is_empty() || is_said(line)))
    );
    for (index, label) in labels.iter().enumerate() {
        let starts = [format!("  n_{index}(["), format!("  n_{index} -->")];
        let [nodes, edges] = starts.map(|start| lines.iter().filter_map(|line| line.strip_prefix(&start)).collect());
        let [nodes, edges]: [Vec<_>; 2] = [nodes, edges];
        let parts: Vec<_> = nodes.iter().flat_map(|node| node.split('"')).collect();
        assert_eq!((nodes.len(), parts.len()), (1, 3), "{parts:?}");
        let wanted = if label.is_empty() { &super::iri(index) } else { label };
        assert_eq!(by_numbers(parts[1]), *wanted);
        assert_eq!(
            edges.len(),
            usize::from(index + 1 < labels.len()),
            "edges of {index} in\n{text}"
        );
        assert!(edges.iter().all(|edge| edge.ends_with(&format!(" n_{}", index + 1))));
    }
}

/// Decodes a Mermaid text: `#35;` is `#`.
fn by_numbers(text: &str) -> String {
    let mut parts = text.split('#');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').expect("the end of a number");
        plain.extend(char::from_u32(number.parse().unwrap()));
        plain.push_str(rest);
    }
    plain
}

/// Checks the labels of a network's vertices, which are unique: empty and equal ones have the end of their IRI.
pub fn pajek(text: &str, labels: &[String]) {
    let mut lines = text.lines().map(tokens);
    assert_eq!(
        lines.next(),
        Some(vec!["*Vertices".to_owned(), labels.len().to_string()])
    );
    let vertices: Vec<_> = lines.by_ref().take(labels.len()).collect();
    let different: BTreeSet<&String> = vertices.iter().map(|vertex| &vertex[1]).collect();
    assert_eq!(different.len(), labels.len(), "a label stands twice in\n{text}");
    for (index, (vertex, label)) in vertices.iter().zip(labels).enumerate() {
        assert_eq!((vertex.len(), &vertex[0]), (2, &(index + 1).to_string()), "{vertex:?}");
        let is_alone = labels.iter().filter(|other| *other == label).count() == 1;
        match label.as_str() {
            "" => assert!(vertex[1].starts_with(&index.to_string()), "{vertex:?}"),
            label if is_alone => assert_eq!(vertex[1], label),
            label => assert!(vertex[1].starts_with(&format!("{label} ({index})")), "{vertex:?}"),
        }
    }
    assert_eq!(lines.next(), Some(vec!["*Arcs".to_owned()]));
    let arcs: Vec<_> = lines.collect();
    assert_eq!(arcs.len(), labels.len() - 1);
    for (index, arc) in arcs.iter().enumerate() {
        let mut wanted = vec![(index + 1).to_string(), (index + 2).to_string(), "1".to_owned()];
        if !labels[0].is_empty() {
            wanted.extend(["l".to_owned(), labels[0].clone()]);
        }
        assert_eq!(*arc, wanted);
    }
}

/// Splits a line into words and quoted texts, as igraph does.
fn tokens(line: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (token, behind) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').expect("a quotation mark that ends the text"),
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        tokens.push(token.to_owned());
        rest = behind.trim_start_matches(' ');
    }
    tokens
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// A string, if the value is one.
fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
