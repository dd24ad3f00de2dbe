//! Days that a date with its own precision can mean: a year, a month and a day each have a first and a last one.

/// The first day of a date, as `2024-05-01`; none where it is no date.
pub(crate) fn first_day(date: &str) -> Option<String> {
    let (year, month, day) = parts(date)?;
    Some(written(year, month.unwrap_or(1), day.unwrap_or(1)))
}

/// The last day of a date, as `2024-05-31`; none where it is no date.
pub(crate) fn last_day(date: &str) -> Option<String> {
    let (year, month, day) = parts(date)?;
    let month = month.unwrap_or(12);
    Some(written(year, month, day.unwrap_or_else(|| days(year, month))))
}

/// Whether a text is the date of one day.
pub(crate) fn is_day(text: &str) -> bool {
    text.len() == 10 && parts(text).is_some()
}

/// The period as ISO 8601 writes it, each end with its own precision: `2024-05/2024-06-15`, and `..` for an open end.
pub(crate) fn written_period(start: Option<&str>, end: Option<&str>) -> String {
    match (start, end) {
        (None, None) => String::new(),
        (start, end) => format!("{}/{}", start.unwrap_or(".."), end.unwrap_or("..")),
    }
}

fn written(year: u32, month: u32, day: u32) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day; what follows a day (a time, a time zone) is left aside.
fn parts(date: &str) -> Option<(u32, Option<u32>, Option<u32>)> {
    let number = |range: std::ops::Range<usize>| {
        let digits = date.get(range)?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let bytes = date.as_bytes();
    let year = number(0..4)?;
    if bytes.len() == 4 {
        return Some((year, None, None));
    }
    let month = number(5..7).filter(|month| bytes[4] == b'-' && (1..=12).contains(month))?;
    if bytes.len() == 7 {
        return Some((year, Some(month), None));
    }
    let day = number(8..10).filter(|day| bytes[7] == b'-' && (1..=days(year, month)).contains(day))?;
    let is_whole = bytes.get(10).is_none_or(|byte| b"T+-Z".contains(byte));
    is_whole.then_some((year, Some(month), Some(day)))
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_widened_by_their_precision() {
        for (date, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("1900-02", "1900-02-01", "1900-02-28"),
            ("2024-05-22", "2024-05-22", "2024-05-22"),
            ("2024-05-22T10:00:00Z", "2024-05-22", "2024-05-22"),
        ] {
            assert_eq!(
                (first_day(date).as_deref(), last_day(date).as_deref()),
                (Some(first), Some(last))
            );
        }
    }

    #[test]
    fn what_is_no_date_has_no_days() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024/05",
            "20245",
            "2024-05-221",
            "vers 2024",
            "２０２４",
            "+024",
        ] {
            assert_eq!((first_day(text), last_day(text)), (None, None), "{text}");
        }
    }
}
