//! `sourcier._native`: what the Python package `sourcier` is built on.
//!
//! Classes and functions here take and give plain values (texts, numbers, dictionaries, bytes); the package around them, in
//! `python/sourcier`, has the names, types and docstrings that people use. Each call gives up Python's lock while it
//! works, on a thread whose stack is as large as that of the command line.

mod answer;
mod dossier;
mod failure;
mod tables;

use pyo3::prelude::*;
use sourcier::budget::worker::Program;
use std::ffi::OsString;
use std::thread;

/// The address space of a stack: what a query nests, the parser and the evaluator recurse into.
const STACK: usize = 1 << 30;

/// Works without Python's lock, on a thread with a large stack.
fn apart<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| {
        thread::scope(|scope| {
            let thread = thread::Builder::new().name("sourcier".to_owned()).stack_size(STACK);
            let running = thread.spawn_scoped(scope, work)?;
            Ok(running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    })
}

/// Runs the command line and returns its exit code. `again` is the program with the arguments that start the same command
/// line once more; `given` has the name of the program first.
#[pyfunction]
fn command_line(py: Python<'_>, again: Vec<OsString>, given: Vec<OsString>) -> u8 {
    let mut again = again.into_iter();
    let program = Program::other(again.next().unwrap_or_default(), again);
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
