//! Columns whose heading says what those are whom it names, and not what they do: `Organisation`, `Club`, `Council`. The other
//! columns tell who pays and who receives.

use crate::map::{Map, Role};
use crate::understood::Basis;
use crate::words::LISTS;

use super::super::heading::{last_of, without_brackets};
use super::Spec;

/// Takes such columns: beside those who pay for those who receive, and the other way round. Where nothing tells, `conflict::who` asks.
pub(super) fn take(specs: &mut [Spec], map: Option<&Map>) {
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
    let mut has_payer = has(Role::Payer)
        || specs.iter().any(|spec| spec.map.payer.is_some())
        || defaults.is_some_and(|defaults| defaults.payer.is_some());
    let mut has_recipient = has(Role::Recipient) || defaults.is_some_and(|defaults| defaults.recipient.is_some());
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
    LISTS.whole("party", &bare).filter(|_| is_open && are_names)
}
