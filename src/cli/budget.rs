//! The limits of a dossier's queries: their options, and the worker process that runs a command under them.

use super::output::errors;
use crate::budget::worker::{Ended, Program, Workers, ledger_of_this};
use crate::budget::{self, Exceeded, Limits, Witness};
use crate::diagnostic::Style;
use anyhow::Context as _;
use std::io::{self, Write as _};
use std::thread;
use std::time::Duration;

/// The options that limit a dossier's queries.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Budget {
    /// The seconds of processor time a query may take, for each 100 000 triples [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=1_000_000), global = true)]
    time_limit: Option<u64>,
    /// The megabytes the queries may take beyond four times the loaded dossier [default: 1024; `serve`: 512]
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u64).range(16..=1_000_000), global = true)]
    memory_limit: Option<u64>,
    /// Lift all limits: on the queries of a dossier that you trust, and on measures that take minutes
    #[arg(long, conflicts_with_all = ["time_limit", "memory_limit"], global = true)]
    pub unlimited: bool,
}

impl Budget {
    fn limits(self) -> Limits {
        self.or(Limits::DEFAULT)
    }

    /// The limits of a query that a stranger asks.
    pub fn served(self) -> Limits {
        self.or(Limits::SERVED)
    }

    /// The limits that are set, or else these.
    fn or(self, default: Limits) -> Limits {
        if self.unlimited {
            return Limits::default();
        }
        Limits {
            time: self.time_limit.map(Duration::from_secs).or(default.time),
            memory: self.memory_limit.map(|megabytes| megabytes << 20).or(default.memory),
            ..default
        }
    }
}

/// The address space of the command's stack: what a query nests, the parser and the evaluator recurse into.
const STACK: usize = 1 << 30;

/// Runs a command under the limits: in a worker process if it opens a dossier, or else, and in the worker itself, on a thread
/// with a large stack.
pub fn run(
    has_dossier: bool,
    arguments: Budget,
    again: &Program,
    work: impl FnOnce() -> u8 + Send + 'static,
) -> anyhow::Result<u8> {
    let limits = arguments.limits();
    if has_dossier {
        let ledger = ledger_of_this().context("the worker process cannot begin")?;
        match (ledger, Workers::new(limits.memory.unwrap_or_default())) {
            _ if arguments.unlimited => writeln!(
                errors(Style::Plain),
                "sourcier: note: the dossier's queries run without limits"
            )?,
            (Some(ledger), _) => budget::watch(limits, Witness::Ledger(ledger)),
            (None, Ok(workers)) => return supervise(&workers, again),
            // Without worker processes, the first query that has to be stopped ends the program.
            (None, Err(_)) => budget::watch(limits, Witness::Told(tell)),
        }
    }
    let thread = thread::Builder::new().name("command".to_owned()).stack_size(STACK);
    let running = thread.spawn(work).context("cannot start a thread with a large stack")?;
    Ok(running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}

fn tell(query: &str, why: Exceeded) {
    let _ = writeln!(
        errors(Style::Plain),
        "sourcier: {query} was stopped: {why}; {}",
        budget::ADVICE
    );
}

/// Runs a command line in a worker; a worker that was stopped is replaced by one that refuses the query at fault.
fn supervise(workers: &Workers, program: &Program) -> anyhow::Result<u8> {
    let mut before = None;
    loop {
        let worker = workers.start(program).context("cannot start a worker process")?;
        match worker.wait().context("the worker process cannot be waited for")? {
            Ended::Exit(code) => return Ok(code),
            Ended::Otherwise(status) => anyhow::bail!("the worker process was stopped ({status})"),
            Ended::Exceeded(query, why) => {
                // A query that the next worker did not refuse would be run for ever.
                if query == budget::COMMAND || before.as_ref() == Some(&query) {
                    anyhow::bail!("{query} was stopped: {why}; {}", budget::ADVICE);
                }
                before = Some(query);
            }
        }
    }
}

/// A file that keeps what a worker prints until it can no longer be stopped.
pub fn spool() -> io::Result<std::fs::File> {
    tempfile::tempfile()
}
