//! Exporters: pure functions from a graph to bytes.
//!
//! RDF for programs ([`rdf`]); property graphs for people and for other programs ([`GraphFormat`]).

pub mod dot;
pub mod drawing;
pub mod graph_csv;
pub mod json;
pub mod layout;
pub mod lettering;
#[cfg(feature = "png")]
pub mod png;
pub mod rdf;
pub mod svg;

#[cfg(test)]
mod samples;

use crate::view::PropertyGraph;
use std::io::{self, Write};

/// A format of property graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GraphFormat {
    /// Graphviz.
    Dot,
    /// A picture, drawn by the program itself.
    Svg,
    /// The same picture as pixels.
    #[cfg(feature = "png")]
    Png,
    /// Two tables, as Gephi imports them.
    Csv,
    /// All that the graph has, as JSON of nodes and edges.
    Json,
}

/// How graphs are written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where each node stands, in the order of the nodes; formats that carry positions leave them out where it is empty.
    pub positions: Vec<(f64, f64)>,
    /// How pictures are drawn.
    pub look: Look,
}

/// How pictures are drawn.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// How SVG and PNG are laid out.
    pub layout: layout::Choice,
    /// Whether DOT puts the nodes of a class into a cluster.
    pub clusters: bool,
    /// Scale and further fonts of PNG.
    #[cfg(feature = "png")]
    pub png: png::Options,
}

/// A file of a format: what follows the view's name, and what writes it.
pub type GraphFile = (
    &'static str,
    fn(&PropertyGraph, &Options, &mut dyn Write) -> io::Result<()>,
);

/// Gives each node a place by force, in the order of the nodes: what is linked stands near.
pub fn positions(graph: &PropertyGraph) -> Vec<(f64, f64)> {
    let edges = graph.edges().map(|edge| (edge.source.index(), edge.target.index()));
    layout::force::positions(graph.topology().node_count(), &edges.collect::<Vec<_>>(), None)
}

impl GraphFormat {
    /// All formats.
    pub const ALL: &[Self] = &[
        Self::Dot,
        Self::Svg,
        #[cfg(feature = "png")]
        Self::Png,
        Self::Csv,
        Self::Json,
    ];

    /// Those that `build` writes: not PNG, which anybody makes of the SVG and whose last bits are the processor's.
    pub const BUILT: [Self; 3] = [Self::Dot, Self::Svg, Self::Csv];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Svg => "svg",
            #[cfg(feature = "png")]
            Self::Png => "png",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Whether its files say where nodes stand.
    pub fn has_positions(self) -> bool {
        match self {
            #[cfg(feature = "png")]
            Self::Png => false,
            Self::Dot | Self::Svg | Self::Csv => false,
            Self::Json => true,
        }
    }

    /// Its files.
    pub fn files(self) -> &'static [GraphFile] {
        match self {
            Self::Dot => &[(".dot", |graph, options, mut out| {
                dot::write(graph, &options.look, &mut out)
            })],
            Self::Svg => &[(".svg", |graph, options, mut out| {
                svg::write(graph, &options.look, &mut out)
            })],
            #[cfg(feature = "png")]
            Self::Png => &[(".png", |graph, options, mut out| {
                let mut picture = Vec::new();
                svg::write(graph, &options.look, &mut picture)?;
                png::write(&picture, &options.look.png, &mut out)
            })],
            Self::Csv => &[
                ("-nodes.csv", |graph, _, mut out| {
                    graph_csv::write_nodes(graph, &mut out)
                }),
                ("-edges.csv", |graph, _, mut out| {
                    graph_csv::write_edges(graph, &mut out)
                }),
            ],
            Self::Json => &[(".json", json::write)],
        }
    }
}
