//! Small readers of RDF/XML, expanded JSON-LD, and the formats of answers, over parsers of XML, JSON and CSV.

use super::{Fact, Node, XSD_STRING, turtle};
use roxmltree::{Document, Node as Element};
use serde_json::Value as Json;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The triples of an RDF/XML document.
pub fn xml(text: &str) -> Vec<Fact> {
    let document = Document::parse(text).expect("XML");
    let mut facts = Vec::new();
    let name = |element: &Element<'_, '_>| {
        let tag = element.tag_name();
        format!("{}{}", tag.namespace().unwrap_or_default(), tag.name())
    };
    for element in elements(document.root_element()) {
        let subject = match element.attribute((RDF, "about")) {
            Some(iri) => Node::Iri(iri.to_owned()),
            None => Node::Blank(label(element.attribute((RDF, "nodeID")).expect("a subject"))),
        };
        if name(&element) != format!("{RDF}Description") {
            facts.push((
                subject.clone(),
                Node::Iri(format!("{RDF}type")),
                Node::Iri(name(&element)),
            ));
        }
        for property in elements(element) {
            let text: String = property.children().filter_map(|child| child.text()).collect();
            let attribute = |space, name| property.attribute((space, name)).map(str::to_owned);
            let object = if let Some(iri) = attribute(RDF, "resource") {
                Node::Iri(iri)
            } else if let Some(name) = attribute(RDF, "nodeID") {
                Node::Blank(label(&name))
            } else if let Some(language) = attribute(XML, "lang") {
                Node::Tagged(text, language)
            } else {
                Node::Literal(
                    text,
                    attribute(RDF, "datatype").unwrap_or_else(|| XSD_STRING.to_owned()),
                )
            };
            facts.push((subject.clone(), Node::Iri(name(&property)), object));
        }
    }
    facts
}

/// The label of a blank node, which is another one where it is no name.
fn label(name: &str) -> String {
    name.strip_prefix('_').unwrap_or(name).to_owned()
}

fn elements<'a, 'i>(element: Element<'a, 'i>) -> impl Iterator<Item = Element<'a, 'i>> {
    element.children().filter(Element::is_element)
}

/// The triples of expanded JSON-LD.
pub fn json_ld(text: &str) -> Vec<Fact> {
    let document: Json = serde_json::from_str(text).expect("JSON");
    let mut facts = Vec::new();
    let node = |id: &str| match id.strip_prefix("_:") {
        Some(label) => Node::Blank(label.to_owned()),
        None => Node::Iri(id.to_owned()),
    };
    for one in document.as_array().expect("an array") {
        let subject = node(one["@id"].as_str().expect("a subject"));
        for (key, values) in one
            .as_object()
            .expect("an object")
            .iter()
            .filter(|(key, _)| *key != "@id")
        {
            for value in values.as_array().expect("an array") {
                let text = |name: &str| value[name].as_str().map(str::to_owned);
                let (predicate, object) = if key == "@type" {
                    (format!("{RDF}type"), node(value.as_str().expect("a class")))
                } else if let Some(id) = text("@id") {
                    (key.clone(), node(&id))
                } else {
                    let words = text("@value").expect("a text");
                    let object = match text("@language") {
                        Some(language) => Node::Tagged(words, language),
                        None => Node::Literal(words, text("@type").unwrap_or_else(|| XSD_STRING.to_owned())),
                    };
                    (key.clone(), object)
                };
                facts.push((subject.clone(), Node::Iri(predicate), object));
            }
        }
    }
    facts
}

/// The rows of a table with these columns.
pub fn csv(text: &str, columns: &[String]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    assert_eq!(reader.headers().expect("a header"), columns);
    let rows = reader
        .records()
        .map(|row| row.expect("CSV").iter().map(str::to_owned).collect());
    rows.collect()
}

/// The rows of SPARQL's TSV.
pub fn tsv(text: &str, columns: &[String]) -> Vec<Vec<Option<Node>>> {
    let mut lines = text.strip_suffix('\n').expect("a last line end").split('\n');
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    assert_eq!(
        header,
        columns.iter().map(|name| format!("?{name}")).collect::<Vec<_>>()
    );
    let cell = |cell: &str| (!cell.is_empty()).then(|| turtle::term(cell));
    lines.map(|line| line.split('\t').map(cell).collect()).collect()
}

/// The rows of SPARQL's JSON.
pub fn json(text: &str, columns: &[String]) -> Vec<Vec<Option<Node>>> {
    let document: Json = serde_json::from_str(text).expect("JSON");
    assert_eq!(document["head"]["vars"], serde_json::json!(columns));
    let row = |row: &Json| {
        let cells = columns.iter().map(|name| {
            let term = row.get(name)?;
            let text = |name: &str| term[name].as_str().map(str::to_owned);
            let value = text("value").expect("a value");
            Some(of(
                &text("type").expect("a type"),
                value,
                text("xml:lang"),
                text("datatype"),
            ))
        });
        cells.collect()
    };
    document["results"]["bindings"]
        .as_array()
        .expect("rows")
        .iter()
        .map(row)
        .collect()
}

/// The rows of SPARQL's XML.
pub fn results(text: &str, columns: &[String]) -> Vec<Vec<Option<Node>>> {
    let document = Document::parse(text).expect("XML");
    let [head, rows] = elements(document.root_element()).collect::<Vec<_>>()[..] else {
        panic!("a head and results");
    };
    let names: Vec<_> = elements(head).filter_map(|one| one.attribute("name")).collect();
    assert_eq!(names, columns);
    let row = |row: Element<'_, '_>| {
        let cells = columns.iter().map(|name| {
            let binding = elements(row).find(|binding| binding.attribute("name") == Some(name))?;
            let term = elements(binding).next().expect("a term");
            let text: String = term.children().filter_map(|child| child.text()).collect();
            let attribute = |name: &str| term.attribute(name).map(str::to_owned);
            let language = term.attribute((XML, "lang")).map(str::to_owned);
            Some(of(term.tag_name().name(), text, language, attribute("datatype")))
        });
        cells.collect()
    };
    elements(rows).map(row).collect()
}

fn of(kind: &str, value: String, language: Option<String>, datatype: Option<String>) -> Node {
    match (kind, language) {
        ("uri", _) => Node::Iri(value),
        ("bnode", _) => Node::Blank(value),
        (_, Some(language)) => Node::Tagged(value, language),
        _ => Node::Literal(value, datatype.unwrap_or_else(|| XSD_STRING.to_owned())),
    }
}
