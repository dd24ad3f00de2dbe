//! Fractions and shares: `deux tiers`, `a quarter of a million`, `3/4`, `½`, `et demi`, `un Français sur trois`.

use unicode_normalization::UnicodeNormalization;

use super::words::Integer;
use super::{Form, Numeral, Reader, power_of_ten};
use crate::Decimal;
use crate::lexicon::numbers::{Link, Role, Word};
use crate::token::Gap;

/// The greatest whole of a share, such as 100 000 of `3 sur 100 000`.
const GREATEST_WHOLE: i128 = 1_000_000;

impl Reader<'_> {
    /// The denominator at `index`: a fraction, or an ordinal that can be one.
    fn denominator(&self, index: usize, count: i128) -> Option<(Word, usize)> {
        let (word, next) = self.word(index)?;
        match word.role {
            Role::Fraction { .. } => Some((word, next)),
            Role::Ordinal if word.value > 2 && (word.plural || count == 1) => Some((word, next)),
            Role::Cardinal { .. } | Role::Hundred => {
                let reader = Self {
                    is_denominator: true,
                    ..*self
                };
                let integer = reader.integer(index)?;
                let is_one = integer.ordinal && (integer.plural || count == 1);
                let word = Word {
                    value: integer.value,
                    role: Role::Ordinal,
                    plural: integer.plural,
                    about: false,
                    divides: true,
                    weak: false,
                };
                is_one.then_some((word, integer.next))
            }
            _ => None,
        }
    }

    /// A fraction whose numerator is an integer: `deux tiers`, `three-quarters`, `un dixième des`.
    pub(super) fn fraction(&self, index: usize, integer: Integer) -> Option<Numeral> {
        if integer.ordinal {
            return None;
        }
        let at = self.joined(integer.next)?;
        let (word, next) = self.denominator(at, integer.value)?;
        let is_hyphened = at != integer.next;
        match word.role {
            // `a third bridge` is an ordinal, `a third of` a fraction.
            Role::Ordinal if !(word.plural || is_hyphened || self.ends_fraction(next)) => return None,
            Role::Fraction { half: true, .. } if !self.is_half(next) => return None,
            _ => {}
        }
        let mut numeral = Numeral::of(Form::Fraction, index, next, None);
        numeral.set_ratio((integer.value, word.value));
        self.scale_of_fraction(&mut numeral);
        Some(numeral)
    }

    /// A fraction without a numerator: `la moitié`, `half`, `le tiers`, `demi-million`.
    pub(super) fn bare_fraction(&self, index: usize, word: Word, next: usize) -> Option<Numeral> {
        let Role::Fraction { alone, half } = word.role else {
            return None;
        };
        if word.plural || (half && self.scale_words(next).is_none() && self.dozen(next).is_none()) {
            return None;
        }
        let article = self.numbers.fraction_article.before(self.tokens, index);
        let first = article.map_or(index, |(_, first)| first);
        let mut numeral = Numeral::of(Form::Fraction, first, next, None);
        numeral.set_ratio((1, word.value));
        self.scale_of_fraction(&mut numeral);
        let of = self.begins_of(next);
        (alone || numeral.scale > 0 || of).then_some(numeral)
    }

    /// The scale of which it is a part: `half a million`, `un demi-milliard`, `a quarter of a million`.
    fn scale_of_fraction(&self, numeral: &mut Numeral) {
        let article = self
            .joined(numeral.next)
            .and_then(|at| self.word(at))
            .filter(|(word, _)| word.role == Role::Determiner);
        let after_article = article.and_then(|(_, next)| self.scale_words(next).or_else(|| self.dozen(next)));
        let found = self
            .scale_words(numeral.next)
            .or_else(|| self.dozen(numeral.next))
            .or(after_article)
            .or_else(|| self.scale_after_of(numeral.next));
        let Some((power, next)) = found else { return };
        let Some((top, bottom)) = numeral.ratio else { return };
        let factor = if power == 0 { Some(12) } else { power_of_ten(power) };
        let Some(top) = factor.and_then(|factor| top.checked_mul(factor)) else {
            return;
        };
        numeral.set_ratio((top, bottom));
        (numeral.form, numeral.scale, numeral.next, numeral.is_noun) = (Form::Cardinal, power, next, true);
    }

    /// `dozen` as a scale of its own, said as the power 0.
    fn dozen(&self, next: usize) -> Option<(u32, usize)> {
        let (word, end) = self.following(next)?;
        (word.role == Role::Collective && word.value == 12).then_some((0, end))
    }

    /// Whether a fraction may end before `next`: a word of origin follows, or no word at all.
    fn ends_fraction(&self, next: usize) -> bool {
        let follows = self.tokens.is_word(next) && self.tokens.gap(next) <= Gap::Line;
        !follows || self.begins_of(next) || self.numbers.after_fraction.at(self.tokens, next).is_some()
    }

    /// Whether a word follows after which a fraction names its whole: `des`, `of`.
    pub(crate) fn begins_of(&self, next: usize) -> bool {
        self.tokens.gap(next) != Gap::Paragraph && self.numbers.whole.at(self.tokens, next).is_some()
    }

    /// Whether a half stands for itself: not in `demi-journée`.
    fn is_half(&self, next: usize) -> bool {
        let hyphen = self.tokens.mark(next) == Some('-') && self.tokens.gap(next) == Gap::None;
        !(hyphen && self.tokens.is_word(next + 1)) || self.scale_words(next).is_some() || self.dozen(next).is_some()
    }

    /// Adds `et demi`, `and a half`, `et trois quarts` to a number: that part of its scale.
    pub(crate) fn half(&self, numeral: &mut Numeral, power: u32) {
        let Some(after) = self.and(numeral.next) else { return };
        let Some((top, bottom, next)) = self.part(after) else {
            return;
        };
        let Some(value) = numeral.value else { return };
        let Some((mantissa, decimals)) = value.shifted_down(power).map(Decimal::parts) else {
            return;
        };
        let sum = || {
            let ten = power_of_ten(decimals)?;
            let sum = mantissa.checked_mul(bottom)?.checked_add(top.checked_mul(ten)?)?;
            Some((sum, bottom.checked_mul(ten)?))
        };
        let Some((sum, divisor)) = sum() else { return };
        let mantissa = Decimal::ratio(sum, divisor);
        let Some(scaled) = power_of_ten(power).and_then(|ten| sum.checked_mul(ten)) else {
            return;
        };
        numeral.value = Decimal::ratio(scaled, divisor);
        numeral.ratio = numeral.value.is_none().then_some((scaled, divisor));
        (numeral.mantissa, numeral.next, numeral.is_article) = (mantissa, next, false);
    }

    /// A fraction after `et` or `and`: `demi`, `a half`, `trois quarts`, `two thirds`.
    pub(super) fn part(&self, index: usize) -> Option<(i128, i128, usize)> {
        let (word, next) = self.word(index)?;
        if let Role::Fraction { half: true, .. } = word.role {
            return (self.is_half(next) || self.scale_words(next).is_none()).then_some((1, word.value, next));
        }
        let integer = self
            .integer(index)
            .filter(|integer| !integer.ordinal && integer.value < 100)?;
        let at = self.joined(integer.next)?;
        let (word, next) = self.denominator(at, integer.value)?;
        let is_part = word.value > integer.value
            && (word.plural || self.ends_fraction(next) || matches!(word.role, Role::Fraction { .. }));
        // `one half million` is said of a scale of its own.
        let is_half = matches!(word.role, Role::Fraction { .. }) || is_part;
        (is_part && is_half).then_some((integer.value, word.value, next))
    }

    /// A share with its whole: `un sur trois`, `un Français sur trois`, `one in five`, `nine out of ten`.
    pub(super) fn share(&self, part: &Numeral) -> Option<Numeral> {
        let (count, 0) = part.value?.parts() else { return None };
        let (link, after) = match self.link(part.next) {
            Some(found) => found,
            None => {
                let noun = self.tokens.is_word(part.next) && self.tokens.gap(part.next) <= Gap::Line;
                self.link(part.next + 1).filter(|(link, _)| noun && *link != Link::In)?
            }
        };
        if !matches!(link, Link::OutOf | Link::In) {
            return None;
        }
        let (whole, next) = match self.tokens.digits(after) {
            Some(_) => {
                let (digits, next) = self.grouped_digits(after)?;
                (digits.parse().ok()?, next)
            }
            None => {
                let integer = self.integer(after).filter(|integer| !integer.ordinal)?;
                (integer.value, integer.next)
            }
        };
        if !(1..whole).contains(&count)
            || !(is_whole(whole) || link == Link::OutOf && whole <= GREATEST_WHOLE && !(1900..2100).contains(&whole))
            || self.has_decimals(next)
            || self.scale_words(next).is_some()
        {
            return None;
        }
        let mut numeral = Numeral::of(Form::Fraction, part.first, next, None);
        numeral.set_ratio((count, whole));
        numeral.in_digits = part.in_digits;
        Some(numeral)
    }

    fn has_decimals(&self, next: usize) -> bool {
        matches!(self.tokens.mark(next), Some('.' | ',' | '%'))
            && self.tokens.gap(next) == Gap::None
            && (self.tokens.mark(next) == Some('%')
                || self
                    .tokens
                    .digits(next + 1)
                    .is_some_and(|_| self.tokens.gap(next + 1) == Gap::None))
    }

    /// A vulgar fraction in one character, as numerator and denominator.
    pub(super) fn vulgar(&self, index: usize) -> Option<(i128, i128)> {
        let mark = self.tokens.mark(index).filter(|mark| !mark.is_ascii())?;
        let parts: String = std::iter::once(mark).nfkd().collect();
        let (top, bottom) = parts.split_once('\u{2044}')?;
        let bottom = bottom.parse().ok().filter(|bottom| *bottom > 0)?;
        Some((top.parse().ok()?, bottom))
    }
}

/// Whether a whole is one that shares are said of, and no year.
fn is_whole(whole: i128) -> bool {
    (2..=100).contains(&whole) || (whole <= GREATEST_WHOLE && whole % 100 == 0 && !(1900..2100).contains(&whole))
}
