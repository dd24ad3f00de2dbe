//! Large graphs as DOT: nodes and edges with labels and amounts, and nothing that takes a layout or a legend. For `sfdp` and for programs.

use super::names;
use crate::view::{Directions, PropertyGraph};
use std::io::{self, Write};

/// Graphs of more edges than this are written plainly: nobody can read their picture.
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
        line.extend_from_slice(b"  ");
        line.extend_from_slice(&names[node.index.index()]);
        line.extend_from_slice(b" [label=");
        quote(node.label(), &mut line);
        if let Some(colour) = node.get("colour") {
            line.extend_from_slice(b", fillcolor=");
            quote(&crate::export::drawing::colour(&colour.plain()), &mut line);
        }
        line.extend_from_slice(b", URL=");
        quote(node.iri(), &mut line);
        for (name, value) in crate::export::drawing::measures(node) {
            line.extend_from_slice(b", ");
            quote(&name, &mut line);
            line.push(b'=');
            quote(&value, &mut line);
        }
        line.extend_from_slice(b"];\n");
        out.write_all(&line)?;
    }
    let claim = graph.edge_attributes().into_iter().find(|name| name.name == "claim");
    let directions = Directions::of(graph);
    for edge in graph.edges() {
        line.clear();
        line.extend_from_slice(b"  ");
        line.extend_from_slice(&names[edge.source.index()]);
        line.extend_from_slice(b" -> ");
        line.extend_from_slice(&names[edge.target.index()]);
        line.extend_from_slice(b" [label=");
        quote(
            if edge.label().is_empty() {
                edge.kind()
            } else {
                edge.label()
            },
            &mut line,
        );
        for (name, value) in [("amount", edge.weight()), ("start", edge.start()), ("end", edge.end())] {
            if let Some(value) = value {
                line.extend_from_slice(b", ");
                line.extend_from_slice(name.as_bytes());
                line.push(b'=');
                quote(value, &mut line);
            }
        }
        if let Some(claim) = claim.and_then(|claim| edge.value(claim)) {
            line.extend_from_slice(b", URL=");
            quote(claim.stored(), &mut line);
        }
        if !directions.leads(edge) {
            line.extend_from_slice(b", dir=none");
        }
        line.extend_from_slice(b"];\n");
        out.write_all(&line)?;
    }
    out.write_all(b"}\n")
}

/// Writes a text as a quoted DOT string, as [`super::quoted_verbatim`] does; a text without anything to escape in one piece.
fn quote(text: &str, line: &mut Vec<u8>) {
    let plain = text.bytes().fold(true, |plain, byte| {
        plain & (0x20..0x7f).contains(&byte) & (byte != b'"') & (byte != b'\\') & (byte != b'&')
    });
    if plain {
        line.push(b'"');
        line.extend_from_slice(text.as_bytes());
        line.push(b'"');
    } else {
        line.extend_from_slice(super::quoted_verbatim(text).as_bytes());
    }
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
}
