//! The documents of edges, numbered and listed below the picture.

use super::{one_line, text};
use crate::view::Edge;
use std::collections::BTreeSet;

/// The maximum number of documents to list.
const MOST: usize = 60;

/// The documents of a drawing, sorted by title.
pub(super) struct Documents(Vec<String>);

impl Documents {
    /// Collects the documents of all edges.
    pub(super) fn of<'a>(edges: impl Iterator<Item = Edge<'a>>) -> Documents {
        let named = edges.map(title).filter(|title| !title.is_empty());
        Documents(named.collect::<BTreeSet<String>>().into_iter().collect())
    }

    /// The number of an edge's document, from 1; `None` if there is only one, or too many to list.
    pub(super) fn number(&self, edge: Edge<'_>) -> Option<usize> {
        if !(2..=MOST).contains(&self.0.len()) {
            return None;
        }
        let title = title(edge);
        self.0.binary_search(&title).ok().map(|at| at + 1)
    }

    /// The documents to list, in the order of their numbers, with their dates as readers of a language write them.
    pub(super) fn listed(self, language: &str) -> Vec<String> {
        match self.0.len() > MOST {
            true => Vec::new(),
            false => self
                .0
                .iter()
                .map(|title| text::date::in_citation(title, language))
                .collect(),
        }
    }
}

/// The title of an edge's document.
fn title(edge: Edge<'_>) -> String {
    one_line(&text(edge, "document"))
}
