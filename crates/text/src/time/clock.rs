//! Clock times, which are no dates and no amounts: `12h30`, `à 18 heures`, `6 p.m.`, `09:15`, `24/7`.

use super::reader::{Reader, whole};
use crate::lexicon::dates::{After, Before};
use crate::numeral::Form;
use crate::token::Gap;

impl Reader<'_> {
    /// The index after a clock time that begins with the token.
    pub(super) fn clock(&self, at: usize) -> Option<usize> {
        let next = self.clock_digits(at).or_else(|| self.clock_words(at))?;
        Some(self.clock_end(next))
    }

    fn clock_digits(&self, at: usize) -> Option<usize> {
        let hour = self
            .digits(at, 1..=2)
            .filter(|hour| *hour <= 24 && self.is_number_start(at))?;
        if hour == 24 && self.tokens.mark(at + 1) == Some('/') && self.tokens.raw(at + 2) == "7" {
            return Some(at + 3);
        }
        let next = at + 1;
        let is_colon =
            matches!(self.tokens.mark(next), Some(':' | '.')) && self.is_joined(next) && self.is_joined(next + 1);
        if is_colon && let Some(after) = self.minutes(next + 1) {
            let has_seconds = self.tokens.mark(after) == Some(':') && self.is_joined(after);
            let after = if has_seconds {
                self.minutes(after + 1).unwrap_or(after)
            } else {
                after
            };
            let is_time = self.tokens.mark(next) == Some(':') || self.clock_end(after) > after;
            return (is_time && (self.is_number_end(after) || self.clock_end(after) > after)).then_some(after);
        }
        if self.tokens.gap(next) > Gap::Space {
            return None;
        }
        if let Some(after) = self.set(After::Clock, next) {
            let minutes = self.minutes(after).filter(|_| self.tokens.gap(after) <= Gap::Space);
            let is_sign = self.tokens.raw(next).len() == 1;
            let is_time =
                is_sign || self.follows(Before::Clock, at) || minutes.is_some() || self.clock_end(after) > after;
            return is_time.then(|| minutes.unwrap_or(after));
        }
        (self.clock_end(next) > next).then_some(next)
    }

    /// `at six o'clock`, `à dix heures`.
    fn clock_words(&self, at: usize) -> Option<usize> {
        if !self.tokens.is_word(at) || !self.follows(Before::Clock, at) {
            return None;
        }
        let numeral = self.numeral(at).filter(|numeral| numeral.form == Form::Cardinal)?;
        whole(&numeral).filter(|hour| (0..=24).contains(hour))?;
        let next = self.set(After::Clock, numeral.next).unwrap_or(numeral.next);
        (next > numeral.next || self.clock_end(next) > next).then_some(next)
    }

    fn minutes(&self, at: usize) -> Option<usize> {
        self.digits(at, 2..=2).filter(|minutes| *minutes < 60).map(|_| at + 1)
    }

    /// The index after `p.m.`, `du matin`, `GMT`.
    fn clock_end(&self, mut at: usize) -> usize {
        for _ in 0..2 {
            if self.tokens.gap(at) > Gap::Space {
                break;
            }
            match self.set(After::ClockBehind, at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }
}
