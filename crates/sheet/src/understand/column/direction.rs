//! Columns whose heading is `From` or `To` and nothing else: their cells tell whether these are parties or times.

use crate::map::{Change, ColumnMap, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::{LISTS, role_of};

use super::super::heading::last_of;
use super::Spec;
use super::told::becomes;

/// Takes such columns where their cells agree, and asks where only one of them is there.
pub(super) fn take(specs: &mut [Spec], doubts: &mut Vec<Doubt>) {
    let found: Vec<(usize, Role)> = specs
        .iter()
        .enumerate()
        .filter_map(|(place, spec)| Some((place, meant(spec)?)))
        .collect();
    let is_pair = found
        .iter()
        .any(|(_, role)| matches!(role, Role::Payer | Role::PeriodStart))
        && found
            .iter()
            .any(|(_, role)| matches!(role, Role::Recipient | Role::PeriodEnd));
    for (place, role) in found {
        let is_taken = specs
            .iter()
            .enumerate()
            .any(|(other, spec)| other != place && spec.role() == role && !spec.said.is_weak);
        let Some(spec) = specs.get_mut(place) else { continue };
        let own = spec.map.clone();
        let other = if is_taken { Role::Ignored } else { role };
        spec.map.role = other;
        spec.basis = if is_taken { Basis::Unknown } else { Basis::Heading };
        if is_taken || !is_pair || role == Role::Speaker {
            doubts.push(question(spec, &own, (role, is_taken)));
        }
    }
}

/// What a column is by a heading of that kind and its cells; none if these are figures.
fn meant(spec: &Spec) -> Option<Role> {
    let is_open = match spec.basis {
        Basis::Unknown | Basis::Values => true,
        Basis::Heading => spec.said.is_weak,
        Basis::Map => false,
    };
    let role = role_of(LISTS.whole("direction", last_of(&spec.heading.text))?)?;
    let kinds = &spec.kinds;
    if !is_open || kinds.all == 0 {
        return None;
    }
    if kinds.most(kinds.dates.max(kinds.years)) {
        return match role {
            Role::Payer => Some(Role::PeriodStart),
            Role::Recipient => Some(Role::PeriodEnd),
            _ => None,
        };
    }
    (kinds.numbers + kinds.dates + kinds.links == 0).then_some(role)
}

/// Asks whether a column is what its heading may say.
fn question(spec: &Spec, own: &ColumnMap, (role, is_taken): (Role, bool)) -> Doubt {
    let choice = |role: Role| Choice {
        label: becomes(role).to_owned(),
        change: match role == spec.map.role {
            true => Change::Nothing,
            false => Change::Column(ColumnMap { role, ..own.clone() }),
        },
    };
    let other = if role == Role::Speaker {
        Role::Source
    } else {
        Role::Ignored
    };
    let mut choices = vec![choice(role), choice(other)];
    if is_taken {
        choices.insert(0, choice(Role::Ignored));
        choices.truncate(2);
    }
    Doubt {
        address: spec.heading.cells.first().copied(),
        question: format!("What does {} say?", spec.label()),
        choices,
    }
}
