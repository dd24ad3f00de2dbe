//! Edge labels, placed along finished curves as far as there is room.
//!
//! The label of the lowest rank is set first, on the middle of its curve or further along it, where its box touches no node
//! and no other label, lies on as little as possible of other curves, and leaves enough of its own to be seen; else beside
//! its curve, where no other runs near. One that finds no such place has none.

use super::force::length;
use super::plane::{Plane, STEPS, around, at, bend};
use super::{Link, Point, Route, Size};
use std::collections::HashMap;

/// Where along its curve a label may be, the best first.
const PLACES: [u32; 9] = [12, 11, 13, 10, 14, 9, 15, 8, 16];
/// On how many points of other curves a label may lie, unless it is one of the [`SURE`].
const CROSSED: usize = 3;
/// How many labels of the lowest ranks may lie on any.
const SURE: usize = 30;
/// How far from other curves a label beside its own is, in pixels.
const ALONE: f64 = 7.0;
/// How much of its curve a label leaves to be seen, in pixels.
const SEEN: f64 = 22.0;
/// The side of the squares of the spatial index.
const SQUARE: f64 = 120.0;

/// Boxes and points of curves by the squares of the plane that they lie in.
#[derive(Default)]
struct Grid {
    boxes: HashMap<(i64, i64), Vec<(Point, Size)>>,
    points: HashMap<(i64, i64), Vec<(usize, Point)>>,
}

/// Places the labels of these links, between these ends, on their routes, which are curves.
pub(super) fn place(links: &[&Link], edges: &[(usize, usize)], plane: &Plane, routes: &mut [Route]) {
    let curve = |edge: usize, route: &Route| {
        let (from, to) = edges[edge];
        let (start, end) = (plane.centres[from], plane.centres[to]);
        route.middle.map(|middle| [start, bend(start, middle, end), end])
    };
    let curves: Vec<_> = routes
        .iter()
        .enumerate()
        .map(|(edge, route)| curve(edge, route))
        .collect();
    let mut grid = Grid::default();
    for (centre, size) in plane.centres.iter().zip(&plane.sizes) {
        grid.put((*centre, *size));
    }
    for (edge, curve) in curves.iter().enumerate() {
        for point in curve.iter().flat_map(|curve| (1..STEPS).map(|step| at(*curve, step))) {
            grid.points.entry(square(point)).or_default().push((edge, point));
        }
    }
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.retain(|&edge| links[edge].label.height > 0.0);
    order.sort_by_key(|&edge| (links[edge].rank, edge));
    for (place, edge) in order.into_iter().enumerate() {
        let Some(curve) = curves[edge] else { continue };
        let ends = [edges[edge].0, edges[edge].1].map(|end| (plane.centres[end], plane.sizes[end]));
        if let Some(centre) = grid.room(links[edge], edge, curve, ends, place < SURE) {
            routes[edge].label = Some(centre);
            grid.put((centre, links[edge].label));
        }
    }
}

impl Grid {
    /// Remembers a box.
    fn put(&mut self, placed: (Point, Size)) {
        for square in squares(placed) {
            self.boxes.entry(square).or_default().push(placed);
        }
    }

    /// Tells whether something overlaps this box.
    fn is_taken(&self, placed: (Point, Size)) -> bool {
        let near = squares(placed).filter_map(|square| self.boxes.get(&square));
        near.flatten().any(|other| overlap(placed, *other))
    }

    /// Finds where the label of a link may be; `sure` is one that may lie on other curves.
    fn room(&self, link: &Link, edge: usize, curve: [Point; 3], ends: [(Point, Size); 2], sure: bool) -> Option<Point> {
        let open = |centre: &Point| {
            let label = (*centre, link.label);
            !self.is_taken(label) && seen(curve, [ends[0], ends[1], label]) >= SEEN
        };
        let on = PLACES.iter().map(|step| at(curve, *step)).filter(open);
        let on = on.map(|centre| (self.crossed((centre, link.label), edge), centre));
        let least = on.min_by_key(|(crossed, _)| *crossed);
        if let Some((_, centre)) = least.filter(|(crossed, _)| sure || *crossed <= CROSSED) {
            return Some(centre);
        }
        let wide = around(link.label, ALONE, ALONE);
        let mut beside = PLACES.iter().flat_map(|step| beside(curve, *step, link)).filter(open);
        beside.find(|centre| self.crossed((*centre, wide), edge) == 0)
    }

    /// Counts the points of other curves that a box would cover.
    fn crossed(&self, (centre, size): (Point, Size), own: usize) -> usize {
        let near = squares((centre, size)).filter_map(|square| self.points.get(&square));
        near.flatten()
            .filter(|(edge, point)| *edge != own && holds(centre, size, *point))
            .count()
    }
}

/// Returns the two centres at which a link's label touches its curve after so many steps, one on each side.
fn beside(curve: [Point; 3], step: u32, link: &Link) -> [Point; 2] {
    let (before, here, after) = (at(curve, step - 1), at(curve, step), at(curve, step + 1));
    let (x, y) = (after.x - before.x, after.y - before.y);
    let far = length(x, y).max(0.01);
    let Size { width, height } = link.label;
    let off = (width * y.abs() / far + height * x.abs() / far + link.thickness) / 2.0 + 1.0;
    [-off, off].map(|off| Point {
        x: here.x - y / far * off,
        y: here.y + x / far * off,
    })
}

/// Measures what of a curve can be seen beside these boxes.
fn seen(curve: [Point; 3], boxes: [(Point, Size); 3]) -> f64 {
    let pieces = (0..STEPS).map(|step| (at(curve, step), at(curve, step + 1)));
    let hidden = |point: Point| boxes.iter().any(|(centre, size)| holds(*centre, *size, point));
    let open = pieces.filter(|(one, other)| !hidden(*one) && !hidden(*other));
    open.map(|(one, other)| length(other.x - one.x, other.y - one.y)).sum()
}

/// Tells whether a box around a centre holds a point.
fn holds(centre: Point, size: Size, point: Point) -> bool {
    (point.x - centre.x).abs() < size.width / 2.0 && (point.y - centre.y).abs() < size.height / 2.0
}

/// Returns the square that a point lies in.
fn square(point: Point) -> (i64, i64) {
    ((point.x / SQUARE).floor() as i64, (point.y / SQUARE).floor() as i64)
}

/// Returns the squares that a box reaches.
fn squares((centre, size): (Point, Size)) -> impl Iterator<Item = (i64, i64)> {
    let corner = |sign: f64| {
        square(Point {
            x: centre.x + sign * size.width / 2.0,
            y: centre.y + sign * size.height / 2.0,
        })
    };
    let (low, high) = (corner(-1.0), corner(1.0));
    (low.0..=high.0).flat_map(move |x| (low.1..=high.1).map(move |y| (x, y)))
}

/// Tells whether two boxes share room.
fn overlap(one: (Point, Size), other: (Point, Size)) -> bool {
    (one.0.x - other.0.x).abs() < (one.1.width + other.1.width) / 2.0
        && (one.0.y - other.0.y).abs() < (one.1.height + other.1.height) / 2.0
}
