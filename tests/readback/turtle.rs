//! A small reader of Turtle, and so of N-Triples, N-Quads and TriG without graphs: what our exports use, nothing more.

use super::{Fact, Node};
use std::collections::BTreeMap;

const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

struct Reader<'t> {
    rest: &'t str,
    prefixes: BTreeMap<String, String>,
}

/// The triples of a document.
pub fn read(text: &str) -> Vec<Fact> {
    let mut reader = Reader {
        rest: text,
        prefixes: BTreeMap::new(),
    };
    let mut facts = Vec::new();
    while !reader.at_end() {
        if reader.takes("@prefix") {
            reader.blank();
            let (prefix, rest) = reader.rest.split_once(':').expect("a prefix ends in a colon");
            reader.rest = rest;
            let Node::Iri(iri) = reader.node() else {
                panic!("a prefix is an IRI")
            };
            reader.prefixes.insert(prefix.to_owned(), iri);
            assert!(reader.takes("."));
            continue;
        }
        let subject = reader.node();
        loop {
            let predicate = reader.node();
            loop {
                facts.push((subject.clone(), predicate.clone(), reader.node()));
                if !reader.takes(",") {
                    break;
                }
            }
            if !reader.takes(";") {
                break;
            }
        }
        assert!(reader.takes("."), "no full stop before {:.60}", reader.rest);
    }
    facts
}

/// A single term.
pub fn term(text: &str) -> Node {
    let mut reader = Reader {
        rest: text,
        prefixes: BTreeMap::new(),
    };
    let node = reader.node();
    assert_eq!(reader.rest, "", "more than a term: {text}");
    node
}

impl Reader<'_> {
    /// Passes blanks: those of the grammar, not those of Unicode.
    fn blank(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    fn at_end(&mut self) -> bool {
        self.blank();
        self.rest.is_empty()
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.blank();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes the text up to a character that does not belong to it.
    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let end = self.rest.find(|letter| !belongs(letter)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }

    fn node(&mut self) -> Node {
        self.blank();
        if let Some(rest) = self.rest.strip_prefix('<') {
            let (iri, rest) = rest.split_once('>').expect("an IRI ends");
            self.rest = rest;
            return Node::Iri(unescaped(iri));
        }
        if let Some(rest) = self.rest.strip_prefix("_:") {
            self.rest = rest;
            let word = self.word(|letter| letter.is_alphanumeric() || "_-.".contains(letter));
            let label = word.trim_end_matches('.');
            return Node::Blank(label.to_owned());
        }
        if self.rest.starts_with('"') {
            return self.literal();
        }
        let word = self.word(|letter| !letter.is_whitespace() && !",;".contains(letter));
        let word = word.strip_suffix('.').unwrap_or(&word);
        if word == "a" {
            return Node::Iri(RDF_TYPE.to_owned());
        }
        let number = |name: &str| Node::Literal(word.to_owned(), format!("{XSD}{name}"));
        match word.split_once(':') {
            Some((prefix, local)) => Node::Iri(format!("{}{local}", self.prefixes[prefix])),
            None if word == "true" || word == "false" => number("boolean"),
            None if word.contains(['e', 'E']) => number("double"),
            None if word.contains('.') => number("decimal"),
            None => number("integer"),
        }
    }

    fn literal(&mut self) -> Node {
        let mut end = 1;
        let bytes = self.rest.as_bytes();
        while bytes[end] != b'"' {
            assert!(!b"\n\r".contains(&bytes[end]), "a line end in a literal");
            end += 1 + usize::from(bytes[end] == b'\\');
        }
        let value = unescaped(&self.rest[1..end]);
        self.rest = &self.rest[end + 1..];
        if let Some(rest) = self.rest.strip_prefix('@') {
            self.rest = rest;
            let language = self.word(|letter| letter.is_ascii_alphanumeric() || letter == '-');
            return Node::Tagged(value, language);
        }
        let Some(rest) = self.rest.strip_prefix("^^") else {
            return Node::Literal(value, format!("{XSD}string"));
        };
        self.rest = rest;
        let Node::Iri(datatype) = self.node() else {
            panic!("a datatype is an IRI")
        };
        Node::Literal(value, datatype)
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let escape = after.chars().next().expect("an escape");
        let (letter, length) = match escape {
            't' => ('\t', 1),
            'n' => ('\n', 1),
            'r' => ('\r', 1),
            'b' => ('\u{8}', 1),
            'f' => ('\u{c}', 1),
            '"' | '\'' | '\\' => (escape, 1),
            'u' => (code(&after[1..5]), 5),
            'U' => (code(&after[1..9]), 9),
            other => panic!("no escape: {other}"),
        };
        out.push(letter);
        rest = &after[length..];
    }
    out.push_str(rest);
    out
}

fn code(hex: &str) -> char {
    let code = u32::from_str_radix(hex, 16).expect("digits");
    char::from_u32(code).expect("a character")
}
