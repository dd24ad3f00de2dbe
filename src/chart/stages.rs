//! One promise over time: the days from left to right, a lane for each stage, a point for each claim.

use super::{FILL, GREY, INK, LABEL, LEADING, Surroundings, framed, label, linked, number};
use crate::export::lettering::width;

/// A stage, such as "announced".
#[derive(Debug, Clone, Default)]
pub struct Lane {
    /// Its name.
    pub label: String,
    /// Its points.
    pub points: Vec<Point>,
}

/// What was said at one time.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// The time in years, such as 2024.5; `None` if it is not known.
    pub year: Option<f64>,
    /// The text beside it.
    pub label: String,
    /// Whether another figure stands in its place: the point is hollow.
    pub is_replaced: bool,
    /// Whether it was corrected or withdrawn: its text is struck through.
    pub is_struck: bool,
    /// Where it leads, if anywhere.
    pub address: Option<String>,
}

/// The radius of a point.
const RADIUS: f64 = 4.5;

/// Draws lanes below each other over one axis of years. Points of one lane whose texts would overlap are put below each other.
/// `undated` is the heading of points without a time, which stand at the left.
pub fn stages(surroundings: &Surroundings, lanes: &[Lane], undated: &str, wide: f64) -> String {
    let years = || {
        lanes
            .iter()
            .flat_map(|lane| &lane.points)
            .filter_map(|point| point.year)
    };
    let (first, last) = (
        years().fold(f64::INFINITY, f64::min),
        years().fold(f64::NEG_INFINITY, f64::max),
    );
    let has_undated = lanes
        .iter()
        .flat_map(|lane| &lane.points)
        .any(|point| point.year.is_none());
    let left = if has_undated { width(undated, LABEL) + 16.0 } else { 0.0 } + 8.0;
    let (from, to) = if first.is_finite() {
        (first.floor(), last.floor() + 1.0)
    } else {
        (0.0, 1.0)
    };
    let x = |point: &Point| {
        point.year.map_or(RADIUS + 2.0, |year| {
            left + (year - from) / (to - from) * (wide - left - 8.0)
        })
    };
    let mut content = String::new();
    let mut down = 0.0;
    for lane in lanes {
        down += LEADING;
        content += &label(
            0.0,
            down - 4.0,
            "start",
            &format!("class=\"lane\" font-weight=\"bold\" fill=\"{INK}\""),
            &lane.label,
        );
        let (points, height) = lane_points(lane, &x, wide);
        content += &format!("<g transform=\"translate(0 {})\">\n{points}</g>\n", number(down));
        down += height + 6.0;
        let y = number(down);
        content += &format!(
            "<line class=\"rule\" x1=\"0\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#d9d9d9\"/>\n",
            number(wide)
        );
        down += 4.0;
    }
    down += LEADING;
    if has_undated {
        content += &label(0.0, down, "start", &format!("class=\"tick\" fill=\"{GREY}\""), undated);
    }
    if first.is_finite() {
        content += &ticks(from, to, left, wide, down);
    }
    framed(surroundings, wide, &content, down + 8.0)
}

/// The points of a lane with their texts, and its height.
fn lane_points(lane: &Lane, x: &impl Fn(&Point) -> f64, wide: f64) -> (String, f64) {
    let mut points: Vec<&Point> = lane.points.iter().collect();
    points.sort_by(|a, b| x(a).total_cmp(&x(b)).then_with(|| a.label.cmp(&b.label)));
    // The right end of what each row holds already.
    let mut ends: Vec<f64> = Vec::new();
    let mut drawn = String::new();
    for point in points {
        let (at, long) = (x(point), width(&point.label, LABEL) * 1.05);
        let turned = at + RADIUS + 4.0 + long > wide;
        let (start, end) = match turned {
            true => ((at - RADIUS - 4.0 - long).max(0.0), at + RADIUS),
            false => (at - RADIUS, at + RADIUS + 4.0 + long),
        };
        let row = ends.iter().position(|end| *end + 8.0 <= start).unwrap_or(ends.len());
        match ends.get_mut(row) {
            Some(last) => *last = end,
            None => ends.push(end),
        }
        let y = row as f64 * (LEADING + 2.0) + 10.0;
        drawn += &linked(point.address.as_deref(), &one(point, at, y, turned));
    }
    (drawn, ends.len() as f64 * (LEADING + 2.0) + 2.0)
}

fn one(point: &Point, at: f64, y: f64, turned: bool) -> String {
    let fill = if point.is_replaced || point.is_struck {
        "#ffffff"
    } else {
        FILL
    };
    let class = if point.is_replaced || point.is_struck {
        "point replaced"
    } else {
        "point"
    };
    let dot = format!(
        "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{RADIUS}\" fill=\"{fill}\" stroke=\"{FILL}\" stroke-width=\"1.5\"/>\n",
        number(at),
        number(y)
    );
    let through = if point.is_struck {
        " text-decoration=\"line-through\""
    } else {
        ""
    };
    let (anchor, x) = match turned {
        true => ("end", at - RADIUS - 4.0),
        false => ("start", at + RADIUS + 4.0),
    };
    dot + &label(
        x,
        y + 4.0,
        anchor,
        &format!("class=\"name\" fill=\"{INK}\"{through}"),
        &point.label,
    )
}

/// The years below the lanes, as many as there is room for.
fn ticks(from: f64, to: f64, left: f64, wide: f64, down: f64) -> String {
    let room = (wide - left - 8.0) / (to - from);
    let step = (40.0 / room).ceil().max(1.0);
    let mut drawn = String::new();
    let mut year = from;
    while year < to {
        let at = left + (year - from) * room;
        drawn += &format!(
            "<line class=\"tick\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\" stroke=\"{GREY}\"/>\n",
            number(at),
            number(down - LEADING),
            number(down - LEADING + 5.0)
        );
        drawn += &label(
            at + 2.0,
            down,
            "start",
            &format!("class=\"tick\" fill=\"{GREY}\""),
            &format!("{year:.0}"),
        );
        year += step;
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_would_overlap_are_below_each_other_and_what_is_gone_is_struck_through() {
        let point = |year: f64, label: &str| Point {
            year: Some(year),
            label: label.to_owned(),
            ..Point::default()
        };
        let gone = Point {
            is_struck: true,
            ..point(2024.0, "another long text")
        };
        let lane = |points: Vec<Point>| Lane {
            label: "announced".to_owned(),
            points,
        };
        let apart = stages(
            &Surroundings::default(),
            &[lane(vec![point(2020.0, "a"), point(2025.0, "b")])],
            "undated",
            600.0,
        );
        let close = stages(
            &Surroundings::default(),
            &[lane(vec![point(2024.0, "a long text"), gone])],
            "undated",
            600.0,
        );
        let rows = |svg: &str| svg.matches("cy=\"10\"").count();
        assert_eq!((rows(&apart), rows(&close)), (2, 1));
        assert_eq!(close.matches("line-through").count(), 1);
    }
}
