//! What the lists of a language say, ready to be found in tokens.

pub(crate) mod dates;
pub(crate) mod names;
pub(crate) mod numbers;
pub(crate) mod units;
pub(crate) mod wording;

use crate::vocabulary::Vocabulary;

/// The lists of a language, as text.
pub(crate) struct Sources {
    pub numbers: &'static str,
    pub units: &'static str,
    pub wording: &'static str,
    pub names: &'static str,
    pub dates: &'static str,
}

impl Sources {
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
    pub dates: dates::Dates,
    pub numbers: numbers::Numbers,
    pub units: units::Units,
    pub words: wording::Words,
    pub names: names::Names,
    /// Whether a quantity, or a phrase that is none, can begin with each term.
    pub starts: Vec<bool>,
}

impl Lexicon {
    /// Reads the lists of a language, and adds their words to its vocabulary.
    pub fn read(sources: &Sources, vocabulary: &mut Vocabulary) -> Self {
        let numbers = numbers::Numbers::read(sources.numbers, vocabulary);
        let units = units::Units::read(sources.units, vocabulary);
        let words = wording::Words::read(sources.wording, vocabulary);
        let names = names::Names::read(sources.names, vocabulary);
        vocabulary.end_figures();
        let dates = dates::Dates::read(sources.dates, vocabulary);
        let mut starts = vec![false; vocabulary.len() + 1];
        let terms = numbers
            .words
            .starts()
            .chain(names.phrase.starts())
            .chain(units.starts());
        for term in terms {
            starts[term.index()] = true;
        }
        Self {
            dates,
            numbers,
            units,
            words,
            names,
            starts,
        }
    }
}
