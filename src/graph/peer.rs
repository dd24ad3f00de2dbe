//! Oxigraph's store in memory as the holder of a graph's triples, for comparison with the index.

use super::GraphError;
use super::asked::{Asked, Pattern};
use index::{Answered, Damaged, Failure, Index, MARK};
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, Triple, TripleRef,
};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::{StorageError, Store};
use spargebra::Query;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The store, and triples that it does not have yet.
pub(super) struct Peer {
    store: Store,
    pending: Vec<Triple>,
    /// Whoever puts marks into the store is alone.
    marking: Mutex<()>,
}

impl From<StorageError> for GraphError {
    fn from(error: StorageError) -> Self {
        Self::Query(Box::new(error))
    }
}

impl Peer {
    pub fn new() -> Result<Self, GraphError> {
        Ok(Self {
            store: Store::new()?,
            pending: Vec::new(),
            marking: Mutex::new(()),
        })
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn copy(&self) -> Result<Self, GraphError> {
        let mut copy = Self::new()?;
        copy.pending = self.matching((None, None, None)).collect();
        copy.commit()?;
        Ok(copy)
    }

    pub fn add(&mut self, triple: TripleRef<'_>) {
        self.pending.push(triple.into_owned());
    }

    pub fn commit(&mut self) -> Result<(), GraphError> {
        let mut loader = self.store.bulk_loader();
        let quads = self
            .pending
            .drain(..)
            .map(|triple| triple.in_graph(GraphNameRef::DefaultGraph));
        loader.load_quads(quads)?;
        Ok(loader.commit()?)
    }

    pub fn remove<'a>(&self, triples: impl Iterator<Item = TripleRef<'a>>) -> Result<(), GraphError> {
        for triple in triples {
            self.store.remove(triple.in_graph(GraphNameRef::DefaultGraph))?;
        }
        Ok(())
    }

    pub fn len(&self) -> usize {
        // A store in memory never fails.
        self.store.len().unwrap_or_default()
    }

    pub fn matching(&self, (subject, predicate, object): Pattern<'_>) -> impl Iterator<Item = Triple> + use<> {
        let subject: Option<NamedOrBlankNodeRef<'_>> = subject.map(Into::into);
        let graph = Some(GraphNameRef::DefaultGraph);
        let quads = self.store.quads_for_pattern(subject, predicate, object, graph);
        quads.filter_map(|quad| quad.ok().map(Into::into))
    }

    pub fn subjects(&self, start: &str) -> Vec<String> {
        let subjects = self
            .matching((None, None, None))
            .filter_map(|triple| match triple.subject {
                NamedOrBlankNode::NamedNode(node) => Some(node.into_string()),
                NamedOrBlankNode::BlankNode(_) => None,
            });
        subjects.filter(|iri| iri.starts_with(start)).collect()
    }

    pub fn sorted(&self) -> Vec<Triple> {
        super::sorted(self.matching((None, None, None)).collect())
    }

    /// Evaluates a SELECT over the triples and the marks; see [`Asked`].
    pub fn ask<'a, T>(
        &'a self,
        query: Query,
        marked: &[NamedNodeRef<'_>],
        token: &CancellationToken,
        read: impl FnOnce(QueryResults<'_>, Asked<'_, 'a>) -> Result<T, QueryEvaluationError>,
    ) -> Result<T, QueryEvaluationError> {
        let _alone = self.marking.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |thing: &&NamedNodeRef<'_>| self.matching((Some(**thing), None, None)).next().is_some();
        let mark = NamedNodeRef::new_unchecked(MARK);
        let marks: Vec<_> = marked.iter().filter(known).collect();
        let triple = |thing: &NamedNodeRef<'_>| {
            TripleRef::new(*thing, mark, mark)
                .in_graph(GraphNameRef::DefaultGraph)
                .into_owned()
        };
        let unexpected = |error: StorageError| QueryEvaluationError::Unexpected(Box::new(error));
        self.store
            .extend(marks.iter().map(|thing| triple(thing)))
            .map_err(unexpected)?;
        let evaluator = SparqlEvaluator::new().with_cancellation_token(token.clone());
        let results = evaluator.for_query(query).on_store(&self.store).execute();
        let read = results.and_then(|results| {
            let (_, answered) = empty()
                .numbered(&[])
                .map_err(|failure| QueryEvaluationError::Unexpected(Box::new(failure)))?;
            let numbers = marks.iter().map(|thing| answered.number((**thing).into()));
            let mut numbers: Vec<u32> = numbers
                .collect::<Result<_, _>>()
                .map_err(|failure| QueryEvaluationError::Unexpected(Box::new(failure)))?;
            numbers.sort_unstable();
            numbers.dedup();
            let number = |answered: &Answered<'a>, term: &Term| answered.number(term.as_ref()).map(Some);
            let objects = |answered: &Answered<'a>, subject, predicate| self.objects(answered, subject, predicate);
            read(
                results,
                Asked {
                    answered,
                    marked: numbers,
                    number: &number,
                    objects: &objects,
                },
            )
        });
        for thing in marks {
            self.store.remove(&triple(thing)).map_err(unexpected)?;
        }
        read
    }

    /// The numbers of the objects of a subject with a predicate.
    fn objects(&self, answered: &Answered<'_>, subject: u32, predicate: u32) -> Result<Vec<u32>, Failure> {
        let node = |number| match answered.term(number)? {
            Term::NamedNode(node) => Ok(node),
            _ => Err(Damaged),
        };
        let (subject, predicate): (NamedNode, NamedNode) = (node(subject)?, node(predicate)?);
        let found = self.matching((Some(subject.as_ref()), Some(predicate.as_ref()), None));
        found.map(|triple| answered.number(triple.object.as_ref())).collect()
    }
}

/// An index without triples: it numbers the terms of an answer.
fn empty() -> &'static Index {
    static EMPTY: OnceLock<Index> = OnceLock::new();
    EMPTY.get_or_init(Index::by_value)
}
