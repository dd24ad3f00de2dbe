//! The terms of an answer by number, and their order.

use crate::dictionary::{Dictionary, Kind, Layers};
use crate::order;
use crate::{Damaged, Index};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{NamedNodeRef, Term};
use spareval::ExpressionTerm;
use std::cmp::Ordering;
use std::collections::HashMap;

/// What a term is sorted by in ORDER BY: see [`Terms::places`].
#[derive(Clone)]
pub struct SortKey(ExpressionTerm);

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        order::compare(&self.0, &other.0)
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SortKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for SortKey {}

/// The terms of numbers: those of the index, and those that a query computed.
pub struct Terms<'a> {
    pub(crate) index: &'a Index,
    pub(crate) computed: Dictionary,
}

impl<'a> Terms<'a> {
    pub(crate) fn new(index: &'a Index, computed: Dictionary) -> Self {
        Self { index, computed }
    }

    /// The term of a number.
    ///
    /// # Errors
    /// When a kept index is damaged; so for the others.
    pub fn term(&self, number: u32) -> Result<Term, Damaged> {
        self.layers().term(number)
    }

    /// The text of a number's term: an IRI without brackets, or the lexical form of a literal; `None` for a triple term.
    pub fn text(&self, number: u32) -> Result<Option<&str>, Damaged> {
        Ok(match self.layers().part(number)? {
            (Kind::Triple(_), _) => None,
            (_, text) => Some(text),
        })
    }

    /// The IRI of the datatype of a number's term, if that is a literal.
    pub fn datatype(&self, number: u32) -> Result<Option<&str>, Damaged> {
        Ok(match self.layers().part(number)?.0 {
            Kind::Iri | Kind::Blank | Kind::Triple(_) => None,
            Kind::Plain => Some(xsd::STRING.as_str()),
            Kind::Typed(datatype) => return self.text(datatype),
            Kind::Tagged(_) => Some(rdf::LANG_STRING.as_str()),
            Kind::LeftToRight(_) | Kind::RightToLeft(_) => Some(rdf::DIR_LANG_STRING.as_str()),
        })
    }

    /// The language tag of a number's term, if it has one.
    pub fn language(&self, number: u32) -> Result<Option<&str>, Damaged> {
        match self.layers().part(number)?.0 {
            Kind::Tagged(tag) | Kind::LeftToRight(tag) | Kind::RightToLeft(tag) => self.text(tag),
            Kind::Iri | Kind::Blank | Kind::Plain | Kind::Typed(_) | Kind::Triple(_) => Ok(None),
        }
    }

    /// The number of an IRI, if a triple has it, or the answer.
    pub fn number(&self, iri: NamedNodeRef<'_>) -> Result<Option<u32>, Damaged> {
        self.layers().get(Kind::Iri, iri.as_str())
    }

    /// Reads the terms of numbers, so that none of them can be found damaged later.
    pub fn verify(&self, numbers: impl IntoIterator<Item = u32>) -> Result<(), Damaged> {
        if self.index.kept.is_none() {
            return Ok(());
        }
        for number in numbers {
            match self.layers().part(number)?.0 {
                Kind::Iri | Kind::Blank | Kind::Plain => {}
                Kind::Typed(word) | Kind::Tagged(word) | Kind::LeftToRight(word) | Kind::RightToLeft(word) => {
                    self.text(word)?;
                }
                Kind::Triple(_) => {
                    self.term(number)?;
                }
            }
        }
        Ok(())
    }

    /// The place of each term among all of them in the ascending order of ORDER BY ("SPARQL 1.1 Query Language", section
    /// 15.1), from 0. Terms that are equal there have the same place.
    pub fn places(&self, numbers: impl IntoIterator<Item = u32>) -> Result<HashMap<u32, u32>, Damaged> {
        order::places(numbers, |number| self.layers().value(number))
    }

    /// What a number's term is sorted by.
    pub fn key(&self, number: u32) -> Result<SortKey, Damaged> {
        self.layers().value(number).map(SortKey)
    }

    pub(crate) fn layers(&self) -> Layers<'_> {
        Layers {
            computed: Some(&self.computed),
            ..self.index.layers()
        }
    }
}
