//! The k shortest simple paths between two nodes.

use super::Direction;
use super::adjacency::Adjacency;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeSet, VecDeque};

/// The distance of a node that cannot reach the end.
const FAR: u32 = u32::MAX;

/// Finds the k shortest simple paths between two nodes, by number of edges.
///
/// A path is the list of its nodes, both ends included; parallel edges give one path. Paths are sorted by length, then
/// by the indices of their nodes, so the same graph gives the same paths. There may be fewer than k; the path from a
/// node to itself is that node. networkx: `shortest_simple_paths(nx.Graph(G), a, b)`, or of `nx.DiGraph(G)` if
/// directed, which does not define the order of paths of equal length.
///
/// J. Y. Yen: Finding the K Shortest Loopless Paths in a Network, Management Science 17 (1971), with E. L. Lawler's
/// rule that the spur node of a path is not before the one its parent path was made at (Management Science 18, 1972).
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
    // Sorted by length, then by nodes; with the position of the spur node.
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

/// A search for the rest of a path; its array is reused for all searches.
struct Search<'a> {
    onward: &'a Adjacency,
    back: &'a Adjacency,
    to: u32,
    /// The number of edges to the end.
    distances: Vec<u32>,
    touched: Vec<u32>,
}

impl Search<'_> {
    /// The first, by node indices, of the shortest paths that begin with `root` and do not continue to a node in
    /// `closed`.
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

    /// Computes distances to the end by a backward search, until it meets a neighbour of the spur node that is not
    /// closed.
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
                    // Nodes at the same distance as this one are also measured, since one of them may come first in
                    // order.
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

    /// Follows decreasing distances, to the neighbour with the lowest index.
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
