//! Finds a quotation in a text as people copy it: white space, line breaks, quotation marks, dashes, accents and case do not
//! matter, and `…` or `[...]` stands for words that were left out.

use crate::fold;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Input};
use std::collections::HashMap;
use std::ops::Range;

/// The most bytes of folded text that an ellipsis stands for.
const LONGEST_GAP: usize = 2_000;

/// The most places of a quotation that are found.
const MOST_PLACES: usize = 10_000;

/// Whether a place in a text, given by what stands before and after it, is within a number in digits: `3.|5`, `12|,5`, `2|50`, `1| 200`.
/// Words that are cut there say another number than the text.
pub fn is_within_number(before: &str, after: &str) -> bool {
    let is_point = |letter: char| matches!(letter, '.' | ',' | '\'' | '’');
    let starts = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
    let ends = |text: &str| text.ends_with(|letter: char| letter.is_ascii_digit());
    if ends(before) && (starts(after) || after.strip_prefix(is_point).is_some_and(starts)) {
        return true;
    }
    if starts(after) && before.strip_suffix(is_point).is_some_and(ends) {
        return true;
    }
    // Thousands behind a space: up to three digits, then three.
    let first_digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let last_digits = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_thousands = |before: &str, after: &str| (1..=3).contains(&last_digits(before)) && first_digits(after) == 3;
    after
        .strip_prefix(char::is_whitespace)
        .is_some_and(|after| is_thousands(before, after))
        || before
            .strip_suffix(char::is_whitespace)
            .is_some_and(|before| is_thousands(before, after))
}

/// A text, folded so that quotations can be looked for in it.
pub struct Quoted {
    text: String,
    /// The character of the text from which each byte of the folded text comes, and the number of characters at the end.
    places: Vec<u32>,
}

impl Quoted {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            places: Vec::with_capacity(text.len() + 1),
        };
        let mut space = None;
        let mut letters = String::new();
        let mut count = 0;
        for (index, letter) in (0_u32..).zip(text.chars()) {
            count = index + 1;
            if letter.is_whitespace() {
                space = space.or(Some(index));
                continue;
            }
            letters.clear();
            push(letter, &mut letters);
            let Some(first) = letters.chars().next() else { continue };
            let last = folded.text.chars().next_back();
            let joins = |letter: char| letter == '"' || letter == '\'';
            // Typography puts no-break spaces before marks and inside guillemets; people copy them or not.
            let is_apart = last.is_some_and(|last| !joins(last)) && !joins(first) && !":;!?%".contains(first);
            if let Some(space) = space.take().filter(|_| is_apart) {
                folded.text.push(' ');
                folded.places.push(space);
            }
            folded.text.push_str(&letters);
            folded.places.extend(std::iter::repeat_n(index, letters.len()));
        }
        folded.places.push(count);
        folded
    }

    /// Where a quotation stands, as ranges of characters in order, the first 10,000 of them; empty if it does not stand in the text, or
    /// has no letter or digit.
    pub fn find(&self, quotation: &str) -> Vec<Range<usize>> {
        let wanted = unwrapped(&Self::of(quotation).text);
        if !wanted.chars().any(char::is_alphanumeric) {
            return Vec::new();
        }
        let everywhere = 0..self.text.len();
        let Some(whole) = Part::of(wanted.clone()) else {
            return Vec::new();
        };
        let whole = self.matches(&whole, everywhere.clone()).take(MOST_PLACES);
        let whole: Vec<Range<usize>> = whole.map(|range| self.places(range)).collect();
        let parts: Option<Vec<Part>> = parts(&wanted).into_iter().map(Part::of).collect();
        let parts = parts.unwrap_or_default();
        if !whole.is_empty() || parts.len() < 2 {
            return whole;
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        for first in self.matches(&parts[0], everywhere).take(MOST_PLACES) {
            let end = parts[1..].iter().try_fold(first.end, |end, part| {
                let mut last = self.text.len().min(end + LONGEST_GAP + part.text.len());
                while !self.text.is_char_boundary(last) {
                    last -= 1;
                }
                self.matches(part, end..last).next().map(|next| next.end)
            });
            let Some(end) = end else { continue };
            let range = self.places(first.start..end);
            // Of ranges with one end, the shortest is meant.
            match found.last_mut().filter(|last| last.end == range.end) {
                Some(last) => *last = range,
                None => found.push(range),
            }
        }
        found
    }

    /// The passage that shares most words with a quotation, and those of its words that are not there; `None` if less than
    /// half of them are.
    pub fn nearest(&self, quotation: &str) -> Option<(Range<usize>, Vec<String>)> {
        let wanted = Self::of(quotation).text;
        let wanted: Vec<&str> = words(&wanted).map(|range| &wanted[range]).collect();
        let mut missing: HashMap<&str, i64> = HashMap::new();
        wanted.iter().for_each(|word| *missing.entry(word).or_default() += 1);
        let all: Vec<Range<usize>> = words(&self.text).collect();
        let word = |index: usize| all.get(index).map_or("", |range| &self.text[range.clone()]);
        let (mut shared, mut best, mut best_at) = (0_usize, 0, 0);
        for end in 0..all.len() {
            if let Some(count) = missing.get_mut(word(end)) {
                shared += usize::from(*count > 0);
                *count -= 1;
            }
            if let Some(start) = end.checked_sub(wanted.len())
                && let Some(count) = missing.get_mut(word(start))
            {
                *count += 1;
                shared -= usize::from(*count > 0);
            }
            if shared > best {
                (best, best_at) = (shared, end);
            }
        }
        if best == 0 || best * 2 < wanted.len() {
            return None;
        }
        let first = (best_at + 1).saturating_sub(wanted.len());
        let window = first..best_at + 1;
        let first = window.clone().find(|index| wanted.contains(&word(*index)))?;
        let lacks = wanted
            .iter()
            .filter(|wanted| !window.clone().any(|index| word(index) == **wanted));
        let lacks = lacks.map(|word| (*word).to_owned()).collect();
        Some((self.places(all[first].start..all[best_at].end), lacks))
    }

    /// The places of a part in a range of the folded text that begin and end where words do; they may overlap, as in "two by two by
    /// two".
    fn matches<'a>(&'a self, part: &'a Part, within: Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
        let goes_on = |one: Option<char>, other: Option<char>| {
            one.is_some_and(char::is_alphanumeric) && other.is_some_and(char::is_alphanumeric)
        };
        let within_number = |place: usize| is_within_number(&self.text[..place], &self.text[place..]);
        let input = Input::new(&self.text).range(within);
        let found = part.automaton.find_overlapping_iter(input).map(|found| found.range());
        found.filter(move |range| {
            let before = self.text[..range.start].chars().next_back();
            let after = self.text[range.end..].chars().next();
            !goes_on(before, part.text.chars().next())
                && !goes_on(part.text.chars().next_back(), after)
                && !within_number(range.start)
                && !within_number(range.end)
        })
    }

    /// A range of the folded text as characters of the text.
    fn places(&self, range: Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        self.places[range.start] as usize..self.places[last] as usize + 1
    }
}

/// Words that are looked for, with what finds them everywhere in time linear in the text, also where they overlap.
struct Part {
    text: String,
    automaton: AhoCorasick,
}

impl Part {
    /// `None` for words of more than some 2,000,000,000 bytes, for which no automaton can be built.
    fn of(text: String) -> Option<Self> {
        // A table for each byte of a long quotation, as is the default, would need a thousand times its size.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().kind(kind).build([&text]).ok()?;
        Some(Self { text, automaton })
    }
}

/// Adds a letter, folded: one sign for all quotation marks, one for all apostrophes, one for all dashes.
fn push(letter: char, folded: &mut String) {
    match letter {
        '«' | '»' | '“' | '”' | '„' | '‟' | '″' | '"' => folded.push('"'),
        '’' | '‘' | '‚' | '‛' | '′' | '`' | '´' | '‹' | '›' => folded.push('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => folded.push('-'),
        '…' => folded.push_str("..."),
        // A soft hyphen and characters without width.
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
        other => fold::push(other, folded),
    }
}

/// A quotation without quotation marks around all of it, and without an ellipsis at an end.
fn unwrapped(folded: &str) -> String {
    let mut text = folded.trim();
    loop {
        let shorter = ["[...]", "(...)", "..."].iter().fold(text, |text, dots| {
            let text = text.strip_prefix(dots).unwrap_or(text);
            text.strip_suffix(dots).unwrap_or(text).trim()
        });
        let inner = shorter.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
        let shorter = inner.filter(|inner| !inner.contains('"')).unwrap_or(shorter).trim();
        if shorter == text {
            return text.to_owned();
        }
        text = shorter;
    }
}

/// The parts of a quotation between its ellipses.
fn parts(folded: &str) -> Vec<String> {
    let plain = folded.replace("[...]", "...").replace("(...)", "...");
    let parts = plain.split("...").map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The words of a text, as ranges of bytes.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let parts = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    parts.map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str, quotation: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let ranges = Quoted::of(text).find(quotation);
        ranges
            .into_iter()
            .map(|range| letters[range].iter().collect())
            .collect()
    }

    #[test]
    fn a_quotation_is_found_as_people_copy_it() {
        let text = "Le maire : «\u{a0}L’État  paiera\n12\u{202f}millions\u{a0}», dit-il. Rien d’autre.";
        for quotation in [
            "L'État paiera 12 millions",
            "« L'Etat paiera 12 millions »",
            "\"L’état paiera 12\u{a0}millions\"",
            "l'e\u{301}tat paiera 12 millions",
        ] {
            assert_eq!(
                found(text, quotation),
                ["L’État  paiera\n12\u{202f}millions"],
                "{quotation}"
            );
        }
        assert_eq!(found(text, "Le maire: «L'État"), ["Le maire : «\u{a0}L’État"]);
        assert_eq!(found(text, "L'État … millions"), ["L’État  paiera\n12\u{202f}millions"]);
        assert_eq!(
            found(text, "[...] paiera [...] dit-il. (…)"),
            ["paiera\n12\u{202f}millions\u{a0}», dit-il."]
        );
        assert_eq!(found(text, "2 millions"), [""; 0]);
        assert_eq!(found(text, " … "), [""; 0]);
        assert_eq!(found("a b a c b", "a ... b"), ["a b", "a c b"]);
        assert_eq!(found("à à eu u u", "u u"), ["u u"]);
        assert_eq!(found("two by two by two", "two by two"), ["two by two"; 2]);
        assert_eq!(
            found("Attendre... et voir", "attendre... et voir"),
            ["Attendre... et voir"]
        );
    }

    #[test]
    fn words_that_are_cut_out_of_a_number_are_not_found() {
        for (text, words) in [
            ("paid 3.5 million", "5 million"),
            ("12,5 millions", "12"),
            ("de 250 000 euros", "000 euros"),
            ("de 1 200 000 euros", "200 000 euros"),
            ("12 million euros", "2 million euros"),
        ] {
            assert!(found(text, words).is_empty(), "{words} in {text}");
        }
        assert_eq!(found("in 2024 500 people", "500 people"), ["500 people"]);
        assert_eq!(found("in 2024, 5 million", "5 million"), ["5 million"]);
        assert_eq!(
            found("It was 2024. 5 million came", "5 million came"),
            ["5 million came"]
        );
    }

    #[test]
    fn the_nearest_passage_shares_most_words() {
        let text = "Un autre. La région verse trois millions d’euros à la commune. Fin.";
        let (range, lacks) = Quoted::of(text)
            .nearest("la région verse quatre millions d'euros")
            .unwrap();
        let letters: Vec<char> = text.chars().collect();
        assert_eq!(
            letters[range].iter().collect::<String>(),
            "La région verse trois millions d’euros"
        );
        assert_eq!(lacks, ["quatre"]);
        assert!(Quoted::of(text).nearest("rien de tel ici").is_none());
        assert!(Quoted::of("").nearest("rien").is_none());
    }

    proptest! {
        #[test]
        fn each_range_is_within_the_text(text in "\\PC{0,60}", quotation in "\\PC{0,12}") {
            let quoted = Quoted::of(&text);
            let count = text.chars().count();
            for range in quoted.find(&quotation).into_iter().chain(quoted.nearest(&quotation).map(|(range, _)| range)) {
                prop_assert!(range.start < range.end && range.end <= count);
            }
        }

        #[test]
        fn words_of_a_text_are_found_in_it(words in prop::collection::vec("[a-zà-öø-ü]{1,6}", 2..12), at in 0_usize..10) {
            let text = words.join(" ");
            let start = at % words.len();
            let quotation = words[start..].join("\n");
            prop_assert!(!Quoted::of(&text).find(&quotation).is_empty());
        }
    }
}
