//! The states of a dossier, one after the other: each is read as a whole, and takes the place of the one before when it is sound.

use super::frames::{Ask, Frame, Head};
use super::keeper::{READY, Ready};
use super::made::Made;
use super::problem::Problem;
use super::process::Process;
use crate::budget::worker::Program;
use crate::disk::{self, Scratch};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio::sync::Mutex;
use tokio::time::sleep;

/// A dossier as it was read once.
#[derive(Debug)]
pub struct Generation {
    /// The file with its graph.
    pub graph: Scratch,
    /// What is known of it.
    pub(super) ready: Ready,
    /// When it was read.
    pub since: SystemTime,
    /// Its pages that were made.
    pub(super) made: Made,
    keeper: Mutex<Option<Process>>,
}

/// The state that is served, and what became of the files since.
#[derive(Debug)]
pub struct Current {
    program: Program,
    generation: RwLock<Arc<Generation>>,
    is_broken: AtomicBool,
}

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(1);
/// So long nothing is read after a change, since another one may follow.
const REST: Duration = Duration::from_millis(300);

/// The dossier cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It has errors.
    #[error("the dossier has errors:\n{0}")]
    Broken(String),
    /// The process that reads it ended.
    #[error("the dossier cannot be read: {0}")]
    Ended(String),
    /// The system cannot start the process.
    #[error("the process that reads the dossier cannot be started")]
    Start(#[from] io::Error),
}

/// A state that was read, or the process that knows what is wrong.
enum Read {
    Sound(Box<Generation>),
    Broken(String, Box<Process>),
}

/// Reads the dossier.
async fn read(program: &Program) -> Result<Read, LoadError> {
    let graph = disk::scratch()?;
    let mut keeper = Process::start(program, "keeper", &graph)?;
    let (_, body) = keeper.whole().await.map_err(LoadError::Ended)?;
    let mut ready: Ready = serde_json::from_slice(&body).map_err(|error| LoadError::Ended(error.to_string()))?;
    Ok(match ready.errors.take() {
        Some(errors) => Read::Broken(errors, Box::new(keeper)),
        None => Read::Sound(Box::new(Generation {
            graph,
            ready,
            since: SystemTime::now(),
            made: Made::default(),
            keeper: Mutex::new(Some(keeper)),
        })),
    })
}

async fn is_current(process: &mut Process) -> bool {
    let asked = process.ask(&Ask::Current).await;
    asked.is_ok() && process.whole().await.is_ok_and(|(_, body)| body == b"yes")
}

impl Generation {
    /// A page or file, or where something has its page. Pages are answered one after the other.
    ///
    /// # Errors
    /// When there is none, or it cannot be made.
    pub async fn page(&self, ask: &Ask) -> Result<(Head, Vec<u8>), Problem> {
        let mut keeper = self.keeper.lock().await;
        // It is put back when its answer is whole: one that was left in the middle would answer another question with the rest.
        let Some(mut process) = keeper.take() else {
            return Err(Problem::of(503, "the pages are read again; ask again in some seconds"));
        };
        let stopped = |why: String| Problem::exceeded(&why);
        process.ask(ask).await.map_err(|error| stopped(error.to_string()))?;
        let (head, body) = whole_page(&mut process).await.map_err(stopped)?;
        // A keeper that was stopped is replaced by one that says first that it is ready.
        let is_other = head.media_type == READY;
        if !is_other || serde_json::from_slice::<Ready>(&body).is_ok_and(|ready| ready.errors.is_none()) {
            *keeper = Some(process);
        }
        match is_other {
            true => Err(stopped("a query of the page took too much".to_owned())),
            false => Ok((head, body)),
        }
    }

    /// Whether the files are as they were read, and pages can be had.
    async fn is_current(&self) -> bool {
        let mut keeper = self.keeper.lock().await;
        match keeper.as_mut() {
            Some(process) => is_current(process).await,
            None => false,
        }
    }
}

/// An answer; that of a replaced keeper if the one before did not come to its end.
async fn whole_page(process: &mut Process) -> Result<(Head, Vec<u8>), String> {
    let (mut head, mut body) = (Head::default(), Vec::new());
    loop {
        match process.frame().await? {
            Frame::Head(found) => {
                head = found;
                body.clear();
            }
            Frame::Data(bytes) => body.extend(bytes),
            Frame::End => return Ok((head, body)),
            Frame::Failed(why) => return Err(why),
        }
    }
}

impl Current {
    /// Reads the dossier for the first time.
    ///
    /// # Errors
    /// When it has errors, or cannot be read.
    pub async fn first(program: Program) -> Result<Arc<Self>, LoadError> {
        match read(&program).await? {
            Read::Broken(errors, _) => Err(LoadError::Broken(errors)),
            Read::Sound(generation) => Ok(Arc::new(Self {
                program,
                generation: RwLock::new(Arc::from(generation)),
                is_broken: AtomicBool::new(false),
            })),
        }
    }

    /// The state that is served.
    pub fn generation(&self) -> Arc<Generation> {
        let generation = self.generation.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&generation)
    }

    /// Whether the files have errors, so that an earlier state is served.
    pub fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Relaxed)
    }

    /// Reads the dossier anew whenever its files change, for ever. `tell` gets what happens, for the owner.
    pub async fn watch(&self, tell: impl Fn(&str)) {
        let mut broken: Option<Box<Process>> = None;
        loop {
            sleep(EVERY).await;
            let is_current = match &mut broken {
                Some(process) => is_current(process).await,
                None => self.generation().is_current().await,
            };
            if is_current {
                continue;
            }
            sleep(REST).await;
            broken = None;
            match read(&self.program).await {
                Ok(Read::Sound(generation)) => {
                    tell(&format!(
                        "the files changed: {} triples are served",
                        generation.ready.triples
                    ));
                    *self.generation.write().unwrap_or_else(PoisonError::into_inner) = Arc::from(generation);
                    self.is_broken.store(false, Ordering::Relaxed);
                }
                Ok(Read::Broken(errors, process)) => {
                    tell(&format!(
                        "the files changed and have errors; the state before is served\n{errors}"
                    ));
                    self.is_broken.store(true, Ordering::Relaxed);
                    broken = Some(process);
                }
                Err(error) => {
                    if !self.is_broken.swap(true, Ordering::Relaxed) {
                        tell(&format!(
                            "the files cannot be read; the state before is served: {error}"
                        ));
                    }
                }
            }
        }
    }
}
