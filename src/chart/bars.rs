//! Amounts as horizontal bars, from zero: solid to the least figure, lighter to the greatest.

use super::{FILL, GREY, INK, LABEL, LEADING, Mark, Plot, RANGE, label, linked, number};
use crate::export::lettering::{width, wrap};

/// A bar.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    /// What it is for, such as a stage.
    pub label: String,
    /// A second line, such as "disputed"; may be empty.
    pub note: String,
    /// Who says it; may be empty.
    pub said: String,
    /// The least amount; `None` is open, from zero.
    pub least: Option<f64>,
    /// The greatest amount; `None` is open, without end.
    pub greatest: Option<f64>,
    /// The amount for readers.
    pub figure: String,
    /// A CSS class.
    pub class: String,
    /// Where it leads, if anywhere.
    pub address: Option<String>,
}

/// The height of a bar.
const THICK: f64 = 12.0;
/// The room that a label needs beside its figure; with less, the figure stands below it.
const LEAST_ROOM: f64 = 110.0;

/// Draws bars below each other on one scale, which begins at zero, or below where an amount is negative.
pub fn bars(all: &[Bar], wide: f64) -> Plot {
    let ends = |bar: &Bar| [bar.least, bar.greatest];
    let most = all.iter().flat_map(ends).flatten().fold(0.0, f64::max);
    let least = all.iter().flat_map(ends).flatten().fold(0.0, f64::min);
    let span = if most - least > 0.0 { most - least } else { 1.0 };
    // Room for the arrow of an open end.
    let room = wide - 14.0;
    let x = |amount: f64| (amount - least) / span * room;
    let mut plot = Plot::default();
    let mut down = 0.0;
    for bar in all {
        let (drawn, height) = one(bar, &x, wide);
        plot.content += &format!(
            "<g class=\"bar {}\" transform=\"translate(0 {})\">\n",
            super::xml(&bar.class),
            number(down)
        );
        plot.content += &linked(bar.address.as_deref(), &drawn);
        plot.content += "</g>\n";
        plot.marks.extend(bar.mark());
        plot.told.push(bar.told());
        down += height;
    }
    let zero = number(x(0.0));
    plot.content += &format!(
        "<line class=\"axis\" x1=\"{zero}\" x2=\"{zero}\" y1=\"0\" y2=\"{}\" stroke=\"{GREY}\" stroke-width=\"1\"/>\n",
        number(down)
    );
    plot.height = down + 2.0;
    plot
}

impl Bar {
    /// The ends between which it is uncertain.
    fn ends(&self) -> (f64, f64) {
        let least = self.least.unwrap_or(0.0);
        (least, self.greatest.or(self.least).unwrap_or(0.0))
    }

    fn mark(&self) -> Option<Mark> {
        let (least, greatest) = self.ends();
        if self.greatest.is_none() && self.least.is_some() {
            return Some(Mark::Open);
        }
        (greatest > least).then_some(Mark::Range)
    }

    fn told(&self) -> String {
        let parts = [&self.label, &self.figure, &self.note, &self.said];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

fn one(bar: &Bar, x: &impl Fn(f64) -> f64, wide: f64) -> (String, f64) {
    let (mut drawn, down) = lettered(bar, wide);
    let (least, greatest) = bar.ends();
    let solid = bar.least.map(|least| (0.0_f64.min(least), 0.0_f64.max(least)));
    if let Some((from, to)) = solid {
        let (from, long) = (x(from), (x(to) - x(from)).max(1.0));
        drawn += &rect("amount", FILL, from, long, down, THICK);
    }
    match bar.mark() {
        Some(Mark::Range) => drawn += &range(x(least), (x(greatest) - x(least)).max(1.0), down, THICK),
        Some(_) => drawn += &arrow(x(least) + 12.0, down + THICK / 2.0),
        None => {}
    }
    (drawn, down + THICK + 10.0)
}

/// The texts of a bar: its label with its figure, its note, who says it.
fn lettered(bar: &Bar, wide: f64) -> (String, f64) {
    let figure = wrap(&bar.figure, wide - 4.0, 1, |text| width(text, LABEL) * 1.1).concat();
    let room = wide - width(&figure, LABEL) * 1.1 - 12.0;
    let (room, is_beside) = match room < LEAST_ROOM {
        true => (wide - 4.0, false),
        false => (room, true),
    };
    let mut drawn = String::new();
    let mut down = 0.0;
    let name = format!("class=\"name\" fill=\"{INK}\"");
    for line in wrap(&bar.label, room, 3, |text| width(text, LABEL)) {
        down += LEADING;
        drawn += &label(4.0, down - 4.0, "start", &name, &line);
    }
    if !is_beside {
        down += LEADING;
    }
    down = down.max(LEADING);
    let top = if is_beside { LEADING } else { down } - 4.0;
    let attributes = format!("class=\"figure\" font-weight=\"bold\" fill=\"{INK}\"");
    drawn += &label(wide, top, "end", &attributes, &figure);
    for (text, face, lines) in [(&bar.note, " font-style=\"italic\"", 4), (&bar.said, "", 4)] {
        for line in wrap(text, wide - 4.0, lines, |text| width(text, LABEL)) {
            down += LEADING - 2.0;
            let attributes = format!("class=\"note\"{face} fill=\"{GREY}\"");
            drawn += &label(4.0, down - 4.0, "start", &attributes, &line);
        }
    }
    (drawn, down)
}

fn rect(class: &str, colour: &str, from: f64, long: f64, top: f64, thick: f64) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"/>\n",
        number(from),
        number(top),
        number(long),
        number(thick)
    )
}

/// A stretch between the least and the greatest figure: lighter, and hatched for those who see no colours.
pub(super) fn range(from: f64, long: f64, top: f64, thick: f64) -> String {
    let mut lines = String::new();
    // A line at 45 degrees begins at the foot of the stretch, or at its left end.
    let mut foot = from - thick + 4.0;
    while foot < from + long {
        let (left, right) = (foot.max(from), (foot + thick).min(from + long));
        let (low, high) = (top + thick - (left - foot), top + thick - (right - foot));
        lines += &format!("M{},{} L{},{} ", number(left), number(low), number(right), number(high));
        foot += 5.0;
    }
    format!(
        "{}<path class=\"open hatch\" d=\"{}\" fill=\"none\" stroke=\"{FILL}\" stroke-width=\"1.2\"/>\n",
        rect("range", RANGE, from, long, top, thick),
        lines.trim_end()
    )
}

/// The arrow of an open end, with its tip here.
pub(super) fn arrow(tip: f64, middle: f64) -> String {
    format!(
        "<path class=\"open\" d=\"M{},{} h8 m-4,-4 l4,4 l-4,4\" fill=\"none\" stroke=\"{FILL}\" stroke-width=\"1.5\"/>\n",
        number(tip - 10.0),
        number(middle)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_lighter_than_what_is_certain_and_an_open_end_has_an_arrow() {
        let bar = |least, greatest| Bar {
            label: "announced".to_owned(),
            least,
            greatest,
            figure: "x".to_owned(),
            ..Bar::default()
        };
        let draw = |bar: Bar| bars(&[bar], 214.0).content;
        let exact = draw(bar(Some(100.0), Some(100.0)));
        assert!(
            exact.contains("width=\"200\" height=\"12\"") && !exact.contains("class=\"range\""),
            "{exact}"
        );
        let range = draw(bar(Some(50.0), Some(100.0)));
        assert!(range.contains("class=\"range\" x=\"100\""), "{range}");
        assert!(draw(bar(Some(50.0), None)).contains("class=\"open\""));
        let at_most = draw(bar(None, Some(50.0)));
        assert!(
            at_most.contains("class=\"range\" x=\"0\"") && !at_most.contains("class=\"amount\""),
            "{at_most}"
        );
    }
}
