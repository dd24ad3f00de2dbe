//! The attributes of a graph under names that a format's readers do not take for something else.

use super::numbers::Numbers;
use crate::view::{Attribute, Type};
use std::collections::HashSet;

/// An attribute as it is written.
pub(super) struct Named<'g> {
    /// As it is known in the graph.
    pub(super) attribute: Attribute<'g>,
    /// The name it gets.
    pub(super) name: String,
    /// What its numbers are; says nothing of other types.
    pub(super) numbers: Numbers,
}

/// Names attributes: each name once, without regard to case; one that is taken gets a low line behind it.
pub(super) fn named<'g>(
    attributes: Vec<Attribute<'g>>,
    taken: &[&str],
    spelled: impl Fn(&str) -> String,
) -> Vec<Named<'g>> {
    let mut taken: HashSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
    let named = |attribute: Attribute<'g>| {
        let mut name = spelled(attribute.name);
        while !taken.insert(name.to_lowercase()) {
            name.push('_');
        }
        let mut numbers = Numbers::default();
        if matches!(attribute.kind, Type::Integer | Type::Decimal) {
            for number in attribute.used() {
                numbers.add(number);
            }
        }
        Named {
            attribute,
            name,
            numbers,
        }
    };
    attributes.into_iter().map(named).collect()
}
