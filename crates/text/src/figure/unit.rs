//! Units after a numeral: per cent and currencies.
//!
//! Takes tokens and the index after a numeral; returns the unit that is written there, and the index after it.

use super::token::{Token, after_space, joined, mark_at, word_at};

/// What `de` may be followed by after an amount of money: `10 milliards d'investissements`.
const MONEY_NOUNS: [&str; 34] = [
    "aide",
    "aides",
    "apport",
    "apports",
    "argent",
    "budget",
    "capital",
    "capitaux",
    "chiffre",
    "commandes",
    "credit",
    "credits",
    "dette",
    "dettes",
    "depenses",
    "dons",
    "economies",
    "engagements",
    "financement",
    "financements",
    "fonds",
    "garanties",
    "investissement",
    "investissements",
    "levee",
    "levees",
    "plus",
    "pret",
    "prets",
    "recettes",
    "revenus",
    "soutien",
    "subventions",
    "valorisation",
];

/// Returns the index after a per cent sign, or after `pour cent`.
pub(super) fn percent(tokens: &[Token], index: usize) -> Option<usize> {
    let next = after_space(tokens, index);
    if mark_at(tokens, next) == Some('%') || matches!(word_at(tokens, next), "pourcent" | "pourcents") {
        return Some(next + 1);
    }
    let hundred = joined(tokens, next + 1).filter(|_| word_at(tokens, next) == "pour")?;
    (word_at(tokens, hundred) == "cent").then_some(hundred + 1)
}

/// Returns the ISO 4217 code of the currency right after `index`, `de` or `d'` between them or not.
pub(super) fn currency(tokens: &[Token], index: usize) -> Option<(&'static str, usize)> {
    let mut next = after_space(tokens, index);
    match word_at(tokens, next) {
        "de" => next = after_space(tokens, next + 1),
        "d" if mark_at(tokens, next + 1).is_some_and(is_apostrophe) => next += 2,
        _ => {}
    }
    if let Some(code) = mark_at(tokens, next).and_then(sign) {
        return Some(match (code, word_at(tokens, next + 1)) {
            ("USD", "us") => ("USD", next + 2),
            ("USD", "ca") => ("CAD", next + 2),
            _ => (code, next + 1),
        });
    }
    let qualifier = joined(tokens, next + 1);
    if let Some(place) = qualifier
        && let Some(code) = qualified(word_at(tokens, next), word_at(tokens, place))
    {
        return Some((code, place + 1));
    }
    Some((named(word_at(tokens, next))?, next + 1))
}

/// Returns the ISO 4217 code of a currency sign.
pub(super) fn sign(mark: char) -> Option<&'static str> {
    match mark {
        '€' => Some("EUR"),
        '$' => Some("USD"),
        '£' => Some("GBP"),
        '₹' => Some("INR"),
        _ => None,
    }
}

fn named(word: &str) -> Option<&'static str> {
    match word {
        "euro" | "euros" | "eur" => Some("EUR"),
        "dollar" | "dollars" | "usd" => Some("USD"),
        "yen" | "yens" | "jpy" => Some("JPY"),
        "yuan" | "yuans" | "cny" => Some("CNY"),
        "gbp" => Some("GBP"),
        "chf" => Some("CHF"),
        "cad" => Some("CAD"),
        _ => None,
    }
}

fn qualified(word: &str, qualifier: &str) -> Option<&'static str> {
    match (word, qualifier) {
        ("livre" | "livres", "sterling") => Some("GBP"),
        ("franc" | "francs", "suisse" | "suisses") => Some("CHF"),
        ("dollar" | "dollars", "canadien" | "canadiens") => Some("CAD"),
        ("dollar" | "dollars", "australien" | "australiens") => Some("AUD"),
        ("dollar" | "dollars", "americain" | "americains") => Some("USD"),
        _ => None,
    }
}

/// Says whether millions without a currency are money: unless `de` and another noun than one of money follows, as in
/// `deux millions de personnes`.
pub(super) fn counts_money(tokens: &[Token], index: usize) -> bool {
    let next = after_space(tokens, index);
    let noun = match word_at(tokens, next) {
        "de" => after_space(tokens, next + 1),
        "d" if mark_at(tokens, next + 1).is_some_and(is_apostrophe) => next + 2,
        _ => return true,
    };
    MONEY_NOUNS.contains(&word_at(tokens, noun))
}

fn is_apostrophe(mark: char) -> bool {
    matches!(mark, '\'' | '\u{2019}')
}
