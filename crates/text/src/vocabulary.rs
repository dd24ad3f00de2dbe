//! The words that a language's lists know, each as a small number.
//!
//! Takes words as they are written in the lists and in texts; gives a [`Term`], so that the scanners compare numbers and no
//! letters. Case does not matter; accents matter only where a list has both forms (`à` and `a`, `dès` and `des`).

use hashbrown::HashMap;
use unicode_normalization::UnicodeNormalization;

use crate::fold;

/// A word or mark of a [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(u32);

impl Term {
    /// Any word that is in no list.
    pub const UNKNOWN: Self = Self(0);

    /// The term of a number.
    pub(crate) fn of(index: usize) -> Option<Self> {
        u32::try_from(index).ok().map(Self)
    }

    /// Its number: 0 for [`Self::UNKNOWN`], and at most [`Vocabulary::len`].
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether it is in no list.
    pub fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

/// The known words of one language.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Words in small letters with their accents, and their forms without accents where no other word is written so; whether
    /// a word stands for one with accents, and gives way to a word that is written so.
    terms: HashMap<Box<str>, (Term, bool)>,
    size: u32,
    /// The last number of the words of figures; those of dates come after it.
    last_of_figures: u32,
}

/// Memory for folding words, kept from one word to the next.
#[derive(Debug, Default)]
pub struct Buffers {
    small: String,
    folded: String,
}

impl Vocabulary {
    /// Adds a word; the same word has the same term every time.
    pub fn add(&mut self, word: &str) -> Term {
        let mut buffers = Buffers::default();
        small(word, &mut buffers.small);
        if let Some((term, false)) = self.terms.get(buffers.small.as_str()) {
            return *term;
        }
        self.size += 1;
        let term = Term(self.size);
        let plain = fold::fold(&buffers.small);
        if plain != buffers.small {
            self.terms.entry(plain.into()).or_insert((term, true));
        }
        self.terms.insert(buffers.small.as_str().into(), (term, false));
        term
    }

    /// The term of a word of a text.
    pub fn term(&self, word: &str, buffers: &mut Buffers) -> Term {
        small(word, &mut buffers.small);
        if let Some((term, _)) = self.terms.get(buffers.small.as_str()) {
            return *term;
        }
        if buffers.small.is_ascii() {
            return Term::UNKNOWN;
        }
        buffers.folded.clear();
        for letter in buffers.small.chars() {
            fold::push(letter, &mut buffers.folded);
        }
        self.terms
            .get(buffers.folded.as_str())
            .map_or(Term::UNKNOWN, |(term, _)| *term)
    }

    /// Ends the words of figures: words that are added from now on are those of dates, and plain words for figures.
    pub(crate) fn end_figures(&mut self) {
        self.last_of_figures = self.size;
    }

    /// Whether a word is in no list of figures.
    pub(crate) fn is_plain(&self, term: Term) -> bool {
        term.is_unknown() || term.0 > self.last_of_figures
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.size as usize
    }
}

/// Writes a word in small letters, with composed accents, and without characters that are not seen.
fn small(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    // Below the combining marks every letter is composed, and all but one have one small letter.
    if word
        .chars()
        .all(|letter| letter < '\u{300}' && !matches!(letter, 'İ' | '\u{ad}'))
    {
        out.extend(word.chars().flat_map(char::to_lowercase));
        return;
    }
    let letters = word.chars().filter(|letter| !is_unseen(*letter));
    out.extend(letters.flat_map(char::to_lowercase).nfc());
}

/// Whether a character has no width and no meaning for numbers: soft hyphens, joiners, marks of direction.
pub fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_matter_only_where_both_forms_are_known() {
        let mut vocabulary = Vocabulary::default();
        let [to, near] = ["à", "près"].map(|word| vocabulary.add(word));
        let mut buffers = Buffers::default();
        let mut term = |vocabulary: &Vocabulary, word| vocabulary.term(word, &mut buffers);
        assert_eq!(term(&vocabulary, "A"), to);
        let has = vocabulary.add("a");
        assert_eq!(term(&vocabulary, "A"), has);
        assert_eq!(term(&vocabulary, "a\u{300}"), to);
        assert_eq!(
            ["PRÈS", "pres", "pr\u{ad}e\u{300}s"].map(|word| term(&vocabulary, word)),
            [near; 3]
        );
        assert!(term(&vocabulary, "loin").is_unknown() && vocabulary.len() == 3);
        assert_eq!(vocabulary.add("À"), to);
    }
}
