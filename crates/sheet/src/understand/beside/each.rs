//! Prices of one of several beside a figure: `per home`, `a club`, `l'élève`, `each for 3 schools`.

use crate::measure::measure;
use crate::words::{LISTS, words};

use super::{Told, is_words, tokens};

/// The sum for one of several: `par logement`, `per pupil`, `/ élève`.
pub(super) fn each(phrase: &str) -> Option<Told> {
    let phrase = phrase.trim().trim_matches(['(', ')']);
    if is_of_one(phrase) {
        return Some(Told {
            is_each: true,
            ..Told::default()
        });
    }
    let rest = match phrase.strip_prefix('/') {
        Some(rest) => rest.trim(),
        None => ["par ", "per "]
            .iter()
            .find_map(|lead| phrase.strip_prefix(lead))?
            .trim(),
    };
    let one = rest.split_whitespace().next()?;
    let is_plain = one.chars().all(char::is_alphabetic) && one.chars().next().is_some_and(char::is_lowercase);
    let all = words(rest);
    let is_article = matches!(one, "la" | "le" | "les" | "des" | "du" | "the");
    let mut told = Told::default();
    match (
        LISTS.at(&["rate"], &words(&format!("par {rest}")), 0),
        LISTS.at(&["class"], &all, 0),
    ) {
        (Some((_, values)), _) => values.iter().for_each(|(section, value)| told.add(section, value)),
        // `par commune`, but not `par ville de Brume`.
        (None, class) if is_plain && !is_article && all.len() <= if class.is_some() { 1 } else { 3 } => {
            told.is_each = true
        }
        _ => return None,
    }
    Some(told)
}

/// Of what one is the sum, as a heading says: `home` of `Cost per home (£)`. None for a rate of time.
pub(in crate::understand) fn one_of(heading: &str) -> Option<&str> {
    let phrase = [" per ", " par ", " pro "].into_iter().find_map(|lead| {
        let at = heading.find(lead)?;
        heading.get(at + 1..)
    })?;
    let phrase = phrase.split(['(', '/', ',']).next()?.trim();
    each(phrase).filter(|told| told.is_each)?;
    phrase.split_once(' ').map(|(_, one)| one.trim())
}

/// Articles before the name of one of several, English ones and French ones.
const ONE: [&str; 2] = ["a ", "an "];
const THE: [&str; 4] = ["l'", "l’", "le ", "la "];

/// Whether a phrase is one of several behind its price: `a club`, `l'élève`, `la place`. Who pays may stand there, too (`5 M€ la région`), and
/// the form of the money (`a loan`).
fn is_of_one(phrase: &str) -> bool {
    let one = ONE.iter().find_map(|article| phrase.strip_prefix(article));
    let the = THE.iter().find_map(|article| phrase.strip_prefix(article));
    let Some(noun) = one.or(the) else { return false };
    let is_noun = noun.chars().count() > 2 && noun.chars().all(char::is_lowercase);
    let is_other = |phrase: &str, sections: &[&'static str]| LISTS.at(sections, &words(phrase), 0).is_some();
    let is_state = is_other(noun, &OTHERS) || is_other(phrase, &OTHERS);
    let is_body = the.is_some() && is_other(noun, &["class"]);
    is_noun && !is_state && !is_body && !LISTS.is_empty_word(phrase)
}

/// The sections of other words that stand behind a figure.
const OTHERS: [&str; 12] = [
    "stage",
    "stage-cell",
    "instrument",
    "gone",
    "refused",
    "denied",
    "wording",
    "increment",
    "decrease",
    "rate",
    "tax",
    "part-of",
];

/// The figure of a text behind which words say that it is the price of one, with more than that: `£20k each for 3 schools`,
/// `12 000 € à chaque éleveur`, `£5k per school, 3 schools`.
pub(in crate::understand) fn priced(text: &str) -> Option<&str> {
    let tokens = tokens(text);
    let is_figure = |token: &str| !is_words(token) || measure(token).is_some();
    let place = (1..tokens.len()).find(|place| {
        let before = place.checked_sub(1).and_then(|before| tokens.get(before));
        before.is_some_and(|(_, token)| is_figure(token) && !token.ends_with([',', ';', ')']))
            && begins(text, &tokens, *place)
    })?;
    let (at, _) = tokens.get(place)?;
    let head = text.get(..*at)?.trim_end();
    head.contains(|letter: char| letter.is_ascii_digit()).then_some(head)
}

/// Whether words for the price of one begin at a word.
fn begins(text: &str, tokens: &[(usize, &str)], place: usize) -> bool {
    let Some(rest) = tokens.get(place).and_then(|(at, _)| text.get(*at..)) else {
        return false;
    };
    let is_word = |token: &str| token.starts_with(|letter: char| letter.is_alphabetic() || letter == '/');
    if !tokens.get(place).is_some_and(|(_, token)| is_word(token)) {
        return false;
    }
    let found = LISTS.at(&["each", "each-behind", "rate"], &words(rest), 0);
    if let Some((_, values)) = found {
        return values.iter().all(|(section, _)| *section != "rate");
    }
    // `per school for 3 schools`
    let end = tokens.get(place + 2).map_or(text.len(), |(at, _)| *at);
    let two = tokens.get(place).and_then(|(at, _)| text.get(*at..end));
    let two = two.map(|two| two.trim().trim_end_matches([',', ';']));
    let is_counted = rest.contains(|letter: char| letter.is_ascii_digit());
    is_counted && two.is_some_and(|two| !is_of_one(two) && each(two).is_some_and(|told| told.is_each))
}

#[cfg(test)]
mod tests {
    use super::priced;

    #[test]
    fn words_for_one_of_several_stand_directly_behind_the_figure() {
        for (text, figure) in [
            ("£20k each for 3 schools", "£20k"),
            ("£20k for each of the schools", "£20k"),
            ("12 000 € à chaque éleveur", "12 000 €"),
            ("12 000 € pour chaque école du bassin", "12 000 €"),
            ("£5k per school for 3 schools", "£5k"),
        ] {
            assert_eq!(priced(text), Some(figure), "{text}");
        }
        for text in [
            "£20k each year for 3 years",
            "£20k for the schools",
            "£20k (half each)",
            "each of them gets £20k",
        ] {
            assert_eq!(priced(text), None, "{text}");
        }
    }
}
