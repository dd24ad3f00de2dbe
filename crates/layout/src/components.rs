//! Weakly connected components of a graph.

use petgraph::unionfind::UnionFind;

/// For each node the number of its component, from 0 in the order of their first nodes; and how many components there are.
///
/// Takes edges between positions below `count`.
pub(super) fn components(count: usize, edges: impl Iterator<Item = (usize, usize)>) -> (Vec<usize>, usize) {
    let mut sets = UnionFind::new(count);
    for (from, to) in edges {
        sets.union(from, to);
    }
    let mut numbers = vec![usize::MAX; count];
    let mut found = 0;
    let number_of = |label: usize| {
        if numbers[label] == usize::MAX {
            numbers[label] = found;
            found += 1;
        }
        numbers[label]
    };
    (sets.into_labeling().into_iter().map(number_of).collect(), found)
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn components_are_numbered_by_their_first_nodes() {
        let edges = [(4, 1), (2, 3), (3, 2), (1, 5), (2, 2)];
        assert_eq!(components(7, edges.into_iter()), (vec![0, 1, 2, 2, 1, 1, 3], 4));
        assert_eq!(components(0, std::iter::empty()), (Vec::new(), 0));
    }
}
