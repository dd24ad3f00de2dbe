//! What a date of a text says, before it is known which days it means.

use crate::lexicon::dates::Unit;

/// A year: written, or counted from that of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Written(i64),
    Offset(i64),
}

/// The way a word points: `dernier`, `prochain`, `ce`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Last,
    This,
    Next,
}

/// A part of a year, month, decade or week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    /// `the start of`: as [`Self::Early`], but after a word such as `since` exactly the start.
    Start,
    Mid,
    Late,
    /// `the end of`: as [`Self::Late`], but after a word such as `by` exactly the end.
    End,
    /// Seven days of a month: the first, second ... or, with 0, the last.
    Week(u8),
    /// `earlier this year`: to the day of the document.
    Earlier,
    /// `later this year`: from the day of the document.
    Later,
}

/// A point of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    /// A day, without a month only as the first of two.
    Day {
        year: Option<Year>,
        month: Option<u8>,
        day: u8,
        weekday: Option<u8>,
    },
    /// A weekday alone.
    Weekday(u8),
    /// Months of a year: a month, quarter, half or season. `first` to `last` from 1; winter ends with 14.
    Months { year: Option<Year>, first: u8, last: u8 },
    /// Years, both included.
    Years { first: i64, last: i64 },
    /// A unit, counted from the one in which the document's day is.
    Offset { unit: Unit, count: i64 },
    /// A day, counted from that of the document.
    Days(i64),
}

/// A date as a text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub point: Point,
    pub part: Option<Part>,
    pub direction: Option<Direction>,
    /// The words say that it is not exact.
    pub is_about: bool,
}

impl Moment {
    pub fn new(point: Point) -> Self {
        Self {
            point,
            part: None,
            direction: None,
            is_about: false,
        }
    }

    /// Months of one year, both from 1 to 12.
    pub fn months(year: Option<Year>, first: u8, last: u8) -> Self {
        Self::new(Point::Months { year, first, last })
    }

    pub fn year(year: i64) -> Self {
        Self::new(Point::Years {
            first: year,
            last: year,
        })
    }

    /// Whether the year has to be found out.
    pub fn lacks_year(&self) -> bool {
        matches!(
            self.point,
            Point::Day { year: None, .. } | Point::Months { year: None, .. }
        )
    }

    /// The year that it writes.
    pub fn written_year(&self) -> Option<Year> {
        match self.point {
            Point::Day { year, .. } | Point::Months { year, .. } => year,
            Point::Years { first, last } if first == last => Some(Year::Written(first)),
            _ => None,
        }
    }

    /// The first month that it names.
    fn month(&self) -> Option<u8> {
        match self.point {
            Point::Day { month, .. } => month,
            Point::Months { first, .. } => Some(first),
            _ => None,
        }
    }

    /// Takes year and month over from the date that ends the same range or list: `entre mars et juin 2024`.
    pub fn complete_from(&mut self, end: &Self, is_range: bool) {
        let end_month = end.month();
        if let Point::Day {
            month: month @ None, ..
        } = &mut self.point
        {
            *month = end_month;
        }
        let is_before = matches!((self.month(), end_month), (Some(mine), Some(month)) if mine > month);
        let (Point::Day { year: year @ None, .. } | Point::Months { year: year @ None, .. }) = &mut self.point else {
            return;
        };
        let back = i64::from(is_range && is_before);
        *year = end.written_year().map(|year| match year {
            Year::Written(year) => Year::Written(year - back),
            Year::Offset(count) => Year::Offset(count - back),
        });
    }

    /// Takes the year over from the date before it: `de janvier 2024 à mars`.
    pub fn complete_after(&mut self, start: &Self) {
        let is_before = matches!((self.month(), start.month()), (Some(mine), Some(month)) if mine < month);
        let (Point::Day { year: year @ None, .. } | Point::Months { year: year @ None, .. }) = &mut self.point else {
            return;
        };
        let on = i64::from(is_before);
        *year = start.written_year().map(|year| match year {
            Year::Written(year) => Year::Written(year + on),
            Year::Offset(count) => Year::Offset(count + on),
        });
    }
}
