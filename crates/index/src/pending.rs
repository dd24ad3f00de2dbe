//! Triples that were added and are not sorted yet.

/// Triples in the order of adding, in parts, so that none is moved when there are more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pending(Vec<Vec<[u32; 3]>>);

impl Pending {
    /// The triples of a part.
    const PART: usize = 1 << 18;

    pub(crate) fn add(&mut self, triple: [u32; 3]) {
        match self.0.last_mut() {
            Some(part) if part.len() < Self::PART => part.push(triple),
            None => self.0.push(vec![triple]),
            Some(_) => {
                let mut part = Vec::with_capacity(Self::PART);
                part.push(triple);
                self.0.push(part);
            }
        }
    }

    /// The number of triples, of which some may be repeated.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    pub(crate) fn parts(&self) -> impl Iterator<Item = &[[u32; 3]]> {
        self.0.iter().map(Vec::as_slice)
    }

    pub(crate) fn parts_mut(&mut self) -> impl Iterator<Item = &mut Vec<[u32; 3]>> {
        self.0.iter_mut()
    }

    /// The parts, each of which goes when the next one is taken.
    pub(crate) fn into_parts(self) -> impl Iterator<Item = Vec<[u32; 3]>> {
        self.0.into_iter()
    }
}

impl From<Vec<[u32; 3]>> for Pending {
    fn from(triples: Vec<[u32; 3]>) -> Self {
        Self(vec![triples])
    }
}
