//! Columns of budgets beside those of accounts: `Budget 2023` is what was planned, `Comptes 2023` what was spent.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::LISTS;

use super::Spec;

/// Gives both their stages, where a table has both and their headings say no other. One kind alone says nothing of its stage, unless
/// a column of the same time says the other in other words: `Budget 2023` beside `Paid 2023`.
pub(super) fn take(specs: &mut [Spec]) {
    let stage = |spec: &Spec| -> Option<&'static str> {
        let is_open = spec.role() == Role::Amount && spec.basis != Basis::Map && spec.map.stage.is_none();
        let found = LISTS.within("budget-or-account", &spec.heading.text);
        found.first().filter(|_| is_open).map(|found| found.value)
    };
    let found: Vec<(usize, &'static str)> = specs
        .iter()
        .filter_map(|spec| Some((spec.index, stage(spec)?)))
        .collect();
    let is_both = found
        .iter()
        .any(|(_, stage)| Some(stage) != found.first().map(|(_, first)| first));
    let period = |index: usize| specs.get(index).and_then(|spec| spec.map.period.clone());
    let is_beside_other = |(index, stage): &(usize, &'static str)| {
        let is_other = |spec: &Spec| match spec.map.stage.as_deref() {
            Some("received") => *stage == "planned",
            Some("planned") => *stage == "received",
            _ => false,
        };
        let of_time = |spec: &&Spec| spec.role() == Role::Amount && spec.map.period == period(*index);
        specs.iter().filter(of_time).any(is_other)
    };
    let told: Vec<(usize, &'static str)> = found
        .into_iter()
        .filter(|one| is_both || is_beside_other(one))
        .collect();
    for (index, stage) in told {
        if let Some(spec) = specs.get_mut(index) {
            spec.map.stage = Some(stage.to_owned());
        }
    }
}
