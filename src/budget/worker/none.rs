//! No worker processes.

use super::super::Ledger;
use super::{Ended, Program};
use std::io;
use std::path::PathBuf;

/// The file of the program of this process.
pub(super) fn this_file() -> PathBuf {
    std::env::current_exe().unwrap_or_default()
}

/// The ledger of this process, if it is a worker: it never is.
///
/// # Errors
/// None.
pub fn ledger_of_this() -> io::Result<Option<Ledger>> {
    Ok(None)
}

/// A worker process: there is none.
#[derive(Debug)]
pub enum Worker {}

impl Worker {
    /// Waits for the end of the worker.
    ///
    /// # Errors
    /// None.
    pub fn wait(self) -> io::Result<Ended> {
        match self {}
    }
}

/// The ledger of workers: there is none.
#[derive(Debug)]
pub enum Workers {}

impl Workers {
    /// Creates the ledger.
    ///
    /// # Errors
    /// Always: there are no workers.
    pub fn new(_: u64) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Starts a worker.
    ///
    /// # Errors
    /// None.
    pub fn start(&self, _: &Program) -> io::Result<Worker> {
        match *self {}
    }
}
