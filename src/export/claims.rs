//! Exports claims in schema.org's vocabulary: one JSON-LD document, in which each claim embeds the things it is about.
//!
//! Takes the graph of a dossier. `claims/claims.rq` maps claims, documents, entities and measures to schema.org, and
//! keeps the dossier's vocabulary where schema.org has no term. `appearance` is the document, `author` the speaker,
//! `mentions` the exact amount as `xsd:decimal`. The context is embedded, so readers need no network. A thing that
//! several claims share is repeated in each; other claims are referred to by IRI.

use super::json_stream::JsonStream;
use crate::budget::OWN;
use crate::graph::Graph;
use crate::vocabulary::{NS, RDF_TYPE, XSD};
use oxigraph::model::{Literal, NamedOrBlankNode, Term};
use oxigraph::sparql::QueryEvaluationError;
use spargebra::SparqlParser;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The namespace of schema.org, as used in the ontology.
const SCHEMA: &str = "http://schema.org/";

/// The claims could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ClaimsError {
    /// The query over the graph failed.
    #[error("the claims cannot be read out of the graph")]
    Query(#[from] QueryEvaluationError),
    /// Writing failed.
    #[error("the claims cannot be written")]
    Io(#[from] io::Error),
}

/// The coercion of a property's values in the context.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    /// Nodes.
    Nodes,
    /// Texts, by language.
    Texts,
    /// Exact decimals.
    Decimals,
}

/// The properties with a coercion in the context; values of all others are written in full.
const COERCED: [(&str, Values); 27] = [
    ("about", Values::Nodes),
    ("alternateName", Values::Texts),
    ("appearance", Values::Nodes),
    ("author", Values::Nodes),
    ("citation", Values::Nodes),
    ("comment", Values::Texts),
    ("maxValue", Values::Decimals),
    ("mentions", Values::Nodes),
    ("minValue", Values::Decimals),
    ("name", Values::Texts),
    ("publisher", Values::Nodes),
    ("s:contradicts", Values::Nodes),
    ("s:funder", Values::Nodes),
    ("s:kind", Values::Nodes),
    ("s:modality", Values::Nodes),
    ("s:occasion", Values::Nodes),
    ("s:reading", Values::Nodes),
    ("s:recipient", Values::Nodes),
    ("s:refines", Values::Nodes),
    ("s:repeats", Values::Nodes),
    ("s:updates", Values::Nodes),
    ("s:value", Values::Nodes),
    ("s:via", Values::Nodes),
    ("sameAs", Values::Nodes),
    ("text", Values::Texts),
    ("unitText", Values::Texts),
    ("value", Values::Decimals),
];

/// The values of each property of each thing, by the property's name in the context.
type Things = BTreeMap<String, BTreeMap<String, Vec<Term>>>;

/// Writes the claims, sorted by IRI.
///
/// # Errors
/// When the query or writing fails.
pub fn write(graph: &Graph, out: &mut dyn Write) -> Result<(), ClaimsError> {
    let query = SparqlParser::new().parse_query(include_str!("claims/claims.rq"));
    let query = query.map_err(|error| QueryEvaluationError::Unexpected(Box::new(error)))?;
    let mut things = Things::new();
    for triple in graph.construct(OWN, query)? {
        if let NamedOrBlankNode::NamedNode(thing) = triple.subject {
            let properties = things.entry(thing.into_string()).or_default();
            let values = properties.entry(short(triple.predicate.as_str())).or_default();
            values.push(triple.object);
        }
    }
    for values in things.values_mut().flat_map(BTreeMap::values_mut) {
        values.sort_by_cached_key(ToString::to_string);
        values.dedup();
    }
    let mut json = JsonStream::new(out);
    json.open(b'{');
    context(&mut json);
    json.line()?;
    json.name("@graph");
    json.open(b'[');
    for thing in things.keys().filter(|thing| is_claim(&things, thing)) {
        json.line()?;
        object(&things, thing, &mut Vec::new(), &mut json);
    }
    json.close(b']');
    json.close(b'}');
    json.finish()?;
    Ok(())
}

/// The name of a term in the context: `name`, `s:kind`, `@type`.
fn short(iri: &str) -> String {
    if iri == RDF_TYPE {
        return "@type".to_owned();
    }
    let local = |namespace: &str| iri.strip_prefix(namespace).filter(|rest| !rest.contains([':', '/']));
    match (local(SCHEMA), local(NS)) {
        (Some(name), _) => name.to_owned(),
        (_, Some(name)) => format!("s:{name}"),
        _ => iri.to_owned(),
    }
}

fn is_claim(things: &Things, thing: &str) -> bool {
    let types = things.get(thing).and_then(|properties| properties.get("@type"));
    types.is_some_and(|types| types.iter().any(|class| class_name(class).as_deref() == Some("Claim")))
}

fn class_name(class: &Term) -> Option<String> {
    match class {
        Term::NamedNode(class) => Some(short(class.as_str())),
        _ => None,
    }
}

fn context(json: &mut JsonStream<'_>) {
    json.name("@context");
    json.open(b'{');
    json.name("@version");
    json.decimal("1.1");
    json.member("@vocab", Some(SCHEMA));
    json.member("s", Some(NS));
    json.member("xsd", Some(XSD));
    for (name, values) in COERCED {
        json.name(name);
        json.open(b'{');
        if !name.starts_with("s:") {
            json.member("@id", Some(&format!("{SCHEMA}{name}")));
        }
        match values {
            Values::Nodes => json.member("@type", Some("@id")),
            Values::Texts => json.member("@container", Some("@language")),
            Values::Decimals => json.member("@type", Some("xsd:decimal")),
        }
        json.close(b'}');
    }
    json.close(b'}');
}

/// Writes a thing with its properties; things in `path` contain it and are referred to by IRI.
fn object<'t>(things: &'t Things, thing: &'t str, path: &mut Vec<&'t str>, json: &mut JsonStream<'_>) {
    json.open(b'{');
    json.member("@id", Some(thing));
    path.push(thing);
    for (name, values) in things.get(thing).into_iter().flatten() {
        json.name(name);
        if name == "@type" {
            list(values, json, |class, json| {
                json.text(&class_name(class).unwrap_or_default());
            });
            continue;
        }
        let coerced = COERCED
            .iter()
            .find(|(coerced, _)| coerced == name)
            .map(|(_, values)| *values);
        if coerced == Some(Values::Texts) && values.iter().all(|value| matches!(value, Term::Literal(_))) {
            by_language(values, json);
            continue;
        }
        list(values, json, |value, json| match value {
            Term::NamedNode(node) => {
                let node = node.as_str();
                if things.contains_key(node) && !path.contains(&node) && !is_claim(things, node) {
                    object(things, node, path, json);
                } else if coerced == Some(Values::Nodes) {
                    json.text(node);
                } else {
                    json.open(b'{');
                    json.member("@id", Some(node));
                    json.close(b'}');
                }
            }
            Term::Literal(literal) => value_of(literal, coerced, json),
            // The graph has neither blank nodes nor triple terms.
            Term::BlankNode(_) | Term::Triple(_) => json.text(""),
        });
    }
    path.pop();
    json.close(b'}');
}

/// Writes one value as itself, several as an array.
fn list<'t>(values: &'t [Term], json: &mut JsonStream<'_>, mut write: impl FnMut(&'t Term, &mut JsonStream<'_>)) {
    match values {
        [value] => write(value, json),
        many => {
            json.open(b'[');
            many.iter().for_each(|value| write(value, json));
            json.close(b']');
        }
    }
}

/// Writes texts as a language map.
fn by_language(values: &[Term], json: &mut JsonStream<'_>) {
    let mut languages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for value in values {
        if let Term::Literal(literal) = value {
            let language = literal.language().unwrap_or("@none");
            languages.entry(language).or_default().push(literal.value());
        }
    }
    json.open(b'{');
    for (language, texts) in languages {
        json.name(language);
        match texts.as_slice() {
            [text] => json.text(text),
            many => {
                json.open(b'[');
                many.iter().for_each(|text| json.text(text));
                json.close(b']');
            }
        }
    }
    json.close(b'}');
}

fn value_of(literal: &Literal, coerced: Option<Values>, json: &mut JsonStream<'_>) {
    let datatype = literal.datatype().as_str();
    let xsd = datatype.strip_prefix(XSD);
    match (literal.language(), xsd, coerced) {
        (None, Some("string"), None) => json.text(literal.value()),
        (None, Some("decimal"), Some(Values::Decimals)) => json.text(literal.value()),
        (language, ..) => {
            json.open(b'{');
            json.member("@value", Some(literal.value()));
            json.member("@language", language);
            if language.is_none() {
                let named = xsd.map_or_else(|| datatype.to_owned(), |name| format!("xsd:{name}"));
                json.member("@type", Some(&named));
            }
            json.close(b'}');
        }
    }
}
