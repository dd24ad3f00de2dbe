//! Public offices in the names of persons: "Claire Vasseur, maire", "the mayor of Ostermere".

use std::collections::BTreeMap;
use std::sync::LazyLock;
use text::fold::fold_words;

/// The offices, folded, each with whether it is a family name as well.
static OFFICES: LazyLock<BTreeMap<String, bool>> = LazyLock::new(|| {
    let lines = include_str!("offices.txt").lines();
    let offices = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    offices
        .map(|line| match line.strip_suffix(" *") {
            Some(office) => (fold_words(office), true),
            None => (fold_words(line), false),
        })
        .collect()
});

/// The articles that tell an office from a family name.
const ARTICLES: [&str; 4] = ["le", "la", "les", "the"];

/// The forms of address that may stand before an office, or before a family name.
const ADDRESSES: [&str; 9] = ["m", "m.", "mme", "mr", "mrs", "ms", "madame", "monsieur", "hon."];

/// What may stand after an office, so that it is no family name.
const AFTER: [&str; 6] = ["de", "du", "des", "of", "for", "en"];

/// The public office that a name tells, in the words of the name: after a comma or in brackets, or at its beginning where the word can
/// be no family name. A former office, or that of a relative, is none.
pub fn held(name: &str) -> Option<&str> {
    let parts = name.split([',', '(', ')', ';', '–', '—']).map(str::trim);
    parts.enumerate().find_map(|(at, part)| {
        let folded = fold_words(&part.replace('-', " "));
        let mut words: Vec<&str> = folded.split(' ').collect();
        let mut has_article = false;
        while let Some(word) = words
            .first()
            .filter(|word| [&ARTICLES[..], &ADDRESSES].concat().contains(word))
        {
            has_article |= ARTICLES.contains(word);
            words.remove(0);
        }
        let (is_family, length) = office(&words)?;
        let next = words.get(length).copied();
        let is_told = at > 0
            || has_article
            || next.is_some_and(|next| !is_family || AFTER.contains(&next) || next.starts_with("d'"));
        is_told.then_some(part)
    })
}

/// Whether the name of a class is that of an office.
pub fn is_office(class: &str) -> bool {
    let folded = fold_words(&class.replace('-', " "));
    office(&folded.split(' ').collect::<Vec<_>>()).is_some()
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
            ("maire de Valmoret", "maire de Valmoret"),
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
            "M. Maire",
            "Claire Vasseur, fille du maire",
            "Claire Vasseur, ancienne maire",
            "Ana Ruiz, former senator",
            "Ana Ruiz, candidate for mayor",
            "Luc Bernard, président du club",
            "Maire",
            "",
        ] {
            assert_eq!(held(name), None, "{name}");
        }
        assert!(is_office("mayor") && is_office("Préfet") && !is_office("person"));
    }
}
