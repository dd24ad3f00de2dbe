//! `sourcier serve`

use super::output::errors;
use super::program::browse;
use super::{Outcome, Session};
use crate::budget::{self as limits, Exceeded, Witness};
use crate::diagnostic::Style;
use crate::disk;
use crate::dossier::{MANIFEST, Store};
use crate::serve::{self, Address, Host, Lines, Settings};
use crate::terminal::shown;
use anyhow::Context as _;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

/// Serve the dossier over HTTP: a SPARQL endpoint, and the pages of the report, live
///
/// Only this machine can reach it unless --bind says otherwise, and nothing can be changed through it. Files that change are read
/// anew. Each query may take 10 seconds of processor time and 512 MB, or what --time-limit and --memory-limit say. What [publish] in
/// sourcier.toml withholds is not served.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier serve                               at http://127.0.0.1:7650/, SPARQL at /sparql
  sourcier serve --port 8000 --open            and opens it in a browser
  sourcier serve --bind 0.0.0.0 --host data.example.org --log requests.log
  sourcier serve --address https://data.example.org/ --metrics 127.0.0.1:9650   behind a proxy")]
pub struct Arguments {
    /// The address to listen at; 0.0.0.0 is every one of this machine
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: Host,
    /// The port to listen at; 0 is any that is free
    #[arg(long, default_value_t = 7650)]
    port: u16,
    /// Open the first page in a browser
    #[arg(long)]
    open: bool,
    /// A further name under which the server may be addressed (repeatable); others are refused
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// The address under which others see it, if a proxy stands before it
    #[arg(long, value_name = "URL", value_parser = address)]
    address: Option<String>,
    /// How many queries are answered at a time [default: the number of processors, at least 2]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: Option<u16>,
    /// How many queries may wait; further ones get 503
    #[arg(long, value_name = "COUNT", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    queue: u32,
    /// Serve what [publish] withholds, too, to this machine and the hosts that are named; not to pages of other sites
    #[arg(long)]
    private: bool,
    /// Write a line for each request into this file, in the common log format; - is standard output
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Where Prometheus finds metrics
    #[arg(long, value_name = "ADDRESS:PORT")]
    metrics: Option<Address>,
    /// The part of a server that this process is
    #[arg(long, hide = true, requires = "graph")]
    part: Option<Part>,
    /// The file of the graph, for a part
    #[arg(long, hide = true)]
    graph: Option<PathBuf>,
}

/// A part of a server: a process that it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Keeper,
    Answers,
}

/// An absolute address of the web.
fn address(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest
        .and_then(|rest| rest.split('/').next())
        .filter(|host| !host.is_empty())
    {
        Some(_) if !text.contains(['?', '#', ' ']) => Ok(text.to_owned()),
        _ => Err("expected an address such as https://data.example.org/".to_owned()),
    }
}

impl Arguments {
    /// Whether this process opens the dossier, and evaluates its queries.
    pub fn opens_dossier(&self) -> bool {
        self.part == Some(Part::Keeper)
    }
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match (arguments.part, &arguments.graph) {
        (Some(Part::Keeper), Some(graph)) => keep(arguments, session, graph),
        (Some(Part::Answers), Some(graph)) => answer(session, graph),
        _ => serve(arguments, session, out),
    }
}

fn serve(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    // Found before anything is started, so that a wrong folder is said as by any command.
    session.dossier()?;
    if session.store != Store::Index {
        anyhow::bail!("the server maps the program's own index: leave --store out");
    }
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let settings = Settings {
        program: session.program.clone(),
        bind: Address::new(arguments.bind, arguments.port),
        hosts: arguments.host.clone(),
        address: arguments.address.clone(),
        is_private: arguments.private,
        workers: arguments.workers.map_or(processors.max(2), usize::from),
        waiting: usize::try_from(arguments.queue)?,
        lines: arguments.log.as_deref().map(lines).transpose()?,
        metrics: arguments.metrics,
    };
    if arguments.private && !arguments.bind.is_loopback() {
        writeln!(
            errors(Style::Plain),
            "sourcier: note: what [publish] withholds is served to everybody who reaches {}",
            arguments.bind
        )?;
    }
    let mut said = Ok(());
    serve::serve(
        settings,
        |address| said = say(out, address, arguments),
        |what| {
            // Who watches the terminal is told; a closed one does not stop the server.
            let _ = writeln!(errors(Style::Plain), "sourcier: {}", lines_of(what));
        },
    )?;
    said?;
    Ok(Outcome::Clean)
}

/// Text of the dossier in which each line is shown as it is safe on a terminal.
fn lines_of(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().map(shown).collect();
    lines.join("\n")
}

/// Says where the server is.
fn say(out: &mut impl Write, address: &str, arguments: &Arguments) -> anyhow::Result<()> {
    writeln!(out, "the dossier is served at {address}")?;
    writeln!(out, "SPARQL at {address}sparql, the graph at {address}graph?default")?;
    if !arguments.bind.is_loopback() {
        writeln!(
            out,
            "others reach it by the address of this machine, and by the names that --host and --address give"
        )?;
    }
    writeln!(out, "Ctrl-C ends it")?;
    out.flush()?;
    if arguments.open {
        browse(address);
    }
    Ok(())
}

/// Where the lines of requests go.
fn lines(path: &Path) -> anyhow::Result<Lines> {
    let file: Box<dyn Write + Send> = if path.as_os_str() == "-" {
        Box::new(io::stdout())
    } else {
        let opened = File::options().create(true).append(true).open(path);
        Box::new(opened.with_context(|| format!("cannot write {}", path.display()))?)
    };
    Ok(Arc::new(Mutex::new(file)))
}

fn keep(arguments: &Arguments, session: &Session, graph: &Path) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    let texts = session.texts(&dossier)?;
    let mut graph = File::options().read(true).write(true).open(graph)?;
    let (mut input, mut out) = pipes();
    serve::keep(
        &dossier,
        texts.as_ref(),
        &mut graph,
        arguments.private,
        &mut input,
        &mut out,
    )?;
    Ok(Outcome::Clean)
}

fn answer(session: &Session, graph: &Path) -> anyhow::Result<Outcome> {
    limits::watch(session.limits.served(), Witness::Told(tell));
    let graph = disk::open_named(graph, MANIFEST, disk::limit::NONE)?;
    let (mut input, mut out) = pipes();
    serve::answer(&graph, &mut input, &mut out)?;
    Ok(Outcome::Clean)
}

/// Says why the worker is stopped, for the server to tell.
fn tell(_: &str, why: Exceeded) {
    let _ = writeln!(io::stderr(), "{why}");
}

/// The pipes to the server.
fn pipes() -> (impl io::BufRead, impl Write) {
    (
        BufReader::with_capacity(1 << 16, io::stdin()),
        BufWriter::with_capacity(1 << 16, io::stdout()),
    )
}
