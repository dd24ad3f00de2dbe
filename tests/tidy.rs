//! What a reviewer would repeat: the order of modules, who may touch what, headers, terms, codes and their cases.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use sourcier::diagnostic::{Report, code};
use sourcier::dossier::Dossier;
use sourcier::query::{self, Folder};
use sourcier::vocabulary;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with one of these extensions, with their text, by path.
fn files(folder: &str, extensions: &[&str]) -> BTreeMap<String, String> {
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

/// The module to which a file of the library belongs.
fn module_of(file: &str) -> String {
    let below = file.trim_start_matches("src/");
    below.split(['/', '.']).next().unwrap().to_owned()
}

#[test]
fn a_module_uses_only_those_before_it() {
    let order = modules();
    let reference = Regex::new(r"crate::(\w+)").unwrap();
    let mut seen = 0;
    for (file, text) in files("src", &["rs"]) {
        let module = module_of(&file);
        let Some(own) = order.iter().position(|name| *name == module) else {
            continue;
        };
        for found in reference.captures_iter(&text) {
            let Some(used) = order.iter().position(|name| *name == found[1]) else {
                continue;
            };
            seen += 1;
            assert!(
                used <= own,
                "{file} uses crate::{}, which comes after {module} in the pipeline",
                &found[1]
            );
        }
    }
    assert!(seen > 20, "the references were not found");
}

#[test]
fn the_map_of_the_architecture_is_one_page_and_that_of_the_library() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(page.lines().count() <= 80, "decisions go into docs/decisions.md");
    let row = Regex::new(r"(?m)^\| `(\w+)` \|").unwrap();
    let map: Vec<String> = row.captures_iter(&page).map(|found| found[1].to_owned()).collect();
    assert_eq!(map, modules());
    let place = Regex::new(r"`((?:tests|scripts|src|docs)/[^`*]+)`").unwrap();
    for found in place.captures_iter(&page) {
        assert!(root().join(&found[1]).exists(), "ARCHITECTURE.md names {}", &found[1]);
    }
}

#[test]
fn only_these_touch_files_print_or_exit_and_only_web_opens_a_socket() {
    let may_touch_files = ["dossier", "files", "load", "evidence", "link", "build", "init", "cli"];
    for (file, text) in files("src", &["rs"]) {
        let module = module_of(&file);
        let code = text.split("#[cfg(test)]").next().unwrap();
        assert!(
            !code.contains("std::net") && (module == "web" || !code.contains("ureq")),
            "{file} opens sockets"
        );
        assert!(
            module == "cli" || !code.contains("SystemTime") && !code.contains("Instant"),
            "{file} looks at the clock"
        );
        if !may_touch_files.contains(&module.as_str()) {
            assert!(
                !code.contains("std::fs") && !code.contains("File::"),
                "{file} touches files"
            );
        }
        for printing in ["println!", "eprintln!", "print!(", "process::exit"] {
            assert!(
                !code.contains(printing),
                "{file} has {printing}: one place prints, one place exits"
            );
        }
    }
}

#[test]
fn files_of_code_stay_short() {
    for (file, text) in files("src", &["rs"]) {
        let code = text.split("#[cfg(test)]").next().unwrap();
        assert!(
            code.lines().count() <= 600,
            "{file} has {} lines: split it",
            code.lines().count()
        );
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
            if query.form() == "SELECT" {
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
fn shipped_views_stay_short() {
    for (file, text) in files("queries/views", &["rq"]) {
        let lines = text.lines().count();
        assert!(
            lines <= 40,
            "{file} has {lines} lines: what many views need is looked up (src/lookup/)"
        );
    }
}

/// Own terms of a text, spelled with the prefix or in full.
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
fn every_code_has_a_case() {
    let mut seen = String::new();
    for text in expected().into_values() {
        seen.push_str(&text);
    }
    let dossier = Dossier::open(&root()).unwrap();
    let checks = query::load(&dossier, Folder::Checks, &mut Report::default());
    let checks = checks
        .into_iter()
        .filter_map(|query| query.header.check)
        .map(|check| check.code);
    let own = code::MANUAL.iter().map(|page| page.code.to_owned());
    let missing: Vec<String> = own
        .chain(checks)
        .filter(|code| !seen.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "no case shows {}", missing.join(", "));
}

/// What the cases expect.
fn expected() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root().join("tests/cases")];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|name| name == "expected") {
                found.insert(path.display().to_string(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn the_readme_shows_commands_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for script in ["scripts/demo", "scripts/test"] {
        assert!(readme.contains(script), "README does not name {script}");
        assert!(Path::new(&root().join(script)).is_file(), "{script} is not there");
    }
}
