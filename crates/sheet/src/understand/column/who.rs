//! Columns `Who`: who says it, or who pays.

use crate::map::{Change, ColumnMap, Map, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::{LISTS, words};

use super::super::party::person;
use super::Spec;
use super::told::becomes;

/// Whether a column tells who pays.
fn pays(spec: &Spec) -> bool {
    spec.role() == Role::Payer || spec.map.payer.is_some()
}

/// Whether a column `Who` was taken for who pays.
fn is_turned(spec: &Spec) -> bool {
    spec.role() == Role::Payer && spec.said.role == Some(Role::Speaker) && spec.basis == Basis::Heading
}

/// Takes a column `Who` for those who pay, where no other says who pays, and none of its names is that of a person.
pub(super) fn take(specs: &mut [Spec], map: Option<&Map>) {
    let is_said = map.is_some_and(|map| map.defaults.payer.is_some());
    let has_sum = specs.iter().any(|spec| spec.role() == Role::Amount);
    let is_party = |spec: &Spec| super::party::called(spec).is_some();
    if is_said || !has_sum || specs.iter().any(|spec| pays(spec) || is_party(spec)) {
        return;
    }
    let is_it = |spec: &&mut Spec| {
        let heading = words(&spec.heading.text);
        let is_who = matches!(&*heading, [one] if one == "who" || one == "qui");
        let are_bodies = !spec.samples.is_empty() && !spec.samples.iter().any(|name| person(name));
        spec.role() == Role::Speaker && spec.basis == Basis::Heading && is_who && are_bodies
    };
    if let Some(spec) = specs.iter_mut().find(is_it) {
        spec.map.role = Role::Payer;
    }
}

/// The question which of two things a column says; the first is taken until somebody answers.
pub(super) fn asked(spec: &Spec, [usual, other]: [Role; 2]) -> Doubt {
    Doubt {
        address: spec.heading.cells.first().copied(),
        question: format!("Does {} say {}, or {}?", spec.label(), becomes(usual), becomes(other)),
        choices: vec![
            Choice {
                label: becomes(usual).to_owned(),
                change: Change::Nothing,
            },
            Choice {
                label: becomes(other).to_owned(),
                change: Change::Column(ColumnMap {
                    role: other,
                    ..spec.map.clone()
                }),
            },
        ],
    }
}

/// Asks whether a column `Who` says who announces or who pays, if no other says who pays.
pub(super) fn ask(specs: &[Spec], doubts: &mut Vec<Doubt>) {
    let has_payer = specs.iter().any(|spec| pays(spec) && !is_turned(spec));
    let is_open = |spec: &&Spec| {
        let is_weak = matches!(spec.role(), Role::Speaker | Role::Recipient) && spec.said.is_weak;
        spec.basis == Basis::Heading && (is_weak || is_turned(spec))
    };
    let open = specs.iter().find(is_open);
    who_receives(specs, doubts);
    who_handles(specs, doubts);
    let Some(spec) = open.filter(|_| !has_payer) else {
        return;
    };
    if is_turned(spec) {
        doubts.push(asked(spec, [Role::Payer, Role::Speaker]));
        return;
    }
    doubts.push(asked(spec, [spec.role(), Role::Payer]));
}

/// Asks whether those pay whose column says that they handle a file: `Direction`, `Service instructeur`.
fn who_handles(specs: &[Spec], doubts: &mut Vec<Doubt>) {
    let is_open = |spec: &&Spec| {
        let is_handler = LISTS.whole("handler", &spec.heading.text).is_some();
        spec.role() == Role::Payer && spec.basis == Basis::Heading && is_handler
    };
    let has_recipient = specs.iter().any(|spec| spec.role() == Role::Recipient);
    if let Some(spec) = specs.iter().find(is_open).filter(|_| has_recipient) {
        doubts.push(asked(spec, [Role::Payer, Role::Note]));
    }
}

/// Asks whether those pay or receive whose column says what they are, and no other says who receives: `Council`, `Ministry`.
fn who_receives(specs: &[Spec], doubts: &mut Vec<Doubt>) {
    let has_recipient = specs
        .iter()
        .any(|spec| spec.role() == Role::Recipient || spec.map.recipient.is_some());
    let is_open = |spec: &&Spec| {
        spec.role() == Role::Payer && spec.basis == Basis::Heading && super::party::called(spec).is_some()
    };
    let Some(spec) = specs.iter().find(is_open).filter(|_| !has_recipient) else {
        return;
    };
    doubts.push(asked(spec, [Role::Payer, Role::Recipient]));
}
