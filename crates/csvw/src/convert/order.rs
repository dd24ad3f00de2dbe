//! The part of the work that follows the order of the rows: duplicate keys, findings, passing on statements.

use super::findings::Reasons;
use super::work::Done;
use super::{Invalid, Job, Progress, Summary};
use crate::Sink;
use crate::block::Block;
use crate::keys::KeySet;
use crate::plan::Plan;
use crate::record::{Row, Rows};
use crate::row::CurrentRow;
use diagnostic::{Diagnostic, Report};
use std::collections::BTreeMap;
use std::io;

/// The work that follows the order of the rows.
pub(super) struct Ordered<'a, S: Sink> {
    pub next: usize,
    pub ready: BTreeMap<usize, Done<S::Block>>,
    pub sets: Vec<KeySet>,
    /// The sets are filled already: a key that is in an earlier row is found by the workers.
    pub is_filled: bool,
    pub report: &'a mut Report,
    pub sink: &'a mut S,
    pub read: Summary,
    pub bytes: u64,
    pub failure: Option<io::Error>,
    pub spare: Vec<String>,
}

impl<'a, S: Sink> Ordered<'a, S> {
    pub fn new(sets: Vec<KeySet>, is_filled: bool, report: &'a mut Report, sink: &'a mut S) -> Self {
        Self {
            next: 0,
            ready: BTreeMap::new(),
            sets,
            is_filled,
            report,
            sink,
            read: Summary::default(),
            bytes: 0,
            failure: None,
            spare: Vec::new(),
        }
    }

    /// The block whose turn it is, if it is done.
    pub fn take_next(&mut self) -> Option<Done<S::Block>> {
        let done = self.ready.remove(&self.next)?;
        self.next += 1;
        Some(done)
    }

    /// The sets of keys and what was read.
    ///
    /// # Errors
    /// The failure of the sink.
    pub fn finish(self) -> io::Result<(Vec<KeySet>, Summary)> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok((self.sets, self.read)),
        }
    }
}

/// For each data row that repeats a primary key: the sets in which it does, each with the row that had the key first.
type Repeats = BTreeMap<u64, Vec<(usize, u64)>>;

impl Job<'_> {
    /// Takes a block whose turn has come.
    pub(super) fn accept<S: Sink>(&self, plan: &Plan<'_>, done: Done<S::Block>, ordered: &mut Ordered<'_, S>) {
        let Done {
            block,
            sink,
            report,
            extracted,
            mut left_out,
        } = done;
        let mut repeats = Repeats::new();
        if !ordered.is_filled {
            for (set_index, (set, extracted)) in ordered.sets.iter_mut().zip(&extracted).enumerate() {
                for (row, first) in set.add(extracted) {
                    if set.is_primary {
                        repeats.entry(row).or_default().push((set_index, first));
                    }
                }
            }
        }
        let mut reasons = Reasons::default();
        if self.options.rejects.is_some() {
            reasons.add(report.sorted());
        }
        ordered.report.absorb(report);
        for (number, finding) in self.repeated_keys(plan, &block, repeats, &ordered.sets) {
            if self.options.rejects.is_some() {
                reasons.add([&finding]);
            }
            ordered.report.push(finding);
            if plan.invalid == Invalid::SkipRow {
                left_out.push(number);
            }
        }
        left_out.sort_unstable();
        left_out.dedup();
        if let (Some(rejects), false) = (self.options.rejects, left_out.is_empty()) {
            self.reject(plan, &block, &left_out, reasons, rejects);
        }
        ordered.read.rows += block.rows;
        ordered.read.rejected += left_out.len() as u64;
        ordered.bytes += block.text.len() as u64;
        if let Err(error) = ordered.sink.accept(sink, &left_out) {
            ordered.failure = Some(error);
        }
        if let Some(progress) = self.options.progress {
            progress(&Progress {
                table: &self.table.file,
                rows: ordered.read.rows,
                bytes: ordered.bytes,
                size: self.resources.size(&self.table.url),
            });
        }
        ordered.spare.push(block.text);
    }

    /// The findings of rows that repeat a primary key, each with the index of its row in the block.
    fn repeated_keys(
        &self,
        plan: &Plan<'_>,
        block: &Block,
        mut repeats: Repeats,
        sets: &[KeySet],
    ) -> Vec<(usize, Diagnostic)> {
        let mut found = Vec::new();
        let mut rows = Rows::new(block, &self.table.dialect);
        let mut row = Row::default();
        let mut number = 0;
        while !repeats.is_empty() && rows.next(&mut row) {
            for (set_index, first) in repeats.remove(&row.row_number).into_iter().flatten() {
                let current = CurrentRow::new(plan, &row);
                found.push((number, self.duplicate(&current, &sets[set_index], first)));
            }
            number += 1;
        }
        found
    }
}
