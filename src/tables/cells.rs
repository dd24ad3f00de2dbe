//! Numbers and dates as people write them in spreadsheets.

use text::Decimal;
use text::language::Language;
use text::quantity::{Unit, quantities};
use text::time::{Basis, times};

/// A number in digits with a decimal point, and the currency that is written with it: `12 500 000,00` is `12500000.00`,
/// `12,5 M€` is `12500000` in `EUR`.
///
/// A comma or a full stop that occurs once is a decimal sign in a language that writes it so; `1,200` is 1200 in English and 1.2 in
/// French. `None` for what is no number, or more than one.
pub(crate) fn number(text: &str, language: &Language) -> Option<(String, Option<String>)> {
    let digits: String = text.chars().filter(|letter| !is_grouping(*letter)).collect();
    if let Some(number) = plain(&digits, language) {
        return Some((number, None));
    }
    // A billion is a million millions in French: which one is meant, nobody can tell.
    if language.tag() != "en" && sheet::has_billions(text) {
        return None;
    }
    // `£5m` in French, `5 M€` in English: what only another language reads can mean one thing alone. Words are not looked up.
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    let mut readings = in_turn(language).take(if has_digit { usize::MAX } else { 1 });
    readings
        .find_map(|language| amount(text, language))
        .or_else(|| scaled(text))
}

/// A figure with a scale alone, which stands for millions beside a currency and for metres without: `5m`, `5k`, `5 M`.
fn scaled(text: &str) -> Option<(String, Option<String>)> {
    let scale = text.trim_start_matches(|letter: char| !letter.is_alphabetic());
    let figure = text.get(..text.len() - scale.len())?;
    let is_figure =
        figure.starts_with(|letter: char| letter.is_ascii_digit()) && !figure.contains(['€', '$', '£', '¥']);
    let with_sign = |text: String, tag: &str, sign: &str| {
        let (number, currency) = amount(&text, Language::of(tag)?)?;
        (currency.as_deref() == Some(sign)).then_some((number, None))
    };
    if !is_figure || scale.is_empty() || scale.chars().count() > 3 || !scale.chars().all(char::is_alphabetic) {
        return None;
    }
    with_sign(format!("£{}{scale}", figure.trim_end()), "en", "GBP")
        .or_else(|| with_sign(format!("{text}€"), "fr", "EUR"))
}

/// This language, then the others.
fn in_turn(language: &Language) -> impl Iterator<Item = &Language> + '_ {
    let others = LANGUAGES.into_iter().filter(|tag| *tag != language.tag());
    let mut all = vec![language];
    others.filter_map(Language::of).for_each(|other| all.push(other));
    all.into_iter()
}

/// The languages of figures.
const LANGUAGES: [&str; 2] = ["fr", "en"];

/// A currency as a unit; with a scale, also how a figure is written with it: `£m` (`£5m`), `M€` (`5M€`), `CHF`.
pub(super) fn currency(text: &str, language: &Language) -> Option<(Option<String>, String)> {
    let (before, after) = match text
        .char_indices()
        .find(|(_, letter)| matches!(letter, '$' | '£' | '€' | '¥'))
    {
        Some((0, sign)) => text.split_at(sign.len_utf8()),
        _ => ("", text),
    };
    let tries = [
        format!("{before}1{after}"),
        format!("{before}1 {after}"),
        format!("1 {text}"),
        format!("1{text}"),
    ];
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    let read = |text: &String| in_turn(language).find_map(|language| amount(text, language));
    let found = tries
        .iter()
        .filter(|_| !has_digit)
        .find_map(|text| Some((text, read(text)?)));
    let (text, (number, currency)) = found?;
    Some(((number != "1").then(|| text.replace('1', "5")), currency?))
}

/// One figure with nothing but its unit.
fn amount(text: &str, language: &Language) -> Option<(String, Option<String>)> {
    let found = quantities(text, language);
    let [quantity] = &found[..] else { return None };
    let is_whole = quantity.place.start == 0 && quantity.place.end == text.chars().count();
    if !is_whole || quantity.minimum != quantity.maximum {
        return None;
    }
    let currency = match &quantity.unit {
        None => None,
        // A bare `$` is any dollar's.
        Some(Unit::Currency { code, certain: true }) => Some((*code).to_owned()),
        Some(_) => return None,
    };
    Some((quantity.minimum?.to_string(), currency))
}

/// Spaces and apostrophes between groups of digits.
fn is_grouping(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\'' | '’')
}

fn plain(digits: &str, language: &Language) -> Option<String> {
    let (sign, digits) = match digits.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", digits.strip_prefix('+').unwrap_or(digits)),
    };
    if !digits.starts_with(|letter: char| letter.is_ascii_digit())
        || digits.contains(|letter: char| !letter.is_ascii_digit() && letter != ',' && letter != '.')
    {
        return None;
    }
    let decimal = match (digits.matches(',').count(), digits.matches('.').count()) {
        (0, 0 | 1) => digits.to_owned(),
        // The sign that occurs last, once, is the decimal one.
        (1, points) if points > 0 && digits.rfind(',') > digits.rfind('.') => grouped(digits, '.')?.replace(',', "."),
        (commas, 1) if commas > 0 && digits.rfind('.') > digits.rfind(',') => grouped(digits, ',')?,
        (1, 0) if language.tag() == "en" && is_grouped(digits, ',') => digits.replace(',', ""),
        (1, 0) => digits.replace(',', "."),
        (_, 0) => grouped(digits, ',')?,
        (0, _) => grouped(digits, '.')?,
        _ => return None,
    };
    Decimal::parse(&decimal).map(|_| format!("{sign}{decimal}"))
}

/// The digits without a sign that groups them, if it groups them by three.
fn grouped(digits: &str, sign: char) -> Option<String> {
    let whole = digits.split(if sign == ',' { '.' } else { ',' }).next()?;
    is_grouped(whole, sign).then(|| digits.replace(sign, ""))
}

fn is_grouped(whole: &str, sign: char) -> bool {
    let mut groups = whole.split(sign);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// Which of day and month comes first in a date of digits that leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// What a date tells of the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// This order alone makes it a date.
    Order(Order),
    /// It is another date in each.
    Unsure,
}

/// What a date tells of the order of day and month; `None` if nothing, as where the year comes first.
pub(super) fn order(text: &str) -> Option<Told> {
    let (first, second, _) = digits(text)?;
    match (first > 12, second > 12) {
        (true, false) => Some(Told::Order(Order::DayFirst)),
        (false, true) => Some(Told::Order(Order::MonthFirst)),
        (false, false) if first != second => Some(Told::Unsure),
        _ => None,
    }
}

/// The three numbers of a date that ends with its year, which may have two digits.
fn digits(text: &str) -> Option<(u32, u32, u32)> {
    let text = match text.split_once([' ', '\u{a0}']).filter(|(_, rest)| is_clock(rest)) {
        Some((day, _)) => day,
        None => text,
    };
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let [first, second, year] = parts[..] else { return None };
    let number = |part: &str| -> Option<u32> {
        let is_short = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| is_short)
    };
    let (first, second) = (number(first)?, number(second)?);
    ((1..=31).contains(&first) && (1..=31).contains(&second))
        .then(|| Some((first, second, century(year.parse().ok()?, year)?)))
        .flatten()
}

/// A date in ISO 8601 with its own precision: `31/12/2024` is `2024-12-31`, `12/2024` and `décembre 2024` are `2024-12`.
///
/// `order` decides where day and month are both at most 12; a month above 12 tells that it is none.
pub(super) fn date(text: &str, language: &Language, order: Order) -> Option<String> {
    if let Some((first, second, year)) = digits(text) {
        let month_first = (order == Order::MonthFirst && first <= 12) || second > 12;
        let (day, month) = if month_first { (second, first) } else { (first, second) };
        return day_of(year, month, day);
    }
    if let Some((day, _)) = text.split_once([' ', '\u{a0}']).filter(|(_, rest)| is_clock(rest)) {
        return date(day, language, order);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    match (numbers.as_deref(), &parts[..]) {
        (Some([year, month, day]), [written, ..]) if written.len() == 4 => day_of(*year, *month, *day),
        (Some([month, year]), [_, written]) if written.len() == 4 => month_of(*year, *month),
        (Some([year, month]), [written, _]) if written.len() == 4 => month_of(*year, *month),
        (Some(_), _) => None,
        // `mars 2024` in English: what only another language reads can mean one thing alone.
        (None, _) => in_turn(language).find_map(|language| in_words(text, language)),
    }
}

/// A period of two dates in ISO 8601: `2025-2029`, `2025–29`, `2025 à 2029`, `from 01/2025 to 03/2026`.
pub(super) fn period(text: &str, language: &Language, order: Order) -> Option<String> {
    let lower = text.to_lowercase();
    let bare = BEGINNINGS
        .iter()
        .find_map(|lead| lower.strip_prefix(lead))
        .unwrap_or(&lower);
    let halves = DIVIDERS.iter().find_map(|divider| {
        let (first, last) = bare.split_once(divider)?;
        (!last.contains(divider)).then_some((first.trim(), last.trim()))
    });
    let (first, last) = halves?;
    let year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let start = if year(first) {
        first.to_owned()
    } else {
        date(first, language, order)?
    };
    let end = match last {
        last if year(last) => last.to_owned(),
        // `2025-26`
        short if year(first) && short.len() == 2 && short.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}{short}", &first[..2])
        }
        last => date(last, language, order)?,
    };
    (start < end).then(|| format!("{start}/{end}"))
}

/// What stands between the ends of a period, and before it.
const DIVIDERS: [&str; 9] = [" à ", " au ", " to ", " until ", " - ", "–", "—", "/", "-"];
const BEGINNINGS: [&str; 7] = ["de ", "du ", "d'", "from ", "entre ", "between ", "fy "];

/// A year of two digits is one from 1970 to 2069.
fn century(year: u32, written: &str) -> Option<u32> {
    match written.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn month_of(year: u32, month: u32) -> Option<String> {
    ((1..=12).contains(&month) && (1000..=9999).contains(&year)).then(|| format!("{year:04}-{month:02}"))
}

fn day_of(year: u32, month: u32, day: u32) -> Option<String> {
    let month = month_of(year, month)?;
    (1..=31).contains(&day).then(|| format!("{month}-{day:02}"))
}

/// A time of day, which spreadsheets add to dates.
fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(':').collect();
    (2..=3).contains(&parts.len())
        && parts
            .iter()
            .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn in_words(text: &str, language: &Language) -> Option<String> {
    let found = times(text, language, None);
    let [time] = &found[..] else { return None };
    let is_whole = time.place.start == 0 && time.place.end == text.chars().count();
    let iso = time
        .text
        .clone()
        .filter(|iso| !iso.contains("..") && !iso.starts_with('P'))?;
    (is_whole && time.basis == Basis::Written && !time.approximate).then_some(iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        let (french, english) = (Language::of("fr").unwrap(), Language::of("en").unwrap());
        for (text, language, expected) in [
            ("12 500 000,00", french, Some(("12500000.00", None))),
            ("12\u{202f}500\u{a0}000", french, Some(("12500000", None))),
            ("1.234.567,5", french, Some(("1234567.5", None))),
            ("1,200", french, Some(("1.200", None))),
            ("1,200", english, Some(("1200", None))),
            ("1,200,000.5", english, Some(("1200000.5", None))),
            ("1'250", english, Some(("1250", None))),
            ("-3,5", french, Some(("-3.5", None))),
            ("12,5 M€", french, Some(("12500000", Some("EUR")))),
            ("£3m", english, Some(("3000000", Some("GBP")))),
            ("109 milliards d'euros", french, Some(("109000000000", Some("EUR")))),
            ("1.5 billion euros", english, Some(("1500000000", Some("EUR")))),
            ("1.5 billion euros", french, None),
            ("2 billions d'euros", french, None),
            ("1,23,4", french, None),
            ("3 à 4 M€", french, None),
            ("environ", french, None),
            ("12 rue Haute", french, None),
        ] {
            let expected = expected.map(|(number, unit)| (number.to_owned(), unit.map(str::to_owned)));
            assert_eq!(number(text, language), expected, "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_spreadsheets_write_them() {
        let french = Language::of("fr").unwrap();
        for (text, expected) in [
            ("31/12/2024", Some("2024-12-31")),
            ("31.12.24", Some("2024-12-31")),
            ("12/31/2024", Some("2024-12-31")),
            ("2024/05/21", Some("2024-05-21")),
            ("21/05/2024 00:00:00", Some("2024-05-21")),
            ("05/2024", Some("2024-05")),
            ("mai 2024", Some("2024-05")),
            ("May 2024", Some("2024-05")),
            ("21 mai 2024", Some("2024-05-21")),
            ("hier", None),
            ("2025-2029", None),
            ("40/40/2024", None),
            ("1/2/3", None),
        ] {
            assert_eq!(date(text, french, Order::DayFirst).as_deref(), expected, "{text}");
        }
        for (text, expected) in [
            ("03/04/2024", Some("2024-03-04")),
            ("31/12/2024", Some("2024-12-31")),
            ("12/31/2024", Some("2024-12-31")),
            ("04/03/24 10:30", Some("2024-04-03")),
        ] {
            assert_eq!(date(text, french, Order::MonthFirst).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn dates_tell_their_order_or_leave_it_open() {
        for (text, expected) in [
            ("31/12/2024", Some(Told::Order(Order::DayFirst))),
            ("12.31.24", Some(Told::Order(Order::MonthFirst))),
            ("03/04/2024", Some(Told::Unsure)),
            ("03/04/2024 00:00", Some(Told::Unsure)),
            ("04/04/2024", None),
            ("2024-03-04", None),
            ("03/2024", None),
            ("mars 2024", None),
        ] {
            assert_eq!(order(text), expected, "{text}");
        }
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        let (french, english) = (Language::of("fr").unwrap(), Language::of("en").unwrap());
        for (text, language, expected) in [
            ("2025-2029", french, Some("2025/2029")),
            ("2025–2029", english, Some("2025/2029")),
            ("2025 à 2029", french, Some("2025/2029")),
            ("de 2025 à 2029", french, Some("2025/2029")),
            ("2025 to 2029", english, Some("2025/2029")),
            ("2025/26", english, Some("2025/2026")),
            ("2025-26", english, Some("2025/2026")),
            ("du 01/02/2025 au 31/03/2026", french, Some("2025-02-01/2026-03-31")),
            ("01/2025 - 03/2026", french, Some("2025-01/2026-03")),
            ("2029-2025", french, None),
            ("2025-2029-2031", french, None),
            ("2025-", french, None),
            ("-", french, None),
        ] {
            assert_eq!(period(text, language, Order::DayFirst).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_figure_that_only_the_other_language_reads_is_read() {
        let (french, english) = (Language::of("fr").unwrap(), Language::of("en").unwrap());
        for (text, language, expected) in [
            ("£5m", french, ("5000000", Some("GBP"))),
            ("5m", french, ("5000000", None)),
            ("5k", french, ("5000", None)),
            ("5bn", french, ("5000000000", None)),
            ("5,5 M", french, ("5500000", None)),
            ("3 Md", french, ("3000000000", None)),
            ("5 M€", english, ("5000000", Some("EUR"))),
            ("2 milliards d'euros", english, ("2000000000", Some("EUR"))),
        ] {
            let expected = (expected.0.to_owned(), expected.1.map(str::to_owned));
            assert_eq!(number(text, language), Some(expected), "{text}");
        }
        for (text, expected) in [
            ("£m", (Some("£5m"), "GBP")),
            ("M€", (Some("5M€"), "EUR")),
            ("CHF", (None, "CHF")),
            ("k€", (Some("5k€"), "EUR")),
        ] {
            assert_eq!(
                currency(text, french),
                Some((expected.0.map(str::to_owned), expected.1.to_owned())),
                "{text}"
            );
        }
        for text in ["persons", "km", "5 M€", ""] {
            assert_eq!(currency(text, french), None, "{text}");
        }
    }
}
