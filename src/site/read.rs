//! Reads things for pages: their properties, and names in the language of a page.

use super::things::{Thing, Things};
use super::words::{Each, Language};
use crate::graph::text;
use crate::terminal::isolated;
use maud::{Render, html};
use oxigraph::model::{Literal, Term};
use std::collections::HashMap;

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

/// The names of all things in each language: their labels, or else their keys. Pages have names everywhere, so they are read once.
#[derive(Debug, Default)]
pub struct Names(HashMap<u32, Each<String>>);

impl Names {
    /// The names of all things.
    pub fn of(things: &Things) -> Self {
        let mut names = HashMap::new();
        // What is read later prevails.
        for property in [IDENTIFIER, PREF_LABEL, LABEL] {
            for thing in things.having(property) {
                let values = thing.all(property);
                let name = Each::of(|language| best(values.clone(), language).unwrap_or_default());
                names.insert(thing.number(), name);
            }
        }
        Self(names)
    }
}

/// Reads things for pages in one language.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    things: &'a Things,
    names: &'a Names,
    /// The language of the pages.
    pub language: Language,
}

impl<'a> Reader<'a> {
    /// A reader of things, with their names, in a language.
    pub fn new(things: &'a Things, names: &'a Names, language: Language) -> Self {
        Self {
            things,
            names,
            language,
        }
    }

    /// The same things in another language.
    pub fn with(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Whether one of the values of a thing's property is this IRI.
    pub fn is(&self, iri: &str, property: &str, value: &str) -> bool {
        self.thing(iri).is(property, value)
    }

    /// A thing with all its properties.
    pub fn thing(&self, iri: &str) -> Thing<'a> {
        self.things.thing(iri)
    }

    /// The first value of a property of a thing, as text.
    pub fn text(&self, iri: &str, property: &str) -> Option<&'a str> {
        self.thing(iri).text(property)
    }

    /// The things of which a property has this IRI as value, sorted.
    pub fn of(&self, property: &str, object: &str) -> Vec<&'a str> {
        self.things.with(property, object).collect()
    }

    /// The things that have a property, sorted.
    pub fn having(&self, property: &str) -> impl Iterator<Item = Thing<'a>> + use<'a> {
        self.things.having(property)
    }

    /// The properties and things that lead to this IRI, sorted.
    pub fn leading_to(&self, iri: &str) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.things.leading(iri)
    }

    /// The text of a property in the language of the page, or else in any language.
    pub fn said(&self, iri: &str, property: &str) -> Option<String> {
        self.best(self.thing(iri).all(property))
    }

    /// The text in the language of the page, or else the first of any language.
    pub fn best(&self, values: impl Iterator<Item = &'a Term> + Clone) -> Option<String> {
        best(values, self.language)
    }

    /// What a person remarked, in the language of the page, or else in any other, with that language.
    pub fn remark(&self, values: impl Iterator<Item = &'a Term> + Clone) -> Option<Remark> {
        let text = self.best(values.clone())?;
        let is_it = |literal: &&Literal| isolated(literal.value()) == text.as_str();
        let literals = values.filter_map(|term| match term {
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
        let name = self.names.0.get(&self.things.number(iri)?)?;
        Some(name.get(self.language).as_str())
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
fn best<'t>(mut values: impl Iterator<Item = &'t Term> + Clone, language: Language) -> Option<String> {
    let first = values.clone().next()?;
    let own = values.find(|term| match term {
        Term::Literal(literal) => literal.language() == Some(language.tag()),
        _ => false,
    });
    Some(isolated(text(own.unwrap_or(first))).into_owned())
}
