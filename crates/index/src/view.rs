//! The dataset of one query.

use crate::dictionary::{Dictionary, number};
use crate::run::Matches;
use crate::{Full, Index};
use oxrdf::Term;
use spareval::{InternalQuad, QueryableDataset};
use std::cell::RefCell;

/// An index, and the terms that a query computes.
pub struct View<'a> {
    index: &'a Index,
    /// Terms that no triple has; their numbers follow those of the index.
    computed: RefCell<Dictionary>,
}

impl<'a> View<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        Self {
            index,
            computed: RefCell::new(Dictionary::after(&index.dictionary)),
        }
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = u32;
    type Error = Full;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph_name: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, Full>> + use<'a> {
        // There are no named graphs.
        let runs = match graph_name {
            Some(None) => &self.index.runs[..],
            None | Some(Some(_)) => &[],
        };
        let pattern = [subject, predicate, object].map(|part| part.copied());
        Matches::new(runs, pattern).map(|[subject, predicate, object]| {
            Ok(InternalQuad {
                subject,
                predicate,
                object,
                graph_name: None,
            })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, Full>> + use<'a> {
        std::iter::empty()
    }

    fn contains_internal_graph_name(&self, _: &u32) -> Result<bool, Full> {
        Ok(false)
    }

    fn internalize_term(&self, term: Term) -> Result<u32, Full> {
        let mut computed = self.computed.borrow_mut();
        number(
            term.as_ref(),
            &mut |kind, text| match self.index.dictionary.get(kind, text) {
                Some(number) => Ok(number),
                None => computed.put(kind, text),
            },
        )
    }

    fn externalize_term(&self, term: u32) -> Result<Term, Full> {
        Ok(self.computed.borrow().term(term, Some(&self.index.dictionary)))
    }
}
