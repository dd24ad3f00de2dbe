//! Where a JSON pointer points in the text of a metadata file (RFC 6901), so that a finding has a line.
//!
//! One pass records the place of every value, so that finding a place takes the same time however long the text is.

/// The places of all values of a document.
#[derive(Debug, Clone)]
pub(super) struct Positions {
    /// The hash of a pointer and the byte at which its value begins, sorted.
    places: Vec<(u64, u32)>,
    /// The byte at which the document's value begins.
    root: usize,
}

/// How many values a JSON text has, of those in objects and arrays; stops counting at `limit`.
pub(super) fn count_values(text: &str, limit: usize) -> usize {
    let mut count = 1;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b',' | b'[' | b'{' => count += 1,
            _ => {}
        }
        if count >= limit {
            break;
        }
    }
    count
}

fn skip_string(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return,
            _ => {}
        }
    }
}

impl Positions {
    /// Records the places of a text that is JSON.
    pub(super) fn of(text: &str) -> Self {
        let mut scanner = Scanner {
            text,
            at: 0,
            places: Vec::new(),
        };
        scanner.space();
        let root = scanner.at;
        scanner.scan();
        let mut places = scanner.places;
        // Stable, so that the first of several members with one name is found.
        places.sort_by_key(|(hash, _)| *hash);
        Self { places, root }
    }

    /// The byte at which the value of a pointer begins, or of its nearest ancestor that is there.
    pub(super) fn of_pointer(&self, pointer: &str) -> usize {
        let mut pointer = pointer;
        while !pointer.is_empty() {
            let hash = extended(EMPTY, pointer.as_bytes());
            let index = self.places.partition_point(|(other, _)| *other < hash);
            if let Some((_, at)) = self.places.get(index).filter(|(other, _)| *other == hash) {
                return *at as usize;
            }
            pointer = pointer.rfind('/').map_or("", |end| &pointer[..end]);
        }
        self.root
    }
}

/// The hash of the empty pointer (FNV-1a).
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a pointer after more of it.
fn extended(hash: u64, more: &[u8]) -> u64 {
    more.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// An object or an array that is not yet closed.
struct Open {
    pointer: u64,
    /// The index of the next element; `None` in an object.
    index: Option<usize>,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    places: Vec<(u64, u32)>,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    fn space(&mut self) {
        while self.peek().is_ascii_whitespace() || self.peek() == b',' || self.peek() == b':' {
            self.at += 1;
        }
    }

    fn scan(&mut self) {
        let mut open: Vec<Open> = Vec::new();
        self.value(EMPTY, &mut open);
        while let Some(innermost) = open.last_mut() {
            self.space();
            let token = match (self.peek(), &mut innermost.index) {
                (0, _) => return,
                (b'}' | b']', _) => {
                    self.at += 1;
                    open.pop();
                    continue;
                }
                (_, Some(index)) => {
                    *index += 1;
                    (*index - 1).to_string()
                }
                (_, None) => self.name(),
            };
            let pointer = extended(extended(innermost.pointer, b"/"), token.as_bytes());
            self.space();
            if let Ok(at) = u32::try_from(self.at) {
                self.places.push((pointer, at));
            }
            self.value(pointer, &mut open);
        }
    }

    /// Reads the name of a member.
    fn name(&mut self) -> String {
        let from = self.at;
        self.skip();
        let written = &self.text[from..self.at];
        let bare = written.trim_matches('"');
        match written.contains('\\') {
            true => serde_json::from_str(written).unwrap_or_else(|_| bare.to_owned()),
            false => bare.to_owned(),
        }
    }

    /// Enters an object or an array, and passes over any other value.
    fn value(&mut self, pointer: u64, open: &mut Vec<Open>) {
        let index = match self.peek() {
            b'{' => None,
            b'[' => Some(0),
            _ => return self.skip(),
        };
        self.at += 1;
        open.push(Open { pointer, index });
    }

    /// Passes over a text, a number or a word; over one byte at least.
    fn skip(&mut self) {
        let rest = &self.text.as_bytes()[self.at.min(self.text.len())..];
        let length = if rest.first() == Some(&b'"') {
            let mut bytes = rest[1..].iter().copied();
            skip_string(&mut bytes);
            rest.len() - bytes.len()
        } else {
            let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
            let end = rest.iter().position(is_end).unwrap_or(rest.len());
            end.max(self.text[self.at..].chars().next().map_or(0, char::len_utf8))
        };
        self.at += length;
    }
}

/// The number or the word that begins at a byte of a JSON text.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| matches!(c, ',' | '}' | ']') || c.is_ascii_whitespace());
    &rest[..end.unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_found_at_its_value_or_at_its_nearest_ancestor() {
        let text = r#" {"a": [1, {"b/c": "x\"}", "é": 2, "\u0065": 30}], "a": 3, "d": {}}"#;
        let positions = Positions::of(text);
        for (pointer, rest) in [
            ("", "{\"a\""),
            ("/a", "[1"),
            ("/a/0", "1, "),
            ("/a/1", "{\"b/c\""),
            ("/a/1/b/c", "\"x"),
            ("/a/1/é", "2, "),
            ("/a/1/e", "30"),
            ("/a/2/f", "[1"),
            ("/d/x", "{}}"),
        ] {
            let at = positions.of_pointer(pointer);
            assert!(text[at..].starts_with(rest), "{pointer}: {}", &text[at..]);
        }
        assert_eq!(word_at(text, positions.of_pointer("/a/1/e")), "30");
        assert_eq!(count_values(text, 100), 10);
    }

    #[test]
    fn what_is_no_json_is_passed_over() {
        for text in ["", "{", "[1,", "{\"a", "}é]", "{1:[", "{\"\\", "[é,{]"] {
            assert_eq!(
                Positions::of(text).of_pointer("/a/0/b").min(text.len()),
                Positions::of(text).of_pointer("/a/0/b")
            );
        }
    }
}
