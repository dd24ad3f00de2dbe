//! Writes JSON member by member, so that the output is not held in memory.

use super::BUFFER;
use crate::view::Value;
use std::io::{self, Write};

/// A JSON writer: it writes commas, the caller writes brackets.
pub(crate) struct JsonStream<'w> {
    out: &'w mut dyn Write,
    buffer: Vec<u8>,
    /// Whether the next value needs a comma before it.
    follows: bool,
}

impl<'w> JsonStream<'w> {
    /// Begins.
    pub(crate) fn new(out: &'w mut dyn Write) -> Self {
        Self {
            out,
            buffer: Vec::with_capacity(BUFFER + (BUFFER >> 2)),
            follows: false,
        }
    }

    fn separate(&mut self) {
        if self.follows {
            self.buffer.push(b',');
        }
        self.follows = true;
    }

    /// Opens an object (`{`) or an array (`[`).
    pub(crate) fn open(&mut self, bracket: u8) {
        self.separate();
        self.buffer.push(bracket);
        self.follows = false;
    }

    /// Closes it.
    pub(crate) fn close(&mut self, bracket: u8) {
        self.buffer.push(bracket);
        self.follows = true;
    }

    /// Starts a line before a member or item, and flushes a full buffer.
    ///
    /// # Errors
    /// Those of the writer.
    pub(crate) fn line(&mut self) -> io::Result<()> {
        self.separate();
        self.buffer.push(b'\n');
        self.follows = false;
        if self.buffer.len() >= BUFFER {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Writes the name of the next member.
    pub(crate) fn name(&mut self, name: &str) {
        self.text(name);
        self.buffer.push(b':');
        self.follows = false;
    }

    /// Writes a text.
    pub(crate) fn text(&mut self, text: &str) {
        self.separate();
        let quoted = text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\');
        if quoted {
            // Serialising a string to memory cannot fail.
            self.buffer
                .extend(serde_json::Value::from(text).to_string().into_bytes());
        } else {
            self.buffer.push(b'"');
            self.buffer.extend_from_slice(text.as_bytes());
            self.buffer.push(b'"');
        }
    }

    /// Writes a boolean.
    pub(crate) fn truth(&mut self, truth: bool) {
        self.separate();
        self.buffer.extend_from_slice(if truth { b"true" } else { b"false" });
    }

    /// Writes a decimal with all its digits as a number (RFC 8259, section 6); a text that is not a decimal is written
    /// as a string.
    pub(crate) fn decimal(&mut self, digits: &str) {
        let Some((sign, whole, decimals)) = decimal_parts(digits) else {
            return self.text(digits);
        };
        self.separate();
        self.buffer.extend_from_slice(sign.as_bytes());
        self.buffer.extend_from_slice(whole.as_bytes());
        if !decimals.is_empty() {
            self.buffer.push(b'.');
            self.buffer.extend_from_slice(decimals.as_bytes());
        }
    }

    /// Writes a coordinate or size; NaN and infinities are written as 0.
    pub(crate) fn double(&mut self, number: f64) {
        self.separate();
        let number = if number.is_finite() { number } else { 0.0 };
        self.buffer.extend(number.to_string().into_bytes());
    }

    /// Writes an attribute value: numbers as numbers, lists as arrays.
    pub(crate) fn value(&mut self, value: Value<'_>) {
        match value {
            Value::Integer(digits) | Value::Decimal(digits) => self.decimal(digits),
            Value::Boolean(truth) => self.truth(truth),
            Value::Text(text) | Value::Date(text) | Value::Iri(text) => self.text(text),
            Value::List(items) => {
                self.open(b'[');
                items.iter().for_each(|item| self.text(item));
                self.close(b']');
            }
        }
    }

    /// Writes a string member, if there is a value.
    pub(crate) fn member(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.name(name);
            self.text(text);
        }
    }

    /// Ends the output with a line break.
    ///
    /// # Errors
    /// Those of the writer.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.buffer.push(b'\n');
        self.out.write_all(&self.buffer)
    }
}

/// Sign, integer digits without leading zeros, and fraction digits.
fn decimal_parts(text: &str) -> Option<(&str, &str, &str)> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(body) => ("-", body),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || whole.len() + decimals.len() == 0 {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    Some((sign, if whole.is_empty() { "0" } else { whole }, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    fn written(write: impl Fn(&mut JsonStream<'_>)) -> String {
        let mut out = Vec::new();
        let mut json = JsonStream::new(&mut out);
        write(&mut json);
        json.finish().expect("memory takes all");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn commas_stand_between() {
        let text = written(|json| {
            json.open(b'{');
            json.member("a", Some("x"));
            json.member("b", None);
            json.name("c");
            json.open(b'[');
            json.truth(true);
            json.open(b'[');
            json.close(b']');
            json.double(1.5);
            json.close(b']');
            json.member("d", Some(""));
            json.close(b'}');
        });
        assert_eq!(text, "{\"a\":\"x\",\"c\":[true,[],1.5],\"d\":\"\"}\n");
    }

    #[test]
    fn every_text_comes_back() {
        for text in samples::NASTY {
            let json = written(|json| json.text(text));
            assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }
    }

    #[test]
    fn decimals_keep_their_digits_and_are_json() {
        for (digits, json) in [
            ("109000000000.25", "109000000000.25"),
            ("+007.50", "7.50"),
            ("-.5", "-0.5"),
            ("5.", "5"),
            ("0", "0"),
            ("1e3", "\"1e3\""),
            ("", "\"\""),
            ("NaN", "\"NaN\""),
        ] {
            assert_eq!(written(|stream| stream.decimal(digits)).trim_end(), json);
        }
    }
}
