//! What is written is read back as it was: random triples in every RDF format, random answers in every format of answers,
//! random findings in every format of findings, each by a reader that is not the writer's own library. Graph formats are
//! read back in `labels`; `scripts/interop` has the readers of other projects read the same texts.

mod rdf;
mod turtle;

use crate::nasty_text::{nasty, unspeakable_in_xml};
use crate::support::root;
use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use proptest::prelude::*;
use proptest::sample::select;
use sourcier::diagnostic::{Cell, Diagnostic, Place, Report, Severity, Stream, StreamFormat, Style, human, visible};
use sourcier::dossier::Dossier;
use sourcier::export::rdf::{self as exported, RdfFormat};
use sourcier::export::spreadsheet::unguarded;
use sourcier::formats::Format;
use sourcier::graph::{Answer, Solutions};
use sourcier::manual::tool;
use sourcier::query::answer::{self, AnswerFormat};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A term, as any reader has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// An IRI.
    Iri(String),
    /// A blank node's label.
    Blank(String),
    /// A literal and its datatype.
    Literal(String, String),
    /// A literal and its language.
    Tagged(String, String),
}

/// A triple.
pub type Fact = (Node, Node, Node);

const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

/// IRIs with every sign that an IRI may have.
const IRIS: [&str; 8] = [
    "https://e.org/a",
    "https://e.org/a,b;c='d'(e)!$&*+=:@",
    "https://e.org/?q=1&r=%20%22#é",
    "https://e.org/liste/a,b",
    "https://e.org/𐐷/עברית",
    "urn:x-e:\u{200c}\u{e000}?",
    "https://e.org/~a._-",
    "mailto:a@e.org",
];

/// Predicates that end in a name, one of them after a digit.
const PREDICATES: [&str; 6] = [
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "https://e.org/ns#é-1.x",
    "https://e.org/2024/x",
    "https://e.org/ns/2020a",
    "urn:x-e:p",
];

fn dossier() -> Dossier {
    Dossier::find(&root()).unwrap()
}

fn iri() -> impl Strategy<Value = NamedNode> {
    select(IRIS.to_vec()).prop_filter_map("an IRI", |iri| NamedNode::new(iri).ok())
}

fn blank() -> impl Strategy<Value = BlankNode> {
    select(vec!["a", "0a", "_a", "__a", "é.1-x"]).prop_map(BlankNode::new_unchecked)
}

fn literal() -> impl Strategy<Value = Literal> {
    let language = select(vec!["fr", "en-gb", "zh-hant-tw"]);
    let datatype = select(vec!["https://e.org/type#x", "http://www.w3.org/2001/XMLSchema#integer"]);
    prop_oneof![
        3 => nasty().prop_map(Literal::new_simple_literal),
        2 => (nasty(), language).prop_map(|(text, tag)| Literal::new_language_tagged_literal_unchecked(text, tag)),
        1 => (nasty(), datatype).prop_map(|(text, of)| Literal::new_typed_literal(text, NamedNode::new_unchecked(of))),
    ]
}

fn term() -> impl Strategy<Value = Term> {
    prop_oneof![
        4 => literal().prop_map(Term::from),
        1 => iri().prop_map(Term::from),
        1 => blank().prop_map(Term::from),
    ]
}

fn triple() -> impl Strategy<Value = Triple> {
    let subject = prop_oneof![
        iri().prop_map(NamedOrBlankNode::from),
        blank().prop_map(NamedOrBlankNode::from)
    ];
    let predicate = select(PREDICATES.to_vec()).prop_map(NamedNode::new_unchecked);
    (subject, predicate, term()).prop_map(|(subject, predicate, object)| Triple::new(subject, predicate, object))
}

fn node(term: &Term) -> Node {
    match term {
        Term::NamedNode(node) => Node::Iri(node.as_str().to_owned()),
        Term::BlankNode(node) => Node::Blank(node.as_str().to_owned()),
        Term::Literal(literal) => match literal.language() {
            Some(language) => Node::Tagged(literal.value().to_owned(), language.to_owned()),
            None => Node::Literal(literal.value().to_owned(), literal.datatype().as_str().to_owned()),
        },
        Term::Triple(_) => panic!("no triple terms here"),
    }
}

fn fact(triple: &Triple) -> Fact {
    let subject = Term::from(triple.subject.clone());
    let predicate = Term::from(triple.predicate.clone());
    (node(&subject), node(&predicate), node(&triple.object))
}

/// The text of a term, without its type.
fn plain(term: Option<&Term>) -> String {
    match term {
        None => String::new(),
        Some(Term::BlankNode(node)) => format!("_:{}", node.as_str()),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::Triple(_)) => panic!("no triple terms here"),
    }
}

fn literal_value(term: &Term) -> &str {
    match term {
        Term::Literal(literal) => literal.value(),
        _ => "",
    }
}

/// Writes triples in each format, reads them back and compares.
fn triples_come_back(triples: &[Triple], dossier: &Dossier) {
    let expected: BTreeSet<Fact> = triples.iter().map(fact).collect();
    let in_xml = !triples
        .iter()
        .any(|triple| unspeakable_in_xml(literal_value(&triple.object)));
    for format in RdfFormat::ALL {
        let mut out = Vec::new();
        let written = exported::write(triples, *format, dossier, &mut out);
        let text = String::from_utf8(out).unwrap();
        if *format == RdfFormat::RdfXml && !in_xml {
            let error = written.unwrap_err().to_string();
            assert!(
                error.contains("XML 1.0 has no character U+") && error.contains("use turtle, "),
                "{error}"
            );
            assert_eq!(text, "");
            continue;
        }
        written.unwrap();
        let read = match format {
            RdfFormat::RdfXml => rdf::xml(&text),
            RdfFormat::JsonLd => rdf::json_ld(&text),
            _ => turtle::read(&text),
        };
        let read: BTreeSet<Fact> = read.into_iter().collect();
        assert_eq!(read, expected, "{format}:\n{text}");
    }
}

/// Writes rows in each format, reads them back and compares.
fn rows_come_back(rows: &[Vec<Option<Term>>], dossier: &Dossier) {
    let variables: Vec<String> = ["a", "b", "c"]
        .iter()
        .take(rows[0].len())
        .map(|name| (*name).to_owned())
        .collect();
    let in_xml = !rows
        .iter()
        .flatten()
        .flatten()
        .any(|term| unspeakable_in_xml(literal_value(term)));
    for format in AnswerFormat::ALL {
        let solutions = Solutions {
            variables: variables.clone(),
            rows: rows.to_vec(),
        };
        let mut out = Vec::new();
        let written = answer::write(Answer::Solutions(solutions).into(), *format, None, dossier, &mut out);
        let text = String::from_utf8(out).unwrap();
        if *format == AnswerFormat::Xml && !in_xml {
            let error = written.unwrap_err().to_string();
            assert!(
                error.contains("XML 1.0 has no character U+") && error.contains("in row "),
                "{error}"
            );
            continue;
        }
        let terms: Vec<Vec<Option<Node>>> = rows
            .iter()
            .map(|row| row.iter().map(|term| term.as_ref().map(node)).collect())
            .collect();
        let texts: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|term| plain(term.as_ref())).collect())
            .collect();
        match format {
            AnswerFormat::Csv => assert_eq!(rdf::csv(&text, &variables), texts, "{text}"),
            AnswerFormat::Spreadsheet => {
                let read = rdf::csv(text.strip_prefix('\u{feff}').unwrap(), &variables);
                for (cell, term) in read.iter().flatten().zip(rows.iter().flatten()) {
                    let text = plain(term.as_ref());
                    let is_blank = matches!(term, Some(Term::BlankNode(_)));
                    assert_eq!(unguarded(cell), if is_blank { &text[2..] } else { &text }, "{text}");
                }
                assert_eq!(read.len(), rows.len(), "{text}");
            }
            AnswerFormat::Tsv => assert_eq!(rdf::tsv(&text, &variables), terms, "{text}"),
            AnswerFormat::Json => assert_eq!(rdf::json(&text, &variables), terms, "{text}"),
            AnswerFormat::Xml => assert_eq!(rdf::results(&text, &variables), terms, "{text}"),
            AnswerFormat::Markdown => assert_eq!(text.lines().count(), rows.len() + 2, "{text}"),
            AnswerFormat::Table => {
                let is_safe = |letter: char| letter == '\n' || sourcier::diagnostic::visible(letter) == letter;
                assert!(text.chars().all(is_safe), "{text:?}");
            }
            AnswerFormat::Turtle | AnswerFormat::NTriples => {
                assert!(written.is_err());
                continue;
            }
        }
        written.unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_triples_come_back(triples in prop::collection::vec(triple(), 0..12)) {
        triples_come_back(&triples, &dossier());
    }

    #[test]
    fn any_answers_come_back(
        rows in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.9, term()), 2), 1..8),
        single in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.9, term()), 1), 1..4),
    ) {
        rows_come_back(&rows, &dossier());
        rows_come_back(&single, &dossier());
    }
}

#[test]
fn a_predicate_without_a_name_is_refused_and_a_class_is_not() {
    let node = |iri: &str| NamedNode::new_unchecked(iri);
    let year = Triple::new(
        node("https://e.org/a"),
        node("https://e.org/t#2020"),
        Literal::from("x"),
    );
    for predicate in [
        "https://e.org/t#2020",
        "https://e.org/",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#li",
        "urn:1",
    ] {
        let triple = Triple {
            predicate: node(predicate),
            ..year.clone()
        };
        let mut out = Vec::new();
        let error = exported::write(&[triple], RdfFormat::RdfXml, &dossier(), &mut out)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(predicate) && error.contains("<https://e.org/a>"),
            "{error}"
        );
        assert!(
            error.ends_with("use turtle, ntriples, nquads, trig or jsonld"),
            "{error}"
        );
        assert!(out.is_empty());
    }
    let of_class = |class: &str| Triple::new(node("https://e.org/a"), node(PREDICATES[0]), node(class));
    triples_come_back(
        &["https://e.org/t#2020", "https://e.org/", "urn:1"].map(of_class),
        &dossier(),
    );
}

/// A finding with these texts: its message, the cell, the valid values and the help.
fn finding(texts: &[String; 4]) -> Diagnostic {
    let cell = Cell {
        row_number: 1,
        column_number: 1,
        header: Arc::new(vec!["name".to_owned()]),
        row: Arc::new(vec![texts[1].clone()]),
    };
    Diagnostic {
        code: "T012".to_owned(),
        severity: Severity::Error,
        message: texts[0].clone(),
        place: Some(Place {
            line: Some(2),
            column: Some(1),
            cell: Some(cell),
            ..Place::file("data/claims.csv")
        }),
        valid: Some(texts[2].clone()),
        rule: None,
        help: Some(texts[3].clone()),
    }
}

/// Writes findings as a stream.
fn streamed(format: StreamFormat, findings: &[Diagnostic]) -> String {
    let mut out = Vec::new();
    let mut stream = Stream::begin(format, tool(Vec::new()), &mut out);
    findings.iter().for_each(|finding| stream.finding(finding));
    stream.end([findings.len(), 0, 0]).unwrap();
    drop(stream);
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_findings_come_back(texts in prop::collection::vec([nasty(), nasty(), nasty(), nasty()], 1..5)) {
        let findings: Vec<Diagnostic> = texts.iter().map(finding).collect();
        let json: serde_json::Value = serde_json::from_str(&streamed(StreamFormat::Json, &findings)).unwrap();
        let read = ["message", "value", "valid", "help"];
        for (text, one) in texts.iter().zip(json["diagnostics"].as_array().unwrap()) {
            prop_assert_eq!(read.map(|name| one[name].as_str().unwrap()), text.each_ref().map(String::as_str));
        }
        let csv = streamed(StreamFormat::Csv, &findings);
        let mut table = csv::Reader::from_reader(csv.as_bytes());
        let header = table.headers().unwrap().clone();
        let at = read.map(|name| header.iter().position(|column| column == name).unwrap());
        let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        prop_assert_eq!(rows.len(), texts.len());
        for (text, row) in texts.iter().zip(&rows) {
            // One space protects a text from spreadsheets.
            let cells = at.map(|index| row[index].strip_prefix(' ').unwrap_or(&row[index]).to_owned());
            prop_assert_eq!(&cells, text);
        }
        let sarif: serde_json::Value = serde_json::from_str(&streamed(StreamFormat::Sarif, &findings)).unwrap();
        prop_assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), texts.len());
        for format in [Style::Plain, Style::Coloured] {
            let mut report = Report::default();
            findings.iter().for_each(|finding| report.push(finding.clone()));
            let shown = human(&report, format).replace("\u{1b}[0m", "");
            let shown = ["1;31", "34", "2"].iter().fold(shown, |text, colour| text.replace(&format!("\u{1b}[{colour}m"), ""));
            prop_assert!(shown.chars().all(|letter| letter == '\n' || visible(letter) == letter), "{:?}", shown);
        }
    }
}
