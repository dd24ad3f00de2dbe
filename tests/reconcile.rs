//! The Reconciliation Service API 0.2 over dossiers: answers are valid by the specification's schemas, and names are found as they
//! should be.

use crate::link::{fits, reconciliation};
use crate::support::{invented_dossier, root};
use crate::withheld;
use serde_json::{Value, json};
use sourcier::diagnostic::Report;
use sourcier::dossier::Dossier;
use sourcier::open::OpenDossier;
use sourcier::reconcile::{Problem, Service};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const ADDRESS: &str = "https://data.example/piscine/reconcile";

/// The service of a dossier, as it is published.
fn service(folder: &Path) -> Service {
    let mut report = Report::default();
    let open = OpenDossier::open(Dossier::open(folder).unwrap(), None, &mut report).unwrap();
    Service::of(&open.published().unwrap())
}

/// Entities besides those of the invented dossier.
const MORE: &str = "\
paul-duroc,Person,Paul Duroc,Paul Duroc,,,,
duroc-sa,Company,Les Pompes,Les Pompes,Valmoret Pompes,,,
pompes,Programme,Les Pompes,Les Pompes,,commune,,
cnrs,PublicBody,Centre national de la recherche scientifique,National Centre for Scientific Research,,,,
bassins,Facility,bassins de Valmoret,pools of Valmoret,,piscine,3,the larger ones
club,Organisation,<script>alert(1)</script> & Co,<script>alert(1)</script> & Co,,,,<b>bold</b>
";

/// The invented dossier with more names.
fn invented() -> (tempfile::TempDir, Service) {
    let folder = tempfile::tempdir().unwrap();
    invented_dossier(folder.path());
    let path = folder.path().join("data/entities.csv");
    let entities = fs::read_to_string(&path).unwrap();
    fs::write(&path, entities + MORE).unwrap();
    // Who leads a town acts in public.
    let path = folder.path().join("data/claims.csv");
    let claims = fs::read_to_string(&path).unwrap();
    let leads = claims.lines().find(|line| line.starts_with("g-maire,")).unwrap();
    let more = leads
        .replace("g-maire,", "g-paul,")
        .replace("jeanne-duroc", "paul-duroc");
    fs::write(&path, format!("{claims}{more}\n")).unwrap();
    let decisions = folder.path().join("data/wikidata.csv");
    let rows = fs::read_to_string(&decisions).unwrap();
    fs::write(
        &decisions,
        rows + "cnrs,Q280413,same,the same body,its name,2026-11-21,,,,,\n",
    )
    .unwrap();
    let service = service(folder.path());
    (folder, service)
}

fn text(service: &Service, path: &str, parameters: &[(&str, &str)]) -> Result<String, Problem> {
    let parameters = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let reply = service.answer(ADDRESS, path, &parameters.collect::<Vec<_>>())?;
    Ok(String::from_utf8(reply.body).unwrap())
}

fn answer(service: &Service, path: &str, parameters: &[(&str, &str)]) -> Value {
    serde_json::from_str(&text(service, path, parameters).unwrap()).unwrap()
}

/// The candidates for a query.
fn candidates(service: &Service, query: &Value) -> Vec<Value> {
    let answer = answer(service, "", &[("queries", &json!({"q": query}).to_string())]);
    answer["q"]["result"].as_array().unwrap().clone()
}

/// The identifiers of the candidates for a query, in their order, and which of them matches.
fn found(service: &Service, query: &Value) -> (Vec<String>, Option<String>) {
    let all = candidates(service, query);
    let id = |one: &Value| one["id"].as_str().unwrap().to_owned();
    let matching: Vec<&Value> = all.iter().filter(|one| one["match"] == true).collect();
    assert!(matching.len() < 2, "{query}: {all:?}");
    let scores: Vec<f64> = all.iter().map(|one| one["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|one, other| one >= other), "{query}: {scores:?}");
    assert!(scores.iter().all(|score| (0.0..=100.0).contains(score)));
    (all.iter().map(id).collect(), matching.first().map(|one| id(one)))
}

fn names(service: &Service, query: &str) -> (Vec<String>, Option<String>) {
    found(service, &json!({"query": query}))
}

fn ids(answer: &Value, list: &str) -> Vec<String> {
    let all = answer[list].as_array().unwrap().iter();
    all.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn threads_of_a_server_share_a_service() {
    let (_folder, service) = invented();
    let alone = names(&service, "Jeane Durroc");
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| names(&service, "Jeane Durroc")))
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
}

#[test]
fn a_name_matches_as_an_import_would_take_it() {
    let (_folder, service) = invented();
    for (query, entity) in [
        ("Jeanne Duroc", "jeanne-duroc"),
        ("  jeanne   DUROC ", "jeanne-duroc"),
        ("J. Duroc", "jeanne-duroc"),
        ("la Maire", "jeanne-duroc"),
        ("Région", "region"),
        ("Tilleuls swimming pool", "piscine"),
        ("paul-duroc", "paul-duroc"),
        ("https://example.org/valmoret/id/paul-duroc", "paul-duroc"),
        ("Valmoret Pompes", "duroc-sa"),
    ] {
        let (found, matching) = names(&service, query);
        assert_eq!(matching.as_deref(), Some(entity), "{query}: {found:?}");
        assert_eq!(found[0], entity);
    }
}

#[test]
fn what_is_only_similar_is_a_candidate_and_no_match() {
    let (_folder, service) = invented();
    for (query, entity) in [
        // Misspelled, abbreviated, in another order, an acronym.
        ("Jeane Durroc", "jeanne-duroc"),
        ("P. Duroc", "paul-duroc"),
        ("Duroc, Paul", "paul-duroc"),
        ("CNRS", "cnrs"),
        ("piscine de Tilleuls", "piscine"),
    ] {
        let (found, matching) = names(&service, query);
        assert_eq!(found.first().map(String::as_str), Some(entity), "{query}: {found:?}");
        assert_eq!(matching, None, "{query}");
        let score = candidates(&service, &json!({"query": query}))[0]["score"]
            .as_f64()
            .unwrap();
        assert!((50.0..100.0).contains(&score), "{query}: {score}");
    }
    // A family name that two have.
    let (found, matching) = names(&service, "Duroc");
    assert!(
        ["jeanne-duroc", "paul-duroc"]
            .iter()
            .all(|one| found.contains(&(*one).to_owned())),
        "{found:?}"
    );
    assert_eq!(matching, None);
    // A name that two have.
    let (found, matching) = names(&service, "les pompes");
    assert_eq!(found[..2], ["duroc-sa", "pompes"]);
    assert_eq!(matching, None);
    let (found, matching) = names(&service, "Quelque chose d’autre");
    assert!(matching.is_none() && found.len() < 4, "{found:?}");
    assert_eq!(names(&service, "").0, Vec::<String>::new());
}

#[test]
fn types_and_properties_tell_entities_of_one_name_apart() {
    let (_folder, service) = invented();
    let of = |more: Value| {
        let mut query = json!({"query": "Les Pompes"});
        query.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        found(&service, &query)
    };
    let one = |id: &str| Some(id.to_owned());
    for company in ["Company", "s:Company", "https://w3id.org/sourcier/ns#Company"] {
        let (found, matching) = of(json!({"type": company}));
        assert_eq!((found[0].as_str(), matching), ("duroc-sa", one("duroc-sa")));
        assert!(
            found.contains(&"pompes".to_owned()),
            "the others stay below it: {found:?}"
        );
    }
    let (any, matching) = of(json!({"type": ["Company", "Person"], "type_strict": "any"}));
    assert_eq!(
        (any.as_slice(), matching),
        (&["duroc-sa".to_owned()][..], one("duroc-sa"))
    );
    assert_eq!(
        of(json!({"type": ["Company", "Person"], "type_strict": "all"})).0,
        Vec::<String>::new()
    );
    assert_eq!(
        of(json!({"type": ["Company", "Entity"], "type_strict": "all"})).0,
        ["duroc-sa"]
    );
    assert_eq!(of(json!({"type": "Nothing"})).1, None);
    for value in [
        json!("commune"),
        json!("Town of Valmoret"),
        json!({"id": "commune"}),
        json!(["x", "commune"]),
    ] {
        let (found, matching) = of(json!({"properties": [{"pid": "dcterms:isPartOf", "v": value}]}));
        assert_eq!((found[0].as_str(), matching), ("pompes", one("pompes")), "{value}");
    }
    let (_, matching) = of(json!({"properties": [{"pid": "dcterms:isPartOf", "v": "piscine"}]}));
    assert_eq!(matching, None);
    // What contradicts a property of the only one of its name.
    let pool = json!({"query": "bassins de Valmoret", "properties": [{"pid": "dcterms:isPartOf", "v": "region"}]});
    let (candidates, matching) = found(&service, &pool);
    assert_eq!((candidates[0].as_str(), matching), ("bassins", None));
    // A number, and a property that no entity has, of which nothing is known.
    let pool =
        json!({"query": "bassins de Valmoret", "properties": [{"pid": "s:members", "v": 3}, {"pid": "P17", "v": "x"}]});
    assert_eq!(found(&service, &pool).1, one("bassins"));
}

#[test]
fn values_alone_find_entities_and_an_identifier_is_sure() {
    let (_folder, service) = invented();
    let by = |pid: &str, value: &str| found(&service, &json!({"properties": [{"pid": pid, "v": value}]}));
    let cnrs = (vec!["cnrs".to_owned()], Some("cnrs".to_owned()));
    assert_eq!(by("skos:exactMatch", "Q280413"), cnrs);
    assert_eq!(by("skos:exactMatch", "http://www.wikidata.org/entity/Q280413"), cnrs);
    assert_eq!(by("skos:exactMatch", "Q1"), (Vec::new(), None));
    assert_eq!(
        by("dcterms:isPartOf", "commune"),
        (vec!["piscine".to_owned(), "pompes".to_owned()], None)
    );
    // The item says which one is meant, whatever it is called.
    let other = json!({"query": "Research centre", "properties": [{"pid": "skos:exactMatch", "v": "Q280413"}]});
    assert_eq!(found(&service, &other).1.as_deref(), Some("cnrs"));
    let contradicted = json!({
        "query": "Centre national de la recherche scientifique",
        "properties": [{"pid": "skos:exactMatch", "v": "Q1"}],
    });
    assert_eq!(found(&service, &contradicted), (vec!["cnrs".to_owned()], None));
}

#[test]
fn suggestions_begin_as_what_is_written() {
    let (_folder, service) = invented();
    let suggested = |kind: &str, prefix: &str| {
        ids(
            &answer(&service, &format!("/suggest/{kind}"), &[("prefix", prefix)]),
            "result",
        )
    };
    // By names; a beginning of an identifier counts as a later word.
    assert_eq!(suggested("entity", "duroc"), ["jeanne-duroc", "duroc-sa", "paul-duroc"]);
    assert_eq!(suggested("entity", "Paul D"), ["paul-duroc"]);
    assert_eq!(suggested("entity", "les p"), ["les-palmes", "duroc-sa", "pompes"]);
    assert_eq!(suggested("entity", "paul-duroc"), ["paul-duroc"]);
    assert_eq!(
        suggested("entity", "https://example.org/valmoret/id/paul-duroc"),
        ["paul-duroc"]
    );
    assert_eq!(suggested("entity", "Paull Durock")[0], "paul-duroc", "none begins so");
    assert_eq!(suggested("type", "ent"), ["Entity", "Company"], "entité, entreprise");
    assert_eq!(suggested("property", "part"), ["dcterms:isPartOf"]);
    assert_eq!(suggested("property", "skos:alt"), ["skos:altLabel"]);
    // Pages have each entity once.
    let mut seen = BTreeSet::new();
    for cursor in 0..4 {
        let cursor = (cursor * 20).to_string();
        let page = answer(&service, "/suggest/entity", &[("prefix", ""), ("cursor", &cursor)]);
        assert!(ids(&page, "result").into_iter().all(|id| seen.insert(id)));
    }
    assert!(seen.len() > 15 && seen.contains("cnrs"), "{seen:?}");
}

#[test]
fn columns_have_values_as_they_are() {
    let (_folder, service) = invented();
    let query = json!({
        "ids": ["bassins", "cnrs", "jeanne-duroc", "nobody"],
        "properties": [
            {"id": "rdfs:label"},
            {"id": "rdfs:label", "settings": {"language": "all"}},
            {"id": "dcterms:isPartOf"},
            {"id": "s:members"},
            {"id": "skos:exactMatch"},
            {"id": "rdf:type"},
            {"id": "rdfs:comment"},
            {"id": "skos:altLabel", "settings": {"limit": "1"}},
            {"id": "unknown"},
        ],
    });
    let columns = answer(&service, "", &[("extend", &query.to_string())]);
    let rows = &columns["rows"];
    assert_eq!(
        rows["bassins"]["dcterms:isPartOf"],
        json!([{"id": "piscine", "name": "piscine des Tilleuls"}])
    );
    assert_eq!(rows["bassins"]["s:members"], json!([{"int": 3}]));
    assert_eq!(
        rows["bassins"]["rdfs:comment"],
        json!([{"str": "the larger ones"}]),
        "in another language"
    );
    assert_eq!(rows["cnrs"]["skos:exactMatch"], json!([{"str": "Q280413"}]));
    assert_eq!(rows["cnrs"]["rdf:type"], json!([{"str": "organisme public"}]));
    assert_eq!(rows["jeanne-duroc"]["skos:altLabel"], json!([{"str": "J. Duroc"}]));
    assert_eq!(rows["nobody"]["rdfs:label"], json!([]));
    assert_eq!(rows["cnrs"]["unknown"], json!([]));
    let label = |settings: Value| {
        let query = json!({"ids": ["bassins"], "properties": [{"id": "rdfs:label", "settings": settings}]});
        let answer = answer(&service, "", &[("extend", &query.to_string())]);
        answer["rows"]["bassins"]["rdfs:label"].clone()
    };
    assert_eq!(label(json!({})), json!([{"str": "bassins de Valmoret"}]));
    assert_eq!(label(json!({"language": "en"})), json!([{"str": "pools of Valmoret"}]));
    assert_eq!(label(json!({"language": "all"})).as_array().unwrap().len(), 2);
    let proposed = |kind: &str| ids(&answer(&service, "/properties", &[("type", kind)]), "properties");
    assert!(proposed("").contains(&"s:members".to_owned()) && proposed("Entity") == proposed(""));
    assert!(!proposed("Person").contains(&"s:members".to_owned()));
    assert_eq!(proposed("Nothing"), Vec::<String>::new());
    let few = answer(&service, "/properties", &[("type", "Facility"), ("limit", "2")]);
    assert_eq!((ids(&few, "properties").len(), &few["limit"]), (2, &json!(2)));
}

#[test]
fn a_preview_is_text_and_no_script() {
    let (_folder, service) = invented();
    let page = text(&service, "/preview", &[("id", "club")]).unwrap();
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co") && !page.contains("<script"),
        "{page}"
    );
    assert!(
        page.contains("&lt;b&gt;bold&lt;/b&gt;") && page.contains("organisation"),
        "{page}"
    );
    let linked = text(&service, "/preview", &[("id", "cnrs")]).unwrap();
    assert!(linked.contains("href=\"http://www.wikidata.org/entity/Q280413\"") && linked.contains("lang=\"fr\""));
    let error = text(&service, "/preview", &[("id", "nobody")]).unwrap_err();
    assert_eq!(error.status(), 404);
    assert!(error.to_string().starts_with("there is no entity `nobody`"), "{error}");
}

#[test]
fn a_manifest_leads_to_pages_beside_the_service() {
    let (_folder, service) = invented();
    let manifest = answer(&service, "", &[]);
    assert_eq!(
        manifest["view"]["url"],
        "https://data.example/piscine/valmoret/id/{{id}}"
    );
    assert_eq!(manifest["identifierSpace"], "https://example.org/valmoret/id/");
    assert_eq!(manifest["preview"]["url"], format!("{ADDRESS}/preview?id={{{{id}}}}"));
    let types = ids(&manifest, "defaultTypes");
    assert!(
        types[0] == "Entity" && types.contains(&"Person".to_owned()),
        "{types:?}"
    );
    assert_eq!(
        answer(&service, "/", &[("callback", "f")]),
        manifest,
        "JSONP is not offered"
    );
}

/// The parameters of a request.
type Parameters<'a> = &'a [(&'a str, &'a str)];

/// Each error: the path and the parameters of its request, its status, and how it begins.
const ERRORS: [(&str, Parameters<'_>, u16, &str); 20] = [
    (
        "/nothing",
        &[],
        404,
        "there is no /nothing in this service; valid: /suggest/entity,",
    ),
    (
        "",
        &[("querys", "{}")],
        400,
        "the request has a parameter `querys`; valid: `queries`, or none for the manifest",
    ),
    (
        "",
        &[("queries", "{}"), ("extend", "{}")],
        400,
        "the request has both `queries` and `extend`; valid: one of them",
    ),
    (
        "",
        &[("queries", "{\"q0\":\n{\"query\" 1}}")],
        400,
        "queries: line 2, column 10: expected `:`; valid: JSON",
    ),
    (
        "",
        &[("queries", "[]")],
        400,
        "queries: is a list; valid: an object of queries",
    ),
    (
        "",
        &[("queries", r#"{"q0": "x"}"#)],
        400,
        "queries: q0 is a text; valid: an object with query, type",
    ),
    (
        "",
        &[("queries", r#"{"q0": {"query": 1}}"#)],
        400,
        "queries: q0.query is a number; valid: a text",
    ),
    (
        "",
        &[("queries", r#"{"q0": {"query": "x", "limit": -1}}"#)],
        400,
        "queries: q0.limit is -1; valid: a positive whole number",
    ),
    (
        "",
        &[("queries", r#"{"q0": {"query": "x", "limit": 1.5}}"#)],
        400,
        "queries: q0.limit is 1.5; valid",
    ),
    (
        "",
        &[("queries", r#"{"q0": {"query": "x", "type": 1}}"#)],
        400,
        "queries: q0.type is a number; valid: the identifier",
    ),
    (
        "",
        &[("queries", r#"{"q0": {"query": "x", "type_strict": "no"}}"#)],
        400,
        "queries: q0.type_strict is \"no\"; valid: should, any or all",
    ),
    (
        "",
        &[("queries", r#"{"q0": {"query": "x", "properties": [{"v": 1}]}}"#)],
        400,
        "queries: q0.properties[0] has no `pid`",
    ),
    (
        "",
        &[(
            "queries",
            r#"{"q0": {"query": "x", "properties": [{"pid": "p", "v": [null]}]}}"#,
        )],
        400,
        "queries: q0.properties[0].v[0] is null",
    ),
    ("", &[("extend", r#"{"ids": []}"#)], 400, "extend: has no `properties`"),
    (
        "",
        &[("extend", r#"{"ids": [1], "properties": []}"#)],
        400,
        "extend: ids[0] is a number; valid: a text",
    ),
    (
        "",
        &[(
            "extend",
            r#"{"ids": [], "properties": [{"id": "x", "settings": {"limit": "many"}}]}"#,
        )],
        400,
        "extend: properties[0].settings.limit is \"many\"",
    ),
    ("/suggest/entity", &[], 400, "/suggest/entity has no parameter `prefix`"),
    (
        "/suggest/type",
        &[("prefix", ""), ("cursor", "x")],
        400,
        "cursor is \"x\"; valid: a whole number",
    ),
    (
        "/properties",
        &[("limit", "-1")],
        400,
        "limit is \"-1\"; valid: a whole number",
    ),
    ("/preview", &[], 400, "/preview has no parameter `id`"),
];

#[test]
fn an_error_says_where_it_is_and_what_is_valid() {
    let (_folder, service) = invented();
    for (path, parameters, status, said) in ERRORS {
        let error = text(&service, path, parameters).expect_err(said);
        assert_eq!(error.status(), status, "{error}");
        assert!(error.to_string().starts_with(said), "{error}");
    }
    let many: serde_json::Map<String, Value> = (0..51)
        .map(|index| (format!("q{index}"), json!({"query": "x"})))
        .collect();
    let long = json!({"q0": {"query": "x".repeat(1001)}});
    let ids: Vec<String> = (0..501).map(|index| index.to_string()).collect();
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    for (name, value, said) in [
        (
            "queries",
            Value::Object(many).to_string(),
            "queries: has 51 queries; valid: at most 50",
        ),
        (
            "queries",
            long.to_string(),
            "queries: q0.query has 1001 characters; valid: at most 1000",
        ),
        (
            "queries",
            " ".repeat(2 << 20),
            "queries: has 2097152 bytes; valid: at most 1048576",
        ),
        (
            "extend",
            json!({"ids": ids, "properties": []}).to_string(),
            "extend: ids has 501 entities; valid: at most 500",
        ),
        ("queries", deep, "queries: line 1, column 128: recursion limit exceeded"),
    ] {
        let error = text(&service, "", &[(name, &value)]).expect_err(said);
        assert!(error.to_string().starts_with(said), "{error}");
        assert_eq!(error.status(), if said.contains("at most") { 413 } else { 400 });
    }
    let long = text(&service, "/suggest/entity", &[("prefix", &"é".repeat(201))]).unwrap_err();
    let key = format!("{{\"{}\": 1}}", "k".repeat(10_000));
    let error = text(&service, "", &[("queries", &key)]).unwrap_err().to_string();
    assert!(error.len() < 400 && error.contains("is a number"), "{error}");
    assert_eq!(long.to_string(), "prefix has 201 characters; valid: at most 200");
}

/// A request: the schema of its answer, its path and its parameters.
type Request = (&'static str, String, Vec<(&'static str, String)>);

/// Requests for all that a service answers.
fn requests(service: &Service) -> Vec<Request> {
    let entities = ids(&answer(service, "/suggest/entity", &[("prefix", "")]), "result");
    let properties = ids(&answer(service, "/properties", &[("type", "")]), "properties");
    let queries: serde_json::Map<String, Value> = entities
        .iter()
        .map(|id| (id.clone(), json!({"query": id.replace('-', " "), "type": ["Person"], "properties": [{"pid": "rdf:type", "v": "x"}]})))
        .collect();
    let columns: Vec<Value> = properties
        .iter()
        .map(|id| json!({"id": id, "settings": {"language": "all"}}))
        .collect();
    let extension = json!({"ids": entities, "properties": columns});
    let plain = |schema, path: &str, parameter: &[(&'static str, &str)]| {
        let parameters = parameter.iter().map(|(name, value)| (*name, (*value).to_owned()));
        (schema, path.to_owned(), parameters.collect())
    };
    vec![
        plain("manifest", "", &[]),
        plain(
            "reconciliation-result-batch",
            "",
            &[("queries", &Value::Object(queries).to_string())],
        ),
        plain(
            "reconciliation-result-batch",
            "",
            &[("queries", r#"{"q": {"query": "a"}}"#)],
        ),
        plain("suggest-entities-response", "/suggest/entity", &[("prefix", "")]),
        plain("suggest-entities-response", "/suggest/entity", &[("prefix", "xyzzy")]),
        plain("suggest-properties-response", "/suggest/property", &[("prefix", "")]),
        plain("suggest-types-response", "/suggest/type", &[("prefix", "")]),
        plain(
            "data-extension-property-proposal",
            "/properties",
            &[("type", "Person"), ("limit", "3")],
        ),
        plain("data-extension-property-proposal", "/properties", &[("type", "")]),
        plain("data-extension-response", "", &[("extend", &extension.to_string())]),
    ]
}

#[test]
fn answers_are_valid_by_the_schemas() {
    let (_folder, invented) = invented();
    let answers = tempfile::tempdir().unwrap();
    let mut count = 0;
    for service in [&invented, &service(&root())] {
        for (schema, path, parameters) in requests(service) {
            let parameters: Vec<(&str, &str)> =
                parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let body = text(service, &path, &parameters).unwrap();
            assert_eq!(body, text(service, &path, &parameters).unwrap(), "the same bytes");
            fs::write(answers.path().join(format!("{count}.0.2.{schema}")), body).unwrap();
            count += 1;
        }
        let Some(examples) = reconciliation().map(|suite| suite.join("0.2/examples")) else {
            return;
        };
        for (parameter, kind, schema) in [
            ("queries", "reconciliation-query-batch", "reconciliation-result-batch"),
            ("extend", "data-extension-query", "data-extension-response"),
        ] {
            for example in fs::read_dir(examples.join(kind).join("valid")).unwrap() {
                let request = fs::read_to_string(example.unwrap().path()).unwrap();
                let body = text(service, "", &[(parameter, &request)]).unwrap();
                fs::write(answers.path().join(format!("{count}.0.2.{schema}")), body).unwrap();
                count += 1;
            }
        }
        for example in fs::read_dir(examples.join("reconciliation-query-batch/invalid")).unwrap() {
            let path = example.unwrap().path();
            let request = fs::read_to_string(&path).unwrap();
            let error = text(service, "", &[("queries", &request)]).expect_err(&path.display().to_string());
            assert_eq!(error.status(), 400, "{error}");
        }
    }
    assert!(count >= 32, "{count}");
    fits(answers.path());
}

#[test]
fn names_of_the_shipped_dossier_are_found() {
    let service = service(&root());
    for (query, entity, is_sure) in [
        ("Mistral", "mistral-ai", true),
        ("BPI France", "bpifrance", false),
        ("Emanuel Macron", "emmanuel-macron", false),
        ("Macron", "emmanuel-macron", false),
        ("M. Macron", "emmanuel-macron", true),
        ("E. Macron", "emmanuel-macron", false),
        ("President of the French Republic", "president-republique", true),
        ("von der Leyen", "ursula-von-der-leyen", false),
        ("Etat francais", "etat-francais", true),
    ] {
        let (found, matching) = names(&service, query);
        assert_eq!(found.first().map(String::as_str), Some(entity), "{query}: {found:?}");
        assert_eq!(matching.is_some(), is_sure, "{query}");
    }
}

#[test]
fn what_is_withheld_is_in_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    withheld::dossier(folder.path(), "no");
    let service = service(folder.path());
    let mut said = String::new();
    for (_, path, parameters) in requests(&service) {
        let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        said += &text(&service, &path, &parameters).unwrap();
    }
    for query in [
        "Quentin Vexley",
        "Zorbco",
        "Fondation Quentin Vexley",
        "Q987654321",
        "withheld",
        "nom non publié",
    ] {
        for candidate in candidates(&service, &json!({"query": query})) {
            said += &candidate.to_string();
            said += &text(&service, "/preview", &[("id", candidate["id"].as_str().unwrap())]).unwrap();
        }
    }
    let said = said.to_lowercase();
    for secret in withheld::SECRETS {
        assert!(!said.contains(&secret.to_lowercase()), "{secret}");
    }
    assert!(
        !said.contains("[nom non publié 1]\",\"description"),
        "who has no name is not offered"
    );
    for hidden in ["quentin-vexley", "zorblatt-holding"] {
        assert_eq!(text(&service, "/preview", &[("id", hidden)]).unwrap_err().status(), 404);
    }
}
