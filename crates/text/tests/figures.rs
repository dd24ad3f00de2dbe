//! The sentences of `tests/sentences` with the figures that they state.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;

use serde_json::{Value, json};
use text::language::Language;
use text::quantity::{Form, Period, Quantity, Sign, Unit, WordingKind};
use text::scan::scan;

#[test]
fn the_figures_of_sentences_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sentences");
    let (mut wrong, mut right, mut total) = (String::new(), 0, 0);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "jsonl"))
    {
        let name = file.file_name().unwrap().to_str().unwrap();
        let language = Language::of(&name[..2]).unwrap();
        for (index, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            let sentence: Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}:{}: {error}", index + 1));
            let Some(expected) = sentence["figures"].as_array() else {
                continue;
            };
            let text = sentence["text"].as_str().unwrap();
            let read = scan(text, language, sentence["published"].as_str());
            let found: Vec<Value> = read
                .quantities
                .iter()
                .filter(|one| !one.within_range)
                .map(|one| figure(text, one))
                .collect();
            total += 1;
            if found == *expected {
                right += 1;
                continue;
            }
            let shown = |figures: &[Value]| {
                figures
                    .iter()
                    .map(Value::to_string)
                    .collect::<Vec<_>>()
                    .join("\n          ")
            };
            let (number, found, expected) = (index + 1, shown(&found), shown(expected));
            writeln!(wrong, "{name}:{number} {text}\n    read  {found}\n    right {expected}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}\n{right} of {total}");
}

/// A quantity as the sentences write it.
fn figure(text: &str, quantity: &Quantity) -> Value {
    let words = |place: &Range<usize>| -> String { text.chars().skip(place.start).take(place.len()).collect() };
    let mut figure = json!({ "words": words(&quantity.place) });
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
        set("counted", json!(words(counted)));
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
