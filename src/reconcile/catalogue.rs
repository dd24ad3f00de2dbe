//! The entities of a dossier with what is said of them, read out of its graph once.
//!
//! Takes an open dossier; what it withholds is not here. Entities are in the order of their IRIs.

use super::read::{ALT_LABEL, COMMENT, LABEL, PART_OF, Said, best, language, sort};
use super::types::Types;
use super::words::Words;
use crate::dossier::Dossier;
use crate::graph::{Graph, text};
use crate::open::OpenDossier;
use crate::vocabulary as v;
use diagnostic::clipped;
use names::Class;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most characters of a description.
const MOST_DESCRIBED: usize = 200;

/// An entity.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its IRI.
    pub iri: String,
    /// Its name in the language of the dossier.
    pub name: String,
    /// The places of its types, of which it has at least one.
    pub types: Vec<usize>,
    /// What is said of it: the places of properties with values; sorted by property.
    values: Vec<(usize, Term)>,
}

impl Entity {
    /// The values of a property, by its place; sorted.
    pub fn values(&self, property: usize) -> impl Iterator<Item = &Term> + Clone {
        let start = self.values.partition_point(|(other, _)| *other < property);
        let own = self.values.iter().skip(start);
        own.take_while(move |(other, _)| *other == property)
            .map(|(_, value)| value)
    }

    /// All values, each with the place of its property.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Term)> {
        self.values.iter().map(|(property, value)| (*property, value))
    }
}

/// A property that entities have.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its IRI.
    pub iri: String,
    /// Its identifier: a prefixed name, or else the IRI.
    pub id: String,
    /// Its name in the language of the dossier.
    pub name: String,
    /// What it says.
    pub description: Option<String>,
}

/// The entities of a dossier.
#[derive(Debug)]
pub struct Catalogue {
    /// The title of the dossier.
    pub title: String,
    /// The start of the IRIs of entities, before their identifiers.
    pub space: String,
    /// The language of names.
    pub language: String,
    /// All languages of names and remarks, sorted.
    pub languages: Vec<String>,
    /// The entities, sorted by IRI.
    pub entities: Vec<Entity>,
    /// The types that they have.
    pub types: Types,
    /// The properties that they have, sorted by identifier.
    pub properties: Vec<Property>,
    /// The names of things that are values and no entities.
    others: HashMap<String, String>,
}

impl Catalogue {
    /// Reads the entities of a dossier.
    pub fn of(open: &OpenDossier) -> Self {
        let (dossier, graph) = (&open.dossier, &open.loaded.graph);
        let said = Said {
            graph,
            language: &dossier.manifest.language,
        };
        let read = read(graph, &|iri| open.withheld.is_nameless(iri));
        let terms = || read.values().flatten();
        let predicates: BTreeSet<&str> = terms().map(|(property, _)| property.as_str()).collect();
        let properties = properties(dossier, &said, &predicates);
        let places: HashMap<&str, usize> = properties
            .iter()
            .enumerate()
            .map(|(place, property)| (property.iri.as_str(), place))
            .collect();
        let classes = terms().filter(|(property, _)| property == v::RDF_TYPE);
        let classes: BTreeSet<String> = classes.map(|(_, class)| text(class).to_owned()).collect();
        let types = Types::of(graph, &classes, &said, &|iri| match iri.strip_prefix(v::NS) {
            Some(name) => name.to_owned(),
            None => shortened(dossier, iri),
        });
        let tags = terms().filter_map(|(_, value)| language(value));
        let tags: BTreeSet<&str> = tags.collect();
        let others = terms().filter_map(|(property, value)| match value {
            Term::NamedNode(node) if property != v::RDF_TYPE && !read.contains_key(node.as_str()) => {
                Some((node.as_str().to_owned(), said.label(node.as_str())?))
            }
            _ => None,
        });
        let space = format!("{}id/", dossier.manifest.base);
        let entity =
            |(iri, about): (&String, &Vec<(String, Term)>)| entity(iri, about, (&types, &places), &said, &space);
        Self {
            title: dossier.manifest.title.clone(),
            language: dossier.manifest.language.clone(),
            languages: tags.into_iter().map(str::to_owned).collect(),
            entities: read.iter().map(entity).collect(),
            others: others.collect(),
            types,
            properties,
            space,
        }
    }

    /// The identifier of an entity: its IRI without the start that all have.
    pub fn id<'e>(&self, entity: &'e Entity) -> &'e str {
        entity.iri.strip_prefix(&self.space).unwrap_or(&entity.iri)
    }

    /// The place of an entity, by identifier or IRI.
    pub fn find(&self, wanted: &str) -> Option<usize> {
        let at = |iri: &str| {
            self.entities
                .binary_search_by(|entity| entity.iri.as_str().cmp(iri))
                .ok()
        };
        at(wanted).or_else(|| at(&format!("{}{wanted}", self.space)))
    }

    /// The place of a property, by identifier or IRI.
    pub fn property(&self, wanted: &str) -> Option<usize> {
        self.properties
            .iter()
            .position(|property| property.id == wanted || property.iri == wanted)
    }

    /// All names of an entity, in every language, and other names.
    pub fn names<'c>(&'c self, entity: &'c Entity) -> impl Iterator<Item = &'c str> {
        let properties = [LABEL, ALT_LABEL].into_iter().filter_map(|iri| self.property(iri));
        properties.flat_map(|property| entity.values(property)).map(text)
    }

    /// The names of the types of an entity.
    pub fn types_of(&self, entity: &Entity) -> String {
        let types = entity.types.iter().filter_map(|place| self.types.get(*place));
        let names: Vec<&str> = types.map(|one| one.name.as_str()).collect();
        names.join(", ")
    }

    /// The coarse class of an entity.
    pub fn class(&self, entity: &Entity) -> Option<Class> {
        let types = entity.types.iter().filter_map(|place| self.types.get(*place));
        types.filter_map(|one| one.class).next()
    }

    /// The remark on an entity, in the language of the dossier or else in any.
    pub fn comment(&self, entity: &Entity) -> Option<String> {
        best(entity.values(self.property(COMMENT)?), &self.language)
    }

    /// What tells an entity from others of its name: its type, what it is a part of, and the remark on it.
    pub fn description(&self, entity: &Entity) -> String {
        let mut parts = vec![self.types_of(entity)];
        if let Some(part_of) = self.property(PART_OF) {
            let wholes: Vec<&str> = entity.values(part_of).map(|whole| self.name(text(whole))).collect();
            let called = self.properties.get(part_of).map_or("", |property| &property.name);
            parts.extend((!wholes.is_empty()).then(|| format!("{called} {}", wholes.join(", "))));
        }
        parts.extend(self.comment(entity));
        clipped(&parts.join("; "), MOST_DESCRIBED)
    }

    /// The name of a thing that is a value: that of an entity, or else its label, or else its IRI.
    pub fn name<'c>(&'c self, iri: &'c str) -> &'c str {
        let entity = self.find(iri).and_then(|place| self.entities.get(place));
        match entity {
            Some(entity) => &entity.name,
            None => self.others.get(iri).map_or(iri, String::as_str),
        }
    }
}

/// What is said of a thing: properties with values.
type About = Vec<(String, Term)>;

/// All entities of a graph that have names, with what is said of them.
fn read(graph: &Graph, is_nameless: &dyn Fn(&str) -> bool) -> BTreeMap<String, About> {
    let [class, entity] = [v::RDF_TYPE, v::ENTITY].map(NamedNodeRef::new_unchecked);
    let found = graph.matching(None, Some(class), Some(entity.into()));
    let iris = found.filter_map(|triple| match triple.subject {
        NamedOrBlankNode::NamedNode(iri) if !is_nameless(iri.as_str()) => Some(iri),
        _ => None,
    });
    let about = |iri: NamedNodeRef<'_>| {
        let triples = graph.matching(Some(iri), None, None);
        let about = triples.filter(|triple| !matches!(triple.object, Term::BlankNode(_) | Term::Triple(_)));
        about
            .map(|triple| (triple.predicate.into_string(), triple.object))
            .collect()
    };
    iris.map(|iri| (iri.as_str().to_owned(), about(iri.as_ref()))).collect()
}

fn entity(
    iri: &str,
    about: &About,
    (types, places): (&Types, &HashMap<&str, usize>),
    said: &Said<'_>,
    space: &str,
) -> Entity {
    let mut by_property: BTreeMap<usize, Vec<Term>> = BTreeMap::new();
    for (property, value) in about {
        if let Some(place) = places.get(property.as_str()) {
            by_property.entry(*place).or_default().push(value.clone());
        }
    }
    by_property.values_mut().for_each(sort);
    let of = |property: &str| places.get(property).and_then(|place| by_property.get(place));
    let classes = of(v::RDF_TYPE).into_iter().flatten();
    let mut own: Vec<usize> = classes
        .filter_map(|class| types.all().iter().position(|one| one.iri == text(class)))
        .collect();
    // That it is an entity is told only of what has no other type; `s:Entity` is the first.
    if own.len() > 1 {
        own.retain(|place| *place > 0);
    }
    let name = of(LABEL).and_then(|labels| best(labels, said.language));
    let values = by_property
        .into_iter()
        .flat_map(|(place, values)| values.into_iter().map(move |value| (place, value)));
    Entity {
        iri: iri.to_owned(),
        name: name.unwrap_or_else(|| iri.strip_prefix(space).unwrap_or(iri).to_owned()),
        types: own,
        values: values.collect(),
    }
}

/// The properties with these IRIs, sorted by identifier.
fn properties(dossier: &Dossier, said: &Said<'_>, iris: &BTreeSet<&str>) -> Vec<Property> {
    let words = Words::of(said.language);
    let property = |iri: &&str| {
        let name = words.property(iri).map(str::to_owned).or_else(|| said.label(iri));
        Property {
            id: shortened(dossier, iri),
            name: name.unwrap_or_else(|| iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned()),
            description: said.comment(iri),
            iri: (*iri).to_owned(),
        }
    };
    let mut properties: Vec<Property> = iris.iter().map(property).collect();
    properties.sort_by(|one, other| one.id.cmp(&other.id));
    properties
}

/// The prefixed name of an IRI, or else the IRI itself.
fn shortened(dossier: &Dossier, iri: &str) -> String {
    let short = dossier.shorten(iri);
    match short.starts_with('<') {
        true => iri.to_owned(),
        false => short,
    }
}
