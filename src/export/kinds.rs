//! What tells parallel edges apart: the kind of each with its ordinal, `funds`, `funds 2`, `funds 3`.
//!
//! Gephi merges edges that go from one node to one other and are of one kind. The ordinal counts the edges of one kind
//! between two nodes, in the order of the graph, so that a million edges need few kinds: Gephi holds at most
//! [`MOST_KINDS`]. Shared by the formats that Gephi reads.

use crate::view::{Edge, PropertyGraph};
use petgraph::visit::EdgeRef as _;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds that Gephi holds at most; with more it opens nothing.
pub(crate) const MOST_KINDS: usize = 65_534;

/// The ordinal of each edge among those parallel to it and of its kind.
pub(crate) struct Kinds {
    ordinals: Vec<u32>,
    count: usize,
}

/// Counts the edges of one kind between two nodes.
pub(crate) fn kinds(graph: &PropertyGraph) -> Kinds {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut of_edges: Vec<u32> = Vec::with_capacity(graph.topology().edge_count());
    for edge in graph.edges() {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        of_edges.push(*numbers.entry(edge.kind()).or_insert(next));
    }
    let mut names: Vec<&str> = vec![""; numbers.len()];
    for (name, number) in &numbers {
        names[*number as usize] = name;
    }
    let mut ordinals = vec![1; of_edges.len()];
    let mut highest = vec![1; names.len()];
    let mut parallel: Vec<(usize, u32, usize)> = Vec::new();
    for node in graph.topology().node_indices() {
        parallel.clear();
        parallel.extend(graph.topology().edges(node).map(|edge| {
            let index = edge.id().index();
            (edge.target().index(), of_edges[index], index)
        }));
        parallel.sort_unstable();
        for pair in 1..parallel.len() {
            let ((target, kind, before), (to, same, index)) = (parallel[pair - 1], parallel[pair]);
            if (target, kind) == (to, same) {
                let mut ordinal = ordinals[before] + 1;
                // A view may have a kind of its own that is called `funds 2`.
                while numbers.contains_key(named(names[kind as usize], ordinal).as_ref()) {
                    ordinal += 1;
                }
                ordinals[index] = ordinal;
                highest[kind as usize] = ordinal.max(highest[kind as usize]);
            }
        }
    }
    let count = highest.iter().map(|ordinal| *ordinal as usize).sum();
    Kinds { ordinals, count }
}

impl Kinds {
    /// The kind of an edge, with its ordinal from the second on; empty for the first of those without a kind.
    pub(crate) fn of<'g>(&self, edge: Edge<'g>) -> Cow<'g, str> {
        named(edge.kind(), self.ordinals.get(edge.index.index()).copied().unwrap_or(1))
    }

    /// How many different kinds there are, ordinals counted.
    pub(crate) fn count(&self) -> usize {
        self.count
    }
}

fn named(kind: &str, ordinal: u32) -> Cow<'_, str> {
    match (kind, ordinal) {
        (_, 1) => Cow::Borrowed(kind),
        ("", _) => Cow::Owned(ordinal.to_string()),
        _ => Cow::Owned(format!("{kind} {ordinal}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Value;

    fn of(edges: &[(usize, usize, &str)]) -> (Vec<String>, usize) {
        let mut graph = PropertyGraph::default();
        let nodes: Vec<_> = (0..3)
            .map(|key| graph.add_node(&format!("https://example.org/{key}")))
            .collect();
        for (source, target, kind) in edges {
            let edge = graph.add_edge(nodes[*source], nodes[*target]);
            if !kind.is_empty() {
                graph.set_edge(edge, "kind", Value::Text(kind));
            }
        }
        let kinds = kinds(&graph);
        (
            graph.edges().map(|edge| kinds.of(edge).into_owned()).collect(),
            kinds.count(),
        )
    }

    #[test]
    fn parallel_edges_of_one_kind_are_counted() {
        let edges = [
            (0, 1, "funds"),
            (1, 0, "funds"),
            (0, 1, "raises"),
            (0, 1, "funds"),
            (0, 2, "funds"),
            (0, 1, "funds"),
        ];
        let (names, count) = of(&edges);
        assert_eq!(names, ["funds", "funds", "raises", "funds 2", "funds", "funds 3"]);
        assert_eq!(count, 4);
    }

    #[test]
    fn a_kind_that_is_called_like_an_ordinal_stays_alone() {
        let (names, _) = of(&[
            (0, 1, "funds"),
            (0, 1, "funds"),
            (0, 1, "funds 2"),
            (0, 1, "funds"),
            (0, 1, "funds 2"),
        ]);
        assert_eq!(names, ["funds", "funds 3", "funds 2", "funds 4", "funds 2 2"]);
    }

    #[test]
    fn edges_without_a_kind_are_told_apart_too() {
        assert_eq!(
            of(&[(0, 1, ""), (0, 1, ""), (2, 2, ""), (2, 2, "")]).0,
            ["", "2", "", "2"]
        );
    }
}
