//! `sourcier` turns a folder of curated, sourced claims in CSV into a knowledge graph that is queried with SPARQL,
//! checked, drawn and linked.
//!
//! Modules in pipeline order; a later one may use an earlier one, never the reverse (`tests/tidy.rs` holds that).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod amount;
pub mod check;
pub mod csvw;
pub mod diagnostic;
pub mod dossier;
pub mod evidence;
pub mod export;
pub mod graph;
pub mod load;
pub mod query;
pub mod view;
pub mod vocabulary;
