//! A strict parser of DOT, according to its grammar (<https://graphviz.org/doc/info/lang.html>).

use std::collections::BTreeMap;

use roxmltree::Document;

use super::{is_set, shown, tooltips};

/// An identifier, the raw content of a quoted string, markup, or punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Id(String),
    Quoted(String),
    Markup(String),
    Sign(&'static str),
}

type Attributes = BTreeMap<String, Token>;

/// The nodes and edges of a file, with their attributes.
#[derive(Default)]
struct Graph {
    statements: Vec<(Vec<String>, Attributes)>,
}

/// Checks the labels of nodes: each is well-formed markup that shows the label, each tooltip is complete.
pub fn holds(text: &str, labels: &[&str], nodes: &[(String, String)]) {
    let graph = parse(text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
    let with = |count: usize| graph.statements.iter().filter(move |(ends, _)| ends.len() == count);
    let mut names = Vec::new();
    for (iri, label) in nodes {
        let label = if label.is_empty() { iri } else { label };
        let mut found = with(1).filter(|(_, attributes)| attributes.get("URL").map(escaped).as_ref() == Some(iri));
        let (name, attributes) = found
            .next()
            .unwrap_or_else(|| panic!("no node has the URL {iri}\n{text}"));
        assert!(found.next().is_none(), "two nodes have the URL {iri}\n{text}");
        assert_eq!(escaped(&attributes["tooltip"]), in_dot(&format!("{label}\n{iri}")));
        let lines = markup(&attributes["label"]);
        assert!(is_set(&lines, label), "{lines:?} is not {label:?}");
        names.push(name[0].clone());
    }
    for (ends, names) in nodes.windows(2).zip(names.windows(2)) {
        let (_, attributes) = with(2)
            .find(|(ends, _)| ends == names)
            .unwrap_or_else(|| panic!("no edge {names:?}\n{text}"));
        let tooltip = escaped(&attributes["tooltip"]);
        let expected = tooltips(ends, labels[0]).map(|text| in_dot(&text));
        assert!(
            expected.iter().any(|text| tooltip.starts_with(text)),
            "{tooltip:?} is none of {expected:?}"
        );
        attributes.get("label").map(markup);
    }
}

/// A text without characters that DOT cannot contain; tabs and carriage returns are among them.
fn in_dot(text: &str) -> String {
    shown(text)
}

/// The text that Graphviz shows for a quoted string, after its escapes and HTML entities.
fn escaped(token: &Token) -> String {
    let Token::Quoted(raw) = token else {
        panic!("{token:?} is not quoted")
    };
    let mut text = String::new();
    let mut rest = raw.chars();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' => match rest.next() {
                Some('n') => text.push('\n'),
                Some(same @ ('\\' | '"')) => text.push(same),
                other => panic!("an escape that nobody meant: {other:?} in {raw}"),
            },
            letter if letter.is_control() => panic!("a control character in {raw:?}"),
            letter => text.push(letter),
        }
    }
    let mut parts = text.split('&');
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push('&');
        let name = part.split_once(';').map(|(name, _)| name).filter(|name| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '#')
        });
        assert!(
            matches!(name, None | Some("amp")),
            "an entity that nobody meant in {raw}"
        );
        shown.push_str(if name.is_some() { &part["amp;".len()..] } else { part });
    }
    shown
}

/// The text of markup; it must be well-formed.
fn markup(token: &Token) -> String {
    let Token::Markup(raw) = token else {
        panic!("{token:?} is no markup")
    };
    let whole = format!("<label>{raw}</label>");
    let document = Document::parse(&whole).unwrap_or_else(|error| panic!("{error}: {raw}"));
    let texts = document
        .descendants()
        .filter(|node| node.is_text())
        .filter_map(|node| node.text());
    let text = texts.collect::<Vec<_>>().join(" ");
    assert!(
        !text.replace("\\\\", "").contains('\\'),
        "an escape that nobody meant in {raw}"
    );
    text.replace("\\\\", "\\")
}

/// Parses a file with one digraph.
fn parse(text: &str) -> Result<Graph, String> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        graph: Graph::default(),
    };
    parser.word("digraph")?;
    parser.id()?;
    parser.statements()?;
    match parser.peek() {
        None => Ok(parser.graph),
        Some(more) => Err(format!("{more:?} behind the end")),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    graph: Graph,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn takes(&mut self, token: &Token) -> bool {
        let is_next = self.peek() == Some(token);
        self.at += usize::from(is_next);
        is_next
    }

    fn sign(&mut self, sign: &'static str) -> Result<(), String> {
        let found = self.peek().cloned();
        self.takes(&Token::Sign(sign))
            .then_some(())
            .ok_or_else(|| format!("{found:?} instead of {sign}"))
    }

    fn word(&mut self, word: &str) -> Result<(), String> {
        let found = self.peek().cloned();
        self.takes(&Token::Id(word.to_owned()))
            .then_some(())
            .ok_or_else(|| format!("{found:?} instead of {word}"))
    }

    fn id(&mut self) -> Result<Token, String> {
        match self.peek().cloned() {
            None | Some(Token::Sign(_)) => Err(format!("{:?} instead of an identifier", self.peek())),
            Some(id) => {
                self.at += 1;
                Ok(id)
            }
        }
    }

    /// `{ statement; .. }`.
    fn statements(&mut self) -> Result<(), String> {
        self.sign("{")?;
        while !self.takes(&Token::Sign("}")) {
            self.statement()?;
            self.takes(&Token::Sign(";"));
        }
        Ok(())
    }

    fn statement(&mut self) -> Result<(), String> {
        let first = self.id()?;
        if first == Token::Id("subgraph".to_owned()) {
            if self.peek() != Some(&Token::Sign("{")) {
                self.id()?;
            }
            return self.statements();
        }
        if self.takes(&Token::Sign("=")) {
            return self.id().map(drop);
        }
        let is_default = ["graph", "node", "edge"]
            .iter()
            .any(|word| first == Token::Id((*word).to_owned()));
        let mut ends = vec![name(first)?];
        while !is_default && self.takes(&Token::Sign("->")) {
            let end = self.id()?;
            ends.push(name(end)?);
        }
        let mut attributes = Attributes::new();
        while self.takes(&Token::Sign("[")) {
            while !self.takes(&Token::Sign("]")) {
                let key = self.id()?;
                self.sign("=")?;
                let value = self.id()?;
                let key = name(key)?;
                if attributes.insert(key.clone(), value).is_some() {
                    return Err(format!("{key} stands twice"));
                }
                let _ = self.takes(&Token::Sign(",")) || self.takes(&Token::Sign(";"));
            }
        }
        if !is_default {
            self.graph.statements.push((ends, attributes));
        }
        Ok(())
    }
}

/// The name of a node or an attribute.
fn name(token: Token) -> Result<String, String> {
    match token {
        Token::Id(name) | Token::Quoted(name) => Ok(name),
        other => Err(format!("{other:?} is no name")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 8] = ["->", "{", "}", "[", "]", "=", ";", ","];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            (Token::Sign(sign), sign.len())
        } else if first == '"' {
            let length = quoted(rest).ok_or("a quotation mark that nothing closes")?;
            (Token::Quoted(rest[1..length - 1].to_owned()), length)
        } else if first == '<' {
            let length = balanced(rest).ok_or("markup that nothing closes")?;
            (Token::Markup(rest[1..length - 1].to_owned()), length)
        } else {
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
            let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
            if length == 0 {
                return Err(format!("{first:?} begins nothing"));
            }
            (Token::Id(rest[..length].to_owned()), length)
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// The length of the quoted string at the start of a text.
fn quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '"' if !escaped => return Some(at + 1),
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    None
}

/// The length of the markup at the start of a text.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        depth += i32::from(letter == '<') - i32::from(letter == '>');
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}
