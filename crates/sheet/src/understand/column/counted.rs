//! Columns of what is counted or measured: `Doses pledged`, `Jobs created`, `Road (km)`. Their figures are no money.

use crate::map::Role;
use crate::understood::Basis;
use crate::words::{LISTS, words};

use super::super::date;
use super::super::heading::without_brackets;
use super::Spec;

/// The most words before what is counted that say which: `R21 vaccine doses`.
const WHICH: usize = 2;

/// Leaves such columns out.
pub(super) fn take(specs: &mut [Spec]) {
    for spec in specs.iter_mut().filter(|spec| counts(spec)) {
        let bare = crate::map::ColumnMap::new(spec.map.heading.clone(), Role::Ignored);
        spec.map = crate::map::ColumnMap {
            occurrence: spec.map.occurrence,
            ..bare
        };
        spec.basis = Basis::Heading;
        spec.ignored = Some("its figures count or measure things, and are no money".to_owned());
    }
}

/// Whether a column has figures, and its heading says that they count something; not where the heading or a cell says that it is money.
fn counts(spec: &Spec) -> bool {
    let (said, kinds) = (&spec.said, &spec.kinds);
    let has_currency = said.measure.as_ref().is_some_and(|measure| measure.unit.is_some());
    let is_figures = kinds.numbers > 0 && kinds.most(kinds.numbers) && kinds.money + kinds.shares == 0;
    let is_open = spec.basis != Basis::Map && !has_currency && !said.is_body && !said.is_cost && !said.is_total;
    let heading = &spec.heading.text;
    is_open && is_figures && LISTS.within("of-money", heading).is_empty() && (has_unit(heading) || names_things(spec))
}

/// Whether a heading has a unit of things in brackets: `Road (km)`.
fn has_unit(heading: &str) -> bool {
    let mut inner = heading
        .split(['(', '['])
        .skip(1)
        .filter_map(|part| part.split([')', ']']).next());
    inner.any(|inner| LISTS.whole("counted-unit", inner).is_some())
}

/// Whether a heading names what is counted, and nothing else but which, and at which stage.
fn names_things(spec: &Spec) -> bool {
    let all = words(&without_brackets(&spec.heading.text));
    let is_counted_first = LISTS.at(&["count-lead"], &all, 0).is_some();
    let is_open = match spec.said.role {
        None | Some(Role::Amount | Role::Stage | Role::Recipient | Role::Speaker | Role::About | Role::Ignored) => true,
        Some(_) => spec.said.is_weak || is_counted_first,
    };
    let mut at = 0;
    // `Schools` may be what a budget is for; `Schools built` are counted.
    let (mut is_named, mut is_sure, mut which) = (false, is_counted_first, 0);
    while at < all.len() {
        let phrase = |sections: &[&'static str]| LISTS.at(sections, &all, at);
        if let Some((count, found)) = phrase(&["counted"]) {
            (is_named, at) = (true, at + count);
            is_sure |= found.iter().any(|(_, value)| *value != "perhaps");
        } else if let Some((count, found)) = phrase(&["counted-beside", "count-lead", "stage", "stage-heading"]) {
            at += count;
            is_sure |= found.iter().any(|(_, value)| *value == "done");
        } else if all.get(at).is_some_and(|word| date::year(word).is_some()) {
            at += 1;
        } else {
            let is_link = all
                .get(at)
                .is_some_and(|word| LISTS.whole("count-link", word).is_some());
            which += 1;
            if is_named || is_link || which > WHICH {
                return false;
            }
            at += 1;
        }
    }
    is_open && is_named && is_sure
}
