//! Checks that a reviewer would otherwise repeat: the structure of the source (`tests/tidy/structure.rs`), codes and
//! their cases (`tests/tidy/codes.rs`), the map of modules, query headers and ontology terms.

mod advice;
mod codes;
mod joins;
mod program;
mod reading;
mod rules;
mod seeds;
mod structure;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use sourcier::diagnostic::Report;
use sourcier::dossier::Dossier;
use sourcier::graph::Graph;
use sourcier::query::{self, Defaults, Folder, header::Kind};
use sourcier::vocabulary;
use spargebra::algebra::GraphPattern;

use crate::growth;
use crate::support::root;

/// All files below a folder with one of these extensions: content by path.
pub fn files(folder: &str, extensions: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root().join(folder)];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
            {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The modules of the library, in the order of `lib.rs`.
fn modules() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let module = Regex::new(r"(?m)^pub mod (\w+);").unwrap();
    module.captures_iter(&lib).map(|found| found[1].to_owned()).collect()
}

#[test]
fn the_map_of_the_architecture_is_one_page_and_that_of_the_library() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(page.lines().count() <= 80, "decisions go into docs/decisions.md");
    // Modules that share a purpose share a row.
    let row = Regex::new(r"(?m)^\| (`\w+`(?:, `\w+`)*) \|").unwrap();
    let cells = row.captures_iter(&page).map(|found| found[1].to_owned());
    let names = cells.flat_map(|cell| cell.split(", ").map(str::to_owned).collect::<Vec<_>>());
    let map: Vec<String> = names.map(|name| name.trim_matches('`').to_owned()).collect();
    assert_eq!(map, modules());
    let place = Regex::new(r"`((?:tests|scripts|src|docs)/[^`*]+)`").unwrap();
    for found in place.captures_iter(&page) {
        assert!(root().join(&found[1]).exists(), "ARCHITECTURE.md names {}", &found[1]);
    }
}

#[test]
fn every_query_has_its_header_and_an_order() {
    let dossier = Dossier::open(&root()).unwrap();
    let mut codes = BTreeSet::new();
    for folder in Folder::ALL {
        let mut report = Report::default();
        let queries = query::load(&dossier, folder, &mut report);
        assert!(report.is_empty(), "{:?}", report.sorted());
        assert!(!queries.is_empty());
        for query in queries {
            assert!(!query.header.answers.is_empty(), "{}", query.file);
            let is_graph = folder != Folder::Views || query.is_always_a_graph();
            assert!(
                is_graph,
                "{}: `check` must answer it to see whether it is a graph",
                query.file
            );
            // A step of the program takes rows in any order.
            if query.form() == "SELECT" && query.header.step.is_none() {
                let last = query.text.rfind("ORDER BY").unwrap_or_default();
                assert!(
                    last > query.text.rfind('}').unwrap_or_default(),
                    "{} does not end in ORDER BY",
                    query.file
                );
            }
            if let Some(check) = query.header.check {
                assert!(!check.explain.is_empty(), "{} has no explanation", query.file);
                assert!(codes.insert(check.code.clone()), "{} stands twice", check.code);
            }
        }
    }
    assert!(codes.len() >= 8);
}

#[test]
fn every_join_of_a_query_has_a_key() {
    let dossier = Dossier::open(&root()).unwrap();
    let graph = Graph::default();
    let mut wrong = Vec::new();
    for query in growth::queries(&dossier) {
        // A parameter is a constant.
        let bound = query
            .bind(&dossier, &graph, &BTreeMap::new(), Defaults::MayNameNothing)
            .unwrap();
        let found = joins::without_key(&bound);
        wrong.extend(found.into_iter().map(|found| format!("{}: {found}", query.file)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The arguments of the calls of a function in a query, as written.
fn arguments<'t>(query: &'t str, function: &str) -> Vec<Vec<&'t str>> {
    let calls = query
        .match_indices(function)
        .map(|(at, _)| &query[at + function.len()..]);
    calls
        .map(|text| {
            let (mut depth, mut is_text, mut start, mut found) = (0, false, 0, Vec::new());
            let mut before = ' ';
            for (at, letter) in text.char_indices() {
                match letter {
                    '"' if before != '\\' => is_text = !is_text,
                    '(' if !is_text => depth += 1,
                    ')' if !is_text && depth > 0 => depth -= 1,
                    ',' | ')' if !is_text && depth == 0 => {
                        found.push(text[start..at].trim());
                        start = at + 1;
                        if letter == ')' {
                            break;
                        }
                    }
                    _ => {}
                }
                before = if before == '\\' && letter == '\\' { ' ' } else { letter };
            }
            found
        })
        .collect()
}

#[test]
fn patterns_of_regular_expressions_are_constants() {
    let called = arguments(r#"REPLACE(CONCAT("a, (", ?x), "\\\"", ?y)"#, "REPLACE(");
    assert_eq!(called, [[r#"CONCAT("a, (", ?x)"#, r#""\\\"""#, "?y"]]);
    for (file, text) in files("queries", &["rq"]).into_iter().chain(files("src", &["rq"])) {
        for function in ["REGEX(", "REPLACE("] {
            for called in arguments(&text, function) {
                assert!(
                    called[1].starts_with('"'),
                    "{file}: the pattern {} would be compiled for each row",
                    called[1]
                );
            }
        }
    }
}

#[test]
fn shipped_views_stay_short() {
    for (file, text) in files("queries/views", &["rq"]) {
        let lines = text.lines().skip_while(|line| line.starts_with('#')).count();
        assert!(
            lines <= 36,
            "{file} has {lines} lines below its header: what many views need is looked up (src/lookup/)"
        );
    }
}

/// The variables that a query selects.
fn selected(pattern: &GraphPattern) -> Vec<String> {
    match pattern {
        GraphPattern::Project { variables, .. } => variables.iter().map(|name| name.as_str().to_owned()).collect(),
        GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Slice { inner, .. } => selected(inner),
        _ => Vec::new(),
    }
}

#[test]
fn what_a_question_selects_and_takes_has_a_word_in_two_languages() {
    let ontology = fs::read_to_string(root().join("ontology/sourcier.ttl")).unwrap();
    let entry =
        Regex::new(r#"(?m)^s:answer-\S+ a .*skos:notation "(\w+)" ; skos:prefLabel "[^"]+"@fr, "[^"]+"@en \.$"#)
            .unwrap();
    let said: BTreeSet<&str> = entry
        .captures_iter(&ontology)
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    let dossier = Dossier::open(&root()).unwrap();
    let mut needed = BTreeSet::new();
    for query in query::load(&dossier, Folder::Named, &mut Report::default()) {
        let whole = query.standalone(&dossier, &Graph::default(), &BTreeMap::new()).unwrap();
        if let spargebra::Query::Select { pattern, .. } = spargebra::SparqlParser::new().parse_query(&whole).unwrap() {
            needed.extend(selected(&pattern));
        }
        for parameter in query
            .header
            .parameters
            .into_iter()
            .filter(|parameter| parameter.name != "lang")
        {
            needed.insert(parameter.name);
            if let Kind::Choice(words) = parameter.kind {
                needed.extend(words.split('|').map(str::to_owned));
            }
        }
    }
    let missing: Vec<&String> = needed.iter().filter(|name| !said.contains(name.as_str())).collect();
    assert!(
        needed.len() > 50 && missing.is_empty(),
        "s:answer-words has no word for {missing:?}"
    );
    let unused: Vec<&&str> = said.iter().filter(|name| !needed.contains(**name)).collect();
    assert!(unused.is_empty(), "no question has {unused:?}");
}

/// The core terms in a text, prefixed or as full IRIs.
fn own_terms(text: &str) -> BTreeSet<String> {
    let prefixed = Regex::new(r"(?:^|[^\w:?])s:([A-Za-z][\w-]*)").unwrap();
    let whole = Regex::new(r"https://w3id\.org/sourcier/ns#([A-Za-z][\w-]*)").unwrap();
    let found = prefixed.captures_iter(text).chain(whole.captures_iter(text));
    found.map(|found| found[1].trim_end_matches('-').to_owned()).collect()
}

#[test]
fn every_own_term_is_defined_in_two_languages_and_used() {
    let ontology = fs::read_to_string(root().join("ontology/sourcier.ttl")).unwrap();
    let definition = Regex::new(r"(?ms)^s:([\w-]+) a (.*?) \.$").unwrap();
    let mut defined = BTreeMap::new();
    for found in definition.captures_iter(&ontology) {
        assert!(
            defined.insert(found[1].to_owned(), found[2].to_owned()).is_none(),
            "s:{} is defined twice",
            &found[1]
        );
    }
    assert!(defined.len() > 100);
    for (term, body) in &defined {
        let languages = ["@fr", "@en"].iter().all(|language| body.contains(language));
        assert!(languages, "s:{term} lacks a label or a definition in French or English");
    }
    let mut used = BTreeSet::new();
    let metadata = fs::read_to_string(root().join("data/csv-metadata.json")).unwrap();
    for text in files("queries", &["rq"])
        .into_values()
        .chain(files("src", &["rq"]).into_values())
        .chain([metadata.clone()])
    {
        used.extend(own_terms(&text));
    }
    let templates = Regex::new(r"ns#([\w-]*)\{").unwrap();
    let starts: Vec<String> = templates
        .captures_iter(&metadata)
        .map(|found| found[1].to_owned())
        .collect();
    for term in used
        .iter()
        .filter(|term| !starts.iter().any(|start| start.trim_end_matches('-') == *term))
    {
        assert!(defined.contains_key(term), "s:{term} is used and nowhere defined");
    }
    for iri in vocabulary::CORE {
        let term = iri.strip_prefix(vocabulary::NS).unwrap();
        assert!(
            defined.contains_key(term),
            "the core term s:{term} is not in the ontology"
        );
    }
    let within = own_terms(&definition.replace_all(&ontology, "$2"));
    for (term, body) in &defined {
        let is_listed =
            body.contains("skos:inScheme") || body.contains("s:Entity") || body.contains("skos:ConceptScheme");
        let is_core = vocabulary::CORE.iter().any(|iri| iri.ends_with(&format!("#{term}")));
        assert!(
            is_listed || is_core || used.contains(term) || within.contains(term),
            "s:{term} is nowhere used"
        );
    }
}

#[test]
fn the_readme_shows_commands_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for script in ["scripts/demo", "scripts/test"] {
        assert!(readme.contains(script), "README does not name {script}");
        assert!(Path::new(&root().join(script)).is_file(), "{script} is not there");
    }
}
