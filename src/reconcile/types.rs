//! The types of entities: the classes of the ontology that they have, and the broader ones up to `s:Entity`.

use super::read::{Said, WIKIDATA, iris, iris_with};
use crate::graph::Graph;
use crate::link::list;
use crate::vocabulary as v;
use names::Class;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// `rdfs:subClassOf`.
const SUBCLASS_OF: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";

/// A type of entities.
#[derive(Debug, Clone)]
pub struct Type {
    /// The IRI of the class.
    pub iri: String,
    /// Its identifier: the name of a class of the vocabulary, as the tables have it (`Company`); else a prefixed name or the IRI.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// The places of the types next above it.
    pub broader: Vec<usize>,
    /// The coarse class, by which names are compared.
    pub class: Option<Class>,
}

/// The types of a dossier's entities.
#[derive(Debug, Default)]
pub struct Types(Vec<Type>);

impl Types {
    /// The types of entities that have these classes, and those above them; sorted by identifier, with `s:Entity` first.
    pub fn of(graph: &Graph, classes: &BTreeSet<String>, said: &Said<'_>, id: &dyn Fn(&str) -> String) -> Self {
        let mut above: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (class, broader) in iris_with(graph, SUBCLASS_OF) {
            above.entry(class).or_default().push(broader);
        }
        let is_entity = |class: &str| class == v::ENTITY || up(&above, class).contains(v::ENTITY);
        let mut all: BTreeSet<String> = BTreeSet::from([v::ENTITY.to_owned()]);
        for class in classes.iter().filter(|class| is_entity(class)) {
            all.insert(class.clone());
            all.extend(
                up(&above, class)
                    .into_iter()
                    .filter(|class| is_entity(class))
                    .map(str::to_owned),
            );
        }
        let mut sorted: Vec<(bool, String, String)> =
            all.into_iter().map(|iri| (iri != v::ENTITY, id(&iri), iri)).collect();
        sorted.sort_unstable();
        let places: BTreeMap<&str, usize> = sorted
            .iter()
            .enumerate()
            .map(|(at, (.., iri))| (iri.as_str(), at))
            .collect();
        let read = |(_, id, iri): &(bool, String, String)| {
            let broader = above.get(iri).into_iter().flatten();
            let mut broader: Vec<usize> = broader.filter_map(|iri| places.get(iri.as_str()).copied()).collect();
            broader.sort_unstable();
            broader.dedup();
            Type {
                id: id.clone(),
                name: said.label(iri).unwrap_or_else(|| id.clone()),
                description: said.comment(iri),
                broader,
                class: coarse(graph, &above, iri),
                iri: iri.clone(),
            }
        };
        Self(sorted.iter().map(read).collect())
    }

    /// All of them.
    pub fn all(&self) -> &[Type] {
        &self.0
    }

    /// The type at a place.
    pub fn get(&self, place: usize) -> Option<&Type> {
        self.0.get(place)
    }

    /// The place of a type, by its identifier, its IRI, or its name behind a prefix (`s:Company`).
    pub fn find(&self, wanted: &str) -> Option<usize> {
        let bare = wanted.strip_prefix("s:").unwrap_or(wanted);
        self.0.iter().position(|one| one.id == bare || one.iri == wanted)
    }

    /// A type as JSON, with those next above it.
    pub fn described(&self, one: &Type) -> Value {
        let mut value = json!({"id": one.id, "name": one.name});
        if let Some(description) = &one.description {
            value["description"] = json!(description);
        }
        let broader = one.broader.iter().filter_map(|place| self.get(*place));
        let broader: Vec<Value> = broader.map(|one| json!({"id": one.id, "name": one.name})).collect();
        if !broader.is_empty() {
            value["broader"] = json!(broader);
        }
        value
    }

    /// Whether a type is another one, or below it.
    pub fn is_a(&self, place: usize, wanted: usize) -> bool {
        let mut open = vec![place];
        let mut seen = BTreeSet::new();
        while let Some(place) = open.pop() {
            if place == wanted {
                return true;
            }
            if seen.insert(place) {
                open.extend(self.get(place).into_iter().flat_map(|one| &one.broader));
            }
        }
        false
    }
}

/// The classes above one.
fn up<'a>(above: &'a BTreeMap<String, Vec<String>>, class: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = above.get(class).into_iter().flatten().map(String::as_str).collect();
    while let Some(class) = open.pop() {
        if found.insert(class) {
            open.extend(above.get(class).into_iter().flatten().map(String::as_str));
        }
    }
    found
}

/// The coarse class of a class, from the classes of Wikidata that correspond to it: neither people nor organisations means other.
fn coarse(graph: &Graph, above: &BTreeMap<String, Vec<String>>, class: &str) -> Option<Class> {
    if class == v::ENTITY {
        return None;
    }
    let classes = std::iter::once(class).chain(up(above, class));
    let items = classes.flat_map(|class| iris(graph, class, v::ITEM_CLASS));
    let items: Vec<String> = items
        .filter_map(|item| item.strip_prefix(WIKIDATA).map(str::to_owned))
        .collect();
    list::class(&items).or(Some(Class::Other))
}
