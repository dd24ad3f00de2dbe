//! Bytes as text: decoded as declared, up to the first byte that is none.

use super::ReadError;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use memchr::memchr;
use std::fmt;
use std::io::{self, Read};

/// How many bytes of another encoding than UTF-8 are decoded at a time.
const CHUNK: usize = 64 << 10;

/// No encoding has a longer character: so many bytes of the previous chunk are kept, as one that is found malformed may
/// begin there.
const LONGEST: usize = 8;

/// How much of what follows an undecodable byte is kept.
const BEHIND: usize = 16 << 10;

/// A reader whose bytes are decoded.
pub struct Source<R> {
    reader: R,
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
    looks_like_utf8: Option<bool>,
}

/// What cannot be decoded.
#[derive(Debug)]
pub struct Broken {
    /// The first such byte.
    pub byte: u8,
    /// What was read from this byte on.
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
            reader,
            label: label.to_owned(),
            encoding,
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder()),
            raw: Vec::new(),
            tail: Vec::new(),
            has_started: false,
            is_known: known.is_some(),
            is_at_end: false,
            broken: None,
            looks_like_utf8: None,
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

    pub fn looks_like_utf8(&self) -> bool {
        self.looks_like_utf8 == Some(true)
    }

    /// Reads on until the text has some `wanted` bytes, or nothing more can be decoded.
    pub fn fill(&mut self, text: &mut String, wanted: usize) -> Result<(), ReadError> {
        if !self.is_known {
            return Err(ReadError::NoEncoding {
                declared: self.label.clone(),
            });
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
        if let Some(nul) = memchr(0, &bytes[before.min(bytes.len())..]) {
            self.stop(bytes.split_off(before + nul));
        }
        *text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                let mut behind = bytes.split_off(valid);
                if let Some(nul) = self.broken.take() {
                    behind.extend(nul.behind);
                }
                self.stop(behind);
                String::from_utf8_lossy(&bytes).into_owned()
            }
        };
        Ok(())
    }

    fn decode(&mut self, decoder: &mut Decoder, text: &mut String, wanted: usize) -> io::Result<()> {
        let count = wanted.saturating_sub(text.len()).clamp(16, CHUNK);
        self.raw.drain(..self.raw.len().saturating_sub(LONGEST));
        let mut at = self.raw.len();
        let read = (&mut self.reader).take(count as u64).read_to_end(&mut self.raw)?;
        let is_last = read < count;
        self.watch(at);
        loop {
            let left = &self.raw[at..];
            text.reserve(
                decoder
                    .max_utf8_buffer_length_without_replacement(left.len())
                    .unwrap_or(left.len()),
            );
            let (result, read) = decoder.decode_to_string_without_replacement(left, text, is_last);
            at += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, more) => {
                    let from = at.saturating_sub(usize::from(length) + usize::from(more));
                    self.stop(self.raw[from..].to_vec());
                    return Ok(());
                }
            }
        }
        self.is_at_end = is_last;
        Ok(())
    }

    fn stop(&mut self, mut behind: Vec<u8>) {
        behind.truncate(BEHIND);
        self.is_at_end = true;
        self.broken = Some(Broken {
            byte: behind.first().copied().unwrap_or_default(),
            behind,
        });
    }

    /// Looks at the first bytes that are not ASCII, where single bytes are declared.
    fn watch(&mut self, from: usize) {
        if self.looks_like_utf8.is_some() || !self.encoding.is_single_byte() {
            return;
        }
        let new = &self.raw[from..];
        if let Some(first) = new.iter().position(|byte| !byte.is_ascii()) {
            self.tail.extend_from_slice(&new[first..]);
        }
        let whole = &self.tail[..self.tail.len() - unfinished(&self.tail)];
        if !whole.is_empty() {
            self.looks_like_utf8 = Some(std::str::from_utf8(whole).is_ok());
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
