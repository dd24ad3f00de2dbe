//! Sources of tables and metadata.

use diagnostic::Diagnostic;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Opens tables and metadata by their URLs, and nothing else.
pub trait Resources: Sync {
    /// Opens a resource by its absolute URL; `None` if there is no such resource.
    ///
    /// # Errors
    /// A diagnostic, if the resource must not be opened, or cannot be read.
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic>;

    /// The name of a resource in messages.
    fn name(&self, url: &str) -> String {
        url.to_owned()
    }

    /// Whether metadata may refer to this URL as a table, a schema or a dialect.
    fn allows(&self, url: &str) -> bool {
        let _ = url;
        true
    }

    /// The number of bytes of a resource, where that is known.
    fn size(&self, url: &str) -> Option<u64> {
        let _ = url;
        None
    }
}

/// Resources in memory.
#[derive(Debug, Clone, Default)]
pub struct InMemory {
    files: BTreeMap<String, Vec<u8>>,
}

impl InMemory {
    /// Takes URLs with their content.
    pub fn new<U: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (U, B)>) -> Self {
        Self {
            files: files
                .into_iter()
                .map(|(url, bytes)| (url.into(), bytes.into()))
                .collect(),
        }
    }
}

impl Resources for InMemory {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        let found = self.files.get(url).cloned();
        Ok(found.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn Read + Send>))
    }

    fn size(&self, url: &str) -> Option<u64> {
        self.files.get(url).map(|bytes| bytes.len() as u64)
    }
}
