//! Adjacency lists in one array, which the measures traverse.

use petgraph::graph::DiGraph;

/// Compressed sparse rows: the neighbours of node `i` are at `starts[i]..starts[i + 1]`.
#[derive(Debug, Clone)]
pub(super) struct Adjacency {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
}

impl Adjacency {
    /// Distinct neighbours in the undirected graph, ascending, without self-loops.
    pub(super) fn undirected(graph: &DiGraph<(), ()>) -> Self {
        let there = ends(graph).filter(|(from, to)| from != to);
        let back = there.clone().map(|(from, to)| (to, from));
        Self::distinct(graph.node_count(), there.chain(back))
    }

    /// Distinct successors, ascending, without self-loops.
    pub(super) fn outgoing(graph: &DiGraph<(), ()>) -> Self {
        Self::distinct(graph.node_count(), ends(graph).filter(|(from, to)| from != to))
    }

    /// Distinct predecessors, ascending, without self-loops.
    pub(super) fn incoming(graph: &DiGraph<(), ()>) -> Self {
        let back = ends(graph).filter(|(from, to)| from != to);
        Self::distinct(graph.node_count(), back.map(|(from, to)| (to, from)))
    }

    /// The neighbours of a node.
    pub(super) fn of(&self, node: usize) -> &[u32] {
        &self.neighbours[self.starts[node]..self.starts[node + 1]]
    }

    /// The number of nodes.
    pub(super) fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    fn distinct(nodes: usize, arcs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        // Grouping by end first and then by start, both stable, sorts the arcs by both.
        let (starts, firsts) = grouped(nodes, arcs.map(|(from, to)| (to, from)));
        let by_end = (0..nodes).flat_map(|end| {
            firsts[starts[end]..starts[end + 1]]
                .iter()
                .map(move |from| (*from, end))
        });
        let (starts, sorted) = grouped(nodes, by_end.map(|(from, end)| (from, number(end))));
        let mut distinct = Self {
            starts: Vec::with_capacity(nodes + 1),
            neighbours: Vec::with_capacity(sorted.len()),
        };
        distinct.starts.push(0);
        for node in 0..nodes {
            let begin = distinct.neighbours.len();
            for neighbour in &sorted[starts[node]..starts[node + 1]] {
                if distinct.neighbours[begin..].last() != Some(neighbour) {
                    distinct.neighbours.push(*neighbour);
                }
            }
            distinct.starts.push(distinct.neighbours.len());
        }
        distinct
    }
}

/// The ends of every edge, in index order.
pub(super) fn ends(graph: &DiGraph<(), ()>) -> impl ExactSizeIterator<Item = (u32, u32)> + Clone {
    let edges = graph.raw_edges().iter();
    edges.map(|edge| (number(edge.source().index()), number(edge.target().index())))
}

/// The second items of pairs, grouped by the first in input order, and the offset of each group.
pub(super) fn grouped<T: Copy + Default>(
    groups: usize,
    pairs: impl Iterator<Item = (u32, T)> + Clone,
) -> (Vec<usize>, Vec<T>) {
    let mut starts = vec![0; groups + 1];
    for (group, _) in pairs.clone() {
        starts[group as usize + 1] += 1;
    }
    for group in 0..groups {
        starts[group + 1] += starts[group];
    }
    let mut next = starts.clone();
    let mut members = vec![T::default(); starts[groups]];
    for (group, member) in pairs {
        let place = &mut next[group as usize];
        members[*place] = member;
        *place += 1;
    }
    (starts, members)
}

/// The index of a node or an edge in 32 bits, as in petgraph's graphs.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a petgraph with 32-bit indices holds no more nodes or edges"
)]
pub(super) fn number(index: usize) -> u32 {
    index as u32
}

/// Renumbers groups from 1: the largest first, those of equal size by their first member.
///
/// `groups` is the group of each member; group numbers are below their count.
pub(super) fn ranked(groups: &[u32]) -> Vec<u32> {
    let mut sizes: Vec<(usize, usize)> = Vec::new();
    for (member, group) in groups.iter().enumerate() {
        let group = *group as usize;
        if sizes.len() <= group {
            sizes.resize(group + 1, (0, usize::MAX));
        }
        sizes[group].0 += 1;
        sizes[group].1 = sizes[group].1.min(member);
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|group| (std::cmp::Reverse(sizes[*group].0), sizes[*group].1));
    let mut ranks = vec![0; sizes.len()];
    for (rank, group) in order.into_iter().enumerate() {
        ranks[group] = number(rank + 1);
    }
    groups.iter().map(|group| ranks[*group as usize]).collect()
}
