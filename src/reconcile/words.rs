//! The words of the service in the language of the dossier: French, or else English.
//!
//! Terms of the dossier's vocabulary have labels of their own; these are for the terms of others that the tables map to.

use super::read::{ALT_LABEL, COMMENT, EXACT_MATCH, IDENTIFIER, LABEL, PART_OF};
use crate::vocabulary as v;

/// The words of a language.
#[derive(Debug)]
pub struct Words {
    /// What [`Words::property`] calls each of [`PROPERTIES`].
    properties: [&'static str; 7],
    /// What the number of values is called, and what it does.
    pub limit: [&'static str; 2],
    /// What the language of values is called, and what it does.
    pub language: [&'static str; 2],
    /// All languages.
    pub all: &'static str,
}

/// The properties of other vocabularies.
const PROPERTIES: [&str; 7] = [v::RDF_TYPE, LABEL, ALT_LABEL, COMMENT, EXACT_MATCH, IDENTIFIER, PART_OF];

const FRENCH: Words = Words {
    properties: [
        "classe",
        "nom",
        "autre nom",
        "description",
        "élément Wikidata",
        "clé",
        "partie de",
    ],
    limit: ["Nombre", "Le nombre maximal de valeurs par ligne ; 0 : toutes"],
    language: [
        "Langue",
        "La langue des noms et des descriptions ; ceux qui n’y existent pas sont donnés dans une autre",
    ],
    all: "toutes",
};

const ENGLISH: Words = Words {
    properties: [
        "class",
        "name",
        "other name",
        "description",
        "Wikidata item",
        "key",
        "part of",
    ],
    limit: ["Limit", "The maximum number of values for each row; 0: all"],
    language: [
        "Language",
        "The language of names and descriptions; those that do not exist in it are given in another",
    ],
    all: "all",
};

impl Words {
    /// The words of a language, by its tag.
    pub fn of(language: &str) -> &'static Self {
        match language.split('-').next() {
            Some("fr") => &FRENCH,
            _ => &ENGLISH,
        }
    }

    /// The name of a property of another vocabulary.
    pub fn property(&self, iri: &str) -> Option<&'static str> {
        let place = PROPERTIES.iter().position(|property| *property == iri)?;
        self.properties.get(place).copied()
    }
}
