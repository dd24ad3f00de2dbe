//! Columns of figures that replace those of another column of their row: `Award`, `Amended to`; `Original pledge`, `Revised pledge`.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::{Found, LISTS, words};

use super::super::heading::without_brackets;
use super::Spec;

/// Takes such columns beside the sums that they replace: the last before them that were not asked for, else the first behind them.
pub(super) fn take(specs: &mut [Spec]) {
    let is_amended = |spec: &Spec| {
        let is_figure = spec.kinds.all > 0 && spec.kinds.most(spec.kinds.numbers);
        let bare = without_brackets(&spec.heading.text);
        let is_named = || LISTS.whole("amended", &bare).is_some() || original_of(specs, spec.index).is_some();
        is_figure && spec.basis != Basis::Map && is_named()
    };
    let found: Vec<usize> = specs
        .iter()
        .filter(|spec| is_amended(spec))
        .map(|spec| spec.index)
        .collect();
    for index in found.iter().copied() {
        let is_sum = |spec: &&Spec| {
            let is_asked = matches!(
                spec.map.stage.as_deref(),
                Some("called-for" | "wished" | "proposed" | "received")
            );
            spec.role() == Role::Amount
                && spec.index != index
                && !is_asked
                && !spec.said.is_cost
                && !found.contains(&spec.index)
                && !is_difference(spec)
        };
        let own = specs
            .get(index)
            .map(|spec| taxes(&spec.heading.text))
            .unwrap_or_default();
        let is_alike = |spec: &&Spec| is_sum(spec) && taxes(&spec.heading.text) == own;
        let mut all_before = specs.iter().take(index).rev();
        let before = all_before.clone().find(is_alike).or_else(|| all_before.find(is_sum));
        let named = original_of(specs, index).and_then(|original| specs.get(original));
        let before = named.filter(|spec| is_sum(spec)).or(before);
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
    if !found.is_empty() {
        leave_differences(specs);
    }
}

/// The words of a heading that tell whether taxes are in its sums: `HT`, `TTC`.
fn taxes(heading: &str) -> Vec<String> {
    let all = words(heading);
    let of_tax = all
        .iter()
        .filter(|word| matches!(word.as_str(), "ht" | "ttc" | "vat" | "tva"));
    of_tax.cloned().collect()
}

/// Whether a heading says that its figures are by how much a sum changed.
fn is_difference(spec: &Spec) -> bool {
    !LISTS
        .within("difference", &without_brackets(&spec.heading.text))
        .is_empty()
}

/// Leaves out columns that say by how much a sum became another, which a column beside them has: `Extension value`, `Avenants HT`.
fn leave_differences(specs: &mut [Spec]) {
    let is_left = |spec: &Spec| {
        let is_open = spec.basis != Basis::Map && spec.map.replaces.is_none();
        is_open && spec.role() == Role::Amount && is_difference(spec)
    };
    let has_new = specs.iter().any(|spec| spec.map.replaces.is_some());
    for spec in specs.iter_mut().filter(|spec| has_new && is_left(spec)) {
        spec.map.role = Role::Ignored;
        spec.ignored = Some("by how much a sum changed, which another column has as a whole".to_owned());
    }
}

/// The column whose figures those of another replace, as both headings say: `Pledge` of `Revised pledge`, `Montant initial` of `Montant
/// révisé`.
fn original_of(specs: &[Spec], index: usize) -> Option<usize> {
    let (how, rest) = without(&specs.get(index)?.heading.text, "revised")?;
    let is_it = |spec: &&Spec| {
        let first = without(&spec.heading.text, "first-sum");
        let is_first = first.is_some_and(|(_, bare)| bare == rest);
        let is_bare = || how == "always" && bare(&spec.heading.text) == rest;
        spec.index != index && spec.role() == Role::Amount && (is_first || is_bare())
    };
    specs.iter().find(is_it).map(|spec| spec.index)
}

/// The words of a heading without one word of a list, which stands at its beginning or end, with its value.
fn without(heading: &str, list: &str) -> Option<(&'static str, Vec<String>)> {
    let all = bare(heading);
    let found = LISTS.within(list, &all.join(" "));
    let is_edge = |found: &&Found<&'static str>| found.start == 0 || found.start + found.words == all.len();
    let found = found.iter().find(is_edge)?;
    let is_rest = |at: usize| at < found.start || at >= found.start + found.words;
    let rest: Vec<String> = (0..all.len())
        .filter(|at| is_rest(*at))
        .filter_map(|at| all.get(at).cloned())
        .filter(|word| word != "total")
        .collect();
    (!rest.is_empty()).then_some((found.value, rest))
}

/// The words of a heading without what stands in brackets.
fn bare(heading: &str) -> Vec<String> {
    words(&without_brackets(heading)).to_vec()
}
