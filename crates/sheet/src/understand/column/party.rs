//! Columns whose heading says what those are whom it names, and not what they do: `Organisation`, `Club`, `Council`. The other
//! columns tell who pays and who receives.

use crate::map::{Change, ColumnMap, Map, Role};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::LISTS;

use super::super::heading::{last_of, without_brackets};
use super::super::party::person;
use super::Spec;
use super::told::becomes;

/// Takes such columns: beside those who pay for those who receive, and the other way round. Where nothing tells, `who::ask` asks;
/// of several who carry out what others pay for, the first receives until somebody says otherwise.
pub(super) fn take(specs: &mut [Spec], map: Option<&Map>, doubts: &mut Vec<Doubt>) {
    let found: Vec<(usize, &'static str)> = specs
        .iter()
        .enumerate()
        .filter_map(|(place, spec)| Some((place, called(spec)?)))
        .collect();
    let is_other = |(place, spec): &(usize, &Spec), role: Role| {
        spec.role() == role && !spec.said.is_weak && !found.iter().any(|(known, _)| known == place)
    };
    let has = |role: Role| specs.iter().enumerate().any(|one| is_other(&one, role));
    let defaults = map.map(|map| &map.defaults);
    let has_certain = has(Role::Recipient) || defaults.is_some_and(|defaults| defaults.recipient.is_some());
    let mut has_payer = has(Role::Payer)
        || specs.iter().any(|spec| spec.map.payer.is_some())
        || defaults.is_some_and(|defaults| defaults.payer.is_some());
    let mut has_recipient = has_certain;
    // Those whom a heading calls public pay, where others are named, too.
    let mut ranked = found.clone();
    ranked.sort_by_key(|(_, usual)| *usual != "payer");
    for (place, usual) in ranked {
        let Some(spec) = specs.get_mut(place) else { continue };
        let role = match (has_payer, has_recipient) {
            (true, true) => Role::Ignored,
            (true, false) => Role::Recipient,
            (false, true) => Role::Payer,
            (false, false) if usual == "payer" => Role::Payer,
            (false, false) => Role::Recipient,
        };
        has_payer |= role == Role::Payer;
        has_recipient |= role == Role::Recipient;
        spec.map.role = role;
        spec.basis = Basis::Heading;
        spec.said.is_weak = true;
        spec.ignored = (role == Role::Ignored).then(|| "who pays and who receives stand in other columns".to_owned());
    }
    if !has_certain {
        ask_carrier(specs, doubts);
    }
    let is_answered = defaults.is_some_and(|defaults| defaults.payer.is_some());
    let is_empty = |spec: &&mut Spec| spec.role() == Role::Payer && spec.basis == Basis::Heading && spec.kinds.all == 0;
    for spec in specs.iter_mut().filter(is_empty).filter(|_| is_answered) {
        spec.map.role = Role::Ignored;
        spec.ignored = Some("it names nobody, and the map says who pays".to_owned());
    }
}

/// Asks which of several columns of those who carry out has who receives: `Implementing agency`, `Host organisation`.
fn ask_carrier(specs: &[Spec], doubts: &mut Vec<Doubt>) {
    let is_carrier = |spec: &&Spec| spec.basis != Basis::Map && carries(spec);
    let Some(taken) = specs
        .iter()
        .find(|spec| spec.role() == Role::Recipient && is_carrier(spec))
    else {
        return;
    };
    let others = specs
        .iter()
        .filter(|spec| spec.role() == Role::Ignored)
        .filter(is_carrier);
    let mut choices = vec![Choice {
        label: taken.label(),
        change: Change::Nothing,
    }];
    choices.extend(others.map(|spec| Choice {
        label: spec.label(),
        change: Change::Column(ColumnMap {
            role: Role::Recipient,
            ..spec.map.clone()
        }),
    }));
    if choices.len() > 1 {
        doubts.push(Doubt {
            address: taken.heading.cells.first().copied(),
            question: format!("Several columns may be {}. Which one is it?", becomes(Role::Recipient)),
            choices,
        });
    }
}

/// Whether a heading names those who carry out what others pay for, and its column is not one of natural persons.
pub(super) fn carries(spec: &Spec) -> bool {
    let persons = spec.samples.iter().filter(|sample| person(sample)).count();
    let bare = without_brackets(last_of(&spec.heading.text));
    // `Partner 2`
    let bare = bare.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    2 * persons < spec.samples.len().max(1) && LISTS.whole("carrier", bare).is_some()
}

/// What those usually do whom a heading names so: `payer`, `recipient`; none if the heading says more, or the cells are no names.
pub(super) fn called(spec: &Spec) -> Option<&'static str> {
    let is_open = match spec.basis {
        Basis::Unknown | Basis::Heading => true,
        Basis::Map | Basis::Values => false,
    };
    let bare = without_brackets(last_of(&spec.heading.text));
    let kinds = &spec.kinds;
    let are_names = kinds.all > 0 && !kinds.most(kinds.numbers + kinds.dates + kinds.links + kinds.identifiers);
    let usual = LISTS.whole("party", &bare);
    let usual = usual.or_else(|| carries(spec).then_some("recipient"));
    usual.filter(|_| is_open && are_names && spec.of_sum.is_none())
}
