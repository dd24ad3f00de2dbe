//! Days and months: `mardi 21 mai 2024`, `May 21, 2024`, `sept. 2024`, `21/05/2024`, `2024-05-21`.

use super::moment::{Direction, Moment, Point, Year};
use super::reader::{Found, Reader, full_year, whole};
use crate::calendar::days_of_month;
use crate::lexicon::dates::{After, Before, Month};
use crate::numeral::Form;

impl Reader<'_> {
    /// A date with a day, month, weekday or digits; the tokens begin with it, and not with an article.
    pub(super) fn calendar(&self, at: usize) -> Found<Moment> {
        if self.tokens.digits(at).is_some() {
            return self.numeric(at).or_else(|| self.day_first(at, None));
        }
        if let Some((weekday, next)) = self.weekday(at) {
            return self.weekday_first(at, weekday.number, weekday.is_short, next);
        }
        if self.month(at).is_some() {
            return self.month_first(at, None).or_else(|| self.month_alone(at));
        }
        self.day_first(at, None)
    }

    /// Whether digits before this place are the beginning of a longer number: `1|,6`, `25|,000`, `2| 400`.
    fn goes_on_as_number(&self, next: usize) -> bool {
        let is_point = self
            .mark(next, &[',', '.'])
            .is_some_and(|after| self.is_joined(next) && self.is_joined(after));
        match self.tokens.digits(if is_point { next + 1 } else { next }) {
            Some(_) if is_point => true,
            Some(digits) => digits.len() == 3 && self.is_near(next),
            None => false,
        }
    }

    fn weekday_first(&self, at: usize, weekday: u8, is_short: bool, next: usize) -> Found<Moment> {
        let mut after = self.skip_comma(next);
        after = self.skip(After::Article, after);
        if self.is_near(after) {
            let date = self
                .day_first(after, Some(weekday))
                .or_else(|| self.month_first(after, Some(weekday)));
            if date.is_some() {
                return date;
            }
        }
        // `le jeudi 16`
        if let Some((day, next)) = self.day_number(after).filter(|_| self.is_near(after))
            && self.tokens.mark(after - 1) != Some(',')
            && !self.is_counted(next)
            && !self.is_noun(next)
            && !self.goes_on_as_number(next)
            && self.clock(after).is_none()
            && self.tokens.digits(after).is_some()
        {
            let point = Point::Day {
                year: None,
                month: None,
                day,
                weekday: Some(weekday),
            };
            return Some((Moment::new(point), next));
        }
        let (direction, next) = self.direction_after(next);
        // `le lundi` is every Monday, `lundi` and `le lundi suivant` are not.
        let is_every = direction.is_none() && self.follows(Before::Every, at);
        if is_short || is_every || self.is_name(at) {
            return None;
        }
        let mut moment = Moment::new(Point::Weekday(weekday));
        moment.direction = direction;
        Some((moment, next))
    }

    /// `dernier`, `prochain` after a month, weekday or day.
    pub(super) fn direction_after(&self, at: usize) -> (Option<Direction>, usize) {
        if !self.is_near(at) {
            return (None, at);
        }
        let direction = |set, direction| Some((Some(direction), self.set(set, at)?));
        direction(After::LastBehind, Direction::Last)
            .or_else(|| direction(After::NextBehind, Direction::Next))
            .or_else(|| direction(After::ThisBehind, Direction::This))
            .unwrap_or((None, at))
    }

    /// A day and its month: `21 mai 2024`, `1er mars`, `21st of May`.
    pub(super) fn day_first(&self, at: usize, weekday: Option<u8>) -> Found<Moment> {
        let (day, next) = self.day_number(at)?;
        // `14-Juillet`
        let hyphen = self
            .mark(next, &['-'])
            .filter(|after| self.is_joined(next) && self.is_joined(*after));
        let next = hyphen.unwrap_or_else(|| self.skip(After::Of, next));
        let (month, next) = self.month(next).filter(|_| self.is_near(next))?;
        let found = self.day_of_month(day, month, next, weekday)?;
        // `3 sept` may be two numbers; `3 sept.` is not.
        let is_short = month.is_short && !month.is_certain && self.tokens.mark(next - 1) != Some('.');
        let is_number = is_short && (self.tokens.is_word(next) || self.tokens.digits(at).is_none());
        (!is_number || !found.0.lacks_year()).then_some(found)
    }

    /// A month and its day: `May 21, 2024`.
    pub(super) fn month_first(&self, at: usize, weekday: Option<u8>) -> Found<Moment> {
        if !self.dates.is_month_first {
            return None;
        }
        let (month, next) = self.month(at)?;
        let next = self.skip(After::Article, next);
        let (day, next) = self.day_number(next).filter(|_| self.is_near(next))?;
        // `in June 2,000 homes`
        let is_group = self.mark(next, &[',']).is_some() && self.is_joined(next) && self.is_joined(next + 1);
        if is_group && self.tokens.digits(next + 1).is_some_and(|digits| digits.len() == 3) {
            return None;
        }
        if self.is_counted(next) || self.tokens.mark(next) == Some('%') {
            return None;
        }
        self.day_of_month(day, month, next, weekday)
    }

    fn day_of_month(&self, day: u8, month: Month, next: usize, weekday: Option<u8>) -> Found<Moment> {
        let (year, next) = match self.year_after(next) {
            Some((year, next)) => (Some(year), next),
            None => (None, next),
        };
        let longest = match year {
            Some(Year::Written(year)) => days_of_month(year, month.number.into()),
            _ => days_of_month(2024, month.number.into()),
        };
        if i64::from(day) > longest {
            return None;
        }
        let mut moment = Moment::new(Point::Day {
            year,
            month: Some(month.number),
            day,
            weekday,
        });
        if year.is_some() {
            return Some((moment, next));
        }
        let (direction, next) = self.direction_after(next);
        moment.direction = direction;
        Some((moment, next))
    }

    /// A day of a month in digits or words, with its ordinal ending.
    pub(super) fn day_number(&self, at: usize) -> Found<u8> {
        let (day, next) = match self.ordinal(at) {
            Some((day, next)) => (i64::from(day), next),
            None => match self.digits(at, 1..=2) {
                Some(day) if self.is_day_start(at) && self.is_day_end(at + 1) => (day, at + 1),
                Some(_) => return None,
                None => {
                    let numeral = self.numeral(at).filter(|numeral| numeral.form == Form::Cardinal)?;
                    (whole(&numeral).filter(|_| !numeral.is_article)?, numeral.next)
                }
            },
        };
        let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        Some((day, next))
    }

    /// Whether the digits of a day begin: another day may stand before them (`10-12 mai`).
    fn is_day_start(&self, at: usize) -> bool {
        let is_second = at >= 2
            && matches!(self.tokens.mark(at - 1), Some('-' | '/'))
            && self.digits(at - 2, 1..=2).is_some()
            && self.is_number_start(at - 2);
        is_second || self.is_number_start(at)
    }

    /// Whether the digits of a day end: a hyphen may follow them (`10-12 mai`).
    fn is_day_end(&self, at: usize) -> bool {
        !self.is_joined(at)
            || self
                .tokens
                .mark(at)
                .is_some_and(|mark| !matches!(mark, '%' | ':' | '/' | '.' | '€'))
            || self.is_number_end(at)
    }

    /// A month with its year, or alone where its word or the words around it make it certain.
    fn month_alone(&self, at: usize) -> Found<Moment> {
        let (month, next) = self.month(at)?;
        let mut moment = Moment::months(None, month.number, month.number);
        if let Some((year, after)) = self.year_after(next) {
            return Some((Moment::months(Some(year), month.number, month.number), after));
        }
        let (direction, after) = self.direction_after(next);
        moment.direction = direction;
        if direction.is_some() {
            return Some((moment, after));
        }
        // `mai 68`
        if let Some(year) = self.digits(next, 2..=2).filter(|year| *year > 31 && self.is_near(next))
            && self.is_number_end(next + 1)
            && !self.is_counted(next + 1)
            && !self.is_noun(next + 1)
        {
            moment.point = Point::Months {
                year: Some(Year::Written(full_year(year))),
                first: month.number,
                last: month.number,
            };
            return Some((moment, next + 1));
        }
        // `Avril Lavigne`
        let is_named = self.is_name(at);
        let is_certain = month.is_certain && !month.is_short && !is_named;
        let has_word = self.follows(Before::In, at) && !is_named && !month.is_short;
        // `the March figures`
        let is_adjective = self.follows_article(at) && self.is_noun(next) && !is_named && !month.is_short;
        (is_certain || has_word || is_adjective || !is_named && self.is_month_range(next)).then_some((moment, next))
    }

    fn follows_article(&self, at: usize) -> bool {
        at > 0 && self.is_near(at) && self.set(After::Article, at - 1) == Some(at)
    }

    /// Whether another month follows a month: `mars à juin 2024`, `March and April`.
    fn is_month_range(&self, at: usize) -> bool {
        let joint = self.set(After::To, at).or_else(|| self.set(After::List, at));
        let after = joint.or_else(|| self.mark(at, &['-', '–', '/', ',']));
        after.is_some_and(|after| self.month(after).is_some_and(|(month, _)| !month.is_short))
    }

    /// The year after a day, month, quarter or season: `2024`, `, 2024`, `de l'an dernier`, `last year`, `of the year`.
    pub(super) fn year_after(&self, at: usize) -> Found<Year> {
        if !self.is_near(at) {
            return None;
        }
        let comma = self.skip_comma(at);
        // `21-May-2024`
        if let Some(after) = self
            .mark(at, &['-'])
            .filter(|after| self.is_joined(at) && self.is_joined(*after))
            && let Some((year, next)) = self.certain_year(after)
        {
            return Some((Year::Written(year), next));
        }
        let of = self.skip(After::Of, comma);
        for place in [at, comma, of] {
            if let Some((year, next)) = self.certain_year(place) {
                // `March, 2000 people`
                if place == at || !self.is_counted(next) {
                    return Some((Year::Written(year), next));
                }
            }
        }
        let (count, next) = self.relative_year(of).or_else(|| self.relative_year(at))?;
        Some((Year::Offset(count), next))
    }

    /// Dates in digits.
    fn numeric(&self, at: usize) -> Found<Moment> {
        if !self.is_number_start(at) || self.is_numbered(at) {
            return None;
        }
        let separator = self.tokens.mark(at + 1).filter(|_| self.is_joined(at + 1))?;
        if !matches!(separator, '/' | '-' | '.') || !self.is_joined(at + 2) {
            return None;
        }
        let second = self.digits(at + 2, 1..=4)?;
        let has_third = self.tokens.mark(at + 3) == Some(separator)
            && self.is_joined(at + 3)
            && self.is_joined(at + 4)
            && self.tokens.digits(at + 4).is_some();
        if has_third {
            return self.numeric_of_three(at, second);
        }
        if !self.is_number_end(at + 3) {
            return None;
        }
        if separator == '-' {
            // 2011-12 is two years; 2024-05 is a month.
            let year = self.digits(at, 4..=4).filter(|year| (1500..2200).contains(year))?;
            let is_month =
                (1..=12).contains(&second) && self.tokens.raw(at + 2).len() == 2 && second != (year + 1) % 100;
            return is_month.then(|| (month_of(year, second), at + 3));
        }
        // `05/2024`
        if let (Some(year), Some(month)) = (self.digits(at + 2, 4..=4), self.digits(at, 2..=2)) {
            let is_month = separator == '/' && (1..=12).contains(&month) && (1900..2100).contains(&year);
            return is_month.then(|| (month_of(year, month), at + 3));
        }
        let second = self.digits(at + 2, 1..=2)?;
        // `le 21/05`, never `1/2`.
        let is_date = separator == '/'
            && self.tokens.raw(at).len() == 2
            && self.tokens.raw(at + 2).len() == 2
            && self.follows(Before::DayOf, at);
        let first = self.digits(at, 2..=2).filter(|_| is_date)?;
        let (month, day) = self.order(first, second)?;
        Some((day_of(None, month, day)?, at + 3))
    }

    fn numeric_of_three(&self, at: usize, second: i64) -> Found<Moment> {
        let next = at + 5;
        if let Some(year) = self.digits(at, 4..=4) {
            let day = self.digits(at + 4, 1..=2)?;
            let next = self.skip_time(next);
            let is_end = self.is_number_end(next) || next > at + 5;
            return is_end.then(|| Some((day_of(Some(year), second, day)?, next)))?;
        }
        let third = self.digits(at + 4, 2..=4)?;
        let year = match self.tokens.raw(at + 4).len() {
            4 if (1000..3000).contains(&third) => third,
            // Two digits and full stops are versions and numbers of sections.
            2 if self.tokens.mark(at + 1) == Some('/') => full_year(third),
            _ => return None,
        };
        if !self.is_number_end(next) {
            return None;
        }
        let first = self.digits(at, 1..=2)?;
        let (month, day) = self.order(first, second)?;
        Some((day_of(Some(year), month, day)?, next))
    }

    /// Month and day from the first two numbers, by the language; the other way round where only that is a date.
    fn order(&self, first: i64, second: i64) -> Option<(i64, i64)> {
        let is_month_first = if self.dates.is_month_first {
            first <= 12
        } else {
            second > 12
        };
        let (month, day) = if is_month_first {
            (first, second)
        } else {
            (second, first)
        };
        (1..=12).contains(&month).then_some((month, day))
    }

    /// The time after an ISO date: `T12:30:00Z`.
    fn skip_time(&self, at: usize) -> usize {
        let is_time = self.is_joined(at) && self.tokens.raw(at) == "T" && self.tokens.digits(at + 1).is_some();
        if !is_time {
            return at;
        }
        let mut next = at + 2;
        while next < at + 12
            && self.is_joined(next)
            && (self.tokens.digits(next).is_some()
                || matches!(self.tokens.mark(next), Some(':' | '+' | '.' | '-'))
                    && self.tokens.digits(next + 1).is_some()
                || self.tokens.raw(next) == "Z")
        {
            next += 1;
        }
        next
    }
}

fn month_of(year: i64, month: i64) -> Moment {
    let month = u8::try_from(month).unwrap_or(1);
    Moment::months(Some(Year::Written(year)), month, month)
}

fn day_of(year: Option<i64>, month: i64, day: i64) -> Option<Moment> {
    if !(1..=days_of_month(year.unwrap_or(2024), month)).contains(&day) {
        return None;
    }
    Some(Moment::new(Point::Day {
        year: year.map(Year::Written),
        month: Some(u8::try_from(month).ok()?),
        day: u8::try_from(day).ok()?,
        weekday: None,
    }))
}
