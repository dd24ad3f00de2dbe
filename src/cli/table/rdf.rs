//! `sourcier table rdf`

use super::super::argument::parser;
use super::super::output::{self, Data, PendingFile};
use super::super::{Outcome, Session, leave};
use super::input::{Input, Source};
use super::progress::Meter;
use super::rejects::Rejects;
use super::{add, write_findings};
use crate::diagnostic::{Report, SHOWN};
use crate::export::rdf::{RdfFeature, RdfFormat, Stream};
use crate::graph::Graph;
use crate::terminal::Guard;
use anyhow::{Context as _, bail};
use csvw::{self, BlockSink, Collect, Invalid, Mode, NTriples, Options, Sink, Statement, Summary};
use oxigraph::model::{BlankNode, NamedOrBlankNodeRef, TermRef, TripleRef};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Convert CSV files to RDF
///
/// Standard mode also describes the table group, the tables and the rows as nodes; --minimal gives only the triples of the
/// cells.
///
/// An invalid cell gives no triple; findings go to standard error, the exit code is 1, and the file of -o is not written.
/// With --rejects, each invalid row is set aside instead, and the output has all other rows. The file of rejects has the
/// table's header row and columns, followed by sourcier:row (the data row, from 1), sourcier:line (its physical line) and
/// sourcier:reasons (one per line). Several tables have one file each, with the table's name before the extension. No file
/// is written if no row is set aside. With --invalid-as-text, invalid cells give strings and warnings, as the
/// specification requires of converters that do not validate.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier table rdf trees.csv > trees.nt
  sourcier table rdf trees.csv --minimal --format turtle --base https://example.org/trees/
  sourcier table rdf csv-metadata.json -o all.nt --rejects wrong.csv
  sourcier table rdf grants.csv --delimiter ';' --encoding windows-1252 -o grants.nt
  sourcier table rdf trees.csv --count                 the number of triples")]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The conversion mode
    #[arg(long, value_enum, default_value_t = Detail::Standard)]
    mode: Detail,
    /// The same as --mode minimal
    #[arg(long, conflicts_with = "mode")]
    minimal: bool,
    /// The format
    #[arg(long, value_parser = parser::<RdfFormat>(), default_value_t = RdfFormat::NTriples)]
    format: RdfFormat,
    /// A file, written atomically; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write invalid rows to this CSV file
    #[arg(long, value_name = "FILE", conflicts_with = "invalid_as_text")]
    rejects: Option<PathBuf>,
    /// Convert invalid cells to strings, and report them as warnings
    #[arg(long)]
    invalid_as_text: bool,
    /// Load the triples into a store in memory and print their number instead
    #[arg(long, conflicts_with_all = ["output", "format"])]
    count: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Detail {
    /// Also triples about groups, tables and rows
    Standard,
    /// Only the triples of the cells
    Minimal,
}

/// The prefixes for the formats that use them.
const PREFIXES: &[(&str, &str)] = &[
    ("csvw", "http://www.w3.org/ns/csvw#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut report = Report::bounded(SHOWN);
    let sources = arguments.input.read(session, &mut report)?;
    // With invalid metadata the triples would be wrong.
    if report.fails(false) {
        write_findings(&report, Summary::default(), session, &mut output::errors(session.style))?;
        return Ok(Outcome::Findings);
    }
    let output = arguments.output.as_ref().filter(|path| path.as_os_str() != "-");
    for path in output.into_iter().chain(&arguments.rejects) {
        arguments.input.spare(path, &sources, session)?;
    }
    let full = |path: &PathBuf| session.directory.join(path);
    if arguments.rejects.is_some() && arguments.rejects.as_ref().map(full) == output.map(full) {
        bail!("-o and --rejects are one file");
    }
    let part = output
        .map(|path| PendingFile::create(&session.directory.join(path)))
        .transpose()?;
    let (part, file) = match part {
        Some((part, file)) => (Some(part), output::data(file)),
        None => (None, output::stdout().context("cannot write to standard output")?),
    };
    let rejects = rejects(arguments, &sources, session);
    let conversion = Conversion {
        arguments,
        sources: &sources,
        rejects: rejects.as_ref(),
    };
    let read = if arguments.count {
        conversion.count(&mut report, out)?
    } else {
        let failed = || match output {
            Some(path) => format!("cannot write {}", path.display()),
            None => "cannot write to standard output".to_owned(),
        };
        conversion.write(&mut report, file).with_context(failed)?
    };
    if !report.is_empty() {
        write_findings(&report, read, session, &mut output::errors(session.style))?;
    }
    let is_whole = !report.fails(false) || (rejects.is_some() && read.unfinished == 0);
    if let Some(rejects) = rejects {
        rejects.keep()?;
    }
    if let (Some(part), true) = (part, is_whole) {
        part.keep()?;
    }
    Ok(if report.fails(false) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// The file for rejected rows, if one was requested.
fn rejects(arguments: &Arguments, sources: &[Source], session: &Session) -> Option<Rejects> {
    let tables = sources.iter().flat_map(|source| &source.group.tables);
    let tables: Vec<&str> = tables.map(|table| table.file.as_str()).collect();
    let path = arguments.rejects.as_ref()?;
    Some(Rejects::new(&session.directory.join(path), &tables))
}

/// The input and options of a conversion.
struct Conversion<'a> {
    arguments: &'a Arguments,
    sources: &'a [Source],
    rejects: Option<&'a Rejects>,
}

impl Conversion<'_> {
    /// Sends the triples of all files to a sink.
    fn run<S: Sink>(&self, report: &mut Report, sink: &mut S) -> io::Result<Summary> {
        let meter = Meter::default();
        let tick = |progress: &csvw::Progress<'_>| meter.show(progress);
        let set_aside = |row: &csvw::Rejected<'_>| {
            if let Some(rejects) = self.rejects {
                rejects.take(row);
            }
        };
        let options = Options {
            mode: match self.arguments.mode {
                Detail::Standard if !self.arguments.minimal => Mode::Standard,
                Detail::Standard | Detail::Minimal => Mode::Minimal,
            },
            invalid: match (self.rejects, self.arguments.invalid_as_text) {
                (Some(_), _) => Invalid::SkipRow,
                (None, true) => Invalid::AsText,
                (None, false) => Invalid::SkipCell,
            },
            threads: self.arguments.input.threads,
            progress: Some(&tick),
            rejects: self.rejects.is_some().then_some(&set_aside),
            ..Options::default()
        };
        let mut read = Summary::default();
        for (index, source) in self.sources.iter().enumerate() {
            let converted = if index == 0 {
                csvw::convert(&source.group, &source.files, &options, report, sink)
            } else {
                let prefix = format!("f{index}");
                csvw::convert(
                    &source.group,
                    &source.files,
                    &options,
                    report,
                    &mut Apart { sink, prefix },
                )
            };
            add(&mut read, converted?);
        }
        Ok(read)
    }

    /// Writes the triples in the requested format.
    fn write(&self, report: &mut Report, mut file: Guard<Data>) -> io::Result<Summary> {
        let format = self.arguments.format;
        if format.has(RdfFeature::Lines) {
            return self.run(report, &mut NTriples::new(file));
        }
        let mut out = BufWriter::with_capacity(1 << 16, &mut file);
        let mut writer = Stream::new(format, PREFIXES.iter().copied(), &mut out);
        let mut failed = None;
        let take = |triple: TripleRef<'_>| {
            if failed.is_none() {
                failed = writer.triple(triple).err();
            }
        };
        let read = self.run(report, &mut Collect::new(take))?;
        if let Some(error) = failed {
            return Err(error);
        }
        writer.finish()?;
        if format.has(RdfFeature::NoLastLineEnd) {
            writeln!(out)?;
        }
        out.flush()?;
        Ok(read)
    }

    /// Loads the triples into a store and prints their number.
    fn count(&self, report: &mut Report, out: &mut impl Write) -> anyhow::Result<Summary> {
        let mut graph = Graph::default();
        let mut writer = graph.writer();
        let read = self.run(report, &mut writer)?;
        writer.commit()?;
        writeln!(out, "{} triples", graph.len())?;
        leave(graph);
        Ok(read)
    }
}

/// Renames the blank nodes of a file, to keep them distinct from those of other files.
struct Apart<'a, S> {
    sink: &'a mut S,
    prefix: String,
}

/// The triples of a block of rows of such a file.
struct ApartBlock<B> {
    block: B,
    prefix: String,
}

impl<S: Sink> Sink for Apart<'_, S> {
    type Block = ApartBlock<S::Block>;

    fn block(&mut self) -> Self::Block {
        ApartBlock {
            block: self.sink.block(),
            prefix: self.prefix.clone(),
        }
    }

    fn accept(&mut self, block: Self::Block, left_out: &[usize]) -> io::Result<()> {
        self.sink.accept(block.block, left_out)
    }
}

impl<B: BlockSink> BlockSink for ApartBlock<B> {
    fn statement(&mut self, statement: &Statement<'_>) {
        let renamed = |label: &str| BlankNode::new_unchecked(format!("{}{label}", self.prefix));
        let subject = match statement.subject {
            NamedOrBlankNodeRef::BlankNode(node) => Some(renamed(node.as_str())),
            NamedOrBlankNodeRef::NamedNode(_) => None,
        };
        let object = match statement.object {
            TermRef::BlankNode(node) => Some(renamed(node.as_str())),
            _ => None,
        };
        self.block.statement(&Statement {
            subject: subject.as_ref().map_or(statement.subject, |node| node.as_ref().into()),
            predicate: statement.predicate,
            object: object.as_ref().map_or(statement.object, |node| node.as_ref().into()),
            column_index: statement.column_index,
            row: statement.row,
        });
    }

    fn end_row(&mut self) {
        self.block.end_row();
    }
}
