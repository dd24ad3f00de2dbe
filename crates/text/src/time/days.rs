//! Days of one month in a list: `les 13 et 14 mars 2025` is a period, `les 3 et 12 mars` two dates.

use super::moment::{Moment, Point};
use super::reader::Reader;
use super::reading::Reading;
use super::resolve::Reference;
use crate::lexicon::dates::After;

/// The days of a list before its month: `les 3, 4 et 12 mai`.
const MOST_DAYS: usize = 8;

impl Reader<'_> {
    /// Days of one month: `les 13 et 14 mars 2025` is a period, `les 3 et 12 mars` two dates.
    pub(super) fn days(&self, at: usize, reference: Option<Reference>) -> Option<Vec<Reading>> {
        if let Some(readings) = self.month_days(at, reference) {
            return Some(readings);
        }
        let start = self.skip(After::Article, at);
        let mut list = Vec::new();
        let mut place = start;
        let mut is_range = false;
        loop {
            let (day, next) = self.day_number(place)?;
            let after = self
                .set(After::List, next)
                .or_else(|| self.mark(next, &[',', '&']))
                .or_else(|| {
                    (list.is_empty() && !is_range)
                        .then(|| self.joint(After::To, next))
                        .flatten()
                });
            let after = after.filter(|after| self.is_near(next) && self.is_near(*after))?;
            is_range =
                list.is_empty() && self.joint(After::To, next) == Some(after) && self.set(After::List, next).is_none();
            list.push((day, place, next));
            place = self.skip(After::Article, after);
            if let Some((last, end)) = self.day_first(place, None)
                && let Point::Day { day: last_day, .. } = last.point
            {
                return self.day_list(&list, (last, place, end, last_day), is_range, reference);
            }
            if is_range || list.len() >= MOST_DAYS {
                return None;
            }
        }
    }

    /// Days after their month: `June 3, 4 and 5, 2024`.
    pub(super) fn month_days(&self, at: usize, reference: Option<Reference>) -> Option<Vec<Reading>> {
        let (first, mut next) = self.month_first(at, None).filter(|(first, _)| first.lacks_year())?;
        let Point::Day { month, day, .. } = first.point else {
            return None;
        };
        let mut list = vec![(day, at, next)];
        let mut year = None;
        while list.len() < MOST_DAYS && year.is_none() {
            let joint = self.set(After::List, next).or_else(|| self.mark(next, &[',', '&']));
            let Some(place) = joint
                .map(|place| self.skip(After::List, place))
                .filter(|place| self.is_near(*place))
            else {
                break;
            };
            let Some((day, after)) = self.day_number(place) else {
                break;
            };
            if self.is_counted(after) || self.is_noun(after) || self.clock(place).is_some() {
                break;
            }
            list.push((day, place, after));
            next = after;
            if let Some((stated, after)) = self.year_after(next) {
                (year, next) = (Some(stated), after);
            }
        }
        let (last_day, place, _) = list.pop()?;
        if list.is_empty() {
            return None;
        }
        let point = Point::Day {
            year,
            month,
            day: last_day,
            weekday: None,
        };
        self.day_list(&list, (Moment::new(point), place, next, last_day), false, reference)
    }

    pub(super) fn day_list(
        &self,
        list: &[(u8, usize, usize)],
        (last, place, end, last_day): (Moment, usize, usize, u8),
        is_range: bool,
        reference: Option<Reference>,
    ) -> Option<Vec<Reading>> {
        let moment = |day| {
            let point = Point::Day {
                year: None,
                month: None,
                day,
                weekday: None,
            };
            let mut moment = Moment::new(point);
            moment.complete_from(&last, false);
            moment.direction = last.direction;
            moment
        };
        let (day, first, _) = *list.first()?;
        let days = list.iter().map(|(day, ..)| *day).chain([last_day]);
        let is_run = days.zip(day..).all(|(day, expected)| day == expected);
        if is_range || is_run {
            let (mut start, mut end_moment) = (moment(day), last);
            let reading = self.joined_range(first, (&mut start, &mut end_moment), end, reference)?;
            return Some(vec![reading]);
        }
        let mut readings: Vec<Reading> = list
            .iter()
            .map(|(day, first, next)| self.reading(*first, *next, &moment(*day), reference))
            .collect();
        readings.push(self.reading(place, end, &last, reference));
        Some(readings)
    }
}
