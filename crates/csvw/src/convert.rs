//! Reads the tables of a group, block by block, in parallel, and hands everything on in the order of the rows.

mod findings;
mod gather;
mod options;
mod references;
mod turns;

use super::block::{Block, Blocks, ReadError};
use super::cells::{Cells, Content};
use super::keys::{Extracted, KeySet, Keys, SEPARATOR, reading_order};
use super::metadata::{Table, TableGroup};
use super::plan::{How, Plan};
use super::record::{Row, Rows};
use super::row::CurrentRow;
use super::statement::{BlockSink, Sink, Statement, Writer};
use super::{Resources, annotate};
use diagnostic::{Place, Report, code};
use findings::{Reasons, quoting};
use gather::gather;
pub use options::{Invalid, Mode, Options, Progress, Rejected, Summary};
use references::{Referenced, References};
use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::io::{self, Read};
use std::sync::{Condvar, Mutex, PoisonError};
use turns::{Guard, lock};

/// Reads all tables of a group and validates them: every cell, key and reference. What is wrong goes into the report.
pub fn validate(group: &TableGroup, resources: &dyn Resources, options: &Options<'_>, report: &mut Report) -> Summary {
    // A sink that keeps nothing takes everything.
    convert(group, resources, options, report, &mut Discard).unwrap_or_default()
}

/// Takes statements and keeps none.
struct Discard;

impl BlockSink for Discard {
    fn statement(&mut self, _: &Statement<'_>) {}
}

impl Sink for Discard {
    type Block = Self;

    fn block(&mut self) -> Self {
        Self
    }

    fn accept(&mut self, _: Self, _: &[usize]) -> io::Result<()> {
        Ok(())
    }
}

/// Reads all tables of a group, validates them and hands each statement to `sink`.
///
/// Tables that others refer to are read first; where tables refer to one another or to themselves, their keys are
/// gathered in a pass of its own. What is wrong goes into the report.
///
/// # Errors
/// When `sink` cannot take what it is given.
pub fn convert<S: Sink>(
    group: &TableGroup,
    resources: &dyn Resources,
    options: &Options<'_>,
    report: &mut Report,
    sink: &mut S,
) -> io::Result<Summary> {
    let mut keys = Keys::new(group);
    let mut summary = Summary::default();
    if options.mode == Mode::Standard {
        annotate::group(group, sink)?;
    }
    for table_index in reading_order(group) {
        let table = &group.tables[table_index];
        if options.invalid != Invalid::AsText {
            for key in &table.foreign_keys {
                if !keys.is_complete(key.table_index) {
                    gather(group, key.table_index, resources, options, &mut keys);
                }
            }
        }
        let gives = !table.suppress_output;
        let job = Job {
            group,
            table_index,
            table,
            resources,
            options,
            gives,
        };
        let read = job.run(&mut keys, report, sink)?;
        summary.tables += 1;
        summary.rows += read.rows;
        summary.rejected += read.rejected;
        summary.unfinished += read.unfinished;
    }
    Ok(summary)
}

/// Adds the key of a row to `key`; false if one of its cells is null.
fn key_of(cells: &Cells, current: &CurrentRow<'_>, columns: &[usize], key: &mut String) -> bool {
    for (number, index) in columns.iter().enumerate() {
        if number > 0 {
            key.push(SEPARATOR);
        }
        match cells.contents.get(*index) {
            Some(Content::One(piece) | Content::Invalid(piece)) => key.push_str(cells.text(*piece, current.row)),
            Some(Content::List(from, to)) => {
                for piece in cells.list(*from, *to) {
                    key.push_str(cells.text(*piece, current.row));
                    key.push('\u{1e}');
                }
            }
            Some(Content::Null) | None => return false,
        }
    }
    true
}

/// One table of a group, to be read.
struct Job<'a> {
    group: &'a TableGroup,
    table_index: usize,
    table: &'a Table,
    resources: &'a dyn Resources,
    options: &'a Options<'a>,
    gives: bool,
}

/// What a worker makes of a block.
struct Done<B> {
    block: Block,
    sink: B,
    report: Report,
    extracted: Vec<Extracted>,
    /// Rows without a statement, by their index in the block, since something in them is wrong.
    left_out: Vec<usize>,
}

/// What is done in the order of the rows.
struct Ordered<'a, S: Sink> {
    next: usize,
    ready: BTreeMap<usize, Done<S::Block>>,
    sets: Vec<KeySet>,
    /// The sets are filled already: a key that stands in an earlier row is found by the workers.
    is_filled: bool,
    report: &'a mut Report,
    sink: &'a mut S,
    read: Summary,
    bytes: u64,
    failure: Option<io::Error>,
    spare: Vec<String>,
}

/// The buffers of a worker, reused for all blocks.
#[derive(Default)]
struct Worker {
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
    /// How many of its cells are wrong.
    wrong: usize,
}

/// So many rows are read before the first of them is written, so that their references are looked up together.
const BATCH: usize = 32;

/// So many blocks may be done before their turn.
const AHEAD: usize = 16;

impl Job<'_> {
    fn run<S: Sink>(&self, keys: &mut Keys, report: &mut Report, sink: &mut S) -> io::Result<Summary> {
        let unread = Summary {
            unfinished: 1,
            ..Summary::default()
        };
        let reader = match self.resources.open(&self.table.url) {
            Ok(Some(reader)) => reader,
            Ok(None) if self.table.may_be_missing => return Ok(Summary::default()),
            Ok(None) => {
                report.push(code::missing_table(Place::file(&self.table.file)));
                return Ok(unread);
            }
            Err(diagnostic) => {
                report.push(diagnostic);
                return Ok(unread);
            }
        };
        let mut blocks = Blocks::new(reader, &self.table.dialect, self.options.block_bytes);
        let head = match blocks.head() {
            Ok(head) => head,
            Err(error) => {
                report.push(self.unreadable(&error, None));
                return Ok(unread);
            }
        };
        for problem in &head.problems {
            report.push(quoting(&self.table.file, *problem));
        }
        let (first, failure) = match blocks.next(String::new()) {
            Ok(first) => (first, None),
            Err(error) => (None, Some(error)),
        };
        let width = first.as_ref().map_or(0, |block| {
            let mut row = Row::default();
            if Rows::new(block, &self.table.dialect).next(&mut row) {
                row.len()
            } else {
                0
            }
        });
        let how = How {
            mode: self.options.mode,
            invalid: self.options.invalid,
            table_index: self.table_index,
        };
        let Some(mut plan) = Plan::new(self.table, &head, width, how, report) else {
            return Ok(unread);
        };
        if plan.mode == Mode::Standard && self.gives {
            annotate::table(self.group, &plan, sink)?;
            let mut comments = sink.block();
            annotate::comments(&plan, head.comments.iter().map(String::as_str), &mut comments);
            sink.accept(comments, &[])?;
        }
        let is_filled = keys.is_complete(self.table_index) && !keys.sets(self.table_index).is_empty();
        let sets = if is_filled {
            Vec::new()
        } else {
            keys.take(self.table_index)
        };
        plan.key_columns = sets.iter().map(|set| set.columns.clone()).collect();
        let mut ordered = Ordered {
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
        };
        let failure = match first {
            Some(first) => failure.or(self.blocks(&plan, keys, &mut blocks, first, &mut ordered)),
            None => failure,
        };
        let is_whole = failure.is_none();
        if let Some(error) = failure {
            ordered.report.push(self.unreadable(&error, Some(&plan)));
            ordered.read.unfinished = 1;
        }
        if blocks.looks_like_utf8() {
            let declared = &self.table.dialect.encoding;
            ordered
                .report
                .push(code::looks_like_utf8(Place::file(&self.table.file), declared));
        }
        let Ordered {
            sets, read, failure, ..
        } = ordered;
        if let Some(failure) = failure {
            return Err(failure);
        }
        // Of a table that was not read to its end nobody knows which keys it has.
        if !is_filled && is_whole {
            keys.put(self.table_index, sets);
        }
        Ok(read)
    }

    /// Reads all blocks; gives what kept it from reading to the end.
    fn blocks<S: Sink>(
        &self,
        plan: &Plan<'_>,
        keys: &Keys,
        blocks: &mut Blocks<Box<dyn Read + Send>>,
        first: Block,
        ordered: &mut Ordered<'_, S>,
    ) -> Option<ReadError> {
        let threads = match self.options.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        };
        // A block that is not full is the last one.
        if threads == 1 || first.text.len() < self.options.block_bytes / 2 {
            return self.in_turn(plan, keys, blocks, first, ordered);
        }
        let source = Mutex::new((Some(first), 0_usize, blocks, None));
        let order = Mutex::new(ordered);
        let turn = Condvar::new();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let _guard = Guard {
                        order: &order,
                        turn: &turn,
                    };
                    let mut worker = Worker::default();
                    loop {
                        let (sink, part, reuse) = {
                            let mut order = lock(&order);
                            if order.failure.is_some() {
                                return;
                            }
                            let reuse = order.spare.pop().unwrap_or_default();
                            (order.sink.block(), self.part(order.report), reuse)
                        };
                        let (index, block) = {
                            let mut source = lock(&source);
                            let (first, count, blocks, failure) = &mut *source;
                            let block = match first.take() {
                                Some(first) => Some(first),
                                None if failure.is_some() => None,
                                None => blocks.next(reuse).unwrap_or_else(|error| {
                                    *failure = Some(error);
                                    None
                                }),
                            };
                            let Some(block) = block else { return };
                            *count += 1;
                            (*count - 1, block)
                        };
                        let done = self.work(plan, keys, block, sink, part, &mut worker);
                        let mut order = lock(&order);
                        while index >= order.next + AHEAD && order.failure.is_none() {
                            order = turn.wait(order).unwrap_or_else(PoisonError::into_inner);
                        }
                        order.ready.insert(index, done);
                        while let Some(done) = {
                            let next = order.next;
                            order.ready.remove(&next)
                        } {
                            order.next += 1;
                            self.accept(plan, done, &mut order);
                        }
                        turn.notify_all();
                    }
                });
            }
        });
        source.into_inner().unwrap_or_else(PoisonError::into_inner).3
    }

    /// Reads all blocks on this thread.
    fn in_turn<S: Sink>(
        &self,
        plan: &Plan<'_>,
        keys: &Keys,
        blocks: &mut Blocks<Box<dyn Read + Send>>,
        first: Block,
        ordered: &mut Ordered<'_, S>,
    ) -> Option<ReadError> {
        let mut worker = Worker::default();
        let mut next = Some(first);
        while let Some(block) = next.take() {
            let part = self.part(ordered.report);
            let done = self.work(plan, keys, block, ordered.sink.block(), part, &mut worker);
            self.accept(plan, done, ordered);
            if ordered.failure.is_some() {
                return None;
            }
            match blocks.next(ordered.spare.pop().unwrap_or_default()) {
                Ok(block) => next = block,
                Err(error) => return Some(error),
            }
        }
        None
    }

    /// The report of a block: whole where rows are set aside, as each comes with all its reasons.
    fn part(&self, report: &Report) -> Report {
        match self.options.rejects {
            Some(_) => Report::default(),
            None => report.part(),
        }
    }

    /// Reads a block: all that can be done without knowing the blocks before it.
    fn work<B: BlockSink>(
        &self,
        plan: &Plan<'_>,
        keys: &Keys,
        block: Block,
        mut sink: B,
        mut report: Report,
        worker: &mut Worker,
    ) -> Done<B> {
        let sets = keys.sets(self.table_index);
        let is_filled = !sets.is_empty();
        let mut extracted: Vec<Extracted> = plan.key_columns.iter().map(|_| Extracted::default()).collect();
        let referenced = Referenced::new(self.table, keys);
        worker.batch.resize_with(BATCH, Pending::default);
        let hasher = keys.hasher();
        let mut left_out = Vec::new();
        let mut unsaid = Report::bounded(1);
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
            worker.references.clear();
            for (row, pending) in batch[..count].iter().zip(&mut worker.batch) {
                let current = CurrentRow { plan, row };
                pending.is_whole = self.shape(&current, &mut unsaid) == 0;
                pending.wrong = pending.cells.read(&current, 0..plan.columns.len(), &mut unsaid);
                if plan.invalid == Invalid::AsText {
                    continue;
                }
                // Also the keys of a row that is not whole are taken, so that rows which refer to it are not reported too.
                if !is_filled {
                    for (columns, extracted) in plan.key_columns.iter().zip(&mut extracted) {
                        worker.key.clear();
                        if key_of(&pending.cells, &current, columns, &mut worker.key) {
                            let hash = hasher.hash_one(worker.key.as_str());
                            extracted.push(&worker.key, hash, row.row_number);
                        }
                    }
                }
                if pending.is_whole {
                    worker.references.add(&referenced, &pending.cells, &current, &hasher);
                }
            }
            worker.references.find(&referenced);
            let mut references = worker.references.rows(&referenced);
            for (row, pending) in batch[..count].iter().zip(&mut worker.batch) {
                let current = CurrentRow { plan, row };
                let mut wrong = 0;
                if !pending.is_whole {
                    wrong += self.shape(&current, &mut report);
                } else if pending.wrong > 0 {
                    wrong += pending.cells.read(&current, 0..plan.columns.len(), &mut report);
                }
                if plan.invalid != Invalid::AsText && pending.is_whole {
                    wrong += self.references(
                        &referenced,
                        references.next(),
                        &worker.references,
                        &current,
                        &mut report,
                    );
                    wrong += self.repeated(sets, &current, &pending.cells, &hasher, &mut report);
                }
                let gives = match plan.invalid {
                    Invalid::SkipRow => wrong == 0,
                    Invalid::SkipCell => pending.is_whole,
                    Invalid::AsText => true,
                };
                if gives && self.gives {
                    wrong += worker.writer.row(&current, &pending.cells, &mut report, &mut sink);
                }
                sink.end_row();
                if wrong > 0 && plan.invalid == Invalid::SkipRow {
                    left_out.push(number);
                }
                number += 1;
            }
        }
        if plan.mode == Mode::Standard && self.gives {
            annotate::comments(plan, rows.comments().iter().map(|comment| comment.text), &mut sink);
        }
        Done {
            block,
            sink,
            report,
            extracted,
            left_out,
        }
    }

    /// Takes a block whose turn has come.
    fn accept<S: Sink>(&self, plan: &Plan<'_>, done: Done<S::Block>, ordered: &mut Ordered<'_, S>) {
        let Done {
            block,
            sink,
            report,
            extracted,
            mut left_out,
        } = done;
        let mut duplicates: BTreeMap<u64, Vec<(usize, u64)>> = BTreeMap::new();
        if !ordered.is_filled {
            for (set_index, (set, extracted)) in ordered.sets.iter_mut().zip(&extracted).enumerate() {
                for (row, first) in set.add(extracted) {
                    if set.is_primary {
                        duplicates.entry(row).or_default().push((set_index, first));
                    }
                }
            }
        }
        let mut reasons = Reasons::default();
        if self.options.rejects.is_some() {
            reasons.add(report.sorted());
        }
        ordered.report.absorb(report);
        if !duplicates.is_empty() {
            let mut rows = Rows::new(&block, &self.table.dialect);
            let mut row = Row::default();
            let mut number = 0;
            while rows.next(&mut row) {
                for (set_index, first) in duplicates.remove(&row.row_number).into_iter().flatten() {
                    let current = CurrentRow { plan, row: &row };
                    let finding = self.duplicate(&current, &ordered.sets[set_index], first);
                    if self.options.rejects.is_some() {
                        reasons.add([&finding]);
                    }
                    ordered.report.push(finding);
                    if plan.invalid == Invalid::SkipRow {
                        left_out.push(number);
                    }
                }
                number += 1;
            }
            left_out.sort_unstable();
            left_out.dedup();
        }
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
}
