//! An index into a file and back.

use index::{DIGEST, Index, OpenError};
use std::io::{Cursor, Seek as _, SeekFrom, Write as _};

pub const MADE_FROM: [u8; DIGEST] = [7; DIGEST];

/// The bytes of a kept index.
pub fn kept(index: &mut Index) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    index.keep(MADE_FROM, b"beside", &mut file).unwrap();
    file.into_inner()
}

/// An index of these bytes in a file.
pub fn opened(bytes: &[u8]) -> Result<Index, OpenError> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    Index::open(&file, MADE_FROM)
}
