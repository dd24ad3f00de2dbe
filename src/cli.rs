//! The command line: parses arguments, calls the library, prints and exits in one place.
//!
//! Exit codes: 0 clean, 1 findings, 2 could not run. A closed pipe is success.

mod analyse;
mod argument;
mod budget;
mod build;
mod check;
mod completions;
mod configuration;
mod explain;
mod explain_code;
mod export;
mod formats;
mod import;
mod init;
mod link;
mod man;
mod merge_tables;
mod migrate;
mod output;
mod overview;
mod program;
mod query;
mod quickstatements;
mod range;
mod refine;
mod rename;
mod report;
mod serve;
mod sheet;
mod table;
mod tidy;

use crate::budget::worker::Program;
use crate::diagnostic::{Rejected, Report, SHOWN, Style, human};
use crate::dossier::{Dossier, FORMAT, OpenError, Store};
use crate::evidence::Texts;
use crate::kept::Cache;
use crate::open::{OpenDossier, ViewError};
use crate::terminal::{Guard, Passes, shown};
use anyhow::Context as _;
use clap::builder::OsStringValueParser;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  sourcier                              an overview of the dossier
  sourcier check                        all errors and warnings, with their places
  sourcier build                        graph, pictures and tables into build/
  sourcier query                        list the queries
  sourcier query totals --format csv    one of them, as CSV
  sourcier explain 109                  claims with the figure 109 (milliards, millions ...)
  sourcier export graph --format svg -o picture.svg
  sourcier export rdf --format turtle | rapper -c -i turtle - https://example.org/
  sourcier analyse money --measure pagerank,community
  sourcier analyse path mistral-ai bpifrance --view claims   the shortest path between two entities
  sourcier serve                        a SPARQL endpoint, and the pages of the report, in a browser
  sourcier link review                  decide on candidate items for entities
  sourcier init my-dossier              create a dossier with an example
  sourcier import grants.xlsx           add the rows of a spreadsheet to the dossier
  sourcier tidy --dry-run               what would be written into the tables: keys, positions, numbers
  sourcier merge mistral mistral-ai     make one of two entities, in all tables
  sourcier table check trees.csv        validate a CSV file outside a dossier";

/// Turns a folder of curated, sourced claims in CSV into a knowledge graph.
///
/// Uses the nearest folder, upwards from the current one, with a sourcier.toml, or -C DIR. Without a command, it prints an
/// overview of the dossier.
#[derive(Debug, Parser)]
#[command(name = "sourcier", version, after_help = EXAMPLES)]
struct Arguments {
    /// Work as if started in this folder: the paths that follow are relative to it, as those of `git -C`
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// The folder of the documents' texts
    #[arg(long, value_name = "DIR", env = "SOURCIER_TEXTS", global = true, value_parser = OsStringValueParser::new())]
    texts: Option<OsString>,
    /// What holds the graph: the program's own index, or Oxigraph's store, slower and larger, to compare answers
    #[arg(long, value_enum, default_value_t = StoreOption::Index, global = true)]
    store: StoreOption,
    /// When to use colours
    #[arg(long, value_enum, default_value_t = Colour::Auto, global = true)]
    color: Colour,
    #[command(flatten)]
    budget: budget::Budget,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum StoreOption {
    Index,
    Oxigraph,
}

impl From<StoreOption> for Store {
    fn from(option: StoreOption) -> Self {
        match option {
            StoreOption::Index => Self::Index,
            StoreOption::Oxigraph => Self::Oxigraph,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    ExplainCode(explain_code::Arguments),
    Build(build::Arguments),
    Report(report::Arguments),
    Serve(serve::Arguments),
    Query(query::Arguments),
    Export(export::Arguments),
    Analyse(analyse::Arguments),
    Explain(explain::Arguments),
    Range(range::Arguments),
    Link(link::Arguments),
    Init(init::Arguments),
    Import(import::Arguments),
    Rename(rename::Arguments),
    Merge(rename::MergeArguments),
    MergeTables(merge_tables::Arguments),
    Migrate(migrate::Arguments),
    Tidy(tidy::Arguments),
    Table(table::Arguments),
    Formats(formats::Arguments),
    Completions(completions::Arguments),
    #[command(hide = true)]
    Man(man::Arguments),
}

impl Command {
    /// Whether the command opens a dossier, and evaluates its queries.
    fn opens_dossier(&self) -> bool {
        match self {
            Self::Check(_)
            | Self::Build(_)
            | Self::Report(_)
            | Self::Query(_)
            | Self::Export(_)
            | Self::Analyse(_)
            | Self::Explain(_)
            | Self::Range(_)
            | Self::Link(_)
            | Self::Tidy(_) => true,
            Self::Serve(arguments) => arguments.opens_dossier(),
            Self::ExplainCode(_)
            | Self::Init(_)
            | Self::Import(_)
            | Self::Rename(_)
            | Self::Merge(_)
            | Self::MergeTables(_)
            | Self::Migrate(_)
            | Self::Table(_)
            | Self::Formats(_)
            | Self::Completions(_)
            | Self::Man(_) => false,
        }
    }
}

/// The outcome of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
}

/// The context of a command: working folder and output.
struct Session {
    directory: PathBuf,
    /// The folder in which the program was started, if it is still there.
    started: Option<PathBuf>,
    texts: Option<PathBuf>,
    style: Style,
    /// The width of the terminal, if standard output is one.
    width: Option<usize>,
    /// Whether nothing is refused for the time that it would take.
    unlimited: bool,
    /// What starts this command once more.
    program: Program,
    /// The limits of queries that are set.
    limits: budget::Budget,
    /// What will hold graphs.
    store: Store,
}

impl Session {
    fn dossier(&self) -> anyhow::Result<Dossier> {
        self.dossier_of(&self.directory)
    }

    /// The dossier of a folder.
    fn dossier_of(&self, folder: &Path) -> anyhow::Result<Dossier> {
        let found = Dossier::find(folder).map_err(|error| match error {
            OpenError::Invalid(diagnostic) => {
                let mut report = Report::default();
                report.push(*diagnostic);
                Rejected { report }.into()
            }
            other => anyhow::Error::from(other),
        });
        let mut dossier = found?;
        dossier.store = self.store;
        Ok(dossier)
    }

    /// What is said where a file that was typed cannot be read.
    fn cannot_read(&self, typed: &Path) -> String {
        format!(
            "cannot read {}{}",
            self.directory.join(typed).display(),
            self.astray(typed)
        )
    }

    /// Where a file is that is not below the folder of -C, if it is where the program was started.
    fn astray(&self, typed: &Path) -> String {
        let elsewhere = self.started.as_ref().filter(|started| **started != self.directory);
        match elsewhere.map(|started| started.join(typed)) {
            Some(there) if typed.is_relative() && there.exists() && !self.directory.join(typed).exists() => {
                let (folder, there) = (self.directory.display(), there.display());
                format!(" (with -C, paths are relative to {folder}; the file is {there})")
            }
            _ => String::new(),
        }
    }

    fn texts(&self, dossier: &Dossier) -> anyhow::Result<Option<Texts>> {
        if let Some(given) = self.texts.as_deref().filter(|given| !given.is_dir()) {
            let place = self.directory.join(given);
            let astray = self.astray(given).replace("; the file is", "; the folder is");
            anyhow::bail!("the folder of the texts {} is not there{astray}", place.display());
        }
        Texts::find(dossier, self.texts.as_deref()).context("cannot open the folder of the texts")
    }

    /// Opens the dossier; fails if its files have errors.
    fn accepted(&self) -> anyhow::Result<OpenDossier> {
        let dossier = self.dossier()?;
        let texts = self.texts(&dossier)?;
        self.accept(dossier, texts)
    }

    /// Opens a dossier; fails if its files have errors.
    fn accept(&self, dossier: Dossier, texts: Option<Texts>) -> anyhow::Result<OpenDossier> {
        accept(self.cache().as_ref(), dossier, texts)
    }

    /// Where graphs are kept between runs.
    fn cache(&self) -> Option<Cache> {
        configuration::cache(&self.program.code).filter(|_| self.store == Store::Index)
    }
}

fn accept(cache: Option<&Cache>, dossier: Dossier, texts: Option<Texts>) -> anyhow::Result<OpenDossier> {
    let mut report = Report::bounded(SHOWN);
    let open = OpenDossier::open_kept(cache, dossier, texts, &mut report)?;
    report
        .accept(())
        .context("the dossier has errors (`sourcier check` shows all)")?;
    let format = open.dossier.manifest.format;
    if format < FORMAT {
        writeln!(
            output::errors(Style::Plain),
            "sourcier: note: the dossier has format {format}, with the questions and views of that time; the current one is {FORMAT}: `sourcier migrate` brings it there"
        )?;
    }
    Ok(open)
}

/// Runs the command line and returns its exit code: 0 clean, 1 findings, 2 could not run. `program` is what starts this
/// command line once more, for its worker processes; `given` has the name of the program first.
///
/// Ends the process itself where help is asked for or the arguments are not understood.
pub fn main(program: &Program, given: impl IntoIterator<Item = OsString>) -> u8 {
    let given: Vec<OsString> = given.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&given) {
        Ok(arguments) => arguments,
        Err(error) => return unclear(error, &given),
    };
    let limits = arguments.budget;
    let has_dossier = arguments.command.as_ref().is_none_or(Command::opens_dossier);
    let again = program.with(given.into_iter().skip(1));
    let program = again.clone();
    budget::run(has_dossier, limits, &again, move || work(arguments, program))
        .unwrap_or_else(|error| failed(&error, Style::Plain))
}

/// Runs the command in this process.
fn work(arguments: Arguments, program: Program) -> u8 {
    let directory = match arguments
        .directory
        .map_or_else(std::env::current_dir, std::path::absolute)
    {
        Ok(directory) => directory,
        Err(error) => {
            let error = anyhow::Error::from(error).context("the current folder is not there any more");
            return failed(&error, Style::Plain);
        }
    };
    if !directory.is_dir() {
        let error = anyhow::anyhow!("the folder {} is not there", directory.display());
        return failed(&error, Style::Plain);
    }
    // All other paths are relative to this folder, in arguments of each command.
    let started = std::env::current_dir().ok();
    if let Err(error) = std::env::set_current_dir(&directory) {
        let error = anyhow::Error::from(error).context(format!("cannot work in {}", directory.display()));
        return failed(&error, Style::Plain);
    }
    let stdout = io::stdout();
    let style = match arguments.color {
        Colour::Always => Style::Coloured,
        Colour::Never => Style::Plain,
        Colour::Auto if stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none() => Style::Coloured,
        Colour::Auto => Style::Plain,
    };
    let width = stdout
        .is_terminal()
        .then(terminal_size::terminal_size)
        .flatten()
        .map(|(width, _)| width.0.into());
    let session = Session {
        directory,
        started,
        texts: arguments.texts.filter(|texts| !texts.is_empty()).map(PathBuf::from),
        style,
        width,
        unlimited: arguments.budget.unlimited,
        program,
        limits: arguments.budget,
        store: arguments.store.into(),
    };
    let passes = match style {
        _ if !stdout.is_terminal() => Passes::All,
        Style::Coloured if paints(arguments.command.as_ref()) => Passes::Colours,
        _ => Passes::Lines,
    };
    // Not locked: other threads may write data to the same terminal.
    let mut out = BufWriter::new(Guard::new(stdout, passes));
    let result = run(arguments.command, &session, &mut out)
        .and_then(|outcome| out.flush().context("cannot write to standard output").map(|()| outcome));
    match result {
        Ok(Outcome::Clean) => 0,
        Ok(Outcome::Findings) => 1,
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => failed(&error, style),
    }
}

fn run(command: Option<Command>, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        None => overview::run(session, out),
        Some(Command::Check(arguments)) => check::run(&arguments, session, out),
        Some(Command::ExplainCode(arguments)) => explain_code::run(&arguments, session, out),
        Some(Command::Build(arguments)) => build::run(&arguments, session, out),
        Some(Command::Report(arguments)) => report::run(&arguments, session, out),
        Some(Command::Serve(arguments)) => serve::run(&arguments, session, out),
        Some(Command::Query(arguments)) => query::run(&arguments, session, out),
        Some(Command::Export(arguments)) => export::run(&arguments, session, out),
        Some(Command::Analyse(arguments)) => analyse::run(&arguments, session, out),
        Some(Command::Explain(arguments)) => explain::run(&arguments, session, out),
        Some(Command::Range(arguments)) => range::run(&arguments, session, out),
        Some(Command::Link(arguments)) => link::run(&arguments, session, out),
        Some(Command::Init(arguments)) => init::run(&arguments, session, out),
        Some(Command::Import(arguments)) => import::run(&arguments, session, out),
        Some(Command::Rename(arguments)) => rename::run(&arguments, session, out),
        Some(Command::Merge(arguments)) => rename::merge(&arguments, session, out),
        Some(Command::MergeTables(arguments)) => merge_tables::run(&arguments, session, out),
        Some(Command::Migrate(arguments)) => migrate::run(&arguments, session, out),
        Some(Command::Tidy(arguments)) => tidy::run(&arguments, session, out),
        Some(Command::Table(arguments)) => table::run(&arguments, session, out),
        Some(Command::Formats(arguments)) => formats::run(&arguments, out),
        Some(Command::Completions(arguments)) => completions::run(&arguments, out),
        Some(Command::Man(arguments)) => man::run(&arguments, out),
    }
}

/// Whether a command uses colours on standard output: those whose output is text for people in all formats that it
/// writes there itself.
fn paints(command: Option<&Command>) -> bool {
    match command {
        Some(
            Command::Check(_)
            | Command::Build(_)
            | Command::Report(_)
            | Command::Explain(_)
            | Command::Table(_)
            | Command::Tidy(_),
        ) => true,
        None
        | Some(
            Command::ExplainCode(_)
            | Command::Query(_)
            | Command::Export(_)
            | Command::Analyse(_)
            | Command::Serve(_)
            | Command::Range(_)
            | Command::Link(_)
            | Command::Init(_)
            | Command::Import(_)
            | Command::Rename(_)
            | Command::Merge(_)
            | Command::MergeTables(_)
            | Command::Migrate(_)
            | Command::Formats(_)
            | Command::Completions(_)
            | Command::Man(_),
        ) => false,
    }
}

/// Prints help, or why the arguments are not understood; the message repeats them.
fn unclear(error: clap::Error, given: &[OsString]) -> u8 {
    let is_safe = |argument: &OsString| argument.to_str().is_some_and(|text| shown(text) == text);
    if given.iter().all(is_safe) {
        error.exit();
    }
    let safe = given
        .iter()
        .map(|argument| shown(&argument.to_string_lossy()).into_owned());
    match Arguments::try_parse_from(safe) {
        Err(same) => same.exit(),
        Ok(_) => failed(&anyhow::anyhow!("{}", error.render()), Style::Plain),
    }
}

/// Leaks the graph: the process is about to exit, and freeing millions of terms would take time.
fn leave<T>(graph: T) {
    std::mem::forget(graph);
}

/// Findings that end a command, as text for people.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Findings(String);

impl Findings {
    /// The findings of a report.
    fn of(report: &Report) -> Self {
        Self(human(report, Style::Plain).trim_end().to_owned())
    }
}

/// Prints why the command failed, or that the dossier was rejected.
fn failed(error: &anyhow::Error, style: Style) -> u8 {
    let mut err = output::errors(style);
    let of_view = match error.downcast_ref() {
        Some(ViewError::Rejected(rejected)) => Some(rejected),
        _ => None,
    };
    let exit = match error.downcast_ref::<Rejected>().or(of_view) {
        Some(rejected) => {
            let _ = write!(err, "{}", human(&rejected.report, style));
            1
        }
        None => 2,
    };
    let text = format!("{error:#}");
    // A text of a dossier or of a server in the message must not look like a line of ours.
    let text = match error.downcast_ref::<Findings>() {
        Some(_) => text.into(),
        None => shown(&text),
    };
    let _ = writeln!(err, "sourcier: {text}");
    exit
}

/// Whether the reader of the output closed the pipe: CSV and JSON writers wrap that into their own errors.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        let plain = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>();
        let csv = cause.downcast_ref::<csv::Error>().map(csv::Error::kind);
        plain.or(json.and_then(serde_json::Error::io_error_kind)).or(match csv {
            Some(csv::ErrorKind::Io(error)) => Some(error.kind()),
            _ => None,
        })
    };
    error
        .chain()
        .any(|cause| kind(cause) == Some(io::ErrorKind::BrokenPipe))
}

/// Writes a file atomically; if none is named, or it is `-`, writes to `out`.
fn write_to(
    path: Option<&Path>,
    out: &mut impl Write,
    content: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
        return content(out);
    };
    let (part, file) = output::PendingFile::create(path)?;
    let named = || format!("cannot write {}", path.display());
    let mut file = BufWriter::with_capacity(1 << 16, output::data(file));
    content(&mut file)?;
    file.flush().with_context(named)?;
    part.keep()
}
