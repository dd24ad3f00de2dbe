//! `sourcier` turns a folder of curated, sourced claims in CSV into a knowledge graph that is queried with SPARQL,
//! checked, drawn and linked.
//!
//! Modules in pipeline order; a later one may use an earlier one, never the reverse (`tests/tidy.rs` holds that).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

// The crates of the workspace, each by the name of its folder below `crates/`.
pub use csvw;
pub use diagnostic;
pub use layout;
pub use names;
pub use text;

pub mod vocabulary;
pub mod formats;
pub mod terminal;
pub mod dossier;
pub mod graph;
pub mod view;
pub mod analysis;
pub mod export;
pub mod query;
pub mod ranking;
pub mod lookup;
pub mod entities;
pub mod refine;
pub mod files;
pub mod load;
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
