//! Units of money with their scale, by the lists of `text`: `M€`, `£m`, `millions d'euros`, `USD m`.

use text::Decimal;
use text::language::Language;
use text::quantity::{Unit, quantities};

use crate::words::LISTS;

/// A unit and a scale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Measure {
    /// The ISO 4217 code of a currency, or `%`.
    pub(crate) unit: Option<String>,
    /// The power of ten.
    pub(crate) scale: u32,
}

impl Measure {
    /// Whether it says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.unit.is_none() && self.scale == 0
    }
}

/// The unit and scale that a text is: `M€`, `£m`, `millions d'euros`, `USD m`.
pub(crate) fn measure(text: &str) -> Option<Measure> {
    // Whether taxes are in the sum is no part of its unit.
    let plain = text.replace("HT", "").replace("TTC", "");
    // `Mio. EUR`
    let plain = plain.replace(". ", " ");
    let plain = plain.trim().trim_end_matches('.');
    if let Some(english) = without_german_billions(plain) {
        return measure(&english);
    }
    if let Some(measure) = in_thousands(plain) {
        return Some(measure);
    }
    if let Some(scale) = LISTS.scale(plain) {
        return Some(Measure { unit: None, scale });
    }
    let mut tries = vec![
        format!("1 {plain}"),
        format!("1{plain}"),
        format!("1 {}", plain.to_lowercase()),
    ];
    if let Some((place, sign)) = plain
        .char_indices()
        .find(|(_, letter)| matches!(letter, '$' | '€' | '£' | '¥'))
    {
        // A sign before the number: `£m` is `£1m`.
        let (before, after) = plain.split_at(place + sign.len_utf8());
        tries.push(format!("{before}1{after}"));
        tries.push(format!("{before}1 {}", after.trim_start()));
    }
    // `billion euros` is that of English, whoever reads it.
    let order: &[&str] = if has_billions(plain) { &["en"] } else { &["fr", "en"] };
    let languages = order.iter().filter_map(|tag| Language::of(tag));
    let tries = &tries;
    let found = languages
        .flat_map(|language| tries.iter().filter_map(move |text| whole(text, language)))
        .next();
    found.or_else(|| scaled(plain))
}

/// The words for powers of ten that English and French have in common, of which the French ones are a thousand times as much or more.
const BILLIONS: [&str; 7] = [
    "billion",
    "billions",
    GERMAN_BILLIONS,
    "trillion",
    "trillions",
    "quadrillion",
    "quadrillions",
];

/// The plural that German alone has: a million millions.
const GERMAN_BILLIONS: &str = "billionen";

/// Whether a text has a word for a power of ten that is far more in French than in English: `billion`, `trillion`.
pub fn has_billions(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphabetic());
    words.any(|word| BILLIONS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// The text with the English word for `Billionen`, if it has that German one.
pub(crate) fn without_german_billions(text: &str) -> Option<String> {
    let at = text.to_ascii_lowercase().find(GERMAN_BILLIONS)?;
    let (before, rest) = text.split_at_checked(at)?;
    let after = rest.get(GERMAN_BILLIONS.len()..)?;
    let is_word = !before.ends_with(char::is_alphabetic) && !after.starts_with(char::is_alphabetic);
    is_word.then(|| format!("{before}trillion{after}"))
}

/// Thousands in German: `T€`, `TEUR`, `T CHF`. A million millions are no unit of a sheet.
fn in_thousands(text: &str) -> Option<Measure> {
    let rest = text.strip_prefix('T')?.trim_start();
    let unit = match rest.to_uppercase().as_str() {
        "€" | "EUR" | "EURO" | "EUROS" => "EUR",
        "CHF" | "SFR" | "FR" => "CHF",
        "£" | "GBP" => "GBP",
        "$" | "USD" | "US$" => "USD",
        _ => return None,
    };
    Some(Measure {
        unit: Some(unit.to_owned()),
        scale: 3,
    })
}

/// A text in which scales have no dots, and factors are words: `Mio. EUR` is `Mio EUR`, and `x 1 000 EUR` is `thousand EUR`.
pub(crate) fn with_words(text: &str) -> std::borrow::Cow<'_, str> {
    let is_factor = |letter: char| matches!(letter, 'x' | 'X' | '×' | '*');
    let has_dot = text.contains(". ") || text.ends_with('.');
    if !has_dot && !text.contains("000") {
        return text.into();
    }
    let mut worded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let is_start = worded
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric());
        let factor = rest.trim_start_matches(is_factor).trim_start_matches([' ', '\u{a0}']);
        if let Some((scale, after)) = power(factor).filter(|_| is_start) {
            worded.push_str(scale);
            worded.push(' ');
            rest = after;
            continue;
        }
        let end = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.is_empty() {
            worded.push(letter);
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            continue;
        }
        worded.push_str(word);
        let is_scale = word.len() > 1 && LISTS.scale(word).is_some();
        rest = after.strip_prefix('.').filter(|_| is_scale).unwrap_or(after);
    }
    worded.into()
}

/// The name of a power of thousand at the beginning of a text, and the rest: `1 000 EUR`, `1.000.000`.
fn power(text: &str) -> Option<(&'static str, &str)> {
    let mut rest = text.strip_prefix('1')?;
    let mut groups = 0;
    loop {
        let bare = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '.', ',', '\'']);
        match bare.strip_prefix("000") {
            Some(after) if rest.len() - bare.len() <= 3 => (rest, groups) = (after, groups + 1),
            _ => break,
        }
    }
    let name = match groups {
        1 => "thousand",
        2 => "million",
        3 => "milliard",
        _ => return None,
    };
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    (!rest.starts_with(|letter: char| letter.is_ascii_digit())).then_some((name, rest))
}

/// A currency with its scale before or after it: `USD m`, `MEUR`, `£000`.
fn scaled(text: &str) -> Option<Measure> {
    let currency = |rest: &str| {
        if has_billions(rest) {
            return None;
        }
        let rest = ["de ", "d'", "d’", "of ", "en ", "in "]
            .iter()
            .find_map(|lead| rest.strip_prefix(lead))
            .unwrap_or(rest);
        let languages = ["fr", "en"].into_iter().filter_map(Language::of);
        let found = languages
            .filter_map(|language| whole(&format!("1 {rest}"), language))
            .next()?;
        (found.scale == 0 && found.unit.as_deref() != Some("%")).then_some(found.unit)?
    };
    let places = text.char_indices().map(|(place, _)| place).skip(1);
    places
        .filter_map(|place| {
            let (first, last) = text.split_at(place);
            let (first, last) = (first.trim(), last.trim());
            let after = LISTS.scale(last).and_then(|scale| Some((currency(first)?, scale)));
            let (unit, scale) =
                after.or_else(|| LISTS.scale(first).and_then(|scale| Some((currency(last)?, scale))))?;
            Some(Measure {
                unit: Some(unit),
                scale,
            })
        })
        .next()
}

/// The unit of a text that is a power of ten with its unit, and nothing else.
fn whole(text: &str, language: &Language) -> Option<Measure> {
    let found = quantities(text, language);
    let [one] = found.as_slice() else { return None };
    if one.place != (0..text.chars().count()) || one.wording.is_some() || one.minimum != one.maximum {
        return None;
    }
    let value = one.minimum?;
    let scale = (0..=15).find(|scale| Decimal::from(1).shifted(*scale) == Some(value))?;
    let unit = match &one.unit {
        Some(Unit::Currency { code, .. }) => Some((*code).to_owned()),
        Some(Unit::Percent) => Some("%".to_owned()),
        Some(_) => return None,
        None if one.counted.is_some() || scale == 0 => return None,
        None => None,
    };
    Some(Measure { unit, scale })
}

/// Whether a text behind a figure names a currency: its scale was not understood then (`5 Tsd. EUR`).
pub(crate) fn names_a_currency(text: &str) -> bool {
    let mut words = text.split([' ', '\u{a0}', '(', ')', ',', '.', ';']);
    words.any(|word| measure(word).is_some_and(|measure| measure.unit.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_by_their_names() {
        for (text, unit, scale) in [
            ("M€", Some("EUR"), 6),
            ("millions d'euros", Some("EUR"), 6),
            ("milliers d’euros", Some("EUR"), 3),
            ("£m", Some("GBP"), 6),
            ("$ million", Some("USD"), 6),
            ("k€", Some("EUR"), 3),
            ("EUR", Some("EUR"), 0),
            ("euros", Some("EUR"), 0),
            ("millions", None, 6),
            ("%", Some("%"), 0),
            ("USD m", Some("USD"), 6),
            ("MEUR", Some("EUR"), 6),
            ("EUR million", Some("EUR"), 6),
            ("€m", Some("EUR"), 6),
            ("£000", Some("GBP"), 3),
            ("k EUR", Some("EUR"), 3),
            ("M$", Some("USD"), 6),
            ("Md€", Some("EUR"), 9),
            ("K€", Some("EUR"), 3),
            ("bn USD", Some("USD"), 9),
            ("Mio. EUR", Some("EUR"), 6),
            ("T€", Some("EUR"), 3),
            ("TEUR", Some("EUR"), 3),
            ("Tsd. EUR", Some("EUR"), 3),
            ("Mrd. EUR", Some("EUR"), 9),
            ("billion euros", Some("EUR"), 9),
            ("Billion €", Some("EUR"), 9),
            ("billion EUR", Some("EUR"), 9),
            ("EUR billion", Some("EUR"), 9),
            ("€billion", Some("EUR"), 9),
            ("$ billion", Some("USD"), 9),
            ("billions of dollars", Some("USD"), 9),
            ("trillion euros", Some("EUR"), 12),
            ("billions d'euros", Some("EUR"), 9),
            ("hundreds of thousands of euros", Some("EUR"), 5),
            ("centaines de milliers d'euros", Some("EUR"), 5),
        ] {
            let expected = Measure {
                unit: unit.map(str::to_owned),
                scale,
            };
            assert_eq!(measure(text), Some(expected), "{text}");
        }
        for (text, expected) in [
            ("Mio. EUR", "Mio EUR"),
            ("All amounts x1000 EUR", "All amounts thousand  EUR"),
            ("Montant (× 1 000 €)", "Montant (thousand  €)"),
            ("Amount x1,000,000", "Amount million "),
            ("Amount (£000)", "Amount (£000)"),
            ("Budget 2000", "Budget 2000"),
        ] {
            assert_eq!(with_words(text), expected);
        }
        for text in ["personnes", "km", "pommes"] {
            assert_eq!(measure(text), None, "{text}");
        }
    }
}
