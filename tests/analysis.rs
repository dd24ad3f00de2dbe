//! Measures of graphs: equal to those of networkx (tests/fixtures/analysis.json), reproducible, and refused if too
//! slow.
//!
//! `SOURCIER_ANALYSIS_OUT=FILE cargo test --test integration analysis::` writes the values of many graphs into a file,
//! for `scripts/interop.d/analysis.py check FILE`, which compares them with networkx and igraph.

use petgraph::graph::{DiGraph, NodeIndex};
use serde_json::{Value, json};
use sourcier::analysis::{
    Amounts, AnalysisError, Direction, Measure, Options, Side, Values, betweenness, check_weights, closeness, columns,
    communities, core_number, degree, joints, modularity, pagerank, shortest_paths, strong_components, weak_components,
    weighted_degree,
};
use std::collections::BTreeSet;
use text::Decimal;

const TOLERANCE: f64 = 1e-9;

struct Example {
    graph: DiGraph<(), ()>,
    weights: Vec<f64>,
}

fn graph(nodes: usize, edges: &[(usize, usize)]) -> DiGraph<(), ()> {
    let mut graph = DiGraph::new();
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (from, to) in edges {
        graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), ());
    }
    graph
}

/// The fixture's graphs, with the values of networkx.
fn fixture() -> Vec<(Value, Example)> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/analysis.json")).unwrap();
    let fixture: Value = serde_json::from_str(&text).unwrap();
    let graphs = fixture["graphs"].as_array().unwrap().iter();
    let read = |found: &Value| {
        let index = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let pair = |edge: &Value| (index(&edge[0]), index(&edge[1]));
        let edges: Vec<_> = found["edges"].as_array().unwrap().iter().map(pair).collect();
        let weights = found["weights"].as_array().unwrap().iter();
        let example = Example {
            graph: graph(index(&found["nodes"]), &edges),
            weights: weights.map(|weight| weight.as_f64().unwrap()).collect(),
        };
        (found.clone(), example)
    };
    graphs.map(read).collect()
}

/// Random multigraphs with parallel edges, self-loops, isolated nodes and several components.
fn examples(count: u64) -> Vec<Example> {
    let mut state = 0_u64;
    let mut dice = move |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % sides
    };
    let mut examples = Vec::new();
    for _ in 0..count {
        let nodes = 2 + dice(60);
        let parts = 1 + dice(3);
        let mut edges = Vec::new();
        for _ in 0..dice(3 * nodes) {
            let from = dice(nodes);
            let to = if dice(16) == 0 {
                from
            } else {
                dice(nodes) / parts * parts + from % parts
            };
            let edge = (from, to.min(nodes - 1));
            edges.push(edge);
            if dice(7) == 0 {
                edges.push(if dice(2) == 0 { edge } else { (edge.1, edge.0) });
            }
        }
        let weights = edges.iter().map(|_| [0.5, 1.0, 2.0, 3.25, 10.0][dice(5)]).collect();
        let graph = graph(nodes, &edges);
        examples.push(Example { graph, weights });
    }
    examples
}

/// All measures of a graph.
fn values(example: &Example) -> Value {
    let Example { graph, weights } = example;
    let joints = joints(graph);
    let bridges: Vec<_> = joints.bridges.iter().map(|edge| edge.index()).collect();
    let exact = |weight: &f64| Decimal::parse(&weight.to_string());
    let amounts = Amounts {
        unit: "€".to_owned(),
        of_edge: weights.iter().map(exact).collect(),
    };
    let sums = |side| -> Vec<f64> {
        let sums = weighted_degree(graph, &amounts, side).unwrap();
        let number = |sum: Option<Decimal>| sum.map_or(0.0, |sum| sum.to_string().parse().unwrap());
        sums.into_iter().map(number).collect()
    };
    let (plain, weighted) = (communities(graph, None, 1), communities(graph, Some(weights), 1));
    json!({
        "degree": degree(graph, Side::Both),
        "in_degree": degree(graph, Side::In),
        "out_degree": degree(graph, Side::Out),
        "weighted_degree": sums(Side::Both),
        "weighted_in_degree": sums(Side::In),
        "weighted_out_degree": sums(Side::Out),
        "betweenness": betweenness(graph, Direction::Ignored),
        "betweenness_directed": betweenness(graph, Direction::Followed),
        "closeness": closeness(graph, Direction::Ignored),
        "closeness_directed": closeness(graph, Direction::Followed),
        "pagerank": pagerank(graph, None),
        "pagerank_weighted": pagerank(graph, Some(weights)),
        "core": core_number(graph),
        "component": weak_components(graph),
        "strong_component": strong_components(graph),
        "articulation": joints.articulation,
        "bridges": bridges,
        "community": plain.of_node,
        "modularity": plain.modularity,
        "community_weighted": weighted.of_node,
        "modularity_weighted": weighted.modularity,
    })
}

fn paths(graph: &DiGraph<(), ()>, from: usize, to: usize, k: usize, direction: Direction) -> Vec<Vec<usize>> {
    let found = shortest_paths(graph, NodeIndex::new(from), NodeIndex::new(to), k, direction);
    found
        .into_iter()
        .map(|path| path.into_iter().map(NodeIndex::index).collect())
        .collect()
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| f64::from(u8::from(value.as_bool().unwrap())))
}

#[test]
fn every_measure_is_that_of_networkx() {
    let mut compared = 0;
    for (found, example) in fixture() {
        let ours = values(&example);
        for (name, theirs) in found["values"].as_object().unwrap() {
            let (ours, theirs) = (ours[name].as_array().unwrap(), theirs.as_array().unwrap());
            assert_eq!(ours.len(), theirs.len(), "{name} of {}", found["name"]);
            for (node, (one, other)) in ours.iter().zip(theirs).enumerate() {
                let differs = (number(one) - number(other)).abs();
                assert!(
                    differs <= TOLERANCE,
                    "{name} of node {node} in {}: {one}, not {other}",
                    found["name"]
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 5_000, "only {compared} values were compared");
}

#[test]
fn the_shortest_paths_come_first_and_those_of_one_length_in_order() {
    let mut compared = 0;
    for (found, Example { graph, .. }) in fixture() {
        for asked in found["paths"].as_array().unwrap() {
            let index = |name: &str| usize::try_from(asked[name].as_u64().unwrap()).unwrap();
            let is_directed = asked["directed"].as_bool().unwrap();
            let direction = if is_directed {
                Direction::Followed
            } else {
                Direction::Ignored
            };
            let ours = paths(&graph, index("from"), index("to"), index("k"), direction);
            assert_eq!(json!(ours), asked["paths"], "{} {asked}", found["name"]);
            compared += ours.len();
        }
    }
    assert!(compared > 100, "only {compared} paths were compared");
}

#[test]
fn communities_hang_together_and_no_node_gains_by_leaving_alone() {
    for Example { graph, weights } in examples(60) {
        for weights in [None, Some(weights.as_slice())] {
            let found = communities(&graph, weights, 7);
            let again = communities(&graph, weights, 7);
            assert_eq!(found, again);
            assert_eq!(found.of_node.iter().collect::<BTreeSet<_>>().len(), found.count);
            assert!((modularity(&graph, weights, &found.of_node) - found.modularity).abs() < TOLERANCE);
            let mut within = graph.clone();
            within.retain_edges(|graph, edge| {
                let (from, to) = graph.edge_endpoints(edge).unwrap();
                found.of_node[from.index()] == found.of_node[to.index()]
            });
            assert_eq!(weak_components(&within), found.of_node, "a community is in parts");
            for node in 0..graph.node_count() {
                let mut other = found.of_node.clone();
                for group in 0..=u32::try_from(found.count).unwrap() {
                    other[node] = group;
                    assert!(modularity(&graph, weights, &other) <= found.modularity + TOLERANCE);
                }
            }
        }
    }
}

#[test]
fn the_karate_club_has_its_best_known_communities() {
    let (_, example) = fixture()
        .into_iter()
        .find(|(found, _)| found["name"] == "Zachary's karate club")
        .unwrap();
    let found = communities(&example.graph, None, 1);
    assert_eq!(found.count, 4);
    assert!((found.modularity - 0.419_789_6).abs() < 1e-7, "{}", found.modularity);
}

#[test]
fn pageranks_sum_to_one() {
    for Example { graph, weights } in examples(40) {
        for weights in [None, Some(weights.as_slice())] {
            let sum: f64 = pagerank(&graph, weights).iter().sum();
            assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        }
    }
}

#[test]
fn amounts_are_summed_exactly_and_unit_by_unit() {
    let graph = graph(4, &[(0, 1), (0, 1), (0, 1), (2, 2)]);
    let decimal = |text: &str| Decimal::parse(text);
    let amounts = vec![
        Amounts {
            unit: "€".to_owned(),
            of_edge: vec![decimal("0.1"), decimal("0.2"), None, decimal("5")],
        },
        Amounts {
            unit: String::new(),
            of_edge: vec![None, None, decimal("7"), None],
        },
    ];
    let options = Options {
        amounts,
        ..Options::default()
    };
    let columns = columns(&graph, &[Measure::WeightedDegree], &options).unwrap();
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    let sides = ["weighted_degree", "weighted_in_degree", "weighted_out_degree"];
    let expected: Vec<_> = [" €", ""]
        .iter()
        .flat_map(|unit| sides.map(|side| format!("{side}{unit}")))
        .collect();
    assert_eq!(names, expected);
    let Values::Decimal(sums) = &columns[0].values else {
        panic!("sums are decimals")
    };
    assert_eq!(sums, &[decimal("0.3"), decimal("0.3"), decimal("10"), None]);
    let Values::Decimal(sums) = &columns[5].values else {
        panic!("sums are decimals")
    };
    assert_eq!(sums, &[decimal("7"), None, None, None]);
}

#[test]
fn a_sum_beyond_38_digits_is_an_error() {
    let largest = Decimal::parse("99999999999999999999999999999999999999");
    assert!(largest.is_some());
    let amounts = Amounts {
        unit: "€".to_owned(),
        of_edge: vec![largest, largest],
    };
    let found = weighted_degree(&graph(2, &[(0, 1), (0, 1)]), &amounts, Side::Out);
    assert_eq!(found, Err(AnalysisError::Sum { unit: "€".to_owned() }));
}

#[test]
fn what_would_take_too_long_is_refused_and_nothing_else() {
    let mut large = graph(60_000, &[]);
    for node in 1..60_000 {
        large.add_edge(NodeIndex::new(node / 2), NodeIndex::new(node), ());
    }
    for measure in Measure::ALL {
        let found = columns(&large, &[measure], &Options::default());
        assert_eq!(found.is_err(), measure.walks_from_each(), "{}", measure.name());
    }
}

#[test]
fn weights_are_finite_and_none_is_negative() {
    let graph = graph(2, &[(0, 1), (1, 0)]);
    assert_eq!(check_weights(&graph, &[0.0, 2.5]), Ok(()));
    for wrong in [&[1.0][..], &[1.0, -1.0], &[1.0, f64::NAN], &[f64::INFINITY, 1.0]] {
        assert_eq!(check_weights(&graph, wrong), Err(AnalysisError::Weights { edges: 2 }));
    }
}

#[test]
fn a_chain_of_many_nodes_is_no_deep_recursion() {
    let nodes = 200_000;
    let edges: Vec<_> = (1..nodes).map(|node| (node - 1, node)).collect();
    let chain = graph(nodes, &edges);
    let joints = joints(&chain);
    assert_eq!(joints.bridges.len(), nodes - 1);
    assert_eq!(joints.articulation.iter().filter(|is_one| **is_one).count(), nodes - 2);
    assert_eq!(strong_components(&chain).last(), Some(&u32::try_from(nodes).unwrap()));
    assert_eq!(paths(&chain, 0, nodes - 1, 1, Direction::Ignored)[0].len(), nodes);
}

#[test]
fn values_are_written_for_other_programs_to_compare() {
    let Some(path) = std::env::var_os("SOURCIER_ANALYSIS_OUT") else {
        println!("skipped: SOURCIER_ANALYSIS_OUT names no file");
        return;
    };
    let written = examples(200).into_iter().map(|example| {
        let nodes = example.graph.node_count();
        let mut found = values(&example);
        let edges = example.graph.raw_edges().iter();
        found["nodes"] = json!(nodes);
        found["edges"] = edges
            .map(|edge| json!([edge.source().index(), edge.target().index()]))
            .collect();
        found["weights"] = json!(example.weights);
        let mut asked = Vec::new();
        for (from, to, k) in [(0, nodes - 1, 7), (1, nodes / 2, 100)] {
            for direction in [Direction::Ignored, Direction::Followed] {
                let paths = paths(&example.graph, from, to, k, direction);
                let is_directed = direction == Direction::Followed;
                asked.push(json!({"from": from, "to": to, "k": k, "directed": is_directed, "paths": paths}));
            }
        }
        found["paths"] = json!(asked);
        found
    });
    std::fs::write(path, Value::from(written.collect::<Vec<_>>()).to_string()).unwrap();
}
