//! Tests of the GEXF output, as a reader parses it.

use super::*;
use crate::export::samples;
use crate::view::About;

fn gexf(graph: &PropertyGraph) -> String {
    let mut out = Vec::new();
    write(graph, &Options::default(), &mut out).expect("memory takes all");
    String::from_utf8(out).expect("UTF-8")
}

/// Two nodes, with an edge for each pair of dates and weight.
fn dated(edges: &[(&str, &str, &str)]) -> PropertyGraph {
    let mut graph = PropertyGraph::new(About::default());
    let [from, to] = ["from", "to"].map(|end| graph.add_node(&format!("https://example.org/id/{end}")));
    for (start, end, weight) in edges {
        let edge = graph.add_edge(from, to);
        graph.set_edge(edge, "kind", Value::Text("funds"));
        for (name, date) in [("start", start), ("end", end)] {
            if !date.is_empty() {
                graph.set_edge(edge, name, Value::Date(date));
            }
        }
        if !weight.is_empty() {
            graph.set_edge(edge, "weight", Value::Decimal(weight));
        }
    }
    graph
}

#[test]
fn one_unit_is_the_weight_and_its_amounts_are_exact() {
    let written = gexf(&samples::funding());
    assert!(written.contains(" kind=\"money\" label=\"finance\" weight=\"50000000\">"));
    assert!(written.contains("title=\"amount\" type=\"double\"/>"));
    assert!(written.contains("title=\"amount_exact\" type=\"string\"/>"));
    assert!(
        written.contains(
            "<viz:color r=\"242\" g=\"193\" b=\"78\"/><viz:size value=\"33.09\"/><viz:shape value=\"disc\"/>"
        )
    );
}

#[test]
fn an_edge_that_holds_both_ways_says_so_as_far_as_readers_bear_it() {
    let written = gexf(&samples::both_ways(2));
    assert!(written.contains("<graph defaultedgetype=\"undirected\" mode="));
    assert!(!written.contains(" type=\"undirected\""));
    assert!(written.contains(" kind=\"other\"") && written.contains(" kind=\"other 2\""));
    let written = gexf(&samples::both_ways(1));
    assert!(written.contains("<graph defaultedgetype=\"directed\" mode=") && !written.contains(" type=\"undirected\""));
    assert!(written.contains("title=\"directed\" type=\"boolean\"/>"));
}

#[test]
fn several_units_have_amounts_and_no_weight() {
    let mut graph = samples::funding();
    let nodes: Vec<_> = graph.nodes().map(|node| node.index).collect();
    samples::edge("money", "part", Some("41.370"), "%", "solid").add(&mut graph, nodes[0], nodes[3]);
    let written = gexf(&graph);
    assert!(!written.contains(" weight="));
    assert!(written.contains("title=\"amount %\" type=\"double\"/>") && written.contains("title=\"amount €_exact\""));
    assert!(written.contains(" value=\"41.370\"/></attvalues><viz:thickness value=\"4.50\"/>"));
}

#[test]
fn dates_are_days_and_keep_their_precision() {
    let written = gexf(&dated(&[
        ("2024", "2024-02", ""),
        ("2024-05-06", "", ""),
        ("", "2023", ""),
    ]));
    assert!(written.contains("mode=\"dynamic\" timeformat=\"date\""));
    assert!(written.contains(" kind=\"funds\" start=\"2024-01-01\" end=\"2024-02-29\"><attvalues>"));
    assert!(
        written.contains(
            "value=\"2024\"/><attvalue for=\"2\" value=\"2024-02\"/><attvalue for=\"3\" value=\"year/month\"/>"
        )
    );
    assert!(written.contains(" kind=\"funds 2\" start=\"2024-05-06\"><attvalues>"));
    assert!(written.contains(" kind=\"funds 3\" end=\"2023-12-31\"><attvalues>"));
    let backwards = gexf(&dated(&[("2024", "2023", "")]));
    assert!(backwards.contains(" kind=\"funds\"><attvalues>") && backwards.contains("value=\"2023\"/>"));
}

#[test]
fn a_date_outside_of_the_calendar_leaves_no_interval() {
    let written = gexf(&dated(&[
        ("-0044-03", "2024", ""),
        ("0000", "", ""),
        ("2024", "12024", ""),
    ]));
    assert!(!written.contains(" start=\"") && !written.contains(" end=\""));
    assert!(written.contains("value=\"-0044-03\"/>") && written.contains("value=\"12024\"/>"));
    assert!(gexf(&dated(&[("", "", "1")])).contains(" mode=\"static\">"));
}

#[test]
fn what_is_no_number_is_no_weight() {
    let written = gexf(&dated(&[("", "", "12"), ("", "", "many")]));
    assert!(!written.contains(" weight=") && written.contains("title=\"amount\" type=\"string\"/>"));
    assert!(written.contains(" value=\"many\"/>"));
}

#[test]
fn types_hold_all_values_and_names_are_not_taken() {
    let mut graph = dated(&[("", "", ""), ("", "", "")]);
    let edges: Vec<_> = graph.edges().map(|edge| edge.index).collect();
    for (name, one, two) in [
        ("Size", Value::Integer("1"), Value::Integer("2147483648")),
        (
            "digits",
            Value::Integer("1"),
            Value::Integer("123456789012345678901234567890"),
        ),
        ("share", Value::Decimal("0.5"), Value::Integer("2")),
        ("exact", Value::Decimal("0.5"), Value::Decimal("0.12345678901234567890")),
        ("proof", Value::Boolean(true), Value::Boolean(false)),
        (
            "page",
            Value::Iri("https://example.org/?a=1&b=2"),
            Value::Iri("https://example.org/"),
        ),
    ] {
        graph.set_edge(edges[0], name, one);
        graph.set_edge(edges[1], name, two);
    }
    graph.set_edge_list(edges[0], "claims", ["a, b", "c"]);
    let types = |written: &str| -> Vec<String> {
        let lines = written.lines().filter(|line| line.starts_with("<attribute "));
        lines
            .map(|line| line.split('"').skip(3).step_by(2).take(2).collect::<Vec<_>>().join(" "))
            .collect()
    };
    let written = gexf(&graph);
    let expected = [
        "Size_ long",
        "claims liststring",
        "digits double",
        "digits_exact string",
        "exact double",
        "exact_exact string",
        "page string",
        "proof boolean",
        "share double",
        "relation string",
    ];
    assert_eq!(types(&written), expected);
    assert!(written.contains(" value=\"[&quot;a, b&quot;, &quot;c&quot;]\"/>"));
}

#[test]
fn where_it_comes_from_stands_at_the_top() {
    let mut graph = samples::funding();
    graph.about = About {
        title: "Qui paie".to_owned(),
        source: "Source : a & b".to_owned(),
        creator: "C".to_owned(),
        modified: Some("2024-05".to_owned()),
        ..About::default()
    };
    let options = Options {
        positions: vec![(0.5, -1.0), (f64::NAN, 0.0)],
        ..Options::default()
    };
    let mut out = Vec::new();
    write(&graph, &options, &mut out).expect("memory takes all");
    let written = String::from_utf8(out).expect("UTF-8");
    let meta = "<meta lastmodifieddate=\"2024-05-01\">\n<creator>C</creator>\n<description>Qui paie. Source : a &amp; b</description>\n</meta>";
    assert!(written.contains(meta));
    assert!(
        written.contains("<viz:position x=\"0.5\" y=\"-1\" z=\"0\"/>") && written.matches("viz:position").count() == 1
    );
}
