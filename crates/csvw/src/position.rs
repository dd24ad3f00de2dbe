//! Where a JSON pointer points in the text of a metadata file (RFC 6901), so that a finding has a line.

/// The byte at which the value of a pointer begins, or of its nearest ancestor that is there.
pub(super) fn of_pointer(text: &str, pointer: &str) -> usize {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    scanner.space();
    let mut found = scanner.at;
    for token in pointer.split('/').skip(1) {
        if !scanner.enter(token) {
            break;
        }
        found = scanner.at;
    }
    found
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn space(&mut self) {
        while self.peek().is_ascii_whitespace() || self.peek() == b',' || self.peek() == b':' {
            self.at += 1;
        }
    }

    /// Goes to the member or the element of this name; false where there is none.
    fn enter(&mut self, token: &str) -> bool {
        let is_object = self.peek() == b'{';
        if !is_object && self.peek() != b'[' {
            return false;
        }
        self.at += 1;
        let mut index = 0;
        loop {
            self.space();
            match self.peek() {
                0 | b'}' | b']' => return false,
                _ if is_object => {
                    let start = self.at + 1;
                    self.skip();
                    let name = &self.bytes[start.min(self.at)..self.at.saturating_sub(1).max(start.min(self.at))];
                    self.space();
                    if name == token.as_bytes() {
                        return true;
                    }
                }
                _ if token.parse() == Ok(index) => return true,
                _ => index += 1,
            }
            self.skip();
        }
    }

    /// Passes over one value.
    fn skip(&mut self) {
        match self.peek() {
            b'"' => self.skip_string(),
            b'{' | b'[' => {
                let mut depth = 0;
                loop {
                    match self.peek() {
                        0 => return,
                        b'"' => {
                            self.skip_string();
                            continue;
                        }
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                    self.at += 1;
                    if depth == 0 {
                        return;
                    }
                }
            }
            _ => {
                while !matches!(self.peek(), 0 | b',' | b'}' | b']') && !self.peek().is_ascii_whitespace() {
                    self.at += 1;
                }
            }
        }
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while !matches!(self.peek(), 0 | b'"') {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(self.bytes.len());
    }
}
