//! Exporters: pure functions from a graph to bytes.
//!
//! RDF for programs ([`rdf`]); property graphs as DOT, SVG and CSV.

pub mod rdf;
