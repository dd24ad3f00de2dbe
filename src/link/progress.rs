//! Records which entities a service was asked about, so that an interrupted search can be continued.
//!
//! The file `.link-progress.json` is beside the manifest during a search, and is removed at its end.

use super::LinkError;
use super::decisions::replace;
use crate::dossier::Dossier;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The entities that a service was asked about.
pub(super) struct Progress {
    path: PathBuf,
    question: String,
    asked: BTreeSet<String>,
}

impl Progress {
    /// Reads the record of an interrupted search with the same service and constraints.
    pub(super) fn open(dossier: &Dossier, question: &str) -> Self {
        let path = dossier.path(".link-progress.json");
        let old = fs::read(&path)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
        let old = old.filter(|old| old["question"] == question);
        let asked = old
            .as_ref()
            .and_then(|old| old["asked"].as_array())
            .into_iter()
            .flatten();
        Self {
            path,
            question: question.to_owned(),
            asked: asked.filter_map(Value::as_str).map(str::to_owned).collect(),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.asked.contains(key)
    }

    /// Records that entities were searched for.
    pub(super) fn add<'a>(&mut self, keys: impl Iterator<Item = &'a str>) -> Result<(), LinkError> {
        self.asked.extend(keys.map(str::to_owned));
        let value = json!({"question": self.question, "asked": self.asked});
        replace(&self.path, format!("{value}\n").as_bytes())
    }

    /// Removes the record at the end of the search.
    pub(super) fn end(self) -> Result<(), LinkError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(LinkError::Write {
                path: self.path,
                source: error,
            }),
            _ => Ok(()),
        }
    }
}
