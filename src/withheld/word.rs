//! The words of a text, folded, with their places.

use std::borrow::Cow;
use std::ops::Range;
use text::fold;

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// The number of the entity.
    pub of: Option<usize>,
}

/// A word of a text.
#[derive(Debug)]
pub struct Word {
    /// Its letters, folded.
    pub folded: String,
    /// Its bytes.
    pub bytes: Range<usize>,
}

/// Whether two parts of a text share a byte.
pub fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        // Marks that are not seen divide no word.
        if is_unseen(letter) {
            continue;
        }
        let mut folded = String::new();
        fold::push(letter, &mut folded);
        let has_letters = !folded.is_empty() && folded.chars().all(char::is_alphanumeric);
        match words.last_mut().filter(|_| is_open) {
            // A combining mark belongs to its letter.
            Some(word) if folded.is_empty() => word.bytes.end = end,
            Some(word) if has_letters && !is_a_word(letter) => {
                word.folded.push_str(&folded);
                word.bytes.end = end;
            }
            _ if has_letters => {
                words.push(Word { folded, bytes: at..end });
                is_open = !is_a_word(letter);
            }
            _ => is_open = false,
        }
    }
    words
}

/// Soft hyphens, joiners and marks of direction.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a letter is a word for itself: scripts that write no spaces.
fn is_a_word(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A percent-encoded text as it reads.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match (first, digit(after.first()), digit(after.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}
