//! Results of look-ups: the best value of each attribute of each thing.

use crate::dossier::Dossier;
use crate::graph::{Graph, Table};
use crate::query::{self, AskError};
use crate::view::{Value, typed};
use hashbrown::HashMap;
use std::cmp::Ordering;

/// The graph, dossier and language for look-ups.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub dossier: &'a Dossier,
    pub graph: &'a Graph,
    /// The language of labels.
    pub language: &'a str,
}

/// A row of a look-up: an `?attribute` of a `?thing` and its `?value`. Terms are numbers of the look-up's table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub thing: u32,
    pub value: u32,
    /// The position of the attribute in [`Found::attributes`].
    attribute: usize,
    /// The rank; of several values of an attribute the lowest rank wins.
    pub rank: i64,
    /// If set, the row applies only to edges from this node.
    source: Option<u32>,
    /// If set, the row applies only to edges of this kind.
    kind: Option<u32>,
}

/// The rows of a look-up about the things that were asked for, unsorted.
#[derive(Default)]
pub(super) struct Found<'g> {
    /// `None` if nothing was asked for.
    table: Option<Table<'g>>,
    attributes: Vec<String>,
    pub rows: Vec<Row>,
}

/// The best values of attributes, by thing.
#[derive(Default)]
pub(super) struct Facts<'g> {
    found: Found<'g>,
    things: HashMap<u32, Vec<Fact>>,
}

#[derive(Clone, Copy)]
struct Fact {
    attribute: usize,
    value: u32,
    rank: i64,
}

impl<'g> Source<'g> {
    /// Looks up some things.
    ///
    /// # Errors
    /// When the look-up fails.
    pub fn found(&self, question: &str, things: &[&str]) -> Result<Found<'g>, AskError> {
        if things.is_empty() {
            return Ok(Found::default());
        }
        let table = query::ask_about(self.dossier, self.graph, question, things, self.language)?;
        Ok(table.map(Found::of).unwrap_or_default())
    }

    /// The best value of each attribute in a look-up for some things.
    ///
    /// # Errors
    /// When the look-up fails.
    pub fn facts(&self, question: &str, things: &[&str]) -> Result<Facts<'g>, AskError> {
        Ok(Facts::of(self.found(question, things)?, |_| true, self.language))
    }

    /// All IRIs in a look-up for some things, by thing, sorted.
    ///
    /// # Errors
    /// When the look-up fails.
    pub fn iris(&self, question: &str, things: &[&str]) -> Result<HashMap<String, Vec<String>>, AskError> {
        let found = self.found(question, things)?;
        let mut iris: HashMap<String, Vec<String>> = HashMap::new();
        for row in &found.rows {
            let thing = iris.entry(found.text(row.thing).to_owned()).or_default();
            thing.push(found.text(row.value).to_owned());
        }
        iris.values_mut().for_each(|several| several.sort_unstable());
        Ok(iris)
    }
}

impl<'g> Found<'g> {
    fn of(table: Table<'g>) -> Self {
        let column = |name: &str| table.column(name);
        let [thing, value] = ["thing", "value"].map(column);
        let [attribute, rank, source, kind] = ["attribute", "rank", "source", "kind"].map(column);
        let mut attributes: Vec<String> = Vec::new();
        let (mut positions, mut ranks) = (HashMap::new(), HashMap::new());
        let mut rows = Vec::new();
        for at in 0..table.len() {
            let cell = |column: Option<usize>| table.cell(at, column?);
            let (Some(thing), Some(value)) = (cell(thing), cell(value)) else {
                continue;
            };
            let position = *positions.entry(cell(attribute)).or_insert_with_key(|name| {
                attributes.push(name.map_or("", |name| table.text(name)).to_owned());
                attributes.len() - 1
            });
            let parsed = |rank: u32| table.text(rank).parse().unwrap_or_default();
            rows.push(Row {
                thing,
                value,
                attribute: position,
                rank: cell(rank).map_or(0, |rank| *ranks.entry(rank).or_insert_with_key(|rank| parsed(*rank))),
                source: cell(source),
                kind: cell(kind),
            });
        }
        Self {
            table: Some(table),
            attributes,
            rows,
        }
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> &str {
        self.table.as_ref().map_or("", |table| table.text(number))
    }

    /// The number of an IRI, if the graph has it.
    pub fn number(&self, iri: &str) -> Option<u32> {
        self.table.as_ref()?.number(iri)
    }

    /// The attribute of a row.
    pub fn attribute(&self, row: &Row) -> &str {
        self.attributes.get(row.attribute).map_or("", String::as_str)
    }

    /// Whether a row applies to edges of a kind from a node.
    pub fn applies(&self, row: &Row, source: &str, kind: &str) -> bool {
        let is = |number: Option<u32>, iri: &str| number.is_none_or(|number| self.text(number) == iri);
        is(row.source, source) && is(row.kind, kind)
    }

    /// Orders values by language: those in the given language first, then its regional variants, then those without a
    /// language, then the others by tag.
    pub fn by_language(&self, one: u32, other: u32, language: &str) -> Ordering {
        let tag = |number| self.table.as_ref().and_then(|table| table.language(number));
        by_language((tag(one), self.text(one)), (tag(other), self.text(other)), language)
    }

    fn value(&self, number: u32) -> Value<'_> {
        match self.table.as_ref().and_then(|table| table.datatype(number)) {
            Some(datatype) => typed(self.text(number), datatype),
            None => Value::Iri(self.text(number)),
        }
    }
}

impl<'g> Facts<'g> {
    /// The best of the rows that are facts: of two values of an attribute the better one is kept.
    pub fn of(found: Found<'g>, is_fact: impl Fn(&str) -> bool, language: &str) -> Self {
        let mut things: HashMap<u32, Vec<Fact>> = HashMap::new();
        for row in found.rows.iter().filter(|row| is_fact(found.attribute(row))) {
            let facts = things.entry(row.thing).or_default();
            let new = Fact {
                attribute: row.attribute,
                value: row.value,
                rank: row.rank,
            };
            match facts.iter_mut().find(|fact| fact.attribute == row.attribute) {
                Some(fact) => {
                    let order = row.rank.cmp(&fact.rank);
                    if order
                        .then_with(|| found.by_language(row.value, fact.value, language))
                        .is_lt()
                    {
                        *fact = new;
                    }
                }
                None => facts.push(new),
            }
        }
        Self { found, things }
    }

    /// The number of a thing, if the graph has it.
    pub fn number(&self, thing: &str) -> Option<u32> {
        self.found.number(thing)
    }

    /// The attributes of a thing by its number, with their values and ranks.
    pub fn about(&self, thing: Option<u32>) -> impl Iterator<Item = (&str, Value<'_>, i64)> {
        let facts = thing.and_then(|thing| self.things.get(&thing));
        let facts = facts.into_iter().flatten();
        facts.map(|fact| {
            let name = self.found.attributes[fact.attribute].as_str();
            (name, self.found.value(fact.value), fact.rank)
        })
    }

    /// An attribute of a thing as text.
    pub fn text(&self, thing: Option<u32>, attribute: &str) -> Option<&str> {
        let facts = self.things.get(&thing?)?;
        let fact = facts
            .iter()
            .find(|fact| self.found.attributes[fact.attribute] == attribute)?;
        Some(self.found.text(fact.value))
    }
}

/// Orders texts by their language tags.
fn by_language(one: (Option<&str>, &str), other: (Option<&str>, &str), language: &str) -> Ordering {
    let primary = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
    let place = |tag: Option<&str>| match tag {
        Some(tag) if tag.eq_ignore_ascii_case(language) => 0,
        Some(tag) if primary(tag) == primary(language) => 1,
        None => 2,
        Some(_) => 3,
    };
    let order = place(one.0).cmp(&place(other.0));
    order.then(one.0.cmp(&other.0)).then_with(|| one.1.cmp(other.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_asked_for_comes_first_and_the_others_by_their_tags() {
        let mut texts = [
            ("a", Some("it")),
            ("b", Some("de")),
            ("c", None),
            ("d", Some("fr-ca")),
            ("e", Some("fr")),
            ("f", Some("fr")),
        ];
        texts.sort_by(|one, other| by_language((one.1, one.0), (other.1, other.0), "fr"));
        let order: Vec<&str> = texts.iter().map(|text| text.0).collect();
        assert_eq!(order, ["e", "f", "d", "c", "b", "a"]);
    }
}
