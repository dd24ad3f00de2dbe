//! Day and month in the dates of a column: which comes first, and which dates leave that open.

use super::cells::{self, Order, Told};
use super::sheet::Sheet;
use super::{Rows, trimmed};
use diagnostic::{Diagnostic, code};
use text::language::Language;

/// The most dates that are named.
const MOST: usize = 5;

/// What the dates of a column tell: rows, by their index.
#[derive(Default)]
pub(super) struct Dates {
    day_first: Option<usize>,
    month_first: Option<usize>,
    unsure: Vec<usize>,
}

impl Dates {
    /// Those of a column; `takes` says whether a cell is read as it is.
    pub(super) fn of(rows: &Rows, column_index: usize, takes: &dyn Fn(&str) -> bool) -> Self {
        let mut dates = Self::default();
        for (row_index, row) in rows.iter().enumerate() {
            let text = row.get(column_index).map_or("", |cell| trimmed(cell));
            match cells::order(text).filter(|_| !takes(text)) {
                Some(Told::Order(Order::DayFirst)) => dates.day_first = dates.day_first.or(Some(row_index)),
                Some(Told::Order(Order::MonthFirst)) => dates.month_first = dates.month_first.or(Some(row_index)),
                Some(Told::Unsure) => dates.unsure.push(row_index),
                None => {}
            }
        }
        dates
    }

    /// The order in which those that leave it open are read.
    pub(super) fn order(&self) -> Order {
        match (self.day_first, self.month_first) {
            (None, Some(_)) => Order::MonthFirst,
            _ => Order::DayFirst,
        }
    }

    /// Whether that order is sure; without any sign it is not where dates `may_be_either`.
    pub(super) fn is_sure(&self, may_be_either: bool) -> bool {
        match (self.day_first, self.month_first) {
            (Some(_), Some(_)) => false,
            (None, None) => !may_be_either,
            _ => true,
        }
    }

    /// What is to be said of dates that leave the order open: an error if the others disagree, a note if the month comes first, or
    /// if nothing tells and `may_be_either`.
    pub(super) fn finding(
        &self,
        sheet: &Sheet,
        rows: &Rows,
        column_index: usize,
        may_be_either: bool,
        language: &Language,
    ) -> Option<Diagnostic> {
        let first = *self.unsure.first()?;
        let text = |row: &usize| {
            rows.get(*row)
                .and_then(|row| row.get(column_index))
                .map_or("", |cell| trimmed(cell))
        };
        let place = sheet.cell(first, Some(column_index));
        if let (Some(day), Some(month)) = (self.day_first, self.month_first) {
            let places: Vec<(u64, u64)> = sheet.row_places().collect();
            let named = |row: &usize| {
                let number = places.get(*row).map_or(0, |(number, _)| *number);
                format!("`{}` (row {number})", text(row))
            };
            let unsure: Vec<String> = self.unsure.iter().take(MOST).map(named).collect();
            return Some(code::mixed_dates(
                place,
                [&named(&day), &named(&month)],
                &unsure,
                self.unsure.len(),
            ));
        }
        let because = self.month_first.map(|row| text(&row).to_owned());
        let read = cells::date(text(&first), language, self.order())?;
        let is_told = because.is_some() || (may_be_either && self.day_first.is_none());
        is_told.then(|| code::unsure_dates(place, text(&first), &read, because.as_deref(), self.unsure.len()))
    }
}
