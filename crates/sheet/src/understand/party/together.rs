//! Names in one cell that words join: `A and B`, `A, B et C`. Some are several for certain, some are one, and the rest is a question.

use crate::words::{LISTS, words};

use super::{Alone, LONGEST, class, ends_legal, holds_office, is_acronym, is_name, person};

/// What a text is that words divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Together {
    /// One name.
    One,
    /// Names of several, for certain or as was decided.
    Several,
    /// Names of several by all that is known; a person may say otherwise.
    Probably,
    /// One name, unless a person says otherwise.
    Perhaps,
}

/// What a text is.
pub(super) fn together(text: &str, parts: &[&str], alone: &Alone) -> Together {
    if parts.len() < 2 || text.len() > LONGEST || parts.iter().any(|part| part.is_empty()) {
        return Together::One;
    }
    if let Some(is_several) = alone.decided(text) {
        return if is_several { Together::Several } else { Together::One };
    }
    // `Minister Lang and Treasurer Okafor`
    let is_one = |part: &&str| holds_office(part) || person(part);
    if parts.iter().any(|part| holds_office(part)) && parts.iter().all(is_one) {
        return Together::Several;
    }
    if alone.has(text) && !text.contains(',') || names_one(text, parts) {
        return Together::One;
    }
    let is_plain = |part: &&str| is_name(part, alone);
    // `Crane Corp & Anchor Ltd`, but `Crane & Sons Ltd` is one.
    let is_legal = |part: &&str| alone.has(part) || part.contains(' ') && ends_legal(part);
    let is_with_person =
        || parts.iter().any(|part| person(part)) && parts.iter().all(|part| person(part) || is_body(part));
    // `Communauté de communes Terre et Mer`: each part is known as a body, or stands alone.
    let is_known = |part: &&str| alone.has(part) || is_body(part) || is_acronym(part) || person(part);
    let is_all_plain = parts.iter().all(is_plain) && !is_department(parts, alone);
    if is_all_plain && parts.iter().all(is_known) || parts.iter().all(is_legal) || is_with_person() {
        return Together::Several;
    }
    match () {
        // `Google et Mistral`, `Smith & Wesson`, `Gaz et Eaux`.
        () if is_all_plain => Together::Perhaps,
        () if !alone.asks || !may_be_several(parts, alone) => Together::One,
        () if parts.iter().all(|part| alone.has(part) || is_body(part)) => Together::Probably,
        () => Together::Perhaps,
    }
}

/// Whether parts are those of the name of one, or of a couple: `Mr and Mrs Doe`, `Marie et Paul Petit`, `Smith, J.`.
fn names_one(text: &str, parts: &[&str]) -> bool {
    person(text) && !parts.iter().all(|part| person(part))
}

/// Whether a part has words of its own beside that for a body: `Sea Foundation`, `Ville de Brume`; not `Foundation`.
pub(super) fn is_body(part: &&str) -> bool {
    let count = words(part).len();
    let found = LISTS.within("class", part);
    let has_place = found.iter().any(|one| one.start == 0 || one.start + one.words == count);
    has_place && (count > 1 || found.iter().any(|one| one.value == "PublicBody"))
}

/// Whether the parts may be names: each with a capital, none that goes on with the one before.
fn may_be_several(parts: &[&str], alone: &Alone) -> bool {
    let begins = |part: &&str| {
        let first = part.split([' ', '\'', '’']).next().unwrap_or_default();
        let goes_on = LISTS.whole("goes-on", first).is_some() || LISTS.whole("goes-on", part).is_some();
        part.chars().next().is_some_and(char::is_uppercase) && !goes_on
    };
    // `Crane & Sons Ltd`: the legal form is that of both.
    let is_firm = parts.last().is_some_and(|last| ends_legal(last))
        && !parts
            .iter()
            .rev()
            .skip(1)
            .any(|part| ends_legal(part) || alone.has(part));
    parts.iter().all(begins) && !is_headed(parts, alone) && !is_firm
}

/// Whether the word for a body, which begins the first part, is that of all: `Association Culture et Loisirs`.
fn is_headed(parts: &[&str], alone: &Alone) -> bool {
    let [first, rest @ ..] = parts else { return false };
    let begins = LISTS.within("class", first).first().is_some_and(|one| one.start == 0) && first.contains(' ');
    let is_head = begins && !rest.iter().any(|part| is_body(part) || alone.has(part));
    is_department(parts, alone) || is_head && class(first) != Some("PublicBody")
}

/// Whether the first part is a body whose fields the others are: `Ministère de la Culture et Communication`.
fn is_department(parts: &[&str], alone: &Alone) -> bool {
    let [first, rest @ ..] = parts else { return false };
    let begins = LISTS
        .within("department", first)
        .first()
        .is_some_and(|one| one.start == 0);
    begins
        && !rest
            .iter()
            .any(|part| is_body(part) || alone.has(part) || part.chars().all(char::is_uppercase))
}
