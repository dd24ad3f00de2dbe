//! The budget of a query: limits on time, memory, rows and the size of a term; and the watch that enforces them.
//!
//! A dossier brings queries, and one of them may never end. [`watch`] starts a thread that measures what each query uses.
//! A query that exceeds its time is cancelled first. The evaluator looks at the cancellation only when it reads a
//! triple; a query that goes on, or exceeds its memory, is stopped with the process. The process that started this one
//! learns from the [`Ledger`] which query it was, and starts another that refuses this query ([`worker`]).
//!
//! Without [`watch`], as in a program that uses the library, no query is limited; [`cancellable`] lets such a program stop one.

mod ledger;
mod system;
pub mod worker;

pub use ledger::Ledger;

use oxigraph::sparql::{CancellationToken, QueryEvaluationError};
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

/// The limits of a query; `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The processor time that its evaluation may take; if the limits grow, for each 100 000 triples of the graph.
    pub time: Option<Duration>,
    /// The bytes that the process may take beyond four times what it had when the first query over a graph began.
    pub memory: Option<u64>,
    /// The rows or triples of its answer; if the limits grow, beyond ten times the triples of the graph.
    pub rows: Option<u64>,
    /// The bytes of a term in its answer.
    pub term: Option<usize>,
    /// Whether time and rows grow with the graph.
    pub grow: bool,
}

impl Limits {
    /// The limits where the user sets none.
    pub const DEFAULT: Self = Self {
        time: Some(Duration::from_secs(10)),
        memory: Some(1 << 30),
        rows: Some(1_000_000),
        term: Some(16 << 20),
        grow: true,
    };

    /// The limits of a query that a stranger asks, where the owner sets none.
    pub const SERVED: Self = Self {
        time: Some(Duration::from_secs(10)),
        memory: Some(512 << 20),
        rows: Some(10_000_000),
        term: Some(16 << 20),
        grow: false,
    };
}

/// A query exceeded its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Exceeded {
    /// Its evaluation took too long.
    #[error("it took more than {} (`--time-limit`)", seconds(*.0))]
    Time(Duration),
    /// It took too much memory, or nested too deeply.
    #[error("it took more memory than {} MB beyond the graph (`--memory-limit`)", .0 >> 20)]
    Memory(u64),
    /// Its answer has too many rows or triples.
    #[error("its answer has more than {0} rows (`--unlimited`)")]
    Rows(u64),
    /// A term of its answer is too large.
    #[error("a term of its answer has more than {} MB (`--unlimited`)", .0 >> 20)]
    Term(usize),
    /// The queries before it took too long together.
    #[error("it was not run, since the queries before it took more than {} together (`--time-limit`)", seconds(*.0))]
    Together(Duration),
    /// Too many queries before it exceeded theirs.
    #[error("it was not run, since {0} queries before it exceeded their limits")]
    Others(usize),
}

/// The advice for someone whose query exceeded its budget.
pub const ADVICE: &str =
    "if you trust the dossier, `--time-limit SECONDS`, `--memory-limit MB` or `--unlimited` allows more";

fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        whole => format!("{whole} s"),
    }
}

/// The budget that a query exceeded, if that is why its evaluation failed.
pub fn exceeded(error: &QueryEvaluationError) -> Option<Exceeded> {
    match error {
        QueryEvaluationError::Unexpected(cause) => cause.downcast_ref().copied(),
        _ => None,
    }
}

impl From<Exceeded> for QueryEvaluationError {
    fn from(exceeded: Exceeded) -> Self {
        Self::Unexpected(Box::new(exceeded))
    }
}

/// The name of the program's own queries, in a budget.
pub const OWN: &str = "a query of sourcier itself";

/// The name of the program's work between queries, in a budget.
pub const COMMAND: &str = "the command";

/// The interval at which the watch looks at the queries and the memory.
const TICK: Duration = Duration::from_millis(10);

/// The time a cancelled query has to end.
const GRACE: Duration = Duration::from_millis(500);

/// The program's own queries, which look at everything, may take so many times the time of one that a dossier brings.
const OWN_QUERIES: u32 = 3;

/// All queries together may take so many times the time of one.
const TOGETHER: u32 = 20;

/// After so many queries that exceeded their budget, no other is run.
const MOST_EXCEEDED: usize = 6;

/// The address space may be so many times larger than the memory. The watch stops a query that fills memory, and says why;
/// the kernel's limit is for one allocation of more than that, which ends the process with a message of its own.
const ADDRESS_SPACE: u64 = 8;

/// A graph with more triples gives its queries so much more time.
const TRIPLES: u64 = 100_000;

static WATCH: OnceLock<Watch> = OnceLock::new();

thread_local! {
    /// What cancels the queries of this thread, where nothing watches.
    static CANCELLATION: RefCell<Option<CancellationToken>> = const { RefCell::new(None) };
}

/// Works so that another thread can cancel what this one evaluates: from then on its queries, and those that it begins,
/// end with [`QueryEvaluationError::Cancelled`]. Has no effect in a process with a [`watch`].
pub fn cancellable<T>(token: &CancellationToken, work: impl FnOnce() -> T) -> T {
    let before = CANCELLATION.replace(Some(token.clone()));
    let result = work();
    CANCELLATION.set(before);
    result
}

/// The watch over the queries of this process.
struct Watch {
    limits: Limits,
    witness: Witness,
    /// Queries that exceeded their budget, in this process or in one that it replaces.
    exceeded: Mutex<Vec<(String, Exceeded)>>,
    /// The queries that have begun and not ended.
    running: Mutex<Vec<Arc<Meter>>>,
    /// The bytes of memory at which the process is stopped; 0 before the first query.
    most_memory: AtomicU64,
    /// The milliseconds that all queries have used.
    used: AtomicU64,
    /// The triples of the largest graph so far.
    triples: AtomicU64,
}

/// What a query has used.
struct Meter {
    name: String,
    /// Whether the evaluator is at work, rather than the reader of its rows.
    is_inside: AtomicBool,
    cancellation: CancellationToken,
    limit: Option<Duration>,
    is_exceeded: AtomicBool,
}

/// Who learns that the process is stopped, and why.
pub enum Witness {
    /// The process that started this one.
    Ledger(Ledger),
    /// Nobody else: this function tells it, with the name of the query, before the process ends.
    Told(fn(&str, Exceeded)),
}

/// Limits all queries of this process from now on; a second call has no effect.
pub fn watch(limits: Limits, witness: Witness) {
    let earlier = match &witness {
        Witness::Ledger(ledger) => ledger.exceeded(),
        Witness::Told(_) => Vec::new(),
    };
    let watch = Watch {
        limits,
        witness,
        exceeded: Mutex::new(earlier),
        running: Mutex::default(),
        most_memory: AtomicU64::new(0),
        used: AtomicU64::new(0),
        triples: AtomicU64::new(0),
    };
    if WATCH.set(watch).is_ok() {
        // Without this thread the limits on rows and terms still hold, and the kernel's limit on memory.
        let _ = thread::Builder::new().name("watch".to_owned()).spawn(look);
    }
}

/// Looks at the running queries and the memory, for as long as the process lives.
fn look() {
    let Some(watch) = WATCH.get() else { return };
    let mut used: Vec<(Arc<Meter>, Duration)> = Vec::new();
    let mut before = system::processor_time();
    loop {
        thread::sleep(TICK);
        // On a busy machine, a process that waits for a processor uses nothing.
        let now = system::processor_time();
        let passed = now.saturating_sub(before);
        before = now;
        let running = lock(&watch.running).clone();
        used.retain(|(meter, _)| running.iter().any(|other| Arc::ptr_eq(other, meter)));
        if running.iter().any(|meter| meter.is_inside.load(Ordering::Relaxed)) {
            let passed = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX);
            watch.used.fetch_add(passed, Ordering::Relaxed);
        }
        for meter in &running {
            if !meter.is_inside.load(Ordering::Relaxed) {
                continue;
            }
            let index = used.iter().position(|(other, _)| Arc::ptr_eq(other, meter));
            let index = index.unwrap_or_else(|| {
                used.push((Arc::clone(meter), Duration::ZERO));
                used.len() - 1
            });
            used[index].1 += passed;
            if let Some(limit) = meter.limit.filter(|limit| used[index].1 > *limit) {
                meter.is_exceeded.store(true, Ordering::SeqCst);
                meter.cancellation.cancel();
                if used[index].1 > limit + GRACE {
                    watch.stop(&meter.name, Exceeded::Time(limit));
                }
            }
        }
        let most = watch.most_memory.load(Ordering::Relaxed);
        if most > 0 && system::resident().is_some_and(|bytes| bytes > most) {
            let name = running.last().map_or(COMMAND, |last| &last.name);
            watch.stop(name, Exceeded::Memory(watch.limits.memory.unwrap_or(most)));
        }
    }
}

impl Watch {
    fn ledger(&self) -> Option<&Ledger> {
        match &self.witness {
            Witness::Ledger(ledger) => Some(ledger),
            Witness::Told(_) => None,
        }
    }

    /// Stops the process.
    fn stop(&self, name: &str, exceeded: Exceeded) -> ! {
        match &self.witness {
            Witness::Ledger(ledger) => ledger.stop(name, exceeded),
            Witness::Told(tell) => tell(name, exceeded),
        }
        system::kill()
    }

    /// Remembers that a query exceeded its budget.
    fn note(&self, name: &str, why: Exceeded) {
        let mut exceeded = lock(&self.exceeded);
        if !exceeded.iter().any(|(known, _)| known == name) {
            exceeded.push((name.to_owned(), why));
            if let Some(ledger) = self.ledger() {
                ledger.note(name, why);
            }
        }
    }
}

/// A query that has begun; it ends when this is dropped.
pub struct Running {
    meter: Option<Arc<Meter>>,
    /// The token that cancels the evaluation.
    pub cancellation: CancellationToken,
    rows: Option<u64>,
    term: Option<usize>,
}

/// Begins a query over a graph with so many triples, or the parsing of one if there is no graph yet (0). `name` identifies it in the process that replaces this one if it
/// has to be stopped.
///
/// # Errors
/// When the query exceeded its budget before, or too many others did.
pub fn begin(name: &str, triples: u64) -> Result<Running, Exceeded> {
    let Some(watch) = WATCH.get() else {
        return Ok(Running {
            meter: None,
            cancellation: CANCELLATION.with_borrow(Clone::clone).unwrap_or_default(),
            rows: None,
            term: None,
        });
    };
    let count = {
        let exceeded = lock(&watch.exceeded);
        if let Some((_, why)) = exceeded.iter().find(|(known, _)| *known == ledger::line(name)) {
            return Err(*why);
        }
        exceeded.len()
    };
    if count >= MOST_EXCEEDED {
        return Err(Exceeded::Others(count));
    }
    // A query may be parsed before there is a graph, whose memory is not that of a query.
    if triples > 0 {
        watch.limit_memory();
    }
    let triples = watch.triples.fetch_max(triples, Ordering::Relaxed).max(triples);
    let limit = watch.time_limit(triples, count)?;
    let cancellation = CancellationToken::new();
    let meter = Arc::new(Meter {
        name: ledger::line(name),
        is_inside: AtomicBool::new(false),
        cancellation: cancellation.clone(),
        limit: limit.map(|limit| {
            if name == OWN {
                limit.saturating_mul(OWN_QUERIES)
            } else {
                limit
            }
        }),
        is_exceeded: AtomicBool::new(false),
    });
    lock(&watch.running).push(Arc::clone(&meter));
    if let Some(ledger) = watch.ledger() {
        ledger.begin(&meter.name);
    }
    Ok(Running {
        meter: Some(meter),
        cancellation,
        rows: watch.limits.rows.map(|rows| match watch.limits.grow {
            true => rows.saturating_add(triples.saturating_mul(10)),
            false => rows,
        }),
        term: watch.limits.term,
    })
}

/// Forgets what the queries before used and exceeded: the next one has the whole budget, as that of another person. The limit on memory
/// stays where the first query found it.
pub fn renew() {
    if let Some(watch) = WATCH.get() {
        lock(&watch.exceeded).clear();
        watch.used.store(0, Ordering::Relaxed);
    }
}

/// The bytes of memory that this process has for itself, where the system tells.
pub fn memory() -> Option<u64> {
    system::resident()
}

impl Watch {
    /// The time for the next query, after so many that exceeded their budget: each halves the time of the others.
    ///
    /// # Errors
    /// When the queries before it took too long together.
    fn time_limit(&self, triples: u64, exceeded: usize) -> Result<Option<Duration>, Exceeded> {
        let Some(time) = self.limits.time else { return Ok(None) };
        let larger = match self.limits.grow {
            true => u32::try_from(triples / TRIPLES).unwrap_or(u32::MAX).saturating_add(1),
            false => 1,
        };
        let limit = time.saturating_mul(larger) / (1 << exceeded);
        let together = limit.saturating_mul(TOGETHER);
        match Duration::from_millis(self.used.load(Ordering::Relaxed)) > together {
            true => Err(Exceeded::Together(together)),
            false => Ok(Some(limit)),
        }
    }

    /// Sets the limit on memory, at the first query over a graph.
    fn limit_memory(&self) {
        let Some(limit) = self.limits.memory else { return };
        if self.most_memory.load(Ordering::Relaxed) > 0 {
            return;
        }
        if let Some(resident) = system::resident() {
            self.most_memory
                .store(resident.saturating_mul(4).saturating_add(limit), Ordering::Relaxed);
            system::limit(
                limit
                    .saturating_add(resident.saturating_mul(3))
                    .saturating_mul(ADDRESS_SPACE),
            );
        }
    }
}

impl Running {
    /// Does something whose time counts.
    pub fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let Some(meter) = &self.meter else { return work() };
        meter.is_inside.store(true, Ordering::Relaxed);
        let result = work();
        meter.is_inside.store(false, Ordering::Relaxed);
        result
    }

    /// Does a step of the evaluation: its time counts.
    ///
    /// # Errors
    /// The step's own, or [`Exceeded`] if it failed because the query was cancelled.
    pub fn step<T>(&self, step: impl FnOnce() -> Result<T, QueryEvaluationError>) -> Result<T, QueryEvaluationError> {
        match (self.time(step), &self.meter) {
            (Err(QueryEvaluationError::Cancelled), Some(meter)) if meter.is_exceeded.load(Ordering::SeqCst) => {
                Err(self.exceeds(Exceeded::Time(meter.limit.unwrap_or_default())).into())
            }
            (result, _) => result,
        }
    }

    /// Notes that the query exceeds its budget.
    fn exceeds(&self, why: Exceeded) -> Exceeded {
        if let (Some(watch), Some(meter)) = (WATCH.get(), &self.meter) {
            watch.note(&meter.name, why);
        }
        why
    }

    /// Checks the rows so far and the sizes of the terms of the last one, in bytes.
    ///
    /// # Errors
    /// When there are more rows, or a term is larger, than the budget allows.
    pub fn took(&self, rows: u64, terms: impl IntoIterator<Item = usize>) -> Result<(), Exceeded> {
        if let Some(most) = self.rows.filter(|most| rows > *most) {
            return Err(self.exceeds(Exceeded::Rows(most)));
        }
        match self.term {
            Some(most) if terms.into_iter().any(|size| size > most) => Err(self.exceeds(Exceeded::Term(most))),
            _ => Ok(()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let (Some(watch), Some(meter)) = (WATCH.get(), &self.meter) else {
            return;
        };
        lock(&watch.running).retain(|other| !Arc::ptr_eq(other, meter));
        if let Some(ledger) = watch.ledger() {
            ledger.end(&meter.name);
        }
    }
}

/// A panic elsewhere leaves the lists as they are, and they stay right.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
