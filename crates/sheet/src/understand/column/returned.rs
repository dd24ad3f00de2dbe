//! Columns of money that came back (`Montant récupéré`, `Amount repaid`): no further sum that the same payer gives to the same recipient.

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::LISTS;

use super::super::heading::without_brackets;
use super::Spec;

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
    let has_sum = specs
        .iter()
        .any(|spec| spec.role() == Role::Amount && spec.kinds.all > 0 && !(is_open(spec) || is_returned(spec)));
    for spec in specs.iter_mut().filter(|spec| is_open(spec)).filter(|_| has_sum) {
        let sum = ColumnMap {
            role: Role::Amount,
            stage: None,
            ..spec.map.clone()
        };
        spec.map.role = Role::Ignored;
        spec.ignored = Some("money that came back, which is no further sum to who receives it".to_owned());
        doubts.push(Doubt {
            address: spec.heading.cells.first().copied(),
            question: format!("What does {} say?", spec.label()),
            choices: vec![
                Choice {
                    label: "money that came back: it is not taken".to_owned(),
                    change: Change::Nothing,
                },
                Choice {
                    label: "a further sum that was given".to_owned(),
                    change: Change::Column(sum),
                },
            ],
        });
    }
}
