//! Reads blocks in parallel and takes them in order.
//!
//! Two locks. The *source* hands out blocks, numbered as they are cut; only cutting happens under it. The *order* holds what
//! was made of them until all earlier blocks are taken. A worker holds one lock at a time, and the order is never held
//! while a block is read, so no worker waits for another's rows.

use super::Job;
use super::order::Ordered;
use super::work::Worker;
use crate::Sink;
use crate::block::{Block, Blocks, ReadError};
use crate::keys::Keys;
use crate::plan::Plan;
use diagnostic::Report;
use std::io::{self, Read};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many blocks may be done before their turn.
const AHEAD: usize = 16;

/// The blocks of a table.
type TableBlocks = Blocks<Box<dyn Read + Send>>;

/// Where workers get their blocks.
struct Source<'b> {
    /// The first block, which was read already.
    first: Option<Block>,
    /// How many blocks were handed out.
    count: usize,
    blocks: &'b mut TableBlocks,
    /// What ended the reading before the end of the table.
    failure: Option<ReadError>,
}

impl Source<'_> {
    /// The next block with its number, from 0; `reuse` is a text whose memory may be used for it.
    fn next(&mut self, reuse: String) -> Option<(usize, Block)> {
        let block = match self.first.take() {
            Some(first) => first,
            None if self.failure.is_some() => return None,
            None => match self.blocks.next(reuse) {
                Ok(block) => block?,
                Err(error) => {
                    self.failure = Some(error);
                    return None;
                }
            },
        };
        self.count += 1;
        Some((self.count - 1, block))
    }
}

/// What the workers of a table share.
struct Turns<'t, 'o, S: Sink> {
    source: Mutex<Source<'t>>,
    order: Mutex<&'t mut Ordered<'o, S>>,
    /// Signalled when blocks were taken, and when a worker failed.
    taken: Condvar,
}

impl Job<'_> {
    /// Reads all blocks; returns what kept it from reading to the end.
    pub(super) fn blocks<S: Sink>(
        &self,
        plan: &Plan<'_>,
        keys: &Keys,
        blocks: &mut TableBlocks,
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
        let turns = Turns {
            source: Mutex::new(Source {
                first: Some(first),
                count: 0,
                blocks,
                failure: None,
            }),
            order: Mutex::new(ordered),
            taken: Condvar::new(),
        };
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| self.side_by_side(plan, keys, &turns));
            }
        });
        let source = turns.source.into_inner().unwrap_or_else(PoisonError::into_inner);
        source.failure
    }

    /// The loop of a worker: takes a block, reads it, waits for its turn, passes it on.
    fn side_by_side<S: Sink>(&self, plan: &Plan<'_>, keys: &Keys, turns: &Turns<'_, '_, S>) {
        let _guard = Guard(turns);
        let mut worker = Worker::default();
        loop {
            let (sink, part, reuse) = {
                let mut order = lock(&turns.order);
                if order.failure.is_some() {
                    return;
                }
                let reuse = order.spare.pop().unwrap_or_default();
                (order.sink.block(), self.part(order.report), reuse)
            };
            let Some((index, block)) = lock(&turns.source).next(reuse) else {
                return;
            };
            let done = self.work(plan, keys, block, sink, part, &mut worker);
            let mut order = lock(&turns.order);
            // What is done ahead of its turn is kept in memory, so a worker that is far ahead waits. The worker whose block
            // is next never does (its index is `order.next`), so the others are always woken.
            while index >= order.next + AHEAD && order.failure.is_none() {
                order = turns.taken.wait(order).unwrap_or_else(PoisonError::into_inner);
            }
            order.ready.insert(index, done);
            while let Some(done) = order.take_next() {
                self.accept(plan, done, &mut order);
            }
            turns.taken.notify_all();
        }
    }

    /// Reads all blocks on this thread.
    fn in_turn<S: Sink>(
        &self,
        plan: &Plan<'_>,
        keys: &Keys,
        blocks: &mut TableBlocks,
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
}

/// Wakes the other workers when one panics, so that none waits for its block; the panic itself goes on.
struct Guard<'g, 't, 'o, S: Sink>(&'g Turns<'t, 'o, S>);

impl<S: Sink> Drop for Guard<'_, '_, '_, S> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.order).failure = Some(io::Error::other("a worker panicked"));
            self.0.taken.notify_all();
        }
    }
}

/// Locks; a worker that panicked leaves nothing half-done under a lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
