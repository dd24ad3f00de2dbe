//! Numerals: cardinals, decimals, ordinals, fractions and multiples, in digits and in words, without their units.
//!
//! Takes tokens and an index; gives the numeral that begins there with its exact value, or none. Looks at no more tokens
//! than the numeral has, and a few after it.

mod digits;
mod fraction;
mod roman;
mod scale;
mod words;

use crate::Decimal;
use crate::lexicon::numbers::{Link, Numbers, Role, Word};
use crate::token::{Gap, Tokens};

/// What a numeral is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// How many: `40 000`, `douze`, `2.5bn`.
    Cardinal,
    /// Which one in order: `troisième`, `21st`.
    Ordinal,
    /// A part: `un quart`, `two-thirds`, `one in five`.
    Fraction,
    /// How many times as much: `doubler`, `threefold`.
    Multiple,
    /// A Roman numeral: `XIXe`, `Henri IV`.
    Roman,
}

/// A numeral of a text.
#[derive(Debug, Clone)]
pub(crate) struct Numeral {
    /// The index of its first token, and that after its last.
    pub first: usize,
    pub next: usize,
    pub form: Form,
    /// The value with its scale; none when it is open, has no finite decimal form, or is too long.
    pub value: Option<Decimal>,
    /// The value as numerator and denominator, of fractions.
    pub ratio: Option<(i128, i128)>,
    /// The number before the scale word, which a neighbour may share; none where parts follow the scale.
    pub mantissa: Option<Decimal>,
    /// The power of ten of the scale word.
    pub scale: u32,
    /// It begins with digits.
    pub in_digits: bool,
    /// Its digits are grouped, have decimals, or have a scale, so that it is no year and no name.
    pub is_amount: bool,
    /// It is a single `un` or `one`, which is a number only among others.
    pub is_article: bool,
    /// The plural of a scale without a number: `des millions`.
    pub is_open: bool,
    /// It is about its number: `une vingtaine`.
    pub about: bool,
    /// It is an ordinal that is rarely a figure: `premier`.
    pub is_weak: bool,
    /// It is a noun of number: `trois douzaines`.
    pub is_noun: bool,
}

impl Numeral {
    /// Whether `de` or `of` may stand between it and what it counts.
    pub fn takes_of(&self) -> bool {
        self.scale > 0 || self.about || self.is_open || self.is_noun
    }

    /// A numeral of a whole value.
    fn of(form: Form, first: usize, next: usize, value: Option<Decimal>) -> Self {
        Self {
            first,
            next,
            form,
            value,
            ratio: None,
            mantissa: value,
            scale: 0,
            in_digits: false,
            is_amount: false,
            is_article: false,
            is_open: false,
            about: false,
            is_weak: false,
            is_noun: false,
        }
    }

    /// Gives it the value `numerator` / `denominator`.
    fn set_ratio(&mut self, (numerator, denominator): (i128, i128)) {
        self.ratio = Some((numerator, denominator));
        self.value = Decimal::ratio(numerator, denominator);
        self.mantissa = None;
    }
}

/// Reads numerals of one language in a block of tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub tokens: &'a Tokens<'a>,
    pub numbers: &'a Numbers,
    /// The language has words for numbers.
    pub is_worded: bool,
    /// `and` keeps the number apart from the next: `between one hundred and two hundred`.
    is_apart: bool,
    /// Ordinals in the plural end its numbers: `twenty fifths` of `three twenty fifths`.
    is_denominator: bool,
}

impl<'a> Reader<'a> {
    /// A reader of a block.
    pub fn new(tokens: &'a Tokens<'a>, numbers: &'a Numbers) -> Self {
        Self {
            tokens,
            numbers,
            is_worded: numbers.decimal.is_some(),
            is_apart: false,
            is_denominator: false,
        }
    }

    /// The numeral that begins with the token at `index`. Money: an amount of money is expected, as after `$`.
    pub fn numeral(&self, index: usize, money: bool) -> Option<Numeral> {
        if self.tokens.digits(index).is_some() || self.tokens.mark(index).is_some() {
            return self.number_in_digits(index, money);
        }
        if !self.tokens.is_word(index) {
            return None;
        }
        let is_apart = self.numbers.apart.before(self.tokens, index).is_some();
        let reader = Self { is_apart, ..*self };
        reader.number_in_words(index).or_else(|| self.roman(index))
    }

    /// The number word at `index`, and the index after it.
    fn word(&self, index: usize) -> Option<(Word, usize)> {
        let (word, next) = self.numbers.words.at(self.tokens, index)?;
        Some((*word, next))
    }

    /// The index after an article such as `a` at `index`; `index` itself where none is.
    pub fn after_determiner(&self, index: usize) -> usize {
        match self.word(index) {
            Some((word, next)) if word.role == Role::Determiner => next,
            _ => index,
        }
    }

    /// The number word that continues a numeral before `next`: after white space within the paragraph, or a hyphen.
    fn following(&self, next: usize) -> Option<(Word, usize)> {
        self.word(self.joined(next)?)
    }

    /// The index of the token that is joined to the one before `next`, by white space or a hyphen.
    fn joined(&self, next: usize) -> Option<usize> {
        let tokens = self.tokens;
        if tokens.mark(next) == Some('-') && tokens.gap(next) == Gap::None && tokens.gap(next + 1) == Gap::None {
            return Some(next + 1);
        }
        (tokens.gap(next) != Gap::Paragraph).then_some(next)
    }

    /// The link at `next`, and the index after it and a hyphen.
    pub(crate) fn link(&self, next: usize) -> Option<(Link, usize)> {
        let index = self.joined(next)?;
        let (link, end) = self.numbers.links.at(self.tokens, index)?;
        // `vingt-et-un`
        Some((*link, self.joined(end).unwrap_or(end)))
    }

    /// The index after `et` or `and` at `next`.
    pub(crate) fn and(&self, next: usize) -> Option<usize> {
        let (link, end) = self.link(next)?;
        matches!(link, Link::AndTens | Link::AndHundreds).then_some(end)
    }
}

/// Whether a word is an article, which is no number of its own.
fn is_article(role: Role) -> bool {
    matches!(role, Role::Article | Role::Determiner)
}

/// Ten to a power.
fn power_of_ten(power: u32) -> Option<i128> {
    10_i128.checked_pow(power)
}
