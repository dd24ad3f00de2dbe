//! Words and numbers at a place of a block of tokens: what all the readers of dates ask.

use super::moment::{Moment, Point};
use crate::language::Language;
use crate::lexicon::dates::{After, Before, Dates, Month, Unit, Weekday};
use crate::numeral::{self, Form, Numeral};
use crate::token::{Gap, Kind, Tokens};

/// A block of tokens, and the words by which dates are found in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub tokens: &'a Tokens<'a>,
    pub language: &'a Language,
    pub dates: &'a Dates,
    /// The index after the time that was read last.
    pub last: usize,
}

/// Something that was read, and the index after its last token.
pub(super) type Found<T> = Option<(T, usize)>;

impl<'a> Reader<'a> {
    pub fn new(tokens: &'a Tokens<'a>, language: &'a Language) -> Self {
        let dates = &language.lexicon.dates;
        Self {
            tokens,
            language,
            dates,
            last: 0,
        }
    }

    /// Whether a time can begin with the token: digits, an apostrophe before them, or a word that opens one.
    pub fn can_begin(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| match token.kind {
            Kind::Digits => true,
            Kind::Mark('\'') => self.tokens.digits(at + 1).is_some(),
            _ => {
                let is_number = || self.language.lexicon.starts.get(token.term.index()) == Some(&true);
                let is_roman = || self.tokens.raw(at).starts_with(['I', 'V', 'X']);
                self.dates.is_opening(token.term) || is_number() || is_roman()
            }
        })
    }

    /// Whether the token is one without which no time is: a month, weekday, season, unit, day, or digits like a year's.
    pub fn is_core(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| match token.kind {
            Kind::Digits => {
                // `2024`, `21/05`, `Q3`, `'90s`
                let is_date_mark = |mark| matches!(mark, '/' | '-' | '–' | '.' | '\'');
                let is_part = |at: usize| self.tokens.is_word(at) || self.tokens.mark(at).is_some_and(is_date_mark);
                let follows = at > 0 && self.is_joined(at) && is_part(at - 1);
                token.to - token.from == 4 || follows || self.is_joined(at + 1) && is_part(at + 1)
            }
            _ => self.dates.is_core(token.term),
        })
    }

    /// Whether the token continues the line or the paragraph of the one before it.
    pub fn is_near(&self, at: usize) -> bool {
        self.tokens.gap(at) <= Gap::Line
    }

    /// Whether the token follows the one before it without white space.
    pub fn is_joined(&self, at: usize) -> bool {
        self.tokens.gap(at) == Gap::None
    }

    /// The index after a phrase of a set.
    pub fn set(&self, set: After, at: usize) -> Option<usize> {
        self.dates.after(set).at(self.tokens, at).map(|(_, next)| next)
    }

    /// The index after a phrase of a set, or the same index where none is.
    pub fn skip(&self, set: After, at: usize) -> usize {
        self.set(set, at).filter(|next| self.is_near(*next)).unwrap_or(at)
    }

    /// Whether a phrase of a set ends before the token, in the same paragraph.
    pub fn follows(&self, set: Before, at: usize) -> bool {
        self.start_before(set, at).is_some()
    }

    /// Whether a number is that of a page, an article or the like: `p. 2024`.
    pub fn is_numbered(&self, at: usize) -> bool {
        let is_stop = |at: usize| self.tokens.mark(at) == Some('.') && self.is_joined(at);
        self.follows(Before::NoYear, at) || at > 0 && is_stop(at - 1) && self.follows(Before::NoYear, at - 1)
    }

    /// The first index of a phrase of a set that ends before the token, in the same paragraph.
    pub fn start_before(&self, set: Before, at: usize) -> Option<usize> {
        if at == 0 || !self.is_near(at) {
            return None;
        }
        self.dates.before(set).before(self.tokens, at).map(|(_, first)| first)
    }

    /// Whether a word is written as a name is, in a language that writes months and weekdays small.
    pub fn is_name(&self, at: usize) -> bool {
        let is_title = self.tokens.is_capital(at) && self.tokens.raw(at).chars().any(char::is_lowercase);
        let before_name = self.tokens.is_capital(at + 1) && self.tokens.gap(at + 1) == Gap::Space;
        !self.dates.is_capital && is_title && (before_name || !self.is_sentence_start(at))
    }

    /// The index after a mark, which may have spaces around it.
    pub fn mark(&self, at: usize, marks: &[char]) -> Option<usize> {
        let mark = self.tokens.mark(at)?;
        (marks.contains(&mark) && self.is_near(at)).then_some(at + 1)
    }

    /// The index after a comma, or the same index where none is.
    pub fn skip_comma(&self, at: usize) -> usize {
        match self.tokens.mark(at) {
            Some(',') if self.is_joined(at) && self.is_near(at + 1) => at + 1,
            _ => at,
        }
    }

    /// A unit of time.
    pub fn unit(&self, at: usize) -> Found<Unit> {
        let (unit, next) = self.dates.units.at(self.tokens, at)?;
        Some((*unit, next))
    }

    /// A month. Abbreviations take their full stop along.
    pub fn month(&self, at: usize) -> Found<Month> {
        let (month, next) = self.dates.months.at(self.tokens, at)?;
        if self.is_no_date(at) {
            return None;
        }
        let next = if month.is_short { self.skip_stop(next) } else { next };
        Some((*month, next))
    }

    /// A weekday.
    pub fn weekday(&self, at: usize) -> Found<Weekday> {
        let (weekday, next) = self.dates.weekdays.at(self.tokens, at)?;
        if self.is_no_date(at) {
            return None;
        }
        let next = if weekday.is_short { self.skip_stop(next) } else { next };
        Some((*weekday, next))
    }

    /// Whether the word of a month or weekday is another word here, or part of a name.
    fn is_no_date(&self, at: usize) -> bool {
        self.dates.is_capital && !self.tokens.is_capital(at) || self.set(After::NoDate, at).is_some()
    }

    /// A season, from 1 to 4, or from 5 on a month.
    pub fn season(&self, at: usize) -> Found<u8> {
        let (season, next) = self.dates.seasons.at(self.tokens, at)?;
        Some((*season, next))
    }

    fn skip_stop(&self, at: usize) -> usize {
        let is_stop = self.tokens.mark(at) == Some('.') && self.is_joined(at);
        at + usize::from(is_stop)
    }

    /// Whether digits begin a number of their own: no decimals, groups, codes or parts of words before them.
    pub fn is_number_start(&self, at: usize) -> bool {
        if !self.is_joined(at) || at == 0 {
            // `40 2024` would be digits in groups; `Q3 2024` is not.
            let is_group = at > 0
                && self.tokens.gap(at) == Gap::Space
                && self.tokens.digits(at - 1).is_some()
                && !(self.is_joined(at - 1) && self.tokens.is_word(at.wrapping_sub(2)));
            return !is_group;
        }
        match self.tokens.mark(at - 1) {
            Some('.' | ',' | '/' | ':' | '-') => {
                // `T2-2025`
                let is_lettered = at >= 3 && self.is_joined(at - 2) && self.tokens.is_word(at - 3);
                at < 2 || self.tokens.digits(at - 2).is_none() || !self.is_joined(at - 1) || is_lettered
            }
            Some('#' | '_' | '@' | '&' | '=' | '+' | '$' | '€' | '£' | '°' | '*') => false,
            Some(_) => true,
            None => false,
        }
    }

    /// Whether digits that end before `at` end their number: no decimals, groups, units or letters after them.
    pub fn is_number_end(&self, at: usize) -> bool {
        let is_digits = |at: usize| self.tokens.digits(at).is_some();
        if !self.is_joined(at) {
            let is_group = self.tokens.digits(at).is_some_and(|digits| digits.len() == 3);
            let is_sign = matches!(self.tokens.mark(at), Some('%' | '€' | '$' | '£' | '‰' | '°'));
            return !(self.tokens.gap(at) == Gap::Space && is_group || is_sign);
        }
        match self.tokens.mark(at) {
            Some('.' | ',' | '/' | ':' | '-') => !(is_digits(at + 1) && self.is_joined(at + 1)),
            Some('%' | '€' | '$' | '£' | '‰' | '°' | '_' | '@' | '+' | '=' | '²' | '³') => false,
            Some(_) => true,
            None => self.tokens.get(at).is_none(),
        }
    }

    /// Digits that are a number of their own, of a length and between two bounds.
    pub fn digits(&self, at: usize, length: std::ops::RangeInclusive<usize>) -> Option<i64> {
        let digits = self.tokens.digits(at).filter(|digits| length.contains(&digits.len()))?;
        digits.parse().ok()
    }

    /// An ordinal number up to 99, in digits with an ending or in words.
    pub fn ordinal(&self, at: usize) -> Found<u8> {
        let numeral = self.numeral(at).filter(|numeral| numeral.form == Form::Ordinal)?;
        Some((
            u8::try_from(whole(&numeral)?).ok().filter(|number| *number < 100)?,
            numeral.next,
        ))
    }

    /// The numeral that begins with the token; none within digits in groups, so that a long row of them is read once.
    pub fn numeral(&self, at: usize) -> Option<Numeral> {
        if self.tokens.digits(at).is_some() && !self.is_number_start(at) {
            return None;
        }
        numeral::Reader::new(self.tokens, &self.language.lexicon.numbers).numeral(at, false)
    }

    /// A year of four digits that stands alone, whatever is around it.
    pub fn year_digits(&self, at: usize) -> Found<i64> {
        let year = self.digits(at, 4..=4)?;
        let is_alone = self.is_number_start(at) && self.is_number_end(at + 1);
        (is_alone && (1000..3000).contains(&year)).then_some((year, at + 1))
    }

    /// A year that a month, quarter or season makes certain: four digits, or two after an apostrophe.
    pub fn certain_year(&self, at: usize) -> Found<i64> {
        if !self.is_near(at) {
            return None;
        }
        if self.tokens.mark(at) == Some('\'') && self.is_joined(at + 1) {
            let year = self.digits(at + 1, 2..=2)?;
            return Some((full_year(year), at + 2));
        }
        if let Some((
            Moment {
                point: Point::Years { first, .. },
                ..
            },
            next,
        )) = self.fiscal(at)
        {
            return Some((first, next));
        }
        let (year, next) = self.year_digits(at)?;
        (1500..2200).contains(&year).then_some((year, next))
    }

    /// Whether a count noun, a unit or a sign is at a place, so that the number before it is an amount.
    pub fn is_counted(&self, at: usize) -> bool {
        if self.tokens.gap(at) > Gap::Wide {
            return false;
        }
        let is_sign = matches!(self.tokens.mark(at), Some('%' | '€' | '$' | '£' | '‰' | '°'));
        is_sign || self.set(After::Counted, at).is_some() || self.unit(at).is_some()
    }
}

/// The year that two digits mean: from 1950 to 2049.
pub(super) fn full_year(two_digits: i64) -> i64 {
    two_digits + if two_digits < 50 { 2000 } else { 1900 }
}

/// The value of a numeral that has no decimals and fits.
pub(super) fn whole(numeral: &Numeral) -> Option<i64> {
    let value = numeral.value.filter(|value| value.decimals() == 0)?;
    value.to_string().parse().ok()
}
