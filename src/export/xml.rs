//! An XML writer: markup is copied, values are escaped, output is flushed in blocks.
//!
//! Characters that XML 1.0 forbids (most control characters, U+FFFE, U+FFFF) become U+FFFD. Tabs and line ends are
//! written as references, so that they are preserved in attributes; so are U+0085, U+2028 and U+2029, which some
//! readers treat as line ends.

use super::BUFFER;
use super::scan::{self, below, equal};
use std::io::{self, Write};

/// A writer of an XML document.
pub(super) struct Xml<'w> {
    out: &'w mut dyn Write,
    buffer: Vec<u8>,
}

impl<'w> Xml<'w> {
    /// Starts a document with the XML declaration.
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        let mut xml = Self {
            out,
            buffer: Vec::with_capacity(2 * BUFFER),
        };
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml
    }

    /// Adds markup.
    #[inline]
    pub(super) fn raw(&mut self, markup: &str) {
        self.buffer.extend_from_slice(markup.as_bytes());
    }

    /// Adds a text, escaped for attributes and elements.
    pub(super) fn text(&mut self, text: &str) {
        if needs_escapes(text) {
            self.raw(&escaped(text));
        } else {
            self.raw(text);
        }
    }

    /// Adds bytes of markup.
    #[inline]
    pub(super) fn bytes(&mut self, markup: &[u8]) {
        self.buffer.extend_from_slice(markup);
    }

    /// Adds ` name="value"`.
    #[inline]
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.text(value);
        self.raw("\"");
    }

    /// Adds an integer.
    pub(super) fn number(&mut self, mut number: usize) {
        let mut digits = [0_u8; 20];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.buffer.extend_from_slice(&digits[first..]);
    }

    /// Adds a non-negative number with two decimals.
    pub(super) fn hundredths(&mut self, number: f64) {
        let hundredths = (number * 100.0).round() as usize;
        self.number(hundredths / 100);
        self.raw(".");
        self.number(hundredths / 10 % 10);
        self.number(hundredths % 10);
    }

    /// Flushes a full buffer.
    pub(super) fn pass_on(&mut self) -> io::Result<()> {
        if self.buffer.len() < BUFFER {
            return Ok(());
        }
        self.finish()
    }

    /// Flushes the rest.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// Whether a text needs escaping.
pub(super) fn needs_escapes(text: &str) -> bool {
    has_special(text.as_bytes()) || has_line_end(text.as_bytes())
}

/// Escapes a text for attributes and elements.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    escape(text, &mut escaped);
    escaped
}

/// Appends a text, escaped for attributes and elements.
pub(super) fn escape(text: &str, escaped: &mut String) {
    let bytes = text.as_bytes();
    let mut done = 0;
    let leads = |byte: u8| is_special(byte) || byte == 0xC2 || byte == 0xE2;
    for (index, byte) in bytes.iter().enumerate().filter(|(_, byte)| leads(**byte)) {
        let (instead, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\t' => ("&#9;", 1),
            b'\n' => ("&#10;", 1),
            b'\r' => ("&#13;", 1),
            0xC2 | 0xE2 => match line_end(&bytes[index..]) {
                Some(line_end) => line_end,
                None => continue,
            },
            0xEF if !matches!(bytes.get(index + 1..index + 3), Some([0xBF, 0xBE | 0xBF])) => continue,
            0xEF => ("\u{fffd}", 3),
            _ => ("\u{fffd}", 1),
        };
        escaped.push_str(&text[done..index]);
        escaped.push_str(instead);
        done = index + length;
    }
    escaped.push_str(&text[done..]);
}

/// Whether any byte is special.
fn has_special(bytes: &[u8]) -> bool {
    scan::finds(bytes, |word| {
        let marks = equal(word, b'"') | equal(word, b'&') | equal(word, b'<') | equal(word, b'>');
        marks | equal(word, 0xEF) | below(word, b' ')
    })
}

/// Whether some bytes may contain a non-ASCII line end. It looks for pairs of bytes that rarely occur otherwise: the
/// first bytes of U+2028 and U+2029 are also those of quotation marks and apostrophes.
fn has_line_end(bytes: &[u8]) -> bool {
    let pairs = || bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let may_be = |(&one, &two): (&u8, &u8)| (one == 0xC2 && two == 0x85) || (one == 0x80 && two | 1 == 0xA9);
    !bytes.is_ascii() && pairs().fold(false, |found, pair| found | may_be(pair))
}

/// The reference for the non-ASCII line end at the start of some bytes, and the length of that line end.
fn line_end(bytes: &[u8]) -> Option<(&'static str, usize)> {
    match bytes {
        [0xC2, 0x85, ..] => Some(("&#133;", 2)),
        [0xE2, 0x80, 0xA8, ..] => Some(("&#8232;", 3)),
        [0xE2, 0x80, 0xA9, ..] => Some(("&#8233;", 3)),
        _ => None,
    }
}

/// Whether a byte needs escaping, or may start a character that does.
fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'&' || byte == b'<' || byte == b'>' || byte == 0xEF
}

/// A list as both XML formats write it, in JSON syntax: `["a", "b"]`. Gephi and graphology parse that as a list.
pub(super) fn list<'t>(items: impl Iterator<Item = &'t str>) -> String {
    let mut written = String::from("[");
    for (number, item) in items.enumerate() {
        written.push_str(if number == 0 { "\"" } else { ", \"" });
        for character in item.chars() {
            if matches!(character, '"' | '\\') {
                written.push('\\');
            }
            written.push(character);
        }
        written.push('"');
    }
    written.push(']');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out);
        xml.buffer.clear();
        xml.text(text);
        xml.finish().expect("memory takes all");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn what_xml_forbids_is_replaced_and_all_else_survives() {
        assert_eq!(
            written("a\u{0}b\u{1b}\u{fffe}c\u{ffff}"),
            "a\u{fffd}b\u{fffd}\u{fffd}c\u{fffd}"
        );
        assert_eq!(written("<&>\"'\t\r\n"), "&lt;&amp;&gt;&quot;'&#9;&#13;&#10;");
        let kept = "\u{feff}\u{fffd}é ﷼ 👩‍🚀 \u{202e}עברית\u{7f} « l’é… »";
        assert_eq!(written(kept), kept);
        assert_eq!(
            written("« a\u{85}b » l’é\u{2028}\u{2029}<"),
            "« a&#133;b » l’é&#8232;&#8233;&lt;"
        );
        let long = "x".repeat(10_000);
        assert_eq!(written(&long), long);
    }

    #[test]
    fn numbers_have_their_digits() {
        let mut out = Vec::new();
        let mut xml = Xml::new(&mut out);
        xml.buffer.clear();
        xml.number(0);
        xml.raw(" ");
        xml.number(1_048_576);
        xml.raw(" ");
        xml.hundredths(4.006);
        xml.finish().expect("memory takes all");
        assert_eq!(out, b"0 1048576 4.01");
    }

    #[test]
    fn lists_are_quoted() {
        assert_eq!(list(["a, b", "c\"\\"].into_iter()), r#"["a, b", "c\"\\"]"#);
        assert_eq!(list(std::iter::empty()), "[]");
    }
}
