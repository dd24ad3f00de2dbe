//! Large graphs as DOT: nodes and edges with labels and amounts, without layout attributes and legend. For `sfdp` and
//! for programs.

use super::names;
use crate::export::BUFFER;
use crate::export::drawing::is_web;
use crate::export::rows::each_edge;
use crate::export::scan::{self, below, equal};
use crate::view::{Directions, Node, PropertyGraph};
use std::io::{self, Write};

/// Graphs with more edges than this are written in this form, since nobody could read their picture.
pub(super) const LARGE: usize = 5000;

/// Writes nodes and edges in the order of the view's rows.
pub(super) fn write(graph: &PropertyGraph, out: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<_> = graph.nodes().collect();
    all.sort_by_key(|node| node.iri());
    let iris: Vec<&str> = all.iter().map(|node| node.iri()).collect();
    let short = names::shorten(&iris);
    let mut names = vec![Vec::new(); all.len()];
    for (node, name) in all.iter().zip(short) {
        quote(&name, &mut names[node.index.index()]);
    }
    let mut line = Vec::new();
    line.extend_from_slice(b"digraph ");
    quote(&graph.about.title, &mut line);
    line.extend_from_slice(b" {\n  graph [overlap=prism, outputorder=edgesfirst, comment=");
    quote(&graph.about.source, &mut line);
    line.extend_from_slice(b"];\n  node [style=filled];\n");
    out.write_all(&line)?;
    for node in graph.nodes() {
        line.clear();
        write_node(node, &names[node.index.index()], &mut line);
        out.write_all(&line)?;
    }
    let claim = graph.edge_attributes().into_iter().find(|name| name.name == "claim");
    let [starts, ends] = graph.dates();
    let said = [("amount", graph.weights()), ("start", starts), ("end", ends)];
    let said: Vec<_> = said.into_iter().chain(claim.map(|claim| ("URL", claim))).collect();
    let mut columns = vec![graph.edge_labels(), graph.kinds()];
    columns.extend(said.iter().map(|(_, column)| *column));
    let are_plain: Vec<bool> = columns.iter().map(|column| is_plain(column.texts())).collect();
    let directions = Directions::of(graph);
    line.clear();
    each_edge(graph, &columns, |row| {
        line.extend_from_slice(b"  ");
        line.extend_from_slice(&names[row.edge.source.index()]);
        line.extend_from_slice(b" -> ");
        line.extend_from_slice(&names[row.edge.target.index()]);
        line.extend_from_slice(b" [label=");
        let value = |place: usize| row.stored(place).map(|text| (text, are_plain[place]));
        let label = value(0).filter(|(text, _)| !text.is_empty()).or(value(1));
        quote_known(label.unwrap_or_default(), &mut line);
        for (place, (name, _)) in said.iter().enumerate() {
            if let Some(value) = value(place + 2) {
                line.extend_from_slice(b", ");
                line.extend_from_slice(name.as_bytes());
                line.push(b'=');
                quote_known(value, &mut line);
            }
        }
        if !directions.leads(row.edge) {
            line.extend_from_slice(b", dir=none");
        }
        line.extend_from_slice(b"];\n");
        if line.len() >= BUFFER {
            out.write_all(&line)?;
            line.clear();
        }
        Ok(())
    })?;
    out.write_all(&line)?;
    out.write_all(b"}\n")
}

/// Writes a node with its label, colour, URL and measures.
fn write_node(node: Node<'_>, name: &[u8], line: &mut Vec<u8>) {
    line.extend_from_slice(b"  ");
    line.extend_from_slice(name);
    line.extend_from_slice(b" [label=");
    quote(node.label(), line);
    if let Some(colour) = node.get("colour") {
        line.extend_from_slice(b", fillcolor=");
        quote(&crate::export::drawing::colour(&colour.plain()), line);
    }
    if is_web(node.iri()) {
        line.extend_from_slice(b", URL=");
        quote(node.iri(), line);
    }
    for (name, value) in crate::export::drawing::measures(node) {
        line.extend_from_slice(b", ");
        quote(&name, line);
        line.push(b'=');
        quote(&value, line);
    }
    line.extend_from_slice(b"];\n");
}

/// Writes a quoted DOT string, as [`super::quoted_verbatim`] does; a text without special characters is copied at once.
fn quote(text: &str, line: &mut Vec<u8>) {
    quote_known((text, is_plain(text)), line);
}

/// As [`quote`], if it is known whether the text has special characters.
fn quote_known((text, is_plain): (&str, bool), line: &mut Vec<u8>) {
    if is_plain {
        line.push(b'"');
        line.extend_from_slice(text.as_bytes());
        line.push(b'"');
    } else {
        line.extend_from_slice(super::quoted_verbatim(text).as_bytes());
    }
}

/// Whether a text needs no escape in quotes.
fn is_plain(text: &str) -> bool {
    let has_marks = scan::finds(text.as_bytes(), |word| {
        let marks = equal(word, b'"') | equal(word, b'\\') | equal(word, b'&') | equal(word, 0x7f);
        marks | below(word, b' ') | equal(word, 0xEF)
    });
    let is_control = |letter: char| ('\u{80}'..='\u{9f}').contains(&letter);
    let has_controls = || scan::finds(text.as_bytes(), |word| equal(word, 0xC2)) && text.chars().any(is_control);
    !(has_marks || has_controls())
}

#[cfg(test)]
mod tests {
    use crate::export::samples;

    #[test]
    fn every_node_and_edge_is_there_with_its_amount() {
        let text = samples::written(|out| super::write(&samples::funding(), out));
        assert_eq!(
            (text.matches(" -> ").count(), text.matches("fillcolor=").count()),
            (3, 4)
        );
        assert!(text.contains("\"bpifrance\" -> \"fonds\" [label=\"finance\", amount=\"50000000\", URL="));
    }

    #[test]
    fn a_text_is_written_in_one_piece_only_where_nothing_is_escaped() {
        let marked = [
            "«\u{a0}2004\u{a0}»",
            "\u{85}",
            "a\u{7f}",
            "a&b;",
            "a & b",
            "\u{ffff}",
            "｡",
            "x\\y",
            "",
        ];
        for text in samples::NASTY.into_iter().chain(marked) {
            let mut line = Vec::new();
            super::quote(text, &mut line);
            assert_eq!(
                String::from_utf8(line).expect("UTF-8"),
                super::super::quoted_verbatim(text)
            );
        }
        assert!(super::is_plain("«\u{a0}2004\u{a0}» ’") && !super::is_plain("\u{85}"));
    }
}
