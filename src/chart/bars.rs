//! Amounts as horizontal bars, from zero: solid to the least figure, lighter to the greatest.

use super::{FILL, GREY, INK, LABEL, LEADING, RANGE, Surroundings, framed, label, linked, number};
use crate::export::lettering::{width, wrap};

/// A bar.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    /// What it is for, such as a stage.
    pub label: String,
    /// A second line, such as "disputed"; may be empty.
    pub note: String,
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

/// Draws bars below each other on one scale, which begins at zero, or below where an amount is negative.
pub fn bars(surroundings: &Surroundings, all: &[Bar], wide: f64) -> String {
    let ends = |bar: &Bar| [bar.least, bar.greatest];
    let most = all.iter().flat_map(ends).flatten().fold(0.0, f64::max);
    let least = all.iter().flat_map(ends).flatten().fold(0.0, f64::min);
    let span = if most - least > 0.0 { most - least } else { 1.0 };
    // Room for the arrow of an open end.
    let room = wide - 14.0;
    let x = |amount: f64| (amount - least) / span * room;
    let mut content = String::new();
    let mut down = 0.0;
    for bar in all {
        let (drawn, height) = one(bar, &x, wide);
        content += &format!(
            "<g class=\"bar {}\" transform=\"translate(0 {})\">\n",
            super::xml(&bar.class),
            number(down)
        );
        content += &linked(bar.address.as_deref(), &drawn);
        content += "</g>\n";
        down += height;
    }
    let zero = number(x(0.0));
    content += &format!(
        "<line class=\"axis\" x1=\"{zero}\" x2=\"{zero}\" y1=\"0\" y2=\"{}\" stroke=\"{GREY}\" stroke-width=\"1\"/>\n",
        number(down)
    );
    framed(surroundings, wide, &content, down + 2.0)
}

fn one(bar: &Bar, x: &impl Fn(f64) -> f64, wide: f64) -> (String, f64) {
    let mut down = LEADING;
    let mut drawn = String::new();
    let name_room = wide - width(&bar.figure, LABEL) * 1.1 - 12.0;
    for (at, line) in wrap(&bar.label, name_room.max(60.0), 3, |text| width(text, LABEL))
        .iter()
        .enumerate()
    {
        if at > 0 {
            down += LEADING;
        }
        drawn += &label(
            4.0,
            down - 4.0,
            "start",
            &format!("class=\"name\" fill=\"{INK}\""),
            line,
        );
    }
    drawn += &label(
        wide,
        LEADING - 4.0,
        "end",
        &format!("class=\"figure\" font-weight=\"bold\" fill=\"{INK}\""),
        &bar.figure,
    );
    for line in wrap(&bar.note, wide, 2, |text| width(text, LABEL)) {
        down += LEADING - 2.0;
        drawn += &label(
            4.0,
            down - 4.0,
            "start",
            &format!("class=\"note\" font-style=\"italic\" fill=\"{GREY}\""),
            &line,
        );
    }
    let (least, greatest) = (bar.least.unwrap_or(0.0), bar.greatest.or(bar.least).unwrap_or(0.0));
    let solid = bar.least.map(|least| (0.0_f64.min(least), 0.0_f64.max(least)));
    if let Some((from, to)) = solid {
        drawn += &rect("amount", FILL, x(from), x(to), down);
    }
    if greatest > least {
        drawn += &rect("range", RANGE, x(least), x(greatest), down);
    }
    if bar.greatest.is_none() && bar.least.is_some() {
        let (tip, middle) = (x(least) + 12.0, down + THICK / 2.0);
        drawn += &format!(
            "<path class=\"open\" d=\"M{},{} h8 m-4,-4 l4,4 l-4,4\" fill=\"none\" stroke=\"{FILL}\" stroke-width=\"1.5\"/>\n",
            number(tip - 10.0),
            number(middle)
        );
    }
    (drawn, down + THICK + 10.0)
}

fn rect(class: &str, colour: &str, from: f64, to: f64, top: f64) -> String {
    let long = (to - from).max(1.0);
    format!(
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{THICK}\" fill=\"{colour}\"/>\n",
        number(from),
        number(top),
        number(long)
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
        let draw = |bar: Bar| bars(&Surroundings::default(), &[bar], 214.0);
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
