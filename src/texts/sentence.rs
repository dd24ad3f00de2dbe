//! Splits texts into sentences.
//!
//! Takes a French or English text; returns ranges of Unicode scalar values, end excluded, in text order, trimmed of
//! white space. Never fails. This is a heuristic, sufficient to report that a passage crosses the end of a sentence.

use std::ops::Range;

/// Abbreviations whose full stop does not end a sentence, without the stop and in lower case.
const ABBREVIATIONS: [&str; 16] = [
    "mm", "mme", "mmes", "mlle", "mlles", "mr", "mrs", "ms", "dr", "drs", "pr", "prof", "st", "ste", "cf", "art",
];

/// The most characters before the stop of a number in a list, with white space.
const LONGEST_LIST_NUMBER: usize = 100;

/// Splits a text into sentences.
///
/// A sentence ends at a line break, and at `.`, `!`, `?` or `…` with any closing quotes after it, if white space
/// follows and the line does not continue in lower case. The stop of an abbreviation (`Mme.`), an initial (`J. Doe`) or
/// a list number (`1. `) does not end one.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut start = 0;
    let mut index = 0;
    while index < characters.len() {
        if is_line_break(characters[index]) {
            close(&characters, start..index, &mut found);
            start = index + 1;
        } else if let Some(end) = ending(&characters, start, index) {
            close(&characters, start..end, &mut found);
            start = end;
            index = end;
            continue;
        }
        index += 1;
    }
    close(&characters, start..characters.len(), &mut found);
    found
}

/// Whether `start..end`, trimmed of white space, crosses the end of one of `sentences`.
///
/// `sentences` must be all sentences of the text, as returned by [`sentences`].
pub fn crosses(sentences: &[Range<usize>], start: usize, end: usize) -> bool {
    let first = sentences.partition_point(|sentence| sentence.end <= start);
    sentences.get(first + 1).is_some_and(|next| next.start < end)
}

fn close(characters: &[char], range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let written = &characters[range.clone()];
    let Some(first) = written.iter().position(|character| !character.is_whitespace()) else {
        return;
    };
    let last = written
        .iter()
        .rposition(|character| !character.is_whitespace())
        .unwrap_or(first);
    found.push(range.start + first..range.start + last + 1);
}

/// If the mark at `index` ends the sentence that began at `start`, returns its end.
fn ending(characters: &[char], start: usize, index: usize) -> Option<usize> {
    let at = |index: usize| characters.get(index).copied();
    let mark = at(index).filter(|character| is_mark(*character))?;
    if at(index + 1).is_some_and(is_mark) {
        return None;
    }
    if mark == '.' && is_abbreviated(&characters[start..index]) {
        return None;
    }
    let mut end = index + 1;
    loop {
        match (at(end), at(end + 1)) {
            (Some('»' | '”' | '"' | '’' | ')' | ']'), _) => end += 1,
            (Some(' ' | '\u{a0}' | '\u{202f}'), Some('»' | '”')) => end += 2,
            _ => break,
        }
    }
    if at(end).is_some_and(|next| !next.is_whitespace()) {
        return None;
    }
    let rest = characters[end..]
        .iter()
        .take_while(|character| !is_line_break(**character));
    let next = rest.copied().find(|character| !character.is_whitespace());
    (!next.is_some_and(char::is_lowercase)).then_some(end)
}

/// Whether the stop after `written`, the sentence so far, belongs to its last word.
fn is_abbreviated(written: &[char]) -> bool {
    let letters = written
        .iter()
        .rev()
        .take_while(|character| character.is_alphabetic())
        .count();
    let word: String = written[written.len() - letters..].iter().collect();
    let initial = letters == 1 && word.chars().all(char::is_uppercase);
    // A number in a list is short; a longer beginning is not searched again at each of its stops.
    let is_list_number = || {
        let mut so_far = written.iter().filter(|character| !character.is_whitespace()).peekable();
        so_far.peek().is_some() && so_far.all(char::is_ascii_digit)
    };
    let list_number = written.len() <= LONGEST_LIST_NUMBER && is_list_number();
    initial || list_number || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn is_mark(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…')
}

fn is_line_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        sentences(text)
            .into_iter()
            .map(|range| characters[range].iter().collect())
            .collect()
    }

    #[test]
    fn a_sentence_ends_at_its_mark_or_at_a_line_break() {
        assert_eq!(
            written("Un titre\n\nUne vache. Deux ! Trois ? Quatre…  "),
            ["Un titre", "Une vache.", "Deux !", "Trois ?", "Quatre…"]
        );
        assert_eq!(written("Pluie... Soleil"), ["Pluie...", "Soleil"]);
    }

    #[test]
    fn closing_quotes_belong_to_the_sentence() {
        assert_eq!(written("« Il pleut. » Elle part."), ["« Il pleut. »", "Elle part."]);
        assert_eq!(written("\"Il pleut.\" Elle part."), ["\"Il pleut.\"", "Elle part."]);
        assert_eq!(written("Il pleut. \"Elle part.\""), ["Il pleut.", "\"Elle part.\""]);
        assert_eq!(written("« Il pleut ! » dit-elle."), ["« Il pleut ! » dit-elle."]);
    }

    #[test]
    fn stops_inside_a_sentence_end_nothing() {
        for whole in [
            "Le maire, M. Petit, salue Mme. Grand et J.-P. Moyen.",
            "La part monte de 3.5 % sur exemple.org, cf. Annexe.",
            "1. Acheter du pain",
            "Du pain, du lait, etc. dans le panier.",
        ] {
            assert_eq!(written(whole), [whole]);
        }
    }

    #[test]
    fn a_range_crosses_only_when_it_reaches_the_next_sentence() {
        let text = "Été un. Été deux.\nTrois";
        let found = sentences(text);
        assert_eq!(found, [0..7, 8..17, 18..23]);
        assert!(!crosses(&found, 0, 7));
        assert!(!crosses(&found, 0, 8));
        assert!(crosses(&found, 0, 9));
        assert!(!crosses(&found, 7, 18));
        assert!(crosses(&found, 10, 19));
        assert!(!crosses(&found, 18, 500));
        assert!(!crosses(&found, 9, 3));
        assert!(!crosses(&[], 0, 9));
    }

    #[test]
    fn odd_texts_are_read_without_harm() {
        let long = ". ".repeat(10_000);
        for text in [
            "",
            "\n\n",
            "🙂.",
            ".",
            "...",
            "\u{301}.\u{301}",
            "»",
            "\u{2028}",
            &long,
            "a\0. B",
        ] {
            for range in sentences(text) {
                assert!(range.start < range.end && range.end <= text.chars().count());
            }
        }
    }
}
