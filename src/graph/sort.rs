//! Rows that are sorted while they come: no more of them are in memory than a budget allows.
//!
//! A query with LIMIT needs its first rows only; the others go. Without it, sorted runs of rows are written into a file that has no name, and merged
//! when the last row is there (Knuth, "The Art of Computer Programming", volume 3, section 5.4).

use super::order::{Order, UNBOUND};
use crate::disk;
use index::{Damaged, SortKey, Terms};
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// The bytes of rows that are sorted in memory.
pub(super) const BUDGET: usize = 64 << 20;

/// The bytes of a run that are read at once.
const READ: usize = 1 << 16;

/// The rows of one query, beyond those in memory.
pub(super) struct Sorting<'o> {
    pub order: &'o Order,
    /// How many cells may be in memory.
    cells: usize,
    spilled: Option<Spilled>,
}

/// Sorted runs of rows in a file.
pub(super) struct Spilled {
    file: disk::Scratch,
    /// Where each run ends.
    ends: Vec<u64>,
}

impl<'o> Sorting<'o> {
    /// Sorts by an order within a budget of bytes.
    pub fn within(order: &'o Order, budget: usize) -> Self {
        Self {
            order,
            cells: budget / size_of::<u32>(),
            spilled: None,
        }
    }

    /// Whether there are too many cells in memory.
    pub fn is_full(&self, cells: &[u32]) -> bool {
        cells.len() >= self.cells
    }

    /// Leaves of some rows those that may be in the answer, sorted, in memory or in the file.
    pub fn reduce(&mut self, terms: &Terms<'_>, width: usize, cells: &mut Vec<u32>) -> io::Result<()> {
        let sorted = self.order.sorted(terms, cells, width);
        let most = self.order.most();
        let is_of_few = most.is_some_and(|most| most.saturating_mul(2 * width) <= self.cells);
        if self.spilled.is_none() && is_of_few {
            let kept = sorted.into_iter().take(most.unwrap_or(0));
            *cells = kept.flat_map(|row| cells[row * width..][..width].to_vec()).collect();
            return Ok(());
        }
        let spilled = match &mut self.spilled {
            Some(spilled) => spilled,
            none => none.insert(Spilled {
                file: disk::scratch()?,
                ends: Vec::new(),
            }),
        };
        let mut writer = BufWriter::new(&mut spilled.file);
        for row in sorted.into_iter().take(most.unwrap_or(usize::MAX)) {
            for cell in &cells[row * width..][..width] {
                writer.write_all(&cell.to_le_bytes())?;
            }
        }
        writer.flush()?;
        drop(writer);
        spilled.ends.push(spilled.file.stream_position()?);
        cells.clear();
        Ok(())
    }

    /// What is in the file, after the last rows went there, too; `None` if all rows are in memory.
    pub fn finish(mut self, terms: &Terms<'_>, width: usize, cells: &mut Vec<u32>) -> io::Result<Option<Spilled>> {
        if self.spilled.is_some() && !cells.is_empty() {
            self.reduce(terms, width, cells)?;
        }
        Ok(self.spilled)
    }
}

/// The first row of a run that was not taken.
struct Head {
    keys: Vec<(Option<SortKey>, bool)>,
    run: usize,
    row: Vec<u32>,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        let of_keys = self.keys.iter().zip(&other.keys).map(|((one, descends), (other, _))| {
            // What is not bound comes before all terms.
            let ascending = one.cmp(other);
            if *descends { ascending.reverse() } else { ascending }
        });
        let first = of_keys.into_iter().find(|ordering| ordering.is_ne());
        first.unwrap_or(Ordering::Equal).then(self.run.cmp(&other.run))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

/// The rows of sorted runs, in their order.
pub(super) struct Merged {
    spilled: Spilled,
    /// Of each run, what was read of it, and where the rest begins.
    runs: Vec<(BufReader<io::Cursor<Vec<u8>>>, u64)>,
    heads: BinaryHeap<Reverse<Head>>,
    keys: Vec<(usize, bool)>,
    width: usize,
    /// The rows that were given, of a query with DISTINCT: so many columns of them.
    known: Option<(HashSet<Vec<u32>>, usize)>,
}

impl Merged {
    /// Merges the runs; each row has so many cells.
    pub fn of(spilled: Spilled, order: &Order, width: usize, terms: &Terms<'_>) -> io::Result<Self> {
        let starts = std::iter::once(0).chain(spilled.ends.iter().copied());
        let runs = starts.take(spilled.ends.len());
        let mut merged = Self {
            runs: runs
                .map(|start| (BufReader::new(io::Cursor::new(Vec::new())), start))
                .collect(),
            spilled,
            heads: BinaryHeap::new(),
            keys: order.keys().collect(),
            width,
            known: order.is_distinct().then(|| (HashSet::new(), order.variables.len())),
        };
        for run in 0..merged.runs.len() {
            merged.advance(run, terms)?;
        }
        Ok(merged)
    }

    /// Makes the next row of a run its head.
    fn advance(&mut self, run: usize, terms: &Terms<'_>) -> io::Result<()> {
        let bytes = self.width * size_of::<u32>();
        let (read, next) = &mut self.runs[run];
        if read.fill_buf()?.is_empty() {
            let end = self.spilled.ends[run];
            if *next >= end {
                return Ok(());
            }
            let rows = (READ / bytes.max(1)).max(1) * bytes;
            let length = usize::try_from(end - *next).unwrap_or(usize::MAX).min(rows);
            let mut part = vec![0; length];
            self.spilled.file.seek(SeekFrom::Start(*next))?;
            self.spilled.file.read_exact(&mut part)?;
            *next += length as u64;
            *read = BufReader::new(io::Cursor::new(part));
        }
        let mut row = vec![0; self.width];
        for cell in &mut row {
            let mut bytes = [0; size_of::<u32>()];
            read.read_exact(&mut bytes)?;
            *cell = u32::from_le_bytes(bytes);
        }
        let key = |(column, descends): &(usize, bool)| {
            let number = row[*column];
            let key = (number != UNBOUND).then(|| terms.key(number)).transpose();
            key.map(|key| (key, *descends))
        };
        let keys = self.keys.iter().map(key).collect::<Result<_, Damaged>>();
        let keys = keys.map_err(io::Error::other)?;
        self.heads.push(Reverse(Head { keys, run, row }));
        Ok(())
    }

    /// The next row.
    pub fn next(&mut self, terms: &Terms<'_>) -> io::Result<Option<Vec<u32>>> {
        while let Some(Reverse(head)) = self.heads.pop() {
            self.advance(head.run, terms)?;
            let is_new = self
                .known
                .as_mut()
                .is_none_or(|(known, columns)| known.insert(head.row[..*columns].to_vec()));
            if is_new {
                return Ok(Some(head.row));
            }
        }
        Ok(None)
    }
}
