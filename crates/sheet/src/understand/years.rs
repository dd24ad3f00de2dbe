//! Columns in which `2009-10` is a year that begins in 2009, and no month.

use hashbrown::HashSet;

use crate::map::Role;
use crate::words::LISTS;
use crate::workbook::Value;

use super::column::Spec;
use super::date;
use super::grid::Grid;
use super::layout::Layout;

/// The columns of dates whose cells such as `2009-10` and `2004/05` are two years, as their heading or their neighbours tell: `2012-13` is
/// no month, and `2009-04` no year.
pub(super) fn columns(grid: &Grid<'_>, layout: &Layout, specs: &[Spec]) -> HashSet<usize> {
    let is_date = |role: Role| matches!(role, Role::When | Role::Period | Role::PeriodStart | Role::PeriodEnd);
    let dates = specs.iter().filter(|spec| is_date(spec.role()));
    dates
        .filter(|spec| are_years(grid, layout, spec))
        .map(|spec| spec.index)
        .collect()
}

fn are_years(grid: &Grid<'_>, layout: &Layout, spec: &Spec) -> bool {
    let cells = (layout.header.end..grid.height()).filter_map(|row| grid.own(row, spec.index));
    let texts = cells
        .filter(|cell| cell.value == Value::Text)
        .map(|cell| cell.text.trim());
    let (mut years, mut sure, mut months) = (HashSet::new(), false, false);
    for text in texts {
        let months_of =
            date::date(text, crate::map::DateOrder::DayFirst).filter(|date| date.iso.len() == "2009-10".len());
        match (date::two_years(text), months_of) {
            (Some(two), month) => {
                years.insert(two);
                sure |= month.is_none();
            }
            (None, Some(_)) => months = true,
            (None, None) => {}
        }
    }
    let is_named = !LISTS.within("year-heading", &spec.heading.text).is_empty() && spec.role() != Role::When;
    let are_alike = spec.role() == Role::Period && years.len() > 1;
    !years.is_empty() && (is_named || !months && (sure || are_alike))
}
