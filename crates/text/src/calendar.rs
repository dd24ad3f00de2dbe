//! Days of the proleptic Gregorian calendar (ISO 8601): which exist, and how they are counted.
//!
//! Takes and gives years, months and days as numbers, or days since 1 January 1970. Years before 1 are 0, -1 and so on.
//! Knows neither a clock nor a time zone.

/// The days from 1 March of the year 0 to 1 January 1970.
const BEFORE_1970: i64 = 719_468;
/// The days of 400 years, after which the calendar repeats itself.
const ERA: i64 = 146_097;

/// How many days a month has; 0 if `month` is not from 1 to 12.
pub fn days_of_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// The days from 1 January 1970 to a day.
///
/// After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (`days_from_civil`).
pub fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    // Years begin with March here, so that the leap day is the last of its year.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - BEFORE_1970
}

/// Year, month and day of a day counted from 1 January 1970; the inverse of [`days_since_1970`].
pub fn date_of(days_since_1970: i64) -> (i64, i64, i64) {
    let days = days_since_1970 + BEFORE_1970;
    let (era, day_of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// A day as ISO 8601 writes it, such as `2024-05-06`, counted from 1 January 1970.
pub fn iso_date(days_since_1970: i64) -> String {
    let (year, month, day) = date_of(days_since_1970);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, date) in [
            (-719_528, "0000-01-01"),
            (-1, "1969-12-31"),
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_778, "2026-11-21"),
            (47_540, "2100-02-28"),
        ] {
            assert_eq!(iso_date(days), date);
        }
        assert_eq!(
            [1900, 2000, 2023, 2024, -4].map(|year| days_of_month(year, 2)),
            [28, 29, 28, 29, 29]
        );
        assert_eq!([0, 13, 1, 4].map(|month| days_of_month(2024, month)), [0, 0, 31, 30]);
    }

    proptest! {
        #[test]
        fn counting_days_and_naming_them_are_inverse(days in -10_000_000_i64..10_000_000) {
            let (year, month, day) = date_of(days);
            prop_assert_eq!(days_since_1970(year, month, day), days);
            prop_assert!((1..=days_of_month(year, month)).contains(&day));
        }
    }
}
