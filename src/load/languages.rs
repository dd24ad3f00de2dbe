//! The languages of documents: titles and quoted words are in the language of their document.
//!
//! The metadata of a table give a column one language. Where a document records another one (`dcterms:language`), its title
//! and the words that claims quote from it get the document's tag. A document without a language, or with several, keeps
//! that of the column; so do literals without a tag.

use crate::dossier::Dossier;
use crate::graph::{Graph, GraphError, Solution, Solutions};
use crate::query;
use crate::vocabulary::{AS_WRITTEN, DCTERMS_TITLE};
use csvw::metadata::TableGroup;
use oxigraph::model::{Literal, NamedNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENTS: &str = include_str!("documents.rq");
const WORDS: &str = include_str!("words.rq");

/// Gives titles and quoted words the languages of their documents.
///
/// # Errors
/// When the store fails.
pub(super) fn tag(dossier: &Dossier, tables: &TableGroup, graph: &mut Graph) -> Result<(), GraphError> {
    let mut languages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in ask(dossier, graph, DOCUMENTS)?.iter() {
        if let (Some(document), Some(language)) = (row.text("document"), row.text("language")) {
            let of = languages.entry(document.to_owned()).or_default();
            of.insert(language.to_ascii_lowercase());
        }
    }
    languages.retain(|_, of| of.len() == 1);
    let of_documents: BTreeSet<&String> = languages.values().flatten().collect();
    let is_words = |property: Option<&str>| matches!(property, Some(AS_WRITTEN | DCTERMS_TITLE));
    let columns = tables.tables.iter().flat_map(|table| &table.columns);
    let mut columns = columns.filter(|column| is_words(column.property.constant()));
    // The usual case, which needs no look at each claim: one language everywhere.
    if columns.all(|column| {
        of_documents
            .iter()
            .all(|language| column.language.eq_ignore_ascii_case(language))
    }) {
        return Ok(());
    }
    let words = ask(dossier, graph, WORDS)?;
    let changes: Vec<(Triple, Option<Triple>)> = words
        .iter()
        .filter_map(|row| {
            let [language] = &languages.get(row.text("document")?)?.iter().collect::<Vec<_>>()[..] else {
                return None;
            };
            change(row, language).map(|(old, new)| (old, Some(new)))
        })
        .collect();
    graph.change(changes)
}

/// Answers a query of this module. Only the store can fail, since the queries are known.
fn ask(dossier: &Dossier, graph: &Graph, query: &str) -> Result<Solutions, GraphError> {
    query::ask(dossier, graph, query, &[]).map_err(|error| GraphError::Query(error.into()))
}

/// A literal with another tag than its document, before and after.
fn change(row: Solution<'_>, language: &str) -> Option<(Triple, Triple)> {
    let Some(Term::Literal(literal)) = row.get("words") else {
        return None;
    };
    if literal.language().is_none_or(|tag| tag.eq_ignore_ascii_case(language)) {
        return None;
    }
    let said = |object: Literal| {
        let node = |name: &str| row.text(name).map(NamedNode::new_unchecked);
        Some(Triple::new(node("thing")?, node("property")?, object))
    };
    let tagged = Literal::new_language_tagged_literal(literal.value(), language).ok()?;
    Some((said(literal.clone())?, said(tagged)?))
}
