//! Force-directed layout.
//!
//! Takes the number of nodes and their edges; returns a position for each node, in units of which a node is about [`NODE`]
//! wide. After ForceAtlas2 (Jacomy et al., PLoS ONE 9(6), 2014): repulsion by degree, approximated by a Barnes-Hut tree,
//! speeds by swinging and traction. Attraction grows sublinearly with distance, between linear and LinLog, which separates
//! communities. Large components are laid out from coarse to fine (multilevel). Components are packed side by side,
//! isolated nodes in a grid. Seeded, single-threaded, without transcendental functions: same input, same bytes.

mod coarse;
mod spread;
mod tree;

pub use spread::spread;

use super::components::components as connected;
use super::{Point, Size};
use coarse::{Edge, Level};
use tree::Tree;

/// The width of a node in the unit of the positions.
pub const NODE: f64 = 20.0;
/// The strength of repulsion.
const REPULSION: f64 = 10.0;
/// The strength of gravity towards the centre of the component.
const GRAVITY: f64 = 0.02;
/// The side of the average square per node, in widths of a node.
const ROOM: f64 = 3.0;
/// The aspect ratio of all components together.
const ASPECT: f64 = 1.5;
/// The number of steps for a small component, or for the coarsest level.
const STEPS: usize = 300;
/// The fewest steps of a level, however large the graph is.
const FEWEST: usize = 20;
/// The number of steps times nodes of a level, of all components together, beyond the fewest.
const BUDGET: usize = 600_000;

/// Places nodes; `weights` scale the attraction of edges, which is equal without them.
///
/// Edges without existing ends are ignored, as are weights not above zero. Weights are divided by the mean and clamped to
/// 0.25..4, since sums of money differ by orders of magnitude.
pub fn positions(count: usize, edges: &[(usize, usize)], weights: Option<&[f64]>) -> Vec<(f64, f64)> {
    let strengths = strengths(edges, weights);
    let components = components(count, edges, &strengths);
    let mut placed = vec![(0.0, 0.0); count];
    let mut blocks = Vec::with_capacity(components.len());
    let mut sizes = Vec::with_capacity(components.len());
    for (nodes, level) in components {
        let mut points = component(level, count);
        sizes.push(settle(&mut points));
        blocks.push((nodes, points));
    }
    for ((nodes, points), corner) in blocks.into_iter().zip(shelve(&sizes)) {
        for (node, point) in nodes.into_iter().zip(points) {
            placed[node] = (round(corner.x + point.x), round(corner.y + point.y));
        }
    }
    placed
}

/// Rounds to hundredths: what is printed is what was computed.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Returns the attraction factor of each edge.
fn strengths(edges: &[(usize, usize)], weights: Option<&[f64]>) -> Vec<f64> {
    let usable = |weight: f64| weight.is_finite() && weight > 0.0;
    let Some(weights) = weights else {
        return vec![1.0; edges.len()];
    };
    let known: Vec<f64> = weights.iter().copied().filter(|&weight| usable(weight)).collect();
    let mean = known.iter().map(|weight| weight / known.len() as f64).sum::<f64>();
    let strength = |weight: Option<&f64>| match weight {
        Some(&weight) if usable(weight) && mean.is_finite() => (weight / mean).clamp(0.25, 4.0),
        _ => 1.0,
    };
    (0..edges.len()).map(|at| strength(weights.get(at))).collect()
}

/// Finds the connected components, the largest first: the nodes and the weighted edges of each.
fn components(count: usize, edges: &[(usize, usize)], strengths: &[f64]) -> Vec<(Vec<usize>, Level)> {
    let is_drawn = |(from, to): &(usize, usize)| *from < count && *to < count && from != to;
    let drawn = edges.iter().copied().zip(strengths).filter(|(edge, _)| is_drawn(edge));
    let (component_of, number) = connected(count, drawn.clone().map(|(edge, _)| edge));
    let mut place_of = vec![0_u32; count];
    let mut found: Vec<(Vec<usize>, Vec<Edge>)> = vec![(Vec::new(), Vec::new()); number];
    for node in 0..count {
        let nodes = &mut found[component_of[node]].0;
        place_of[node] = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        nodes.push(node);
    }
    for ((from, to), &strength) in drawn {
        found[component_of[from]]
            .1
            .push((place_of[from], place_of[to], strength));
    }
    found.sort_by_key(|(nodes, _)| std::cmp::Reverse(nodes.len()));
    found
        .into_iter()
        .map(|(nodes, edges)| {
            let level = Level::finest(nodes.len(), edges);
            (nodes, level)
        })
        .collect()
}

/// Places one component of a graph with so many nodes, from its coarsest form to its finest.
fn component(level: Level, all: usize) -> Vec<Point> {
    let nodes = level.masses.len();
    let affordable = |points: usize| steps(points, nodes, all);
    let mut levels = vec![level];
    let mut parents = Vec::new();
    while let Some((coarser, parent)) = levels[levels.len() - 1].coarser() {
        levels.push(coarser);
        parents.push(parent);
    }
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let coarsest = &levels[levels.len() - 1];
    let side = 10.0 * (coarsest.masses.len() as f64).sqrt();
    let mut points: Vec<Point> = coarsest.masses.iter().map(|_| random.point(side)).collect();
    let enough = match points.len() {
        0 | 1 => 0,
        2..10 => affordable(points.len()).min(STEPS / 3),
        _ => affordable(points.len()),
    };
    simulate(coarsest, &mut points, enough);
    for (level, parent) in levels.iter().zip(&parents).rev() {
        points = parent
            .iter()
            .map(|&parent| {
                let off = random.point(2.0);
                let Point { x, y } = points[parent as usize];
                Point {
                    x: x + off.x,
                    y: y + off.y,
                }
            })
            .collect();
        let steps = affordable(points.len());
        simulate(level, &mut points, steps);
    }
    points
}

/// The number of steps for a level of so many points of a component: of the budget for this level of all components together,
/// a component has as large a part as it has of the nodes.
fn steps(points: usize, nodes: usize, all: usize) -> usize {
    (BUDGET.saturating_mul(nodes) / points.saturating_mul(all).max(1)).clamp(FEWEST, STEPS)
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Random(u64);

impl Random {
    /// Returns a number from -0.5 to 0.5.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    }

    /// Returns a point of a square around the origin.
    fn point(&mut self, side: f64) -> Point {
        let x = self.next() * side;
        Point {
            x,
            y: self.next() * side,
        }
    }
}

/// Runs this many steps of the simulation.
fn simulate(level: &Level, points: &mut [Point], steps: usize) {
    let mut before = vec![Point::default(); points.len()];
    let mut pace = Pace::default();
    for _ in 0..steps {
        let forces = forces(level, points);
        pace.adapt(&forces, &before, &level.masses);
        for ((point, force), before) in points.iter_mut().zip(&forces).zip(&before) {
            let swing = length(force.x - before.x, force.y - before.y);
            let factor = pace.speed / (1.0 + (pace.speed * swing).sqrt());
            point.x += force.x * factor;
            point.y += force.y * factor;
        }
        before = forces;
    }
}

/// Sums the forces on each node.
fn forces(level: &Level, points: &[Point]) -> Vec<Point> {
    let mut forces = Tree::of(points, &level.masses).repulsions(REPULSION);
    let (mut x, mut y, mut mass) = (0.0, 0.0, 0.0);
    for (point, own) in points.iter().zip(&level.masses) {
        (x, y, mass) = (x + point.x * own, y + point.y * own, mass + own);
    }
    let middle = Point {
        x: x / mass,
        y: y / mass,
    };
    for ((force, point), mass) in forces.iter_mut().zip(points).zip(&level.masses) {
        let (x, y) = (middle.x - point.x, middle.y - point.y);
        let pull = GRAVITY * mass / length(x, y).max(1.0);
        force.x += x * pull;
        force.y += y * pull;
    }
    for &(from, to, strength) in &level.edges {
        let (from, to) = (from as usize, to as usize);
        let (x, y) = (points[to].x - points[from].x, points[to].y - points[from].y);
        let pull = strength / length(x, y).max(0.01).sqrt().sqrt();
        forces[from].x += x * pull;
        forces[from].y += y * pull;
        forces[to].x -= x * pull;
        forces[to].y -= y * pull;
    }
    forces
}

/// Returns the length of a vector.
pub(super) fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// The adaptive speed of ForceAtlas2.
struct Pace {
    speed: f64,
    efficiency: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            speed: 1.0,
            efficiency: 1.0,
        }
    }
}

impl Pace {
    /// Raises the speed if forces keep their direction, lowers it if they swing.
    fn adapt(&mut self, forces: &[Point], before: &[Point], masses: &[f64]) {
        let (mut swinging, mut traction) = (0.0, 0.0);
        for ((now, before), mass) in forces.iter().zip(before).zip(masses) {
            swinging += mass * length(now.x - before.x, now.y - before.y);
            traction += mass * length(now.x + before.x, now.y + before.y) / 2.0;
        }
        if swinging <= 0.0 || traction <= 0.0 {
            return;
        }
        let count = forces.len() as f64;
        let tolerable = 0.05 * count.sqrt();
        let mut tolerance = tolerable.sqrt().max((tolerable * traction / (count * count)).min(10.0));
        if swinging / traction > 2.0 {
            if self.efficiency > 0.05 {
                self.efficiency *= 0.5;
            }
            tolerance = tolerance.max(1.0);
        }
        let target = tolerance * self.efficiency * traction / swinging;
        if swinging > tolerance * traction {
            if self.efficiency > 0.05 {
                self.efficiency *= 0.7;
            }
        } else if self.speed < 1000.0 {
            self.efficiency *= 1.3;
        }
        self.speed += (target - self.speed).min(0.5 * self.speed);
    }
}

/// Turns a component so that it is wider than high, scales it, moves nodes off one another, and moves it to the origin.
fn settle(points: &mut [Point]) -> Size {
    level_out(points);
    let (low, high) = corners(points.iter().copied());
    let area = (high.x - low.x).max(1e-6) * (high.y - low.y).max((high.x - low.x) / 4.0).max(1e-6);
    let scale = ROOM * NODE * (points.len() as f64 / area).sqrt();
    for point in points.iter_mut() {
        point.x *= scale;
        point.y *= scale;
    }
    let node = Size {
        width: NODE,
        height: NODE,
    };
    spread(points, &vec![node; points.len()], 60);
    let (low, high) = corners(points.iter().copied());
    for point in points.iter_mut() {
        (point.x, point.y) = (point.x - low.x, point.y - low.y);
    }
    Size {
        width: high.x - low.x + NODE,
        height: high.y - low.y + NODE,
    }
}

/// Returns the corners of the box around points.
fn corners(mut points: impl Iterator<Item = Point>) -> (Point, Point) {
    let first = points.next().unwrap_or_default();
    points.fold((first, first), |(low, high), point| {
        let low = Point {
            x: low.x.min(point.x),
            y: low.y.min(point.y),
        };
        let high = Point {
            x: high.x.max(point.x),
            y: high.y.max(point.y),
        };
        (low, high)
    })
}

/// Rotates points around their centre so that their longest extent is horizontal.
fn level_out(points: &mut [Point]) {
    let count = points.len() as f64;
    let x = points.iter().map(|point| point.x).sum::<f64>() / count;
    let y = points.iter().map(|point| point.y).sum::<f64>() / count;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for point in points.iter_mut() {
        (point.x, point.y) = (point.x - x, point.y - y);
        xx += point.x * point.x;
        xy += point.x * point.y;
        yy += point.y * point.y;
    }
    // The eigenvector of the larger eigenvalue of the covariance.
    let half = (xx - yy) / 2.0;
    let axis = (half + length(half, xy), xy);
    let norm = length(axis.0, axis.1);
    let (cosine, sine) = match norm > 1e-9 {
        true => (axis.0 / norm, axis.1 / norm),
        false if yy > xx => (0.0, 1.0),
        false => (1.0, 0.0),
    };
    for point in points.iter_mut() {
        (point.x, point.y) = (point.x * cosine + point.y * sine, point.y * cosine - point.x * sine);
    }
}

/// Sets blocks of these sizes on shelves, the highest first; returns the corner of each, in their order.
fn shelve(sizes: &[Size]) -> Vec<Point> {
    let apart = 2.0 * NODE;
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (sizes[one], sizes[other]);
        other
            .height
            .total_cmp(&one.height)
            .then(other.width.total_cmp(&one.width))
    });
    let area: f64 = sizes
        .iter()
        .map(|size| (size.width + apart) * (size.height + apart))
        .sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let limit = widest.max((area * ASPECT).sqrt());
    let mut corners = vec![Point::default(); sizes.len()];
    let (mut x, mut y, mut shelf) = (0.0, 0.0, 0.0);
    for at in order {
        let size = sizes[at];
        if x > 0.0 && x + size.width > limit {
            y += shelf + apart;
            (x, shelf) = (0.0, 0.0);
        }
        corners[at] = Point { x, y };
        x += size.width + apart;
        shelf = size.height.max(shelf);
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two circles of friends that one edge joins, a pair, and two nodes alone.
    fn friends() -> (usize, Vec<(usize, usize)>) {
        let mut edges = Vec::new();
        for circle in [0, 20] {
            edges.extend((0..20).flat_map(|one| (one + 1..20).map(move |other| (circle + one, circle + other))));
        }
        edges.extend([(0, 20), (40, 41)]);
        (44, edges)
    }

    fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
        length(one.0 - other.0, one.1 - other.1)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_node_has_a_place_of_its_own(count in 0..60_usize, edges in prop::collection::vec((0..70_usize, 0..70_usize), 0..90)) {
            let weights: Vec<f64> = (0..edges.len()).map(|at| [1.0, f64::NAN, -3.0, 1e300][at % 4]).collect();
            let placed = positions(count, &edges, Some(&weights));
            prop_assert_eq!(&placed, &positions(count, &edges, Some(&weights)));
            prop_assert_eq!(placed.len(), count);
            for (at, &one) in placed.iter().enumerate() {
                prop_assert!(one.0.is_finite() && one.1.is_finite() && one.0 >= 0.0 && one.1 >= 0.0);
                for &other in &placed[..at] {
                    prop_assert!(distance(one, other) > NODE * 0.95, "{one:?} {other:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn many_components_take_no_more_steps_than_one(sizes in prop::collection::vec(1..5_000_usize, 1..200), coarser in 1..4_usize) {
            let all: usize = sizes.iter().sum();
            let work = |sizes: &[usize]| -> usize {
                sizes.iter().map(|nodes| nodes.div_ceil(coarser) * steps(nodes.div_ceil(coarser), *nodes, all)).sum()
            };
            // The most is that of small graphs, or the budget, or the fewest steps; beside what is lost by rounding.
            let points = all.div_ceil(coarser) + sizes.len();
            prop_assert!(work(&sizes) <= (points * STEPS).min(BUDGET.max(points * FEWEST) + points * FEWEST));
        }
    }

    #[test]
    fn what_is_linked_stands_near() {
        let (count, edges) = friends();
        let placed = positions(count, &edges, None);
        let mean = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
            let lengths: Vec<f64> = pairs.map(|(one, other)| distance(placed[one], placed[other])).collect();
            lengths.iter().sum::<f64>() / lengths.len() as f64
        };
        let linked = mean(&mut edges.iter().copied());
        let apart = mean(&mut (0..20).flat_map(|one| (20..40).map(move |other| (one, other))));
        assert!(linked * 1.5 < apart, "{linked} {apart}");
    }

    #[test]
    fn a_chain_is_drawn_out_and_lies_level() {
        let edges: Vec<(usize, usize)> = (1..100).map(|at| (at - 1, at)).collect();
        let placed = positions(100, &edges, None);
        let wide = placed.iter().map(|place| place.0).fold(0.0, f64::max);
        let high = placed.iter().map(|place| place.1).fold(0.0, f64::max);
        assert!(wide > high * 2.0, "{wide} {high}");
    }

    #[test]
    fn isolated_nodes_stand_in_a_grid() {
        let placed = positions(100, &[], None);
        let rows: std::collections::BTreeSet<i64> = placed.iter().map(|place| place.1 as i64).collect();
        assert!((5..15).contains(&rows.len()), "{rows:?}");
    }

    #[test]
    fn a_stronger_edge_is_shorter() {
        let placed = positions(3, &[(0, 1), (1, 2)], Some(&[100.0, 1.0]));
        assert!(distance(placed[0], placed[1]) < distance(placed[1], placed[2]));
    }
}
