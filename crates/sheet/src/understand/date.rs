//! Dates and periods in cells and headings: `14/06/23`, `juin 23`, `2024-2026`, `T1 2024`, days as numbers of Excel.

use text::calendar::{days_of_month, days_since_1970, iso_date};
use text::language::Language;
use text::scan::scan;

use crate::map::DateOrder;
use crate::words::LISTS;

/// A date, and whether day and month could as well be the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Date {
    /// ISO 8601: a day, month, year, or two with `/` between.
    pub(super) iso: String,
    /// Which of day and month comes first, if the text itself tells; `None` and `is_unsure` if it leaves that open.
    pub(super) order: Option<DateOrder>,
    /// Whether the order decides.
    pub(super) is_unsure: bool,
}

/// The longest text that is read as a date.
const LONGEST: usize = 80;

/// The first and the last year that a table is about.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2199;

/// Days that Excel counts from its epoch: those of the years 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// What dates or periods a text may be, in ISO 8601: with the day first, then with the month first; the same once.
pub fn dates(text: &str) -> Vec<String> {
    let orders = [DateOrder::DayFirst, DateOrder::MonthFirst];
    let mut dates: Vec<String> = orders
        .iter()
        .filter_map(|order| Some(date(text, *order)?.iso))
        .collect();
    dates.dedup();
    dates
}

/// Reads a date or a period; `order` is that of day and month where the text leaves it open.
pub(super) fn date(text: &str, order: DateOrder) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if let Some(date) = numeric(text, order) {
        return Some(date);
    }
    if let Some(period) = period(text, order) {
        return Some(period);
    }
    let certain = |iso| Date {
        iso,
        order: None,
        is_unsure: false,
    };
    words(text).map(certain)
}

/// Two dates or years: `2024-2026`, `2017-03-30/2017-05-24`, `du 1/2/24 au 3/4/24`.
fn period(text: &str, order: DateOrder) -> Option<Date> {
    let bare = strip_lead(text, &["du ", "de ", "from ", "between ", "entre "]);
    for divider in ["/", " - ", " – ", " au ", " à ", " to ", "-", "–", "_", " et ", " and "] {
        let mut places = bare.match_indices(divider);
        let Some((place, _)) = places.next() else { continue };
        if places.next().is_some() {
            continue;
        }
        let (first, last) = (bare.get(..place)?.trim(), bare.get(place + divider.len()..)?.trim());
        let (Some(start), Some(end)) = (numeric(first, order), numeric(last, order)) else {
            continue;
        };
        if start.iso.len() == end.iso.len() && start.iso <= end.iso {
            return Some(Date {
                iso: format!("{}/{}", start.iso, end.iso),
                order: start.order.or(end.order),
                is_unsure: start.is_unsure || end.is_unsure,
            });
        }
    }
    let (first, last) = bare.split_once(['-', '/', '–'])?;
    let (first, last) = (first.trim(), last.trim());
    year(first)?;
    let iso = next_year(first, last).filter(|_| last.len() == 2)?;
    Some(Date {
        iso,
        order: None,
        is_unsure: false,
    })
}

fn strip_lead<'t>(text: &'t str, leads: &[&str]) -> &'t str {
    let lower = text.to_lowercase();
    let lead = leads.iter().find(|lead| lower.starts_with(**lead));
    lead.and_then(|lead| text.get(lead.len()..)).unwrap_or(text)
}

/// A date in digits: a year, a month, or a day, with the time of day left out.
fn numeric(text: &str, order: DateOrder) -> Option<Date> {
    let text = strip_lead(text, &["le ", "exercice ", "fy ", "fy", "année "]);
    let day = text.split(['T', ' ']).next()?;
    let rest = text.get(day.len()..)?.trim_start_matches(['T', ' ']);
    let is_clock = |letter: char| letter.is_ascii_digit() || matches!(letter, ':' | '.' | 'Z' | '+' | '-' | 'h');
    let is_time = rest.contains([':', 'h']) && rest.chars().all(is_clock);
    if !rest.is_empty() && !is_time {
        return None;
    }
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    let is_digits = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(is_digits) {
        return None;
    }
    let certain = |iso: String| {
        Some(Date {
            iso,
            order: None,
            is_unsure: false,
        })
    };
    match parts.as_slice() {
        [one] => certain(year(one)?.to_string()),
        [first, last] if first.len() == 4 && last.len() == 2 => {
            let (year, month) = (year(first)?, last.parse::<i64>().ok()?);
            if !(1..=12).contains(&month) {
                return None;
            }
            certain(format!("{year}-{month:02}"))
        }
        [first, last] if last.len() == 4 && first.len() <= 2 => {
            let (month, year) = (first.parse::<i64>().ok()?, year(last)?);
            if !(1..=12).contains(&month) {
                return None;
            }
            certain(format!("{year}-{month:02}"))
        }
        [year_text, month, day] if year_text.len() == 4 => {
            certain(day_of(year(year_text)?, month.parse().ok()?, day.parse().ok()?)?)
        }
        [first, second, third]
            if year_first(first, second, third)
                .is_some_and(|(_, is_sure)| is_sure || order == DateOrder::YearFirst) =>
        {
            certain(year_first(first, second, third)?.0)
        }
        [first, second, year_text] if first.len() <= 2 && second.len() <= 2 => {
            ordered(first.parse().ok()?, second.parse().ok()?, short_year(year_text)?, order)
        }
        _ => None,
    }
}

/// The day of `24-03-05` with the year first, and whether it can be no other.
fn year_first(first: &str, second: &str, third: &str) -> Option<(String, bool)> {
    if ![first, second, third].iter().all(|part| part.len() == 2) {
        return None;
    }
    let [month, day] = [second, third].map(|part| part.parse::<i64>().ok());
    let iso = day_of(short_year(first)?, month?, day?)?;
    let is_day = first.parse::<i64>().is_ok_and(|first| (1..=31).contains(&first));
    Some((iso, !is_day))
}

/// The two ends of a day with dashes of which each may be the year: `24-03-05`.
pub(super) fn ends(text: &str) -> Option<[&str; 2]> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_open = [first, second, third].iter().all(|part| digits(part))
        && year_first(first, second, third).is_some_and(|(_, is_sure)| !is_sure);
    is_open.then_some([first, third])
}

fn ordered(first: i64, second: i64, year: i64, order: DateOrder) -> Option<Date> {
    let day_first = day_of(year, second, first);
    let month_first = day_of(year, first, second);
    let told = |iso, order| {
        Some(Date {
            iso,
            order: Some(order),
            is_unsure: false,
        })
    };
    match (day_first, month_first) {
        (Some(iso), None) => told(iso, DateOrder::DayFirst),
        (None, Some(iso)) => told(iso, DateOrder::MonthFirst),
        (None, None) => None,
        (Some(iso), Some(other)) => {
            let is_unsure = iso != other;
            let iso = if order == DateOrder::MonthFirst { other } else { iso };
            Some(Date {
                iso,
                order: None,
                is_unsure,
            })
        }
    }
}

fn day_of(year: i64, month: i64, day: i64) -> Option<String> {
    let exists = (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
    exists.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A year of four digits.
pub(super) fn year(text: &str) -> Option<i64> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_year && YEARS.contains(year))
}

/// Whether a word is a year, or two: `2025`, `2025-26`, `2025/2026`.
pub(super) fn is_of_years(word: &str) -> bool {
    year(word).is_some() || two_years(word).is_some()
}

/// A year of four digits or two: those from 70 on belong to the last century.
fn short_year(text: &str) -> Option<i64> {
    if text.len() == 2 {
        let short: i64 = text.parse().ok()?;
        return Some(if short < 70 { 2000 + short } else { 1900 + short });
    }
    year(text)
}

/// A date with words: `juin 23`, `12 juin 2023`, `T1 2024`, `fin 2025`.
fn words(text: &str) -> Option<String> {
    let spaced = text.replace(['-', '/', '.', '\''], " ");
    let spaced = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let full = with_full_year(&spaced);
    let english = in_english(full.as_deref().unwrap_or(&spaced));
    let tries = [full.as_deref(), Some(text), Some(spaced.as_str()), english.as_deref()];
    let languages = ["fr", "en"].into_iter().filter_map(Language::of);
    languages
        .flat_map(|language| {
            tries
                .into_iter()
                .flatten()
                .filter_map(move |text| whole(text, language))
        })
        .next()
}

/// `marzo 2023`, `3. März 2024`: a date whose month has its name in another language; none for other texts.
fn in_english(text: &str) -> Option<String> {
    let mut is_other = false;
    let words = text.split(' ').filter(|word| !matches!(*word, "de" | "del" | "di"));
    let words = words.map(|word| match LISTS.whole("month", word) {
        Some(month) => {
            is_other = true;
            let (first, rest) = month.split_at(1);
            first.to_uppercase() + rest
        }
        None => word.to_owned(),
    });
    let text = words.collect::<Vec<_>>().join(" ");
    is_other.then_some(text)
}

/// `juin 23` and `14 juin 23` with their century.
fn with_full_year(text: &str) -> Option<String> {
    let (rest, last) = text.rsplit_once(' ')?;
    let is_word = rest
        .rsplit(' ')
        .next()
        .is_some_and(|word| word.chars().all(char::is_alphabetic));
    let is_short = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_digit());
    (is_word && is_short)
        .then(|| short_year(last))
        .flatten()
        .map(|year| format!("{rest} {year}"))
}

/// The one day that a text of other words names: `délibération du 12/06/2023`.
pub(super) fn within(text: &str, order: DateOrder) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut found = text
        .split_whitespace()
        .filter_map(|word| numeric(word.trim_matches([',', ';', '(', ')', '.']), order));
    let first = found.next().filter(|date| date.iso.len() == 10);
    first.filter(|_| found.next().is_none()).map(|date| date.iso)
}

/// The date of a text that has nothing else than one.
fn whole(text: &str, language: &Language) -> Option<String> {
    let read = scan(text, language, None);
    let [time] = read.times.as_slice() else { return None };
    let covers = time.place.len() + 4 >= text.chars().count() && read.quantities.is_empty() && read.unread.is_empty();
    let iso = time
        .text
        .clone()
        .filter(|iso| !iso.starts_with('P') && !iso.contains(".."))?;
    covers.then_some(iso)
}

/// The day that a number of Excel means, in the epoch of 1900 or that of 1904.
pub(crate) fn serial(days: i64, is_1904: bool) -> Option<String> {
    let days = if is_1904 { days + 1462 } else { days };
    // Day 60 of Excel's calendar is 29 February 1900, which did not exist; the days after it count from 30 December 1899.
    SERIALS
        .contains(&days)
        .then(|| iso_date(days_since_1970(1899, 12, 30) + days))
}

/// The years of a heading or title: `2024`, `2024/2026`; none if it has none, or more than a period.
pub(super) fn years(text: &str) -> Option<String> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut place = 0;
    for part in text.split(|letter: char| !letter.is_ascii_digit()) {
        let before = text.get(..place).unwrap_or_default();
        let after = text.get(place + part.len()..).unwrap_or_default();
        // Those of a full date are no period.
        let is_date = before.ends_with(['/', '.']) && !found.iter().any(|(end, _)| *end + 1 == place)
            || after.starts_with('-') && after.get(1..4).is_some_and(|rest| rest.ends_with('-'));
        if year(part).is_some() && !is_date {
            found.push((place + part.len(), part));
        }
        place += part.len() + 1;
        while !text.is_char_boundary(place) && place < text.len() {
            place += 1;
        }
    }
    match found.as_slice() {
        [(end, one)] => {
            let rest = text.get(*end..).and_then(|rest| rest.strip_prefix(['-', '/', '–']));
            let next = rest.and_then(|last| next_year(one, last));
            Some(next.unwrap_or_else(|| (*one).to_owned()))
        }
        [(_, first), (_, last)] if first < last => Some(format!("{first}/{last}")),
        [(_, first), (_, last)] if first == last => Some((*first).to_owned()),
        _ => None,
    }
}

/// The two years of a text that is `2009-10`, `2004/05` or `FY 2009-10`, and nothing else: months of these forms may be years.
pub(super) fn two_years(text: &str) -> Option<String> {
    let bare = strip_lead(text.trim(), &["exercice ", "fy ", "fy", "année ", "saison ", "season "]);
    let (first, last) = bare.split_once(['-', '/', '–'])?;
    let (first, last) = (first.trim(), last.trim());
    year(first)?;
    next_year(first, last).filter(|_| last.len() == 2)
}

/// The two years of `2023-24` and `2023/24`; `last` begins with the figures of the second.
fn next_year(first: &str, last: &str) -> Option<String> {
    let digits = last.chars().take_while(char::is_ascii_digit).count();
    let next = first.parse::<u32>().ok()? + 1;
    let is_next = digits == 2 && last.get(..2)?.parse() == Ok(next % 100);
    is_next.then(|| format!("{first}/{next}"))
}

/// The months of the part of a year that a heading names beside it: `2024 / T1`, `Q3 2024`, `2024 S2`, `1er trimestre 2024`,
/// `Jan 2024`, `Versé en janv. 2024`.
pub(super) fn part_of_year(text: &str, period: &str) -> Option<String> {
    let year = year(period)?;
    // `2024-01`
    if let Some(date) = numeric(text.trim(), DateOrder::DayFirst).filter(|date| date.iso.len() == 7) {
        return Some(date.iso);
    }
    let mut parts = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter_map(|word| part_in_letters(word).or_else(|| part_in_letters(without_year(word))));
    if let Some((first, last)) = parts.next().or_else(|| part_in_words(text)) {
        return parts
            .next()
            .is_none()
            .then(|| format!("{year}-{first:02}/{year}-{last:02}"));
    }
    month(text, year)
}

/// A word without the year before it or behind it: `2024T1`, `Q12024`.
fn without_year(word: &str) -> &str {
    let is_year = |digits: Option<&str>| digits.and_then(year).is_some();
    match word.len().checked_sub(4) {
        Some(2) if is_year(word.get(..4)) => word.get(4..).unwrap_or(word),
        Some(2) if is_year(word.get(2..)) => word.get(..2).unwrap_or(word),
        _ => word,
    }
}

/// The first and the last month of a part of a year in words: `1er trimestre`, `second half`.
fn part_in_words(text: &str) -> Option<(u32, u32)> {
    let found = LISTS.within("part-of-year", text);
    let [one] = found.as_slice() else { return None };
    part_in_letters(one.value)
}

/// Whether a text is a part of a year, and nothing else: `T1`, `janv.`, `first half`.
pub(super) fn names_a_part_of_year(text: &str) -> bool {
    let bare = text.trim().trim_end_matches('.');
    let is_month = || bare.len() >= 3 && bare.chars().all(char::is_alphabetic) && month(bare, 2024).is_some();
    part_in_letters(bare).is_some() || LISTS.whole("part-of-year", bare).is_some() || is_month()
}

/// The one month that a heading names in words beside its year; that of a day is none.
fn month(text: &str, year: i64) -> Option<String> {
    let all: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = None;
    for (place, word) in all.iter().enumerate() {
        let is_word = word.len() >= 3 && word.chars().all(char::is_alphabetic);
        let Some(iso) = words(&format!("{word} {year}")).filter(|iso| is_word && iso.len() == 7) else {
            continue;
        };
        let is_number = |word: Option<&&str>| {
            word.is_some_and(|word| {
                word.starts_with(|letter: char| letter.is_ascii_digit()) && word.len() <= 4 && !is_year(word, year)
            })
        };
        let is_of_day =
            is_number(place.checked_sub(1).and_then(|before| all.get(before))) || is_number(all.get(place + 1));
        if found.replace(iso).is_some() || is_of_day {
            return None;
        }
    }
    found
}

/// Whether a word is a year in digits.
fn is_year(word: &str, year: i64) -> bool {
    word.parse() == Ok(year)
}

/// The first and the last month of a part of a year: `T1`, `Q1`, `S2`, `H2`.
pub(super) fn part_in_letters(word: &str) -> Option<(u32, u32)> {
    let number = word.get(1..)?.parse::<u32>().ok()?;
    let months = match word.get(..1)? {
        "T" | "Q" if (1..=4).contains(&number) => 3,
        "S" | "H" if (1..=2).contains(&number) => 6,
        _ => return None,
    };
    Some((number * months - months + 1, number * months))
}

/// The day that `30/09` within a heading means, in the last year of its period.
pub(super) fn day_in(text: &str, period: &str) -> Option<String> {
    let year = period.rsplit('/').next().and_then(|last| year(last.get(..4)?))?;
    text.split(|letter: char| !letter.is_ascii_digit() && letter != '/')
        .find_map(|part| {
            let (day, month) = part.split_once('/')?;
            let is_short = day.len() <= 2 && month.len() <= 2;
            is_short
                .then(|| day_of(year, month.parse().ok()?, day.parse().ok()?))
                .flatten()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, iso) in [
            ("14/06/23", "2023-06-14"),
            ("09/02/2025", "2025-02-09"),
            ("31.12.2024", "2024-12-31"),
            ("2024-05-21", "2024-05-21"),
            ("2024/05/21", "2024-05-21"),
            ("2024-05-21T10:30:00", "2024-05-21"),
            ("21/05/2024 10:30", "2024-05-21"),
            ("juin 23", "2023-06"),
            ("juin 2023", "2023-06"),
            ("mars-24", "2024-03"),
            ("14 juin 23", "2023-06-14"),
            ("12 juin 2023", "2023-06-12"),
            ("May 2024", "2024-05"),
            ("2024", "2024"),
            ("2024-05", "2024-05"),
            ("05/2024", "2024-05"),
            ("2024-2026", "2024/2026"),
            ("2024/25", "2024/2025"),
            ("2017-03-30/2017-05-24", "2017-03-30/2017-05-24"),
            ("T1 2024", "2024-01/2024-03"),
            ("12/31/2024", "2024-12-31"),
        ] {
            assert_eq!(
                date(text, DateOrder::DayFirst).map(|date| date.iso).as_deref(),
                Some(iso),
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in [
            "",
            "?",
            "12",
            "31/02/2024",
            "Jean Zay",
            "bientôt",
            "45 000",
            "12,5 M€",
            "99/99/99",
        ] {
            assert_eq!(date(text, DateOrder::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn day_and_month_are_unsure_where_both_orders_are_dates() {
        assert!(date("05/06/2024", DateOrder::DayFirst).is_some_and(|date| date.is_unsure));
        assert_eq!(
            date("05/06/2024", DateOrder::MonthFirst)
                .map(|date| date.iso)
                .as_deref(),
            Some("2024-05-06")
        );
        assert_eq!(
            date("25/06/2024", DateOrder::MonthFirst).and_then(|date| date.order),
            Some(DateOrder::DayFirst)
        );
        assert!(date("05/05/2024", DateOrder::DayFirst).is_some_and(|date| !date.is_unsure));
    }

    #[test]
    fn numbers_of_excel_are_days_in_both_epochs() {
        assert_eq!(serial(45_292, false).as_deref(), Some("2024-01-01"));
        assert_eq!(serial(43_830, true).as_deref(), Some("2024-01-01"));
        assert_eq!(serial(12, false), None);
    }

    #[test]
    fn years_of_titles_are_found_and_those_of_dates_are_not() {
        assert_eq!(years("Budget 2024").as_deref(), Some("2024"));
        assert_eq!(years("Plan 2024-2028 (en M€)").as_deref(), Some("2024/2028"));
        assert_eq!(years("FY 2022-23").as_deref(), Some("2022/2023"));
        assert_eq!(years("Saison 1999/00 (k€)").as_deref(), Some("1999/2000"));
        assert_eq!(years("2022-25").as_deref(), Some("2022"));
        assert_eq!(years("MÀJ 12/03/2025"), None);
        assert_eq!(years("Suivi – é 12"), None);
        assert_eq!(day_in("Exécuté (30/09)", "2025").as_deref(), Some("2025-09-30"));
    }
}
