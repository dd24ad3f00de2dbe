//! Worker processes: a command line started again, under a budget, and replaced when a query exceeds it. Only Linux has
//! what they need.

#[cfg(all(target_os = "linux", not(feature = "portable")))]
mod linux;
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
mod none;

#[cfg(all(target_os = "linux", not(feature = "portable")))]
use linux::this_file;
#[cfg(all(target_os = "linux", not(feature = "portable")))]
pub use linux::{Worker, Workers, ledger_of_this};
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
use none::this_file;
#[cfg(any(not(target_os = "linux"), feature = "portable"))]
pub use none::{Worker, Workers, ledger_of_this};

use super::Exceeded;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitStatus;

/// What starts a worker: a program file with its first arguments.
#[derive(Debug, Clone)]
#[cfg_attr(
    any(not(target_os = "linux"), feature = "portable"),
    allow(dead_code, reason = "there are no workers")
)]
pub struct Program {
    file: PathBuf,
    /// The name under which it is started, if that is not its file's.
    name: Option<OsString>,
    arguments: Vec<OsString>,
    /// The file of the code that runs the command line.
    pub code: PathBuf,
}

impl Program {
    /// The program of this process, under the name by which it was called.
    pub fn this() -> Self {
        Self {
            file: this_file(),
            name: std::env::args_os().next(),
            arguments: Vec::new(),
            code: this_file(),
        }
    }

    /// Another program that runs the command line, such as an interpreter, with the arguments that make it do so, and the file of
    /// the code that it then runs.
    pub fn other(file: impl Into<PathBuf>, arguments: impl IntoIterator<Item = OsString>, code: PathBuf) -> Self {
        Self {
            file: file.into(),
            name: None,
            arguments: arguments.into_iter().collect(),
            code,
        }
    }

    /// The program with more arguments.
    #[must_use]
    pub fn with(&self, arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut program = self.clone();
        program.arguments.extend(arguments);
        program
    }
}

/// How a worker ended.
#[derive(Debug)]
pub enum Ended {
    /// By itself.
    Exit(u8),
    /// It was stopped, because this query exceeded its budget.
    Exceeded(String, Exceeded),
    /// By something else, such as a signal.
    Otherwise(ExitStatus),
}
