//! The structure of the source: the order of modules, cycles, permissions, lengths.
//!
//! Known violations are in lists, which may only shrink: remove an entry when you fix it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use super::program::Program;
use super::rules::{self, Leave};
use super::{files, modules};
use crate::support::root;

/// The modules that may use files, sockets, clocks and the terminal. No crate under `crates/` may.
const LEAVE: Leave<'_> = Leave {
    // `index` maps a file that it is given.
    files: &["budget", "disk", "cli", "index"],
    sockets: &["serve", "web"],
    clocks: &["budget", "cli", "serve"],
    ends: &["budget"],
    standard_streams: &["cli"],
};

/// Cycles of files that use each other.
const KNOWN_CIRCLES: &[&[&str]] = &[];

/// The maximum length of a function, from `fn` to the closing brace.
const MOST_LINES_OF_A_FUNCTION: usize = 60;

/// Longer functions, with their maximum length.
const KNOWN_LONG_FUNCTIONS: &[(&str, usize)] = &[];

/// The maximum length of a file, without tests.
const MOST_LINES_OF_A_FILE: usize = 600;

/// The parsed source.
static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let mut found = files("src", &["rs"]);
    if let Ok(crates) = fs::read_dir(root().join("crates")) {
        for entry in crates {
            let folder = format!("crates/{}", entry.unwrap().file_name().display());
            let manifest = format!("{folder}/Cargo.toml");
            let text = fs::read_to_string(root().join(&manifest)).unwrap();
            found.insert(manifest, text);
            found.extend(files(&format!("{folder}/src"), &["rs"]));
        }
    }
    Program::parse(&found)
});

#[test]
fn every_file_is_a_module_of_the_program() {
    assert!(PROGRAM.modules.len() > 200, "the modules were not found");
    assert!(
        PROGRAM.strays.is_empty(),
        "nothing compiles {}",
        PROGRAM.strays.join(", ")
    );
}

#[test]
fn a_module_uses_only_those_before_it() {
    let (found, seen) = rules::out_of_order(&PROGRAM, &modules());
    assert!(seen > 500, "only {seen} references were found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_these_touch_files_sockets_and_clocks_and_one_place_prints_and_exits() {
    let found = rules::without_leave(&PROGRAM, &LEAVE);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_do_not_use_each_other_in_circles() {
    let known: BTreeSet<Vec<String>> = KNOWN_CIRCLES
        .iter()
        .map(|circle| circle.iter().map(ToString::to_string).collect())
        .collect();
    let found = rules::circles(&PROGRAM);
    let lines = |circles: BTreeSet<&Vec<String>>| {
        circles
            .iter()
            .map(|circle| circle.join(" ↔ "))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (more, gone) = (
        lines(found.difference(&known).collect()),
        lines(known.difference(&found).collect()),
    );
    assert!(
        more.is_empty(),
        "these files use each other in a circle:\n{more}\n(known, and not found as such:\n{gone})"
    );
    assert!(
        gone.is_empty(),
        "these circles are gone, take them off the list:\n{gone}"
    );
}

#[test]
fn functions_stay_short() {
    let known = KNOWN_LONG_FUNCTIONS
        .iter()
        .map(|(name, lines)| ((*name).to_owned(), *lines))
        .collect();
    let wrong = beyond(&rules::long_functions(&PROGRAM, MOST_LINES_OF_A_FUNCTION), &known);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_of_code_stay_short() {
    let wrong = beyond(&rules::long_files(&PROGRAM, MOST_LINES_OF_A_FILE), &BTreeMap::new());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Items that exceed their maximum, and listed exceptions that are no longer needed.
fn beyond(found: &BTreeMap<String, usize>, known: &BTreeMap<String, usize>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, lines) in found {
        match known.get(name) {
            None => wrong.push(format!("{name} has {lines} lines: split it")),
            Some(most) if lines > most => wrong.push(format!("{name} had {most} lines and has {lines}: split it")),
            Some(_) => {}
        }
    }
    let gone = known.keys().filter(|name| !found.contains_key(*name));
    wrong.extend(gone.map(|name| format!("{name} is short now: take it off the list")));
    wrong
}
