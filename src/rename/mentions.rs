//! Where a key stands besides the tables: in queries, the ontology and the manifest, which are left as they are.

use crate::disk::limit;
use crate::dossier::{Dossier, MANIFEST};
use diagnostic::Diagnostic;

/// A line that names a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The file.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// The text of the line.
    pub text: String,
}

/// The lines of queries, of the ontology and of the manifest that name a key.
pub(super) fn of(dossier: &Dossier, key: &str) -> Result<Vec<Mention>, Diagnostic> {
    let folders = &dossier.manifest.folders;
    let mut files = vec![MANIFEST.to_owned()];
    files.extend(dossier.files(&folders.ontology, "ttl", limit::ONTOLOGIES)?);
    for below in ["", "/rules", "/checks", "/views"] {
        files.extend(dossier.files(&format!("{}{below}", folders.queries), "rq", limit::QUERIES)?);
    }
    let mut found = Vec::new();
    for file in files {
        let text = dossier.read_text(&file, "a file of the dossier", limit::ONTOLOGY)?;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| names(line, key)) {
            found.push(Mention {
                file: file.clone(),
                line: index + 1,
                text: line.trim().to_owned(),
            });
        }
    }
    Ok(found)
}

/// Whether a line names a key: `id:key`, `"key"`, a path that ends in it, or the default of a parameter; not a variable of
/// that name, nor a word of a comment.
fn names(line: &str, key: &str) -> bool {
    if let Some(comment) = line.trim_start().strip_prefix('#') {
        let parameter = comment.trim_start().strip_prefix("parameter:");
        let default = parameter.and_then(|parameter| parameter.split_once('='));
        let default = default.and_then(|(_, default)| default.split(" -- ").next());
        return default.is_some_and(|default| default.trim() == key);
    }
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    line.match_indices(key).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + key.len()..].chars().next();
        matches!(before, Some(':' | '"' | '\'' | '/')) && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_key_is_named_as_a_term_or_a_default_and_not_as_a_word() {
        for line in [
            "# parameter: actor id = france -- who",
            "  ?claim s:funder id:france .",
            "VALUES ?actor { id:spain id:france }",
            "<https://example.org/id/france>",
            "view = \"france\"",
        ] {
            assert!(names(line, "france"), "{line}");
        }
        for line in [
            "# answers: What does france pay?",
            "?france s:funder ?x",
            "id:france-2030",
            "id:la-france",
            "# parameter: france id -- who",
            "",
        ] {
            assert!(!names(line, "france"), "{line}");
        }
    }
}
