//! Columns that are told by the words of their cells: forms of money, and stages.

use super::{Kinds, Spec};
use crate::map::Role;
use crate::understood::Basis;

/// How a column is told, and which headings do not hinder it.
struct Words {
    role: Role,
    count: fn(&Kinds) -> usize,
    instead: &'static [Role],
}

const WORDS: [Words; 2] = [
    Words {
        role: Role::Instrument,
        count: |kinds| kinds.instruments,
        // `Dispositif`, `Type`
        instead: &[Role::Programme, Role::Kind],
    },
    Words {
        role: Role::Stage,
        count: |kinds| kinds.stages + kinds.ends,
        // Remarks that are stages, and nothing else.
        instead: &[Role::Note],
    },
];

/// Takes a column for that of the forms of money, or of the stages, if no other is: all its cells are such words, or most of them
/// where its heading says nothing.
pub(super) fn take(specs: &mut [Spec]) {
    for words in WORDS {
        if specs.iter().any(|spec| spec.role() == words.role) {
            continue;
        }
        let is_of = |spec: &&mut Spec| {
            let count = (words.count)(&spec.kinds);
            let is_all = count > 0 && count == spec.kinds.all;
            // Remarks that say that money is gone, and no stage, stay remarks.
            let is_all = is_all && (words.role != Role::Stage || spec.kinds.stages > 1);
            match spec.basis {
                Basis::Unknown => spec.kinds.most(count),
                Basis::Heading => is_all && words.instead.contains(&spec.role()),
                Basis::Map | Basis::Values => false,
            }
        };
        if let Some(spec) = specs.iter_mut().find(is_of) {
            spec.map.role = words.role;
            spec.basis = Basis::Values;
        }
    }
}
