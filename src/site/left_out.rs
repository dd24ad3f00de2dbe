//! Why a claim stands in no total, and which claim stands in its place.
//!
//! A figure in whose place another stands gives way in one of three ways, each of which has its own words everywhere: a person decided
//! so ("replaced by"), a rule found a later figure of the same voice ("updated by"), or the other figure is that of somebody else
//! ("others say").

use super::claimed::Claim;
use super::read::{ALT_LABEL, Reader};
use super::things::Thing;
use super::words::fill;
use crate::vocabulary as v;

/// A note that a claim stands in no total of some groupings.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// The reason, in words.
    pub reason: String,
    /// What the reason is called in answers, which tell no decision of a person from the guess of a rule.
    pub label: String,
    /// What the totals are grouped by.
    pub groupings: Vec<String>,
    /// The claim in its place; that of a person's decision, if there is one.
    pub gives_way_to: Option<String>,
    /// Whether it only says again what another claim says.
    pub says_again: bool,
    /// What it lacks that others state.
    pub lacks: Vec<String>,
    /// Whether it is the message that money is taken back.
    pub takes_back: bool,
}

impl LeftOut {
    /// Why, with what it lacks.
    pub fn why(&self, reader: &Reader<'_>) -> String {
        match self.lacks.is_empty() {
            true if self.takes_back => reader.language.words().takes_back.to_owned(),
            true => self.reason.clone(),
            false => fill(reader.language.words().lacks, &[&self.lacks.join(", ")]),
        }
    }

    /// Why, with the figure in its place or with what it lacks; of what is said again, who said it first.
    pub fn told(&self, reader: &Reader<'_>) -> String {
        if !self.lacks.is_empty() {
            return self.why(reader);
        }
        let other = self.gives_way_to.as_ref().and_then(|other| Claim::read(reader, other));
        let is_others = self.reason == fill(reader.language.words().others_say, &[""]).trim_end();
        let figure = other.map(|other| match (self.says_again, is_others) {
            (true, _) => other.as_said_before(reader),
            (_, true) => other.figure_with_voice(reader),
            _ => other.figure(reader),
        });
        format!("{} {}", self.why(reader), figure.unwrap_or_default())
            .trim_end()
            .to_owned()
    }
}

impl<'a> Claim<'a> {
    /// The notes why it stands in no total, if it is left out of some.
    pub fn left_out(&self, reader: &Reader<'a>) -> Vec<LeftOut> {
        let notes = reader.of(v::OF_CLAIM, self.iri()).into_iter();
        let notes = notes.map(|note| reader.thing(note));
        let notes = notes.filter(|note| note.is(v::RDF_TYPE, v::NOT_COUNTED));
        notes.map(|note| self.note(reader, &note)).collect()
    }

    fn note(&self, reader: &Reader<'a>, note: &Thing<'a>) -> LeftOut {
        let counted = note.text(v::GIVES_WAY_TO);
        let gives_way = [v::LEFT_OUT_REPLACED, v::LEFT_OUT_REFINED];
        let gives_way = gives_way.iter().any(|reason| note.is(v::REASON, reason));
        let decided = decided(reader, self, counted).filter(|_| gives_way);
        let lacks = note.texts(v::LACKS).into_iter();
        LeftOut {
            reason: match decided {
                Some(_) => reader.label(v::LEFT_OUT_REPLACED),
                None => self.reason(reader, note, counted),
            },
            label: note
                .text(v::REASON)
                .map(|reason| reader.label(reason))
                .unwrap_or_default(),
            groupings: note.texts(v::GROUPED_BY).into_iter().map(str::to_owned).collect(),
            gives_way_to: decided.or(counted).map(str::to_owned),
            lacks: lacks
                .map(|lacks| reader.said(lacks, ALT_LABEL).unwrap_or_else(|| reader.label(lacks)))
                .collect(),
            says_again: note.is(v::REASON, v::LEFT_OUT_SAYS_AGAIN),
            takes_back: self.tells_withdrawal(reader),
        }
    }

    /// The reason that nobody decided, in words.
    fn reason(&self, reader: &Reader<'a>, note: &Thing<'a>, counted: Option<&str>) -> String {
        let words = reader.language.words();
        let is_replaced = note.is(v::REASON, v::LEFT_OUT_REPLACED);
        let other = counted.and_then(|other| Self::read(reader, other));
        let gives_way = is_replaced || note.is(v::REASON, v::LEFT_OUT_REFINED);
        match other {
            Some(other) if gives_way && other.is_by_others(self) => fill(words.others_say, &[""]).trim_end().to_owned(),
            _ if is_replaced => words.updated_by.to_owned(),
            _ => note
                .text(v::REASON)
                .map(|reason| reader.label(reason))
                .unwrap_or_default(),
        }
    }

    /// Of which sum its own is a part, as `part of €200bn`, wherever that stands.
    pub fn within(&self, reader: &Reader<'a>) -> Option<String> {
        let whole = reader.text(self.thing.text(v::STATES)?, v::CONTAINED_IN)?;
        let whole = Self::read(reader, reader.text(whole, v::SPEAKING_CLAIM)?)?;
        Some(format!(
            "{} {}",
            reader.label(v::LEFT_OUT_PART_OF),
            whole.figure(reader)
        ))
    }
}

/// The claim by which a person decided that its sum takes the place of that of this claim; the one that counts in that place, if there
/// are several. A decision may be about another stage than the sum that a rule found.
pub fn decided<'a>(reader: &Reader<'a>, claim: &Claim<'a>, counted: Option<&str>) -> Option<&'a str> {
    let same = claim.thing.text(v::STATES).map(|own| reader.of(v::STATES, own));
    let replaced = same.unwrap_or_else(|| vec![claim.iri()]).into_iter();
    let mut deciders: Vec<&str> = replaced.flat_map(|one| reader.of(v::REPLACES, one)).collect();
    let sum = counted.and_then(|counted| reader.text(counted, v::STATES));
    deciders.sort_by_key(|one| (reader.text(one, v::STATES) != sum, *one));
    deciders.into_iter().next()
}
