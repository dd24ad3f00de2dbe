//! Columns that have the sums of another in another currency: `Pledge` with `NOK 850m`, and `USD` with 80,000,000.

use hashbrown::HashSet;

use crate::map::{Change, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::{LISTS, words};

use super::super::grid::Grid;
use super::super::measures::Measures;
use super::super::number::number;
use super::Spec;

/// Leaves such columns out until somebody says that they are sums of their own.
pub(super) fn take(
    specs: &mut [Spec],
    (grid, rows): (&Grid<'_>, &[usize]),
    measures: &Measures,
    doubts: &mut Vec<Doubt>,
) {
    // Of two that may be each other's, the first one counts.
    let mut asked = Vec::new();
    for index in (0..specs.len()).rev() {
        let original = specs.get(index).and_then(|spec| {
            let unit = only_unit(spec, measures)?;
            let is_it =
                |other: &&Spec| other.index != index && is_of(other, (spec, unit), specs, (grid, rows), measures);
            specs.iter().find(is_it).map(Spec::label)
        });
        let Some(original) = original else { continue };
        let Some(spec) = specs.get_mut(index) else { continue };
        let own = spec.map.clone();
        spec.map.role = Role::Ignored;
        spec.ignored = Some(format!("what {original} has, in another currency"));
        asked.push(Doubt {
            address: spec.heading.cells.first().copied(),
            question: format!("What does {} have?", spec.label()),
            choices: vec![
                Choice {
                    label: format!("what {original} has, in another currency: it is not counted again"),
                    change: Change::Nothing,
                },
                Choice {
                    label: "sums of their own".to_owned(),
                    change: Change::Column(own),
                },
            ],
        });
    }
    doubts.extend(asked.into_iter().rev());
}

/// The currency of a column of sums whose heading says nothing else of them.
fn only_unit<'s>(spec: &'s Spec, measures: &Measures) -> Option<&'s str> {
    let said = &spec.said;
    let unit = said.measure.as_ref()?.unit.as_deref().filter(|unit| *unit != "%")?;
    let map = &spec.map;
    let is_bare = map.stage.is_none() && map.period.is_none() && map.instrument.is_none() && map.replaces.is_none();
    let is_sum = spec.role() == Role::Amount && spec.basis != Basis::Map && map.payer.is_none();
    let is_unit = |text: &str| measures.of(text).is_some() || LISTS.whole("conversion", text).is_some();
    let heading = spec.heading.text.replace(['(', ')', '[', ']', ',', ':', '.'], " ");
    let bare: Vec<&str> = heading.split_whitespace().collect();
    let says_only_that = bare.iter().all(|word| is_unit(word)) || names_it(&heading);
    (is_sum && is_bare && !said.is_cost && says_only_that).then_some(unit)
}

/// Whether a heading begins or ends with a word for a conversion: `USD equivalent`, `Contre-valeur en euros`.
fn names_it(heading: &str) -> bool {
    let all = words(heading);
    let found = LISTS.within("converted", heading);
    found
        .iter()
        .any(|found| found.start < 2 || found.start + found.words == all.len())
}

/// Whether a column has the sums that another gives in its currency: rows have both, and in some the currencies differ.
fn is_of(
    original: &Spec,
    (converted, unit): (&Spec, &str),
    specs: &[Spec],
    (grid, rows): (&Grid<'_>, &[usize]),
    measures: &Measures,
) -> bool {
    if original.role() != Role::Amount || original.said.is_cost || original.said.is_total {
        return false;
    }
    let has_column = specs.iter().any(|spec| spec.role() == Role::Currency);
    let of_heading = original
        .said
        .measure
        .as_ref()
        .and_then(|measure| measure.unit.as_deref());
    let is_filled = |row: usize, spec: &Spec| !LISTS.is_empty_word(grid.text(row, spec.index));
    let filled: Vec<usize> = rows.iter().copied().filter(|row| is_filled(*row, converted)).collect();
    let both: Vec<usize> = filled.iter().copied().filter(|row| is_filled(*row, original)).collect();
    let units: HashSet<String> = both
        .iter()
        .filter_map(|row| {
            let text = grid.text(*row, original.index);
            number(text, None, measures)?.unit.unit
        })
        .collect();
    let is_other = match of_heading {
        Some(of_heading) => of_heading != unit,
        None => has_column || units.iter().any(|own| own != unit),
    };
    // Of columns of several currencies, each row fills one.
    2 * both.len() >= filled.len() && !both.is_empty() && is_other
}
