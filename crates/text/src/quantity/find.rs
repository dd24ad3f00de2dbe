//! Goes through a block: finds its figures, and passes over the numbers that are none.

use std::ops::Range;

use super::draft::{Draft, Finder};
use super::trap;
use crate::lexicon::units::Unit;
use crate::token::{Gap, Kind};

impl Finder<'_> {
    /// The figures in their order, and the places of numbers that are names.
    pub fn drafts(&self, is_time: &dyn Fn(usize) -> bool) -> (Vec<Draft>, Vec<Range<usize>>) {
        let (mut drafts, mut names): (Vec<Draft>, _) = (Vec::new(), Vec::new());
        let mut trapped = None;
        let mut index = 0;
        while index < self.tokens.len() {
            if is_time(index) || !self.can_begin(index) {
                index += 1;
                continue;
            }
            if let Some(next) = self.name(index) {
                let next = self.after_zeros(next);
                names.push(self.tokens.place(index, next));
                index = next;
                continue;
            }
            let is_money = drafts.last().is_some_and(|last| self.shares_currency(last, index));
            let Some(draft) = self.draft(index, is_money) else {
                index += 1;
                continue;
            };
            // A time may begin within what looks like one number: `2,8 millions un an plus tôt`.
            let draft = match (index..draft.next).find(|at| is_time(*at)) {
                Some(time) => Finder::new(&self.tokens.until(time), self.language).draft(index, is_money),
                None => Some(draft),
            };
            let Some(draft) = draft else {
                index += 1;
                continue;
            };
            let next = draft.next.max(index + 1);
            if self.is_label(&draft, trapped) {
                let end = trap::label_end(self.tokens, &draft).max(next);
                names.push(self.tokens.place(draft.first, end));
                trapped = Some(end);
                index = end;
                continue;
            } else if trap::is_name(self, &draft) {
                names.push(self.tokens.place(draft.first, next));
            } else {
                drafts.push(draft);
            }
            index = next;
        }
        (drafts, names)
    }

    /// Whether the figure at `index` is the high end of a range whose currency is before the low one: `€200-250m`.
    fn shares_currency(&self, low: &Draft, index: usize) -> bool {
        if !low.is_before || !matches!(low.unit, Some(Unit::Currency { .. })) {
            return false;
        }
        let is_dash = matches!(self.tokens.mark(low.next), Some('-' | '–' | '~')) && low.next + 1 == index;
        let joint = self.language.lexicon.words.joint.at(self.tokens, low.next);
        is_dash || joint.is_some_and(|(_, next)| next == index)
    }

    /// Whether a figure, or a number that is none, can begin at `index`.
    fn can_begin(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else {
            return false;
        };
        let is_start = || self.language.lexicon.starts.get(token.term.index()) == Some(&true);
        match token.kind {
            Kind::Digits => true,
            Kind::Mark(mark) => !mark.is_ascii() || matches!(mark, '-' | '+' | '.' | ',' | '(' | ':') || is_start(),
            Kind::Word => is_start() || self.tokens.raw(index).starts_with(['I', 'V', 'X', 'L', 'C', 'D', 'M']),
        }
    }

    /// The index after groups of digits that only the end of a number can be: `000` of `3x100 000`.
    fn after_zeros(&self, mut next: usize) -> usize {
        let is_zeros = |at: usize| {
            self.tokens
                .digits(at)
                .is_some_and(|group| group.len() == 3 && group.starts_with('0'))
        };
        while next > 0
            && self.tokens.digits(next - 1).is_some()
            && self.tokens.gap(next) == Gap::Space
            && is_zeros(next)
        {
            next += 1;
        }
        next
    }

    /// The end of a name, address or other number that is no figure and begins at `index`.
    fn name(&self, index: usize) -> Option<usize> {
        let phrase = self.language.lexicon.names.phrase.at(self.tokens, index);
        phrase
            .map(|(_, next)| next)
            .or_else(|| trap::in_digits(self, index))
            .or_else(|| trap::address_of_the_web(self.tokens, index))
    }

    /// Whether a draft is a label (`article 12`), or continues a list of labels that ended before `trapped`.
    fn is_label(&self, draft: &Draft, trapped: Option<usize>) -> bool {
        trap::is_label(self, draft) || trapped.is_some_and(|end| trap::continues(self, draft, end))
    }
}
