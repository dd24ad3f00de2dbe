//! What a query says besides a name: values of properties, and which entities have them.
//!
//! Values are compared as texts, folded as names are: those of literals; for things, their identifiers and all names.

use super::catalogue::{Catalogue, Entity};
use super::read::{EXACT_MATCH, IDENTIFIER};
use super::request::{Evidence, Given};
use crate::graph::text;
use crate::vocabulary as v;
use oxigraph::model::Term;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use text::fold::fold_words;

/// Which entities have which values: hashes of property and value, each with the place of an entity; sorted.
#[derive(Debug)]
pub struct Values(Vec<(u64, u32)>);

/// What the properties of a query say of an entity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many of them it agrees with.
    pub agree: usize,
    /// How many of them it disagrees with: it has other values. Where it has none, nothing is known.
    pub disagree: usize,
    /// Whether it has the identifier that one of them gives.
    pub is_identified: bool,
}

/// The properties of a query as they are looked up.
#[derive(Debug, Default)]
pub struct Wanted(Vec<WantedProperty>);

#[derive(Debug)]
struct WantedProperty {
    /// Its place; `None` if no entity has it.
    place: Option<usize>,
    identifies: bool,
    hashes: BTreeSet<u64>,
}

fn hash(property: usize, value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (property, fold_words(value)).hash(&mut hasher);
    hasher.finish()
}

impl Wanted {
    /// The properties of a query.
    pub fn of(catalogue: &Catalogue, evidence: &[Evidence]) -> Self {
        let mut wanted: Vec<WantedProperty> = Vec::new();
        for (place, one) in evidence.iter().map(|one| (catalogue.property(&one.property), one)) {
            let hashes = place.into_iter().flat_map(|place| {
                let given = one.values.iter();
                given.map(move |(Given::Text(text) | Given::Entity(text))| hash(place, text))
            });
            // One property that is given twice is one with the values of both.
            match wanted.iter_mut().find(|known| place.is_some() && known.place == place) {
                Some(known) => known.hashes.extend(hashes),
                None => wanted.push(WantedProperty {
                    place,
                    identifies: place
                        .and_then(|place| catalogue.properties.get(place))
                        .is_some_and(|property| [EXACT_MATCH, IDENTIFIER].contains(&property.iri.as_str())),
                    hashes: hashes.collect(),
                }),
            }
        }
        Self(wanted)
    }

    /// How many properties are given.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl Values {
    /// The values of all entities.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut found = Vec::new();
        for (entity, number) in catalogue.entities.iter().zip(0..) {
            for (property, value) in entity.all() {
                let texts = texts(catalogue, property, value);
                found.extend(texts.into_iter().map(|text| (hash(property, text), number)));
            }
        }
        found.sort_unstable();
        found.dedup();
        Self(found)
    }

    /// The places of the entities that have a value.
    fn having(&self, hash: u64) -> impl Iterator<Item = usize> {
        let start = self.0.partition_point(|(other, _)| *other < hash);
        let own = self.0.iter().skip(start).take_while(move |(other, _)| *other == hash);
        own.map(|(_, entity)| *entity as usize)
    }

    fn has(&self, hash: u64, place: usize) -> bool {
        u32::try_from(place).is_ok_and(|place| self.0.binary_search(&(hash, place)).is_ok())
    }

    /// The entities that agree with a query's properties, those that agree with most first; at most some.
    pub fn agreeing(&self, wanted: &Wanted, most: usize) -> Vec<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for property in &wanted.0 {
            let found: BTreeSet<usize> = property.hashes.iter().flat_map(|hash| self.having(*hash)).collect();
            found
                .into_iter()
                .for_each(|place| *counts.entry(place).or_default() += 1);
        }
        let mut sorted: Vec<(usize, usize)> = counts.into_iter().collect();
        sorted.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
        sorted.into_iter().take(most).map(|(place, _)| place).collect()
    }

    /// The entities that have an identifier which a query gives; at most some.
    pub fn identified(&self, wanted: &Wanted, most: usize) -> Vec<usize> {
        let hashes = wanted
            .0
            .iter()
            .filter(|property| property.identifies)
            .flat_map(|property| &property.hashes);
        let found: BTreeSet<usize> = hashes.flat_map(|hash| self.having(*hash)).collect();
        found.into_iter().take(most).collect()
    }

    /// What a query's properties say of an entity.
    pub fn verdict(&self, wanted: &Wanted, entity: &Entity, place: usize) -> Verdict {
        let mut verdict = Verdict::default();
        for property in &wanted.0 {
            if property.hashes.iter().any(|hash| self.has(*hash, place)) {
                verdict.agree += 1;
                verdict.is_identified |= property.identifies;
            } else if property.place.is_some_and(|at| entity.values(at).next().is_some()) {
                verdict.disagree += 1;
            }
        }
        verdict
    }
}

/// The texts by which a value may be given.
fn texts<'c>(catalogue: &'c Catalogue, property: usize, value: &'c Term) -> Vec<&'c str> {
    let iri = match value {
        Term::NamedNode(node) => node.as_str(),
        other => return vec![text(other)],
    };
    let is_type = catalogue
        .properties
        .get(property)
        .is_some_and(|one| one.iri == v::RDF_TYPE);
    if let Some(one) = catalogue
        .types
        .find(iri)
        .filter(|_| is_type)
        .and_then(|at| catalogue.types.get(at))
    {
        return vec![&one.id, &one.iri, &one.name];
    }
    let mut texts = vec![iri, iri.rsplit(['/', '#']).next().unwrap_or(iri)];
    match catalogue.find(iri).and_then(|place| catalogue.entities.get(place)) {
        Some(entity) => texts.extend(catalogue.names(entity).chain([catalogue.id(entity)])),
        None => texts.push(catalogue.name(iri)),
    }
    texts
}
