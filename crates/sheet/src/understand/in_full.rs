//! Columns of bare numbers below a heading that gives a scale, which are sums in full: one of them for certain, or all by their look.

use hashbrown::HashMap;
use text::Decimal;

use crate::map::Role;
use crate::workbook::{Address, Note, Value};

use super::Reading;
use super::column::Spec;
use super::decided::Table;
use super::figure::digits;
use super::grid::Grid;
use super::measures::Measures;
use super::number::number;
use super::table::{Kind, Row};

/// From which number on one that stands alone below millions may be in full: a million.
const FULL: u128 = 1_000_000;

/// From which number on those beside it are in full, too: ten thousand millions, and a hundred thousand thousands.
const LONG: u128 = 10_000;
const SEEN: u128 = 100_000;

/// The least of these: a thousand millions may be a sum.
const PLAIN: u128 = 1_000;

/// The scales of headings: thousands, millions.
const THOUSANDS: u32 = 3;
const MILLIONS: u32 = 6;

/// By how many digits a number in full is longer than most below thousands, and those beside it.
const LONGER: u32 = 3;

/// The fewest figures that tell the look of their column.
const FEWEST: usize = 2;

/// The bare numbers of a column, which have neither currency nor scale.
fn bare(
    grid: &Grid<'_>,
    rows: &[Row],
    column: usize,
    table: (&Measures, Option<crate::map::DecimalMark>),
) -> Vec<Decimal> {
    let (measures, mark) = table;
    let data = rows.iter().filter(|row| row.kind == Kind::Data);
    let values = data.filter_map(|row| {
        let cell = grid.own(row.index, column)?;
        match &cell.value {
            Value::Number {
                number,
                unit: None,
                scale: None,
            } => Some(*number),
            Value::Text => {
                let read = number(cell.text.trim(), mark, measures)?;
                read.unit.is_empty().then_some(read.value)
            }
            _ => None,
        }
    });
    values.filter(|value| *value != Decimal::from(0)).collect()
}

/// From which number on the bare numbers of a column are sums in full, since one of them is that for certain.
fn from(values: &[Decimal], scale: u32, usual: usize) -> Option<Decimal> {
    let longest = values.iter().map(|value| digits(*value)).max()?;
    let has_full = values.iter().any(|value| value.reaches(FULL));
    let is_longer = longest >= usual + LONGER as usize;
    if !has_full || scale < MILLIONS && !is_longer {
        return None;
    }
    let bound = |least: u128| i64::try_from(least).ok().map(Decimal::from);
    if scale >= MILLIONS {
        let greatest = values
            .iter()
            .max()
            .and_then(|greatest| greatest.shifted_down(THOUSANDS))?;
        let (least, most) = (bound(PLAIN)?, bound(LONG)?);
        // A thousand times the greatest sum in full is none beside it.
        return Some(greatest.max(least).min(most));
    }
    let digits = u32::try_from(usual).ok()?.checked_add(LONGER - 2)?;
    bound(SEEN.max(10_u128.checked_pow(digits)?))
}

/// Whether all numbers of a column look as if they were in full: whole thousands of five digits or more.
fn looks_full(values: &[Decimal]) -> bool {
    let is_round =
        |value: &Decimal| value.reaches(LONG) && value.shifted_down(THOUSANDS).is_some_and(|rest| rest.decimals() == 0);
    values.len() >= FEWEST && values.iter().all(is_round)
}

/// The columns of sums below a scale in which bare numbers are in full from a bound on, as one of them is for certain; and those all of whose
/// numbers look so.
pub(super) fn columns(grid: &Grid<'_>, rows: &[Row], table: &Table<'_>) -> (HashMap<usize, Decimal>, Vec<usize>) {
    let (mut bounds, mut look) = (HashMap::new(), Vec::new());
    let is_sum = |spec: &&Spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum);
    let mut has_other = false;
    for spec in table.specs.iter().filter(is_sum) {
        let scale = table.context(Some(spec), None, None).scale;
        if scale < THOUSANDS {
            continue;
        }
        let values = bare(grid, rows, spec.index, (table.measures, table.map.decimal_mark));
        match from(&values, scale, spec.digits.unwrap_or_default()) {
            Some(bound) => {
                bounds.insert(spec.index, bound);
            }
            None if looks_full(&values) => look.push(spec.index),
            None => has_other |= values.len() >= FEWEST,
        }
    }
    // Beside another column in that scale it is by chance that all are round.
    if has_other {
        look.clear();
    }
    (bounds, look)
}

impl Reading<'_> {
    /// Tells the columns all of whose figures look as if they were in full, and are multiplied as their heading says.
    pub(super) fn tell_look(&mut self, grid: &Grid<'_>, rows: &[Row], (specs, columns): (&[Spec], &[usize])) {
        for spec in specs.iter().filter(|spec| columns.contains(&spec.index)) {
            let data = rows.iter().filter(|row| row.kind == Kind::Data);
            let mut cells = data.filter(|row| !grid.text(row.index, spec.index).is_empty());
            let Some(first) = cells.next() else { continue };
            let text = format!(
                "All figures below {} are whole thousands of five digits or more (`{}`), and are read in the scale of the heading. If they are \
                 in full, write `scale = 0` at that column into the map, or take the scale out of the heading.",
                spec.label(),
                grid.text(first.index, spec.index)
            );
            self.understood
                .notes
                .push(Note::at(Address::of(first.index, spec.index), text));
        }
    }
}
