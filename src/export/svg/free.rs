//! Edges as curves between arbitrary directions, for force-directed layouts.

use super::super::drawing::Panel;
use super::plan::{Bundle, Plan};
use super::{head, number, shapes};
use layout::{Point, bend};

/// A quadratic curve from the border of a bundle's source to that of its target, or to the tail of its arrowhead.
pub(super) fn path(panel: &Panel, plan: &Plan, bundle: &Bundle, middle: Point) -> String {
    let (source, target) = bundle.ends;
    let (start, end) = (plan.layout.nodes[source], plan.layout.nodes[target]);
    let curve = [start, bend(start, middle, end), end];
    let within = |node: usize, point: Point| {
        let centre = plan.layout.nodes[node];
        shapes::holds(
            panel.nodes[node].shape,
            plan.layout.sizes[node],
            point.x - centre.x,
            point.y - centre.y,
        )
    };
    let mut first = border(|share| within(source, at(curve, share)), 0.0, 0.5);
    let mut last = border(|share| within(target, at(curve, share)), 1.0, 0.5);
    let tip = at(curve, last);
    let away = |share: f64| distance(at(curve, share), tip) < head(bundle);
    last = border(away, last, first.min(last));
    first = first.min(last);
    let [from, by, to] = cut(curve, first, last);
    format!(
        "M{},{} Q{},{} {},{}",
        number(from.x),
        number(from.y),
        number(by.x),
        number(by.y),
        number(to.x),
        number(to.y)
    )
}

/// Finds where a curve crosses a border, between two parameters of it, by bisection.
fn border(within: impl Fn(f64) -> bool, mut inside: f64, mut outside: f64) -> f64 {
    for _ in 0..24 {
        let middle = (inside + outside) / 2.0;
        if within(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    outside
}

/// A point between two others.
fn between(one: Point, other: Point, share: f64) -> Point {
    Point {
        x: one.x + (other.x - one.x) * share,
        y: one.y + (other.y - one.y) * share,
    }
}

/// The distance of two points.
fn distance(one: Point, other: Point) -> f64 {
    ((one.x - other.x).powi(2) + (one.y - other.y).powi(2)).sqrt()
}

/// The point of a curve at this parameter.
fn at([start, bend, end]: [Point; 3], share: f64) -> Point {
    between(between(start, bend, share), between(bend, end, share), share)
}

/// The part of a curve between two parameters.
fn cut(curve: [Point; 3], first: f64, last: f64) -> [Point; 3] {
    let [start, bend, end] = curve;
    let by = between(between(start, bend, first), between(bend, end, first), last);
    [at(curve, first), by, at(curve, last)]
}
