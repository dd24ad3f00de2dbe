//! Languages: the words by which the scanners find numbers, units, wording and dates.
//!
//! A language is a folder `languages/<tag>/` of lists (plain text, a phrase a line), which the library contains; adding one is adding
//! the folder and its tag to the call of `languages!`. Lists are read once, at the first use of their language.

use std::sync::LazyLock;

use crate::lexicon::{Lexicon, Sources};
use crate::vocabulary::Vocabulary;

/// A language whose words the scanners know, or the language without words.
#[derive(Debug)]
pub struct Language {
    tag: &'static str,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) lexicon: Lexicon,
}

/// Makes the table of languages: the tags of the folders, and their lists.
macro_rules! languages {
    ($($tag:literal),*) => {
        /// The language without words, then one for each folder.
        static LANGUAGES: [LazyLock<Language>; 1 + [$($tag),*].len()] = [
            LazyLock::new(|| Language::new("", &Sources::NONE)),
            $(LazyLock::new(|| Language::new($tag, &Sources {
                numbers: include_str!(concat!("../languages/", $tag, "/numbers.txt")),
                units: include_str!(concat!("../languages/", $tag, "/units.txt")),
                wording: include_str!(concat!("../languages/", $tag, "/wording.txt")),
                names: include_str!(concat!("../languages/", $tag, "/names.txt")),
                dates: include_str!(concat!("../languages/", $tag, "/dates.txt")),
            }))),*
        ];

        /// The tags of the languages that have words, one for each folder of `languages/`.
        pub const TAGS: &[&str] = &[$($tag),*];
    };
}

languages!("en", "fr");

impl Language {
    fn new(tag: &'static str, sources: &Sources) -> Self {
        let mut vocabulary = Vocabulary::default();
        let lexicon = Lexicon::read(sources, &mut vocabulary);
        Self {
            tag,
            vocabulary,
            lexicon,
        }
    }

    /// The language of a language tag such as `fr-CA`, by its primary subtag in any case; none if it has no folder.
    pub fn of(tag: &str) -> Option<&'static Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        let index = TAGS.iter().position(|known| known.eq_ignore_ascii_case(primary))?;
        LANGUAGES.get(index + 1).map(|language| &**language)
    }

    /// The language without words: figures in digits are read, with signs of currencies and symbols of measures.
    pub fn digits() -> &'static Self {
        &LANGUAGES[0]
    }

    /// Its tag, as its folder is called; empty for [`Self::digits`].
    pub fn tag(&self) -> &'static str {
        self.tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn every_folder_is_a_language() {
        let folders = concat!(env!("CARGO_MANIFEST_DIR"), "/languages");
        let mut found = Vec::new();
        for entry in fs::read_dir(folders).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                found.push(entry.file_name().into_string().unwrap());
            }
        }
        found.sort();
        assert_eq!(found, TAGS);
    }

    #[test]
    fn a_language_is_found_by_its_primary_subtag() {
        let tag = |text| Language::of(text).map(Language::tag);
        assert_eq!(
            ["fr-CA", "FR", "en_GB", "en"].map(tag),
            [Some("fr"), Some("fr"), Some("en"), Some("en")]
        );
        assert_eq!(["de", "", "fro", "🙂"].map(tag), [None; 4]);
        assert_eq!(Language::digits().tag(), "");
    }
}
