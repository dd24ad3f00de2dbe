//! The description of the endpoint: SPARQL 1.1 Service Description and VoID.

use super::keeper::Ready;
use crate::export::rdf::{self, RdfFormat};
use crate::formats::Format as _;
use crate::query::answer::AnswerFormat;
use crate::vocabulary as v;
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use std::io;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const DCT: &str = "http://purl.org/dc/terms/";
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// The formats with their names among the W3C's.
const NAMES: [(&str, &str); 10] = [
    ("application/sparql-results+json", "SPARQL_Results_JSON"),
    ("application/sparql-results+xml", "SPARQL_Results_XML"),
    ("text/csv", "SPARQL_Results_CSV"),
    ("text/tab-separated-values", "SPARQL_Results_TSV"),
    ("text/turtle", "Turtle"),
    ("application/n-triples", "N-Triples"),
    ("application/n-quads", "N-Quads"),
    ("application/trig", "TriG"),
    ("application/rdf+xml", "RDF_XML"),
    ("application/ld+json", "JSON-LD"),
];

/// The media type of a format.
pub fn media_type(format: RdfFormat) -> &'static str {
    format.describe().identity().media_type
}

fn iri(iri: impl Into<String>) -> Term {
    NamedNode::new_unchecked(iri).into()
}

/// The description of the endpoint at an address, of the dossier that is ready.
///
/// # Errors
/// When the format cannot hold it.
pub fn described(ready: &Ready, address: &str, format: RdfFormat) -> io::Result<Vec<u8>> {
    let mut triples = Vec::new();
    let service = format!("{address}/sparql");
    let [dataset, default, named] = ["dataset", "default-graph", "named-graph"].map(|name| format!("{service}#{name}"));
    let mut say = |subject: &str, predicate: String, object: Term| {
        let (subject, predicate) = (NamedNode::new_unchecked(subject), NamedNode::new_unchecked(predicate));
        triples.push(Triple::new(subject, predicate, object));
    };
    let sd = |name: &str| format!("{SD}{name}");
    let void = |name: &str| format!("{VOID}{name}");
    let a = || v::RDF_TYPE.to_owned();
    say(&service, a(), iri(sd("Service")));
    say(&service, sd("endpoint"), iri(&service));
    say(&service, sd("supportedLanguage"), iri(sd("SPARQL11Query")));
    for known in AnswerFormat::ALL {
        let name = NAMES
            .iter()
            .find(|(media_type, _)| *media_type == known.describe().identity().media_type);
        if let Some((_, name)) = name.filter(|_| known.describe().identity().owns_media_type) {
            say(&service, sd("resultFormat"), iri(format!("{FORMATS}{name}")));
        }
    }
    for known in RdfFormat::ALL {
        let name = NAMES.iter().find(|(found, _)| *found == media_type(*known));
        if let Some((_, name)) = name {
            say(&service, sd("resultFormat"), iri(format!("{FORMATS}{name}")));
        }
    }
    say(&service, sd("defaultDataset"), iri(&dataset));
    say(&dataset, a(), iri(sd("Dataset")));
    say(&dataset, a(), iri(void("Dataset")));
    say(
        &dataset,
        format!("{DCT}title"),
        Literal::new_simple_literal(&ready.title).into(),
    );
    if let Some(description) = &ready.description {
        say(
            &dataset,
            format!("{DCT}description"),
            Literal::new_simple_literal(description).into(),
        );
    }
    if let Some(licence) = ready
        .licence
        .as_ref()
        .filter(|licence| NamedNode::new(licence.as_str()).is_ok())
    {
        say(&dataset, format!("{DCT}license"), iri(licence));
    }
    if let Some(modified) = &ready.modified {
        say(
            &dataset,
            format!("{DCT}modified"),
            Literal::new_simple_literal(modified).into(),
        );
    }
    let count = || Literal::from(u64::try_from(ready.triples).unwrap_or(u64::MAX));
    say(&dataset, void("sparqlEndpoint"), iri(&service));
    say(&dataset, void("dataDump"), iri(format!("{address}/graph?default")));
    say(
        &dataset,
        void("uriSpace"),
        Literal::new_simple_literal(&ready.base).into(),
    );
    say(&dataset, void("triples"), count().into());
    say(&dataset, sd("defaultGraph"), iri(&default));
    say(&default, a(), iri(sd("Graph")));
    say(&default, void("triples"), count().into());
    say(&dataset, sd("namedGraph"), iri(&named));
    say(&named, a(), iri(sd("NamedGraph")));
    say(&named, sd("name"), iri(&ready.base));
    say(&named, sd("graph"), iri(&default));
    triples.sort_by_cached_key(ToString::to_string);
    triples.dedup();
    let prefixes = [("sd", SD), ("void", VOID), ("dct", DCT), ("formats", FORMATS)];
    let mut out = Vec::new();
    rdf::write_with(&triples, format, prefixes, &mut out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_names_the_endpoint_its_formats_and_its_graph_in_every_format() {
        let ready = Ready {
            title: "A dossier".to_owned(),
            base: "https://example.org/dossier/".to_owned(),
            triples: 7,
            licence: Some("https://example.org/licence".to_owned()),
            ..Ready::default()
        };
        let lines = described(&ready, "http://localhost:1", RdfFormat::NTriples).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        for part in [
            "<http://localhost:1/sparql> <http://www.w3.org/ns/sparql-service-description#endpoint> <http://localhost:1/sparql>",
            "<http://www.w3.org/ns/formats/SPARQL_Results_JSON>",
            "<http://www.w3.org/ns/formats/JSON-LD>",
            "<http://rdfs.org/ns/void#triples> \"7\"",
            "#name> <https://example.org/dossier/>",
        ] {
            assert!(lines.contains(part), "{part}\n{lines}");
        }
        for format in RdfFormat::ALL {
            assert!(
                described(&ready, "http://localhost:1", *format).is_ok_and(|bytes| !bytes.is_empty()),
                "{format}"
            );
        }
    }
}
