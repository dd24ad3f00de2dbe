//! Where words stand in a text.

use std::ops::Range;
use text::quotation::is_within_number;

/// The places of words in a text, in characters and in order; none overlap.
pub(super) struct Places {
    /// Those that begin and end between numbers and words.
    pub whole: Vec<Range<usize>>,
    /// Those that begin or end within a number: `2 million` in `12 million`.
    pub cut: Vec<Range<usize>>,
}

impl Places {
    /// Finds words in a text.
    pub fn of(text: &str, words: &str) -> Self {
        let length = words.chars().count();
        let (mut counted, mut start) = (0, 0);
        let mut places = Self {
            whole: Vec::new(),
            cut: Vec::new(),
        };
        for (byte, _) in text.match_indices(words) {
            start += text[counted..byte].chars().count();
            counted = byte;
            let is_cut = [byte, byte + words.len()]
                .into_iter()
                .any(|place| is_within_number(&text[..place], &text[place..]));
            let found = if is_cut { &mut places.cut } else { &mut places.whole };
            found.push(start..start + length);
        }
        places
    }
}
