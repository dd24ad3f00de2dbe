//! Figures: the numerals of a French text, and the quantities that they state.
//!
//! Takes a text as it is; returns [`numerals`], which a curator has to account for, and [`figures`], whose scale
//! words, currencies and ranges are read; [`states`] says whether a bound of a measure is written in its evidence.
//! Places are in Unicode scalar values, end excluded. Never rejects a text: it ignores what it does not understand,
//! and a numeral too long to calculate with has no value. Numerals are unsigned.

mod digit;
mod fraction;
mod lexicon;
mod range;
mod roman;
#[cfg(test)]
mod tests;
mod token;
mod unit;
mod word;

use crate::Decimal;
use token::{Token, mark_at};

/// How a numeral counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// How many: `40 000`, `cinq cents millions`.
    Cardinal,
    /// Which: `1er`, `deuxième`.
    Ordinal,
    /// Which part: `un quart`, `moitié`.
    Fraction,
    /// How many times: `doubler`, `triplement`.
    Multiple,
    /// Roman letters, with an ordinal ending or not: `II`, `XXIème`.
    Roman,
}

/// A numeral: where it is, scale words included, units not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// Place of its first character.
    pub start: usize,
    /// Place after its last character.
    pub end: usize,
    /// How it counts.
    pub form: Form,
    /// Its value, a fraction's being below one; `None` if it is not exact (`un tiers`), open (`des millions`) or too
    /// long.
    pub value: Option<Decimal>,
    /// The power of ten of its scale word: 6 for `400 millions`, 0 where there is none.
    pub scale: u32,
}

/// A quantity that a text states, with its scale and its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Place of its first character.
    pub start: usize,
    /// Place after its last character, that of its unit if one is written.
    pub end: usize,
    /// Lower bound; equal to the upper one but for ranges.
    pub minimum: Decimal,
    /// Upper bound.
    pub maximum: Decimal,
    /// The bounds are per cent; fractions are given so, too.
    pub percent: bool,
    /// ISO 4217 code of the currency that is written right after it (or its sign right before it).
    pub currency: Option<&'static str>,
    /// It is an amount of money: a currency is written, or it counts millions of nothing else.
    pub money: bool,
    /// How it counts: as a cardinal, a fraction or a multiple (`doubler` is 2).
    pub form: Form,
}

/// A numeral as its module reads it.
#[derive(Debug, Clone)]
struct Reading {
    form: Form,
    value: Option<Decimal>,
    /// The value without its scale word, where there is one scale word at most.
    mantissa: Option<Decimal>,
    scale: u32,
    /// Index of the token after it.
    next: usize,
}

impl Reading {
    /// Makes the reading of an integer that ends before the token `next`.
    fn whole(form: Form, value: i128, next: usize) -> Self {
        let value = Decimal::new(value, 0);
        Self {
            form,
            value,
            mantissa: value,
            scale: 0,
            next,
        }
    }
}

/// A figure with the tokens that it takes.
struct Placed {
    figure: Figure,
    reading: Reading,
    first: usize,
    next: usize,
}

/// Finds every numeral of a text, in its order; none overlap.
///
/// A bare `un` or `une` is an article and no numeral; the `cent` of `25 pour cent` belongs to the unit.
pub fn numerals(text: &str) -> Vec<Numeral> {
    let tokens = token::tokens(text);
    let numeral = |(first, reading): (usize, Reading)| Numeral {
        start: tokens[first].start,
        end: tokens[reading.next - 1].end,
        form: reading.form,
        value: reading.value,
        scale: reading.scale,
    };
    readings(&tokens).into_iter().map(numeral).collect()
}

/// Finds the quantities of a text, ordered by start, then end.
///
/// Cardinals, multiples and exact fractions each give one; two that are joined (`5 à 10`, `deux ou trois`, `de 40 000 à
/// 100 000`, `entre 20 et 30`) give the range as well. Ordinals and Roman numerals count nothing.
pub fn figures(text: &str) -> Vec<Figure> {
    let tokens = token::tokens(text);
    let placed: Vec<Placed> = readings(&tokens)
        .into_iter()
        .filter_map(|(first, reading)| figure(&tokens, first, reading))
        .collect();
    let ranges = placed
        .windows(2)
        .filter_map(|pair| range::range(&tokens, &pair[0], &pair[1]));
    let mut figures: Vec<Figure> = ranges.collect();
    figures.extend(placed.into_iter().map(|placed| placed.figure));
    figures.sort_by_key(|figure| (figure.start, figure.end));
    figures
}

/// Says whether some numeral or figure of `text` equals the lexical decimal `bound`.
///
/// Scale words are applied (`500 millions` states 500000000, not 500); a fraction states its share and its per cent
/// (`un quart`: 0.25 and 25), a multiple its factor, an ordinal its rank, a numeral after a minus sign its opposite
/// as well. What is no decimal is never stated.
pub fn states(text: &str, bound: &str) -> bool {
    let Some(bound) = Decimal::parse(bound) else {
        return false;
    };
    let tokens = token::tokens(text);
    let stated = |(first, reading): &(usize, Reading)| {
        let negative = digit::is_negative(&tokens, *first) && reading.value.and_then(Decimal::negated) == Some(bound);
        negative || reading.value == Some(bound)
    };
    readings(&tokens).iter().any(stated)
        || figures(text)
            .iter()
            .any(|figure| figure.minimum == bound || figure.maximum == bound)
}

/// Reads the tokens from left to right: pairs of the index where a numeral begins, and the numeral.
fn readings(tokens: &[Token]) -> Vec<(usize, Reading)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let Some(reading) = reading(tokens, index) else {
            index += 1;
            continue;
        };
        let next = reading.next;
        found.push((index, reading));
        index = unit::percent(tokens, next).unwrap_or(next);
    }
    found
}

fn reading(tokens: &[Token], index: usize) -> Option<Reading> {
    fraction::fraction(tokens, index)
        .or_else(|| digit::digits(tokens, index))
        .or_else(|| word::integer(tokens, index))
        .or_else(|| word::irregular_ordinal(tokens, index))
        .or_else(|| word::multiple(tokens, index))
        .or_else(|| roman::roman(tokens, index))
}

/// Returns the figure that a numeral states with the unit after it.
fn figure(tokens: &[Token], first: usize, reading: Reading) -> Option<Placed> {
    let percent = unit::percent(tokens, reading.next);
    let value = match reading.form {
        Form::Fraction => reading.value?.shifted(2)?,
        Form::Cardinal | Form::Multiple => reading.value?,
        Form::Ordinal | Form::Roman => return None,
    };
    let counted = reading.form == Form::Cardinal && percent.is_none();
    let behind = unit::currency(tokens, reading.next).filter(|_| counted);
    let sign = first
        .checked_sub(1)
        .and_then(|index| mark_at(tokens, index))
        .and_then(unit::sign);
    let before = sign.filter(|_| counted && behind.is_none());
    let currency = behind.map(|(code, _)| code).or(before);
    let next = behind.map(|(_, next)| next).or(percent).unwrap_or(reading.next);
    let figure = Figure {
        start: tokens[if before.is_some() { first - 1 } else { first }].start,
        end: tokens[next - 1].end,
        minimum: value,
        maximum: value,
        percent: percent.is_some() || reading.form == Form::Fraction,
        currency,
        money: currency.is_some() || (counted && reading.scale >= 6 && unit::counts_money(tokens, next)),
        form: reading.form,
    };
    Some(Placed {
        figure,
        reading,
        first,
        next,
    })
}
