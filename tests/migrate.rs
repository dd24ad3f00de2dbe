//! `sourcier migrate`: a dossier as the first format's `sourcier init` made it (`tests/formats/`) becomes like a new one,
//! and what its owner changed stays.

use crate::support::{output, root, said, sourcier, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A dossier of a format as its version's `sourcier init` made it, in a temporary folder.
fn old(format: u32) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let kept = root().join("tests/formats");
    let list = fs::read_to_string(kept.join(format!("{format}.txt"))).unwrap();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let (hash, name) = line.split_once(' ').unwrap();
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::copy(kept.join("files").join(hash), file).unwrap();
    }
    folder
}

fn edit(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    fs::write(file, text.replace(old, new)).unwrap();
}

fn told(dossier: &Path, arguments: &[&str]) -> String {
    String::from_utf8(output(dossier, arguments)).unwrap()
}

/// The files that a dossier shares with all others.
fn shared(dossier: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(dossier);
    files.retain(|name, _| {
        let is_shared = ["ontology/", "queries/", "docs/"];
        is_shared.iter().any(|part| name.starts_with(part)) || name == "data/csv-metadata.json"
    });
    files
}

#[test]
fn a_dossier_of_the_first_format_becomes_like_a_new_one() {
    let (folder, new) = (old(1), tempfile::tempdir().unwrap());
    let dossier = folder.path();
    output(new.path(), &["init", "en"]);
    let before = tree(dossier);
    let listed = told(dossier, &["migrate", "--dry-run"]);
    assert_eq!(tree(dossier), before, "--dry-run changes nothing");
    let done = told(dossier, &["migrate"]);
    let changes = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("  "))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (listed, done) = (changes(&listed), changes(&done));
    assert_eq!(listed[..listed.len() - 1], done[..done.len() - 1]);
    assert_eq!(shared(dossier), shared(&new.path().join("en")));
    let after = tree(dossier);
    for (name, bytes) in &before {
        let is_table = name.ends_with(".csv") || name.starts_with("texts/") || name == "README.md";
        assert!(!is_table || after.get(name) == Some(bytes), "{name} was changed");
    }
    assert!(after["sourcier.toml"].ends_with(&before["sourcier.toml"]));
    output(dossier, &["check", "--strict"]);
    let again = told(dossier, &["migrate"]);
    assert!(again.contains("nothing to change"), "{again}");
    assert_eq!(tree(dossier), after);
}

#[test]
fn a_dossier_of_a_later_format_works_as_before_and_becomes_like_a_new_one() {
    let new = tempfile::tempdir().unwrap();
    output(new.path(), &["init", "en"]);
    for format in 2..sourcier::dossier::FORMAT {
        let folder = old(format);
        let dossier = folder.path();
        let checked = told(dossier, &["check"]);
        assert!(
            checked.contains("D010") && checked.contains("\n1 warning; "),
            "{format}: {checked}"
        );
        let totals = told(dossier, &["query", "totals", "--format", "csv"]);
        output(dossier, &["migrate"]);
        assert_eq!(shared(dossier), shared(&new.path().join("en")), "{format}");
        output(dossier, &["check", "--strict"]);
        assert_eq!(
            told(dossier, &["query", "totals", "--format", "csv"]),
            totals,
            "{format}"
        );
    }
}

#[test]
fn a_dossier_of_tables_as_they_come_gets_its_format_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("deals.csv"),
        "who,whom,amount\nAcme,Helio,3\nAcme,Dust,4\nBolt,Dust,5\n",
    )
    .unwrap();
    output(folder.path(), &["init", "deals", "--tables", "deals.csv"]);
    let dossier = folder.path().join("deals");
    let before = tree(&dossier);
    let format = format!("format = {}", sourcier::dossier::FORMAT);
    edit(&dossier.join("sourcier.toml"), &format, "format = 3");
    output(&dossier, &["migrate"]);
    assert_eq!(tree(&dossier), before);
}

#[test]
fn what_the_owner_changed_stays() {
    let folder = old(1);
    let dossier = folder.path();
    let path = |name: &str| dossier.join(name);
    let own = "\ns:kind-blames a skos:Concept ; skos:inScheme s:kinds ; skos:notation \"blames\" ;\n  \
               skos:prefLabel \"reproche\"@fr, \"blames\"@en .\n";
    let ontology = fs::read_to_string(path("ontology/sourcier.ttl")).unwrap();
    let ontology = ontology
        .replace("\"subvention\"", "\"don\"")
        .replace("\"souhaité\"@fr", "\"voulu\"@fr")
        + own;
    fs::write(path("ontology/sourcier.ttl"), ontology).unwrap();
    edit(&path("queries/facility.rq"), "= footbridge --", "= my-plan --");
    edit(
        &path("queries/rules/05-dates.rq"),
        "# title: Dates",
        "# title: My dates",
    );
    edit(
        &path("data/csv-metadata.json"),
        "\"tables\": [",
        "\"dc:license\": {\"@id\": \"https://e.org/\"},\n  \"tables\": [",
    );
    fs::remove_file(path("queries/checks/unused-entity.rq")).unwrap();
    fs::write(path("queries/checks/link-against-figures.rq"), "mine").unwrap();
    let said = told(dossier, &["migrate"]);
    let read = |name: &str| fs::read_to_string(path(name)).unwrap();
    let ontology = read("ontology/sourcier.ttl");
    assert!(ontology.contains(own.trim()), "the own kind is gone");
    assert!(ontology.contains("\"voulu\"@fr") && ontology.contains("s:column-paid a skos:Concept"));
    assert!(
        said.contains("without those that you changed: s:modality-wished\n"),
        "{said}"
    );
    assert!(read("queries/facility.rq").contains("= my-plan --"));
    assert!(read("data/csv-metadata.json").contains("\"dc:license\": {\"@id\": \"https://e.org/\"},"));
    assert!(read("data/csv-metadata.json").contains("ns#period"));
    let (_, left) = said.split_once("\nLeft, since you changed them\n").unwrap();
    assert!(left.starts_with("  queries/rules/05-dates.rq\n"), "{said}");
    assert!(
        left.contains(
            "yours, and the new format has others of the same name\n  queries/checks/link-against-figures.rq\n"
        )
    );
    assert!(
        !path("queries/checks/unused-entity.rq").exists(),
        "a check that was removed is back"
    );
    assert_eq!(read("queries/checks/link-against-figures.rq"), "mine");
}

#[test]
fn a_migration_that_cannot_be_done_changes_nothing() {
    let folder = old(1);
    let dossier = folder.path();
    let outside = tempfile::NamedTempFile::new().unwrap();
    let rule = dossier.join("queries/rules/05-dates.rq");
    let before = fs::read(&rule).unwrap();
    fs::remove_file(&rule).unwrap();
    std::os::unix::fs::symlink(outside.path(), &rule).unwrap();
    let all = tree(dossier);
    let failed = sourcier(dossier).arg("migrate").output().unwrap();
    assert_eq!(failed.status.code(), Some(2));
    assert!(said(&failed).contains("05-dates.rq"), "{}", said(&failed));
    assert_eq!(tree(dossier), all);
    fs::remove_file(&rule).unwrap();
    fs::write(&rule, before).unwrap();
    // As if the program had been killed before it wrote the manifest.
    output(dossier, &["migrate"]);
    let done = tree(dossier);
    fs::copy(old(1).path().join("sourcier.toml"), dossier.join("sourcier.toml")).unwrap();
    let text = told(dossier, &["migrate"]);
    let current = sourcier::dossier::FORMAT;
    let last = format!("is now {current}\n  format   sourcier.toml\n\nNext");
    assert!(text.contains(&last), "{text}");
    assert_eq!(tree(dossier), done);
}
