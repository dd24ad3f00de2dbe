//! Worker processes of Linux: they share a file without a name, and end with the process that started them.

use super::super::{Ledger, ledger};
use super::{Ended, Program};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::PathBuf;
use std::process::{Child, Command};

/// The variable that makes a process a worker: the descriptor of its ledger, and the process that started it.
const VARIABLE: &str = "SOURCIER_WORKER";

/// The file of the program of this process, whatever became of its path.
pub(super) fn this_file() -> PathBuf {
    PathBuf::from("/proc/self/exe")
}

/// A worker process.
#[derive(Debug)]
pub struct Worker {
    child: Child,
    ledger: File,
    memory: u64,
}

/// The ledger of this process, if it is a worker. It then ends with the process that started it.
///
/// # Errors
/// When the ledger cannot be opened.
pub fn ledger_of_this() -> io::Result<Option<Ledger>> {
    let Some(given) = std::env::var_os(VARIABLE) else {
        return Ok(None);
    };
    let given = given.to_string_lossy().into_owned();
    let Some((descriptor, parent)) = given.split_once(':') else {
        return Ok(None);
    };
    let (Ok(descriptor), Ok(parent)) = (descriptor.parse::<u32>(), parent.parse::<i32>()) else {
        return Ok(None);
    };
    // A variable that another process left behind: this one was started by a person.
    if getppid().is_none_or(|found| found.as_raw_nonzero().get() != parent) {
        return Ok(None);
    }
    set_parent_process_death_signal(Some(Signal::KILL))?;
    if getppid().is_none_or(|found| found.as_raw_nonzero().get() != parent) {
        return Err(io::Error::other("the process that started this one has ended"));
    }
    let file = File::options()
        .read(true)
        .write(true)
        .open(format!("/proc/self/fd/{descriptor}"))?;
    Ledger::open(file).map(Some)
}

/// The ledger of workers that replace each other.
#[derive(Debug)]
pub struct Workers {
    ledger: File,
    memory: u64,
}

impl Workers {
    /// Creates the ledger. `memory` is the limit that workers set themselves, in bytes.
    ///
    /// # Errors
    /// When the system has no files without names.
    pub fn new(memory: u64) -> io::Result<Self> {
        let ledger = File::from(memfd_create("sourcier-ledger", MemfdFlags::CLOEXEC)?);
        Ok(Self { ledger, memory })
    }

    /// Starts a worker: a program with its arguments, which has the standard streams of this process.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub fn start(&self, program: &Program) -> io::Result<Worker> {
        // The worker inherits the descriptor, and opens it by its number.
        let shared = self.ledger.try_clone()?;
        fcntl_setfd(&shared, FdFlags::empty())?;
        let mut command = Command::new(&program.file);
        if let Some(name) = &program.name {
            command.arg0(name);
        }
        let value = format!("{}:{}", shared.as_raw_fd(), getpid().as_raw_nonzero());
        // An allocation that fails would print a long backtrace before the reason is told.
        let child = command
            .args(&program.arguments)
            .env(VARIABLE, value)
            .env("RUST_BACKTRACE", "0")
            .spawn()?;
        Ok(Worker {
            child,
            ledger: self.ledger.try_clone()?,
            memory: self.memory,
        })
    }
}

impl Worker {
    /// Waits for the end of the worker. A query that exceeded its budget stands in the ledger afterwards: the next worker
    /// refuses it.
    ///
    /// # Errors
    /// When the process cannot be waited for, or the ledger cannot be read.
    pub fn wait(mut self) -> io::Result<Ended> {
        let status = self.child.wait()?;
        if let Some(code) = status.code() {
            return Ok(Ended::Exit(u8::try_from(code).unwrap_or(u8::MAX)));
        }
        let is_fatal = status.signal().is_some_and(|signal| FATAL.contains(&signal));
        let mut text = String::new();
        self.ledger.rewind()?;
        self.ledger.read_to_string(&mut text)?;
        let Some((name, why)) = Ledger::culprit(&text, self.memory).filter(|_| is_fatal) else {
            return Ok(Ended::Otherwise(status));
        };
        self.ledger.seek(io::SeekFrom::End(0))?;
        writeln!(self.ledger, "{}", ledger::exceeded_line(&name, why))?;
        Ok(Ended::Exceeded(name, why))
    }
}

/// The signals that end a process for want of memory or stack: ABRT, BUS, KILL, SEGV.
const FATAL: [i32; 4] = [
    Signal::ABORT.as_raw(),
    Signal::BUS.as_raw(),
    Signal::KILL.as_raw(),
    Signal::SEGV.as_raw(),
];
