//! Columns of units: the currency of each row, and its scale.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::LISTS;

use super::super::heading::last_of;
use super::Spec;

/// Takes a column for that of the currencies, if no other is, and all its cells are currencies with or without a scale
/// (`M€`, `k€`), or scales where the heading says so (`Unité`): such a column also beside one of currencies (`Devise`).
pub(super) fn take(specs: &mut [Spec]) {
    let has_one = specs.iter().any(|spec| spec.role() == Role::Currency);
    let is_of = |spec: &&mut Spec| {
        let kinds = &spec.kinds;
        let is_called = is_unit(spec);
        let count = kinds.currencies + if is_called { kinds.scales } else { 0 };
        // A column of one letter, `F`, may be much else.
        let is_named = is_called || spec.samples.iter().any(|text| text != "F");
        spec.basis == Basis::Unknown && (is_called || !has_one) && count > 0 && count == kinds.all && is_named
    };
    if let Some(spec) = specs.iter_mut().find(is_of) {
        spec.map.role = Role::Currency;
        spec.basis = Basis::Values;
    }
}

/// Whether a heading says that cells have the unit of figures, with their scale: `Unité`.
pub(in crate::understand) fn is_unit(spec: &Spec) -> bool {
    LISTS.whole("unit-lead", last_of(&spec.heading.text)).is_some()
}
