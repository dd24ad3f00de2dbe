//! The language of a sheet, beside that of its dossier: in which columns names are written, and what documents are in.

use super::known::Known;
use super::wanted::LABELS;
use super::{FOLDER, Options};
use crate::dossier::Dossier;
use sheet::{Language, Map, Note, Understood};

/// The language of a dossier, without its region.
pub(super) fn of_dossier(dossier: &Dossier) -> String {
    let tag = &dossier.manifest.language;
    tag.split('-').next().unwrap_or_default().to_lowercase()
}

/// The language of a sheet that was understood by a map: what a person says, else what the map does; what was imported before
/// there was such a question stays in the language of the dossier.
pub(super) fn decide(
    dossier: Option<&Dossier>,
    options: &Options,
    given: Option<&Map>,
    understood: Option<Language>,
) -> Option<Language> {
    let is_known = given.is_some_and(|map| map.language.is_none() && !map.columns.is_empty());
    let guessed = match dossier.filter(|_| is_known && options.map.is_none()) {
        Some(dossier) => {
            let own = of_dossier(dossier);
            [Language::French, Language::English]
                .into_iter()
                .find(|language| language.tag() == own)
        }
        None => understood,
    };
    options.language.or(guessed)
}

/// The language of a sheet, if it is not that of its dossier.
pub(super) fn other(dossier: &Dossier, understood: &Understood) -> Option<&'static str> {
    let own = understood.map.language.map(Language::tag);
    own.filter(|own| *own != of_dossier(dossier))
}

/// Tells that a sheet is in another language than its dossier.
pub(super) fn note(language: &str, stem: &str) -> Note {
    let name = if language == "fr" { "French" } else { "English" };
    let text = format!(
        "The sheet is in {name}, and the dossier is not: its names and titles are written as {name}. If that is wrong, change \
         `language` in {FOLDER}/{stem}.toml, and import again"
    );
    Note { address: None, text }
}

/// The column of labels in a language, or else in that of the dossier.
pub(super) fn label_column(dossier: &Dossier, language: Option<&str>, entities: &Known<'_>) -> &'static str {
    let [french, english, _] = LABELS;
    let is_french = language.map_or_else(|| of_dossier(dossier) == "fr", |language| language == "fr");
    match is_french && entities.column(french).is_some() || entities.column(english).is_none() {
        true => french,
        false => english,
    }
}
