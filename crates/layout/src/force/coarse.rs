//! Coarsening of a component: neighbours are merged, so that coarse positions are found first.

/// An edge: lower end, higher end, strength.
pub(super) type Edge = (u32, u32, f64);

/// A component with the masses of its nodes, in one of its forms.
pub(super) struct Level {
    /// The mass of each node: its degree and one, or the sum of what it stands for.
    pub(super) masses: Vec<f64>,
    /// The edges, each pair of nodes once, ordered.
    pub(super) edges: Vec<Edge>,
}

/// The number of nodes below which nothing is gained.
const FEW: usize = 40;
/// Not assigned.
const NONE: u32 = u32::MAX;

impl Level {
    /// Makes the finest form; parallel edges become one, the stronger for it, yet not as strong as all together.
    pub(super) fn finest(count: usize, edges: Vec<Edge>) -> Level {
        let mut edges = merged(edges);
        let mut masses = vec![1.0; count];
        for (from, to, strength) in &mut edges {
            *strength = strength.sqrt();
            masses[*from as usize] += 1.0;
            masses[*to as usize] += 1.0;
        }
        Level { masses, edges }
    }

    /// Takes neighbours together; returns the coarser form and the node there for each node here, or nothing where that
    /// would not make it much smaller.
    pub(super) fn coarser(&self) -> Option<(Level, Vec<u32>)> {
        let count = self.masses.len();
        if count <= FEW {
            return None;
        }
        let (parents, groups) = self.groups();
        if groups * 10 > count * 9 {
            return None;
        }
        let mut masses = vec![0.0; groups];
        for (&parent, mass) in parents.iter().zip(&self.masses) {
            masses[parent as usize] += mass;
        }
        let edges = self
            .edges
            .iter()
            .map(|&(from, to, strength)| (parents[from as usize], parents[to as usize], strength))
            .filter(|(from, to, _)| from != to);
        let edges = merged(edges.collect());
        Some((Level { masses, edges }, parents))
    }

    /// Puts each node into a group with the neighbour it is drawn to most for its mass, the lightest nodes first.
    fn groups(&self) -> (Vec<u32>, usize) {
        let count = self.masses.len();
        let (starts, neighbours) = self.neighbours();
        let mut order: Vec<u32> = (0..u32::try_from(count).unwrap_or(NONE)).collect();
        order.sort_by(|&one, &other| self.masses[one as usize].total_cmp(&self.masses[other as usize]));
        let mut parents = vec![NONE; count];
        let mut groups = 0;
        for node in order.into_iter().map(|node| node as usize) {
            if parents[node] != NONE {
                continue;
            }
            let near = &neighbours[starts[node]..starts[node + 1]];
            let best = |free: bool| {
                near.iter()
                    .filter(|(other, _)| (parents[*other as usize] == NONE) == free)
                    .map(|&(other, strength)| (strength / self.masses[other as usize], other as usize))
                    .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))
            };
            match (best(true), best(false)) {
                (Some((_, other)), _) => {
                    parents[other] = groups;
                    parents[node] = groups;
                    groups += 1;
                }
                (None, Some((_, other))) => parents[node] = parents[other],
                (None, None) => {
                    parents[node] = groups;
                    groups += 1;
                }
            }
        }
        (parents, groups as usize)
    }

    /// Lists the neighbours of all nodes, and where those of each begin.
    fn neighbours(&self) -> (Vec<usize>, Vec<(u32, f64)>) {
        let mut starts = vec![0; self.masses.len() + 1];
        for &(from, to, _) in &self.edges {
            starts[from as usize + 1] += 1;
            starts[to as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut neighbours = vec![(0, 0.0); self.edges.len() * 2];
        for &(from, to, strength) in &self.edges {
            for (one, other) in [(from, to), (to, from)] {
                neighbours[next[one as usize]] = (other, strength);
                next[one as usize] += 1;
            }
        }
        (starts, neighbours)
    }
}

/// Orders edges, whichever way they point, and adds up those between the same nodes.
fn merged(mut edges: Vec<Edge>) -> Vec<Edge> {
    for (from, to, _) in &mut edges {
        (*from, *to) = (*from.min(to), *from.max(to));
    }
    edges.sort_by_key(|&(from, to, _)| (from, to));
    edges.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    edges
}
