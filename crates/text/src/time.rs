//! Dates, periods and durations of a text, with the days that they can mean.
//!
//! Takes a text, its language and the date of the document; gives times with their places in code points, in the order of the
//! text, none within another. What a date leaves out is found from the document's date, and marked as computed:
//!
//! - A day, month or weekday without a year is the nearest one up to the document's date, that day included. It is the
//!   nearest one from that date on if a word says so (`prochain`, `next`, `d'ici`, `by`), or if the nearest verb does (`aura
//!   lieu mardi`, `will open in May`). Where both remain possible, as in the present tense, it is the past one.
//! - Of a range without years the start is the nearest up to the document's date, so that the document may lie within it; with
//!   a verb of the past the end is (`des essais ont eu lieu de mars à juin`).
//! - A weekday that is named with its day (`mardi 11 février`) decides between the years around the document's date.
//! - Weeks begin on Monday. Seasons are three whole months, summer from June; the winter of a year begins in its December.
//! - A document that is known to the month or year only gives wider bounds.
//!
//! A year after a name (`Vivatech 2023`, `France 2030`) belongs to the name: it is not given. Two years after a name are
//! (`Horizon Europe 2021-2027`), since they are the period of what is named. Nor is the year of prices given (`in 2024
//! prices`), which dates nothing.
//!
//! `2011-12` is a period of two years and `2012-05` a month: two digits are a month unless they are the next year.
//! `05/06/2024` has its order from the language; in English the month is first unless only the other order is a date.

mod clock;
mod date;
mod day;
mod length;
mod moment;
mod bound;
mod counted;
mod days;
mod range;
mod reading;
mod reader;
mod relative;
mod resolve;
mod shift;
mod tense;
mod year;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use day::Day;
use day::Span;
use reader::Reader;
use reading::Reading;
pub(crate) use resolve::Reference;

use crate::language::Language;
use crate::lexicon::dates::After;
use crate::token::{Tokens, blocks};

/// What a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// A day, a month, a year, or a part of one; also a limit (`by 2030`), which is open before. The end of a year as a limit
    /// is exact, and its December (`by the end of 2026` is `../2026-12`).
    Date,
    /// From a date to a date, or open on one side; also decades and centuries.
    Period,
    /// A length of time.
    Duration,
}

/// How a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The text writes it out.
    Written,
    /// It is counted from the date of the document.
    Computed,
}

/// A time that a text states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Where it stands, in code points: with the word that opens, limits or counts it (`depuis 2018`, `by 2030`, `sur cinq
    /// ans`, `il y a deux ans`), without the article or preposition of a date (`le 21 mai`, `in 2024`).
    pub place: Range<usize>,
    /// What it is.
    pub kind: TimeKind,
    /// The first day that it can mean; none: open, a duration, or relative without a date of the document.
    pub earliest: Option<Day>,
    /// The last day that it can mean; none as for `earliest`.
    pub latest: Option<Day>,
    /// As ISO 8601 writes it with its own precision: `2024`, `2024-05`, `2024-05-21`, two of them with `/`, `..` for an open
    /// end; a duration is `P5Y`, or `P12M/P18M` between two. `earliest` and `latest` are the days of this text.
    pub text: Option<String>,
    /// Whether it needs the date of the document.
    pub basis: Basis,
    /// The words say that it is not exact: `fin 2025`, `vers 2030`, `the 2030s`, `about five years`.
    pub approximate: bool,
}

/// The times of a block of tokens, and the places of other numbers that are no amounts.
#[derive(Debug, Default)]
pub(crate) struct Times {
    pub times: Vec<Time>,
    /// Clock times, and years that belong to names or are those of prices.
    pub others: Vec<Range<usize>>,
}

/// Reads the dates, periods and durations of a text, in its order.
///
/// `published` is the date of the document in ISO 8601 with its own precision (`2024-05-22`, `2024-05`, `2024`), or two with
/// `/`; one that cannot be read is as none. A text of a language without words has ISO dates and periods of years only.
///
/// ```
/// use text::{language::Language, time::times};
///
/// let english = Language::of("en").unwrap();
/// let found = times("It opened last February and will close by 2030.", english, Some("2024-05-22"));
/// let texts: Vec<_> = found.iter().map(|time| time.text.as_deref().unwrap()).collect();
/// assert_eq!(texts, ["2024-02", "../2030"]);
/// assert_eq!(found[1].latest.unwrap().to_string(), "2030-12-31");
/// ```
pub fn times(text: &str, language: &Language, published: Option<&str>) -> Vec<Time> {
    let reference = published.and_then(Reference::parse);
    let blocks = blocks(text, &language.vocabulary);
    blocks
        .flat_map(|tokens| read(&tokens, language, reference).times)
        .collect()
}

/// The first and the last day of a date in ISO 8601, such as `2024`, `2024-05` or `2024-05-21`, or of two with `/` between.
///
/// Years have four digits; a time after the date is passed over. None for any other text, and if the first day is after the last.
///
/// ```
/// let (first, last) = text::time::days("2024-02/2024-03").unwrap();
/// assert_eq!([first, last].map(|day| day.to_string()), ["2024-02-01", "2024-03-31"]);
/// assert_eq!(text::time::days("2024-02-30"), None);
/// ```
pub fn days(text: &str) -> Option<(Day, Day)> {
    Reference::parse(text).map(|Reference { first, last }| (first, last))
}

/// The most words before the month, unit or year of a time that belong to it: `dans un délai de douze à dix-huit mois`.
const LEAD: usize = 16;

/// Reads the times of a block, and what else keeps numbers from being amounts.
pub(crate) fn read(tokens: &Tokens<'_>, language: &Language, reference: Option<Reference>) -> Times {
    let mut found = Times::default();
    let mut reader = Reader::new(tokens, language);
    let (mut at, mut core) = (0, 0);
    while at < tokens.len() {
        while core < at || core < tokens.len() && !reader.is_core(core) {
            core += 1;
        }
        let is_far = core > at + LEAD;
        if !reader.can_begin(at) || is_far && tokens.digits(at).is_none() {
            at += 1;
            continue;
        }
        if let Some(next) = reader.set(After::NoDate, at) {
            at = next;
            continue;
        }
        if let Some(next) = reader.clock(at) {
            found.others.push(tokens.place(at, next));
            at = next;
            continue;
        }
        if is_far {
            at += 1;
            continue;
        }
        let Some(readings) = reader.read(at, reference) else {
            if reader.year_digits(at).is_some() && (reader.is_named(at) || reader.is_prices(at)) {
                found.others.push(tokens.place(at, at + 1));
            }
            at += 1;
            continue;
        };
        for reading in readings {
            at = reading.next.max(at + 1);
            reader.last = at;
            found.times.push(time(&reading, tokens));
        }
    }
    found
}

fn time(reading: &Reading, tokens: &Tokens<'_>) -> Time {
    let span = reading.span.filter(Span::is_written_in_four_digits);
    Time {
        place: tokens.place(reading.first, reading.next),
        kind: reading.kind,
        earliest: span.and_then(|span| span.earliest()),
        latest: span.and_then(|span| span.latest()),
        text: reading.length.clone().or_else(|| span.map(|span| span.to_string())),
        basis: if reading.is_computed {
            Basis::Computed
        } else {
            Basis::Written
        },
        approximate: reading.is_about,
    }
}
