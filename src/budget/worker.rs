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
use std::io;
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
    /// The folder in which this process was started.
    folder: Option<PathBuf>,
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
            folder: std::env::current_dir().ok(),
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
            folder: std::env::current_dir().ok(),
            code,
        }
    }

    /// A command that starts the program in the folder in which this process was started, with more arguments, of which the last is
    /// the path of a file that it inherits. The file that is returned must be kept until it has started.
    ///
    /// # Errors
    /// When the system has no files that are inherited.
    #[cfg(unix)]
    pub fn inheriting(
        &self,
        arguments: impl IntoIterator<Item = OsString>,
        file: &std::fs::File,
    ) -> io::Result<(std::process::Command, std::fs::File)> {
        let shared = file.try_clone()?;
        rustix::io::fcntl_setfd(&shared, rustix::io::FdFlags::empty())?;
        let mut command = std::process::Command::new(&self.file);
        if let Some(name) = &self.name {
            std::os::unix::process::CommandExt::arg0(&mut command, name);
        }
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&shared));
        command.args(&self.arguments).args(arguments).arg(path);
        Ok((command, shared))
    }

    /// A command that starts the program with a file that it inherits: there is none.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(unix))]
    pub fn inheriting(
        &self,
        _: impl IntoIterator<Item = OsString>,
        _: &std::fs::File,
    ) -> io::Result<(std::process::Command, std::fs::File)> {
        Err(io::ErrorKind::Unsupported.into())
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
