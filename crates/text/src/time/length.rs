//! Lengths of time: `cinq ans`, `douze à dix-huit mois`, `a five-year`, `deux ans et demi`, `les cinq prochaines années`.

use super::moment::Direction;
use super::reader::{Found, Reader};
use crate::Decimal;
use crate::lexicon::dates::{After, Unit};
use crate::numeral::{Form, Numeral};

/// The longest number of a length that is no geological age.
const MOST: i64 = 9_999;

/// How many of a unit, in thousandths, and what is left over of a smaller unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    pub thousandths: i64,
    pub unit: Unit,
    pub rest: Option<(i64, Unit)>,
}

/// A length as a text says it, or two as the bounds of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub low: Length,
    pub high: Option<Length>,
    pub is_about: bool,
    /// `les cinq dernières années`, `the next five years`.
    pub direction: Option<Direction>,
    /// `un an`, `a year`, which are an article or a rate as well.
    pub is_one: bool,
    /// The words that it is not exact, articles and adjectives are before this token.
    pub first: usize,
}

/// The number of a length.
#[derive(Debug, Clone, Copy)]
struct Number {
    thousandths: i64,
    is_about: bool,
    is_one: bool,
    next: usize,
}

impl Reader<'_> {
    /// A length of time.
    pub(super) fn amount(&self, at: usize) -> Found<Amount> {
        let exactly = self.skip(After::Exactly, at);
        let about = self.skip(After::AboutLength, exactly);
        // An article is also a number: `un an`.
        if let Some(number) = self.number(about) {
            return self.amount_of(number, None, about > exactly, about);
        }
        let adjective = self.skip(After::Article, about);
        let (direction, start) = self.within(adjective);
        let number = self.skip(After::AboutLength, start);
        let is_about = about > exactly || number > start;
        match self.number(number) {
            Some(number) => self.amount_of(
                number,
                direction,
                is_about,
                if direction.is_some() { about } else { start },
            ),
            None if adjective > exactly => self.single_unit(exactly, adjective),
            None => None,
        }
    }

    /// A length from its first number on.
    fn amount_of(&self, number: Number, direction: Option<Direction>, is_about: bool, first: usize) -> Found<Amount> {
        let second = self.range_of(number.next);
        let (other, after) = self.within(second.map_or(number.next, |second| second.next));
        let (unit, next) = self.length_unit(after, number.thousandths)?;
        let mut amount = Amount {
            low: Length::new(number.thousandths, unit),
            high: second.map(|second| Length::new(second.thousandths, unit)),
            is_about: is_about || number.is_about || second.is_some_and(|second| second.is_about),
            direction: direction.or(other),
            is_one: number.is_one && second.is_none(),
            first,
        };
        let mut next = self.after_unit(&mut amount, next);
        if amount.direction.is_none() {
            let (direction, after) = match self.set(After::ComingBehind, next) {
                Some(after) => (Some(Direction::Next), after),
                None => self.direction_after(next),
            };
            amount.direction = direction.filter(|direction| *direction != Direction::This);
            if amount.direction.is_some() {
                next = after;
            }
        }
        let is_range = amount.high.is_none_or(|high| high.order() > amount.low.order());
        is_range.then_some((amount, next))
    }

    /// One unit before or after the document: `the past year`, `la prochaine décennie`.
    fn single_unit(&self, at: usize, adjective: usize) -> Found<Amount> {
        let word = |set, direction| Some((direction, self.set(set, adjective)?));
        let last = word(After::LastSingle, Direction::Last);
        let (direction, unit) = last.or_else(|| word(After::NextSingle, Direction::Next))?;
        self.set(After::SingleUnit, unit).filter(|_| self.is_near(unit))?;
        let (unit, next) = self.unit(unit)?;
        // `the past quarter of a century`
        if self.set(After::Of, next).is_some() {
            return None;
        }
        let amount = Amount {
            low: Length::new(1000, unit),
            high: None,
            is_about: false,
            direction: Some(direction),
            is_one: false,
            first: at,
        };
        Some((amount, next))
    }

    /// A small whole number, such as that of months.
    pub(super) fn count(&self, at: usize) -> Found<u8> {
        let number = self
            .number(at)
            .filter(|number| !number.is_one && number.thousandths % 1000 == 0)?;
        Some((u8::try_from(number.thousandths / 1000).ok()?, number.next))
    }

    /// `derniers` or `prochains` inside a length.
    fn within(&self, at: usize) -> (Option<Direction>, usize) {
        if !self.is_near(at) {
            return (None, at);
        }
        let word = |set, direction| Some((Some(direction), self.set(set, at)?));
        word(After::LastWithin, Direction::Last)
            .or_else(|| word(After::NextWithin, Direction::Next))
            .unwrap_or((None, at))
    }

    /// A half, a part in a smaller unit, or the second bound after a unit: `et demi`, `et six mois`, `à un an`.
    fn after_unit(&self, amount: &mut Amount, next: usize) -> usize {
        if !self.is_near(next) || amount.high.is_some() {
            return next;
        }
        if let Some(next) = self.set(After::AndHalf, next) {
            amount.low.thousandths += 500;
            amount.is_one = false;
            return next;
        }
        let joint = self.set(After::And, next);
        if let Some(number) = joint.and_then(|at| self.number(at))
            && let Some((unit, after)) = self.length_unit(number.next, number.thousandths)
            && unit < amount.low.unit
        {
            amount.low.rest = Some((number.thousandths, unit));
            return after;
        }
        let range = self.set(After::To, next).or_else(|| self.set(After::List, next));
        if let Some(number) = range.and_then(|at| self.number(at))
            && let Some((unit, after)) = self.length_unit(number.next, number.thousandths)
        {
            let high = Length::new(number.thousandths, unit);
            if high.order() > amount.low.order() {
                amount.high = Some(high);
                return after;
            }
        }
        next
    }

    /// The second bound of a range before its unit: `douze à dix-huit`, `12–18`, `three- to five-`, `two or three`.
    fn range_of(&self, at: usize) -> Option<Number> {
        if !self.is_near(at) {
            return None;
        }
        let after_hyphen = self.mark(at, &['-']).unwrap_or(at);
        let second = self
            .set(After::To, after_hyphen)
            .or_else(|| self.set(After::And, after_hyphen))
            .or_else(|| self.set(After::List, after_hyphen))
            .or_else(|| self.mark(at, &['-', '–', '—']))?;
        self.number(second)
            .filter(|number| self.is_near(second) && !number.is_one)
    }

    fn number(&self, at: usize) -> Option<Number> {
        let one = self.set(After::One, at).map(|next| {
            // `un demi-siècle`
            let half = self.set(After::HalfLength, next);
            Number {
                thousandths: if half.is_some() { 500 } else { 1000 },
                is_about: false,
                is_one: half.is_none(),
                next: half.unwrap_or(next),
            }
        });
        let Some(numeral) = self.numeral(at) else {
            return one;
        };
        if one.is_some_and(|one| one.next >= numeral.next) {
            return one;
        }
        let is_digits = self.tokens.digits(at).is_some();
        let is_number = numeral.form == Form::Cardinal || self.is_part_of_unit(&numeral);
        if !is_number || is_digits && !self.is_number_start(at) {
            return None;
        }
        let thousandths: i64 = numeral
            .value?
            .shifted(3)
            .filter(|value| value.decimals() == 0)?
            .to_string()
            .parse()
            .ok()?;
        let next = match numeral.form {
            // `half a century`, `un quart de siècle`, `une dizaine d'années`
            Form::Fraction => self.skip(After::One, self.skip(After::Of, numeral.next)),
            _ if numeral.about => self.skip(After::Of, numeral.next),
            _ => numeral.next,
        };
        // `three-and-a-half years`
        let hyphen = self.mark(next, &['-']).unwrap_or(next);
        let (thousandths, next) = match self
            .set(After::AndHalf, hyphen)
            .filter(|_| numeral.form == Form::Cardinal)
        {
            Some(next) => (thousandths + 500, next),
            None => (thousandths, next),
        };
        (thousandths > 0 && thousandths <= MOST * 1000).then_some(Number {
            thousandths,
            is_about: numeral.about,
            is_one: false,
            next,
        })
    }

    /// Whether a numeral is a half or quarters, which a single unit can follow.
    fn is_part_of_unit(&self, numeral: &Numeral) -> bool {
        let parts = [(1, 2), (1, 4), (3, 4)];
        let is_part = |value| {
            parts
                .iter()
                .any(|(part, whole)| Decimal::ratio(*part, *whole) == Some(value))
        };
        numeral.form == Form::Fraction && numeral.value.is_some_and(is_part)
    }

    /// The unit of a length, which may follow a hyphen.
    fn length_unit(&self, at: usize, thousandths: i64) -> Found<Unit> {
        let at = self
            .mark(at, &['-'])
            .filter(|next| self.is_joined(*next))
            .unwrap_or_else(|| self.skip(After::LengthAdjective, at));
        let (unit, next) = self.unit(at).filter(|_| self.is_near(at))?;
        // `20 Minutes` is a newspaper.
        let is_name = unit <= Unit::Day && self.tokens.is_capital(at) && self.tokens.digits(at - 1).is_some();
        if is_name && self.tokens.raw(at).chars().any(char::is_lowercase) {
            return None;
        }
        // `a second`, `three quarters` are other things.
        let is_other = matches!(unit, Unit::Quarter | Unit::Second) && thousandths == 1000;
        (!is_other).then_some((unit, next))
    }
}

impl Length {
    fn new(thousandths: i64, unit: Unit) -> Self {
        Self {
            thousandths,
            unit,
            rest: None,
        }
    }

    /// Roughly how long it is, for comparing two.
    fn order(&self) -> i64 {
        let seconds = match self.unit {
            Unit::Second => 1,
            Unit::Minute => 60,
            Unit::Hour => 3_600,
            Unit::Day => 86_400,
            Unit::Weekend => 2 * 86_400,
            Unit::Week => 7 * 86_400,
            Unit::Fortnight => 14 * 86_400,
            Unit::Month => 30 * 86_400,
            Unit::Quarter => 91 * 86_400,
            Unit::Half => 182 * 86_400,
            Unit::Year => 365 * 86_400,
            Unit::Decade => 3_650 * 86_400,
            Unit::Century => 36_500 * 86_400,
        };
        self.thousandths * seconds
    }

    /// As ISO 8601 writes a duration: `P5Y`, `P18M`, `P2Y6M`, `PT48H`.
    pub fn iso(&self) -> String {
        let mut date = String::new();
        let mut time = String::new();
        for (thousandths, unit) in [Some((self.thousandths, self.unit)), self.rest].into_iter().flatten() {
            let (out, count, letter) = match unit {
                Unit::Second => (&mut time, 1, 'S'),
                Unit::Minute => (&mut time, 1, 'M'),
                Unit::Hour => (&mut time, 1, 'H'),
                Unit::Day => (&mut date, 1, 'D'),
                Unit::Weekend => (&mut date, 2, 'D'),
                Unit::Week => (&mut date, 1, 'W'),
                Unit::Fortnight => (&mut date, 2, 'W'),
                Unit::Month => (&mut date, 1, 'M'),
                Unit::Quarter => (&mut date, 3, 'M'),
                Unit::Half => (&mut date, 6, 'M'),
                Unit::Year => (&mut date, 1, 'Y'),
                Unit::Decade => (&mut date, 10, 'Y'),
                Unit::Century => (&mut date, 100, 'Y'),
            };
            let total = thousandths * count;
            let months = total % 1000 * 12;
            let smaller = match unit {
                Unit::Hour => Some('M'),
                Unit::Minute => Some('S'),
                _ => None,
            };
            let sixtieths = total * 60;
            if let Some(smaller) = smaller.filter(|_| total % 1000 != 0 && sixtieths % 1000 == 0) {
                if total >= 1000 {
                    out.push_str(&format!("{}{letter}", total / 1000));
                }
                out.push_str(&format!("{}{smaller}", sixtieths % 60_000 / 1000));
            } else if letter == 'Y' && months > 0 && months % 1000 == 0 {
                if total >= 1000 {
                    out.push_str(&format!("{}Y", total / 1000));
                }
                out.push_str(&format!("{}M", months / 1000));
            } else {
                out.push_str(&format!("{}{letter}", decimal(total)));
            }
        }
        if time.is_empty() {
            format!("P{date}")
        } else {
            format!("P{date}T{time}")
        }
    }
}

/// Thousandths as a decimal number.
fn decimal(thousandths: i64) -> String {
    let fraction = format!("{:03}", thousandths % 1000);
    match fraction.trim_end_matches('0') {
        "" => (thousandths / 1000).to_string(),
        fraction => format!("{}.{fraction}", thousandths / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_iso_8601() {
        for (thousandths, unit, iso) in [
            (5_000, Unit::Year, "P5Y"),
            (2_500, Unit::Year, "P2Y6M"),
            (500, Unit::Year, "P6M"),
            (2_300, Unit::Year, "P2.3Y"),
            (500, Unit::Century, "P50Y"),
            (1_500, Unit::Month, "P1.5M"),
            (2_000, Unit::Quarter, "P6M"),
            (1_000, Unit::Fortnight, "P2W"),
            (48_000, Unit::Hour, "PT48H"),
            (1_500, Unit::Hour, "PT1H30M"),
        ] {
            assert_eq!(Length::new(thousandths, unit).iso(), iso);
        }
        let length = Length {
            thousandths: 1_000,
            unit: Unit::Year,
            rest: Some((6_000, Unit::Month)),
        };
        assert_eq!(length.iso(), "P1Y6M");
    }
}
