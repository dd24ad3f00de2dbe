//! Columns of units: the currency of each row, and its scale.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::LISTS;

use super::super::heading::last_of;
use super::Spec;

/// Takes a column for that of the currencies, if no other is, and all its cells are currencies with or without a scale
/// (`M€`, `k€`), or scales where the heading says so (`Unité`).
pub(super) fn take(specs: &mut [Spec]) {
    if specs.iter().any(|spec| spec.role() == Role::Currency) {
        return;
    }
    let is_of = |spec: &&mut Spec| {
        let kinds = &spec.kinds;
        let is_called = LISTS.whole("unit-lead", last_of(&spec.heading.text)).is_some();
        let count = kinds.currencies + if is_called { kinds.scales } else { 0 };
        // A column of one letter, `F`, may be much else.
        let is_named = is_called || spec.samples.iter().any(|text| text != "F");
        spec.basis == Basis::Unknown && count > 0 && count == kinds.all && is_named
    };
    if let Some(spec) = specs.iter_mut().find(is_of) {
        spec.map.role = Role::Currency;
        spec.basis = Basis::Values;
    }
}
