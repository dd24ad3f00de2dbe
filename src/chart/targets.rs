//! Targets against baselines: a row for each indicator, from where it starts to where it shall be.

use super::{FILL, INK, LABEL, LEADING, Surroundings, framed, label, linked, number};
use crate::export::lettering::{width, wrap};

/// A target, with the baseline if one is stated.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The indicator, with who says it and by when.
    pub label: String,
    /// The baseline and its text.
    pub baseline: Option<(f64, String)>,
    /// The target and its text.
    pub target: Option<(f64, String)>,
    /// Where it leads, if anywhere.
    pub address: Option<String>,
}

/// Draws targets below each other, each on a scale of its own from zero, since their units differ.
pub fn targets(surroundings: &Surroundings, all: &[Target], wide: f64) -> String {
    let mut content = String::new();
    let mut down = 0.0;
    for target in all {
        let (drawn, height) = one(target, wide);
        content += &format!("<g class=\"target\" transform=\"translate(0 {})\">\n", number(down));
        content += &linked(target.address.as_deref(), &drawn);
        content += "</g>\n";
        down += height;
    }
    framed(surroundings, wide, &content, down)
}

fn one(target: &Target, wide: f64) -> (String, f64) {
    let mut drawn = String::new();
    let mut down = 0.0;
    for line in wrap(&target.label, wide, 3, |text| width(text, LABEL)) {
        down += LEADING;
        drawn += &label(
            0.0,
            down - 4.0,
            "start",
            &format!("class=\"name\" fill=\"{INK}\""),
            &line,
        );
    }
    let marks = [&target.baseline, &target.target].map(|mark| mark.as_ref().map(|(value, _)| *value));
    let most = marks.into_iter().flatten().fold(0.0, f64::max);
    let scale = if most > 0.0 { (wide * 0.62 - 8.0) / most } else { 0.0 };
    let y = down + 12.0;
    drawn += &format!(
        "<line class=\"axis\" x1=\"4\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#d9d9d9\" stroke-width=\"2\"/>\n",
        number(wide * 0.62)
    );
    let x = |value: f64| 4.0 + value * scale;
    if let [Some(from), Some(to)] = marks {
        drawn += &format!(
            "<line class=\"change\" x1=\"{}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{FILL}\" stroke-width=\"3\"/>\n",
            number(x(from)),
            number(x(to))
        );
    }
    for (mark, fill, class) in [
        (&target.baseline, "#ffffff", "point replaced"),
        (&target.target, FILL, "point"),
    ] {
        if let Some((value, _)) = mark {
            drawn += &format!(
                "<circle class=\"{class}\" cx=\"{}\" cy=\"{y:.1}\" r=\"5\" fill=\"{fill}\" stroke=\"{FILL}\" stroke-width=\"1.5\"/>\n",
                number(x(*value))
            );
        }
    }
    let texts = [&target.baseline, &target.target].map(|mark| mark.as_ref().map(|(_, text)| text.as_str()));
    let text = texts.into_iter().flatten().collect::<Vec<_>>().join(" → ");
    let mut lines = down + 16.0;
    for line in wrap(&text, wide * 0.36, 3, |text| width(text, LABEL) * 1.08) {
        let attributes = format!("class=\"figure\" font-weight=\"bold\" fill=\"{INK}\"");
        drawn += &label(wide * 0.64, lines, "start", &attributes, &line);
        lines += LEADING;
    }
    (drawn, lines.max(down + 24.0) + 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_is_drawn_from_the_baseline_to_the_target() {
        let target = Target {
            label: "people trained a year".to_owned(),
            baseline: Some((40_000.0, "40,000".to_owned())),
            target: Some((100_000.0, "100,000".to_owned())),
            address: None,
        };
        let both = targets(&Surroundings::default(), std::slice::from_ref(&target), 400.0);
        assert!(
            both.contains("class=\"change\"") && both.contains("40,000 → 100,000"),
            "{both}"
        );
        let alone = Target {
            baseline: None,
            ..target
        };
        assert!(!targets(&Surroundings::default(), &[alone], 400.0).contains("class=\"change\""));
    }
}
