//! Columns of given names: with the surname beside them they are the name of one who pays, receives or speaks.

use crate::map::Role;
use crate::understood::{BESIDE_A_RECIPIENT, Basis};
use crate::words::LISTS;

use super::super::party;
use super::Spec;

/// Takes given names with the surnames beside them. Where another column says for certain who receives, as with the contact of an
/// association, both are left out: a surname alone names nobody, and remarks are no place for persons.
pub(super) fn take(specs: &mut [Spec]) {
    let given: Vec<usize> = specs
        .iter()
        .filter(|spec| spec.role() == Role::GivenName && spec.basis != Basis::Map)
        .map(|spec| spec.index)
        .collect();
    for index in given {
        let is_surname = |other: &usize| {
            let spec = specs.get(*other);
            spec.is_some_and(|spec| spec.basis != Basis::Map && is_surname_heading(spec))
        };
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
        let bare = beside.chain(0..specs.len()).find(is_surname);
        let has_other = |role: Role, but: Option<usize>| {
            let of = |spec: &&Spec| spec.role() == role && Some(spec.index) != but && !spec.said.is_weak;
            specs.iter().any(|spec| of(&spec))
        };
        let is_contact = bare.is_some() && has_other(Role::Recipient, bare);
        if let Some(surname) = bare.filter(|_| !is_contact)
            && let Some(spec) = specs.get_mut(surname)
            && !matches!(spec.role(), Role::Payer | Role::Recipient | Role::Speaker)
        {
            spec.map.role = Role::Recipient;
            spec.basis = Basis::Heading;
        }
        let is_alone = surname(specs, index).is_none();
        if is_contact || is_alone {
            let left = bare.into_iter().filter(|_| is_contact).chain([index]);
            for place in left {
                leave(specs, place);
            }
        }
    }
}

/// Leaves columns of persons out that nothing says to pay or receive, such as contacts: they are no remarks.
pub(super) fn leave_others(specs: &mut [Spec]) {
    let is_open = |spec: &&mut Spec| match spec.role() {
        Role::Ignored => spec.basis == Basis::Unknown || spec.ignored.is_some(),
        // A second column of who receives.
        Role::Note => spec.said.role == Some(Role::Recipient),
        _ => false,
    };
    for spec in specs.iter_mut().filter(|spec| spec.basis != Basis::Map).filter(is_open) {
        let persons = spec.samples.iter().filter(|sample| party::person(sample)).count();
        if persons > 0 && 2 * persons >= spec.samples.len() {
            spec.map.role = Role::Ignored;
            spec.ignored = Some(BESIDE_A_RECIPIENT.to_owned());
        }
    }
}

fn leave(specs: &mut [Spec], place: usize) {
    if let Some(spec) = specs.get_mut(place) {
        spec.map.role = Role::Ignored;
        spec.ignored = Some(BESIDE_A_RECIPIENT.to_owned());
    }
}

/// The column of surnames of one of given names: beside it, that on the left if both could be; else wherever its heading says so.
pub(in crate::understand) fn surname(specs: &[Spec], given: usize) -> Option<usize> {
    let beside = [given.checked_sub(1), Some(given + 1)];
    let is_party = |index: &usize| {
        let role = specs.get(*index).map(Spec::role);
        matches!(role, Some(Role::Payer | Role::Recipient | Role::Speaker))
    };
    let is_surname = |spec: &&Spec| is_party(&spec.index) && is_surname_heading(spec);
    let is_name = |index: &&usize| {
        let heading = specs.get(**index).map_or("", |spec| spec.heading.text.as_str());
        !LISTS.within("surname-heading", heading).is_empty()
    };
    let found: Vec<usize> = beside.into_iter().flatten().filter(is_party).collect();
    let beside = found.iter().find(is_name).or(found.first()).copied();
    beside.or_else(|| specs.iter().find(is_surname).map(|spec| spec.index))
}

/// Whether a column is headed as that of surnames, and nothing else.
fn is_surname_heading(spec: &Spec) -> bool {
    LISTS.whole("surname-heading", &spec.heading.text).is_some()
}
