//! Communities by modularity: Leiden.

use super::adjacency::{ends, grouped, number, ranked};
use petgraph::graph::DiGraph;
use std::collections::VecDeque;

/// The randomness of refinement, on the scale of edge weights: θ in the paper.
const CHANCE: f64 = 0.01;
/// Gains below this fraction of the total weight count as zero, since sums of floating-point weights are inexact.
const NO_GAIN: f64 = 1e-14;
/// The maximum number of rounds; they end earlier when nothing changes.
const ROUNDS: usize = 10;

/// Communities of nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// By node index: the number of its community, from 1; the largest comes first, equal ones in node order.
    pub of_node: Vec<u32>,
    /// Their number.
    pub count: usize,
    /// Their modularity, at most 1.
    pub modularity: f64,
}

/// Finds communities that maximise modularity, by the Leiden algorithm, in the undirected graph.
///
/// Parallel edges add up, in both directions; a self-loop counts twice in its node's degree, as in [`modularity`].
/// `weights` are by edge index and not negative (see [`super::check_weights`]); without them each edge weighs one. The
/// same seed gives the same communities on every machine. Each community is connected; an isolated node is a community
/// of its own. igraph: `community_leiden(objective_function="modularity")` of the undirected multigraph gives similar
/// modularity, but seldom the same communities, since both are randomised.
///
/// V. A. Traag, L. Waltman, N. J. van Eck: From Louvain to Leiden: guaranteeing well-connected communities, Scientific
/// Reports 9, 5233 (2019).
pub fn communities(graph: &DiGraph<(), ()>, weights: Option<&[f64]>, seed: u64) -> Communities {
    let whole = Network::of(graph, weights);
    let mut random = Random(seed);
    let mut groups: Vec<u32> = (0..number(whole.nodes())).collect();
    let mut best = f64::NEG_INFINITY;
    for _ in 0..ROUNDS {
        let found = round(&whole, groups.clone(), &mut random);
        let quality = whole.modularity(&found);
        if quality <= best {
            break;
        }
        let is_settled = quality - best < NO_GAIN;
        best = quality;
        groups = found;
        if is_settled {
            break;
        }
    }
    let of_node = ranked(&groups);
    Communities {
        count: of_node.iter().copied().max().unwrap_or(0) as usize,
        modularity: modularity(graph, weights, &of_node),
        of_node,
    }
}

/// The modularity of a partition: the fraction of edges within groups, minus the expected fraction.
///
/// Directions are ignored, parallel edges add up, a self-loop counts once as an edge and twice in its node's degree.
/// Zero for a graph without edges. networkx: `community.modularity(nx.MultiGraph(G.edges), groups)`; igraph:
/// `modularity(groups, directed=False)`.
///
/// M. E. J. Newman, M. Girvan: Finding and evaluating community structure in networks, Physical Review E 69 (2004).
pub fn modularity(graph: &DiGraph<(), ()>, weights: Option<&[f64]>, groups: &[u32]) -> f64 {
    let count = groups.iter().copied().max().map_or(0, |largest| largest as usize + 1);
    let mut degrees = vec![0.0; count];
    let (mut inside, mut total) = (0.0, 0.0);
    for (edge, (from, to)) in ends(graph).enumerate() {
        let weight = weights.map_or(1.0, |weights| weights[edge]);
        let (from, to) = (groups[from as usize], groups[to as usize]);
        degrees[from as usize] += weight;
        degrees[to as usize] += weight;
        total += weight;
        if from == to {
            inside += weight;
        }
    }
    if total <= 0.0 {
        return 0.0;
    }
    let expected: f64 = degrees.iter().map(|degree| (degree / (2.0 * total)).powi(2)).sum();
    inside / total - expected
}

/// One round: moves nodes, refines groups, and aggregates the refined groups into the nodes of a smaller network.
fn round(whole: &Network, groups: Vec<u32>, random: &mut Random) -> Vec<u32> {
    // For each node of the original network, its node in the current one.
    let mut places: Vec<u32> = (0..number(whole.nodes())).collect();
    let mut smaller: Option<Network> = None;
    let mut groups = groups;
    loop {
        let network = smaller.as_ref().unwrap_or(whole);
        move_nodes(network, &mut groups, random);
        let count = compact(&mut groups);
        if count == network.nodes() {
            break;
        }
        let mut refined = refine(network, &groups, count, random);
        let mut refined_count = compact(&mut refined);
        if refined_count == network.nodes() {
            // If refinement merged nothing, the groups themselves are aggregated; otherwise the loop would not end.
            (refined, refined_count) = (groups.clone(), count);
        }
        let mut next_groups = vec![0; refined_count];
        for (part, group) in refined.iter().zip(&groups) {
            next_groups[*part as usize] = *group;
        }
        places.iter_mut().for_each(|place| *place = refined[*place as usize]);
        smaller = Some(network.merged(&refined, refined_count));
        groups = next_groups;
    }
    places.into_iter().map(|place| groups[place as usize]).collect()
}

/// Moves each node to the group with the largest gain until there is none; a node is visited again when a neighbour has
/// moved.
fn move_nodes(network: &Network, groups: &mut [u32], random: &mut Random) {
    let nodes = network.nodes();
    let mut degrees = vec![0.0; nodes];
    let mut sizes = vec![0_u32; nodes];
    for (node, group) in groups.iter().enumerate() {
        degrees[*group as usize] += network.degrees[node];
        sizes[*group as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..number(nodes))
        .rev()
        .filter(|group| sizes[*group as usize] == 0)
        .collect();
    let mut queue: VecDeque<u32> = random.shuffled(nodes).into();
    let mut is_queued = vec![true; nodes];
    let mut links = Links::new(nodes);
    while let Some(node) = queue.pop_front() {
        let node = node as usize;
        is_queued[node] = false;
        let (group, degree) = (groups[node], network.degrees[node]);
        for (neighbour, weight) in network.arcs(node) {
            links.add(groups[neighbour as usize], weight);
        }
        degrees[group as usize] -= degree;
        let place = Place {
            group,
            degree,
            spare: empty.last().copied().filter(|_| sizes[group as usize] > 1),
        };
        let best = place.best(&links, &degrees, network.total);
        links.clear();
        degrees[best as usize] += degree;
        if best == group {
            continue;
        }
        if sizes[best as usize] == 0 {
            empty.pop();
        }
        sizes[best as usize] += 1;
        sizes[group as usize] -= 1;
        if sizes[group as usize] == 0 {
            empty.push(group);
        }
        groups[node] = best;
        for (neighbour, _) in network.arcs(node) {
            let place = neighbour as usize;
            if groups[place] != best && !is_queued[place] {
                is_queued[place] = true;
                queue.push_back(neighbour);
            }
        }
    }
}

/// A node to move: its group, its degree, and an empty group if it is not alone.
struct Place {
    group: u32,
    degree: f64,
    spare: Option<u32>,
}

impl Place {
    /// The group with the largest gain for the node: its own, the empty one, or one of a neighbour; `degrees` are those
    /// of the groups without it.
    fn best(&self, links: &Links, degrees: &[f64], total: f64) -> u32 {
        let gain = |group: u32, linked: f64| linked - self.degree * degrees[group as usize] / total;
        let mut best = self.group;
        let mut best_gain = gain(best, links.weights[best as usize]) + NO_GAIN * total;
        if best_gain < 0.0
            && let Some(spare) = self.spare
        {
            (best, best_gain) = (spare, 0.0);
        }
        for other in &links.groups {
            let gained = gain(*other, links.weights[*other as usize]);
            if gained > best_gain {
                (best, best_gain) = (*other, gained);
            }
        }
        best
    }
}

/// Splits each group into connected parts: single nodes are merged, at random, into a part with a gain.
fn refine(network: &Network, groups: &[u32], count: usize, random: &mut Random) -> Vec<u32> {
    let nodes = network.nodes();
    let mut group_degrees = vec![0.0; count];
    for (node, group) in groups.iter().enumerate() {
        group_degrees[*group as usize] += network.degrees[node];
    }
    let mut parts: Vec<u32> = (0..number(nodes)).collect();
    let mut is_alone = vec![true; nodes];
    let mut degrees = network.degrees.clone();
    // The weight of edges from a part to the rest of its group.
    let mut outward = vec![0.0; nodes];
    for node in 0..nodes {
        let within = network
            .arcs(node)
            .filter(|(neighbour, _)| groups[*neighbour as usize] == groups[node]);
        outward[node] = within.map(|(_, weight)| weight).sum();
    }
    let is_well_linked = |outward: f64, degree: f64, group: u32| {
        let rest = group_degrees[group as usize] - degree;
        outward >= degree * rest / network.total
    };
    let mut links = Links::new(nodes);
    let mut chances: Vec<(u32, f64)> = Vec::new();
    for node in random.shuffled(nodes) {
        let place = node as usize;
        let (group, degree) = (groups[place], network.degrees[place]);
        if !is_alone[place] || !is_well_linked(outward[place], degree, group) {
            continue;
        }
        for (neighbour, weight) in network.arcs(place) {
            if groups[neighbour as usize] == group {
                links.add(parts[neighbour as usize], weight);
            }
        }
        let own = outward[place];
        chances.clear();
        for part in links.groups.iter().copied() {
            let gain = links.weights[part as usize] - degree * degrees[part as usize] / network.total;
            if gain >= 0.0 && is_well_linked(outward[part as usize], degrees[part as usize], group) {
                chances.push((part, gain));
            }
        }
        if let Some(chosen) = random.chosen(&mut chances) {
            let (part, linked) = (chosen as usize, links.weights[chosen as usize]);
            parts[place] = chosen;
            degrees[part] += degree;
            degrees[place] = 0.0;
            outward[part] += own - 2.0 * linked;
            // A part has the number of its first node.
            is_alone[part] = false;
            is_alone[place] = false;
        }
        links.clear();
    }
    parts
}

/// Renumbers groups without gaps, in node order; returns their count.
fn compact(groups: &mut [u32]) -> usize {
    let mut numbers = vec![u32::MAX; groups.len()];
    let mut count = 0;
    for group in groups {
        let known = &mut numbers[*group as usize];
        if *known == u32::MAX {
            *known = count;
            count += 1;
        }
        *group = *known;
    }
    count as usize
}

/// An undirected weighted network; the edges inside an aggregated node are in `loops`.
struct Network {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
    /// The degree of each node; self-loops count twice.
    degrees: Vec<f64>,
    /// The weight of each node's self-loops.
    loops: Vec<f64>,
    /// The sum of all degrees, which is twice the weight of all edges.
    total: f64,
}

impl Network {
    fn of(graph: &DiGraph<(), ()>, weights: Option<&[f64]>) -> Self {
        let nodes = graph.node_count();
        let mut loops = vec![0.0; nodes];
        let weight = |edge: usize| weights.map_or(1.0, |weights| weights[edge]);
        for (edge, (from, to)) in ends(graph).enumerate() {
            if from == to {
                loops[from as usize] += weight(edge);
            }
        }
        let edges = ends(graph).enumerate().filter(|(_, (from, to))| from != to);
        let there = edges.clone().map(|(edge, (from, to))| (from, (to, weight(edge))));
        let back = edges.map(|(edge, (from, to))| (to, (from, weight(edge))));
        let (starts, arcs) = grouped(nodes, there.chain(back));
        let mut network = Self::empty(nodes, arcs.len(), loops);
        let mut links = Links::new(nodes);
        for node in 0..nodes {
            for (neighbour, weight) in &arcs[starts[node]..starts[node + 1]] {
                links.add(*neighbour, *weight);
            }
            network.push(&mut links);
        }
        network.finished()
    }

    fn empty(nodes: usize, arcs: usize, loops: Vec<f64>) -> Self {
        let mut starts = Vec::with_capacity(nodes + 1);
        starts.push(0);
        Self {
            starts,
            neighbours: Vec::with_capacity(arcs),
            weights: Vec::with_capacity(arcs),
            degrees: Vec::with_capacity(nodes),
            loops,
            total: 0.0,
        }
    }

    /// Appends a node with its edges.
    fn push(&mut self, links: &mut Links) {
        for neighbour in &links.groups {
            self.neighbours.push(*neighbour);
            self.weights.push(links.weights[*neighbour as usize]);
        }
        links.clear();
        self.starts.push(self.neighbours.len());
    }

    fn finished(mut self) -> Self {
        for node in 0..self.nodes() {
            let linked: f64 = self.weights[self.starts[node]..self.starts[node + 1]].iter().sum();
            self.degrees.push(linked + 2.0 * self.loops[node]);
        }
        self.total = self.degrees.iter().sum();
        self
    }

    fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    fn arcs(&self, node: usize) -> impl Iterator<Item = (u32, f64)> {
        let row = self.starts[node]..self.starts[node + 1];
        let neighbours = self.neighbours[row.clone()].iter().copied();
        neighbours.zip(self.weights[row].iter().copied())
    }

    /// Aggregates each part into one node.
    fn merged(&self, parts: &[u32], count: usize) -> Self {
        let (starts, members) = grouped(
            count,
            parts.iter().enumerate().map(|(node, part)| (*part, number(node))),
        );
        let mut network = Self::empty(count, self.neighbours.len(), vec![0.0; count]);
        let mut links = Links::new(count);
        for part in 0..count {
            let mut within = 0.0;
            for member in &members[starts[part]..starts[part + 1]] {
                network.loops[part] += self.loops[*member as usize];
                for (neighbour, weight) in self.arcs(*member as usize) {
                    let other = parts[neighbour as usize];
                    if other as usize == part {
                        within += weight;
                    } else {
                        links.add(other, weight);
                    }
                }
            }
            network.loops[part] += within / 2.0;
            network.push(&mut links);
        }
        network.finished()
    }

    fn modularity(&self, groups: &[u32]) -> f64 {
        let mut degrees = vec![0.0; self.nodes()];
        let mut inside = 0.0;
        for node in 0..self.nodes() {
            degrees[groups[node] as usize] += self.degrees[node];
            let within = self
                .arcs(node)
                .filter(|(neighbour, _)| groups[*neighbour as usize] == groups[node]);
            inside += 2.0 * self.loops[node] + within.map(|(_, weight)| weight).sum::<f64>();
        }
        if self.total <= 0.0 {
            return 0.0;
        }
        let expected: f64 = degrees.iter().map(|degree| (degree / self.total).powi(2)).sum();
        inside / self.total - expected
    }
}

/// The edge weights from a node to groups, and the groups with an edge, in the order found.
struct Links {
    weights: Vec<f64>,
    is_there: Vec<bool>,
    groups: Vec<u32>,
}

impl Links {
    fn new(groups: usize) -> Self {
        Self {
            weights: vec![0.0; groups],
            is_there: vec![false; groups],
            groups: Vec::new(),
        }
    }

    fn add(&mut self, group: u32, weight: f64) {
        let place = group as usize;
        if !self.is_there[place] {
            self.is_there[place] = true;
            self.groups.push(group);
        }
        self.weights[place] += weight;
    }

    fn clear(&mut self) {
        for group in self.groups.drain(..) {
            self.weights[group as usize] = 0.0;
            self.is_there[group as usize] = false;
        }
    }
}

/// A portable pseudorandom number generator: SplitMix64.
///
/// G. L. Steele, D. Lea, C. H. Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A random permutation of the numbers below `count` (Fisher and Yates).
    fn shuffled(&mut self, count: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..number(count)).collect();
        for last in (1..count).rev() {
            // The high half of the product: uniform enough for a permutation, and needs no division.
            let place = (u128::from(self.next()) * (last as u128 + 1)) >> 64;
            order.swap(last, place as usize);
        }
        order
    }

    /// Draws one of the parts with a gain, with probability growing with the gain; `None` if there are none.
    fn chosen(&mut self, chances: &mut [(u32, f64)]) -> Option<u32> {
        let largest = chances.iter().map(|(_, gain)| *gain).fold(f64::NEG_INFINITY, f64::max);
        let mut total = 0.0;
        for (_, gain) in chances.iter_mut() {
            total += ((*gain - largest) / CHANCE).exp();
            *gain = total;
        }
        #[expect(clippy::cast_precision_loss, reason = "53 bits are a double's")]
        let drawn = (self.next() >> 11) as f64 / (1_u64 << 53) as f64 * total;
        let chosen = chances.iter().find(|(_, sum)| *sum > drawn);
        chosen.or(chances.last()).map(|(part, _)| *part)
    }
}
