//! Property graphs as DOT, for Graphviz.
//!
//! Speech is thin and grey with an open arrowhead, money green with a filled one, its width the logarithm of the amount
//! within its unit. The line style is the modality; shape and colour are the class. Node names are the last segments of
//! IRIs, as many as make them unique; the full IRI is in `URL`. Long labels are cut, and complete in `tooltip`. Each
//! claim is one edge.

mod legend;
mod plain;

use super::drawing::{Channel, Drawing, DrawnEdge, DrawnNode, Hue, Panel, Shape, Stroke, darker, ink, is_web};
use super::lettering::{columns, wrap, xml};
use super::names;
use super::{Feature, GraphDescription, Look};
use crate::formats::Identity;
use crate::view::PropertyGraph;
use layout::{Link, Size, layered};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The description of DOT.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new("dot", "dot", "text/vnd.graphviz", "Graphviz"),
    files: &[(".dot", |graph, options, mut out| write(graph, &options.look, &mut out))],
    features: &[Feature::Measures, Feature::Clusters, Feature::Panels, Feature::Build],
    both_ways: "a line without arrowhead: `dir=none`",
};

/// The width of a label, in characters.
const LINE: f64 = 22.0;
/// The maximum number of lines in a label.
const LINES: usize = 6;
/// The aspect ratio (width over height) to aim for.
const ASPECT: f64 = 1.2;

/// Writes the graph as one DOT digraph, with nodes sorted by IRI and edges by their ends.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &PropertyGraph, look: &Look, mut out: &mut impl io::Write) -> io::Result<()> {
    if graph.topology().edge_count() > plain::LARGE {
        return plain::write(graph, &mut out);
    }
    let drawing = match look.panels {
        true => Drawing::in_panels(graph),
        false => Drawing::of(graph),
    };
    let all: BTreeSet<&str> = drawing.panels.iter().flat_map(iris).collect();
    let all: Vec<&str> = all.into_iter().collect();
    let short: BTreeMap<&str, String> = all.iter().copied().zip(names::shorten(&all)).collect();
    writeln!(out, "digraph {} {{", quoted(&drawing.title))?;
    write_defaults(&drawing, &graph.about.source, out)?;
    // Graphviz places the last cluster at the top.
    for (number, panel) in drawing.panels.iter().enumerate().rev() {
        // A node in several panels has a separate name in each; IRIs contain no spaces, so the names are unique.
        let name = |iri| match number {
            0 => short[iri].clone(),
            _ => format!("{} {}", short[iri], number + 1),
        };
        let names: Vec<String> = iris(panel).map(name).collect();
        write_panel(panel, number, &names, look.clusters, out)?;
    }
    if !drawing.legend.is_empty() {
        legend::write(&drawing.legend, out)?;
    }
    writeln!(out, "}}")
}

/// The IRIs of a panel's nodes.
fn iris(panel: &Panel) -> impl Iterator<Item = &str> {
    panel.nodes.iter().map(|node| node.iri.as_str())
}

/// Writes a panel; if it has a heading, in a cluster with the heading and the scale of its line widths.
fn write_panel(
    panel: &Panel,
    number: usize,
    names: &[String],
    clusters: bool,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let framed = !panel.heading.is_empty();
    if framed {
        let heading = markup(&wrap(&panel.heading, LINE * 2.0, 2, columns));
        writeln!(out, "  subgraph \"cluster (panel {number})\" {{")?;
        writeln!(
            out,
            "    label=<<B>{heading}</B>>; labeljust=l; fontsize=16; color=\"#999999\"; margin=14;"
        )?;
        let scale = legend::write_scale(&format!("(panel {number})"), "", &panel.scale, out)?;
        legend::write_row(&scale, out)?;
    }
    write_nodes(panel, number, names, clusters, out)?;
    for (edge, length) in panel.edges.iter().zip(lengths(panel)) {
        write_edge(edge, length, [&names[edge.source], &names[edge.target]], out)?;
    }
    if framed {
        writeln!(out, "  }}")?;
    }
    Ok(())
}

/// Writes the default attributes of the graph, of nodes and of edges.
fn write_defaults(drawing: &Drawing, source: &str, out: &mut impl io::Write) -> io::Result<()> {
    let font = "fontname=\"Helvetica,Arial,sans-serif\"";
    let lines = |text: &str| markup(&wrap(text, 90.0, 3, columns));
    let title = format!("<FONT POINT-SIZE=\"22\"><B>{}</B></FONT>", lines(&drawing.title));
    let footer = footer(drawing, source);
    writeln!(
        out,
        "  graph [rankdir=LR, nodesep=0.22, ranksep=0.9, pad=0.3, bgcolor=white, newrank=true, {font}];"
    )?;
    if title.contains("<B></B>") && footer.is_empty() {
        writeln!(out, "  graph [label=\"\"];")?;
    } else if footer.is_empty() {
        writeln!(out, "  graph [labelloc=t, label=<{title}>];")?;
    } else {
        let footer = format!("<FONT POINT-SIZE=\"11\" COLOR=\"#555555\">{footer}</FONT>");
        writeln!(
            out,
            "  graph [labelloc=t, label=<{}<BR/><FONT POINT-SIZE=\"6\"> </FONT><BR/>{footer}>];",
            title.replace("<B></B>", "<B> </B>")
        )?;
    }
    writeln!(
        out,
        "  node [style=filled, fontsize=13, margin=\"0.12,0.06\", height=0.4, {font}];"
    )?;
    writeln!(out, "  edge [fontsize=11, arrowsize=0.8, {font}];")
}

/// The lines below the title: the source, then the documents that captions refer to by number.
fn footer(drawing: &Drawing, source: &str) -> String {
    let several = drawing.documents.len() > 1;
    let documents = drawing.documents.iter().enumerate().map(|(at, document)| {
        if several {
            format!("{} {document}", at + 1)
        } else {
            document.clone()
        }
    });
    let lines = [source.to_owned()].into_iter().chain(documents);
    let lines = lines.map(|line| markup(&wrap(&line, 90.0, 3, columns)));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("<BR/>")
}

/// Writes the nodes, in order or in a cluster for each class.
fn write_nodes(
    panel: &Panel,
    number: usize,
    names: &[String],
    clusters: bool,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut classes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, node) in panel.nodes.iter().enumerate() {
        let class = if clusters { node.class.as_str() } else { "" };
        classes.entry(class).or_default().push(at);
    }
    for (at, (class, nodes)) in classes.into_iter().enumerate() {
        if !class.is_empty() {
            let label = markup(&wrap(class, LINE * 2.0, 2, columns));
            let cluster = match number {
                0 => at.to_string(),
                _ => format!("{at}_{}", number + 1),
            };
            writeln!(out, "  subgraph \"cluster_{cluster}\" {{")?;
            writeln!(
                out,
                "    label=<<B>{label}</B>>; labeljust=l; fontsize=12; style=\"rounded,filled\"; fillcolor=\"#f7f7f7\"; \
                 color=\"#cccccc\"; margin=12;"
            )?;
        }
        for node in nodes {
            write_node(&panel.nodes[node], &names[node], out)?;
        }
        if !class.is_empty() {
            writeln!(out, "  }}")?;
        }
    }
    Ok(())
}

/// Writes a node.
fn write_node(node: &DrawnNode, name: &str, out: &mut impl io::Write) -> io::Result<()> {
    let mut label = markup(&wrap(&node.label, LINE, LINES, columns));
    if !node.note.is_empty() {
        let note = markup(&wrap(&node.note, LINE + 4.0, 3, columns));
        label = format!("{label}<BR/><FONT POINT-SIZE=\"11\"><I>{note}</I></FONT>");
    }
    let measures = node.measures.iter();
    let measures = measures.map(|(name, value)| format!(", {}={}", quoted(name), quoted(value)));
    let url = match is_web(&node.iri) {
        true => format!(", URL={}", quoted_verbatim(&node.iri)),
        false => String::new(),
    };
    writeln!(
        out,
        "  {} [label=<{label}>, {}{url}{}, tooltip={}];",
        quoted(name),
        look(node.shape, &node.colour),
        measures.collect::<String>(),
        quoted_verbatim(&node.tooltip())
    )
}

/// The attributes for a shape and colour.
fn look(shape: Shape, colour: &str) -> String {
    let style = match shape {
        Shape::Box => ", style=\"filled,rounded\"",
        Shape::Open => ", style=\"filled,dashed\"",
        _ => "",
    };
    let (line, ink) = (darker(colour), ink(colour));
    format!(
        "shape={}{style}, fillcolor=\"{colour}\", color=\"{line}\", fontcolor=\"{ink}\"",
        shape.name()
    )
}

/// Writes an edge between named nodes; it spans at least `length` ranks.
fn write_edge(edge: &DrawnEdge, length: usize, ends: [&str; 2], out: &mut impl io::Write) -> io::Result<()> {
    let [source, target] = ends.map(quoted);
    let label = edge_label(edge);
    let label = if label.is_empty() {
        label
    } else {
        format!("label=<{label}>, ")
    };
    let url = match is_web(&edge.claim) {
        true => format!(", URL={}", quoted_verbatim(&edge.claim)),
        false => String::new(),
    };
    let length = if length > 1 {
        format!(", minlen={length}")
    } else {
        String::new()
    };
    let line = line(edge.hue, edge.directed, edge.stroke, edge.width);
    let tooltip = quoted_verbatim(&edge.tooltip);
    writeln!(
        out,
        "  {source} -> {target} [{label}{line}{length}{url}, tooltip={tooltip}];"
    )
}

/// The label of an edge: the amount in bold, with the caption beside it, or below it if the line would be too wide.
fn edge_label(edge: &DrawnEdge) -> String {
    let through = |text: String| match edge.struck && !text.is_empty() {
        true => format!("<S>{text}</S>"),
        false => text,
    };
    let amount = through(markup(&wrap(&edge.amount, LINE, 2, columns)));
    let mut caption = through(markup(&wrap(&edge.caption, LINE, 4, columns)));
    if let Some(number) = edge.document.filter(|_| !(caption.is_empty() && amount.is_empty())) {
        caption += &format!("<SUP>{number}</SUP>");
    }
    let label = match (amount.is_empty(), caption.is_empty()) {
        (true, _) => caption,
        (false, true) => format!("<B>{amount}</B>"),
        (false, false) => {
            let beside = columns(&edge.amount) + columns(&edge.caption) < LINE;
            format!("<B>{amount}</B>{}{caption}", if beside { " " } else { "<BR/>" })
        }
    };
    match markup(&wrap(&edge.remark, LINE, 4, columns)) {
        remark if remark.is_empty() => label,
        remark if label.is_empty() => format!("<I>{remark}</I>"),
        remark => format!("{label}<BR/><I>{remark}</I>"),
    }
}

/// The attributes of a line: its width in points, and an arrowhead if it is directed.
fn line(hue: Hue, directed: bool, stroke: Stroke, width: f64) -> String {
    let colour = hue.colour();
    let (style, drawn) = (stroke.name(), coloured(stroke, colour));
    let arrow = match hue.channel {
        _ if !directed => "dir=none",
        Channel::Speech => "arrowhead=vee",
        Channel::Money => "arrowhead=normal",
        Channel::Other => "arrowhead=empty",
    };
    format!(
        "style={style}, color=\"{drawn}\", fontcolor=\"{}\", penwidth={width:.1}, {arrow}",
        darker(colour)
    )
}

/// The colour of a line. Graphviz has no pattern besides dashes and dots: a risk that is covered is two lines beside each other, and so is what may be firm or not.
fn coloured(stroke: Stroke, colour: &str) -> String {
    match stroke {
        Stroke::Covered | Stroke::Broken => format!("{colour}:#ffffff:{colour}"),
        _ => colour.to_owned(),
    }
}

/// The minimum number of ranks that each edge spans. By default Graphviz would stack all neighbours of a hub in one
/// rank.
fn lengths(panel: &Panel) -> Vec<usize> {
    let (node, label) = (
        Size {
            width: 150.0,
            height: 80.0,
        },
        Size {
            width: 60.0,
            height: 30.0,
        },
    );
    let links = panel.edges.iter().map(|edge| Link {
        from: edge.source,
        to: edge.target,
        label,
        thickness: 1.0,
        rank: 0,
    });
    let links: Vec<Link> = links.collect();
    let columns = layered(&vec![node; panel.nodes.len()], &links, ASPECT, 0.0).columns;
    links
        .iter()
        .map(|link| columns[link.to].saturating_sub(columns[link.from]).max(1))
        .collect()
}

/// Lines as the content of an HTML-like label; backslashes are escaped, as Graphviz interprets them there.
fn markup(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| xml(line).replace('\\', "\\\\")).collect();
    lines.join("<BR/>")
}

/// A quoted DOT string; control characters, which some output formats of Graphviz cannot represent, become U+FFFD.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => quoted.push('\u{fffd}'),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A quoted DOT string that Graphviz does not interpret: its escapes and HTML entities are escaped.
fn quoted_verbatim(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '&' if entity(&text[at + 1..]) => safe.push_str("&amp;"),
            other => safe.push(other),
        }
    }
    quoted(&safe)
}

/// Whether a text, following `&`, would be an entity reference.
fn entity(text: &str) -> bool {
    let name = text
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    name > 0 && text.as_bytes().get(name) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use crate::view::Value;

    fn dot(graph: &PropertyGraph) -> String {
        samples::written(|out| write(graph, &Look::default(), out))
    }

    #[test]
    fn labels_cannot_break_out() {
        let mut graph = samples::funding();
        graph.about.title = "a \"b\" \\ <c>\u{1b}".to_owned();
        samples::node(
            &mut graph,
            "q\"x\\",
            "</TABLE>\"&lt;\u{0}",
            "]; evil",
            "box];",
            "#12345g",
        );
        let written = dot(&graph);
        assert!(written.starts_with("digraph \"a \\\"b\\\" \\\\ <c>\u{fffd}\" {"));
        assert!(written.contains(
            "\"q\\\"x\\\\\" [label=<&lt;/TABLE&gt;&quot;&amp;lt;\u{fffd}>, shape=ellipse, fillcolor=\"#eeeeee\""
        ));
    }

    #[test]
    fn entities_and_escapes_stay_as_they_are_written() {
        assert_eq!(
            quoted_verbatim("http://x/?a=1&b=2&eacute;\\N"),
            "\"http://x/?a=1&b=2&amp;eacute;\\\\N\""
        );
    }

    #[test]
    fn a_backslash_in_a_label_is_no_escape() {
        assert_eq!(markup(&["a\\Nb".to_owned()]), "a\\\\Nb");
    }

    #[test]
    fn a_label_that_is_cut_is_whole_in_the_tooltip() {
        let mut graph = samples::funding();
        let label = format!("{} \\N &amp; fin", "fonds ".repeat(60));
        graph.set_node(petgraph::graph::NodeIndex::new(2), "label", Value::Text(&label));
        let written = dot(&graph);
        assert!(written.contains("…>, shape=note"));
        let whole = label.replace('\\', "\\\\").replace('&', "&amp;");
        assert!(written.contains(&format!("tooltip=\"{whole} (fonds)\\nhttps://example.org/id/fonds\"];")));
    }

    #[test]
    fn every_claim_is_an_edge() {
        let mut graph = samples::funding();
        let (from, to) = (petgraph::graph::NodeIndex::new(0), petgraph::graph::NodeIndex::new(2));
        samples::edge("speech", "annonce", None, "", "dashed").add(&mut graph, from, to);
        samples::edge("speech", "annonce", None, "", "dashed").add(&mut graph, from, to);
        assert_eq!(dot(&graph).matches("\"macron\" -> \"fonds\"").count(), 3);
    }

    #[test]
    fn clusters_hold_the_nodes_of_a_class() {
        let look = Look {
            clusters: true,
            ..Look::default()
        };
        let written = samples::written(|out| write(&samples::funding(), &look, out));
        assert!(written.contains("  subgraph \"cluster_3\" {\n    label=<<B>personne</B>>;"));
        assert_eq!(written.matches("subgraph \"cluster_").count(), 4);
    }

    /// A graph with amounts in euros and in dollars.
    fn two_currencies() -> PropertyGraph {
        let mut graph = samples::funding();
        let (funder, fund) = (petgraph::graph::NodeIndex::new(1), petgraph::graph::NodeIndex::new(2));
        for amount in ["2000000", "900000000"] {
            samples::edge("money", "verse", Some(amount), "$", "dashed").add(&mut graph, funder, fund);
        }
        graph
    }

    #[test]
    fn a_scale_has_a_heading() {
        let written = dot(&two_currencies());
        assert!(
            written.contains("\"(legend) scale 0\" [style=\"\", fontsize=11")
                && written.contains("label=<trait, en $>")
        );
        assert!(written.contains("shape=underline, color=\"#0b6b50\", penwidth=2.7, label=<10\u{a0}M$>"));
        assert_eq!(written.matches("\"bpifrance\" [").count(), 1);
    }

    #[test]
    fn panels_have_nodes_of_their_own_and_the_same_iris() {
        let look = Look {
            panels: true,
            ..Look::default()
        };
        let written = samples::written(|out| write(&two_currencies(), &look, out));
        assert_eq!(written.matches("subgraph \"cluster (panel ").count(), 2);
        assert!(written.contains("label=<<B>En $</B>>"));
        assert!(written.contains("\"bpifrance\" -> \"fonds\"") && written.contains("\"bpifrance 2\" -> \"fonds 2\""));
        assert_eq!(written.matches("URL=\"https://example.org/id/bpifrance\"").count(), 2);
    }

    #[test]
    fn an_edge_that_holds_both_ways_has_no_arrowhead() {
        let written = dot(&samples::both_ways(1));
        assert_eq!(written.matches("dir=none").count(), 2, "it and its sample");
        assert!(written.contains("penwidth=1.2, dir=none, ") && written.contains("penwidth=1.2, arrowhead=empty, "));
    }

    #[test]
    fn a_note_is_a_second_line() {
        let mut graph = samples::funding();
        let fund = petgraph::graph::NodeIndex::new(2);
        graph.set_node(fund, "note", Value::Text("financeur non nommé"));
        assert!(dot(&graph).contains("<BR/><FONT POINT-SIZE=\"11\"><I>financeur non nommé</I></FONT>>"));
    }
}
