//! Dates of any precision as intervals of days: `2024-05` is from 2024-05-01 to 2024-05-31.

use crate::view::PropertyGraph;
use diagnostic::plural;
use text::calendar;

/// The precision of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

impl Precision {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// A day as digits: `2024-05-06`. Days sort chronologically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day([u8; 10]);

impl Day {
    /// From year, month and day; the year has four digits.
    fn of(year: &[u8], month: u16, day: u16) -> Self {
        let mut digits = *b"0000-00-00";
        digits[..4].copy_from_slice(year);
        for (at, number) in [(5, month), (8, day)] {
            digits[at] += (number / 10) as u8;
            digits[at + 1] += (number % 10) as u8;
        }
        Self(digits)
    }

    /// The ISO 8601 form, as ASCII.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The ISO 8601 form.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.as_str())
    }
}

/// The days that a date can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    /// The first.
    pub(super) first: Day,
    /// The last.
    pub(super) last: Day,
    /// The precision of the date.
    pub(super) precision: Precision,
}

impl Period {
    /// Parses `2024`, `2024-05`, `2024-05-06` or a date with time; `None` for anything else, including days that do not
    /// exist and years before 1 or after 9999.
    pub(super) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let year = number(bytes.get(..4)?).filter(|year| *year > 0)?;
        let month = match bytes.get(4) {
            None => None,
            Some(b'-') => Some(number(bytes.get(5..7)?).filter(|month| (1..=12).contains(month))?),
            Some(_) => return None,
        };
        let day = match (month, bytes.get(7)) {
            (None, _) | (_, None) => None,
            (Some(month), Some(b'-')) => {
                let last = days_of_month(year, month);
                Some(number(bytes.get(8..10)?).filter(|day| (1..=last).contains(day))?)
            }
            _ => return None,
        };
        if matches!(bytes.get(10), Some(other) if !matches!(other, b'T' | b'Z' | b'+' | b'-')) {
            return None;
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (_, None) => Precision::Month,
            _ => Precision::Day,
        };
        let last_month = month.unwrap_or(12);
        let last_day = day.unwrap_or_else(|| days_of_month(year, last_month));
        Some(Self {
            first: Day::of(&bytes[..4], month.unwrap_or(1), day.unwrap_or(1)),
            last: Day::of(&bytes[..4], last_month, last_day),
            precision,
        })
    }
}

/// The periods of an edge's start and end. Both are `None` if one of the dates is given and has no period: an interval
/// without it would have no bound, and say that the edge holds for ever.
pub(super) fn interval(dates: [Option<&str>; 2]) -> [Option<Period>; 2] {
    let [start, end] = dates.map(|date| date.filter(|date| !date.is_empty()));
    let period = start.and_then(Period::of);
    let periods = match start == end {
        true => [period, period],
        false => [period, end.and_then(Period::of)],
    };
    let is_lost = |(date, period): (&Option<&str>, &Option<Period>)| date.is_some() && period.is_none();
    match [start, end].iter().zip(&periods).any(is_lost) {
        true => [None, None],
        false => periods,
    }
}

/// Dates of edges that have no interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undated {
    /// The number of edges.
    pub edges: usize,
    /// A date of the first one, as written.
    pub such_as: String,
}

impl std::fmt::Display for Undated {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (edges, such_as) = (plural(self.edges, "edge"), &self.such_as);
        write!(
            out,
            "{edges} without an interval, as `{such_as}` is no day of the years 1 to 9999; the dates are attributes"
        )
    }
}

/// The edges with a date that is no period of the years 1 to 9999, if there are any: formats with intervals write none
/// for them.
pub fn undated(graph: &PropertyGraph) -> Option<Undated> {
    let [starts, ends] = graph.dates();
    let is_lost = |date: &&str| !date.is_empty() && Period::of(date).is_none();
    let mut lost = (0..graph.topology().edge_count())
        .filter_map(|row| starts.stored(row).into_iter().chain(ends.stored(row)).find(is_lost));
    let such_as = lost.next()?.to_owned();
    Some(Undated {
        edges: lost.count() + 1,
        such_as,
    })
}

/// The value of up to four digits.
fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0'))
    })
}

/// The number of days in a month.
fn days_of_month(year: u16, month: u16) -> u16 {
    calendar::days_of_month(year.into(), month.into()) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widened(text: &str) -> Option<String> {
        let period = Period::of(text)?;
        let Period { first, last, precision } = period;
        Some(format!("{} {} {}", first.as_str(), last.as_str(), precision.name()))
    }

    #[test]
    fn imprecise_dates_are_widened() {
        for (date, days) in [
            ("2024", "2024-01-01 2024-12-31 year"),
            ("2024-02", "2024-02-01 2024-02-29 month"),
            ("1900-02", "1900-02-01 1900-02-28 month"),
            ("0800-12", "0800-12-01 0800-12-31 month"),
            ("2024-05-06", "2024-05-06 2024-05-06 day"),
            ("2024-05-06Z", "2024-05-06 2024-05-06 day"),
            ("2024-05-06T10:00:00", "2024-05-06 2024-05-06 day"),
        ] {
            assert_eq!(widened(date).as_deref(), Some(days), "{date}");
        }
    }

    #[test]
    fn a_date_that_is_lost_leaves_no_interval() {
        let ends = |start, end| interval([start, end]).map(|period| period.is_some());
        assert_eq!(ends(Some("2024"), Some("2025")), [true, true]);
        assert_eq!(ends(Some("2024"), Some("2024")), [true, true]);
        assert_eq!(ends(Some("2024"), None), [true, false]);
        assert_eq!(ends(Some(""), Some("2024")), [false, true]);
        assert_eq!(ends(Some("-0044"), Some("2024")), [false, false]);
        assert_eq!(ends(Some("2024"), Some("12024")), [false, false]);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "24",
            "2024-",
            "2024-5",
            "2024-13",
            "2024-02-30",
            "2023-02-29",
            "20240506",
            "2024-05-06x",
            "-044",
            "-0044-03-15",
            "0000",
            "0000-12-31",
            "10000",
            "12024-05-06",
            "été 2024",
        ] {
            assert_eq!(widened(text), None, "{text}");
        }
    }
}
