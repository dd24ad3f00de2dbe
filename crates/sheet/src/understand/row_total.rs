//! Rows and columns of totals: compared with what they add up, and not taken.

use crate::map::Role;
use crate::workbook::{Address, Note, Value};

use super::Reading;
use super::column::Spec;
use super::column::conflict::is_within;
use super::decided::{Table, is_row_total};
use super::figure::{Figure, Sums, figure};
use super::number::number;
use super::table::{Row, SumsUp};
use super::total::{self, Outcome, Totals};

/// The sums of a row that a column of totals has: those of its years, if it names some.
fn of_total(table: &Table<'_>, total: &Spec, sums: &[(usize, Sums)]) -> Vec<(usize, Sums)> {
    let is_in = |column: usize| match &total.map.period {
        Some(period) => table.specs.get(column).is_some_and(|spec| is_within(spec, period)),
        None => true,
    };
    sums.iter().filter(|(column, _)| is_in(*column)).cloned().collect()
}

/// What the columns of totals have in a row of data, to be compared with the total of their column; where a cell is blank, the sums of the row.
pub(super) fn row_totals(table: &Table<'_>, row: &Row, sums: &[(usize, Sums)]) -> Vec<(usize, Sums)> {
    let unit = sums.first().and_then(|(_, sums)| sums.amounts.first()?.unit.clone());
    let columns = table.specs.iter().filter(|spec| is_row_total(spec));
    let mut found = Vec::new();
    for spec in columns.filter(|_| !sums.is_empty()) {
        let Some(cell) = table.grid.own(row.index, spec.index).filter(|cell| !cell.is_blank()) else {
            let own = of_total(table, spec, sums).into_iter();
            found.extend(own.map(|(_, sums)| (spec.index, sums)));
            continue;
        };
        let address = Address::of(row.index, spec.index);
        let context = table.context(Some(&table.in_scale(spec)), None, None);
        if let Figure::Sums(mut total) = figure(cell, address, &context, table.measures) {
            for amount in &mut total.amounts {
                amount.unit = amount.unit.take().or(unit.clone());
            }
            found.push((spec.index, total));
        }
    }
    found
}

impl Reading<'_> {
    /// Tells a total in a column of its own that is not the sum of its row.
    pub(super) fn across(&mut self, table: &Table<'_>, row: &Row, sums: &[(usize, Sums)]) {
        self.currencies.add(sums);
        for spec in row
            .filled
            .iter()
            .filter_map(|column| table.specs.get(*column))
            .filter(|spec| is_row_total(spec))
        {
            let address = Address::of(row.index, spec.index);
            let Some(cell) = table.grid.own(row.index, spec.index) else {
                continue;
            };
            let sums = of_total(table, spec, sums);
            let compared =
                |spec: &Spec| match figure(cell, address, &table.context(Some(spec), None, None), table.measures) {
                    Figure::Sums(total) => Some(total::across(&total, &sums)),
                    _ => None,
                };
            let scales = table.specs.iter().filter(|other| other.role() == Role::Amount);
            let mut scaled = scales.filter_map(|other| other.map.scale).map(|scale| {
                let mut spec = spec.clone();
                spec.map.scale = spec.map.scale.or(Some(scale));
                compared(&spec)
            });
            if let Some(Outcome::Differs(sum)) = compared(spec)
                && !scaled.any(|outcome| outcome == Some(Outcome::Agrees))
            {
                let text = cell.text.trim();
                self.understood.notes.push(Note::at(
                    address,
                    format!("The total {text} in {address} is not the sum of its row, which is {sum}."),
                ));
                self.refuse(
                    vec![address],
                    &format!("a total, which is not the sum of its row: that is {sum}"),
                );
            }
        }
    }

    /// Leaves a row whose name calls it a sum or a mean, and whose figures are that of the rows above.
    pub(super) fn summed(&mut self, table: &Table<'_>, row: &Row, called: &SumsUp, totals: &mut Totals) {
        if !called.is_mean {
            self.row_totals_below(table, row, called, totals);
        }
        totals.begin();
        for column in &row.filled {
            let spec = table.specs.get(*column);
            let is_sum = spec.is_some_and(|spec| spec.role() == Role::Amount);
            if !called.is_mean && spec.is_some_and(is_row_total) {
                continue;
            }
            let reason = match (is_sum, called.is_mean) {
                (false, _) => not_compared(table, row, *column),
                (true, false) => "a total, which is the sum of its rows",
                (true, true) => "the sum or the mean of the rows above",
            };
            self.refuse(vec![Address::of(row.index, *column)], reason);
        }
    }

    pub(super) fn total(&mut self, table: &Table<'_>, row: &Row, (all, of): (bool, &str), totals: &mut Totals) {
        let outcomes = totals.compare(table, row.index, (all, of), &|spec| {
            spec.role() == Role::Amount || is_row_total(spec)
        });
        for column in &row.filled {
            let address = Address::of(row.index, *column);
            let outcome = outcomes
                .iter()
                .find(|(known, _)| *known == address)
                .map(|(_, outcome)| outcome);
            match outcome {
                None => self.refuse(vec![address], not_compared(table, row, *column)),
                Some(outcome) => self.compared(table, address, outcome),
            }
        }
    }

    /// Compares the columns of totals in a row that sums others up.
    fn row_totals_below(&mut self, table: &Table<'_>, row: &Row, called: &SumsUp, totals: &mut Totals) {
        let of = (called.of.is_empty(), called.of.as_str());
        for (address, outcome) in totals.compare(table, row.index, of, &is_row_total) {
            self.compared(table, address, &outcome);
        }
    }

    /// Takes down how a total compares.
    fn compared(&mut self, table: &Table<'_>, address: Address, outcome: &Outcome) {
        let text = table.grid.sheet.cell(address).map_or("", |cell| cell.text.trim());
        let reason = match outcome {
            Outcome::Agrees => "a total, which is the sum of its rows".to_owned(),
            Outcome::Open(why) => format!("a total, not compared: {why}"),
            Outcome::Differs(sum) if sum.is_empty() => {
                self.understood.notes.push(Note::at(
                    address,
                    format!(
                        "The total {text} in {address} is not the sum of its rows, among them sums of natural persons, which are not shown."
                    ),
                ));
                "a total, which is not the sum of its rows".to_owned()
            }
            Outcome::Differs(sum) => {
                self.understood.notes.push(Note::at(
                    address,
                    format!("The total {text} in {address} is not the sum of its rows, which is {sum}."),
                ));
                format!("a total, which is not the sum of its rows: that is {sum}")
            }
        };
        self.refuse(vec![address], &reason);
    }
}

/// Why a cell of a row of totals is not taken that was compared with nothing: words, or a number in a column of none.
fn not_compared(table: &Table<'_>, row: &Row, column: usize) -> &'static str {
    let is_number = table.grid.own(row.index, column).is_some_and(|cell| match cell.value {
        Value::Number { .. } => true,
        _ => number(&cell.text, None, table.measures).is_some(),
    });
    if is_number {
        "it stands in a row of totals, and is compared with nothing"
    } else {
        "a total is compared with its rows, and not taken"
    }
}
