//! Exporters: pure functions from a graph to bytes.
//!
//! RDF for programs ([`rdf`]); property graphs for people and for other programs ([`GraphFormat`]).

mod attributes;
pub mod claims;
pub mod dot;
pub mod drawing;
pub mod elements;
pub mod gexf;
pub mod graph_csv;
pub mod graphml;
pub mod json;
mod json_stream;
mod kinds;
pub mod lettering;
pub mod neo4j;
mod numbers;
mod period;
mod pieces;
#[cfg(feature = "png")]
pub mod png;
pub mod rdf;
mod rows;
mod scan;
pub mod spreadsheet;
pub mod svg;
pub(crate) mod table;
mod units;
mod xml;

#[cfg(test)]
mod samples;

use crate::view::PropertyGraph;
use std::io::{self, Write};

/// How many bytes writers pass on at once: few enough for a near cache, and enough for the system to keep them in large pieces.
const BUFFER: usize = 1 << 18;

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
    /// GEXF 1.3 with time, for Gephi.
    Gexf,
    /// GEXF 1.3 without time, for readers that know less.
    GexfStatic,
    /// GraphML.
    GraphMl,
    /// Two tables, as `neo4j-admin database import` takes them.
    Neo4j,
    /// Elements of Cytoscape.js, which Cytoscape opens, too.
    Cytoscape,
    /// A graphology graph, which sigma.js shows.
    Graphology,
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
    /// Whether DOT sets amounts of different units in panels of their own, as SVG and PNG do. A node of several panels is then
    /// several nodes: for pictures, not for programs.
    pub panels: bool,
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
        Self::Gexf,
        Self::GexfStatic,
        Self::GraphMl,
        Self::Neo4j,
        Self::Cytoscape,
        Self::Graphology,
        Self::Json,
    ];

    /// Those that `build` writes: not PNG, which anybody makes of the SVG and whose last bits are the processor's.
    pub const BUILT: [Self; 5] = [Self::Dot, Self::Svg, Self::Csv, Self::Gexf, Self::GraphMl];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Svg => "svg",
            #[cfg(feature = "png")]
            Self::Png => "png",
            Self::Csv => "csv",
            Self::Gexf => "gexf",
            Self::GexfStatic => "gexf-static",
            Self::GraphMl => "graphml",
            Self::Neo4j => "neo4j",
            Self::Cytoscape => "cytoscape",
            Self::Graphology => "graphology",
            Self::Json => "json",
        }
    }

    /// Whether its files say where nodes stand.
    pub fn has_positions(self) -> bool {
        match self {
            #[cfg(feature = "png")]
            Self::Png => false,
            Self::Dot | Self::Svg | Self::Csv | Self::Neo4j => false,
            Self::Gexf | Self::GexfStatic | Self::GraphMl | Self::Cytoscape | Self::Graphology | Self::Json => true,
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
            Self::Gexf => &[(".gexf", gexf::write)],
            Self::GexfStatic => &[("-static.gexf", gexf::write_static)],
            Self::GraphMl => &[(".graphml", graphml::write)],
            Self::Neo4j => &[
                ("-nodes.csv", |graph, _, mut out| neo4j::write_nodes(graph, &mut out)),
                ("-relationships.csv", |graph, _, mut out| {
                    neo4j::write_relationships(graph, &mut out)
                }),
            ],
            Self::Cytoscape => &[(".cyjs", elements::write_cytoscape)],
            Self::Graphology => &[(".graphology.json", elements::write_graphology)],
            Self::Json => &[(".json", json::write)],
        }
    }
}
