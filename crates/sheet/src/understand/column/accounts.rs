//! Columns of budgets beside those of accounts: `Budget 2023` is what was planned, `Comptes 2023` what was spent.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::LISTS;

use super::Spec;

/// Gives both their stages, where a table has both and their headings say no other. One kind alone says nothing of its stage.
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
    for (index, stage) in found.into_iter().filter(|_| is_both) {
        if let Some(spec) = specs.get_mut(index) {
            spec.map.stage = Some(stage.to_owned());
        }
    }
}
