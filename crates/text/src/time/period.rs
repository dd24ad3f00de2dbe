//! Dates with the words around them: ranges, open periods, limits, lists of days, and lengths counted from the document.

use super::TimeKind;
use super::day::{Date, Day, Span};
use super::length::Amount;
use super::moment::{Direction, Moment, Part, Point, Year};
use super::reader::{Found, Reader};
use super::resolve::{Reference, Resolved, resolve};
use super::shift::{between, shifted};
use crate::lexicon::dates::{After, Before, Unit};

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
    (After::Afterwards, Bound::After, None),
    (After::Until, Bound::To, Some(true)),
    (After::By, Bound::To, Some(true)),
    (After::Before, Bound::Before, Some(true)),
    (After::About, Bound::About, None),
];

/// The days of a list before its month: `les 3, 4 et 12 mai`.
const MOST_DAYS: usize = 8;

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
    fn single(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
        if let Some((moment, next)) = self.worded_pair(at) {
            return Some(self.reading(at, next, &moment, reference));
        }
        let (mut moment, first, next) = self.moment(at)?;
        if let Some((mut end, after)) = self.range_end(&moment, next) {
            return self.joined_range(first, (&mut moment, &mut end), after, reference);
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
    fn list_joint(&self, at: usize) -> Option<usize> {
        let comma = || {
            self.mark(at, &[',', '/'])
                .filter(|after| self.set(After::Article, *after).is_none())
        };
        self.set(After::List, at).or_else(comma)
    }

    fn reading(&self, first: usize, next: usize, moment: &Moment, reference: Option<Reference>) -> Reading {
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

    /// `from 2024 to 2027`, `entre mars et juin 2024`, `du 10 au 12 février`.
    fn range(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
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
    fn joint(&self, joint: After, at: usize) -> Option<usize> {
        if !self.is_near(at) {
            return None;
        }
        self.set(joint, at).or_else(|| self.mark(at, &['-', '–', '—']))
    }

    /// The date that ends a range after `to` or a dash; without a word before the range, of the same kind as its start.
    fn range_end(&self, start: &Moment, at: usize) -> Found<Moment> {
        let after = self.joint(After::To, at)?;
        let (end, next) = self.range_last(start, after)?;
        let is_alike = std::mem::discriminant(&end.point) == std::mem::discriminant(&start.point);
        let is_apart = !matches!(start.point, Point::Years { first, last } if first != last);
        (is_alike && is_apart && start.direction.is_none()).then_some((end, next))
    }

    /// The last date of a range, which may be a day of the month of the first: `May 10–12`.
    fn range_last(&self, start: &Moment, at: usize) -> Found<Moment> {
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
    fn end_point(&self, at: usize) -> Found<Moment> {
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

    fn joined_range(
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
        let tense = self.is_future(first, next);
        let mut last = resolve(end, reference, tense);
        let mut begin = resolve(start, reference, tense);
        // A start without a year is the nearest before the end.
        if start.lacks_year()
            && let Some(day) = last.span.and_then(|span| span.latest())
        {
            let reference = Reference { first: day, last: day };
            begin = resolve(start, Some(reference), Some(false));
        } else if let (Some(from), Some(to)) = (begin.span, last.span)
            && from.earliest() > to.latest()
        {
            last = resolve(end, reference, Some(true));
        }
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

    /// A date with a word that opens or limits a period: `depuis 2018`, `until May`, `d'ici à 2030`, `vers 2030`.
    fn bounded(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
        let mut found: Option<(usize, Bound, Option<bool>)> = None;
        for (set, bound, tense) in BOUNDS {
            if let Some(next) = self.set(set, at)
                && found.is_none_or(|(longest, ..)| next > longest)
            {
                found = Some((next, bound, tense));
            }
        }
        let (start, bound, tense) = found?;
        if !self.is_near(start) {
            return None;
        }
        let about = self.skip(After::About, start);
        let (mut moment, _, next) = self
            .moment(start)
            .or_else(|| self.moment(about))
            .or_else(|| self.month_or_season(start))?;
        let is_season = matches!(moment.point, Point::Months { year: None, .. }) && moment.direction.is_none();
        if bound == Bound::About
            && let Some((mut end, after)) = self.range_end(&moment, next)
        {
            return self.joined_range(at, (&mut moment, &mut end), after, reference);
        }
        let near = if is_season || moment.lacks_year() || matches!(moment.point, Point::Weekday(_)) {
            self.is_future(at, next)
        } else {
            None
        };
        let is_future = match bound {
            Bound::To | Bound::Before => true,
            _ => near.or(tense).unwrap_or(false),
        };
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
                span: resolved.span.map(|span| bounded(span, bound, moment.part)),
                ..resolved
            })
        })
    }

    /// A month or season, which a preposition makes certain.
    fn month_or_season(&self, at: usize) -> Option<(Moment, usize, usize)> {
        let first = self.skip(After::Article, at);
        let (month, last, next) = match self.month(first) {
            Some((month, next)) if !month.is_short => (month.number, month.number, next),
            Some(_) => return None,
            None => {
                let (season, next) = self.season(first)?;
                let (first, last) = super::relative::months_of(season);
                (first, last, next)
            }
        };
        let point = Point::Months {
            year: None,
            first: month,
            last,
        };
        Some((Moment::new(point), first, next))
    }

    /// Days of one month: `les 10 et 11 février 2025` is a period, `les 3 et 12 mars` two dates.
    fn days(&self, at: usize, reference: Option<Reference>) -> Option<Vec<Reading>> {
        if let Some(readings) = self.month_days(at, reference) {
            return Some(readings);
        }
        let start = self.skip(After::Article, at);
        let mut list = Vec::new();
        let mut place = start;
        let mut is_range = false;
        loop {
            let (day, next) = self.day_number(place)?;
            let after = self
                .set(After::List, next)
                .or_else(|| self.mark(next, &[',', '&']))
                .or_else(|| {
                    (list.is_empty() && !is_range)
                        .then(|| self.joint(After::To, next))
                        .flatten()
                });
            let Some(after) = after.filter(|after| self.is_near(next) && self.is_near(*after)) else {
                return None;
            };
            is_range =
                list.is_empty() && self.joint(After::To, next) == Some(after) && self.set(After::List, next).is_none();
            list.push((day, place, next));
            place = self.skip(After::Article, after);
            if let Some((last, end)) = self.day_first(place, None)
                && let Point::Day { day: last_day, .. } = last.point
            {
                return self.day_list(&list, (last, place, end, last_day), is_range, reference);
            }
            if is_range || list.len() >= MOST_DAYS {
                return None;
            }
        }
    }

    /// Days after their month: `June 3, 4 and 5, 2024`.
    fn month_days(&self, at: usize, reference: Option<Reference>) -> Option<Vec<Reading>> {
        let (first, mut next) = self.month_first(at, None).filter(|(first, _)| first.lacks_year())?;
        let Point::Day { month, day, .. } = first.point else {
            return None;
        };
        let mut list = vec![(day, at, next)];
        let mut year = None;
        while list.len() < MOST_DAYS && year.is_none() {
            let joint = self.set(After::List, next).or_else(|| self.mark(next, &[',', '&']));
            let Some(place) = joint
                .map(|place| self.skip(After::List, place))
                .filter(|place| self.is_near(*place))
            else {
                break;
            };
            let Some((day, after)) = self.day_number(place) else {
                break;
            };
            if self.is_counted(after) || self.is_noun(after) || self.clock(place).is_some() {
                break;
            }
            list.push((day, place, after));
            next = after;
            if let Some((stated, after)) = self.year_after(next) {
                (year, next) = (Some(stated), after);
            }
        }
        let (last_day, place, _) = list.pop()?;
        if list.is_empty() {
            return None;
        }
        let point = Point::Day {
            year,
            month,
            day: last_day,
            weekday: None,
        };
        self.day_list(&list, (Moment::new(point), place, next, last_day), false, reference)
    }

    fn day_list(
        &self,
        list: &[(u8, usize, usize)],
        (last, place, end, last_day): (Moment, usize, usize, u8),
        is_range: bool,
        reference: Option<Reference>,
    ) -> Option<Vec<Reading>> {
        let moment = |day| {
            let point = Point::Day {
                year: None,
                month: None,
                day,
                weekday: None,
            };
            let mut moment = Moment::new(point);
            moment.complete_from(&last, false);
            moment.direction = last.direction;
            moment
        };
        let (day, first, _) = *list.first()?;
        if is_range || list.len() == 1 && day + 1 == last_day {
            let (mut start, mut end_moment) = (moment(day), last);
            let reading = self.joined_range(first, (&mut start, &mut end_moment), end, reference)?;
            return Some(vec![reading]);
        }
        let mut readings: Vec<Reading> = list
            .iter()
            .map(|(day, first, next)| self.reading(*first, *next, &moment(*day), reference))
            .collect();
        readings.push(self.reading(place, end, &last, reference));
        Some(readings)
    }

    /// A length with a word before or after it: `il y a deux ans`, `sur cinq ans`, `two years ago`, `in six months`.
    fn governed(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
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

    fn counted_from(
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
        match (self.set(After::AgoAfter, next), self.set(After::AheadAfter, next)) {
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
    fn bare_length(&self, at: usize, reference: Option<Reference>) -> Option<Reading> {
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
        if let Some(after) = self.set(After::AgoAfter, next) {
            return Some(distant(amount.first, after, &amount, -1, reference));
        }
        if let Some(after) = self.set(After::AheadAfter, next) {
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

fn is_part(moment: &Moment) -> bool {
    matches!(moment.part, Some(Part::Early | Part::Mid | Part::Late))
}

fn blank(first: usize, next: usize) -> Reading {
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

fn of(resolved: Resolved) -> Reading {
    Reading {
        span: resolved.span,
        is_computed: resolved.is_computed,
        ..blank(0, 0)
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

/// The period that a word before a date makes of it.
fn bounded(span: Span, bound: Bound, part: Option<Part>) -> Span {
    let Span { first, last } = span;
    match bound {
        Bound::About => span,
        Bound::From => Span { first, last: None },
        Bound::After => Span {
            first: last.map(|date| beside(date, 1)),
            last: None,
        },
        // `before the end of 2025` is to its end.
        Bound::Before if part == Some(Part::Late) => Span { first: None, last },
        Bound::Before => Span {
            first: None,
            last: first.map(|date| beside(date, -1)),
        },
        Bound::To => Span { first: None, last },
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
