//! Dates at a length of time from that of the document: `il y a deux ans`, `in six months`, `the last five years`.

use super::day::{Date, Day, Span};
use super::length::Length;
use super::resolve::Reference;
use crate::calendar::date_of;
use crate::lexicon::dates::Unit;

/// The dates a length after the document (before it: `sign` -1), as exact as the unit of the length.
pub(super) fn shifted(reference: Reference, length: &Length, sign: i64) -> Span {
    let at = |day| from(day, length, sign);
    at(reference.first).to(at(reference.last))
}

/// From the document to a length after it, or from a length before it to the document.
pub(super) fn between(reference: Reference, length: &Length, sign: i64) -> Span {
    let none = Length {
        thousandths: 0,
        rest: None,
        ..*length
    };
    let (there, here) = (shifted(reference, length, sign), shifted(reference, &none, sign));
    if sign < 0 { there.to(here) } else { here.to(there) }
}

fn from(day: Day, length: &Length, sign: i64) -> Span {
    let (year, month, _) = date_of(day.0);
    let whole = |factor: i64| length.thousandths * factor / 1000 * sign;
    let is_exact = length.thousandths % 1000 == 0 && length.rest.is_none();
    let rest = match length.rest {
        Some((thousandths, Unit::Month)) => thousandths / 1000 * sign,
        _ => 0,
    };
    let months = |factor: i64| Span::one(Date::month(year, month + whole(factor) + rest));
    let years = |factor: i64| match is_exact {
        true => Span::one(Date::year(year + whole(factor))),
        false => months(factor * 12),
    };
    let days = |count: i64| Span::one(Date::of(Day(day.0 + count)));
    match length.unit {
        Unit::Second => days(whole(1) / 86_400),
        Unit::Minute => days(whole(1) / 1_440),
        Unit::Hour => days(whole(1) / 24),
        Unit::Day => days(whole(1)),
        Unit::Weekend => days(whole(7)),
        Unit::Week | Unit::Fortnight => {
            let day = day.0 + whole(if length.unit == Unit::Week { 7 } else { 14 });
            // 1 January 1970 was a Thursday; weeks begin on Monday.
            let monday = day - (day + 3).rem_euclid(7);
            Span::new(Date::of(Day(monday)), Date::of(Day(monday + 6)))
        }
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Half => months(6),
        Unit::Year => years(1),
        Unit::Decade => years(10),
        Unit::Century => years(100),
    }
}
