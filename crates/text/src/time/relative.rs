//! Dates counted from that of the document, and the parts of a year: `hier`, `la semaine dernière`, `last February`,
//! `troisième trimestre 2024`, `Q3`, `été 2025`, `fin mars`.

use super::moment::{Direction, Moment, Part, Point, Year};
use super::reader::{Found, Reader, full_year};
use crate::lexicon::dates::{After, Before, Unit};

/// A moment with the index of its first token: an article belongs to relative dates only.
pub(super) type Placed = Option<(Moment, usize, usize)>;

impl Reader<'_> {
    /// A date of any kind, with an article before it or not.
    pub(super) fn moment(&self, at: usize) -> Placed {
        let (moment, first, next) = self.part(at).or_else(|| self.whole(at))?;
        Some((moment, first, next))
    }

    /// A date without a part before it.
    fn whole(&self, at: usize) -> Placed {
        if let Some((moment, next)) = self.relative(at) {
            return Some((moment, at, next));
        }
        let first = self.skip(After::MonthOf, self.skip(After::Article, at));
        let found = self
            .group(first)
            .or_else(|| self.calendar(first))
            .or_else(|| self.years(first))?;
        Some((found.0, first, found.1))
    }

    /// A part of a date: `fin 2025`, `mi-mars`, `the end of the decade`, `earlier this year`.
    fn part(&self, at: usize) -> Placed {
        if let Some(next) = self.set(After::YearEnd, at) {
            let unit = Unit::Year;
            let mut moment = Moment::new(Point::Offset { unit, count: 0 });
            moment.part = Some(Part::End);
            return Some((moment, at, next));
        }
        let ((part, at), next) = self.part_word(at)?;
        let next = self
            .mark(next, &['-'])
            .filter(|next| self.is_joined(*next))
            .unwrap_or(next);
        if !self.is_near(next) {
            return None;
        }
        let of = self.skip(After::Of, next);
        for place in [of, next] {
            if let Some((mut moment, _, after)) = self.whole(place) {
                moment.part = Some(part);
                return self.takes_part(&moment).then_some((moment, at, after));
            }
        }
        if let Some((year, after)) = self.certain_year(of) {
            let mut moment = Moment::year(year);
            moment.part = Some(part);
            return (!self.is_counted(after)).then_some((moment, at, after));
        }
        // `fin mars` and `early March` are certain whatever the month.
        if let Some((mut moment, after)) = self.any_month(of).or_else(|| self.any_season(of)) {
            moment.part = Some(part);
            return Some((moment, at, after));
        }
        // `fin de l'année`, `the end of the decade`: that in which the document is.
        let (unit, after) = self.unit(self.skip(After::Article, of))?;
        if of == next || unit <= Unit::Day || matches!(part, Part::Earlier | Part::Later) {
            return None;
        }
        let mut moment = Moment::new(Point::Offset { unit, count: 0 });
        moment.part = Some(part);
        Some((moment, at, after))
    }

    /// The word of a part, and the index of its first token, after an article.
    fn part_word(&self, at: usize) -> Found<(Part, usize)> {
        let word = |set, part, at| Some(((part, at), self.set(set, at)?));
        let find = |at| {
            word(After::Early, Part::Early, at)
                .or_else(|| word(After::Start, Part::Start, at))
                .or_else(|| word(After::End, Part::End, at))
                .or_else(|| word(After::Mid, Part::Mid, at))
                .or_else(|| word(After::Late, Part::Late, at))
                .or_else(|| word(After::Earlier, Part::Earlier, at))
                .or_else(|| word(After::Later, Part::Later, at))
        };
        find(at).or_else(|| find(self.set(After::Article, at)?))
    }

    /// Whether a date has parts: not a day or weekday.
    fn takes_part(&self, moment: &Moment) -> bool {
        match moment.point {
            Point::Day { .. } | Point::Weekday(_) | Point::Days(_) => false,
            Point::Offset { unit, .. } => unit > Unit::Day,
            Point::Months { .. } | Point::Years { .. } => true,
        }
    }

    fn any_month(&self, at: usize) -> Found<Moment> {
        let (month, next) = self
            .month(at)
            .filter(|(month, _)| !month.is_short && !self.is_name(at))?;
        self.with_year(month.number, month.number, next)
    }

    fn any_season(&self, at: usize) -> Found<Moment> {
        let (season, next) = self.season(self.skip(After::Article, at))?;
        let (first, last) = months_of(season);
        self.with_year(first, last, next)
    }

    fn with_year(&self, first: u8, last: u8, next: usize) -> Found<Moment> {
        let (year, next) = match self.year_after(next) {
            Some((year, next)) => (Some(year), next),
            None => (None, next),
        };
        let mut moment = Moment::months(year, first, last);
        let (direction, next) = if year.is_none() {
            self.direction_after(next)
        } else {
            (None, next)
        };
        moment.direction = direction;
        Some((moment, next))
    }

    /// A date that needs the day of the document.
    fn relative(&self, at: usize) -> Found<Moment> {
        if let Some((count, next)) = self.dates.days.at(self.tokens, at) {
            return Some((Moment::new(Point::Days(*count)), next));
        }
        self.directed(at).or_else(|| self.directed_after(at))
    }

    /// `ce mardi`, `this year`, `last February`, `the coming week`.
    fn directed(&self, at: usize) -> Found<Moment> {
        let first = self.skip(After::Article, at);
        let word = |set, direction| Some((direction, self.set(set, first)?));
        let (direction, next) = word(After::This, Direction::This)
            .or_else(|| word(After::Last, Direction::Last))
            .or_else(|| word(After::Next, Direction::Next))?;
        if !self.is_near(next) {
            return None;
        }
        let (mut moment, next) = self.pointed(next, direction)?;
        // `the last year` is a length, `last year` a year.
        if first > at && direction != Direction::This && matches!(moment.point, Point::Offset { .. }) {
            return None;
        }
        moment.direction = Some(direction);
        let Some(after) = self
            .mark(next, &['-'])
            .filter(|after| self.is_joined(*after) && self.is_joined(next))
        else {
            return Some((moment, next));
        };
        // `cette année-là` is counted from another date.
        match self.set(After::ThisEnding, after) {
            Some(after) => Some((moment, after)),
            None if self.tokens.is_word(after) => None,
            None => Some((moment, next)),
        }
    }

    /// What `ce`, `last` or `next` points at.
    fn pointed(&self, at: usize, direction: Direction) -> Found<Moment> {
        if let Some((weekday, next)) = self.weekday(at).filter(|(weekday, _)| !weekday.is_short) {
            return match self.calendar(at) {
                Some((moment, after)) if after > next => Some((moment, after)),
                _ => Some((Moment::new(Point::Weekday(weekday.number)), next)),
            };
        }
        if let Some((month, next)) = self.month(at).filter(|(month, _)| !month.is_short) {
            let (first, last) = (month.number, month.number);
            return Some((Moment::months(None, first, last), next));
        }
        if let Some((season, next)) = self.season(at) {
            let (first, last) = months_of(season);
            return Some((Moment::months(None, first, last), next));
        }
        self.set(After::SingleUnit, at)?;
        let (unit, next) = self.unit(at)?;
        Some((offset(unit, direction)?, next))
    }

    /// `l'an dernier`, `mardi prochain`, `la semaine passée`, `l'été dernier`.
    fn directed_after(&self, at: usize) -> Found<Moment> {
        let first = self.skip(After::Article, at);
        let (mut moment, next) = if let Some((unit, next)) = self.unit(first) {
            self.set(After::SingleUnit, first)?;
            let (direction, _) = self.direction_after(next);
            (offset(unit, direction?)?, next)
        } else {
            let (season, next) = self.season(first)?;
            let (first, last) = months_of(season);
            (Moment::months(None, first, last), next)
        };
        let (direction, next) = self.direction_after(next);
        moment.direction = Some(direction?);
        Some((moment, next))
    }

    /// The year, counted from that of the document, to which a month or quarter belongs: `last year`, `l'année`.
    pub(super) fn relative_year(&self, at: usize) -> Found<i64> {
        if let Some((moment, next)) = self.directed(at).or_else(|| self.directed_after(at)) {
            let Point::Offset {
                unit: Unit::Year,
                count,
            } = moment.point
            else {
                return None;
            };
            return Some((count, next));
        }
        None
    }

    /// A quarter, a half of a year or a season, with its year: `Q3 2024`, `second semestre`, `été 2025`.
    fn group(&self, at: usize) -> Found<Moment> {
        if let Some(found) = self
            .season_with_year(at)
            .or_else(|| self.months_of_year(at))
            .or_else(|| self.week_of_month(at))
        {
            return Some(found);
        }
        let (first, last, next, is_certain) = self.lettered(at).or_else(|| self.counted_group(at))?;
        let with_unit = self.of_the_year(next);
        let joined = self
            .digits(next, 2..=2)
            .filter(|_| self.is_joined(next) && self.is_number_end(next + 1));
        let joined = joined.map(|year| (Year::Written(full_year(year)), next + 1));
        let (year, next) = match joined.or_else(|| self.year_after(next)).or(with_unit) {
            Some((year, next)) => (Some(year), next),
            None if is_certain => (None, next),
            None => return None,
        };
        let mut moment = Moment::months(year, first, last);
        if year.is_none() {
            let (direction, next) = self.direction_after(next);
            moment.direction = direction;
            return Some((moment, next));
        }
        Some((moment, next))
    }

    /// `the first nine months of 2024`, `les trois derniers mois de l'année`.
    fn months_of_year(&self, at: usize) -> Found<Moment> {
        let edge = |at| {
            let first = self.set(After::FirstWithin, at).map(|next| (true, next));
            first.or_else(|| self.set(After::LastWithin, at).map(|next| (false, next)))
        };
        let before = edge(at);
        let (count, next) = self.count(before.map_or(at, |(_, next)| next))?;
        let (is_first, next) = before.map(|(is_first, _)| (is_first, next)).or_else(|| edge(next))?;
        let (unit, next) = self.unit(next)?;
        let length = match unit {
            Unit::Month => 1,
            Unit::Quarter => 3,
            _ => return None,
        };
        let count = count.checked_mul(length).filter(|count| (1..12).contains(count))?;
        let (year, next) = self.year_after(next).or_else(|| self.of_the_year(next))?;
        let (first, last) = if is_first { (1, count) } else { (13 - count, 12) };
        Some((Moment::months(Some(year), first, last), next))
    }

    /// `the first week of May`, `la dernière semaine de juin 2024`.
    fn week_of_month(&self, at: usize) -> Found<Moment> {
        let last = self.set(After::LastOfYear, at).map(|next| (0, next));
        let (number, next) = last.or_else(|| self.ordinal(at))?;
        let (Unit::Week, next) = self.unit(next).filter(|_| number < 5)? else {
            return None;
        };
        let (mut moment, next) = self.any_month(self.set(After::Of, next)?)?;
        moment.part = Some(Part::Week(number));
        Some((moment, next))
    }

    /// Whether the months of a year are named: `of 2024` after `the last three months`.
    pub(super) fn has_year(&self, at: usize) -> bool {
        self.year_after(at).or_else(|| self.of_the_year(at)).is_some()
    }

    /// `of the year`, `de l'année`.
    fn of_the_year(&self, at: usize) -> Found<Year> {
        let of = self.set(After::Of, at)?;
        let (Unit::Year, next) = self.unit(self.skip(After::Article, of))? else {
            return None;
        };
        Some((Year::Offset(0), next))
    }

    /// `Q3`, `T3`, `H1`; certain if a preposition is before it or a year after it.
    fn lettered(&self, at: usize) -> Option<(u8, u8, usize, bool)> {
        // `1Q24`, `2H 2025`
        let is_reversed = self.digits(at, 1..=1).is_some() && self.is_joined(at + 1) && self.is_number_start(at);
        let (letter, digit) = if is_reversed { (at + 1, at) } else { (at, at + 1) };
        let (set, length) = match (
            self.set(After::QuarterLetter, letter),
            self.set(After::HalfLetter, letter),
        ) {
            (Some(_), _) => (4, 3),
            (None, Some(_)) => (2, 6),
            (None, None) => return None,
        };
        if !self.tokens.is_capital(letter) || self.tokens.raw(letter).len() != 1 || !self.is_joined(at + 1) {
            return None;
        }
        let number = self.digits(digit, 1..=1).filter(|number| (1..=set).contains(number))?;
        let number = u8::try_from(number).ok()?;
        let has_year = is_reversed && self.digits(at + 2, 2..=2).is_some();
        let is_end = !self.is_joined(at + 2) || self.tokens.mark(at + 2).is_some() || has_year;
        let is_certain = length == 3 && self.follows(Before::In, at);
        is_end.then_some(((number - 1) * length + 1, number * length, at + 2, is_certain))
    }

    /// `troisième trimestre`, `first half`.
    fn counted_group(&self, at: usize) -> Option<(u8, u8, usize, bool)> {
        if !self.tokens.is_word(at) && self.tokens.digits(at).is_none() {
            return None;
        }
        let last = self.set(After::LastOfYear, at);
        let (number, next) = last.map(|next| (0, next)).or_else(|| self.ordinal(at))?;
        // `first-quarter results`
        let next = self
            .mark(next, &['-'])
            .filter(|next| self.is_joined(*next))
            .unwrap_or(next);
        let (length, next, is_certain) = match self.unit(next) {
            Some((Unit::Quarter, next)) => (3, next, last.is_none()),
            Some((Unit::Half, next)) => (6, next, last.is_none()),
            _ => (6, self.set(After::HalfWord, next)?, false),
        };
        let number = if last.is_some() { 12 / length } else { number };
        let is_right = (1..=12 / length).contains(&number);
        is_right.then_some(((number - 1) * length + 1, number * length, next, is_certain))
    }

    fn season_with_year(&self, at: usize) -> Found<Moment> {
        let (season, next) = self.season(at)?;
        let (first, last) = months_of(season);
        // `winter 2024-25` begins in the first of its years.
        let (year, next) = match self.pair(self.skip(After::Of, next)) {
            Some((
                Moment {
                    point: Point::Years { first, .. },
                    ..
                },
                next,
            )) => (Some(Year::Written(first)), next),
            _ => match self.year_after(next) {
                Some((year, next)) => (Some(year), next),
                // `in the fall of the Wall`
                None if self.follows(Before::Season, at) && self.set(After::Of, next).is_none() => (None, next),
                None => return None,
            },
        };
        Some((Moment::months(year, first, last), next))
    }
}

/// The months of a season, from 1; winter goes on in the next year.
pub(super) fn months_of(season: u8) -> (u8, u8) {
    match season {
        1..=4 => (season * 3, season * 3 + 2),
        month => (month.min(12), month.min(12)),
    }
}

/// A unit before, at or after the day of the document.
fn offset(unit: Unit, direction: Direction) -> Option<Moment> {
    let count = match direction {
        Direction::Last => -1,
        Direction::This => 0,
        Direction::Next => 1,
    };
    (unit > Unit::Day).then(|| Moment::new(Point::Offset { unit, count }))
}
