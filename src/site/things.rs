//! The things of a graph with their properties, read once: pages ask for the same ones again and again.
//!
//! Takes a graph; gives things that borrow from it, without a copy of any text. Terms are numbered in the order in which pages
//! show them, so that what is sorted by numbers is sorted by texts.

use crate::graph::{Graph, text};
use hashbrown::{DefaultHashBuilder, HashTable};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term, TripleRef};
use std::collections::BTreeSet;
use std::hash::BuildHasher as _;

/// All things of a graph.
#[derive(Debug, Default)]
pub struct Things {
    /// The terms of the graph, each once; sorted by their texts, and by their N-Triples forms where these are equal.
    terms: Vec<Term>,
    /// The numbers of the IRIs among them.
    iris: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The triples of each subject, and of each object.
    about: Grouped<About>,
    leading: Grouped<Leading>,
}

/// What a thing has: property, value, and the place of the triple among all those of the graph.
type About = (u32, u32, u32);

/// What leads to a thing: property and thing.
type Leading = (u32, u32);

/// Entries by a number that each has; sorted.
#[derive(Debug, Default)]
struct Grouped<T> {
    /// Where the entries of each number begin, and where the last ones end.
    starts: Vec<u32>,
    entries: Vec<T>,
}

impl<T: Ord + Copy> Grouped<T> {
    /// Groups entries by numbers below `count`.
    fn of(count: usize, mut entries: Vec<(u32, T)>) -> Self {
        entries.sort_unstable();
        let mut starts = vec![0; count + 1];
        for (number, _) in &entries {
            starts[*number as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self {
            starts,
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        }
    }

    fn get(&self, number: u32) -> &[T] {
        let number = number as usize;
        match self.starts.get(number..number + 2) {
            Some([start, end]) => &self.entries[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Gives numbers to terms in the order in which they come.
#[derive(Default)]
struct Numbering {
    terms: Vec<Term>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Numbering {
    fn number(&mut self, term: Term) -> u32 {
        let Self { terms, numbers, hasher } = self;
        let hash = hasher.hash_one(&term);
        if let Some(number) = numbers.find(hash, |number| terms[*number as usize] == term) {
            return *number;
        }
        let number = as_number(terms.len());
        terms.push(term);
        numbers.insert_unique(hash, number, |number| hasher.hash_one(&terms[*number as usize]));
        number
    }
}

/// A graph has fewer than 2³² terms and triples ([`index::MOST`]).
fn as_number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Things {
    /// The things of a graph.
    pub fn of(graph: &Graph) -> Self {
        let mut numbering = Numbering::default();
        let mut triples: Vec<[u32; 3]> = Vec::with_capacity(graph.len());
        for triple in graph.triples() {
            if let NamedOrBlankNode::NamedNode(subject) = triple.subject {
                let parts = [subject.into(), triple.predicate.into(), triple.object];
                triples.push(parts.map(|part| numbering.number(part)));
            }
        }
        let terms = numbering.terms;
        let mut order: Vec<u32> = (0..as_number(terms.len())).collect();
        order.sort_unstable_by(|one, other| {
            let (one, other) = (&terms[*one as usize], &terms[*other as usize]);
            text(one)
                .cmp(text(other))
                .then_with(|| one.to_string().cmp(&other.to_string()))
        });
        let mut ranks = vec![0; terms.len()];
        for (rank, number) in (0..).zip(&order) {
            ranks[*number as usize] = rank;
        }
        let mut terms: Vec<(u32, Term)> = ranks.iter().copied().zip(terms).collect();
        terms.sort_unstable_by_key(|(rank, _)| *rank);
        let terms = terms.into_iter().map(|(_, term)| term).collect();
        Self::sorted(terms, &ranks, &triples)
    }

    /// The things of triples of terms by their first numbers; `terms` are sorted, and `ranks` has their new numbers.
    fn sorted(terms: Vec<Term>, ranks: &[u32], triples: &[[u32; 3]]) -> Self {
        let ranked = triples.iter().map(|triple| triple.map(|number| ranks[number as usize]));
        let about = ranked.clone().zip(0..);
        let about = about.map(|([subject, property, value], place)| (subject, (property, value, place)));
        let leading = ranked.map(|[subject, property, value]| (value, (property, subject)));
        let (count, about, leading) = (terms.len(), about.collect(), leading.collect());
        let hasher = DefaultHashBuilder::default();
        let mut iris = HashTable::new();
        for (number, term) in (0..).zip(&terms) {
            if let Term::NamedNode(iri) = term {
                let hash = |number: &u32| hasher.hash_one(text(&terms[*number as usize]));
                iris.insert_unique(hasher.hash_one(iri.as_str()), number, hash);
            }
        }
        Self {
            iris,
            hasher,
            about: Grouped::of(count, about),
            leading: Grouped::of(count, leading),
            terms,
        }
    }

    /// The number of an IRI that the graph has.
    pub fn number(&self, iri: &str) -> Option<u32> {
        let is_it = |number: &u32| self.text(*number) == iri;
        self.iris.find(self.hasher.hash_one(iri), is_it).copied()
    }

    fn text(&self, number: u32) -> &str {
        text(&self.terms[number as usize])
    }

    /// A thing; one without properties if the graph has none.
    pub fn thing(&self, iri: &str) -> Thing<'_> {
        self.number(iri)
            .map_or_else(|| self.nothing(), |number| self.numbered(number))
    }

    fn numbered(&self, number: u32) -> Thing<'_> {
        Thing {
            iri: self.text(number),
            number,
            things: self,
            about: self.about.get(number),
        }
    }

    fn nothing(&self) -> Thing<'_> {
        Thing {
            iri: "",
            number: u32::MAX,
            things: self,
            about: &[],
        }
    }

    /// The properties and things that lead to an IRI; sorted.
    pub fn leading<'t>(&'t self, iri: &str) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        let leading = self.number(iri).map_or(&[][..], |number| self.leading.get(number));
        leading
            .iter()
            .map(|(property, subject)| (self.text(*property), self.text(*subject)))
    }

    /// The things of which a property has an IRI as value; sorted.
    pub fn with<'t>(&'t self, property: &str, object: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        let numbers = self.number(property).zip(self.number(object));
        let found = numbers.map_or(&[][..], |(property, object)| {
            let leading = self.leading.get(object);
            let start = leading.partition_point(|(other, _)| *other < property);
            let end = leading.partition_point(|(other, _)| *other <= property);
            &leading[start..end]
        });
        found.iter().map(|(_, subject)| self.text(*subject))
    }

    /// The properties of all things; sorted.
    pub fn properties(&self) -> Vec<&str> {
        let used: BTreeSet<u32> = self.about.entries.iter().map(|(property, _, _)| *property).collect();
        used.into_iter().map(|property| self.text(property)).collect()
    }

    /// The IRIs that are a value of a property; sorted.
    pub fn values(&self, property: &str) -> Vec<&str> {
        let property = self.number(property);
        let all = self.about.entries.iter().filter(|(own, _, _)| Some(*own) == property);
        let values: BTreeSet<u32> = all.map(|(_, value, _)| *value).collect();
        let is_iri = |value: &u32| self.terms[*value as usize].is_named_node();
        values
            .into_iter()
            .filter(is_iri)
            .map(|value| self.text(value))
            .collect()
    }

    /// The things that have a property; sorted.
    pub fn having<'t>(&'t self, property: &str) -> impl Iterator<Item = Thing<'t>> + use<'t> {
        let property = self.number(property);
        let all = (0..as_number(self.terms.len())).map(|number| self.numbered(number));
        all.filter(move |thing| thing.about.iter().any(|(own, _, _)| Some(*own) == property))
    }
}

/// A thing with its properties.
#[derive(Clone, Copy)]
pub struct Thing<'a> {
    /// Its IRI; empty if the graph does not have it.
    pub iri: &'a str,
    number: u32,
    things: &'a Things,
    about: &'a [About],
}

impl<'a> Thing<'a> {
    fn values(&self, property: &str) -> &'a [About] {
        let Some(property) = self.things.number(property) else {
            return &[];
        };
        let start = self.about.partition_point(|(other, _, _)| *other < property);
        let own = self.about[start..]
            .iter()
            .take_while(|(other, _, _)| *other == property);
        &self.about[start..start + own.count()]
    }

    /// The number of its IRI; [`u32::MAX`] if the graph does not have it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The values of a property, sorted.
    pub fn all(&self, property: &str) -> impl Iterator<Item = &'a Term> + Clone + use<'a> {
        self.terms(self.values(property))
    }

    fn terms(&self, about: &'a [About]) -> impl Iterator<Item = &'a Term> + Clone + use<'a> {
        let things = self.things;
        about.iter().map(|(_, value, _)| &things.terms[*value as usize])
    }

    /// The first value of a property, as text.
    pub fn text(&self, property: &str) -> Option<&'a str> {
        let (_, value, _) = self.values(property).first()?;
        Some(self.things.text(*value))
    }

    /// The texts of a property's values, sorted.
    pub fn texts(&self, property: &str) -> Vec<&'a str> {
        self.all(property).map(text).collect()
    }

    /// Whether it has the property.
    pub fn has(&self, property: &str) -> bool {
        !self.values(property).is_empty()
    }

    /// Whether it has no property.
    pub fn is_nothing(&self) -> bool {
        self.about.is_empty()
    }

    /// Whether one of the property's values is this IRI.
    pub fn is(&self, property: &str, iri: &str) -> bool {
        let is_it = |term: &Term| matches!(term, Term::NamedNode(node) if node.as_str() == iri);
        self.all(property).any(is_it)
    }

    /// Its properties with their values; sorted.
    pub fn properties(
        self,
    ) -> impl Iterator<Item = (&'a str, impl Iterator<Item = &'a Term> + Clone + use<'a>)> + use<'a> {
        let each = self.about.chunk_by(|(one, _, _), (other, _, _)| one == other);
        each.map(move |about| (self.things.text(about[0].0), self.terms(about)))
    }

    /// Its triples, each with its place among all triples of the graph, which are sorted by their N-Triples forms.
    pub fn triples(self) -> impl Iterator<Item = (u32, TripleRef<'a>)> + use<'a> {
        self.about.iter().map(move |(property, value, place)| {
            let (subject, property) = (self.iri, self.things.text(*property));
            let [subject, property] = [subject, property].map(NamedNodeRef::new_unchecked);
            let value = &self.things.terms[*value as usize];
            (*place, TripleRef::new(subject, property, value))
        })
    }
}
