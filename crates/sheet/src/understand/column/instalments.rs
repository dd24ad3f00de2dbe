//! Columns of instalments beside that of a sum: `Acompte`, `Solde`, `First instalment`, `Balance`.

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Basis, Choice, Doubt};

use super::Spec;

/// Takes instalments as payments, unless another column has what was paid in all, and asks about a `Solde` that stands alone: it may
/// be what remains.
pub(super) fn take(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let is_amount = |spec: &&Spec| spec.role() == Role::Amount && spec.kinds.all > 0;
    let is_instalment = |spec: &&Spec| is_amount(spec) && spec.said.instalment.is_some() && spec.basis != Basis::Map;
    let found: Vec<(usize, Option<String>)> = specs
        .iter()
        .filter(is_instalment)
        .map(|spec| (spec.index, spec.map.period.clone()))
        .collect();
    let has_first = specs
        .iter()
        .filter(is_amount)
        .any(|spec| spec.said.instalment == Some(false));
    let has_other = specs
        .iter()
        .filter(is_amount)
        .any(|spec| spec.said.instalment.is_none());
    for (index, period) in found {
        let is_whole = |spec: &&Spec| {
            let is_paid = spec.map.stage.as_deref() == Some("received") && spec.map.instrument.is_none();
            is_amount(spec) && spec.said.instalment.is_none() && is_paid && spec.map.period == period
        };
        let whole = specs.iter().find(is_whole).map(Spec::label);
        let Some(spec) = specs.get_mut(index) else { continue };
        if let Some(whole) = whole {
            spec.map.role = Role::Ignored;
            spec.ignored = Some(match spec.said.instalment {
                // `Balance` beside `Received`
                Some(true) => format!("what remains of a sum, or the last payment of {whole}"),
                _ => format!("an instalment of {whole}"),
            });
        } else if spec.said.instalment == Some(true) && has_other {
            // Behind other instalments, a `Solde` is the last of them, and a `Balance` more often what is not paid yet.
            let is_last = has_first && !text::fold::fold(&spec.heading.text).starts_with("balance");
            let paid = spec.map.clone();
            let left = ColumnMap {
                role: Role::Ignored,
                ..paid.clone()
            };
            if !is_last {
                spec.map.role = Role::Ignored;
                spec.ignored = Some("what remains of a sum, or its last payment".to_owned());
            }
            doubts.push(question(spec, (paid, left), is_last));
        }
    }
}

/// The first answer is what is taken.
fn question(spec: &Spec, (paid, left): (ColumnMap, ColumnMap), is_paid: bool) -> Doubt {
    let mut choices = vec![
        Choice {
            label: "what remains of the sum: it is not taken".to_owned(),
            change: if is_paid { Change::Column(left) } else { Change::Nothing },
        },
        Choice {
            label: "a payment".to_owned(),
            change: if is_paid { Change::Nothing } else { Change::Column(paid) },
        },
    ];
    if is_paid {
        choices.reverse();
    }
    Doubt {
        address: spec.heading.cells.first().copied(),
        question: format!("What does {} say?", spec.label()),
        choices,
    }
}
