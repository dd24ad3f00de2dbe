//! Lists and ranges: figures that share a unit or a scale, and the ends of a range.

use super::counted;
use super::draft::Draft;
use crate::Decimal;
use crate::language::Language;
use crate::lexicon::units::Unit;
use crate::lexicon::wording::{Joint, Opening};
use crate::numeral::Form;
use crate::token::{Gap, Tokens};

/// Two figures that are a range, by their indices among the drafts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub low: usize,
    pub high: usize,
}

/// How many tokens before its preposition a change is looked for.
const REACH: usize = 10;

/// What stands between two figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connector {
    Comma,
    Joint(Joint),
    Dash,
}

/// Joins figures that stand in a list or a range; gives the ranges.
pub(super) fn join(tokens: &Tokens<'_>, language: &Language, drafts: &mut [Draft]) -> Vec<Ends> {
    let joiner = Joiner { tokens, language };
    let mut ranges = Vec::new();
    let mut first = 0;
    while first < drafts.len() {
        let mut connectors = Vec::new();
        while let Some([one, other]) = drafts.get(first + connectors.len()..first + connectors.len() + 2)
            && let Some(connector) = joiner.connector(one, other)
        {
            connectors.push(connector);
        }
        if let Some([one, other]) = drafts.get_mut(first + connectors.len()..first + connectors.len() + 2)
            && joiner.is_dated_change(one, other)
        {
            (one.is_change, other.is_change) = (true, true);
        }
        let next = first + connectors.len() + 1;
        if !connectors.is_empty() {
            let found = joiner.chain(&mut drafts[first..next], &connectors);
            ranges.extend(found.into_iter().map(|low| Ends {
                low: first + low,
                high: first + low + 1,
            }));
        }
        first = next;
    }
    for index in 1..drafts.len() {
        joiner.out_of(&mut drafts[index - 1..=index]);
    }
    ranges
}

struct Joiner<'a> {
    tokens: &'a Tokens<'a>,
    language: &'a Language,
}

impl Joiner<'_> {
    fn connector(&self, one: &Draft, other: &Draft) -> Option<Connector> {
        let tokens = self.tokens;
        let next = one.next;
        let is_close = tokens.gap(next) != Gap::Paragraph && tokens.gap(other.first) != Gap::Paragraph;
        if next >= other.first || other.first > next + 4 || !is_close {
            return None;
        }
        if let Some('-' | '–' | '~') = tokens.mark(next) {
            let is_even = tokens.gap(next) == tokens.gap(next + 1) && tokens.gap(next) <= Gap::Space;
            return (is_even && next + 1 == other.first).then_some(Connector::Dash);
        }
        let comma = tokens.mark(next) == Some(',');
        let at = next + usize::from(comma);
        if comma && at == other.first && tokens.gap(at) != Gap::None {
            return Some(Connector::Comma);
        }
        let (joint, end) = self.language.lexicon.words.joint.at(tokens, at)?;
        // `de 5 à 10` may repeat its preposition: `from 5 to the 10`, no; `de 5 ou de 10`, no.
        (end == other.first && !(comma && *joint == Joint::To)).then_some(Connector::Joint(*joint))
    }

    /// Shares units and scales within a chain; gives the indices of the low ends of its ranges.
    fn chain(&self, drafts: &mut [Draft], connectors: &[Connector]) -> Vec<usize> {
        for (index, connector) in connectors.iter().enumerate() {
            self.forward(drafts, index, *connector);
        }
        let mut is_closed = false;
        for (index, connector) in connectors.iter().enumerate().rev() {
            // Commas alone do not make a list: `En 2024, 3 millions`.
            is_closed |= *connector != Connector::Comma;
            if !is_closed || !self.backward(drafts, index, *connector) {
                is_closed = false;
            }
        }
        let mut ranges = Vec::new();
        for (index, connector) in connectors.iter().enumerate() {
            let is_free = ranges.last().is_none_or(|last| *last + 1 != index);
            let [low, high] = &mut drafts[index..index + 2] else {
                break;
            };
            let is_alternative = matches!(connector, Connector::Joint(Joint::Or | Joint::To) | Connector::Dash);
            let is_joint = is_alternative || self.opening(low) == Some(Opening::Between);
            if is_joint && !(low.numeral.is_article && high.numeral.is_article) {
                (low.is_joined, high.is_joined) = (true, true);
            }
            if is_free && self.is_range(low, high, *connector) {
                (low.within_range, high.within_range) = (true, true);
                ranges.push(index);
            }
        }
        ranges
    }

    /// Takes the currency before a number over to the next: `$5-10bn`.
    fn forward(&self, drafts: &mut [Draft], index: usize, connector: Connector) {
        let [one, other] = &mut drafts[index..index + 2] else {
            return;
        };
        let is_currency = one.is_before && matches!(one.unit, Some(Unit::Currency { .. }));
        if !is_currency || (other.unit.is_some() && other.unit != one.unit) || other.numeral.form != Form::Cardinal {
            return;
        }
        if other.unit.is_none() {
            let counts = counted::noun(self.tokens, self.language, other).is_some();
            let is_list = matches!(connector, Connector::Comma | Connector::Joint(Joint::And));
            let is_between = self.opening(one) == Some(Opening::Between);
            if counts || is_list && !is_between && other.numeral.scale == 0 {
                return;
            }
            (other.unit, other.carried, other.is_before) = (one.unit, true, true);
        }
        let is_small = one.numeral.scale == 0 && one.minimum.is_some_and(|value| !value.reaches(1000));
        if is_small && other.numeral.scale > 0 {
            share_scale(one, other);
        }
    }

    /// Takes unit and scale of a number over to the one before it: `5 à 10 millions d'euros`. Says whether it did.
    fn backward(&self, drafts: &mut [Draft], index: usize, connector: Connector) -> bool {
        let [one, other] = &mut drafts[index..index + 2] else {
            return false;
        };
        let is_list = matches!(connector, Connector::Comma | Connector::Joint(Joint::And | Joint::Or));
        let is_between = self.opening(one) == Some(Opening::Between);
        let forms = [one.numeral.form, other.numeral.form]
            .iter()
            .all(|form| matches!(form, Form::Cardinal | Form::Multiple));
        if one.unit.is_some()
            || one.numeral.scale > 0
            || !forms
            || (!is_between && one.may_be_year() && (is_list || one.minimum > other.minimum))
        {
            return false;
        }
        if other.unit.is_none() && other.numeral.scale == 0
            || one.numeral.is_open
            || one.numeral.is_article && is_list && !is_between && connector != Connector::Joint(Joint::Or)
        {
            return false;
        }
        if one.is_bare() && other.numeral.scale > 0 {
            share_scale(one, other);
        }
        if let Some(unit) = other.unit {
            (one.unit, one.carried) = (Some(unit), true);
        }
        true
    }

    /// Takes scale and unit of a sum over to the figure before it that is some of it: `3 des 4 millions d'euros`, `3 of the 4
    /// million`. What counts things is left: `2 of the 4 million doses` are two.
    fn out_of(&self, drafts: &mut [Draft]) {
        let [one, other] = drafts else { return };
        let words = &self.language.lexicon.words;
        let is_close = self.tokens.gap(one.next) != Gap::Paragraph && self.tokens.gap(other.first) != Gap::Paragraph;
        let is_of = words
            .of
            .at(self.tokens, one.next)
            .is_some_and(|(_, end)| end == other.first);
        if !is_close || !is_of || !one.is_bare() || !one.numeral.in_digits || other.numeral.scale == 0 {
            return;
        }
        let is_money = matches!(other.unit, Some(Unit::Currency { .. }));
        let counts = counted::noun(self.tokens, self.language, other).is_some();
        let scaled = one.minimum.and_then(|value| value.shifted(other.numeral.scale));
        let is_below = scaled.zip(other.minimum).is_some_and(|(scaled, other)| scaled <= other);
        if !is_below || !is_money && (other.unit.is_some() || counts) {
            return;
        }
        share_scale(one, other);
        if other.unit.is_some() {
            (one.unit, one.carried) = (other.unit, true);
        }
    }

    /// The preposition that opens a range before a figure: `entre`, `from`.
    fn opening(&self, low: &Draft) -> Option<Opening> {
        let words = &self.language.lexicon.words;
        let mut at = low.first;
        if let Some((_, start)) = words.before.before(self.tokens, at) {
            at = start;
        }
        words.opening.before(self.tokens, at).map(|(opening, _)| *opening)
    }

    fn is_range(&self, low: &mut Draft, high: &mut Draft, connector: Connector) -> bool {
        let opening = self.opening(low);
        let can = match connector {
            Connector::Dash | Connector::Joint(Joint::To | Joint::Or) => true,
            Connector::Joint(Joint::And) => opening == Some(Opening::Between),
            Connector::Comma => false,
        };
        if !can {
            return false;
        }
        if connector == Connector::Joint(Joint::To) && opening == Some(Opening::From) && self.is_change(low) {
            (low.is_change, high.is_change) = (true, true);
            return false;
        }
        // `rose $1.20 to $83.45`: by so much, to so much.
        let words = &self.language.lexicon.words;
        let is_whole = low.unit.is_some() && !low.carried && connector == Connector::Joint(Joint::To);
        // `cut by £3k to £27k`
        let by = words.by.before(self.tokens, low.first).filter(|_| opening.is_none());
        let at = by.map_or(low.first, |(_, first)| first);
        if is_whole && opening.is_none() && self.is_direction(at) {
            high.is_change = true;
            return false;
        }
        share_thousands(low, high);
        let years = low.may_be_year() && high.may_be_year() && connector == Connector::Dash;
        let ordered = low.minimum.zip(high.minimum).is_some_and(|(low, high)| low < high);
        let alike = low.unit == high.unit && low.numeral.form != Form::Ordinal && high.numeral.form != Form::Ordinal;
        ordered && alike && !years
    }

    /// Whether two figures are those of two years: `from 18% in 2000 to 10.7%`, `de 3 Md€ en 2010 à 4,5 Md€`.
    fn is_dated_change(&self, one: &Draft, other: &Draft) -> bool {
        let is_to = |at: usize| {
            let joint = self.language.lexicon.words.joint.at(self.tokens, at);
            let is_year = self.tokens.digits(at - 1).is_some_and(|year| year.len() == 4);
            is_year && matches!(joint, Some((Joint::To, next)) if next == other.first)
        };
        let near = one.next + 1..other.first.min(one.next + REACH);
        // `a baissé de 20 % en 2023 à 300 euros`
        let is_alike = other.unit.is_none() || other.unit == one.unit;
        is_alike && near.into_iter().any(is_to) && self.opening(one) == Some(Opening::From)
    }

    /// Whether a word of direction is right before `at`.
    fn is_direction(&self, at: usize) -> bool {
        let heading = self.language.lexicon.words.direction.before(self.tokens, at);
        heading.is_some_and(|(heading, _)| heading.direction.is_some())
    }

    /// Whether a verb before `de` or `from` says that a value changed: `passé de 3 à 5`, `porter la part de 3 % à 5 %`.
    fn is_change(&self, low: &Draft) -> bool {
        let words = &self.language.lexicon.words;
        let Some((_, mut at)) = words.opening.before(self.tokens, low.first) else {
            return false;
        };
        // `augmenté de 3 à 5 %` is a range, `augmenter la part de 3 % à 5 %` a change.
        let is_whole = low.unit.is_some() && !low.carried;
        for distance in 0..REACH {
            let is_direction = distance > 0 && is_whole && self.is_direction(at);
            if is_direction || words.change.before(self.tokens, at).is_some() {
                return true;
            }
            let before = at.checked_sub(1).filter(|_| self.tokens.gap(at) != Gap::Paragraph);
            // `a plus que triplé, de 3 à 5 millions`
            let is_open = |before: &usize| {
                let mark = self.tokens.mark(*before);
                self.tokens.is_word(*before) || mark == Some('\'') || mark == Some(',') && distance == 0
            };
            match before.filter(is_open) {
                Some(before) => at = before,
                None => return false,
            }
        }
        false
    }
}

/// Gives a number the scale of its neighbour, unless that would put it above.
fn share_scale(one: &mut Draft, other: &Draft) {
    let power = other.numeral.scale;
    let scaled = one.minimum.and_then(|value| value.shifted(power));
    let is_below = scaled.zip(other.minimum).is_none_or(|(scaled, other)| scaled <= other);
    let is_decimal = one.minimum.is_some_and(|value| value.decimals() > 0);
    if !(is_below || is_decimal || !one.minimum.is_some_and(|value| value.reaches(100))) || other.numeral.is_open {
        return;
    }
    (one.minimum, one.numeral.scale, one.carried) = (scaled, power, true);
}

/// Gives the low end of a range the thousands or hundreds of the high one: `15 à 20 000`, `trois à quatre cents`.
fn share_thousands(low: &mut Draft, high: &Draft) {
    let is_shared = low.unit.is_none() || low.carried;
    let is_plain = low.numeral.scale == 0 && high.numeral.scale == 0 && !low.numeral.is_amount && is_shared;
    let ends = low.minimum.map(Decimal::parts).zip(high.minimum.map(Decimal::parts));
    let Some(((one, 0), (other, 0))) = ends.filter(|_| is_plain) else {
        return;
    };
    let is_grouped = high.numeral.is_amount || !high.numeral.in_digits;
    let power = match other {
        _ if other % 1000 == 0 && is_grouped => 3,
        _ if other % 100 == 0 && !high.numeral.in_digits => 2,
        _ => return,
    };
    let unit = 10_i128.pow(power);
    let is_near = (1..1000).contains(&one) && one * unit < other && other <= one * unit * 10;
    if is_near {
        (low.minimum, low.carried) = (Decimal::new(one * unit, 0), true);
    }
}
