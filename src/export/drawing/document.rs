//! The documents of edges, numbered and listed below the picture.

use super::{one_line, text};
use crate::view::{Edge, PropertyGraph};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of documents to list.
const MOST: usize = 60;

/// The documents of a drawing, sorted by title. Those of one title are told apart by what they are.
pub(super) struct Documents<'g> {
    named: Vec<(String, &'g str)>,
    papers: &'g BTreeMap<String, String>,
}

impl<'g> Documents<'g> {
    /// Collects the documents of all edges.
    pub(super) fn of<'a>(graph: &'g PropertyGraph, edges: impl Iterator<Item = Edge<'a>>) -> Self {
        let papers = &graph.about.papers;
        let named = edges.map(|edge| document(edge, papers));
        let named = named.filter(|(title, _)| !title.is_empty());
        Self {
            named: named.collect::<BTreeSet<_>>().into_iter().collect(),
            papers,
        }
    }

    /// The number of an edge's document, from 1; `None` if there is only one, or too many to list.
    pub(super) fn number(&self, edge: Edge<'_>) -> Option<usize> {
        if !(2..=MOST).contains(&self.named.len()) {
            return None;
        }
        self.named
            .binary_search(&document(edge, self.papers))
            .ok()
            .map(|at| at + 1)
    }

    /// The documents to list, in the order of their numbers, with their dates as readers of a language write them.
    pub(super) fn listed(self, language: &str) -> Vec<String> {
        match self.named.len() > MOST {
            true => Vec::new(),
            false => self
                .named
                .iter()
                .map(|(title, _)| text::date::in_citation(title, language))
                .collect(),
        }
    }
}

/// The title of an edge's document, and which it is if others have that title.
fn document<'g>(edge: Edge<'_>, papers: &'g BTreeMap<String, String>) -> (String, &'g str) {
    let paper = papers.get(&text(edge, "claim")).map_or("", String::as_str);
    (one_line(&text(edge, "document")), paper)
}
