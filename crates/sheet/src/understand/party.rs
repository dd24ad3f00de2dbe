//! Names that pay, receive or speak: several in one cell, natural persons, what they are.

mod lines;
mod parts;
mod person;
mod remarks;
mod shares;
mod together;

use hashbrown::HashSet;
use text::fold::fold_words;

use crate::map::Map;
use crate::words::{LISTS, words};

pub(super) use lines::lines;
pub(super) use person::{holds_office, individuals, may_be, person, without_contact};
pub(super) use remarks::{Remarks, remarks};
use together::{Together, together};

pub(super) use shares::{Part, Shared, are_like_shares, equal, payer_of_part, shares};

/// The longest name; what is longer is a text that was put into the wrong column.
const LONGEST: usize = 300;

/// The most names of a cell.
const MOST: usize = 50;

/// The names of a column's cells, each as a whole: a name that stands alone elsewhere is one by itself.
#[derive(Default)]
pub(super) struct Alone {
    names: HashSet<String>,
    /// Texts of which a person said that they are one name, or several.
    one: HashSet<String>,
    several: HashSet<String>,
    /// Whether other texts that words join may be a question: not where each name has an identifier beside it.
    asks: bool,
}

impl Alone {
    /// Notes a name that stands alone in its cell.
    pub(super) fn add(&mut self, text: &str) {
        if text.len() <= LONGEST && !text.contains(['+', ';', '\n', ',']) {
            self.names.insert(fold_words(text));
        }
    }

    /// With what a person decided, by the map.
    pub(super) fn decide(&mut self, map: &Map, asks: bool) {
        let folded = |names: &[String]| names.iter().map(|name| fold_words(name)).collect();
        self.one = folded(&map.one_name);
        self.several = folded(&map.several_names);
        self.asks = asks;
    }

    /// Whether a text is several names, if that was decided.
    fn decided(&self, text: &str) -> Option<bool> {
        let text = fold_words(text);
        match (self.several.contains(&text), self.one.contains(&text)) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
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
    divided(text)
        .into_iter()
        .flat_map(|part| by_words(part, alone))
        .take(MOST)
        .collect()
}

/// The parts of a cell between marks that always divide.
fn divided(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, text) = (0, text.trim());
    for (at, mark) in text.match_indices(['+', ';', '\n', '\r']) {
        // `ESF+`, `Canal+ et Arte` and `LIFE+, État` are names; `État +région` and `A+B` are two.
        let (before, after) = (
            text.get(..at).unwrap_or_default(),
            text.get(at + 1..).unwrap_or_default(),
        );
        let next = after.split_whitespace().next().unwrap_or_default();
        let is_end = !next.starts_with(char::is_alphanumeric) || LISTS.whole("and", next).is_some();
        let is_of_name = mark == "+"
            && before.ends_with(char::is_alphanumeric)
            && !after.starts_with(char::is_alphanumeric)
            && is_end;
        if !is_of_name {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
        .into_iter()
        .flat_map(|part| part.split(" / "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
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
    let parts = parts::parts(text);
    match together(text, &parts, alone) {
        Together::Several | Together::Probably => parts,
        Together::One | Together::Perhaps => vec![text],
    }
}

/// The texts of a cell of which a person may say whether they are one name or several, with whether they are taken for several.
pub(super) fn open<'t>(text: &'t str, alone: &Alone) -> Vec<(&'t str, bool)> {
    let open = |part: &'t str| match together(part, &parts::parts(part), alone) {
        Together::Probably => Some((part, true)),
        Together::Perhaps => Some((part, false)),
        Together::One | Together::Several => None,
    };
    divided(text).into_iter().filter_map(open).collect()
}

/// Whether a name ends with the legal form of a company: `Dupont SAS`.
fn ends_legal(name: &str) -> bool {
    let count = words(name).len();
    let found = LISTS.within("class", name);
    found
        .iter()
        .any(|one| one.start + one.words == count && one.start > 0 && one.value == "Company")
}

/// Whether a part of a cell is in capitals and figures alone: `CNRS`.
fn is_acronym(part: &str) -> bool {
    let is_of = |letter: char| letter.is_uppercase() || letter.is_ascii_digit();
    part.chars().count() >= 2 && part.chars().all(is_of)
}

/// Whether a part of a cell is a name by itself.
fn is_name(part: &str, alone: &Alone) -> bool {
    let first = part.split_whitespace().next().unwrap_or_default();
    // One capitalised word: a plural is a field ("Arts et Métiers"), not a name.
    let is_proper = !part.contains(' ') && part.chars().next().is_some_and(char::is_uppercase) && !part.ends_with('s');
    // `Cantons A et B` is not `Cantons A` and `B`.
    let is_body = LISTS
        .within("class", part)
        .first()
        .is_some_and(|found| found.start == 0)
        && !part.ends_with('s')
        && !first.ends_with('s');
    let begins = first
        .chars()
        .next()
        .is_some_and(|letter| letter.is_uppercase() || is_body);
    alone.has(part) || is_acronym(part) || is_proper || begins && is_body || person(part)
}

/// What a name is, as its words tell: a class of entities.
pub(super) fn class(name: &str) -> Option<&'static str> {
    let found = LISTS.within("class", name);
    // The legal form ends a name (`Dupont SAS`); the kind of a body begins it (`Ville de Dupont`).
    let count = words(name).len();
    let legal = found
        .iter()
        .find(|found| found.start + found.words == count && count > 1 && found.value == "Company");
    legal
        .or(found.first())
        .map(|found| found.value)
        .or_else(|| acronym(name))
        .or_else(|| LISTS.whole("state", name).map(|_| "PublicBody"))
}

/// What a name is in which the acronym of a public body stands in capitals: `ARS Bretagne`, `Ars Nova` is none.
fn acronym(name: &str) -> Option<&'static str> {
    let edges = |letter: char| !letter.is_alphanumeric();
    let mut parts = name.split_whitespace().map(|part| part.trim_matches(edges));
    let is_body = |part: &str| is_acronym(part) && LISTS.whole("class-acronym", part).is_some();
    parts.any(is_body).then_some("PublicBody")
}

/// Whether a text is the word for natural persons, and hardly more: `personne physique`, `1 - Particulier`, `Individual`.
pub(super) fn is_kind_of_person(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let count = words(text).len();
    let found = LISTS.within("class", text);
    found.iter().any(|one| {
        // A code may stand before it, and words that explain it behind.
        let is_whole =
            one.words == count || one.words + 1 == count && text.starts_with(|first: char| first.is_ascii_digit());
        one.value == "Person" && (is_whole || one.words > 1 && one.start < 2 && count <= EXPLAINED)
    })
}

/// The most words of a kind of persons with what explains it.
const EXPLAINED: usize = 6;

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
    fn names_that_words_join_are_one_or_several_or_a_question() {
        let mut known = alone(&["Bolt", "Ville de Brume"]);
        known.decide(&Map::default(), true);
        for (text, expected) in [
            ("Northshire Council, Sea Foundation and Rotary Club", Some(true)),
            ("Northshire Council & Sea Foundation", Some(true)),
            ("Ville de Lune et Association Voiles", Some(true)),
            ("Acme and Sea Foundation", Some(false)),
            ("Communauté de communes Terre et Mer", Some(false)),
            ("Gaz et Eaux", Some(false)),
            ("Google et Mistral", Some(false)),
            ("Bpifrance et Port de Brume", Some(false)),
            ("Acme Energy and Bolt", Some(false)),
            ("Ville de Lune et Acme Energy", Some(false)),
            ("Acme Energy, Bolt Power and Crane Works", Some(false)),
            ("Marks & Spencer", Some(false)),
            ("Association Culture et Loisirs", None),
            ("Ministère de la Culture et de la Communication", None),
            ("Ministry of Food and Farming", None),
            ("Crane & Sons Ltd", None),
            ("Mr and Mrs Doe", None),
            ("Ville de Brume et Bolt", None),
            ("Caisse d’Épargne, agence de Lille", None),
        ] {
            let found: Vec<bool> = open(text, &known).into_iter().map(|(_, several)| several).collect();
            assert_eq!(found.first().copied(), expected, "{text}");
        }
        assert_eq!(
            names("Mr John Doe and Sea Foundation", &known),
            ["Mr John Doe", "Sea Foundation"]
        );
        let map = Map {
            one_name: vec!["Northshire Council & Sea Foundation".to_owned()],
            several_names: vec!["Acme Energy and Bolt".to_owned()],
            ..Map::default()
        };
        known.decide(&map, true);
        assert_eq!(names("Acme Energy and Bolt", &known), ["Acme Energy", "Bolt"]);
        assert_eq!(names("Northshire council & Sea Foundation", &known).len(), 1);
    }

    #[test]
    fn natural_persons_are_told_from_organisations() {
        for name in [
            "M. Paul Durand",
            "Mme Lenoir",
            "E. Macron",
            "Marie Castin",
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
            "Ms Jane Smith17",
            "M. Paul Durand 2",
            "Paul Durand (2)",
            "Durand Paul n° 3",
            "Smith, John 12/03/1980",
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
            "Studio 54",
            "Brume Agglo 2",
            "Lycée Marie Curie 2",
            "Jean Moulin 2",
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
