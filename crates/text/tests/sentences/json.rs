//! Quantities and times as `tests/sentences` writes them: one JSON object each.

use std::ops::Range;

use serde_json::{Value, json};
use text::quantity::{Form, Period, Quantity, Sign, Unit, WordingKind};
use text::time::{Basis, Time};

/// A text whose places in code points are found fast.
pub(crate) struct Places<'a> {
    text: &'a str,
    /// The byte of every 64th code point.
    marks: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Goes through a text once.
    pub(crate) fn new(text: &'a str) -> Self {
        let marks = text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect();
        Self { text, marks }
    }

    /// The words at a place in code points.
    fn words(&self, place: &Range<usize>) -> String {
        let mark = self.marks.get(place.start / STEP).copied().unwrap_or(self.text.len());
        let rest = self.text[mark..].chars();
        rest.skip(place.start % STEP).take(place.len()).collect()
    }
}

const STEP: usize = 64;

/// A quantity as the sentences write it.
pub(crate) fn figure(text: &Places<'_>, quantity: &Quantity) -> Value {
    let mut figure = json!({ "words": text.words(&quantity.place) });
    let mut set = |key: &str, value: Value| figure[key] = value;
    if let (Some(minimum), Some(maximum)) = (quantity.minimum, quantity.maximum) {
        set("minimum", json!(minimum.to_string()));
        set("maximum", json!(maximum.to_string()));
    } else if let Some((top, bottom)) = quantity.ratio {
        set("fraction", json!(format!("{top}/{bottom}")));
    }
    if let Some(unit) = quantity.unit {
        set("unit", json!(unit_text(unit)));
    }
    if let Some(counted) = &quantity.counted {
        set("counted", json!(text.words(counted)));
    }
    if let Some(wording) = &quantity.wording {
        set("wording", json!(wording_text(wording.kind)));
    }
    if let Some(per) = &quantity.per {
        set("per", json!(period_text(per.period)));
    }
    let sign = match quantity.sign {
        Sign::None => None,
        Sign::Minus => Some("minus"),
        Sign::Plus => Some("plus"),
        Sign::Falls => Some("falls"),
        Sign::Rises => Some("rises"),
    };
    if let Some(sign) = sign {
        set("sign", json!(sign));
    }
    if let Some(prices) = quantity.prices {
        set("prices", json!(prices));
    }
    let flags = [
        ("part", quantity.part.is_some()),
        ("restates", quantity.restates),
        ("ordinal", matches!(quantity.form, Form::Ordinal | Form::Roman)),
        ("carried", quantity.carried),
    ];
    for (key, _) in flags.iter().filter(|(_, holds)| *holds) {
        set(key, json!(true));
    }
    figure
}

/// A time as the sentences write it.
pub(crate) fn time(text: &Places<'_>, time: &Time) -> Value {
    let mut stated = json!({ "words": text.words(&time.place) });
    if let Some(is) = &time.text {
        stated["is"] = json!(is);
    }
    if time.basis == Basis::Computed {
        stated["basis"] = json!("computed");
    }
    if time.approximate {
        stated["approximate"] = json!(true);
    }
    stated
}

fn unit_text(unit: Unit) -> String {
    match unit {
        Unit::Percent => "%".to_owned(),
        Unit::PercentagePoints => "points".to_owned(),
        Unit::Times => "×".to_owned(),
        Unit::Currency { code, .. } => code.to_owned(),
        Unit::Measure(symbol) => symbol.to_owned(),
        Unit::Time(period) => period_text(period).to_owned(),
    }
}

fn period_text(period: Period) -> &'static str {
    match period {
        Period::Century => "century",
        Period::Decade => "decade",
        Period::Year => "year",
        Period::HalfYear => "half-year",
        Period::Quarter => "quarter",
        Period::Month => "month",
        Period::Fortnight => "fortnight",
        Period::Week => "week",
        Period::Day => "day",
        Period::Hour => "hour",
        Period::Minute => "minute",
        Period::Second => "second",
    }
}

fn wording_text(kind: WordingKind) -> &'static str {
    match kind {
        WordingKind::About => "about",
        WordingKind::AtLeast => "at-least",
        WordingKind::MoreThan => "more-than",
        WordingKind::UpTo => "up-to",
        WordingKind::LessThan => "less-than",
        WordingKind::Range => "range",
    }
}
