//! Fractions: `un quart`, `deux tiers`, `la moitié`, `trois dixièmes`, `½`.
//!
//! Takes tokens and an index; returns the fraction that begins there, its value only where that has a finite decimal form.

use super::token::{Token, joined, mark_at, word_at};
use super::{Form, Reading, digit, word};
use crate::Decimal;

/// Reads the fraction that begins at `index`.
pub(super) fn fraction(tokens: &[Token], index: usize) -> Option<Reading> {
    sign(tokens, index)
        .or_else(|| counted(tokens, index))
        .or_else(|| bare(tokens, index))
}

fn reading(numerator: i128, denominator: i128, next: usize) -> Reading {
    let value = Decimal::ratio(numerator, denominator);
    Reading {
        form: Form::Fraction,
        value,
        mantissa: None,
        scale: 0,
        next,
    }
}

fn sign(tokens: &[Token], index: usize) -> Option<Reading> {
    let (numerator, denominator) = match mark_at(tokens, index)? {
        '½' => (1, 2),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        _ => return None,
    };
    Some(reading(numerator, denominator, index + 1))
}

/// Reads a numerator in words or digits with its denominator, or a half of a scale word: `un demi-milliard`.
fn counted(tokens: &[Token], index: usize) -> Option<Reading> {
    let one = matches!(word_at(tokens, index), "un" | "une");
    let (numerator, next) = if one {
        (1, index + 1)
    } else {
        let count = digit::digits(tokens, index).or_else(|| word::integer(tokens, index))?;
        let small = (2..=99).find(|small| count.value == Decimal::new(*small, 0))?;
        (small, count.next)
    };
    let name = joined(tokens, next)?;
    if one && let Some(half) = half_scale(tokens, name) {
        return Some(half);
    }
    let denominator = denominator(tokens, name, numerator)?;
    (numerator < denominator).then(|| reading(numerator, denominator, name + 1))
}

/// Returns the denominator that the word at `index` names after `numerator`.
///
/// An ordinal is one in the plural (`deux cinquièmes`), and in the singular only before `de` (`un cinquième des`), as
/// `un cinquième fonds` counts funds.
fn denominator(tokens: &[Token], index: usize, numerator: i128) -> Option<i128> {
    match word_at(tokens, index) {
        "quart" | "quarts" => return Some(4),
        "tiers" => return Some(3),
        "demi" | "demie" | "demis" | "demies" => return Some(2),
        _ => {}
    }
    let ordinal = word::integer(tokens, index)
        .filter(|ordinal| ordinal.form == Form::Ordinal && ordinal.next == index + 1)
        .and_then(|ordinal| ordinal.mantissa)?;
    let plural = word_at(tokens, index).ends_with('s');
    let of = joined(tokens, index + 1).is_some_and(|next| matches!(word_at(tokens, next), "de" | "des" | "du" | "d"));
    let fits = if numerator == 1 { of } else { plural };
    (3..=1000_i64)
        .filter(|_| fits)
        .find(|known| ordinal == Decimal::from(*known))
        .map(i128::from)
}

/// Reads a fraction without a numerator: `moitié`, `demi`, `quart`, `le tiers`.
fn bare(tokens: &[Token], index: usize) -> Option<Reading> {
    let denominator = match word_at(tokens, index) {
        "demi" | "demie" | "demis" | "demies" => match half_scale(tokens, index) {
            Some(half) => return Some(half),
            None => 2,
        },
        "moitie" | "moities" => 2,
        "quart" => 4,
        "tiers" if index >= 2 && matches!(word_at(tokens, index - 2), "le" | "du" | "au" | "ce") => 3,
        _ => return None,
    };
    Some(reading(1, denominator, index + 1))
}

fn half_scale(tokens: &[Token], index: usize) -> Option<Reading> {
    let name = joined(tokens, index + 1).filter(|_| word_at(tokens, index) == "demi")?;
    let scale = word::scale(tokens, name).filter(|power| *power > 3)?;
    let half = Decimal::new(5, 1)?;
    let value = half.shifted(scale);
    Some(Reading {
        form: Form::Cardinal,
        value,
        mantissa: Some(half),
        scale,
        next: name + 1,
    })
}
