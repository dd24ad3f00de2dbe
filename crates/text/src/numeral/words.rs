//! Numerals in words: `deux cent trois`, `two hundred and three thousand`, `vingt et unième`.

use super::{Form, Numeral, Reader, is_article, power_of_ten};
use crate::Decimal;
use crate::lexicon::numbers::{Link, Role, Word};

/// An integer so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Integer {
    pub value: i128,
    /// The index after its last word.
    pub next: usize,
    /// Its last word is an ordinal, and whether that is in the plural.
    pub ordinal: bool,
    pub plural: bool,
    /// How many words it has.
    pub words: usize,
}

impl Integer {
    fn of(value: i128, next: usize, words: usize) -> Self {
        Self {
            value,
            next,
            ordinal: false,
            plural: false,
            words,
        }
    }

    /// With the word after it, if that is the ordinal of a hundred or a thousand: `two hundredth`, but `two hundredths` is a
    /// fraction.
    fn or_ordinal(self, found: Option<(Word, usize)>, unit: i128) -> Self {
        let is_ordinal = |word: &Word| word.role == Role::Ordinal && word.value == unit && !word.plural;
        match found.filter(|(word, _)| is_ordinal(word) && self.value > 1) {
            Some((_, next)) => Self {
                ordinal: true,
                ..Self::of(self.value * unit, next, self.words + 1)
            },
            None => self,
        }
    }
}

impl Reader<'_> {
    /// The numeral in words at `index`.
    pub(super) fn number_in_words(&self, index: usize) -> Option<Numeral> {
        let (word, next) = self.word(index)?;
        match word.role {
            Role::Multiple { adjective } => return self.multiple(index, next, word, adjective),
            Role::Fraction { .. } => return self.bare_fraction(index, word, next),
            Role::Collective if word.plural => return self.open(index, next, power(word.value)?),
            Role::Hundred if word.plural => return self.open(index, next, 2),
            Role::Scale if word.plural => return self.open(index, next, u32::try_from(word.value).ok()?),
            Role::Collective => return Some(self.collective(index, 1, word, next)),
            Role::Scale if word.value >= 6 => return self.one_of_scale(index),
            _ => {}
        }
        let integer = self.integer(index)?;
        let article = is_article(word.role).then_some(word.role);
        if article.is_some() && integer.words == 1 {
            return self.after_article(index, integer, article == Some(Role::Determiner));
        }
        if let Some(fraction) = self.fraction(index, integer) {
            return Some(fraction);
        }
        if integer.ordinal {
            let mut ordinal = Numeral::of(Form::Ordinal, index, integer.next, Decimal::new(integer.value, 0));
            ordinal.is_weak = word.weak && integer.words == 1;
            return Some(ordinal);
        }
        self.continued(index, integer)
    }

    /// Continues an integer in words by decimals, a noun of number, scales and parts.
    fn continued(&self, index: usize, integer: Integer) -> Option<Numeral> {
        let whole = Decimal::new(integer.value, 0);
        let mut numeral = Numeral::of(Form::Cardinal, index, integer.next, whole);
        if let Some((Link::Point, after)) = self.link(integer.next)
            && let Some((decimals, next)) = self.decimals(after)
        {
            numeral.value = Decimal::parse(&format!("{}.{decimals}", integer.value));
            numeral.mantissa = numeral.value;
            numeral.next = next;
        } else if let Some((word, next)) = self.following(integer.next)
            && word.role == Role::Collective
        {
            return Some(self.collective(index, integer.value, word, next));
        }
        let written = numeral.next;
        self.scaled(&mut numeral);
        if numeral.scale == 0
            && numeral.next == written
            && let Some(share) = self.share(&numeral)
        {
            return Some(share);
        }
        Some(numeral)
    }

    /// What an article begins: a scale, a fraction, a noun of number, a share, or nothing.
    fn after_article(&self, index: usize, integer: Integer, determiner: bool) -> Option<Numeral> {
        if let Some(fraction) = self.fraction(index, integer) {
            return Some(fraction);
        }
        let next = integer.next;
        if let Some((word, end)) = self.following(next)
            && word.role == Role::Collective
            && !word.plural
        {
            return Some(self.collective(index, 1, word, end));
        }
        let mut numeral = Numeral::of(Form::Cardinal, index, next, Decimal::new(1, 0));
        self.scaled(&mut numeral);
        if numeral.next > next {
            return Some(numeral);
        }
        numeral.is_article = true;
        if determiner {
            return None;
        }
        if let Some((Link::Point, after)) = self.link(next)
            && let Some((decimals, end)) = self.decimals(after)
        {
            numeral.value = Decimal::parse(&format!("1.{decimals}"));
            (numeral.mantissa, numeral.next, numeral.is_article) = (numeral.value, end, false);
            self.scaled(&mut numeral);
            return Some(numeral);
        }
        self.share(&numeral).or(Some(numeral))
    }

    /// Decimals after `point` or `virgule`: `zero three` is `03`, `seventy-one` is `71`.
    fn decimals(&self, index: usize) -> Option<(String, usize)> {
        let mut digits = String::new();
        let mut next = index;
        while let Some(at) = if digits.is_empty() {
            Some(next)
        } else {
            self.joined(next)
        } && digits.len() < 40
            && let Some(integer) = self.below_hundred(at)
            && !integer.ordinal
        {
            digits.push_str(&integer.value.to_string());
            next = integer.next;
        }
        (!digits.is_empty()).then_some((digits, next))
    }

    /// A noun of number: `trois douzaines`, `une vingtaine`, `un millier`; then a scale (`une dizaine de millions`).
    fn collective(&self, index: usize, count: i128, word: Word, next: usize) -> Numeral {
        let value = count.checked_mul(word.value).and_then(|value| Decimal::new(value, 0));
        let mut numeral = Numeral::of(Form::Cardinal, index, next, value);
        (numeral.about, numeral.is_noun) = (word.about, true);
        if let Some((power, end)) = self.scale_after_of(next) {
            numeral.scale = power;
            numeral.value = value.and_then(|value| value.shifted(power));
            numeral.next = end;
        }
        numeral
    }

    /// The plural of a scale without a number: `des millions`, `des dizaines de milliers`.
    fn open(&self, index: usize, mut next: usize, mut power: u32) -> Option<Numeral> {
        if let Some((more, end)) = self.scale_after_of(next).or_else(|| self.scale_words(next)) {
            (power, next) = (power.saturating_add(more), end);
        }
        let mut numeral = Numeral::of(Form::Cardinal, index, next, None);
        (numeral.scale, numeral.is_open) = (power, true);
        Some(numeral)
    }

    /// A scale after a definite article, which stands for one of it: `le milliard d'euros`.
    fn one_of_scale(&self, index: usize) -> Option<Numeral> {
        self.numbers.before_scale.before(self.tokens, index)?;
        let (power, next) = self.scale_words(index)?;
        let value = Decimal::new(1, 0).and_then(|one| one.shifted(power));
        let mut numeral = Numeral::of(Form::Cardinal, index, next, value);
        (numeral.scale, numeral.is_open) = (power, true);
        Some(numeral)
    }

    /// A multiple: `doubler`; `double` only after certain words.
    fn multiple(&self, index: usize, next: usize, word: Word, adjective: bool) -> Option<Numeral> {
        if adjective && self.numbers.before_multiple.before(self.tokens, index).is_none() {
            return None;
        }
        let (top, bottom) = if word.divides { (1, word.value) } else { (word.value, 1) };
        let mut numeral = Numeral::of(Form::Multiple, index, next, Decimal::ratio(top, bottom));
        numeral.ratio = word.divides.then_some((top, bottom));
        Some(numeral)
    }

    /// Reads an integer below a million, and thousands above such as `douze cents`.
    pub(super) fn integer(&self, index: usize) -> Option<Integer> {
        let first = self.below_thousand(index);
        let (thousands, next, words) = match (first, self.word(index)) {
            (Some(part), _) => match self.following(part.next).filter(|_| !part.ordinal) {
                Some((word, next)) if is_thousand(word) => (part.value, next, part.words + 1),
                found => return Some(part.or_ordinal(found, 1000)),
            },
            // `mille`, which needs no `un`.
            (None, Some((word, next))) if is_thousand(word) && !word.plural => (1, next, 1),
            _ => return None,
        };
        // A power of ten above a thousand follows: `mille milliards`.
        let thousand = Integer::of(thousands * 1000, next, words);
        Some(self.with_rest(thousand, 1000))
    }

    /// A number of hundreds or thousands, and what follows it and is below `bound`.
    fn with_rest(&self, whole: Integer, bound: i128) -> Integer {
        self.rest(whole.next, bound).map_or(whole, |rest| Integer {
            value: whole.value + rest.value,
            words: whole.words + rest.words,
            ..rest
        })
    }

    /// What follows hundreds or thousands and is below `bound`, after `and` or not.
    pub(super) fn rest(&self, next: usize, bound: i128) -> Option<Integer> {
        let at = match self.link(next) {
            // `one hundred and three quarters`
            Some((Link::AndHundreds, end)) if self.part(end).is_some() => return None,
            Some((Link::AndHundreds, end)) => end,
            _ => self.joined(next)?,
        };
        let (first, _) = self.word(at)?;
        if is_article(first.role) && (at != next || !self.is_one(at)) {
            return None;
        }
        let rest = self.integer_below(at, bound)?;
        let ends_in_fraction = rest.ordinal && rest.plural && !self.is_denominator;
        (rest.value > 0 && !ends_in_fraction).then_some(rest)
    }

    /// Whether an article is `one` or `un` and not `a`.
    fn is_one(&self, index: usize) -> bool {
        self.word(index).is_some_and(|(word, _)| word.role == Role::Article)
    }

    fn integer_below(&self, index: usize, bound: i128) -> Option<Integer> {
        let integer = if bound <= 100 {
            self.below_hundred(index)
        } else if bound <= 1000 {
            self.below_thousand(index)
        } else {
            self.integer(index)
        }?;
        // Two numbers that only stand beside each other: `a hundred and two hundred`.
        let is_longer = self.following(integer.next).is_some_and(|(word, _)| match word.role {
            Role::Hundred => bound <= 100,
            Role::Scale => power_of_ten(u32::try_from(word.value).unwrap_or(u32::MAX)).is_none_or(|ten| ten >= bound),
            _ => false,
        });
        (integer.value < bound && !(is_longer && self.is_apart && self.is_and_before(index))).then_some(integer)
    }

    /// Whether `and` is right before a token.
    fn is_and_before(&self, index: usize) -> bool {
        let before = index
            .checked_sub(1)
            .and_then(|before| self.numbers.links.at(self.tokens, before));
        before.is_some_and(|(link, _)| matches!(link, Link::AndHundreds))
    }

    /// Reads one to nine hundred and ninety-nine, and hundreds above such as `douze cents`.
    fn below_thousand(&self, index: usize) -> Option<Integer> {
        let (first, after) = self.word(index)?;
        let (hundreds, next, words) = if first.role == Role::Hundred && !first.plural {
            (1, after, 1)
        } else {
            let part = self.below_hundred(index)?;
            match self
                .following(part.next)
                .filter(|_| !part.ordinal && is_count_of_hundreds(part.value))
            {
                Some((
                    Word {
                        role: Role::Hundred, ..
                    },
                    next,
                )) => (part.value, next, part.words + 1),
                found => return Some(part.or_ordinal(found, 100)),
            }
        };
        Some(self.with_rest(Integer::of(hundreds * 100, next, words), 100))
    }

    /// Reads zero to ninety-nine, or an ordinal.
    fn below_hundred(&self, index: usize) -> Option<Integer> {
        let (word, next) = self.word(index)?;
        let most = match word.role {
            Role::Cardinal { most } => most,
            Role::Article | Role::Determiner | Role::Ordinal => 0,
            _ => return None,
        };
        let ordinal = word.role == Role::Ordinal;
        let alone = Integer {
            value: word.value,
            next,
            ordinal,
            plural: word.plural,
            words: 1,
        };
        if most == 0 {
            return Some(alone);
        }
        let joint = match self.link(next) {
            Some((Link::AndTens, end)) => Some(end),
            _ => None,
        };
        let unit = match joint {
            Some(at) => self.word(at),
            None => self.following(next),
        };
        let Some((unit, end)) = unit else { return Some(alone) };
        let is_unit = match unit.role {
            Role::Cardinal { most: 0 } => true,
            Role::Article => joint.is_some() || self.joined(next).is_some_and(|at| at != next) || self.is_english(),
            // `deux cinquièmes` and `vingt et trois cinquièmes` are fractions.
            Role::Ordinal => {
                !unit.plural || self.is_denominator || self.joined(next).is_some_and(|at| at != next && joint.is_none())
            }
            _ => false,
        };
        let fits = (1..=most).contains(&unit.value) && (joint.is_none() || matches!(unit.value, 1 | 11));
        if !is_unit || !fits {
            return Some(alone);
        }
        Some(Integer {
            value: word.value + unit.value,
            next: end,
            ordinal: unit.role == Role::Ordinal,
            plural: unit.plural,
            words: 2,
        })
    }

    /// Whether `twenty one` is a number although a space joins it, since the article is another word.
    pub(super) fn is_english(&self) -> bool {
        self.numbers.decimal == Some('.')
    }
}

fn is_thousand(word: Word) -> bool {
    word.role == Role::Scale && word.value == 3
}

/// Whether so many hundreds are said: `douze cents`, but not `quarante cents`.
fn is_count_of_hundreds(value: i128) -> bool {
    matches!(value, 1..=9 | 11..=19)
}

/// The power of ten of a noun of number: 3 for a thousand.
fn power(value: i128) -> Option<u32> {
    value.checked_ilog10()
}
