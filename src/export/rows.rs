//! Reads edges with their values in blocks, and writes them one by one.
//!
//! The values of a large graph are far apart in memory. Reading them column by column, without writing in between, lets
//! the processor fetch many at once.

use crate::view::{Attribute, Edge, PropertyGraph, Value};
use std::io;

/// The number of edges in a block: their values fit into the processor's cache.
const BLOCK: usize = 32;

/// An edge with its values.
pub(super) struct Row<'r, 'g> {
    /// The edge.
    pub(super) edge: Edge<'g>,
    /// The IRIs of its ends.
    pub(super) ends: [&'g str; 2],
    /// The values of the block, column by column, starting at this edge's first.
    values: &'r [Option<Value<'g>>],
    /// The number of edges in the block.
    block: usize,
}

impl<'g> Row<'_, 'g> {
    /// The value of the column with this index.
    pub(super) fn value(&self, place: usize) -> Option<Value<'g>> {
        self.values[place * self.block]
    }

    /// The stored form of that value.
    pub(super) fn stored(&self, place: usize) -> Option<&'g str> {
        self.value(place).map(Value::stored)
    }

    /// The values of all columns, in order.
    pub(super) fn values(&self) -> impl Iterator<Item = Option<Value<'g>>> {
        self.values.iter().step_by(self.block).copied()
    }
}

/// Reads the columns of all edges in order, and writes each edge.
///
/// # Errors
/// The first error in writing.
pub(super) fn each_edge<'g>(
    graph: &'g PropertyGraph,
    columns: &[Attribute<'g>],
    mut write: impl FnMut(&Row<'_, 'g>) -> io::Result<()>,
) -> io::Result<()> {
    let iris = graph.iris();
    let iri = |node: usize| iris.stored(node).unwrap_or_default();
    let mut block = Vec::with_capacity(BLOCK);
    let mut ends = Vec::with_capacity(BLOCK);
    let mut values = Vec::with_capacity(BLOCK * columns.len());
    let mut edges = graph.edges();
    loop {
        block.clear();
        block.extend(edges.by_ref().take(BLOCK));
        if block.is_empty() {
            return Ok(());
        }
        ends.clear();
        ends.extend(
            block
                .iter()
                .map(|edge| [edge.source, edge.target].map(|node| iri(node.index()))),
        );
        values.clear();
        for column in columns {
            values.extend(block.iter().map(|edge| column.value(edge.index.index())));
        }
        for (number, (edge, ends)) in block.iter().zip(&ends).enumerate() {
            write(&Row {
                edge: *edge,
                ends: *ends,
                values: values.get(number..).unwrap_or_default(),
                block: block.len(),
            })?;
        }
    }
}
