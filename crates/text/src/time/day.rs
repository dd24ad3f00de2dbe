//! Days, dates with their precision, and the spans between them.

use std::fmt;

use crate::calendar::{date_of, days_of_month, days_since_1970, iso_date};

/// A day of the proleptic Gregorian calendar, counted from 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl fmt::Display for Day {
    /// Writes the day as ISO 8601 does: `2024-05-21`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&iso_date(self.0))
    }
}

/// A year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub year: i64,
    pub month: Option<i64>,
    /// Only with a month.
    pub day: Option<i64>,
}

impl Date {
    pub fn year(year: i64) -> Self {
        let (month, day) = (None, None);
        Self { year, month, day }
    }

    /// A month; counted on into other years below 1 and above 12.
    pub fn month(year: i64, month: i64) -> Self {
        Self {
            year: year + (month - 1).div_euclid(12),
            month: Some((month - 1).rem_euclid(12) + 1),
            day: None,
        }
    }

    /// A day; that of the end of the month if the month is shorter.
    pub fn day(year: i64, month: i64, day: i64) -> Self {
        let mut date = Self::month(year, month);
        let longest = days_of_month(date.year, date.month.unwrap_or(1));
        date.day = Some(day.clamp(1, longest));
        date
    }

    pub fn of(day: Day) -> Self {
        let (year, month, day) = date_of(day.0);
        Self::day(year, month, day)
    }

    pub fn first_day(self) -> Day {
        Day(days_since_1970(
            self.year,
            self.month.unwrap_or(1),
            self.day.unwrap_or(1),
        ))
    }

    pub fn last_day(self) -> Day {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_of_month(self.year, month));
        Day(days_since_1970(self.year, month, day))
    }

    /// Reads an ISO 8601 date: `2024`, `2024-05`, `2024-05-21`, also with a time after it.
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.split(['T', ' ']).next()?;
        let mut lengths = [4, 2, 2].into_iter();
        let mut numbers = [None; 3];
        for (part, number) in date.split('-').zip(&mut numbers) {
            let is_number = part.len() == lengths.next()? && part.bytes().all(|digit| digit.is_ascii_digit());
            *number = Some(part.parse::<i64>().ok().filter(|_| is_number)?);
        }
        if date.split('-').count() > 3 {
            return None;
        }
        match numbers {
            [Some(year), None, None] => Some(Self::year(year)),
            [Some(year), Some(month @ 1..=12), None] => Some(Self::month(year, month)),
            [Some(year), Some(month @ 1..=12), Some(day)] if (1..=days_of_month(year, month)).contains(&day) => {
                Some(Self::day(year, month, day))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(formatter, "-{day:02}")?;
        }
        Ok(())
    }
}

/// From a date to a date, both included; without one of them, open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

impl Span {
    pub fn one(date: Date) -> Self {
        Self::new(date, date)
    }

    pub fn new(first: Date, last: Date) -> Self {
        Self {
            first: Some(first),
            last: Some(last),
        }
    }

    pub fn earliest(&self) -> Option<Day> {
        self.first.map(Date::first_day)
    }

    pub fn latest(&self) -> Option<Day> {
        self.last.map(Date::last_day)
    }

    /// Whether ISO 8601 can write its years without an agreement on more digits.
    pub fn is_written_in_four_digits(&self) -> bool {
        let fits = |date: Option<Date>| date.is_none_or(|date| (0..=9_999).contains(&date.year));
        fits(self.first) && fits(self.last)
    }

    /// From the start of a span to the end of another.
    pub fn to(self, other: Self) -> Self {
        Self {
            first: self.first,
            last: other.last,
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(formatter, "{first}"),
            (Some(first), Some(last)) => write!(formatter, "{first}/{last}"),
            (Some(first), None) => write!(formatter, "{first}/.."),
            (None, Some(last)) => write!(formatter, "../{last}"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_and_written_with_their_precision() {
        for text in ["2024", "2024-05", "2024-05-21", "0999-12"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Date::parse("2024-05-21T10:00:00Z"), Date::parse("2024-05-21"));
        for text in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-5",
            "2024-05-21-01",
            "2024-",
            "mai 2024",
            "2024-05-",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_span_goes_from_the_first_day_to_the_last() {
        let span = Span::new(Date::year(2023), Date::month(2024, 2));
        assert_eq!(span.to_string(), "2023/2024-02");
        assert_eq!(span.earliest().unwrap().to_string(), "2023-01-01");
        assert_eq!(span.latest().unwrap().to_string(), "2024-02-29");
        assert_eq!(Date::month(2024, 14), Date::month(2025, 2));
        assert_eq!(Date::month(2024, 0), Date::month(2023, 12));
    }
}
