//! The shorter names of companies and other bodies, and the words by which a part of a name is known.

use super::lexicon::{Kind, lexicon};
use super::mending::other_names;
use super::words::parse;
use text::fold::fold;

/// A shorter name of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The name, as it is written in the longer one.
    pub name: String,
    /// Whether a word that says what sort of thing it is was left out, so that less is sure: `Vexa` of "Vexa Group".
    pub is_bare: bool,
}

/// The most words of a legal form.
const MOST_WORDS: usize = 5;

/// The legal forms that stand before names.
const BEFORE: [&str; 10] = [
    "sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "selarl", "scop", "gie",
];

/// The fewest letters of a name that is left of a longer one.
const LETTERS: usize = 3;

/// The shorter names by which the same body is called: without its legal form, what is before brackets, an acronym within them, a former
/// name; without such words as "group" at an end. Of one word only if no other body has it in its name.
pub fn short_names(name: &str) -> Vec<Short> {
    let mut found: Vec<Short> = Vec::new();
    let mut open = vec![(name.trim().to_owned(), false)];
    while let Some((text, is_bare)) = open.pop() {
        let mut next: Vec<(String, bool)> = other_names(&text).into_iter().map(|other| (other, is_bare)).collect();
        if let Some((before, rest)) = text.split_once('(') {
            let within = rest.split(')').next().unwrap_or_default().trim();
            let is_acronym = within.chars().count() > 1
                && within
                    .chars()
                    .all(|letter| letter.is_uppercase() || letter.is_numeric());
            next.push((before.trim().to_owned(), is_bare));
            next.extend(is_acronym.then(|| (within.to_owned(), is_bare)));
        }
        let legal = without(&text, Kind::Legal).map(|short| (short, is_bare));
        next.extend(legal.or_else(|| Some((without(&text, Kind::Descriptor)?, true))));
        for (name, is_bare) in next {
            let is_new = name != text && found.iter().all(|known| known.name != name);
            if is_new && tells(&name) {
                open.push((name.clone(), is_bare));
                found.push(Short { name, is_bare });
            }
        }
    }
    found
}

/// The words of a name that few other names have, as they are written: those that the lexicon does not know, with a capital.
pub fn telling_words(name: &str) -> Vec<String> {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let telling = words.filter(|word| {
        let is_long = word.chars().count() > LETTERS;
        is_long && word.starts_with(char::is_uppercase) && kind(word, false) == Kind::Word && is_unknown(word)
    });
    telling.map(str::to_owned).collect()
}

/// Whether a name tells who is meant: several words, or one that no other name has.
fn tells(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words[..] {
        [] => false,
        [word] => {
            let is_acronym = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
            let is_long = word.chars().filter(|letter| letter.is_alphanumeric()).count() >= LETTERS;
            (is_acronym || is_long && word.starts_with(char::is_uppercase))
                && kind(word, false) == Kind::Word
                && is_unknown(word)
        }
        _ => parse(name, false)
            .words
            .iter()
            .any(|word| !word.kind.is_light() && word.kind != Kind::Number),
    }
}

/// Whether the lexicon has a word in no name but those of persons.
fn is_unknown(word: &str) -> bool {
    let folded = fold(word);
    let known = |form: &str| lexicon().find(form, false, false).is_some();
    !known(&folded) && !folded.strip_suffix('s').is_some_and(known)
}

/// The kind of words written so.
fn kind(words: &str, is_upper: bool) -> Kind {
    let folded = fold(words).replace('.', "");
    let group = lexicon().find(&folded, false, is_upper);
    group.map_or(Kind::Word, |group| lexicon().group(group).kind)
}

/// A name without words of a kind at its end, or before it.
fn without(name: &str, unwanted: Kind) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let edge = |letter: char| matches!(letter, ',' | ';' | '-' | '–' | '.');
    let is_unwanted = |words: &[&str]| {
        let joined: Vec<&str> = words.iter().map(|word| word.trim_matches(edge)).collect();
        kind(&joined.join(" "), true) == unwanted
    };
    let most = MOST_WORDS.min(words.len().saturating_sub(1));
    let behind = (1..=most)
        .rev()
        .find(|count| is_unwanted(&words[words.len() - count..]));
    let before = || {
        let first = words.first().filter(|_| words.len() > 1)?;
        let is_form = unwanted != Kind::Legal || BEFORE.contains(&fold(first).replace('.', "").as_str());
        (is_form && is_unwanted(&[first])).then(|| words[1..].join(" "))
    };
    let left = match behind {
        Some(count) => words[..words.len() - count].join(" "),
        None => before()?,
    };
    Some(
        left.trim_matches(|letter: char| letter != '.' && edge(letter))
            .trim()
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(name: &str) -> Vec<String> {
        short_names(name).into_iter().map(|short| short.name).collect()
    }

    #[test]
    fn a_body_is_called_by_less_than_its_whole_name() {
        for (name, expected) in [
            ("Nimbus Inc.", &["Nimbus"][..]),
            ("Nimbus, Inc.", &["Nimbus"]),
            ("Nimbus Data Centres Ltd", &["Nimbus Data Centres"]),
            ("Hydrolande S.A.", &["Hydrolande"]),
            ("SARL Hydrolande", &["Hydrolande"]),
            ("Zorblatt Holding GmbH", &["Zorblatt Holding", "Zorblatt"]),
            ("Groupe Hydrolande", &["Hydrolande"]),
            ("Société Hydrolande", &["Hydrolande"]),
            ("Brume public limited company", &["Brume"]),
            ("Agence du port (ADP)", &["Agence du port", "ADP"]),
            (
                "Aldon SA (formerly Berkol SA)",
                &["Aldon SA", "Berkol SA", "Aldon", "Berkol"],
            ),
        ] {
            let mut found = short(name);
            found.sort();
            let mut expected: Vec<&str> = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn what_many_names_have_is_no_name() {
        for name in [
            "France SAS",
            "Bank plc",
            "Projet pont",
            "AS Monaco",
            "Ostermere Council",
            "the Group",
            "",
        ] {
            assert!(short(name).is_empty(), "{name}: {:?}", short(name));
        }
        assert_eq!(telling_words("Nimbus Data Centres Ltd"), ["Nimbus"]);
    }
}
