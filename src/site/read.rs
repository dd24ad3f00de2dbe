//! Reads things out of a graph: their properties, and names in the language of a page.

use super::words::{Each, Language};
use crate::graph::{Graph, text};
use crate::terminal::isolated;
use maud::{Render, html};
use oxigraph::model::{Literal, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, HashMap};

/// `rdfs:label`.
pub const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
/// `rdfs:comment`.
pub const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
/// `skos:prefLabel`.
pub const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
/// `skos:altLabel`.
pub const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
/// `skos:definition`.
pub const DEFINITION: &str = "http://www.w3.org/2004/02/skos/core#definition";
/// `skos:inScheme`.
pub const IN_SCHEME: &str = "http://www.w3.org/2004/02/skos/core#inScheme";
/// `skos:exactMatch`.
pub const EXACT_MATCH: &str = "http://www.w3.org/2004/02/skos/core#exactMatch";
/// `dcterms:identifier`.
pub const IDENTIFIER: &str = "http://purl.org/dc/terms/identifier";
/// `dcterms:isPartOf`.
pub const PART_OF: &str = "http://purl.org/dc/terms/isPartOf";
/// `prov:wasDerivedFrom`.
pub const DERIVED_FROM: &str = "http://www.w3.org/ns/prov#wasDerivedFrom";
/// `rdfs:range`.
pub const RANGE_OF: &str = "http://www.w3.org/2000/01/rdf-schema#range";

/// A thing with its properties.
#[derive(Debug, Clone, Default)]
pub struct Thing {
    /// Its IRI.
    pub iri: String,
    /// The values of each property, by the property's IRI; sorted.
    pub properties: BTreeMap<String, Vec<Term>>,
}

impl Thing {
    /// The values of a property, sorted.
    pub fn all(&self, property: &str) -> &[Term] {
        self.properties.get(property).map_or(&[], Vec::as_slice)
    }

    /// The first value of a property, as text.
    pub fn text(&self, property: &str) -> Option<&str> {
        self.all(property).first().map(text)
    }

    /// The texts of a property's values, sorted.
    pub fn texts(&self, property: &str) -> Vec<&str> {
        self.all(property).iter().map(text).collect()
    }

    /// Whether it has the property.
    pub fn has(&self, property: &str) -> bool {
        self.properties.contains_key(property)
    }

    /// Whether one of the property's values is this IRI.
    pub fn is(&self, property: &str, iri: &str) -> bool {
        self.all(property)
            .iter()
            .any(|term| matches!(term, Term::NamedNode(node) if node.as_str() == iri))
    }
}

/// The names of all things in each language: their labels, or else their keys. Pages have names everywhere, so they are read once.
#[derive(Debug, Clone, Default)]
pub struct Names(HashMap<String, Each<String>>);

impl Names {
    /// The names of all things of a graph.
    pub fn of(graph: &Graph) -> Self {
        let mut names = HashMap::new();
        // What is read later prevails.
        for property in [IDENTIFIER, PREF_LABEL, LABEL] {
            let mut values: BTreeMap<String, Vec<Term>> = BTreeMap::new();
            for triple in graph.matching(None, Some(NamedNodeRef::new_unchecked(property)), None) {
                if let NamedOrBlankNode::NamedNode(thing) = triple.subject {
                    values.entry(thing.into_string()).or_default().push(triple.object);
                }
            }
            for (thing, mut values) in values {
                sort(&mut values);
                let name = Each::of(|language| best(&values, language).unwrap_or_default());
                names.insert(thing, name);
            }
        }
        Self(names)
    }
}

/// Reads a graph for pages in one language.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    graph: &'a Graph,
    names: &'a Names,
    /// The language of the pages.
    pub language: Language,
}

impl<'a> Reader<'a> {
    /// A reader of a graph, with the names of its things, in a language.
    pub fn new(graph: &'a Graph, names: &'a Names, language: Language) -> Self {
        Self { graph, names, language }
    }

    /// Whether one of the values of a thing's property is this IRI.
    pub fn is(&self, iri: &str, property: &str, value: &str) -> bool {
        let [subject, predicate, object] = [iri, property, value].map(NamedNodeRef::new_unchecked);
        let mut found = self.graph.matching(Some(subject), Some(predicate), Some(object.into()));
        found.next().is_some()
    }

    /// A thing with all its properties.
    pub fn thing(&self, iri: &str) -> Thing {
        let mut properties: BTreeMap<String, Vec<Term>> = BTreeMap::new();
        let subject = NamedNodeRef::new_unchecked(iri);
        for triple in self.graph.matching(Some(subject), None, None) {
            let values = properties.entry(triple.predicate.into_string()).or_default();
            values.push(triple.object);
        }
        properties.values_mut().for_each(|values| sort(values));
        Thing {
            iri: iri.to_owned(),
            properties,
        }
    }

    /// The values of a property of a thing, sorted.
    pub fn all(&self, iri: &str, property: &str) -> Vec<Term> {
        let (subject, predicate) = (NamedNodeRef::new_unchecked(iri), NamedNodeRef::new_unchecked(property));
        let found = self.graph.matching(Some(subject), Some(predicate), None);
        let mut values: Vec<Term> = found.map(|triple| triple.object).collect();
        sort(&mut values);
        values
    }

    /// The first value of a property of a thing, as text.
    pub fn text(&self, iri: &str, property: &str) -> Option<String> {
        self.all(iri, property).first().map(|term| text(term).to_owned())
    }

    /// The things of which a property has this IRI as value, sorted.
    pub fn of(&self, property: &str, object: &str) -> Vec<String> {
        let object = NamedNodeRef::new_unchecked(object);
        let predicate = NamedNodeRef::new_unchecked(property);
        let found = self.graph.matching(None, Some(predicate), Some(object.into()));
        let subjects = found.filter_map(|triple| match triple.subject {
            NamedOrBlankNode::NamedNode(node) => Some(node.into_string()),
            NamedOrBlankNode::BlankNode(_) => None,
        });
        let mut subjects: Vec<String> = subjects.collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }

    /// The things between which a property holds.
    pub fn between(&self, property: &str) -> Vec<(String, String)> {
        let found = self
            .graph
            .matching(None, Some(NamedNodeRef::new_unchecked(property)), None);
        let pairs = found.filter_map(|triple| match (triple.subject, triple.object) {
            (NamedOrBlankNode::NamedNode(one), Term::NamedNode(other)) => {
                Some((one.into_string(), other.into_string()))
            }
            _ => None,
        });
        pairs.collect()
    }

    /// The properties and things that lead to this IRI, sorted.
    pub fn leading_to(&self, iri: &str) -> Vec<(String, String)> {
        let object = NamedNodeRef::new_unchecked(iri);
        let found = self.graph.matching(None, None, Some(object.into()));
        let links = found.filter_map(|triple| match triple.subject {
            NamedOrBlankNode::NamedNode(node) => Some((triple.predicate.into_string(), node.into_string())),
            NamedOrBlankNode::BlankNode(_) => None,
        });
        let mut links: Vec<_> = links.collect();
        links.sort_unstable();
        links
    }

    /// The text of a property in the language of the page, or else in any language.
    pub fn said(&self, iri: &str, property: &str) -> Option<String> {
        self.best(&self.all(iri, property))
    }

    /// The text in the language of the page, or else the first of any language.
    pub fn best(&self, values: &[Term]) -> Option<String> {
        best(values, self.language)
    }

    /// What a person remarked, in the language of the page, or else in any other, with that language.
    pub fn remark(&self, values: &[Term]) -> Option<Remark> {
        let text = self.best(values)?;
        let is_it = |literal: &&Literal| isolated(literal.value()) == text.as_str();
        let literals = values.iter().filter_map(|term| match term {
            Term::Literal(literal) => Some(literal),
            _ => None,
        });
        let languages: Vec<&str> = literals.filter(is_it).filter_map(Literal::language).collect();
        let own = self.language.tag();
        let language = languages
            .iter()
            .all(|language| *language != own)
            .then(|| languages.first())
            .flatten();
        Some(Remark {
            language: language.map(|language| (*language).to_owned()),
            text,
        })
    }

    /// The name of a thing, isolated from the text beside it: its label, or else its key, or else the end of its IRI.
    pub fn label(&self, iri: &str) -> String {
        match self.name(iri) {
            Some(name) => name.to_owned(),
            None => isolated(iri.rsplit(['/', '#']).next().unwrap_or(iri)).into_owned(),
        }
    }

    /// The name of a thing that has a label or a key.
    pub fn name(&self, iri: &str) -> Option<&'a str> {
        self.names.0.get(iri).map(|name| name.get(self.language).as_str())
    }

    /// The names of things, separated by commas.
    pub fn labels<'t>(&self, iris: impl IntoIterator<Item = &'t str>) -> String {
        let labels: Vec<String> = iris.into_iter().map(|iri| self.label(iri)).collect();
        labels.join(", ")
    }

    /// The value of a term for readers: the name of a thing, the text of a literal.
    pub fn value(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.label(node.as_str()),
            other => text(other).to_owned(),
        }
    }
}

/// A text that a person wrote, on a page that may have another language.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The text.
    pub text: String,
    /// Its language, if it is known and not that of the page.
    pub language: Option<String>,
}

impl Render for Remark {
    fn render_to(&self, out: &mut String) {
        match &self.language {
            Some(language) => html! { span lang=(language) { (self.text) } }.render_to(out),
            None => self.text.render_to(out),
        }
    }
}

/// The text in a language, or else the first of any language; isolated from the text beside it.
fn best(values: &[Term], language: Language) -> Option<String> {
    let own = values.iter().find(|term| match term {
        Term::Literal(literal) => literal.language() == Some(language.tag()),
        _ => false,
    });
    own.or(values.first()).map(|term| isolated(text(term)).into_owned())
}

/// Sorts terms by their texts, and by language where these are equal.
fn sort(values: &mut [Term]) {
    values.sort_by_cached_key(|term| (text(term).to_owned(), term.to_string()));
}
