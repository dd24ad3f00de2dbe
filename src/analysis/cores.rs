//! The k-core number.

use super::adjacency::{Adjacency, number};
use petgraph::graph::DiGraph;

/// The core number: the largest k for which a node is in a subgraph where each node has at least k neighbours.
///
/// Neighbours are those in the simple undirected graph, without self-loops. networkx: `core_number(nx.Graph(G))`
/// without self-loops; igraph: `coreness()` of the simplified undirected graph.
///
/// V. Batagelj, M. Zaveršnik: An O(m) Algorithm for Cores Decomposition of Networks (2003).
pub fn core_number(graph: &DiGraph<(), ()>) -> Vec<u32> {
    let adjacency = Adjacency::undirected(graph);
    let nodes = adjacency.nodes();
    let mut degrees: Vec<usize> = (0..nodes).map(|node| adjacency.of(node).len()).collect();
    let largest = degrees.iter().copied().max().unwrap_or(0);
    // Nodes sorted by degree; `bins[d]` is the offset of those of degree d, and `places` the position of each node.
    let mut bins = vec![0; largest + 2];
    for degree in &degrees {
        bins[degree + 1] += 1;
    }
    for degree in 0..=largest {
        bins[degree + 1] += bins[degree];
    }
    let mut next = bins.clone();
    let mut order = vec![0; nodes];
    let mut places = vec![0; nodes];
    for (node, degree) in degrees.iter().enumerate() {
        places[node] = next[*degree];
        order[next[*degree]] = node;
        next[*degree] += 1;
    }
    for place in 0..nodes {
        let node = order[place];
        for neighbour in adjacency.of(node) {
            let neighbour = *neighbour as usize;
            let degree = degrees[neighbour];
            if degree > degrees[node] {
                let first = bins[degree];
                let other = order[first];
                order.swap(first, places[neighbour]);
                places[other] = places[neighbour];
                places[neighbour] = first;
                bins[degree] = first + 1;
                degrees[neighbour] -= 1;
            }
        }
    }
    degrees.into_iter().map(number).collect()
}
