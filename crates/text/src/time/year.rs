//! Years, pairs of years, decades and centuries: `en 2024`, `2021-2027`, `2012–13`, `années 2020`, `the 2030s`, `XXIe siècle`.
//!
//! Four digits are a year if the words around them say so: a preposition, a noun that years follow (`budget 2024`), brackets.
//! A year after a name (`Vivatech 2023`, `France 2030`) belongs to the name and is no date.

use super::moment::{Moment, Point};
use super::reader::{Found, Reader, full_year};
use crate::Decimal;
use crate::lexicon::dates::{After, Before, Unit};
use crate::numeral::Form;
use crate::token::Gap;

/// How many tokens the number, unit and noun of an amount before a year may have after its digits.
const AMOUNT: usize = 4;

impl Reader<'_> {
    /// A year, a decade or a century, or two years as one period.
    pub(super) fn years(&self, at: usize) -> Found<Moment> {
        self.decade(at)
            .or_else(|| self.century(at))
            .or_else(|| self.fiscal(at))
            .or_else(|| self.pair(at))
            .or_else(|| self.year(at))
    }

    /// A year that the words around it make certain.
    fn year(&self, at: usize) -> Found<Moment> {
        let (year, next) = self.year_digits(at).filter(|_| self.dates.is_worded)?;
        (self.is_year(at, year) && !self.is_named(at) && !self.is_prices(at)).then(|| (Moment::year(year), next))
    }

    /// Whether four digits are a year.
    fn is_year(&self, at: usize, year: i64) -> bool {
        let next = at + 1;
        if self.is_numbered(at) || self.is_counted(next) || self.is_amount_range(at, year) {
            return false;
        }
        let is_common = (1900..2100).contains(&year);
        // `2021, 2022 et 2023`
        let is_list = at >= 2 && self.last == at - 1 && self.mark(at - 1, &[',', '/']).is_some();
        if is_list && is_common && self.tokens.digits(at - 2).is_some_and(|digits| digits.len() == 4) {
            return true;
        }
        let is_round = year % 100 == 0;
        let before_noun = self.is_noun(next);
        if self.follows(Before::YearNoun, at) || self.is_bracketed(at) {
            return is_common;
        }
        if self.follows(Before::YearIn, at) {
            return (1000..2300).contains(&year) && !(before_noun && (is_round || !is_common));
        }
        // `la loi de 1881`
        let is_old = (1500..1900).contains(&year) && !is_round && !before_noun;
        if self.follows(Before::YearOf, at) && (is_common && !(before_noun && is_round) || is_old) {
            return true;
        }
        if is_common && self.set(After::YearBehind, next).is_some() {
            return true;
        }
        if !is_common || is_round {
            return false;
        }
        // `le rapport annuel 2023.`, `2024 aura été chaud`, `2024 : une année`
        let is_word = at > 0 && self.tokens.is_word(at - 1) && !self.tokens.is_capital(at - 1);
        let is_start = self.is_sentence_start(at) && (!before_noun || self.tense(next).is_some());
        let is_end = !before_noun
            && (is_word && self.tokens.gap(at) == Gap::Space || is_start && self.tokens.get(next).is_some());
        is_end || is_start && before_noun || self.follows(Before::YearDeterminer, at)
    }

    /// Whether four digits begin a range of amounts: a greater number follows that is counted, as in `2000 à 2500 tonnes`.
    pub(super) fn is_amount_range(&self, at: usize, year: i64) -> bool {
        let joint = self.set(After::To, at + 1).or_else(|| self.set(After::And, at + 1));
        let second = joint.or_else(|| self.mark(at + 1, &['-', '–', '—']));
        let is_greater = |second: usize| {
            let number = self.numeral(second)?;
            let is_greater = number.value > Some(Decimal::from(year));
            Some(is_greater && self.is_counted(number.next))
        };
        second
            .filter(|second| self.tokens.digits(*second).is_some())
            .and_then(is_greater)
            == Some(true)
            && !self.is_of_amount(at)
    }

    /// Whether a year says when an amount right before it was: `3,000 jobs in 2000 to 4,500 jobs in 2010`.
    fn is_of_amount(&self, at: usize) -> bool {
        let is_digits = |at: usize| self.tokens.digits(at).is_some();
        let is_near =
            |at: usize| self.tokens.is_word(at) || matches!(self.tokens.mark(at), Some('%' | '€' | '$' | '£'));
        self.start_before(Before::YearIn, at).is_some_and(|first| {
            let mut before = (first.saturating_sub(AMOUNT)..first).rev();
            before.find(|at| !is_near(*at)).is_some_and(is_digits)
        })
    }

    /// Whether an ordinary word is at a place, which the number before it may count.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        self.tokens.is_word(at)
            && self.tokens.gap(at) <= Gap::Wide
            && !self.tokens.is_capital(at)
            && self.set(After::Function, at).is_none()
            && self.set(After::YearBehind, at).is_none()
    }

    /// `(2024)`, `, 2024,`, `, 2024.`
    fn is_bracketed(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.mark(before));
        let after = self.tokens.mark(at + 1).filter(|_| self.is_near(at + 1));
        let is_end = self.tokens.gap(at + 1) >= Gap::Line;
        match before {
            Some('(' | '[') => after.is_some(),
            Some(',') => is_end || matches!(after, Some(',' | '.' | ')' | ';' | ':')),
            _ => false,
        }
    }

    /// Whether a year is that of the prices in which an amount is: `in 2024 prices`, `en euros constants de 2019`.
    pub(super) fn is_prices(&self, at: usize) -> bool {
        let words = &self.language.lexicon.words;
        let before = self.is_near(at) && words.prices.before(self.tokens, at).is_some();
        let after = words.prices_after.at(self.tokens, at + 1).is_some();
        before && (after || !words.needs_prices_after)
    }

    /// Whether a year belongs to the name before it.
    pub(super) fn is_named(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let (name, is_joined) = match self.tokens.mark(before) {
            Some('-') if self.is_joined(at) && self.is_joined(before) => (before.wrapping_sub(1), true),
            _ => (before, false),
        };
        if !self.tokens.is_capital(name) || !is_joined && self.tokens.gap(at) != Gap::Space {
            return false;
        }
        let is_known = self.follows(Before::YearIn, at)
            || self.follows(Before::YearOf, at)
            || self.follows(Before::YearDeterminer, at)
            || self.follows(Before::Function, at)
            || self.month(name).is_some()
            || self.season(name).is_some()
            || self.follows(Before::Period, at);
        // `Budget 2024` begins a sentence; `le Plan 2030` is a name.
        let is_noun = self.follows(Before::YearNoun, at) && self.is_sentence_start(name);
        !(is_known || is_noun)
    }

    /// Whether a sentence begins with the token.
    pub(super) fn is_sentence_start(&self, at: usize) -> bool {
        at == 0
            || self.tokens.gap(at) >= Gap::Line
            || matches!(
                self.tokens.mark(at - 1),
                Some('.' | '!' | '?' | ':' | '"' | '«' | '“' | '•')
            )
    }

    /// Two years: `2021-2027`, `2012–13`, `2024/25`.
    pub(super) fn pair(&self, at: usize) -> Found<Moment> {
        let first = self.digits(at, 4..=4).filter(|year| (1500..2200).contains(year))?;
        let mark = self.tokens.mark(at + 1)?;
        let is_tight = self.is_joined(at + 1) && self.is_joined(at + 2);
        if !(matches!(mark, '-' | '–' | '—') || mark == '/' && is_tight) || !self.is_number_start(at) {
            return None;
        }
        let next = at + 3;
        let last = match self.digits(at + 2, 2..=4)? {
            year if self.tokens.raw(at + 2).len() == 4 => year,
            year if self.tokens.raw(at + 2).len() == 2 && is_tight => {
                let century = first - first % 100;
                let full = if first % 100 == 99 { century + 100 } else { century } + year;
                // `2012-10` with a hyphen is a month, unless it is the next year.
                if mark == '-' && full != first + 1 && year <= 12 || full > first + 15 {
                    return None;
                }
                full
            }
            _ => return None,
        };
        let is_pair = first < last && last < 2300 && (mark != '/' || last <= first + 2);
        let is_round = first % 100 == 0 && last % 100 == 0;
        let is_amount = self.is_counted(next) || is_round && self.is_noun(next) || self.is_numbered(at);
        let is_end = self.is_number_end(next) && !(self.is_joined(next) && self.tokens.mark(next) == Some('-'));
        (is_pair && is_end && !is_amount).then(|| (Moment::new(Point::Years { first, last }), next))
    }

    /// `2035 to 2040`, without a word before the first year.
    pub(super) fn worded_pair(&self, at: usize) -> Found<Moment> {
        let first = self
            .digits(at, 4..=4)
            .filter(|year| (1500..2200).contains(year) && self.is_number_start(at))?;
        let place = self.set(After::To, at + 1).filter(|_| self.is_near(at + 1))?;
        let (last, next) = self.year_digits(place)?;
        let is_pair = first < last && last < first + 100 && !(first % 100 == 0 && last % 100 == 0);
        let is_alone = !self.is_numbered(at) && !self.is_counted(next) && !self.is_noun(next);
        (is_pair && is_alone).then(|| (Moment::new(Point::Years { first, last }), next))
    }

    /// `FY2024`, `fiscal 2025`: the year, as it is called.
    pub(super) fn fiscal(&self, at: usize) -> Found<Moment> {
        let place = self.set(After::Fiscal, at)?;
        if let Some((moment, next)) = self.pair(place) {
            return Some((moment, next));
        }
        if let Some(year) = self
            .digits(place, 2..=2)
            .filter(|_| self.is_joined(place) && self.is_number_end(place + 1))
        {
            return Some((Moment::year(full_year(year)), place + 1));
        }
        let year = self.digits(place, 4..=4).filter(|year| (1900..2200).contains(year))?;
        (self.is_number_end(place + 1)).then(|| (Moment::year(year), place + 1))
    }

    /// `années 2020`, `2030s`, `the '90s`.
    fn decade(&self, at: usize) -> Found<Moment> {
        if let Some(digits) = self.set(After::Decade, at) {
            let number = self.digits(digits, 2..=4).filter(|_| self.is_number_end(digits + 1))?;
            return decade_of(number, digits + 1);
        }
        let has_apostrophe = self.tokens.mark(at) == Some('\'') && self.is_joined(at + 1);
        let digits = at + usize::from(has_apostrophe);
        let number = self.digits(digits, 2..=4)?;
        let has_mark = self.tokens.mark(digits + 1) == Some('\'') && self.is_joined(digits + 1);
        let ending = digits + 1 + usize::from(has_mark);
        if !self.is_joined(ending) || self.set(After::DecadeEnding, ending).is_none() {
            return None;
        }
        // `in his 30s` is an age.
        let is_decade = number > 99 || has_apostrophe || self.follows(Before::DayOf, at);
        let is_start = has_apostrophe || self.is_number_start(digits);
        if is_decade && is_start {
            decade_of(number, ending + 1)
        } else {
            None
        }
    }

    /// `XXIe siècle`, `21st century`.
    fn century(&self, at: usize) -> Found<Moment> {
        if self.unit(at + 1).is_none_or(|(unit, _)| unit != Unit::Century)
            && self.unit(at + 2).is_none_or(|(unit, _)| unit != Unit::Century)
            && self.unit(at + 3).is_none_or(|(unit, _)| unit != Unit::Century)
        {
            return None;
        }
        let numeral = self.numeral(at)?;
        if !matches!(numeral.form, Form::Ordinal | Form::Roman) {
            return None;
        }
        let number = super::reader::whole(&numeral).filter(|number| (1..=30).contains(number))?;
        let unit = self.mark(numeral.next, &['-']).unwrap_or(numeral.next);
        let (Unit::Century, next) = self.unit(unit)? else {
            return None;
        };
        let first = (number - 1) * 100 + 1;
        Some((
            Moment::new(Point::Years {
                first,
                last: first + 99,
            }),
            next,
        ))
    }
}

/// The decade that begins with a year of four digits, or of two in the last century.
fn decade_of(number: i64, next: usize) -> Found<Moment> {
    let first = if number < 100 { 1900 + number } else { number };
    let is_decade = first % 10 == 0 && (1000..2300).contains(&first);
    let moment = Moment::new(Point::Years { first, last: first + 9 });
    is_decade.then_some((moment, next))
}
