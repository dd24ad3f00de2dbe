//! Reads the labels of each format, with parsers that are independent of the writers.

use std::collections::BTreeMap;

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

/// Parses a flowchart: each node and each edge is on a line of its own before the legend; escapes are `#`, a number and
/// `;`.
pub fn mermaid(text: &str) -> Labels {
    let unescaped = |text: &str| {
        let mut parts = text.split('#');
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (number, rest) = part.split_once(';').expect("an escape ends");
            plain.push(char::from_u32(number.parse().expect("a number")).expect("a character"));
            plain.push_str(rest);
        }
        plain
    };
    let mut labels = Labels {
        nodes: BTreeMap::new(),
        edges: Vec::new(),
    };
    let chart = text.split("flowchart LR\n").nth(1).expect("a flowchart");
    for line in chart.lines().take_while(|line| !line.starts_with("  subgraph")) {
        let Some(line) = line.strip_prefix("  n_") else {
            continue;
        };
        let quoted: Vec<&str> = line.split('"').collect();
        if line.contains(":::c") {
            let [open, label, close] = quoted[..] else {
                panic!("{line}")
            };
            assert!(!label.contains(['<', '>']) && close.contains(":::c"), "{line}");
            let name = open.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
            let (iri, label) = (format!("https://e.org/{name}"), unescaped(label));
            // A node without a label shows its IRI.
            let label = if label == iri { String::new() } else { label };
            labels.nodes.insert(iri, label);
        } else {
            let label = if let [_, label, _] = quoted[..] { label } else { "" };
            labels.edges.push(unescaped(label));
        }
    }
    labels
}
