//! Ranges of dates: `from 2024 to 2027`, `entre mars et juin 2024`, `du 10 au 12 février`, `May 10–12`.

use super::TimeKind;
use super::moment::{Moment, Point};
use super::reader::{Found, Reader};
use super::reading::{Reading, is_part};
use super::resolve::{Reference, Resolved, resolve};
use crate::lexicon::dates::After;

impl Reader<'_> {
    /// `from 2024 to 2027`, `entre mars et juin 2024`, `du 10 au 12 février`.
    pub(super) fn range(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
        let opens = [(After::Between, After::And), (After::RangeFrom, After::To)];
        opens.into_iter().find_map(|(open, joint)| {
            let start = self.set(open, at)?;
            let (mut moment, next) = self.end_point(start)?;
            let (mut end, next) = self
                .joint(joint, next)
                .and_then(|after| self.range_last(&moment, after))?;
            self.joined_range(at, (&mut moment, &mut end), next, reference)
        })
    }

    /// The second word of a range, or a dash.
    pub(super) fn joint(&self, joint: After, at: usize) -> Option<usize> {
        if !self.is_near(at) {
            return None;
        }
        self.set(joint, at).or_else(|| self.mark(at, &['-', '–', '—']))
    }

    /// The date that ends a range after `to` or a dash; without a word before the range, of the same kind as its start.
    pub(super) fn range_end(&self, start: &Moment, at: usize) -> Found<Moment> {
        let after = self.joint(After::To, at)?;
        let (end, next) = self.range_last(start, after)?;
        let is_alike = std::mem::discriminant(&end.point) == std::mem::discriminant(&start.point);
        let is_apart = !matches!(start.point, Point::Years { first, last } if first != last);
        (is_alike && is_apart && start.direction.is_none()).then_some((end, next))
    }

    /// The last date of a range, which may be a day of the month of the first: `May 10–12`.
    pub(super) fn range_last(&self, start: &Moment, at: usize) -> Found<Moment> {
        let full = self.end_point(at);
        if let Some((
            Moment {
                point: Point::Day { month: None, day, .. },
                ..
            },
            next,
        )) = full
        {
            let Point::Day { month: Some(month), .. } = start.point else {
                return None;
            };
            if self.is_counted(next) || self.is_noun(next) || self.clock(at).is_some() {
                return None;
            }
            let (year, next) = match self.year_after(next) {
                Some((year, next)) => (Some(year), next),
                None => (None, next),
            };
            let point = Point::Day {
                year,
                month: Some(month),
                day,
                weekday: None,
            };
            return Some((Moment::new(point), next));
        }
        full
    }

    /// A date as an end of a range, where a day may stand alone and any four digits may be a year.
    pub(super) fn end_point(&self, at: usize) -> Found<Moment> {
        if !self.is_near(at) {
            return None;
        }
        if let Some((moment, _, next)) = self.moment(at).or_else(|| self.month_or_season(at)) {
            return Some((moment, next));
        }
        let at = self.skip(After::Article, at);
        if let Some((year, next)) = self.year_digits(at) {
            let is_year = (1500..2200).contains(&year) && !self.is_counted(next);
            return is_year.then(|| (Moment::year(year), next));
        }
        let (day, next) = self.day_number(at)?;
        let point = Point::Day {
            year: None,
            month: None,
            day,
            weekday: None,
        };
        Some((Moment::new(point), next))
    }

    pub(super) fn joined_range(
        &self,
        first: usize,
        (start, end): (&mut Moment, &mut Moment),
        next: usize,
        reference: Option<Reference>,
    ) -> Option<Reading> {
        if matches!(end.point, Point::Day { month: None, .. }) {
            return None;
        }
        if start.lacks_year() {
            start.complete_from(end, true);
        }
        end.complete_after(start);
        if matches!(start.point, Point::Day { month: None, .. }) {
            return None;
        }
        let (begin, last) = ends(start, end, reference, self.is_future(first, next));
        let span = match (begin.span, last.span) {
            (Some(begin), Some(end)) if begin.earliest() <= end.latest() => Some(begin.to(end)),
            (Some(_), Some(_)) => return None,
            _ => None,
        };
        Some(Reading {
            first,
            next,
            kind: TimeKind::Period,
            span,
            length: None,
            is_computed: begin.is_computed || last.is_computed,
            is_about: is_part(start) || is_part(end),
        })
    }
}

/// The days of both ends of a range.
fn ends(start: &Moment, end: &Moment, reference: Option<Reference>, tense: Option<bool>) -> (Resolved, Resolved) {
    let begin = resolve(start, reference, tense);
    let last = resolve(end, reference, tense);
    let at = |day| Some(Reference { first: day, last: day });
    if !start.lacks_year() {
        let is_reversed = match (begin.span, last.span) {
            (Some(begin), Some(last)) => begin.earliest() > last.latest(),
            _ => false,
        };
        let last = if is_reversed {
            resolve(end, reference, Some(true))
        } else {
            last
        };
        return (begin, last);
    }
    // Without a verb the start is the nearest, and the end may be after the document.
    if tense.is_none()
        && end.lacks_year()
        && let Some(day) = begin.span.and_then(|span| span.earliest())
    {
        return (begin, resolve(end, at(day), Some(true)));
    }
    // With one, the start is the nearest before the end.
    match last.span.and_then(|span| span.latest()) {
        Some(day) => (resolve(start, at(day), Some(false)), last),
        None => (begin, last),
    }
}
