//! The words around a figure: wording, direction, part, rate, prices.

use super::draft::Draft;
use super::{Per, Quantity, Sign, Wording, WordingKind, counted};
use crate::language::Language;
use crate::lexicon::numbers::Role;
use crate::lexicon::units::Unit;
use crate::lexicon::wording::{Direction, Found, NoRate, Relation};
use crate::numeral::Form;
use crate::token::{Gap, Kind, Tokens};
use std::ops::Range;

/// How many tokens after a figure may stand before its rate or the year of its prices.
const REACH: usize = 8;

/// How many tokens may stand between a verb of direction and `by`.
const FAR: usize = 5;

/// Reads the words around figures.
pub(super) struct Context<'a> {
    pub tokens: &'a Tokens<'a>,
    pub language: &'a Language,
}

/// The words before a figure.
struct Before {
    wording: Option<Wording>,
    /// The first token of the wording, or of the figure.
    start: usize,
}

impl Context<'_> {
    /// A figure with the words around it.
    pub fn quantity(&self, draft: &Draft, previous: Option<&Draft>) -> Quantity {
        let tokens = self.tokens;
        let before = self.before(draft, previous);
        let noun = counted::noun(tokens, self.language, draft);
        let after_noun = noun.map_or(draft.next, |(_, next)| next.max(draft.next));
        let (part, restates) = self.relation(&before, draft, previous);
        let mut quantity = Quantity {
            place: tokens.place(draft.first, draft.next),
            number: tokens.place(draft.numeral.first, draft.numeral.next),
            form: draft.numeral.form,
            minimum: draft.minimum,
            maximum: draft.minimum,
            ratio: draft.numeral.ratio,
            scale: draft.numeral.scale,
            unit: draft.unit,
            carried: draft.carried,
            counted: noun.map(|(first, next)| tokens.place(first, next)),
            wording: None,
            per: self.per(draft.next, draft).or_else(|| self.per(after_noun, draft)),
            part,
            restates,
            prices: self.prices(draft.next),
            sign: draft.sign,
            within_range: draft.within_range,
        };
        quantity.wording = before
            .wording
            .clone()
            .or_else(|| self.wording_after(draft.next))
            .or_else(|| self.wording_after(after_noun));
        if quantity.wording.is_none() && draft.numeral.about {
            let place = quantity.number.clone();
            quantity.wording = Some(Wording {
                kind: WordingKind::About,
                place,
            });
        }
        if draft.sign == Sign::None && !draft.is_change {
            self.direction(&mut quantity, draft, before.start);
        }
        quantity
    }

    /// A range with the words around it.
    pub fn range(&self, low: &Draft, high: &Draft) -> Quantity {
        let tokens = self.tokens;
        let mut range = self.quantity(high, None);
        let low_one = self.quantity(low, None);
        range.place = tokens.place(low.first, high.next);
        range.number = tokens.place(low.numeral.first, high.numeral.next);
        (range.minimum, range.carried, range.within_range) = (low.minimum, false, false);
        (range.sign, range.part, range.restates) = (low_one.sign, low_one.part, low_one.restates);
        if low.carried && !high.carried || high.carried && low.is_before {
            range.carried = false;
        }
        let place = range.place.clone();
        range.wording = Some(Wording {
            kind: WordingKind::Range,
            place,
        });
        range
    }

    /// The wording before a figure: directly, or with an article between.
    fn before(&self, draft: &Draft, previous: Option<&Draft>) -> Before {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        let (mut at, mut start) = (draft.first, draft.first);
        let mut found: Option<(WordingKind, usize)> = None;
        for _ in 0..4 {
            if at == 0 || tokens.gap(at) == Gap::Paragraph {
                break;
            }
            let multiple = words.before_multiple.before(tokens, at);
            let multiple = multiple.filter(|_| draft.numeral.form == Form::Multiple);
            if let Some((wording, first)) = words.before.before(tokens, at).or(multiple)
                && (at == start || !wording.direct)
            {
                if wording.without_of && self.language.lexicon.numbers.links.at(tokens, at).is_some() {
                    break;
                }
                if self.is_extent(wording, first, at, previous) {
                    break;
                }
                match found {
                    Some((WordingKind::About, end)) if wording.kind != WordingKind::About => {
                        found = Some((wording.kind, end));
                    }
                    Some(_) => break,
                    None => found = Some((wording.kind, at)),
                }
                (at, start) = (first, first);
            } else if let Some((_, first)) = words.skip.before(tokens, at) {
                at = first;
            } else {
                break;
            }
        }
        let wording = found.map(|(kind, end)| Wording {
            kind,
            place: tokens.place(start, end),
        });
        Before { wording, start }
    }

    /// Whether `over` and the like are no wording: after a figure (`45 MW over 38 km`), or a verb (`spread over 38 km`).
    fn is_extent(&self, wording: &Found, first: usize, next: usize, previous: Option<&Draft>) -> bool {
        let is_compared = matches!(wording.kind, WordingKind::MoreThan | WordingKind::LessThan) && wording.direct;
        let ends = |previous: &Draft| {
            let noun = counted::noun(self.tokens, self.language, previous);
            previous.next == first || noun.is_some_and(|(_, end)| end == first)
        };
        is_compared && previous.is_some_and(ends)
            || self.language.lexicon.words.extent.before(self.tokens, next).is_some()
    }

    fn wording_after(&self, mut next: usize) -> Option<Wording> {
        let tokens = self.tokens;
        // `$1bn-plus`
        if tokens.mark(next) == Some('-') && tokens.gap(next) == Gap::None && tokens.gap(next + 1) == Gap::None {
            next += 1;
        }
        // `quinze millions, pas moins`
        let is_behind_comma = tokens.mark(next) == Some(',') && tokens.gap(next) == Gap::None;
        next += usize::from(is_behind_comma);
        let (wording, end) = self.language.lexicon.words.after.at(tokens, next)?;
        if is_behind_comma && (tokens.is_word(end) || tokens.mark(next).is_some()) {
            return None;
        }
        let is_mark = tokens.mark(next).is_some();
        let is_free = if is_mark {
            tokens.gap(next) == Gap::None && tokens.gap(end) != Gap::None
        } else {
            tokens.gap(next) <= Gap::Line
        };
        // `3 pays, environ 5 millions`: the wording of the next figure.
        let is_next = self.begins_number(end);
        (is_free && !is_next).then(|| Wording {
            kind: wording.kind,
            place: tokens.place(next, end),
        })
    }

    /// Whether a number or a currency begins at `index`.
    fn begins_number(&self, index: usize) -> bool {
        let lexicon = &self.language.lexicon;
        let word = lexicon.numbers.words.at(self.tokens, index);
        self.tokens.digits(index).is_some()
            || word.is_some_and(|(word, _)| word.role != Role::Determiner)
            || self
                .tokens
                .mark(index)
                .is_some_and(|_| lexicon.units.find(self.tokens, index, |unit, _| unit.before).is_some())
    }

    /// Direction and sign in words.
    fn direction(&self, quantity: &mut Quantity, draft: &Draft, start: usize) {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        let is_hundredths = matches!(quantity.unit, Some(Unit::Percent | Unit::PercentagePoints));
        let mut at = start;
        for _ in 0..3 {
            if at == 0 || tokens.gap(at) == Gap::Paragraph {
                break;
            }
            if let Some((heading, _)) = words
                .direction
                .before(tokens, at)
                .filter(|_| is_hundredths || at < start)
            {
                let is_share =
                    || heading.not_of && self.language.lexicon.numbers.whole.at(tokens, draft.next).is_some();
                if let Some(direction) = heading.direction.filter(|_| !is_share()) {
                    quantity.sign = sign(direction);
                }
                return;
            }
            if let Some(direction) = self.direction_of_money(draft, at) {
                quantity.sign = sign(direction);
                return;
            }
            match words.by.before(tokens, at) {
                Some((is_far, first)) => {
                    if let Some(direction) = self.far_direction(first).filter(|_| *is_far || is_hundredths) {
                        quantity.sign = sign(direction);
                        return;
                    }
                    at = first;
                }
                None if self.is_adverb(at - 1) => at -= 1,
                None => break,
            }
        }
        if let Some((direction, end)) = words.direction_after.at(tokens, draft.next)
            && tokens.gap(draft.next) <= Gap::Space
            && is_hundredths
            && !self.begins_number(end)
        {
            quantity.sign = sign(*direction);
        }
    }

    /// The direction that a word right before money says: `fell £3m`, `is down £3m`.
    fn direction_of_money(&self, draft: &Draft, at: usize) -> Option<Direction> {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        let is_money = matches!(draft.unit, Some(Unit::Currency { .. }));
        let ((direction, needs_state), first) = words.direction_of_money.before(tokens, at).filter(|_| is_money)?;
        let before = first.checked_sub(1);
        let is_apart = before.is_none_or(|before| matches!(tokens.mark(before), Some(',' | '(' | ':' | '–' | '—')));
        let is_state = || {
            let adverb = before.filter(|before| self.is_adverb(*before));
            words.state.before(tokens, adverb.unwrap_or(first)).is_some()
        };
        (!needs_state || is_apart || is_state()).then_some(*direction)
    }

    /// The direction of a verb that has its object before `by` or `de`: `cut rates by`, `réduire ses émissions de`.
    fn far_direction(&self, by: usize) -> Option<Direction> {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        let mut at = by;
        for _ in 0..FAR {
            if let Some((heading, _)) = words.direction.before(tokens, at) {
                return heading.direction;
            }
            at = at.checked_sub(1)?;
            let is_word = tokens.is_word(at) || matches!(tokens.mark(at), Some('\'' | '-'));
            if !is_word || tokens.gap(at + 1) == Gap::Paragraph {
                return None;
            }
        }
        None
    }

    /// Whether a word is an adverb by its ending: `légèrement`, `sharply`.
    fn is_adverb(&self, index: usize) -> bool {
        let raw = self.tokens.raw(index);
        self.tokens.is_word(index) && raw.len() > 5 && (raw.ends_with("ment") || raw.ends_with("ly"))
    }

    /// Whether the figure is a part of one before, and whether it says one before in other terms.
    fn relation(&self, before: &Before, draft: &Draft, previous: Option<&Draft>) -> (Option<Range<usize>>, bool) {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        let mut at = before.start;
        for _ in 0..3 {
            if at == 0 || tokens.gap(at) == Gap::Paragraph {
                break;
            }
            if let Some((relation, first)) = words.relation.before(tokens, at) {
                let mark = first.checked_sub(1).and_then(|before| tokens.mark(before));
                return match relation {
                    Relation::Part => (Some(tokens.place(first, at)), false),
                    Relation::PartOfAny => (previous.map(|_| tokens.place(first, at)), false),
                    Relation::Restates => (None, true),
                    Relation::RestatesAfterComma => (None, matches!(mark, Some(',' | '(' | '–' | '—'))),
                };
            }
            match words.skip.before(tokens, at) {
                Some((_, first)) => at = first,
                None => break,
            }
        }
        // `£1m ($1.3m)`
        let opens = draft
            .first
            .checked_sub(1)
            .filter(|open| tokens.mark(*open) == Some('('));
        let converted = previous.zip(opens).is_some_and(|(previous, open)| {
            let both = matches!((previous.unit, draft.unit), (Some(Unit::Currency { code: one, .. }), Some(Unit::Currency { code: other, .. })) if one != other);
            both && previous.next == open
        });
        (None, converted)
    }

    /// The rate of a figure, after its unit or noun: `par an`, `a year`, `/an`.
    fn per(&self, from: usize, draft: &Draft) -> Option<Per> {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        if tokens.mark(from) == Some('/') && tokens.gap(from) <= Gap::Space {
            let (period, end) = words.slash.at(tokens, from + 1)?;
            let place = tokens.place(from, end);
            return Some(Per { period: *period, place });
        }
        let mut index = from;
        while index < from + REACH {
            let token = tokens.get(index).filter(|token| token.gap != Gap::Paragraph)?;
            if let Some((period, end)) = words.per.at(tokens, index) {
                let is_date = words
                    .no_rate
                    .at(tokens, end)
                    .is_some_and(|(kind, _)| *kind == NoRate::Ever || index > from || draft.unit.is_none());
                let is_other = draft.unit == Some(Unit::Time(*period));
                let place = tokens.place(index, end);
                return (!is_date && !is_other).then_some(Per { period: *period, place });
            }
            index = match token.kind {
                Kind::Mark('\'') => index + 1,
                Kind::Mark('-') if token.gap == Gap::None => index + 1,
                Kind::Word if !self.begins_number(index) => match words.rate_link.at(tokens, index) {
                    Some((_, next)) => next,
                    None if words.stop.at(tokens, index).is_some() && tokens.mark(index + 1) != Some('\'') => {
                        return None;
                    }
                    None => index + 1,
                },
                _ => return None,
            };
        }
        None
    }

    /// The year whose prices a figure is in: `aux prix de 2020`, `in 2024 prices`.
    fn prices(&self, from: usize) -> Option<i32> {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        for index in from..from + REACH {
            let token = tokens.get(index).filter(|token| token.gap != Gap::Paragraph)?;
            if matches!(token.kind, Kind::Mark('.' | ';' | '!' | '?' | ':')) {
                return None;
            }
            let Some(year) = tokens.digits(index) else { continue };
            let value = year.parse().ok().filter(|_| year.len() == 4)?;
            let before = words.prices.before(tokens, index).is_some();
            let opens = index > from && tokens.mark(index - 1) == Some('(');
            let after = words.prices_after.at(tokens, index + 1).is_some();
            let said = if words.needs_prices_after {
                after && (before || opens || index == from)
            } else {
                before
            };
            return (said && (1800..2200).contains(&value)).then_some(value);
        }
        None
    }
}

fn sign(direction: Direction) -> Sign {
    match direction {
        Direction::Falls => Sign::Falls,
        Direction::Rises => Sign::Rises,
        Direction::Minus => Sign::Minus,
        Direction::Plus => Sign::Plus,
    }
}
