//! One promise over time: the days from left to right, a lane for each stage, a point for each claim.

use super::{FILL, GREY, INK, LABEL, LEADING, Mark, Plot, RADIUS, label, linked, number};
use crate::export::lettering::{width, wrap};

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
    /// Where the month, the year or the period begins and ends that it is dated to; `None` if that is a day. The time is in its middle.
    pub ends: Option<(f64, f64)>,
    /// The text beside it: what was said, by whom, when.
    pub label: String,
    /// Whether it does not count by itself, as where another figure stands in its place: the point is hollow.
    pub is_replaced: bool,
    /// Whether it was corrected or withdrawn: its text is struck through.
    pub is_struck: bool,
    /// Where it leads, if anywhere.
    pub address: Option<String>,
}

/// The space between a point and its text.
const GAP: f64 = 4.0;
/// The most lines of a point's text.
const LINES: usize = 5;

/// Draws lanes below each other over one axis of years. Points of one lane whose texts would overlap are put below each other.
/// `undated` is the heading of points without a time, which stand at the left.
pub fn stages(lanes: &[Lane], undated: &str, wide: f64) -> Plot {
    let points = || lanes.iter().flat_map(|lane| &lane.points);
    let ends = || points().filter_map(|point| point.ends.or(Some((point.year?, point.year?))));
    let first = ends().map(|(first, _)| first).fold(f64::INFINITY, f64::min);
    let last = ends().map(|(_, last)| last).fold(f64::NEG_INFINITY, f64::max);
    let has_undated = points().any(|point| point.year.is_none());
    let left = if has_undated { width(undated, LABEL) + 16.0 } else { 0.0 } + 8.0;
    let (from, to) = if first.is_finite() {
        // A year ends where the next one begins.
        (first.floor(), last.ceil().max(first.floor() + 1.0))
    } else {
        (0.0, 1.0)
    };
    let x = |year: Option<f64>| {
        year.map_or(RADIUS + 2.0, |year| {
            left + (year - from) / (to - from) * (wide - left - 8.0)
        })
    };
    let mut plot = Plot::default();
    for lane in lanes {
        plot.add(lane, &x, wide);
    }
    let down = plot.height + LEADING;
    if has_undated {
        let attributes = format!("class=\"tick\" fill=\"{GREY}\"");
        plot.content += &label(0.0, down, "start", &attributes, undated);
    }
    if first.is_finite() {
        plot.content += &ticks(from, to, left, wide, down);
    }
    plot.height = down + 8.0;
    plot
}

impl Plot {
    /// Adds a lane at the foot.
    fn add(&mut self, lane: &Lane, x: &impl Fn(Option<f64>) -> f64, wide: f64) {
        self.marks.extend(lane.points.iter().filter_map(Point::mark));
        let has_span = lane.points.iter().any(|point| point.ends.is_some());
        self.marks.extend(has_span.then_some(Mark::Span));
        let told = lane
            .points
            .iter()
            .map(|point| format!("{}, {}", lane.label, point.label));
        self.told.extend(told);
        let down = self.height + LEADING;
        let attributes = format!("class=\"lane\" font-weight=\"bold\" fill=\"{INK}\"");
        self.content += &label(0.0, down - 4.0, "start", &attributes, &lane.label);
        let (points, height) = lane_points(lane, x, wide);
        self.content += &format!("<g transform=\"translate(0 {})\">\n{points}</g>\n", number(down));
        let foot = down + height + 6.0;
        let y = number(foot);
        self.content += &format!(
            "<line class=\"rule\" x1=\"0\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#d9d9d9\"/>\n",
            number(wide)
        );
        self.height = foot + 4.0;
    }
}

impl Point {
    fn mark(&self) -> Option<Mark> {
        match (self.is_struck, self.is_replaced) {
            (true, _) => Some(Mark::Struck),
            (false, true) => Some(Mark::Replaced),
            (false, false) => None,
        }
    }
}

/// A point's text where it stands: lines to its right, or to its left where there is more room.
struct Set {
    at: f64,
    lines: Vec<String>,
    turned: bool,
    /// The left and the right end of point and text.
    ends: (f64, f64),
}

impl Set {
    fn of(point: &Point, at: f64, wide: f64) -> Self {
        let measure = |text: &str| width(text, LABEL) * 1.05;
        let (right, left) = (wide - at - RADIUS - GAP, at - RADIUS - GAP);
        let turned = measure(&point.label) > right && left > right;
        let room = if turned { left } else { right };
        let lines = wrap(&point.label, room.max(40.0), LINES, measure);
        let long = lines.iter().map(|line| measure(line)).fold(0.0, f64::max);
        let ends = match turned {
            true => (at - RADIUS - GAP - long, at + RADIUS),
            false => (at - RADIUS, at + RADIUS + GAP + long),
        };
        Self {
            at,
            lines,
            turned,
            ends,
        }
    }
}

/// The points of a lane with their texts, and its height. Texts that would overlap are below each other.
fn lane_points(lane: &Lane, x: &impl Fn(Option<f64>) -> f64, wide: f64) -> (String, f64) {
    let mut points: Vec<(&Point, Set)> = lane
        .points
        .iter()
        .map(|point| (point, Set::of(point, x(point.year), wide)))
        .collect();
    points.sort_by(|(a, one), (b, other)| one.at.total_cmp(&other.at).then_with(|| a.label.cmp(&b.label)));
    // For each row the right end of what it holds, and the most lines of a text in it.
    let mut rows: Vec<(f64, usize)> = Vec::new();
    let mut placed = Vec::new();
    for (point, set) in points {
        let fits = |(end, lines): &(f64, usize)| *end + 8.0 <= set.ends.0 && (*lines).max(1) == set.lines.len().max(1);
        let row = rows.iter().position(fits).unwrap_or(rows.len());
        match rows.get_mut(row) {
            Some((end, _)) => *end = set.ends.1,
            None => rows.push((set.ends.1, set.lines.len())),
        }
        placed.push((row, point, set));
    }
    let mut tops = vec![0.0];
    for (_, lines) in &rows {
        let top = tops.last().copied().unwrap_or_default();
        tops.push(top + 2.0 + LEADING + (lines.saturating_sub(1)) as f64 * (LEADING - 2.0));
    }
    let drawn: String = placed
        .iter()
        .map(|(row, point, set)| {
            let y = tops[*row] + 10.0;
            let span = point.ends.map(|(from, to)| span(x(Some(from)), x(Some(to)), y - 9.0));
            linked(
                point.address.as_deref(),
                &(span.unwrap_or_default() + &one(point, set, y)),
            )
        })
        .collect();
    (drawn, tops.last().copied().unwrap_or_default() + 2.0)
}

/// A line over the time that a point is dated to, with hollow ends, above the point.
pub(super) fn span(from: f64, to: f64, y: f64) -> String {
    let (y, [from, to]) = (number(y), [from, to].map(number));
    let end = |x: &str| {
        format!(
            "<circle class=\"span\" cx=\"{x}\" cy=\"{y}\" r=\"2\" fill=\"#ffffff\" stroke=\"{FILL}\" stroke-width=\"1\"/>\n"
        )
    };
    format!(
        "<line class=\"span\" x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{FILL}\" stroke-width=\"1\"/>\n{}{}",
        end(&from),
        end(&to)
    )
}

fn one(point: &Point, set: &Set, y: f64) -> String {
    let (fill, class) = match point.mark() {
        Some(_) => ("#ffffff", "point replaced"),
        None => (FILL, "point"),
    };
    let mut drawn = format!(
        "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{RADIUS}\" fill=\"{fill}\" stroke=\"{FILL}\" stroke-width=\"1.5\"/>\n",
        number(set.at),
        number(y)
    );
    let through = if point.is_struck {
        " text-decoration=\"line-through\""
    } else {
        ""
    };
    let (anchor, x) = match set.turned {
        true => ("end", set.at - RADIUS - GAP),
        false => ("start", set.at + RADIUS + GAP),
    };
    let attributes = format!("class=\"name\" fill=\"{INK}\"{through}");
    let mut foot = y + 4.0;
    for line in &set.lines {
        drawn += &label(x, foot, anchor, &attributes, line);
        foot += LEADING - 2.0;
    }
    drawn
}

/// The years below the lanes, as many as there is room for, and the months between them if there is room for their numbers.
fn ticks(from: f64, to: f64, left: f64, wide: f64, down: f64) -> String {
    let room = (wide - left - 8.0) / (to - from);
    let step = (40.0 / room).ceil().max(1.0);
    let mut drawn = String::new();
    let mut year = from;
    while year < to {
        let at = left + (year - from) * room;
        drawn += &tick(at, down, &format!("{year:.0}"));
        // Months are named by their numbers where there is room for that, else they have their ticks alone.
        let steps = MONTHS.into_iter().filter(|_| step == 1.0);
        let wide_enough = |least: f64| move |months: &f64| room / 12.0 * months >= least;
        let named = steps.clone().find(wide_enough(DATE_ROOM));
        if let Some(months) = named.or_else(|| steps.clone().find(wide_enough(MONTH_ROOM))) {
            let mut month = months;
            while month < 12.0 {
                let name = format!("{:02}/{year:.0}", month + 1.0);
                let name = if named.is_some() { name } else { String::new() };
                drawn += &tick(at + month / 12.0 * room, down, &name);
                month += months;
            }
        }
        year += step;
    }
    drawn
}

/// The steps of months between years.
const MONTHS: [f64; 3] = [1.0, 3.0, 6.0];
/// The least room between ticks of months, and that of their names.
const MONTH_ROOM: f64 = 12.0;
const DATE_ROOM: f64 = 46.0;

/// A tick at the foot, with its name.
fn tick(at: f64, down: f64, name: &str) -> String {
    let mut drawn = format!(
        "<line class=\"tick\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\" stroke=\"{GREY}\"/>\n",
        number(at),
        number(down - LEADING),
        number(down - LEADING + 5.0)
    );
    if !name.is_empty() {
        drawn += &label(
            at + 2.0,
            down,
            "start",
            &format!("class=\"tick\" fill=\"{GREY}\""),
            name,
        );
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
        let drawn = |points| stages(&[lane(points)], "undated", 600.0).content;
        let apart = drawn(vec![point(2020.0, "a"), point(2025.0, "b")]);
        let close = drawn(vec![point(2024.0, "a long text"), gone]);
        let rows = |svg: &str| svg.matches("cy=\"10\"").count();
        assert_eq!((rows(&apart), rows(&close)), (2, 1));
        assert_eq!(close.matches("line-through").count(), 1);
        let month = Point {
            ends: Some((2024.0, 2025.0)),
            ..point(2024.5, "a year")
        };
        let spanned = drawn(vec![month]);
        assert_eq!(spanned.matches("class=\"span\"").count(), 3, "{spanned}");
        assert!(spanned.contains("x1=\"8\" x2=\"592\""), "{spanned}");
        let narrow = stages(
            &[lane(vec![point(2024.0, &"many words ".repeat(30))])],
            "undated",
            300.0,
        );
        assert_eq!(narrow.content.matches("class=\"name\"").count(), LINES);
        assert!(narrow.content.contains('…'), "{}", narrow.content);
    }
}
