//! Lines and columns of many bytes of one text, each found without reading the text again.

use super::{Excerpt, Place};

/// How many bytes lie between two counts of characters.
const STEP: usize = 1024;

/// The lines of a text, and counts of its characters.
#[derive(Debug, Clone)]
pub struct Lines {
    /// Where each line begins.
    starts: Vec<usize>,
    /// The number of characters before each [`STEP`] bytes.
    characters: Vec<usize>,
}

impl Lines {
    /// Counts the lines and characters of a text.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let mut before = 0;
        let mut characters = vec![0];
        for chunk in bytes.chunks(STEP) {
            before += begun(chunk);
            characters.push(before);
        }
        Self {
            starts: std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect(),
            characters,
        }
    }

    /// The place of a byte of the text that was given to [`Lines::of`], in the file of this name.
    pub fn place(&self, file: impl Into<String>, text: &str, byte: usize) -> Place {
        let byte = byte.min(text.len());
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let column = self.before(text, byte) - self.before(text, start);
        Place {
            line: Some(line as u64),
            column: Some(column as u64 + 1),
            excerpt: (start < text.len()).then(|| excerpt(text, (start, byte, end), column)),
            ..Place::file(file)
        }
    }

    /// The number of characters before a byte.
    fn before(&self, text: &str, byte: usize) -> usize {
        let step = byte / STEP;
        let counted = self.characters.get(step).copied().unwrap_or_default();
        counted + text.as_bytes().get(step * STEP..byte).map_or(0, begun)
    }
}

/// The number of characters that begin in these bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// The part of a line around a byte, which is the character of this index in the line.
fn excerpt(text: &str, (start, byte, end): (usize, usize, usize), index: usize) -> Excerpt {
    let before = text.get(start..byte).unwrap_or_default();
    let back = before.char_indices().rev().take(Excerpt::AROUND).last();
    let from = back.map_or(byte, |(at, _)| start + at);
    let skipped = index.saturating_sub(Excerpt::AROUND);
    let line = text.get(from..end).unwrap_or_default();
    Excerpt::cut(line.strip_suffix('\r').unwrap_or(line), skipped, 2 * Excerpt::AROUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_has_the_place_that_counting_gives_it() {
        let long = "é€x".repeat(1500);
        let text = format!("a\r\n\n{long}\nlast {long}");
        let lines = Lines::of(&text);
        for (byte, _) in text.char_indices().step_by(7).chain([(text.len(), ' ')]) {
            let (line, column) = crate::position(&text, byte);
            let expected = Place::in_text("f", &text, line, column);
            assert_eq!(lines.place("f", &text, byte), expected, "byte {byte}");
        }
        assert_eq!(Lines::of("").place("f", "", 0), Place::in_text("f", "", 1, 1));
    }
}
