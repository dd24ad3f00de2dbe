//! Reads what the graph says of a thing.

use crate::graph::{Graph, text};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Term};

/// `rdfs:label`.
pub const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
/// `rdfs:comment`.
pub const COMMENT: &str = "http://www.w3.org/2000/01/rdf-schema#comment";
/// `skos:altLabel`.
pub const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
/// `skos:exactMatch`.
pub const EXACT_MATCH: &str = "http://www.w3.org/2004/02/skos/core#exactMatch";
/// `dcterms:identifier`.
pub const IDENTIFIER: &str = "http://purl.org/dc/terms/identifier";
/// `dcterms:isPartOf`.
pub const PART_OF: &str = "http://purl.org/dc/terms/isPartOf";
/// The namespace of items of Wikidata.
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";
/// `skos:prefLabel`.
const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";

/// What a graph says in a language.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// The language.
    pub language: &'a str,
}

impl Said<'_> {
    /// The label of a thing, in the language or else in any.
    pub fn label(&self, iri: &str) -> Option<String> {
        let labels = [LABEL, PREF_LABEL];
        labels
            .iter()
            .find_map(|label| best(&values(self.graph, iri, label), self.language))
    }

    /// The comment on a thing, in the language or else in any.
    pub fn comment(&self, iri: &str) -> Option<String> {
        best(&values(self.graph, iri, COMMENT), self.language)
    }
}

/// The values of a property of a thing, sorted.
pub fn values(graph: &Graph, iri: &str, property: &str) -> Vec<Term> {
    let (subject, predicate) = (NamedNodeRef::new_unchecked(iri), NamedNodeRef::new_unchecked(property));
    let found = graph.matching(Some(subject), Some(predicate), None);
    let mut values: Vec<Term> = found.map(|triple| triple.object).collect();
    sort(&mut values);
    values
}

/// Sorts terms by their texts, and by their N-Triples forms where these are equal.
pub fn sort(terms: &mut Vec<Term>) {
    terms.sort_by_cached_key(|term| (text(term).to_owned(), term.to_string()));
    terms.dedup();
}

/// The IRIs among the values of a property of a thing, sorted.
pub fn iris(graph: &Graph, iri: &str, property: &str) -> Vec<String> {
    let named = values(graph, iri, property)
        .into_iter()
        .filter_map(|value| match value {
            Term::NamedNode(node) => Some(node.into_string()),
            _ => None,
        });
    named.collect()
}

/// The things that have a property, each with each IRI that it has as value; sorted.
pub fn iris_with(graph: &Graph, property: &str) -> Vec<(String, String)> {
    let found = graph.matching(None, Some(NamedNodeRef::new_unchecked(property)), None);
    let pairs = found.filter_map(|triple| match (triple.subject, triple.object) {
        (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) => {
            Some((subject.into_string(), object.into_string()))
        }
        _ => None,
    });
    let mut pairs: Vec<(String, String)> = pairs.collect();
    pairs.sort_unstable();
    pairs
}

/// The language of a text.
pub fn language(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => literal.language(),
        _ => None,
    }
}

/// The text in a language, or else the first one.
pub fn best<'t>(values: impl IntoIterator<Item = &'t Term> + Clone, wanted: &str) -> Option<String> {
    let first = values.clone().into_iter().next()?;
    let own = values.into_iter().find(|term| language(term) == Some(wanted));
    Some(text(own.unwrap_or(first)).to_owned())
}
