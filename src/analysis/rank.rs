//! PageRank.

use super::adjacency::{ends, grouped};
use petgraph::graph::DiGraph;

/// The share of the rank that follows edges, as in the paper; the rest falls on all nodes alike.
pub const DAMPING: f64 = 0.85;
/// Sweeps end when what they may still change, over all nodes together, is below this share of the whole.
const TOLERANCE: f64 = 1e-14;
/// No sweep leaves more than the damping's share of the error: after so many nothing of it is left.
const SWEEPS: usize = 1000;

/// The chance to be at a node for one who follows edges at random, and now and then begins anew anywhere.
///
/// All values sum to one. Parallel edges and weights count as so many ways (`weights` by index of the edge, none
/// negative, see [`super::check_weights`]; without them one each); a loop leads back; from a node that no edge leaves one
/// begins anew. networkx: `pagerank(G, weight=None, tol=1e-15)` of a `MultiDiGraph`; igraph: `pagerank()`.
///
/// Solved by Gauss and Seidel's sweeps over the sparse system in which nodes that no edge leaves are empty rows, and scaled
/// at the end: half as many sweeps as power iteration takes, in place, the same solution.
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
    // What a node hands on along one way; none from those that no way leaves.
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
    // Nodes that no edge leaves came into being with shares of the sweep's middle: once more, with all that is known.
    sweep(&mut ranks, &mut shares);
    let total: f64 = ranks.iter().sum();
    ranks.iter_mut().for_each(|rank| *rank /= total);
    ranks
}
