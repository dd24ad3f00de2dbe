//! `sourcier init`: a new dossier works without changes, and its shared files equal the repository's.

use crate::support::{output, root, sourcier, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 2] = ["en", "fr"];

/// A new dossier in a temporary folder.
fn new(arguments: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &[&["init", "."], arguments].concat());
    folder
}

/// The names of a dossier's queries or views.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rq"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

#[test]
fn a_new_dossier_checks_builds_draws_and_answers() {
    for language in LANGUAGES {
        for more in [&[][..], &["--empty"]] {
            let folder = new(&[&["--language", language], more].concat());
            let dossier = folder.path();
            let checked = String::from_utf8(output(dossier, &["check", "--strict"])).unwrap();
            let passages = if more.is_empty() { "5 of 5" } else { "0 of 0" };
            assert!(
                checked.contains(&format!("{passages} passages verified")),
                "{language}: {checked}"
            );
            output(dossier, &["build"]);
            for format in ["nquads", "turtle", "jsonld"] {
                output(dossier, &["export", "rdf", "--format", format]);
            }
        }
    }
}

#[test]
fn every_view_of_a_new_dossier_is_drawn_and_every_question_answered() {
    for language in LANGUAGES {
        let folder = new(&["--language", language]);
        let dossier = folder.path();
        for view in names(&dossier.join("queries/views")) {
            for format in ["svg", "dot"] {
                output(dossier, &["export", "graph", &view, "--format", format]);
            }
            output(dossier, &["export", "graph", &view, "--format", "csv", "-o", "gephi/"]);
        }
        for question in names(&dossier.join("queries")) {
            let mut arguments = vec!["query", &question, "--format", "csv"];
            let text = fs::read_to_string(dossier.join(format!("queries/{question}.rq"))).unwrap();
            if text.contains("SERVICE") {
                // The example has no links, so no request is sent and no endpoint is needed.
                let endpoint = "https://sparql.invalid/";
                arguments.extend([
                    "--federated",
                    "--allow",
                    endpoint,
                    "--set",
                    "endpoint=https://sparql.invalid/",
                ]);
            }
            let answer = output(dossier, &arguments);
            let rows = String::from_utf8(answer).unwrap().lines().count() - 1;
            let asks_about_the_example = text.lines().any(|line| {
                line.starts_with("# parameter:") && [" id = ", " doc = "].iter().any(|kind| line.contains(kind))
            });
            assert!(
                rows > 0 || !asks_about_the_example,
                "{language}: {question} has no answer"
            );
        }
    }
}

#[test]
fn what_a_new_dossier_shares_with_the_repository_s_is_the_repository_s() {
    for language in LANGUAGES {
        let folder = new(&["--language", language]);
        let made = tree(folder.path());
        let mut own: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for part in ["ontology", "queries"] {
            let files = tree(&root().join(part));
            own.extend(files.into_iter().map(|(name, bytes)| (format!("{part}/{name}"), bytes)));
        }
        let is_shared = |name: &&String| name.starts_with("ontology/") || name.starts_with("queries/");
        let names =
            |files: &BTreeMap<String, Vec<u8>>| files.keys().filter(is_shared).cloned().collect::<BTreeSet<_>>();
        assert_eq!(
            names(&made),
            names(&own),
            "src/init/embedded.rs does not list what is in ontology/ and queries/"
        );
        for name in ["data/csv-metadata.json", "docs/tables.md"] {
            own.insert(name.to_owned(), fs::read(root().join(name)).unwrap());
        }
        for (name, bytes) in own {
            let (own, made) = (lines(&bytes), lines(&made[&name]));
            let differing: Vec<_> = own.iter().filter(|line| !made.contains(line)).collect();
            let expected: fn(&str) -> bool = match name.as_str() {
                "data/csv-metadata.json" => |line| line.contains("\"dc:license\"") || line.contains("\"lang\": \"fr\""),
                query if query.ends_with(".rq") => |line| {
                    line.starts_with("# parameter: ")
                        && [" id = ", " doc = ", " decimal = "]
                            .iter()
                            .any(|kind| line.contains(kind))
                },
                _ => |_| false,
            };
            assert!(
                differing.iter().all(|line| expected(line)),
                "{language}: {name} differs in {differing:?}"
            );
            // Adapted lines are replaced in place: none is added.
            assert!(made.len() <= own.len(), "{language}: {name}");
        }
    }
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn only_titles_and_quoted_words_take_the_dossier_s_language() {
    let metadata = |language| {
        let folder = new(&["--language", language]);
        lines(&tree(folder.path())["data/csv-metadata.json"])
    };
    let (english, french) = (metadata("en"), metadata("fr"));
    let own = lines(&fs::read(root().join("data/csv-metadata.json")).unwrap());
    let unlicensed: Vec<_> = own.into_iter().filter(|line| !line.contains("dc:license")).collect();
    assert_eq!(french, unlicensed);
    let differing = english.iter().zip(&french).filter(|(one, other)| one != other);
    assert_eq!(
        differing.count(),
        3,
        "`title` of documents, `as_written` of claims and of what is left out"
    );
}

#[test]
fn an_empty_dossier_answers_every_question_and_names_nothing_of_the_example() {
    for language in LANGUAGES {
        let folder = new(&["--language", language, "--empty"]);
        let dossier = folder.path();
        let asked = names(&dossier.join("queries")).into_iter().map(|name| ("query", name));
        let drawn = names(&dossier.join("queries/views"))
            .into_iter()
            .map(|name| ("view", name));
        for (kind, name) in asked.chain(drawn) {
            let text = fs::read_to_string(dossier.join("queries").join(match kind {
                "view" => format!("views/{name}.rq"),
                _ => format!("{name}.rq"),
            }));
            let mut arguments = match kind {
                "view" => vec!["export", "graph", &name, "--format", "csv", "--table", "nodes"],
                _ => vec!["query", &name, "--format", "csv"],
            };
            if text.unwrap().contains("SERVICE") {
                arguments.extend(["--federated", "--allow", "https://query.wikidata.org/sparql"]);
            }
            let run = sourcier(dossier).args(&arguments).output().unwrap();
            let said = crate::support::said(&run);
            assert_eq!(run.status.code(), Some(0), "{language} {name}: {said}");
            let errors = String::from_utf8_lossy(&run.stderr);
            for word in [
                "footbridge",
                "passerelle",
                "selt-valley",
                "val-de-sele",
                "courier",
                "echo-2025",
                "such as",
            ] {
                assert!(!errors.contains(word), "{language} {name}: {errors}");
            }
        }
        let run = sourcier(dossier)
            .args(["query", "facility", "--set", "facility=pool"])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&run.stderr);
        assert!(errors.contains("where the dossier has none yet"), "{errors}");
    }
}

#[test]
fn a_repository_without_files_can_become_a_dossier() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    output(folder.path(), &["init", "."]);
    output(folder.path(), &["check", "--strict"]);
}

#[test]
fn what_init_says_it_wrote_is_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let said = String::from_utf8(output(folder.path(), &["init", "a/new"])).unwrap();
    let listed: BTreeSet<String> = said
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap().trim_end_matches('/').to_owned())
        .collect();
    let there: BTreeSet<String> = fs::read_dir(folder.path().join("a/new"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, there);
    let beside = fs::read_dir(folder.path().join("a")).unwrap().count();
    assert_eq!(beside, 1, "something is left beside the new dossier");
}

#[test]
fn the_commands_that_init_names_run() {
    for (name, more) in [("plain", &[][..]), ("l'eau $HOME", &[]), ("empty", &["--empty"])] {
        let folder = tempfile::tempdir().unwrap();
        let said = String::from_utf8(output(folder.path(), &[&["init", name], more].concat())).unwrap();
        let (_, next) = said.split_once("Next\n").unwrap();
        let script: String = next
            .lines()
            .map(|line| line.trim().replacen("sourcier", "\"$SOURCIER\"", 1))
            .filter(|line| !line.contains("DOCUMENT"))
            .collect::<Vec<_>>()
            .join(" && ");
        let status = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(folder.path())
            .env("SOURCIER", env!("CARGO_BIN_EXE_sourcier"))
            .env_remove("SOURCIER_TEXTS")
            .env("SOURCIER_CACHE", "")
            .output()
            .unwrap();
        assert!(status.status.success(), "{script}: {}", crate::support::said(&status));
        assert!(folder.path().join(name).join("build").is_dir());
    }
}

#[test]
fn nothing_is_left_of_an_init_that_fails() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("note"), "mine").unwrap();
    for arguments in [&["init", "."][..], &["init", "note"], &["init", "new", "--base", "x"]] {
        let output = sourcier(folder.path()).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", crate::support::said(&output));
    }
    assert_eq!(tree(folder.path()).into_keys().collect::<Vec<_>>(), ["note"]);
}

#[test]
fn the_package_holds_what_is_compiled_in() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let excluded = manifest["package"]["exclude"].as_array().unwrap();
    for path in excluded.iter().map(|path| path.as_str().unwrap()) {
        let needed = [
            "ontology",
            "queries",
            "data/csv-metadata.json",
            "docs/tables.md",
            "src/init",
        ];
        assert!(
            !needed
                .iter()
                .any(|needed| needed.starts_with(path) || path.starts_with(needed)),
            "Cargo.toml excludes {path}, which is compiled in"
        );
    }
}
