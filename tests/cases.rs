//! Tests defined by files, one trial for each case folder.
//!
//! A case folder `tests/cases/<area>/<sentence-name>/` has a script `run` and its expected output, `expected`. Each
//! case runs in a copy of the invented dossier (`tests/dossier/` with the repository's ontology, queries and metadata),
//! with the case's `files/` copied over it and the edits of its script applied. The cases run in parallel; `cargo test
//! --test cases check/a-part` runs those whose names contain a text, and with `UPDATE=1` the expected outputs are
//! rewritten.
//!
//! ```text
//! # what a user would notice
//! # fires: C103
//! edit data/claims.csv: 12000000,12000000 => 12000000,1
//! delete data/units.csv
//! $ check
//! $ query totals --format csv | head
//! ```
//!
//! `fires` lists the codes that the case shows, `quiet` those that it comes close to and must not show;
//! `tests/tidy/codes.rs` checks both. `follows` lists codes whose help the case then does to the letter, by lines
//! `follow FILE: OLD => NEW` (`\n` is a line break; NEW may be missing); `tests/tidy/advice.rs` checks that nothing is found after it.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};

use crate::support::{copy, invented_dossier, root};

/// The maximum size of an expected output: nobody reviews a change in a longer one.
const MOST_BYTES: usize = 20_000;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = cases();
    assert!(!cases.is_empty(), "there are no cases");
    let trials = cases.into_iter().map(trial).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The folders of the cases, by name.
fn cases() -> Vec<PathBuf> {
    folders(&root().join("tests/cases"))
        .iter()
        .flat_map(|area| folders(area))
        .collect()
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// The trial of a case, named `<area>/<sentence-name>`.
fn trial(case: PathBuf) -> Trial {
    let name = case
        .strip_prefix(root().join("tests/cases"))
        .unwrap()
        .display()
        .to_string();
    Trial::test(name, move || judge(&case))
}

/// Runs a case and compares its output with the expected one, or rewrites that.
fn judge(case: &Path) -> Result<(), Failed> {
    let transcript = play(case)?;
    if transcript.len() > MOST_BYTES {
        return Err(format!(
            "the case prints {} bytes, and may print {MOST_BYTES}: show what matters with `| head`, `| grep` or `| wc`, \
             hold the rest with `| sha256sum`, or write a file and a test of its own",
            transcript.len()
        )
        .into());
    }
    let path = case.join("expected");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &transcript)?;
        return Ok(());
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if transcript == expected {
        return Ok(());
    }
    Err(format!("--- expected\n{expected}\n--- found\n{transcript}").into())
}

/// Prepares the case's dossier and runs its script.
fn play(case: &Path) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let dossier = folder.path().join("dossier");
    invented_dossier(&dossier);
    if case.join("files").is_dir() {
        copy(&case.join("files"), &dossier);
    }
    let script =
        fs::read_to_string(case.join("run")).map_err(|error| format!("{}: {error}", case.join("run").display()))?;
    let mut transcript = String::new();
    for line in script.lines() {
        if let Some(edit) = line.strip_prefix("edit ") {
            let (file, old, new) = support::edit(edit);
            replace(&dossier, file, old, new)?;
        } else if let Some(advice) = line.strip_prefix("follow ") {
            let (file, old, new) = support::follow(advice);
            replace(&dossier, file, &old, &new)?;
        } else if let Some(file) = line.strip_prefix("delete ") {
            let path = dossier.join(file);
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            } else {
                fs::remove_file(path)?;
            }
        } else if let Some(command) = line.strip_prefix("$ ") {
            transcript.push_str(&run(command, &dossier));
        } else if !line.is_empty() && !line.starts_with('#') {
            return Err(format!("`{line}` is no comment, edit, deletion or command").into());
        }
    }
    Ok(transcript.replace(&dossier.display().to_string(), "DOSSIER"))
}

/// Replaces a text that stands once in a file.
fn replace(dossier: &Path, file: &str, old: &str, new: &str) -> Result<(), Failed> {
    let path = dossier.join(file);
    let text = fs::read_to_string(&path)?;
    if text.matches(old).count() != 1 {
        return Err(format!("`{old}` must stand once in {file}").into());
    }
    fs::write(path, text.replace(old, new))?;
    Ok(())
}

/// Runs `sourcier` with these arguments through a shell, so that a case can use pipes, and returns its whole output.
fn run(arguments: &str, dossier: &Path) -> String {
    let program = format!("\"$SOURCIER\" {arguments}");
    let output = Command::new("sh")
        .args(["-c", &program])
        .current_dir(dossier)
        .env("SOURCIER", env!("CARGO_BIN_EXE_sourcier"))
        .env("SOURCE_DATE_EPOCH", "1750000000")
        .env_remove("SOURCIER_TEXTS")
        .env("SOURCIER_CACHE", "")
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let errors: String = text(&output.stderr).lines().map(|line| format!("! {line}\n")).collect();
    let code = output.status.code().unwrap_or(-1);
    format!("$ sourcier {arguments}\n{}{errors}exit {code}\n", text(&output.stdout))
}
