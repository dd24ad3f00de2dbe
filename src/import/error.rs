//! Why a sheet could not be imported.

use super::LOCK;
use crate::revision::RevisionError;
use diagnostic::Rejected;
use std::io;

/// A sheet could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no sheet.
    #[error(transparent)]
    Sheet(#[from] sheet::Unreadable),
    /// The file has no table of the kind that is imported.
    #[error("{0} has no table: a row of headings, and rows below it with who pays what to whom")]
    NoTable(String),
    /// The workbook has no sheet of this name.
    #[error("there is no sheet `{name}`: the file has {known}")]
    NoSheet {
        /// The name.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// The map kept for sheets of this name is none.
    #[error("{file}: {reason}")]
    Map {
        /// The file.
        file: String,
        /// The reason.
        reason: sheet::MapError,
    },
    /// The description of the tables has errors.
    #[error("the description of the tables has errors")]
    Described(#[source] Rejected),
    /// A table is not described, or cannot be read.
    #[error("{0} cannot be read as a table: `sourcier check` says why")]
    Table(String),
    /// A table's encoding has no place for a letter.
    #[error("{0} is in Windows-1252, which lacks a letter of the sheet: save it as UTF-8, and import again")]
    Encoding(String),
    /// The rows as last imported cannot be read.
    #[error("{file} cannot be read: restore it, or remove it, so that all rows count as new")]
    Ledger {
        /// The file.
        file: String,
        /// The reason.
        source: csv::Error,
    },
    /// A row of the sheet is not the claim that a person says it is.
    #[error(
        "--same: {0}. It takes the key of a claim of the sheet, and that of one which is no longer in it, as the last import told them"
    )]
    Same(String),
    /// A file cannot be read or changed.
    #[error(transparent)]
    File(#[from] RevisionError),
    /// Another import runs in the dossier.
    #[error(
        "another import has been running in this dossier for ten seconds{}: nothing was changed",
        .0.map_or_else(String::new, |process| format!(" (process {process})"))
    )]
    Busy(Option<u32>),
    /// The lock of imports cannot be made.
    #[error("cannot make {LOCK}: nothing was changed")]
    Lock(#[source] io::Error),
}
