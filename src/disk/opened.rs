//! Files opened for reading, with a limit of size.

use super::journal::Noted;
use super::system::found_of;
use super::{limit, too_large};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// An open file; reading beyond its limit is an error, since it may grow while it is read.
#[derive(Debug)]
pub struct Opened {
    file: File,
    limit: u64,
    /// How many bytes may still be read.
    left: u64,
    /// The journal's entry, if one is kept.
    noted: Option<Noted>,
}

impl Opened {
    pub(super) fn new(file: File, limit: u64) -> Self {
        Self {
            file,
            limit,
            left: limit,
            noted: None,
        }
    }

    /// The same file, which a journal notes.
    pub(super) fn noted(mut self, noted: Option<Noted>) -> Self {
        self.noted = noted;
        self
    }

    /// The file, for a reader that needs its own; the limit does not hold for it.
    ///
    /// # Errors
    /// When the system has no more handles.
    pub fn file(&self) -> io::Result<File> {
        self.noted.iter().for_each(Noted::lose);
        self.file.try_clone()
    }

    /// A file that is open already.
    ///
    /// # Errors
    /// When the system has no more handles.
    pub fn of(file: &File) -> io::Result<Self> {
        Ok(Self::new(file.try_clone()?, limit::NONE))
    }

    /// Opens any file that can be read, such as a pipe.
    pub(super) fn anything(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(super::refused("it is a folder"));
        }
        Ok(Self::new(file, limit::NONE))
    }

    /// When it was last changed, for [`Stamps`](super::Stamps); `None` if the system does not tell reliably.
    pub fn changed(&self) -> Option<(i64, i64)> {
        found_of(&self.file).ok()?.changed
    }

    /// Its size when asked; 0 for a pipe.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn size(&self) -> io::Result<u64> {
        self.file.metadata().map(|metadata| metadata.len())
    }

    /// Reads all bytes.
    ///
    /// # Errors
    /// When it cannot be read, or is larger than its limit.
    pub fn whole(mut self) -> io::Result<Vec<u8>> {
        let expected = self.size()?.min(self.limit).min(limit::TEXTS);
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
        self.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self
            .file
            .read(buffer)
            .inspect_err(|_| self.noted.iter().for_each(Noted::lose))?;
        if let Some(noted) = &mut self.noted {
            noted.take(&buffer[..count], count == 0 && !buffer.is_empty());
        }
        match self.left.checked_sub(count as u64) {
            Some(left) => {
                self.left = left;
                Ok(count)
            }
            None => {
                self.noted.iter().for_each(Noted::lose);
                Err(too_large(self.limit))
            }
        }
    }
}
