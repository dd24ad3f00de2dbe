//! A terminal of a system that gives lines alone.

use std::io;

/// Whether a terminal gives keys as they are pressed.
pub const HAS_KEYS: bool = false;

/// There is none.
pub enum Raw {}

impl Raw {
    /// Never begins.
    pub fn begin() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
