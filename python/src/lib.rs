//! `sourcier._native`: what the Python package `sourcier` is built on.
//!
//! Classes and functions here take and give plain values (texts, numbers, dictionaries, bytes); the package around them, in
//! `python/sourcier`, has the names, types and docstrings that people use. Each call gives up Python's lock while it
//! works, on a thread whose stack is as large as that of the command line; an interrupt (Ctrl-C) cancels its queries.

mod answer;
mod claim;
mod dossier;
mod failure;
mod tables;

use oxigraph::sparql::CancellationToken;
use pyo3::prelude::*;
use sourcier::budget;
use sourcier::budget::worker::Program;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// The address space of a stack: what a query nests, the parser and the evaluator recurse into.
const STACK: usize = 1 << 30;

/// How often a query looks for an interrupt.
const TICK: Duration = Duration::from_millis(50);

/// The time that a cancelled query has to end.
const GRACE: Duration = Duration::from_secs(1);

/// Works without Python's lock, on a thread with a large stack.
fn apart<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| {
        thread::scope(|scope| {
            let running = thread().spawn_scoped(scope, work)?;
            Ok(running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    })
}

fn thread() -> thread::Builder {
    thread::Builder::new().name("sourcier".to_owned()).stack_size(STACK)
}

/// The same for queries, which are cancelled at an interrupt, or after so many seconds. The evaluator looks at the
/// cancellation only when it reads a triple: a query that goes on is left to its thread, with what it holds.
fn within<T: Send + 'static>(
    py: Python<'_>,
    limit: Option<f64>,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    let begun = Instant::now();
    let token = CancellationToken::new();
    let (ended, end) = mpsc::sync_channel(1);
    let theirs = token.clone();
    thread().spawn(move || {
        // Nobody receives what comes too late.
        let _ = ended.send(budget::cancellable(&theirs, work));
    })?;
    let stopped = || {
        Python::attach(|py| {
            py.check_signals()?;
            match limit {
                Some(limit) if begun.elapsed().as_secs_f64() > limit => {
                    let message = format!("it took more than {limit} seconds (`timeout`)");
                    Err(failure::error(py, &message))
                }
                _ => Ok(()),
            }
        })
    };
    py.detach(move || {
        loop {
            match end.recv_timeout(TICK) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("the query failed, as the message above says"),
            }
            if let Err(error) = stopped() {
                token.cancel();
                // It has ended in time, or goes on alone.
                let _ = end.recv_timeout(GRACE);
                return Err(error);
            }
        }
    })
}

/// Runs the command line and returns its exit code. `again` is the program with the arguments that start the same command
/// line once more; `given` has the name of the program first; `code` is the file of this module.
#[pyfunction]
fn command_line(py: Python<'_>, again: Vec<OsString>, given: Vec<OsString>, code: PathBuf) -> u8 {
    let mut again = again.into_iter();
    let program = Program::other(again.next().unwrap_or_default(), again, code);
    py.detach(|| sourcier::cli::main(&program, given))
}

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::answer::Rows;
    #[pymodule_export]
    use super::command_line;
    #[pymodule_export]
    use super::dossier::{Dossier, View};
    #[pymodule_export]
    use super::tables::{convert, describe};

    /// The version of the program.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
