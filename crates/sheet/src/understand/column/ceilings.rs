//! Columns of ceilings beside those of sums: `Framework ceiling`, `Montant maximal autorisé`. They commit nobody to pay so much.

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::LISTS;

use super::super::heading::without_brackets;
use super::Spec;

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
    let has_sum = specs
        .iter()
        .any(|spec| spec.role() == Role::Amount && spec.kinds.all > 0 && !is_open(spec));
    for spec in specs.iter_mut().filter(|spec| is_open(spec)).filter(|_| has_sum) {
        let bound = ColumnMap {
            role: Role::Maximum,
            stage: None,
            ..spec.map.clone()
        };
        spec.map.role = Role::Ignored;
        spec.ignored = Some("a ceiling, up to which nobody has to pay".to_owned());
        doubts.push(Doubt {
            address: spec.heading.cells.first().copied(),
            question: format!(
                "{} has ceilings. Are they sums where their row has no other?",
                spec.label()
            ),
            choices: vec![
                Choice {
                    label: "no: they are not taken".to_owned(),
                    change: Change::Nothing,
                },
                Choice {
                    label: "yes, as upper bounds, which count in totals".to_owned(),
                    change: Change::Column(bound),
                },
            ],
        });
    }
}
