//! `sourcier serve`: the real program, asked over real connections.

mod editor;
mod explore;

use crate::support::{invented_dossier, sourcier_of_index as sourcier};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A server over the invented dossier, ended when this is dropped.
struct Served {
    dossier: tempfile::TempDir,
    server: Child,
    port: u16,
}

/// A response as it came.
#[derive(Debug)]
struct Response {
    status: u16,
    head: String,
    body: Vec<u8>,
    /// Whether its end was there, as HTTP tells it.
    is_whole: bool,
}

impl Response {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&start))
    }
}

impl Served {
    fn new(arguments: &[&str]) -> Self {
        let dossier = tempfile::tempdir().unwrap();
        invented_dossier(dossier.path());
        Self::over(dossier, arguments)
    }

    fn over(dossier: tempfile::TempDir, arguments: &[&str]) -> Self {
        let mut command = sourcier(dossier.path());
        command
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            // What the owner is told of broken files.
            .stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let first = lines.next().expect("the server says where it is").unwrap();
        let port = first.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        Self { dossier, server, port }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends a request as it is, and reads all that comes.
    fn send(&self, request: &str) -> Response {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut all = Vec::new();
        // A connection that is reset in the middle gives what came before.
        let _ = stream.read_to_end(&mut all);
        parse(&all)
    }

    fn request(&self, method: &str, address: &str, headers: &[&str], body: &str) -> Response {
        let mut lines = vec![
            format!("{method} {address} HTTP/1.1"),
            format!("Host: 127.0.0.1:{}", self.port),
            "Connection: close".to_owned(),
        ];
        lines.extend(headers.iter().map(ToString::to_string));
        if !body.is_empty() {
            lines.push(format!("Content-Length: {}", body.len()));
        }
        self.send(&format!("{}\r\n\r\n{body}", lines.join("\r\n")))
    }

    fn get(&self, address: &str) -> Response {
        self.request("GET", address, &[], "")
    }

    fn query(&self, text: &str, headers: &[&str]) -> Response {
        let headers: Vec<&str> = headers
            .iter()
            .copied()
            .chain(["Content-Type: application/sparql-query"])
            .collect();
        self.request("POST", "/sparql", &headers, text)
    }

    fn path(&self) -> &Path {
        self.dossier.path()
    }

    /// The numbers of the processes that the server has started and that run.
    fn processes(&self) -> Vec<String> {
        let parent = self.server.id();
        // Any of its threads starts them.
        let threads = fs::read_dir(format!("/proc/{parent}/task")).unwrap();
        let of_each = threads.map(|thread| fs::read_to_string(thread.unwrap().path().join("children")));
        let lists: Vec<String> = of_each.map(Result::unwrap_or_default).collect();
        let lists = lists.iter().flat_map(|list| list.split_whitespace());
        let mut all: Vec<String> = lists.map(str::to_owned).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Reads a response; its body without the framing.
fn parse(all: &[u8]) -> Response {
    let at = all.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(all[..at].to_vec()).unwrap().replace('\r', "");
    let rest = &all[at + 4..];
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let (body, is_whole) = match length {
        Some(length) => (rest.to_vec(), rest.len() == length.parse::<usize>().unwrap()),
        None if head.contains("transfer-encoding: chunked") => unchunked(rest),
        None => (rest.to_vec(), true),
    };
    Response {
        status,
        head,
        body,
        is_whole,
    }
}

/// The chunks of a body, and whether the last one is there.
fn unchunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(at) = rest.windows(2).position(|two| two == b"\r\n") else {
            return (body, false);
        };
        let size = usize::from_str_radix(str::from_utf8(&rest[..at]).unwrap(), 16).unwrap();
        if size == 0 {
            return (body, true);
        }
        let chunk = &rest[at + 2..];
        body.extend_from_slice(&chunk[..size.min(chunk.len())]);
        if chunk.len() < size + 2 {
            return (body, false);
        }
        rest = &chunk[size + 2..];
    }
}

/// Waits until something holds.
fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(120), "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A row for a table, with a cell for each of its columns.
fn with_columns(table: &str, cell: impl Fn(&str) -> String) -> String {
    let head = table.lines().next().unwrap();
    head.split(',').map(cell).collect::<Vec<_>>().join(",")
}

const COUNT: &str = "SELECT (COUNT(*) AS ?n) { ?claim a s:Claim }";

/// So many rows, each of which takes a while, that most of them are not computed when the first are there.
const MANY: &str =
    "SELECT ?a ?c ?e { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER(STRENDS(SHA1(CONCAT(STR(?a), STR(?c), STR(?e))), '0')) }";

#[test]
fn the_endpoint_answers_in_each_format_that_a_client_may_ask_for() {
    let served = Served::new(&[]);
    let answers = [
        (
            "SELECT * { ?c a s:Claim } LIMIT 1",
            "application/sparql-results+json",
            "\"bindings\"",
        ),
        (
            "SELECT * { ?c a s:Claim } LIMIT 1",
            "application/sparql-results+xml",
            "<sparql",
        ),
        ("SELECT * { ?c a s:Claim } LIMIT 1", "text/csv", "c\r\n"),
        ("SELECT * { ?c a s:Claim } LIMIT 1", "text/tab-separated-values", "?c\n"),
        ("ASK { ?c a s:Claim }", "application/sparql-results+json", "true"),
        ("DESCRIBE id:piscine", "text/turtle", "@prefix"),
        ("DESCRIBE id:piscine", "application/n-triples", "<http"),
        ("DESCRIBE id:piscine", "application/n-quads", "<http"),
        ("DESCRIBE id:piscine", "application/trig", "@prefix"),
        ("DESCRIBE id:piscine", "application/rdf+xml", "<rdf:RDF"),
        ("DESCRIBE id:piscine", "application/ld+json", "\"@id\""),
    ];
    for (query, media_type, part) in answers {
        let response = served.query(query, &[&format!("Accept: {media_type}")]);
        assert_eq!(response.status, 200, "{media_type}: {}", response.text());
        assert!(
            response.header("content-type").unwrap().starts_with(media_type),
            "{}",
            response.head
        );
        assert!(
            response.is_whole && response.text().contains(part),
            "{media_type}: {}",
            response.text()
        );
    }
    let none = served.query("ASK {}", &["Accept: image/png"]);
    assert_eq!(none.status, 406);
    assert!(
        none.text().contains("application/sparql-results+json"),
        "{}",
        none.text()
    );
}

#[test]
fn a_wrong_query_is_told_with_its_place() {
    let served = Served::new(&[]);
    let wrong = served.query("SELECT * {\n  ?s a s:Claim ,\n}", &[]);
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("the query:3:2"), "{}", wrong.text());
    let update = served.request(
        "POST",
        "/sparql",
        &["Content-Type: application/sparql-update"],
        "CLEAR ALL",
    );
    assert_eq!(update.status, 403);
    let service = served.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", &[]);
    assert_eq!(service.status, 400);
    assert!(service.text().contains("SERVICE is off"), "{}", service.text());
}

#[test]
fn the_default_graph_has_a_name_too_and_no_other_graph_is_there() {
    let served = Served::new(&[]);
    let base = "https://example.org/grants/";
    let manifest = fs::read_to_string(served.path().join("sourcier.toml")).unwrap();
    let base = manifest
        .lines()
        .find_map(|line| line.strip_prefix("base = \""))
        .map_or(base, |line| line.trim_end_matches('"'));
    let count = |query: &str| served.query(query, &["Accept: text/csv"]).text();
    let whole = count(COUNT);
    assert_eq!(
        count(&format!(
            "SELECT (COUNT(*) AS ?n) {{ GRAPH <{base}> {{ ?claim a s:Claim }} }}"
        )),
        whole
    );
    assert_eq!(
        count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?claim a s:Claim } }"),
        whole
    );
    assert_eq!(
        count(&format!("SELECT (COUNT(*) AS ?n) FROM <{base}> {{ ?claim a s:Claim }}")),
        whole
    );
    let named = served.request(
        "POST",
        &format!("/sparql?named-graph-uri={base}"),
        &["Content-Type: application/sparql-query", "Accept: text/csv"],
        COUNT,
    );
    assert_eq!(
        named.text(),
        "n\r\n0\r\n",
        "only the default graph that is named counts"
    );
    let other = served.get("/sparql?query=ASK%7B%7D&default-graph-uri=http%3A%2F%2Fexample.com%2F");
    assert_eq!(other.status, 400);
    assert!(other.text().contains(base), "{}", other.text());
    let graph = served.request("GET", "/graph?default", &["Accept: application/n-triples"], "");
    let lines = graph.text().lines().count();
    assert_eq!(
        count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        format!("n\r\n{lines}\r\n")
    );
    assert_eq!(
        served.request("PUT", "/graph?default", &[], "<a> <b> <c> .").status,
        403
    );
}

#[test]
fn an_answer_that_is_stopped_in_the_middle_looks_whole_in_no_format() {
    let served = Served::new(&["--time-limit", "1"]);
    for (media_type, encoding) in [
        ("application/sparql-results+json", "identity"),
        ("application/sparql-results+xml", "identity"),
        ("text/csv", "identity"),
        ("text/tab-separated-values", "identity"),
        ("text/csv", "gzip"),
    ] {
        let headers = [
            &format!("Accept: {media_type}"),
            &format!("Accept-Encoding: {encoding}"),
        ];
        let response = served.query(MANY, &headers.map(String::as_str));
        assert_eq!(response.status, 200, "{}", response.text());
        assert!(
            !response.is_whole,
            "{media_type} {encoding}: {} bytes",
            response.body.len()
        );
        assert!(
            response.body.len() > 10_000,
            "{media_type} {encoding}: {}",
            response.body.len()
        );
    }
    let old = format!(
        "POST /sparql HTTP/1.0\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n{MANY}",
        MANY.len()
    );
    assert_eq!(
        served.send(&old).status,
        505,
        "by HTTP/1.0 a cut answer would look whole"
    );
    let early = served.query("SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }", &[]);
    assert_eq!(early.status, 500);
    assert!(early.text().contains("more than 1 s"), "{}", early.text());
    assert_eq!(served.query(COUNT, &[]).status, 200, "the next query is not its victim");
}

#[test]
fn memory_is_limited_and_told() {
    let served = Served::new(&["--memory-limit", "32", "--time-limit", "100"]);
    let filled = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?b), STR(?d))) AS ?all) { ?a ?p ?b . ?c ?q ?d }";
    let response = served.query(filled, &[]);
    assert_eq!(response.status, 500, "{}", response.text());
    assert!(
        response.text().contains("more memory than 32 MB"),
        "{}",
        response.text()
    );
    assert_eq!(served.query(COUNT, &[]).status, 200);
}

#[test]
fn files_that_change_are_served_and_broken_ones_are_not() {
    let served = Served::new(&[]);
    let table = served.path().join("data/entities.csv");
    let before = fs::read_to_string(&table).unwrap();
    let ask = |name: &str| {
        let query = format!("ASK {{ ?e rdfs:label ?label FILTER(STR(?label) = \"{name}\") }}");
        served.query(&query, &[]).text().contains("true")
    };
    let first = served.get("/sparql?query=ASK%7B%7D");
    assert!(!ask("Newly added"));
    let row = with_columns(&before, |column| match column {
        "key" => "newly-added".to_owned(),
        "class" => "Organisation".to_owned(),
        "label_en" | "label_fr" => "Newly added".to_owned(),
        _ => String::new(),
    });
    fs::write(&table, format!("{before}{row}\n")).unwrap();
    wait_until("the new row is served", || ask("Newly added"));
    let second = served.get("/sparql?query=ASK%7B%7D");
    assert_ne!(
        first.header("etag"),
        second.header("etag"),
        "another graph has other tags"
    );

    fs::write(&table, "key,class\nbroken\"").unwrap();
    let warning = "The dossier’s files were changed and have errors";
    wait_until("the page says so", || {
        served.get("/en/index.html").text().contains(warning) || served.get("/").text().contains(warning)
    });
    assert!(ask("Newly added"), "the last good state is served");
    assert!(served.get("/health").text().contains("\"broken\":true"));
    fs::write(&table, &before).unwrap();
    wait_until("the files are sound again", || !ask("Newly added"));
    assert!(served.get("/health").text().contains("\"broken\":false"));
    assert!(!served.get("/").text().contains(warning));
}

#[test]
fn only_bound_and_named_hosts_are_answered_and_no_path_leaves_the_dossier() {
    let served = Served::new(&["--host", "data.example.org"]);
    let of = |host: &str, path: &str| {
        served
            .send(&format!(
                "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            ))
            .status
    };
    assert_eq!(of("evil.example", "/"), 421);
    assert_eq!(of("data.example.org", "/"), 200);
    assert_eq!(of("localhost:1", "/health"), 200);
    for path in [
        "/../sourcier.toml",
        "/%2e%2e/sourcier.toml",
        "/data/csv-metadata.json",
        "/sourcier.toml",
        "//etc/passwd",
        "/claim/..%2f..%2fdata%2fclaims.csv",
    ] {
        assert_eq!(of("localhost", path), 404, "{path}");
    }
    assert_eq!(served.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400);
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(100_000));
    assert!([400, 414, 431].contains(&served.send(&long).status));
    let large = format!(
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/sparql-query\r\nContent-Length: 2000000\r\n\r\n{}",
        "#".repeat(2_000_000)
    );
    assert_eq!(served.send(&large).status, 413);
}

#[test]
fn what_a_client_has_is_not_sent_again_and_a_changing_answer_has_no_tag() {
    let served = Served::new(&[]);
    for address in ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/graph?default"] {
        let first = served.get(address);
        let tag = first
            .header("etag")
            .unwrap_or_else(|| panic!("{address}: {}", first.head));
        let again = served.request("GET", address, &[&format!("If-None-Match: {tag}")], "");
        assert_eq!((again.status, again.body.len()), (304, 0), "{address}");
        let head = served.request("HEAD", address, &[], "");
        assert_eq!(
            (head.status, head.header("etag"), head.body.len()),
            (200, Some(tag), 0),
            "{address}"
        );
    }
    assert_eq!(
        served
            .get("/sparql?query=SELECT(NOW()%20AS%20%3Fn)%7B%7D")
            .header("etag"),
        None
    );
}

#[test]
fn iris_of_the_dossier_lead_to_pages_and_to_triples() {
    let served = Served::new(&[]);
    let base = served.query(
        "SELECT ?e { ?e a s:Entity FILTER(STRENDS(STR(?e), '/piscine')) }",
        &["Accept: text/csv"],
    );
    let iri = base.text().lines().nth(1).unwrap().to_owned();
    let path = iri.splitn(4, '/').nth(3).unwrap().to_owned();
    let page = served.request("GET", &format!("/{path}"), &["Accept: text/html"], "");
    assert_eq!(page.status, 303, "{}", page.text());
    assert!(
        page.header("location").unwrap().ends_with("entity/piscine.html"),
        "{}",
        page.head
    );
    let data = served.request("GET", &format!("/{path}"), &["Accept: text/turtle"], "");
    let location = data.header("location").unwrap().trim_start_matches("../").to_owned();
    let triples = served.request("GET", &format!("/{location}"), &["Accept: application/n-triples"], "");
    assert!(triples.text().contains(&format!("<{iri}>")), "{}", triples.text());
    assert_eq!(served.get("/nothing/here").status, 404);
    // What has no page leads a browser to its triples.
    let unit = path.replace("id/piscine", "unit/EUR");
    let page = served.request("GET", &format!("/{unit}"), &["Accept: text/html"], "");
    let location = page.header("location").unwrap().trim_start_matches("../").to_owned();
    let triples = served.request("GET", &format!("/{location}"), &["Accept: text/html"], "");
    assert_eq!(triples.status, 200, "{}", triples.text());
    assert!(triples.text().contains("unit:EUR"), "{}", triples.text());
}

#[test]
fn what_the_manifest_withholds_is_served_with_private_only_and_then_to_no_other_site() {
    let hide = || {
        let dossier = tempfile::tempdir().unwrap();
        invented_dossier(dossier.path());
        let manifest = dossier.path().join("sourcier.toml");
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, format!("{text}\n[publish]\ninternal = [\"note\"]\n")).unwrap();
        dossier
    };
    let notes =
        "SELECT (COUNT(*) AS ?n) { ?x rdfs:comment ?note . ?x a ?c FILTER(?c IN (s:Claim, s:Entity, s:Document)) }";
    let open = Served::over(hide(), &[]);
    let private = Served::over(hide(), &["--private"]);
    let count = |served: &Served| served.query(notes, &["Accept: text/csv"]).text();
    assert_eq!(count(&open), "n\r\n0\r\n");
    assert_ne!(count(&private), "n\r\n0\r\n");
    let from_elsewhere = "Origin: https://evil.example";
    assert_eq!(private.query(COUNT, &[from_elsewhere]).status, 403);
    assert_eq!(private.query(COUNT, &[]).header("access-control-allow-origin"), None);
    assert_eq!(
        open.query(COUNT, &[from_elsewhere])
            .header("access-control-allow-origin"),
        Some("*")
    );
}

#[test]
fn requests_are_logged_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("requests.log");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let served = Served::new(&["--log", log.to_str().unwrap(), "--metrics", &free.to_string()]);
    assert_eq!(served.get("/health").status, 200);
    assert_eq!(served.query("SELECT", &[]).status, 400);
    wait_until("the requests are logged", || {
        let text = fs::read_to_string(&log).unwrap();
        text.contains("\"GET /health HTTP/1.1\" 200 ") && text.contains("\"POST /sparql HTTP/1.1\" 400 ")
    });
    let mut stream = TcpStream::connect(free).unwrap();
    stream
        .write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let counted = parse(&all).text();
    for line in [
        "sourcier_requests_total{kind=\"sparql\",status=\"4xx\"} 1",
        "sourcier_requests_total{kind=\"other\",status=\"2xx\"} 1",
        "sourcier_broken 0",
    ] {
        assert!(counted.lines().any(|found| found == line), "{line}\n{counted}");
    }
}

#[test]
fn questions_beyond_the_queue_are_refused_for_a_while_and_the_server_stays_healthy() {
    let served = Served::new(&["--workers", "1", "--queue", "1", "--time-limit", "2"]);
    let slow = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }";
    let responses: Vec<Response> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..6).map(|_| scope.spawn(|| served.query(slow, &[]))).collect();
        assert_eq!(served.get("/health").status, 200);
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    let with = |status: u16| responses.iter().filter(move |response| response.status == status);
    assert!(with(503).count() >= 3, "{responses:?}");
    assert!(with(503).all(|response| response.header("retry-after").is_some()));
    assert!(with(500).count() >= 1 && with(500).all(|response| response.text().contains("more than 2 s")));
    assert_eq!(served.query(COUNT, &[]).status, 200, "the queue is empty again");
}

#[test]
fn a_worker_answers_one_question_after_another() {
    let served = Served::new(&["--workers", "1"]);
    assert_eq!(served.query(COUNT, &[]).status, 200);
    let before = served.processes();
    assert_eq!(before.len(), 2, "a keeper and a worker: {before:?}");
    for _ in 0..100 {
        assert_eq!(served.query(COUNT, &[]).status, 200);
    }
    assert_eq!(served.processes(), before);
}

#[test]
fn half_a_request_is_not_waited_for() {
    let served = Served::new(&[]);
    let mut half = served.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        .unwrap();
    let mut rest = Vec::new();
    half.read_to_end(&mut rest).expect("the server ends the connection");
    assert!(!rest.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&rest));
}

#[test]
fn each_answer_is_wholly_of_one_state_while_files_change() {
    let served = Served::new(&[]);
    let table = served.path().join("data/entities.csv");
    let before = fs::read_to_string(&table).unwrap();
    let query = "SELECT ?fr ?en { ?e dcterms:identifier 'newly-added' ; rdfs:label ?fr, ?en FILTER(LANG(?fr) = 'fr' && LANG(?en) = 'en') }";
    let answer = || served.query(query, &["Accept: text/csv"]).text();
    for version in ["one", "two", "three"] {
        let row = with_columns(&before, |column| match column {
            "key" => "newly-added".to_owned(),
            "class" => "Organisation".to_owned(),
            "label_en" | "label_fr" => version.to_owned(),
            _ => String::new(),
        });
        fs::write(&table, format!("{before}{row}\n")).unwrap();
        wait_until("the new version is served", || {
            let text = answer();
            let mut cells = text.lines().nth(1).unwrap_or(",").split(',');
            let (fr, en) = (cells.next(), cells.next());
            assert_eq!(fr, en, "an answer mixes two states");
            fr == Some(version)
        });
    }
}

#[test]
fn a_server_that_is_told_to_end_ends_and_leaves_nothing_running() {
    let mut served = Served::new(&[]);
    assert_eq!(served.query(COUNT, &[]).status, 200);
    let before = served.processes();
    let id = rustix::process::Pid::from_raw(i32::try_from(served.server.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    assert!(served.server.wait().unwrap().success());
    wait_until("its processes end", || {
        before.iter().all(|id| !Path::new(&format!("/proc/{id}")).exists())
    });
}

#[test]
fn a_server_that_is_told_to_end_twice_does_not_wait_for_answers() {
    let mut served = Served::new(&["--time-limit", "60"]);
    assert_eq!(served.query(COUNT, &[]).status, 200);
    let mut slow = served.connect();
    let query = "SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fa%20%3Fp%20%3Fb%20.%20%3Fc%20%3Fq%20%3Fd%20.%20%3Fe%20%3Fr%20%3Ff%20%7D";
    write!(slow, "GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let id = rustix::process::Pid::from_raw(i32::try_from(served.server.id()).unwrap()).unwrap();
    let tell = || rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    tell();
    std::thread::sleep(Duration::from_secs(1));
    assert!(served.server.try_wait().unwrap().is_none(), "an answer is being made");
    tell();
    assert!(served.server.wait().unwrap().success());
    // The answer takes far longer: the server did not wait for it.
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
}

#[test]
fn a_dossier_with_errors_is_not_served() {
    let dossier = tempfile::tempdir().unwrap();
    invented_dossier(dossier.path());
    fs::write(dossier.path().join("data/entities.csv"), "key,class\nbroken\"").unwrap();
    let output = sourcier(dossier.path())
        .args(["serve", "--port", "0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("the dossier has errors") && said.contains("entities.csv"),
        "{said}"
    );
}
