//! Barnes-Hut trees: repulsion with distant groups of nodes approximated by their centre of mass.
//!
//! Barnes & Hut, Nature 324, 1986; the bodies of a leaf walk the tree together (Barnes, Journal of Computational Physics 87,
//! 1990). Nodes are sorted along a Z-order curve; cells lie in the order of a walk, each knowing where the walk goes on if it is
//! taken as a whole.

use super::super::Point;
use super::corners;

/// The maximum number of bodies in a leaf.
const LEAF: usize = 16;
/// The maximum depth of the tree.
const DEPTH: u32 = 20;
/// The square of the ratio of a cell's side to its distance from all bodies of a leaf below which it is taken as a whole.
const FAR: f64 = 2.25;
/// The squared distance below which nodes count as being this far apart.
const NEAR: f64 = 1e-4;

/// A node in the tree.
#[derive(Clone, Copy)]
struct Body {
    point: Point,
    mass: f64,
    node: usize,
}

/// A square that holds bodies.
struct Cell {
    /// Their centre of mass.
    centre: Point,
    /// Their mass.
    mass: f64,
    /// The square of its side over [`FAR`].
    reach: f64,
    /// The cell after it and all that it holds.
    after: usize,
    /// Its bodies where it is a leaf, else none.
    bodies: (usize, usize),
}

/// A tree of all nodes.
pub(super) struct Tree {
    bodies: Vec<Body>,
    keys: Vec<u64>,
    cells: Vec<Cell>,
}

impl Tree {
    /// Builds the tree.
    pub(super) fn of(points: &[Point], masses: &[f64]) -> Tree {
        let (sorted, side) = sorted(points);
        let bodies = sorted.iter().map(|&(_, node)| Body {
            point: points[node],
            mass: masses[node],
            node,
        });
        let mut tree = Tree {
            bodies: bodies.collect(),
            keys: sorted.iter().map(|&(key, _)| key).collect(),
            cells: Vec::with_capacity(points.len() / 2 + 1),
        };
        if !points.is_empty() {
            tree.add(0, points.len(), DEPTH, side);
        }
        tree
    }

    /// Adds the cell of a range of bodies, and the cells in it; returns its mass and centre.
    fn add(&mut self, first: usize, last: usize, depth: u32, side: f64) -> (f64, Point) {
        let own = self.cells.len();
        self.cells.push(Cell {
            centre: Point::default(),
            mass: 0.0,
            reach: side * side / FAR,
            after: 0,
            bodies: (0, 0),
        });
        let (mut x, mut y, mut mass) = (0.0, 0.0, 0.0);
        if last - first <= LEAF || depth == 0 {
            self.cells[own].bodies = (first, last);
            for body in &self.bodies[first..last] {
                (x, y, mass) = (
                    x + body.point.x * body.mass,
                    y + body.point.y * body.mass,
                    mass + body.mass,
                );
            }
        } else {
            let shift = 2 * (depth - 1);
            let mut start = first;
            for quarter in 0..4 {
                let rest = &self.keys[start..last];
                let end = start + rest.partition_point(|key| (key >> shift) & 3 <= quarter);
                if end > start {
                    let (own, centre) = self.add(start, end, depth - 1, side / 2.0);
                    (x, y, mass) = (x + centre.x * own, y + centre.y * own, mass + own);
                }
                start = end;
            }
        }
        let centre = Point {
            x: x / mass,
            y: y / mass,
        };
        let after = self.cells.len();
        let cell = &mut self.cells[own];
        (cell.centre, cell.mass, cell.after) = (centre, mass, after);
        (mass, centre)
    }

    /// Returns the repulsion of each node: the product of masses over the distance, times `strength`.
    pub(super) fn repulsions(&self, strength: f64) -> Vec<Point> {
        let mut forces = vec![Point::default(); self.bodies.len()];
        let mut others = Vec::new();
        for leaf in &self.cells {
            for bodies in self.bodies[leaf.bodies.0..leaf.bodies.1].chunks(LEAF) {
                self.collect(bodies, &mut others);
                for (body, push) in bodies.iter().zip(pushes(bodies, &others)) {
                    forces[body.node] = Point {
                        x: push.x * strength * body.mass,
                        y: push.y * strength * body.mass,
                    };
                }
            }
        }
        forces
    }

    /// Collects what repels some bodies that lie together: centres with their masses, of cells that are far from all of them, and of single bodies.
    fn collect(&self, bodies: &[Body], others: &mut Vec<(Point, f64)>) {
        let (low, high) = corners(bodies.iter().map(|body| body.point));
        others.clear();
        let mut at = 0;
        while let Some(cell) = self.cells.get(at) {
            let x = (low.x - cell.centre.x).max(cell.centre.x - high.x).max(0.0);
            let y = (low.y - cell.centre.y).max(cell.centre.y - high.y).max(0.0);
            if cell.reach < x * x + y * y {
                others.push((cell.centre, cell.mass));
                at = cell.after;
                continue;
            }
            let own = &self.bodies[cell.bodies.0..cell.bodies.1];
            others.extend(own.iter().map(|body| (body.point, body.mass)));
            at += 1;
        }
    }
}

/// The repulsion of some bodies of mass one: all at once, for the processor to compute several in one instruction.
fn pushes(bodies: &[Body], others: &[(Point, f64)]) -> [Point; LEAF] {
    let (mut x, mut y) = ([0.0; LEAF], [0.0; LEAF]);
    for (at, body) in bodies.iter().enumerate() {
        (x[at], y[at]) = (body.point.x, body.point.y);
    }
    let (mut to_x, mut to_y) = ([0.0; LEAF], [0.0; LEAF]);
    for &(other, mass) in others {
        for at in 0..LEAF {
            let (x, y) = (x[at] - other.x, y[at] - other.y);
            let force = mass / (x * x + y * y).max(NEAR);
            to_x[at] += x * force;
            to_y[at] += y * force;
        }
    }
    std::array::from_fn(|at| Point {
        x: to_x[at],
        y: to_y[at],
    })
}

/// Sorts nodes along a Z-order curve; returns their keys and the side of the square that holds them.
fn sorted(points: &[Point]) -> (Vec<(u64, usize)>, f64) {
    let (low, high) = corners(points.iter().copied());
    let side = (high.x - low.x).max(high.y - low.y).max(1e-9);
    let grid = f64::from((1_u32 << DEPTH) - 1) / side;
    let key = |point: &Point| interleaved((point.x - low.x) * grid) | interleaved((point.y - low.y) * grid) << 1;
    let mut keys: Vec<(u64, usize)> = points.iter().enumerate().map(|(at, point)| (key(point), at)).collect();
    keys.sort_unstable();
    (keys, side)
}

/// Interleaves the bits of a number below 2^20 with zeros.
fn interleaved(value: f64) -> u64 {
    let mut bits = value as u64;
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | (bits << shift)) & mask;
    }
    bits
}
