//! The words and units that answers are read with, out of a dossier's ontology.

use super::read::{IN_SCHEME, PREF_LABEL, Reader};
use super::words::{Each, Language};
use crate::vocabulary as v;
use std::collections::{BTreeSet, HashMap};

/// What answers of a dossier are read with: the words of its ontology for columns and parameters, and its units by their codes.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: HashMap<String, Each<String>>,
    units: HashMap<String, String>,
    /// The signs of units; a sign in brackets is carried over.
    pub symbols: BTreeSet<String>,
}

impl Lexicon {
    /// Reads the words and units of a dossier. A reader of each language is made by the function.
    pub fn of<'t>(reader: impl Fn(Language) -> Reader<'t>) -> Self {
        let any = reader(Language::English);
        let words = any.of(IN_SCHEME, v::ANSWER_WORDS).into_iter().filter_map(|word| {
            let said = Each::of(|language| reader(language).said(word, PREF_LABEL).unwrap_or_default());
            Some((any.text(word, v::SKOS_NOTATION)?.to_owned(), said))
        });
        let (mut units, mut symbols) = (HashMap::new(), BTreeSet::new());
        for unit in any.having(v::SYMBOL) {
            symbols.extend(unit.texts(v::SYMBOL).into_iter().map(str::to_owned));
            if let Some(code) = unit.text(v::SKOS_NOTATION) {
                units.insert(code.to_owned(), unit.iri.to_owned());
            }
        }
        Self {
            words: words.collect(),
            units,
            symbols,
        }
    }

    /// What a column, a parameter or a word of its values is called; as it is written if nothing says it.
    pub fn word(&self, reader: &Reader<'_>, name: &str) -> String {
        let known = self.words.get(name).map(|word| word.get(reader.language).clone());
        known.unwrap_or_else(|| name.replace('_', " "))
    }

    /// Whether a word is known.
    pub fn knows(&self, name: &str) -> bool {
        self.words.contains_key(name)
    }

    /// The unit with a code.
    pub fn unit(&self, code: &str) -> Option<&str> {
        self.units.get(code).map(String::as_str)
    }
}
