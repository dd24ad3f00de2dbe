//! What the lists of a language say, ready to be found in tokens.

use crate::vocabulary::Vocabulary;

pub(crate) mod dates;

use dates::Dates;

/// The lists of a language, as text.
pub(crate) struct Sources<'a> {
    pub numbers: &'a str,
    pub units: &'a str,
    pub wording: &'a str,
    pub names: &'a str,
    pub dates: &'a str,
}

impl Sources<'_> {
    /// The lists of the language without words.
    pub const NONE: Self = Self {
        numbers: "",
        units: "",
        wording: "",
        names: "",
        dates: "",
    };
}

/// The words of a language by their use.
#[derive(Debug)]
pub(crate) struct Lexicon {
    pub dates: Dates,
}

impl Lexicon {
    /// Reads the lists of a language, and adds their words to its vocabulary.
    pub fn read(sources: &Sources<'_>, vocabulary: &mut Vocabulary) -> Self {
        Self {
            dates: Dates::read(sources.dates, vocabulary),
        }
    }
}
