//! Days of the calendar, as tables have them.

/// A day as ISO 8601 writes it, from the days since 1 January 1970.
pub fn day(days: u64) -> String {
    // Years begin in March, so that the day that some have more is their last. 719468 days before 1970: 1 March of 0.
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = [0, 59, 11_016, 11_017, 20_778, 47_540].map(day);
        assert_eq!(
            days,
            [
                "1970-01-01",
                "1970-03-01",
                "2000-02-29",
                "2000-03-01",
                "2026-11-21",
                "2100-02-28"
            ]
        );
    }
}
