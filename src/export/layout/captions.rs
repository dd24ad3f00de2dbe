//! Captions: labels that have no place yet, set along finished curves as far as there is room.
//!
//! The label of the lowest rank is set first, on the middle of its curve or beside it along the curve, where its box touches
//! no node and no other label, lies on as little as possible of other curves, and leaves enough of its own to be seen. One
//! that finds no such place has none.

use super::force::length;
use super::free::{Plane, STEPS, at, bend};
use super::{Link, Point, Route, Size};
use std::collections::HashMap;

/// Where along its curve a label may stand, the best first.
const PLACES: [u32; 9] = [12, 11, 13, 10, 14, 9, 15, 8, 16];
/// On how many points of other curves a label may lie.
const CROSSED: usize = 3;
/// How much of its curve a label leaves to be seen, in pixels.
const SEEN: f64 = 22.0;
/// The side of the squares by which what stands near is found.
const SQUARE: f64 = 120.0;

/// Boxes and points of curves by the squares of the plane that they lie in.
#[derive(Default)]
struct Grid {
    boxes: HashMap<(i64, i64), Vec<(Point, Size)>>,
    points: HashMap<(i64, i64), Vec<(usize, Point)>>,
}

/// Gives the labels of these links, between these ends, places on their routes, which are curves.
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
    order.retain(|&edge| links[edge].label.height > 0.0 && routes[edge].label.is_none());
    order.sort_by_key(|&edge| (links[edge].rank, edge));
    for edge in order {
        let Some(curve) = curves[edge] else { continue };
        let size = links[edge].label;
        let boxes = PLACES.iter().map(|step| (at(curve, *step), size));
        let found = boxes
            .filter(|label| !grid.is_taken(*label))
            .filter(|label| {
                let (from, to) = edges[edge];
                let body = |end: usize| (plane.centres[end], plane.sizes[end]);
                seen(curve, [body(from), body(to), *label]) >= SEEN
            })
            .map(|label| (grid.crossed(label, edge), label))
            .min_by_key(|(crossed, _)| *crossed)
            .filter(|(crossed, _)| *crossed <= CROSSED);
        if let Some((_, label)) = found {
            routes[edge].label = Some(label.0);
            grid.put(label);
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

    /// Tells whether something stands where this box would.
    fn is_taken(&self, placed: (Point, Size)) -> bool {
        let near = squares(placed).filter_map(|square| self.boxes.get(&square));
        near.flatten().any(|other| overlap(placed, *other))
    }

    /// Counts the points of other curves that a box would cover.
    fn crossed(&self, (centre, size): (Point, Size), own: usize) -> usize {
        let near = squares((centre, size)).filter_map(|square| self.points.get(&square));
        near.flatten()
            .filter(|(edge, point)| *edge != own && holds(centre, size, *point))
            .count()
    }
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

/// Gives the square that a point lies in.
fn square(point: Point) -> (i64, i64) {
    ((point.x / SQUARE).floor() as i64, (point.y / SQUARE).floor() as i64)
}

/// Gives the squares that a box reaches.
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
