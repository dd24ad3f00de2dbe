//! Units (`units.txt`, and `symbols.txt` for every language): per cent, currencies, measures, times.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::list::{self, Line};
use crate::phrase::Phrases;
use crate::token::Tokens;
use crate::vocabulary::{Term, Vocabulary};

/// The signs and symbols that every language shares.
const SYMBOLS: &str = include_str!("../../languages/symbols.txt");

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hundredths.
    Percent,
    /// Differences between percentages.
    PercentagePoints,
    /// How many times as much.
    Times,
    /// An amount of money.
    Currency {
        /// The ISO 4217 code.
        code: &'static str,
        /// Whether the text says which currency it is: a bare `$` or `dollars` does not.
        certain: bool,
    },
    /// A measure by its symbol: `km`, `MW`, `kg`, `°C`.
    Measure(&'static str),
    /// A length of time.
    Time(Period),
}

/// A length of time, or the period of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A year.
    Year,
    /// Six months.
    HalfYear,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// Two weeks.
    Fortnight,
    /// Seven days.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
}

impl Period {
    /// Its name in lists and tables, such as `year` and `half-year`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Century => "century",
            Self::Decade => "decade",
            Self::Year => "year",
            Self::HalfYear => "half-year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Fortnight => "fortnight",
            Self::Week => "week",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }

    /// Reads the name of a period in a list.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "century" => Self::Century,
            "decade" => Self::Decade,
            "year" => Self::Year,
            "half-year" => Self::HalfYear,
            "quarter" => Self::Quarter,
            "month" => Self::Month,
            "fortnight" => Self::Fortnight,
            "week" => Self::Week,
            "day" => Self::Day,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "second" => Self::Second,
            _ => return None,
        })
    }
}

/// A unit as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub unit: Unit,
    /// The power of ten by which it divides: 2 for `cents` and basis points.
    pub down: u32,
    /// The power of ten by which it multiplies: 6 for `MEUR`.
    pub up: u32,
    /// It may stand before its number.
    pub before: bool,
    /// As it must be written, capitals included; none if any case is right.
    pub exactly: Option<Cow<'static, str>>,
    /// Only after a number with a scale: `livres`.
    pub needs_scale: bool,
    /// Only without a space after the number.
    pub is_attached: bool,
}

impl Written {
    /// Whether a text is the unit as it must be written.
    fn is_written(&self, raw: &str) -> bool {
        self.exactly.as_ref().is_none_or(|exactly| exactly == raw)
    }
}

/// The units of a language.
#[derive(Debug)]
pub(crate) struct Units {
    phrases: Phrases<Vec<Written>>,
    /// Measures with a power in digits: `km2`.
    powers: HashMap<String, &'static str>,
}

impl Units {
    /// Reads `symbols.txt` and `units.txt`.
    pub fn read(list: &'static str, vocabulary: &mut Vocabulary) -> Self {
        let symbols = list::lines(SYMBOLS);
        let prefixes: Vec<_> = symbols
            .iter()
            .filter(|line| line.section == "scale prefix")
            .cloned()
            .collect();
        let mut powers = HashMap::new();
        // Units that differ in capitals or spaces only stand together.
        let mut phrases: Phrases<Vec<Written>> = Phrases::forward();
        let mut add = |phrase: &str, unit: Written| {
            if let Some(units) = phrases.entry(vocabulary, phrase) {
                units.get_or_insert_with(Vec::new).push(unit);
            }
        };
        for line in symbols.iter().chain(&list::lines(list)) {
            if line.section == "measure power" {
                powers.insert(line.phrase.to_string(), line.value);
                continue;
            }
            let Some(unit) = unit(line) else { continue };
            if line.section == "currency code" {
                for prefix in &prefixes {
                    let phrase = format!("{}{}", prefix.phrase, line.phrase);
                    let scaled = Written {
                        up: prefix.value.parse().unwrap_or(0),
                        exactly: Some(Cow::Owned(phrase.clone())),
                        ..unit.clone()
                    };
                    add(&phrase, scaled);
                }
            }
            add(&line.phrase, unit);
        }
        Self { phrases, powers }
    }

    /// The unit that is written at an index and is of a kind, and the index after it; the longest, if there are several.
    pub fn find(
        &self,
        tokens: &Tokens<'_>,
        index: usize,
        is_of: impl Fn(&Written, usize) -> bool,
    ) -> Option<(&Written, usize)> {
        let mut limit = usize::MAX;
        loop {
            let (written, next) = self.phrases.at_most(tokens, index, limit)?;
            let raw = tokens.span(index, next);
            if let Some(unit) = written.iter().find(|unit| unit.is_written(raw) && is_of(unit, next)) {
                return Some((unit, next));
            }
            limit = next - 1;
            if limit <= index {
                return None;
            }
        }
    }

    /// The first terms of units.
    pub fn starts(&self) -> impl Iterator<Item = Term> {
        self.phrases.starts()
    }

    /// Whether some unit is written at an index.
    pub fn is_at(&self, tokens: &Tokens<'_>, index: usize) -> bool {
        self.find(tokens, index, |_, _| true).is_some()
    }

    /// The measure of a symbol and a power in digits.
    pub fn power(&self, symbol: &str, digit: &str) -> Option<&'static str> {
        self.powers.get(&format!("{symbol}{digit}")).copied()
    }
}

/// Reads a line of a list of units; none for a section that has none.
fn unit(line: &Line) -> Option<Written> {
    let mut words = line.value.split_whitespace();
    let first = words.next();
    let flags: Vec<&str> = words.collect();
    let owned = || line.phrase.clone();
    let code = || match (first, &line.phrase) {
        (Some(code), _) => Some(code),
        (None, Cow::Borrowed(phrase)) => Some(*phrase),
        (None, Cow::Owned(_)) => None,
    };
    let currency = || {
        let certain = !flags.contains(&"?");
        Some(Unit::Currency { code: code()?, certain })
    };
    let (unit, before, exactly) = match line.section {
        "percent" => (Unit::Percent, false, None),
        "points" | "basis points" => (Unit::PercentagePoints, false, None),
        "times" => (
            Unit::Times,
            line.value.is_empty() && line.phrase.chars().count() == 1,
            None,
        ),
        // A symbol of one word is exact; the words of a list are not.
        "measure" => {
            let is_symbol =
                line.phrase == first? || line.phrase.chars().count() <= 3 || line.phrase.contains(['°', '/']);
            (Unit::Measure(first?), false, is_symbol.then(owned))
        }
        "time" => (Unit::Time(Period::of(first?)?), false, None),
        "currency sign" => (currency()?, true, Some(owned())),
        "currency code" => (currency()?, true, (!flags.contains(&"any")).then(owned)),
        "currency" => (currency()?, false, None),
        _ => return None,
    };
    let hundredth = line.section == "basis points" || flags.contains(&"cents");
    Some(Written {
        unit,
        down: if hundredth { 2 } else { 0 },
        up: 0,
        before,
        exactly,
        needs_scale: flags.contains(&"scaled"),
        is_attached: flags.contains(&"attached") || line.phrase == "x",
    })
}
