//! Records which entities a service was asked about, so that an interrupted search can be continued.
//!
//! The file `.link-progress.json` is beside the manifest during a search, and is removed at its end.

use super::LinkError;
use super::stored;
use crate::dossier::Dossier;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The entities that a service was asked about.
pub(super) struct Progress<'a> {
    dossier: &'a Dossier,
    question: String,
    asked: BTreeSet<String>,
}

/// The file, beside the manifest.
const FILE: &str = ".link-progress.json";

impl<'a> Progress<'a> {
    /// Reads the record of an interrupted search with the same service and constraints.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub(super) fn open(dossier: &'a Dossier, question: &str) -> Result<Self, LinkError> {
        let old = stored::read(dossier, FILE)?;
        let old = old.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let old = old.filter(|old| old["question"] == question);
        let asked = old
            .as_ref()
            .and_then(|old| old["asked"].as_array())
            .into_iter()
            .flatten();
        Ok(Self {
            dossier,
            question: question.to_owned(),
            asked: asked.filter_map(Value::as_str).map(str::to_owned).collect(),
        })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.asked.contains(key)
    }

    /// Records that entities were searched for.
    pub(super) fn add<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> Result<(), LinkError> {
        self.asked.extend(keys.map(str::to_owned));
        let value = json!({"question": self.question, "asked": self.asked});
        stored::replace(self.dossier, FILE, format!("{value}\n").as_bytes())
    }

    /// Removes the record at the end of the search.
    pub(super) fn end(self) -> Result<(), LinkError> {
        stored::remove(self.dossier, FILE)
    }
}
