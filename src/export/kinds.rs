//! Edge kinds that prevent merging: the relation, with an ordinal from the second parallel edge on.
//!
//! Gephi merges edges with the same source, target and kind, and supports at most 65 534 kinds. Three parallel edges
//! `funds` have the kinds `funds`, `funds 2` and `funds 3`. Undirected edges are parallel if they have the same ends in
//! either order.

use crate::view::{Course, Directions, PropertyGraph};
use hashbrown::HashMap;
use petgraph::graph::EdgeIndex;
use std::collections::HashSet;

/// The maximum number of kinds in Gephi.
const MOST: usize = 65_534;

/// The kind of edges without one, and of all edges if there are too many relations.
const ANY: &str = "link";

/// The kind of each edge.
pub(super) struct Kinds {
    names: Vec<String>,
    of_edges: Vec<u16>,
}

/// There are more kinds than Gephi supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "two nodes have more than {MOST} edges in the same direction, and Gephi holds no more kinds of edges: ask for fewer edges, or \
     export to graphml, graphology or json"
)]
pub(super) struct TooMany;

impl Kinds {
    /// Assigns kinds to all edges. If relations with ordinals are too many for Gephi, the kinds are ordinals only.
    ///
    /// # Errors
    /// When there are too many ordinals.
    pub(super) fn of(graph: &PropertyGraph) -> Result<Self, TooMany> {
        Self::up_to(MOST, graph)
    }

    fn up_to(most: usize, graph: &PropertyGraph) -> Result<Self, TooMany> {
        let (relations, of_edges) = relations(graph);
        number(graph, &relations, &of_edges, most)
            .or_else(|| number(graph, &[ANY], &vec![0; of_edges.len()], most))
            .ok_or(TooMany)
    }

    /// The kind of an edge.
    pub(super) fn of_edge(&self, edge: EdgeIndex) -> &str {
        &self.names[self.place(edge)]
    }

    /// The index of an edge's kind.
    pub(super) fn place(&self, edge: EdgeIndex) -> usize {
        self.of_edges[edge.index()].into()
    }

    /// The distinct kinds.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }
}

/// The relations, and the index of each edge's relation.
fn relations(graph: &PropertyGraph) -> (Vec<&str>, Vec<u32>) {
    let kinds = graph.kinds();
    let mut relations: Vec<&str> = Vec::new();
    let mut known: HashMap<u32, u32> = HashMap::new();
    let mut by_name: HashMap<&str, u32> = HashMap::new();
    let of_edge = |row| {
        *known.entry(kinds.number(row)).or_insert_with(|| {
            let relation = match kinds.stored(row).unwrap_or_default().trim() {
                "" => ANY,
                relation => relation,
            };
            *by_name.entry(relation).or_insert_with(|| {
                relations.push(relation);
                relations.len() as u32 - 1
            })
        })
    };
    let of_edges = (0..graph.topology().edge_count()).map(of_edge).collect();
    (relations, of_edges)
}

/// Assigns each edge its relation and its ordinal among parallel edges; `None` if there are too many kinds.
fn number(graph: &PropertyGraph, relations: &[&str], of_edges: &[u32], most: usize) -> Option<Kinds> {
    let taken: HashSet<&str> = relations.iter().copied().collect();
    let mut names: Vec<String> = Vec::new();
    let mut numbers: Vec<Vec<u16>> = vec![Vec::new(); relations.len()];
    let mut kinds = vec![0_u16; of_edges.len()];
    // Packs source, target, relation and edge, 32 bits each as in petgraph, into one integer: integers sort faster than
    // tuples.
    let mut edges: Vec<u128> = Vec::with_capacity(of_edges.len());
    let either_way = Directions::of(graph).of_all() != Course::Directed;
    edges.extend(graph.edges().zip(of_edges).map(|(edge, relation)| {
        let [mut source, mut target, edge] = [edge.source.index(), edge.target.index(), edge.index.index()];
        if either_way && source > target {
            (source, target) = (target, source);
        }
        (source as u128) << 96 | (target as u128) << 64 | u128::from(*relation) << 32 | edge as u128
    }));
    edges.sort_unstable();
    for parallel in edges.chunk_by(|one, two| one >> 32 == two >> 32) {
        let relation = (parallel[0] >> 32) as u32 as usize;
        for (ordinal, edge) in parallel.iter().enumerate() {
            let known = &mut numbers[relation];
            if known.len() == ordinal {
                if names.len() == most {
                    return None;
                }
                known.push(u16::try_from(names.len()).ok()?);
                names.push(name(relations[relation], ordinal, &taken));
            }
            kinds[*edge as u32 as usize] = known[ordinal];
        }
    }
    Some(Kinds { names, of_edges: kinds })
}

/// The name of a kind, which differs from all relations.
fn name(relation: &str, ordinal: usize, taken: &HashSet<&str>) -> String {
    if ordinal == 0 {
        return relation.to_owned();
    }
    let mut name = format!("{relation} {}", ordinal + 1);
    while taken.contains(name.as_str()) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Value;

    fn graph(edges: &[(usize, usize, &str)]) -> PropertyGraph {
        let mut graph = PropertyGraph::default();
        let nodes = ["a", "b", "c"].map(|key| graph.add_node(&format!("https://example.org/id/{key}")));
        for (from, to, kind) in edges {
            let edge = graph.add_edge(nodes[*from], nodes[*to]);
            if !kind.is_empty() {
                graph.set_edge(edge, "kind", Value::Text(kind));
            }
        }
        graph
    }

    fn kinds(graph: &PropertyGraph, most: usize) -> Result<Vec<String>, TooMany> {
        let kinds = Kinds::up_to(most, graph)?;
        Ok(graph.edges().map(|edge| kinds.of_edge(edge.index).to_owned()).collect())
    }

    #[test]
    fn parallel_edges_of_one_relation_are_numbered() {
        let edges = [
            (0, 1, "funds"),
            (0, 2, "funds"),
            (0, 1, "asks"),
            (1, 0, "funds"),
            (0, 1, "funds"),
            (2, 2, "funds"),
            (0, 1, "funds"),
        ];
        let found = kinds(&graph(&edges), MOST);
        let expected = ["funds", "funds", "asks", "funds", "funds 2", "funds", "funds 3"];
        assert_eq!(found, Ok(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn where_edges_hold_both_ways_it_does_not_matter_which_end_comes_first() {
        let mut both = graph(&[
            (0, 1, "shares"),
            (1, 0, "shares"),
            (1, 2, "shares"),
            (1, 1, "shares"),
            (1, 1, "shares"),
        ]);
        both.set_edge(EdgeIndex::new(0), "directed", Value::Boolean(false));
        let expected = ["shares", "shares 2", "shares", "shares", "shares 2"];
        assert_eq!(kinds(&both, MOST), Ok(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn no_two_kinds_are_the_same() {
        let edges = [
            (0, 1, ""),
            (0, 1, "link"),
            (0, 1, "link 2"),
            (0, 1, "a"),
            (0, 1, "a 2"),
            (0, 1, " a"),
        ];
        let found = kinds(&graph(&edges), MOST);
        let expected = ["link", "link 2_", "link 2", "a", "a 2", "a 2_"];
        assert_eq!(found, Ok(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn too_many_relations_leave_the_ordinals_and_too_many_of_those_are_refused() {
        let edges = graph(&[(0, 1, "a"), (0, 2, "b"), (0, 1, "c"), (1, 2, "d")]);
        let expected = ["link", "link", "link 2", "link"];
        assert_eq!(kinds(&edges, 2), Ok(expected.map(str::to_owned).to_vec()));
        assert_eq!(kinds(&edges, 1), Err(TooMany));
    }
}
