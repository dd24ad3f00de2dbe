//! PageRank.

use super::adjacency::{ends, grouped};
use petgraph::graph::DiGraph;

/// The probability of following an edge, as in the paper; otherwise the surfer jumps to any node.
pub const DAMPING: f64 = 0.85;
/// The iteration ends when the remaining error, summed over all nodes, is below this.
const TOLERANCE: f64 = 1e-14;
/// The maximum number of iterations. Each reduces the error at least by the damping factor, so that nothing is left
/// after these.
const SWEEPS: usize = 1000;

/// The PageRank of each node: the probability of a random surfer, who follows edges and sometimes jumps to any node, to
/// be there.
///
/// All values sum to one. Parallel edges and weights multiply the probability of an edge (`weights` by edge index and
/// not negative, see [`super::check_weights`]; without them each edge weighs one); a self-loop leads back; from a node
/// without outgoing edges the surfer jumps. networkx: `pagerank(G, weight=None, tol=1e-15)` of a `MultiDiGraph`;
/// igraph: `pagerank()`.
///
/// Solved by Gauss-Seidel iteration over the sparse system in which nodes without outgoing edges are empty rows, and
/// normalised at the end. This takes half as many iterations as the power method, works in place, and has the same
/// solution.
///
/// S. Brin, L. Page: The anatomy of a large-scale hypertextual Web search engine, Computer Networks 30 (1998). G. M. Del
/// Corso, A. Gullì, F. Romani: Fast PageRank computation via a sparse linear system, Internet Mathematics 2 (2005).
pub fn pagerank(graph: &DiGraph<(), ()>, weights: Option<&[f64]>) -> Vec<f64> {
    let nodes = graph.node_count();
    let weight = |edge: usize| weights.map_or(1.0, |weights| weights[edge]);
    let mut leaving = vec![0.0; nodes];
    let mut loops = vec![0.0; nodes];
    for (edge, (from, to)) in ends(graph).enumerate() {
        leaving[from as usize] += weight(edge);
        if from == to {
            loops[from as usize] += weight(edge);
        }
    }
    let arcs = ends(graph).enumerate().filter(|(_, (from, to))| from != to);
    let (starts, sources) = grouped(nodes, arcs.clone().map(|(_, (from, to))| (to, from)));
    let arriving = weights.map(|_| grouped(nodes, arcs.map(|(edge, (_, to))| (to, weight(edge)))).1);
    let mut ranks = vec![0.0; nodes];
    // The rank that a node passes along one edge; zero for nodes without outgoing edges.
    let mut shares = vec![0.0; nodes];
    let sweep = |ranks: &mut [f64], shares: &mut [f64]| {
        let mut change = 0.0;
        for node in 0..nodes {
            let row = starts[node]..starts[node + 1];
            let received: f64 = match &arriving {
                None => sources[row].iter().map(|from| shares[*from as usize]).sum(),
                Some(weights) => {
                    let arcs = sources[row.clone()].iter().zip(&weights[row]);
                    arcs.map(|(from, weight)| shares[*from as usize] * weight).sum()
                }
            };
            let rank = 1.0 + DAMPING * received;
            if leaving[node] > 0.0 {
                let rank = rank / (1.0 - DAMPING * loops[node] / leaving[node]);
                change += (rank - ranks[node]).abs();
                ranks[node] = rank;
                shares[node] = rank / leaving[node];
            } else {
                ranks[node] = rank;
            }
        }
        change
    };
    for _ in 0..SWEEPS {
        let change = sweep(&mut ranks, &mut shares);
        if change * DAMPING / (1.0 - DAMPING) <= TOLERANCE * ranks.iter().sum::<f64>() {
            break;
        }
    }
    // The ranks of nodes without outgoing edges used values from the middle of an iteration: update them once more.
    sweep(&mut ranks, &mut shares);
    let total: f64 = ranks.iter().sum();
    ranks.iter_mut().for_each(|rank| *rank /= total);
    ranks
}
