//! `sourcier export`

mod graphviz;

use super::{Outcome, Session, accepted, leave, query::assignment, write_to};
use anyhow::{Context as _, bail};
use sourcier::analysis::Measure;
use sourcier::diagnostic::Report;
use sourcier::dossier::Dossier;
#[cfg(feature = "png")]
use sourcier::export::png;
use sourcier::export::{GraphFormat, Look, Options, claims, layout, rdf};
use sourcier::open::{OpenDossier, ViewError, ViewRequest};
use sourcier::query::{self as queries, Folder};
use sourcier::view::PropertyGraph;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write the graph as RDF, the claims as schema.org has them, or a view for Gephi and others
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export graph --format svg -o announcements.svg
  sourcier export graph money --measures pagerank,community --format gexf -o .
  sourcier export graph money --format gexf -o gephi/    for Gephi
  sourcier export rdf --format turtle -o graph.ttl
  sourcier export rdf --format nquads --rdf-version 1.2
  sourcier export claims -o claims.jsonld")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Graph(Box<GraphArguments>),
    Rdf(RdfArguments),
    Claims(ClaimsArguments),
    Quickstatements(super::quickstatements::Arguments),
}

/// Write a view: a graph to draw
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export graph                                  the views
  sourcier export graph announcements --format dot | dot -Tpdf > announcements.pdf
  sourcier export graph document --set document=elysee-2024 --format svg -o elysee.svg
  sourcier export graph money --format png --scale 3 -o money.png
  sourcier export graph money --format svg --engine dot -o money.svg   drawn by an installed Graphviz
  sourcier export graph money --measures pagerank,community --format gexf -o .
  sourcier export graph money --format gexf -o gephi/    for Gephi, with dates as a timeline
  sourcier export graph money --format gexf-static -o .  GEXF without timeline, which networkx reads
  sourcier export graph money --format graphml -o .      for igraph, networkx and yEd
  sourcier export graph money --format csv -o gephi/     money-nodes.csv and money-edges.csv
  sourcier export graph money --format neo4j -o neo4j/   money-nodes.csv and money-relationships.csv
  sourcier export graph money --format graphology -o .   for sigma.js
  sourcier export graph claims --where \"amount>=100 M€\" --where period=2024.. --format svg -o large.svg
  sourcier export graph claims --around \"Mistral AI\" --depth 2 --merge --format svg -o mistral.svg")]
pub struct GraphArguments {
    /// The view's name (the file in queries/views/ without .rq) [default: the manifest's `view`]
    #[arg(requires = "format")]
    view: Option<String>,
    /// The format: dot, svg, png, csv (for Gephi), gexf, gexf-static, graphml, neo4j, cytoscape, graphology or json; with
    /// nothing said, the views are listed
    #[arg(long, value_parser = graph_format)]
    format: Option<GraphFormat>,
    /// A file, or a folder (for csv and neo4j always a folder); standard output without it
    #[arg(short, long, value_name = "PATH", requires = "format")]
    output: Option<PathBuf>,
    /// For csv and neo4j: only this one of the two tables
    #[arg(long, value_parser = ["nodes", "edges", "relationships"], requires = "format")]
    table: Option<String>,
    /// Set a parameter of the view
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment, requires = "format")]
    set: Vec<(String, String)>,
    #[command(flatten)]
    part: super::refine::Arguments,
    /// Give nodes these measures as attributes, such as pagerank,community (`sourcier analyse --help` lists them)
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', requires = "format", value_parser = super::analyse::measure)]
    measures: Vec<Measure>,
    #[command(flatten)]
    look: LookArguments,
}

/// How pictures are drawn
#[derive(Debug, clap::Args)]
#[group(requires = "format")]
struct LookArguments {
    /// For svg and png: in columns with sources left (layered), or what is linked near (force); without it, force for what is
    /// large and entangled
    #[arg(long, value_parser = layout)]
    layout: Option<layout::Choice>,
    /// For dot: the nodes of each class together in a frame
    #[arg(long)]
    clusters: bool,
    /// For dot: one panel for each currency, as svg and png have; nodes of several are then there several times
    #[arg(long)]
    panels: bool,
    /// For svg and png: have an installed Graphviz draw
    #[arg(long, value_parser = ["dot"])]
    engine: Option<String>,
    /// For png: how many pixels wide one of the svg becomes [default: 2, or what a very large picture leaves room for]
    #[arg(long, value_name = "NUMBER")]
    scale: Option<f64>,
    /// For png: a font file for letters that Liberation Sans lacks, such as Arabic ones or emoji
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,
}

/// Write the whole graph as RDF
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier export rdf --format turtle -o graph.ttl
  sourcier export rdf --format jsonld > graph.jsonld
  sourcier export rdf --format turtle --rdf-version 1.2   with reifiers of derived links")]
pub struct RdfArguments {
    /// The format: turtle, ntriples, nquads, trig, rdfxml or jsonld
    #[arg(long, value_parser = rdf_format, default_value = "turtle")]
    format: rdf::Format,
    /// RDF 1.1, which every reader takes, or 1.2 with reifiers
    #[arg(long, value_parser = ["1.1", "1.2"], default_value = "1.1")]
    rdf_version: String,
    /// A file, or a folder; standard output without it
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

/// Write the claims in schema.org's words, each with its document, speaker and amount
///
/// One JSON-LD document with its context inside: for websites, for fact-checking tools, for any reader of JSON-LD.
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

fn graph_format(name: &str) -> Result<GraphFormat, String> {
    let found = GraphFormat::ALL.iter().find(|format| format.name() == name);
    found.copied().ok_or_else(|| {
        let names: Vec<_> = GraphFormat::ALL.iter().map(|format| format.name()).collect();
        format!("formats are {}", names.join(", "))
    })
}

fn layout(name: &str) -> Result<layout::Choice, String> {
    match name {
        "layered" => Ok(layout::Choice::Layered),
        "force" => Ok(layout::Choice::Force),
        _ => Err("layouts are layered, force".to_owned()),
    }
}

pub(super) fn rdf_format(name: &str) -> Result<rdf::Format, String> {
    rdf::Format::ALL
        .into_iter()
        .find(|format| format.name() == name)
        .ok_or_else(|| {
            let names: Vec<_> = rdf::Format::ALL.iter().map(|format| format.name()).collect();
            format!("formats are {}", names.join(", "))
        })
}

pub fn run(arguments: &Arguments, session: &Session, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let dossier = session.dossier()?;
    if let What::Graph(arguments) = &arguments.what
        && arguments.format.is_none()
    {
        return list(&dossier, out);
    }
    let open = accepted(dossier, None)?;
    match &arguments.what {
        What::Rdf(arguments) => {
            let version = if arguments.rdf_version == "1.2" {
                rdf::Version::V12
            } else {
                rdf::Version::V11
            };
            if version == rdf::Version::V12 && arguments.format == rdf::Format::JsonLd {
                bail!("JSON-LD has no form for RDF 1.2 reifiers: use turtle, ntriples, nquads, trig or rdfxml");
            }
            let triples = open.loaded.graph.triples()?;
            let triples = if version == rdf::Version::V12 {
                rdf::with_reifiers(triples)
            } else {
                triples
            };
            let path = in_folder(
                arguments.output.as_deref(),
                &format!("graph.{}", arguments.format.extension()),
            );
            write_to(path.as_deref(), out, |mut out| {
                Ok(rdf::write(&triples, arguments.format, &open.dossier, &mut out)?)
            })?;
        }
        What::Claims(arguments) => {
            let path = in_folder(arguments.output.as_deref(), &format!("claims.{}", arguments.format));
            write_to(path.as_deref(), out, |out| Ok(claims::write(&open.loaded.graph, out)?))?;
        }
        What::Quickstatements(arguments) => super::quickstatements::run(arguments, &open, out)?,
        What::Graph(arguments) => write_graph(arguments, &open, out)?,
    }
    leave(open);
    Ok(Outcome::Clean)
}

/// Writes a view, or the part of it that is asked for.
fn write_graph(arguments: &GraphArguments, open: &OpenDossier, out: &mut impl Write) -> anyhow::Result<()> {
    let format = arguments.format.unwrap_or(GraphFormat::Svg);
    let request = ViewRequest {
        view: arguments.view.clone(),
        parameters: arguments.set.iter().cloned().collect(),
        part: arguments.part.request(),
        measures: arguments.measures.clone(),
        positions: format.has_positions(),
    };
    let view = match open.view(&request) {
        Err(ViewError::Measure(error)) => {
            return Err(error)
                .context("name other --measures, or keep a part of the view, as with --where, --around or --top");
        }
        view => view?,
    };
    if !arguments.measures.is_empty() && format.name() == "png" {
        bail!("--measures: pixels have no attributes; svg tells them when you point at a node");
    }
    if arguments.table.is_some() && format.files().len() < 2 {
        bail!("--table is for csv and neo4j; {} is one file", format.name());
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
        many => write_tables(arguments, &view.name, many, (&view.graph, &drawn), out),
    }
}

/// Reads how a picture of this format is to be drawn.
fn look(arguments: &LookArguments, format: GraphFormat) -> anyhow::Result<Look> {
    let name = format.name();
    let graphviz = arguments.engine.is_some();
    let picture = matches!(name, "svg" | "png");
    if graphviz && !picture {
        bail!("--engine dot draws svg and png; {name} is not drawn");
    }
    if arguments.layout.is_some() && (graphviz || !picture) {
        bail!("--layout is for svg and png that sourcier draws itself");
    }
    if arguments.clusters && !(graphviz || name == "dot") {
        bail!("clusters are framed by Graphviz: use --format dot, or add --engine dot");
    }
    if arguments.panels && name != "dot" {
        bail!("--panels is for dot; svg and png have panels anyway, other formats are not drawn");
    }
    if name != "png" && arguments.scale.is_some() {
        bail!("--scale is for png; {name} has no pixels");
    }
    if !arguments.font.is_empty() && (name != "png" || graphviz) {
        bail!("--font is for png that sourcier draws itself");
    }
    #[cfg(feature = "png")]
    let png = {
        let font = |path: &PathBuf| {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).with_context(|| format!("cannot read the font {name}"))?;
            anyhow::Ok(png::Font { name, bytes })
        };
        png::Options {
            scale: arguments.scale,
            fonts: arguments.font.iter().map(font).collect::<Result<_, _>>()?,
        }
    };
    Ok(Look {
        layout: arguments.layout.unwrap_or_default(),
        clusters: arguments.clusters,
        panels: arguments.panels || graphviz,
        #[cfg(feature = "png")]
        png,
    })
}

/// Lists the views.
fn list(dossier: &Dossier, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut report = Report::default();
    let views = queries::load(dossier, Folder::Views, &mut report);
    report.accept(())?;
    for view in views {
        writeln!(out, "{:<20} {}", view.name, view.header.title)?;
    }
    let formats: Vec<_> = GraphFormat::ALL.iter().map(|format| format.name()).collect();
    writeln!(
        out,
        "\nsourcier export graph VIEW --format {} [-o PATH]",
        formats.join("|")
    )?;
    Ok(Outcome::Clean)
}

/// Writes a format of several files into a folder, or one of them to standard output.
fn write_tables(
    arguments: &GraphArguments,
    name: &str,
    files: &[sourcier::export::GraphFile],
    (view, drawn): (&PropertyGraph, &Options),
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let format = arguments.format.map_or("", GraphFormat::name);
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
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    for (suffix, write) in chosen {
        let path = folder.join(format!("{name}{suffix}"));
        write_to(Some(&path), out, |mut out| Ok(write(view, drawn, &mut out)?))?;
    }
    Ok(())
}

/// The name of the table that a file holds, such as `edges` of `-edges.csv`.
fn table_of(suffix: &str) -> &str {
    let name = suffix.trim_start_matches('-');
    name.split('.').next().unwrap_or(name)
}

/// A path that is a folder, with a file name added.
fn in_folder(path: Option<&Path>, name: &str) -> Option<PathBuf> {
    path.map(|path| {
        if path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/') {
            path.join(name)
        } else {
            path.to_owned()
        }
    })
}
