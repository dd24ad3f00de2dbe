//! The work on a block that does not depend on the blocks before it.
//!
//! Rows go through in batches, so that the references of a batch are looked up together: first all cells are read and keys
//! gathered, then each row is judged and written.

use super::references::{Referenced, References};
use super::{Invalid, Job, Mode, key_of};
use crate::annotate;
use crate::block::Block;
use crate::cells::Cells;
use crate::keys::{Extracted, Keys};
use crate::plan::Plan;
use crate::record::{Row, Rows};
use crate::row::CurrentRow;
use crate::statement::{BlockSink, Writer};
use diagnostic::Report;
use hashbrown::DefaultHashBuilder;
use std::hash::BuildHasher as _;

/// A worker's result for a block.
pub(super) struct Done<B> {
    pub block: Block,
    pub sink: B,
    pub report: Report,
    pub extracted: Vec<Extracted>,
    /// Invalid rows, which gave no statement, by their index in the block.
    pub left_out: Vec<usize>,
}

/// The buffers of a worker, reused for all blocks.
#[derive(Default)]
pub(super) struct Worker {
    batch: Vec<Pending>,
    references: References,
    writer: Writer,
    key: String,
}

/// A row between being read and being written.
#[derive(Default)]
struct Pending {
    cells: Cells,
    /// Whether it has the shape of the header.
    is_whole: bool,
    /// The number of its invalid cells.
    wrong: usize,
}

/// So many rows are read before the first of them is written, so that their references are looked up together.
const BATCH: usize = 32;

/// What a block is read with, and what is gathered of it.
struct Reading<'r> {
    plan: &'r Plan<'r>,
    keys: &'r Keys,
    referenced: Referenced<'r>,
    hasher: DefaultHashBuilder,
    /// Whether the sets of keys were filled before this table was read.
    is_filled: bool,
    extracted: Vec<Extracted>,
    report: Report,
    /// Findings of the first look at a row, which its second look tells.
    untold: Report,
}

impl Job<'_> {
    /// Reads a block.
    pub(super) fn work<B: BlockSink>(
        &self,
        plan: &Plan<'_>,
        keys: &Keys,
        block: Block,
        mut sink: B,
        report: Report,
        worker: &mut Worker,
    ) -> Done<B> {
        let mut reading = Reading {
            plan,
            keys,
            referenced: Referenced::new(self.table, keys),
            hasher: keys.hasher(),
            is_filled: !keys.sets(self.table_index).is_empty(),
            extracted: plan.key_columns.iter().map(|_| Extracted::default()).collect(),
            report,
            untold: Report::bounded(1),
        };
        worker.batch.resize_with(BATCH, Pending::default);
        let mut left_out = Vec::new();
        let mut rows = Rows::new(&block, &self.table.dialect);
        let mut batch: Vec<Row<'_>> = (0..BATCH).map(|_| Row::default()).collect();
        let mut number = 0;
        loop {
            let mut count = 0;
            while count < BATCH && rows.next(&mut batch[count]) {
                count += 1;
            }
            if count == 0 {
                break;
            }
            self.read_batch(&batch[..count], &mut reading, worker);
            let judged = self.write_batch(&batch[..count], &mut reading, worker, &mut sink);
            left_out.extend(judged.into_iter().map(|index| number + index));
            number += count;
        }
        if plan.mode == Mode::Standard && self.gives {
            annotate::comments(plan, rows.comments().iter().map(|comment| comment.text), &mut sink);
        }
        let Reading { report, extracted, .. } = reading;
        Done {
            block,
            sink,
            report,
            extracted,
            left_out,
        }
    }

    /// Reads the cells of a batch, gathers its keys, and looks up what it refers to.
    fn read_batch(&self, batch: &[Row<'_>], reading: &mut Reading<'_>, worker: &mut Worker) {
        let plan = reading.plan;
        worker.references.clear();
        for (row, pending) in batch.iter().zip(&mut worker.batch) {
            let current = CurrentRow::new(plan, row);
            pending.is_whole = self.shape(&current, &mut reading.untold) == 0;
            pending.wrong = pending.cells.read(&current, 0..plan.columns.len(), &mut reading.untold);
            if plan.invalid == Invalid::AsText {
                continue;
            }
            // Also the keys of a row that is not whole are taken, so that rows which refer to it are not reported too.
            if !reading.is_filled {
                for (columns, extracted) in plan.key_columns.iter().zip(&mut reading.extracted) {
                    worker.key.clear();
                    if key_of(&pending.cells, &current, columns, &mut worker.key) {
                        let hash = reading.hasher.hash_one(worker.key.as_str());
                        extracted.push(&worker.key, hash, row.row_number);
                    }
                }
            }
            if pending.is_whole {
                let cells = &pending.cells;
                worker
                    .references
                    .add(&reading.referenced, cells, &current, &reading.hasher);
            }
        }
        worker.references.find(&reading.referenced);
    }

    /// Reports the findings of a batch of rows and writes their statements; returns the omitted rows, by their index in
    /// the batch.
    fn write_batch<B: BlockSink>(
        &self,
        batch: &[Row<'_>],
        reading: &mut Reading<'_>,
        worker: &mut Worker,
        sink: &mut B,
    ) -> Vec<usize> {
        let plan = reading.plan;
        let (referenced, report) = (&reading.referenced, &mut reading.report);
        let sets = reading.keys.sets(self.table_index);
        let mut references = worker.references.rows(referenced);
        let mut left_out = Vec::new();
        for (index, (row, pending)) in batch.iter().zip(&mut worker.batch).enumerate() {
            let current = CurrentRow::new(plan, row);
            let mut wrong = 0;
            if !pending.is_whole {
                wrong += self.shape(&current, report);
            } else if pending.wrong > 0 {
                wrong += pending.cells.read(&current, 0..plan.columns.len(), report);
            }
            if plan.invalid != Invalid::AsText && pending.is_whole {
                let found = references.next();
                wrong += self.references(referenced, found, &worker.references, &current, report);
                wrong += self.repeated(sets, &current, &pending.cells, &reading.hasher, report);
            }
            let gives = match plan.invalid {
                Invalid::SkipRow => wrong == 0,
                Invalid::SkipCell => pending.is_whole,
                Invalid::AsText => true,
            };
            if gives && self.gives {
                wrong += worker.writer.row(&current, &pending.cells, report, sink);
            }
            sink.end_row();
            if wrong > 0 && plan.invalid == Invalid::SkipRow {
                left_out.push(index);
            }
        }
        left_out
    }
}
