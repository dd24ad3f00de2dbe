//! What claims and documents that mention a withheld person say of them alone: parts of names, telephone numbers, e-mail addresses.
//!
//! A given name is that of many, and a family name may be: they are covered where the person is spoken of.

use super::contacts::without_contacts;
use super::names::{Names, Stands, Text};
use super::veil::stand_in;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The given and the family names of withheld persons, by the claims and documents that mention them.
#[derive(Debug, Default)]
pub struct Own(BTreeMap<String, Names>);

impl Own {
    /// Adds the parts of the name of a person whom a claim or document mentions.
    pub fn add(&mut self, thing: &str, parts: &[String], of: Option<usize>) {
        let names = self.0.entry(thing.to_owned()).or_default();
        for name in parts {
            names.add_as(name, of, Stands::Capitalised);
        }
    }

    /// The first of some IRIs, or of those above them, that is a claim or document which mentions such a person.
    pub fn thing<'i>(&self, iris: &'i [String]) -> Option<&'i str> {
        let parents = |iri: &'i String| iri.match_indices('/').map(move |(at, _)| &iri[..at]);
        let mut all = iris.iter().flat_map(|iri| parents(iri).chain([iri.as_str()]));
        all.find(|iri| self.0.contains_key(*iri))
    }

    /// Whether words have a part of the name of a person whom a claim or document mentions.
    pub fn are_in(&self, thing: &str, words: &str) -> bool {
        self.0.get(thing).is_some_and(|names| names.are_in(words, Text::Prose))
    }

    /// What is said of a claim or document, without the names of the persons whom it mentions and without how to reach them.
    pub fn words<'t>(&self, thing: &str, text: &'t str, language: &str) -> Cow<'t, str> {
        let Some(names) = self.0.get(thing) else {
            return Cow::Borrowed(text);
        };
        let bare = without_contacts(text, &stand_in(None, language));
        let mut new = String::with_capacity(bare.len());
        let mut end = 0;
        for name in names.find(&bare, Text::Prose) {
            new += &bare[end..name.bytes.start];
            new += &stand_in(name.of, language);
            end = name.bytes.end;
        }
        new += &bare[end..];
        if new == text {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(new)
        }
    }
}
