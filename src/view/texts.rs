//! Interned texts, concatenated in one string.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher as _;

/// Texts by number, from 1; 0 is none.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<usize>,
    known: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    /// Interns a text and returns its number; equal texts have equal numbers.
    ///
    /// # Panics
    /// With more than 2^32 distinct texts.
    pub fn add(&mut self, text: &str) -> u32 {
        let Self {
            text: all,
            ends,
            known,
            hasher,
        } = self;
        let of = |number: &u32| get(all, ends, *number);
        if let Some(number) = known.find(hasher.hash_one(text), |number| of(number) == text) {
            return *number;
        }
        let number = u32::try_from(ends.len() + 1).expect("fewer than 2^32 texts");
        all.push_str(text);
        ends.push(all.len());
        known.insert_unique(hasher.hash_one(text), number, |number| {
            hasher.hash_one(get(all, ends, *number))
        });
        number
    }

    /// The number of a text, if it is interned.
    pub fn find(&self, text: &str) -> Option<u32> {
        let of = |number: &u32| self.get(*number);
        self.known
            .find(self.hasher.hash_one(text), |number| of(number) == text)
            .copied()
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All texts, concatenated.
    pub fn all(&self) -> &str {
        &self.text
    }

    /// The text with a number; empty for 0.
    pub fn get(&self, number: u32) -> &str {
        get(&self.text, &self.ends, number)
    }
}

fn get<'t>(all: &'t str, ends: &[usize], number: u32) -> &'t str {
    let index = number as usize;
    let Some(end) = index.checked_sub(1).and_then(|last| ends.get(last)) else {
        return "";
    };
    let start = index.checked_sub(2).and_then(|before| ends.get(before)).copied();
    all.get(start.unwrap_or_default()..*end).unwrap_or_default()
}
