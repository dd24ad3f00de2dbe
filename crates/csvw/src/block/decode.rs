//! Bytes as text: decoded as declared, up to the first byte that is none.

use super::ReadError;
use super::foreign::{self, Foreign};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use memchr::memchr;
use std::fmt;
use std::io::{self, Chain, Cursor, Read};

/// How many bytes of another encoding than UTF-8 are decoded at a time.
const CHUNK: usize = 64 << 10;

/// No encoding has a longer character: so many bytes of the previous chunk are kept, as one that is found malformed may
/// begin there.
const LONGEST: usize = 8;

/// How much of what follows an undecodable byte is kept.
const BEHIND: usize = 16 << 10;

/// A reader whose bytes are decoded.
pub struct Source<R> {
    /// What was looked at to see whether it is text, then the rest.
    reader: Chain<Cursor<Vec<u8>>, R>,
    is_sniffed: bool,
    label: String,
    encoding: &'static Encoding,
    /// None for UTF-8, whose bytes are text already.
    decoder: Option<Decoder>,
    /// Bytes of another encoding, the last of those decoded before them.
    raw: Vec<u8>,
    /// The beginning of a character of UTF-8 that was not read whole.
    tail: Vec<u8>,
    has_started: bool,
    is_known: bool,
    is_at_end: bool,
    broken: Option<Broken>,
    /// What single bytes would be as UTF-8.
    utf8: Utf8,
}

/// What cannot be decoded.
#[derive(Debug)]
pub struct Broken {
    /// The first such byte.
    pub byte: u8,
    /// What is from this byte on, up to [`BEHIND`] bytes.
    pub behind: Vec<u8>,
}

impl<R> fmt::Debug for Source<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            label,
            is_at_end,
            broken,
            ..
        } = self;
        let mut text = f.debug_struct("Source");
        text.field("label", label)
            .field("is_at_end", is_at_end)
            .field("broken", broken)
            .finish_non_exhaustive()
    }
}

impl<R: Read> Source<R> {
    pub fn new(reader: R, label: &str) -> Self {
        let known = Encoding::for_label_no_replacement(label.as_bytes());
        let encoding = known.unwrap_or(UTF_8);
        Self {
            reader: Cursor::new(Vec::new()).chain(reader),
            is_sniffed: false,
            label: label.to_owned(),
            encoding,
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder()),
            raw: Vec::new(),
            tail: Vec::new(),
            has_started: false,
            is_known: known.is_some(),
            is_at_end: false,
            broken: None,
            utf8: Utf8::default(),
        }
    }

    pub fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Whether nothing more can be decoded: the input is at its end, or broken.
    pub fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    pub fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// Whether all bytes, read as single characters, are UTF-8 and not all are ASCII; false before the end.
    pub fn looks_like_utf8(&self) -> bool {
        self.is_at_end && self.begins_like_utf8() && !self.utf8.is_refuted && self.utf8.unfinished.is_empty()
    }

    /// Whether the first of these bytes that are not ASCII are UTF-8.
    pub fn begins_like_utf8(&self) -> bool {
        self.broken.is_none() && self.utf8.is_beyond_ascii
    }

    /// Reads on until the text has some `wanted` bytes, or nothing more can be decoded.
    pub fn fill(&mut self, text: &mut String, wanted: usize) -> Result<(), ReadError> {
        if !self.is_known {
            return Err(ReadError::NoEncoding {
                declared: self.label.clone(),
            });
        }
        if !self.is_sniffed {
            self.is_sniffed = true;
            if let Some(found) = self.sniff()? {
                self.is_at_end = true;
                return Err(ReadError::Foreign(found));
            }
        }
        while text.len() < wanted && !self.is_at_end {
            match self.decoder.take() {
                None => self.read_utf8(text, wanted)?,
                Some(mut decoder) => {
                    self.decode(&mut decoder, text, wanted)?;
                    self.decoder = Some(decoder);
                }
            }
        }
        Ok(())
    }

    /// Looks at the first bytes: whether they begin a file of another kind.
    fn sniff(&mut self) -> io::Result<Option<&'static Foreign>> {
        let (start, rest) = self.reader.get_mut();
        rest.take(foreign::BYTES).read_to_end(start.get_mut())?;
        Ok(foreign::find(start.get_ref()))
    }

    fn read_utf8(&mut self, text: &mut String, wanted: usize) -> io::Result<()> {
        let mut bytes = std::mem::take(text).into_bytes();
        let before = bytes.len();
        bytes.append(&mut self.tail);
        let count = wanted.saturating_sub(bytes.len()).max(4);
        bytes.reserve(count);
        let read = (&mut self.reader).take(count as u64).read_to_end(&mut bytes)?;
        self.is_at_end = read < count;
        if !self.has_started && (bytes.len() > 2 || self.is_at_end) {
            self.has_started = true;
            if bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
        }
        if !self.is_at_end {
            self.tail = bytes.split_off(bytes.len() - unfinished(&bytes));
        }
        let nul = memchr(0, &bytes[before.min(bytes.len())..]).map(|nul| bytes.split_off(before + nul));
        let (decoded, behind) = match String::from_utf8(bytes) {
            Ok(decoded) => (decoded, nul),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                let mut behind = bytes.split_off(valid);
                behind.extend(nul.unwrap_or_default());
                (String::from_utf8_lossy(&bytes).into_owned(), Some(behind))
            }
        };
        *text = decoded;
        match behind {
            Some(mut behind) => {
                behind.append(&mut self.tail);
                self.stop(behind)
            }
            None => Ok(()),
        }
    }

    fn decode(&mut self, decoder: &mut Decoder, text: &mut String, wanted: usize) -> io::Result<()> {
        let count = wanted.saturating_sub(text.len()).clamp(16, CHUNK);
        self.raw.drain(..self.raw.len().saturating_sub(LONGEST));
        let from = self.raw.len();
        let read = (&mut self.reader).take(count as u64).read_to_end(&mut self.raw)?;
        self.is_at_end = read < count;
        let mut at = from;
        loop {
            let left = &self.raw[at..];
            text.reserve(
                decoder
                    .max_utf8_buffer_length_without_replacement(left.len())
                    .unwrap_or(left.len()),
            );
            let (result, read) = decoder.decode_to_string_without_replacement(left, text, self.is_at_end);
            at += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, more) => {
                    let from = at.saturating_sub(usize::from(length) + usize::from(more));
                    return self.stop(self.raw[from..].to_vec());
                }
            }
        }
        // A byte order mark means more than what is declared.
        if decoder.encoding().is_single_byte() {
            self.utf8.look(&self.raw[from..]);
        }
        Ok(())
    }

    /// Ends before these bytes, and keeps some of the following ones.
    fn stop(&mut self, mut behind: Vec<u8>) -> io::Result<()> {
        let missing = BEHIND.saturating_sub(behind.len());
        if !self.is_at_end {
            (&mut self.reader).take(missing as u64).read_to_end(&mut behind)?;
        }
        behind.truncate(BEHIND);
        self.is_at_end = true;
        self.broken = Some(Broken {
            byte: behind.first().copied().unwrap_or_default(),
            behind,
        });
        Ok(())
    }
}

/// What bytes of another encoding would be as UTF-8.
#[derive(Debug, Default)]
struct Utf8 {
    /// The beginning of a character that the next bytes may complete.
    unfinished: Vec<u8>,
    /// Whether there was a character beyond ASCII, before anything that is no UTF-8.
    is_beyond_ascii: bool,
    /// Whether something was no UTF-8: what follows is not looked at.
    is_refuted: bool,
}

impl Utf8 {
    /// Looks at the bytes that come next.
    fn look(&mut self, mut bytes: &[u8]) {
        while let (false, false, [first, rest @ ..]) = (self.is_refuted, self.unfinished.is_empty(), bytes) {
            let mut character = std::mem::take(&mut self.unfinished);
            character.push(*first);
            self.take(&character);
            bytes = rest;
        }
        if !self.is_refuted && !bytes.is_empty() {
            self.take(bytes);
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        let (whole, is_refuted) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some()),
        };
        let (whole, rest) = bytes.split_at(whole);
        self.is_beyond_ascii |= !whole.is_ascii();
        self.is_refuted = is_refuted;
        if !is_refuted {
            self.unfinished.extend_from_slice(rest);
        }
    }
}

/// How many bytes at the end are the beginning of a character of UTF-8.
fn unfinished(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(3).position(|byte| *byte >= 0xC0);
    let Some(back) = last else { return 0 };
    let length = match bytes[bytes.len() - 1 - back] {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    };
    if length > back + 1 { back + 1 } else { 0 }
}

/// Encodings in which bytes are plausible text: the text before the undecodable byte, and what follows; best first.
pub fn proposals(declared: &'static Encoding, before: &str, behind: &[u8]) -> Vec<&'static str> {
    let mut bytes = if declared == UTF_8 {
        before.as_bytes().to_vec()
    } else {
        Vec::new()
    };
    bytes.extend_from_slice(behind);
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] => return vec!["utf-16le"],
        [0xFE, 0xFF, ..] => return vec!["utf-16be"],
        _ => {}
    }
    let nuls = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    if (even + odd) * 4 > bytes.len() {
        return vec![if odd >= even { "utf-16le" } else { "utf-16be" }];
    }
    let mut found = Vec::new();
    let first = bytes
        .iter()
        .position(|byte| !matches!(byte, 0x80..=0xBF))
        .unwrap_or(bytes.len());
    let whole = &bytes[first..bytes.len() - unfinished(&bytes)];
    if declared != UTF_8 && std::str::from_utf8(whole).is_ok() {
        found.push("utf-8");
    }
    let labels = [
        "windows-1252",
        "iso-8859-15",
        "macintosh",
        "windows-1250",
        "windows-1251",
    ];
    let score = |label: &'static str| {
        let encoding = Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != declared)?;
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
        Some((plausibility(&text), label)).filter(|(score, _)| *score > 0)
    };
    let mut scored: Vec<(i64, &'static str)> = labels.into_iter().filter_map(score).collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.extend(scored.into_iter().map(|(_, label)| label));
    found
}

/// How much a text looks as if it were written so: accented letters in words, and the signs of typography, speak for
/// it; controls, rare signs, capitals within a word and mixed scripts against it.
fn plausibility(text: &str) -> i64 {
    let characters: Vec<char> = text.chars().collect();
    let mut score = 0;
    for (index, &character) in characters
        .iter()
        .enumerate()
        .filter(|(_, character)| !character.is_ascii())
    {
        let before = index.checked_sub(1).map_or(' ', |index| characters[index]);
        let after = characters.get(index + 1).copied().unwrap_or(' ');
        let is_in_word = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
        score += match character {
            '’' if before.is_alphabetic() && after.is_alphabetic() => 3,
            '\u{80}'..='\u{9F}' => -4,
            '\u{C0}'..='\u{24F}' if character.is_alphabetic() => match is_in_word {
                true if character.is_uppercase() && before.is_lowercase() => -2,
                true => 2,
                false if before.is_alphabetic() || after.is_alphabetic() => -1,
                false => 1,
            },
            _ if character.is_alphabetic() && is_in_word => -2,
            _ if character.is_alphabetic() => 1,
            '«' | '»' | '’' | '‘' | '“' | '”' | '–' | '—' | '…' | '€' | '°' | '§' | '£' | '¿' | '¡' | '\u{A0}' => {
                1
            }
            _ => -2,
        };
    }
    score
}
