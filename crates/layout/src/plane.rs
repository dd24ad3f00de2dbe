//! Boxes on a plane, and the curves between them.

use super::{Point, Size};

/// The number of points sampled on a curve.
pub(super) const STEPS: u32 = 24;

/// The positions of a component's nodes.
pub(super) struct Plane {
    /// The centres of their boxes.
    pub(super) centres: Vec<Point>,
    /// The sizes of their boxes.
    pub(super) sizes: Vec<Size>,
}

/// Returns a size with more room, or less.
pub(super) fn around(size: Size, across: f64, down: f64) -> Size {
    Size {
        width: size.width + across,
        height: size.height + down,
    }
}

/// Returns the point of a curve after so many of its [`STEPS`].
pub(super) fn at([start, by, end]: [Point; 3], step: u32) -> Point {
    let share = f64::from(step) / f64::from(STEPS);
    let (a, b, c) = (
        (1.0 - share) * (1.0 - share),
        2.0 * share * (1.0 - share),
        share * share,
    );
    Point {
        x: a * start.x + b * by.x + c * end.x,
        y: a * start.y + b * by.y + c * end.y,
    }
}

/// Returns the control point of the quadratic curve between two points with this middle.
pub fn bend(start: Point, middle: Point, end: Point) -> Point {
    Point {
        x: 2.0 * middle.x - (start.x + end.x) / 2.0,
        y: 2.0 * middle.y - (start.y + end.y) / 2.0,
    }
}
