//! Which days a date means, given the day of the document.
//!
//! A day, month or weekday without a year is the nearest one that is not after the document, or with words of the future
//! the nearest one that is not before it. A reference that is known to the month or year only gives wider bounds.

use super::day::{Date, Day, Span};
use super::moment::{Direction, Moment, Part, Point, Year};
use crate::calendar::{date_of, days_of_month};
use crate::lexicon::dates::Unit;

/// The date of the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    pub first: Day,
    pub last: Day,
}

impl Reference {
    /// Reads an ISO 8601 date or two with a solidus.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (first, last) = (Date::parse(first)?.first_day(), Date::parse(last)?.last_day());
        (first <= last).then_some(Self { first, last })
    }
}

/// The days that a date can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resolved {
    /// None: it depends on the date of the document, which is not known.
    pub span: Option<Span>,
    /// It depends on the date of the document.
    pub is_computed: bool,
}

/// Finds the days of a date. `tense`: whether the words near it are of the future; none if they are of no tense.
pub(super) fn resolve(moment: &Moment, reference: Option<Reference>, tense: Option<bool>) -> Resolved {
    if let Some(span) = written(moment) {
        return Resolved {
            span: Some(span),
            is_computed: false,
        };
    }
    let tense = match moment.direction {
        Some(Direction::Next) => Some(true),
        Some(Direction::Last) => Some(false),
        Some(Direction::This) | None => tense,
    };
    let is_future = tense == Some(true);
    let span = reference.and_then(|Reference { first: from, last: to }| {
        match moment.point {
            // The nearest past is sought from the end of an inexact reference, the nearest future from its start.
            Point::Day { .. } | Point::Months { year: None, .. } => {
                computed(moment, if is_future { from } else { to }, tense)
            }
            _ => hull(computed(moment, from, tense)?, computed(moment, to, tense)?),
        }
    });
    Resolved {
        span,
        is_computed: true,
    }
}

fn hull(first: Span, second: Span) -> Option<Span> {
    (first == second).then_some(first).or_else(|| Some(first.to(second)))
}

/// The days of a date that has its year.
fn written(moment: &Moment) -> Option<Span> {
    let span = match moment.point {
        Point::Day {
            year: Some(Year::Written(year)),
            month: Some(month),
            day,
            ..
        } => Span::one(Date::day(year, i64::from(month), i64::from(day))),
        Point::Months {
            year: Some(Year::Written(year)),
            first,
            last,
        } => months(year, first, last),
        Point::Years { first, last } => Span::new(Date::year(first), Date::year(last)),
        _ => return None,
    };
    let part = match moment.part {
        None => return Some(span),
        Some(Part::Earlier | Part::Later) => return None,
        Some(part) => part,
    };
    Some(part_of(span, part))
}

fn months(year: i64, first: u8, last: u8) -> Span {
    Span::new(Date::month(year, first.into()), Date::month(year, last.into()))
}

/// The days of a date, given one day of the document.
fn computed(moment: &Moment, today: Day, tense: Option<bool>) -> Option<Span> {
    let year = date_of(today.0).0;
    let is_future = tense == Some(true);
    let span = match moment.point {
        Point::Day {
            year: stated,
            month: Some(month),
            day,
            weekday,
        } => Span::one(match stated {
            Some(Year::Written(year)) => Date::day(year, month.into(), day.into()),
            Some(Year::Offset(count)) => Date::day(year + count, month.into(), day.into()),
            None => nearest_day(today, (month, day, weekday), moment.direction, is_future),
        }),
        Point::Day {
            month: None,
            day,
            weekday,
            ..
        } => Span::one(day_of_some_month(today, day, weekday, is_future)),
        Point::Weekday(weekday) => Span::one(nearest_weekday(today, weekday, moment.direction, is_future)),
        Point::Months {
            year: stated,
            first,
            last,
        } => match stated {
            Some(Year::Written(year)) => months(year, first, last),
            Some(Year::Offset(count)) => months(year + count, first, last),
            None => months(nearest_year(today, first, last, moment.direction, tense), first, last),
        },
        Point::Years { first, last } => Span::new(Date::year(first), Date::year(last)),
        Point::Offset { unit, count } => offset(today, unit, count, tense)?,
        Point::Days(count) => Span::one(Date::of(Day(today.0 + count))),
    };
    Some(match moment.part {
        None => span,
        Some(Part::Earlier) => before(span, today),
        Some(Part::Later) => after(span, today),
        Some(part) => part_of(span, part),
    })
}

/// The nearest year in which months are, so that they have begun, or for the future have not ended.
fn nearest_year(today: Day, first: u8, last: u8, direction: Option<Direction>, tense: Option<bool>) -> i64 {
    let year = date_of(today.0).0;
    let is_future = tense == Some(true);
    let starts = |year| Date::month(year, first.into()).first_day();
    let ends = |year| Date::month(year, last.into()).last_day();
    let is_right = |year: &i64| match (direction, is_future) {
        (Some(Direction::Last), _) => ends(*year) < today,
        (Some(Direction::Next), _) => starts(*year) > today,
        (_, true) => ends(*year) >= today,
        (_, false) => starts(*year) <= today,
    };
    let mut years = [year - 1, year, year + 1];
    if direction == Some(Direction::This) && tense.is_none() {
        // `cet hiver` without a verb is the nearest.
        let distance = |year: &i64| (starts(*year).0 - today.0).max(today.0 - ends(*year).0).max(0);
        return years.into_iter().min_by_key(distance).unwrap_or(year);
    }
    if !is_future {
        years.reverse();
    }
    years.into_iter().find(is_right).unwrap_or(year)
}

/// The nearest day with a month, and with a weekday if one is named.
fn nearest_day(
    today: Day,
    (month, day, weekday): (u8, u8, Option<u8>),
    direction: Option<Direction>,
    is_future: bool,
) -> Date {
    let year = date_of(today.0).0;
    let candidates = (year - 8..=year + 8).filter(|year| i64::from(day) <= days_of_month(*year, month.into()));
    let mut dates: Vec<Date> = candidates
        .map(|year| Date::day(year, month.into(), day.into()))
        .collect();
    let is_right = |date: &Date| match (direction, is_future) {
        (Some(Direction::Last), _) => date.first_day() < today,
        (Some(Direction::Next), _) => date.first_day() > today,
        (_, true) => date.first_day() >= today,
        (_, false) => date.first_day() <= today,
    };
    dates.sort_by_key(|date| (!is_right(date), date.first_day().0.abs_diff(today.0)));
    // A weekday that is named says more about the year than the tense, within two years.
    let fits = |date: &&Date| weekday.is_some_and(|weekday| weekday_of(date.first_day()) == weekday);
    let is_near = |date: &&Date| date.first_day().0.abs_diff(today.0) < 366;
    let named = dates.iter().filter(is_near).find(fits);
    let nearest = named.or_else(|| dates.first()).copied();
    nearest.unwrap_or_else(|| Date::day(year, month.into(), day.into()))
}

/// The nearest month that has a day, on the weekday if one is named.
fn day_of_some_month(today: Day, day: u8, weekday: Option<u8>, is_future: bool) -> Date {
    let (year, month, _) = date_of(today.0);
    let months = (-12..=12).map(|count| Date::month(year, month + count));
    let dates = months.filter_map(|date| {
        let month = date.month?;
        (i64::from(day) <= days_of_month(date.year, month)).then(|| Date::day(date.year, month, day.into()))
    });
    let order = |date: &Date| {
        let first = date.first_day();
        let fits = weekday.is_none_or(|weekday| weekday_of(first) == weekday);
        let is_right = if is_future { first >= today } else { first <= today };
        (!fits, !is_right, first.0.abs_diff(today.0))
    };
    let nearest = dates.min_by_key(order);
    nearest.unwrap_or_else(|| Date::day(year, month, day.into()))
}

fn nearest_weekday(today: Day, weekday: u8, direction: Option<Direction>, is_future: bool) -> Date {
    let ahead = (i64::from(weekday) - i64::from(weekday_of(today))).rem_euclid(7);
    let count = match (direction, is_future) {
        (Some(Direction::Next), _) if ahead == 0 => 7,
        (Some(Direction::Last), _) if ahead == 0 => -7,
        (_, true) => ahead,
        (_, false) if ahead == 0 => 0,
        (_, false) => ahead - 7,
    };
    Date::of(Day(today.0 + count))
}

/// From 1, Monday, to 7.
fn weekday_of(day: Day) -> u8 {
    // 1 January 1970 was a Thursday.
    u8::try_from((day.0 + 3).rem_euclid(7) + 1).unwrap_or(1)
}

/// A unit counted from the one in which a day is. Weeks begin on Monday.
fn offset(today: Day, unit: Unit, count: i64, tense: Option<bool>) -> Option<Span> {
    let (year, month, _) = date_of(today.0);
    let monday = today.0 - i64::from(weekday_of(today)) + 1;
    let days = |first: i64, length: i64| Span::new(Date::of(Day(first)), Date::of(Day(first + length - 1)));
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return None,
        Unit::Day => Span::one(Date::of(Day(today.0 + count))),
        Unit::Week => days(monday + 7 * count, 7),
        // `Ce week-end` with a verb of the past is the one before the document.
        Unit::Weekend if count == 0 && tense == Some(false) && today.0 < monday + 5 => days(monday - 2, 2),
        Unit::Weekend => days(monday + 5 + 7 * count, 2),
        Unit::Fortnight => days(monday + 14 * count, 14),
        Unit::Month => Span::one(Date::month(year, month + count)),
        Unit::Quarter => group(year, month, 3, count),
        Unit::Half => group(year, month, 6, count),
        Unit::Year => Span::one(Date::year(year + count)),
        Unit::Decade => {
            let first = (year.div_euclid(10) + count) * 10;
            Span::new(Date::year(first), Date::year(first + 9))
        }
        Unit::Century => {
            let first = ((year - 1).div_euclid(100) + count) * 100 + 1;
            Span::new(Date::year(first), Date::year(first + 99))
        }
    })
}

/// A quarter or half of a year.
fn group(year: i64, month: i64, length: i64, count: i64) -> Span {
    let first = (month - 1) / length * length + 1 + count * length;
    Span::new(Date::month(year, first), Date::month(year, first + length - 1))
}

/// The part of a span up to a day, in months or, within a month, in days.
fn before(span: Span, today: Day) -> Span {
    let Some((first, last, now)) = steps(span, today) else {
        return span;
    };
    Span::new(first, if now.last_day() < last.last_day() { now } else { last })
}

/// The part of a span from a day on.
fn after(span: Span, today: Day) -> Span {
    let Some((first, last, now)) = steps(span, today) else {
        return span;
    };
    Span::new(
        if now.first_day() > first.first_day() {
            now
        } else {
            first
        },
        last,
    )
}

/// The first and the last part of a span one step finer than itself, and the part in which a day is.
fn steps(span: Span, today: Day) -> Option<(Date, Date, Date)> {
    let (first, last) = (span.earliest()?, span.latest()?);
    let step = |day: Day| {
        let (year, month, day_of_month) = date_of(day.0);
        match last.0 - first.0 {
            ..=31 => Date::day(year, month, day_of_month),
            32..=366 => Date::month(year, month),
            _ => Date::year(year),
        }
    };
    Some((step(first), step(last), step(today)))
}

/// The first, middle or last part of a span: four months of a year (the last three as its end), ten days of a month, about
/// a third of anything else.
pub(super) fn part_of(span: Span, part: Part) -> Span {
    let (Some(first), Some(last)) = (span.first, span.last) else {
        return span;
    };
    if let (Part::Week(number), Some(month), None) = (part, first.month, first.day) {
        let longest = days_of_month(first.year, month);
        let end = if number == 0 { longest } else { i64::from(number) * 7 };
        let day = |day| Date::day(first.year, month, day);
        return Span::new(day(end - 6), day(end));
    }
    match (first.month, first.day) {
        (None, _) if first == last => {
            let (from, to) = match part {
                Part::Early | Part::Start => (1, 4),
                Part::Mid => (5, 8),
                _ => (10, 12),
            };
            Span::new(Date::month(first.year, from), Date::month(first.year, to))
        }
        (None, _) => {
            let length = last.year - first.year + 1;
            let (from, to) = match part {
                Part::Early | Part::Start => (0, length * 4 / 10),
                Part::Mid => (length * 4 / 10, length * 7 / 10),
                _ => (length * 7 / 10, length),
            };
            Span::new(Date::year(first.year + from), Date::year(first.year + to - 1))
        }
        (Some(month), None) if first == last => {
            let longest = days_of_month(first.year, month);
            let (from, to) = match part {
                Part::Early | Part::Start => (1, 10),
                Part::Mid => (10, 20),
                _ => (21, longest),
            };
            let day = |day| Date::day(first.year, month, day);
            Span::new(day(from), day(to))
        }
        (Some(month), None) => {
            let months = (last.year - first.year) * 12 + last.month.unwrap_or(12) - month + 1;
            let third = (months / 3).max(1);
            let from = match part {
                Part::Early | Part::Start => 0,
                Part::Mid => third,
                _ => months - third,
            };
            let date = |count| Date::month(first.year, month + count);
            Span::new(date(from), date(from + third - 1))
        }
        (Some(_), Some(_)) => third_of(first, last, part),
    }
}

/// About a third of some days.
fn third_of(first: Date, last: Date, part: Part) -> Span {
    let (from, to) = (first.first_day().0, last.last_day().0);
    let third = (to - from + 1) / 3;
    let (from, to) = match part {
        _ if third == 0 => (from, to),
        Part::Early | Part::Start => (from, from + third - 1),
        Part::Mid => (from + third, to - third),
        _ => (to - third + 1, to),
    };
    Span::new(Date::of(Day(from)), Date::of(Day(to)))
}
