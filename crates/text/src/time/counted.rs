//! Lengths of time with the words around them: durations (`sur cinq ans`), and dates and periods that are counted from the
//! document (`il y a deux ans`, `in six months`, `the last five years`).

use super::TimeKind;
use super::day::Span;
use super::length::Amount;
use super::moment::Direction;
use super::reader::Reader;
use super::reading::{Reading, blank};
use super::resolve::Reference;
use super::shift::{between, shifted};
use crate::lexicon::dates::{After, Before, Unit};

impl Reader<'_> {
    /// A length with a word before or after it: `il y a deux ans`, `sur cinq ans`, `two years ago`, `in six months`.
    pub(super) fn governed(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
        let sets = [
            After::Ago,
            After::Since,
            After::Ahead,
            After::Within,
            After::Over,
            After::Recent,
            After::From,
        ];
        let mut found: Vec<(usize, After)> = sets
            .iter()
            .filter_map(|set| Some((self.set(*set, at)?, *set)))
            .collect();
        found.sort_by_key(|(next, _)| std::cmp::Reverse(*next));
        for (start, set) in found {
            let between = self.set(After::Between, start).unwrap_or(start);
            let amount = self
                .amount(start)
                .or_else(|| self.amount(between))
                .filter(|_| self.is_near(start));
            if let Some((amount, next)) = amount
                && let Some(reading) = self.counted_from(set, at, (&amount, next), reference)
            {
                return Some(reading);
            }
        }
        None
    }

    pub(super) fn counted_from(
        &self,
        set: After,
        at: usize,
        (amount, next): (&Amount, usize),
        reference: Option<Reference>,
    ) -> Option<Reading> {
        if let Some(direction) = amount.direction {
            // `the last three months of 2023`
            return (!self.has_year(next)).then(|| around(at, next, amount, direction, reference));
        }
        match (self.set(After::AgoBehind, next), self.set(After::AheadBehind, next)) {
            (Some(_), _) => return None,
            (None, Some(after)) if set == After::Ahead => return Some(distant(at, after, amount, 1, reference)),
            (None, Some(_)) => return None,
            (None, None) => {}
        }
        let is_ambiguous = set == After::Ahead && self.set(After::Over, at).is_some();
        let is_ahead = !is_ambiguous || self.is_future(at, next) == Some(true);
        match set {
            After::Ago => Some(distant(at, next, amount, -1, reference)),
            After::Ahead if is_ahead => Some(distant(at, next, amount, 1, reference)),
            After::Since => {
                let mut reading = distant(at, next, amount, -1, reference);
                reading.span = reading.span.map(|span| Span { last: None, ..span });
                reading.kind = TimeKind::Period;
                Some(reading)
            }
            After::Within if amount.high.is_some() => Some(distant(at, next, amount, 1, reference)),
            // `sous un jour positif`
            After::Within if amount.is_one && amount.low.unit <= Unit::Day => None,
            After::Within => Some(around(at, next, amount, Direction::Next, reference)),
            After::Over | After::Ahead => Some(lasting(at, next, amount)),
            _ => None,
        }
    }

    /// A length without a word before it.
    pub(super) fn bare_length(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
        if let Some((years, next)) = self.dates.adjectives.at(self.tokens, at) {
            return Some(Reading {
                length: Some(format!("P{years}Y")),
                ..blank(at, next)
            });
        }
        // `it will last three weeks`
        if self.set(After::LastWithin, at).is_some() || self.set(After::NextWithin, at).is_some() {
            return None;
        }
        let start = self.set(After::Between, at).unwrap_or(at);
        let (amount, next) = self.amount(start)?;
        let first = if start > at { at } else { amount.first };
        if let Some(after) = self.set(After::AgoBehind, next) {
            return Some(distant(amount.first, after, &amount, -1, reference));
        }
        if let Some(after) = self.set(After::AheadBehind, next) {
            return Some(distant(amount.first, after, &amount, 1, reference));
        }
        if let Some(direction) = amount.direction {
            return (!self.has_year(next)).then(|| around(at, next, &amount, direction, reference));
        }
        let is_rate = amount.is_one && self.set(After::LoneUnit, next - 1).is_none();
        let is_clock =
            amount.low.unit <= Unit::Hour && self.follows(Before::Clock, amount.first) && amount.high.is_none();
        (!is_rate && !is_clock).then(|| lasting(first, next, &amount))
    }
}

fn lasting(first: usize, next: usize, amount: &Amount) -> Reading {
    let low = amount.low.iso();
    let length = amount.high.map_or(low.clone(), |high| format!("{low}/{}", high.iso()));
    Reading {
        length: Some(length),
        is_about: amount.is_about,
        ..blank(first, next)
    }
}

/// A date at a length from the document; with two lengths, between them.
fn distant(first: usize, next: usize, amount: &Amount, sign: i64, reference: Option<Reference>) -> Reading {
    let span = reference.map(|reference| {
        let near = shifted(reference, &amount.low, sign);
        let far = amount.high.map_or(near, |high| shifted(reference, &high, sign));
        if sign < 0 { far.to(near) } else { near.to(far) }
    });
    Reading {
        kind: TimeKind::Date,
        span,
        is_computed: true,
        is_about: amount.is_about,
        ..blank(first, next)
    }
}

/// The time up to the document, or from it on, of a length.
fn around(first: usize, next: usize, amount: &Amount, direction: Direction, reference: Option<Reference>) -> Reading {
    let sign = if direction == Direction::Last { -1 } else { 1 };
    let length = amount.high.unwrap_or(amount.low);
    Reading {
        kind: TimeKind::Period,
        span: reference.map(|reference| between(reference, &length, sign)),
        is_computed: true,
        is_about: amount.is_about,
        ..blank(first, next)
    }
}
