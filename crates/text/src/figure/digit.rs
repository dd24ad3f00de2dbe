//! Numerals in digits, French or international: `40 000`, `100.000`, `41.37`, `1,5`, `7,5 milliards`, `1er`.
//!
//! Takes tokens and an index; returns the numeral that begins there.

use super::token::{Kind, Token, digits_at, is_space, joined, mark_at, word_at};
use super::{Form, Reading, unit, word};
use crate::Decimal;

/// What makes a number in digits an ordinal, folded.
const ORDINAL_ENDINGS: [&str; 20] = [
    "er", "ers", "ere", "eres", "re", "res", "e", "es", "eme", "emes", "ieme", "iemes", "nd", "nds", "nde", "ndes",
    "st", "rd", "th", "iere",
];

/// Reads the digits at `index` with the scale word or the ordinal ending after them.
///
/// The value is none where it has more digits than can be calculated with.
pub(super) fn digits(tokens: &[Token], index: usize) -> Option<Reading> {
    let (lexical, next) = lexical(tokens, index)?;
    let mantissa = Decimal::parse(&lexical);
    let mut reading = Reading {
        form: Form::Cardinal,
        value: mantissa,
        mantissa,
        scale: 0,
        next,
    };
    if ORDINAL_ENDINGS.contains(&word_at(tokens, next)) {
        reading.form = Form::Ordinal;
        reading.next = next + 1;
        return Some(reading);
    }
    if let Some((power, end)) = scale(tokens, next) {
        reading.scale = power;
        reading.value = mantissa.and_then(|mantissa| mantissa.shifted(power));
        reading.next = end;
        reading.add_half(tokens, power);
    }
    Some(reading)
}

/// Reads the scale word after digits; the abbreviations `M` and `k` count only before a currency.
fn scale(tokens: &[Token], next: usize) -> Option<(u32, usize)> {
    let name = if tokens.get(next)?.kind == Kind::Word {
        next
    } else {
        joined(tokens, next)?
    };
    let of_money = || unit::currency(tokens, name + 1).is_some();
    let power = match tokens[name].raw.as_str() {
        "Md" | "Mds" | "md" | "mds" | "Mrd" | "Mrds" => 9,
        "M" if of_money() => 6,
        "k" | "K" if of_money() => 3,
        _ => word::scale(tokens, name)?,
    };
    Some((power, name + 1))
}

/// Returns the lexical decimal that the digits at `index` write, and the index after them.
fn lexical(tokens: &[Token], index: usize) -> Option<(String, usize)> {
    let first = digits_at(tokens, index)?;
    let alone = (first.to_owned(), index + 1);
    if continues_a_chain(tokens, index) {
        return Some(alone);
    }
    let (whole, next, separator) = groups(tokens, index, first);
    let is_chained = |next| matches!(mark_at(tokens, next), Some('.' | ',')) && digits_at(tokens, next + 1).is_some();
    let decimals = match mark_at(tokens, next) {
        Some(point @ ('.' | ',')) if separator != Some(point) => digits_at(tokens, next + 1),
        _ => None,
    };
    Some(match decimals {
        Some(decimals) if !is_chained(next + 2) => (format!("{whole}.{decimals}"), next + 2),
        None if !is_chained(next) => (whole, next),
        _ if separator.is_some_and(is_space) => (whole, next),
        _ => alone,
    })
}

/// Says whether the digits at `index` are in a chain such as `22.05.2024`, whose parts are numbers of their own.
fn continues_a_chain(tokens: &[Token], index: usize) -> bool {
    index >= 2 && matches!(mark_at(tokens, index - 1), Some('.' | ',')) && digits_at(tokens, index - 2).is_some()
}

/// Joins groups of three digits after a first of one to three, all with the same separator.
///
/// One group after a comma is taken for decimals, as French writes them, unless a full stop and more digits follow.
fn groups(tokens: &[Token], index: usize, first: &str) -> (String, usize, Option<char>) {
    let ungrouped = (first.to_owned(), index + 1, None);
    let separator = mark_at(tokens, index + 1).filter(|mark| is_group_separator(*mark));
    let Some(separator) = separator.filter(|_| first.len() <= 3 && !first.starts_with('0')) else {
        return ungrouped;
    };
    let mut written = first.to_owned();
    let mut next = index + 1;
    while mark_at(tokens, next) == Some(separator)
        && let Some(group) = digits_at(tokens, next + 1).filter(|group| group.len() == 3)
    {
        written.push_str(group);
        next += 2;
    }
    let english = next > index + 3 || (mark_at(tokens, next) == Some('.') && digits_at(tokens, next + 1).is_some());
    if next == index + 1 || (separator == ',' && !english) {
        return ungrouped;
    }
    (written, next, Some(separator))
}

fn is_group_separator(mark: char) -> bool {
    matches!(mark, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '.' | ',')
}

/// Says whether a minus sign that is no hyphen is right before the token at `index`.
pub(super) fn is_negative(tokens: &[Token], index: usize) -> bool {
    let Some(sign) = index.checked_sub(1) else {
        return false;
    };
    let before = sign.checked_sub(1).and_then(|index| mark_at(tokens, index));
    match mark_at(tokens, sign) {
        Some('\u{2212}') => true,
        Some('-') => sign == 0 || before.is_some_and(char::is_whitespace),
        _ => false,
    }
}
