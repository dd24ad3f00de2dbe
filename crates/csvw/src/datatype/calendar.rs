//! Dates, times and parts of dates as XML Schema writes them ("XML Schema Part 2", section 3.3.7 and following): whether
//! they exist, and where they are on the timeline.

use super::base::Base;
use text::calendar::{days_of_month, days_since_1970};

/// A year of more digits than this is rejected: such a value could not be placed on the timeline.
const YEAR_DIGITS: usize = 12;

/// A point on the timeline; what has no time zone is taken as UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment<'a> {
    /// Since the first day of 1970.
    seconds: i64,
    /// The decimals of the second, without trailing zeros, so that their order is that of their text.
    fraction: &'a [u8],
}

impl<'a> Moment<'a> {
    /// Reads the lexical form of a date or time datatype.
    ///
    /// Fields that the datatype lacks are those of the first day of a leap year, as a date of which only the rest is known.
    pub(super) fn parse(base: Base, text: &'a str) -> Option<Self> {
        let mut scan = Scan { rest: text.as_bytes() };
        let (mut year, mut month, mut day) = (1972, 1, 1);
        if matches!(
            base,
            Base::Date | Base::DateTime | Base::DateTimeStamp | Base::GYear | Base::GYearMonth
        ) {
            year = scan.year()?;
        }
        match base {
            Base::Date | Base::DateTime | Base::DateTimeStamp => {
                month = scan.after(b"-")?.number(2)?;
                day = scan.after(b"-")?.number(2)?;
            }
            Base::GYearMonth => month = scan.after(b"-")?.number(2)?,
            Base::GMonth => month = scan.after(b"--")?.number(2)?,
            Base::GMonthDay => {
                month = scan.after(b"--")?.number(2)?;
                day = scan.after(b"-")?.number(2)?;
            }
            Base::GDay => day = scan.after(b"---")?.number(2)?,
            Base::GYear | Base::Time => {}
            _ => return None,
        }
        if !(1..=days_of_month(year, month)).contains(&day) {
            return None;
        }
        let (mut seconds, fraction) = match base {
            Base::DateTime | Base::DateTimeStamp => scan.after(b"T")?.time()?,
            Base::Time => scan.time()?,
            _ => (0, &[][..]),
        };
        if base == Base::Time {
            seconds %= DAY;
        }
        let zone = scan.zone()?;
        if !scan.rest.is_empty() || (base == Base::DateTimeStamp && zone.is_none()) {
            return None;
        }
        Some(Self {
            seconds: days_since_1970(year, month, day) * DAY + seconds - zone.unwrap_or(0),
            fraction,
        })
    }
}

const DAY: i64 = 24 * 60 * 60;

struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    fn after(&mut self, mark: &[u8]) -> Option<&mut Self> {
        self.rest = self.rest.strip_prefix(mark)?;
        Some(self)
    }

    fn digits(&self) -> usize {
        self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// The number in the next `length` bytes, which have to be digits.
    fn number(&mut self, length: usize) -> Option<i64> {
        let (digits, rest) = self.rest.split_at_checked(length)?;
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + i64::from(digit - b'0');
        }
        self.rest = rest;
        Some(number)
    }

    fn year(&mut self) -> Option<i64> {
        let negative = self.after(b"-").is_some();
        let digits = self.digits();
        let needless_zero = digits > 4 && self.rest.starts_with(b"0");
        if !(4..=YEAR_DIGITS).contains(&digits) || needless_zero {
            return None;
        }
        let year = self.number(digits)?;
        Some(if negative { -year } else { year })
    }

    fn time(&mut self) -> Option<(i64, &'a [u8])> {
        let hour = self.number(2)?;
        let minute = self.after(b":")?.number(2)?;
        let second = self.after(b":")?.number(2)?;
        let mut fraction = &[][..];
        if self.after(b".").is_some() {
            let digits = self.digits();
            (fraction, self.rest) = self.rest.split_at(digits);
            if fraction.is_empty() {
                return None;
            }
        }
        while let Some(shorter) = fraction.strip_suffix(b"0") {
            fraction = shorter;
        }
        let is_midnight = hour == 24 && minute == 0 && second == 0 && fraction.is_empty();
        let exists = (hour < 24 || is_midnight) && minute < 60 && second < 60;
        exists.then_some((hour * 3600 + minute * 60 + second, fraction))
    }

    /// The seconds that a time zone is ahead of UTC, where there is one; nothing at all where there is a wrong one.
    fn zone(&mut self) -> Option<Option<i64>> {
        let sign = match self.rest {
            [] => return Some(None),
            [b'Z', rest @ ..] => {
                self.rest = rest;
                return Some(Some(0));
            }
            [b'+', ..] => 1,
            [b'-', ..] => -1,
            _ => return None,
        };
        self.rest = &self.rest[1..];
        let hours = self.number(2)?;
        let minutes = self.after(b":")?.number(2)?;
        let exists = (hours < 14 && minutes < 60) || (hours == 14 && minutes == 0);
        exists.then_some(Some(sign * (hours * 3600 + minutes * 60)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(base: Base, text: &str) -> bool {
        Moment::parse(base, text).is_some()
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2024-02-29",
            "2000-02-29",
            "-0004-02-29",
            "0000-02-29",
            "12024-12-31",
            "2015-03-22-08:00",
        ] {
            assert!(is(Base::Date, text), "{text}");
        }
        let wrong = [
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-00-01",
            "2024-01-00",
            "2024-13-01",
        ];
        let wrong = wrong
            .into_iter()
            .chain(["24-01-01", "2024-1-1", "02024-01-01", "+2024-01-01", "", "2024-01-01T"]);
        for text in wrong.chain([
            "2024-01-01+14:01",
            "2024-01-01+1:00",
            "2024-01-01z",
            "2024-01-0é",
            "1234567890123-01-01",
        ]) {
            assert!(!is(Base::Date, text), "{text}");
        }
    }

    #[test]
    fn times_that_do_not_exist_are_refused() {
        for text in [
            "15:02:37",
            "24:00:00",
            "24:00:00.000",
            "00:00:00.123456789123456789Z",
            "23:59:59+14:00",
        ] {
            assert!(is(Base::Time, text), "{text}");
        }
        for text in [
            "24:00:01",
            "24:00:00.1",
            "15:60:00",
            "15:02:60",
            "15:02",
            "5:02:37",
            "15:02:37.",
        ] {
            assert!(!is(Base::Time, text), "{text}");
        }
        assert!(is(Base::DateTime, "2024-05-21T15:02:37") && !is(Base::DateTime, "2024-05-21 15:02:37"));
        assert!(is(Base::DateTimeStamp, "2024-05-21T15:02:37Z") && !is(Base::DateTimeStamp, "2024-05-21T15:02:37"));
    }

    #[test]
    fn parts_of_dates_are_written_with_hyphens_for_what_is_missing() {
        assert!(is(Base::GYear, "2024") && is(Base::GYear, "-0044Z") && !is(Base::GYear, "24"));
        assert!(is(Base::GYearMonth, "2024-12") && !is(Base::GYearMonth, "2024-13"));
        assert!(is(Base::GMonth, "--12") && !is(Base::GMonth, "12"));
        assert!(is(Base::GMonthDay, "--02-29") && !is(Base::GMonthDay, "--02-30"));
        assert!(is(Base::GDay, "---31Z") && !is(Base::GDay, "---32"));
    }

    #[test]
    fn moments_are_ordered_on_the_timeline() {
        let moment = |text| Moment::parse(Base::DateTime, text).unwrap_or_else(|| panic!("{text} does not exist"));
        let ascending = [
            "-0001-12-31T23:59:59",
            "0000-01-01T00:00:00",
            "1969-12-31T23:59:59.9",
            "1970-01-01T00:00:00",
        ];
        let ascending = ascending
            .into_iter()
            .chain(["2024-05-21T15:00:00+02:00", "2024-05-21T13:00:00.09"]);
        let ascending = ascending.chain([
            "2024-05-21T13:00:00.1",
            "2024-05-21T13:00:00-01:00",
            "10000-01-01T00:00:00",
        ]);
        assert!(ascending.map(moment).is_sorted_by(|one, two| one < two));
        assert_eq!(moment("2024-05-21T24:00:00.0"), moment("2024-05-22T00:00:00Z"));
        assert_eq!(
            Moment::parse(Base::Time, "24:00:00"),
            Moment::parse(Base::Time, "00:00:00")
        );
    }
}
