//! What a view does not select: the program looks it up, in bulk, after the view is answered.
//!
//! Takes a [`Projected`] view and the graph; gives its [`PropertyGraph`] with names, classes, colours and shapes of nodes,
//! and of edges with what their kind, claim, modality and measure say. Each question is a query beside this file, which
//! is asked once about all nodes, or all claims, of the view. What the view selects wins.

mod edges;
mod facts;
mod groups;
mod nodes;

use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::AskError;
use crate::view::{Projected, PropertyGraph};
use facts::Source;

/// Completes the graph of a view; labels are in a language as far as there are any.
///
/// # Errors
/// When a look-up cannot be answered.
pub fn complete(
    mut view: Projected,
    dossier: &Dossier,
    graph: &Graph,
    language: &str,
) -> Result<PropertyGraph, AskError> {
    let source = Source {
        dossier,
        graph,
        language,
    };
    let claims = groups::claims(&mut view, &source)?;
    edges::complete(&mut view, &claims, &source)?;
    nodes::complete(&mut view, &source)?;
    Ok(view.graph)
}
