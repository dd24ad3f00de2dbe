//! The triples of one graph, in memory: sorted runs that are merged, and what was added since.

use crate::pending::Pending;
use crate::run::{Matches, Run};
use crate::{Damaged, Failure, MOST};

/// The triples of one graph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Triples {
    /// Sorted runs without common triples, the largest first.
    runs: Vec<Run>,
    /// Triples that were added since the last commit.
    pending: Pending,
}

impl Triples {
    /// Adds a triple, for the next commit.
    pub(crate) fn add(&mut self, triple: [u32; 3]) {
        self.pending.add(triple);
    }

    /// Makes the added triples a run, without those that are there, or in the graph's run of a file.
    pub(crate) fn commit(&mut self, kept: Option<&Run>) -> Result<(), Failure> {
        let mut added = std::mem::take(&mut self.pending);
        if kept.is_some() || !self.runs.is_empty() {
            self.retain_new(&mut added, kept)?;
        }
        let mut last = Run::of(added);
        if last.len() == 0 {
            return Ok(());
        }
        if self.len() + kept.map_or(0, Run::len) + last.len() > MOST as usize {
            return Err(Failure::Full);
        }
        // Each run is at least twice as long as the next, so a triple takes part in few merges, and a look-up asks few runs.
        while self.runs.last().is_some_and(|before| before.len() < 2 * last.len()) {
            if let Some(before) = self.runs.pop() {
                last = before.merged(last)?;
            }
        }
        self.runs.push(last);
        Ok(())
    }

    /// Leaves the triples that are neither there nor in a run of a file.
    fn retain_new(&self, added: &mut Pending, kept: Option<&Run>) -> Result<(), Damaged> {
        let mut failure = Ok(());
        for part in added.parts_mut() {
            part.retain(|triple| {
                let found = Matches::new(kept, &self.runs, triple.map(Some)).next().transpose();
                found.map_or_else(
                    |error| {
                        failure = Err(error);
                        false
                    },
                    |found| found.is_none(),
                )
            });
        }
        failure
    }

    /// Merges all runs into one.
    pub(crate) fn compact(&mut self) -> Result<(), Damaged> {
        while self.runs.len() > 1 {
            if let (Some(last), Some(before)) = (self.runs.pop(), self.runs.pop()) {
                self.runs.push(before.merged(last)?);
            }
        }
        Ok(())
    }

    /// Takes the triples of a run, none of which is there, into memory.
    pub(crate) fn put_first(&mut self, run: &Run) -> Result<(), Damaged> {
        let run = Run::of(run.triples()?.into());
        if run.len() > 0 {
            self.runs.insert(0, run);
        }
        Ok(())
    }

    /// Removes triples, which are sorted.
    pub(crate) fn remove(&mut self, removed: &[[u32; 3]]) -> Result<(), Damaged> {
        for run in &mut self.runs {
            let mut kept = run.triples()?;
            kept.retain(|triple| removed.binary_search(triple).is_err());
            *run = Run::of(kept.into());
        }
        self.runs.retain(|run| run.len() > 0);
        Ok(())
    }

    /// The number of triples.
    pub(crate) fn len(&self) -> usize {
        self.runs.iter().map(Run::len).sum()
    }

    /// The runs.
    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }
}
