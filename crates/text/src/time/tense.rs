//! Whether the words near a date speak of the past or the future.

use super::reader::Reader;
use crate::lexicon::dates::After;
use crate::token::Gap;

/// How many tokens before a date are asked, and how many after it.
const BEFORE: usize = 12;
const AFTER: usize = 8;

impl Reader<'_> {
    /// Whether the nearest verb is of the future: before the date, or where none is there after it; none if there is none.
    pub(super) fn is_future(&self, first: usize, next: usize) -> Option<bool> {
        for at in (first.saturating_sub(BEFORE)..first).rev() {
            if self.is_sentence_end(at) {
                break;
            }
            if let Some(tense) = self.tense(at) {
                return Some(tense);
            }
            if self.tokens.gap(at) == Gap::Paragraph {
                break;
            }
        }
        for at in next..next + AFTER {
            if self.is_sentence_end(at) || self.tokens.gap(at) == Gap::Paragraph {
                break;
            }
            if let Some(tense) = self.tense(at) {
                return Some(tense);
            }
        }
        None
    }

    fn is_sentence_end(&self, at: usize) -> bool {
        let is_mark = matches!(self.tokens.mark(at), Some('.' | '!' | '?' | ';' | '…'));
        is_mark && self.tokens.gap(at + 1) != Gap::None
    }

    /// Whether a word is of the future; none if it is of no tense.
    pub(super) fn tense(&self, at: usize) -> Option<bool> {
        // `May` is no verb, though `may` is.
        if !self.tokens.is_word(at) || self.set(After::NoVerb, at).is_some() || self.month(at).is_some() {
            return None;
        }
        if self.tokens.is_capital(at) && !self.is_sentence_start(at) {
            return None;
        }
        // `will be sold`, `is made`: the participle says nothing.
        let is_passive = || (1..=2).any(|back| at >= back && self.set(After::Passive, at - back).is_some());
        if self.set(After::Past, at).is_some() {
            return (!is_passive()).then_some(false);
        }
        if self.set(After::Future, at).is_some() {
            return Some(true);
        }
        let word = self.tokens.raw(at);
        if self.tokens.is_capital(at) || word.len() > 40 {
            return None;
        }
        let ends = |endings: &[String]| endings.iter().any(|ending| word.ends_with(ending.as_str()));
        if ends(&self.dates.past_endings) {
            return (!is_passive()).then_some(false);
        }
        ends(&self.dates.future_endings).then_some(true)
    }
}
