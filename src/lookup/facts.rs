//! Results of look-ups: the best value of each attribute of each thing.

use crate::dossier::Dossier;
use crate::graph::{Graph, text};
use crate::query::{self, AskError};
use oxigraph::model::Term;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// The graph, dossier and language for look-ups.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub dossier: &'a Dossier,
    pub graph: &'a Graph,
    /// The language of labels.
    pub language: &'a str,
}

/// A row of a look-up: an `?attribute` and its `?value`, and optional columns.
pub(super) struct Row {
    pub thing: String,
    pub attribute: String,
    pub value: Term,
    /// The rank; of several values of an attribute the lowest rank wins.
    pub rank: i64,
    /// If set, the row applies only to edges from this node.
    pub source: Option<String>,
    /// If set, the row applies only to edges of this kind.
    pub kind: Option<String>,
}

/// The best values of attributes, by thing.
#[derive(Default)]
pub(super) struct Facts {
    attributes: Vec<String>,
    things: HashMap<String, Vec<Fact>>,
}

struct Fact {
    attribute: usize,
    value: Term,
    rank: i64,
}

impl Source<'_> {
    /// The rows of a look-up for some things, unsorted.
    ///
    /// # Errors
    /// When the look-up fails.
    pub fn rows(&self, question: &str, things: &[&str], mut row: impl FnMut(Row)) -> Result<(), AskError> {
        if things.is_empty() {
            return Ok(());
        }
        let wanted: HashSet<&str> = things.iter().copied().collect();
        let rows = query::ask_about(self.dossier, self.graph, question, things, self.language)?;
        for found in rows.into_iter().flatten() {
            let found = found?;
            let (Some(thing), Some(value)) = (found.get("thing"), found.get("value")) else {
                continue;
            };
            if !wanted.contains(text(thing)) {
                continue;
            }
            let get = |name: &str| found.get(name).map(|term| text(term).to_owned());
            row(Row {
                thing: text(thing).to_owned(),
                attribute: get("attribute").unwrap_or_default(),
                value: value.clone(),
                rank: get("rank").and_then(|rank| rank.parse().ok()).unwrap_or_default(),
                source: get("source"),
                kind: get("kind"),
            });
        }
        Ok(())
    }

    /// The best value of each attribute in a look-up for some things.
    ///
    /// # Errors
    /// When the look-up fails.
    pub fn facts(&self, question: &str, things: &[&str]) -> Result<Facts, AskError> {
        let mut facts = Facts::default();
        self.rows(question, things, |row| facts.add(row, self.language))?;
        Ok(facts)
    }

    /// All IRIs in a look-up for some things, by thing, sorted.
    ///
    /// # Errors
    /// When the look-up fails.
    pub fn iris(&self, question: &str, things: &[&str]) -> Result<HashMap<String, Vec<String>>, AskError> {
        let mut iris: HashMap<String, Vec<String>> = HashMap::new();
        self.rows(question, things, |row| {
            iris.entry(row.thing).or_default().push(text(&row.value).to_owned());
        })?;
        iris.values_mut().for_each(|several| several.sort_unstable());
        Ok(iris)
    }
}

impl Facts {
    /// Adds a row; of two values of an attribute the better one is kept.
    pub fn add(&mut self, row: Row, language: &str) {
        let known = self.attributes.iter().position(|name| *name == row.attribute);
        let attribute = known.unwrap_or_else(|| {
            self.attributes.push(row.attribute);
            self.attributes.len() - 1
        });
        let facts = self.things.entry(row.thing).or_default();
        match facts.iter_mut().find(|fact| fact.attribute == attribute) {
            Some(fact) => {
                let order = row.rank.cmp(&fact.rank);
                if order
                    .then_with(|| by_language(&row.value, &fact.value, language))
                    .is_lt()
                {
                    (fact.value, fact.rank) = (row.value, row.rank);
                }
            }
            None => facts.push(Fact {
                attribute,
                value: row.value,
                rank: row.rank,
            }),
        }
    }

    /// The attributes of a thing, with their values and ranks.
    pub fn of(&self, thing: &str) -> impl Iterator<Item = (&str, &Term, i64)> {
        let facts = self.things.get(thing).into_iter().flatten();
        facts.map(|fact| (self.attributes[fact.attribute].as_str(), &fact.value, fact.rank))
    }

    /// An attribute of a thing.
    pub fn get(&self, thing: &str, attribute: &str) -> Option<&Term> {
        self.of(thing).find(|fact| fact.0 == attribute).map(|fact| fact.1)
    }

    /// An attribute of a thing as text.
    pub fn text(&self, thing: &str, attribute: &str) -> Option<&str> {
        self.get(thing, attribute).map(text)
    }
}

/// Orders values by language: those in the given language first, then its regional variants, then those without a
/// language, then the others by tag.
pub(super) fn by_language(one: &Term, other: &Term, language: &str) -> Ordering {
    let key = |term| {
        let tag = tag(term);
        let primary = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
        let place = match tag {
            Some(tag) if tag.eq_ignore_ascii_case(language) => 0,
            Some(tag) if primary(tag) == primary(language) => 1,
            None => 2,
            Some(_) => 3,
        };
        (place, tag)
    };
    let [(place, tag), (other_place, other_tag)] = [key(one), key(other)];
    let order = place.cmp(&other_place).then(tag.cmp(&other_tag));
    order.then_with(|| text(one).cmp(text(other)))
}

fn tag(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => literal.language(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    #[test]
    fn the_language_asked_for_comes_first_and_the_others_by_their_tags() {
        let term = |text: &str, tag: &str| -> Term {
            match tag {
                "" => Literal::new_simple_literal(text).into(),
                _ => Literal::new_language_tagged_literal(text, tag).unwrap().into(),
            }
        };
        let mut terms = [
            ("a", "it"),
            ("b", "de"),
            ("c", ""),
            ("d", "fr-ca"),
            ("e", "fr"),
            ("f", "fr"),
        ];
        terms.sort_by(|one, other| by_language(&term(one.0, one.1), &term(other.0, other.1), "fr"));
        let order: Vec<&str> = terms.iter().map(|term| term.0).collect();
        assert_eq!(order, ["e", "f", "d", "c", "b", "a"]);
    }
}
