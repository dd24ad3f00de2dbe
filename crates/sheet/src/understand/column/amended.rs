//! Columns of figures that replace those of another column of their row: `Award`, `Amended to`.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::LISTS;

use super::super::heading::without_brackets;
use super::Spec;

/// Takes such columns beside the sums that they replace: the last before them that were not asked for, else the first behind them.
pub(super) fn take(specs: &mut [Spec]) {
    let is_amended = |spec: &Spec| {
        let is_figure = spec.kinds.all > 0 && spec.kinds.most(spec.kinds.numbers);
        let bare = without_brackets(&spec.heading.text);
        is_figure && spec.basis != Basis::Map && LISTS.whole("amended", &bare).is_some()
    };
    let found: Vec<usize> = specs
        .iter()
        .filter(|spec| is_amended(spec))
        .map(|spec| spec.index)
        .collect();
    for index in found {
        let is_sum = |spec: &&Spec| {
            let is_asked = matches!(
                spec.map.stage.as_deref(),
                Some("called-for" | "wished" | "proposed" | "received")
            );
            spec.role() == Role::Amount && spec.index != index && !is_asked && !spec.said.is_cost && !is_amended(spec)
        };
        let before = specs.iter().take(index).rev().find(is_sum);
        let Some(original) = before.or_else(|| specs.iter().skip(index).find(is_sum)) else {
            continue;
        };
        let (heading, own) = (original.heading.text.clone(), original.map.clone());
        let Some(spec) = specs.get_mut(index) else { continue };
        if spec.map.role != Role::Amount {
            spec.map.unit = spec.said.measure.as_ref().and_then(|measure| measure.unit.clone());
            spec.map.scale = spec
                .said
                .measure
                .as_ref()
                .map(|measure| measure.scale)
                .filter(|scale| *scale > 0);
        }
        spec.map.role = Role::Amount;
        spec.basis = Basis::Heading;
        spec.map.stage = own.stage;
        spec.map.period = spec.map.period.take().or(own.period);
        spec.map.payer = own.payer;
        spec.map.recipient = own.recipient;
        spec.map.replaces = Some(heading);
    }
}
