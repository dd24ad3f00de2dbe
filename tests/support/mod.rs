//! Shared by several tests: the program, copies of the invented dossier, folders as values.

#![allow(dead_code, reason = "each test takes what it needs")]

pub mod person;

use rustix::fd::OwnedFd;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program, with a working folder.
pub fn sourcier(folder: &Path) -> Command {
    let mut command = sourcier_of_index(folder);
    // `SOURCIER_TEST_STORE=oxigraph cargo test` runs every command over the other store.
    if let Some(store) = std::env::var_os("SOURCIER_TEST_STORE") {
        command.arg("--store").arg(store);
    }
    command
}

/// The program over its own index, whatever other tests run over: nothing else keeps a graph.
pub fn sourcier_of_index(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sourcier"));
    command
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1750000000")
        .env_remove("SOURCIER_TEXTS")
        // What tests need is loaded anew; tests/kept.rs names a folder.
        .env("SOURCIER_CACHE", "")
        .env_remove("COLUMNS");
    command
}

/// A pseudoterminal of this size: its controller, and the path of the terminal.
pub fn terminal(rows: u16, columns: u16) -> (OwnedFd, String) {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap().into_string().unwrap();
    let size = Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&controller, size).unwrap();
    (controller, name)
}

/// Runs the program and returns its output; it must succeed.
pub fn output(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = sourcier(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    output.stdout
}

/// The whole output of a program.
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Copies a folder recursively.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Creates the invented dossier, with the repository's ontology, queries and metadata, in a folder.
pub fn invented_dossier(folder: &Path) {
    for (from, to) in [("ontology", "ontology"), ("queries", "queries"), ("tests/dossier", ".")] {
        copy(&root().join(from), &folder.join(to));
    }
    fs::copy(
        root().join("data/csv-metadata.json"),
        folder.join("data/csv-metadata.json"),
    )
    .unwrap();
}

/// The parts of an edit in a case, `FILE: OLD => NEW`.
pub fn edit(line: &str) -> (&str, &str, &str) {
    let (file, change) = line.split_once(": ").expect("edit FILE: OLD => NEW");
    let (old, new) = change.split_once(" => ").expect("edit FILE: OLD => NEW");
    (file, old, new)
}

/// The parts of what follows advice in a case, `FILE: OLD => NEW`, with `\n` as line breaks.
pub fn follow(line: &str) -> (&str, String, String) {
    let (file, change) = line.split_once(": ").expect("follow FILE: OLD => NEW");
    let (old, new) = change.split_once(" =>").expect("follow FILE: OLD => NEW");
    let text = |part: &str| part.replace("\\n", "\n");
    (file, text(old), text(new.strip_prefix(' ').unwrap_or(new)))
}

/// The files of a folder with their bytes, by relative path.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Whether a tool is installed; in CI it must be, elsewhere its absence is reported.
pub fn has(tool: &str, arguments: &[&str]) -> bool {
    let there = Command::new(tool)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success());
    if !there {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "in CI {tool} must be there"
        );
        eprintln!(
            "skipped: {tool} {} is not at hand (scripts/test installs it)",
            arguments.join(" ")
        );
    }
    there
}

/// Python; Debian's own interpreter has Debian's packages.
pub fn python() -> &'static str {
    let own = "/usr/bin/python3";
    if Path::new(own).exists() { own } else { "python3" }
}
