//! Columns `Département`: places in France; elsewhere the parts of a government, which pay.

use crate::map::{Map, Role};
use crate::understood::{Basis, Doubt};
use crate::words::LISTS;

use super::super::heading::{last_of, without_brackets};
use super::super::party::class;
use super::{Spec, who};

/// Asks whether such a column says who pays, where no other does and its cells are no départements. Until somebody answers, public bodies
/// pay, and other names are places.
pub(super) fn take(specs: &mut [Spec], map: Option<&Map>, doubts: &mut Vec<Doubt>) {
    let is_said = map.is_some_and(|map| map.defaults.payer.is_some());
    let pays = |spec: &Spec| spec.role() == Role::Payer || spec.map.payer.is_some();
    if is_said || specs.iter().any(pays) {
        return;
    }
    let Some(spec) = specs.iter_mut().find(|spec| is_open(spec)) else {
        return;
    };
    let count = |is_it: fn(&str) -> bool| spec.samples.iter().filter(|text| is_it(text)).count();
    let bodies = count(|text| class(text) == Some("PublicBody"));
    let (usual, other) = match 2 * bodies >= spec.samples.len() {
        true => (Role::Payer, Role::Place),
        false => (Role::Place, Role::Payer),
    };
    spec.map.role = usual;
    doubts.push(who::asked(spec, [usual, other]));
}

/// Whether a heading may name places or parts of a government, and most cells are no places that are called so.
fn is_open(spec: &Spec) -> bool {
    let bare = without_brackets(last_of(&spec.heading.text));
    let is_it = spec.role() == Role::Place && spec.basis == Basis::Heading && LISTS.whole("division", &bare).is_some();
    let places = spec.samples.iter().filter(|text| is_place(text)).count();
    is_it && spec.kinds.all > 0 && spec.kinds.numbers == 0 && 2 * places < spec.samples.len()
}

/// Whether a text is the name or the number of a French département: `Gironde`, `33 - Gironde`, `2A`.
fn is_place(text: &str) -> bool {
    let bare = text.trim_matches(|letter: char| !letter.is_alphabetic());
    LISTS.whole("french-department", bare).is_some() || bare.chars().count() < 2
}

#[cfg(test)]
mod tests {
    use super::is_place;

    #[test]
    fn departments_are_told_from_ministries() {
        for text in [
            "Gironde",
            "33 - Gironde",
            "Gironde (33)",
            "2A",
            "974",
            "Côtes-d'Armor",
            "Val-de-Marne",
        ] {
            assert!(is_place(text), "{text}");
        }
        for text in ["SPF Justice", "Défense", "Nord Pas de Calais Habitat", "Justice"] {
            assert!(!is_place(text), "{text}");
        }
    }
}
