//! Totals of a sheet, compared with the sums of the rows above them.

use text::Decimal;

use crate::record::Amount;
use crate::words::words;
use crate::workbook::Address;

use super::column::Spec;
use super::figure::{Figure, Sums, figure};
use super::row::Table;

/// The sums of rows, by column, since the beginning of the table.
#[derive(Default)]
pub(super) struct Running {
    /// The column, the row's sum, and the programme or name by which sub-totals may call it.
    sums: Vec<(usize, Sums, Option<String>)>,
    /// Where the rows since the last sub-total begin.
    since: usize,
}

impl Running {
    /// Adds the sums of a row.
    pub(super) fn add(&mut self, sums: Vec<(usize, Sums)>, group: Option<&str>) {
        let group = group.map(|group| words(group).join(" "));
        self.sums
            .extend(sums.into_iter().map(|(column, sums)| (column, sums, group.clone())));
    }

    /// Compares a row of totals with the rows above; gives for each of its figures the cell and the outcome.
    pub(super) fn compare(&mut self, table: &Table<'_>, row: usize, all: bool, of: &str) -> Vec<(Address, Outcome)> {
        let named = !of.is_empty() && self.sums.iter().any(|(_, _, group)| group.as_deref() == Some(of));
        let parts: Vec<&(usize, Sums, Option<String>)> = match (all, named) {
            (true, _) => self.sums.iter().collect(),
            (false, true) => self
                .sums
                .iter()
                .filter(|(_, _, group)| group.as_deref() == Some(of))
                .collect(),
            (false, false) => self.sums.get(self.since..).unwrap_or_default().iter().collect(),
        };
        let mut outcomes = Vec::new();
        for spec in table
            .specs
            .iter()
            .filter(|spec| spec.role() == crate::map::Role::Amount)
        {
            let address = Address::of(row, spec.index);
            let Some(cell) = table.grid.own(row, spec.index) else {
                continue;
            };
            let context = table.context(Some(spec), None, None);
            let Figure::Sums(total) = figure(cell, address, &context, table.measures) else {
                continue;
            };
            let of_column: Vec<&Sums> = parts
                .iter()
                .filter(|(column, ..)| *column == spec.index)
                .map(|(_, sums, _)| sums)
                .collect();
            outcomes.push((address, outcome(spec, &total, &of_column)));
        }
        if !all {
            self.since = self.sums.len();
        }
        outcomes
    }
}

/// How a total compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is the sum of its rows.
    Agrees,
    /// It is not; the sum, as people read it.
    Differs(String),
    /// It cannot be compared, with the reason.
    Open(&'static str),
}

fn outcome(spec: &Spec, total: &Sums, parts: &[&Sums]) -> Outcome {
    let Some(whole) = total.amounts.first() else {
        return Outcome::Open("it has no figure");
    };
    let mut bounds = (Decimal::from(0), Decimal::from(0));
    let mut count = 0;
    for part in parts.iter().filter_map(|sums| sums.amounts.first()) {
        if part.unit != whole.unit && part.unit.is_some() && whole.unit.is_some() {
            return Outcome::Open("its rows have another unit");
        }
        let (Some(minimum), Some(maximum)) = (part.minimum, part.maximum) else {
            return Outcome::Open("a row has no upper or lower bound");
        };
        let added = bounds.0.checked_add(minimum).zip(bounds.1.checked_add(maximum));
        let Some(added) = added else {
            return Outcome::Open("its rows are too large to add");
        };
        bounds = added;
        count += 1;
    }
    if count == 0 {
        return Outcome::Open("no row above has a figure");
    }
    let _ = spec;
    match fits(whole, total.precision, bounds) {
        true => Outcome::Agrees,
        false => Outcome::Differs(written(bounds, whole)),
    }
}

/// Whether a total, as exactly as it is written, lies within the bounds of a sum.
fn fits(whole: &Amount, precision: Option<Decimal>, (least, most): (Decimal, Decimal)) -> bool {
    let half = precision.unwrap_or_else(|| Decimal::from(0));
    let lower = whole.minimum.and_then(|value| value.checked_add(half.negated()?));
    let upper = whole.maximum.and_then(|value| value.checked_add(half));
    lower.is_none_or(|lower| lower <= most) && upper.is_none_or(|upper| upper >= least)
}

fn written((least, most): (Decimal, Decimal), whole: &Amount) -> String {
    let unit = whole.unit.as_deref().unwrap_or_default();
    let symbol = match unit {
        "EUR" => "€",
        other => other,
    };
    text::amount::display(Some(&least.to_string()), Some(&most.to_string()), symbol, "en")
}
