//! What only names of people have: suffixes, compound given names, fathers' names.

use super::lexicon::{Kind, lexicon};
use super::words::{Word, Words};

/// Where the first given name and the surname of a person are, if the name has two words or more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) given: Option<usize>,
    pub(super) surname: Option<usize>,
}

impl Places {
    pub(super) fn of(words: &Words) -> Self {
        let is_name = |index: &usize| {
            let kind = words.words[*index].kind;
            !kind.is_light() && !matches!(kind, Kind::Suffix | Kind::Number)
        };
        let names: Vec<usize> = (0..words.words.len()).filter(is_name).collect();
        if names.len() < 2 {
            return Self {
                given: None,
                surname: None,
            };
        }
        // "MACRON Emmanuel" and "Macron, Emmanuel", but "Martin King, Jr."
        let is_shown = |index: &usize| words.words[*index].caps && words.words[*index].text.len() > 2;
        let leads = names.first().is_some_and(is_shown) && !names.last().is_some_and(is_shown);
        let after = words
            .comma
            .and_then(|comma| names.iter().find(|index| **index >= comma));
        let (given, surname) = match after {
            Some(_) => (after, names.first()),
            None if leads => (names.get(1), names.first()),
            None => (names.first(), names.last()),
        };
        Self {
            given: given.copied(),
            surname: surname.copied(),
        }
    }

    /// Whether an initial of this name may stand for a word of another name.
    pub(super) fn allow(&self, initial: usize, other: &Self, long: usize, words: &Words, free: &[usize]) -> bool {
        if other.surname == Some(long) {
            return self.surname == Some(initial);
        }
        let is_whole = |given: usize| words.words[given].text.len() > 1 && free.contains(&given);
        other.given != Some(long) || self.given.is_none_or(|given| given == initial || !is_whole(given))
    }
}

/// How numbers and suffixes that are left over differ: 2 where both names have some, 1 where one has.
pub(super) fn numbers_that_differ(free_a: &[&Word], free_b: &[&Word]) -> f64 {
    let has_some = |words: &[&Word]| {
        let mut kinds = words.iter().map(|word| word.kind);
        kinds.any(|kind| matches!(kind, Kind::Number | Kind::Suffix))
    };
    match (has_some(free_a), has_some(free_b)) {
        (true, true) => 2.0,
        (false, false) => 0.0,
        _ => 1.0,
    }
}

/// Whether a name that is left over is joined by a hyphen to a given name that is common: "Anne" and "Anne-Marie".
pub(super) fn parts_a_compound(longer: &Words, free: &[usize]) -> bool {
    free.iter().any(|&index| {
        let is_given = |at: usize| {
            longer
                .words
                .get(at)
                .is_some_and(|word| matches!(word.kind, Kind::Given(_)) || word.text.len() == 1)
        };
        let before = longer.words[index].joined && index > 0 && is_given(index - 1) && !free.contains(&(index - 1));
        let after = longer.words.get(index + 1).is_some_and(|word| word.joined)
            && is_given(index)
            && !free.contains(&(index + 1))
            && is_given(index + 1);
        before || after
    })
}

/// Where the names of a person and of the father are that "bin" or its like joins.
pub(super) fn descent(words: &Words) -> Option<(usize, usize)> {
    let words = &words.words;
    let at = (1..words.len()).find(|at| lexicon().is_descent(&words[*at].text))?;
    let son = (0..at).rev().find(|index| !words[*index].kind.is_light())?;
    let father = (at + 1..words.len()).find(|index| !words[*index].kind.is_light())?;
    Some((son, father))
}

/// Whether what is left over is last, where the surname does.
pub(super) fn is_trailing(longer: &Words, free: &[usize]) -> bool {
    let last = (0..longer.words.len())
        .rev()
        .find(|index| !longer.words[*index].kind.is_light());
    last.is_some_and(|index| free.contains(&index))
}
