//! The tables of linking on disk: reads and replaces them, one process at a time.
//!
//! A change is short: lock, read, change, replace. So several commands may run at once, and none overwrites rows of
//! another. Only a search, which goes on for minutes and has a record of its progress, excludes a second one.

use super::LinkError;
use crate::disk::{Lock, Tried, limit};
use crate::dossier::Dossier;
use std::io;
use std::path::Path;
use std::time::Duration;

/// The lock of a change.
const WRITING: &str = ".link.lock";

/// The lock of a search that uses the network.
const SEARCHING: &str = ".link-search.lock";

/// How often a lock is tried, and how long the pauses are: ten seconds, in which many changes fit.
const ATTEMPTS: u32 = 500;
const PAUSE: Duration = Duration::from_millis(20);

/// Reads a file of the dossier; `None` if it is not there.
pub(super) fn read(dossier: &Dossier, file: &str) -> Result<Option<Vec<u8>>, LinkError> {
    match dossier.tree.read(Path::new(file), limit::DECISIONS) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LinkError::Read {
            path: dossier.path(file),
            source,
        }),
    }
}

/// Replaces a file of the dossier atomically: readers see the old content or the new.
pub(super) fn replace(dossier: &Dossier, file: &str, bytes: &[u8]) -> Result<(), LinkError> {
    let written = dossier.tree.write(Path::new(file), bytes);
    written.map_err(failed(dossier, file))
}

/// Replaces a file of the dossier atomically if it still has the bytes `old`; returns whether it did.
pub(super) fn replace_if(dossier: &Dossier, file: &str, old: &[u8], bytes: &[u8]) -> Result<bool, LinkError> {
    let written = dossier.tree.write_over(Path::new(file), old, bytes);
    written.map_err(failed(dossier, file))
}

/// Removes a file of the dossier, if it is there.
pub(super) fn remove(dossier: &Dossier, file: &str) -> Result<(), LinkError> {
    let removed = dossier.tree.remove_file(Path::new(file));
    removed.map_err(failed(dossier, file))
}

fn failed(dossier: &Dossier, file: &str) -> impl FnOnce(io::Error) -> LinkError {
    let path = dossier.path(file);
    move |source| LinkError::Write { path, source }
}

/// Waits until no other process changes the table of decisions.
pub(super) fn writing(dossier: &Dossier) -> Result<Lock, LinkError> {
    let mut process = None;
    for _ in 0..ATTEMPTS {
        match tried(dossier, WRITING)? {
            Tried::Got(lock) => return Ok(lock),
            Tried::Held(holder) => process = holder,
        }
        std::thread::sleep(PAUSE);
    }
    let what = "the table of decisions has been locked for ten seconds";
    Err(LinkError::Busy { what, process })
}

/// Excludes other searches for as long as the lock is held.
pub(super) fn searching(dossier: &Dossier) -> Result<Lock, LinkError> {
    match tried(dossier, SEARCHING)? {
        Tried::Got(lock) => Ok(lock),
        Tried::Held(process) => Err(LinkError::Busy {
            what: "another search for items or refresh is running in this dossier",
            process,
        }),
    }
}

fn tried(dossier: &Dossier, file: &str) -> Result<Tried, LinkError> {
    dossier.tree.try_lock(Path::new(file)).map_err(failed(dossier, file))
}
