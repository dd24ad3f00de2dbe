//! The prefixes of a dossier's queries: those that every query has, and the manifest's.

use super::{Manifest, Written, Wrong, is_iri};
use crate::vocabulary;
use std::collections::BTreeMap;

/// The prefixes that every query has.
fn built_in(base: &str) -> BTreeMap<String, String> {
    let own = [
        ("id", "id/"),
        ("claim", "claim/"),
        ("doc", "document/"),
        ("text", "text/"),
        ("unit", "unit/"),
    ];
    vocabulary::PREFIXES
        .iter()
        .map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()))
        .chain(own.map(|(prefix, path)| (prefix.to_owned(), format!("{base}{path}"))))
        .collect()
}

pub(super) fn prefixes(manifest: &Manifest) -> BTreeMap<String, String> {
    let mut prefixes = built_in(&manifest.base);
    prefixes.extend(manifest.prefixes.clone());
    prefixes
}

/// The first prefix that is invalid, or gives another meaning to one that every query has.
pub(super) fn wrong_prefix(manifest: &Manifest) -> Option<Wrong> {
    let built_in = built_in(&manifest.base);
    manifest.prefixes.iter().find_map(|(prefix, iri)| {
        if !is_prefix(prefix) {
            let why = format!("`{prefix}` is no name of a prefix");
            let valid = "a letter, then letters, digits, - and _, as in ex = \"https://example.org/\"".to_owned();
            return Some((Written::Setting("[prefixes"), why, valid));
        }
        if !is_iri(iri) {
            let why = format!("the prefix `{prefix}` stands for `{iri}`, which is no absolute IRI");
            let valid = "[prefixes] ex = \"https://example.org/\"".to_owned();
            return Some((Written::Setting("[prefixes"), why, valid));
        }
        let known = built_in.get(prefix).filter(|known| *known != iri)?;
        let why = format!("the prefix `{prefix}` is <{known}> in every query, and cannot stand for <{iri}>");
        let valid = format!("another name than {}", listed(&built_in));
        Some((Written::Text(format!("\"{iri}\"")), why, valid))
    })
}

/// Whether a text is the name of a prefix in Turtle and SPARQL (PN_PREFIX), or empty. Full stops within it are left out.
pub(crate) fn is_prefix(name: &str) -> bool {
    let is_base = |c: char| match c {
        c if c.is_ascii() => c.is_ascii_alphabetic(),
        '\u{d7}' | '\u{f7}' | '\u{37e}' => false,
        c => {
            matches!(c, '\u{c0}'..='\u{2ff}' | '\u{370}'..='\u{1fff}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{10000}'..='\u{effff}')
        }
    };
    let is_rest = |c: char| is_base(c) || c.is_ascii_digit() || matches!(c, '-' | '_');
    let mut chars = name.chars();
    chars.next().is_none_or(is_base) && chars.all(is_rest)
}

fn listed(prefixes: &BTreeMap<String, String>) -> String {
    let names: Vec<&str> = prefixes.keys().map(String::as_str).collect();
    names.join(", ")
}
