//! The attributes of a graph, renamed where a format reserves their names.

use super::numbers::Numbers;
use crate::view::{Attribute, Type};
use std::collections::HashSet;

/// An attribute with its name in the file.
pub(super) struct Named<'g> {
    /// The attribute in the graph.
    pub(super) attribute: Attribute<'g>,
    /// Its name in the file.
    pub(super) name: String,
    /// The range of its numbers; unused for other types.
    pub(super) numbers: Numbers,
}

/// Names attributes: names are unique regardless of case, and an underscore is appended to those that are taken.
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
