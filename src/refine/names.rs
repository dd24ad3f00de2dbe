//! Names: what people call the values of a graph, and what they call its nodes, in any of the ontology's languages.

use super::RefineError;
use crate::describe::names::words;
use crate::diagnostic::nearest;
use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::{self, AskError};
use crate::view::PropertyGraph;
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// How many of several nodes an error names.
const NAMED: usize = 6;

/// A text as it is compared: lower case, accents off, `_` between words.
pub(super) fn folded(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let words = words(&text);
    if words.is_empty() { text } else { words }
}

/// What the terms of the ontology are called, by list: `class`, `modality`, `kind`, `unit`, `document`.
pub(super) struct Names {
    terms: BTreeMap<String, Vec<Term>>,
    /// The names as they are written.
    words: BTreeMap<String, BTreeSet<String>>,
}

/// The names of one term, folded: its key and its labels in all languages.
type Term = BTreeSet<String>;

impl Names {
    /// Asks the graph.
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

    /// All names of the terms of which a name has all words of a text.
    pub(super) fn with_words(&self, list: &str, text: &str) -> BTreeSet<String> {
        let text = folded(text);
        let has_all = |name: &String| text.split('_').all(|word| name.contains(word));
        let terms = self.terms.get(list).into_iter().flatten();
        let found = terms.filter(|names| names.iter().any(has_all));
        found.flatten().cloned().collect()
    }

    /// The names of all terms of a list, as they are written.
    pub(super) fn words(&self, list: &str) -> impl Iterator<Item = &str> {
        self.words.get(list).into_iter().flatten().map(String::as_str)
    }

    /// All names of the terms that have this one; none where no term has it.
    pub(super) fn same(&self, list: &str, word: &str) -> BTreeSet<String> {
        let word = folded(word);
        let terms = self.terms.get(list).into_iter().flatten();
        terms.filter(|names| names.contains(&word)).flatten().cloned().collect()
    }
}

/// Finds the one node that people call so: by its IRI or key, by its label or another name, by words of its names.
pub(super) fn node(
    wanted: &str,
    view: &PropertyGraph,
    dossier: &Dossier,
    graph: &Graph,
) -> Result<NodeIndex, RefineError> {
    if let Some(index) = view.find(wanted) {
        return Ok(index);
    }
    let key = wanted.split_once(':').map_or(wanted, |(_, key)| key);
    let mut names: BTreeMap<NodeIndex, BTreeSet<String>> = BTreeMap::new();
    for node in view.nodes() {
        let last = node.iri().rsplit(['/', '#']).next().unwrap_or_default();
        names.insert(node.index, [node.label().to_owned(), last.to_owned()].into());
    }
    let mut elsewhere = BTreeSet::new();
    for row in query::ask(dossier, graph, include_str!("names.rq"), &[])?.iter() {
        if let (Some(thing), Some(name)) = (row.text("thing"), row.text("name")) {
            match view.find(thing) {
                Some(index) => names.entry(index).or_default().insert(name.to_owned()),
                None => elsewhere.insert(name.to_owned()),
            };
        }
    }
    let (wanted_whole, wanted_key) = (folded(wanted), folded(key));
    let is_called = |name: &String| [&wanted_whole, &wanted_key].contains(&&folded(name));
    let exact: Vec<NodeIndex> = having(&names, |all| all.iter().any(is_called));
    let parts: Vec<&str> = wanted_whole.split('_').collect();
    let holds = |name: &String| {
        let name = folded(name);
        parts
            .iter()
            .all(|part| name.split('_').any(|word| word.starts_with(part)))
    };
    let found = match exact.as_slice() {
        [] => having(&names, |all| all.iter().any(holds)),
        _ => exact,
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(RefineError::NoNode {
            wanted: wanted.to_owned(),
            is_elsewhere: elsewhere.iter().any(is_called),
            suggestion: nearest(wanted, names.values().flatten().map(String::as_str)).map(str::to_owned),
        }),
        several => Err(RefineError::SeveralNodes {
            wanted: wanted.to_owned(),
            count: several.len(),
            labels: several
                .iter()
                .take(NAMED)
                .map(|index| view.node(*index).label().to_owned())
                .collect(),
        }),
    }
}

fn having(
    names: &BTreeMap<NodeIndex, BTreeSet<String>>,
    is_wanted: impl Fn(&BTreeSet<String>) -> bool,
) -> Vec<NodeIndex> {
    names
        .iter()
        .filter(|(_, all)| is_wanted(all))
        .map(|(index, _)| *index)
        .collect()
}
