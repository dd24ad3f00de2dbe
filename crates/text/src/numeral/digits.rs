//! Numerals that begin with digits: `40 000`, `1,5 Md`, `21st`, `3/4`, `2½`.

use super::{Form, Numeral, Reader};
use crate::Decimal;
use crate::lexicon::numbers::{Role, Word};
use crate::token::{Gap, Kind};

/// The most digits that a value can have; the rest is passed over.
const MOST_DIGITS: usize = 60;

impl Reader<'_> {
    /// The numeral in digits at `index`.
    pub(super) fn number_in_digits(&self, index: usize, money: bool) -> Option<Numeral> {
        if let Some(ratio) = self.vulgar(index) {
            let mut numeral = Numeral::of(Form::Fraction, index, index + 1, None);
            (numeral.in_digits, numeral.is_amount) = (true, true);
            numeral.set_ratio(ratio);
            return Some(numeral);
        }
        let (mut numeral, digits) = self.plain(index)?;
        let is_whole = numeral.value.is_some_and(|value| value.decimals() == 0);
        if let Some(next) = self.ordinal_ending(numeral.next).filter(|_| is_whole) {
            (numeral.form, numeral.next) = (Form::Ordinal, next);
            return Some(numeral);
        }
        self.fraction_in_digits(&mut numeral, &digits);
        if numeral.form == Form::Fraction {
            return Some(numeral);
        }
        if let Some(fraction) = self.fraction_in_words(&numeral) {
            return Some(fraction);
        }
        if let Some((power, next)) = self.exponent(numeral.next) {
            numeral.value = numeral.value.and_then(|value| {
                let (up, down) = (power.max(0).unsigned_abs(), power.min(0).unsigned_abs());
                value.shifted(up)?.shifted_down(down)
            });
            (numeral.mantissa, numeral.next, numeral.is_amount) = (None, next, true);
            return Some(numeral);
        }
        if let Some((power, next)) = self.scale_sign(numeral.next, money) {
            numeral.value = numeral.value.and_then(|value| value.shifted(power));
            (numeral.scale, numeral.next, numeral.is_amount) = (power, next, true);
            return Some(numeral);
        }
        // `3 hundred`; `20 cents` are coins.
        let is_hundred = |word: &Word| word.role == Role::Hundred && self.is_english();
        if let Some((_, next)) = self.following(numeral.next).filter(|(word, _)| is_hundred(word)) {
            numeral.value = numeral.value.and_then(|value| value.shifted(2));
            (numeral.scale, numeral.next, numeral.is_amount) = (2, next, true);
            return Some(numeral);
        }
        if let Some((word, next)) = self.following(numeral.next)
            && word.role == Role::Collective
        {
            let Some((count, 0)) = numeral.value.map(Decimal::parts) else {
                return Some(numeral);
            };
            numeral.value = count.checked_mul(word.value).and_then(|value| Decimal::new(value, 0));
            (numeral.mantissa, numeral.next, numeral.is_noun) = (numeral.value, next, true);
            return Some(numeral);
        }
        let next = numeral.next;
        self.scaled(&mut numeral);
        if numeral.next == next
            && let Some(share) = self.share(&numeral)
        {
            return Some(share);
        }
        Some(numeral)
    }

    /// The power of ten after a number, and the index after it: `x10^6`, `× 10⁻⁴`.
    fn exponent(&self, next: usize) -> Option<(i32, usize)> {
        let tokens = self.tokens;
        let is_times = tokens.mark(next) == Some('×') || tokens.raw(next) == "x";
        let is_near = |at: usize| tokens.gap(at) <= Gap::Space;
        if !is_times || tokens.digits(next + 1) != Some("10") || !is_near(next) || !is_near(next + 1) {
            return None;
        }
        let mut at = next + 2;
        let is_caret = tokens.mark(at) == Some('^');
        at += usize::from(is_caret);
        let is_minus = matches!(tokens.mark(at), Some('-' | '−' | '⁻'));
        at += usize::from(is_minus);
        let mut power = 0;
        let first = at;
        if let Some(digits) = tokens.digits(at).filter(|digits| is_caret && digits.len() <= 2) {
            (power, at) = (digits.parse().ok()?, at + 1);
        } else if !is_caret {
            while at < first + 2
                && let Some(digit) = tokens.mark(at).and_then(superscript)
            {
                (power, at) = (power * 10 + digit, at + 1);
            }
        }
        let is_attached = (next + 2..at).all(|at| tokens.gap(at) == Gap::None);
        (at > first && is_attached).then_some((if is_minus { -power } else { power }, at))
    }

    /// Digits with their groups and decimals; the digits before the decimal mark are given too, as they were read.
    fn plain(&self, index: usize) -> Option<(Numeral, String)> {
        let tokens = self.tokens;
        // `.08`
        if let Some('.' | ',') = tokens.mark(index) {
            let decimals = tokens
                .digits(index + 1)
                .filter(|_| tokens.gap(index + 1) == Gap::None)?;
            let before = index.checked_sub(1).and_then(|before| tokens.get(before));
            let is_free =
                tokens.gap(index) != Gap::None || before.is_none_or(|before| matches!(before.kind, Kind::Mark(_)));
            let value = Decimal::parse(&format!("0.{}", bounded(decimals)?));
            let mut numeral = Numeral::of(Form::Cardinal, index, index + 2, value);
            (numeral.in_digits, numeral.is_amount) = (true, true);
            return is_free.then(|| (numeral, String::new()));
        }
        let (digits, mut next) = self.grouped_digits(index)?;
        let mut numeral = Numeral::of(Form::Cardinal, index, next, Decimal::parse(&digits));
        (numeral.in_digits, numeral.is_amount) = (true, next > index + 1);
        if let Some((decimals, after, is_open)) = self.decimals_in_digits(next) {
            let value = bounded(decimals).and_then(|decimals| Decimal::parse(&format!("{digits}.{decimals}")));
            numeral.value = if is_open { None } else { value };
            (numeral.is_amount, next) = (true, after);
        }
        (numeral.mantissa, numeral.next) = (numeral.value, next);
        Some((numeral, digits))
    }

    /// Digits at `index` with the groups of three after them, without their separators; empty when they are too many.
    pub(super) fn grouped_digits(&self, index: usize) -> Option<(String, usize)> {
        let tokens = self.tokens;
        let first = tokens.digits(index)?;
        let mut digits = String::new();
        let mut count = first.len();
        push(&mut digits, first);
        let mut next = index + 1;
        let end = tokens.groups_end(index);
        if end - index > MOST_DIGITS {
            // No number has so many groups, and none of them is one.
            return Some((String::new(), end));
        }
        let separator = self.separator(index);
        while let Some(separator) = separator
            && let Some(group) = self.group(next, separator)
        {
            let at = if separator == ' ' { next } else { next + 1 };
            push(&mut digits, group);
            count += group.len();
            next = at + 1;
        }
        if count > MOST_DIGITS {
            digits.clear();
        }
        Some((digits, next))
    }

    /// The separator of thousands after the digits at `index`, a space standing for all.
    fn separator(&self, index: usize) -> Option<char> {
        let tokens = self.tokens;
        let first = tokens
            .digits(index)
            .filter(|first| first.len() <= 3 && !first.starts_with('0'))?;
        let next = index + 1;
        if tokens.gap(next) == Gap::Space {
            return self.group(next, ' ').map(|_| ' ');
        }
        let mark = tokens.mark(next).filter(|_| tokens.gap(next) == Gap::None)?;
        match mark {
            '\'' => self.group(next, mark).map(|_| mark),
            '.' | ',' => {
                let group = self.group(next, mark).or_else(|| self.indian(next, mark, first))?;
                let is_decimal = self.numbers.decimal == Some(mark);
                let repeats =
                    tokens.mark(next + 2) == Some(mark) && (self.group(next + 2, mark).is_some() || group.len() == 2);
                // `1,200` is a decimal in French, and `1,200,000` is one nowhere.
                let is_thousands = if is_decimal {
                    repeats || self.is_mixed(next + 2, mark)
                } else {
                    self.is_worded || repeats || self.is_mixed(next + 2, mark)
                };
                is_thousands.then_some(mark)
            }
            _ => None,
        }
    }

    /// Whether another decimal mark with digits follows.
    fn is_mixed(&self, next: usize, mark: char) -> bool {
        let tokens = self.tokens;
        matches!(tokens.mark(next), Some('.' | ','))
            && tokens.mark(next) != Some(mark)
            && tokens.gap(next) == Gap::None
            && tokens.gap(next + 1) == Gap::None
            && tokens.digits(next + 1).is_some()
    }

    /// The group of three digits at `next`, after its separator.
    fn group(&self, next: usize, separator: char) -> Option<&str> {
        let tokens = self.tokens;
        let at = if separator == ' ' {
            (tokens.gap(next) == Gap::Space).then_some(next)?
        } else {
            let here = tokens.mark(next) == Some(separator) && tokens.gap(next) == Gap::None;
            (here && tokens.gap(next + 1) == Gap::None).then_some(next + 1)?
        };
        let group = tokens
            .digits(at)
            .filter(|group| group.len() == 3 || (group.len() == 2 && self.is_indian(at, separator)))?;
        // Digits before letters are a name, as in `40 000A`; before a unit they are not.
        Some(group)
    }

    /// A group of two digits of `12,34,567`.
    fn indian(&self, next: usize, separator: char, first: &str) -> Option<&str> {
        let group = self
            .tokens
            .digits(next + 1)
            .filter(|group| group.len() == 2 && first.len() <= 2)?;
        (separator == ',' && self.is_indian(next + 1, separator)).then_some(group)
    }

    fn is_indian(&self, at: usize, separator: char) -> bool {
        let tokens = self.tokens;
        let group = |at: usize| tokens.digits(at).filter(|_| tokens.gap(at) == Gap::None).map(str::len);
        separator == ','
            && tokens.mark(at + 1) == Some(',')
            && (group(at + 2) == Some(3)
                || (group(at + 2) == Some(2) && tokens.mark(at + 3) == Some(',') && group(at + 4) == Some(3)))
    }

    /// The decimals at `next`, the index after them, and whether the mark may also separate thousands.
    fn decimals_in_digits(&self, next: usize) -> Option<(&str, usize, bool)> {
        let tokens = self.tokens;
        let mark = tokens
            .mark(next)
            .filter(|mark| matches!(mark, '.' | ',') && tokens.gap(next) == Gap::None)?;
        let decimals = tokens.digits(next + 1).filter(|_| tokens.gap(next + 1) == Gap::None)?;
        // `192.168.1.2`, `3,4,5`: no decimals.
        let repeats = matches!(tokens.mark(next + 2), Some('.' | ','))
            && tokens.gap(next + 2) == Gap::None
            && tokens.gap(next + 3) == Gap::None
            && tokens.digits(next + 3).is_some();
        if repeats || self.continues_a_list(next) {
            return None;
        }
        let is_open = !self.is_worded && decimals.len() == 3;
        Some((decimals, next + 2, is_open && mark != '\''))
    }

    /// Whether the number before `next` is itself after a mark and digits: `3` of `1.2.3`.
    fn continues_a_list(&self, next: usize) -> bool {
        let Some(mark) = next.checked_sub(2) else { return false };
        let tokens = self.tokens;
        matches!(tokens.mark(mark), Some('.' | ','))
            && tokens.gap(mark + 1) == Gap::None
            && tokens.gap(mark) == Gap::None
            && mark
                .checked_sub(1)
                .is_some_and(|before| tokens.digits(before).is_some())
            && tokens.digits(mark + 1).is_some_and(|digits| digits.len() != 3)
    }

    /// The index after `er`, `e`, `th` and the like at `next`, attached to digits.
    fn ordinal_ending(&self, next: usize) -> Option<usize> {
        if self.tokens.gap(next) != Gap::None || !self.tokens.is_word(next) {
            return None;
        }
        let (_, end) = self.numbers.ordinal_endings.at(self.tokens, next)?;
        (end == next + 1).then_some(end)
    }

    /// Reads `3/4`, `1 1/2` and `2½`.
    fn fraction_in_digits(&self, numeral: &mut Numeral, digits: &str) {
        let tokens = self.tokens;
        if let Some(ratio) = self
            .slashed(numeral.first)
            .filter(|_| numeral.next == numeral.first + 1)
        {
            numeral.next = numeral.first + 3;
            numeral.form = Form::Fraction;
            numeral.is_amount = true;
            return numeral.set_ratio(ratio);
        }
        if numeral.is_amount && numeral.value.is_none_or(|value| value.decimals() > 0) {
            return;
        }
        let part = match self.vulgar(numeral.next) {
            Some(ratio) if tokens.gap(numeral.next) <= Gap::Space => Some((ratio, 1)),
            _ if tokens.gap(numeral.next) <= Gap::Wide && digits.len() <= 3 => {
                self.slashed(numeral.next).map(|ratio| (ratio, 3))
            }
            _ => None,
        };
        let Some(((top, bottom), length)) = part else { return };
        let whole: Option<i128> = digits.parse().ok();
        let Some(sum) = whole.and_then(|whole| whole.checked_mul(bottom)?.checked_add(top)) else {
            return;
        };
        numeral.set_ratio((sum, bottom));
        numeral.mantissa = numeral.value;
        numeral.next += length;
        numeral.is_amount = true;
    }

    /// Two numbers with a slash between them that make a proper fraction.
    fn slashed(&self, index: usize) -> Option<(i128, i128)> {
        let tokens = self.tokens;
        let attached = |at: usize| tokens.gap(at) == Gap::None;
        let (top, bottom) = (tokens.digits(index)?, tokens.digits(index + 2)?);
        let is_slash =
            matches!(tokens.mark(index + 1), Some('/' | '\u{2044}')) && attached(index + 1) && attached(index + 2);
        let is_free = index == 0 || !attached(index) || !matches!(tokens.mark(index - 1), Some('/'));
        let is_end = !(tokens.mark(index + 3) == Some('/') && attached(index + 3));
        if !(is_slash && is_free && is_end) || top.len() > 2 || bottom.len() > 3 || top.starts_with('0') {
            return None;
        }
        let (top, bottom) = (top.parse().ok()?, bottom.parse().ok()?);
        (top < bottom).then_some((top, bottom))
    }

    /// A fraction whose numerator is in digits: `2 tiers`, `3 quarters`.
    fn fraction_in_words(&self, numeral: &Numeral) -> Option<Numeral> {
        let (count, 0) = numeral.value?.parts() else {
            return None;
        };
        let (word, next) = self.following(numeral.next)?;
        let Role::Fraction {
            half: false,
            alone: false,
        } = word.role
        else {
            return None;
        };
        if count >= 100 || numeral.is_amount {
            return None;
        }
        let mut fraction = Numeral::of(Form::Fraction, numeral.first, next, None);
        (fraction.in_digits, fraction.is_amount) = (true, true);
        fraction.set_ratio((count, word.value));
        Some(fraction)
    }
}

/// Adds digits, but no more than a little above what a value can have.
fn push(digits: &mut String, more: &str) {
    if digits.len() <= MOST_DIGITS {
        digits.push_str(&more[..more.len().min(MOST_DIGITS + 1)]);
    }
}

/// Decimals without trailing zeros, unless they are too many.
fn bounded(decimals: &str) -> Option<&str> {
    let trimmed = decimals.trim_end_matches('0');
    (trimmed.len() <= MOST_DIGITS).then_some(if trimmed.is_empty() { "0" } else { trimmed })
}

fn superscript(mark: char) -> Option<i32> {
    let place = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == mark)?;
    i32::try_from(place).ok()
}
