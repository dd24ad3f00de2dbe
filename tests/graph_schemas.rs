//! The XML files of all views are valid: GEXF against its RELAX NG schema, GraphML against its XML Schema.
//!
//! The schemas are read from `SOURCIER_SUITES` (default `../shared/suites`); in CI they must be there. xmllint is in
//! Debian's libxml2-utils.

use crate::support::{has, output, root, said};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A schema of the suites.
fn schema(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("SOURCIER_SUITES").map(PathBuf::from);
    let path = named.unwrap_or_else(|| root().join("../shared/suites")).join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "in CI the schemas must be there: {}",
        path.display()
    );
    eprintln!("skipped: {} is not at hand (SOURCIER_SUITES)", path.display());
    None
}

/// Exports each view of a dossier and validates the files with xmllint.
fn all_are_valid(dossier: &Path, format: &str, [kind, schema]: [&str; 2]) {
    let views = fs::read_dir(dossier.join("queries/views")).unwrap();
    let views = views.map(|view| view.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = views
        .map(|view| {
            let path = folder.path().join(&view);
            let to = path.to_str().unwrap();
            output(dossier, &["export", "graph", &view, "--format", format, "-o", to]);
            path
        })
        .collect();
    assert!(paths.len() >= 4);
    let lint = Command::new("xmllint")
        .args(["--noout", "--nonet", kind, schema])
        .args(paths)
        .output()
        .unwrap();
    assert!(lint.status.success(), "{format}: {}", said(&lint));
}

#[test]
fn gexf_is_valid() {
    let Some(schema) = schema("gexf/specs/1.3/gexf.rng") else {
        return;
    };
    if !has("xmllint", &["--version"]) {
        return;
    }
    all_are_valid(&root(), "gexf", ["--relaxng", schema.to_str().unwrap()]);
}

#[test]
fn graphml_is_valid() {
    let Some(schema) = schema("graphml/jgrapht/graphml.xsd") else {
        return;
    };
    if !has("xmllint", &["--version"]) {
        return;
    }
    all_are_valid(&root(), "graphml", ["--schema", schema.to_str().unwrap()]);
}
