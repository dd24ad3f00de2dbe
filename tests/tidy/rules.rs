//! The structural rules, as functions from a parsed program to its violations.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::program::{Module, Program};
use super::reading::Names;

/// The permissions of modules, by their first names. A module that is not listed has none, and neither has any crate
/// under `crates/`.
pub struct Leave<'a> {
    pub files: &'a [&'a str],
    pub sockets: &'a [&'a str],
    pub clocks: &'a [&'a str],
    /// May end the process at once, when a query cannot be stopped otherwise.
    pub ends: &'a [&'a str],
    pub standard_streams: &'a [&'a str],
}

/// Paths to the file system that need a permission.
const FILES: &[&str] = &["std::fs", "rustix::fs", "std::os::unix::fs", "tempfile"];
/// Methods that access the file system.
const FILE_METHODS: &[&str] = &[
    "is_file",
    "is_dir",
    "is_symlink",
    "exists",
    "try_exists",
    "canonicalize",
    "read_dir",
    "read_link",
];
const SOCKETS: &[&str] = &["std::net", "std::os::unix::net", "rustix::net", "tokio::net", "ureq"];
const CLOCKS: &[&str] = &[
    "std::time::SystemTime",
    "std::time::Instant",
    "std::time::*",
    "rustix::time",
    "tokio::time",
];
const STANDARD_STREAMS: &[&str] = &[
    "std::io::stdout",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::Stdout",
    "std::io::*",
];
const EXITS: &[&str] = &["std::process::exit", "std::process::abort"];
const PRINTING: &[&str] = &["println", "eprintln", "print", "eprint", "dbg"];

/// References from a module to one that comes later in the pipeline, and the number of references checked.
pub fn out_of_order(program: &Program, order: &[String]) -> (Vec<String>, usize) {
    let place = |names: &Names| order.iter().position(|name| Some(name) == names.first());
    let mut seen = 0;
    let mut found = Vec::new();
    for (path, module) in &program.modules {
        let Some(own) = place(path) else { continue };
        for used in program.references(path) {
            let Some(other) = place(&used) else { continue };
            seen += 1;
            if other > own {
                found.push(format!(
                    "{} uses {}, which comes after {} in the pipeline",
                    module.file,
                    used.join("::"),
                    path[0]
                ));
            }
        }
    }
    (found, seen)
}

/// Modules that use files, sockets, clocks or standard streams, print or exit without permission.
pub fn without_leave(program: &Program, leave: &Leave<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, module) in &program.modules {
        let references = program.references(path);
        let may = |who: &[&str]| path.first().is_some_and(|name| who.contains(&name.as_str()));
        let reached = |places: &[&str]| {
            references
                .iter()
                .map(|names| names.join("::"))
                .find(|name| reaches(name, places))
        };
        let method = |names: &[&str]| {
            names
                .iter()
                .find(|name| module.block.methods.contains(**name))
                .map(ToString::to_string)
        };
        let rules = [
            (
                "touches files",
                may(leave.files),
                reached(FILES).or(method(FILE_METHODS)),
            ),
            ("opens sockets", may(leave.sockets), reached(SOCKETS)),
            ("looks at the clock", may(leave.clocks), reached(CLOCKS)),
            (
                "uses standard streams",
                may(leave.standard_streams),
                reached(STANDARD_STREAMS),
            ),
            ("exits: one place does", may(leave.ends), reached(EXITS)),
            ("prints: one place does", false, prints(module)),
        ];
        for (rule, may, reached) in rules {
            if let Some(name) = reached.filter(|_| !may) {
                found.push(format!("{} {rule} ({name})", module.file));
            }
        }
    }
    found
}

fn prints(module: &Module) -> Option<String> {
    let printing = PRINTING.iter().find(|name| module.block.macros.contains(**name));
    printing.map(|name| format!("{name}!"))
}

/// Whether a path equals one of some paths, or is below one.
fn reaches(path: &str, places: &[&str]) -> bool {
    places.iter().any(|place| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

/// The cycles of files that use each other, each sorted by name.
///
/// References to ancestors are ignored: a child is part of its parent and uses its types, including those that the
/// parent re-exports from another child.
pub fn circles(program: &Program) -> BTreeSet<Vec<String>> {
    let mut uses: DiGraph<&Names, ()> = DiGraph::new();
    let homes: BTreeSet<&Names> = program.modules.values().map(|module| &module.home).collect();
    let places: BTreeMap<&Names, _> = homes.into_iter().map(|home| (home, uses.add_node(home))).collect();
    for (path, module) in &program.modules {
        for used in program.references_as_written(path) {
            let other = &program.modules[&program.module_of(&used)];
            if !module.home.starts_with(&other.home) {
                uses.update_edge(places[&module.home], places[&other.home], ());
            }
        }
    }
    let circles = tarjan_scc(&uses).into_iter().filter(|circle| circle.len() > 1);
    circles
        .map(|circle| {
            let mut names: Vec<_> = circle.into_iter().map(|place| uses[place].join("::")).collect();
            names.sort();
            names
        })
        .collect()
}

/// The functions with more than `most` lines, from `fn` to the closing brace, by name.
pub fn long_functions(program: &Program, most: usize) -> BTreeMap<String, usize> {
    let all = program.modules.iter().flat_map(|(path, module)| {
        let name = |function: &str| {
            path.iter()
                .map(String::as_str)
                .chain([function])
                .collect::<Vec<_>>()
                .join("::")
        };
        module
            .block
            .functions
            .iter()
            .map(move |(function, lines)| (name(function), *lines))
    });
    all.filter(|(_, lines)| *lines > most).collect()
}

/// The files with more than `most` lines, without test code.
pub fn long_files(program: &Program, most: usize) -> BTreeMap<String, usize> {
    let all = program
        .modules
        .values()
        .map(|module| (module.file.clone(), module.lines));
    all.filter(|(_, lines)| *lines > most).collect()
}
