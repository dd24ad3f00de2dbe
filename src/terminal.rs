//! Formats texts for a terminal: wraps lines, and replaces control characters.
//!
//! Text for people passes through [`shown`] field by field, wherever it is written. Everything that goes to a terminal,
//! data too, passes through a [`Guard`]. Both use the same replacements.

pub use diagnostic::shown;
use diagnostic::visible;
use std::borrow::Cow;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// A writer to a terminal: no control character reaches it but line ends, tabs and our own colours, and none that
/// reorders or hides text.
///
/// In a colour sequence only its digits are free, so that it changes the colour and nothing else.
#[derive(Debug)]
pub struct Guard<W: Write> {
    out: W,
    passes: Passes,
    /// The beginning of a character or a sequence whose rest has not been written yet.
    begun: Vec<u8>,
}

/// What a [`Guard`] lets through besides text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passes {
    /// Everything: the output is no terminal.
    All,
    /// Line ends and tabs: the output is data.
    Lines,
    /// Colours, too: the output is text for people, whose fields are [`shown`].
    Colours,
}

impl<W: Write> Guard<W> {
    /// Guards a writer.
    pub fn new(out: W, passes: Passes) -> Self {
        Self {
            out,
            passes,
            begun: Vec::new(),
        }
    }

    /// Writes as much as is complete, or all of it if nothing follows.
    fn pass(&mut self, bytes: &[u8], is_last: bool) -> io::Result<()> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let mut text = String::with_capacity(all.len());
        let mut rest = all.as_slice();
        while let Some(first) = rest.first() {
            match (first, sequence(rest, self.passes)) {
                (_, Sequence::Whole(sequence, length)) => {
                    text.push_str(sequence);
                    rest = &rest[length..];
                }
                (_, Sequence::Begun) if !is_last => {
                    rest.clone_into(&mut self.begun);
                    break;
                }
                (b'\n' | b'\t', _) => {
                    text.push(char::from(*first));
                    rest = &rest[1..];
                }
                _ => {
                    let (character, length) = character(rest);
                    text.push(symbol(character));
                    rest = &rest[length..];
                }
            }
        }
        self.out.write_all(text.as_bytes())
    }
}

impl<W: Write> Write for Guard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.passes == Passes::All {
            return self.out.write(bytes);
        }
        self.pass(bytes, false)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.begun.is_empty() {
            self.pass(&[], true)?;
        }
        self.out.flush()
    }
}

impl<W: Write> Drop for Guard<W> {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// The bytes at the start of some others that belong together.
enum Sequence<'b> {
    /// They pass as they are; with their length.
    Whole(&'b str, usize),
    /// More bytes decide.
    Begun,
    /// They are no such sequence.
    No,
}

/// The line end, colour or character that begins some bytes.
fn sequence(bytes: &[u8], passes: Passes) -> Sequence<'_> {
    let whole = |length: usize| match std::str::from_utf8(&bytes[..length]) {
        Ok(text) => Sequence::Whole(text, length),
        Err(_) => Sequence::No,
    };
    match bytes {
        [b'\r'] => Sequence::Begun,
        [b'\r', b'\n', ..] => whole(2),
        [0x1b, rest @ ..] if passes == Passes::Colours => match rest {
            [] => Sequence::Begun,
            [b'[', parameters @ ..] => {
                let digits = parameters.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b';'));
                let count = digits.count();
                match parameters.get(count) {
                    _ if count > LONGEST => Sequence::No,
                    None => Sequence::Begun,
                    Some(b'm') => whole(count + 3),
                    Some(_) => Sequence::No,
                }
            }
            _ => Sequence::No,
        },
        [0xc2..=0xf4, ..] => match std::str::from_utf8(&bytes[..bytes.len().min(4)]) {
            Err(error) if error.valid_up_to() == 0 && error.error_len().is_none() => Sequence::Begun,
            _ => Sequence::No,
        },
        _ => Sequence::No,
    }
}

/// The most digits of a colour: ours have four.
const LONGEST: usize = 8;

/// The first character of some bytes, and its length; U+FFFD for a byte that begins none.
fn character(bytes: &[u8]) -> (char, usize) {
    let longest = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(longest) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&longest[..error.valid_up_to()]).unwrap_or_default(),
    };
    valid
        .chars()
        .next()
        .map_or(('\u{fffd}', 1), |first| (first, first.len_utf8()))
}

/// The symbol of a character in data: as [`visible`], but a carriage return is not a space, since it is not a line end.
fn symbol(character: char) -> char {
    match character {
        '\r' => '\u{240d}',
        '\u{2028}' | '\u{2029}' => '\u{fffd}',
        other => visible(other),
    }
}

/// Wraps a text into lines of at most `width` columns, at spaces where possible.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word = word.to_owned();
        loop {
            let current = lines.last().map_or(0, |line| line.width());
            let gap = usize::from(current > 0);
            if current + gap + word.width() <= width {
                if let Some(line) = lines.last_mut() {
                    line.push_str(if gap == 1 { " " } else { "" });
                    line.push_str(&word);
                }
                break;
            }
            if current == 0 {
                let cut = word
                    .char_indices()
                    .map(|(index, c)| index + c.len_utf8())
                    .take_while(|end| word[..*end].width() <= width)
                    .last();
                let cut = cut.unwrap_or(word.len());
                let rest = word.split_off(cut);
                if let Some(line) = lines.last_mut() {
                    line.push_str(&word);
                }
                word = rest;
                if word.is_empty() {
                    break;
                }
            }
            lines.push(String::new());
        }
    }
    lines
}

/// The first strong isolate, and its end.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A text that turns no text beside it round: if it has letters from right to left, or characters that reorder others, it is put
/// between isolates, and has no isolate of its own.
pub fn isolated(text: &str) -> Cow<'_, str> {
    let reorders = |letter: char| {
        matches!(letter,
            '\u{590}'..='\u{8ff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    if text.is_ascii() || !text.contains(reorders) {
        return Cow::Borrowed(text);
    }
    let own = text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
    let [start, end] = ISOLATE;
    Cow::Owned(format!("{start}{own}{end}"))
}

/// A text without the isolates that [`isolated`] puts around it: as data.
pub fn bare(text: &str) -> Cow<'_, str> {
    match text.contains(ISOLATE) {
        true => Cow::Owned(text.replace(ISOLATE, "")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(parts: &[&[u8]], passes: Passes) -> String {
        let mut out = Vec::new();
        let mut guard = Guard::new(&mut out, passes);
        for part in parts {
            guard.write_all(part).expect("memory takes all");
        }
        drop(guard);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn only_text_lines_and_colours_pass() {
        let data = "a\r\n\"b\tc\"\r\u{1b}[31md\u{1b}]0;x\u{7}\u{9b}2J\u{202e}é\u{2028}\n".as_bytes();
        let lines = "a\r\n\"b\tc\"␍␛[31md␛]0;x␇\u{fffd}2J\u{fffd}é\u{fffd}\n";
        assert_eq!(guarded(&[data], Passes::Lines), lines);
        assert_eq!(guarded(&[data], Passes::Colours), lines.replace("␛[31m", "\u{1b}[31m"));
        assert_eq!(guarded(&[data], Passes::All).as_bytes(), data);
        assert_eq!(
            guarded(&[b"\x1b[2J\x1b[1;31mx\x1b[0m"], Passes::Colours),
            "␛[2J\u{1b}[1;31mx\u{1b}[0m"
        );
    }

    #[test]
    fn parts_are_as_the_whole() {
        let data = "a\r\n\r\u{1b}[1;31mé\u{1b}[0m\u{1b}[Kd\u{9b}\u{202e}𐐷\u{1b}".as_bytes();
        let invalid = [data, b"\xff\xe2\x80", "é\n".as_bytes(), b"\xf0\x90"].concat();
        for data in [data, &invalid] {
            let whole = guarded(&[data], Passes::Colours);
            let bytes: Vec<&[u8]> = data.chunks(1).collect();
            assert_eq!(guarded(&bytes, Passes::Colours), whole);
            for at in 0..data.len() {
                assert_eq!(guarded(&[&data[..at], &data[at..]], Passes::Colours), whole);
            }
        }
    }
}
