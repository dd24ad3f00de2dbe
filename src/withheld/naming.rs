//! The names of withheld entities: in full, shorter, the family names of persons; the keys and addresses of what is left out.

use super::left::Parts;
use super::names::{Names, Stands, Text};
use super::own::Own;
use crate::entities;
use crate::graph::{Graph, text};
use crate::vocabulary as v;
use names::{bodies, persons};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode};
use std::collections::{BTreeMap, BTreeSet};
use text::fold::fold_words;

/// `schema:url`.
pub const URL: &str = "http://schema.org/url";
/// `rdfs:label`.
pub const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
/// `skos:altLabel`.
pub const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const EXACT_MATCH: &str = "http://www.w3.org/2004/02/skos/core#exactMatch";
/// The property from a decision about Wikidata, and from the row of an item, to the item.
pub const ITEM: &str = "https://w3id.org/sourcier/ns#item";
const ITEM_LABEL: &str = "https://w3id.org/sourcier/ns#itemLabel";
const ITEM_ALIAS: &str = "https://w3id.org/sourcier/ns#itemAlias";

/// What names are collected from.
pub struct Naming<'a> {
    /// The whole graph.
    pub graph: &'a Graph,
    /// All documents.
    pub documents: &'a BTreeSet<String>,
    /// All entities.
    pub entities: &'a BTreeSet<String>,
    /// The entities without their names.
    pub hidden: &'a BTreeSet<String>,
    /// The entities that are persons.
    pub persons: &'a BTreeSet<String>,
    /// The numbers of hidden entities that something published mentions.
    pub numbers: &'a BTreeMap<String, usize>,
    /// What is left out.
    pub gone: &'a BTreeSet<String>,
}

/// The words and the labels of published entities.
struct Known {
    words: BTreeSet<String>,
    labels: BTreeSet<String>,
}

impl Naming<'_> {
    /// The names and keys that stand nowhere, and the parts of names that may still stand somewhere.
    pub fn names(&self) -> (Names, Parts) {
        let (mut names, mut parts) = (Names::default(), Parts::default());
        self.full(&mut names);
        let short = self.short(&mut names, &mut parts);
        // A label in which a short name stands is no longer that of a published entity.
        let known = self.known(&names).words;
        self.families(&known, &mut names, &mut parts);
        self.cut(known, &short, &mut names);
        self.left_out(&mut names);
        (names, parts)
    }

    /// The names and keys of hidden entities; of persons also without what is said of them.
    fn full(&self, names: &mut Names) {
        for entity in self.hidden {
            let number = self.numbers.get(entity).copied();
            let is_person = self.persons.contains(entity);
            for name in self.names_of(entity) {
                match is_person {
                    true => names.add_person(&name, number),
                    false => names.add(&name, number),
                }
                if let Some(person) = persons::within(&name).filter(|person| is_person && *person != name) {
                    names.add_person(person, number);
                }
            }
            // A key of one word is one only where keys stand.
            let is_word = key(entity).chars().all(char::is_alphabetic);
            let stands = if is_word { Stands::InKeys } else { Stands::Always };
            names.add_as(key(entity), number, stands);
        }
    }

    /// The shorter names of bodies, but those that published entities have: `Total` of "Total SA". Returns them.
    fn short(&self, names: &mut Names, parts: &mut Parts) -> Vec<String> {
        let known = self.known(names);
        let is_free = |short: &bodies::Short| {
            let name = fold_words(&short.name);
            !(known.labels.contains(&name) || short.is_bare && known.words.contains(&name))
        };
        let mut found = Vec::new();
        for entity in self.hidden.iter().filter(|entity| !self.persons.contains(*entity)) {
            let number = self.numbers.get(entity).copied();
            let full = self.names_of(entity);
            let label = full.first().map_or_else(|| key(entity), String::as_str);
            for name in &full {
                for word in bodies::telling_words(name) {
                    parts.add(&word, label);
                }
                let short = bodies::short_names(name).into_iter().filter(is_free);
                for short in short {
                    names.add(&short.name, number);
                    found.push(short.name);
                }
            }
        }
        found
    }

    /// The given and the family names of hidden persons, by what mentions each: the claims and documents that `mentioned_by` tells of a person.
    pub fn given(&self, mentioned_by: impl Fn(&str) -> BTreeSet<String>) -> Own {
        let mut own = Own::default();
        for person in self.hidden.iter().filter(|entity| self.persons.contains(*entity)) {
            let names = self.names_of(person);
            let given = names.iter().flat_map(|name| persons::given_of(name)).map(str::to_owned);
            let parts: Vec<String> = given.chain(names.iter().flat_map(|name| families(name))).collect();
            for thing in mentioned_by(person) {
                own.add(&thing, &parts, self.numbers.get(person).copied());
            }
        }
        own
    }

    /// The family names of hidden persons, but those that others have as well; given names, which are those of many, are only told.
    fn families(&self, known: &BTreeSet<String>, names: &mut Names, parts: &mut Parts) {
        for person in self.hidden.iter().filter(|entity| self.persons.contains(*entity)) {
            let number = self.numbers.get(person).copied();
            let full = self.names_of(person);
            let label = full.first().map_or_else(|| key(person), String::as_str);
            for family in full.iter().flat_map(|name| families(name)) {
                parts.add(&family, label);
                if !known.contains(&family) {
                    names.add_as(&family, number, Stands::Capitalised);
                }
            }
            let given = full.iter().flat_map(|name| persons::given_of(name));
            for part in given.flat_map(|name| name.split('-')).filter(|part| !part.is_empty()) {
                parts.add(part, label);
            }
        }
    }

    /// The keys, addresses and titles of what is left out.
    fn left_out(&self, names: &mut Names) {
        let is_gone = |iri: &&String| self.gone.contains(*iri);
        let titles = |iri: &String| texts(self.graph, iri, v::DCTERMS_TITLE).into_iter();
        let published = self.documents.iter().filter(|iri| !is_gone(iri));
        let shared: BTreeSet<String> = published.flat_map(titles).map(|title| fold_words(&title)).collect();
        for iri in self.gone.iter().filter(|iri| !self.hidden.contains(*iri)) {
            names.add_key(key(iri));
            for property in [URL, v::ARCHIVE] {
                for address in texts(self.graph, iri, property) {
                    names.add_address(&address);
                }
            }
            // A title of few words may be that of any document.
            let is_known =
                |title: &String| title.split_whitespace().count() >= A_TITLE && !shared.contains(&fold_words(title));
            titles(iri).filter(is_known).for_each(|title| names.add(&title, None));
        }
    }

    /// Collects the texts of which keys have the beginnings: the names, and the titles and labels in which names stand.
    fn cut(&self, known: BTreeSet<String>, short: &[String], names: &mut Names) {
        names.know(known);
        for entity in self.hidden {
            let is_person = self.persons.contains(entity);
            for name in self.names_of(entity).iter().map(String::as_str).chain([key(entity)]) {
                names.add_cut(name, is_person);
            }
        }
        for name in short {
            names.add_cut(name, false);
        }
        let titles = self.documents.iter().map(|document| (document, v::DCTERMS_TITLE));
        let labels = self.entities.iter().filter(|entity| !self.hidden.contains(*entity));
        let labels = labels.flat_map(|entity| [LABEL, ALT_LABEL].map(|property| (entity, property)));
        for (thing, property) in titles.chain(labels) {
            for text in texts(self.graph, thing, property) {
                names.add_cut(&text, false);
            }
        }
    }

    /// The names of an entity, with those of its item of Wikidata.
    fn names_of(&self, entity: &str) -> Vec<String> {
        let mut names = Vec::new();
        for property in [LABEL, PREF_LABEL, ALT_LABEL] {
            names.extend(texts(self.graph, entity, property));
        }
        for item in texts(self.graph, entity, EXACT_MATCH) {
            names.push(key(&item).to_owned());
            let about = NamedNodeRef::new_unchecked(&item);
            let rows = self
                .graph
                .matching(None, Some(NamedNodeRef::new_unchecked(ITEM)), Some(about.into()));
            for row in rows {
                if let NamedOrBlankNode::NamedNode(row) = row.subject {
                    names.extend(texts(self.graph, row.as_str(), ITEM_LABEL));
                    names.extend(texts(self.graph, row.as_str(), ITEM_ALIAS));
                }
            }
        }
        names
    }

    /// The words in the names of published entities, which are the family name of nobody alone, and these names. One in which a
    /// withheld name stands does not count.
    fn known(&self, names: &Names) -> Known {
        let mut known = Known {
            words: BTreeSet::new(),
            labels: BTreeSet::new(),
        };
        for entity in self.entities.iter().filter(|entity| !self.hidden.contains(*entity)) {
            let labels = [LABEL, ALT_LABEL]
                .into_iter()
                .flat_map(|property| texts(self.graph, entity, property));
            for label in labels.filter(|label| !names.are_in(label, Text::Prose)) {
                let label = fold_words(&label);
                let words = label.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned);
                known.words.extend(words);
                known.words.insert(label.clone());
                known.labels.insert(label);
            }
        }
        known
    }
}

/// The fewest words of a title by which a withheld document is known.
const A_TITLE: usize = 4;

/// The family names in the name of a person: `Dupont` of `Jean Dupont`, `Dupont, Jean` and `DUPONT Jean`. A name that ends with a
/// small word has none: `le voisin`.
fn families(name: &str) -> Vec<String> {
    let turned = name
        .split_once(',')
        .map(|(family, given)| format!("{} {}", given.trim(), family.trim()));
    let name = turned.unwrap_or_else(|| name.to_owned());
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_loud =
        |word: &&&str| word.chars().count() > 2 && word.chars().all(|letter| letter.is_uppercase() || letter == '-');
    let loud: Vec<String> = words.iter().filter(is_loud).map(|word| fold_words(word)).collect();
    if words.len() > 1 && (1..words.len()).contains(&loud.len()) {
        return loud;
    }
    match words.last().is_some_and(|last| last.starts_with(char::is_uppercase)) {
        true => entities::families(&name),
        false => Vec::new(),
    }
}

/// The end of an IRI.
pub fn key(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

/// The values of a property, as texts; sorted.
pub fn texts(graph: &Graph, iri: &str, property: &str) -> Vec<String> {
    let (subject, predicate) = (NamedNodeRef::new_unchecked(iri), NamedNodeRef::new_unchecked(property));
    let found = graph.matching(Some(subject), Some(predicate), None);
    let mut texts: Vec<String> = found.map(|triple| text(&triple.object).to_owned()).collect();
    texts.sort_unstable();
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_name_is_found_in_a_name_however_it_is_turned() {
        assert_eq!(families("Dupont, Jean"), families("Jean Dupont"));
        assert_eq!(families("DUPONT-ROC Jean"), ["dupont-roc"]);
        assert_eq!(families("Charles de Gaulle"), ["de gaulle", "gaulle"]);
        assert!(families("le voisin").is_empty() && families("Vexley en").is_empty());
    }
}
