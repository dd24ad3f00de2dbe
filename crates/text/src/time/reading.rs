//! What was read at a place, and in which order the readers are asked.

use super::TimeKind;
use super::day::Span;
use super::moment::{Moment, Part, Point, Year};
use super::reader::Reader;
use super::resolve::{Reference, Resolved, resolve};
use crate::lexicon::dates::{After, Unit};

/// What was read, from the token `first` to the token before `next`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub first: usize,
    pub next: usize,
    pub kind: TimeKind,
    pub span: Option<Span>,
    /// The length, as ISO 8601 writes it.
    pub length: Option<String>,
    pub is_computed: bool,
    pub is_about: bool,
}

impl Reader<'_> {
    /// What begins with the token: one time, or the days of a list.
    pub(super) fn read(&self, at: usize, reference: Option<Reference>) -> Option<Vec<Reading>> {
        let one = self
            .range(at, reference)
            .or_else(|| self.bounded(at, reference))
            .or_else(|| self.governed(at, reference));
        if let Some(reading) = one {
            return Some(vec![reading]);
        }
        self.days(at, reference).or_else(|| {
            let reading = self.single(at, reference).or_else(|| self.bare_length(at, reference))?;
            Some(vec![reading])
        })
    }

    /// A date alone, or with the one after it: `mars 2024`, `mars à juin 2024`, `mars et juin 2024`.
    pub(super) fn single(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
        if let Some((moment, next)) = self.worded_pair(at) {
            return Some(self.reading(at, next, &moment, reference));
        }
        let (mut moment, first, next) = self.moment(at)?;
        if let Some((mut end, after)) = self.range_end(&moment, next) {
            let mut start = moment;
            if let Some(reading) = self.joined_range(first, (&mut start, &mut end), after, reference) {
                return Some(reading);
            }
        }
        if moment.lacks_year()
            && let Some(after) = self.list_joint(next)
            && let Some((end, ..)) = self.moment(after)
            && (matches!(end.written_year(), Some(Year::Written(_)))
                || matches!(moment.point, Point::Day { month: None, .. }))
            && std::mem::discriminant(&end.point) == std::mem::discriminant(&moment.point)
        {
            moment.complete_from(&end, false);
        }
        Some(self.reading(first, next, &moment, reference))
    }

    /// Between two dates of a list; after a comma the second has no article.
    pub(super) fn list_joint(&self, at: usize) -> Option<usize> {
        let comma = || {
            self.mark(at, &[',', '/'])
                .filter(|after| self.set(After::Article, *after).is_none())
        };
        self.set(After::List, at).or_else(comma)
    }

    pub(super) fn reading(&self, first: usize, next: usize, moment: &Moment, reference: Option<Reference>) -> Reading {
        let is_weekday = matches!(
            moment.point,
            Point::Weekday(_)
                | Point::Offset {
                    unit: Unit::Weekend,
                    ..
                }
        );
        let needs_tense = moment.lacks_year() || is_weekday;
        let tense = if needs_tense { self.is_future(first, next) } else { None };
        let resolved = resolve(moment, reference, tense);
        let kind = match moment.point {
            Point::Years { first, last } if first != last && moment.part.is_none() => TimeKind::Period,
            _ => TimeKind::Date,
        };
        let is_decade = matches!(moment.point, Point::Years { first, last } if last == first + 9);
        Reading {
            first,
            next,
            kind,
            is_about: moment.is_about || is_decade || is_part(moment),
            ..of(resolved)
        }
    }
}

pub(super) fn is_part(moment: &Moment) -> bool {
    moment
        .part
        .is_some_and(|part| !matches!(part, Part::Earlier | Part::Later))
}

pub(super) fn blank(first: usize, next: usize) -> Reading {
    Reading {
        first,
        next,
        kind: TimeKind::Duration,
        span: None,
        length: None,
        is_computed: false,
        is_about: false,
    }
}

pub(super) fn of(resolved: Resolved) -> Reading {
    Reading {
        span: resolved.span,
        is_computed: resolved.is_computed,
        ..blank(0, 0)
    }
}
