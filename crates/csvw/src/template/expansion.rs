//! What expressions give (RFC 6570, section 3.2), and percent-encoding.

use super::Value;
use std::ops::Range;

/// What is between two braces, without the variables that are defined nowhere; at least one is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expression {
    pub(super) operator: Operator,
    pub(super) variables: Vec<Variable>,
}

/// A variable of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    /// As it is written, which is how some operators repeat it.
    pub(super) name: String,
    pub(super) slot: usize,
    pub(super) modifier: Modifier,
}

/// What is taken of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Modifier {
    None,
    /// `name*`: items of a list are as if they were values of their own.
    Explode,
    /// `name:3`: so many characters from the start of a text.
    Prefix(usize),
}

/// The kinds of expression (section 3.2, table of appendix A).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Simple,
    /// `+`
    Reserved,
    /// `#`
    Fragment,
    /// `.`
    Label,
    /// `/`
    Path,
    /// `;`
    Parameter,
    /// `?`
    Query,
    /// `&`
    Continuation,
}

impl Operator {
    pub(super) fn of(character: char) -> Option<Self> {
        Some(match character {
            '+' => Self::Reserved,
            '#' => Self::Fragment,
            '.' => Self::Label,
            '/' => Self::Path,
            ';' => Self::Parameter,
            '?' => Self::Query,
            '&' => Self::Continuation,
            _ => return None,
        })
    }

    /// What goes before the first value that is defined, and what between values.
    fn delimiters(self) -> (&'static str, &'static str) {
        match self {
            Self::Simple | Self::Reserved => ("", ","),
            Self::Fragment => ("#", ","),
            Self::Label => (".", "."),
            Self::Path => ("/", "/"),
            Self::Parameter => (";", ";"),
            Self::Query => ("?", "&"),
            Self::Continuation => ("&", "&"),
        }
    }

    /// For operators that repeat the name: what is between it and an empty value.
    fn before_empty(self) -> Option<&'static str> {
        match self {
            Self::Parameter => Some(""),
            Self::Query | Self::Continuation => Some("="),
            _ => None,
        }
    }

    /// Whether values keep their reserved characters, and what is percent-encoded already.
    pub(super) fn keeps_reserved(self) -> bool {
        matches!(self, Self::Reserved | Self::Fragment)
    }

    #[inline]
    fn push(self, text: &str, out: &mut String) {
        if self.keeps_reserved() {
            keep_reserved(text, out);
        } else {
            encode(text, out);
        }
    }
}

impl Expression {
    pub(super) fn expand<'v>(&self, value: &impl Fn(usize) -> Value<'v>, out: &mut String) {
        let (mut delimiter, between) = self.operator.delimiters();
        for variable in &self.variables {
            match value(variable.slot) {
                Value::Undefined | Value::List(_, []) => continue,
                Value::Text(text) => {
                    let kept = self.kept(text, variable.modifier);
                    self.push_named(delimiter, &variable.name, kept, out);
                }
                Value::Number(number) => {
                    let mut buffer = [0; DIGITS];
                    let kept = self.kept(digits(number, &mut buffer), variable.modifier);
                    self.push_named(delimiter, &variable.name, kept, out);
                }
                Value::List(text, items) => self.push_list(delimiter, variable, text, items, out),
            }
            delimiter = between;
        }
    }

    fn kept<'t>(&self, text: &'t str, modifier: Modifier) -> &'t str {
        match modifier {
            Modifier::Prefix(length) => start(text, length, self.operator.keeps_reserved()),
            Modifier::None | Modifier::Explode => text,
        }
    }

    fn push_named(&self, delimiter: &str, name: &str, text: &str, out: &mut String) {
        out.push_str(delimiter);
        if let Some(before_empty) = self.operator.before_empty() {
            out.push_str(name);
            out.push_str(if text.is_empty() { before_empty } else { "=" });
        }
        self.operator.push(text, out);
    }

    fn push_list(&self, delimiter: &str, variable: &Variable, text: &str, items: &[Range<usize>], out: &mut String) {
        if variable.modifier == Modifier::Explode {
            let mut delimiter = delimiter;
            for item in items {
                self.push_named(delimiter, &variable.name, &text[item.clone()], out);
                delimiter = self.operator.delimiters().1;
            }
            return;
        }
        out.push_str(delimiter);
        if self.operator.before_empty().is_some() {
            out.push_str(&variable.name);
            out.push('=');
        }
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            self.operator.push(&text[item.clone()], out);
        }
    }
}

/// Writes `{name}`.
#[inline]
pub(super) fn simple(value: Value<'_>, out: &mut String) {
    match value {
        Value::Undefined => {}
        Value::Text(text) => encode(text, out),
        Value::Number(number) => out.push_str(digits(number, &mut [0; DIGITS])),
        Value::List(text, items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                encode(&text[item.clone()], out);
            }
        }
    }
}

/// As many as the longest `u64` has.
const DIGITS: usize = 20;

fn digits(number: u64, buffer: &mut [u8; DIGITS]) -> &str {
    let mut rest = number;
    let mut first = DIGITS;
    for (index, digit) in buffer.iter_mut().enumerate().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        first = index;
        if rest == 0 {
            break;
        }
    }
    // Digits are ASCII: this cannot fail.
    str::from_utf8(&buffer[first..]).unwrap_or_default()
}

const UNRESERVED: u8 = 1;
const RESERVED: u8 = 2;

/// What each byte is by RFC 3986, sections 2.2 and 2.3: a table, because every byte of every cell is looked up.
static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => UNRESERVED,
            b':' | b'/' | b'?' | b'#' | b'[' | b']' | b'@' => RESERVED,
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' => RESERVED,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

#[inline]
fn is_unreserved(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == UNRESERVED
}

/// Percent-encodes all that is not unreserved.
#[inline]
fn encode(text: &str, out: &mut String) {
    match text.bytes().position(|byte| !is_unreserved(byte)) {
        None => out.push_str(text),
        Some(first) => encode_from(text, first, out),
    }
}

/// Percent-encodes a text whose first byte to be encoded is known.
fn encode_from(text: &str, first: usize, out: &mut String) {
    let (kept, rest) = text.split_at(first);
    out.push_str(kept);
    push_encoded(
        rest,
        |bytes| bytes.first().is_some_and(|byte| is_unreserved(*byte)),
        out,
    );
}

/// Percent-encodes all that is neither unreserved, nor reserved, nor percent-encoded already.
fn keep_reserved(text: &str, out: &mut String) {
    push_encoded(text, is_kept, out);
}

/// Percent-encodes the bytes that are not kept; `keeps` is given what begins with them, and keeps ASCII only.
fn push_encoded(text: &str, keeps: impl Fn(&[u8]) -> bool, out: &mut String) {
    let mut kept_from = 0;
    for (index, byte) in text.bytes().enumerate() {
        if !keeps(&text.as_bytes()[index..]) {
            // A run of kept bytes is ASCII, so it begins and ends between characters; an empty one may not.
            if kept_from < index {
                out.push_str(&text[kept_from..index]);
            }
            push_byte(byte, out);
            kept_from = index + 1;
        }
    }
    out.push_str(&text[kept_from..]);
}

/// Writes a literal (section 3.1); what an IRI may hold stays as it is.
pub(super) fn push_literal(literal: &str, out: &mut String) {
    for (index, character) in literal.char_indices() {
        if is_ucschar(character) || is_kept(&literal.as_bytes()[index..]) {
            out.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                push_byte(byte, out);
            }
        }
    }
}

/// Whether the byte that the bytes begin with may be in a URI as it is.
fn is_kept(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| CLASSES[usize::from(*byte)] != 0) || triplet(bytes).is_some()
}

/// Whether an IRI may hold a character that a URI may not (RFC 3987, section 2.2; without those of queries only).
fn is_ucschar(character: char) -> bool {
    matches!(
        character,
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}'
    ) || (matches!(character, '\u{10000}'..='\u{DFFFD}') && u32::from(character) & 0xFFFF < 0xFFFE)
        || matches!(character, '\u{E1000}'..='\u{EFFFD}')
}

/// The byte that the bytes begin with as `%XX`.
fn triplet(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else {
        return None;
    };
    let high = char::from(*high).to_digit(16)?;
    let low = char::from(*low).to_digit(16)?;
    u8::try_from(high * 16 + low).ok()
}

fn push_byte(byte: u8, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(HEX[usize::from(byte >> 4)]));
    out.push(char::from(HEX[usize::from(byte & 15)]));
}

/// The first `length` characters of a text.
///
/// Where `%XX` in it is kept, the triplets of one character count as that character, so that none is split.
fn start(text: &str, length: usize, keeps_triplets: bool) -> &str {
    let mut end = 0;
    for _ in 0..length {
        let rest = &text[end..];
        let encoded = if keeps_triplets { encoded_character(rest) } else { 0 };
        end += match rest.chars().next() {
            None => break,
            Some(_) if encoded > 0 => encoded,
            Some(character) => character.len_utf8(),
        };
    }
    &text[..end]
}

/// How many bytes of a text the percent-encoded character takes that it begins with; 0 where it begins with none.
fn encoded_character(text: &str) -> usize {
    let Some(lead) = triplet(text.as_bytes()) else {
        return 0;
    };
    let continuations = match lead {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        0xF0..=0xF4 => 3,
        _ => 0,
    };
    let mut end = 3;
    for _ in 0..continuations {
        match triplet(&text.as_bytes()[end..]) {
            Some(0x80..=0xBF) => end += 3,
            _ => break,
        }
    }
    end
}
