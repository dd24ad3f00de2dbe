//! Tables kept in memory between two passes: a table whose keys are gathered first is opened once, if it is small.

use crate::Resources;
use diagnostic::Diagnostic;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest table that is kept, in bytes; a larger one is opened a second time.
const MOST_BYTES: usize = 8 << 20;

/// Resources, with the tables that were opened for a first pass and are still to be read.
pub(super) struct KeptTables<'r> {
    resources: &'r dyn Resources,
    kept: Mutex<HashMap<String, Arc<[u8]>>>,
}

impl<'r> KeptTables<'r> {
    /// Keeps nothing yet.
    pub fn new(resources: &'r dyn Resources) -> Self {
        Self {
            resources,
            kept: Mutex::default(),
        }
    }

    /// Opens a table for a first pass, and keeps its bytes for the next [`Resources::open`].
    ///
    /// # Errors
    /// As [`Resources::open`]. A table that cannot be read to its end is not kept, so the next pass meets the error again.
    pub fn open_and_keep(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        let Some(mut reader) = self.resources.open(url)? else {
            return Ok(None);
        };
        let mut start = Vec::new();
        let read = reader.by_ref().take(MOST_BYTES as u64 + 1).read_to_end(&mut start);
        if read.is_err() || start.len() > MOST_BYTES {
            let failure = read.err().map(Failing);
            return Ok(Some(match failure {
                Some(failure) => Box::new(Cursor::new(start).chain(failure)),
                None => Box::new(Cursor::new(start).chain(reader)),
            }));
        }
        let bytes: Arc<[u8]> = start.into();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(url.to_owned(), Arc::clone(&bytes));
        Ok(Some(Box::new(Cursor::new(bytes))))
    }
}

impl Resources for KeptTables<'_> {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(url);
        match kept {
            Some(bytes) => Ok(Some(Box::new(Cursor::new(bytes)))),
            None => self.resources.open(url),
        }
    }

    fn name(&self, url: &str) -> String {
        self.resources.name(url)
    }

    fn allows(&self, url: &str) -> bool {
        self.resources.allows(url)
    }

    fn size(&self, url: &str) -> Option<u64> {
        self.resources.size(url)
    }
}

/// A reader that fails as the table did.
struct Failing(std::io::Error);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::new(self.0.kind(), self.0.to_string()))
    }
}
