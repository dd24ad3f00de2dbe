//! Triple terms (RDF 1.2, SPARQL 1.2): as Oxigraph's store answers, and with literals in any form.

use super::forms::{PREFIXES, indexes, quads, said};
use index::Index;
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;

const DATA: &str = r#"
    :a :p :b ; :q 5 ; :name "A"@fr .
    :r rdf:reifies <<( :a :p :b )>> ; :by :x .
    :s rdf:reifies <<( :a :q 5 )>> , <<( :a :q 7 )>> .
    :t rdf:reifies <<( :r :by <<( :a :p :b )>> )>> .
    :u rdf:reifies <<( :a :name "A"@fr )>> , <<( :a :name "A"@fr--ltr )>> .
    :c :q 7 {| :by :y ; :since "2024-05-21"^^xsd:date |} .
    _:n rdf:reifies <<( _:n :p "text" )>> .
"#;

const QUESTIONS: &[&str] = &[
    "SELECT ?r { ?r rdf:reifies <<( :a :p :b )>> }",
    "SELECT ?r ?o { ?r rdf:reifies <<( :a ?p ?o )>> }",
    "SELECT ?r ?p { ?r rdf:reifies <<( ?s ?p ?o )>> . ?s ?p ?o }",
    "SELECT ?r ?s { ?s ?p ?o . ?r rdf:reifies <<( ?s ?p ?o )>> FILTER (?o > 4) }",
    "SELECT ?r ?x { ?r rdf:reifies <<( ?q ?p <<( ?x :p :b )>> )>> }",
    "SELECT ?s ?who { << ?s :q ?o >> :by ?who }",
    "SELECT ?s ?day { ?s :q ?o {| :since ?day |} }",
    "SELECT ?s ?p ?o { ?r rdf:reifies ?t BIND (SUBJECT(?t) AS ?s) BIND (PREDICATE(?t) AS ?p) BIND (OBJECT(?t) AS ?o) FILTER (!isBlank(?s)) }",
    "SELECT ?r (OBJECT(?t) + 1 AS ?n) { ?r rdf:reifies ?t }",
    "SELECT ?r { ?r rdf:reifies ?t FILTER (isTRIPLE(?t) && isTRIPLE(OBJECT(?t))) }",
    "SELECT ?r { BIND (TRIPLE(:a, :q, 3 + 2) AS ?t) ?r rdf:reifies ?t }",
    "SELECT ?t { BIND (TRIPLE(:a, :q, 100) AS ?t) }",
    "SELECT ?t { BIND (TRIPLE(1, :q, 100) AS ?t) }",
    "SELECT ?r { VALUES ?t { <<( :a :q 7 )>> <<( :a :p :b )>> <<( :z :z :z )>> } ?r rdf:reifies ?t }",
    "SELECT ?r { ?r rdf:reifies ?t FILTER (?t = <<( :a :q 5.0 )>>) }",
    "SELECT ?r { ?r rdf:reifies ?t FILTER (sameTerm(?t, <<( :a :q 5 )>>)) }",
    "SELECT ?r ?o { ?r rdf:reifies <<( :a :name ?o )>> FILTER (LANGDIR(?o) = 'ltr') }",
    "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?r rdf:reifies ?t }",
    "SELECT (COUNT(*) AS ?n) { ?r rdf:reifies ?t . ?other rdf:reifies ?t } GROUP BY ?t",
    "SELECT ?r { ?r rdf:reifies ?t } ORDER BY ?t LIMIT 3",
    "SELECT ?s { ?s rdf:reifies <<( ?s :p ?o )>> FILTER (isBlank(?s)) BIND (1 AS ?n) FILTER (false) }",
    "SELECT ?o { ?s rdf:reifies <<( ?s :p ?o )>> }",
    "ASK { ?r rdf:reifies <<( ?s ?p ?o )>> FILTER NOT EXISTS { ?s ?p ?o } }",
    "CONSTRUCT { ?r :of ?t } { ?r rdf:reifies ?t . ?r :by ?who }",
    "SELECT ?r { ?r rdf:reifies/^rdf:reifies :r }",
];

#[test]
fn triple_terms_are_answered_as_by_the_store() {
    let quads = quads(DATA);
    let store = Store::new().unwrap();
    quads.iter().for_each(|quad| store.insert(quad).unwrap());
    for question in QUESTIONS {
        let query = SparqlEvaluator::new()
            .parse_query(&format!("{PREFIXES}{question}"))
            .unwrap();
        let there = said(query.clone().on_store(&store).execute().unwrap());
        let [by_form, by_value] = [Index::default(), Index::by_value()].map(|empty| indexes(&empty, &quads));
        for index in by_form.iter().chain(&by_value) {
            let here = said(query.clone().on_queryable_dataset(index.view()).execute().unwrap());
            assert_eq!(here, there, "{question}");
        }
    }
}

const FORMS: &str = r#"
    :a :q "05"^^xsd:integer ; :p 1.50 .
    :r rdf:reifies <<( :a :q "05"^^xsd:integer )>> .
    :s rdf:reifies <<( :a :p 1.50 )>> .
    :t rdf:reifies <<( :r :of <<( :a :p 1.50 )>> )>> .
"#;

/// Questions and answers about triple terms whose literals are not in canonical form. Triple terms are found by value.
const OF_FORMS: &[(&str, &str)] = &[
    (
        "SELECT ?r ?o { ?r rdf:reifies <<( ?s ?p ?o )>> . ?s ?p ?o }",
        r#":r "05"^^xsd:integer, :s "1.50"^^xsd:decimal"#,
    ),
    (
        "SELECT ?r { ?s ?p ?o FILTER (?o > 1) ?r rdf:reifies <<( ?s ?p ?o )>> }",
        ":r, :s",
    ),
    ("SELECT ?r { ?r rdf:reifies <<( :a :q 05 )>> }", ":r"),
    ("SELECT ?r { ?r rdf:reifies <<( :a :q 5 )>> }", ":r"),
    ("SELECT ?r { VALUES ?t { <<( :a :p 1.5 )>> } ?r rdf:reifies ?t }", ":s"),
    (
        "SELECT ?r { BIND (TRIPLE(:a, :q, 2 + 3) AS ?t) ?r rdf:reifies ?t }",
        ":r",
    ),
    ("SELECT ?r { ?r rdf:reifies <<( ?x ?y <<( :a :p 1.5 )>> )>> }", ":t"),
    (
        "SELECT ?r { ?r rdf:reifies <<( ?x ?y <<( ?s ?p ?o )>> )>> . ?s ?p ?o }",
        ":t",
    ),
    (
        "SELECT ?t { ?r rdf:reifies ?t }",
        r#"<<( :a :p "1.50"^^xsd:decimal )>>, <<( :a :q "05"^^xsd:integer )>>, <<( :r :of <<( :a :p "1.50"^^xsd:decimal )>> )>>"#,
    ),
    ("SELECT (STR(OBJECT(?t)) AS ?o) { :r rdf:reifies ?t }", r#""05""#),
    (
        "SELECT (?o + 1 AS ?n) { :r rdf:reifies ?t BIND (OBJECT(?t) AS ?o) }",
        r#""6"^^xsd:integer"#,
    ),
    (
        "SELECT (?o + 1 AS ?n) { :r rdf:reifies <<( :a :q ?o )>> }",
        r#""6"^^xsd:integer"#,
    ),
];

#[test]
fn triple_terms_are_found_by_value_and_keep_their_forms() {
    for index in &indexes(&Index::default(), &quads(FORMS)) {
        for (question, wanted) in OF_FORMS {
            let query = SparqlEvaluator::new()
                .parse_query(&format!("{PREFIXES}{question}"))
                .unwrap();
            let found = said(query.on_queryable_dataset(index.view()).execute().unwrap());
            assert_eq!(found, *wanted, "{question}");
        }
        // By value from outside of SPARQL, too.
        let asked = quads(":r rdf:reifies <<( :a :q 5 )>> , <<( :a :q 6 )>> .");
        let has = |at: usize| index.has(None, None, Some(asked[at].object.as_ref())).unwrap();
        assert!(has(0) && !has(1));
    }
}
