use super::*;
use crate::export::samples;
use crate::view::{About, Value};
use petgraph::graph::NodeIndex;
use proptest::prelude::*;

fn chart(graph: &PropertyGraph) -> String {
    samples::written(|out| write(graph, out))
}

/// Decodes Mermaid's escapes.
fn unescaped(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::new();
    while let Some((before, after)) = rest.split_once('#') {
        plain.push_str(before);
        let (number, after) = after.split_once(';').expect("an escape ends");
        plain.extend(char::from_u32(number.parse().expect("a number")));
        rest = after;
    }
    plain + rest
}

/// The visible form of a text: trimmed, and with controls replaced.
fn shown(text: &str) -> String {
    text.trim().chars().map(visible).collect()
}

/// The quoted strings of a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

#[test]
fn nodes_have_shapes_and_edges_have_amounts() {
    let written = chart(&samples::funding());
    let has = |line: &str| assert!(written.lines().any(|found| found == line), "{line}\n{written}");
    has("---");
    has("title: \"Annonces\"");
    has("flowchart LR");
    has("  n_macron([\"Emmanuel Macron\"]):::c2");
    has("  n_bpifrance(\"Bpifrance\"):::c0");
    has("  n_fonds[\"Fonds pour les start-up\"]:::c1");
    has("  n_bpifrance -.->|\"<b>50\u{a0}M€</b> finance\"| n_fonds");
    has("  classDef c0 fill:#a3b18a,stroke:#59614b,color:#1a1a1a");
    has("  subgraph legend[\"Légende<br/>plus le montant est grand, plus le trait est épais\"]");
    has("  end");
}

#[test]
fn each_edge_has_one_style() {
    let written = chart(&samples::funding());
    let styles = written.lines().filter_map(|line| line.strip_prefix("  linkStyle "));
    let mut numbers: Vec<usize> = styles
        .flat_map(|line| line.split(' ').next().unwrap_or_default().split(','))
        .map(|number| number.parse().expect("a number"))
        .collect();
    numbers.sort_unstable();
    let links = written
        .lines()
        .filter(|line| line.contains("--") || line.contains("-.-"))
        .count()
        - 2;
    assert_eq!(numbers, (0..links).collect::<Vec<_>>());
}

#[test]
fn an_edge_that_holds_both_ways_has_no_arrowhead() {
    let written = chart(&samples::both_ways(1));
    assert!(written.contains("  n_b --> n_a\n") || written.contains("  n_b -->|"));
    assert!(written.contains("  n_a --- n_b\n") || written.contains("  n_a ---|"));
}

#[test]
fn a_note_is_a_second_line() {
    let mut graph = samples::funding();
    graph.set_node(NodeIndex::new(2), "note", Value::Text("financeur non nommé"));
    assert!(chart(&graph).contains("<br/><i>financeur non nommé</i>\"]"));
}

#[test]
fn what_means_something_to_mermaid_is_escaped() {
    for (text, wanted) in [
        ("end", "end"),
        (
            "a \"b\" #35; `c` **d** <e>",
            "a #34;b#34; #35;35#59; #96;c#96; #42;#42;d#42;#42; #60;e#62;",
        ),
        ("La Direction LR", "La Direction#32;LR"),
        ("style x:y #z;", "style x#58;y #35;z#59;"),
        ("1. one", "1#46; one"),
        ("- one", "#45; one"),
        ("https://www.example.org", "https#58;//www#46;example.org"),
        ("100 %%", "100 #37;#37;"),
        ("25 %, 1.5", "25 %, 1.5"),
        ("\u{202e}abc\0", "#8238;abc\u{fffd}"),
        ("a\u{b}b\u{85}c", "a b c"),
        ("ﬂ°°38¶ß", "#64258;°°38#182;ß"),
        ("👩‍🚀 مرحبا", "👩‍🚀 مرحبا"),
        (" \t", ""),
    ] {
        assert_eq!(escaped(text), wanted);
    }
}

#[test]
fn names_stay_different_and_mean_nothing() {
    let names = ["end", "a-b", "a--b", "-a", "a-", "a_b", "a/b", "é", "a_2d_b", "x 2"];
    let safe: Vec<String> = names.iter().map(|name| node_name(name)).collect();
    assert_eq!(
        safe,
        [
            "n_end",
            "n_a-b",
            "n_a-_2d_b",
            "n__2d_a",
            "n_a_2d_",
            "n_a_5f_b",
            "n_a_2f_b",
            "n__e9_",
            "n_a_5f_2d_5f_b",
            "n_x_20_2"
        ]
    );
}

#[test]
fn what_mermaid_would_refuse_is_refused() {
    let mut graph = PropertyGraph::default();
    let [from, to] = ["a", "b"].map(|key| graph.add_node(key));
    for _ in 0..MOST_EDGES - 1 {
        graph.add_edge(from, to);
    }
    // The legend has one as well.
    assert_eq!(chart(&graph).matches(" --> ").count(), MOST_EDGES - 1);
    graph.add_edge(from, to);
    let refused = write(&graph, &mut Vec::new())
        .expect_err("the legend's is one too many")
        .to_string();
    assert!(
        refused.contains("at most 500 edges, the legend's included, and this view has 501: "),
        "{refused}"
    );
    graph.add_edge(from, to);
    let refused = write(&graph, &mut Vec::new())
        .expect_err("one edge too many")
        .to_string();
    assert!(
        refused.contains("at most 500 edges, and this view has 501: "),
        "{refused}"
    );
    let mut graph = samples::funding();
    graph.set_node(NodeIndex::new(2), "label", Value::Text(&"é".repeat(MOST_TEXT)));
    assert!(write(&graph, &mut Vec::new()).is_err());
}

proptest! {
    #[test]
    fn any_labels_come_through(labels in prop::collection::vec(
        prop_oneof!["\\PC{0,30}", "[\"#;<&>`*_%\\[\\]{}|\\\\\n\u{0}\u{202e}ﬂ°¶ß]{1,9}", "(direction|style|end|www|1)[ .:)]{1,2}(LR|TB|#x;)?"],
        2..6,
    )) {
        let about = About { title: labels[0].clone(), source: labels[1].clone(), ..About::default() };
        let mut graph = PropertyGraph::new(about);
        let nodes: Vec<_> = labels.iter().enumerate().map(|(index, label)| {
            let node = graph.add_node(&format!("https://e.org/{index}"));
            graph.set_node(node, "label", Value::Text(label));
            node
        }).collect();
        for (pair, label) in nodes.windows(2).zip(&labels) {
            let edge = graph.add_edge(pair[0], pair[1]);
            graph.set_edge(edge, "label", Value::Text(label));
        }
        let written = chart(&graph);
        for (index, label) in labels.iter().enumerate() {
            let start = format!("  n_{index}([\"");
            let line = written.lines().find(|line| line.starts_with(&start)).expect("a line for each node");
            prop_assert!(line.ends_with("\"]):::c0"));
            let label = label.trim().replace(['\n', '\r', '\t'], " ");
            let label = if label.is_empty() { format!("https://e.org/{index}") } else { label };
            prop_assert_eq!(quoted(line).into_iter().map(unescaped).collect::<Vec<_>>(), [shown(&label)]);
        }
        let links = written.lines().filter(|line| line.starts_with("  n_") && line.contains(" --> ") | line.contains(" -->|"));
        prop_assert_eq!(links.count(), labels.len() - 1);
    }
}
