//! CSV on the Web: tables described by metadata, checked and converted to RDF in minimal mode.
//!
//! Takes a metadata file and readers of its tables; gives statements, one at a time, and diagnostics. Memory does not
//! grow with the rows, key sets apart. Refuses what of the standard is not implemented yet (code `M002`).
//!
//! - [`metadata`]: what the metadata says, checked and compiled
//! - [`table`]: a table read row by row
//! - [`keys`]: primary and foreign keys over all tables

mod context;
pub mod datatype;
pub mod keys;
pub mod metadata;
mod position;
mod quoting;
pub mod row;
pub mod table;
pub mod template;

use crate::diagnostic::{Diagnostic, Report};
use keys::Keys;
use metadata::TableGroup;
use std::io::Read;

/// Opens a table's file by its name relative to the dossier.
pub type Open<'a> = dyn Fn(&str) -> Result<Box<dyn Read>, Diagnostic> + 'a;

/// Reads all tables of a group, checks them, and hands each statement to `sink`.
///
/// Tables that others refer to are read first. ("Generating RDF from Tabular Data on the Web", minimal mode.)
pub fn convert(group: &TableGroup, open: &Open<'_>, report: &mut Report, sink: &mut table::Sink<'_>) {
    let mut keys = Keys::new(group);
    for table_index in keys::reading_order(group) {
        let description = &group.tables[table_index];
        let was_read = match open(&description.file) {
            Ok(reader) => {
                let mut add = |row: &row::Row, place: &table::Current<'_>| keys.add(group, table_index, row, place);
                table::read(description, reader, report, &mut add, sink)
            }
            Err(diagnostic) => {
                report.push(diagnostic);
                false
            }
        };
        if !was_read {
            keys.miss(table_index);
        }
    }
    keys.finish(group, report);
}
