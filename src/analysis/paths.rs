//! How one node is linked to another: the k shortest paths that visit no node twice.

use super::Direction;
use super::adjacency::Adjacency;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeSet, VecDeque};

/// The distance of what does not reach the end.
const FAR: u32 = u32::MAX;

/// Finds the k shortest paths from one node to another that visit no node twice, counted in edges.
///
/// Each path is the nodes it visits, both ends included; parallel edges are one way. The shortest come first, those of one
/// length in the order of their nodes' indices, first node first; so the same graph gives the same paths. Fewer than k where
/// there are no more; the path from a node to itself is that node. networkx: `shortest_simple_paths(nx.Graph(G), a, b)`, or of
/// `nx.DiGraph(G)` where direction is followed, which leaves the order of paths of one length open.
///
/// J. Y. Yen: Finding the K Shortest Loopless Paths in a Network, Management Science 17 (1971), with E. L. Lawler's rule
/// that a path departs from the one it was made of no earlier than that one did from its own (Management Science 18, 1972).
pub fn shortest_paths(
    graph: &DiGraph<(), ()>,
    from: NodeIndex,
    to: NodeIndex,
    k: usize,
    direction: Direction,
) -> Vec<Vec<NodeIndex>> {
    let (onward, back) = match direction {
        Direction::Ignored => (Adjacency::undirected(graph), None),
        Direction::Followed => (Adjacency::outgoing(graph), Some(Adjacency::incoming(graph))),
    };
    let mut search = Search {
        back: back.as_ref().unwrap_or(&onward),
        onward: &onward,
        to: super::adjacency::number(to.index()),
        distances: vec![FAR; graph.node_count()],
        touched: Vec::new(),
    };
    let mut found: Vec<(Vec<u32>, usize)> = Vec::new();
    // By length, then by nodes; with the place where a path departs from that of which it was made.
    let mut candidates = BTreeSet::new();
    if k > 0 {
        let whole = search.shortest(&[super::adjacency::number(from.index())], &BTreeSet::new());
        candidates.extend(whole.map(|path| (path.len(), path, 0)));
    }
    while let Some((_, path, departure)) = candidates.pop_first() {
        let is_last = found.len() + 1 == k;
        found.push((path, departure));
        if is_last {
            break;
        }
        let (path, departure) = &found[found.len() - 1];
        for place in *departure..path.len() - 1 {
            let root = &path[..=place];
            let alike = found.iter().filter(|(other, _)| other.starts_with(root));
            let closed: BTreeSet<u32> = alike.filter_map(|(other, _)| other.get(place + 1).copied()).collect();
            candidates.extend(search.shortest(root, &closed).map(|path| (path.len(), path, place)));
        }
    }
    let indices = |path: Vec<u32>| path.into_iter().map(|node| NodeIndex::new(node as usize)).collect();
    found.into_iter().map(|(path, _)| indices(path)).collect()
}

/// What a search for the rest of a path walks along; its array serves all searches.
struct Search<'a> {
    onward: &'a Adjacency,
    back: &'a Adjacency,
    to: u32,
    /// Edges to the end.
    distances: Vec<u32>,
    touched: Vec<u32>,
}

impl Search<'_> {
    /// The first in order of the shortest paths that begin with `root` and go on to none of `closed`.
    fn shortest(&mut self, root: &[u32], closed: &BTreeSet<u32>) -> Option<Vec<u32>> {
        let (spur, visited) = root.split_last()?;
        let visited: BTreeSet<u32> = visited.iter().copied().collect();
        let path = if *spur == self.to {
            Some(root.to_vec())
        } else {
            self.measure(*spur, &visited, closed);
            self.descend(root, *spur, &visited, closed)
        };
        for node in self.touched.drain(..) {
            self.distances[node as usize] = FAR;
        }
        path
    }

    /// Measures distances to the end, backwards from it until a neighbour of the spur node is met that is open.
    fn measure(&mut self, spur: u32, visited: &BTreeSet<u32>, closed: &BTreeSet<u32>) {
        let mut queue = VecDeque::from([self.to]);
        self.distances[self.to as usize] = 0;
        self.touched.push(self.to);
        let mut limit = FAR;
        while let Some(node) = queue.pop_front() {
            let distance = self.distances[node as usize];
            if distance >= limit {
                break;
            }
            for neighbour in self.back.of(node as usize) {
                if *neighbour == spur {
                    // What is as near as this one is measured to the end, since one of it may come first in order.
                    if !closed.contains(&node) {
                        limit = limit.min(distance + 1);
                    }
                } else if self.distances[*neighbour as usize] == FAR && !visited.contains(neighbour) {
                    self.distances[*neighbour as usize] = distance + 1;
                    self.touched.push(*neighbour);
                    queue.push_back(*neighbour);
                }
            }
        }
    }

    /// Walks down the distances, always to the nearest node and of those to the one with the lowest index.
    fn descend(&self, root: &[u32], spur: u32, visited: &BTreeSet<u32>, closed: &BTreeSet<u32>) -> Option<Vec<u32>> {
        let mut path = root.to_vec();
        let mut node = spur;
        while node != self.to {
            let open = self.onward.of(node as usize).iter().copied();
            let open = open.filter(|next| !(visited.contains(next) || node == spur && closed.contains(next)));
            let nearest = open.min_by_key(|next| (self.distances[*next as usize], *next))?;
            if self.distances[nearest as usize] == FAR {
                return None;
            }
            path.push(nearest);
            node = nearest;
        }
        Some(path)
    }
}
