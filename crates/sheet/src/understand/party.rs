//! Names that pay, receive or speak: several in one cell, natural persons, what they are.

mod shares;

use hashbrown::HashSet;
use text::fold::{fold, fold_words};

use crate::words::{LISTS, words};

pub(super) use shares::{Part, Shared, are_like_shares, equal, payer_of_part, shares};

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

/// The names of a cell that says that they pay alike: "et" divides them, unless a part goes on with "de".
pub(super) fn joint<'t>(text: &'t str, alone: &Alone) -> Vec<&'t str> {
    let found: Vec<&str> = names(text, alone)
        .into_iter()
        .flat_map(|part| part.split('/'))
        .collect();
    let [one] = found[..] else {
        return found
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
    };
    let goes_on = |part: &str| {
        let first = part.split([' ', '\'', '’']).next().unwrap_or_default();
        matches!(text::fold::fold(first).as_str(), "de" | "du" | "des" | "d" | "of")
    };
    for divider in [" et ", " and ", " & ", ", "] {
        let parts: Vec<&str> = one.split(divider).map(str::trim).collect();
        if parts.len() > 1 && !parts.iter().any(|part| part.is_empty() || goes_on(part)) {
            return parts;
        }
    }
    // `Ministère de la Culture et de la Communication et Région`: the last one divides.
    match one.rsplit_once(" et ").or_else(|| one.rsplit_once(" and ")) {
        Some((before, after)) if !goes_on(after.trim()) => vec![before.trim(), after.trim()],
        _ => vec![one.trim()],
    }
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
    // `Crane Corp & Anchor Ltd`, but `Crane & Sons Ltd` is one.
    let is_legal = |part: &&str| alone.has(part) || part.contains(' ') && ends_legal(part);
    match parts.len() > 1 && (parts.iter().all(is_plain) || parts.iter().all(is_legal)) {
        true => parts,
        false => vec![text],
    }
}

/// Whether a name ends with the legal form of a company: `Dupont SAS`.
fn ends_legal(name: &str) -> bool {
    let count = words(name).len();
    let found = LISTS.within("class", name);
    found
        .iter()
        .any(|one| one.start + one.words == count && one.start > 0 && one.value == "Company")
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

/// A name without what is said of its bearer: `Jeanne Castin, préfète`, `Luc Aubin (maire)`.
fn bare(name: &str) -> &str {
    let name = name.split(" (").next().unwrap_or(name);
    match name.split_once(", ") {
        Some((before, after)) if after.chars().next().is_some_and(char::is_lowercase) => before,
        _ => name,
    }
}

/// Whether a name reads like that of a natural person: a civility, an initial or a given name, and no word of an organisation; or
/// like that of a family.
pub(super) fn person(name: &str) -> bool {
    let name = bare(name);
    if name.len() > LONGEST || name.contains(|letter: char| letter.is_ascii_digit()) {
        return false;
    }
    let tokens: Vec<&str> = name
        .split([' ', ',', '\u{a0}'])
        .filter(|token| !token.is_empty())
        .collect();
    let Some(first) = tokens.first() else { return false };
    let plain = |token: &str| fold(token.trim_matches(['.', ',']));
    let is_short = matches!(*first, "M" | "Me" | "Dr" | "Mr" | "Ms" | "MM");
    let is_civility = LISTS.whole("civility", first).is_some() && (first.len() > 2 || first.ends_with('.') || is_short);
    if is_civility && tokens.len() > 1 || is_family(&tokens) {
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
    // `DURAND Paul`, `Durand, Paul`; but `Fonds Marianne` is none.
    let is_surname = name.contains(',') || !first.chars().any(char::is_lowercase);
    is_given(first)
        || is_initial(first) && tokens.len() == 2
        || tokens.len() == 2 && is_given(last) && is_surname && !is_particle(first)
}

/// Whether words name a family: `famille Dupont`, `les consorts Dupont`, `the Ford family`.
fn is_family(tokens: &[&str]) -> bool {
    let tokens = match tokens {
        [first, rest @ ..] if matches!(fold(first).as_str(), "la" | "les" | "the") => rest,
        all => all,
    };
    let is_name = |token: &&str| token.chars().next().is_some_and(char::is_uppercase);
    let is_kin = |token: &str| LISTS.whole("family", token).is_some();
    match tokens {
        // `Familles Rurales` is an association.
        [first, rest @ ..] if is_kin(first) && fold(first) != "familles" => {
            !rest.is_empty() && rest.iter().all(is_name)
        }
        [rest @ .., last] if is_kin(last) => (1..=2).contains(&rest.len()) && rest.iter().all(is_name),
        _ => false,
    }
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
            ("Crane Corp & Anchor Ltd", &["Crane Corp", "Anchor Ltd"]),
            ("Crane & Sons Ltd", &["Crane & Sons Ltd"]),
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
    fn natural_persons_are_told_from_organisations() {
        for name in [
            "M. Paul Durand",
            "Mme Lenoir",
            "E. Macron",
            "Marie Curie",
            "DURAND Paul",
            "Durand, Paul",
            "Dr Jeanne Petit",
            "Mr Alan Frost",
            "Ms K. Tran",
            "famille Dupont",
            "La famille Dupont",
            "the Ford family",
            "M. et Mme Dupont",
            "consorts Dupont",
            "Sonia Brault",
            "Lena Ford",
            "Frédéric Vauquelin",
            "Jeanne Castin, préfète",
            "Luc Aubin (maire)",
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
            "Familles Rurales",
            "Fonds Marianne",
            "Radio Maria",
            "Fondation famille Dupont",
            "Ford Family Foundation",
            "MR",
            "Brume Agglo",
        ] {
            assert!(!person(name), "{name}");
        }
    }
}
