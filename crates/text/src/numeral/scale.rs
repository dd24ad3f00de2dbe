//! Scales after a number: `millions`, `Md`, `thousand billion`, and what may follow them.

use super::{Numeral, Reader, power_of_ten};
use crate::Decimal;
use crate::lexicon::numbers::{Link, Role, SignKind};
use crate::token::Gap;

impl Reader<'_> {
    /// Adds to a number the scale words after it, from the greatest to the smallest, with their parts.
    pub(super) fn scaled(&self, numeral: &mut Numeral) {
        self.half(numeral, 0);
        let Some((power, next)) = self.scale_words(numeral.next) else {
            return;
        };
        let shifted = |value: Option<Decimal>| value.and_then(|value| value.shifted(power));
        if let Some((top, bottom)) = numeral.ratio {
            let scaled = power_of_ten(power).and_then(|ten| top.checked_mul(ten));
            numeral.value = scaled.and_then(|top| Decimal::ratio(top, bottom));
            numeral.ratio = scaled.map(|top| (top, bottom));
        } else {
            numeral.value = shifted(numeral.value);
        }
        (numeral.scale, numeral.next, numeral.is_amount) = (power, next, true);
        self.half(numeral, power);
        self.lower_parts(numeral, power);
    }

    /// Scale words one after another, as a power of ten: `million`, `mille milliards`, `lakh crore`.
    pub(crate) fn scale_words(&self, next: usize) -> Option<(u32, usize)> {
        let (mut power, mut end) = self.scale_word(next)?;
        while let Some((more, after)) = self.scale_word(end)
            && power < 6
            && more > power
        {
            (power, end) = (power + more, after);
        }
        Some((power, end))
    }

    fn scale_word(&self, next: usize) -> Option<(u32, usize)> {
        let (word, end) = self.following(next)?;
        (word.role == Role::Scale).then_some((u32::try_from(word.value).ok()?, end))
    }

    /// A scale after `de` or `of a`: `une dizaine de milliers`, `a quarter of a million`; a second one after a small one.
    pub(super) fn scale_after_of(&self, next: usize) -> Option<(u32, usize)> {
        let (power, end) = self.one_scale_after_of(next)?;
        if power >= 6 {
            return Some((power, end));
        }
        let more = self.one_scale_after_of(end);
        Some(more.map_or((power, end), |(more, end)| (power + more, end)))
    }

    fn one_scale_after_of(&self, next: usize) -> Option<(u32, usize)> {
        let (Link::Of, after) = self.link(next)? else {
            return None;
        };
        let (word, end) = self.word(after)?;
        let power = match word.role {
            Role::Scale => u32::try_from(word.value).ok()?,
            Role::Collective => word.value.checked_ilog10()?,
            _ => return None,
        };
        Some((power, end))
    }

    /// What follows a scale and is below it: `deux millions cinq cent mille`, `3 millions 200 000`.
    fn lower_parts(&self, numeral: &mut Numeral, mut power: u32) {
        while power >= 6
            && numeral.ratio.is_none()
            && let Some((value, scale, next)) = self.lower_part(numeral, power)
        {
            numeral.value = value.and_then(|value| sum(numeral.value, Decimal::new(value, 0)));
            (numeral.mantissa, numeral.next, power) = (None, next, scale);
        }
    }

    /// The part with its scale and the index after it; without a value where nobody can tell what it is.
    fn lower_part(&self, numeral: &Numeral, power: u32) -> Option<(Option<i128>, u32, usize)> {
        let next = numeral.next;
        if self.tokens.gap(next) > Gap::Line {
            return None;
        }
        let (value, end) = match self.tokens.digits(next) {
            Some(_) => {
                let (digits, end) = self.grouped_digits(next)?;
                (digits.parse().ok()?, end)
            }
            // `230 millions un an plus tôt`: words continue digits only after `and`, and an article continues nothing.
            None => {
                let follows =
                    |value: i128| value > 1 && (!numeral.in_digits || value >= 100 && self.and(next).is_some());
                let rest = self
                    .rest(next, 1_000_000)
                    .filter(|rest| !rest.ordinal && follows(rest.value))?;
                (rest.value, rest.next)
            }
        };
        let ten = power_of_ten(power)?;
        if let Some((scale, after)) = self.scale_word(end) {
            let value: i128 = power_of_ten(scale)?.checked_mul(value)?;
            return (value < ten).then_some((Some(value), scale, after));
        }
        if self.tokens.digits(next).is_none() && value < 1000 {
            return Some((self.spoken_part(numeral, value, power), 0, end));
        }
        (value >= 1000 && value < ten).then_some((Some(value), 0, end))
    }

    /// What a number below a thousand in words says behind a scale. French says decimals so: `deux millions trois` is 2.3 millions. What
    /// `un milliard deux cents` is, nobody can tell. A scale that is not inflected (`trois million sept`) is that of a number as it is dictated.
    fn spoken_part(&self, numeral: &Numeral, value: i128, power: u32) -> Option<i128> {
        let next = numeral.next;
        match value {
            _ if self.is_english() || self.and(next).is_some() || !self.is_inflected(numeral, power) => Some(value),
            1..=9 => power_of_ten(power - 1)?.checked_mul(value),
            _ => None,
        }
    }

    /// Whether a scale in words stands in the plural where there are several.
    fn is_inflected(&self, numeral: &Numeral, power: u32) -> bool {
        let two = power_of_ten(power).and_then(|ten| Decimal::new(ten.checked_mul(2)?, 0));
        let several = two.zip(numeral.value).is_some_and(|(two, value)| value >= two);
        !several || self.tokens.raw(numeral.next - 1).ends_with(['s', 'S'])
    }

    /// A sign of a scale after digits: `M`, `Md`, `bn`, `k`.
    pub(super) fn scale_sign(&self, next: usize, money: bool) -> Option<(u32, usize)> {
        let tokens = self.tokens;
        let signs = self.numbers.signs.get(&tokens.term(next))?;
        let raw = tokens.raw(next);
        let sign = signs.iter().find(|sign| sign.written == raw)?;
        let is_attached = tokens.gap(next) == Gap::None;
        // `30 M. Petit`: a gentleman.
        let is_title = tokens.mark(next + 1) == Some('.')
            && tokens.gap(next + 1) == Gap::None
            && tokens.is_capital(next + 2)
            && tokens.gap(next + 2) != Gap::None;
        let follows_letters = tokens.gap(next + 1) == Gap::None && tokens.digits(next + 1).is_some();
        if tokens.gap(next) > Gap::Space || (is_title && !is_attached) || follows_letters {
            return None;
        }
        let stands = match sign.kind {
            SignKind::Anywhere => true,
            SignKind::Attached => is_attached,
            SignKind::Money => money && is_attached,
            SignKind::Noun => money || (is_attached && self.counts_plural(next + 1)),
        };
        stands.then_some((sign.power, next + 1))
    }

    /// Whether a plural noun follows soon, as in `5m new homes` and not in `5m high`.
    fn counts_plural(&self, next: usize) -> bool {
        for index in next..next + 3 {
            let raw = self.tokens.raw(index);
            if !self.tokens.is_word(index) || self.tokens.gap(index) == Gap::Paragraph {
                return false;
            }
            if raw.len() > 3 && raw.ends_with('s') && !raw.ends_with("ss") {
                return true;
            }
            if matches!(raw, "people" | "men" | "women" | "children" | "jobs") {
                return true;
            }
            if !self.tokens.is_plain(index) {
                return false;
            }
        }
        false
    }
}

/// Adds, where both are known.
pub(super) fn sum(value: Option<Decimal>, more: Option<Decimal>) -> Option<Decimal> {
    value?.checked_add(more?)
}
