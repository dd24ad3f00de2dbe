//! Figures as they are written: sign, unit before, numeral, scale, unit after.

use super::Sign;
use crate::Decimal;
use crate::language::Language;
use crate::lexicon::numbers::Link;
use crate::lexicon::units::{Unit, Written};
use crate::lexicon::wording::{Direction, Factor};
use crate::numeral::{Form, Numeral, Reader};
use crate::token::{Gap, Kind, Tokens};

/// The letters of a superlative that is known by its ending at least: `busiest`, not `priest`.
const SUPERLATIVE: usize = 7;

/// A figure before it is joined to others.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Its first token, sign and unit included, and the index after its last.
    pub first: usize,
    pub next: usize,
    pub numeral: Numeral,
    pub minimum: Option<Decimal>,
    pub unit: Option<Unit>,
    /// The unit is before the number.
    pub is_before: bool,
    pub sign: Sign,
    pub carried: bool,
    pub is_joined: bool,
    pub within_range: bool,
    /// It is what a value passed from or to, and says no direction.
    pub is_change: bool,
}

impl Draft {
    /// Whether a single `un` or `one` is a number by what it counts.
    pub fn is_counted_one(&self) -> bool {
        !matches!(self.unit, None | Some(Unit::Times | Unit::Time(_)))
    }

    /// Whether it is a number and nothing else, which may share the scale and unit of a neighbour.
    pub fn is_bare(&self) -> bool {
        let small = self.minimum.is_some_and(|value| !value.reaches(1000));
        self.unit.is_none() && self.numeral.scale == 0 && small && self.numeral.form == Form::Cardinal
    }

    /// Whether it is digits or a Roman numeral and nothing else.
    pub fn is_unadorned(&self) -> bool {
        let numeral = &self.numeral;
        let form = numeral.form == Form::Roman || (numeral.form == Form::Cardinal && numeral.in_digits);
        form && self.unit.is_none() && numeral.scale == 0
    }

    /// Whether it may be a year: four digits and nothing else.
    pub fn may_be_year(&self) -> bool {
        let numeral = &self.numeral;
        let in_range = numeral
            .value
            .is_some_and(|value| value.reaches(1500) && !value.reaches(2150));
        self.unit.is_none() && numeral.in_digits && !numeral.is_amount && in_range
    }

    /// Sets unit and value from the unit as it is written.
    fn set_unit(&mut self, written: &Written) {
        self.unit = Some(written.unit);
        let value = self.minimum;
        self.minimum = value.and_then(|value| value.shifted(written.up)?.shifted_down(written.down));
        if written.up > 0 {
            self.numeral.scale = written.up;
        } else if written.down > 0 {
            self.numeral.mantissa = None;
        }
        if written.unit == Unit::Times {
            self.numeral.form = Form::Multiple;
        }
    }
}

/// Finds the figures of a block.
pub(super) struct Finder<'a> {
    pub tokens: &'a Tokens<'a>,
    pub language: &'a Language,
    pub reader: Reader<'a>,
}

impl<'a> Finder<'a> {
    /// A finder for a block in a language.
    pub fn new(tokens: &'a Tokens<'a>, language: &'a Language) -> Self {
        let reader = Reader::new(tokens, &language.lexicon.numbers);
        Self {
            tokens,
            language,
            reader,
        }
    }

    /// The figure that begins at `index`; `is_money` if the currency of a figure before it is its own.
    pub fn draft(&self, index: usize, is_money: bool) -> Option<Draft> {
        let tokens = self.tokens;
        let (sign, at) = self.sign(index);
        let before = self.unit_before(at);
        let mut start = before.as_ref().map_or(at, |(_, next)| *next);
        let mut sign = sign;
        // `$-5`
        if before.is_some() && matches!(tokens.mark(start), Some('-' | '−')) && tokens.gap(start + 1) == Gap::None {
            (sign, start) = (Sign::Minus, start + 1);
        }
        let is_money = is_money
            || before
                .as_ref()
                .is_some_and(|(written, _)| matches!(written.unit, Unit::Currency { .. }))
            || self.is_money_after_sign(start);
        let numeral = self.reader.numeral(start, is_money)?;
        if sign != Sign::None && !matches!(numeral.form, Form::Cardinal | Form::Fraction) {
            return None;
        }
        let mut draft = Draft {
            first: index.min(numeral.first),
            next: numeral.next,
            minimum: numeral.value,
            unit: None,
            is_before: before.is_some(),
            sign,
            carried: false,
            is_joined: false,
            within_range: false,
            is_change: false,
            numeral,
        };
        match before {
            Some((written, _)) => draft.set_unit(&written),
            None => self.add_unit(&mut draft),
        }
        self.sign_in_words(&mut draft);
        self.factor(&mut draft);
        self.finish(&mut draft);
        Some(draft)
    }

    /// A sign attached to what follows, and the index after it.
    fn sign(&self, index: usize) -> (Sign, usize) {
        let tokens = self.tokens;
        let sign = match tokens.mark(index) {
            Some('-' | '−' | '–') => Sign::Minus,
            Some('+') => Sign::Plus,
            _ => return (Sign::None, index),
        };
        // `(- 3 %)`; a hyphen with a space elsewhere begins a list or is a dash.
        let is_bracketed = index > 0 && tokens.mark(index - 1) == Some('(');
        let may_be_apart = is_bracketed || matches!(tokens.mark(index), Some('+' | '−'));
        let most = if may_be_apart { Gap::Space } else { Gap::None };
        let is_attached = tokens.gap(index + 1) <= most;
        let opens = index == 0
            || tokens.gap(index) != Gap::None
            || matches!(
                tokens.mark(index - 1),
                Some('(' | '[' | '«' | '"' | '“' | ':' | ';' | '~' | '≈' | '>' | '<' | '=')
            );
        if is_attached && opens {
            (sign, index + 1)
        } else {
            (Sign::None, index)
        }
    }

    /// Adds `moins` or `minus` before a figure, and `plus` before one in hundredths.
    fn sign_in_words(&self, draft: &mut Draft) {
        let words = &self.language.lexicon.words;
        let form = matches!(draft.numeral.form, Form::Cardinal | Form::Fraction | Form::Multiple);
        if draft.sign != Sign::None || !form || words.before.before(self.tokens, draft.first).is_some() {
            return;
        }
        let Some((direction, first)) = words.sign.before(self.tokens, draft.first) else {
            return;
        };
        let is_hundredths = matches!(draft.unit, Some(Unit::Percent | Unit::PercentagePoints));
        draft.sign = match direction {
            Direction::Minus => Sign::Minus,
            Direction::Plus if is_hundredths => Sign::Plus,
            _ => return,
        };
        (draft.first, draft.numeral.is_article) = (first, false);
    }

    /// Makes a number after `multiplié par` a multiple.
    fn factor(&self, draft: &mut Draft) {
        let form = draft.numeral.form == Form::Cardinal && draft.unit.is_none();
        let Some((factor, _)) = self
            .language
            .lexicon
            .words
            .factor
            .before(self.tokens, draft.first)
            .filter(|_| form)
        else {
            return;
        };
        (draft.unit, draft.numeral.form, draft.numeral.is_article) = (Some(Unit::Times), Form::Multiple, false);
        if let (Factor::Part, Some((value, 0))) = (factor, draft.minimum.map(Decimal::parts)) {
            draft.minimum = Decimal::ratio(1, value);
            draft.numeral.ratio = Some((1, value));
        }
    }

    /// A unit before a number: `$`, `EUR`, `×`.
    fn unit_before(&self, index: usize) -> Option<(Written, usize)> {
        let (unit, next) = self
            .language
            .lexicon
            .units
            .find(self.tokens, index, |unit, _| unit.before)?;
        let raw = self.tokens.span(index, next);
        let follows = self.tokens.get(next)?;
        let is_symbol = matches!(unit.unit, Unit::Times);
        let is_number = match follows.kind {
            Kind::Digits => true,
            Kind::Mark(mark) => matches!(mark, '.' | ',' | '-' | '−') && self.tokens.gap(next) == Gap::None,
            Kind::Word => false,
        };
        let most = if is_symbol && raw == "x" { Gap::None } else { Gap::Space };
        (is_number && follows.gap <= most).then(|| (unit.clone(), next))
    }

    /// Whether the digits at `index` have a sign of a currency after their scale: `5m €`, `30 M€`.
    fn is_money_after_sign(&self, index: usize) -> bool {
        let mut next = index + 1;
        while next < index + 6
            && (self.tokens.digits(next).is_some() || matches!(self.tokens.mark(next), Some('.' | ',')))
        {
            next += 1;
        }
        let is_currency = |unit: &Written, _| matches!(unit.unit, Unit::Currency { .. });
        self.language
            .lexicon
            .units
            .find(self.tokens, next + 1, is_currency)
            .is_some()
    }

    /// Whether an ordinal such as `second` ranks something: before a superlative or an adjective, as in `the second busiest
    /// port`. `First` does not.
    pub fn is_ranked(&self, draft: &Draft) -> bool {
        let (tokens, words) = (self.tokens, &self.language.lexicon.words);
        let is_hyphen = tokens.mark(draft.next) == Some('-') && tokens.gap(draft.next) == Gap::None;
        let next = draft.next + usize::from(is_hyphen);
        if draft.minimum.is_none_or(|value| !value.reaches(2)) || tokens.gap(next) > Gap::Line {
            return false;
        }
        let word = tokens.raw(next);
        let mut endings = words.superlative_endings.iter();
        words.superlative.at(tokens, next).is_some()
            || words.adjective.at(tokens, next).is_some()
            || tokens.is_word(next)
                && word.len() >= SUPERLATIVE
                && endings.any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether `de` or `of` follows a figure.
    pub fn is_linked(&self, draft: &Draft) -> bool {
        self.reader.begins_of(draft.next)
    }

    /// Adds the unit after a number, and what belongs to it.
    fn add_unit(&self, draft: &mut Draft) {
        let numeral = &draft.numeral;
        if matches!(numeral.form, Form::Ordinal | Form::Roman | Form::Multiple) {
            return;
        }
        let is_linked = numeral.takes_of() || numeral.ratio.is_some();
        let mut at = numeral.next;
        if let Some((Link::Of, after)) = self.reader.link(at).filter(|_| is_linked) {
            at = self.after_one(after);
        } else if numeral.ratio.is_some() {
            at = self.after_one(at);
        }
        let Some((written, next)) = self.unit_after(draft, at) else {
            return;
        };
        if draft.numeral.form == Form::Fraction {
            draft.numeral.form = Form::Cardinal;
        }
        draft.set_unit(&written);
        draft.next = next;
    }

    /// The index after `un` or `a`, as in `half a point`.
    fn after_one(&self, index: usize) -> usize {
        let is_one = |numeral: &Numeral| numeral.is_article;
        match self.reader.numeral(index, false).filter(is_one) {
            Some(one) => one.next,
            None => self.reader.after_determiner(index),
        }
    }

    fn unit_after(&self, draft: &Draft, at: usize) -> Option<(Written, usize)> {
        let tokens = self.tokens;
        let mut index = at;
        if tokens.mark(at) == Some('-') && tokens.gap(at) == Gap::None && tokens.gap(at + 1) == Gap::None {
            index = at + 1;
        }
        let gap = tokens.gap(index);
        if gap == Gap::Paragraph {
            return None;
        }
        let has_scale = draft.numeral.scale > 0;
        let is_free = |unit: &Written, next: usize| {
            // The sign of the next amount: `10 $30`.
            let is_of_next =
                unit.before && gap != Gap::None && tokens.digits(next).is_some() && tokens.gap(next) == Gap::None;
            let is_cut = tokens.mark(next) == Some('\'') && tokens.gap(next) == Gap::None && unit.before;
            (has_scale || !unit.needs_scale) && (gap == Gap::None || !unit.is_attached) && !is_of_next && !is_cut
        };
        let (written, mut next) = self.language.lexicon.units.find(tokens, index, is_free)?;
        let (mut written, raw) = (written.clone(), tokens.span(index, next));
        // `7 512 points`: those of an index or a game.
        let is_large = draft.minimum.is_some_and(|value| value.reaches(100));
        if written.unit == Unit::PercentagePoints && written.down == 0 && next == index + 1 && is_large {
            return None;
        }
        let is_symbol = written.exactly.is_some() || raw.chars().count() <= 2;
        let is_one_letter = raw.chars().count() == 1 && raw.chars().all(char::is_alphabetic);
        if is_symbol && gap == Gap::Line || is_one_letter && (gap > Gap::Space || tokens.mark(next) == Some('\'')) {
            return None;
        }
        if let (Unit::Measure(symbol), Some(digit)) = (
            written.unit,
            tokens.digits(next).filter(|_| tokens.gap(next) == Gap::None),
        ) {
            written.unit = Unit::Measure(self.language.lexicon.units.power(symbol, digit)?);
            next += 1;
        } else if is_symbol && tokens.is_word(next) && tokens.gap(next) == Gap::None && tokens.is_word(next - 1) {
            return None;
        }
        Some((written, next))
    }

    /// Adds a scale after the unit, smaller coins, halves of the unit, and the per cent of a fraction.
    fn finish(&self, draft: &mut Draft) {
        if let Some(Unit::Currency { .. }) = draft.unit {
            self.scale_after_unit(draft);
            self.coins(draft);
        }
        let has_halves = matches!(
            draft.unit,
            Some(Unit::Time(_) | Unit::PercentagePoints | Unit::Measure(_))
        );
        if has_halves && draft.numeral.scale == 0 && draft.next > draft.numeral.next {
            let mut whole = draft.numeral.clone();
            whole.next = draft.next;
            self.reader.half(&mut whole, 0);
            if whole.next > draft.next {
                (draft.next, draft.minimum) = (whole.next, whole.value);
                draft.numeral.is_article = false;
            }
        }
        let numeral = &draft.numeral;
        if numeral.form == Form::Fraction && draft.unit.is_none() {
            draft.unit = Some(Unit::Percent);
            draft.minimum = numeral
                .ratio
                .and_then(|(top, bottom)| Decimal::ratio(top.checked_mul(100)?, bottom));
        } else if numeral.form == Form::Multiple {
            draft.unit = Some(Unit::Times);
        }
        if draft.sign == Sign::Minus {
            draft.minimum = draft.minimum.and_then(Decimal::negated);
            draft.numeral.mantissa = draft.numeral.mantissa.and_then(Decimal::negated);
        }
    }

    /// `75 USD million`
    fn scale_after_unit(&self, draft: &mut Draft) {
        let is_plain =
            draft.numeral.scale == 0 && draft.next > draft.numeral.next && self.tokens.gap(draft.next) == Gap::Space;
        let Some((power, next)) = self.reader.scale_words(draft.next).filter(|_| is_plain) else {
            return;
        };
        draft.minimum = draft.minimum.and_then(|value| value.shifted(power));
        (draft.numeral.scale, draft.next) = (power, next);
    }

    /// `15 dollars 50`, `treize euros et quarante-cinq cents`.
    fn coins(&self, draft: &mut Draft) {
        if draft.numeral.scale > 0 || draft.is_before && self.tokens.gap(draft.next) == Gap::None {
            return;
        }
        let tokens = self.tokens;
        let is_whole = draft.minimum.is_some_and(|value| value.decimals() == 0);
        let is_word = tokens.is_word(draft.next - 1) || tokens.gap(draft.next) == Gap::Space && !draft.is_before;
        let and = self.reader.and(draft.next);
        let at = and.unwrap_or(draft.next);
        if !is_whole || !is_word || tokens.gap(at) > Gap::Space {
            return;
        }
        let Some(small) = self
            .reader
            .numeral(at, false)
            .filter(|small| small.form == Form::Cardinal && !small.is_amount)
        else {
            return;
        };
        let is_last = tokens.gap(small.next) == Gap::Paragraph;
        let coin = self
            .language
            .lexicon
            .units
            .find(tokens, small.next, |_, _| true)
            .filter(|_| !is_last);
        let named = coin.filter(|(unit, _)| unit.down == 2).map(|(_, end)| end);
        // `12 euros et 15`: two figures; `15 dollars 50`: one.
        let is_tens = small.value.is_some_and(|value| value.reaches(10));
        let two_digits = tokens.digits(at).map_or(is_tens, |digits| digits.len() == 2) && coin.is_none();
        let follows =
            self.language.lexicon.words.stop.at(tokens, small.next).is_some() && tokens.gap(small.next) > Gap::None;
        let is_end = is_last || ((follows || !tokens.is_word(small.next)) && tokens.mark(small.next) != Some('%'));
        let Some(end) = named.or_else(|| (two_digits && is_end && and.is_none()).then_some(small.next)) else {
            return;
        };
        let Some((value, 0)) = small.value.map(Decimal::parts) else {
            return;
        };
        if value < 100
            && let Some(sum) = draft
                .minimum
                .and_then(|whole| whole.checked_add(Decimal::new(value, 2)?))
        {
            (draft.minimum, draft.next) = (Some(sum), end);
        }
    }
}
