//! Exporters: pure functions from a graph to bytes.
//!
//! RDF for programs ([`rdf`]); property graphs as DOT, SVG and CSV ([`Drawing`]).

pub mod dot;
pub mod drawing;
pub mod graph_csv;
pub mod layout;
pub mod lettering;
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
    /// Two tables, as Gephi imports them.
    Csv,
}

/// A file of a format: what follows the view's name, and what writes it.
pub type DrawingFile = (&'static str, fn(&PropertyGraph, &mut dyn Write) -> io::Result<()>);

impl Drawing {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Dot, Self::Svg, Self::Csv];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Svg => "svg",
            Self::Csv => "csv",
        }
    }

    /// Its files.
    pub fn files(self) -> &'static [DrawingFile] {
        match self {
            Self::Dot => &[(".dot", |graph, mut out| {
                dot::write(
                    graph,
                    &dot::Options {
                        footer: graph.about.source.clone(),
                    },
                    &mut out,
                )
            })],
            Self::Svg => &[(".svg", |graph, mut out| {
                svg::write(
                    graph,
                    &svg::Options {
                        footer: graph.about.source.clone(),
                    },
                    &mut out,
                )
            })],
            Self::Csv => &[
                ("-nodes.csv", |graph, mut out| graph_csv::write_nodes(graph, &mut out)),
                ("-edges.csv", |graph, mut out| graph_csv::write_edges(graph, &mut out)),
            ],
        }
    }
}
