//! The noun that a figure counts: `personnes` of `2 500 personnes`, `jobs` of `two million new jobs`.

use super::draft::Draft;
use crate::language::Language;
use crate::lexicon::numbers::Link;
use crate::numeral::{Form, Reader};
use crate::token::{Gap, Tokens};

/// How many words are looked at.
const WORDS: usize = 5;

/// The noun that a figure without a unit counts: its first token and the index after its last.
pub(super) fn noun(tokens: &Tokens<'_>, language: &Language, draft: &Draft) -> Option<(usize, usize)> {
    let numeral = &draft.numeral;
    if draft.unit.is_some() || !matches!(numeral.form, Form::Cardinal) {
        return None;
    }
    let reader = Reader::new(tokens, &language.lexicon.numbers);
    let mut index = draft.next;
    if numeral.takes_of()
        && let Some((Link::Of, after)) = reader.link(index)
    {
        index = after;
    }
    let words = &language.lexicon.words;
    let is_one = draft.minimum.is_some_and(|value| !value.reaches(2)) && !numeral.is_article;
    let mut first = None;
    for _ in 0..WORDS {
        let is_attached = tokens.gap(index) == Gap::None && tokens.mark(index.wrapping_sub(1)).is_none();
        if !tokens.is_word(index) || tokens.gap(index) == Gap::Paragraph || is_attached {
            break;
        }
        if let Some((_, next)) = words.adjective.at(tokens, index) {
            index = next;
            continue;
        }
        let is_elided = tokens.mark(index + 1) == Some('\'');
        if words.stop.at(tokens, index).is_some() || words.per.at(tokens, index).is_some() || is_elided {
            break;
        }
        let next = compound(tokens, index);
        let last = tokens.raw(next - 1);
        if words.plural.at(tokens, next - 1).is_some() || is_plural(last, &words.singular) {
            return Some((index, next));
        }
        // `60 start-up`: a compound that has no plural.
        first = first.or(Some((index, next)));
        index = next;
    }
    first.filter(|(first, next)| is_one || (next - first > 1 && index == *next))
}

/// The index after the parts of a word that hyphens join.
fn compound(tokens: &Tokens<'_>, index: usize) -> usize {
    let mut next = index + 1;
    while next < index + 2 * WORDS
        && tokens.mark(next) == Some('-')
        && tokens.gap(next) == Gap::None
        && tokens.gap(next + 1) == Gap::None
        && tokens.is_word(next + 1)
    {
        next += 2;
    }
    next
}

/// Whether a word ends as Latin plurals do, and not as the singulars of its language.
fn is_plural(word: &str, singular: &[String]) -> bool {
    word.len() >= 3 && word.ends_with(['s', 'x']) && !singular.iter().any(|ending| word.ends_with(ending.as_str()))
}
