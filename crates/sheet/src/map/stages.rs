//! Stages in maps: those of columns, and those that words of a status are.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::collections::BTreeMap;
use text::fold::fold_words;

use super::Map;

/// What a word of a status may be: the modalities of claims, that the money is gone, that it never came about, or nothing of these.
const STAGES: [&str; 13] = [
    "wished",
    "called-for",
    "proposed",
    "planned",
    "announced",
    "approved",
    "committed",
    "received",
    "expected",
    "stated",
    "withdrawn",
    "refused",
    "none",
];

/// The modality that people have in mind with the names that totals have for their columns.
fn modality(word: String) -> String {
    match word.as_str() {
        "paid" => "received".to_owned(),
        "voted" => "approved".to_owned(),
        "asked" => "called-for".to_owned(),
        _ => word,
    }
}

/// Reads the stage of a column.
pub(super) fn stage<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let given: Option<String> = Deserialize::deserialize(from)?;
    Ok(given.map(modality))
}

/// Reads the stages of words.
pub(super) fn stages<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let given: BTreeMap<String, String> = Deserialize::deserialize(from)?;
    let known = given.into_iter().map(|(word, stage)| match modality(stage) {
        stage if STAGES.contains(&stage.as_str()) => Ok((word, stage)),
        stage => Err(Error::custom(format!(
            "`{stage}` is no stage of `{word}`: write {}",
            STAGES.join(", ")
        ))),
    });
    known.collect()
}

impl Map {
    /// What the map says of a word of a status.
    pub(crate) fn stage_of(&self, text: &str) -> Option<&'static str> {
        if self.stages.is_empty() {
            return None;
        }
        let text = fold_words(text);
        let (_, stage) = self.stages.iter().find(|(word, _)| fold_words(word) == text)?;
        STAGES.into_iter().find(|known| known == stage)
    }
}
