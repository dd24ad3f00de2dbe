//! Persons in names that say what somebody is: "Resident Ann Ley", "mother of two Jo Byrne".

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::lexicon::{Kind, lexicon};
use super::words::{looks_like_a_person, parse};
use text::fold::fold;

/// What a private person is or does, folded.
static ROLES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("roles.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// Things that are called after persons, folded: "collège Jean Moulin".
pub(super) const CALLED_AFTER: [&str; 44] = [
    "lycee",
    "college",
    "ecole",
    "stade",
    "salle",
    "piscine",
    "mediatheque",
    "bibliotheque",
    "place",
    "rue",
    "avenue",
    "boulevard",
    "gymnase",
    "hopital",
    "espace",
    "maison",
    "theatre",
    "musee",
    "pont",
    "square",
    "parc",
    "residence",
    "foyer",
    "association",
    "club",
    "prix",
    "cabinet",
    "collectif",
    "amis",
    "school",
    "hospital",
    "park",
    "road",
    "street",
    "stadium",
    "library",
    "museum",
    "bridge",
    "trust",
    "award",
    "prize",
    "band",
    "airport",
    "campaign",
];

/// Words that join two persons, or persons with a group.
const AND: [&str; 3] = ["and", "et", "&"];

/// The most words of a person's name.
const MOST_WORDS: usize = 4;

/// The person whom a name names, without what is said of them: `Ann Ley` of "Resident Ann Ley", "Ann Ley, resident" and "Ann Ley".
/// Names of things that are called after somebody name no person.
pub fn within(name: &str) -> Option<&str> {
    let first = name.split([',', '(', ';', '–', '—']).next().unwrap_or(name).trim();
    let starts: Vec<usize> = starts(first).collect();
    let spoken_of = starts.iter().rev().copied().find(|start| {
        *start > 0 && {
            let (before, after) = first.split_at(*start);
            is_description(before.trim_end()) && is_name(after, before)
        }
    });
    match spoken_of {
        Some(start) => Some(&first[start..]),
        // "Macron, Emmanuel"
        None if looks_like_a_person(first) => Some(first),
        None => looks_like_a_person(name).then_some(name),
    }
}

/// The given names in the name of a person, without titles and initials: `Ann` of "Dr Ann B. Ley", "Ley, Ann" and "LEY Ann".
pub fn given(name: &str) -> Vec<&str> {
    within(name).map_or_else(Vec::new, given_of)
}

/// The given names of somebody who is known to be a person, whatever the name tells: `Hester` of "Hester Plimsoll-Grey".
pub fn given_of(name: &str) -> Vec<&str> {
    let person = within(name).unwrap_or(name);
    let is_title = |word: &str| {
        let found = lexicon().find(&fold(word.trim_matches('.')), true, false);
        found.is_some_and(|group| matches!(lexicon().group(group).kind, Kind::Title(_)))
    };
    let is_told = |word: &&str| {
        is_capital(word) && word.chars().filter(|letter| letter.is_alphabetic()).count() > 1 && !is_title(word)
    };
    let (before, after) = person.split_once(',').unwrap_or(("", person));
    let words: Vec<&str> = after.split_whitespace().filter(is_told).collect();
    let is_loud = |word: &&str| word.chars().count() > 2 && !word.contains(char::is_lowercase);
    let quiet: Vec<&str> = words.iter().copied().filter(|word| !is_loud(word)).collect();
    match words.split_last() {
        _ if !before.is_empty() => words,
        _ if !quiet.is_empty() && quiet.len() < words.len() => quiet,
        Some((_, given)) => given.to_vec(),
        None => Vec::new(),
    }
}

/// Whether a name may be that of a person, though nothing tells it: two to four words, each with a capital and none of them known
/// from other names.
pub fn may_be(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=MOST_WORDS).contains(&words.len())
        && words
            .iter()
            .all(|word| is_capital(word) && word.chars().all(is_of_name))
        && parse(name, false)
            .words
            .iter()
            .all(|word| word.group.is_none() && word.kind == Kind::Word)
}

/// Where the words of a text start.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let is_start = move |(at, letter): &(usize, char)| {
        !letter.is_whitespace() && text[..*at].chars().next_back().is_none_or(char::is_whitespace)
    };
    text.char_indices().filter(is_start).map(|(at, _)| at)
}

/// Whether words say what a person is: they end with a role, or have words in small letters that name no body and no thing.
fn is_description(text: &str) -> bool {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| fold(word.trim_matches('.')))
        .collect();
    let is_of_body = |word: &String| {
        let kind = lexicon()
            .find(word, false, false)
            .map(|group| lexicon().group(group).kind);
        CALLED_AFTER.contains(&word.as_str())
            || matches!(kind, Some(Kind::Generic | Kind::Head | Kind::Descriptor | Kind::Legal))
    };
    let Some(last) = words.last().filter(|_| !words.iter().any(is_of_body)) else {
        return false;
    };
    let is_stop = lexicon()
        .find(last, false, false)
        .is_some_and(|group| lexicon().group(group).kind == Kind::Stop);
    let is_small = text
        .split_whitespace()
        .last()
        .is_some_and(|word| word.starts_with(char::is_lowercase));
    ROLES.contains(last.as_str()) || is_small && !is_stop && !AND.contains(&last.as_str())
}

/// Whether words are a person's name, behind a description.
fn is_name(text: &str, before: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_role = before
        .split_whitespace()
        .last()
        .is_some_and(|word| ROLES.contains(fold(word).as_str()));
    (2..=MOST_WORDS).contains(&words.len())
        && words.first().is_some_and(|first| is_capital(first))
        && words.last().is_some_and(|last| is_capital(last))
        && (looks_like_a_person(text) || is_role && may_be(text))
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_is_before_a_name_is_no_part_of_it() {
        for (name, person) in [
            ("Resident Ann Ley", "Ann Ley"),
            ("Teacher Tom Reed", "Tom Reed"),
            ("Mother of two Jo Byrne", "Jo Byrne"),
            ("Former mayor John Orr", "John Orr"),
            ("local farmer Tom Reed", "Tom Reed"),
            ("Campaigner Zuzka Qwirk", "Zuzka Qwirk"),
            ("La riveraine Claire Vasseur", "Claire Vasseur"),
            ("Infirmière Marie Petit", "Marie Petit"),
            ("ancien maire Jean Morel", "Jean Morel"),
            ("Ann Lee, resident", "Ann Lee"),
            ("Mary Kohl (GP)", "Mary Kohl"),
            ("Ann Ley", "Ann Ley"),
        ] {
            assert_eq!(within(name), Some(person), "{name}");
        }
        for name in [
            "Fondation Quentin Vexley",
            "collège Jean Moulin",
            "Friends of Tom Reed",
            "les amis de Jean Moulin",
            "Parents' forum",
            "Highways engineer",
            "Opposition group",
            "Network Rail",
            "Radio Mere",
            "Resident Association Ostermere",
            "the mayor",
            "Student Union",
            "",
        ] {
            assert_eq!(within(name), None, "{name}");
        }
    }

    #[test]
    fn given_names_are_told_from_titles_initials_and_family_names() {
        for (name, names) in [
            ("Ann Ley", &["Ann"][..]),
            ("Dr Paul Lock", &["Paul"]),
            ("Resident Jo B. Byrne", &["Jo"]),
            ("Dupont, Jean-Luc", &["Jean-Luc"]),
            ("DUPONT Jean", &["Jean"]),
            ("Marie Anne Petit", &["Marie", "Anne"]),
            ("Mme Petit", &[]),
            ("Network Rail", &[]),
        ] {
            assert_eq!(given(name), names, "{name}");
        }
        assert_eq!(given("Hester Plimsoll-Grey"), [""; 0]);
        assert_eq!(given_of("Hester Plimsoll-Grey"), ["Hester"]);
        assert_eq!(given_of("Mme Petit"), [""; 0]);
    }

    #[test]
    fn two_words_with_capitals_that_nothing_explains_may_be_a_person() {
        assert!(may_be("Zuzka Qwirk") && may_be("Fatoumata Zwolle-Brume"));
        for name in [
            "Opposition group",
            "Mistral AI",
            "Ostermere Council",
            "Zuzka",
            "NHS 24",
            "Rail users' group",
        ] {
            assert!(!may_be(name), "{name}");
        }
    }
}
