//! Columns of ceilings beside those of sums: `Framework ceiling`, `Montant maximal autorisé`. They commit nobody to pay so much.

use crate::map::Role;
use crate::understood::{Basis, Doubt};
use crate::words::LISTS;

use super::super::heading::without_brackets;
use super::Spec;
use super::set_aside::{Aside, leave_out};

/// Leaves such columns out beside those of sums, and asks.
pub(super) fn take(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let is_named = |spec: &Spec| {
        !LISTS
            .within("ceiling-heading", &without_brackets(&spec.heading.text))
            .is_empty()
    };
    let is_open = |spec: &Spec| {
        let is_role = matches!(spec.role(), Role::Amount | Role::Maximum) || spec.basis == Basis::Unknown;
        spec.basis != Basis::Map && is_role && spec.kinds.most(spec.kinds.numbers) && is_named(spec)
    };
    let aside = Aside {
        is_so: &is_open,
        is_sum: &|_| true,
        reason: "a ceiling, up to which nobody has to pay",
        question: &|label| format!("{label} has ceilings. Are they sums where their row has no other?"),
        answers: ["no: they are not taken", "yes, as upper bounds, which count in totals"],
        role: Role::Maximum,
    };
    leave_out(specs, &aside, doubts);
}
