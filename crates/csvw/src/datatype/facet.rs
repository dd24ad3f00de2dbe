//! Limits of length and of value ("Model for Tabular Data", sections 4.6.1 and 4.6.2; which may be together: "Metadata
//! Vocabulary", section 5.11.2).

use super::base::Base;
use super::calendar::Moment;
use super::duration::Duration;
use super::{Declared, Invalid, Problem, lexical};
use std::cmp::Ordering;
use text::decimal::{Lexical, without_exponent};

/// The limits of a datatype that its declaration adds.
#[derive(Debug, Default)]
pub(super) struct Facets {
    length: Option<u64>,
    min_length: Option<u64>,
    max_length: Option<u64>,
    least: Option<Bound>,
    greatest: Option<Bound>,
}

/// A least or a greatest value.
#[derive(Debug)]
struct Bound {
    /// As XML Schema writes it.
    text: String,
    is_inclusive: bool,
}

/// A value that has an order.
#[derive(PartialEq, PartialOrd)]
enum Value<'a> {
    Decimal(Lexical<'a>),
    Double(f64),
    Moment(Moment<'a>),
    Duration(Duration),
}

impl<'a> Value<'a> {
    fn parse(base: Base, text: &'a str) -> Option<Self> {
        match base {
            Base::Double => text.parse().ok().map(Self::Double),
            // A float is compared with what its limit is as a float.
            Base::Float => text.parse::<f32>().ok().map(|number| Self::Double(number.into())),
            _ if base.is_numeric() => Lexical::parse(text).map(Self::Decimal),
            _ if base.is_duration() => Duration::parse(base, text).map(Self::Duration),
            _ => Moment::parse(base, text).map(Self::Moment),
        }
    }
}

/// The order of two values of a datatype; `None` if they are not comparable.
fn compare(base: Base, one: &str, two: &str) -> Option<Ordering> {
    Value::parse(base, one)?.partial_cmp(&Value::parse(base, two)?)
}

impl Facets {
    /// Reads the limits of a declaration; unusable ones are dropped and reported.
    pub(super) fn compile(declared: &Declared, problems: &mut Vec<Problem>) -> Self {
        let mut facets = Self::default();
        facets.compile_lengths(declared, problems);
        facets.compile_bounds(declared, problems);
        facets
    }

    /// Whether nothing is limited.
    pub(super) fn is_empty(&self) -> bool {
        let lengths = [self.length, self.min_length, self.max_length];
        lengths.iter().all(Option::is_none) && self.least.is_none() && self.greatest.is_none()
    }

    /// Checks the lexical form of a value of the datatype.
    ///
    /// # Errors
    /// Which limit it is beyond.
    pub(super) fn check(&self, base: Base, lexical: &str) -> Result<(), Invalid> {
        if base.has_length() {
            self.check_length(base, lexical)?;
        }
        let beyond = |bound: &Bound, right: Ordering| {
            let order = compare(base, lexical, &bound.text);
            !(order == Some(right) || (bound.is_inclusive && order == Some(Ordering::Equal)))
        };
        let below = self
            .least
            .as_ref()
            .is_some_and(|bound| beyond(bound, Ordering::Greater));
        let above = self
            .greatest
            .as_ref()
            .is_some_and(|bound| beyond(bound, Ordering::Less));
        if below || above {
            return Err(Invalid::Range {
                valid: self.range(base),
            });
        }
        Ok(())
    }

    fn check_length(&self, base: Base, lexical: &str) -> Result<(), Invalid> {
        if self.length.is_none() && self.min_length.is_none() && self.max_length.is_none() {
            return Ok(());
        }
        let length = lexical::length(base, lexical);
        let (unit, units) = if base.is_binary() {
            ("byte", "bytes")
        } else {
            ("character", "characters")
        };
        let count = |count: u64| format!("{count} {}", if count == 1 { unit } else { units });
        let valid = match (self.length, self.min_length, self.max_length) {
            (Some(exact), ..) if length as u64 != exact => format!("exactly {}", count(exact)),
            (_, Some(least), _) if (length as u64) < least => format!("at least {}", count(least)),
            (.., Some(most)) if length as u64 > most => format!("at most {}", count(most)),
            _ => return Ok(()),
        };
        Err(Invalid::Length { length, valid })
    }

    /// Says what is within the limits.
    fn range(&self, base: Base) -> String {
        let [at_least, more, at_most, less] = if base.is_date_time() {
            ["not before", "after", "not after", "before"]
        } else {
            ["at least", "more than", "at most", "less than"]
        };
        let say = |bound: &Bound, inclusive, exclusive| {
            format!(
                "{} {}",
                if bound.is_inclusive { inclusive } else { exclusive },
                bound.text
            )
        };
        match (&self.least, &self.greatest) {
            (Some(least), Some(greatest)) if least.is_inclusive && greatest.is_inclusive => {
                format!("from {} to {}", least.text, greatest.text)
            }
            (Some(least), Some(greatest)) => {
                format!("{} and {}", say(least, at_least, more), say(greatest, at_most, less))
            }
            (Some(least), None) => say(least, at_least, more),
            (None, Some(greatest)) => say(greatest, at_most, less),
            (None, None) => base.valid(),
        }
    }

    fn compile_lengths(&mut self, declared: &Declared, problems: &mut Vec<Problem>) {
        let given = [
            ("length", declared.length),
            ("minLength", declared.min_length),
            ("maxLength", declared.max_length),
        ];
        if !declared.base.has_length() {
            problems.extend(
                given
                    .into_iter()
                    .filter(|(_, value)| value.is_some())
                    .map(|(property, _)| {
                        let why = format!("a value of the datatype {} has no length", declared.base.name());
                        error(
                            property,
                            why,
                            "a datatype that is text or bytes, such as string".to_owned(),
                        )
                    }),
            );
            return;
        }
        let mut refuse = |property, value: u64, relation: &str, other: &str, limit: u64| {
            let why = format!("{value} is {relation} {other}, which is {limit}");
            let opposite = if relation == "less than" { "at least" } else { "at most" };
            problems.push(error(property, why, format!("{opposite} {limit}")));
        };
        match (declared.length, declared.min_length, declared.max_length) {
            (Some(length), Some(least), _) if length < least => {
                refuse("length", length, "less than", "minLength", least)
            }
            (Some(length), _, Some(most)) if length > most => refuse("length", length, "more than", "maxLength", most),
            (_, Some(least), Some(most)) if least > most => refuse("minLength", least, "more than", "maxLength", most),
            (length, least, most) => (self.length, self.min_length, self.max_length) = (length, least, most),
        }
    }

    fn compile_bounds(&mut self, declared: &Declared, problems: &mut Vec<Problem>) {
        let (base, before) = (declared.base, problems.len());
        let given = [
            ("minInclusive", &declared.min_inclusive),
            ("minExclusive", &declared.min_exclusive),
            ("maxInclusive", &declared.max_inclusive),
            ("maxExclusive", &declared.max_exclusive),
        ];
        let mut bounds = [None, None, None, None];
        for (bound, (property, text)) in bounds.iter_mut().zip(given) {
            let Some(text) = text else {
                continue;
            };
            if !base.has_order() {
                let why = format!(
                    "values of the datatype {} are neither less nor more than others",
                    base.name()
                );
                let valid = "a datatype of numbers, dates, times or durations, such as decimal or date".to_owned();
                problems.push(error(property, why, valid));
                continue;
            }
            *bound = bound_text(base, text);
            if bound.is_none() {
                let why = format!("\"{text}\" is not a value of the datatype {}", base.name());
                problems.push(error(property, why, base.valid()));
            }
        }
        let [min_inclusive, min_exclusive, max_inclusive, max_exclusive] = bounds;
        for (one, other, property, instead) in [
            (&min_inclusive, &min_exclusive, "minExclusive", "minInclusive"),
            (&max_inclusive, &max_exclusive, "maxExclusive", "maxInclusive"),
        ] {
            if one.is_some() && other.is_some() {
                let why = format!("{instead} is given as well");
                problems.push(error(property, why, format!("one of {instead} and {property}")));
            }
        }
        let bound = |inclusive: Option<String>, exclusive: Option<String>| {
            let is_inclusive = inclusive.is_some();
            inclusive.or(exclusive).map(|text| Bound { text, is_inclusive })
        };
        self.least = bound(min_inclusive, min_exclusive);
        self.greatest = bound(max_inclusive, max_exclusive);
        if problems.len() == before {
            problems.extend(self.empty_range(base));
        }
        if problems.len() > before {
            (self.least, self.greatest) = (None, None);
        }
    }

    /// Reports limits that leave nothing between them: as the specification says, two exclusive ones may be equal.
    fn empty_range(&self, base: Base) -> Option<Problem> {
        let (least, greatest) = (self.least.as_ref()?, self.greatest.as_ref()?);
        let is_empty = match compare(base, &greatest.text, &least.text)? {
            Ordering::Less => true,
            Ordering::Equal => least.is_inclusive != greatest.is_inclusive,
            Ordering::Greater => false,
        };
        let property = if greatest.is_inclusive {
            "maxInclusive"
        } else {
            "maxExclusive"
        };
        let why = format!("no value is {}", self.range(base));
        is_empty.then(|| error(property, why, format!("more than {}", least.text)))
    }
}

/// A limit as XML Schema writes it; nothing if it is not a value of the datatype.
///
/// Metadata may give it as a number of JSON, of which `1E3` and `5.0` are whole ones.
fn bound_text(base: Base, text: &str) -> Option<String> {
    let text = text.trim();
    let text = match base {
        Base::Double | Base::Float => text.to_owned(),
        _ if base.is_numeric() => {
            let text = without_exponent(text)?;
            match text.split_once('.') {
                Some((whole, _)) if base.is_integer() && Lexical::parse(&text)?.is_whole() => whole.to_owned(),
                _ => text,
            }
        }
        _ => text.to_owned(),
    };
    lexical::is_value(base, &text).then_some(text)
}

fn error(property: &'static str, why: String, valid: String) -> Problem {
    Problem {
        property,
        why,
        valid,
        is_error: true,
    }
}
