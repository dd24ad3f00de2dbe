//! A second table beside the first, behind a blank column: its columns are none of the first one's.

use hashbrown::HashSet;
use text::fold::fold_words;

use crate::map::Role;
use crate::understood::Basis;
use crate::workbook::{Address, letters};

use super::Spec;

/// Leaves the columns behind a blank one, if headings come again there, and both sides have sums.
pub(super) fn take(specs: &mut [Spec]) -> Option<usize> {
    let is_blank = |spec: &Spec| spec.heading.text.is_empty() && spec.kinds.all == 0;
    let is_second = |at: &usize| {
        let (left, right) = specs.split_at(*at);
        let names = |specs: &[Spec]| -> HashSet<String> {
            let named = specs.iter().map(|spec| fold_words(&spec.heading.text));
            named.filter(|name| !name.is_empty()).collect()
        };
        let has_sum = |specs: &[Spec]| specs.iter().any(|spec| spec.role() == Role::Amount);
        let is_map = |specs: &[Spec]| specs.iter().any(|spec| spec.basis == Basis::Map);
        names(left).intersection(&names(right)).count() > 1 && has_sum(left) && has_sum(right) && !is_map(right)
    };
    let blank: Vec<usize> = (1..specs.len())
        .filter(|at| specs.get(*at).is_some_and(is_blank))
        .collect();
    let first = blank.into_iter().find(is_second)?;
    let begins = specs.iter().skip(first).find(|spec| !is_blank(spec))?.index;
    let column = letters(Address::of(0, begins).column);
    for spec in specs.iter_mut().skip(first).filter(|spec| spec.basis != Basis::Map) {
        spec.map.role = Role::Ignored;
        (spec.map.instrument, spec.map.period, spec.map.stage) = (None, None, None);
        spec.ignored = Some(format!(
            "another table beginning in column {column} stands beside this one"
        ));
    }
    Some(begins)
}
