//! SERVICE with an endpoint on loopback: results equal those over one graph, few rows are requested, errors are clear.

use crate::server::{Asked, Reply, Server};
use crate::support::{invented_dossier, said, sourcier};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use sourcier::federated::{FederatedError, Permission, Resolved, resolve};
use sourcier::graph::{Answer, Graph};
use sourcier::web::{Allowed, Limits, WebError};
use spargebra::SparqlParser;
use std::fmt::Write as _;
use std::fs;
use std::process::Output;
use std::time::Duration;

const PREFIXES: &str = "PREFIX : <http://example.org/>\n";

fn limits() -> Limits {
    Limits {
        time_out: Duration::from_millis(700),
        body_bytes: 1 << 20,
        attempts: 2,
        back_off: Duration::from_millis(5),
        longest_wait: Duration::from_secs(1),
        pause: Duration::ZERO,
        clock: || Duration::ZERO,
    }
}

/// The address of a server on loopback at the beginning of a text, up to the `>` behind it.
fn server_address(text: &str) -> Option<&str> {
    let (address, _) = text.split_once('>')?;
    address.starts_with("http://127.0.0.1:").then_some(address)
}

/// Our entities, most of them linked to an item, and their data.
fn ours(count: usize) -> String {
    let mut data = PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n");
    for number in 0..count {
        let kind = ["a", "b", "c"][number % 3];
        writeln!(data, ":e{number} :kind :{kind} ; :size {} .", number % 5).unwrap();
        if number % 4 != 3 {
            writeln!(data, ":e{number} :item :q{number} .").unwrap();
        }
        if number % 6 == 0 {
            writeln!(data, ":e{number} :person :p{} .", number % 7).unwrap();
        }
    }
    data
}

/// The data of the other endpoint about items.
fn theirs(count: usize) -> String {
    let mut data = PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n");
    for number in 0..count {
        if number % 3 != 2 {
            writeln!(data, ":q{number} :founder :p{}, :p{} .", number % 7, number % 5).unwrap();
        }
        if number % 2 == 0 {
            writeln!(
                data,
                ":q{number} :site \"https://{number}.example\" ; :staff {} .",
                number % 5
            )
            .unwrap();
        }
    }
    for number in 0..6 {
        writeln!(
            data,
            ":p{number} :name \"Someone {number}\"@en, \"Quelqu'un {number}\"@fr ."
        )
        .unwrap();
    }
    data
}

fn store(data: &str) -> Store {
    let store = Store::new().unwrap();
    store.load_from_slice(oxigraph::io::RdfFormat::Turtle, data).unwrap();
    store
}

fn graph(data: &str) -> Graph {
    let mut graph = Graph::default();
    let mut report = sourcier::diagnostic::Report::default();
    let triples = sourcier::graph::parse_turtle("t.ttl", data, "https://example.org/", &mut report);
    assert!(report.is_empty());
    graph.extend(triples).unwrap();
    graph
}

/// The text of a query in a request.
fn sent(asked: &Asked) -> String {
    crate::server::decoded(asked.body.strip_prefix("query=").unwrap())
}

/// Another endpoint with its own data.
fn endpoint(data: &str) -> Server {
    let store = store(data);
    Server::answering(move |asked| {
        let query = sent(asked);
        let results = match SparqlEvaluator::new().parse_query(&query) {
            Ok(query) => query.on_store(&store).execute().unwrap(),
            Err(error) => return Reply::status(400, &[], &format!("{error} in {query}")),
        };
        let QueryResults::Solutions(solutions) = results else {
            return Reply::status(400, &[], "no SELECT");
        };
        let mut body = Vec::new();
        let mut rows = QueryResultsSerializer::from_format(QueryResultsFormat::Json)
            .serialize_solutions_to_writer(&mut body, solutions.variables().to_vec())
            .unwrap();
        for solution in solutions {
            rows.serialize(&solution.unwrap()).unwrap();
        }
        rows.finish().unwrap();
        let body = String::from_utf8(body).unwrap();
        Reply::status(200, &[("Content-Type", "application/sparql-results+json")], &body)
    })
}

fn parsed(text: &str) -> spargebra::Query {
    SparqlParser::new()
        .parse_query(&format!("{PREFIXES}{text}"))
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The rows of an answer as texts, sorted.
fn rows(answer: Answer) -> Vec<String> {
    let mut rows: Vec<String> = match answer {
        Answer::Solutions(solutions) => {
            let rows = solutions.iter().map(|row| {
                let mut names = solutions.variables.clone();
                names.sort();
                let cells = names.iter().map(|name| format!("{name}={:?}", row.text(name)));
                cells.collect::<Vec<_>>().join(" ")
            });
            rows.collect()
        }
        Answer::Boolean(value) => vec![value.to_string()],
        Answer::Triples(triples) => triples.iter().map(ToString::to_string).collect(),
    };
    rows.sort();
    rows
}

fn ask(text: &str, server: &Server, graph: &Graph) -> Result<Resolved, FederatedError> {
    let text = text.replace("SERVICE X", &format!("SERVICE <{}>", server.url("/sparql")));
    let permission = Permission {
        limits: limits(),
        allowed: Allowed::parse(text.split('<').filter_map(server_address)).unwrap(),
        asking: &mut |_| {},
    };
    resolve(parsed(&text), graph, permission)
}

fn answered(text: &str, server: &Server, graph: &Graph) -> Vec<String> {
    let resolved = ask(text, server, graph).unwrap_or_else(|error| panic!("{text}: {error}"));
    rows(graph.answer("test", resolved.query).unwrap())
}

/// Queries in which SERVICE can be replaced by a group over one graph with both data sets.
const QUERIES: &[&str] = &[
    "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?f } }",
    "SELECT * { SERVICE X { ?q :founder ?f } ?e :item ?q }",
    "SELECT ?f (COUNT(*) AS ?n) { ?e :item ?q . SERVICE X { ?q :founder ?f } } GROUP BY ?f",
    "SELECT DISTINCT ?f { ?e :item ?q . SERVICE X { ?q :founder ?f } } ORDER BY ?f LIMIT 3",
    "SELECT * { ?e :item ?q ; :kind :a . OPTIONAL { SERVICE X { ?q :site ?s } } }",
    "SELECT * { ?e :kind :b . OPTIONAL { ?e :item ?q . SERVICE X { ?q :site ?s } } }",
    "SELECT * { ?e :kind :a . OPTIONAL { ?e :item ?q . SERVICE X { ?q :staff ?s } FILTER (?s > 1) } }",
    "SELECT * { ?e :item ?q ; :size ?z . SERVICE X { ?q :staff ?s } FILTER (?z < 2 && ?s > 1) }",
    "SELECT * { ?e :kind :b . OPTIONAL { ?e :item ?q . SERVICE X { ?q :staff ?s } } FILTER (!BOUND(?q) || ?s > 2) }",
    "SELECT * { ?e :size ?z . OPTIONAL { ?e :person ?q . SERVICE X { ?q :name ?n } } FILTER (!BOUND(?q) || ?q = :p3) }",
    "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?p } SERVICE X { ?p :name ?n } }",
    "SELECT * { SERVICE X { ?p :name ?n } SERVICE X { ?q :founder ?p } ?e :item ?q ; :kind :c }",
    "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?p . OPTIONAL { ?p :name ?n FILTER (LANG(?n) = 'fr') } } }",
    "SELECT * { ?e :item ?q . SERVICE X { { ?q :founder ?x } UNION { ?q :site ?x } } }",
    "SELECT * { ?e :item ?q OPTIONAL { ?e :person ?p } SERVICE X { { ?q :founder ?p } UNION { ?q :site ?x } } }",
    "SELECT * { ?e :kind :a OPTIONAL { ?e :item ?q } OPTIONAL { ?e :person ?p } SERVICE X { ?q :founder ?p } }",
    "SELECT * { { ?e :item ?q . SERVICE X { ?q :founder ?p } } UNION { ?e :person ?p . SERVICE X { ?p :name ?n } } }",
    "SELECT * { ?e :item ?q MINUS { SERVICE X { ?q :founder ?f } } }",
    "SELECT * { ?e :item ?q FILTER EXISTS { SERVICE X { ?q :site ?s } } }",
    "SELECT * { ?e :item ?q FILTER (?q = :q0 || NOT EXISTS { SERVICE X { ?q :site ?s FILTER (?s != 'x') } }) }",
    "SELECT * { ?e :item ?q BIND (EXISTS { SERVICE X { ?q :site ?s } } AS ?has) }",
    "SELECT * { ?e :item ?q . { SELECT ?q (COUNT(?f) AS ?n) { SERVICE X { ?q :founder ?f } } GROUP BY ?q } }",
    "SELECT * { ?e :item ?q . { SELECT ?q { SERVICE X { ?q :founder ?e } } } }",
    "SELECT * { ?e :item ?q . { SELECT ?q { SERVICE X { ?q :founder ?f } } ORDER BY ?q ?f LIMIT 4 } }",
    "SELECT * { ?e :item ?q . SERVICE X { SELECT ?q (COUNT(?f) AS ?n) { ?q :founder ?f } GROUP BY ?q } }",
    "SELECT * { ?e :item ?q . SERVICE X { SELECT ?q ?f { ?q :founder ?f } ORDER BY ?q ?f LIMIT 5 } }",
    "SELECT * { ?e :item ?q ; :size ?z . SERVICE X { ?q :staff ?z } }",
    "SELECT * { ?e :item ?q . SERVICE X { ?q :staff ?s } BIND (?s + 1 AS ?t) FILTER (?t > 2) }",
    "SELECT * { ?e :item ?q BIND (?q AS ?r) SERVICE X { ?r :founder/:name ?n } }",
    "SELECT * { VALUES (?q ?f) { (:q1 UNDEF) (:q3 :p3) (UNDEF :p0) } SERVICE X { ?q :founder ?f } }",
    "SELECT * { ?e :item ?q . SERVICE X { { ?q :founder ?p FILTER (!BOUND(?n)) } ?p :name ?n } }",
    "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?p . { ?p :name ?n OPTIONAL { ?q :site ?s } } } }",
    "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?p MINUS { ?p :name 'Someone 1'@en } } }",
    "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?p . OPTIONAL { { ?p :name ?n FILTER (BOUND(?q)) } } } }",
    "SELECT * { ?e :item :q1 . SERVICE X { :q1 :founder :p1 } }",
    "SELECT * { ?e :item :q1 . SERVICE X { :q1 :founder :p2 } }",
    "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?p . FILTER EXISTS { ?p :name ?n } } }",
    "SELECT * { ?e :kind :nothing ; :item ?q . SERVICE X { ?q :founder ?p } }",
    "SELECT * { ?e :person ?p } VALUES ?p { :p0 :p6 }",
    "SELECT * { { SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?p } } } FILTER (?q = :q0) }",
    "SELECT * { ?e :item ?q LATERAL { SERVICE X { ?q :founder ?p } } }",
    "ASK { ?e :item ?q . SERVICE X { ?q :founder :p4 } }",
    "CONSTRUCT { ?e :founder ?p } { ?e :item ?q . SERVICE X { ?q :founder ?p } }",
    "DESCRIBE ?e { ?e :item ?q ; :kind :a . SERVICE X { ?q :founder :p0 } }",
];

#[test]
fn it_is_as_if_one_graph_had_all() {
    let (ours, theirs) = (ours(24), theirs(24));
    let server = endpoint(&theirs);
    let own = graph(&ours);
    let both = graph(&format!("{ours}\n{theirs}"));
    for text in QUERIES {
        let in_one = rows(both.answer("test", parsed(&text.replace("SERVICE X", ""))).unwrap());
        let is_cut = text.contains("LIMIT");
        let federated = answered(text, &server, &own);
        // With LIMIT, the results may have different rows, but equally many.
        if is_cut && !text.starts_with("SELECT DISTINCT") {
            assert_eq!(federated.len(), in_one.len(), "{text}");
        } else {
            let differing = federated.iter().zip(&in_one).find(|(one, other)| one != other);
            assert_eq!(differing, None, "{text}");
            assert_eq!(federated.len(), in_one.len(), "{text}");
        }
    }
}

#[test]
fn an_endpoint_is_asked_about_what_is_known() {
    let server = endpoint(&theirs(24));
    let own = graph(&ours(24));
    let asks = |text: &str| {
        let before = server.requests().len();
        answered(text, &server, &own);
        let requests = server.requests();
        requests[before..].iter().map(sent).collect::<Vec<_>>()
    };
    let text = asks("SELECT * { ?e :item ?q ; :kind :b ; :size ?z FILTER (?z = 1) SERVICE X { ?q :founder ?f } }");
    assert_eq!(
        text,
        [
            "SELECT ?q ?f WHERE { VALUES ( ?q ) { ( <http://example.org/q16> ) ( <http://example.org/q1> )  } \
             ?q <http://example.org/founder> ?f . }"
        ]
    );
    // Two endpoints, the second queried with results of the first.
    let text =
        asks("SELECT * { SERVICE X { ?p :name ?n } SERVICE X { ?q :founder ?p } ?e :item ?q ; :kind :b ; :size 1 }");
    assert_eq!(text.len(), 2, "{text:?}");
    assert!(
        text[0].contains("VALUES ( ?q ) { ( <http://example.org/q16> ) ( <http://example.org/q1> )  }"),
        "{text:?}"
    );
    assert!(
        text[1].contains("VALUES ( ?p ) { ( <http://example.org/p1> ) ( <http://example.org/p2> )  }"),
        "{text:?}"
    );
    // Without bindings to ask about, no request is sent.
    assert!(asks("SELECT * { ?e :item ?q ; :kind :nothing . SERVICE X { ?q :founder ?f } }").is_empty());
    assert!(asks("SELECT * { ?e :kind :nothing OPTIONAL { ?e :item ?q SERVICE X { ?q :founder ?f } } }").is_empty());
    // Without bindings to send, one request asks for everything.
    let text = asks("SELECT * { SERVICE X { ?q :staff 4 } }");
    assert_eq!(
        text,
        ["SELECT ?q WHERE { ?q <http://example.org/staff> \"4\"^^<http://www.w3.org/2001/XMLSchema#integer> . }"]
    );
}

#[test]
fn many_things_are_asked_about_in_batches() {
    let server = endpoint(&theirs(500));
    let own = graph(&ours(500));
    let both = graph(&format!("{}\n{}", ours(500), theirs(500)));
    let text = "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?f } }";
    let one = rows(both.answer("test", parsed(&text.replace("SERVICE X", ""))).unwrap());
    assert_eq!(answered(text, &server, &own), one);
    let requests = server.requests();
    assert_eq!(requests.len(), 4, "375 items");
    assert!(requests.iter().all(|asked| sent(asked).matches("( <").count() <= 100));
    let own = graph(&ours(14_000));
    let error = ask(text, &server, &own).unwrap_err();
    assert!(
        matches!(error, FederatedError::TooManyQuestions { count: 10_500, .. }),
        "{error}"
    );
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn the_endpoint_may_stand_in_a_variable() {
    let (one, other) = (endpoint(&theirs(8)), endpoint(&theirs(4)));
    let own = graph(&ours(8));
    let (first, second) = (one.url("/a"), other.url("/b"));
    let text = format!(
        "SELECT * {{ VALUES ?where {{ <{first}> <{second}> }} ?e :item ?q . SERVICE ?where {{ ?q :site ?s }} }}"
    );
    let found = answered(&text, &one, &own);
    assert_eq!(found.len(), 6, "{found:?}");
    assert_eq!(found.iter().filter(|row| row.contains(&second)).count(), 2, "{found:?}");
    let text = format!("SELECT * {{ BIND (<{second}> AS ?where) SERVICE ?where {{ :q0 :founder ?p }} }}");
    assert_eq!(answered(&text, &one, &own).len(), 1);
    let error = ask("SELECT * { SERVICE ?where { ?q :site ?s } }", &one, &own).unwrap_err();
    assert!(matches!(error, FederatedError::Unbound(_)), "{error}");
    let error = ask(
        "SELECT * { VALUES ?where { 'x' } SERVICE ?where { ?q :site ?s } }",
        &one,
        &own,
    )
    .unwrap_err();
    assert!(matches!(error, FederatedError::NotWeb(_)), "{error}");
}

#[test]
fn a_blank_node_of_an_answer_has_an_address_of_its_own() {
    let body = r#"{"head":{"vars":["f"]},"results":{"bindings":[{"f":{"type":"bnode","value":"x"}},{"f":{"type":"bnode","value":"x"}}]}}"#;
    let server = Server::answering(|_| Reply::json(body));
    let text = "SELECT ?f ?g { SERVICE X { :q0 :founder ?f } }";
    let found = answered(text, &server, &graph(&ours(4)));
    assert_eq!(found, [r#"f=Some("urn:x-sourcier:blank:1") g=None"#; 2]);
}

#[test]
fn what_an_endpoint_does_wrong_is_told() {
    let own = graph(&ours(4));
    let text = "SELECT * { ?e :item ?q . SERVICE X { ?q :founder ?f } }";
    let silent = text
        .replace("SERVICE", "SERVICE SILENT")
        .replace("SILENT X", "SILENT <URL>");
    let cases: [(Reply, &str); 10] = [
        (
            Reply::status(500, &[], "java.util.concurrent.TimeoutException"),
            "500: java.util.concurrent.TimeoutException",
        ),
        (
            Reply::status(400, &[], "Malformed query: line 1"),
            "answers 400: Malformed query: line 1",
        ),
        (Reply::status(403, &[], ""), "answers 403"),
        (Reply::status(200, &[], "<html><body>Welcome</body></html>"), "no JSON"),
        (
            Reply::json("{\"head\": {\"vars\": [\"q\"]}, \"results\": {\"bind"),
            "no JSON",
        ),
        (Reply::cut("{\"head\": {", 4000), "did not answer as it should"),
        (Reply::json("{\"error\": \"no\"}"), "no rows of SPARQL results"),
        (Reply::json("{\"head\": {}, \"boolean\": true}"), "yes or no"),
        (Reply::Endless(None), "longer than"),
        (Reply::Hangs, "did not answer as it should"),
    ];
    for (reply, expected) in cases {
        let again = reply.clone();
        let server = Server::answering(move |_| again.clone());
        let error = ask(text, &server, &own).unwrap_err().to_string();
        assert!(error.contains(expected), "{reply:?}: {error}");
        assert!(error.contains(&server.url("/sparql")), "{error}");
        let silent = silent.replace("URL", &server.url("/sparql"));
        let resolved = ask(&silent, &server, &own).unwrap();
        assert_eq!(resolved.silenced.len(), 1);
        assert!(resolved.silenced[0].to_string().contains(expected));
        let found = rows(own.answer("test", resolved.query).unwrap());
        assert_eq!(found.len(), 3, "as if nothing had been asked: {found:?}");
        assert!(found.iter().all(|row| row.contains("f=None")), "{found:?}");
    }
}

#[test]
fn where_one_request_of_several_fails_silent_gives_nothing_of_any() {
    let mut count = 0;
    let server = Server::answering(move |_| {
        count += 1;
        let row = r#"{"q":{"type":"uri","value":"http://example.org/q0"},"f":{"type":"literal","value":"one"}}"#;
        match count {
            1 => Reply::json(&format!(
                r#"{{"head":{{"vars":["q","f"]}},"results":{{"bindings":[{row}]}}}}"#
            )),
            _ => Reply::status(404, &[], ""),
        }
    });
    let text = format!(
        "SELECT * {{ ?e :item ?q . SERVICE SILENT <{}> {{ ?q :founder ?f }} }}",
        server.url("/sparql")
    );
    let own = graph(&ours(400));
    let resolved = ask(&text, &server, &own).unwrap();
    let found = rows(own.answer("test", resolved.query).unwrap());
    assert_eq!(found.len(), 300);
    assert!(found.iter().all(|row| row.contains("f=None")));
}

#[test]
fn only_addresses_of_the_web_are_asked_silent_or_not() {
    let own = graph(&ours(4));
    let server = Server::start(Vec::new());
    for address in [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "urn:x:y",
        "http://example.org/ns",
        "mailto:a@example.org",
    ] {
        for silent in ["", "SILENT "] {
            let text = format!("SELECT * {{ SERVICE {silent}<{address}> {{ ?q :founder ?f }} }}");
            if address.starts_with("http:") {
                continue;
            }
            let error = ask(&text, &server, &own).unwrap_err();
            assert!(matches!(error, FederatedError::NotWeb(_)), "{error}");
        }
    }
    let away = Server::answering(|_| Reply::status(307, &[("Location", "file:///etc/passwd")], ""));
    let error = ask("SELECT * { SERVICE X { ?q :founder ?f } }", &away, &own).unwrap_err();
    assert!(
        matches!(error, FederatedError::Web(WebError::Redirect { .. })),
        "{error}"
    );
}

/// Invented items for the invented dossier.
const LINKS: &str = "entity,qid,decision,reason,evidence,decided_on
commune,Q900000001,same,Invented.,invented,2026-11-21
jeanne-duroc,Q900000002,same,Invented.,invented,2026-11-21
la-gazette,Q900000003,not-same,Invented.,invented,2026-11-21
les-palmes,Q900000004,same,Invented.,invented,2026-11-21
piscine,Q900000005,same,Invented.,invented,2026-11-21
";

/// Runs the program with a query over the invented dossier.
fn run(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    fs::write(folder.path().join("data/wikidata.csv"), LINKS).unwrap();
    sourcier(folder.path()).arg("query").args(arguments).output().unwrap()
}

/// An endpoint with invented founders, seats and sites for all requested items.
fn made_up() -> Server {
    Server::answering(|asked| {
        let query = sent(asked);
        let cell = |name: &str, value: &str| format!(r#""{name}":{{"type":"uri","value":"http://made.up/{value}"}}"#);
        let (column, value) = [("P112", "founder"), ("P159", "seat"), ("P856", "site")]
            .into_iter()
            .find_map(|(property, column)| query.contains(property).then_some((column, property)))
            .unwrap();
        let items = query.split("( <").skip(1).map(|rest| rest.split('>').next().unwrap());
        let rows: Vec<String> = items
            .map(|item| {
                format!(
                    r#"{{"item":{{"type":"uri","value":"{item}"}},{}}}"#,
                    cell(column, value)
                )
            })
            .collect();
        Reply::json(&format!(
            r#"{{"head":{{"vars":["item","{column}"]}},"results":{{"bindings":[{}]}}}}"#,
            rows.join(",")
        ))
    })
}

#[test]
fn the_shipped_questions_ask_about_linked_entities_alone() {
    let queries = fs::read_dir(crate::support::root().join("queries")).unwrap();
    let mut count = 0;
    for entry in queries {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.is_dir() || !fs::read_to_string(&path).unwrap().contains("SERVICE") {
            continue;
        }
        count += 1;
        let server = made_up();
        let endpoint = format!("endpoint={}", server.url("/sparql"));
        let arguments = [name.as_str(), "--set", &endpoint, "--format", "csv"];
        let refused = run(&arguments);
        assert_eq!(refused.status.code(), Some(2));
        let typed = format!("sourcier query --federated --allow {}", server.url("/sparql"));
        assert!(said(&refused).contains(&typed), "{}", said(&refused));
        let refused = run(&[&arguments[..], &["--federated"]].concat());
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            said(&refused).contains(&format!("add --allow {}", server.url("/sparql"))),
            "{}",
            said(&refused)
        );
        assert!(server.requests().is_empty(), "nobody was asked");
        let answered = run(&[&arguments[..], &["--federated", "--allow", &server.url("/sparql")]].concat());
        assert!(answered.status.success(), "{}", said(&answered));
        let asks = format!("sourcier: asks {}\n", server.url("/sparql"));
        assert_eq!(String::from_utf8_lossy(&answered.stderr), asks);
        let requests = server.requests();
        assert_eq!(requests.len(), 1, "{name}");
        let head = requests[0].head.to_lowercase();
        assert!(head.contains("user-agent: sourcier/"), "{head}");
        assert!(head.contains("accept: application/sparql-results+json"), "{head}");
        assert!(
            head.contains("content-type: application/x-www-form-urlencoded"),
            "{head}"
        );
        let items = sent(&requests[0])
            .matches("( <http://www.wikidata.org/entity/Q")
            .count();
        let rows = String::from_utf8(answered.stdout).unwrap().lines().count() - 1;
        // Rejected items and those of facilities are not sent; people have neither founders nor seats.
        assert_eq!(items, if name == "wikidata-sites" { 3 } else { 2 }, "{name}");
        assert_eq!(rows, items, "{name}");
    }
    assert_eq!(count, 3);
}

#[test]
fn an_endpoint_that_is_not_there_is_an_error_and_silent_a_note() {
    let address = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/sparql", listener.local_addr().unwrap())
    };
    let text = |silent: &str| {
        format!(
            "SELECT ?key {{ ?e a s:Person ; dcterms:identifier ?key . SERVICE {silent}<{address}> {{ ?e s:x ?y }} }}"
        )
    };
    let failed = run(&["-e", &text(""), "--federated", "--allow", &address]);
    assert_eq!(failed.status.code(), Some(2));
    assert!(failed.stdout.is_empty());
    let message = said(&failed);
    assert!(message.contains(&address) && message.contains("refused"), "{message}");
    assert_eq!(
        message.matches(&address).count(),
        2,
        "announced, and said once: {message}"
    );
    let silent = text("SILENT ");
    let passed = run(&["-e", &silent, "--federated", "--allow", &address, "--format", "csv"]);
    assert!(passed.status.success());
    assert!(String::from_utf8_lossy(&passed.stderr).contains("note: SERVICE SILENT"));
    assert!(String::from_utf8_lossy(&passed.stdout).lines().count() > 1);
}

#[test]
fn every_endpoint_is_allowed_by_the_user_before_any_is_asked() {
    let (one, two) = (made_up(), made_up());
    let (first, second) = (one.url("/sparql"), two.url("/sparql"));
    let ask = |text: &str, more: &[&str]| run(&[&["-e", text, "--federated"], more].concat());
    // Both are named; also within EXISTS, SILENT or not.
    let both = format!(
        "SELECT * {{ SERVICE <{first}> {{ ?item ?p ?o }} FILTER EXISTS {{ SERVICE SILENT <{second}> {{ ?item ?p ?x }} }} }}"
    );
    let refused = ask(&both, &["--allow", "https://example.org/sparql"]);
    let add = match first < second {
        true => format!("add --allow {first} --allow {second}"),
        false => format!("add --allow {second} --allow {first}"),
    };
    assert!(said(&refused).contains(&add), "{}", said(&refused));
    let refused = ask(&both, &["--allow", &first]);
    assert!(
        said(&refused).contains(&format!("add --allow {second}\n")),
        "{}",
        said(&refused)
    );
    // An endpoint that the graph or an expression gives is examined when it is known.
    for place in [
        format!("VALUES ?at {{ <{first}> }} SERVICE ?at {{ ?item ?p ?o }}"),
        format!("BIND (IRI(CONCAT(\"{first}\", \"\")) AS ?at) SERVICE SILENT ?at {{ ?item ?p ?o }}"),
    ] {
        let refused = ask(&format!("SELECT * {{ {place} }}"), &["--allow", &second]);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(
            said(&refused).contains(&format!("add --allow {first}\n")),
            "{}",
            said(&refused)
        );
    }
    assert!(one.requests().is_empty() && two.requests().is_empty());
}

#[test]
fn the_user_s_own_configuration_allows_endpoints_and_that_of_a_dossier_does_not() {
    let server = made_up();
    let endpoint = format!("endpoint={}", server.url("/sparql"));
    let list = format!("allow = [\"{}\"]\n", server.url("/sparql"));
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path().join("dossier");
    invented_dossier(&dossier);
    fs::write(dossier.join("data/wikidata.csv"), LINKS).unwrap();
    for inside in ["sourcier", ".config/sourcier"] {
        fs::create_dir_all(dossier.join(inside)).unwrap();
        fs::write(dossier.join(inside).join("config.toml"), &list).unwrap();
    }
    let ask = |configuration: &std::path::Path| {
        let mut command = sourcier(&dossier);
        command.args(["query", "wikidata-founders", "--set", &endpoint, "--federated"]);
        command.env("XDG_CONFIG_HOME", configuration).env("HOME", folder.path());
        command.current_dir(&dossier).output().unwrap()
    };
    for relative in [".", ".config", ""] {
        let refused = ask(relative.as_ref());
        assert_eq!(refused.status.code(), Some(2), "{relative}: {}", said(&refused));
    }
    assert!(server.requests().is_empty());
    let own = folder.path().join("own");
    fs::create_dir_all(own.join("sourcier")).unwrap();
    fs::write(own.join("sourcier/config.toml"), &list).unwrap();
    let answered = ask(&own);
    assert!(answered.status.success(), "{}", said(&answered));
    for (text, says) in [
        ("allow = 1\n", "is no configuration"),
        ("allow = [\"x\"]\n", "`x` is neither"),
    ] {
        fs::write(own.join("sourcier/config.toml"), text).unwrap();
        let failed = ask(&own);
        assert_eq!(failed.status.code(), Some(2));
        assert!(said(&failed).contains(says), "{}", said(&failed));
    }
}
