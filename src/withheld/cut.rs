//! Withheld names of which a key has only the beginning. Keys that are made from titles and names are cut after some letters:
//! `interview-of-jean-dup` tells as much as the whole.

use super::word::{Found, Word, words};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Texts that begin keys, with the withheld names in them, by the first letters of their first words.
#[derive(Debug, Default)]
pub struct Cuts {
    by_first: HashMap<String, Vec<Cut>>,
    known: BTreeSet<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct Cut {
    words: Vec<String>,
    /// The words of the name.
    name: Range<usize>,
    of: Option<usize>,
    is_person: bool,
}

/// The fewest letters of a beginning that are a part of a name. By these letters texts are found, too.
const LETTERS: usize = 4;

impl Cuts {
    /// Sets the words that are no beginning of a withheld name, since they stand in published ones.
    pub fn know(&mut self, known: BTreeSet<String>) {
        self.known = known;
    }

    /// Adds a text with the withheld names that stand in it.
    pub fn add(&mut self, text: &str, names: &[Found], is_person: bool) {
        let parts = words(text);
        for found in names {
            let is_in = |word: &Word| word.bytes.start < found.bytes.end && found.bytes.start < word.bytes.end;
            let Some(start) = parts.iter().position(is_in) else {
                continue;
            };
            let count = parts[start..].iter().take_while(|word| is_in(word)).count();
            let cut = Cut {
                words: parts.iter().map(|word| word.folded.clone()).collect(),
                name: start..start + count,
                of: found.of,
                is_person,
            };
            let cuts = self.by_first.entry(first_letters(&cut.words[0])).or_default();
            if !cuts.contains(&cut) {
                cuts.push(cut);
            }
        }
    }

    /// The beginnings of names in a key, in order.
    pub fn find(&self, key: &[Word]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < key.len() {
            let cuts = self.by_first.get(&first_letters(&key[at].folded));
            let longest = cuts.into_iter().flatten();
            let longest = longest.filter_map(|cut| Some((self.part(cut, &key[at..])?, cut.of)));
            match longest.max_by_key(|(part, of)| (part.end, of.is_some())) {
                Some((part, of)) => {
                    let bytes = key[at + part.start].bytes.start..key[at + part.end - 1].bytes.end;
                    found.push(Found { bytes, of });
                    at += part.end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// Which of these words are the beginning of a name, if they are the beginning of a text.
    fn part(&self, cut: &Cut, key: &[Word]) -> Option<Range<usize>> {
        let same = cut.words.iter().zip(key);
        let whole = same.take_while(|(word, own)| **word == own.folded).count();
        let partial = cut.words.get(whole).zip(key.get(whole));
        let partial = partial.filter(|(word, own)| word.starts_with(own.folded.as_str()));
        let letters = partial.map_or(0, |(_, own)| own.folded.chars().count());
        let end = whole + usize::from(letters > 0);
        if whole >= cut.name.end || end <= cut.name.start {
            return None;
        }
        let part = cut.name.start..end;
        let own = &key[part.clone()];
        let count = |words: &[Word]| -> usize { words.iter().map(|word| word.folded.chars().count()).sum() };
        let is_known = |word: &Word| self.known.contains(&word.folded);
        // After the same words as in a title, few letters are enough.
        let is_part = match cut.name.start {
            0 if letters > 0 => {
                let is_long = letters >= LETTERS || (cut.is_person && whole > 0 && count(own) >= LETTERS);
                is_long && !own.last().is_some_and(is_known)
            }
            0 => cut.is_person && count(own) >= LETTERS && !own.iter().any(is_known),
            _ => count(&key[..end]) >= 2 * LETTERS,
        };
        is_part.then_some(part)
    }
}

fn first_letters(word: &str) -> String {
    word.chars().take(LETTERS).collect()
}
