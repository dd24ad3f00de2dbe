//! Columns of sums in one currency each, of which a row fills one: `Pledged USD`, `Pledged EUR`, `Pledged GBP`.

use hashbrown::HashSet;

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Choice, Doubt};
use crate::words::LISTS;

use super::super::grid::Grid;
use super::Spec;

/// Asks whether such columns have sums of their own, which they are taken for; whether the columns are such.
pub(super) fn ask(of_group: &[&Spec], (grid, rows): (&Grid<'_>, &[usize]), doubts: &mut Vec<Doubt>) -> bool {
    let unit = |spec: &&Spec| spec.said.measure.as_ref().and_then(|measure| measure.unit.clone());
    let units: HashSet<String> = of_group.iter().filter_map(unit).filter(|unit| unit != "%").collect();
    let filled = |row: &usize| {
        let is_filled = |spec: &&&Spec| !LISTS.is_empty_word(grid.text(*row, spec.index));
        of_group.iter().filter(is_filled).count()
    };
    let used = |spec: &&Spec| spec.kinds.numbers > 0;
    let is_apart = rows.iter().all(|row| filled(row) < 2);
    let Some(first) = of_group.first() else { return false };
    if of_group.len() < 2
        || units.len() < of_group.len()
        || !is_apart
        || of_group.iter().filter(|spec| used(spec)).count() < 2
    {
        return false;
    }
    let names: Vec<String> = of_group.iter().map(|spec| spec.label()).collect();
    let mut choices = vec![Choice {
        label: "yes, sums of their own".to_owned(),
        change: Change::Nothing,
    }];
    choices.extend(of_group.iter().map(|spec| Choice {
        label: format!("no, leave {} out", spec.label()),
        change: Change::Column(ColumnMap {
            role: Role::Ignored,
            ..spec.map.clone()
        }),
    }));
    doubts.push(Doubt {
        address: first.heading.cells.first().copied(),
        question: format!(
            "The columns {} have sums in a currency each, and no row fills two of them. Are these sums of their own?",
            names.join(", ")
        ),
        choices,
    });
    true
}
