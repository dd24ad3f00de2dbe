//! Targets against baselines: a row for each indicator, from where it starts to where it shall be.

use super::{FILL, GREY, INK, LABEL, LEADING, Mark, Plot, label, linked, number};
use crate::export::lettering::{width, wrap};

/// A target, with the baseline if one is stated.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The indicator, and by when.
    pub label: String,
    /// Who says it; may be empty.
    pub said: String,
    /// The baseline and its text.
    pub baseline: Option<(f64, String)>,
    /// The target and its text.
    pub target: Option<(f64, String)>,
    /// Where it leads, if anywhere.
    pub address: Option<String>,
}

/// The least width at which the figures of a target stand beside its line, and not below it.
const BESIDE: f64 = 440.0;

/// Draws targets below each other, each on a scale of its own from zero, since their units differ.
pub fn targets(all: &[Target], wide: f64) -> Plot {
    let mut plot = Plot::default();
    let mut down = 0.0;
    for target in all {
        let (drawn, height) = one(target, wide);
        plot.content += &format!("<g class=\"target\" transform=\"translate(0 {})\">\n", number(down));
        plot.content += &linked(target.address.as_deref(), &drawn);
        plot.content += "</g>\n";
        plot.marks.extend(target.baseline.as_ref().map(|_| Mark::Baseline));
        plot.marks.extend(target.target.as_ref().map(|_| Mark::Target));
        let told = [target.label.as_str(), &target.figures(), &target.said];
        plot.told.push(
            told.into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
        );
        down += height;
    }
    plot.height = down;
    plot
}

impl Target {
    /// Whether another target says the same, whoever says it: whether the unit is written there, or carried over and in
    /// brackets, makes no other target.
    pub fn is_same(&self, other: &Self) -> bool {
        let said = |mark: &Option<(f64, String)>| {
            mark.as_ref()
                .map(|(value, text)| (*value, text.replace(['[', ']'], "")))
        };
        let all = |target: &Self| (target.label.clone(), said(&target.baseline), said(&target.target));
        all(self) == all(other)
    }

    /// Its figures for readers: from where, to where.
    fn figures(&self) -> String {
        let texts = [&self.baseline, &self.target].map(|mark| mark.as_ref().map(|(_, text)| text.as_str()));
        texts.into_iter().flatten().collect::<Vec<_>>().join(" → ")
    }
}

fn one(target: &Target, wide: f64) -> (String, f64) {
    let mut drawn = String::new();
    let mut down = 0.0;
    for (text, class, colour) in [(&target.label, "name", INK), (&target.said, "note", GREY)] {
        for line in wrap(text, wide, 4, |text| width(text, LABEL)) {
            down += LEADING;
            let attributes = format!("class=\"{class}\" fill=\"{colour}\"");
            drawn += &label(0.0, down - 4.0, "start", &attributes, &line);
        }
    }
    let is_beside = wide >= BESIDE;
    let (left, room, mut foot) = match (&target.baseline, is_beside) {
        // Without a start there is no way to draw.
        (None, _) => (18.0, wide - 18.0, down + 16.0),
        (Some(_), true) => (wide * 0.64, wide * 0.36, down + 16.0),
        (Some(_), false) => (0.0, wide, down + 20.0 + LEADING),
    };
    drawn += &match (&target.baseline, is_beside) {
        (None, _) => dot(6.0, down + 12.0, "point", FILL),
        (Some(_), true) => line(target, down + 12.0, wide * 0.62),
        (Some(_), false) => line(target, down + 12.0, wide),
    };
    for line in wrap(&target.figures(), room, 3, |text| width(text, LABEL) * 1.08) {
        let attributes = format!("class=\"figure\" font-weight=\"bold\" fill=\"{INK}\"");
        drawn += &label(left, foot, "start", &attributes, &line);
        foot += LEADING;
    }
    (drawn, foot.max(down + 24.0) + 4.0)
}

/// The line of a target with its marks, at this height.
fn line(target: &Target, y: f64, long: f64) -> String {
    let marks = [&target.baseline, &target.target].map(|mark| mark.as_ref().map(|(value, _)| *value));
    let most = marks.into_iter().flatten().fold(0.0, f64::max);
    let scale = if most > 0.0 { (long - 12.0) / most } else { 0.0 };
    let x = |value: f64| 4.0 + value * scale;
    let mut drawn = format!(
        "<line class=\"axis\" x1=\"4\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#d9d9d9\" stroke-width=\"2\"/>\n",
        number(long)
    );
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
            drawn += &dot(x(*value), y, class, fill);
        }
    }
    drawn
}

fn dot(x: f64, y: f64, class: &str, fill: &str) -> String {
    format!(
        "<circle class=\"{class}\" cx=\"{}\" cy=\"{y:.1}\" r=\"5\" fill=\"{fill}\" stroke=\"{FILL}\" stroke-width=\"1.5\"/>\n",
        number(x)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_is_drawn_from_the_baseline_to_the_target() {
        let target = Target {
            label: "people trained a year".to_owned(),
            said: "according to the plan".to_owned(),
            baseline: Some((40_000.0, "40,000".to_owned())),
            target: Some((100_000.0, "100,000".to_owned())),
            address: None,
        };
        let both = targets(std::slice::from_ref(&target), 400.0).content;
        assert!(
            both.contains("class=\"change\"") && both.contains("40,000 → 100,000"),
            "{both}"
        );
        let carried = Target {
            target: Some((100_000.0, "[100,000]".to_owned())),
            said: "according to the law".to_owned(),
            ..target.clone()
        };
        assert!(target.is_same(&carried));
        let alone = Target {
            baseline: None,
            ..target
        };
        assert!(!targets(&[alone], 400.0).content.contains("class=\"change\""));
    }
}
