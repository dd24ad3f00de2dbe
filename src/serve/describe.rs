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

/// Triples that are being said.
#[derive(Default)]
struct Said(Vec<Triple>);

impl Said {
    fn say(&mut self, subject: &str, predicate: impl Into<String>, object: impl Into<Term>) {
        let (subject, predicate) = (NamedNode::new_unchecked(subject), NamedNode::new_unchecked(predicate));
        self.0.push(Triple::new(subject, predicate, object));
    }

    fn formats(&mut self, service: &str) {
        let tables = AnswerFormat::ALL.iter().map(|format| format.describe().identity());
        let graphs = RdfFormat::ALL.iter().map(|format| format.describe().identity());
        for identity in tables.chain(graphs).filter(|identity| identity.owns_media_type) {
            let name = NAMES.iter().find(|(media_type, _)| *media_type == identity.media_type);
            if let Some((_, name)) = name {
                self.say(service, sd("resultFormat"), iri(format!("{FORMATS}{name}")));
            }
        }
    }

    /// What the manifest says of the dossier.
    fn imprint(&mut self, dataset: &str, ready: &Ready) {
        let licence = ready
            .licence
            .as_ref()
            .filter(|licence| NamedNode::new(licence.as_str()).is_ok());
        let text = |text: &String| Term::from(Literal::new_simple_literal(text));
        let said = [
            ("title", Some(text(&ready.title))),
            ("description", ready.description.as_ref().map(text)),
            ("modified", ready.modified.as_ref().map(text)),
            ("license", licence.map(iri)),
        ];
        for (name, value) in said {
            if let Some(value) = value {
                self.say(dataset, format!("{DCT}{name}"), value);
            }
        }
    }
}

fn sd(name: &str) -> String {
    format!("{SD}{name}")
}

fn void(name: &str) -> String {
    format!("{VOID}{name}")
}

/// The description of the endpoint at an address, of the dossier that is ready.
///
/// # Errors
/// When the format cannot hold it.
pub fn described(ready: &Ready, address: &str, format: RdfFormat) -> io::Result<Vec<u8>> {
    let service = format!("{address}/sparql");
    let [dataset, default, named] = ["dataset", "default-graph", "named-graph"].map(|name| format!("{service}#{name}"));
    let count = Literal::from(u64::try_from(ready.triples).unwrap_or(u64::MAX));
    let mut said = Said::default();
    said.say(&service, v::RDF_TYPE, iri(sd("Service")));
    said.say(&service, sd("endpoint"), iri(&service));
    said.say(&service, sd("supportedLanguage"), iri(sd("SPARQL11Query")));
    said.formats(&service);
    said.say(&service, sd("defaultDataset"), iri(&dataset));
    said.say(&dataset, v::RDF_TYPE, iri(sd("Dataset")));
    said.say(&dataset, v::RDF_TYPE, iri(void("Dataset")));
    said.imprint(&dataset, ready);
    said.say(&dataset, void("sparqlEndpoint"), iri(&service));
    said.say(&dataset, void("dataDump"), iri(format!("{address}/graph?default")));
    said.say(&dataset, void("uriSpace"), Literal::new_simple_literal(&ready.base));
    said.say(&dataset, void("triples"), count.clone());
    said.say(&dataset, sd("defaultGraph"), iri(&default));
    said.say(&default, v::RDF_TYPE, iri(sd("Graph")));
    said.say(&default, void("triples"), count);
    said.say(&dataset, sd("namedGraph"), iri(&named));
    said.say(&named, v::RDF_TYPE, iri(sd("NamedGraph")));
    said.say(&named, sd("name"), iri(&ready.base));
    said.say(&named, sd("graph"), iri(&default));
    let mut triples = said.0;
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
