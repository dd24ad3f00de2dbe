//! Connected components, articulation points and bridges.

use super::adjacency::{ends, grouped, number, ranked};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, EdgeIndex};
use petgraph::unionfind::UnionFind;

/// Numbers the weakly connected components: the largest is 1, those of equal size are in node order.
///
/// networkx: `weakly_connected_components(G)`; igraph: `connected_components("weak")`.
pub fn weak_components(graph: &DiGraph<(), ()>) -> Vec<u32> {
    let mut sets = UnionFind::new(graph.node_count());
    for (from, to) in ends(graph) {
        sets.union(from, to);
    }
    ranked(&sets.into_labeling())
}

/// Numbers the strongly connected components: the largest is 1.
///
/// Uses petgraph's Kosaraju, which does not recurse. networkx: `strongly_connected_components(G)`; igraph:
/// `connected_components("strong")`.
///
/// M. Sharir: A strong-connectivity algorithm and its applications in data flow analysis, Computers & Mathematics with
/// Applications 7 (1981).
pub fn strong_components(graph: &DiGraph<(), ()>) -> Vec<u32> {
    let mut groups = vec![0; graph.node_count()];
    for (group, members) in kosaraju_scc(graph).into_iter().enumerate() {
        for member in members {
            groups[member.index()] = number(group);
        }
    }
    ranked(&groups)
}

/// The articulation points and bridges of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joints {
    /// Whether removing the node increases the number of components.
    pub articulation: Vec<bool>,
    /// Edges whose removal does, ascending.
    pub bridges: Vec<EdgeIndex>,
}

/// Finds articulation points and bridges of the undirected graph.
///
/// Parallel edges and self-loops are never bridges. networkx: `articulation_points(nx.Graph(G))`, and `bridges` of a
/// `MultiGraph` of all edges; igraph: `articulation_points()`, `bridges()` of the undirected multigraph.
///
/// R. Tarjan: Depth-first search and linear graph algorithms, SIAM Journal on Computing 1 (1972). J. Hopcroft, R. Tarjan:
/// Algorithm 447, Communications of the ACM 16 (1973).
pub fn joints(graph: &DiGraph<(), ()>) -> Joints {
    let nodes = graph.node_count();
    let edges = ends(graph).enumerate().filter(|(_, (from, to))| from != to);
    let there = edges.clone().map(|(edge, (from, to))| (from, (to, number(edge))));
    let back = edges.map(|(edge, (from, to))| (to, (from, number(edge))));
    let (starts, arcs) = grouped(nodes, there.chain(back));
    let mut next = starts.clone();
    // The discovery time of each node, from 1, and its low-link: the earliest one reachable by a back edge from its
    // subtree.
    let mut seen = vec![0_u32; nodes];
    let mut earliest = vec![0_u32; nodes];
    let mut clock = 0;
    let mut articulation = vec![false; nodes];
    let mut bridges = Vec::new();
    // The current path: each node with the edge by which it was reached.
    let mut way: Vec<(usize, u32)> = Vec::new();
    for root in 0..nodes {
        if seen[root] != 0 {
            continue;
        }
        let mut branches = 0;
        clock += 1;
        seen[root] = clock;
        earliest[root] = clock;
        way.push((root, u32::MAX));
        while let Some((node, by)) = way.last().copied() {
            if next[node] < starts[node + 1] {
                let (neighbour, edge) = arcs[next[node]];
                let neighbour = neighbour as usize;
                next[node] += 1;
                if seen[neighbour] == 0 {
                    clock += 1;
                    seen[neighbour] = clock;
                    earliest[neighbour] = clock;
                    way.push((neighbour, edge));
                } else if edge != by {
                    earliest[node] = earliest[node].min(seen[neighbour]);
                }
                continue;
            }
            way.pop();
            let Some((before, _)) = way.last().copied() else { break };
            earliest[before] = earliest[before].min(earliest[node]);
            if earliest[node] > seen[before] {
                bridges.push(EdgeIndex::new(by as usize));
            }
            if before == root {
                branches += 1;
            } else if earliest[node] >= seen[before] {
                articulation[before] = true;
            }
        }
        articulation[root] = branches > 1;
    }
    bridges.sort_unstable();
    Joints { articulation, bridges }
}
