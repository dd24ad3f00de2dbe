//! Names that pay, receive or speak: several in one cell, natural persons, what they are.

use hashbrown::HashSet;
use text::fold::{fold, fold_words};

use crate::words::{LISTS, words};

use super::measures::Measures;
use super::number::{Number, number};

/// The longest name; what is longer is a text that was put into the wrong column.
const LONGEST: usize = 300;

/// The most names of a cell.
const MOST: usize = 50;

/// The names of a column's cells, each as a whole: a name that stands alone elsewhere is one by itself.
#[derive(Default)]
pub(super) struct Alone {
    names: HashSet<String>,
}

impl Alone {
    /// Notes a name that stands alone in its cell.
    pub(super) fn add(&mut self, text: &str) {
        if text.len() <= LONGEST && !text.contains(['+', ';', '\n', ',']) {
            self.names.insert(fold_words(text));
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(&fold_words(name))
    }
}

/// The names of a cell: `Etat + région` has two.
///
/// `+`, `;`, ` / ` and line breaks always divide; a comma and "et" only where each part is a name for certain, since
/// `Culture et Communication` is one ministry.
pub(super) fn names<'t>(text: &'t str, alone: &Alone) -> Vec<&'t str> {
    let text = text.trim();
    let sure: Vec<&str> = text
        .split(['+', ';', '\n', '\r'])
        .flat_map(|part| part.split(" / "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .take(MOST)
        .collect();
    sure.into_iter()
        .flat_map(|part| by_words(part, alone))
        .take(MOST)
        .collect()
}

/// A name with the figure of its share: `État (60 %)`, `Région 3`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shared<'t> {
    /// The name.
    pub(super) name: &'t str,
    /// The words of the figure.
    pub(super) words: &'t str,
    /// The figure; none if the words are more than one number: `(dont ANRU 2 M€)`, `(50/50)`.
    pub(super) number: Option<Number>,
}

impl Shared<'_> {
    /// The unit of the figure.
    pub(super) fn unit(&self) -> Option<&str> {
        self.number.as_ref()?.unit.unit.as_deref()
    }
}

/// A part of a cell, as written, with the name and share that it is, if it is that.
pub(super) type Part<'t> = (&'t str, Option<Shared<'t>>);

/// The names of a cell with their shares, where it has shares: `Etat 5 / Région 3`, `Etat (60 %), Région`.
///
/// A number without unit is a share only if each name has one, since names end in numbers, too (`Paris 8`): `is_sure` says
/// whether all have a unit, or a name besides is a word for a body and nothing else. A name without share has none.
pub(super) fn shares<'t>(text: &'t str, measures: &Measures) -> Option<(Vec<Part<'t>>, bool)> {
    if text.len() > LONGEST || !text.contains(|letter: char| letter.is_ascii_digit()) {
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
    let is_body = |one: &Shared<'_>| LISTS.whole("class", one.name).is_some();
    let is_sure = shares().any(|one| has_unit(one) || is_body(one));
    (shares().next().is_some() && (is_sure || has_all && found.len() > 1)).then_some((found, is_sure))
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
            .find(|divider| depth == 0 && at >= from && rest.starts_with(**divider));
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
        })
    };
    if let Some(open) = part.rfind('(').filter(|_| part.ends_with(')')) {
        let (name, words) = part.split_at(open);
        return read(name, words, words.trim_matches(['(', ')', ' ']));
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
        let leads = [
            "de l'", "de l’", "de la ", "du ", "de ", "d'", "d’", "of ", "from ", "par ",
        ];
        let name = leads.iter().find_map(|lead| name.strip_prefix(lead)).unwrap_or(name);
        read(name, words, words).filter(|shared| shared.number.as_ref().is_some_and(|number| !number.unit.is_empty()))
    })
}

fn by_words<'t>(text: &'t str, alone: &Alone) -> Vec<&'t str> {
    if text.len() > LONGEST || alone.has(text) && !text.contains(',') {
        return vec![text];
    }
    let mut parts = vec![text];
    for divider in [", ", " et ", " and ", " & "] {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(divider))
            .map(str::trim)
            .collect();
    }
    let is_plain = |part: &&str| !part.is_empty() && is_name(part, alone);
    match parts.len() > 1 && parts.iter().all(is_plain) {
        true => parts,
        false => vec![text],
    }
}

/// Whether a part of a cell is a name by itself.
fn is_name(part: &str, alone: &Alone) -> bool {
    let first = part.split_whitespace().next().unwrap_or_default();
    let is_acronym = part.chars().count() >= 2
        && part
            .chars()
            .all(|letter| letter.is_uppercase() || letter.is_ascii_digit());
    // One capitalised word: a plural is a field ("Arts et Métiers"), not a name.
    let is_proper = !part.contains(' ') && part.chars().next().is_some_and(char::is_uppercase) && !part.ends_with('s');
    let is_body = LISTS
        .within("class", part)
        .first()
        .is_some_and(|found| found.start == 0)
        && !part.ends_with('s');
    let begins = first
        .chars()
        .next()
        .is_some_and(|letter| letter.is_uppercase() || is_body);
    alone.has(part) || is_acronym || is_proper || begins && is_body || person(part)
}

/// Whether a name reads like that of a natural person: a civility, an initial or a given name, and no word of an organisation.
pub(super) fn person(name: &str) -> bool {
    if name.len() > LONGEST || name.contains(|letter: char| letter.is_ascii_digit()) {
        return false;
    }
    let tokens: Vec<&str> = name
        .split([' ', ',', '\u{a0}'])
        .filter(|token| !token.is_empty())
        .collect();
    let Some(first) = tokens.first() else { return false };
    let plain = |token: &str| fold(token.trim_matches(['.', ',']));
    let is_civility = LISTS.whole("civility", first).is_some()
        && (first.len() > 2 || first.ends_with('.') || *first == "M" || *first == "Me" || *first == "Dr");
    if is_civility && tokens.len() > 1 {
        return class(name).is_none_or(|class| class == "Person");
    }
    if !(2..=4).contains(&tokens.len()) || class(name).is_some() {
        return false;
    }
    let is_word = |token: &&str| {
        token
            .trim_end_matches('.')
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’'))
    };
    let is_particle = |token: &str| {
        matches!(
            plain(token).as_str(),
            "de" | "du" | "le" | "la" | "von" | "van" | "der" | "el" | "al" | "ben" | "d"
        )
    };
    let is_capital = |token: &&str| token.chars().next().is_some_and(char::is_uppercase) || is_particle(token);
    if !tokens.iter().all(is_word) || !tokens.iter().all(is_capital) {
        return false;
    }
    let is_initial = |token: &str| token.ends_with('.') && token.trim_end_matches('.').chars().count() <= 2;
    let is_given = |token: &str| {
        plain(token)
            .split('-')
            .next()
            .is_some_and(|given| LISTS.is_given(given))
    };
    let last = tokens.last().copied().unwrap_or_default();
    is_given(first)
        || is_initial(first) && tokens.len() == 2
        || tokens.len() == 2 && is_given(last) && !is_particle(first)
}

/// What a name is, as its words tell: a class of entities.
pub(super) fn class(name: &str) -> Option<&'static str> {
    let found = LISTS.within("class", name);
    // The legal form ends a name (`Dupont SAS`); the kind of a body begins it (`Ville de Dupont`).
    let count = words(name).len();
    let legal = found
        .iter()
        .find(|found| found.start + found.words == count && count > 1 && found.value == "Company");
    legal.or(found.first()).map(|found| found.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(names: &[&str]) -> Alone {
        let mut alone = Alone::default();
        names.iter().for_each(|name| alone.add(name));
        alone
    }

    #[test]
    fn several_payers_of_a_cell_are_told_from_one_with_an_and() {
        let known = alone(&["Bpifrance", "Google France"]);
        for (text, expected) in [
            ("Etat + région", ["Etat", "région"].as_slice()),
            ("État; Bpifrance", &["État", "Bpifrance"]),
            ("CNRS et INRIA", &["CNRS", "INRIA"]),
            ("État et Région Bretagne", &["État", "Région Bretagne"]),
            ("Bpifrance, Google France", &["Bpifrance", "Google France"]),
            (
                "Ministère de la Culture et de la Communication",
                &["Ministère de la Culture et de la Communication"],
            ),
            ("Arts et Métiers", &["Arts et Métiers"]),
            ("Universités, INSA et INP", &["Universités, INSA et INP"]),
            (
                "Caisse d’Épargne, agence de Lille",
                &["Caisse d’Épargne, agence de Lille"],
            ),
        ] {
            assert_eq!(names(text, &known), expected, "{text}");
        }
    }

    #[test]
    fn shares_are_told_from_names_that_end_in_numbers() {
        let measures = Measures::default();
        for (text, expected) in [
            ("Etat 5 / Région 3", Some("Etat=5 Région=3 sure")),
            ("Etat (60 %), Région (40 %)", Some("Etat=(60 %) Région=(40 %) sure")),
            (
                "Etat : 5 M€ ; Région Bretagne : 3,5 M€",
                Some("Etat=5 M€ Région Bretagne=3,5 M€ sure"),
            ),
            ("5 M€ de l'Etat + 3 M€ Bpifrance", Some("Etat=5 M€ Bpifrance=3 M€ sure")),
            ("State £5m, Council £3m", Some("State=£5m Council=£3m sure")),
            ("Etat 60% et Région", Some("Etat=60% Région sure")),
            ("Acme 5, Bolt 3", Some("Acme=5 Bolt=3 unsure")),
            ("Etat 5", Some("Etat=5 sure")),
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
    fn natural_persons_are_told_from_organisations() {
        for name in [
            "M. Paul Durand",
            "Mme Lenoir",
            "E. Macron",
            "Marie Curie",
            "DURAND Paul",
            "Durand, Paul",
            "Dr Jeanne Petit",
        ] {
            assert!(person(name), "{name}");
        }
        for name in [
            "CNRS",
            "Ville de Lyon",
            "Association Jean Moulin",
            "Jean Lefebvre SAS",
            "Mistral",
            "Région Bretagne",
            "Bpifrance",
            "Fondation Abbé Pierre",
            "3 Suisses",
            "Lycée Marie Curie",
            "Le Maire",
        ] {
            assert!(!person(name), "{name}");
        }
    }
}
