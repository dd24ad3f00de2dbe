//! The server of a dossier: a SPARQL endpoint, its graph, and the pages of its report, live.
//!
//! One process listens and keeps no graph. Others do the work, and are replaced when they fail: a keeper reads the dossier, makes
//! the pages, and writes the graph into a file; workers map that file and answer SPARQL, each question under a budget. When files
//! change, another keeper reads them, and takes the place of the one before if they are sound: an answer is wholly of one state.

mod accept;
mod answers;
mod describe;
mod frames;
mod generation;
mod hosts;
mod http;
mod keeper;
mod log;
mod made;
mod metrics;
mod pages;
mod pool;
mod problem;
mod process;
mod protocol;
mod queue;
mod route;
mod spool;

pub use answers::answer;
pub use generation::LoadError;
pub use keeper::keep;
pub use log::Lines;

use crate::budget::worker::Program;
use generation::Current;
use hosts::{Hosts, name_of};
use http::Listening;
use metrics::Metrics;
use pool::{Limits, Pool};
use route::Server;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// An address of this machine.
pub type Host = IpAddr;
/// An address of this machine, with a port.
pub type Address = SocketAddr;

/// What an owner sets.
pub struct Settings {
    /// What starts this command once more, for its parts.
    pub program: Program,
    /// The address to listen at.
    pub bind: SocketAddr,
    /// Further names under which the server may be addressed.
    pub hosts: Vec<String>,
    /// The address under which others see it, if a proxy stands before it.
    pub address: Option<String>,
    /// Whether what the manifest withholds is served.
    pub is_private: bool,
    /// How many questions are answered at a time.
    pub workers: usize,
    /// How many may wait.
    pub waiting: usize,
    /// Where requests are logged.
    pub lines: Option<Lines>,
    /// Where counts can be had.
    pub metrics: Option<SocketAddr>,
}

/// The server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The dossier cannot be served.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// An address cannot be listened at.
    #[error("cannot listen at {address} (`--port 0` takes a port that is free)")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// The system gives no threads.
    #[error("the server cannot start")]
    Start(#[from] io::Error),
}

/// The bytes of answers that slow clients have not taken yet, of all of them together.
const ROOM: u64 = 4 << 30;

/// The part of the questions that wait that may be one client's: a half.
const PART_OF_ONE: usize = 2;

/// Serves a dossier until the process is told to end. `ready` gets the address when the first question can be asked, `tell` what happens
/// later.
///
/// # Errors
/// When the dossier has errors, or an address is in use.
pub fn serve(
    settings: Settings,
    ready: impl FnOnce(&str),
    tell: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let served = runtime.block_on(run(settings, ready, tell));
    // What is still running is not waited for.
    runtime.shutdown_background();
    served
}

async fn run(
    settings: Settings,
    ready: impl FnOnce(&str),
    tell: impl Fn(&str) + Send + Sync + 'static,
) -> Result<(), ServeError> {
    let bind = |address: SocketAddr| async move {
        let listener = http::listen(address).await;
        listener.map_err(|source| ServeError::Bind { address, source })
    };
    // Before the dossier is read, which may take long.
    let listener = bind(settings.bind).await?;
    let counts = match settings.metrics {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let current = Current::first(settings.program.clone()).await?;
    let metrics = Arc::<Metrics>::default();
    let limits = Limits {
        waiting: settings.waiting,
        of_one: settings.waiting.div_ceil(PART_OF_ONE).max(1),
        room: ROOM,
    };
    let local = listener.local_addr()?;
    let public = settings.address.as_deref().and_then(host_of);
    let server = Arc::new(Server {
        current: Arc::clone(&current),
        pool: Pool::new(settings.program, settings.workers, limits, Arc::clone(&metrics)),
        metrics,
        hosts: Hosts::new(local.ip(), settings.hosts.into_iter().chain(public)),
        address: settings
            .address
            .as_ref()
            .map(|address| address.trim_end_matches('/').to_owned()),
        is_private: settings.is_private,
    });
    if let Some(counts) = counts {
        tokio::spawn(http::answer_counts(counts, Arc::clone(&server)));
    }
    let tell = Arc::new(tell);
    let also = Arc::clone(&tell);
    tokio::spawn(async move { current.watch(also.as_ref()).await });
    ready(&format!("http://{}/", shown(local)));
    let listening = Arc::new(Listening {
        server,
        lines: settings.lines,
        is_behind_proxy: settings.address.is_some(),
    });
    listening.answer(listener, told_to_end, tell.as_ref()).await;
    Ok(())
}

/// The address under which a browser on this machine finds the server.
fn shown(local: SocketAddr) -> SocketAddr {
    match local.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::new([127, 0, 0, 1].into(), local.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::new(std::net::Ipv6Addr::LOCALHOST.into(), local.port()),
        _ => local,
    }
}

/// The host of an address of the web.
fn host_of(address: &str) -> Option<String> {
    let rest = address.split("://").nth(1)?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(name_of(host).to_owned())
}

/// Waits for Ctrl-C, or the signal of a service manager.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else {
            let _ = tokio::signal::ctrl_c().await;
            return;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
