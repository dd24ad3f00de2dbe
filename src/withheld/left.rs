//! Parts of withheld names that still stand in what is published: a word that may be that of others, an address in which a family name
//! is written together with other letters. They cannot be covered safely, so that the curator is told.

use super::word::{decoded, words};
use crate::vocabulary as v;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// `schema:url`.
const URL: &str = "http://schema.org/url";

/// The fewest letters of a part that is found within other letters. By these letters it is found.
const LETTERS: usize = 5;

/// Endings of a name in a text, of several people or of what is theirs.
const ENDINGS: [&str; 4] = ["s", "es", "n", "x"];

/// The most letters of a text that are told.
const MOST_LETTERS: usize = 60;

/// Parts of withheld names, folded, with the label of an entity that has them.
#[derive(Debug, Default)]
pub struct Parts {
    whole: HashMap<String, Part>,
    by_start: HashMap<String, Vec<String>>,
}

#[derive(Debug)]
struct Part {
    written: String,
    of: String,
}

/// What still stands of a withheld name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// The part of the name.
    pub part: String,
    /// The label of the entity whose name it is.
    pub of: String,
    /// The first text in which it stands, cut after some letters; a text for people, if it stands in one.
    pub text: String,
    /// How many other texts it stands in.
    pub others: usize,
}

/// The texts in which a part stands.
struct Seen<'p> {
    part: &'p Part,
    /// Texts for people.
    prose: BTreeSet<String>,
    /// Keys.
    keys: BTreeSet<String>,
}

impl Seen<'_> {
    fn told(self) -> Left {
        let mut texts = self.prose.into_iter().chain(self.keys);
        let first = texts.next().unwrap_or_default();
        Left {
            others: texts.count(),
            ..self.part.in_text(&first)
        }
    }
}

/// What still stands of withheld names, each part once; sorted.
#[derive(Debug, Default)]
pub struct Leftovers {
    /// Words.
    pub words: Vec<Left>,
    /// Addresses of the web.
    pub addresses: Vec<Left>,
}

impl Parts {
    /// Adds a part of the name of an entity, as it is written.
    pub fn add(&mut self, written: &str, of: &str) {
        let folded: String = words(written).into_iter().map(|word| word.folded).collect();
        if folded.is_empty() || self.whole.contains_key(&folded) {
            return;
        }
        if let Some(start) = start(&folded) {
            self.by_start.entry(start.to_owned()).or_default().push(folded.clone());
        }
        let part = Part {
            written: written.to_owned(),
            of: of.to_owned(),
        };
        self.whole.insert(folded, part);
    }

    /// The parts that still stand in triples. `base` is that of the dossier's own IRIs.
    pub fn left_in(&self, base: &str, triples: &[Triple]) -> Leftovers {
        let (mut by_word, mut by_address) = (BTreeMap::new(), BTreeMap::new());
        if self.whole.is_empty() {
            return Leftovers::default();
        }
        for triple in triples {
            if let NamedOrBlankNode::NamedNode(subject) = &triple.subject {
                self.key(base, subject.as_str(), &mut by_word);
            }
            match &triple.object {
                Term::NamedNode(node) if node.as_str().starts_with(base) => self.key(base, node.as_str(), &mut by_word),
                Term::NamedNode(node) => self.address(node.as_str(), &mut by_address),
                Term::Literal(literal) => {
                    let is_address =
                        [URL, v::ARCHIVE].contains(&triple.predicate.as_str()) || literal.datatype() == xsd::ANY_URI;
                    match is_address {
                        true => self.address(literal.value(), &mut by_address),
                        false => self.prose(literal.value(), &mut by_word),
                    }
                }
                _ => {}
            }
        }
        Leftovers {
            words: by_word.into_values().map(Seen::told).collect(),
            addresses: by_address.into_values().collect(),
        }
    }

    /// The parts in words for people: with a capital, since others are words.
    fn prose<'p>(&'p self, text: &str, found: &mut BTreeMap<&'p str, Seen<'p>>) {
        for word in words(text) {
            if text[word.bytes.clone()].starts_with(char::is_uppercase)
                && let Some(seen) = self.seen(&word.folded, found)
            {
                seen.prose.insert(text.to_owned());
            }
        }
    }

    /// The parts in a key.
    fn key<'p>(&'p self, base: &str, iri: &str, found: &mut BTreeMap<&'p str, Seen<'p>>) {
        let Some(path) = iri.strip_prefix(base) else { return };
        for word in words(path) {
            if let Some(seen) = self.seen(&word.folded, found) {
                seen.keys.insert(path.to_owned());
            }
        }
    }

    /// Where a word is noted, if it is a part of a name, or one with an ending: `Wrenfields`.
    fn seen<'p, 'f>(&'p self, folded: &str, found: &'f mut BTreeMap<&'p str, Seen<'p>>) -> Option<&'f mut Seen<'p>> {
        let bare = ENDINGS.iter().filter_map(|ending| folded.strip_suffix(ending));
        let bare = bare.filter(|bare| start(bare).is_some());
        let known = [folded].into_iter().chain(bare);
        let (key, part) = known.into_iter().find_map(|word| self.whole.get_key_value(word))?;
        Some(found.entry(key).or_insert_with(|| Seen {
            part,
            prose: BTreeSet::new(),
            keys: BTreeSet::new(),
        }))
    }

    /// The parts in an address, even where other letters surround them.
    fn address(&self, address: &str, found: &mut BTreeMap<String, Left>) {
        if !address.contains("://") || found.contains_key(address) {
            return;
        }
        let is_own = |word: &str| self.whole.get(word);
        let part = words(&decoded(address)).into_iter().find_map(|word| {
            let folded = word.folded.as_str();
            let within = || {
                let starts = folded.char_indices().filter_map(|(at, _)| {
                    let rest = &folded[at..];
                    let parts = self.by_start.get(start(rest)?)?;
                    parts.iter().find(|part| rest.starts_with(part.as_str()))
                });
                starts.into_iter().next().and_then(|part| self.whole.get(part))
            };
            is_own(folded).or_else(within)
        });
        if let Some(part) = part {
            found.insert(address.to_owned(), part.in_text(address));
        }
    }
}

impl Part {
    fn in_text(&self, text: &str) -> Left {
        let cut: String = text.chars().take(MOST_LETTERS).collect();
        Left {
            part: self.written.clone(),
            of: self.of.clone(),
            text: if cut.len() < text.len() { cut + "…" } else { cut },
            others: 0,
        }
    }
}

/// The first letters of a text, if it has as many.
fn start(text: &str) -> Option<&str> {
    let end = text
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8())
        .nth(LETTERS - 1)?;
    text.get(..end)
}
