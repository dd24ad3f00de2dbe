//! `sourcier` turns a folder of curated, sourced claims in CSV into a knowledge graph that is queried with SPARQL,
//! checked, drawn and linked.
//!
//! Modules in pipeline order; a later one may use an earlier one, never the reverse (`tests/tidy.rs` holds that).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod vocabulary;
pub mod diagnostic;
pub mod dossier;
pub mod csvw;
pub mod describe;
pub mod graph;
pub mod amount;
pub mod view;
pub mod analysis;
pub mod export;
pub mod query;
pub mod lookup;
pub mod entities;
pub mod refine;
pub mod files;
pub mod load;
pub mod evidence;
pub mod matcher;
pub mod check;
pub mod web;
pub mod link;
pub mod federated;
pub mod overview;
pub mod explain;
pub mod quickstatements;
pub mod build;
pub mod init;
