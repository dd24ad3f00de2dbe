//! The statements of tables, on their way into a graph.

use super::GraphError;
use super::held::Held;
use csvw::{BlockSink, Sink, Statement};
use index::{Batch, Failure};
use oxigraph::model::Triple;
use std::io;

/// Adds the statements of tables in bulk. Those of a block of rows are numbered beside those of others.
pub struct Writer<'a> {
    held: &'a mut Held,
    failure: Option<Failure>,
    spare: Vec<Batch>,
}

/// The statements of a block of rows.
pub struct Filled {
    rows: Rows,
    failure: Option<Failure>,
}

enum Rows {
    /// For the index: in numbers.
    Index(Batch),
    /// For Oxigraph's store: the triples of each row.
    Oxigraph(Vec<Vec<Triple>>, Vec<Triple>),
}

impl<'a> Writer<'a> {
    pub(super) fn of(held: &'a mut Held) -> Self {
        Self {
            held,
            failure: None,
            spare: Vec::new(),
        }
    }

    /// Makes the triples visible.
    ///
    /// # Errors
    /// When there are too many terms or triples.
    pub fn commit(self) -> Result<(), GraphError> {
        self.held.commit()?;
        self.failure.map_or(Ok(()), |failure| Err(failure.into()))
    }

    fn take(&mut self, filled: Filled, left_out: &[usize]) -> Result<(), Failure> {
        filled.failure.map_or(Ok(()), Err)?;
        match (filled.rows, &mut *self.held) {
            (Rows::Index(mut batch), Held::Index(indexed)) => {
                indexed.own().append(&batch, left_out)?;
                batch.clear();
                self.spare.push(batch);
            }
            (Rows::Oxigraph(rows, rest), held) => {
                let rows = rows.into_iter().enumerate();
                let kept = rows.filter(|(number, _)| left_out.binary_search(number).is_err());
                for triple in kept.flat_map(|(_, row)| row).chain(rest) {
                    held.add(triple.as_ref())?;
                }
            }
            (Rows::Index(_), Held::Oxigraph(_)) => debug_assert!(false, "a block is made for what holds the triples"),
        }
        Ok(())
    }
}

impl BlockSink for Filled {
    fn statement(&mut self, statement: &Statement<'_>) {
        match &mut self.rows {
            Rows::Index(batch) if self.failure.is_none() => {
                let column = statement.column_index.map_or(0, |index| index + 1);
                self.failure = batch.add(statement.triple(), column).err();
            }
            Rows::Index(_) => {}
            Rows::Oxigraph(_, row) => row.push(statement.triple().into_owned()),
        }
    }

    fn end_row(&mut self) {
        match &mut self.rows {
            Rows::Index(batch) => batch.end_row(),
            Rows::Oxigraph(rows, row) => rows.push(std::mem::take(row)),
        }
    }
}

impl Sink for Writer<'_> {
    type Block = Filled;

    fn block(&mut self) -> Filled {
        let rows = match &mut *self.held {
            Held::Index(indexed) => Rows::Index(self.spare.pop().unwrap_or_else(|| indexed.own().batch())),
            Held::Oxigraph(_) => Rows::Oxigraph(Vec::new(), Vec::new()),
        };
        Filled { rows, failure: None }
    }

    fn accept(&mut self, filled: Filled, left_out: &[usize]) -> io::Result<()> {
        if self.failure.is_none() {
            self.failure = self.take(filled, left_out).err();
        }
        Ok(())
    }
}
