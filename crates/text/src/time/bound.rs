//! Dates with a word that opens or limits a period: `depuis 2018`, `until May`, `d'ici à 2030`, `vers 2030`.

use super::TimeKind;
use super::day::{Date, Day, Span};
use super::moment::{Moment, Part, Point};
use super::reader::Reader;
use super::reading::{Reading, is_part, of};
use super::resolve::{Reference, Resolved, resolve};
use crate::lexicon::dates::{After, Unit};
use std::ops::Range;

/// How a word before a date bounds a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// From its start on.
    From,
    /// After its end.
    After,
    /// To its end.
    To,
    /// To before its start.
    Before,
    About,
}

const BOUNDS: [(After, Bound, Option<bool>); 7] = [
    (After::Since, Bound::From, Some(false)),
    (After::From, Bound::From, Some(true)),
    (After::Then, Bound::After, None),
    (After::Until, Bound::To, Some(true)),
    (After::By, Bound::To, Some(true)),
    (After::Before, Bound::Before, Some(true)),
    (After::About, Bound::About, None),
];

impl Reader<'_> {
    /// A date with a word that opens or limits a period: `depuis 2018`, `until May`, `d'ici à 2030`, `vers 2030`.
    pub(super) fn bounded(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
        let (start, bound, tense) = self.bound_word(at)?;
        if !self.is_near(start) {
            return None;
        }
        let about = self.skip(After::About, start);
        let (mut moment, _, next) = self
            .moment(start)
            .or_else(|| self.moment(about))
            .or_else(|| self.month_or_season(start))
            .or_else(|| self.year_after_its_word(start))?;
        // `from 1990 levels`
        let is_year = matches!(moment.point, Point::Years { .. });
        if bound == Bound::From && is_year && self.set(After::YearBehind, next).is_some() {
            return None;
        }
        // `by the end of June` is to the end of June, `since the start of the year` from its start: both exact. The end of a
        // year is its December.
        let is_end = moment.part == Some(Part::End);
        let bound = if is_end && bound == Bound::Before {
            Bound::To
        } else {
            bound
        };
        if matches!(
            (bound, moment.part),
            (Bound::To, Some(Part::End)) | (Bound::From, Some(Part::Start))
        ) {
            moment.part = None;
        }
        if bound == Bound::About
            && let Some((mut end, after)) = self.range_end(&moment, next)
        {
            return self.joined_range(at, (&mut moment, &mut end), after, reference);
        }
        let is_future = self.lies_ahead(&moment, bound, tense, at..next);
        let resolved = resolve(&moment, reference, Some(is_future && tense != Some(false)));
        let is_about = bound == Bound::About || about > start || moment.is_about || is_part(&moment);
        let kind = if matches!(bound, Bound::About | Bound::To if self.set(After::Until, at).is_none()) {
            TimeKind::Date
        } else {
            TimeKind::Period
        };
        Some(Reading {
            first: at,
            next,
            kind,
            is_about,
            ..of(Resolved {
                span: resolved.span.map(|span| bounded(span, bound, is_end)),
                ..resolved
            })
        })
    }

    /// Whether a moment after such a word, at this place, is one of the future: limits are, and else the nearest verb tells, or the word's own tense.
    fn lies_ahead(&self, moment: &Moment, bound: Bound, tense: Option<bool>, place: Range<usize>) -> bool {
        let is_season = matches!(moment.point, Point::Months { year: None, .. }) && moment.direction.is_none();
        let is_open = is_season || moment.lacks_year() || matches!(moment.point, Point::Weekday(_));
        let near = is_open.then(|| self.is_future(place.start, place.end)).flatten();
        matches!(bound, Bound::To | Bound::Before) || near.or(tense).unwrap_or(false)
    }

    /// The longest word that opens or limits a period: the index after it, what it does, and its tense.
    fn bound_word(&self, at: usize) -> Option<(usize, Bound, Option<bool>)> {
        // `the run-up to the vote`
        if at > 0 && self.is_joined(at) && self.tokens.mark(at - 1) == Some('-') {
            return None;
        }
        let mut found: Option<(usize, Bound, Option<bool>)> = None;
        for (set, bound, tense) in BOUNDS {
            if let Some(next) = self.set(set, at)
                && found.is_none_or(|(longest, ..)| next > longest)
            {
                found = Some((next, bound, tense));
            }
        }
        found
    }

    /// A year that the word before it makes certain: `beyond 2030`, `l'an 2000`, `the year 2030`.
    fn year_after_its_word(&self, at: usize) -> Option<(Moment, usize, usize)> {
        if let Some((year, next)) = self.year_digits(at) {
            let is_amount = self.is_counted(next)
                || year % 100 == 0 && self.is_noun(next)
                || self.is_prices(at)
                || self.is_amount_range(at, year);
            let is_year = (1900..2100).contains(&year) && !is_amount && !self.is_numbered(at);
            return is_year.then(|| (Moment::year(year), at, next));
        }
        let word = self.skip(After::Article, at);
        let (_, digits) = self.unit(word).filter(|(unit, _)| *unit == Unit::Year)?;
        let (year, next) = self.certain_year(digits)?;
        Some((Moment::year(year), word, next))
    }

    /// A month or season, which a preposition makes certain.
    pub(super) fn month_or_season(&self, at: usize) -> Option<(Moment, usize, usize)> {
        let first = self.skip(After::Article, at);
        let (month, last, next) = match self.month(first) {
            Some((month, next)) if !month.is_short && !self.is_name(first) => (month.number, month.number, next),
            Some(_) => return None,
            None => {
                let (season, next) = self.season(first)?;
                let (first, last) = super::relative::months_of(season);
                (first, last, next)
            }
        };
        Some((Moment::months(None, month, last), first, next))
    }
}

/// The period that a word before a date, or before its end, makes of it.
fn bounded(span: Span, bound: Bound, is_end: bool) -> Span {
    let Span { first, last } = span;
    match bound {
        Bound::About => span,
        Bound::From => Span { first, last: None },
        Bound::After => Span {
            first: last.map(|date| beside(date, 1)),
            last: None,
        },
        Bound::Before => Span {
            first: None,
            last: first.map(|date| beside(date, -1)),
        },
        Bound::To => {
            let is_one = is_end && first == last;
            let last = if is_one { last.map(last_month) } else { last };
            Span { first: None, last }
        }
    }
}

/// The last month of a year; a month or day as it is.
fn last_month(date: Date) -> Date {
    match date.month {
        None => Date::month(date.year, 12),
        Some(_) => date,
    }
}

/// The year, month or day before or after another.
fn beside(date: Date, count: i64) -> Date {
    match (date.month, date.day) {
        (None, _) => Date::year(date.year + count),
        (Some(month), None) => Date::month(date.year, month + count),
        (Some(_), Some(_)) => Date::of(Day(date.first_day().0 + count)),
    }
}
