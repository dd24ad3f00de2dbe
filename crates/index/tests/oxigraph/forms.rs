//! Literals in several lexical forms: where Oxigraph's store makes one of those that have one value, the index does as SPARQL says.
//! Everything in which the two differ is in [`QUESTIONS`], with the section of "SPARQL 1.1 Query Language" that decides. An index by
//! value answers as the store does.

use super::support::{kept, opened};
use index::Index;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Triple};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

pub const PREFIXES: &str = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> \
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ";

const DATA: &str = r#"
    :a :p "01"^^xsd:integer . :b :p 1 . :c :p "1"^^xsd:int .
    :d :p 1.50 . :e :p "1.5"^^xsd:decimal .
    :f :p "1"^^xsd:boolean . :g :p true .
    :h :p "2024-05-21T10:00:00.000Z"^^xsd:dateTime .
"#;

/// Question, answer of the index, answer of Oxigraph's store, and where SPARQL says the former.
const QUESTIONS: &[(&str, &str, &str, &str)] = &[
    (
        "SELECT ?o { ?s :p ?o }",
        r#""01"^^xsd:integer, "1"^^xsd:boolean, "1"^^xsd:int, "1"^^xsd:integer, "1.5"^^xsd:decimal, "1.50"^^xsd:decimal, "2024-05-21T10:00:00.000Z"^^xsd:dateTime, "true"^^xsd:boolean"#,
        r#""1"^^xsd:integer, "1"^^xsd:integer, "1"^^xsd:integer, "1.5"^^xsd:decimal, "1.5"^^xsd:decimal, "2024-05-21T10:00:00Z"^^xsd:dateTime, "true"^^xsd:boolean, "true"^^xsd:boolean"#,
        "18.1.1: terms are RDF terms",
    ),
    (
        "SELECT ?s { ?s :p 1 }",
        ":b",
        ":a, :b, :c",
        "18.3.1: a pattern matches triples of the graph",
    ),
    ("SELECT ?s { ?s :p 01 }", ":a", ":a, :b, :c", "18.3.1"),
    (
        "SELECT ?s { VALUES ?o { 1.5 } ?s :p ?o }",
        ":e",
        ":d, :e",
        "18.3: mappings are compatible if their terms are the same",
    ),
    (
        "SELECT ?s ?t { ?s :p ?o . ?t :p ?o FILTER (STR(?s) < STR(?t)) }",
        "",
        ":a :b, :a :c, :b :c, :d :e, :f :g",
        "18.3",
    ),
    (
        "SELECT ?s { ?s :p ?o MINUS { ?t :p ?o FILTER (?t = :a) } FILTER (?o = 1) }",
        ":b, :c",
        "",
        "18.3, 18.5",
    ),
    (
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?o { ?s :p ?o } }",
        r#""8"^^xsd:integer"#,
        r#""4"^^xsd:integer"#,
        "18.5: the cardinality of a solution",
    ),
    (
        "SELECT (COUNT(*) AS ?n) { ?s :p ?o FILTER (isNumeric(?o)) } GROUP BY ?o",
        r#""1"^^xsd:integer, "1"^^xsd:integer, "1"^^xsd:integer, "1"^^xsd:integer, "1"^^xsd:integer"#,
        r#""2"^^xsd:integer, "3"^^xsd:integer"#,
        "18.5.1.1: groups by lists of terms",
    ),
    (
        "SELECT ?s { ?s :p ?o FILTER (sameTerm(?o, 1)) }",
        ":b",
        ":a, :b, :c",
        "17.4.1.8",
    ),
    (
        "SELECT ?s { BIND (0 + 1 AS ?o) ?s :p ?o }",
        ":b",
        ":a, :b, :c",
        "17.3: the result has the type xsd:integer; its form is the canonical one",
    ),
    // By value, both.
    (
        "SELECT ?s { ?s :p ?o FILTER (?o = 1) }",
        ":a, :b, :c",
        ":a, :b, :c",
        "17.4.1.7",
    ),
    (
        "SELECT ?s { ?s :p ?o FILTER (?o IN (1.5, true)) }",
        ":d, :e, :f, :g",
        ":d, :e, :f, :g",
        "17.4.1.9",
    ),
    (
        "SELECT (SUM(?o) AS ?n) { ?s :p ?o FILTER (isNumeric(?o)) }",
        r#""6"^^xsd:decimal"#,
        r#""6"^^xsd:decimal"#,
        "18.5.1.3",
    ),
    (
        "SELECT ?s { ?s :p ?o FILTER (isNumeric(?o)) } ORDER BY DESC(?o) LIMIT 2",
        ":d, :e",
        ":d, :e",
        "15.1",
    ),
    (
        "SELECT ?o { { ?s :p ?o } FILTER (?o) FILTER (DATATYPE(?o) = xsd:boolean) }",
        r#""1"^^xsd:boolean, "true"^^xsd:boolean"#,
        r#""true"^^xsd:boolean, "true"^^xsd:boolean"#,
        "17.2.2",
    ),
    // The evaluator makes a value of whatever a function gets, so these are not as SPARQL says (17.4.2.3, 17.4.2.5, 18.5.1).
    ("SELECT (STR(?o) AS ?x) { :a :p ?o }", r#""1""#, r#""1""#, ""),
    (
        "SELECT (DATATYPE(?o) AS ?x) { :c :p ?o }",
        "xsd:integer",
        "xsd:integer",
        "",
    ),
    (
        "SELECT (MAX(?o) AS ?x) { :d :p ?o }",
        r#""1.5"^^xsd:decimal"#,
        r#""1.5"^^xsd:decimal"#,
        "",
    ),
];

/// The quads of a text in TriG.
pub fn quads(text: &str) -> Vec<Quad> {
    let prefixes = PREFIXES.replace("PREFIX ", "@prefix ").replace("> ", "> . ");
    let parser = RdfParser::from_format(RdfFormat::TriG);
    let text = format!("{prefixes}{text}");
    parser.for_slice(text.as_bytes()).collect::<Result<_, _>>().unwrap()
}

/// An index of the quads in memory, in a file, and half in a file, each beginning as `empty`.
pub fn indexes(empty: &Index, quads: &[Quad]) -> [Index; 3] {
    let add = |index: &mut Index, quads: &[Quad]| {
        for quad in quads {
            index.add(Triple::from(quad.clone()).as_ref()).unwrap();
        }
        index.commit().unwrap();
    };
    let [mut all, mut half] = [empty.clone(), empty.clone()];
    add(&mut all, quads);
    add(&mut half, &quads[..quads.len() / 2]);
    let in_file = opened(&kept(&mut all)).unwrap();
    let mut added = opened(&kept(&mut half)).unwrap();
    add(&mut added, &quads[quads.len() / 2..]);
    [all, in_file, added]
}

/// The rows of an answer, sorted, in a short form.
pub fn said(results: QueryResults<'_>) -> String {
    let mut rows: Vec<String> = match results {
        QueryResults::Solutions(solutions) => solutions
            .map(|row| {
                let row = row.unwrap();
                let terms = row.values().iter();
                let terms: Vec<String> = terms
                    .map(|term| term.as_ref().map_or_else(String::new, ToString::to_string))
                    .collect();
                terms.join(" ")
            })
            .collect(),
        QueryResults::Boolean(is) => vec![is.to_string()],
        QueryResults::Graph(triples) => triples.map(|triple| triple.unwrap().to_string()).collect(),
    };
    rows.sort();
    let short = |text: String, iri: &str, prefix: &str| {
        let parts = text.split(&format!("<{iri}")).map(str::to_owned).collect::<Vec<_>>();
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |text, part| {
            format!("{text}{prefix}{}", part.replacen('>', "", 1))
        })
    };
    let text = short(rows.join(", "), "http://example.org/", ":");
    let text = short(text, "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:");
    short(text, "http://www.w3.org/2001/XMLSchema#", "xsd:")
}

#[test]
fn lexical_forms_stay_and_count_where_sparql_says_so() {
    let quads = quads(DATA);
    let (by_form, by_value) = (indexes(&Index::default(), &quads), indexes(&Index::by_value(), &quads));
    let store = Store::new().unwrap();
    quads.iter().for_each(|quad| store.insert(quad).unwrap());
    for (question, here, there, why) in QUESTIONS {
        let query = SparqlEvaluator::new()
            .parse_query(&format!("{PREFIXES}{question}"))
            .unwrap();
        let said_by = |index: &Index| said(query.clone().on_queryable_dataset(index.view()).execute().unwrap());
        for index in &by_form {
            assert_eq!(said_by(index), *here, "{question} ({why})");
        }
        for index in &by_value {
            assert_eq!(said_by(index), *there, "{question}, by value");
        }
        let found = said(query.clone().on_store(&store).execute().unwrap());
        assert_eq!(found, *there, "{question}, by Oxigraph's store");
    }
}
