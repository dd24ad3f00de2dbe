//! Names of the values of a graph, in all languages of the ontology.

use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::{self, AskError};
use csvw::describe::names::words;
use std::collections::{BTreeMap, BTreeSet};

/// Normalises a text for comparison: lower case, no accents, `_` between words.
pub(super) fn folded(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let words = words(&text);
    if words.is_empty() { text } else { words }
}

/// The names of the ontology's terms, by list: `class`, `modality`, `kind`, `unit`, `document`.
pub(super) struct Names {
    terms: BTreeMap<String, Vec<Term>>,
    /// The names as written.
    words: BTreeMap<String, BTreeSet<String>>,
}

/// The normalised names of one term: its key and its labels in all languages.
type Term = BTreeSet<String>;

impl Names {
    /// Reads the names from the graph.
    pub(super) fn of(dossier: &Dossier, graph: &Graph) -> Result<Self, AskError> {
        let rows = query::ask(dossier, graph, include_str!("words.rq"), &[])?;
        let mut terms: BTreeMap<(String, String), Term> = BTreeMap::new();
        let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in rows.iter() {
            if let (Some(list), Some(term), Some(word)) = (row.text("list"), row.text("term"), row.text("word")) {
                let key = term.rsplit(['#', '/']).next().unwrap_or(term);
                let names = terms.entry((list.to_owned(), term.to_owned())).or_default();
                names.extend([folded(key), folded(word)]);
                words.entry(list.to_owned()).or_default().insert(word.to_owned());
            }
        }
        let mut lists: BTreeMap<String, Vec<Term>> = BTreeMap::new();
        for ((list, _), names) in terms {
            lists.entry(list).or_default().push(names);
        }
        Ok(Self { terms: lists, words })
    }

    /// The names of all terms that have a name with all words of a text.
    pub(super) fn with_words(&self, list: &str, text: &str) -> BTreeSet<String> {
        let text = folded(text);
        let has_all = |name: &String| text.split('_').all(|word| name.contains(word));
        let terms = self.terms.get(list).into_iter().flatten();
        let found = terms.filter(|names| names.iter().any(has_all));
        found.flatten().cloned().collect()
    }

    /// The names of all terms of a list, as written.
    pub(super) fn words(&self, list: &str) -> impl Iterator<Item = &str> {
        self.words.get(list).into_iter().flatten().map(String::as_str)
    }

    /// All names of the terms that have this name; empty if there are none.
    pub(super) fn same(&self, list: &str, word: &str) -> BTreeSet<String> {
        let word = folded(word);
        let terms = self.terms.get(list).into_iter().flatten();
        terms.filter(|names| names.contains(&word)).flatten().cloned().collect()
    }
}
