//! What holds the triples of a graph: the program's own index, or Oxigraph's store.

use super::asked::Pattern;
use super::peer::Peer;
use super::{Graph, GraphError};
use crate::dossier::Store;
use index::{Damaged, Failure, Index, Sorted, View};
use oxigraph::model::{NamedNode, NamedOrBlankNodeRef, Triple, TripleRef};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::Query;
use std::sync::{Arc, OnceLock};
use std::vec;

/// What holds the triples.
pub(super) enum Held {
    Index(Indexed),
    Oxigraph(Peer),
}

impl Default for Held {
    fn default() -> Self {
        // Numbers that people write in several ways are one.
        Self::Index(Indexed::of(Index::by_value()))
    }
}

impl Held {
    pub fn new(store: Store) -> Result<Self, GraphError> {
        Ok(match store {
            Store::Index => Self::default(),
            Store::Oxigraph => Self::Oxigraph(Peer::new()?),
        })
    }

    /// One with the same triples, to which others can be added.
    pub fn copy(&self) -> Result<Self, GraphError> {
        Ok(match self {
            Self::Index(indexed) => Self::Index(Indexed::of(indexed.sound().clone())),
            Self::Oxigraph(peer) => Self::Oxigraph(peer.copy()?),
        })
    }

    /// Adds a triple, which is there after [`Held::commit`].
    pub fn add(&mut self, triple: TripleRef<'_>) -> Result<(), Failure> {
        match self {
            Self::Index(indexed) => indexed.own().add(triple),
            Self::Oxigraph(peer) => {
                peer.add(triple);
                Ok(())
            }
        }
    }

    pub fn commit(&mut self) -> Result<(), GraphError> {
        match self {
            Self::Index(indexed) => Ok(indexed.own().commit()?),
            Self::Oxigraph(peer) => peer.commit(),
        }
    }

    pub fn remove<'a>(&mut self, triples: impl Iterator<Item = TripleRef<'a>>) -> Result<(), GraphError> {
        match self {
            Self::Index(indexed) => Ok(indexed.own().remove(triples)?),
            Self::Oxigraph(peer) => peer.remove(triples),
        }
    }

    pub fn compact(&mut self) -> Result<(), GraphError> {
        match self {
            Self::Index(indexed) => Ok(indexed.own().compact()?),
            Self::Oxigraph(_) => Ok(()),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Index(indexed) => indexed.index().len(),
            Self::Oxigraph(peer) => peer.len(),
        }
    }

    pub fn has(&self, pattern: Pattern<'_>) -> bool {
        match self {
            Self::Index(indexed) => {
                let (subject, predicate, object) = pattern;
                indexed.read(|index| index.has(subject.map(Into::into), predicate, object))
            }
            Self::Oxigraph(peer) => peer.matching(pattern).next().is_some(),
        }
    }

    pub fn matching(&self, pattern: Pattern<'_>) -> Vec<Triple> {
        match self {
            Self::Index(indexed) => indexed.read(|index| {
                let (subject, predicate, object) = pattern;
                let subject: Option<NamedOrBlankNodeRef<'_>> = subject.map(Into::into);
                index.matching(subject, predicate, object).collect()
            }),
            Self::Oxigraph(peer) => peer.matching(pattern).collect(),
        }
    }

    /// The IRIs of subjects that begin with a text, some of them more than once.
    pub fn subjects(&self, start: &str) -> Vec<String> {
        match self {
            Self::Index(indexed) => indexed.read(|index| {
                let subjects = index.subjects();
                let wanted = subjects.filter(|iri| iri.is_err() || iri.is_ok_and(|iri| iri.starts_with(start)));
                wanted.map(|iri| iri.map(str::to_owned)).collect()
            }),
            Self::Oxigraph(peer) => peer.subjects(start),
        }
    }

    /// All triples, sorted by their N-Triples forms.
    pub fn triples(&self) -> Triples<'_> {
        match self {
            Self::Index(indexed) => Triples::Index(sound(indexed.sound().sorted())),
            Self::Oxigraph(peer) => Triples::Made(peer.sorted().into_iter()),
        }
    }

    /// Evaluates a query. What is kept in a file is compared as a whole first, as rows that were given cannot be taken back. In the
    /// index, the default graph is also the graph with the name `called`.
    pub fn execute(
        &self,
        query: Query,
        called: Option<&NamedNode>,
        token: &CancellationToken,
    ) -> Result<QueryResults<'_>, QueryEvaluationError> {
        let prepared = SparqlEvaluator::new()
            .with_cancellation_token(token.clone())
            .for_query(query);
        match self {
            Self::Index(indexed) => {
                let view = with_name(indexed.sound().view(), called)?;
                prepared.on_queryable_dataset(view).execute()
            }
            Self::Oxigraph(peer) => prepared.on_store(peer.store()).execute(),
        }
    }
}

/// A dataset whose default graph is also the graph with this name, if there is one.
pub(super) fn with_name<'a>(view: View<'a>, name: Option<&NamedNode>) -> Result<View<'a>, QueryEvaluationError> {
    match name {
        Some(name) => {
            let called = view.called(name.as_ref());
            called.map_err(|failure| QueryEvaluationError::Dataset(Box::new(failure)))
        }
        None => Ok(view),
    }
}

/// All triples of a graph.
#[derive(Clone)]
pub(super) enum Triples<'a> {
    Index(Option<Sorted<'a>>),
    Made(vec::IntoIter<Triple>),
}

impl Iterator for Triples<'_> {
    type Item = Triple;

    fn next(&mut self) -> Option<Triple> {
        match self {
            Self::Index(sorted) => sound(sorted.as_mut()?.next()?),
            Self::Made(triples) => triples.next(),
        }
    }
}

/// Makes a graph anew.
pub type Make = Box<dyn Fn() -> Option<Graph> + Send + Sync>;

/// An index; one that is kept in a file is replaced by one that is made anew when a part of it turns out to be damaged.
pub(super) struct Indexed {
    index: Index,
    instead: Option<Arc<Instead>>,
}

/// What is asked in place of a damaged index.
struct Instead {
    make: Make,
    made: OnceLock<Option<Index>>,
}

impl Indexed {
    fn of(index: Index) -> Self {
        Self { index, instead: None }
    }

    /// One that was opened from a file.
    pub fn kept(index: Index, make: Make) -> Self {
        let made = OnceLock::new();
        Self {
            index,
            instead: Some(Arc::new(Instead { make, made })),
        }
    }

    fn index(&self) -> &Index {
        let made = self.instead.as_ref().and_then(|instead| instead.made.get());
        made.and_then(Option::as_ref).unwrap_or(&self.index)
    }

    /// The index that is made anew, if that is possible.
    fn anew(&self) -> Option<&Index> {
        let instead = self.instead.as_ref()?;
        let make = || match (instead.make)()?.held {
            Held::Index(mut made) => Some(std::mem::take(made.own())),
            Held::Oxigraph(_) => None,
        };
        instead.made.get_or_init(make).as_ref()
    }

    /// What the index answers, or if a part of it is damaged, what one that is made anew does.
    fn read<T: Default>(&self, read: impl Fn(&Index) -> Result<T, Damaged>) -> T {
        let found = read(self.index()).or_else(|damaged| read(self.anew().ok_or(damaged)?));
        sound(found).unwrap_or_default()
    }

    /// What the index answers to a query; see [`Indexed::read`].
    pub fn ask<'a, T>(
        &'a self,
        ask: impl Fn(&'a Index) -> Result<T, QueryEvaluationError>,
    ) -> Result<T, QueryEvaluationError> {
        match ask(self.index()) {
            Err(error) if is_of_damage(&error) => ask(self.anew().ok_or(error)?),
            other => other,
        }
    }

    /// The index, of which nothing can be found damaged later.
    fn sound(&self) -> &Index {
        let index = self.index();
        match index.verify() {
            Ok(()) => index,
            Err(Damaged) => self.anew().unwrap_or(index),
        }
    }

    /// The index, to be changed.
    pub fn own(&mut self) -> &mut Index {
        if self.instead.is_some() {
            self.index = self.sound().clone();
            self.instead = None;
        }
        &mut self.index
    }
}

fn is_of_damage(error: &QueryEvaluationError) -> bool {
    let (QueryEvaluationError::Dataset(cause) | QueryEvaluationError::Unexpected(cause)) = error else {
        return false;
    };
    matches!(cause.downcast_ref(), Some(Failure::Damaged(_))) || cause.is::<Damaged>()
}

/// What a sound index holds: one in memory, or in a file of which what is read was compared with its checksums.
pub(super) fn sound<T>(found: Result<T, Damaged>) -> Option<T> {
    debug_assert!(found.is_ok(), "the index is sound");
    found.ok()
}
