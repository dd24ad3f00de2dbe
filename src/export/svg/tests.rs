//! Tests of the SVG writer.

use super::*;
use crate::export::samples;
use crate::view::Value;
use layout::Choice;

fn svg(graph: &PropertyGraph) -> String {
    let mut graph = graph.clone();
    graph.about.source = "Source : articles de presse".to_owned();
    samples::written(|out| write(&graph, &Look::default(), out))
}

#[test]
fn the_same_graph_gives_the_same_bytes_in_any_order_of_rows() {
    let graph = samples::funding();
    let mut other = PropertyGraph::new(graph.about.clone());
    let nodes: Vec<_> = graph.nodes().collect();
    for node in nodes.iter().rev() {
        let added = other.add_node(node.iri());
        other.set_node(added, "label", Value::Text(node.label()));
        node.attributes()
            .for_each(|(name, value)| other.set_node(added, name, value));
    }
    let edges: Vec<_> = graph.edges().collect();
    for edge in edges.iter().rev() {
        let [from, to] = [edge.source(), edge.target()].map(|node| other.add_node(node.iri()));
        let added = other.add_edge(from, to);
        other.set_edge(added, "kind", Value::Text(edge.kind()));
        other.set_edge(added, "label", Value::Text(edge.label()));
        if let Some(weight) = edge.weight() {
            other.set_edge(added, "weight", Value::Decimal(weight));
        }
        edge.attributes()
            .for_each(|(name, value)| other.set_edge(added, name, value));
    }
    assert_eq!(svg(&graph), svg(&other));
}

#[test]
fn hostile_labels_stay_text() {
    let mut graph = samples::funding();
    graph.about.title = "</title><script>\u{0}".to_owned();
    let node = petgraph::graph::NodeIndex::new(0);
    let label = "<b>\"&'\u{1f}\u{202e}".to_owned() + &"é".repeat(10_000);
    graph.set_node(node, "label", Value::Text(&label));
    graph.set_node(node, "colour", Value::Text("\"/><script"));
    let written = svg(&graph);
    assert!(!written.contains("<script") && !written.contains('\u{1f}') && written.contains('…'));
    assert!(written.contains("aria-label=\"&lt;/title&gt;&lt;script&gt;\u{fffd}\""));
}

#[test]
fn speech_and_money_differ() {
    let written = svg(&samples::funding());
    assert!(written.contains("marker-end=\"url(#speech)\"") && written.contains("marker-end=\"url(#money)\""));
    assert!(written.contains(">50\u{a0}M€</tspan>") && written.contains("paint-order=\"stroke\""));
}

#[test]
fn parallel_edges_share_a_curve_and_keep_their_claims() {
    let mut graph = samples::funding();
    let (from, to) = (petgraph::graph::NodeIndex::new(1), petgraph::graph::NodeIndex::new(2));
    samples::edge("money", "verse", Some("70000000"), "€", "dashed").add(&mut graph, from, to);
    samples::edge("other", "se réforme", None, "", "solid").add(&mut graph, from, from);
    let written = svg(&graph);
    assert_eq!(
        written.matches("stroke=\"#0b6b50\"").count(),
        5,
        "two curves, a sample, a scale of two"
    );
    assert!(written.contains("claim/finance-dashed") && written.contains("claim/verse-dashed"));
}

#[test]
fn an_edge_that_holds_both_ways_has_no_arrowhead() {
    let heads = |count| svg(&samples::both_ways(count)).matches("marker-end=").count();
    assert_eq!([heads(0), heads(1), heads(2)], [3, 2, 0], "edges, and samples of them");
    let written = svg(&samples::both_ways(1));
    assert!(written.contains(">other link</text>") || written.contains(">other link: partage</text>"));
    assert!(written.contains("a — b") && written.contains("b → a"));
}

#[test]
fn captions_have_the_numbers_of_their_documents() {
    let mut graph = samples::funding();
    for (edge, title) in [(0, "Le Monde"), (1, "L’Usine"), (2, "Le Monde")] {
        graph.set_edge(petgraph::graph::EdgeIndex::new(edge), "document", Value::Text(title));
    }
    let written = svg(&graph);
    assert!(written.contains(">1 Le Monde</text>") && written.contains(">2 L’Usine</text>"));
    assert_eq!(written.matches("font-size=\"8.5\">1</tspan>").count(), 1);
}

#[test]
fn a_withdrawn_claim_is_struck_through_with_its_words() {
    let mut graph = samples::funding();
    let first = petgraph::graph::EdgeIndex::new(0);
    assert!(
        !svg(&graph).contains("annonce</tspan>"),
        "the words of all are in the legend"
    );
    graph.set_edge(first, "status", Value::Text("retiré"));
    let written = svg(&graph);
    assert_eq!(written.matches(" class=\"struck\">annonce</tspan>").count(), 1);
    assert_eq!(written.matches("<path class=\"strike\"").count(), 1);
    assert!(!written.contains("line-through"), "its halo would cut the letters");
    assert!(written.contains(", retiré"), "the tooltip says why");
}

#[test]
fn each_unit_has_a_panel_with_a_heading_and_a_scale_of_its_own() {
    let mut graph = samples::funding();
    let one = svg(&graph);
    assert!(one.contains(">trait, en €</text>") && !one.contains(">En €</text>"));
    let (from, to) = (petgraph::graph::NodeIndex::new(1), petgraph::graph::NodeIndex::new(2));
    for amount in ["2000000", "900000000"] {
        samples::edge("money", "verse", Some(amount), "$", "dashed").add(&mut graph, from, to);
    }
    let written = svg(&graph);
    assert!(written.contains(">En €</text>") && written.contains(">En $</text>") && !written.contains("trait, en"));
    assert!(written.contains(">10\u{a0}M$</text>") && written.contains(">50\u{a0}M€</text>"));
    assert_eq!(written.matches("<title>Bpifrance (").count(), 2, "it stands in both");
    assert_eq!(written.matches("<title>Mistral AI (").count(), 1);
}

#[test]
fn force_leads_curves_from_border_to_border() {
    let look = Look {
        layout: Choice::Force,
        ..Look::default()
    };
    let written = samples::written(|out| write(&samples::funding(), &look, out));
    assert_eq!(written.matches(" Q").count(), 3);
    assert!(!written.contains("NaN") && !written.contains("inf"));
}

#[test]
fn captions_without_room_are_counted_and_stay_in_the_tooltips() {
    let mut graph = PropertyGraph::default();
    let nodes: Vec<_> = (0..24)
        .map(|n| graph.add_node(&format!("https://example.org/id/{n}")))
        .collect();
    for (at, from) in nodes.iter().enumerate() {
        for (further, to) in nodes.iter().enumerate().skip(at + 1) {
            let label = format!("relation {at}-{further}");
            samples::edge("other", &label, None, "", "solid").add(&mut graph, *from, *to);
        }
    }
    let (from, to) = (nodes[3], nodes[17]);
    samples::edge("money", "verse", Some("70000000"), "€", "solid").add(&mut graph, from, to);
    let look = Look {
        layout: Choice::Force,
        ..Look::default()
    };
    let written = samples::written(|out| write(&graph, &look, out));
    let silent = written.split("lines without a caption, for want of room: ").nth(1);
    let silent: usize = silent
        .and_then(|rest| rest.split('<').next()?.parse().ok())
        .expect("a number");
    assert_eq!(written.matches(">relation ").count() + silent, 276);
    assert!(silent > 50, "{silent}");
    assert_eq!(
        written.matches(" font-weight=\"bold\">").count(),
        2,
        "the heading and the amount"
    );
    assert!((0..23).all(|at| written.contains(&format!("relation {at}-23, solid"))));
}

#[test]
fn an_empty_graph_is_a_picture_too() {
    let written = svg(&PropertyGraph::default());
    assert!(written.ends_with("</svg>\n") && written.contains("articles de presse"));
}

#[test]
fn coordinates_have_one_decimal() {
    assert_eq!([1.25, -0.04, 3.0, -2.56].map(number), ["1.3", "0", "3", "-2.6"]);
}

/// The ends of the lines with an arrowhead.
fn heads(svg: &str) -> Vec<(f64, f64)> {
    let drawn = svg.split("</defs>").nth(1).expect("a picture");
    let lines = drawn.split("<path data-edges").skip(1).filter_map(|rest| {
        let (path, rest) = rest.split_once(" d=\"")?.1.split_once('"')?;
        rest.split_once('>')?.0.contains("marker-end").then_some(path)
    });
    let ends = lines.filter_map(|path| {
        let (before, x) = path.rsplit_once('H')?;
        let y = before.rsplit_once([',', 'M'])?.1;
        Some((x.parse().ok()?, y.trim().parse().ok()?))
    });
    ends.collect()
}

#[test]
fn no_two_arrowheads_touch_however_many_lines_end_in_one_node() {
    for (count, shape) in [
        (2, "box"),
        (5, "ellipse"),
        (9, "hexagon"),
        (40, "note"),
        (25, "diamond"),
    ] {
        let mut graph = PropertyGraph::default();
        let fund = samples::node(&mut graph, "fund", "the fund", "fund", shape, "#ffc078");
        for payer in 0..count {
            let iri = format!("payer-{payer}");
            let payer_node = samples::node(&mut graph, &iri, &iri, "payer", "box", "#a3b18a");
            for (style, amount) in [("solid", "5"), ("dashed", "900000000")] {
                samples::edge("money", "pays", Some(amount), "€", style).add(&mut graph, payer_node, fund);
            }
        }
        let look = Look {
            numbered: true,
            ..Look::default()
        };
        let heads = heads(&samples::written(|out| write(&graph, &look, out)));
        assert_eq!(heads.len(), 2 * count, "a bundle for each style");
        for (at, one) in heads.iter().enumerate() {
            for other in &heads[at + 1..] {
                let [right, down] = [one.0 - other.0, one.1 - other.1].map(f64::abs);
                assert!(
                    right >= 10.0 || down >= 10.0,
                    "{count} payers, {shape}: heads at {one:?} and {other:?}"
                );
            }
        }
    }
}
