//! Case folders: `tests/cases/<area>/<sentence-name>/` holds a script `run` and what it prints, `expected`.
//!
//! Each case gets a copy of the invented dossier (`tests/dossier/` with the repository's ontology, queries and metadata),
//! the files of its own `files/` over it, and the edits of its script. `UPDATE=1 cargo test` rewrites what is expected.
//!
//! ```text
//! # what a user would notice
//! edit data/claims.csv: 12000000,12000000 => 12000000,1
//! delete data/units.csv
//! $ check
//! $ query totals --format csv | head
//! ```

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{copy, invented_dossier, root};

#[test]
fn every_case_prints_what_is_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases() {
        count += 1;
        let transcript = play(&case);
        let path = case.join("expected");
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if update {
            fs::write(&path, &transcript).unwrap();
        } else if transcript != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}\n--- found\n{transcript}",
                case.display()
            ));
        }
    }
    assert!(count > 0, "there are no cases");
    assert!(
        wrong.is_empty(),
        "{} of {count} cases differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The folders that hold a script, by name.
fn cases() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for area in folders(&root().join("tests/cases")) {
        found.extend(folders(&area).into_iter().filter(|folder| folder.join("run").is_file()));
    }
    found
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// Prepares the case's dossier and runs its script.
fn play(case: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path().join("dossier");
    invented_dossier(&dossier);
    if case.join("files").is_dir() {
        copy(&case.join("files"), &dossier);
    }
    let mut transcript = String::new();
    for line in fs::read_to_string(case.join("run")).unwrap().lines() {
        if let Some(edit) = line.strip_prefix("edit ") {
            let (file, change) = edit.split_once(": ").expect("edit FILE: OLD => NEW");
            let (old, new) = change.split_once(" => ").expect("edit FILE: OLD => NEW");
            let path = dossier.join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert_eq!(
                text.matches(old).count(),
                1,
                "{}: `{old}` must stand once in {file}",
                case.display()
            );
            fs::write(path, text.replace(old, new)).unwrap();
        } else if let Some(file) = line.strip_prefix("delete ") {
            let path = dossier.join(file);
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap()
            } else {
                fs::remove_file(path).unwrap()
            }
        } else if let Some(command) = line.strip_prefix("$ ") {
            transcript.push_str(&run(command, &dossier));
        }
    }
    transcript.replace(&dossier.display().to_string(), "DOSSIER")
}

/// Runs `sourcier` with these arguments, in a shell so that a case can have pipes, and writes down all of it.
fn run(arguments: &str, dossier: &Path) -> String {
    let program = format!("\"$SOURCIER\" {arguments}");
    let output = Command::new("sh")
        .args(["-c", &program])
        .current_dir(dossier)
        .env("SOURCIER", env!("CARGO_BIN_EXE_sourcier"))
        .env_remove("SOURCIER_TEXTS")
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let errors: String = text(&output.stderr).lines().map(|line| format!("! {line}\n")).collect();
    let code = output.status.code().unwrap_or(-1);
    format!("$ sourcier {arguments}\n{}{errors}exit {code}\n", text(&output.stdout))
}
