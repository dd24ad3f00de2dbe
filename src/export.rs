//! Exporters: pure functions that write a graph as bytes.
//!
//! RDF ([`rdf`]), claims in schema.org's vocabulary ([`claims`]), and property graphs ([`GraphFormat`]).

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
pub mod period;
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

/// The buffer size of writers: it fits into the processor's cache, and is large enough for efficient system calls.
const BUFFER: usize = 1 << 18;

formats! {
    /// A format of property graphs.
    pub enum GraphFormat of "graphs", described by GraphDescription {
        /// Graphviz.
        Dot = dot::FORMAT,
        /// A picture, laid out by the program itself.
        Svg = svg::FORMAT,
        /// The same picture, rasterised.
        #[cfg(feature = "png")]
        Png = png::FORMAT,
        /// A Mermaid flowchart, which Markdown viewers draw.
        Mermaid = mermaid::FORMAT,
        /// Two tables, for Gephi's import.
        Csv = graph_csv::FORMAT,
        /// GEXF 1.3, for Gephi, networkx and graphology.
        Gexf = gexf::FORMAT,
        /// GraphML.
        GraphMl = graphml::FORMAT,
        /// A Pajek network: labels, directions and weights.
        Pajek = pajek::FORMAT,
        /// Two tables, for `neo4j-admin database import`.
        Neo4j = neo4j::FORMAT,
        /// Elements of Cytoscape.js, which Cytoscape also opens.
        Cytoscape = elements::CYTOSCAPE,
        /// A graphology graph, for sigma.js.
        Graphology = elements::GRAPHOLOGY,
        /// The complete graph, as JSON nodes and edges.
        Json = json::FORMAT,
    }
}

/// The description of a graph format.
#[derive(Debug, Clone, Copy)]
pub struct GraphDescription {
    /// Its name, extension and media type.
    pub identity: Identity,
    /// The files it writes. Formats with several files write tables, and need a folder.
    pub files: &'static [GraphFile],
    /// The features it supports, and the commands that write it.
    pub features: &'static [Feature],
    /// How it represents an undirected edge, in Markdown for the docs.
    pub both_ways: &'static str,
}

/// A feature of a graph format, or a use of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// It has the measures of nodes (`--measures`).
    Measures,
    /// It has the coordinates of nodes ([`Options::positions`]).
    Positions,
    /// It is a picture laid out by the program, with amounts of different units in panels (`--layout`).
    Picture,
    /// It is a raster image (`--scale`, `--font`).
    Pixels,
    /// Graphviz draws it (`--engine dot`).
    Engine,
    /// It can draw the nodes of each class in a cluster (`--clusters`).
    Clusters,
    /// It can draw amounts of different units in panels (`--panels`).
    Panels,
    /// It has an interval of days for each edge with dates.
    Intervals,
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
            Self::Intervals => "intervals",
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

    /// The formats that write several files.
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

/// Options of graph writers.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The coordinates of each node, in node order. If empty, formats with coordinates leave them out.
    pub positions: Vec<(f64, f64)>,
    /// The look of pictures.
    pub look: Look,
}

/// Addresses by IRI.
pub type Links = std::collections::BTreeMap<String, String>;

/// The look of pictures.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// The layout of SVG and PNG.
    pub layout: layout::Choice,
    /// Whether DOT draws the nodes of each class in a cluster.
    pub clusters: bool,
    /// Whether DOT draws amounts of different units in separate panels, as SVG and PNG do. A node in several panels
    /// then becomes several nodes, so this is for pictures only.
    pub panels: bool,
    /// Where nodes and claims lead in SVG, by IRI; those without an address lead nowhere.
    pub links: Links,
    /// Whether elements of SVG say which nodes and edges of the graph they show, by number, for the script of a page:
    /// `data-node="0"`, `data-edges="3 4"`, `data-part="legend"`, `data-shows="3 4"` of an entry of the legend.
    pub numbered: bool,
    /// Scale and additional fonts of PNG.
    #[cfg(feature = "png")]
    pub png: png::Options,
}

/// A file of a format: the suffix after the view's name, and its write function.
pub type GraphFile = (
    &'static str,
    fn(&PropertyGraph, &Options, &mut dyn Write) -> io::Result<()>,
);

/// The maximum number of nodes of a picture: more cannot be read, and take long to lay out.
pub const DRAWN_NODES: usize = 3000;

/// The maximum number of edges of a picture.
pub const DRAWN_EDGES: usize = 6000;

/// A view is too large for a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a picture has at most {DRAWN_NODES} nodes and {DRAWN_EDGES} edges, and this view has {nodes} and {edges}: keep a part of \
     it with --top, --around or --where, or write it in another format, such as gexf"
)]
pub struct TooLargeToDraw {
    /// Its number of nodes.
    pub nodes: usize,
    /// Its number of edges.
    pub edges: usize,
}

/// Checks that a view is not too large for a picture.
///
/// # Errors
/// When it has more nodes than [`DRAWN_NODES`] or more edges than [`DRAWN_EDGES`].
pub fn drawable(graph: &PropertyGraph) -> Result<(), TooLargeToDraw> {
    let (nodes, edges) = (graph.topology().node_count(), graph.topology().edge_count());
    match nodes > DRAWN_NODES || edges > DRAWN_EDGES {
        true => Err(TooLargeToDraw { nodes, edges }),
        false => Ok(()),
    }
}

/// Computes coordinates of the nodes, in node order, by a force-directed layout.
pub fn positions(graph: &PropertyGraph) -> Vec<(f64, f64)> {
    let edges = graph.edges().map(|edge| (edge.source.index(), edge.target.index()));
    layout::force::positions(graph.topology().node_count(), &edges.collect::<Vec<_>>(), None)
}
