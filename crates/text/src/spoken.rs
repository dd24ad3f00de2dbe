//! Amounts as people say and search them: `109000000000` as "109 billion", `10000000000` also as "ten billion".

use crate::list::{self, Line};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The numerals of a language by their values, out of its list.
struct Numerals {
    /// The words of a number, each without the words that may follow.
    cardinals: BTreeMap<u64, Vec<Cow<'static, str>>>,
    /// The words of powers of a thousand, by the exponent of ten.
    scales: BTreeMap<u32, Vec<Cow<'static, str>>>,
}

impl Numerals {
    fn of(list: &'static str) -> Self {
        let mut read = Self {
            cardinals: BTreeMap::new(),
            scales: BTreeMap::new(),
        };
        for Line { section, phrase, value } in list::lines(list) {
            let mut parts = value.split(' ');
            let number = parts.next().unwrap_or_default();
            // `a million` is said with an article, and counts like `one`.
            let is_article = parts.next() == Some("determiner");
            match section {
                "cardinal" if !is_article => {
                    if let Ok(value) = number.parse() {
                        read.cardinals.entry(value).or_default().push(phrase);
                    }
                }
                // Abbreviations are no words.
                "scale" if phrase.len() > 4 => {
                    if let Some(power) = number.parse().ok().filter(|power| power % 3 == 0) {
                        read.scales.entry(power).or_default().push(phrase);
                    }
                }
                _ => {}
            }
        }
        read
    }
}

static ENGLISH: LazyLock<Numerals> = LazyLock::new(|| Numerals::of(include_str!("../languages/en/numbers.txt")));
static FRENCH: LazyLock<Numerals> = LazyLock::new(|| Numerals::of(include_str!("../languages/fr/numbers.txt")));

/// The words by which an amount of at least a thousand may be searched, for a decimal in digits: its number of thousands, millions and so on
/// in digits and, if it has a word, in letters, with the words of that power. Empty for other amounts.
pub fn spoken(amount: &str, language: &str) -> Vec<String> {
    let numerals = if language.starts_with("fr") { &FRENCH } else { &ENGLISH };
    let Ok(value) = amount.parse::<f64>() else {
        return Vec::new();
    };
    let fits = |power: &&u32| value.abs() >= 10_f64.powi(i32::try_from(**power).unwrap_or(i32::MAX));
    let Some(power) = numerals.scales.keys().rev().find(fits) else {
        return Vec::new();
    };
    let count = value.abs() / 10_f64.powi(i32::try_from(*power).unwrap_or_default());
    let count = (count * 1000.0).round() / 1000.0;
    let mut words = vec![count.to_string()];
    if language.starts_with("fr") {
        words[0] = words[0].replace('.', ",");
    }
    if count.fract() == 0.0 {
        let named = numerals.cardinals.get(&(count as u64)).into_iter().flatten();
        words.extend(named.map(|word| word.clone().into_owned()));
    }
    words.extend(numerals.scales[power].iter().map(|word| word.clone().into_owned()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_said_in_digits_and_in_words() {
        let said = |amount: &str, language: &str| spoken(amount, language).join(" ");
        assert_eq!(said("109000000000", "en"), "109 billion billions");
        assert_eq!(said("10000000000", "en"), "10 ten billion billions");
        assert_eq!(said("10000000000", "fr"), "10 dix milliard milliards");
        assert_eq!(said("1500000.00", "fr"), "1,5 million millions");
        assert_eq!(said("999", "en"), "");
        assert_eq!(said("many", "en"), "");
    }
}
