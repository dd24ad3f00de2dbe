//! Columns of amounts with a currency beside each: `$120,000,000`, `12,50 €`, `EUR 300`.
//!
//! The format of a number may have such a sign in its pattern (UAX #35, part 3). So the column is described as numbers
//! if each of its values is read by one pattern; if their signs differ or one is missing, it stays text.

use super::candidate::{Candidate, Shape, When, compile, is_space};
use crate::datatype::Base;
use serde_json::{Value, json};

/// Codes of ISO 4217 that people write beside amounts.
const CODES: [&str; 33] = [
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY",
    "KRW", "MAD", "MXN", "NOK", "NZD", "PLN", "RON", "RUB", "SAR", "SEK", "SGD", "TND", "TRY", "USD", "XAF", "XOF",
    "ZAR",
];

/// Marks before decimals and between groups.
const MARKS: [(char, Option<char>); 8] = [
    ('.', None),
    (',', None),
    ('.', Some(',')),
    (',', Some('.')),
    (',', Some(' ')),
    ('.', Some(' ')),
    ('.', Some('\'')),
    (',', Some('\'')),
];

/// Patterns are tried with so many decimals; that which is described has as many as occur.
const DECIMALS: usize = 12;

/// What all values have around their digits, and the ways of writing numbers that fit them so far.
pub struct Amounts {
    prefix: String,
    suffix: String,
    candidates: Vec<(Candidate, char, Option<char>)>,
    decimals: usize,
    /// The first value, to show.
    example: String,
}

impl Amounts {
    /// Begins with the first value of a column; `None` if no currency stands beside a number in it.
    pub fn begin(value: &str) -> Option<Self> {
        let (prefix, _, suffix) = split(value)?;
        let mut amounts = Self {
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
            candidates: Vec::new(),
            decimals: 0,
            example: value.chars().take(40).collect(),
        };
        for (decimal, group) in MARKS {
            for decimals in [0, DECIMALS] {
                let format = amounts.format(decimal, group, decimals);
                let base = if decimals == 0 { Base::Integer } else { Base::Decimal };
                let (datatype, is_usable) = compile(base, Some(&format));
                if is_usable {
                    let shape = Shape::Number((decimals > 0).then_some(decimal), group);
                    let candidate = Candidate {
                        base,
                        format: Some(format),
                        datatype,
                        shape,
                        when: When::Always,
                    };
                    amounts.candidates.push((candidate, decimal, group));
                }
            }
        }
        amounts.look(value, &mut String::new()).then_some(amounts)
    }

    /// Looks at a value; returns whether it fits what came before.
    pub fn look(&mut self, value: &str, buffer: &mut String) -> bool {
        let Some((prefix, number, suffix)) = split(value) else {
            return false;
        };
        let is_same = |one: &str, other: &str| one.chars().map(plain).eq(other.chars().map(plain));
        if !is_same(prefix, &self.prefix) || !is_same(suffix, &self.suffix) {
            return false;
        }
        self.candidates
            .retain(|(candidate, ..)| candidate.shape.fits(number) && candidate.datatype.read(value, buffer).is_ok());
        let digits_at_end = number.bytes().rev().take_while(u8::is_ascii_digit).count();
        if digits_at_end < number.len() {
            self.decimals = self.decimals.max(digits_at_end);
        }
        !self.candidates.is_empty()
    }

    /// The currency, as it is written.
    pub fn sign(&self) -> &str {
        match self.prefix.trim_matches(is_space) {
            "" => self.suffix.trim_matches(is_space),
            prefix => prefix,
        }
    }

    /// A value, as it is written.
    pub fn example(&self) -> &str {
        &self.example
    }

    /// The narrowest way to write numbers that all values fit, and its format; grouped by commas rather than with
    /// decimals after one where the cells are separated by commas, too.
    pub fn found(&self, delimiter: &str) -> Option<(&Candidate, Value)> {
        let is_grouped = |group: &Option<char>| delimiter == "," && *group == Some(',');
        let mut all = self.candidates.iter();
        let preferred = all.clone().find(|(.., group)| is_grouped(group));
        let first = all.next()?;
        let (candidate, decimal, group) = match (first.0.shape, preferred) {
            (Shape::Number(Some(','), None), Some(preferred)) => preferred,
            _ => first,
        };
        let decimals = if candidate.base == Base::Integer {
            0
        } else {
            self.decimals.max(1)
        };
        Some((candidate, self.format(*decimal, *group, decimals)))
    }

    /// Whether `mark` may stand before decimals as well as between thousands.
    pub fn is_open(&self, mark: char) -> bool {
        let fits = |shape: Shape| self.candidates.iter().any(|(candidate, ..)| candidate.shape == shape);
        fits(Shape::Number(Some(mark), None)) && fits(Shape::Number(None, Some(mark)))
    }

    fn format(&self, decimal: char, group: Option<char>, decimals: usize) -> Value {
        let whole = group.map_or_else(|| "0".to_owned(), |group| format!("#{group}##0"));
        let fraction = match decimals {
            0 => String::new(),
            count => format!("{decimal}{}", "#".repeat(count)),
        };
        let pattern = format!("{}{whole}{fraction}{}", self.prefix, self.suffix);
        match (decimal, group) {
            ('.', None | Some(',')) => json!(pattern),
            (decimal, None) => json!({"pattern": pattern, "decimalChar": decimal.to_string()}),
            (decimal, Some(group)) => {
                json!({"pattern": pattern, "decimalChar": decimal.to_string(), "groupChar": group.to_string()})
            }
        }
    }
}

/// A character as affixes are compared: all spaces are equal.
fn plain(character: char) -> char {
    if is_space(character) { ' ' } else { character }
}

/// Splits an amount into what stands before the digits, the number with its sign, and what stands behind; one of both
/// has to be a currency, and the other nothing.
fn split(value: &str) -> Option<(&str, &str, &str)> {
    let is_minus = |character: char| matches!(character, '-' | '\u{2212}');
    let from = value.find(|character: char| character.is_ascii_digit())?;
    let to = value.rfind(|character: char| character.is_ascii_digit())? + 1;
    let before = &value[..from];
    let suffix = &value[to..];
    // The sign of a number is before the currency or behind it.
    let (prefix, from) = match (before.strip_prefix(is_minus), before.strip_suffix(is_minus)) {
        (_, Some(prefix)) => (prefix, prefix.len()),
        (Some(prefix), None) => (prefix, from),
        (None, None) => (before, from),
    };
    let number = &value[from..to];
    let is_currency = |text: &str| is_currency(text.trim_matches(is_space));
    match (prefix.is_empty(), suffix.is_empty()) {
        (false, true) if is_currency(prefix) => Some((prefix, number, "")),
        (true, false) if is_currency(suffix) => Some(("", number, suffix)),
        _ => None,
    }
}

/// Whether a text is the sign of a currency, maybe after letters of a country (`US$`), or a code of one.
fn is_currency(text: &str) -> bool {
    let is_sign = |character: char| matches!(character, '$' | '¢' | '£' | '¥' | '฿' | '\u{20A0}'..='\u{20CF}');
    match text.strip_suffix(is_sign) {
        Some(country) => country.len() <= 3 && country.bytes().all(|byte| byte.is_ascii_uppercase()),
        None => CODES.contains(&text),
    }
}

/// Whether a text has a number and the sign or the code of a currency, whatever else.
pub fn is_amount(text: &str) -> bool {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut words = text.split(|character: char| !character.is_alphabetic());
    words.any(|word| CODES.contains(&word))
        || text
            .chars()
            .any(|character| is_currency(character.encode_utf8(&mut [0; 4])))
}
