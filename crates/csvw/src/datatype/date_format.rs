//! Formats of dates and times, as `dd/MM/yyyy HH:mm` ("Model for Tabular Data", section 6.4.4): compiled once into steps,
//! which read a cell and write it as XML Schema does.
//!
//! Read are the formats that the section lists, and of those that it leaves open (UAX #35) similar ones: any order of the
//! fields that the datatype has, with any of `-`, `/` and `.` between them, hours of one digit (`H`), and years of two
//! (`yy`): those from 69 on are of the 20th century, as POSIX reads them; what they mean must not depend on the clock.

use super::base::Base;
use super::calendar::Moment;
use std::fmt::Write as _;

/// A compiled format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateFormat {
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A field of so many digits: at least the first number, at most the second.
    Field(Field, usize, usize),
    /// A decimal point and at most so many digits, or nothing.
    Fraction(usize),
    Mark(u8),
    Zone(Zone),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Zone {
    /// Whether UTC may be written `Z`.
    has_z: bool,
    has_colon: bool,
    minutes_are_optional: bool,
}

/// What was read: the text of each field, in the order of [`Field`].
#[derive(Default)]
struct Read<'a> {
    fields: [&'a str; 6],
    fraction: &'a str,
    zone: Option<(&'a str, &'a str)>,
}

/// A day to show formats with.
const EXAMPLE: [&str; 6] = ["2024", "05", "21", "15", "02", "37"];

impl DateFormat {
    /// Compiles a format for a datatype.
    ///
    /// # Errors
    /// Says why the format cannot be used.
    pub(super) fn compile(base: Base, format: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = format;
        while let Some(first) = rest.chars().next() {
            let count = rest.chars().take_while(|character| *character == first).count();
            rest = rest.trim_start_matches(first);
            let step = match (first, count) {
                ('y', 4 | 2) => Step::Field(Field::Year, count, count),
                ('M', 1 | 2) => Step::Field(Field::Month, count, 2),
                ('d', 1 | 2) => Step::Field(Field::Day, count, 2),
                ('H', 1 | 2) => Step::Field(Field::Hour, count, 2),
                ('m', 2) => Step::Field(Field::Minute, 2, 2),
                ('s', 2) => Step::Field(Field::Second, 2, 2),
                ('S', _) if steps.pop() == Some(Step::Mark(b'.')) => Step::Fraction(count),
                ('X' | 'x', 1..=3) => Step::Zone(Zone {
                    has_z: first == 'X',
                    has_colon: count == 3,
                    minutes_are_optional: count == 1,
                }),
                ('-' | '/' | '.' | ':' | ' ' | 'T', 1) => Step::Mark(first as u8),
                ('y', _) => return Err("years are written with four digits or two: yyyy or yy".to_owned()),
                ('M', _) => return Err("names of months cannot be read, only their numbers: M or MM".to_owned()),
                ('m' | 's', 1) => return Err(format!("minutes and seconds have two digits: {first}{first}")),
                ('h' | 'a' | 'K', _) => return Err("hours are counted from 0 to 23: HH".to_owned()),
                ('S', _) => return Err("parts of a second follow the seconds and a point: ss.SSS".to_owned()),
                _ => return Err(format!("\"{}\" means nothing in it", first.to_string().repeat(count))),
            };
            steps.push(step);
        }
        check(base, &steps)?;
        Ok(Self { steps })
    }

    /// Reads a cell and writes it as XML Schema does; returns whether it is of the format and exists.
    pub(super) fn read(&self, base: Base, text: &str, out: &mut String) -> bool {
        out.clear();
        let Some(read) = self.fields(text) else {
            return false;
        };
        write(base, &read, out);
        Moment::parse(base, out).is_some()
    }

    /// A day and a time in the format.
    pub(super) fn example(&self) -> String {
        let mut out = String::new();
        for step in &self.steps {
            match *step {
                Step::Field(Field::Year, 2, _) => out.push_str(&EXAMPLE[0][2..]),
                Step::Field(field, 1, _) => out.push_str(EXAMPLE[field as usize].trim_start_matches('0')),
                Step::Field(field, ..) => out.push_str(EXAMPLE[field as usize]),
                Step::Fraction(count) => out.extend(".125".chars().take(count + 1)),
                Step::Mark(mark) => out.push(char::from(mark)),
                Step::Zone(Zone {
                    minutes_are_optional: true,
                    ..
                }) => out.push_str("+02"),
                Step::Zone(Zone { has_colon: true, .. }) => out.push_str("+02:00"),
                Step::Zone(_) => out.push_str("+0200"),
            }
        }
        out
    }

    fn fields<'a>(&self, text: &'a str) -> Option<Read<'a>> {
        let mut rest = text;
        let mut read = Read::default();
        for step in &self.steps {
            match *step {
                Step::Mark(mark) => rest = rest.strip_prefix(char::from(mark))?,
                Step::Field(field, least, most) => {
                    read.fields[field as usize] = digits(&mut rest, most).filter(|digits| digits.len() >= least)?;
                }
                Step::Fraction(most) => {
                    if let Some(fraction) = rest.strip_prefix('.') {
                        rest = fraction;
                        read.fraction = digits(&mut rest, most).filter(|digits| !digits.is_empty())?;
                    }
                }
                Step::Zone(zone) => read.zone = Some(zone.read(&mut rest)?),
            }
        }
        rest.is_empty().then_some(read)
    }
}

impl Zone {
    /// Takes the hours with their sign and the minutes off the front; no hours stand for UTC.
    fn read<'a>(self, rest: &mut &'a str) -> Option<(&'a str, &'a str)> {
        if let Some(after) = rest.strip_prefix('Z') {
            *rest = after;
            return self.has_z.then_some(("", ""));
        }
        let text = *rest;
        let mut after = rest.strip_prefix(['+', '-'])?;
        digits(&mut after, 2).filter(|hours| hours.len() == 2)?;
        let hours = &text[..3];
        if self.has_colon {
            after = after.strip_prefix(':')?;
        }
        let minutes = digits(&mut after, 2)?;
        *rest = after;
        let is_complete = minutes.len() == 2 || (minutes.is_empty() && self.minutes_are_optional);
        is_complete.then_some((hours, minutes))
    }
}

/// Takes up to so many digits off the front.
fn digits<'a>(rest: &mut &'a str, most: usize) -> Option<&'a str> {
    let count = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at_checked(count)?;
    *rest = after;
    Some(digits)
}

/// Checks that the steps give what the datatype has: each field once, days before times, the zone last.
fn check(base: Base, steps: &[Step]) -> Result<(), String> {
    use Field::{Day, Hour, Minute, Month, Second, Year};
    let fields: Vec<Field> = steps
        .iter()
        .filter_map(|step| {
            if let Step::Field(field, ..) = step {
                Some(*field)
            } else {
                None
            }
        })
        .collect();
    let needed: &[Field] = match base {
        Base::Date => &[Year, Month, Day],
        Base::Time => &[Hour, Minute],
        Base::GYear => &[Year],
        Base::GYearMonth => &[Year, Month],
        Base::GMonth => &[Month],
        Base::GMonthDay => &[Month, Day],
        Base::GDay => &[Day],
        _ => &[Year, Month, Day, Hour, Minute],
    };
    if let Some(missing) = needed.iter().find(|field| !fields.contains(field)) {
        return Err(format!("it has no {}", missing.name()));
    }
    let may_have_seconds = needed.contains(&Minute);
    for (index, field) in fields.iter().enumerate() {
        if fields[..index].contains(field) {
            return Err(format!("it has the {} twice", field.name()));
        }
        let is_seconds = *field == Second && may_have_seconds;
        if !needed.contains(field) && !is_seconds {
            return Err(format!("a {} has no {}", base.name(), field.name()));
        }
    }
    let days = fields
        .iter()
        .take_while(|field| matches!(field, Year | Month | Day))
        .count();
    if ![Hour, Minute, Second].starts_with(&fields[days..]) {
        return Err("a time follows the day, as hours, minutes and seconds".to_owned());
    }
    if base == Base::DateTimeStamp && !matches!(steps.last(), Some(Step::Zone(_))) {
        return Err("a dateTimeStamp has a time zone: X at the end".to_owned());
    }
    check_neighbours(steps)
}

/// Checks what may be side by side.
fn check_neighbours(steps: &[Step]) -> Result<(), String> {
    for (index, step) in steps.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| steps.get(index));
        let after = steps.get(index + 1);
        match step {
            Step::Field(field, 1, _) if matches!(after, Some(Step::Field(..))) => {
                return Err(format!("nothing shows where the {} ends", field.name()));
            }
            Step::Fraction(_) if !matches!(before, Some(Step::Field(Field::Second, ..))) => {
                return Err("parts of a second follow the seconds and a point: ss.SSS".to_owned());
            }
            Step::Zone(_) if after.is_some() || before.is_none() => {
                return Err("the time zone stands at the end".to_owned());
            }
            Step::Mark(mark) => {
                let fits = match (before, after) {
                    (Some(Step::Field(Field::Hour | Field::Minute, ..)), Some(Step::Field(..))) => *mark == b':',
                    (Some(Step::Field(..)), Some(Step::Field(Field::Hour, ..))) => matches!(mark, b' ' | b'T'),
                    (Some(Step::Field(..)), Some(Step::Field(..))) => matches!(mark, b'-' | b'/' | b'.'),
                    (Some(_), Some(Step::Zone(_))) => *mark == b' ',
                    _ => false,
                };
                if !fits {
                    return Err(format!("\"{}\" stands where it means nothing", char::from(*mark)));
                }
            }
            Step::Field(..) | Step::Fraction(_) | Step::Zone(_) => {}
        }
    }
    Ok(())
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

/// Writes the fields that a datatype has as XML Schema does.
fn write(base: Base, read: &Read<'_>, out: &mut String) {
    let [year, month, day, hour, minute, second] = read.fields;
    out.push_str(match year.len() {
        2 if year >= "69" => "19",
        2 => "20",
        _ => "",
    });
    let written = match base {
        Base::Date => write!(out, "{year}-{month:0>2}-{day:0>2}"),
        Base::Time => write!(out, "{hour:0>2}:{minute}:{second:0>2}"),
        Base::GYear => write!(out, "{year}"),
        Base::GYearMonth => write!(out, "{year}-{month:0>2}"),
        Base::GMonth => write!(out, "--{month:0>2}"),
        Base::GMonthDay => write!(out, "--{month:0>2}-{day:0>2}"),
        Base::GDay => write!(out, "---{day:0>2}"),
        _ => write!(out, "{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}:{second:0>2}"),
    };
    debug_assert!(written.is_ok(), "a string can always be written to");
    if !read.fraction.is_empty() {
        out.push('.');
        out.push_str(read.fraction);
    }
    match read.zone {
        Some(("", _)) => out.push('Z'),
        Some((hours, minutes)) => {
            out.push_str(hours);
            out.push(':');
            out.push_str(if minutes.is_empty() { "00" } else { minutes });
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(base: Base, format: &str, text: &str) -> Option<String> {
        let format = DateFormat::compile(base, format).unwrap_or_else(|why| panic!("{format}: {why}"));
        let mut out = String::new();
        format.read(base, text, &mut out).then_some(out)
    }

    #[test]
    fn every_listed_format_of_days_is_read() {
        let formats = [
            "yyyy-MM-dd",
            "yyyyMMdd",
            "dd-MM-yyyy",
            "d-M-yyyy",
            "MM-dd-yyyy",
            "M-d-yyyy",
            "dd/MM/yyyy",
            "d/M/yyyy",
        ];
        let others = [
            "MM/dd/yyyy",
            "M/d/yyyy",
            "dd.MM.yyyy",
            "d.M.yyyy",
            "MM.dd.yyyy",
            "M.d.yyyy",
        ];
        for format in formats.into_iter().chain(others) {
            let text = format
                .replace("yyyy", "2015")
                .replace("MM", "03")
                .replace('M', "3")
                .replace("dd", "22")
                .replace('d', "22");
            assert_eq!(
                read(Base::Date, format, &text).as_deref(),
                Some("2015-03-22"),
                "{format}"
            );
            let (format, text) = (format!("{format} HH:mm XXX"), format!("{text} 15:02 -05:00"));
            assert_eq!(
                read(Base::DateTime, &format, &text).as_deref(),
                Some("2015-03-22T15:02:00-05:00"),
                "{format}"
            );
        }
        assert_eq!(read(Base::Date, "d/M/yyyy", "1/2/2024").as_deref(), Some("2024-02-01"));
        assert_eq!(
            read(Base::Date, "d/M/yyyy", "01/02/2024").as_deref(),
            Some("2024-02-01")
        );
        assert_eq!(read(Base::Date, "dd/MM/yyyy", "1/2/2024"), None);
        assert_eq!(read(Base::Date, "dd/MM/yyyy", "30/02/2024"), None);
        assert_eq!(read(Base::Date, "dd/MM/yyyy", "21/05/24"), None);
        assert_eq!(read(Base::Date, "dd/MM/yyyy", "21/05/2024 "), None);
        assert_eq!(read(Base::Date, "dd/MM/yyyy", "2é/05/2024"), None);
    }

    #[test]
    fn every_listed_format_of_times_is_read() {
        assert_eq!(
            read(Base::Time, "HH:mm:ss.SSS", "15:02:37.143").as_deref(),
            Some("15:02:37.143")
        );
        assert_eq!(
            read(Base::Time, "HH:mm:ss.SSS", "15:02:37.1").as_deref(),
            Some("15:02:37.1")
        );
        assert_eq!(
            read(Base::Time, "HH:mm:ss.SSS", "15:02:37").as_deref(),
            Some("15:02:37")
        );
        assert_eq!(read(Base::Time, "HH:mm:ss.S", "15:02:37.143"), None);
        assert_eq!(read(Base::Time, "HHmmss", "150237").as_deref(), Some("15:02:37"));
        assert_eq!(read(Base::Time, "HHmm", "1502").as_deref(), Some("15:02:00"));
        assert_eq!(read(Base::Time, "H:mm", "9:05").as_deref(), Some("09:05:00"));
        assert_eq!(read(Base::Time, "HH:mm", "25:02"), None);
        assert_eq!(
            read(Base::DateTime, "yyyy-MM-ddTHH:mm", "2015-03-15T15:02").as_deref(),
            Some("2015-03-15T15:02:00")
        );
    }

    #[test]
    fn zones_are_read_in_six_forms() {
        let zone = |format: &str, text: &str| {
            read(Base::Time, &format!("HH:mm{format}"), &format!("15:02{text}"))
                .map(|out| out["15:02:00".len()..].to_owned())
        };
        assert_eq!(zone("X", "-08").as_deref(), Some("-08:00"));
        assert_eq!(zone("X", "+0530").as_deref(), Some("+05:30"));
        assert_eq!(zone("X", "Z").as_deref(), Some("Z"));
        assert_eq!(zone("XX", "-0800").as_deref(), Some("-08:00"));
        assert_eq!(zone(" XXX", " +05:30").as_deref(), Some("+05:30"));
        assert_eq!(zone("x", "+0530").as_deref(), Some("+05:30"));
        assert_eq!(zone("xxx", "-08:00").as_deref(), Some("-08:00"));
        for (format, text) in [
            ("XX", "-08"),
            ("XX", "-08:00"),
            ("XXX", "-0800"),
            ("x", "Z"),
            ("xx", "Z"),
            ("xxx", "Z"),
        ] {
            assert_eq!(zone(format, text), None, "{format} {text}");
        }
        for (format, text) in [
            ("X", ""),
            ("X", "+15"),
            ("X", "+053"),
            ("X", "08"),
            ("X", "+é"),
            ("X", "+08 "),
        ] {
            assert_eq!(zone(format, text), None, "{format} {text}");
        }
    }

    #[test]
    fn parts_of_dates_may_be_written_as_people_do() {
        assert_eq!(read(Base::GYearMonth, "MM/yyyy", "05/2024").as_deref(), Some("2024-05"));
        assert_eq!(read(Base::GYear, "yyyy", "2024").as_deref(), Some("2024"));
        assert_eq!(read(Base::GMonthDay, "d.M", "9.5").as_deref(), Some("--05-09"));
        assert_eq!(read(Base::GMonth, "M", "5").as_deref(), Some("--05"));
        assert_eq!(read(Base::GDay, "d", "9").as_deref(), Some("---09"));
    }

    #[test]
    fn years_of_two_digits_have_a_century_whatever_the_clock_says() {
        assert_eq!(read(Base::Date, "dd/MM/yy", "21/05/24").as_deref(), Some("2024-05-21"));
        assert_eq!(read(Base::Date, "M/d/yy", "5/1/68").as_deref(), Some("2068-05-01"));
        assert_eq!(read(Base::Date, "d.M.yy", "1.5.69").as_deref(), Some("1969-05-01"));
        assert_eq!(read(Base::Date, "dd/MM/yy", "29/02/23"), None);
        assert_eq!(read(Base::Date, "dd/MM/yy", "21/05/2024"), None);
        assert_eq!(
            read(Base::DateTime, "d/M/yy H:mm", "1/5/24 9:05").as_deref(),
            Some("2024-05-01T09:05:00")
        );
    }

    #[test]
    fn formats_that_cannot_be_read_are_refused() {
        let dates = [
            "yyy-MM-dd",
            "dd MMM yyyy",
            "dd/MM",
            "dd/MM/yyyy HH:mm",
            "dMyyyy",
            "dd/MM/yyyy/",
            "dd//MM/yyyy",
            "",
            "X",
        ];
        for format in dates
            .into_iter()
            .chain(["dd/dd/yyyy", "Xdd/MM/yyyy", "dd:MM:yyyy", "yyyy-MM-dd.S", "EEE", "é"])
        {
            assert!(DateFormat::compile(Base::Date, format).is_err(), "{format}");
        }
        for format in [
            "hh:mm",
            "mm:HH",
            "HH:mm.S",
            "HH:mm:ssS",
            "HH",
            "HH:mm:s",
            "HH-mm",
            "HH:mm T",
            "HH:mmXXXX",
        ] {
            assert!(DateFormat::compile(Base::Time, format).is_err(), "{format}");
        }
        assert!(DateFormat::compile(Base::DateTime, "yyyy-MM-dd").is_err());
        assert!(DateFormat::compile(Base::DateTime, "HH:mm yyyy-MM-dd").is_err());
        assert!(DateFormat::compile(Base::DateTimeStamp, "yyyy-MM-dd HH:mm").is_err());
    }

    #[test]
    fn an_example_is_of_its_format() {
        for format in [
            "d/M/yyyy H:mm",
            "d/M/yy H:mm",
            "yyyyMMdd HHmmss",
            "dd.MM.yyyy HH:mm:ss.SSSSS X",
            "M-d-yyyy HH:mmxxx",
        ] {
            let example = DateFormat::compile(Base::DateTime, format).map(|format| format.example());
            let example = example.unwrap_or_else(|why| panic!("{format}: {why}"));
            assert!(read(Base::DateTime, format, &example).is_some(), "{format}: {example}");
        }
    }
}
