//! Columns of money that came back (`Montant récupéré`, `Amount repaid`): no further sum that the same payer gives to the same recipient.

use crate::map::Role;
use crate::understood::{Basis, Doubt};
use crate::words::LISTS;

use super::super::heading::without_brackets;
use super::Spec;
use super::set_aside::{Aside, leave_out};

/// Whether a heading says that its figures are money that came back.
fn is_returned(spec: &Spec) -> bool {
    let bare = without_brackets(&spec.heading.text);
    let says = |section: &str| !LISTS.within(section, &bare).is_empty();
    says("returned") || says("returned-heading")
}

/// Leaves such columns out beside those of sums, and asks.
pub(super) fn take(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let is_figures = |spec: &Spec| spec.kinds.most(spec.kinds.numbers) && spec.kinds.dates == 0;
    let is_open = |spec: &Spec| {
        let is_role =
            matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum) || spec.basis == Basis::Unknown;
        spec.basis != Basis::Map && is_role && is_figures(spec) && is_returned(spec)
    };
    let aside = Aside {
        is_so: &is_open,
        is_sum: &|spec| !is_returned(spec),
        reason: "money that came back, which is no further sum to who receives it",
        question: &|label| format!("What does {label} say?"),
        answers: ["money that came back: it is not taken", "a further sum that was given"],
        role: Role::Amount,
    };
    leave_out(specs, &aside, doubts);
}
