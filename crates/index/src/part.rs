//! Elements in memory, or in a kept file.

use crate::Damaged;
use crate::blocks::Blocks;
use bytemuck::AnyBitPattern;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// A sequence of elements, in memory or in a kept file.
#[derive(Debug, Clone)]
pub(crate) enum Part<T> {
    /// In memory.
    Own(Vec<T>),
    /// In a file.
    Kept(Section<T>),
}

/// Elements of one kind in a kept file, one after the other.
#[derive(Debug)]
pub(crate) struct Section<T> {
    blocks: Arc<Blocks>,
    /// The first byte.
    start: usize,
    /// The number of elements.
    len: usize,
    kind: PhantomData<T>,
}

impl<T> Clone for Section<T> {
    fn clone(&self) -> Self {
        Self {
            blocks: Arc::clone(&self.blocks),
            kind: PhantomData,
            ..*self
        }
    }
}

impl<T: AnyBitPattern> Section<T> {
    /// The elements in a range of bytes.
    ///
    /// # Errors
    /// When these are no whole elements.
    pub(crate) fn new(blocks: &Arc<Blocks>, bytes: Range<usize>) -> Result<Self, Damaged> {
        let size = size_of::<T>();
        if bytes.start > bytes.end || bytes.end > blocks.len() || !bytes.len().is_multiple_of(size) {
            return Err(Damaged);
        }
        Ok(Self {
            blocks: Arc::clone(blocks),
            start: bytes.start,
            len: bytes.len() / size,
            kind: PhantomData,
        })
    }

    /// The number of elements.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether the file is mapped.
    pub(crate) fn is_mapped(&self) -> bool {
        self.blocks.is_mapped()
    }

    /// The elements at some positions; `Damaged` where there are none, too: positions come from the same file.
    pub(crate) fn slice(&self, range: Range<usize>) -> Result<&[T], Damaged> {
        if range.start > range.end || range.end > self.len {
            return Err(Damaged);
        }
        let size = size_of::<T>();
        let bytes = self.start + range.start * size..self.start + range.end * size;
        bytemuck::try_cast_slice(self.blocks.bytes(bytes)?).map_err(|_| Damaged)
    }
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl<T: AnyBitPattern> Part<T> {
    /// The number of elements.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Own(all) => all.len(),
            Self::Kept(section) => section.len(),
        }
    }

    /// The elements at some positions; `Damaged` where there are none.
    pub(crate) fn slice(&self, range: Range<usize>) -> Result<&[T], Damaged> {
        match self {
            Self::Own(all) => all.get(range).ok_or(Damaged),
            Self::Kept(section) => section.slice(range),
        }
    }

    /// All elements.
    pub(crate) fn all(&self) -> Result<&[T], Damaged> {
        self.slice(0..self.len())
    }

    /// The element at a position; `Damaged` where there is none.
    pub(crate) fn at(&self, position: usize) -> Result<T, Damaged> {
        self.slice(position..position.checked_add(1).ok_or(Damaged)?)
            .map(|one| one[0])
    }

    /// The first position in a range from which on the predicate does not hold; it holds before. Reads few elements.
    pub(crate) fn partition_point(&self, range: Range<usize>, holds: impl Fn(&T) -> bool) -> Result<usize, Damaged> {
        if let Self::Own(all) = self {
            let part = all.get(range.clone()).ok_or(Damaged)?;
            return Ok(range.start + part.partition_point(holds));
        }
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(&self.at(middle)?) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}
