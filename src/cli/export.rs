//! `sourcier export`

mod chart;
mod graphviz;

use super::argument::parser;
use super::output::errors;
use super::{Outcome, Session, argument::assignment, leave, write_to};
use crate::analysis::Measure;
use crate::diagnostic::{Report, Style};
#[cfg(feature = "png")]
use crate::disk::{self, limit};
use crate::dossier::Dossier;
#[cfg(feature = "png")]
use crate::dossier::MANIFEST;
#[cfg(feature = "png")]
use crate::export::png;
use crate::export::rdf::{self, RdfFeature, RdfFormat};
use crate::export::{Feature, GraphFormat, Look, Options, claims, period};
use crate::formats::{Format, listed};
use crate::open::{OpenDossier, ViewError, ViewRequest};
use crate::query::{self as queries, Folder};
use crate::terminal::shown;
use crate::view::PropertyGraph;
use anyhow::{Context as _, bail};
use clap::builder::PossibleValuesParser;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Export the graph as RDF, the claims in schema.org terms, a plot for print, or a view for Gephi and other programs
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export graph --format svg -o announcements.svg
  sourcier export graph money --measures pagerank,community --format gexf -o .
  sourcier export graph money --format gexf -o gephi/    for Gephi
  sourcier export chart sums IA-clusters -o clusters.svg    for a column of a newspaper
  sourcier export rdf --format turtle -o graph.ttl
  sourcier export rdf --format nquads --rdf-version 1.2
  sourcier export claims -o claims.jsonld
  sourcier export sheet -o claims.xlsx")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Graph(Box<GraphArguments>),
    Chart(chart::Arguments),
    Rdf(RdfArguments),
    Claims(ClaimsArguments),
    Sheet(super::sheet::Arguments),
    Quickstatements(super::quickstatements::Arguments),
}

/// Export a view as a picture or for another program
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export graph                                  list the views
  sourcier export graph money -o money.svg               the format by the ending
  sourcier export graph announcements --format dot | dot -Tpdf > announcements.pdf
  sourcier export graph document --set document=elysee-2024 --format svg -o elysee.svg
  sourcier export graph money --format png --scale 3 -o money.png
  sourcier export graph money --format mermaid -o .      money.mmd, for a page of Markdown
  sourcier export graph money --format svg --engine dot -o money.svg   drawn by an installed Graphviz
  sourcier export graph money --measures pagerank,community --format gexf -o .
  sourcier export graph money --format gexf -o gephi/    for Gephi, with dates as a timeline
  sourcier export graph money --format graphml -o .      for igraph, networkx and yEd
  sourcier export graph money --format csv -o gephi/     money-nodes.csv and money-edges.csv
  sourcier export graph money --format neo4j -o neo4j/   money-nodes.csv and money-relationships.csv
  sourcier export graph money --format graphology -o .   for sigma.js
  sourcier export graph claims --where \"amount>=100 M€\" --where period=2024.. --format svg -o large.svg
  sourcier export graph claims --around \"Mistral AI\" --depth 2 --merge --format svg -o mistral.svg")]
#[command(group = clap::ArgGroup::new("way").args(["format", "output"]).multiple(true))]
pub struct GraphArguments {
    /// The view's name (the file in queries/views/ without .rq) [default: the manifest's `view`]
    #[arg(requires = "way")]
    view: Option<String>,
    /// The format [default: by the ending of the file; without both, the views are listed]
    #[arg(long, value_parser = parser::<GraphFormat>())]
    format: Option<GraphFormat>,
    #[arg(short, long, value_name = "PATH", help = format!(
        "A file, whose ending tells the format, or a folder (for {} always a folder); standard output without it",
        listed(&GraphFormat::of_tables(), "and")
    ))]
    output: Option<PathBuf>,
    #[arg(
        long,
        value_parser = PossibleValuesParser::new(every_table()),
        requires = "way",
        help = only_for(&GraphFormat::of_tables(), "write only this table")
    )]
    table: Option<String>,
    /// Set a parameter of the view
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment, requires = "way")]
    set: Vec<(String, String)>,
    #[command(flatten)]
    part: super::refine::Arguments,
    /// Add these measures to the nodes as attributes, such as pagerank,community (`sourcier analyse --help` lists them)
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', requires = "way", value_parser = super::analyse::measure)]
    measures: Vec<Measure>,
    #[command(flatten)]
    look: LookArguments,
}

/// How pictures are drawn
#[derive(Debug, clap::Args)]
#[group(requires = "way")]
struct LookArguments {
    #[arg(long, value_parser = layout, help = only_for(
        &GraphFormat::with(Feature::Picture),
        "layers from left to right (layered), or force-directed (force); by default, force for large components that are \
         no trees"
    ))]
    layout: Option<layout::Choice>,
    #[arg(long, help = only_for(&GraphFormat::with(Feature::Clusters), "frame the nodes of each class"))]
    clusters: bool,
    #[arg(long, help = only_for(&GraphFormat::with(Feature::Panels), &format!(
        "one panel per currency, as in {}; nodes with several currencies are repeated",
        listed(&GraphFormat::with(Feature::Picture), "and")
    )))]
    panels: bool,
    #[arg(
        long,
        value_parser = ["dot"],
        help = only_for(&GraphFormat::with(Feature::Engine), "draw with an installed Graphviz")
    )]
    engine: Option<String>,
    #[arg(long, value_name = "NUMBER", help = only_for(
        &GraphFormat::with(Feature::Pixels),
        "pixels per pixel of the svg [default: 2, less for very large pictures]"
    ))]
    scale: Option<f64>,
    #[arg(long, value_name = "FILE", help = only_for(
        &GraphFormat::with(Feature::Pixels),
        "a font file for characters that Liberation Sans lacks, such as Arabic or emoji"
    ))]
    font: Vec<PathBuf>,
}

/// Export the whole graph as RDF
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export rdf --format turtle -o graph.ttl
  sourcier export rdf --format jsonld > graph.jsonld
  sourcier export rdf --format turtle --rdf-version 1.2   with reifiers of derived links")]
pub struct RdfArguments {
    /// The format
    #[arg(long, value_parser = parser::<RdfFormat>(), default_value_t = RdfFormat::Turtle)]
    format: RdfFormat,
    /// RDF 1.1, which every reader accepts, or 1.2 with reifiers
    #[arg(long, value_parser = ["1.1", "1.2"], default_value = "1.1")]
    rdf_version: String,
    /// A file, or a folder; standard output without it
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// Export the claims in schema.org terms, each with its document, speaker and amount
///
/// Writes one JSON-LD document with an embedded context, for websites, fact-checking tools and any JSON-LD reader.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  sourcier export claims -o claims.jsonld")]
pub struct ClaimsArguments {
    /// The format: jsonld
    #[arg(long, value_parser = ["jsonld"], default_value = "jsonld")]
    format: String,
    /// A file, or a folder; standard output without it
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

fn layout(name: &str) -> Result<layout::Choice, String> {
    match name {
        "layered" => Ok(layout::Choice::Layered),
        "force" => Ok(layout::Choice::Force),
        _ => Err("layouts are layered, force".to_owned()),
    }
}

/// Help on an option that only these formats take.
fn only_for(formats: &[GraphFormat], says: &str) -> String {
    format!("For {}: {says}", listed(formats, "and"))
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    if let What::Graph(arguments) = &arguments.what
        && arguments.format.is_none()
        && arguments.output.is_none()
    {
        return list(&dossier, out);
    }
    let texts = session.texts(&dossier)?;
    let open = session.accept(dossier, texts)?;
    if let What::Chart(arguments) = &arguments.what {
        chart::run(arguments, open, out)?;
        return Ok(Outcome::Clean);
    }
    match &arguments.what {
        What::Sheet(arguments) => super::sheet::run(arguments, &open, out)?,
        What::Rdf(arguments) => {
            let version = if arguments.rdf_version == "1.2" {
                rdf::Version::V12
            } else {
                rdf::Version::V11
            };
            if version == rdf::Version::V12 && !arguments.format.has(RdfFeature::Reifiers) {
                let valid = listed(&RdfFormat::with(RdfFeature::Reifiers), "or");
                bail!("{} has no form for RDF 1.2 reifiers: use {valid}", arguments.format);
            }
            let triples = open.loaded.graph.triples();
            let (dossier, format) = (&open.dossier, arguments.format);
            let path = in_folder(
                arguments.output.as_deref(),
                &format!("graph.{}", arguments.format.extension()),
            );
            write_to(path.as_deref(), out, |mut out| {
                match version {
                    rdf::Version::V11 => rdf::write(triples, format, dossier, &mut out)?,
                    rdf::Version::V12 => {
                        rdf::write(rdf::with_reifiers(triples.collect()), format, dossier, &mut out)?;
                    }
                }
                Ok(())
            })?;
        }
        What::Claims(arguments) => {
            let path = in_folder(arguments.output.as_deref(), &format!("claims.{}", arguments.format));
            write_to(path.as_deref(), out, |out| Ok(claims::write(&open.loaded.graph, out)?))?;
        }
        What::Quickstatements(arguments) => super::quickstatements::run(arguments, &open, out)?,
        What::Graph(arguments) => write_graph(arguments, &open, out)?,
        What::Chart(_) => {}
    }
    leave(open);
    Ok(Outcome::Clean)
}

/// The format that the ending of a file tells; formats of tables have folders.
fn by_ending(path: &Path) -> anyhow::Result<GraphFormat> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let name = name.filter(|_| !path.is_dir()).unwrap_or_default();
    let single = GraphFormat::ALL
        .iter()
        .copied()
        .filter(|format| format.files().len() == 1);
    let endings = single.flat_map(|format| format.files().iter().map(move |(ending, _)| (*ending, format)));
    let found = endings.clone().filter(|(ending, _)| name.ends_with(ending));
    // `.graphology.json` is not `.json`.
    let longest = found.max_by_key(|(ending, _)| ending.len());
    longest.map(|(_, format)| format).with_context(|| {
        let endings: Vec<&str> = endings.map(|(ending, _)| ending).collect();
        format!(
            "the ending of {} tells no format: name it with --format, or the file {}",
            shown(&path.to_string_lossy()),
            endings.join(", ")
        )
    })
}

/// Writes a view, or the requested part of it.
fn write_graph(arguments: &GraphArguments, open: &OpenDossier, out: &mut impl Write) -> anyhow::Result<()> {
    let format = match (arguments.format, &arguments.output) {
        (Some(format), _) => format,
        (None, Some(path)) => by_ending(path)?,
        (None, None) => GraphFormat::Svg,
    };
    let request = ViewRequest {
        view: arguments.view.clone(),
        parameters: arguments.set.iter().cloned().collect(),
        part: arguments.part.request(),
        measures: arguments.measures.clone(),
        positions: format.has(Feature::Positions),
    };
    let view = match open.view(&request) {
        Err(ViewError::Measure(error)) => {
            return Err(error)
                .context("name other --measures, or keep a part of the view, as with --where, --around or --top");
        }
        view => view?,
    };
    if !arguments.measures.is_empty() && !format.has(Feature::Measures) {
        let valid = listed(&GraphFormat::with(Feature::Measures), "or");
        bail!("{format} has no place for --measures: use {valid}");
    }
    if arguments.table.is_some() && format.files().len() < 2 {
        let tables = listed(&GraphFormat::of_tables(), "and");
        bail!("--table is for {tables}; {format} is one file");
    }
    if let Some(lost) = period::undated(&view.graph).filter(|_| format.has(Feature::Intervals)) {
        let mut errors = errors(Style::Plain);
        writeln!(errors, "sourcier: warning: {}", shown(&lost.to_string()))?;
    }
    if let Some(reason) = view.emptiness {
        writeln!(
            errors(Style::Plain),
            "sourcier: note: the view {} {reason}",
            shown(&view.name)
        )?;
    }
    let drawn = Options {
        positions: view.positions,
        look: look(&arguments.look, format)?,
    };
    match format.files() {
        [(suffix, write)] => {
            let path = in_folder(arguments.output.as_deref(), &format!("{}{suffix}", view.name));
            write_to(path.as_deref(), out, |mut out| match arguments.look.engine {
                Some(_) => Ok(out.write_all(&graphviz::draw(&view.graph, &drawn, format, arguments.look.scale)?)?),
                None => Ok(write(&view.graph, &drawn, &mut out)?),
            })
        }
        many => write_tables((arguments, format), &view.name, many, (&view.graph, &drawn), out),
    }
}

/// The look of a picture in this format.
fn look(arguments: &LookArguments, format: GraphFormat) -> anyhow::Result<Look> {
    let graphviz = arguments.engine.is_some();
    let that = |feature| listed(&GraphFormat::with(feature), "and");
    if graphviz && !format.has(Feature::Engine) {
        bail!("--engine dot draws {}, not {format}", that(Feature::Engine));
    }
    if arguments.layout.is_some() && (graphviz || !format.has(Feature::Picture)) {
        bail!("--layout is for {} that sourcier draws itself", that(Feature::Picture));
    }
    if arguments.clusters && !(graphviz || format.has(Feature::Clusters)) {
        let valid = listed(&GraphFormat::with(Feature::Clusters), "or");
        bail!("clusters are framed by Graphviz: use --format {valid}, or add --engine dot");
    }
    if arguments.panels && !format.has(Feature::Panels) {
        let (panels, pictures) = (that(Feature::Panels), that(Feature::Picture));
        bail!("--panels is for {panels}; {pictures} have panels anyway, other formats have none");
    }
    if arguments.scale.is_some() && !format.has(Feature::Pixels) {
        bail!("--scale is for {}; {format} has no pixels", that(Feature::Pixels));
    }
    if !arguments.font.is_empty() && (graphviz || !format.has(Feature::Pixels)) {
        bail!("--font is for {} that sourcier draws itself", that(Feature::Pixels));
    }
    #[cfg(feature = "png")]
    let png = png::Options {
        scale: arguments.scale,
        fonts: fonts(&arguments.font)?,
        resolution: None,
    };
    Ok(Look {
        layout: arguments.layout.unwrap_or_default(),
        clusters: arguments.clusters,
        panels: arguments.panels || graphviz,
        links: BTreeMap::new(),
        numbered: false,
        #[cfg(feature = "png")]
        png,
    })
}

/// Reads fonts for characters that the program's own lacks.
#[cfg(feature = "png")]
fn fonts(paths: &[PathBuf]) -> anyhow::Result<Vec<png::Font>> {
    let font = |path: &PathBuf| {
        let name = path.display().to_string();
        let bytes =
            disk::read_named(path, MANIFEST, limit::FONT).with_context(|| format!("cannot read the font {name}"))?;
        anyhow::Ok(png::Font { name, bytes })
    };
    paths.iter().map(font).collect()
}

/// Lists the views.
fn list(dossier: &Dossier, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut report = Report::default();
    let views = queries::load(dossier, Folder::Views, &mut report);
    report.accept(())?;
    for view in views {
        writeln!(out, "{:<20} {}", shown(&view.name), shown(&view.header.title))?;
    }
    let formats: Vec<_> = GraphFormat::ALL.iter().map(|format| format.name()).collect();
    writeln!(
        out,
        "\nsourcier export graph VIEW --format {} [-o PATH]",
        formats.join("|")
    )?;
    Ok(Outcome::Clean)
}

/// Writes a format with several files into a folder, or one of its tables to standard output.
fn write_tables(
    (arguments, format): (&GraphArguments, GraphFormat),
    name: &str,
    files: &[crate::export::GraphFile],
    (view, drawn): (&PropertyGraph, &Options),
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let format = format.name();
    let tables: Vec<&str> = files.iter().map(|(suffix, _)| table_of(suffix)).collect();
    let both = format!("{format} is two tables, {}", tables.join(" and "));
    let chosen: Vec<_> = files
        .iter()
        .filter(|(suffix, _)| arguments.table.as_ref().is_none_or(|table| table == table_of(suffix)))
        .collect();
    if chosen.is_empty() {
        bail!(
            "{both}: there is no table `{}`",
            arguments.table.as_deref().unwrap_or_default()
        );
    }
    let Some(folder) = arguments.output.as_deref().filter(|path| path.as_os_str() != "-") else {
        if arguments.table.is_none() {
            let last = tables.last().copied().unwrap_or_default();
            bail!("{both}: name a folder with -o, or one table with --table {last}");
        }
        for (_, write) in chosen {
            write(view, drawn, out)?;
        }
        return Ok(());
    };
    if folder.extension().is_some_and(|extension| extension == "csv") {
        bail!("{both}: name a folder with -o, such as -o {format}/");
    }
    for (suffix, write) in chosen {
        let path = folder.join(format!("{name}{suffix}"));
        write_to(Some(&path), out, |mut out| Ok(write(view, drawn, &mut out)?))?;
    }
    Ok(())
}

/// The name of the table in a file, such as `edges` for `-edges.csv`.
fn table_of(suffix: &'static str) -> &'static str {
    let name = suffix.trim_start_matches('-');
    name.split('.').next().unwrap_or(name)
}

/// The names of the tables of all formats with several files.
fn every_table() -> Vec<&'static str> {
    let mut names = Vec::new();
    for (suffix, _) in GraphFormat::of_tables().into_iter().flat_map(GraphFormat::files) {
        let name = table_of(suffix);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// If the path is a folder, appends a file name.
fn in_folder(path: Option<&Path>, name: &str) -> Option<PathBuf> {
    path.map(|path| {
        if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') {
            path.join(name)
        } else {
            path.to_owned()
        }
    })
}
