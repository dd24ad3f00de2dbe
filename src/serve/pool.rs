//! The workers that answer SPARQL: so many at a time, for clients in turns.

use super::frames::{Ask, Frame, Head};
use super::generation::Generation;
use super::metrics::Metrics;
use super::problem::Problem;
use super::process::Process;
use super::queue::{Full, Queue};
use super::spool::{Receiver, Room, Sender, spool};
use crate::budget::worker::Program;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, oneshot};

/// The workers, and what waits for them.
pub struct Pool {
    program: Program,
    queue: Mutex<Queue<IpAddr, Job>>,
    waiting: Notify,
    room: Arc<Room>,
    metrics: Arc<Metrics>,
}

/// A question, and where its answer goes.
struct Job {
    ask: Ask,
    generation: Arc<Generation>,
    head: oneshot::Sender<Result<Head, Problem>>,
    body: Sender,
    gone: Arc<Notify>,
}

/// How many wait at most, of all clients and of one; and the bytes that may wait in files.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Of all clients.
    pub waiting: usize,
    /// Of one client.
    pub of_one: usize,
    /// The bytes of answers that slow clients have not taken yet.
    pub room: u64,
}

impl Pool {
    /// A pool of so many workers, which start when there is something to do.
    pub fn new(program: Program, workers: usize, limits: Limits, metrics: Arc<Metrics>) -> Arc<Self> {
        let pool = Arc::new(Self {
            program,
            queue: Mutex::new(Queue::new(limits.waiting, limits.of_one)),
            waiting: Notify::new(),
            room: Room::new(limits.room),
            metrics,
        });
        for _ in 0..workers {
            tokio::spawn(Arc::clone(&pool).work());
        }
        pool
    }

    fn lock(&self) -> MutexGuard<'_, Queue<IpAddr, Job>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many questions wait.
    pub fn waiting(&self) -> usize {
        self.lock().len()
    }

    /// Asks about the graph of a generation; returns the head when a worker has it, and the body.
    ///
    /// # Errors
    /// When too many wait (503), or the question has no answer.
    pub async fn ask(
        &self,
        client: IpAddr,
        generation: Arc<Generation>,
        ask: Ask,
    ) -> Result<(Head, Receiver), Problem> {
        let gone = Arc::new(Notify::new());
        let (head, heads) = oneshot::channel();
        let tell = Arc::clone(&gone);
        let (body, receiver) = spool(&self.room, move || tell.notify_one());
        let job = Job {
            ask,
            generation,
            head,
            body,
            gone,
        };
        self.lock()
            .put(client, job)
            .map_err(|Full| Problem::of(503, "too many questions wait already; ask again later"))?;
        self.waiting.notify_one();
        let head = heads
            .await
            .unwrap_or_else(|_| Err(Problem::of(503, "the server is ending")));
        head.map(|head| (head, receiver))
    }

    /// Answers one question after another.
    async fn work(self: Arc<Self>) {
        let mut worker: Option<(Arc<Generation>, Process)> = None;
        loop {
            let job = self.lock().take();
            let Some(job) = job else {
                self.waiting.notified().await;
                continue;
            };
            // There may be more: another worker that waits takes it.
            self.waiting.notify_one();
            if job.head.is_closed() {
                continue;
            }
            let process = match worker.take() {
                Some((generation, process)) if Arc::ptr_eq(&generation, &job.generation) => Ok(process),
                _ => Process::start(&self.program, "answers", &job.generation.graph),
            };
            self.metrics.begin();
            match process {
                Ok(process) => {
                    let generation = Arc::clone(&job.generation);
                    worker = answer(process, job).await.map(|process| (generation, process));
                }
                Err(error) => {
                    let problem = Problem::failed(&format!("no worker can be started: {error}"));
                    let _ = job.head.send(Err(problem));
                }
            }
            self.metrics.end(worker.is_none());
        }
    }
}

/// Has a worker answer a question; the worker, if it can answer another one.
async fn answer(mut process: Process, job: Job) -> Option<Process> {
    let Job {
        ask, head, body, gone, ..
    } = job;
    let first = tokio::select! {
        // The worker is dropped, and so killed.
        () = gone.notified() => return None,
        first = ask_first(&mut process, &ask) => first,
    };
    let first = match first {
        Ok(first) => first,
        Err(why) => {
            // A worker that was stopped says by which limit.
            let _ = head.send(Err(Problem::exceeded(&why)));
            return None;
        }
    };
    // A client that has so many bytes leaves before the frame of the end is read: there is nothing more to do for it.
    let is_made = first.length.is_some();
    let _ = head.send(Ok(first));
    let passed = tokio::select! {
        () = gone.notified(), if !is_made => None,
        passed = pass_on(&mut process, body, is_made) => passed,
    };
    passed.map(|()| process)
}

/// Passes the body of an answer on; `None` if the worker did not come to its end, or need not, since nobody takes an answer that is
/// still being made.
async fn pass_on(process: &mut Process, body: Sender, is_made: bool) -> Option<()> {
    loop {
        match process.frame().await {
            Ok(Frame::Data(bytes)) => {
                if body.put(bytes).is_err() && !is_made {
                    return None;
                }
            }
            Ok(Frame::End) => {
                body.end(Ok(()));
                return Some(());
            }
            Ok(Frame::Failed(why)) => {
                body.end(Err(why));
                return Some(());
            }
            Ok(Frame::Head(_)) => {}
            Err(why) => {
                body.end(Err(why));
                return None;
            }
        }
    }
}

/// Asks, and waits for the head.
async fn ask_first(process: &mut Process, ask: &Ask) -> Result<Head, String> {
    process.ask(ask).await.map_err(|error| error.to_string())?;
    match process.frame().await? {
        Frame::Head(head) => Ok(head),
        Frame::Data(_) | Frame::End | Frame::Failed(_) => Err("the answer has no head".to_owned()),
    }
}
