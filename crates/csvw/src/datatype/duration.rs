//! Durations as XML Schema writes them ("XML Schema Part 2", section 3.3.6), and their partial order.

use super::base::Base;
use std::cmp::Ordering;
use text::calendar::days_since_1970;

/// A number of more than this is rejected: such a length could not be compared.
const GREATEST: i128 = 1_000_000_000_000;

/// Decimals of the second that count; further ones are ignored.
const DECIMALS: u32 = 18;

const SECOND: i128 = 10_i128.pow(DECIMALS);
const DAY: i128 = 24 * 60 * 60 * SECOND;

/// A duration: months and parts of seconds, which have no common measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duration {
    months: i128,
    /// In parts of a second.
    rest: i128,
}

impl Duration {
    /// Reads the lexical form of one of the three duration datatypes.
    pub(super) fn parse(base: Base, text: &str) -> Option<Self> {
        let (has_months, has_rest) = (base != Base::DayTimeDuration, base != Base::YearMonthDuration);
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let fields = text.strip_prefix('-').unwrap_or(text).strip_prefix('P')?;
        let mut left = fields;
        let (mut months, mut rest) = (0, 0);
        if has_months {
            months = 12 * take(&mut left, 'Y')? + take(&mut left, 'M')?;
        }
        if has_rest {
            rest = DAY * take(&mut left, 'D')?;
            if let Some(time) = left.strip_prefix('T') {
                left = time;
                rest += 3600 * SECOND * take(&mut left, 'H')? + 60 * SECOND * take(&mut left, 'M')?;
                rest += take_seconds(&mut left)?;
                if left.len() == time.len() {
                    return None;
                }
            }
        }
        let is_complete = left.is_empty() && !fields.is_empty();
        is_complete.then_some(Self {
            months: sign * months,
            rest: sign * rest,
        })
    }

    /// Where it ends if it begins with a month, in parts of a second since 1970.
    fn end(&self, year: i128, month: i128) -> Option<i128> {
        let months = year * 12 + month - 1 + self.months;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let days = days_since_1970(i64::try_from(year).ok()?, i64::try_from(month).ok()?, 1);
        Some(i128::from(days) * DAY + self.rest)
    }
}

impl PartialOrd for Duration {
    /// One is less than another if it ends before it whichever of four months both begin with ("XML Schema Part 2",
    /// section 3.3.6.1): a month is neither more nor less than 30 days.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        const STARTS: [(i128, i128); 4] = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];
        let compare = |(year, month)| Some(self.end(year, month)?.cmp(&other.end(year, month)?));
        let first = compare(STARTS[0])?;
        STARTS
            .iter()
            .all(|start| compare(*start) == Some(first))
            .then_some(first)
    }
}

/// Takes a number and its unit off the front: zero if there is none, nothing if it is too large.
fn take(left: &mut &str, unit: char) -> Option<i128> {
    let (digits, after) = left.split_at(left.bytes().take_while(u8::is_ascii_digit).count());
    match after.strip_prefix(unit) {
        Some(after) if !digits.is_empty() => {
            *left = after;
            digits.parse().ok().filter(|number| *number <= GREATEST)
        }
        _ => Some(0),
    }
}

/// Takes the seconds, which alone may have decimals, off the front.
fn take_seconds(left: &mut &str) -> Option<i128> {
    let Some((whole, rest)) = left.split_once('.') else {
        return Some(take(left, 'S')? * SECOND);
    };
    let fraction = rest.strip_suffix('S')?;
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    *left = "";
    let whole: i128 = whole.parse().ok().filter(|number| *number <= GREATEST)?;
    let fraction = fraction.bytes().chain(std::iter::repeat(b'0')).take(DECIMALS as usize);
    Some(fraction.fold(whole, |number, digit| number * 10 + i128::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(base: Base, text: &str) -> bool {
        Duration::parse(base, text).is_some()
    }

    #[test]
    fn durations_are_numbers_with_units_in_their_order() {
        for text in [
            "P1Y",
            "P1Y2M3DT4H5M6.7S",
            "-P60D",
            "PT130S",
            "PT0.5S",
            "P0Y20M0D",
            "PT2M10S",
            "P130M",
        ] {
            assert!(is(Base::Duration, text), "{text}");
        }
        let wrong = [
            "", "P", "-P", "PT", "P1YT", "P1", "1Y", "P1S", "P1M1Y", "PT1D", "P-1Y", "P1.5Y", "PT.5S", "PT5.S",
        ];
        for text in wrong
            .into_iter()
            .chain(["+P1Y", "p1y", "P1Y ", "PT1S1M", "PT+1S", "P1YT2", "Foo", "PTS", "PYM"])
        {
            assert!(!is(Base::Duration, text), "{text}");
        }
        assert!(is(Base::DayTimeDuration, "P1DT2H") && !is(Base::DayTimeDuration, "P1M"));
        assert!(is(Base::YearMonthDuration, "P1Y6M") && !is(Base::YearMonthDuration, "P1D"));
        assert!(!is(Base::YearMonthDuration, "P1YT1H") && is(Base::DayTimeDuration, "PT1M"));
    }

    #[test]
    fn months_and_days_have_a_partial_order() {
        let parse = |text| Duration::parse(Base::Duration, text).unwrap_or_else(|| panic!("{text} is no duration"));
        let order = |one, two| parse(one).partial_cmp(&parse(two));
        assert_eq!(order("P1M", "P27D"), Some(Ordering::Greater));
        assert_eq!(order("P1M", "P32D"), Some(Ordering::Less));
        assert_eq!(order("P1Y", "P12M"), Some(Ordering::Equal));
        assert_eq!(order("PT36H", "P1DT12H"), Some(Ordering::Equal));
        assert_eq!(order("-P1D", "PT0.5S"), Some(Ordering::Less));
        assert_eq!(order("PT1.25S", "PT1.3S"), Some(Ordering::Less));
        assert_eq!(order("-PT1.25S", "-PT1.3S"), Some(Ordering::Greater));
        assert_eq!(order("P1M", "P30D"), None);
        assert_eq!(order("P1M", "-P1000000000000Y1000000000000D"), Some(Ordering::Greater));
    }
}
