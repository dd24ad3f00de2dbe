//! Numerals in French words: cardinals, ordinals, fractions, multiples.
//!
//! Takes tokens and an index; returns the numeral that begins there and the index after it, or none.

use super::lexicon::{Number, Role};
use super::token::{Token, after_space, is_alternative, is_hyphen, joined, mark_at, word_at};
use super::{Form, Reading};
use crate::Decimal;

/// Returns the power of ten of the scale word at `index`: `millions`, `milliards`, `mille`.
pub(super) fn scale(tokens: &[Token], index: usize) -> Option<u32> {
    match tokens.get(index)?.number? {
        Number { ordinal: true, .. } => None,
        Number {
            role: Role::Scale(power),
            ..
        } => Some(power),
        Number {
            role: Role::Thousand, ..
        } => Some(3),
        _ => None,
    }
}

/// A numeral so far: its value and the index after its last word.
type Step = (i128, usize);

fn at(tokens: &[Token], index: usize) -> Option<Number> {
    tokens.get(index)?.number
}

/// Returns the word that continues the numeral ending before `next`: none after an ordinal, nor for an ordinal in the
/// plural that only a space joins (`deux cinquièmes` is a fraction).
fn following(tokens: &[Token], next: usize) -> Option<(usize, Number)> {
    let last = at(tokens, next.checked_sub(1)?);
    if last.is_some_and(|number| number.ordinal) {
        return None;
    }
    let index = joined(tokens, next)?;
    let number = at(tokens, index)?;
    let hyphen = mark_at(tokens, next).is_some_and(is_hyphen);
    (hyphen || !(number.ordinal && number.plural)).then_some((index, number))
}

/// Reads one to nineteen.
fn below_twenty(tokens: &[Token], index: usize) -> Option<Step> {
    let number = at(tokens, index).filter(|number| number.role == Role::Small)?;
    if number.value == 10
        && let Some((
            unit,
            Number {
                value: value @ 7..=9, ..
            },
        )) = following(tokens, index + 1)
    {
        return Some((10 + value, unit + 1));
    }
    Some((number.value, index + 1))
}

/// Reads one to ninety-nine.
fn below_hundred(tokens: &[Token], index: usize) -> Option<Step> {
    let number = at(tokens, index)?;
    let (base, next) = match number.role {
        Role::Tens if !number.plural || number.ordinal => (number.value, index + 1),
        Role::Small => match following(tokens, index + 1) {
            Some((twenty, Number { value: 20, .. })) if number.value == 4 => (80, twenty + 1),
            _ => return below_twenty(tokens, index),
        },
        _ => return None,
    };
    let most = if matches!(base, 60 | 80) { 19 } else { 9 };
    let Some(joint) = joined(tokens, next).filter(|_| !number.ordinal) else {
        return Some((base, next));
    };
    let joint_and = word_at(tokens, joint) == "et";
    let unit = if joint_and {
        following(tokens, joint + 1)
    } else {
        following(tokens, next)
    };
    if let Some((unit, _)) = unit
        && let Some((value, end)) = below_twenty(tokens, unit)
        && (1..=most).contains(&value)
        && (!joint_and || matches!(value, 1 | 11))
    {
        return Some((base + value, end));
    }
    Some((base, next))
}

/// Reads one to nine hundred and ninety-nine, and hundreds above such as `douze cents`.
fn below_thousand(tokens: &[Token], index: usize) -> Option<Step> {
    let first = at(tokens, index)?;
    let (hundreds, next) = if first.role == Role::Hundred && (!first.plural || first.ordinal) {
        (1, index + 1)
    } else {
        let (value, next) = below_hundred(tokens, index)?;
        match following(tokens, next) {
            Some((
                hundred,
                Number {
                    role: Role::Hundred, ..
                },
            )) if matches!(value, 2..=9 | 11..=19) => (value, hundred + 1),
            _ => return Some((value, next)),
        }
    };
    if let Some((rest, _)) = following(tokens, next)
        && let Some((value @ 1.., end)) = below_hundred(tokens, rest)
    {
        return Some((hundreds * 100 + value, end));
    }
    Some((hundreds * 100, next))
}

/// Reads what is before a word such as `millions`.
fn below_million(tokens: &[Token], index: usize) -> Option<Step> {
    let (thousands, next) = match at(tokens, index)? {
        Number {
            role: Role::Thousand, ..
        } => (1, index + 1),
        _ => {
            let (value, next) = below_thousand(tokens, index)?;
            match following(tokens, next) {
                Some((
                    thousand,
                    Number {
                        role: Role::Thousand, ..
                    },
                )) if value > 1 => (value, thousand + 1),
                _ => return Some((value, next)),
            }
        }
    };
    if let Some((rest, _)) = following(tokens, next)
        && let Some((value @ 1.., end)) = below_thousand(tokens, rest)
    {
        return Some((thousands * 1000 + value, end));
    }
    Some((thousands * 1000, next))
}

/// Reads the cardinal or ordinal in words that begins at `index`. A bare `un` is none.
pub(super) fn integer(tokens: &[Token], index: usize) -> Option<Reading> {
    if let Role::Scale(power) = at(tokens, index)?.role {
        return bare_scale(tokens, index, power);
    }
    let (first, next) = below_million(tokens, index)?;
    let mut reading = scaled(tokens, first, next);
    let next = reading.next;
    let last = at(tokens, next - 1)?;
    match last.role {
        _ if last.ordinal => reading.form = Form::Ordinal,
        Role::Thousand if reading.scale == 0 && next > index + 1 => {
            (reading.mantissa, reading.scale) = (Decimal::new(first / 1000, 0), 3);
        }
        Role::Scale(power) => reading.add_half(tokens, power),
        _ => {}
    }
    let article = next == index + 1 && first == 1;
    (!article || before_alternative(tokens, index)).then_some(reading)
}

/// Adds to `first`, which ends before `next`, the scale words and what follows them, from the greatest to the smallest.
fn scaled(tokens: &[Token], first: i128, mut next: usize) -> Reading {
    let mut reading = Reading::whole(Form::Cardinal, first, next);
    let (mut total, mut part, mut last) = (0, first, u32::MAX);
    while let Some((word, number)) = following(tokens, next)
        && let Role::Scale(power) = number.role
        && power < last
    {
        total += part * number.value;
        reading.scale = if last == u32::MAX { power } else { reading.scale };
        (part, last, next) = (0, power, word + 1);
        if let Some((rest, _)) = following(tokens, next)
            && let Some((value @ 2.., end)) = below_million(tokens, rest)
        {
            (part, next) = (value, end);
            reading.mantissa = None;
        }
    }
    reading.value = Decimal::new(total + part, 0);
    reading.next = next;
    reading
}

/// Reads `million` and the like without a number before it; in the plural its value is open.
fn bare_scale(tokens: &[Token], index: usize, power: u32) -> Option<Reading> {
    let number = at(tokens, index)?;
    let form = if number.ordinal { Form::Ordinal } else { Form::Cardinal };
    let mut reading = Reading {
        scale: power,
        ..Reading::whole(form, number.value, index + 1)
    };
    reading.value = reading.value.filter(|_| !number.plural);
    reading.mantissa = None;
    Some(reading)
}

/// Says whether a `un` counts because another number follows: `un ou deux`, `une à trois`.
fn before_alternative(tokens: &[Token], index: usize) -> bool {
    let connector = after_space(tokens, index + 1);
    let next = after_space(tokens, connector + 1);
    let alternative = tokens.get(connector).is_some_and(is_alternative);
    alternative && at(tokens, next).is_some_and(|number| number.role == Role::Small && number.value > 1)
}

impl Reading {
    /// Adds `et demi` after `deux millions`: half of the scale word.
    pub(super) fn add_half(&mut self, tokens: &[Token], power: u32) {
        let half = Decimal::new(5, 1).and_then(|half| half.shifted(power));
        let Some(and) = joined(tokens, self.next).filter(|index| word_at(tokens, *index) == "et") else {
            return;
        };
        let Some(word) = joined(tokens, and + 1).filter(|index| matches!(word_at(tokens, *index), "demi" | "demie"))
        else {
            return;
        };
        let sum = |value: Option<Decimal>, half: Option<Decimal>| value?.checked_add(half?);
        self.value = sum(self.value, half);
        self.mantissa = sum(self.mantissa, Decimal::new(5, 1));
        self.next = word + 1;
    }
}

/// Reads `premier`, `seconde` and similar ones, which name no cardinal.
pub(super) fn irregular_ordinal(tokens: &[Token], index: usize) -> Option<Reading> {
    let value = match word_at(tokens, index) {
        "premier" | "premiers" | "premiere" | "premieres" => 1,
        "second" | "seconds" | "seconde" => 2,
        _ => return None,
    };
    Some(Reading::whole(Form::Ordinal, value, index + 1))
}

/// Reads a word such as `doublement` or `triplé`.
pub(super) fn multiple(tokens: &[Token], index: usize) -> Option<Reading> {
    const STEMS: [(&str, i128); 8] = [
        ("doubl", 2),
        ("tripl", 3),
        ("quadrupl", 4),
        ("quintupl", 5),
        ("sextupl", 6),
        ("septupl", 7),
        ("decupl", 10),
        ("centupl", 100),
    ];
    const ENDINGS: [&str; 34] = [
        "e", "es", "ent", "er", "ez", "ee", "ees", "ons", "a", "as", "at", "ai", "ais", "ait", "aient", "ions", "iez",
        "ant", "ante", "ames", "ates", "erent", "era", "erai", "eras", "erons", "erez", "eront", "erais", "erait",
        "erions", "eraient", "ement", "ements",
    ];
    let word = word_at(tokens, index);
    let known = |(stem, _): &&(&str, i128)| word.strip_prefix(stem).is_some_and(|rest| ENDINGS.contains(&rest));
    let (_, value) = STEMS.iter().find(known)?;
    Some(Reading::whole(Form::Multiple, *value, index + 1))
}
