//! Exporters: pure functions from a graph to bytes.
//!
//! RDF for programs ([`rdf`]); property graphs as DOT, SVG, PNG and CSV ([`Drawing`]).

pub mod dot;
pub mod drawing;
pub mod graph_csv;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// Graphviz.
    Dot,
    /// A picture, drawn by the program itself.
    Svg,
    /// The same picture as pixels.
    #[cfg(feature = "png")]
    Png,
    /// Two tables, as Gephi imports them.
    Csv,
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
pub type DrawingFile = (
    &'static str,
    fn(&PropertyGraph, &Look, &mut dyn Write) -> io::Result<()>,
);

impl Drawing {
    /// All formats.
    pub const ALL: &[Self] = &[
        Self::Dot,
        Self::Svg,
        #[cfg(feature = "png")]
        Self::Png,
        Self::Csv,
    ];

    /// The formats that a build holds: not PNG, which anybody makes of the SVG and whose last bits are the processor's.
    pub const BUILT: [Self; 3] = [Self::Dot, Self::Svg, Self::Csv];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Svg => "svg",
            #[cfg(feature = "png")]
            Self::Png => "png",
            Self::Csv => "csv",
        }
    }

    /// Its files.
    pub fn files(self) -> &'static [DrawingFile] {
        match self {
            Self::Dot => &[(".dot", |graph, look, mut out| dot::write(graph, look, &mut out))],
            Self::Svg => &[(".svg", |graph, look, mut out| svg::write(graph, look, &mut out))],
            #[cfg(feature = "png")]
            Self::Png => &[(".png", |graph, look, mut out| {
                let mut picture = Vec::new();
                svg::write(graph, look, &mut picture)?;
                png::write(&picture, &look.png, &mut out)
            })],
            Self::Csv => &[
                ("-nodes.csv", |graph, _, mut out| {
                    graph_csv::write_nodes(graph, &mut out)
                }),
                ("-edges.csv", |graph, _, mut out| {
                    graph_csv::write_edges(graph, &mut out)
                }),
            ],
        }
    }
}
