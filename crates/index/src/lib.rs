//! A compact index of RDF triples in memory, beneath Oxigraph's SPARQL evaluator.
//!
//! Takes triples in batches; returns a dataset of one default graph that [`spareval`] queries. Terms are numbered in a dictionary;
//! triples are arrays of three numbers, sorted by subject and by predicate. A batch becomes a sorted run, and runs are merged
//! as a log-structured merge tree merges them (O'Neil et al., 1996), so adding n triples in any number of batches costs
//! O(n log n). Opens no file and never prints.
//!
//! Literals of the XML Schema types that SPARQL calculates with are kept by value and returned in canonical form, as by
//! Oxigraph's store: `"01"^^xsd:integer` is `"1"^^xsd:integer`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod dictionary;
mod order;
mod run;
mod sorted;
mod terms;
mod view;

pub use sorted::Sorted;
pub use terms::Terms;
pub use view::{Answered, MARK, View, number_of};

use dictionary::{Dictionary, number};
use oxrdf::{NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple, TripleRef};
use run::{Matches, Run};

/// The dictionary has no number left for another term: it has 2³² − 1 of them.
#[derive(Debug, thiserror::Error)]
#[error("a graph holds at most 4 294 967 295 terms")]
pub struct Full;

/// A pattern: the numbers of subject, predicate and object, or `None` for any.
type Pattern = [Option<u32>; 3];

/// Triples of one default graph.
#[derive(Debug, Clone, Default)]
pub struct Index {
    dictionary: Dictionary,
    /// Sorted runs without common triples, the largest first.
    runs: Vec<Run>,
    /// Triples that were added since the last commit, in the order of adding.
    pending: Vec<[u32; 3]>,
}

impl Index {
    /// Adds a triple; queries find it after [`Index::commit`].
    ///
    /// # Errors
    /// When there are too many terms.
    pub fn add(&mut self, triple: TripleRef<'_>) -> Result<(), Full> {
        let mut put = |kind, text: &str| self.dictionary.put(kind, text);
        let subject = number(triple.subject.into(), &mut put)?;
        let predicate = number(triple.predicate.into(), &mut put)?;
        let object = number(triple.object, &mut put)?;
        self.pending.push([subject, predicate, object]);
        Ok(())
    }

    /// Makes the added triples visible to queries.
    pub fn commit(&mut self) {
        let mut added = std::mem::take(&mut self.pending);
        added.sort_unstable();
        added.dedup();
        added.retain(|triple| !self.holds(*triple));
        if added.is_empty() {
            return;
        }
        let mut last = Run::new(added);
        // Each run is at least twice as long as the next, so a triple takes part in few merges, and a look-up asks few runs.
        while self.runs.last().is_some_and(|before| before.len() < 2 * last.len()) {
            if let Some(before) = self.runs.pop() {
                last = before.merged(last);
            }
        }
        self.runs.push(last);
    }

    /// Merges all runs into one, which is the quickest to ask.
    pub fn compact(&mut self) {
        self.commit();
        while self.runs.len() > 1 {
            if let (Some(last), Some(before)) = (self.runs.pop(), self.runs.pop()) {
                self.runs.push(before.merged(last));
            }
        }
    }

    /// Removes triples; those that are not there are passed over. Takes time in the size of the index.
    pub fn remove<'a>(&mut self, triples: impl IntoIterator<Item = TripleRef<'a>>) {
        self.commit();
        let mut removed: Vec<[u32; 3]> = triples.into_iter().filter_map(|triple| self.find(triple)).collect();
        removed.sort_unstable();
        if !removed.is_empty() {
            self.runs
                .iter_mut()
                .for_each(|run| run.retain(|triple| removed.binary_search(triple).is_err()));
            self.runs.retain(|run| run.len() > 0);
        }
    }

    /// The number of triples.
    pub fn len(&self) -> usize {
        self.runs.iter().map(Run::len).sum()
    }

    /// Whether there are no triples.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether a triple matches: subject, predicate and object, or `None` for any.
    pub fn has(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> bool {
        let pattern = self.pattern([subject.map(Into::into), predicate.map(Into::into), object]);
        pattern.is_some_and(|pattern| self.matches(pattern).next().is_some())
    }

    /// The triples that match: subject, predicate and object, or `None` for any; by subject, or by predicate and object, in
    /// the order in which their terms were first added.
    pub fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Triple> + '_ {
        let pattern = self.pattern([subject.map(Into::into), predicate.map(Into::into), object]);
        let matches = pattern.map(|pattern| self.matches(pattern));
        matches.into_iter().flatten().filter_map(|triple| self.triple(triple))
    }

    /// All triples, in the order in which their terms were first added.
    pub fn triples(&self) -> impl Iterator<Item = Triple> + '_ {
        self.matches([None; 3]).filter_map(|triple| self.triple(triple))
    }

    /// All triples, sorted by the N-Triples forms of their subjects, predicates and objects.
    pub fn sorted(&self) -> Sorted<'_> {
        Sorted::new(self)
    }

    /// The IRIs of all subjects, each once for each run that has it.
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        self.runs
            .iter()
            .flat_map(Run::subjects)
            .filter_map(|subject| self.dictionary.iri(subject))
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
    /// When there are too many terms.
    pub fn numbered(&self, marked: &[NamedNodeRef<'_>]) -> Result<(View<'_>, Answered<'_>), Full> {
        View::numbered(self, marked)
    }

    fn triple(&self, [subject, predicate, object]: [u32; 3]) -> Option<Triple> {
        let subject = match self.dictionary.term(subject, None) {
            Term::NamedNode(node) => NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            Term::Literal(_) | Term::Triple(_) => return None,
        };
        let Term::NamedNode(predicate) = self.dictionary.term(predicate, None) else {
            return None;
        };
        Some(Triple::new(subject, predicate, self.dictionary.term(object, None)))
    }

    /// The numbers of a pattern's terms; `None` if no triple has one of them.
    fn pattern(&self, parts: [Option<TermRef<'_>>; 3]) -> Option<Pattern> {
        let mut pattern = [None; 3];
        for (number, part) in pattern.iter_mut().zip(parts) {
            if let Some(term) = part {
                *number = Some(self.known(term)?);
            }
        }
        Some(pattern)
    }

    fn holds(&self, triple: [u32; 3]) -> bool {
        self.matches(triple.map(Some)).next().is_some()
    }

    fn find(&self, triple: TripleRef<'_>) -> Option<[u32; 3]> {
        Some([
            self.known(triple.subject.into())?,
            self.known(triple.predicate.into())?,
            self.known(triple.object)?,
        ])
    }

    /// The number of a term, if a triple has it.
    fn known(&self, term: TermRef<'_>) -> Option<u32> {
        number(term, &mut |kind, text| self.dictionary.get(kind, text).ok_or(())).ok()
    }

    fn matches(&self, pattern: Pattern) -> Matches<'_> {
        Matches::new(&self.runs, pattern)
    }
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
