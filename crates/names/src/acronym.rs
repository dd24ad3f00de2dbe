//! Acronyms against full names: `CNRS` and "Centre national de la recherche scientifique".

use super::lexicon::{Kind, lexicon};
use super::words::Word;

/// What an acronym stands for: how surely, from 0 to 1, and by which of the words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) sureness: f64,
    pub(super) used: Vec<usize>,
}

/// What a left-out word costs, unless it is a country.
const SKIPPED: f64 = 0.25;
/// What a left-out country costs.
const SKIPPED_PLACE: f64 = 0.08;
/// What a letter costs that is not the first of its word.
const INNER_LETTER: f64 = 0.06;
/// What a letter costs that starts the second part of a long compound.
const COMPOUND: f64 = 0.14;
/// What a letter costs that is of a stop word: "développement" gives the D of AFD before "de" does.
const STOP_LETTER: f64 = 0.02;
/// How many letters one word may give.
const MOST_LETTERS: usize = 5;
/// How sure four letters or more are that fit in any order, untranslated: LVMH.
const TURNED: f64 = 0.6;
/// How sure letters are that fit in any order, translated.
const TRANSLATED: f64 = 0.72;

/// Whether a word may be an acronym: a few letters, in capitals or unknown to the lexicon.
pub(super) fn may_be_acronym(word: &Word) -> bool {
    let letters = word.text.chars().count();
    let fits = (2..=10).contains(&letters) && word.text.chars().all(char::is_alphabetic);
    fits && (word.caps || (letters > 2 && word.group.is_none())) && !matches!(word.kind, Kind::Number | Kind::Stop)
}

/// Reads an acronym over those words that are free, in their order, else in any order in translation.
pub(super) fn read(acronym: &str, words: &[Word], free: &[usize]) -> Option<Reading> {
    let letters: Vec<char> = acronym.chars().collect();
    let mut best: Option<(f64, Vec<usize>)> = None;
    for start in 0..free.len() {
        let mut search = Search {
            letters: &letters,
            words,
            free,
            used: Vec::new(),
            best: None,
        };
        if words[free[start]].kind != Kind::Stop {
            search.step(0, start, 0.0);
        }
        if let Some((cost, used)) = search.best
            && best.as_ref().is_none_or(|(least, _)| cost < *least)
        {
            best = Some((cost, used));
        }
    }
    let base = match letters.len() {
        0 | 1 => return None,
        2 => 0.70,
        3 => 0.88,
        4 => 0.94,
        _ => 0.97,
    };
    let ordered = best
        .map(|(cost, used)| Reading {
            sureness: base - cost,
            used,
        })
        .filter(|reading| reading.sureness > 0.4);
    ordered.or_else(|| translated(&letters, words, free))
}

/// A search for the cheapest reading of an acronym.
struct Search<'a> {
    letters: &'a [char],
    words: &'a [Word],
    free: &'a [usize],
    used: Vec<usize>,
    best: Option<(f64, Vec<usize>)>,
}

impl Search<'_> {
    /// Takes letters from place `at` on, out of the free words from place `from` on.
    fn step(&mut self, at: usize, from: usize, cost: f64) {
        if cost > 0.5 {
            return;
        }
        if at == self.letters.len() {
            let whole = self
                .used
                .iter()
                .filter(|used| self.words[**used].kind != Kind::Stop)
                .count();
            if whole > 1 && self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                self.best = Some((cost, self.used.clone()));
            }
            return;
        }
        let Some(&index) = self.free.get(from) else { return };
        let word = &self.words[index];
        let mark = self.used.len();
        for (count, extra) in self.fits(word, at) {
            self.used.push(index);
            self.step(at + count, from + 1, cost + extra);
            self.used.truncate(mark);
        }
        // Words that are left out do not go into the reading, but stop words inside it do.
        if word.kind == Kind::Stop {
            if at > 0 {
                self.used.push(index);
            }
            self.step(at, from + 1, cost);
            self.used.truncate(mark);
        } else if at > 0 {
            let price = if matches!(word.kind, Kind::Place | Kind::Home) {
                SKIPPED_PLACE
            } else {
                SKIPPED
            };
            self.used.push(index);
            self.step(at, from + 1, cost + price);
            self.used.truncate(mark);
        }
    }

    /// How many letters the word can give here, and what that costs.
    fn fits(&self, word: &Word, at: usize) -> Vec<(usize, f64)> {
        let rest = &self.letters[at..];
        let mut found = Vec::new();
        let several: Vec<char> = word.initials.chars().collect();
        if several.len() > 1 && rest.starts_with(&several) {
            found.push((several.len(), 0.0));
        }
        let mut same = 0;
        for (letter, other) in rest.iter().zip(word.text.chars()) {
            if *letter != other || same == MOST_LETTERS || (word.kind == Kind::Stop && same == 2) {
                break;
            }
            same += 1;
            let stop = if word.kind == Kind::Stop { STOP_LETTER } else { 0.0 };
            found.push((same, (same - 1) as f64 * INNER_LETTER + stop));
        }
        // German compounds: "Bundesministerium" gives BM.
        if same > 0
            && word.text.len() > 11
            && rest.len() > 1
            && word.text.chars().skip(4).any(|letter| letter == rest[1])
        {
            found.push((2, COMPOUND));
        }
        found
    }
}

/// Reads an acronym in any order, each letter the first of a word in one of the languages; all words but countries have to give one.
fn translated(letters: &[char], words: &[Word], free: &[usize]) -> Option<Reading> {
    let heavy: Vec<usize> = free
        .iter()
        .copied()
        .filter(|index| !words[*index].kind.is_light())
        .collect();
    let known = heavy.iter().filter(|index| words[**index].group.is_some()).count();
    if letters.len() < 3
        || heavy.len() < letters.len()
        || heavy.len() > letters.len() + 1
        || (known < 2 && letters.len() < 4)
    {
        return None;
    }
    let optional = |index: usize| matches!(words[index].kind, Kind::Place | Kind::Home);
    if heavy.len() > letters.len() && !heavy.iter().any(|index| optional(*index)) {
        return None;
    }
    let mut taken = vec![false; heavy.len()];
    let fits = assign(letters, words, &heavy, &mut taken);
    let left_out = heavy
        .iter()
        .zip(&taken)
        .any(|(index, taken)| !taken && !optional(*index));
    (fits && !left_out).then(|| Reading {
        sureness: if known < 2 { TURNED } else { TRANSLATED },
        used: free.to_vec(),
    })
}

/// Makes each letter a word of its own.
fn assign(letters: &[char], words: &[Word], heavy: &[usize], taken: &mut [bool]) -> bool {
    let Some((letter, rest)) = letters.split_first() else {
        return true;
    };
    for at in 0..heavy.len() {
        if taken[at] {
            continue;
        }
        let word = &words[heavy[at]];
        let fits = word.initials.starts_with(*letter)
            || word
                .group
                .is_some_and(|group| lexicon().group(group).initials.contains(letter));
        if fits {
            taken[at] = true;
            if assign(rest, words, heavy, taken) {
                return true;
            }
            taken[at] = false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::words::parse;
    use super::*;

    fn sureness(acronym: &str, name: &str) -> f64 {
        let words = parse(name, false).words;
        let free: Vec<usize> = (0..words.len()).collect();
        read(acronym, &words, &free).map_or(0.0, |reading| reading.sureness)
    }

    #[test]
    fn acronyms_are_read() {
        assert!(sureness("cnrs", "Centre national de la recherche scientifique") > 0.9);
        assert!(sureness("inserm", "Institut national de la santé et de la recherche médicale") > 0.9);
        assert!(sureness("cnrs", "French National Centre for Scientific Research") > 0.7);
        assert!(sureness("vivatech", "Viva Technology") > 0.5);
        assert!(sureness("afd", "Agence française de développement") > 0.8);
        assert_eq!(sureness("cnes", "Centre national de la recherche scientifique"), 0.0);
    }
}
