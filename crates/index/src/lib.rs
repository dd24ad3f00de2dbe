//! A compact index of RDF triples, in memory or kept in a file, beneath Oxigraph's SPARQL evaluator.
//!
//! Takes triples in batches, of a default graph and of named graphs; returns a dataset that [`spareval`] queries. Terms are numbered in a dictionary;
//! triples are arrays of three numbers, sorted by subject and by predicate. A batch becomes a sorted run, and runs are merged
//! as a log-structured merge tree merges them (O'Neil et al., 1996), so adding n triples in any number of batches costs
//! O(n log n). An index can be kept in a file ([`Index::keep`]), which is mapped and asked without being read first
//! ([`Index::open`]). Opens no file by name and never prints.
//!
//! Terms are RDF terms: `"01"^^xsd:integer` is returned as it was added, and is another term than `"1"^^xsd:integer` in patterns,
//! joins, DISTINCT and GROUP BY ("SPARQL 1.1 Query Language", sections 17.4.1.8 and 18), where Oxigraph's store makes both the
//! latter; `=`, ORDER BY and arithmetic go by value. The evaluator calculates with values alone, so what it computes is in canonical form, also by
//! STR, DATATYPE, MIN, MAX, SAMPLE and GROUP_CONCAT.

// Only `kept::map` has unsafe code, and says why.
#![deny(unsafe_code, missing_docs)]

mod batch;
mod blocks;
mod dictionary;
mod kept;
mod made;
mod merge;
mod order;
mod part;
mod pending;
mod run;
mod sorted;
mod terms;
#[cfg(test)]
mod tests;
mod triples;
mod view;

pub use batch::Batch;
pub use kept::{DIGEST, OpenError};
pub use made::Made;
pub use sorted::Sorted;
pub use terms::{SortKey, Terms};
pub use view::{Answered, MARK, View, number_of};

use dictionary::{Dictionary, Kind, Layers, Literals, number, triple_by_value};
use kept::KeptIndex;
use oxrdf::{NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple, TripleRef};
use run::{Matches, Run};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use triples::Triples;

/// An index has at most so many terms, and each of its graphs so many triples: their numbers have 32 bits.
pub const MOST: u32 = if cfg!(test) { 80 } else { u32::MAX - 1 };

/// A part of a kept index is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the kept index is damaged")]
pub struct Damaged;

/// An index could not be filled or asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There is no number left for another term, or no position for another triple ([`MOST`]).
    #[error("an index holds at most {} terms, and each of its graphs as many triples", MOST)]
    Full,
    /// A part of a kept index is not what was written.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// Triples were made of an answer that another index gave, or this one before terms were added.
    #[error("the triples are made of an answer of another index")]
    Stale,
}

/// A pattern: the numbers of subject, predicate and object, or `None` for any.
type Pattern = [Option<u32>; 3];

/// The triples of a default graph, and of named graphs.
///
/// What is not said to be about named graphs is about the default graph.
#[derive(Debug, Clone, Default)]
pub struct Index {
    literals: Literals,
    /// Terms and triples of a file, if it was opened; the others come on top.
    kept: Option<Arc<KeptIndex>>,
    dictionary: Dictionary,
    triples: Triples,
    /// Of each named graph, by the number of its name.
    named: BTreeMap<u32, Triples>,
}

impl Index {
    /// An empty index in which literals with one value and type are one term, in its canonical form, as in Oxigraph's store: `1.50` and `1.5`
    /// then join. That is how a graph is asked whose numbers people write in several ways; it is not SPARQL's.
    pub fn by_value() -> Self {
        Self {
            literals: Literals::ByValue,
            ..Self::default()
        }
    }

    fn of_kept(kept: KeptIndex) -> Self {
        Self {
            literals: kept.literals,
            dictionary: Dictionary::from(kept.terms.end()),
            kept: Some(Arc::new(kept)),
            ..Self::default()
        }
    }

    /// Adds a triple; queries find it after [`Index::commit`].
    ///
    /// # Errors
    /// When there are too many terms, or a kept index is damaged.
    pub fn add(&mut self, triple: TripleRef<'_>) -> Result<(), Failure> {
        let triple = self.numbers(triple)?;
        self.triples.add(triple);
        Ok(())
    }

    /// Adds a triple to a named graph, which is made if it is not there.
    ///
    /// # Errors
    /// As [`Index::add`].
    pub fn add_to(&mut self, graph: NamedOrBlankNodeRef<'_>, triple: TripleRef<'_>) -> Result<(), Failure> {
        let triple = self.numbers(triple)?;
        let graph = self.put(graph.into())?;
        self.named.entry(graph).or_default().add(triple);
        Ok(())
    }

    fn numbers(&mut self, triple: TripleRef<'_>) -> Result<[u32; 3], Failure> {
        Ok([
            self.put(triple.subject.into())?,
            self.put(triple.predicate.into())?,
            self.put(triple.object)?,
        ])
    }

    /// The number of a term, which is added if it is not there.
    fn put(&mut self, term: TermRef<'_>) -> Result<u32, Failure> {
        number(self.literals, term, &mut |kind, text| self.put_part(kind, text))
    }

    /// The number of a kind with its text, which is added if it is not there.
    fn put_part(&mut self, kind: Kind, text: &str) -> Result<u32, Failure> {
        let kept = self.kept.as_deref();
        match kept.map_or(Ok(None), |kept| kept.terms.get(kind, text))? {
            Some(number) => Ok(number),
            None => self.dictionary.put(kind, text),
        }
    }

    /// Makes the added triples visible to queries.
    ///
    /// # Errors
    /// When there are too many triples, or a kept index is damaged.
    pub fn commit(&mut self) -> Result<(), Failure> {
        let kept = self.kept.as_deref();
        self.triples.commit(kept.map(|kept| &kept.run))?;
        for (graph, triples) in &mut self.named {
            triples.commit(kept.and_then(|kept| kept.named.get(graph)))?;
        }
        Ok(())
    }

    /// Merges all runs in memory into one, which is the quickest to ask.
    ///
    /// # Errors
    /// As [`Index::commit`].
    pub fn compact(&mut self) -> Result<(), Failure> {
        self.commit()?;
        self.triples.compact()?;
        self.named.values_mut().try_for_each(Triples::compact)?;
        Ok(())
    }

    /// Takes the terms and triples of a file into memory.
    fn own(&mut self) -> Result<(), Failure> {
        let Some(kept) = self.kept.take() else { return Ok(()) };
        let mut dictionary = self.dictionary.beside();
        for number in 0..self.dictionary.end() {
            let (kind, text) = match number < kept.terms.end() {
                true => kept.terms.part(number)?,
                false => self.dictionary.part(number).ok_or(Damaged)?,
            };
            if dictionary.put(kind, text)? != number {
                return Err(Damaged.into());
            }
        }
        self.dictionary = dictionary;
        self.triples.put_first(&kept.run)?;
        for (graph, run) in &kept.named {
            self.named.entry(*graph).or_default().put_first(run)?;
        }
        Ok(())
    }

    /// Removes triples; those that are not there are passed over. Takes time in the size of the index.
    ///
    /// # Errors
    /// As [`Index::commit`].
    pub fn remove<'a>(&mut self, triples: impl IntoIterator<Item = TripleRef<'a>>) -> Result<(), Failure> {
        self.commit()?;
        let mut removed = Vec::new();
        for triple in triples {
            removed.extend(self.find(triple)?);
        }
        removed.sort_unstable();
        if removed.is_empty() {
            return Ok(());
        }
        self.own()?;
        Ok(self.triples.remove(&removed)?)
    }

    /// The number of triples.
    pub fn len(&self) -> usize {
        self.graph(None).map_or(0, |(kept, triples)| {
            kept.map_or(0, Run::len) + triples.map_or(0, Triples::len)
        })
    }

    /// Whether there are no triples.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a triple matches: subject, predicate and object, or `None` for any.
    ///
    /// # Errors
    /// When a kept index is damaged.
    pub fn has(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> Result<bool, Damaged> {
        let pattern = self.pattern([subject.map(Into::into), predicate.map(Into::into), object])?;
        let first = pattern.and_then(|pattern| self.matches(pattern).next());
        Ok(first.transpose()?.is_some())
    }

    /// The triples that match: subject, predicate and object, or `None` for any; by subject, or by predicate and object, in
    /// the order in which their terms were first added.
    ///
    /// # Errors
    /// When a kept index is damaged; the triples then end.
    pub fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Result<Triple, Damaged>> + '_ {
        let pattern = self.pattern([subject.map(Into::into), predicate.map(Into::into), object]);
        let (pattern, failure) = match pattern {
            Ok(pattern) => (pattern, None),
            Err(error) => (None, Some(Err(error))),
        };
        let matches = pattern.map(|pattern| self.matches(pattern));
        let triples = matches.into_iter().flatten().map(|triple| self.triple(triple?));
        failure.into_iter().chain(triples)
    }

    /// All triples, in the order in which their terms were first added.
    ///
    /// # Errors
    /// When a kept index is damaged.
    pub fn triples(&self) -> impl Iterator<Item = Result<Triple, Damaged>> + '_ {
        self.matches([None; 3]).map(|triple| self.triple(triple?))
    }

    /// All triples, sorted by the N-Triples forms of their subjects, predicates and objects.
    ///
    /// # Errors
    /// When a kept index is damaged.
    pub fn sorted(&self) -> Result<Sorted<'_>, Damaged> {
        Sorted::new(self)
    }

    /// The IRIs of all subjects, each once for each run that has it.
    ///
    /// # Errors
    /// When a kept index is damaged.
    pub fn subjects(&self) -> impl Iterator<Item = Result<&str, Damaged>> {
        let kept = self.kept.as_deref().map(|kept| &kept.run);
        let runs = kept.into_iter().chain(self.triples.runs());
        let subjects = runs.flat_map(Run::subjects);
        subjects.filter_map(|subject| subject.and_then(|subject| self.layers().iri(subject)).transpose())
    }

    /// The dataset of one query.
    pub fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// The dataset of one SELECT whose answer has the number of each term ([`number_of`]), and what gives the terms of numbers when
    /// the answer is complete. A row then costs no text, and one that is dropped never needs any. The things that are marked have a
    /// triple more ([`MARK`]), so that a query can be about no others.
    ///
    /// # Errors
    /// When there are too many terms, or a kept index is damaged.
    pub fn numbered(&self, marked: &[NamedNodeRef<'_>]) -> Result<(View<'_>, Answered<'_>), Failure> {
        View::numbered(self, marked)
    }

    fn layers(&self) -> Layers<'_> {
        Layers {
            kept: self.kept.as_deref().map(|kept| &kept.terms),
            own: &self.dictionary,
            computed: None,
        }
    }

    /// The triples of a graph, in the file and in memory: of the default graph, or of a named one; `None` if there is no such graph.
    fn graph(&self, name: Option<u32>) -> Option<(Option<&Run>, Option<&Triples>)> {
        let kept = self.kept.as_deref();
        let Some(name) = name else {
            return Some((kept.map(|kept| &kept.run), Some(&self.triples)));
        };
        let found = (kept.and_then(|kept| kept.named.get(&name)), self.named.get(&name));
        (found.0.is_some() || found.1.is_some()).then_some(found)
    }

    /// The numbers of the names of all named graphs, sorted.
    fn graphs(&self) -> Vec<u32> {
        let kept = self.kept.as_deref().into_iter().flat_map(|kept| kept.named.keys());
        let names: BTreeSet<u32> = kept.chain(self.named.keys()).copied().collect();
        names.into_iter().collect()
    }

    fn triple(&self, [subject, predicate, object]: [u32; 3]) -> Result<Triple, Damaged> {
        let subject = match self.layers().term(subject)? {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            Term::Literal(_) | Term::Triple(_) => return Err(Damaged),
        };
        let Term::NamedNode(predicate) = self.layers().term(predicate)? else {
            return Err(Damaged);
        };
        Ok(Triple::new(subject, predicate, self.layers().term(object)?))
    }

    /// The numbers of a pattern's terms; `None` if no triple has one of them.
    fn pattern(&self, parts: [Option<TermRef<'_>>; 3]) -> Result<Option<Pattern>, Damaged> {
        let mut pattern = [None; 3];
        for (number, part) in pattern.iter_mut().zip(parts) {
            if let Some(term) = part {
                *number = self.known(term)?;
                if number.is_none() {
                    return Ok(None);
                }
            }
        }
        Ok(Some(pattern))
    }

    fn find(&self, triple: TripleRef<'_>) -> Result<Option<[u32; 3]>, Damaged> {
        let pattern = self.pattern([
            Some(triple.subject.into()),
            Some(triple.predicate.into()),
            Some(triple.object),
        ])?;
        Ok(match pattern {
            Some([Some(subject), Some(predicate), Some(object)]) => Some([subject, predicate, object]),
            _ => None,
        })
    }

    /// The number of a term, if a triple has it.
    fn known(&self, term: TermRef<'_>) -> Result<Option<u32>, Damaged> {
        let layers = self.layers();
        let by_value = match term {
            TermRef::Triple(triple) => triple_by_value(triple).map(|triple| Term::Triple(Box::new(triple))),
            _ => None,
        };
        let term = by_value.as_ref().map_or(term, Term::as_ref);
        let found = number(self.literals, term, &mut |kind, text| match layers.get(kind, text) {
            Ok(number) => number.ok_or(None),
            Err(error) => Err(Some(error)),
        });
        match found {
            Ok(number) => Ok(Some(number)),
            Err(None) => Ok(None),
            Err(Some(error)) => Err(error),
        }
    }

    fn matches(&self, pattern: Pattern) -> Matches<'_> {
        self.matches_in(None, pattern)
    }

    /// The triples of a graph that match a pattern.
    fn matches_in(&self, graph: Option<u32>, pattern: Pattern) -> Matches<'_> {
        let (kept, triples) = self.graph(graph).unwrap_or((None, None));
        Matches::new(kept, triples.map_or(&[], Triples::runs), pattern)
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
