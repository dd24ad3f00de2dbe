//! The reasons for a score, from an alignment.

use super::align::{Alignment, How, Pair};
use super::lexicon::Kind;
use super::reason::Reason;
use super::words::{Word, Words};

/// Why two names are taken to be the same or not, the likenesses first.
pub(super) fn reasons(a: &Words, b: &Words, alignment: &Alignment, person: bool) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = alignment
        .pairs
        .iter()
        .filter_map(|pair| likeness_of(a, b, pair))
        .collect();
    let asides_count = !person && asides_differ(a, b, alignment);
    let [only_a, only_b] = left_over(a, b, alignment, asides_count, false);
    match (only_a.is_empty(), only_b.is_empty()) {
        (false, false) => reasons.push(Reason::Different(only_a, only_b)),
        (true, true) => {}
        _ => reasons.push(Reason::OnlyOne(only_a + &only_b)),
    }
    let [only_a, only_b] = left_over(a, b, alignment, asides_count, true);
    match (only_a.is_empty(), only_b.is_empty()) {
        (false, false) => reasons.push(Reason::DifferentNumbers(only_a, only_b)),
        (true, true) => {}
        _ => reasons.push(Reason::OneNumber(only_a + &only_b)),
    }
    let mut order: Vec<(usize, usize)> = alignment.pairs.iter().map(|pair| (pair.a[0], pair.b[0])).collect();
    order.sort_unstable();
    if order.windows(2).any(|two| two[0].1 > two[1].1) {
        reasons.push(Reason::OtherOrder);
    }
    reasons
}

/// Whether either name has words in brackets that the other has not.
pub(super) fn asides_differ(a: &Words, b: &Words, alignment: &Alignment) -> bool {
    let is_said = |words: &Words, free: &[usize]| {
        free.iter()
            .map(|index| &words.words[*index])
            .any(|word| word.aside && word.kind != Kind::Stop)
    };
    is_said(a, &alignment.free_a) && is_said(b, &alignment.free_b)
}

/// What makes two common words alike; `None` if they are the same.
fn likeness_of(a: &Words, b: &Words, pair: &Pair) -> Option<Reason> {
    let (a, b) = (joined(a, &pair.a), joined(b, &pair.b));
    Some(match pair.how {
        How::Same => return None,
        How::Ending => Reason::OtherEnding(a, b),
        How::Meaning => Reason::SameMeaning(a, b),
        How::Joined => Reason::PartedOtherwise(a, b),
        How::Acronym if pair.a.len() > pair.b.len() => Reason::Acronym(b, a),
        How::Acronym => Reason::Acronym(a, b),
        How::Initial if a.len() > b.len() => Reason::Initial(b, a),
        How::Initial => Reason::Initial(a, b),
        How::Typo => Reason::Typo(a, b),
    })
}

/// The words of each name that are left over and count: its numbers, or its other words.
fn left_over(a: &Words, b: &Words, alignment: &Alignment, asides_count: bool, numbers: bool) -> [String; 2] {
    let counts =
        |word: &Word| (word.kind == Kind::Number) == numbers && (!word.kind.is_light() || (asides_count && word.aside));
    let left = |words: &Words, free: &[usize]| {
        let counted = free.iter().copied().filter(|index| counts(&words.words[*index]));
        joined(words, &counted.collect::<Vec<_>>())
    };
    [left(a, &alignment.free_a), left(b, &alignment.free_b)]
}

/// The reason where all words with weight are common: words without weight may still be left over.
pub(super) fn same_but(a: &Words, b: &Words, alignment: &Alignment) -> Reason {
    let rest = [joined(a, &alignment.free_a), joined(b, &alignment.free_b)];
    let rest: Vec<&str> = rest
        .iter()
        .map(String::as_str)
        .filter(|rest| !rest.is_empty())
        .collect();
    match rest.is_empty() {
        true => Reason::SameName,
        false => Reason::SameBut(rest.join("” and “")),
    }
}

/// The texts of some words of a name, with spaces between them.
fn joined(words: &Words, indexes: &[usize]) -> String {
    let texts = indexes.iter().map(|index| words.words[*index].text.as_str());
    texts.collect::<Vec<_>>().join(" ")
}
