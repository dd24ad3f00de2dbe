//! Partners of one row, each with a sum of its own beside it: `Partner 1`, `EU contribution to partner 1`, `Partner 2` ...

use crate::map::Role;
use crate::understood::Basis;
use crate::words::{Found, LISTS, Meaning, Sense, words};

use super::super::heading::without_brackets;
use super::conflict::numbered;
use super::party::carries;
use super::{Spec, tell_figures};

/// The fewest partners with a sum that make a consortium.
const FEWEST: usize = 2;

/// The most columns that are compared.
const MOST: usize = 200;

/// Takes the columns of such partners for those who receive, each with the column of its sum.
pub(super) fn take(specs: &mut [Spec]) {
    let sums: Vec<(usize, String, Option<u32>)> = specs
        .iter()
        .filter(|spec| is_sum(spec))
        .take(MOST)
        .map(|spec| {
            let number = numbered(&spec.heading.text);
            (spec.index, named(&spec.heading.text), number)
        })
        .collect();
    let is_partner = |spec: &&Spec| {
        let is_open = matches!(spec.basis, Basis::Unknown | Basis::Heading);
        spec.role() == Role::Recipient || is_open && carries(spec)
    };
    let mut taken: Vec<usize> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for spec in specs.iter().filter(is_partner).take(MOST) {
        let (name, number) = (named(&spec.heading.text), numbered(&spec.heading.text));
        let is_of = |(index, heading, own): &&(usize, String, Option<u32>)| {
            let is_named = !name.trim().is_empty() && heading.contains(&name);
            !taken.contains(index) && *own == number && (is_named || number.is_some())
        };
        if let Some((sum, ..)) = sums.iter().find(is_of) {
            taken.push(*sum);
            pairs.push((spec.index, *sum));
        }
    }
    if pairs.len() < FEWEST {
        return;
    }
    // `Total grant` beside those of the partners adds them up.
    let is_paired = |index: usize| pairs.iter().any(|(_, sum)| *sum == index);
    let is_total = |spec: &Spec| !LISTS.within("total", &spec.heading.text).is_empty();
    for spec in specs
        .iter_mut()
        .filter(|spec| spec.role() == Role::Amount && is_total(spec))
    {
        spec.said.is_total |= !is_paired(spec.index);
    }
    for (partner, sum) in pairs {
        if let Some(spec) = specs
            .iter_mut()
            .find(|spec| spec.index == sum && spec.basis == Basis::Unknown)
        {
            (spec.map.role, spec.basis) = (Role::Amount, Basis::Heading);
            tell_figures(&mut spec.map, &spec.said);
        }
        if let Some(spec) = specs.iter_mut().find(|spec| spec.index == partner) {
            spec.map.role = Role::Recipient;
            spec.of_sum = Some(sum);
            spec.ignored = None;
            if spec.basis == Basis::Unknown {
                spec.basis = Basis::Heading;
            }
        }
    }
}

/// Whether a column has sums: its heading says so, or has a word for money among others above figures.
fn is_sum(spec: &Spec) -> bool {
    let is_amount = |one: &Found<Meaning>| one.value.sense == Sense::Role(Role::Amount);
    let says_money = || LISTS.heading(&words(&spec.heading.text)).iter().any(is_amount);
    let are_figures = spec.kinds.numbers > 0 && spec.kinds.most(spec.kinds.numbers);
    let is_open = spec.basis == Basis::Unknown && are_figures && says_money();
    (spec.role() == Role::Amount || is_open) && !spec.said.is_total && !spec.said.is_cost
}

/// The words of a heading without brackets, each with a space before and behind.
fn named(heading: &str) -> String {
    format!(" {} ", words(&without_brackets(heading)).join(" "))
}
