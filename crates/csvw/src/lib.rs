//! CSV on the Web: tables described by metadata, validated and converted to RDF.
//!
//! "Model for Tabular Data and Metadata on the Web", "Metadata Vocabulary for Tabular Data" and "Generating RDF from
//! Tabular Data on the Web" (W3C Recommendations, 17 December 2015). Takes [`Resources`] and the URL of a table or
//! of its metadata; returns statements, block by block of rows, and diagnostics. Memory does not grow with the rows, key
//! sets apart.
//!
//! Convert a table, and validate its cells:
//!
//! ```
//! use csvw::{InMemory, Options, metadata};
//! use csvw::diagnostic::Report;
//!
//! let files = InMemory::new([
//!     ("https://example.org/trees.csv", "id,species,planted\n7,Quercus robur,12/03/1998\n"),
//!     (
//!         "https://example.org/trees.csv-metadata.json",
//!         r##"{
//!           "@context": "http://www.w3.org/ns/csvw",
//!           "url": "trees.csv",
//!           "tableSchema": {
//!             "aboutUrl": "#tree-{id}",
//!             "columns": [
//!               {"titles": "id", "datatype": "integer", "suppressOutput": true},
//!               {"titles": "species"},
//!               {"titles": "planted", "datatype": {"base": "date", "format": "dd/MM/yyyy"}}
//!             ]
//!           }
//!         }"##,
//!     ),
//! ]);
//! let mut report = Report::default();
//! let request = metadata::Request { url: "https://example.org/trees.csv", metadata: None, link: None };
//! let group = metadata::locate(&request, &files, &mut report).expect("metadata that is JSON");
//! let mut lines = Vec::new();
//! csvw::convert(&group, &files, &Options::default(), &mut report, &mut csvw::NTriples::new(&mut lines))?;
//! assert!(report.is_empty());
//! assert!(String::from_utf8_lossy(&lines).contains(
//!     "<https://example.org/trees.csv#tree-7> <https://example.org/trees.csv#planted> \
//!      \"1998-03-12\"^^<http://www.w3.org/2001/XMLSchema#date> .\n"
//! ));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Validate a table with metadata drafted by [`describe`]:
//!
//! ```
//! use csvw::{InMemory, Options, describe::describe, diagnostic, metadata};
//!
//! let table = "id;planted\n7;12/03/1998\n8;31/02/1998\n";
//! let described = describe("trees.csv", &mut || Ok(Box::new(table.as_bytes()))).expect("a table");
//! let files = InMemory::new([
//!     ("https://example.org/trees.csv", table),
//!     ("https://example.org/trees.csv-metadata.json", described.metadata.to_string().as_str()),
//! ]);
//! let mut report = diagnostic::Report::default();
//! let group = metadata::read("https://example.org/trees.csv-metadata.json", &files, &mut report).expect("JSON");
//! let summary = csvw::validate(&group, &files, &Options::default(), &mut report);
//! println!("{}", diagnostic::human(&report, diagnostic::Style::Plain));
//! # assert_eq!(summary.rows, 2);
//! ```
//!
//! - [`metadata`]: locates, validates and compiles metadata
//! - [`dialect`], [`block`], [`record`]: parse a table into rows, block by block
//! - [`datatype`], [`template`]: convert cells to literals and IRIs
//! - [`plan`], [`convert`](fn@convert): match metadata with a table; convert its rows, in parallel and in order

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod annotate;
pub mod block;
mod cells;
mod collect;
mod context;
mod convert;
pub mod datatype;
pub mod describe;
pub mod dialect;
mod keys;
pub mod limits;
pub mod metadata;
mod place;
pub mod plan;
mod position;
pub mod record;
mod resources;
mod row;
mod statement;
pub mod template;
mod vocabulary;
mod write;

pub use collect::Collect;
pub use convert::{Invalid, Mode, Options, Progress, Rejected, Summary, convert, validate};
pub use diagnostic;
pub use place::RowPlace;
pub use resources::{InMemory, Resources};
pub use row::CurrentRow;
pub use statement::{BlockSink, Sink, Statement};
pub use write::NTriples;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
