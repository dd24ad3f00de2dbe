//! `sourcier link` against servers on loopback. The responses are written by hand; their items do not exist.

use crate::server::{Asked, Reply, Server};
use crate::support::{has, invented_dossier, python, root, said, sourcier};
use names::THRESHOLD;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HEADER: &str = "entity,qid,decision,reason,evidence,decided_on,score,label,description,item_type,item_dates\n";
const FAST: [&str; 4] = ["--pause", "0", "--time-out", "1"];

/// The invented dossier with these rows of decisions.
fn dossier(rows: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    write(folder.path(), rows);
    folder
}

fn write(folder: &Path, rows: &str) {
    fs::write(folder.join("data/wikidata.csv"), format!("{HEADER}{rows}")).unwrap();
}

fn decisions(folder: &Path) -> String {
    fs::read_to_string(folder.join("data/wikidata.csv")).unwrap()
}

fn link(folder: &Path, arguments: &[&str]) -> Output {
    sourcier(folder).arg("link").args(arguments).output().unwrap()
}

/// The decoded fields of a form.
fn form(body: &str) -> BTreeMap<String, String> {
    body.split('&')
        .map(|field| field.split_once('=').unwrap())
        .map(|(name, value)| (crate::server::decoded(name), crate::server::decoded(value)))
        .collect()
}

/// A service that knows one person; it records requests and responses.
fn service(version: &'static str) -> Server {
    Server::answering(move |asked| {
        if asked.head.starts_with("GET") {
            return Reply::json(&manifest(version).to_string());
        }
        Reply::json(&answer(version, asked).to_string())
    })
}

fn manifest(version: &str) -> Value {
    let mut manifest = json!({
        "name": "made by hand",
        "identifierSpace": "http://www.wikidata.org/entity/",
        "schemaSpace": "http://www.wikidata.org/prop/direct/",
        "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
    });
    if version != "0.1" {
        manifest["versions"] = json!([version]);
    }
    manifest
}

fn candidates(name: &str, version: &str) -> Value {
    if name != "Jeanne Duroc" {
        return json!([]);
    }
    let mut person = json!({
        "id": "Q900000001", "name": "Jeanne Duroc", "score": 93.4, "match": false,
        "type": [{"id": "Q5", "name": "human"}],
    });
    if version != "0.1" {
        person["description"] = json!("mayor, in a list made by hand");
    }
    json!([person, {"id": "Q900000002", "name": "Jeanne Duroc (ship)", "score": 40, "type": []}])
}

fn answer(version: &str, asked: &Asked) -> Value {
    if version == "1.0-draft" {
        let queries: Value = serde_json::from_str(&asked.body).unwrap();
        let queries = queries["queries"].as_array().unwrap();
        let results: Vec<Value> = queries
            .iter()
            .map(|query| json!({"candidates": candidates(query["conditions"][0]["propertyValue"].as_str().unwrap(), version)}))
            .collect();
        return json!({"results": results});
    }
    let queries: Value = serde_json::from_str(&form(&asked.body)["queries"]).unwrap();
    let results = queries.as_object().unwrap().iter().map(|(key, query)| {
        let found = candidates(query["query"].as_str().unwrap(), version);
        (key.clone(), json!({"result": found}))
    });
    Value::Object(results.collect())
}

#[test]
fn candidates_come_from_a_service_of_each_version_and_fit_its_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for version in ["0.1", "0.2", "1.0-draft"] {
        let server = service(version);
        let dossier = dossier("la-gazette,Q900000009,not-same,\"another, paper\",,2026-11-21,,,,,\n");
        let url = server.url("/reconcile");
        let mut arguments = vec!["candidates", "--service", &url, "--property", "P17=Q142"];
        arguments.extend(FAST);
        let output = link(dossier.path(), &arguments);
        assert!(output.status.success(), "{}", said(&output));
        let description = if version == "0.1" {
            ""
        } else {
            "\"mayor, in a list made by hand\""
        };
        assert_eq!(
            decisions(dossier.path()),
            format!(
                "{HEADER}jeanne-duroc,Q900000001,undecided,,,,0.93,Jeanne Duroc,{description},human,\n\
                 jeanne-duroc,Q900000002,undecided,,,,0.40,Jeanne Duroc (ship),,,\n\
                 la-gazette,Q900000009,not-same,\"another, paper\",,2026-11-21,,,,,\n"
            ),
            "{version}"
        );
        assert!(!dossier.path().join(".link-progress.json").exists());
        let mut save = |schema: &str, value: &Value| {
            let path = folder.path().join(format!("{count}.{version}.{schema}"));
            fs::write(path, value.to_string()).unwrap();
            count += 1;
        };
        let mut constrained = 0;
        for asked in server.requests() {
            if asked.head.starts_with("GET") {
                save("manifest", &manifest(version));
                continue;
            }
            let query: Value = match version {
                "1.0-draft" => {
                    assert!(asked.head.starts_with("POST /reconcile/match "));
                    serde_json::from_str(&asked.body).unwrap()
                }
                _ => serde_json::from_str(&form(&asked.body)["queries"]).unwrap(),
            };
            let text = query.to_string();
            constrained +=
                usize::from(text.contains("\"type\":\"Q5\"") && text.contains("P17") && text.contains("J. Duroc"));
            save("reconciliation-query-batch", &query);
            save("reconciliation-result-batch", &answer(version, &asked));
        }
        assert_eq!(
            constrained, 1,
            "{version}: the person is asked for with her aliases, class and property"
        );
        // The candidates were added, so a second search adds none.
        let output = link(dossier.path(), &arguments);
        assert!(said(&output).contains("0 rows added"), "{}", said(&output));
    }
    fits(folder.path());
}

const VALIDATE: &str = r#"
import json, pathlib, sys
import jsonschema
schemas, files = map(pathlib.Path, sys.argv[1:])
for file in sorted(files.iterdir()):
    rest = file.name.split(".", 1)[1]
    for version in ("0.1", "0.2", "1.0-draft"):
        if rest.startswith(version + "."):
            break
    name = rest[len(version) + 1:]
    store = {}
    for path in (schemas / version / "schemas").iterdir():
        schema = json.loads(path.read_text())
        store[schema.get("$id", path.name)] = schema
    schema = json.loads((schemas / version / "schemas" / (name + ".json")).read_text())
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    resolver = jsonschema.RefResolver(schema.get("$id", ""), schema, store)
    value = json.loads(file.read_text())
    for error in jsonschema.Draft7Validator(schema, resolver=resolver).iter_errors(value):
        print(file.name, error.message)
"#;

/// The schemas and examples of the Reconciliation Service API, if they are at hand.
pub fn reconciliation() -> Option<PathBuf> {
    let suites = std::env::var_os("SOURCIER_SUITES").map_or_else(|| root().join("../shared/suites"), PathBuf::from);
    let schemas = suites.join("reconciliation");
    if schemas.is_dir() {
        return Some(schemas);
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "in CI the schemas must be there"
    );
    eprintln!("skipped: the schemas of the Reconciliation Service API are not at hand (SOURCIER_SUITES)");
    None
}

/// Validates requests and responses against the specification's schemas: files named by a text without a dot, the version and the schema.
pub fn fits(files: &Path) {
    let Some(schemas) = reconciliation() else {
        return;
    };
    let python = python();
    if !has(python, &["-c", "import jsonschema"]) {
        return;
    }
    let output = Command::new(python)
        .args(["-W", "ignore", "-c", VALIDATE])
        .args([schemas, files.to_owned()])
        .output()
        .unwrap();
    assert!(output.status.success() && output.stdout.is_empty(), "{}", said(&output));
}

#[test]
fn a_search_goes_on_after_a_break_and_loses_nothing() {
    let mut count = 0;
    let broken = Server::answering(move |asked| {
        count += 1;
        match count {
            1 => Reply::json(&manifest("0.2").to_string()),
            2 => Reply::json(&answer("0.2", asked).to_string()),
            _ => Reply::status(503, &[], "out of order"),
        }
    });
    let dossier = dossier("");
    // Enough names for several batches.
    let mut entities = fs::read_to_string(dossier.path().join("data/entities.csv")).unwrap();
    for index in 0..40 {
        entities.push_str(&format!("zz-{index},Concept,notion {index},notion no. {index},,,,\n"));
    }
    fs::write(dossier.path().join("data/entities.csv"), entities).unwrap();
    let url = broken.url("/");
    let mut arguments = vec!["candidates", "--service", &url, "--attempts", "2"];
    arguments.extend(FAST);
    let output = link(dossier.path(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("the same command goes on") && said(&output).contains("answers 503"),
        "{}",
        said(&output)
    );
    let first = decisions(dossier.path());
    assert!(dossier.path().join(".link-progress.json").exists());
    // Progress belongs to a URL: it is transferred to that of a working service.
    let progress = fs::read_to_string(dossier.path().join(".link-progress.json")).unwrap();
    let whole = service("0.2");
    let progress = progress.replace(&url, &whole.url("/"));
    fs::write(dossier.path().join(".link-progress.json"), progress).unwrap();
    arguments[2] = "";
    let url = whole.url("/");
    arguments[2] = &url;
    let output = link(dossier.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("before a break"), "{}", said(&output));
    assert!(first.lines().all(|line| decisions(dossier.path()).contains(line)));
    assert!(decisions(dossier.path()).contains("jeanne-duroc,Q900000001"));
}

/// A service that answers all names but one, in the way of `without`, which gets the complete response and the query
/// without an answer.
fn silent_on(
    name: &'static str,
    version: &'static str,
    without: fn(&mut Value, &str, bool) -> Option<Reply>,
) -> Server {
    Server::answering(move |asked| {
        if asked.head.starts_with("GET") {
            return Reply::json(&manifest(version).to_string());
        }
        let mut response = answer(version, asked);
        let texts: Vec<(String, String)> = match version {
            "1.0-draft" => {
                let sent: Value = serde_json::from_str(&asked.body).unwrap();
                let queries = sent["queries"].as_array().unwrap().iter().enumerate();
                let name = |query: &Value| query["conditions"][0]["propertyValue"].as_str().unwrap().to_owned();
                queries.map(|(index, query)| (index.to_string(), name(query))).collect()
            }
            _ => {
                let sent: Value = serde_json::from_str(&form(&asked.body)["queries"]).unwrap();
                let queries = sent.as_object().unwrap().iter();
                queries
                    .map(|(key, query)| (key.clone(), query["query"].as_str().unwrap().to_owned()))
                    .collect()
            }
        };
        match texts.iter().find(|(_, text)| text == name) {
            Some((key, _)) => {
                without(&mut response, key, texts.len() == 1).unwrap_or(Reply::json(&response.to_string()))
            }
            None => Reply::json(&response.to_string()),
        }
    })
}

fn states(output: &Output, expected: &[&str]) {
    for text in expected {
        assert!(said(output).contains(text), "no `{text}` in {}", said(output));
    }
}

#[test]
fn a_name_without_an_answer_loses_no_other_answer() {
    type Without = fn(&mut Value, &str, bool) -> Option<Reply>;
    let missing: Without = |response, key, _| {
        response.as_object_mut().unwrap().remove(key);
        None
    };
    let error: Without = |response, key, _| {
        response[key] = json!({"error": "the\u{1b} index is down"});
        None
    };
    let all: Without = |response, _, _| {
        *response = json!({"status": "error", "message": "cannot parse"});
        None
    };
    let refused: Without = |_, _, _| Some(Reply::status(400, &[], "{\"error\": \"bad query\"}"));
    let draft: Without = |response, key, _| {
        let index: usize = key.parse().unwrap();
        response["results"][index] = json!({"error": {"message": "no index"}});
        None
    };
    for (version, without, says) in [
        ("0.2", missing, "the service gives no list of candidates"),
        ("0.1", error, "the service says “the  index is down”"),
        ("0.2", all, "the service says “cannot parse”"),
        ("0.2", refused, "answers 400: {\"error\": \"bad query\"}"),
        ("1.0-draft", draft, "the service says “no index”"),
    ] {
        let server = silent_on("J. Duroc", version, without);
        let dossier = dossier("");
        let url = server.url("/reconcile");
        let output = link(
            dossier.path(),
            &[&["candidates", "--service", &url][..], &FAST].concat(),
        );
        assert!(output.status.success(), "{}", said(&output));
        states(&output, &["no answer for “J. Duroc”", says, "1 name without an answer"]);
        assert!(decisions(dossier.path()).contains("jeanne-duroc,Q900000001"), "{says}");
        assert!(!dossier.path().join(".link-progress.json").exists());
    }
}

#[test]
fn a_service_that_answers_no_name_is_an_error_with_its_words() {
    for body in [
        "{\"error\": \"quota exceeded\"}",
        "{\"q0\": {\"error\": \"quota exceeded\"}}",
    ] {
        let server = Server::answering(move |asked| match asked.head.starts_with("GET") {
            true => Reply::json(&manifest("0.2").to_string()),
            false => Reply::json(body),
        });
        let dossier = dossier("");
        let output = link(
            dossier.path(),
            &[&["candidates", "--service", &server.url("/reconcile")][..], &FAST].concat(),
        );
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        states(&output, &["quota exceeded", "before the first answer"]);
        assert_eq!(decisions(dossier.path()), HEADER);
    }
}

#[test]
fn a_service_that_is_none_is_an_error_and_changes_nothing() {
    let rows = "la-gazette,Q900000009,same,,its imprint,2026-11-21,,,,,\n";
    for (reply, word) in [
        (Reply::json("{}"), "no Reconciliation Service"),
        (Reply::json("{\"name\": \"n\", \"versions\": [\"9.9\"]}"), "9.9"),
        (Reply::status(404, &[], "no"), "404"),
        (
            Reply::status(302, &[("Location", "file:///etc/passwd")], ""),
            "does not go",
        ),
        (Reply::status(429, &[("Retry-After", "9999")], ""), "9999 seconds"),
        (Reply::Endless(Some(2_000_000_000)), "longer than"),
        (Reply::json("{\"name\": "), "no JSON"),
    ] {
        let server = Server::start(vec![reply.clone(), reply.clone(), reply]);
        let dossier = dossier(rows);
        let url = server.url("/");
        let mut arguments = vec!["candidates", "--service", &url, "--attempts", "2"];
        arguments.extend(["--pause", "0", "--time-out", "20"]);
        let output = link(dossier.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{word}: {}", said(&output));
        assert!(said(&output).contains(word), "{word}: {}", said(&output));
        assert!(
            said(&output).contains("stopped before the first answer"),
            "{}",
            said(&output)
        );
        assert_eq!(decisions(dossier.path()), format!("{HEADER}{rows}"));
    }
}

#[test]
fn a_decision_of_a_person_stays_as_it_is() {
    let rows = "jeanne-duroc,Q900000001,not-same,\"\"\"no\"\"\",,2026-11-21,,,,,\n";
    let server = service("0.2");
    let dossier = dossier(rows);
    let url = server.url("/");
    let mut arguments = vec!["candidates", "--service", &url, "--class", "Person"];
    arguments.extend(FAST);
    let output = link(dossier.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    assert!(decisions(dossier.path()).starts_with(&format!("{HEADER}{rows}")));
}

#[test]
fn what_a_service_does_not_say_comes_from_the_api() {
    let service = service("0.1");
    let api = Server::answering(entities);
    let dossier = dossier("");
    let (url, api_url) = (service.url("/"), api.url("/w/api.php"));
    let mut arguments = vec!["candidates", "--service", &url, "--api", &api_url, "--class", "Person"];
    arguments.extend(FAST);
    let output = link(dossier.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        decisions(dossier.path()),
        format!(
            "{HEADER}jeanne-duroc,Q900000001,undecided,,,,0.93,Jeanne Duroc,\"mayor, made by hand\",human,1950-03-02/2001\n\
             jeanne-duroc,Q900000002,undecided,,,,0.40,Jeanne Duroc (ship),a paper,,/1990-07\n"
        )
    );
    assert_eq!(api.requests().len(), 1);
    // Without an API for details, only the service is called.
    let dossier = self::dossier("");
    let mut arguments = vec!["candidates", "--service", &url, "--class", "Person"];
    arguments.extend(FAST);
    assert!(link(dossier.path(), &arguments).status.success());
    assert!(decisions(dossier.path()).contains("0.93,Jeanne Duroc,,human,\n"));
    let output = link(dossier.path(), &["candidates", "--api", "file:///etc/passwd"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("no address of the web"), "{}", said(&output));
}

#[test]
fn what_a_person_writes_during_a_search_stays() {
    let dossier = dossier("");
    let folder = dossier.path().to_owned();
    let theirs = "jeanne-duroc,Q900000001,not-same,her aunt,,2026-11-21,,,,,\n\
                  radio-valmoret,Q900000007,same,,its licence,2026-11-21,,,,,\n";
    let server = Server::answering(move |asked| {
        if asked.head.starts_with("GET") {
            return Reply::json(&manifest("0.2").to_string());
        }
        write(&folder, theirs);
        Reply::json(&answer("0.2", asked).to_string())
    });
    let url = server.url("/");
    let mut arguments = vec!["candidates", "--service", &url, "--class", "Person"];
    arguments.extend(FAST);
    let output = link(dossier.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let written = decisions(dossier.path());
    assert!(theirs.lines().all(|line| written.contains(line)), "{written}");
    assert!(written.contains("jeanne-duroc,Q900000002,undecided"), "{written}");
}

#[test]
fn a_table_that_a_person_wrote_comes_into_its_order_and_keeps_each_line() {
    let theirs = [
        "radio-valmoret,,undecided,\"nobody,\nyet\",,,,,,,\n",
        "jeanne-duroc,Q900000010,not-same,,,2026-11-21,,,,,\n",
        "jeanne-duroc,Q90000009,not-same,x,,,,,,,\n",
        "la-gazette,,undecided,,,,,,,,\n",
    ];
    let dossier = dossier(&theirs.concat());
    fs::write(
        dossier.path().join("items.csv"),
        "qid,labels\nQ900000011,Radio Valmoret\n",
    )
    .unwrap();
    let output = link(dossier.path(), &["candidates", "--from", "items.csv", "--least", "0.5"]);
    assert!(said(&output).contains("1 row added"), "{}", said(&output));
    let written = decisions(dossier.path());
    let begin = format!("{HEADER}{}{}{}{}", theirs[2], theirs[1], theirs[3], theirs[0]);
    let (kept, added) = written.split_at(begin.len());
    assert_eq!(kept, begin);
    assert!(added.starts_with("radio-valmoret,Q900000011,undecided,"), "{written}");
}

#[test]
fn a_dossier_without_the_tables_is_told_so() {
    let dossier = dossier("");
    let path = dossier.path().join("data/csv-metadata.json");
    let mut metadata: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let tables = metadata["tables"].as_array_mut().unwrap();
    tables.retain(|table| !table["url"].as_str().unwrap().starts_with("wikidata"));
    fs::write(&path, metadata.to_string()).unwrap();
    fs::remove_file(dossier.path().join("data/wikidata.csv")).unwrap();
    for (arguments, word) in [
        (
            &["candidates", "--from", "items.csv"][..],
            "its description in data/csv-metadata.json",
        ),
        (&["review"], "its description in data/csv-metadata.json"),
        (&["refresh"], "no table `wikidata.lock.csv`"),
    ] {
        let output = link(dossier.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(word), "{}", said(&output));
    }
}

/// The response of `wbgetentities` for two invented items, and one that was merged.
fn entities(asked: &Asked) -> Reply {
    assert!(
        asked.head.contains("action=wbgetentities") && asked.head.contains("languages=fr%7Cen"),
        "{}",
        asked.head
    );
    Reply::json(include_str!("link/wbgetentities-made-by-hand.json"))
}

#[test]
fn a_refresh_writes_what_is_seen_and_check_compares_it() {
    let server = Server::answering(entities);
    let dossier = dossier(
        "jeanne-duroc,Q900000001,same,,her page,2026-11-21,,,,,\n\
         la-gazette,Q900000002,same,,its imprint,2026-11-21,,,,,\n\
         les-palmes,Q900000003,same,,their statutes,2026-11-21,,,,,\n\
         piscine,Q900000004,same,,its page,2026-11-21,,,,,\n",
    );
    let url = server.url("/w/api.php");
    let mut arguments = vec!["refresh", "--api", &url];
    arguments.extend(FAST);
    let output = link(dossier.path(), &arguments);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("Q900000004 is not on Wikidata"),
        "{}",
        said(&output)
    );
    let lock = fs::read_to_string(dossier.path().join("data/wikidata.lock.csv")).unwrap();
    let lines: Vec<&str> = lock.lines().collect();
    assert_eq!(
        lines[0],
        "qid,label_fr,label_en,aliases_fr,aliases_en,instance_of,redirect,revision,retrieved"
    );
    assert!(
        lines[1].starts_with("Q900000001,Jeanne Duroc,Jeanne Duroc,J. Duroc|Madame Duroc,,Q121117,,11,20"),
        "{lock}"
    );
    assert!(
        lines[2].starts_with("Q900000002,Le Phare,The Lighthouse,,,Q1153191,,12,20"),
        "{lock}"
    );
    assert!(
        lines[3].starts_with("Q900000003,Les Palmes,,,,Q43229,Q900000005,13,20"),
        "{lock}"
    );
    // That an item does not exist is recorded, too.
    assert!(lines[4].starts_with("Q900000004,,,,,,,,20"), "{lock}");
    assert_eq!(lines.len(), 5);
    let output = sourcier(dossier.path())
        .args(["check", "--format", "csv"])
        .output()
        .unwrap();
    let found = said(&output);
    for code in ["C132", "C133", "C135", "W001"] {
        assert!(found.contains(code), "{code}: {found}");
    }
    assert_eq!(found.matches("W001").count(), 1, "{found}");
    assert!(!found.contains("C134"), "{found}");
    // Items that were retrieved today, or found missing, are not requested again; the missing one is still reported.
    let before = server.requests().len();
    let output = link(dossier.path(), &arguments);
    assert_eq!(server.requests().len(), before);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("Q900000004 is not on Wikidata"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_refresh_that_breaks_keeps_what_was_there() {
    let old = "qid,label_fr,label_en,aliases_fr,aliases_en,instance_of,redirect,revision,retrieved\n\
               Q900000001,Jeanne Duroc,,,,Q5,,1,2020-01-01\n";
    for (reply, word) in [
        (
            Reply::json("{\"error\": {\"code\": \"x\", \"info\": \"not today\"}}"),
            "not today",
        ),
        (Reply::json("{\"entities\": {}}"), "nothing of Q900000001"),
        (
            Reply::json("{\"entities\": {\"Q900000001\": {\"labels\": {}}}}"),
            "no revision of Q900000001",
        ),
        (Reply::json("[]"), "wbgetentities"),
        (Reply::cut("{", 100), "tried 2 times"),
        (Reply::Hangs, "tried 2 times"),
    ] {
        let server = Server::start(vec![reply.clone(), reply]);
        let dossier = dossier("jeanne-duroc,Q900000001,same,,her page,2026-11-21,,,,,\n");
        fs::write(dossier.path().join("data/wikidata.lock.csv"), old).unwrap();
        let url = server.url("/");
        let mut arguments = vec!["refresh", "--api", &url, "--attempts", "2"];
        arguments.extend(FAST);
        let output = link(dossier.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(word), "{word}: {}", said(&output));
        let lock = fs::read_to_string(dossier.path().join("data/wikidata.lock.csv")).unwrap();
        assert_eq!(lock, old);
    }
}

#[test]
fn what_is_no_person_is_not_taken_for_one_of_the_same_name() {
    for (class, costs) in [
        ("Person", false),
        ("Facility", true),
        ("Place", true),
        ("Product", true),
        ("Programme", true),
        ("Event", true),
        ("Company", true),
    ] {
        let dossier = dossier("");
        let path = dossier.path().join("data/entities.csv");
        let entities = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{entities}zz-zay,{class},Jean Zay,Jean Zay,,,,\n")).unwrap();
        let list = "qid,labels,aliases,type\nQ900000001,Jean Zay,,human\n";
        fs::write(dossier.path().join("items.csv"), list).unwrap();
        let output = link(dossier.path(), &["candidates", "--from", "items.csv", "--class", class]);
        assert!(output.status.success(), "{}", said(&output));
        let written = decisions(dossier.path());
        let row = written.lines().find(|line| line.starts_with("zz-zay")).unwrap();
        assert_eq!(row.contains("; other class"), costs, "{row}");
        let score: f64 = row.split(',').nth(6).unwrap().parse().unwrap();
        assert_eq!(score < THRESHOLD, costs, "{row}");
    }
}

#[test]
fn numbers_out_of_their_range_are_refused_with_what_is_valid() {
    let dossier = dossier("");
    fs::write(dossier.path().join("items.csv"), "qid,labels\nQ1,a\n").unwrap();
    for (option, value, word) in [
        ("--least", "7", "a number from 0 to 1"),
        ("--least", "nan", "a number from 0 to 1"),
        ("--limit", "0", "a whole number from 1"),
        ("--attempts", "0", "a whole number from 1"),
    ] {
        let output = link(dossier.path(), &["candidates", "--from", "items.csv", option, value]);
        assert_eq!(output.status.code(), Some(2), "{option} {value}");
        assert!(said(&output).contains(word), "{}", said(&output));
    }
    let help = said(&link(dossier.path(), &["--help"]));
    assert!(help.contains("`query --federated`"), "{help}");
}

#[test]
fn a_list_gives_candidates_without_the_network_and_twice_the_same() {
    let dossier = dossier("");
    fs::write(
        dossier.path().join("items.csv"),
        "qid,labels,aliases,type,description\n\
         Q900000001,DUROC Jeanne,,human,mayor\n\
         Q900000002,Les Palmes SAS,,organization,\n\
         Q900000003,Entirely otherwise,,,\n",
    )
    .unwrap();
    let output = link(dossier.path(), &["candidates", "--from", "items.csv", "--least", "0.5"]);
    assert!(output.status.success(), "{}", said(&output));
    // The same from a table with other column names.
    let other = self::dossier("");
    let lists = "label_fr\tlabel_en\tkind\tdescription\tqid\n\
                 DUROC Jeanne\t\thuman\tmayor\thttp://www.wikidata.org/entity/Q900000001\n\
                 Les Palmes SAS\tThe Palms\torganization\t\tQ900000002\n";
    fs::write(other.path().join("items.tsv"), lists).unwrap();
    link(other.path(), &["candidates", "--from", "items.tsv", "--least", "0.5"]);
    assert_eq!(decisions(other.path()), decisions(dossier.path()));
    // And from a spreadsheet in a locale with decimal commas.
    let french = self::dossier("");
    fs::write(
        french.path().join("items.csv"),
        format!("\u{feff}{}", lists.replace('\t', ";")),
    )
    .unwrap();
    link(french.path(), &["candidates", "--from", "items.csv", "--least", "0.5"]);
    assert_eq!(decisions(french.path()), decisions(dossier.path()));
    let first = decisions(dossier.path());
    assert!(first.contains("jeanne-duroc,Q900000001,undecided,"), "{first}");
    assert!(first.contains("les-palmes,Q900000002,undecided,"), "{first}");
    assert!(!first.contains("Q900000003"), "{first}");
    link(dossier.path(), &["candidates", "--from", "items.csv", "--least", "0.5"]);
    assert_eq!(decisions(dossier.path()), first);
    for (text, word) in [
        ("number,labels\nQ1,a\n", "no column `qid`"),
        ("", "this file is empty"),
        ("qid,names\nQ1,a\n", "no column `labels`"),
        ("qid,labels\nQ1,a\n1,a\n", "line 3: `1` is no item"),
        ("qid,labels\nQ1234567890,a\n", "one to nine digits"),
        (
            "qid,labels\nQ1,5\"\" \"\nQ1,\"a\n\"\"\"\nQ2,\"b\nQ3,c\n",
            "line 5: a quotation mark is opened and never closed",
        ),
    ] {
        fs::write(dossier.path().join("items.csv"), text).unwrap();
        let output = link(dossier.path(), &["candidates", "--from", "items.csv"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(word), "{}", said(&output));
    }
}
