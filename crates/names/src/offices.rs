//! Public offices in the names of persons: "Claire Vasseur, maire", "the mayor of Ostermere".

use super::lexicon::{Kind, lexicon};
use super::persons::CALLED_AFTER;
use super::words::looks_like_a_person;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use text::fold::{fold, fold_words};

/// The offices, folded, each with whether it is a family name as well.
static OFFICES: LazyLock<BTreeMap<String, bool>> = LazyLock::new(|| {
    let lines = include_str!("offices.txt").lines();
    let offices = lines.filter(|line| !line.starts_with('#') && !line.contains(['…', '^']) && !line.is_empty());
    offices
        .map(|line| match line.strip_suffix(" *") {
            Some(office) => (fold_words(office), true),
            None => (fold_words(line), false),
        })
        .collect()
});

/// The words before and after the name of a body in offices of named bodies, folded.
static OF_BODIES: LazyLock<Vec<[String; 2]>> = LazyLock::new(|| {
    let lines = include_str!("offices.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let open = lines.filter_map(|line| line.split_once('…'));
    open.map(|(before, after)| [before, after].map(fold_words)).collect()
});

/// What is an office only directly before a name, folded.
static TITLES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let lines = include_str!("offices.txt").lines();
    let titles = lines.filter(|line| !line.starts_with('#'));
    titles
        .filter_map(|line| line.strip_suffix(" ^"))
        .map(fold_words)
        .collect()
});

/// The articles that tell an office from a family name.
const ARTICLES: [&str; 4] = ["le", "la", "les", "the"];

/// The forms of address that may stand before an office, or before a family name.
const ADDRESSES: [&str; 9] = ["m", "m.", "mme", "mr", "mrs", "ms", "madame", "monsieur", "hon."];

/// The letters after the name of who holds a seat.
const LETTERS: [&str; 4] = ["MP", "MEP", "MSP", "MLA"];

/// Bodies that are no public ones, though they are called councils.
const PRIVATE: [&str; 12] = [
    "works",
    "student",
    "students",
    "youth",
    "parent",
    "parents",
    "pupil",
    "pupils",
    "church",
    "tenants",
    "residents",
    "players",
];

/// Words of offices that somebody no longer has, does not have yet, or that are those of a relative.
const NOT_HELD: [&str; 15] = [
    "former",
    "ex",
    "late",
    "retired",
    "candidate",
    "ancien",
    "ancienne",
    "candidat",
    "aide",
    "son",
    "daughter",
    "wife",
    "husband",
    "to",
    "for",
];

/// The most words that may stand for the name of a body.
const MOST_WORDS: usize = 5;

/// What may stand after an office, so that it is no family name.
const AFTER: [&str; 6] = ["de", "du", "des", "of", "for", "en"];

/// The public office that a name tells, in the words of the name: after a comma or in brackets, or at its beginning where the word can
/// be no family name, as before a given name; or the letters of a seat at its end. A former office, or that of a relative, is none.
pub fn held(name: &str) -> Option<&str> {
    let parts = name.split([',', '(', ')', ';', '–', '—']).map(str::trim);
    parts.enumerate().find_map(|(at, part)| {
        let folded = fold_words(&part.replace('-', " "));
        let mut words: Vec<&str> = folded.split(' ').collect();
        let (mut has_article, mut has_address) = (false, false);
        while let Some(word) = words
            .first()
            .filter(|word| [&ARTICLES[..], &ADDRESSES].concat().contains(word))
        {
            has_article |= ARTICLES.contains(word);
            has_address |= ADDRESSES.contains(word);
            words.remove(0);
        }
        let last = part
            .rsplit(' ')
            .next()
            .filter(|last| LETTERS.contains(last) && *last != part);
        if let Some(letters) = last
            && !words.iter().any(|word| NOT_HELD.contains(word))
        {
            return Some(letters);
        }
        let Some((is_family, length)) = office(&words) else {
            return (of_body(&words, at > 0) || part == name && is_title(part, &words)).then_some(part);
        };
        let next = words.get(length).copied();
        let is_told = at > 0
            || has_article
            || !has_address && last_words(part, words.len() - length).is_some_and(is_full_name)
            || next.is_some_and(|next| !is_family || AFTER.contains(&next) || next.starts_with("d'"));
        is_told.then_some(part)
    })
}

/// Whether the name of a class is that of an office.
pub fn is_office(class: &str) -> bool {
    let folded = fold_words(&class.replace('-', " "));
    office(&folded.split(' ').collect::<Vec<_>>()).is_some()
}

/// Whether words are a title and a name: "President Jane Doe", "President Doe".
fn is_title(part: &str, words: &[&str]) -> bool {
    let title = (1..words.len().min(3))
        .rev()
        .find(|length| TITLES.contains(&words[..*length].join(" ")));
    let name = title.and_then(|length| last_words(part, words.len() - length));
    name.is_some_and(|name| is_full_name(name) || is_family_name(name))
}

/// The last words of a text, where hyphens part words, too.
fn last_words(text: &str, count: usize) -> Option<&str> {
    let starts = text.char_indices().filter(|(at, letter)| {
        let before = text[..*at].chars().next_back();
        letter.is_alphanumeric() && before.is_none_or(|before| before == ' ' || before == '-')
    });
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    let start = starts.len().checked_sub(count).and_then(|first| starts.get(first))?;
    Some(&text[*start..])
}

/// Whether a text is a given name, or an initial, with a family name.
fn is_full_name(text: &str) -> bool {
    text.contains(' ') && looks_like_a_person(text)
}

/// Whether a text may be a family name: one word with a capital that names no kind of body.
fn is_family_name(text: &str) -> bool {
    let kind = lexicon()
        .find(&fold(text), false, false)
        .map(|group| lexicon().group(group).kind);
    !text.contains(' ')
        && !CALLED_AFTER.contains(&fold(text).as_str())
        && text.starts_with(char::is_uppercase)
        && text
            .chars()
            .all(|letter| letter.is_alphabetic() || "-’'".contains(letter))
        && !matches!(
            kind,
            Some(Kind::Generic | Kind::Head | Kind::Descriptor | Kind::Legal | Kind::Stop)
        )
}

/// Whether words begin with an office of a body that is named, such as "leader of Ostermere Council". `is_apart`: after a comma.
fn of_body(words: &[&str], is_apart: bool) -> bool {
    let is_private = words
        .iter()
        .any(|word| PRIVATE.contains(word) || NOT_HELD.contains(word));
    !is_private
        && OF_BODIES.iter().any(|office| {
            let [before, after] = office
                .each_ref()
                .map(|part| part.split_whitespace().collect::<Vec<_>>());
            let Some(rest) = words.strip_prefix(before.as_slice()) else {
                return false;
            };
            let starts = 1..=rest.len().saturating_sub(after.len()).min(MOST_WORDS);
            (is_apart || !before.is_empty()) && starts.into_iter().any(|start| rest[start..].starts_with(&after))
        })
}

/// The longest office at the beginning of some words: whether it is a family name as well, and how many words it has.
fn office(words: &[&str]) -> Option<(bool, usize)> {
    (1..=words.len().min(6)).rev().find_map(|length| {
        OFFICES
            .get(&words[..length].join(" "))
            .map(|is_family| (*is_family, length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_read_where_a_name_tells_them() {
        for (name, office) in [
            ("Claire Vasseur, maire", "maire"),
            ("Jean Morel, préfet", "préfet"),
            ("Mira Oakdale, mayor of Ostermere", "mayor of Ostermere"),
            ("Ana Ruiz (Senator)", "Senator"),
            ("Paul Petit, sous-préfet de Valmoret", "sous-préfet de Valmoret"),
            ("le préfet Jean Morel", "le préfet Jean Morel"),
            ("the mayor", "the mayor"),
            ("Mme la maire", "Mme la maire"),
            ("Minister Jane Doe", "Minister Jane Doe"),
            ("Mayor Jane Doe", "Mayor Jane Doe"),
            ("Mayor A. Lerouge", "Mayor A. Lerouge"),
            ("Maire A. Lerouge", "Maire A. Lerouge"),
            ("Préfet Jean-Luc Morel", "Préfet Jean-Luc Morel"),
            ("Governor Mary Roe", "Governor Mary Roe"),
            ("President Macron", "President Macron"),
            ("President Emmanuel Macron", "President Emmanuel Macron"),
            ("Président Emmanuel Macron", "Président Emmanuel Macron"),
            ("le président Macron", "le président Macron"),
            ("Vice-President Jane Roe", "Vice-President Jane Roe"),
            ("maire de Valmoret", "maire de Valmoret"),
            (
                "Priya Nandra, leader of Harrowmere Council",
                "leader of Harrowmere Council",
            ),
            ("Priya Nandra, council leader", "council leader"),
            ("Priya Nandra, Harrowmere council leader", "Harrowmere council leader"),
            ("Cllr Jane Poe", "Cllr Jane Poe"),
            ("Humza Ali MSP", "MSP"),
            ("Sen. Paul Cole", "Sen. Paul Cole"),
            (
                "Rachel Stone, Chancellor of the Exchequer",
                "Chancellor of the Exchequer",
            ),
            ("John Brown, First Minister", "First Minister"),
            ("Anna Bell, chair of the county council", "chair of the county council"),
            (
                "Anna Bell, chair of Wexley County Council",
                "chair of Wexley County Council",
            ),
            (
                "Marie Petit, vice-présidente de la région",
                "vice-présidente de la région",
            ),
            ("Jean Dur, garde des Sceaux", "garde des Sceaux"),
            ("Luc Roc, président de l’agglomération", "président de l’agglomération"),
            (
                "Ana Roc, présidente de Valmoret Agglomération",
                "présidente de Valmoret Agglomération",
            ),
            ("Luc Roy, conseiller d’État", "conseiller d’État"),
            (
                "Anne Roux, présidente du conseil régional",
                "présidente du conseil régional",
            ),
        ] {
            assert_eq!(held(name), Some(office), "{name}");
        }
    }

    #[test]
    fn names_relatives_and_former_offices_are_no_offices() {
        for name in [
            "Federico Mayor",
            "Maire, Jean",
            "Maire Dupont",
            "Maire Jean",
            "Mayor Zaragoza, Federico",
            "M. Maire Jean",
            "Former mayor John Orr",
            "President Luc Bernard, Ostermere Rowing Club",
            "President of the club",
            "President Club",
            "Président",
            "Luc Bernard, president",
            "M. Maire",
            "Claire Vasseur, fille du maire",
            "Claire Vasseur, ancienne maire",
            "Ana Ruiz, former senator",
            "Ana Ruiz, candidate for mayor",
            "Luc Bernard, président du club",
            "Luc Bernard, président du conseil d’administration",
            "Ana Ruiz, chair of the works council",
            "Ana Ruiz, leader of the youth council",
            "Ana Ruiz, former council leader",
            "Ana Ruiz, former MP",
            "Ana Ruiz, candidate for leader of Ostermere Council",
            "Ana Ruiz, wife of the Ostermere council leader",
            "Ana Ruiz, chancellor of the university",
            "Amartya Sen",
            "Leader, Jean",
            "Maire",
            "",
        ] {
            assert_eq!(held(name), None, "{name}");
        }
        assert!(is_office("mayor") && is_office("Préfet") && !is_office("person"));
    }
}
