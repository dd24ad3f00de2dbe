//! What spreadsheets and people write into cells of numbers, dates and names that is none of them, and what to write instead.

use super::cells;
use super::known::{fits, is_of};
use csvw::metadata::Column;
use diagnostic::{Diagnostic, Place, code, rule};
use text::calendar::{days_since_1970, iso_date};
use text::language::Language;
use text::quantity::quantities;

/// How errors of formulas begin, in several languages.
const ERRORS: [&str; 9] = [
    "#REF", "#N/A", "#VALUE", "#VALEUR", "#NAME", "#NOM", "#DIV/0", "#NUM", "Err:5",
];

/// What is valid in a column of amounts, for people.
const AMOUNTS: &str = "a number, such as 400000000, 7.5 or 12,5 M€";

/// Days that Excel counts from its epoch: those of the years 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// What to write in place of a text in any column, if it stands for no value.
pub(super) fn no_value(text: &str) -> Option<String> {
    let is_error = ERRORS.iter().any(|error| text.starts_with(error)) && text.len() < 12;
    if is_error {
        return Some("a formula has failed here: write the value that was meant, or leave the cell empty".to_owned());
    }
    csvw::describe::is_null(text).then(|| "leave the cell empty if it is not known".to_owned())
}

/// What to write in place of a text in a column of numbers or dates.
pub(super) fn instead(text: &str, column: &Column, language: &Language) -> Option<String> {
    let (is_number, is_date) = (fits(column, "7"), fits(column, "2024-05-21"));
    no_value(text).or_else(|| match (is_number, is_date) {
        (_, true) => day(text),
        (true, false) => shortened(text).or_else(|| figure(text, column, language)),
        _ => None,
    })
}

/// A finding for what is no number in a column of amounts, which take more than the decimals of other columns.
pub(super) fn no_number(
    column: &Column,
    text: &str,
    language: &Language,
) -> Option<impl FnOnce(Place) -> Diagnostic + 'static> {
    let is_amount = is_of(column, "minimum") || is_of(column, "maximum");
    let help = instead(text, column, language);
    let text = text.to_owned();
    is_amount.then_some(move |place| {
        let mut found = code::bad_value(place, &text, "decimal", AMOUNTS).under(rule::NUMBERS);
        found.help = help;
        found
    })
}

/// Whether an amount has a sign that it comes on top of another one: `+2 M€`.
pub(super) fn is_more(column: &Column, text: &str) -> bool {
    (is_of(column, "minimum") || is_of(column, "maximum")) && text.starts_with('+')
}

/// A finding for an amount that perhaps comes on top of another one.
pub(super) fn more(text: &str, language: &Language) -> impl FnOnce(Place) -> Diagnostic + use<> {
    let read = cells::number(text.trim_start_matches('+').trim_start(), language);
    let text = text.to_owned();
    move |place| {
        let mut found = code::bad_value(place, &text, "decimal", AMOUNTS).under(rule::NUMBERS);
        found.help = read.map(|(number, currency)| {
            let unit = currency.map_or_else(String::new, |currency| format!(" and `{currency}` into `unit`"));
            format!("write {number}{unit}; if it comes on top of another sum, `increment` into `measure_role` as well")
        });
        found
    }
}

/// A day as spreadsheets count it.
fn day(text: &str) -> Option<String> {
    let is_number = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let days: i64 = text.parse().ok().filter(|days| is_number && SERIALS.contains(days))?;
    let day = iso_date(days_since_1970(1899, 12, 30) + days);
    Some(format!(
        "spreadsheets count days: `{text}` is {day} in most of them; format the column as dates"
    ))
}

/// A number with an exponent: `4.2E+06`.
fn shortened(text: &str) -> Option<String> {
    let (number, exponent) = text.split_once(['e', 'E'])?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number =
        is_digits(&number.replacen(['.', ','], "", 1)) && is_digits(exponent.trim_start_matches(['+', '-']));
    is_number.then(|| {
        "a spreadsheet has shortened this number: format the column as numbers, and write all digits".to_owned()
    })
}

/// The text of a sum without the scale that stands alone in it, and that power of ten: `about 4m` are millions in a column of
/// amounts, and no metres.
fn without_scale(text: &str, language: &Language) -> Option<(String, u32)> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let (before, rest) = text.split_at(text.find(is_digit)?);
    let (digits, after) = rest.split_at(rest.rfind(is_digit)? + 1);
    let after = after.trim_start();
    let word = after
        .find(|letter: char| !letter.is_alphabetic())
        .unwrap_or(after.len());
    let (scale, after) = after.split_at(word);
    let (power, _) = cells::number(&format!("1{scale}"), language)?;
    let zeros = power
        .strip_prefix('1')
        .filter(|zeros| zeros.bytes().all(|zero| zero == b'0'))?;
    let is_alone = !zeros.is_empty() && !text.contains(['€', '$', '£', '¥']);
    is_alone.then(|| Some((format!("{before}{digits}{after}"), u32::try_from(zeros.len()).ok()?)))?
}

/// Figures in words that say more than one number: `about 900 000`, `3-4 M€`.
fn figure(text: &str, column: &Column, language: &Language) -> Option<String> {
    let is_amount = is_of(column, "minimum") || is_of(column, "maximum");
    let told = |least: &str, most: &str, wording: &str| match is_amount {
        true => bounds(least, most, wording),
        false if least == most => format!("write {least}"),
        false => format!("write one number, such as {least} or {most}"),
    };
    let bare = text.trim_start_matches(['~', '≈', '>', '<', '≥', '≤', '=', ' ']);
    if bare.len() < text.len()
        && let Some((number, _)) = cells::number(bare, language)
    {
        let is_equal = text.starts_with(">=") || text.starts_with("<=");
        let wording = match text.chars().next() {
            Some('≥') => "at-least",
            Some('>') if is_equal => "at-least",
            Some('>') => "more-than",
            Some('≤') => "up-to",
            Some('<') if is_equal => "up-to",
            Some('<') => "less-than",
            _ => "about",
        };
        return Some(told(&number, &number, wording));
    }
    let languages = [Some(language), Language::of("en"), Language::of("fr")]
        .into_iter()
        .flatten();
    let read = languages.into_iter().find_map(|language| {
        let scaled = without_scale(text, language).filter(|_| is_amount);
        let (text, scale) = scaled.unwrap_or_else(|| (text.to_owned(), 0));
        let found = quantities(&text, language);
        let quantity = found.iter().find(|quantity| !quantity.within_range)?;
        let (least, most) = (quantity.minimum?.shifted(scale)?, quantity.maximum?.shifted(scale)?);
        let wording = quantity.wording.as_ref().map(|wording| wording.kind.name());
        let is_told = least != most || wording.is_some();
        is_told.then(|| told(&least.to_string(), &most.to_string(), wording.unwrap_or("range")))
    });
    let of_two = || {
        let (least, most) = two(text, language)?;
        Some(told(&least, &most, "range"))
    };
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    let has_more = text.contains(|letter: char| !letter.is_ascii_digit() && !" .,-\u{a0}\u{202f}'".contains(letter));
    let of_hundred = || {
        let (number, _) = cells::number(text.strip_suffix('%')?.trim_end(), language)?;
        is_amount.then(|| format!("write {number}, and `%` into `unit`"))
    };
    let alone = || {
        (is_amount && has_digit && has_more).then(|| {
            "write the number alone, its currency or unit into `unit`, and what else is said of it into `note`"
                .to_owned()
        })
    };
    read.or_else(of_two)
        .or_else(|| dollars(text, language).filter(|_| is_amount))
        .or_else(of_hundred)
        .or_else(alone)
}

/// An amount with a `$`, which is that of several currencies.
fn dollars(text: &str, language: &Language) -> Option<String> {
    let bare = text.contains('$').then(|| text.replacen('$', "", 1))?;
    let (number, _) = cells::number(bare.trim(), language)?;
    Some(format!(
        "write {number}, and the key of the currency into `unit`, such as `USD`: `$` is that of several"
    ))
}

/// The two numbers of `2m-3m`.
fn two(text: &str, language: &Language) -> Option<(String, String)> {
    ["-", "–", "—", "..", " to ", " à ", " and ", " et "]
        .iter()
        .find_map(|between| {
            let (least, most) = text.split_once(between)?;
            let [least, most] = [least, most].map(|part| Some(cells::number(part.trim(), language)?.0));
            least.zip(most)
        })
}

/// Where bounds and wording of a figure are written: each wording has one of the two bounds, or both.
fn bounds(least: &str, most: &str, wording: &str) -> String {
    let figures = match wording {
        "at-least" | "more-than" => format!("{least} into `minimum` alone"),
        "up-to" | "less-than" => format!("{most} into `maximum` alone"),
        _ if least == most => format!("{least} into `minimum` and `maximum`"),
        _ => format!("{least} into `minimum` and {most} into `maximum`"),
    };
    let wording = if least == most { wording } else { "range" };
    format!("write {figures}, and `{wording}` into `wording`")
}
