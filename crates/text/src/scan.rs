//! The figures and times of a text in one pass, and the numbers that neither accounts for.
//!
//! Takes a text, its language and the date of its document. A number that belongs to a date, a period, a clock time, a
//! name, a label, an address or a telephone number is no quantity.

use std::ops::Range;

use crate::language::Language;
use crate::lexicon::numbers::Role;
use crate::quantity::{self, Quantity};
use crate::time::{self, Reference, Time, Times};
use crate::token::{Kind, Tokens, blocks};

/// What a text says in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// The quantities, by start and then by end.
    pub quantities: Vec<Quantity>,
    /// The dates, periods and durations, in the order of the text.
    pub times: Vec<Time>,
    /// The places of digits and number words that nothing accounts for: what was not read.
    pub unread: Vec<Range<usize>>,
}

/// Reads the figures and times of a text.
///
/// `published` is the date of the document in ISO 8601, with its own precision; relative dates need it.
pub fn scan(text: &str, language: &Language, published: Option<&str>) -> Scan {
    let reference = published.and_then(Reference::parse);
    let mut scan = Scan::default();
    for tokens in blocks(text, &language.vocabulary) {
        let times = time::read(&tokens, language, reference);
        block(&tokens, language, times, &mut scan);
    }
    scan
}

/// Adds what a block says.
fn block(tokens: &Tokens<'_>, language: &Language, times: Times, scan: &mut Scan) {
    let mut is_time = vec![false; tokens.len()];
    for place in times.times.iter().map(|time| &time.place).chain(&times.others) {
        mark(tokens, place, &mut is_time);
    }
    let reading = quantity::read(tokens, language, &|index| is_time.get(index) == Some(&true));
    let mut is_read = is_time;
    for place in reading
        .quantities
        .iter()
        .map(|quantity| &quantity.place)
        .chain(&reading.names)
    {
        mark(tokens, place, &mut is_read);
    }
    let unread = (0..tokens.len()).filter(|index| !is_read[*index] && is_number(tokens, language, *index));
    scan.unread.extend(unread.map(|index| tokens.place(index, index + 1)));
    scan.quantities.extend(reading.quantities);
    scan.times.extend(times.times);
}

/// Marks the tokens within a place.
fn mark(tokens: &Tokens<'_>, place: &Range<usize>, marked: &mut [bool]) {
    let (first, next) = (tokens.index_of(place.start), tokens.index_of(place.end));
    for token in marked.get_mut(first..next).into_iter().flatten() {
        *token = true;
    }
}

/// Whether a token is a number: digits of any script, or a word that is always one.
fn is_number(tokens: &Tokens<'_>, language: &Language, index: usize) -> bool {
    match tokens.get(index).map(|token| token.kind) {
        Some(Kind::Digits) => true,
        Some(Kind::Mark(mark)) => mark.is_numeric(),
        Some(Kind::Word) => {
            let word = language.lexicon.numbers.words.at(tokens, index);
            // `Thousands march`: a number of nothing is no figure.
            let is_one = |role| {
                matches!(
                    role,
                    Role::Cardinal { .. } | Role::Hundred | Role::Scale | Role::Collective
                )
            };
            word.is_some_and(|(word, _)| !word.plural && is_one(word.role))
        }
        None => false,
    }
}
