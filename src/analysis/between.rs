//! Betweenness and closeness, from shortest paths between all pairs of nodes.

use super::Direction;
use super::adjacency::{Adjacency, number};
use petgraph::graph::DiGraph;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{num::NonZero, thread};

/// The number of parts into which the sources are divided. It does not depend on the number of threads, so that sums
/// are identical to the bit.
const PARTS: usize = 64;
/// The distance of an unreachable node.
const FAR: u32 = u32::MAX;

/// The fraction of shortest paths between other nodes that pass through a node, averaged over all pairs of them.
///
/// Between 0 and 1. Edges have length one; parallel edges count as one, and self-loops are ignored. networkx:
/// `betweenness_centrality(nx.Graph(G))`, or of `nx.DiGraph(G)` if directed.
///
/// U. Brandes: A Faster Algorithm for Betweenness Centrality, Journal of Mathematical Sociology 25 (2001).
pub fn betweenness(graph: &DiGraph<(), ()>, direction: Direction) -> Vec<f64> {
    let adjacency = match direction {
        Direction::Ignored => Adjacency::undirected(graph),
        Direction::Followed => Adjacency::outgoing(graph),
    };
    let nodes = adjacency.nodes();
    let sums = in_parts(nodes, |sources| {
        let mut walk = Walk::new(nodes);
        let mut through = vec![0.0; nodes];
        for source in sources {
            walk.count_paths(&adjacency, source, &mut through);
        }
        through
    });
    let mut through = vec![0.0; nodes];
    for part in sums {
        for (sum, value) in through.iter_mut().zip(part) {
            *sum += value;
        }
    }
    if nodes > 2 {
        let pairs = real(nodes - 1) * real(nodes - 2);
        through.iter_mut().for_each(|sum| *sum /= pairs);
    }
    through
}

/// Closeness: the inverse of the mean distance from the nodes that reach it, times the fraction of nodes that do.
///
/// Between 0 and 1; 0 if no node reaches it. If directed, distances are those to the node, as in networkx:
/// `closeness_centrality(nx.Graph(G))`, or of `nx.DiGraph(G)`. Edges have length one.
///
/// S. Wasserman, K. Faust: Social Network Analysis (1994), p. 201, for graphs in several parts; L. C. Freeman: Centrality
/// in social networks, Social Networks 1 (1979).
pub fn closeness(graph: &DiGraph<(), ()>, direction: Direction) -> Vec<f64> {
    let adjacency = match direction {
        Direction::Ignored => Adjacency::undirected(graph),
        Direction::Followed => Adjacency::incoming(graph),
    };
    let nodes = adjacency.nodes();
    let parts = in_parts(nodes, |sources| {
        let mut walk = Walk::new(nodes);
        let near = |source| {
            walk.spread(&adjacency, source);
            let total: u64 = walk
                .order
                .iter()
                .map(|node| u64::from(walk.distances[*node as usize]))
                .sum();
            let reached = real(walk.order.len() - 1);
            walk.forget();
            if total == 0 {
                return 0.0;
            }
            #[expect(clippy::cast_precision_loss, reason = "the sum of distances is far below 2^53")]
            let total = total as f64;
            reached / total * (reached / real(nodes - 1))
        };
        sources.map(near).collect::<Vec<f64>>()
    });
    parts.concat()
}

/// The approximate number of steps of betweenness or closeness: the number of nodes times the number of nodes with
/// edges.
pub(super) fn steps(graph: &DiGraph<(), ()>) -> u128 {
    let nodes = graph.node_count() as u128;
    nodes * (nodes + 2 * graph.edge_count() as u128)
}

/// Processes all sources in parallel, on all processors; results are in the order of the sources.
fn in_parts<T: Send>(nodes: usize, work: impl Fn(std::ops::Range<usize>) -> T + Sync) -> Vec<T> {
    let size = nodes.div_ceil(PARTS).max(1);
    let parts = nodes.div_ceil(size);
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(parts);
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= parts {
                return done;
            }
            done.push((part, work(part * size..nodes.min((part + 1) * size))));
        }
    };
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(part) => done.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(part, _)| *part);
    done.into_iter().map(|(_, result)| result).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of nodes are below 2^32")]
fn real(count: usize) -> f64 {
    count as f64
}

/// A breadth-first search; its arrays are reused for all sources.
struct Walk {
    /// Visited nodes, nearest first.
    order: Vec<u32>,
    distances: Vec<u32>,
    /// The number of shortest paths from the source.
    paths: Vec<f64>,
    /// Brandes' dependency of the source on each node.
    shares: Vec<f64>,
}

impl Walk {
    fn new(nodes: usize) -> Self {
        Self {
            order: Vec::with_capacity(nodes),
            distances: vec![FAR; nodes],
            paths: vec![0.0; nodes],
            shares: vec![0.0; nodes],
        }
    }

    /// Computes the distances of all reachable nodes.
    fn spread(&mut self, adjacency: &Adjacency, source: usize) {
        self.distances[source] = 0;
        self.order.push(number(source));
        let mut head = 0;
        while let Some(node) = self.order.get(head).copied() {
            head += 1;
            let next = self.distances[node as usize] + 1;
            for neighbour in adjacency.of(node as usize) {
                let distance = &mut self.distances[*neighbour as usize];
                if *distance == FAR {
                    *distance = next;
                    self.order.push(*neighbour);
                }
            }
        }
    }

    fn forget(&mut self) {
        for node in self.order.drain(..) {
            self.distances[node as usize] = FAR;
            self.paths[node as usize] = 0.0;
            self.shares[node as usize] = 0.0;
        }
    }

    /// Counts the shortest paths from a source and adds each node's dependency.
    fn count_paths(&mut self, adjacency: &Adjacency, source: usize, through: &mut [f64]) {
        self.distances[source] = 0;
        self.paths[source] = 1.0;
        self.order.push(number(source));
        let mut head = 0;
        while let Some(node) = self.order.get(head).copied() {
            head += 1;
            let next = self.distances[node as usize] + 1;
            let paths = self.paths[node as usize];
            for neighbour in adjacency.of(node as usize) {
                let place = *neighbour as usize;
                if self.distances[place] == FAR {
                    self.distances[place] = next;
                    self.order.push(*neighbour);
                }
                if self.distances[place] == next {
                    self.paths[place] += paths;
                }
            }
        }
        for node in self.order.iter().rev() {
            let node = *node as usize;
            let next = self.distances[node] + 1;
            let mut share = 0.0;
            for neighbour in adjacency.of(node) {
                let place = *neighbour as usize;
                if self.distances[place] == next {
                    share += (1.0 + self.shares[place]) / self.paths[place];
                }
            }
            self.shares[node] = share * self.paths[node];
            if node != source {
                through[node] += self.shares[node];
            }
        }
        self.forget();
    }
}
