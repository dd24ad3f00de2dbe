//! What was read below a folder, to find out later whether it is still the same.
//!
//! A file counts by the digest of the bytes that were read, not by its date: a file that is saved while it is read, or
//! within the same tick of the clock, is never taken for the one that was read.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A look at something below a folder, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Seen {
    /// A file was read, up to a size; its SHA-256, or `None` if there was no file that could be read.
    File {
        path: String,
        limit: u64,
        digest: Option<String>,
    },
    /// The first bytes of a file were read, and no more; their SHA-256.
    Head {
        path: String,
        limit: u64,
        length: u64,
        digest: String,
    },
    /// The names in a folder with an extension, up to a size of all of them; `None` if they could not be listed.
    Names {
        folder: String,
        extension: String,
        limit: u64,
        names: Option<Vec<String>>,
    },
    /// Whether something is there: a file, a folder, or anything.
    There { path: String, found: [bool; 3] },
}

#[derive(Debug, Default)]
struct Entries {
    seen: BTreeSet<Seen>,
    /// Whether something was read of which this journal does not tell.
    is_spoiled: bool,
}

/// What was read below a folder.
#[derive(Debug, Default)]
pub struct Journal {
    entries: Mutex<Entries>,
    /// A journal of more, which notes the same.
    outer: OnceLock<Arc<Journal>>,
}

impl Journal {
    /// The journal as text; `None` if something was read of which it does not tell.
    pub fn text(&self) -> Option<String> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        match entries.is_spoiled {
            true => None,
            false => serde_json::to_string(&entries.seen).ok(),
        }
    }

    /// From now on another journal notes the same.
    pub(super) fn within(&self, outer: &Arc<Self>) {
        // What is read then is lost to a second one.
        if !Arc::ptr_eq(self.outer.get_or_init(|| Arc::clone(outer)), outer) {
            outer.spoil();
        }
    }

    /// Notes that something was read of which the journal does not tell.
    pub(super) fn spoil(&self) {
        self.edit(|entries| entries.is_spoiled = true);
        if let Some(outer) = self.outer.get() {
            outer.spoil();
        }
    }

    pub(super) fn note_names(&self, folder: &Path, extension: &str, limit: u64, names: Option<&[std::ffi::OsString]>) {
        let names = names.map(|names| names.iter().map(|name| name.to_str().map(str::to_owned)).collect());
        match (folder.to_str(), names) {
            (Some(folder), None) => self.note(Seen::names(folder, extension, limit, None)),
            (Some(folder), Some(Some(names))) => self.note(Seen::names(folder, extension, limit, Some(names))),
            _ => self.spoil(),
        }
    }

    pub(super) fn note_there(&self, path: &Path, found: [bool; 3]) {
        match path.to_str() {
            Some(path) => self.note(Seen::There {
                path: path.to_owned(),
                found,
            }),
            None => self.spoil(),
        }
    }

    /// Notes a file by its bytes.
    pub(super) fn note_read(&self, path: &Path, limit: u64, bytes: Option<&[u8]>) {
        let digest = bytes.map(|bytes| {
            let mut reading = Reading::default();
            reading.hash.update(bytes);
            reading.digest()
        });
        self.note_file(path, limit, digest);
    }

    pub(super) fn note_file(&self, path: &Path, limit: u64, digest: Option<String>) {
        match path.to_str() {
            Some(path) => self.note(Seen::File {
                path: path.to_owned(),
                limit,
                digest,
            }),
            None => self.spoil(),
        }
    }

    pub(super) fn note(&self, seen: Seen) {
        if let Some(outer) = self.outer.get() {
            outer.note(seen.clone());
        }
        self.edit(|entries| {
            entries.seen.insert(seen);
        });
    }

    fn edit(&self, edit: impl FnOnce(&mut Entries)) {
        edit(&mut self.entries.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Seen {
    fn names(folder: &str, extension: &str, limit: u64, names: Option<Vec<String>>) -> Self {
        Self::Names {
            folder: folder.to_owned(),
            extension: extension.to_owned(),
            limit,
            names,
        }
    }
}

/// The digest of what was read of a file so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub(super) hash: Sha256,
}

impl Reading {
    pub(super) fn digest(self) -> String {
        self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A file that is read while a journal is kept. Dropped, it notes the file, or as much as was read of it.
#[derive(Debug)]
pub(super) struct Noted {
    journal: Arc<Journal>,
    path: std::path::PathBuf,
    limit: u64,
    reading: Reading,
    length: u64,
    is_whole: bool,
    /// Whether something was read of it that is not in the digest.
    is_lost: AtomicBool,
}

impl Noted {
    pub(super) fn new(journal: &Arc<Journal>, path: &Path, limit: u64) -> Self {
        Self {
            journal: Arc::clone(journal),
            path: path.to_owned(),
            limit,
            reading: Reading::default(),
            length: 0,
            is_whole: false,
            is_lost: AtomicBool::new(false),
        }
    }

    /// Takes what was read; nothing at the end of the file.
    pub(super) fn take(&mut self, bytes: &[u8], is_end: bool) {
        self.reading.hash.update(bytes);
        self.length += bytes.len() as u64;
        self.is_whole |= is_end;
    }

    /// Notes that it was read in another way, or could not be read on.
    pub(super) fn lose(&self) {
        self.is_lost.store(true, Ordering::Relaxed);
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        let digest = std::mem::take(&mut self.reading).digest();
        match (self.is_lost.load(Ordering::Relaxed), self.is_whole, self.path.to_str()) {
            (true, ..) | (.., None) => self.journal.spoil(),
            (_, true, _) => self.journal.note_file(&self.path, self.limit, Some(digest)),
            // Whoever stopped before the end knows no more of it.
            (.., Some(path)) => self.journal.note(Seen::Head {
                path: path.to_owned(),
                limit: self.limit,
                length: self.length,
                digest,
            }),
        }
    }
}
