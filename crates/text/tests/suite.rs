//! The cases of Recognizers-Text for numbers, percentages and currencies in English and French (`recognizers` of
//! `SOURCIER_SUITES`, default `../../../shared/suites` from this package).
//!
//! Runs if the suite is available; in CI it must be. Cases that fail are listed with their reasons in
//! `tests/suite-failures.tsv`, which may only shrink: a listed case that passes fails the test, as does a new failure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use text::Decimal;
use text::language::Language;
use text::quantity::{Form, Quantity, Unit, quantities};

/// The share of the figures that a newspaper could print which must be read.
const LEAST_PER_CENT: usize = 95;

const MODELS: [(&str, &str, Kind); 6] = [
    ("en", "Number/English/NumberModel.json", Kind::Number),
    ("fr", "Number/French/NumberModel.json", Kind::Number),
    ("en", "Number/English/PercentModel.json", Kind::Percent),
    ("fr", "Number/French/PercentModel.json", Kind::Percent),
    ("en", "NumberWithUnit/English/CurrencyModel.json", Kind::Currency),
    ("fr", "NumberWithUnit/French/CurrencyModel.json", Kind::Currency),
];

/// The names of units in the suite, our codes for each, and the power of ten by which coins divide.
const UNITS: &str = include_str!("suite-units.tsv");
const FAILURES: &str = include_str!("suite-failures.tsv");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Percent,
    Currency,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Case {
    input: String,
    #[serde(default)]
    not_supported: String,
    results: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Expected {
    text: String,
    start: Option<usize>,
    end: Option<usize>,
    resolution: Option<BTreeMap<String, serde_json::Value>>,
}

#[test]
fn the_figures_of_others_are_read() {
    let folder = suites().join("recognizers/Specs");
    if !folder.is_dir() {
        let is_ci = std::env::var("CI").as_deref() == Ok("true");
        assert!(!is_ci, "in CI the suite must be there: {}", folder.display());
        eprintln!("skipped: the suite is not at hand (SOURCIER_SUITES)");
        return;
    }
    let mut listed = listed();
    let (mut wrong, mut passed, mut failed, mut not_printed) = (Vec::new(), 0, 0, 0);
    for (tag, model, kind) in MODELS {
        let language = Language::of(tag).unwrap();
        for case in cases(&folder.join(model)) {
            let key = format!("{model}\t{}", serde_json::to_string(&case.input).unwrap());
            let problem = problem(&case, language, kind);
            match (&problem, listed.remove(key.as_str())) {
                (None, None) => passed += 1,
                (Some(problem), None) => wrong.push(format!("{key}\tfails\t{problem}")),
                (None, Some(_)) => wrong.push(format!("{key}\tpasses: take it off the list")),
                (Some(_), Some("not printed")) => not_printed += 1,
                (Some(_), Some(_)) => failed += 1,
            }
        }
    }
    wrong.extend(listed.keys().map(|key| format!("{key}\tis in no model")));
    println!("{passed} pass, {failed} fail, {not_printed} are no figures that a newspaper would print");
    assert!(wrong.is_empty(), "{}\n{} cases", wrong.join("\n"), wrong.len());
    assert!(passed * 100 >= (passed + failed) * LEAST_PER_CENT);
}

/// The listed failures: their class by model and input.
fn listed() -> BTreeMap<&'static str, &'static str> {
    let mut listed = BTreeMap::new();
    for line in FAILURES.lines().filter(|line| !line.starts_with('#')) {
        let (rest, reason) = line.rsplit_once('\t').expect("a reason");
        let (key, class) = rest.rsplit_once('\t').expect("a class");
        assert!(["fails", "not printed"].contains(&class) && reason.len() > 5, "{line}");
        assert!(listed.insert(key, class).is_none(), "{key} is listed twice");
    }
    listed
}

fn suites() -> PathBuf {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/suites");
    std::env::var_os("SOURCIER_SUITES").map_or(default, PathBuf::from)
}

/// The cases of a model that the reference implementation passes, each input once.
fn cases(file: &Path) -> Vec<Case> {
    let text = fs::read_to_string(file).unwrap();
    let cases: Vec<Case> = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    let mut seen = BTreeSet::new();
    let supported = cases.into_iter().filter(|case| !case.not_supported.contains("dotnet"));
    supported.filter(|case| seen.insert(case.input.clone())).collect()
}

/// What is wrong with the reading of a case; nothing if each of its figures is read at its place and no other is.
fn problem(case: &Case, language: &Language, kind: Kind) -> Option<String> {
    let found = quantities(&case.input, language);
    let mut found: Vec<Quantity> = found.into_iter().filter(|quantity| is_of(quantity, kind)).collect();
    let mut from = 0;
    for expected in &case.results {
        let Some(value) = expected.value() else { continue };
        let Some(span) = expected.span(&case.input, from) else {
            return Some(format!("{:?} is not in the text", expected.text));
        };
        from = span.end;
        let is_there =
            |quantity: &Quantity| quantity.place == span || (kind == Kind::Number && quantity.number == span);
        let Some(at) = found.iter().position(is_there) else {
            return Some(format!("{:?} is not read there: {}", expected.text, shown(&found)));
        };
        let quantity = found.remove(at);
        let value = if kind == Kind::Currency {
            expected.amount(&value)
        } else {
            value
        };
        if !is_value(&quantity, &value) || (kind == Kind::Currency && !expected.is_unit(&quantity)) {
            return Some(format!("{:?} is read as {}", expected.text, shown(&[quantity])));
        }
    }
    found.retain(|quantity| is_extra(quantity, kind));
    (!found.is_empty()).then(|| format!("too much: {}", shown(&found)))
}

fn is_of(quantity: &Quantity, kind: Kind) -> bool {
    let is_range = quantity.minimum != quantity.maximum;
    match kind {
        Kind::Number => !matches!(quantity.form, Form::Ordinal | Form::Roman) && !is_range,
        Kind::Percent => quantity.unit == Some(Unit::Percent) && !is_range,
        Kind::Currency => matches!(quantity.unit, Some(Unit::Currency { .. })) && !is_range,
    }
}

/// Whether a quantity beyond the expected ones is an error: the suite has measures and money elsewhere.
fn is_extra(quantity: &Quantity, kind: Kind) -> bool {
    match kind {
        Kind::Number => quantity.unit.is_none() && quantity.minimum.is_some(),
        Kind::Percent => quantity.form != Form::Fraction,
        Kind::Currency => true,
    }
}

fn shown(found: &[Quantity]) -> String {
    let one = |quantity: &Quantity| {
        let value = quantity.minimum.map(|value| value.to_string());
        format!("{:?}={value:?} {:?}", quantity.place, quantity.unit)
    };
    found.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether a quantity has a value that the suite writes as a decimal of some 15 digits, with an exponent or not.
fn is_value(quantity: &Quantity, expected: &str) -> bool {
    let exact = text::decimal::without_exponent(expected).and_then(|text| Decimal::parse(&text));
    if let (Some(exact), Some(value), None) = (exact, quantity.minimum, quantity.ratio) {
        return value == exact;
    }
    let (Some((top, bottom)), Ok(expected)) = (quantity.ratio, expected.parse::<f64>()) else {
        return false;
    };
    let value = top as f64 / bottom as f64;
    let stated = quantity.minimum.and_then(|minimum| minimum.to_string().parse().ok());
    let near = |value: f64| (value - expected).abs() <= expected.abs() * 1e-12;
    near(value) || near(-value) || stated.is_some_and(near)
}

impl Expected {
    /// The value, with a point; none for a unit without a number.
    fn value(&self) -> Option<String> {
        let value = self.resolution.as_ref()?.get("value")?;
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let value = value.trim_end_matches('%').replace(',', ".");
        (value != "null").then_some(value)
    }

    /// The place in code points; the suite has it in UTF-16 units, or only the text.
    fn span(&self, input: &str, from: usize) -> Option<Range<usize>> {
        let units: Vec<u16> = input.encode_utf16().collect();
        let count = |units: &[u16]| String::from_utf16_lossy(units).chars().count();
        if let (Some(start), Some(end)) = (self.start, self.end) {
            return Some(count(&units[..start])..count(&units[..=end]));
        }
        let small = |text: &str| -> Vec<String> { text.chars().map(|one| one.to_lowercase().to_string()).collect() };
        let (characters, wanted) = (small(input), small(&self.text));
        let start = (from..characters.len()).find(|start| characters[*start..].starts_with(&wanted))?;
        Some(start..start + wanted.len())
    }

    /// Our codes for the unit of the suite, and by which power of ten it divides.
    fn unit(&self) -> Option<(&'static str, u32)> {
        let name = self.resolution.as_ref()?.get("unit")?.as_str()?;
        let mut lines = UNITS.lines().filter_map(|line| line.split_once('\t'));
        let (_, unit) = lines.find(|(known, _)| *known == name)?;
        let (codes, down) = unit.split_once('\t')?;
        Some((codes, down.parse().ok()?))
    }

    fn is_unit(&self, quantity: &Quantity) -> bool {
        let codes = self.unit().map_or("", |(codes, _)| codes);
        matches!(quantity.unit, Some(Unit::Currency { code, .. }) if codes.split(' ').any(|known| known == code))
    }

    /// The amount in the currency where the suite counts coins.
    fn amount(&self, value: &str) -> String {
        let down = self.unit().map_or(0, |(_, down)| down);
        let value = Decimal::parse(value).and_then(|value| value.shifted_down(down));
        value.map(|value| value.to_string()).unwrap_or_default()
    }
}
