//! Compares what a claim says with what is read in its words and its passage.
//!
//! Pure: takes a claim's figure and dates, its words, its passage if the text is at hand, and what the scanner needs; gives
//! the differences, each with the property of the cell and its diagnostic.

mod grouped;

use super::claimed::{Claimed, Date, Figure, Units};
use super::places::Places;
use super::unplaced;
use crate::vocabulary as v;
use diagnostic::{Diagnostic, Severity, code};
use std::ops::Range;
use text::Decimal;
use text::fold::fold;
use text::language::Language;
use text::quantity::{Form, Quantity, Sign, Unit, numerals, quantities, rates};
use text::scan::{Scan, scan};
use text::time::{Basis, Time, TimeKind};

/// A difference: the property of the cell, and what is wrong with it.
pub(super) type Difference = (&'static str, Diagnostic);

/// The texts that a claim rests on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// The words as written.
    pub words: &'a str,
    /// The passage, if its text is at hand.
    pub passage: Option<&'a str>,
    /// The times of the whole text, if it is at hand.
    pub times: Option<&'a [Time]>,
    /// Whether the program has words for the language of the document: without them it cannot tell units, wording and dates.
    pub has_words: bool,
    /// The language of the document.
    pub language: &'static Language,
    /// The date of the document.
    pub published: Option<&'a str>,
}

/// What was read for a claim.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What differs.
    pub differences: Vec<Difference>,
    /// Whether a figure of the passage has the bounds of the claim's.
    pub is_read: bool,
}

/// Compares a claim with its words and its passage.
pub(super) fn compare(claimed: &Claimed, written: Written<'_>, units: &Units) -> Outcome {
    let mut outcome = Outcome::default();
    let passage = written
        .passage
        .map(|passage| (passage, scan(passage, written.language, written.published)));
    if let Some(figure) = claimed.figure.as_ref().filter(|figure| !figure.bounds.is_empty()) {
        compare_figure(
            figure,
            written,
            passage.as_ref().map(|(text, scan)| (*text, scan)),
            units,
            &mut outcome,
        );
    }
    if let Some((_, scan)) = passage.as_ref().filter(|_| written.has_words) {
        for date in &claimed.dates {
            let others: Vec<&Date> = claimed
                .dates
                .iter()
                .filter(|other| other.property != date.property)
                .collect();
            outcome
                .differences
                .extend(compare_date(date, &others, &scan.times, written.times));
        }
    }
    outcome
}

/// Whether words have no figure at all, neither in digits nor in words.
pub(super) fn is_without_figure(written: Written<'_>) -> bool {
    let words = written.words;
    scan(words, written.language, written.published).quantities.is_empty()
        && numerals(words, written.language).is_empty()
}

/// The most figures that a message tells.
const MOST_TOLD: usize = 12;

/// The first figures that a text states, with their values, for messages: `4200000 EUR`, `5 to 10`.
pub(super) fn told(quantities: &[Quantity]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for quantity in quantities.iter().filter(|quantity| !quantity.within_range) {
        let text = tell(quantity);
        if told.len() == MOST_TOLD {
            told.push("...".to_owned());
            break;
        }
        if !told.contains(&text) {
            told.push(text);
        }
    }
    told
}

/// A figure as it was read.
pub(super) fn tell(quantity: &Quantity) -> String {
    let bound = |bound: Option<Decimal>| bound.map_or_else(|| "?".to_owned(), |bound| bound.to_string());
    let value = match (quantity.ratio, quantity.minimum == quantity.maximum) {
        (Some((one, other)), _) if quantity.minimum.is_none() => format!("{one}/{other}"),
        (_, true) => bound(quantity.minimum),
        (_, false) => format!("{} to {}", bound(quantity.minimum), bound(quantity.maximum)),
    };
    let unit = quantity
        .unit
        .map(unit_name)
        .map(|name| format!(" {name}"))
        .unwrap_or_default();
    let per = quantity
        .per
        .as_ref()
        .map(|per| format!(" per {}", per.period.name()))
        .unwrap_or_default();
    let wording = quantity
        .wording
        .as_ref()
        .map(|wording| format!("{} ", wording.kind.name()))
        .unwrap_or_default();
    format!("{wording}{value}{unit}{per}")
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "%",
        Unit::PercentagePoints => "percentage points",
        Unit::Times => "×",
        Unit::Currency { code, .. } => code,
        Unit::Measure(symbol) => symbol,
        Unit::Time(period) => period.name(),
    }
}

/// The figures that were read for a claim in one of its texts.
struct Reading<'a> {
    text: &'a str,
    /// The byte of each character of the text.
    starts: Vec<usize>,
    quantities: Vec<Quantity>,
    /// The units of all figures of the text.
    units: Vec<Unit>,
    /// The text is the passage, so that what stands around the words as written was read, too.
    in_passage: bool,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str, quantities: Vec<Quantity>) -> Self {
        Self {
            text,
            starts: text.char_indices().map(|(byte, _)| byte).collect(),
            quantities,
            units: Vec::new(),
            in_passage: false,
        }
    }

    /// The words at a place in characters.
    fn at(&self, place: &Range<usize>) -> &'a str {
        let byte = |character: usize| self.starts.get(character).copied().unwrap_or(self.text.len());
        self.text.get(byte(place.start)..byte(place.end)).unwrap_or_default()
    }
}

/// The readings of a claim's words, the one that tells most first: within the passage, alone, and as a numeral by itself, in a name (`Top 50`) or as a date. A length of
/// time is a figure where the claim measures one, and else a time.
fn readings<'a>(figure: &Figure, written: Written<'a>, passage: Option<(&'a str, &Scan)>) -> Vec<Reading<'a>> {
    let (words, language) = (written.words, written.language);
    let is_duration = figure.quantity.as_deref() == Some("duration");
    let mut readings = Vec::new();
    let mut is_cut = false;
    if let Some((text, scan)) = passage {
        let Places { whole: places, cut } = Places::of(text, words);
        is_cut = places.is_empty() && !cut.is_empty();
        // Words that are cut out of a number say what the number does.
        let places = if is_cut { cut } else { places };
        let is_there = |quantity: &Quantity| {
            let number = &quantity.number;
            let first = places.partition_point(|place| place.end <= number.start);
            places.get(first).is_some_and(|place| place.start < number.end)
        };
        let mut in_passage = |quantities: Vec<Quantity>| {
            let units = quantities.iter().filter_map(|quantity| quantity.unit).collect();
            let quantities = quantities.into_iter().filter(is_there).collect();
            readings.push(Reading {
                units,
                in_passage: text != words,
                ..Reading::new(text, quantities)
            });
        };
        in_passage(scan.quantities.clone());
        if is_duration {
            in_passage(quantities(text, language));
        }
    }
    if is_cut {
        return readings;
    }
    let mut alone = |quantities| readings.push(Reading::new(words, quantities));
    alone(scan(words, language, written.published).quantities);
    if is_duration {
        alone(quantities(words, language));
    }
    if readings.iter().all(|reading| reading.quantities.is_empty()) {
        readings.push(Reading::new(words, numerals(words, language)));
    }
    readings
}

fn compare_figure(
    figure: &Figure,
    written: Written<'_>,
    passage: Option<(&str, &Scan)>,
    units: &Units,
    outcome: &mut Outcome,
) {
    let values = figure.values();
    let fits = |quantity: &Quantity| has_bounds(quantity, &values);
    let mut readings = readings(figure, written, passage);
    let chosen = readings.iter().position(|reading| reading.quantities.iter().any(fits));
    let own = readings.len() - 1;
    let reading = readings.swap_remove(chosen.unwrap_or(own));
    let candidates = &reading.quantities;
    let fitting: Vec<&Quantity> = candidates.iter().filter(|quantity| fits(quantity)).collect();
    // "100 000 trained in artificial intelligence, and all that per year": read once, whatever the number of figures.
    let has_rate = |per: &String| {
        let rates = rates(reading.text, written.language);
        rates.iter().any(|rate| rate.period.name() == per)
    };
    let is_elsewhere = reading.in_passage && figure.per.as_ref().is_some_and(has_rate);
    let differences = |quantity: &&Quantity| {
        let mut found = Vec::new();
        found.extend(unit(figure, quantity, &reading, units));
        found.extend(wording(figure, quantity, reading.in_passage));
        found.extend(rate(figure, quantity, reading.in_passage, is_elsewhere));
        found
    };
    outcome.is_read = !fitting.is_empty();
    // A warning is nearer than an error.
    let errors = |found: &Vec<Difference>| {
        found
            .iter()
            .filter(|(_, wrong)| wrong.severity == Severity::Error)
            .count()
    };
    match fitting
        .iter()
        .map(differences)
        .min_by_key(|found| (errors(found), found.len()))
    {
        Some(_) if !written.has_words => {}
        Some(differences) => outcome.differences.extend(differences),
        // Two ends that no word joins: "from 18 % in March to 10.7 %".
        None if values.len() == 2
            && values
                .iter()
                .all(|value| candidates.iter().any(|q| has_bounds(q, &[*value]))) =>
        {
            outcome.is_read = true;
        }
        None if grouped::has_carried_scale(figure, &values, candidates) => outcome.is_read = true,
        None if grouped::are_in(&values, written.words) => outcome.is_read = true,
        None => outcome.differences.extend(not_read(figure, written.words, candidates)),
    }
}

/// The bounds that no figure has; both together where each stands apart.
fn not_read(figure: &Figure, words: &str, candidates: &[Quantity]) -> Vec<Difference> {
    let read = told(candidates);
    let wrong = |bound: &str| {
        (
            v::AS_WRITTEN,
            code::figure_not_in_words(unplaced(), bound, words, &read),
        )
    };
    let missing = figure.bounds.iter().filter(|bound| !is_stated(bound, candidates));
    let missing: Vec<Difference> = missing.map(|bound| wrong(bound)).collect();
    if missing.is_empty() {
        return vec![wrong(&figure.bounds.join(" to "))];
    }
    missing
}

/// Whether some figure has the bound.
pub(super) fn is_stated(bound: &str, quantities: &[Quantity]) -> bool {
    Decimal::parse(bound).is_some_and(|bound| quantities.iter().any(|quantity| has_bounds(quantity, &[bound])))
}

/// Whether a figure states these bounds: one of its own, or both.
fn has_bounds(quantity: &Quantity, values: &[Decimal]) -> bool {
    let (low, high) = (quantity.minimum, quantity.maximum);
    let equals = |own: Option<Decimal>, value: Decimal| {
        let Some(own) = own else { return false };
        let falls = quantity.sign == Sign::Falls && own.negated() == Some(value);
        // A fraction is a share in per cent, or of one.
        let share = quantity.form == Form::Fraction && own.shifted_down(2) == Some(value);
        own == value || falls || share
    };
    match values {
        [value] => {
            equals(low, *value) || equals(high, *value) || quantity.ratio.is_some_and(|ratio| rounds(ratio, *value))
        }
        [one, other] => equals(low, *one) && equals(high, *other),
        _ => false,
    }
}

/// Whether a value is a fraction without a finite decimal form, in per cent or of one, rounded to the decimals that it has.
fn rounds((numerator, denominator): (i128, i128), value: Decimal) -> bool {
    if Decimal::ratio(numerator, denominator).is_some() {
        return false;
    }
    let Ok(written) = value.to_string().parse::<f64>() else {
        return false;
    };
    let half = 0.5 * 10_f64.powi(-i32::try_from(value.decimals()).unwrap_or(i32::MAX));
    #[expect(clippy::cast_precision_loss, reason = "numerators of words are small")]
    let exact = numerator as f64 / denominator as f64;
    [exact, exact * 100.0]
        .iter()
        .any(|exact| (exact - written).abs() <= half * 1.000_001)
}

/// Whether a unit of a dossier is what these words name: one of its words begins as one of them does.
fn names(unit_words: &[String], written: &str) -> bool {
    let folded = fold(written);
    let written: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    unit_words.iter().any(|word| {
        let word = fold(word);
        // A sign, alone or behind letters that texts leave out: `CA$` is written `$`.
        let sign = word.trim_start_matches(char::is_alphanumeric);
        if !sign.is_empty()
            && !sign.contains(|letter: char| letter.is_alphanumeric() || letter.is_whitespace())
            && folded.contains(sign)
        {
            return true;
        }
        let mut words = word
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        words.any(|word| written.iter().any(|other| is_inflected(word, other)))
    })
}

/// Whether two folded words are one, but for their last letters: `canal` and `canaux`, `person` and `persons`.
fn is_inflected(one: &str, other: &str) -> bool {
    let common = one
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other)
        .count();
    let (short, long) = (
        one.chars().count().min(other.chars().count()),
        one.chars().count().max(other.chars().count()),
    );
    one == other || common >= 3 && common + 2 >= long && common + 2 >= short && short > 3
}

fn unit(figure: &Figure, quantity: &Quantity, reading: &Reading<'_>, units: &Units) -> Option<Difference> {
    let in_passage = reading.in_passage;
    if figure.is_unknown {
        return None;
    }
    let claimed = figure.unit.as_deref();
    let mentions = |unit: &str| code::unit_differs(unplaced(), claimed.unwrap_or_default(), unit);
    let Some(read) = quantity.unit else {
        return no_unit(figure, quantity, reading, units);
    };
    let around = reading.at(&quantity.place);
    let fits = match read {
        Unit::Percent => claimed == Some("%") || figure.quantity.as_deref() == Some("share"),
        Unit::PercentagePoints => {
            claimed.is_some_and(|unit| unit != "%" && figure.quantity.as_deref() != Some("money"))
        }
        Unit::Times => claimed == Some("×") || figure.quantity.as_deref() == Some("multiple"),
        Unit::Currency { code, certain } => {
            claimed == Some(code)
                || !certain && figure.quantity.as_deref() == Some("money") && names(&figure.words, around)
        }
        Unit::Measure(symbol) => {
            claimed == Some(symbol) || figure.words.iter().any(|word| word == symbol) || names(&figure.words, around)
        }
        Unit::Time(period) => claimed == Some(period.name()) || names(&figure.words, around),
    };
    if !fits {
        return Some((v::UNIT_OF_MEASURE, mentions(unit_name(read))));
    }
    let is_written = in_passage && !quantity.carried;
    (is_written && figure.basis.as_deref() == Some("carried-over")).then(|| {
        (
            v::UNIT_BASIS,
            code::looser_than_passage(unplaced(), "carried-over", "the unit", "written"),
        )
    })
}

/// The passage writes no unit: the claim must take it over, or count what the passage counts.
fn no_unit(figure: &Figure, quantity: &Quantity, reading: &Reading<'_>, units: &Units) -> Option<Difference> {
    let in_passage = reading.in_passage;
    let claimed = figure.unit.as_deref()?;
    let is_sign = matches!(figure.quantity.as_deref(), Some("money" | "share" | "multiple"));
    let counted = quantity.counted.as_ref().map(|place| reading.at(place));
    if is_sign {
        let is_written = in_passage && figure.basis.as_deref() == Some("written");
        if is_written && reading.units.iter().any(|unit| unit_name(*unit) == claimed) {
            let differs = code::looser_than_passage(unplaced(), "written", "the source of the unit", "carried-over");
            return Some((v::UNIT_BASIS, differs));
        }
        let read = counted.map_or_else(|| "no unit".to_owned(), |noun| format!("\"{noun}\""));
        return is_written.then(|| (v::UNIT_OF_MEASURE, code::unit_differs(unplaced(), claimed, &read)));
    }
    let noun = counted?;
    if names(&figure.words, noun) {
        return None;
    }
    let other = units
        .iter()
        .find(|(unit, words)| *unit != claimed && names(words, noun));
    other.map(|(unit, _)| (v::UNIT_OF_MEASURE, code::unit_differs(unplaced(), claimed, unit)))
}

/// How a wording of a claim relates to that of its passage.
enum Fit {
    Same,
    /// It says less.
    Looser,
    /// It says something else.
    Wrong,
}

fn fit(claimed: &str, read: &str) -> Fit {
    match (claimed, read) {
        (one, other) if one == other => Fit::Same,
        ("about" | "at-least" | "more-than" | "up-to" | "less-than" | "range", "exact") => Fit::Looser,
        // "Nearly 250" is about 250, and a little less.
        ("less-than" | "up-to", "about") => Fit::Looser,
        ("at-least", "more-than") | ("up-to", "less-than") | ("more-than", "at-least") | ("less-than", "up-to") => {
            Fit::Looser
        }
        _ => Fit::Wrong,
    }
}

fn wording(figure: &Figure, quantity: &Quantity, in_passage: bool) -> Option<Difference> {
    let claimed = figure.wording.as_deref()?;
    // The words as written may leave out what qualifies the figure.
    let read = quantity
        .wording
        .as_ref()
        .map(|wording| wording.kind.name())
        .or(in_passage.then_some("exact"))?;
    if quantity.within_range && read == "exact" {
        return (claimed != "range").then(|| (v::WORDING, code::wording_differs(unplaced(), claimed, "range")));
    }
    match fit(claimed, read) {
        Fit::Same => None,
        Fit::Looser => Some((
            v::WORDING,
            code::looser_than_passage(unplaced(), claimed, "the wording", read),
        )),
        Fit::Wrong => Some((v::WORDING, code::wording_differs(unplaced(), claimed, read))),
    }
}

fn rate(figure: &Figure, quantity: &Quantity, in_passage: bool, is_elsewhere: bool) -> Option<Difference> {
    let claimed = figure.per.as_deref();
    let read = quantity.per.as_ref().map(|per| per.period.name());
    let differs = match (claimed, read) {
        (None, None) => false,
        (None, Some(_)) => true,
        (Some(_), None) => in_passage && !is_elsewhere,
        (Some(one), Some(other)) => one != other,
    };
    differs.then(|| (v::PER_OF_MEASURE, code::rate_differs(unplaced(), claimed, read)))
}

/// How a date of a claim relates to a time of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// The same days, or a day of an approximate time.
    Same,
    /// It leaves more days open than the text.
    Wider,
    /// It says more than the text, or something else.
    Other,
}

fn match_of(date: &Date, time: &Time) -> Match {
    let (first, last) = date.days;
    match (time.earliest, time.latest) {
        (Some(earliest), Some(latest)) if (earliest, latest) == (first, last) => Match::Same,
        // A document that is known to the month only leaves its Tuesday open.
        (Some(earliest), Some(latest))
            if (time.approximate || time.basis == Basis::Computed) && earliest <= first && last <= latest =>
        {
            Match::Same
        }
        (Some(earliest), Some(latest)) if first <= earliest && latest <= last => Match::Wider,
        // An end or a beginning alone: `by 2030`, `since 2018`.
        (Some(earliest), None) if earliest == first => Match::Same,
        (None, Some(latest)) if latest == last => Match::Same,
        // "Had paid it by the end of January" is the January before, and "will pay" the next one.
        (None, Some(latest)) if time.basis == Basis::Computed && matches!(latest.0 - last.0, 365 | 366) => Match::Same,
        _ => Match::Other,
    }
}

/// Compares a date with the times of its passage, and where none is the date's, with those of the whole text: an article may write its date
/// once, at its beginning.
fn compare_date(date: &Date, others: &[&Date], passage: &[Time], text: Option<&[Time]>) -> Option<Difference> {
    if date.basis.as_deref() == Some("inferred") {
        return None;
    }
    let property = property(&date.property);
    let dated = |time: &&Time| time.kind != TimeKind::Duration && (time.earliest.is_some() || time.latest.is_some());
    // Something is said or happens on a day, money is for years: the one is not held against the other.
    let is_period = property == v::PERIOD_WRITTEN;
    let relevant = |time: &&Time| match property {
        v::PERIOD_WRITTEN => time.kind == TimeKind::Period,
        v::WHEN => time.kind == TimeKind::Date || lasts(time).is_some_and(|days| days <= 31),
        _ => true,
    };
    let best = passage
        .iter()
        .filter(dated)
        .map(|time| match is_period && is_budget_year(date, time) {
            true => (Match::Same, time),
            false => (match_of(date, time), time),
        })
        .filter(|(found, time)| *found == Match::Same || relevant(time))
        .min_by_key(|(found, _)| *found);
    match best {
        Some((Match::Same, _)) => return None,
        Some((Match::Wider, time)) => {
            let read = time.text.as_deref().unwrap_or_default();
            return Some((
                property,
                code::looser_than_passage(unplaced(), &date.text, "the date", read),
            ));
        }
        Some((Match::Other, _)) | None => {}
    }
    let text = text?;
    let unexplained = passage.iter().filter(dated).filter(relevant).find(|time| {
        let is_others = others.iter().any(|other| match_of(other, time) != Match::Other);
        !is_others
    });
    let read = unexplained.and_then(|time| time.text.as_deref());
    let is_elsewhere = || {
        text.iter()
            .filter(dated)
            .any(|time| match_of(date, time) == Match::Same)
    };
    if read.is_none() && (is_period || is_elsewhere()) {
        return None;
    }
    Some((property, code::date_differs(unplaced(), &date.text, read, is_period)))
}

/// Whether the date begins in the first of two years and ends in the second: the months of a fiscal or school year, which a text calls 2023-24.
fn is_budget_year(date: &Date, time: &Time) -> bool {
    let (first, last) = date.days;
    let (Some(earliest), Some(latest)) = (time.earliest, time.latest) else {
        return false;
    };
    let of_first_year = earliest <= first && first.0 - earliest.0 <= 365;
    let of_second_year = last <= latest && latest.0 - last.0 <= 365;
    matches!(lasts(time), Some(730 | 731)) && of_first_year && of_second_year
}

/// The number of days of a time with two ends.
fn lasts(time: &Time) -> Option<i64> {
    Some(time.latest?.0 - time.earliest?.0 + 1)
}

fn property(iri: &str) -> &'static str {
    match iri {
        v::DUE => v::DUE,
        v::PERIOD_WRITTEN => v::PERIOD_WRITTEN,
        _ => v::WHEN,
    }
}
