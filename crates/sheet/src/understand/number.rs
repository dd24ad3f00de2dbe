//! Numbers in digits as people write them: `1 234,56`, `1,234.56`, `(12,3)`, `$120,000,000`, `54 (1)`.

use std::borrow::Cow;

use text::Decimal;

use crate::map::DecimalMark;
use crate::measure::Measure;

use super::measures::{Measures, abbreviated};

/// A number with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value, without scale.
    pub(super) value: Decimal,
    /// What stands before and after it, if that is a unit.
    pub(super) unit: Measure,
    /// The footnote to which it refers: `1` of `54 (1)`.
    pub(super) footnote: Option<String>,
    /// Whether `1,234` could as well be 1.234: its mark, which was taken as told.
    pub(super) unsure: Option<char>,
    /// How many decimals are written.
    pub(super) decimals: u32,
}

/// The longest text that may be a number with its unit.
const LONGEST: usize = 60;

/// Reads a text that is one number, perhaps with a sign, a unit and a footnote.
pub(super) fn number(text: &str, mark: Option<DecimalMark>, measures: &Measures) -> Option<Number> {
    let text = without_dash(text.trim());
    let (text, footnote) = footnote(&text);
    if text.len() > LONGEST {
        return None;
    }
    let (text, is_negative) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => (inner.trim(), true),
        _ => (text, false),
    };
    let first = text.find(|letter: char| letter.is_ascii_digit())?;
    let last = text.rfind(|letter: char| letter.is_ascii_digit())?;
    let (before, after) = (text.get(..first)?.trim(), text.get(last + 1..)?.trim());
    let digits = text.get(first..=last)?;
    // `(12,3) M€` is below zero like `(12,3)`.
    let (before, after, is_negative) = match (before.strip_suffix('('), after.strip_prefix(')')) {
        (Some(before), Some(after)) => (before.trim(), after.trim(), true),
        _ => (before, after, is_negative),
    };
    let (before, minus_before) = without_minus(before);
    let (after, minus_after) = without_minus(after);
    let beside = format!("{before}{after}");
    let unit = match beside.is_empty() {
        true => Measure::default(),
        false => measures
            .of_money(&beside)
            .or_else(|| measures.of_money(&format!("{before} {after}")))
            .or_else(|| abbreviated(&format!("{before} {after}")))?,
    };
    let read = digits_of(digits, mark)?;
    let value = match is_negative || minus_before || minus_after {
        true => read.value.negated()?,
        false => read.value,
    };
    Some(Number {
        value,
        unit,
        footnote,
        unsure: read.unsure,
        decimals: read.decimals,
    })
}

/// A text without the dash in place of decimals: `350.000,-`, `12.–`.
pub(super) fn without_dash(text: &str) -> Cow<'_, str> {
    let is_dash = |letter: &char| matches!(letter, '-' | '–' | '—');
    let letters: Vec<char> = text.chars().collect();
    let digit = |place: Option<usize>| {
        place
            .and_then(|place| letters.get(place))
            .is_some_and(char::is_ascii_digit)
    };
    let end_of = |place: usize| {
        let dashes = letters
            .iter()
            .skip(place + 1)
            .take_while(|letter| is_dash(letter))
            .count();
        let end = place + 1 + dashes;
        let is_mark = matches!(letters.get(place), Some('.' | ',')) && digit(place.checked_sub(1));
        (is_mark && (1..=2).contains(&dashes) && !digit(Some(end))).then_some(end)
    };
    let Some((place, end)) = (0..letters.len()).find_map(|place| Some((place, end_of(place)?))) else {
        return Cow::Borrowed(text);
    };
    Cow::Owned(letters.iter().take(place).chain(letters.iter().skip(end)).collect())
}

/// Whether a number was shortened to a few digits: `2,1060E+13`.
pub(super) fn is_damaged(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(exponent)
        && digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits.split([',', '.']).all(is_digits)
}

fn without_minus(text: &str) -> (&str, bool) {
    let is_minus = |letter: char| matches!(letter, '-' | '−' | '–');
    match (text.strip_prefix(is_minus), text.strip_suffix(is_minus)) {
        (Some(rest), _) | (None, Some(rest)) => (rest.trim(), true),
        (None, None) => (text, false),
    }
}

/// Takes the reference to a footnote off the end of a figure: `54 (1)`, `54 *`, `54¹`.
pub(super) fn footnote(text: &str) -> (&str, Option<String>) {
    let none = (text, None);
    if let Some(open) = text.rfind(['(', '['])
        && let Some(inner) = text.get(open + 1..).and_then(|rest| rest.strip_suffix([')', ']']))
        && text
            .get(..open)
            .is_some_and(|before| before.contains(|letter: char| letter.is_ascii_digit()))
    {
        let is_mark = inner.len() <= 2 && inner.chars().all(|letter| letter.is_ascii_digit())
            || inner.len() == 1 && inner.chars().all(|letter| letter.is_ascii_lowercase() || letter == '*');
        return match is_mark && !inner.is_empty() {
            true => (text.get(..open).unwrap_or_default().trim_end(), Some(inner.to_owned())),
            false => none,
        };
    }
    let bare = text.trim_end_matches(['*', '†', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']);
    match bare.len() < text.len() && bare.ends_with(|letter: char| !letter.is_alphabetic()) && !bare.trim().is_empty() {
        true => (
            bare.trim_end(),
            Some(text::fold::fold(text.get(bare.len()..).unwrap_or_default())),
        ),
        false => none,
    }
}

struct Digits {
    value: Decimal,
    unsure: Option<char>,
    decimals: u32,
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
}

fn digits_of(text: &str, mark: Option<DecimalMark>) -> Option<Digits> {
    if !text
        .chars()
        .all(|letter| letter.is_ascii_digit() || is_space(letter) || matches!(letter, '.' | ','))
    {
        return None;
    }
    let marks: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, '.' | ','))
        .collect();
    let has_spaces = text.contains(is_space);
    let (decimal_at, unsure) = match marks.as_slice() {
        [] => (None, None),
        [(place, letter)] => {
            let before = text.get(..*place)?;
            let after = text.get(place + 1..)?;
            let is_sure = after.len() != 3 || has_spaces || before.len() > 3 || before.starts_with('0');
            let is_mark = match mark {
                Some(DecimalMark::Comma) => *letter == ',',
                Some(DecimalMark::Point) => *letter == '.',
                Some(DecimalMark::Neither) | None => false,
            };
            match is_sure {
                true => (Some(*place), None),
                false => (
                    is_mark.then_some(*place),
                    mark.is_none_or(|mark| mark == DecimalMark::Neither).then_some(*letter),
                ),
            }
        }
        [rest @ .., (place, letter)] => match rest.iter().all(|(_, other)| other == letter) {
            true => (None, None),
            false if rest.iter().any(|(_, other)| other == letter) => return None,
            false => (Some(*place), None),
        },
    };
    let (whole, fraction) = match decimal_at {
        Some(place) => (text.get(..place)?, text.get(place + 1..)?),
        None => (text, ""),
    };
    if fraction.contains(|letter: char| !letter.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = whole
        .split(|letter: char| is_space(letter) || matches!(letter, '.' | ','))
        .collect();
    if !is_grouped(&groups, has_spaces) {
        return None;
    }
    let value = Decimal::parse(&format!("{}.{fraction}", groups.concat()))?;
    Some(Digits {
        value,
        unsure,
        decimals: u32::try_from(fraction.len()).ok()?,
    })
}

/// Whether digits stand in groups of three, of which the first may be shorter. India groups by two before the last.
fn is_grouped(groups: &[&str], has_spaces: bool) -> bool {
    let is_whole = |group: &&str| group.len() == 3 || group.len() == 2 && !has_spaces;
    groups.len() == 1
        || groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.last().is_some_and(|last| last.len() == 3)
            && groups.iter().skip(1).all(is_whole)
}

/// How often a comma and a point are decimal marks, divide thousands, or may be either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) decimal: [usize; 2],
    pub(super) thousands: [usize; 2],
    pub(super) open: [usize; 2],
    /// Those of the last that end in three zeros.
    pub(super) zeros: [usize; 2],
}

/// What the numbers of a text tell of the marks: `80,5`, `1.234.567`, `350,000`.
pub(super) fn marks(text: &str) -> Marks {
    let mut told = Marks::default();
    if text.len() > LONGEST {
        return told;
    }
    let is_of_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    let mut rest = text;
    let mut before_space = false;
    while let Some(start) = rest.find(is_of_number) {
        let between = rest.get(..start).unwrap_or_default();
        let tail = rest.get(start..).unwrap_or_default();
        let end = tail.find(|letter| !is_of_number(letter)).unwrap_or(tail.len());
        let token = tail.get(..end).unwrap_or_default().trim_end_matches(['.', ',']);
        // `1 234,567`
        let is_grouped = before_space && between.chars().all(is_space) && !between.is_empty();
        count(token, is_grouped, &mut told);
        before_space = token.bytes().all(|byte| byte.is_ascii_digit()) && !token.is_empty();
        rest = tail.get(end..).unwrap_or_default();
    }
    told
}

/// Counts the marks of one number.
fn count(token: &str, is_grouped: bool, told: &mut Marks) {
    let place = |letter: char| usize::from(letter == '.');
    let found: Vec<char> = token.chars().filter(|letter| matches!(letter, '.' | ',')).collect();
    let parts: Vec<&str> = token.split(['.', ',']).collect();
    let (Some(last), Some(before), Some(after)) = (found.last(), parts.first(), parts.last()) else {
        return;
    };
    if before.is_empty() || after.is_empty() {
        return;
    }
    let are_groups = parts.iter().skip(1).all(|part| part.len() == 3);
    match found.as_slice() {
        [_] if after.len() != 3 || is_grouped || before.len() > 3 || before.starts_with('0') => {
            told.decimal[place(*last)] += 1;
        }
        [_] => {
            told.open[place(*last)] += 1;
            told.zeros[place(*last)] += usize::from(*after == "000");
        }
        [others @ .., _] if others.iter().all(|other| other == last) => {
            told.thousands[place(*last)] += usize::from(are_groups);
        }
        [others @ .., _] if !others.contains(last) => told.decimal[place(*last)] += 1,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Option<String>, u32)> {
        let number = number(text, None, &Measures::default())?;
        Some((number.value.to_string(), number.unit.unit, number.unit.scale))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value, unit, scale) in [
            ("1 234,56", "1234.56", None, 0),
            ("1\u{202f}234\u{202f}567", "1234567", None, 0),
            ("1,234.56", "1234.56", None, 0),
            ("1.234.567,89", "1234567.89", None, 0),
            ("12'500.50", "12500.5", None, 0),
            ("$120,000,000", "120000000", Some("USD"), 0),
            ("12 500 000,00 €", "12500000", Some("EUR"), 0),
            ("€ 12.50", "12.5", Some("EUR"), 0),
            ("(12,3)", "-12.3", None, 0),
            ("-12,3", "-12.3", None, 0),
            ("−5 %", "-5", Some("%"), 0),
            ("12-", "-12", None, 0),
            ("54 (1)", "54", None, 0),
            ("54*", "54", None, 0),
            ("€54m [1]", "54", Some("EUR"), 6),
            ("12,5 M€", "12.5", Some("EUR"), 6),
            ("£3m", "3", Some("GBP"), 6),
            ("US$ 3.5bn", "3.5", Some("USD"), 9),
            ("250 k€", "250", Some("EUR"), 3),
            ("250 KEUR", "250", Some("EUR"), 3),
            ("0,0", "0", None, 0),
            ("1,00,000", "100000", None, 0),
        ] {
            assert_eq!(
                read(text),
                Some((value.to_owned(), unit.map(str::to_owned), scale)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_dash_may_stand_for_decimals() {
        for (text, expected) in [
            ("EUR 350.000,-", "EUR 350.000"),
            ("350.000,-- netto", "350.000 netto"),
            ("12.–", "12"),
            ("4-5", "4-5"),
            ("3,5", "3,5"),
        ] {
            assert_eq!(without_dash(text), expected);
        }
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in [
            "",
            "-",
            "12 34",
            "1,2,3",
            "12 avril",
            "A12",
            "12 personnes",
            "2024-05-21",
            "1.2.3.4",
            "12 km",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn one_mark_before_three_digits_is_unsure() {
        let measures = Measures::default();
        let read = |mark| number("1,234", mark, &measures).unwrap();
        assert_eq!(
            (read(None).value.to_string(), read(None).unsure),
            ("1234".to_owned(), Some(','))
        );
        assert_eq!(read(Some(DecimalMark::Comma)).value.to_string(), "1.234");
        assert_eq!(read(Some(DecimalMark::Point)).value.to_string(), "1234");
    }
}
