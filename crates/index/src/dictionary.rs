//! The dictionary: terms as numbers, from 0 in the order in which they were first added.
//!
//! A term is a kind and a text. What else a literal has (datatype, language) is a number of the dictionary, too; a triple term is
//! the text of its three numbers.

use crate::Full;
use hashbrown::{DefaultHashBuilder, HashTable};
use oxrdf::vocab::xsd;
use oxrdf::{BaseDirection, BlankNode, Literal, LiteralRef, NamedNode, NamedOrBlankNode, Term, TermRef, Triple};
use spareval::ExpressionTerm;
use std::hash::BuildHasher;

/// What a term is, beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Iri,
    Blank,
    /// A string.
    Plain,
    /// A literal with a datatype, by the number of its IRI.
    Typed(u32),
    /// A literal with a language, by the number of the tag as a string.
    Tagged(u32),
    /// The same, written from left to right.
    LeftToRight(u32),
    /// The same, written from right to left.
    RightToLeft(u32),
    /// A triple term: its text is three numbers of eight hexadecimal digits each.
    Triple,
}

#[derive(Debug, Clone)]
struct Entry {
    /// Where the text ends in the text of all; it starts where that of the entry before ends.
    end: usize,
    kind: Kind,
}

/// Terms by number, and numbers by term.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    /// The number of the first entry: a query's own terms follow those of the index.
    first: u32,
    text: String,
    entries: Vec<Entry>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Dictionary {
    /// An empty dictionary whose numbers follow those of another.
    pub(crate) fn after(other: &Self) -> Self {
        Self {
            first: other.end(),
            ..Self::default()
        }
    }

    /// The number after the last.
    pub(crate) fn end(&self) -> u32 {
        // `put` keeps the sum below 2³².
        self.first
            .saturating_add(u32::try_from(self.entries.len()).unwrap_or(u32::MAX))
    }

    /// The number of a term that is there.
    pub(crate) fn get(&self, kind: Kind, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one((kind, text));
        self.numbers
            .find(hash, |number| self.part(*number) == Some((kind, text)))
            .copied()
    }

    /// The number of a term, which is added if it is not there.
    pub(crate) fn put(&mut self, kind: Kind, text: &str) -> Result<u32, Full> {
        if let Some(number) = self.get(kind, text) {
            return Ok(number);
        }
        let number = self.end();
        if number == u32::MAX {
            return Err(Full);
        }
        self.text.push_str(text);
        self.entries.push(Entry {
            end: self.text.len(),
            kind,
        });
        let Self {
            first,
            text: all,
            entries,
            numbers,
            hasher,
        } = self;
        let hash = hasher.hash_one((kind, text));
        numbers.insert_unique(hash, number, |number| {
            hasher.hash_one(part(*first, entries, all, *number).unwrap_or((Kind::Plain, "")))
        });
        Ok(number)
    }

    /// The kind and the text of a number of this dictionary.
    pub(crate) fn part(&self, number: u32) -> Option<(Kind, &str)> {
        part(self.first, &self.entries, &self.text, number)
    }

    /// The IRI of a number, if it is one.
    pub(crate) fn iri(&self, number: u32) -> Option<&str> {
        match self.part(number)? {
            (Kind::Iri, text) => Some(text),
            _ => None,
        }
    }

    /// The term of a number of this dictionary or of the one that it follows.
    pub(crate) fn term(&self, number: u32, before: Option<&Self>) -> Term {
        let dictionary = before.filter(|_| number < self.first).unwrap_or(self);
        let Some((kind, text)) = dictionary.part(number) else {
            debug_assert!(false, "a number comes from its dictionary");
            return Literal::new_simple_literal("").into();
        };
        let word = |number: u32| match before.filter(|_| number < self.first).unwrap_or(self).part(number) {
            Some((_, text)) => text.to_owned(),
            None => String::new(),
        };
        let directed = |language, direction| {
            Literal::new_directional_language_tagged_literal_unchecked(text, word(language), direction).into()
        };
        match kind {
            Kind::Iri => NamedNode::new_unchecked(text).into(),
            Kind::Blank => BlankNode::new_unchecked(text).into(),
            Kind::Plain => Literal::new_simple_literal(text).into(),
            Kind::Typed(datatype) => Literal::new_typed_literal(text, NamedNode::new_unchecked(word(datatype))).into(),
            Kind::Tagged(language) => Literal::new_language_tagged_literal_unchecked(text, word(language)).into(),
            Kind::LeftToRight(language) => directed(language, BaseDirection::Ltr),
            Kind::RightToLeft(language) => directed(language, BaseDirection::Rtl),
            Kind::Triple => self.triple_term(text, before),
        }
    }

    /// The value of a number of this dictionary or of the one that it follows.
    pub(crate) fn value(&self, number: u32, before: Option<&Self>) -> ExpressionTerm {
        let dictionary = before.filter(|_| number < self.first).unwrap_or(self);
        match dictionary.part(number) {
            Some((Kind::Iri, text)) => ExpressionTerm::NamedNode(NamedNode::new_unchecked(text)),
            Some((Kind::Plain, text)) => ExpressionTerm::StringLiteral(text.to_owned()),
            _ => self.term(number, before).into(),
        }
    }

    fn triple_term(&self, text: &str, before: Option<&Self>) -> Term {
        let part = |at: usize| {
            let digits = text.get(8 * at..8 * at + 8).unwrap_or("");
            self.term(u32::from_str_radix(digits, 16).unwrap_or(0), before)
        };
        let subject = match part(0) {
            Term::BlankNode(node) => NamedOrBlankNode::from(node),
            Term::NamedNode(node) => node.into(),
            other => NamedNode::new_unchecked(other.to_string()).into(),
        };
        let predicate = match part(1) {
            Term::NamedNode(node) => node,
            other => NamedNode::new_unchecked(other.to_string()),
        };
        Term::Triple(Box::new(Triple::new(subject, predicate, part(2))))
    }
}

fn part<'a>(first: u32, entries: &[Entry], text: &'a str, number: u32) -> Option<(Kind, &'a str)> {
    let at = number.checked_sub(first)? as usize;
    let entry = entries.get(at)?;
    let start = at.checked_sub(1).map_or(0, |before| entries[before].end);
    Some((entry.kind, text.get(start..entry.end)?))
}

/// The number of a term, by `put`, which numbers a kind with its text; parts of the term are numbered first.
pub(crate) fn number<E>(term: TermRef<'_>, put: &mut impl FnMut(Kind, &str) -> Result<u32, E>) -> Result<u32, E> {
    match term {
        TermRef::NamedNode(node) => put(Kind::Iri, node.as_str()),
        TermRef::BlankNode(node) => put(Kind::Blank, node.as_str()),
        TermRef::Literal(literal) => match by_value(literal) {
            Some(value) => number_literal(value.as_ref(), put),
            None => number_literal(literal, put),
        },
        TermRef::Triple(triple) => {
            let subject = number(triple.subject.as_ref().into(), put)?;
            let predicate = number(triple.predicate.as_ref().into(), put)?;
            let object = number(triple.object.as_ref(), put)?;
            put(Kind::Triple, &format!("{subject:08x}{predicate:08x}{object:08x}"))
        }
    }
}

fn number_literal<E>(literal: LiteralRef<'_>, put: &mut impl FnMut(Kind, &str) -> Result<u32, E>) -> Result<u32, E> {
    let kind = if let Some(language) = literal.language() {
        let language = put(Kind::Plain, language)?;
        match literal.direction() {
            None => Kind::Tagged(language),
            Some(BaseDirection::Ltr) => Kind::LeftToRight(language),
            Some(BaseDirection::Rtl) => Kind::RightToLeft(language),
        }
    } else if literal.datatype() == xsd::STRING {
        Kind::Plain
    } else {
        Kind::Typed(put(Kind::Iri, literal.datatype().as_str())?)
    };
    put(kind, literal.value())
}

/// The canonical literal of a value that SPARQL calculates with; `None` for other literals.
fn by_value(literal: LiteralRef<'_>) -> Option<Literal> {
    let datatype = literal.datatype();
    if literal.language().is_some() || datatype == xsd::STRING || !datatype.as_str().starts_with(XSD) {
        return None;
    }
    match ExpressionTerm::from(Term::from(literal.into_owned())) {
        ExpressionTerm::OtherTypedLiteral { .. } => None,
        value => match Term::from(value) {
            Term::Literal(literal) => Some(literal),
            _ => None,
        },
    }
}

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
