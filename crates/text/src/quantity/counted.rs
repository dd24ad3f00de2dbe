//! The noun that a figure counts: `personnes` of `2 500 personnes`, `jobs` of `two million new jobs`.

use super::draft::Draft;
use crate::language::Language;
use crate::lexicon::numbers::Link;
use crate::numeral::{Form, Reader};
use crate::token::{Gap, Tokens};

/// How many words are looked at.
const WORDS: usize = 5;

/// The token of the noun that a figure without a unit counts.
pub(super) fn noun(tokens: &Tokens<'_>, language: &Language, draft: &Draft) -> Option<usize> {
    let numeral = &draft.numeral;
    if let Some((first, _)) = numeral.counted {
        return Some(first);
    }
    if draft.unit.is_some() || !matches!(numeral.form, Form::Cardinal) {
        return None;
    }
    let reader = Reader::new(tokens, &language.lexicon.numbers);
    let mut index = draft.next;
    if numeral.scale > 0 || numeral.about || numeral.is_open {
        if let Some((Link::Of, after)) = reader.link(index) {
            index = after;
        }
    }
    let words = &language.lexicon.words;
    let is_one = draft.minimum.is_some_and(|value| !value.reaches(2)) && !numeral.is_article;
    let mut first = None;
    for _ in 0..WORDS {
        if tokens.mark(index) == Some('-') && tokens.gap(index) == Gap::None && tokens.gap(index + 1) == Gap::None {
            index += 1;
            continue;
        }
        let is_attached = tokens.gap(index) == Gap::None && tokens.mark(index.wrapping_sub(1)).is_none();
        if !tokens.is_word(index) || tokens.gap(index) == Gap::Paragraph || is_attached {
            break;
        }
        if let Some((_, next)) = words.adjective.at(tokens, index) {
            index = next;
            continue;
        }
        if words.stop.at(tokens, index).is_some()
            || words.per.at(tokens, index).is_some()
            || tokens.mark(index + 1) == Some('\'')
        {
            break;
        }
        if words.plural.at(tokens, index).is_some() || is_plural(tokens.raw(index)) {
            return Some(index);
        }
        first = first.or(Some(index));
        index += 1;
    }
    first.filter(|_| is_one)
}

/// Whether a word ends as plurals do in the languages that have the Latin plural.
fn is_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with(['s', 'x']) && !word.ends_with("ss") && !word.ends_with("us")
}
