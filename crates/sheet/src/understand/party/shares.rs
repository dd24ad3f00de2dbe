//! Shares of payers beside their names: `Etat (60 %), Région (40 %)`, `1/4`, `à parts égales`.

use crate::understand::beside;
use crate::understand::measures::Measures;
use crate::understand::number::{Number, number};
use crate::words::{LISTS, words};

use super::{Alone, LONGEST, MOST};

/// A name with the figure of its share: `État (60 %)`, `Région 3`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::understand) struct Shared<'t> {
    /// The name.
    pub(in crate::understand) name: &'t str,
    /// The words of the figure.
    pub(in crate::understand) words: &'t str,
    /// The figure; none if the words are more than one number: `(dont ANRU 2 M€)`, `(50/50)`.
    pub(in crate::understand) number: Option<Number>,
    /// The share as numerator and denominator: `1/4`, `un quart`, `½`.
    pub(in crate::understand) fraction: Option<(i64, i64)>,
}

impl Shared<'_> {
    /// The unit of the figure.
    pub(in crate::understand) fn unit(&self) -> Option<&str> {
        self.number.as_ref()?.unit.unit.as_deref()
    }
}

/// A part of a cell, as written, with the name and share that it is, if it is that.
pub(in crate::understand) type Part<'t> = (&'t str, Option<Shared<'t>>);

/// The names of a cell with their shares, where it has shares: `Etat 5 / Région 3`, `Etat (60 %), Région`.
///
/// A number without unit is a share only if each name has one and they make up the sum, since names end in numbers, too
/// (`Paris 8`, `Comité 21`): `is_sure` says whether one has a unit. A name without share has none.
pub(in crate::understand) fn shares<'t>(text: &'t str, measures: &Measures) -> Option<(Vec<Part<'t>>, bool)> {
    if text.len() > LONGEST || !text.contains(|letter: char| letter.is_numeric()) && !has_fraction(text) {
        return None;
    }
    let found: Vec<_> = parts(text)
        .into_iter()
        .take(MOST)
        .map(|part| (part, shared(part, measures)))
        .collect();
    let shares = || found.iter().filter_map(|(_, shared)| shared.as_ref());
    let has_all = shares().count() == found.len();
    let has_unit = |one: &Shared<'_>| one.number.as_ref().is_none_or(|number| !number.unit.is_empty());
    // `un quart du Pont` is no share of a payer, if nobody else has one.
    let is_fractions = shares().all(|one| one.fraction.is_some());
    let has_digits = text.contains(|letter: char| letter.is_ascii_digit());
    if is_fractions && (!has_all || found.len() < 2 && !has_digits) {
        return None;
    }
    let is_sure = shares().any(has_unit);
    (shares().next().is_some() && (is_sure || has_all && found.len() > 1)).then_some((found, is_sure))
}

/// Whether numbers behind names may have been meant as shares: several, behind words for bodies of which none stands twice.
pub(in crate::understand) fn are_like_shares(shared: &[&Shared<'_>]) -> bool {
    let is_new = |place: usize, one: &Shared<'_>| !shared.iter().take(place).any(|other| other.name == one.name);
    let is_body = |one: &Shared<'_>| LISTS.whole("class", one.name).is_some();
    let mut places = shared.iter().enumerate();
    shared.len() > 1 && places.all(|(place, one)| is_body(one) && is_new(place, one))
}

/// What may stand between names.
const DIVIDERS: [&str; 8] = ["+", ";", "\n", "/", ", ", " et ", " and ", " & "];

/// A cell divided at everything that may stand between names; a comma within a number does not.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        let divider = DIVIDERS
            .iter()
            .find(|divider| depth == 0 && at >= from && rest.starts_with(**divider) && !is_fraction_bar(text, at));
        if let Some(divider) = divider {
            parts.extend(text.get(from..at));
            from = at + divider.len();
        }
    }
    parts.extend(text.get(from..));
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// A name and its figure, in whatever order.
fn shared<'t>(part: &'t str, measures: &Measures) -> Option<Shared<'t>> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let read = |name: &'t str, words: &'t str, bare: &str| {
        let name = name.trim_matches([':', '=', '-', '–', ' ', ',', '(']);
        let is_name = name.contains(char::is_alphabetic);
        if let Some(fraction) = fraction(bare).filter(|_| is_name) {
            return Some(Shared {
                name,
                words: words.trim(),
                number: None,
                fraction: Some(fraction),
            });
        }
        let number = number(bare, None, measures);
        // More than a number is a share only in brackets, and with a sign of one.
        let is_share = number.is_some() || words.starts_with('(') && bare.contains(['€', '$', '£', '%', '/']);
        if !is_name || !is_share || !bare.contains(is_digit) {
            return None;
        }
        Some(Shared {
            name,
            words: words.trim(),
            number,
            fraction: None,
        })
    };
    if let Some(open) = part.rfind('(').filter(|_| part.ends_with(')')) {
        let (name, words) = part.split_at(open);
        return read(name, words, words.trim_matches(['(', ')', ' ']));
    }
    if let Some(shared) = worded(part) {
        return Some(shared);
    }
    let first = part.find(is_digit)?;
    if first > 0 && part.get(..first)?.contains(char::is_alphabetic) {
        // A sign before the digits belongs to them.
        let at = part.get(..first)?.trim_end_matches(['€', '$', '£', '¥']).len();
        let (name, words) = part.split_at(at);
        return name.ends_with([' ', ':', '=']).then(|| read(name, words, words))?;
    }
    // `60 % État`, `5 M€ de l'État`: the figure needs a unit.
    let gaps = part.char_indices().filter(|(_, letter)| letter.is_whitespace());
    let gaps: Vec<usize> = gaps.map(|(place, _)| place).take(6).collect();
    gaps.into_iter().rev().find_map(|gap| {
        let (words, name) = part.split_at(gap);
        let name = name.trim();
        let name = without_lead(name);
        read(name, words, words).filter(|shared| {
            let has_unit = shared.number.as_ref().is_some_and(|number| !number.unit.is_empty());
            has_unit || shared.fraction.is_some()
        })
    })
}

/// A name without the words that lead to it: `de l'État`.
fn without_lead(name: &str) -> &str {
    let leads = [
        "de l'", "de l’", "de la ", "du ", "de ", "d'", "d’", "of ", "from ", "by ", "par ", "the ",
    ];
    leads
        .iter()
        .find_map(|lead| name.strip_prefix(lead))
        .unwrap_or(name)
        .trim()
}

/// The one who pays a part of a sum, if the words beside it name a payer of the sheet or a public body, or say who pays:
/// `1 M€ État`, `État 1 M€`, `£2m from the Council`, `1 M€ apportés par Acme`. `text` is that of the cell, `words` those of
/// the part in it.
pub(in crate::understand) fn payer_of_part<'t>(text: &'t str, words: &str, payers: &Alone) -> Option<&'t str> {
    let (start, end) = last_place(text, words)?;
    let (before, after) = (text.get(..start)?, text.get(end..)?);
    let cut = |text: &'t str| text.split([',', ';', '(', ')']).find(|part| !part.trim().is_empty());
    let named = cut(after).and_then(|after| payer(after.trim(), payers));
    named.or_else(|| {
        let from = beside::part(before)?;
        let words = before.get(from..)?.trim();
        // `dont État 1 M€`: what follows the one word, or the two, for a part.
        let gaps = words.char_indices().filter(|(_, letter)| letter.is_whitespace());
        gaps.take(2)
            .find_map(|(gap, _)| payer(words.get(gap..)?.trim(), payers))
    })
}

/// The last place of words in a text, whatever space stands between them: `300\u{a0}000\u{a0}€`.
fn last_place(text: &str, words: &str) -> Option<(usize, usize)> {
    let first = words.split_whitespace().next()?;
    text.rmatch_indices(first).find_map(|(start, _)| {
        let end = words.split_whitespace().try_fold(start, |at, word| {
            let rest = text.get(at..)?;
            let word_start = at + rest.len() - rest.trim_start().len();
            text.get(word_start..)?
                .starts_with(word)
                .then_some(word_start + word.len())
        })?;
        Some((start, end))
    })
}

fn payer<'t>(text: &'t str, payers: &Alone) -> Option<&'t str> {
    let said = [" par ", " by ", " from "].iter().find_map(|lead| {
        // The text may begin with the lead.
        let at = text.find(lead).map(|at| at + lead.len());
        at.or_else(|| text.starts_with(lead.trim_start()).then(|| lead.len() - 1))
    });
    let name = match said {
        Some(at) => text.get(at..)?,
        None => text,
    };
    let articles = ["l'", "l’", "la ", "le ", "les "];
    let name = without_lead(without_lead(name.trim()));
    let name = articles
        .iter()
        .find_map(|article| name.strip_prefix(article))
        .unwrap_or(name);
    let name = name.trim_matches([' ', '.', ':', '-', '–']);
    let is_capital = name.chars().next().is_some_and(char::is_uppercase);
    // `dont 2 M€ de la région Nord`
    let is_word_for_body = || {
        let found = LISTS.at(&["class"], &words(name), 0);
        let after = found.map(|(count, _)| name.split_whitespace().nth(count));
        after.is_some_and(|next| next.is_none_or(|next| next.starts_with(char::is_uppercase)))
    };
    let is_plain = (is_capital || is_word_for_body())
        && !name.contains(|letter: char| letter.is_numeric())
        && name.len() <= LONGEST;
    let is_body = || {
        let found = LISTS.within("class", name);
        found
            .first()
            .is_some_and(|found| found.start == 0 && found.value == "PublicBody")
    };
    (is_plain && (said.is_some() || payers.has(name) || is_body())).then_some(name)
}

/// A share in words before or after a name: `État un quart`, `three quarters Council`.
fn worded(part: &str) -> Option<Shared<'_>> {
    let gaps = part.char_indices().filter(|(_, letter)| letter.is_whitespace());
    gaps.take(MOST).find_map(|(gap, _)| {
        let (before, after) = part.split_at(gap);
        let made = |name, words| Some((name, words, fraction(words)?));
        let (name, words, fraction) =
            made(without_lead(after.trim()), before).or_else(|| made(before, after.trim()))?;
        let name = name.trim_matches([':', '=', '-', '–', ' ', ',']);
        name.contains(char::is_alphabetic).then_some(Shared {
            name,
            words,
            number: None,
            fraction: Some(fraction),
        })
    })
}

/// Whether a text has a fraction in words.
fn has_fraction(text: &str) -> bool {
    !LISTS.within("share", text).is_empty()
}

/// A fraction in words: `un quart`, `two thirds`.
fn share_word(text: &str) -> Option<(i64, i64)> {
    parsed(LISTS.whole("share", text)?)
}

fn parsed(text: &str) -> Option<(i64, i64)> {
    let (numerator, denominator) = text.split_once('/')?;
    let number = |text: &str| {
        text.trim()
            .parse::<i64>()
            .ok()
            .filter(|number| (1..=1000).contains(number))
    };
    let (numerator, denominator) = (number(numerator)?, number(denominator)?);
    (numerator < denominator).then_some((numerator, denominator))
}

/// A fraction below one: `1/4`, `½`, `un quart`.
fn fraction(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    let sign = match text {
        "½" => Some((1, 2)),
        "⅓" => Some((1, 3)),
        "⅔" => Some((2, 3)),
        "¼" => Some((1, 4)),
        "¾" => Some((3, 4)),
        "⅕" => Some((1, 5)),
        _ => None,
    };
    sign.or_else(|| parsed(text)).or_else(|| share_word(text))
}

/// Whether a letter is the bar of a fraction in digits.
fn is_fraction_bar(text: &str, at: usize) -> bool {
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let after = text.get(at..).and_then(|rest| rest.strip_prefix('/'));
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    after.is_some_and(|after| is_digit(after.chars().next())) && is_digit(before)
}

/// The names of a cell that says that they pay alike, without the words that say so: `Ville et Région à parts égales`,
/// `half each: State and Council`, `Etat / Région (50/50)`.
pub(in crate::understand) fn equal(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() > LONGEST || !may_have_shares(text) {
        return None;
    }
    let spaces = text
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace() || *letter == '(');
    let places: Vec<usize> = spaces.map(|(at, _)| at).collect();
    let dividers = [' ', ',', ':', ';', '-', '–', '—', '(', ')'];
    // The longest phrase at the end, then at the beginning.
    let ends = places
        .iter()
        .rev()
        .take(WORDS)
        .rev()
        .map(|at| (text.get(*at..), text.get(..*at)));
    let begins = places
        .iter()
        .take(WORDS)
        .rev()
        .map(|at| (text.get(..*at), text.get(*at..)));
    ends.chain(begins).find_map(|(phrase, rest)| {
        let rest = rest?.trim_matches(dividers);
        (is_equal(phrase?.trim_matches(dividers)) && !rest.is_empty()).then_some(rest)
    })
}

/// The most words of a phrase that says that shares are equal.
const WORDS: usize = 6;

/// Whether a text has a phrase for equal shares, or figures with a mark between: most names have none.
fn may_have_shares(text: &str) -> bool {
    let has = |section: &str| !LISTS.within(section, text).is_empty();
    let is_figure = |byte: u8| byte.is_ascii_digit();
    text.contains(['/', '-']) && text.bytes().any(is_figure) || has("equal-shares") || has("each-payer")
}

/// Whether a phrase says that shares are equal: `à parts égales`, `50/50`, `50 % chacun`.
fn is_equal(phrase: &str) -> bool {
    if LISTS.whole("equal-shares", phrase).is_some() {
        return true;
    }
    let of: Vec<&str> = phrase
        .split(['/', '-'])
        .map(|part| part.trim_matches([' ', '%']))
        .collect();
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    if of.len() > 1 && of.iter().all(|part| is_number(part) && Some(part) == of.first()) {
        return true;
    }
    // `50 % chacun`, `a third each`
    let all = words(phrase);
    let is_each = |word: &String| LISTS.whole("each-payer", word).is_some();
    match (all.first(), all.last()) {
        (Some(first), Some(last)) if all.len() > 1 && (is_each(first) || is_each(last)) => {
            let inner: Vec<&String> = all
                .iter()
                .filter(|word| !is_each(word) && word.as_str() != "pour")
                .collect();
            let joined = inner.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ");
            let is_percent = joined.strip_suffix(" %").is_some_and(|digits| is_number(&digits));
            is_percent || share_word(&joined).is_some()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_from_names_that_end_in_numbers() {
        let measures = Measures::default();
        for (text, expected) in [
            ("Etat 5 / Région 3", Some("Etat=5 Région=3 unsure")),
            ("Etat (60 %), Région (40 %)", Some("Etat=(60 %) Région=(40 %) sure")),
            (
                "Etat : 5 M€ ; Région Bretagne : 3,5 M€",
                Some("Etat=5 M€ Région Bretagne=3,5 M€ sure"),
            ),
            ("5 M€ de l'Etat + 3 M€ Bpifrance", Some("Etat=5 M€ Bpifrance=3 M€ sure")),
            ("State £5m, Council £3m", Some("State=£5m Council=£3m sure")),
            ("Etat 60% et Région", Some("Etat=60% Région sure")),
            ("Acme 5, Bolt 3", Some("Acme=5 Bolt=3 unsure")),
            ("Etat 5", None),
            ("Comité 21", None),
            ("Association (1901)", None),
            ("Etat (dont ANRU 2 M€)", Some("Etat=(dont ANRU 2 M€) sure")),
            ("Etat / Région (50/50)", Some("Etat Région=(50/50) sure")),
            ("Saint-Denis (93)", None),
            ("Saint-Denis (93), Etat", None),
            ("Université Paris 8", None),
            ("Université Lyon 2 + Région", None),
            ("3 Suisses", None),
            ("Etat + région", None),
        ] {
            let read = shares(text, &measures).map(|(found, is_sure)| {
                let one = |(part, shared): &Part<'_>| match shared {
                    Some(shared) => format!("{}={} ", shared.name, shared.words),
                    None => format!("{part} "),
                };
                let names: String = found.iter().map(one).collect();
                format!("{names}{}", if is_sure { "sure" } else { "unsure" })
            });
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn fractions_are_shares_if_all_names_have_one() {
        let measures = Measures::default();
        for (text, expected) in [
            ("État (1/4), Région (3/4)", Some("État 1/4 Région 3/4")),
            ("1/3 Etat + 2/3 Région", Some("Etat 1/3 Région 2/3")),
            ("État (un quart) et Région (trois quarts)", Some("État 1/4 Région 3/4")),
            (
                "one quarter State, three quarters Council",
                Some("State 1/4 Council 3/4"),
            ),
            ("Etat ½ / Ville ½", Some("Etat 1/2 Ville 1/2")),
            ("État (1/4), Région", None),
            ("Conseil des Deux Tiers", None),
        ] {
            let read = shares(text, &measures).map(|(found, _)| {
                let one = |(_, shared): &Part<'_>| {
                    let shared = shared.as_ref()?;
                    let (numerator, denominator) = shared.fraction?;
                    Some(format!("{} {numerator}/{denominator}", shared.name))
                };
                found.iter().filter_map(one).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn names_are_told_from_words_of_equal_shares() {
        for (text, expected) in [
            ("Ville et Région à parts égales", Some("Ville et Région")),
            ("Etat, Région (moitié-moitié)", Some("Etat, Région")),
            ("State and Council, half each", Some("State and Council")),
            ("half each: State and Council", Some("State and Council")),
            ("Etat / Région (50/50)", Some("Etat / Région")),
            ("Etat / Région 50/50", Some("Etat / Région")),
            ("A + B + C (un tiers chacun)", Some("A + B + C")),
            ("State & City 50% each", Some("State & City")),
            ("Etat / Région (70/30)", None),
            ("Moitié et Fils", None),
            ("Etat et Région", None),
        ] {
            assert_eq!(equal(text), expected, "{text}");
        }
    }
}
