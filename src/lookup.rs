//! Looks up attributes that a view does not select, in bulk, after the view was evaluated.
//!
//! Takes a [`Projected`] view and the graph; returns its [`PropertyGraph`]. Nodes get labels, classes, colours and
//! shapes; edges get the attributes of their kind, claim, modality and measure. Each look-up is a query beside this
//! file, evaluated once for all nodes or all claims of the view. Attributes that the view selects are kept.

mod edges;
mod facts;
mod groups;
mod nodes;
mod standing;

use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::AskError;
use crate::view::{Projected, PropertyGraph};
use facts::Source;

/// Completes the graph of a view; labels are in the given language where they exist in it.
///
/// # Errors
/// When a look-up fails.
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
    edges::complete(&mut view, claims, &source)?;
    nodes::complete(&mut view, &source)?;
    Ok(view.graph)
}
