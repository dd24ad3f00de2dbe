//! Columns of natural persons: by their names, and by columns of given names beside those of surnames.

use hashbrown::HashMap;

use crate::map::Role;
use crate::record::Party;
use crate::words::LISTS;

use super::column::{Spec, given};
use super::grid::Grid;
use super::layout::Layout;
use super::party;

/// The most names of a column that are looked at.
const LOOK: usize = 200;

/// The columns whose names are those of persons: all of them (true), as the map says, or at least two thirds of those that were looked at.
pub(super) fn columns(grid: &Grid<'_>, layout: &Layout, specs: &[Spec]) -> HashMap<usize, bool> {
    let is_of = |spec: &&Spec| matches!(spec.role(), Role::Payer | Role::Recipient);
    let of = |spec: &Spec| {
        if spec.map.persons {
            return Some((spec.index, true));
        }
        let texts = (layout.header.end..grid.height()).map(|row| grid.text(row, spec.index));
        let names: Vec<&str> = texts.filter(|text| !LISTS.is_empty_word(text)).take(LOOK).collect();
        let persons = names.iter().filter(|name| party::person(name)).count();
        (persons > 1 && 3 * persons >= 2 * names.len()).then_some((spec.index, false))
    };
    specs.iter().filter(is_of).filter_map(of).collect()
}

/// The columns of given names, by those of the surnames beside them.
pub(super) fn pairs(specs: &[Spec]) -> HashMap<usize, usize> {
    let given = specs.iter().filter(|spec| spec.role() == Role::GivenName);
    given
        .filter_map(|spec| Some((given::surname(specs, spec.index)?, spec.index)))
        .collect()
}

/// A party as a natural person.
pub(super) fn person(party: Party) -> Party {
    Party {
        person: true,
        class: Some("Person".to_owned()),
        ..party
    }
}
