//! Letters folded for comparison: one alphabet for names, numerals, column titles and searches.
//!
//! Folding is compatibility decomposition (NFKD, Unicode Standard Annex 15) without combining marks, in small letters, with
//! the Latin letters that have no decomposition (`ß`, `ø`, `ł`, `æ`, `œ`, `đ`, `þ` ...) spelt out. Other scripts keep
//! their letters.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: `Ørsted Łódź` is `orsted lodz`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        push(letter, &mut folded);
    }
    folded
}

/// Adds a letter to a text, folded: several letters for a ligature, nothing for a combining mark.
pub fn push(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    let latin = (letter as usize)
        .checked_sub(LATIN_START)
        .and_then(|index| LATIN.get(index));
    match latin {
        Some(known) => folded.push_str(known),
        None => decompose(letter, folded),
    }
}

/// The first letter of [`LATIN`].
const LATIN_START: usize = 0x80;

/// The Latin letters with accents, folded: they are most of those that are looked up.
static LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let letters = ('\u{80}'..'\u{250}').map(|letter| {
        let mut folded = String::new();
        decompose(letter, &mut folded);
        folded
    });
    letters.collect()
});

fn decompose(letter: char, folded: &mut String) {
    // The middle dot of `ŀ` is no letter of its own.
    let letter = if matches!(letter, 'ŀ' | 'Ŀ') { 'l' } else { letter };
    for part in letter.nfkd().filter(|part| !is_combining_mark(*part)) {
        match part {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ħ' | 'Ħ' => folded.push('h'),
            'ŧ' | 'Ŧ' => folded.push('t'),
            'þ' | 'Þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            other => folded.extend(other.to_lowercase()),
        }
    }
}

/// Folds a text as people are searched for: single spaces, and every apostrophe the same.
pub fn fold_words(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        word.chars().for_each(|letter| push(straight(letter), &mut folded));
    }
    folded
}

/// Where words are in a text, as ranges of characters. Case, white space and the form of apostrophes do not matter;
/// accents do, since a quotation has them.
pub fn find(text: &str, words: &str) -> Vec<Range<usize>> {
    let wanted: Vec<char> = words.trim().chars().map(alike).collect();
    let content: Vec<char> = text.chars().map(alike).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let windows = content.windows(wanted.len()).enumerate();
    let found = windows.filter(|(_, window)| *window == wanted.as_slice());
    found.map(|(start, _)| start..start + wanted.len()).collect()
}

/// A character for one character, so that places stay.
fn alike(character: char) -> char {
    match straight(character) {
        space if space.is_whitespace() => ' ',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// An apostrophe as a keyboard writes it.
fn straight(character: char) -> char {
    match character {
        '’' | '‘' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_folded_by_one_alphabet() {
        for (text, folded) in [
            ("Ørsted Łódź Straße Æther ﬁn", "orsted lodz strasse aether fin"),
            ("DEUXIÈME deuxie\u{300}me 1ᵉʳ", "deuxieme deuxieme 1er"),
            (
                "Ħal Ŧorne Þór Col·lectiu Paraŀlel",
                "hal torne thor col·lectiu parallel",
            ),
            ("Институт 北京 Ελλάς", "институт 北京 ελλας"),
            ("m² CO₂ ½", "m2 co2 1⁄2"),
        ] {
            assert_eq!(fold(text), folded);
        }
        assert_eq!(fold_words("  L’Élysée \u{a0} d‘été "), "l'elysee d'ete");
    }

    #[test]
    fn words_are_found_at_their_characters() {
        let text = "Été : l’État,\nl'état";
        assert_eq!(find(text, " l'état "), [6..12, 14..20]);
        assert!(find(text, "l'etat").is_empty());
        assert!(find(text, " ").is_empty());
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
