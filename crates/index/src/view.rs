//! The dataset of one query.

use crate::dictionary::{Dictionary, Layers, number};
use crate::run::Matches;
use crate::terms::Terms;
use crate::{Damaged, Failure, Index, Pattern};
use oxrdf::{BlankNode, NamedNode, NamedNodeRef, Term, TermRef};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::rc::Rc;

/// The predicate of marks: a numbered view has the triple `?thing <urn:x-index:mark> <urn:x-index:mark>` for each thing that is
/// marked in it. A pattern finds them only by this predicate.
pub const MARK: &str = "urn:x-index:mark";

/// An index, and the terms that a query computes.
pub struct View<'a> {
    index: &'a Index,
    /// Terms that no triple has; their numbers follow those of the index.
    computed: Rc<RefCell<Dictionary>>,
    /// Whether the answer has the number of each term, and not the term.
    numbered: bool,
    /// The number of [`MARK`], and the things that are marked, sorted.
    marks: Option<(u32, Rc<[u32]>)>,
    /// The number of a name under which the default graph is a named graph, too.
    called: Option<u32>,
}

impl<'a> View<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        Self {
            index,
            computed: Rc::new(RefCell::new(Dictionary::from(index.dictionary.end()))),
            numbered: false,
            marks: None,
            called: None,
        }
    }

    /// The same, with a name under which the default graph is a named graph, too.
    ///
    /// # Errors
    /// When there are too many terms, or a kept index is damaged.
    pub fn called(mut self, name: NamedNodeRef<'_>) -> Result<Self, Failure> {
        self.called = Some(self.internalize_term(name.into_owned().into())?);
        Ok(self)
    }

    /// See [`Index::numbered`].
    pub(crate) fn numbered(index: &'a Index, marked: &[NamedNodeRef<'_>]) -> Result<(Self, Answered<'a>), Failure> {
        let mut view = Self::new(index);
        view.numbered = true;
        let numbers = marked
            .iter()
            .filter_map(|thing| index.known((*thing).into()).transpose());
        let mut numbers: Vec<u32> = numbers.collect::<Result<_, _>>()?;
        numbers.sort_unstable();
        numbers.dedup();
        let mark = view.internalize_term(NamedNode::new_unchecked(MARK).into())?;
        let marked: Rc<[u32]> = numbers.into();
        view.marks = Some((mark, Rc::clone(&marked)));
        let answered = Answered {
            index,
            computed: Rc::clone(&view.computed),
            marked,
        };
        Ok((view, answered))
    }
}

impl View<'_> {
    /// The numbers of the names of graphs.
    fn names(&self) -> Vec<u32> {
        self.index.graphs().into_iter().chain(self.called).collect()
    }

    fn with_layers<T>(&self, read: impl FnOnce(Layers<'_>) -> T) -> T {
        read(Layers {
            computed: Some(&self.computed.borrow()),
            ..self.index.layers()
        })
    }
}

/// The triples of a pattern, marks among them.
enum Found<'a> {
    Stored(Matches<'a>),
    /// The mark, the things that are left, and the position of the next.
    Marked(u32, Rc<[u32]>, std::ops::Range<usize>),
}

impl<'a> Found<'a> {
    fn marked(mark: u32, things: &Rc<[u32]>, [subject, _, object]: Pattern) -> Self {
        let all = match subject.map(|subject| things.binary_search(&subject)) {
            None => 0..things.len(),
            Some(Ok(at)) => at..at + 1,
            Some(Err(at)) => at..at,
        };
        let is_mark = object.is_none_or(|object| object == mark);
        Self::Marked(mark, Rc::clone(things), if is_mark { all } else { 0..0 })
    }
}

impl Iterator for Found<'_> {
    type Item = Result<[u32; 3], Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Stored(matches) => matches.next(),
            Self::Marked(mark, things, left) => Some(Ok([*things.get(left.next()?)?, *mark, *mark])),
        }
    }
}

/// What a SELECT over a numbered view leaves behind.
pub struct Answered<'a> {
    index: &'a Index,
    computed: Rc<RefCell<Dictionary>>,
    marked: Rc<[u32]>,
}

impl<'a> Answered<'a> {
    /// The numbers of the things that are marked, sorted.
    pub fn marked(&self) -> &[u32] {
        &self.marked
    }

    /// The number of a term, which becomes one that the query computed if no triple has it.
    ///
    /// # Errors
    /// When there are too many terms, or a kept index is damaged.
    pub fn number(&self, term: TermRef<'_>) -> Result<u32, Failure> {
        internalized(self.index, &mut self.computed.borrow_mut(), term)
    }

    /// The term of a number.
    ///
    /// # Errors
    /// When a kept index is damaged.
    pub fn term(&self, number: u32) -> Result<Term, Damaged> {
        let computed = self.computed.borrow();
        let layers = Layers {
            computed: Some(&computed),
            ..self.index.layers()
        };
        layers.term(number)
    }

    /// The numbers of the objects of a subject's triples with a predicate, by number.
    ///
    /// # Errors
    /// When a kept index is damaged.
    pub fn objects(&self, subject: u32, predicate: u32) -> impl Iterator<Item = Result<u32, Damaged>> + 'a {
        let pattern = [Some(subject), Some(predicate), None];
        self.index
            .matches(pattern)
            .map(|triple| triple.map(|[_, _, object]| object))
    }

    /// Reads the terms of the numbers in an answer that is not at its end.
    pub fn with_terms<T>(&self, read: impl FnOnce(&Terms<'a>) -> T) -> T {
        let terms = Terms::new(self.index, self.computed.take());
        let found = read(&terms);
        self.computed.replace(terms.computed);
        found
    }

    /// The terms of the numbers in an answer that was read to its end.
    pub fn terms(self) -> Terms<'a> {
        Terms::new(self.index, self.computed.take())
    }
}

/// The number of a term in the answer of a numbered view; `None` for another term.
pub fn number_of(term: &Term) -> Option<u32> {
    match term {
        Term::BlankNode(node) => u32::try_from(node.as_ref().unique_id()?).ok(),
        _ => None,
    }
}

/// The number of a term: that of the index, or else of a computed one.
pub(crate) fn internalized(index: &Index, computed: &mut Dictionary, term: TermRef<'_>) -> Result<u32, Failure> {
    let layers = index.layers();
    number(index.literals, term, &mut |kind, text| match layers.get(kind, text)? {
        Some(number) => Ok(number),
        None => computed.put(kind, text),
    })
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = u32;
    type Error = Failure;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, Failure>> + use<'a> {
        let (index, called) = (self.index, self.called);
        let pattern = [subject, predicate, object].map(|part| part.copied());
        // The default graph, one that is named, or each of these.
        let one = graph_name.map(|graph| graph.copied());
        let each = if graph_name.is_none() { self.names() } else { Vec::new() };
        let graphs = one.into_iter().chain(each.into_iter().map(Some));
        let marked = match &self.marks {
            Some((mark, things)) if pattern[1] == Some(*mark) => Some(Found::marked(*mark, things, pattern)),
            _ => None,
        };
        let mut marked = marked.filter(|_| graph_name == Some(None));
        graphs.flat_map(move |graph_name| {
            let stored = || Found::Stored(index.matches_in(graph_name.filter(|name| Some(*name) != called), pattern));
            let found = marked.take().unwrap_or_else(stored);
            found.map(move |triple| {
                let [subject, predicate, object] = triple?;
                Ok(InternalQuad {
                    subject,
                    predicate,
                    object,
                    graph_name,
                })
            })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, Failure>> + use<'a> {
        self.names().into_iter().map(Ok)
    }

    fn contains_internal_graph_name(&self, name: &u32) -> Result<bool, Failure> {
        Ok(self.called == Some(*name) || self.index.graph(Some(*name)).is_some())
    }

    fn internalize_term(&self, term: Term) -> Result<u32, Failure> {
        internalized(self.index, &mut self.computed.borrow_mut(), term.as_ref())
    }

    fn externalize_term(&self, term: u32) -> Result<Term, Failure> {
        Ok(match self.numbered {
            true => BlankNode::new_from_unique_id(term.into()).into(),
            false => self.with_layers(|layers| layers.term(term))?,
        })
    }

    fn externalize_expression_term(&self, term: u32) -> Result<ExpressionTerm, Failure> {
        Ok(self.with_layers(|layers| layers.value(term))?)
    }
}
