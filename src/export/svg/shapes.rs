//! Shapes of nodes: outlines, sizes for a given text, and borders.

use super::super::drawing::Shape;
use super::number;
use layout::{Point, Size};

/// The horizontal inset of a hexagon's points and a parallelogram's slants, in pixels.
const SLANT: f64 = 13.0;
/// The side of a note's folded corner.
const FOLD: f64 = 10.0;
/// The width of the tabs of a component.
const TAB: f64 = 7.0;

/// The additional width of a diamond, so that arrows end at its sides and not at its points.
const POINTS: f64 = 18.0;

/// The size of a shape around lines of text, given their widths from the top and their total height.
pub(super) fn around(shape: Shape, lines: &[f64], height: f64, least: f64) -> Size {
    let widest = lines.iter().copied().fold(0.0, f64::max);
    let upright = (height + 14.0).max(least);
    match shape {
        Shape::Ellipse | Shape::Open => curved(lines, height, (height * 1.3 + 12.0).max(least), |part| {
            (1.0 - part * part).sqrt()
        }),
        Shape::Diamond => {
            let size = curved(lines, height, (height * 1.9 + 18.0).max(least), |part| 1.0 - part);
            Size {
                width: size.width + POINTS,
                ..size
            }
        }
        Shape::Box => Size {
            width: widest + 22.0,
            height: upright,
        },
        Shape::Note => Size {
            width: widest + 16.0 + FOLD,
            height: upright,
        },
        Shape::Component => Size {
            width: widest + 20.0 + 2.0 * TAB,
            height: upright,
        },
        Shape::Hexagon | Shape::Parallelogram => Size {
            width: widest + 10.0 + 2.0 * SLANT,
            height: upright,
        },
    }
}

/// The size of a shape that narrows towards top and bottom; `share` is its relative width at a fraction of its half
/// height.
fn curved(lines: &[f64], height: f64, whole: f64, share: impl Fn(f64) -> f64) -> Size {
    let line = height / lines.len().max(1) as f64;
    let width = lines.iter().enumerate().map(|(at, width)| {
        let top = (height / 2.0 - at as f64 * line).abs();
        let foot = (height / 2.0 - (at + 1) as f64 * line).abs();
        let corner = top.max(foot) - line * 0.15;
        width / share((corner / (whole / 2.0)).clamp(0.0, 0.95))
    });
    Size {
        width: width.fold(0.0, f64::max) + 20.0,
        height: whole,
    }
}

/// The distance between the border and the bounding box, left or right, at this vertical offset from the centre.
pub(super) fn inset(shape: Shape, size: Size, off: f64) -> f64 {
    let part = (off.abs() / (size.height / 2.0)).min(1.0);
    match shape {
        Shape::Ellipse | Shape::Open => size.width / 2.0 * (1.0 - (1.0 - part * part).sqrt()),
        Shape::Diamond => size.width / 2.0 * part,
        Shape::Hexagon => SLANT * part,
        Shape::Parallelogram => SLANT / 2.0,
        Shape::Box | Shape::Note | Shape::Component => 0.0,
    }
}

/// Whether a shape contains the point at this offset from its centre.
pub(super) fn holds(shape: Shape, size: Size, right: f64, down: f64) -> bool {
    down.abs() < size.height / 2.0 && right.abs() < size.width / 2.0 - inset(shape, size, down)
}

/// An SVG element for a shape around its centre; `style` has additional attributes.
pub(super) fn outline(shape: Shape, centre: Point, size: Size, style: &str) -> String {
    let (left, right) = (centre.x - size.width / 2.0, centre.x + size.width / 2.0);
    let (top, foot) = (centre.y - size.height / 2.0, centre.y + size.height / 2.0);
    let Point { x, y } = centre;
    let rectangle = |radius| rectangle(left, top, size, radius) + style + "/>";
    let polygon = |points: &[(f64, f64)]| polygon(points) + style + "/>";
    match shape {
        Shape::Ellipse => ellipse(centre, size) + style + "/>",
        Shape::Open => ellipse(centre, size) + style + " stroke-dasharray=\"4 3\"/>",
        Shape::Box => rectangle(6),
        Shape::Diamond => polygon(&[(left, y), (x, top), (right, y), (x, foot)]),
        Shape::Hexagon => {
            let (inner, outer) = (left + SLANT, right - SLANT);
            polygon(&[
                (left, y),
                (inner, top),
                (outer, top),
                (right, y),
                (outer, foot),
                (inner, foot),
            ])
        }
        Shape::Parallelogram => polygon(&[(left + SLANT, top), (right, top), (right - SLANT, foot), (left, foot)]),
        Shape::Note => {
            let (inner, lower) = (right - FOLD, top + FOLD);
            let sheet = polygon(&[(left, top), (inner, top), (right, lower), (right, foot), (left, foot)]);
            sheet + &polygon(&[(inner, top), (inner, lower), (right, lower)])
        }
        Shape::Component => {
            let tab = |y: f64| polygon(&tab(left, y));
            rectangle(0) + &tab(y - size.height / 5.0) + &tab(y + size.height / 5.0)
        }
    }
}

/// The start of an ellipse element.
fn ellipse(centre: Point, size: Size) -> String {
    let (x, y) = (number(centre.x), number(centre.y));
    let (rx, ry) = (number(size.width / 2.0), number(size.height / 2.0));
    format!("<ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\" ")
}

/// The start of an element for a rectangle with rounded corners.
fn rectangle(left: f64, top: f64, size: Size, radius: u8) -> String {
    let (left, top, width, height) = (number(left), number(top), number(size.width), number(size.height));
    format!("<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" ")
}

/// The start of a polygon element.
fn polygon(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points
        .iter()
        .map(|(x, y)| format!("{},{}", number(*x), number(*y)))
        .collect();
    format!("<polygon points=\"{}\" ", points.join(" "))
}

/// The corners of a component's tab at this height.
fn tab(left: f64, y: f64) -> [(f64, f64); 4] {
    let (outer, inner) = (left - TAB / 2.0, left + TAB / 2.0);
    [(outer, y - 3.0), (inner, y - 3.0), (inner, y + 3.0), (outer, y + 3.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_a_text_lie_within_its_ellipse() {
        let size = around(Shape::Ellipse, &[60.0, 90.0, 60.0], 48.0, 0.0);
        let corner = (30.0 / (size.width / 2.0)).powi(2) + (22.0 / (size.height / 2.0)).powi(2);
        assert!(corner < 1.0, "{size:?}");
    }

    #[test]
    fn a_border_lies_at_the_box_in_the_middle() {
        let size = Size {
            width: 100.0,
            height: 40.0,
        };
        assert_eq!(inset(Shape::Ellipse, size, 0.0), 0.0);
        assert_eq!(inset(Shape::Diamond, size, -20.0), 50.0);
    }
}
