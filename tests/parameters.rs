//! Parameters are bound as terms in the algebra, in filters, aggregates, sub-selects, ASK, CONSTRUCT and DESCRIBE.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sourcier::diagnostic::Report;
use sourcier::dossier::Dossier;
use sourcier::graph::{Answer, Graph, parse_turtle};
use sourcier::query::{self, BindError, Defaults, Folder};

const DATA: &str = "@prefix id: <https://w3id.org/sourcier/ia-france/id/> .
@prefix s: <https://w3id.org/sourcier/ns#> .
id:a s:members 1 ; s:symbol \"x\", \"it's \\\"x\\\" } FILTER(true)\" .
id:b s:members 2 ; s:symbol \"y\" .
id:c s:members 2 .";

fn dossier() -> Dossier {
    Dossier::open(&PathBuf::from(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn graph() -> Graph {
    let mut graph = Graph::default();
    let mut report = Report::default();
    graph
        .extend(parse_turtle("t.ttl", DATA, "https://example.org/", &mut report))
        .unwrap();
    assert!(report.is_empty());
    graph
}

fn bound(parameters: &str, body: &str, given: &[(&str, &str)]) -> Result<Answer, BindError> {
    let text = format!("# title: t\n# answers: a\n{parameters}\n{body}");
    let mut report = Report::default();
    let query = query::parse(&dossier(), Folder::Named, "q.rq", &text, true, &mut report);
    let query = query.unwrap_or_else(|| panic!("{:?}", report.sorted()));
    let given: BTreeMap<String, String> = given.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let graph = graph();
    query
        .bind(&dossier(), &graph, &given, Defaults::MustExist)
        .map(|algebra| graph.answer("test", algebra).unwrap())
}

/// The rows as texts.
fn rows(parameters: &str, body: &str, given: &[(&str, &str)]) -> Vec<String> {
    match bound(parameters, body, given).unwrap() {
        Answer::Solutions(solutions) => solutions
            .rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|term| term.as_ref().map_or("-".to_owned(), ToString::to_string))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .map(|row| row.replace("https://w3id.org/sourcier/ia-france/id/", ""))
            .collect(),
        Answer::Boolean(value) => vec![value.to_string()],
        Answer::Triples(triples) => triples.iter().map(ToString::to_string).collect(),
    }
}

const N: &str = "# parameter: n integer -- a number";

#[test]
fn a_filter_sees_the_value() {
    assert_eq!(
        rows(
            N,
            "SELECT ?e { ?e s:members ?m FILTER(?m >= ?n) } ORDER BY ?e",
            &[("n", "2")]
        ),
        ["<b>", "<c>"]
    );
}

#[test]
fn a_projected_parameter_stays_as_a_column() {
    let found = rows(
        N,
        "SELECT ?e ?n { ?e s:members ?n } ORDER BY DESC(?e) ?n",
        &[("n", "2")],
    );
    let two = "\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>";
    assert_eq!(found, [format!("<c> {two}"), format!("<b> {two}")]);
}

#[test]
fn a_sub_select_that_does_not_project_it_sees_it_too() {
    let body = "SELECT ?e { { SELECT ?e { ?e s:members ?m FILTER(?m = ?n) } } } ORDER BY ?e";
    assert_eq!(rows(N, body, &[("n", "1")]), ["<a>"]);
}

#[test]
fn aggregates_and_having_see_it() {
    let body = "SELECT (SUM(?m * ?n) AS ?sum) { ?e s:members ?m } HAVING (SUM(?m) > ?n) ORDER BY ?sum";
    assert_eq!(
        rows(N, body, &[("n", "3")]),
        ["\"15\"^^<http://www.w3.org/2001/XMLSchema#integer>"]
    );
}

#[test]
fn it_can_be_grouped_by() {
    let body = "SELECT ?n (COUNT(?e) AS ?count) { ?e s:members ?n } GROUP BY ?n ORDER BY ?n";
    let integer = |n: u8| format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>");
    assert_eq!(rows(N, body, &[("n", "2")]), [format!("{} {}", integer(2), integer(2))]);
}

#[test]
fn exists_minus_and_optional_see_it() {
    let body = "SELECT ?e { ?e s:members ?m FILTER NOT EXISTS { ?e s:members ?n } } ORDER BY ?e";
    assert_eq!(rows(N, body, &[("n", "2")]), ["<a>"]);
    let body = "SELECT ?e { ?e s:members ?m MINUS { ?e s:members ?n } } ORDER BY ?e";
    assert_eq!(rows(N, body, &[("n", "2")]), ["<a>"]);
    let body = "SELECT ?e ?x { ?e s:members ?m OPTIONAL { ?e s:symbol ?x FILTER(?m = ?n) } } ORDER BY ?e ?x";
    assert_eq!(rows(N, body, &[("n", "2")]), ["<a> -", "<b> \"y\"", "<c> -"]);
}

#[test]
fn ask_construct_and_describe_see_it() {
    assert_eq!(rows(N, "ASK { ?e s:members ?n }", &[("n", "7")]), ["false"]);
    let triples = rows(
        N,
        "CONSTRUCT { ?e s:stage ?n } WHERE { ?e s:members ?n }",
        &[("n", "1")],
    );
    assert_eq!(triples.len(), 1);
    assert!(triples[0].contains("\"1\""), "{triples:?}");
    let key = "# parameter: e id -- an entity";
    assert_eq!(rows(key, "DESCRIBE ?e", &[("e", "b")]).len(), 2);
    assert_eq!(
        rows(key, "DESCRIBE ?e WHERE { ?e s:members ?m }", &[("e", "c")]).len(),
        1
    );
}

#[test]
fn a_value_is_never_pasted_as_text() {
    let text = "# parameter: x string -- a text";
    let body = "SELECT ?e { ?e s:symbol ?x } ORDER BY ?e";
    assert_eq!(rows(text, body, &[("x", "it's \"x\" } FILTER(true)")]), ["<a>"]);
    assert_eq!(rows(text, body, &[("x", "\" . ?e s:members ?m } #")]), [""; 0]);
}

#[test]
fn without_a_value_the_variable_stays_free_and_a_default_binds_it() {
    let body = "SELECT ?e { ?e s:members ?n } ORDER BY ?e";
    assert_eq!(rows(N, body, &[]).len(), 3);
    assert_eq!(rows("# parameter: n integer = 1 -- a number", body, &[]), ["<a>"]);
}

#[test]
fn wrong_values_say_what_would_be_valid() {
    let body = "SELECT ?e { ?e s:members ?n } ORDER BY ?e";
    let error = bound(N, body, &[("n", "two")]).unwrap_err().to_string();
    assert!(error.contains("`two`") && error.contains("whole number"), "{error}");
    let error = bound(N, body, &[("m", "2")]).unwrap_err().to_string();
    assert!(error.contains("no parameter `m`") && error.contains('n'), "{error}");
    let error = bound("# parameter: e id -- an entity", "DESCRIBE ?e", &[("e", "bb")])
        .unwrap_err()
        .to_string();
    assert!(error.contains("did you mean `b`?"), "{error}");
}

#[test]
fn a_query_may_not_assign_to_its_parameter() {
    for body in [
        "SELECT ?e { ?e s:members ?m BIND(?m AS ?n) }",
        "SELECT ?n { VALUES ?n { 1 2 } }",
    ] {
        let text = format!("# title: t\n# answers: a\n{N}\n{body}");
        let mut report = Report::default();
        assert!(query::parse(&dossier(), Folder::Named, "q.rq", &text, true, &mut report).is_none());
        assert_eq!(report.sorted()[0].code, "Q004");
    }
}
