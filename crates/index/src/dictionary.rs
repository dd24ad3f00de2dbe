//! The dictionary: terms as numbers, from 0 in the order in which they were first added.
//!
//! A term is a kind and a text, as it was written. What else a literal has (datatype, language) is a number of the dictionary, too; a
//! triple term is the text of its three numbers.
//!
//! Two triple terms are one if their objects have the same value: the evaluator looks for them by value
//! ([`spareval::ExpressionTriple`]). The object of the first is that of both.

use crate::part::Section;
use crate::{Damaged, Failure, MOST};
use hashbrown::{DefaultHashBuilder, HashTable};
use oxrdf::vocab::xsd;
use oxrdf::{BaseDirection, BlankNode, Literal, LiteralRef, NamedNode, NamedOrBlankNode, Term, TermRef, Triple};
use spareval::{ExpressionTerm, ExpressionTriple};
use std::hash::BuildHasher;
use twox_hash::XxHash3_64;

/// What a term is, beside its text.
#[derive(Debug, Clone, Copy)]
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
    /// A triple term, with the number of its object. Its text is three numbers of eight hexadecimal digits each, that of the
    /// object by value; it alone tells which triple term this is.
    Triple(u32),
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Kind {}

impl Kind {
    /// What tells a kind from others, as a number.
    fn key(self) -> u64 {
        match self {
            Self::Triple(_) => Self::Triple(0).packed(),
            other => other.packed(),
        }
    }

    /// The number of the term that belongs to a literal of this kind: its datatype, or its language.
    pub(crate) fn word(self) -> Option<u32> {
        match self {
            Self::Typed(word) | Self::Tagged(word) | Self::LeftToRight(word) | Self::RightToLeft(word) => Some(word),
            Self::Iri | Self::Blank | Self::Plain | Self::Triple(_) => None,
        }
    }

    /// The same kind with another number of that term.
    pub(crate) fn with_word(self, other: impl FnOnce(u32) -> u32) -> Self {
        match self {
            Self::Typed(word) => Self::Typed(other(word)),
            Self::Tagged(word) => Self::Tagged(other(word)),
            Self::LeftToRight(word) => Self::LeftToRight(other(word)),
            Self::RightToLeft(word) => Self::RightToLeft(other(word)),
            Self::Iri | Self::Blank | Self::Plain | Self::Triple(_) => self,
        }
    }

    /// The kind as a number: which one in the lower half, of which term in the upper.
    pub(crate) fn packed(self) -> u64 {
        let (which, number) = match self {
            Self::Iri => (0, 0),
            Self::Blank => (1, 0),
            Self::Plain => (2, 0),
            Self::Triple(number) => (3, number),
            Self::Typed(number) => (4, number),
            Self::Tagged(number) => (5, number),
            Self::LeftToRight(number) => (6, number),
            Self::RightToLeft(number) => (7, number),
        };
        which | u64::from(number) << 32
    }

    fn unpacked(packed: u64) -> Result<Self, Damaged> {
        // The shift leaves 32 bits.
        let number = u32::try_from(packed >> 32).map_err(|_| Damaged)?;
        Ok(match packed & u64::from(u32::MAX) {
            0 => Self::Iri,
            1 => Self::Blank,
            2 => Self::Plain,
            3 => Self::Triple(number),
            4 => Self::Typed(number),
            5 => Self::Tagged(number),
            6 => Self::LeftToRight(number),
            7 => Self::RightToLeft(number),
            _ => return Err(Damaged),
        })
    }
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
    pub(crate) first: u32,
    text: String,
    entries: Vec<Entry>,
    /// Each number with the half of its term's hash.
    numbers: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
    recent: Recent,
}

/// The numbers of terms that were put lately, by a part of their text: those of a column repeat.
#[derive(Clone, Default)]
struct Recent(Box<[u32]>);

impl std::fmt::Debug for Recent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recent")
    }
}

impl Recent {
    const PLACES: usize = 1 << 11;

    /// The place of a text: by its length and its last eight bytes, as texts of one kind begin alike.
    fn place(text: &str) -> usize {
        let mut last = [0; 8];
        let bytes = text.as_bytes();
        let end = &bytes[bytes.len().saturating_sub(8)..];
        last[..end.len()].copy_from_slice(end);
        let mixed = (u64::from_le_bytes(last) ^ bytes.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // The shift leaves eleven bits.
        usize::try_from(mixed >> 53).unwrap_or(0) % Self::PLACES
    }

    fn get(&self, place: usize) -> Option<u32> {
        self.0.get(place).copied()
    }

    fn put(&mut self, place: usize, number: u32) {
        if self.0.is_empty() {
            self.0 = vec![VACANT; Self::PLACES].into();
        }
        self.0[place] = number;
    }
}

/// The hash whose half is this one.
fn spread(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Dictionary {
    /// An empty dictionary whose numbers begin with this one.
    pub(crate) fn from(first: u32) -> Self {
        Self {
            first,
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
        self.find(self.half(kind, text), kind, text)
    }

    /// An empty dictionary in which terms have the same hashes.
    pub(crate) fn beside(&self) -> Self {
        Self {
            hasher: self.hasher.clone(),
            ..Self::default()
        }
    }

    /// Whether terms have the same hashes in another dictionary.
    pub(crate) fn hashes_as(&self, other: &Self) -> bool {
        let of = |dictionary: &Self| dictionary.half_with(Kind::Iri, 0, "");
        of(self) == of(other)
    }

    /// Removes all terms.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
        self.numbers.clear();
        self.recent.0.fill(VACANT);
    }

    /// The half of a term's hash. A datatype or language goes into it by its text, not by its number, so that the hash is the
    /// same in other dictionaries.
    fn half(&self, kind: Kind, text: &str) -> u32 {
        let of_word = |word: u32| match self.part(word) {
            Some((kind, text)) => self.half_with(kind, 0, text),
            None => word,
        };
        self.half_with(kind, kind.word().map_or(0, of_word), text)
    }

    /// The half of a term's hash, given that of its datatype or language.
    pub(crate) fn half_with(&self, kind: Kind, word: u32, text: &str) -> u32 {
        let which = (kind.key() & u64::from(u32::MAX)) | u64::from(word) << 32;
        let hash = self.hasher.hash_one((which, text));
        // The shift leaves 32 bits.
        u32::try_from(hash >> 32).unwrap_or(0)
    }

    /// The number of the first term found whose hash has this half; most often that of the term looked for.
    pub(crate) fn candidate(&self, half: u32) -> Option<u32> {
        let found = self.numbers.find(spread(half), |(_, known)| *known == half);
        found.map(|(number, _)| *number)
    }

    pub(crate) fn find(&self, half: u32, kind: Kind, text: &str) -> Option<u32> {
        let is_it = |(number, known): &(u32, u32)| *known == half && self.part(*number) == Some((kind, text));
        self.numbers.find(spread(half), is_it).map(|(number, _)| *number)
    }

    /// The number of a term, which is added if it is not there.
    pub(crate) fn put(&mut self, kind: Kind, text: &str) -> Result<u32, Failure> {
        let place = Recent::place(text);
        if let Some(number) = self.recent.get(place)
            && self.part(number) == Some((kind, text))
        {
            return Ok(number);
        }
        let half = self.half(kind, text);
        if let Some(number) = self.find(half, kind, text) {
            self.recent.put(place, number);
            return Ok(number);
        }
        let number = self.insert(half, kind, text)?;
        self.recent.put(place, number);
        Ok(number)
    }

    /// Adds a term that is not there.
    pub(crate) fn insert(&mut self, half: u32, kind: Kind, text: &str) -> Result<u32, Failure> {
        let number = self.end();
        if number >= MOST {
            return Err(Failure::Full);
        }
        self.text.push_str(text);
        self.entries.push(Entry {
            end: self.text.len(),
            kind,
        });
        let slot = (number, half);
        self.numbers
            .insert_unique(spread(half), slot, |(_, half)| spread(*half));
        Ok(number)
    }

    /// The texts of all terms, one after the other.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Of each term, where its text ends, and its kind.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (usize, Kind)> + '_ {
        self.entries.iter().map(|entry| (entry.end, entry.kind))
    }

    /// The kind and the text of a number of this dictionary.
    pub(crate) fn part(&self, number: u32) -> Option<(Kind, &str)> {
        part(self.first, &self.entries, &self.text, number)
    }
}

fn part<'a>(first: u32, entries: &[Entry], text: &'a str, number: u32) -> Option<(Kind, &'a str)> {
    let at = number.checked_sub(first)? as usize;
    let entry = entries.get(at)?;
    let start = at.checked_sub(1).map_or(0, |before| entries[before].end);
    Some((entry.kind, text.get(start..entry.end)?))
}

/// The terms of a kept file, numbered from 0.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// The texts of all terms, one after the other.
    pub(crate) text: Section<u8>,
    /// Of each term, where its text ends, and its kind.
    pub(crate) entries: Section<[u64; 2]>,
    /// Open addressing by [`hash`]: a number, or `VACANT`. Its length is a power of two.
    pub(crate) table: Section<u32>,
    /// The seed of the hashes.
    pub(crate) seed: u64,
}

/// No number, in a table.
pub(crate) const VACANT: u32 = u32::MAX;

/// The hash of a term in the table of a kept file. Its seed is random, so that nobody can choose terms with one hash.
pub(crate) fn hash(seed: u64, kind: Kind, text: &str) -> u64 {
    XxHash3_64::oneshot_with_seed(seed ^ kind.key().wrapping_mul(0x9E37_79B9_7F4A_7C15), text.as_bytes())
}

/// The places of a hash in a table of this length, the next first (linear probing).
pub(crate) fn places(hash: u64, length: usize) -> impl Iterator<Item = usize> {
    let mask = length.wrapping_sub(1);
    // A length above that of the address space is not possible.
    let first = usize::try_from(hash & mask as u64).unwrap_or(0);
    (0..length).map(move |step| first.wrapping_add(step) & mask)
}

impl Kept {
    /// The number after the last.
    pub(crate) fn end(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// The number of a term that is there.
    pub(crate) fn get(&self, kind: Kind, text: &str) -> Result<Option<u32>, Damaged> {
        for place in places(hash(self.seed, kind, text), self.table.len()) {
            let number = self.table.slice(place..place + 1)?[0];
            if number == VACANT {
                return Ok(None);
            }
            if self.part(number)? == (kind, text) {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The kind and the text of a number.
    pub(crate) fn part(&self, number: u32) -> Result<(Kind, &str), Damaged> {
        let at = number as usize;
        let [end, kind] = self.entries.slice(at..at + 1)?[0];
        let start = match at.checked_sub(1) {
            Some(before) => self.entries.slice(before..at)?[0][0],
            None => 0,
        };
        let [start, end] = [start, end].map(|place| usize::try_from(place).map_err(|_| Damaged));
        let text = str::from_utf8(self.text.slice(start?..end?)?).map_err(|_| Damaged)?;
        Ok((Kind::unpacked(kind)?, text))
    }
}

/// The dictionaries of an index and of a query, each of which goes on where the one before ends.
#[derive(Clone, Copy)]
pub(crate) struct Layers<'a> {
    pub(crate) kept: Option<&'a Kept>,
    pub(crate) own: &'a Dictionary,
    pub(crate) computed: Option<&'a Dictionary>,
}

impl<'a> Layers<'a> {
    /// The number after the last.
    pub(crate) fn end(&self) -> u32 {
        self.computed.unwrap_or(self.own).end()
    }

    /// The number of a term that is there.
    pub(crate) fn get(&self, kind: Kind, text: &str) -> Result<Option<u32>, Damaged> {
        if let Some(number) = self.own.get(kind, text) {
            return Ok(Some(number));
        }
        let kept = self.kept.map_or(Ok(None), |kept| kept.get(kind, text))?;
        Ok(kept.or_else(|| self.computed?.get(kind, text)))
    }

    /// The kind and the text of a number; `Damaged` for a number that no term has, which can only come from a file.
    pub(crate) fn part(&self, number: u32) -> Result<(Kind, &'a str), Damaged> {
        if let Some(kept) = self.kept.filter(|kept| number < kept.end()) {
            return kept.part(number);
        }
        let own = self.own.part(number);
        own.or_else(|| self.computed?.part(number)).ok_or(Damaged)
    }

    /// The IRI of a number, if it is one.
    pub(crate) fn iri(&self, number: u32) -> Result<Option<&'a str>, Damaged> {
        Ok(match self.part(number)? {
            (Kind::Iri, text) => Some(text),
            _ => None,
        })
    }

    /// The term of a number.
    pub(crate) fn term(&self, number: u32) -> Result<Term, Damaged> {
        let (kind, text) = self.part(number)?;
        let word = |number: u32| self.part(number).map(|(_, text)| text);
        let directed = |language, direction| {
            let language = word(language)?;
            Ok(Literal::new_directional_language_tagged_literal_unchecked(text, language, direction).into())
        };
        Ok(match kind {
            Kind::Iri => NamedNode::new_unchecked(text).into(),
            Kind::Blank => BlankNode::new_unchecked(text).into(),
            Kind::Plain => Literal::new_simple_literal(text).into(),
            Kind::Typed(datatype) => Literal::new_typed_literal(text, NamedNode::new_unchecked(word(datatype)?)).into(),
            Kind::Tagged(language) => Literal::new_language_tagged_literal_unchecked(text, word(language)?).into(),
            Kind::LeftToRight(language) => return directed(language, BaseDirection::Ltr),
            Kind::RightToLeft(language) => return directed(language, BaseDirection::Rtl),
            Kind::Triple(object) => return Ok(Term::Triple(Box::new(self.triple_term(number, object, text)?))),
        })
    }

    /// The value of a number.
    pub(crate) fn value(&self, number: u32) -> Result<ExpressionTerm, Damaged> {
        Ok(match self.part(number)? {
            (Kind::Iri, text) => ExpressionTerm::NamedNode(NamedNode::new_unchecked(text)),
            (Kind::Plain, text) => ExpressionTerm::StringLiteral(text.to_owned()),
            (Kind::Triple(object), text) => as_written(self.triple_term(number, object, text)?).into(),
            _ => self.term(number)?.into(),
        })
    }

    fn triple_term(&self, number: u32, object: u32, text: &str) -> Result<Triple, Damaged> {
        // Its parts were numbered before it, so no term contains itself.
        let part = |part: u32| if part < number { self.term(part) } else { Err(Damaged) };
        let number_at = |at: usize| {
            let digits = text.get(8 * at..8 * at + 8).ok_or(Damaged)?;
            u32::from_str_radix(digits, 16).map_err(|_| Damaged)
        };
        let subject = match part(number_at(0)?)? {
            Term::BlankNode(node) => NamedOrBlankNode::from(node),
            Term::NamedNode(node) => node.into(),
            Term::Literal(_) | Term::Triple(_) => return Err(Damaged),
        };
        let Term::NamedNode(predicate) = part(number_at(1)?)? else {
            return Err(Damaged);
        };
        Ok(Triple::new(subject, predicate, part(object)?))
    }
}

/// A triple term as the evaluator takes it apart: a literal that is not in canonical form stays as it is, and becomes a value when
/// something is calculated with it.
fn as_written(triple: Triple) -> ExpressionTriple {
    let object = match triple.object {
        Term::Literal(literal) if value_of(literal.as_ref().into()).is_some() => ExpressionTerm::OtherTypedLiteral {
            value: literal.value().to_owned(),
            datatype: literal.datatype().into_owned(),
        },
        Term::Triple(triple) => as_written(*triple).into(),
        other => other.into(),
    };
    ExpressionTriple {
        subject: triple.subject,
        predicate: triple.predicate,
        object,
    }
}

/// Which literals are one term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Literals {
    /// Those with one lexical form, as in RDF.
    #[default]
    ByForm,
    /// Those with one value and type, in its canonical form, as in Oxigraph's store.
    ByValue,
}

/// The number of a term, by `put`, which numbers a kind with its text; parts of the term are numbered first.
pub(crate) fn number<E>(
    literals: Literals,
    term: TermRef<'_>,
    put: &mut impl FnMut(Kind, &str) -> Result<u32, E>,
) -> Result<u32, E> {
    match term {
        TermRef::NamedNode(node) => put(Kind::Iri, node.as_str()),
        TermRef::BlankNode(node) => put(Kind::Blank, node.as_str()),
        TermRef::Literal(literal) if literals == Literals::ByForm => number_literal(literal, put),
        TermRef::Literal(literal) => match value_of(term) {
            Some(value) => number_literal(value.as_ref(), put),
            None => number_literal(literal, put),
        },
        TermRef::Triple(triple) => {
            let subject = number(literals, triple.subject.as_ref().into(), put)?;
            let predicate = number(literals, triple.predicate.as_ref().into(), put)?;
            let object = number(literals, triple.object.as_ref(), put)?;
            let value = match value_of(triple.object.as_ref()) {
                Some(value) => number_literal(value.as_ref(), put)?,
                None => object,
            };
            put(
                Kind::Triple(object),
                &format!("{subject:08x}{predicate:08x}{value:08x}"),
            )
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

/// A triple term whose literal is in canonical form, if it is not; it has the same number.
pub(crate) fn triple_by_value(triple: &Triple) -> Option<Triple> {
    let object = match &triple.object {
        Term::Triple(triple) => triple_by_value(triple).map(|triple| Term::Triple(Box::new(triple))),
        object => value_of(object.as_ref()).map(Term::from),
    };
    object.map(|object| Triple::new(triple.subject.clone(), triple.predicate.clone(), object))
}

/// The canonical form of a literal that SPARQL calculates with; `None` if the term has it, and for other terms.
fn value_of(term: TermRef<'_>) -> Option<Literal> {
    match term {
        TermRef::Literal(literal) => by_value(literal).filter(|value| value.as_ref() != literal),
        _ => None,
    }
}

/// The canonical literal of a value that SPARQL calculates with; `None` for other literals.
fn by_value(literal: LiteralRef<'_>) -> Option<Literal> {
    let datatype = literal.datatype();
    if literal.language().is_some() || datatype == xsd::STRING || !datatype.as_str().starts_with(XSD) {
        return None;
    }
    if is_canonical(&datatype.as_str()[XSD.len()..], literal.value()) {
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

/// Whether a literal is seen to be in canonical form, or to have no other, without reading its value. Most are.
fn is_canonical(datatype: &str, text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    match datatype {
        // No zero before other digits, and few enough for any integer.
        "integer" => {
            let whole = bytes.strip_prefix(b"-").unwrap_or(bytes);
            (1..=15).contains(&whole.len()) && digits(whole) && (whole[0] != b'0' || bytes == b"0")
        }
        "decimal" => matches!(bytes, [b'1'..=b'9', rest @ ..] if rest.len() < 15 && digits(rest)),
        "boolean" => matches!(text, "true" | "false"),
        // Valid or not, without a time zone.
        "date" => {
            matches!(bytes, [year @ .., b'-', a, b, b'-', c, d] if year.len() == 4 && digits(year) && digits(&[*a, *b, *c, *d]))
        }
        "anyURI" | "language" | "token" | "NCName" | "Name" | "normalizedString" => true,
        _ => false,
    }
}

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_looks_canonical_is(
            datatype in prop::sample::select(vec!["integer", "decimal", "boolean", "date", "anyURI", "token", "Name"]),
            text in prop_oneof!["-?[0-9]{1,17}", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{1,4}\\.?[0-9]{0,3}", "true|false|1|0", "[a-z ]{0,5}"],
        ) {
            prop_assume!(is_canonical(datatype, &text));
            let literal = Literal::new_typed_literal(&text, NamedNode::new_unchecked(format!("{XSD}{datatype}")));
            let value = Term::from(ExpressionTerm::from(Term::from(literal.clone())));
            prop_assert_eq!(value, Term::from(literal));
        }
    }
}
