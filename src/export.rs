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
pub mod mermaid;
mod names;
pub mod neo4j;
mod numbers;
pub mod pajek;
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

use crate::formats::{Description, Format, Identity, formats};
use crate::view::PropertyGraph;
use std::io::{self, Write};

/// How many bytes writers pass on at once: few enough for a near cache, and enough for the system to keep them in large pieces.
const BUFFER: usize = 1 << 18;

formats! {
    /// A format of property graphs.
    pub enum GraphFormat of "graphs", described by GraphDescription {
        /// Graphviz.
        Dot = dot::FORMAT,
        /// A picture, drawn by the program itself.
        Svg = svg::FORMAT,
        /// The same picture as pixels.
        #[cfg(feature = "png")]
        Png = png::FORMAT,
        /// A Mermaid flowchart, which pages of Markdown draw.
        Mermaid = mermaid::FORMAT,
        /// Two tables, as Gephi imports them.
        Csv = graph_csv::FORMAT,
        /// GEXF 1.3 with time, for Gephi.
        Gexf = gexf::FORMAT,
        /// GEXF 1.3 without time, for readers that know less.
        GexfStatic = gexf::STATIC,
        /// GraphML.
        GraphMl = graphml::FORMAT,
        /// A Pajek network: labels, directions and weights.
        Pajek = pajek::FORMAT,
        /// Two tables, as `neo4j-admin database import` takes them.
        Neo4j = neo4j::FORMAT,
        /// Elements of Cytoscape.js, which Cytoscape opens, too.
        Cytoscape = elements::CYTOSCAPE,
        /// A graphology graph, which sigma.js shows.
        Graphology = elements::GRAPHOLOGY,
        /// All that the graph has, as JSON of nodes and edges.
        Json = json::FORMAT,
    }
}

/// What is said of a format of graphs.
#[derive(Debug, Clone, Copy)]
pub struct GraphDescription {
    /// What identifies it.
    pub identity: Identity,
    /// Its files. A format of several files is several tables, and needs a folder.
    pub files: &'static [GraphFile],
    /// What it can hold, and who else writes it.
    pub features: &'static [Feature],
    /// How it shows an edge that holds both ways, as Markdown.
    pub both_ways: &'static str,
}

/// What a format of graphs can hold, or what is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// It holds the measures of nodes (`--measures`).
    Measures,
    /// It says where nodes stand ([`Options::positions`]).
    Positions,
    /// It is a picture that the program lays out, with amounts of different units in panels (`--layout`).
    Picture,
    /// It is a picture of pixels, no text (`--scale`, `--font`).
    Pixels,
    /// Graphviz can draw it (`--engine dot`).
    Engine,
    /// It can frame the nodes of each class (`--clusters`).
    Clusters,
    /// It can set amounts of different units in panels (`--panels`).
    Panels,
    /// `sourcier build` writes it for each view.
    Build,
}

impl Feature {
    /// Its name in lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Measures => "measures",
            Self::Positions => "positions",
            Self::Picture => "picture",
            Self::Pixels => "pixels",
            Self::Engine => "engine",
            Self::Clusters => "clusters",
            Self::Panels => "panels",
            Self::Build => "build",
        }
    }
}

impl Description for GraphDescription {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn endings(&self) -> Vec<String> {
        self.files.iter().map(|(ending, _)| (*ending).to_owned()).collect()
    }

    fn features(&self) -> Vec<&'static str> {
        self.features.iter().map(|feature| feature.name()).collect()
    }
}

impl GraphFormat {
    /// Whether it has a feature.
    pub fn has(self, feature: Feature) -> bool {
        self.description().features.contains(&feature)
    }

    /// The formats that have a feature.
    pub fn with(feature: Feature) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|format| format.has(feature)).collect()
    }

    /// The formats of several files.
    pub fn of_tables() -> Vec<Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|format| format.files().len() > 1)
            .collect()
    }

    /// Its files.
    pub fn files(self) -> &'static [GraphFile] {
        self.description().files
    }
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
