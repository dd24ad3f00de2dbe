//! Who says it, and when: whether one figure is later than another in the same voice.

use crate::claim::{Claim, Input, Span};
use std::collections::{BTreeSet, HashMap};

/// One who speaks in several claims.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key {
    /// A speaker.
    Speaker(usize),
    /// Payers, all of them.
    Payers(BTreeSet<usize>),
    /// A document, by claims without a speaker.
    Unnamed(usize),
    /// A document, by any of its claims.
    Document(usize),
}

impl Key {
    /// The key of the other claim that makes both one voice.
    fn counterpart(&self) -> Self {
        match self {
            Self::Unnamed(document) => Self::Document(*document),
            Self::Document(document) => Self::Unnamed(*document),
            same => same.clone(),
        }
    }
}

/// The latest first day and the earliest last day of some spans.
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    latest: Option<i64>,
    earliest: Option<i64>,
}

impl Reach {
    fn add(&mut self, span: Option<Span>) {
        if let Some(Span { first, last }) = span {
            self.latest = self.latest.max(Some(first));
            self.earliest = Some(self.earliest.map_or(last, |day| day.min(last)));
        }
    }

    /// Whether one of these spans begins after one of the others ends.
    fn after(self, other: Self) -> bool {
        matches!((self.latest, other.earliest), (Some(first), Some(last)) if first > last)
    }
}

/// The dates of the claims of one voice.
#[derive(Debug, Clone, Copy, Default)]
struct Dates {
    /// The claims' own dates.
    own: Reach,
    /// The dates of the documents of the claims that tell a date of their own.
    dated: Reach,
    /// The dates of the documents of the other claims.
    undated: Reach,
}

impl Dates {
    /// Whether a claim of these is later than one of the others: own dates decide where both have one, else the documents'.
    fn after(self, other: Self) -> bool {
        self.own.after(other.own)
            || self.dated.after(other.undated)
            || self.undated.after(other.dated)
            || self.undated.after(other.undated)
    }
}

/// The voices of a figure, with the dates of its claims.
#[derive(Debug, Clone, Default)]
pub(crate) struct Voices {
    dates: HashMap<Key, Dates>,
}

impl Voices {
    /// Collects the voices of the claims.
    pub(crate) fn of<'c>(input: &Input, claims: impl IntoIterator<Item = &'c usize>) -> Self {
        let mut voices = Self::default();
        for &claim in claims {
            voices.add(input, &input.claims[claim]);
        }
        voices
    }

    fn add(&mut self, input: &Input, claim: &Claim) {
        let mut keys = vec![Key::Document(claim.document)];
        if claim.speakers.is_empty() {
            keys.push(Key::Unnamed(claim.document));
        }
        if !claim.payers.is_empty() {
            keys.push(Key::Payers(claim.payers.clone()));
        }
        keys.extend(claim.speakers.iter().map(|&speaker| Key::Speaker(speaker)));
        let published = input.documents[claim.document].published;
        for key in keys {
            let dates = self.dates.entry(key).or_default();
            dates.own.add(claim.own);
            if claim.own.is_some() {
                dates.dated.add(published);
            } else {
                dates.undated.add(published);
            }
        }
    }

    /// Whether a claim of this figure is later than one of the other's in the same voice, and none of the other's is later.
    pub(crate) fn later_than(&self, other: &Self) -> bool {
        let mut later = false;
        for (key, dates) in &self.dates {
            let Some(others) = other.dates.get(&key.counterpart()) else {
                continue;
            };
            if others.after(*dates) {
                return false;
            }
            later |= dates.after(*others);
        }
        later
    }
}
