//! Columns that are called shares and have money: `Share (EUR)`, `Part UE (€)`.

use crate::map::{DecimalMark, Role};
use crate::understood::Basis;
use text::Decimal;

use super::super::measures::Measures;
use super::super::number::number;
use super::{Spec, tell_figures};

/// Takes such columns for sums: their heading or their cells name a currency, or they are no percentages.
pub(super) fn take(specs: &mut [Spec], measures: &Measures) {
    let mut found: Option<String> = None;
    let is_share = |spec: &&mut Spec| spec.role() == Role::Share && spec.basis != Basis::Map;
    for spec in specs.iter_mut().filter(is_share) {
        if is_money(spec, measures) {
            spec.map.role = Role::Amount;
            found = found.or_else(|| Some(spec.label()));
            // Beside another sum, that one counts until somebody says otherwise.
            spec.said.is_weak = true;
            tell_figures(&mut spec.map, &spec.said);
            // `Share` is a part of the money here, and no share of a company.
            spec.map.instrument = spec.map.instrument.take().filter(|form| form != "equity");
        }
    }
    let Some(found) = found else { return };
    // `Total (EUR)` beside `Share (EUR)` is no sum of its row: it stands in the rows of all who share it.
    let is_whole = |spec: &&mut Spec| spec.role() == Role::Amount && spec.said.is_total && spec.basis != Basis::Map;
    for spec in specs.iter_mut().filter(is_whole) {
        spec.map.role = Role::Ignored;
        spec.said.is_total = false;
        spec.ignored = Some(format!("the whole of which {found} has the shares"));
    }
}

fn is_money(spec: &Spec, measures: &Measures) -> bool {
    let (said, kinds) = (&spec.said, &spec.kinds);
    let unit = said.measure.as_ref().and_then(|measure| measure.unit.as_deref());
    let is_rate = unit == Some("%") || spec.heading.text.contains('%') || kinds.shares > 0;
    let is_over = |text: &&String| {
        let read = number(text, Some(DecimalMark::Comma), measures).or_else(|| number(text, None, measures));
        read.is_some_and(|read| read.value > Decimal::from(100))
    };
    let over = spec.samples.iter().filter(is_over).count();
    let is_great = kinds.most(kinds.numbers) && 2 * over > spec.samples.len();
    !is_rate && (unit.is_some() || kinds.most(kinds.money) || is_great)
}
