//! Edges with all their values, read some at a time and written one by one.
//!
//! The texts of a large graph lie far apart. Read by themselves, without writing in between, the processor fetches many at once.

use super::attributes::Named;
use crate::view::{Edge, PropertyGraph, Value};
use std::io;

/// How many edges are read at once: their texts stay in the nearest cache.
const BLOCK: usize = 32;

/// An edge and what is said of it.
pub(super) struct Row<'r, 'g> {
    /// The edge.
    pub(super) edge: Edge<'g>,
    /// The IRIs of its ends.
    pub(super) ends: [&'g str; 2],
    /// Its label; may be empty.
    pub(super) label: &'g str,
    /// Its weight, as it is written.
    pub(super) weight: Option<&'g str>,
    /// When it begins and ends.
    pub(super) dates: [Option<&'g str>; 2],
    /// The values of the attributes that were asked for, in their order.
    pub(super) values: &'r [Option<Value<'g>>],
}

/// Reads the edges in order, and writes each.
///
/// # Errors
/// The first of writing.
pub(super) fn each_edge<'g>(
    graph: &'g PropertyGraph,
    attributes: &[Named<'g>],
    mut write: impl FnMut(&Row<'_, 'g>) -> io::Result<()>,
) -> io::Result<()> {
    let mut values = Vec::with_capacity(BLOCK * attributes.len());
    let mut rows = Vec::with_capacity(BLOCK);
    let mut edges = graph.edges();
    loop {
        values.clear();
        rows.clear();
        for edge in edges.by_ref().take(BLOCK) {
            values.extend(attributes.iter().map(|named| edge.value(named.attribute)));
            rows.push(Row {
                edge,
                ends: [edge.source().iri(), edge.target().iri()],
                label: edge.label(),
                weight: edge.weight(),
                dates: [edge.start(), edge.end()],
                values: &[],
            });
        }
        if rows.is_empty() {
            return Ok(());
        }
        for (number, row) in rows.iter().enumerate() {
            let first = number * attributes.len();
            write(&Row {
                values: &values[first..first + attributes.len()],
                ..*row
            })?;
        }
    }
}
