//! Turns a dossier, a folder of curated and sourced claims in CSV, into a knowledge graph; answers SPARQL queries over
//! it, checks it, draws it and links its entities to Wikidata.
//!
//! Modules in pipeline order: a module uses only those above it (`tests/tidy.rs` checks this).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

// The crates of the workspace, re-exported under the names of their folders in `crates/`.
pub use csvw;
pub use diagnostic;
pub use layout;
pub use names;
pub use sheet;
pub use text;

pub mod vocabulary;
pub mod formats;
pub mod terminal;
pub mod disk;
pub mod dossier;
pub mod budget;
pub mod graph;
pub mod view;
pub mod analysis;
pub mod export;
pub mod query;
pub mod ranking;
pub mod lookup;
pub mod entities;
pub mod refine;
pub mod revision;
pub mod files;
pub mod totals;
pub mod texts;
pub mod tables;
pub mod withheld;
pub mod load;
pub mod kept;
pub mod evidence;
pub mod manual;
pub mod check;
pub mod web;
pub mod link;
pub mod federated;
pub mod overview;
pub mod explain;
pub mod quickstatements;
pub mod open;
pub mod build;
pub mod init;
pub mod migrate;
pub mod tidy;
pub mod flat;
pub mod import;
pub mod rename;
pub mod reconcile;
pub mod chart;
pub mod site;
pub mod report;
pub mod serve;
pub mod cli;
