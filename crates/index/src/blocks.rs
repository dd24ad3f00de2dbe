//! The bytes of a kept file, whose blocks are verified when they are first read.

use crate::Damaged;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use twox_hash::XxHash3_64;

/// The size of a block in bytes; the last one may be shorter.
pub(crate) const SIZE: usize = 1 << 15;

/// The bytes behind the head of a kept file.
#[derive(Debug)]
pub(crate) struct Blocks {
    bytes: Bytes,
    /// Where the first block begins in the bytes.
    start: usize,
    /// The seed of this file's checksums: a block of another file does not fit.
    seed: u64,
    /// The checksum of each block.
    sums: Vec<u64>,
    /// A bit for each block: whether it was verified.
    verified: Box<[AtomicU64]>,
}

/// The bytes of a file.
#[derive(Debug)]
pub(crate) enum Bytes {
    /// Read into memory, at addresses that are multiples of eight.
    Read(Vec<u64>, usize),
    /// Mapped.
    Mapped(memmap2::Mmap),
}

impl Bytes {
    /// Zeroes, to read a file of this length into.
    pub(crate) fn of_length(length: usize) -> Self {
        Self::Read(vec![0; length.div_ceil(8)], length)
    }

    /// The bytes, to read a file into; none of a mapped file.
    pub(crate) fn fillable(&mut self) -> &mut [u8] {
        match self {
            Self::Read(words, length) => &mut bytemuck::cast_slice_mut(words)[..*length],
            Self::Mapped(_) => &mut [],
        }
    }

    /// All bytes.
    pub(crate) fn all(&self) -> &[u8] {
        match self {
            Self::Read(words, length) => &bytemuck::cast_slice(words)[..*length],
            Self::Mapped(map) => map,
        }
    }
}

/// The checksum of a block, by its number.
pub(crate) fn checksum(seed: u64, number: usize, block: &[u8]) -> u64 {
    XxHash3_64::oneshot_with_seed(seed ^ (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15), block)
}

impl Blocks {
    /// The blocks that begin at `start` and fill the bytes, with their checksums.
    ///
    /// # Errors
    /// When there are more or fewer checksums than blocks.
    pub(crate) fn new(bytes: Bytes, start: usize, seed: u64, sums: Vec<u64>) -> Result<Self, Damaged> {
        let length = bytes.all().len().checked_sub(start).ok_or(Damaged)?;
        if sums.len() != length.div_ceil(SIZE) {
            return Err(Damaged);
        }
        let verified = (0..sums.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Ok(Self {
            bytes,
            start,
            seed,
            sums,
            verified,
        })
    }

    /// Whether the file is mapped.
    pub(crate) fn is_mapped(&self) -> bool {
        matches!(self.bytes, Bytes::Mapped(_))
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.all().len() - self.start
    }

    /// Bytes whose blocks have their checksums.
    ///
    /// # Errors
    /// When a block does not.
    pub(crate) fn bytes(&self, range: Range<usize>) -> Result<&[u8], Damaged> {
        let all = &self.bytes.all()[self.start..];
        let bytes = all.get(range.clone()).ok_or(Damaged)?;
        if !bytes.is_empty() {
            for number in range.start / SIZE..=(range.end - 1) / SIZE {
                self.verify(all, number)?;
            }
        }
        Ok(bytes)
    }

    fn verify(&self, all: &[u8], number: usize) -> Result<(), Damaged> {
        let (word, bit) = (&self.verified[number / 64], 1 << (number % 64));
        // A block that two threads verify at once has the same answer.
        if word.load(Ordering::Relaxed) & bit != 0 {
            return Ok(());
        }
        let end = all.len().min((number + 1) * SIZE);
        if checksum(self.seed, number, &all[number * SIZE..end]) != self.sums[number] {
            return Err(Damaged);
        }
        word.fetch_or(bit, Ordering::Relaxed);
        Ok(())
    }
}
