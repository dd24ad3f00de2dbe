//! Rejected rows: CSV files with the header of their table, to be corrected and read again.

use super::super::output::PendingFile;
use anyhow::Context as _;
use csvw::Rejected;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Files of rejected rows, created at the first row of each table.
pub struct Rejects {
    /// The file of each table, by the table's name in messages.
    paths: BTreeMap<String, PathBuf>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: BTreeMap<String, (PendingFile, csv::Writer<File>)>,
    failed: Option<anyhow::Error>,
}

impl Rejects {
    /// One file if there is one table; with several, the name of the table is put before the extension.
    pub fn new(path: &Path, tables: &[&str]) -> Self {
        let mut paths = BTreeMap::new();
        for table in tables {
            let own = if tables.len() == 1 {
                path.to_owned()
            } else {
                beside(path, table)
            };
            let mut number = 2;
            let mut free = own.clone();
            while paths.values().any(|taken| *taken == free) {
                free = beside(&own, &number.to_string());
                number += 1;
            }
            paths.insert((*table).to_owned(), free);
        }
        Self {
            paths,
            state: Mutex::default(),
        }
    }

    /// Writes a row; [`Rejects::keep`] returns the first error.
    pub fn take(&self, row: &Rejected<'_>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.failed.is_none()
            && let Err(error) = self.write(&mut state, row)
        {
            state.failed = Some(error);
        }
    }

    fn write(&self, state: &mut State, row: &Rejected<'_>) -> anyhow::Result<()> {
        let path = self
            .paths
            .get(row.table)
            .context("a row of a table that is not known")?;
        if !state.open.contains_key(row.table) {
            let (part, file) = PendingFile::create(path)?;
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
            let own = ["sourcier:row", "sourcier:line", "sourcier:reasons"];
            writer.write_record(row.header.iter().map(String::as_str).chain(own))?;
            state.open.insert(row.table.to_owned(), (part, writer));
        }
        let Some((_, writer)) = state.open.get_mut(row.table) else {
            return Ok(());
        };
        let missing = row.header.len().saturating_sub(row.cells.len());
        let own = [row.row_number.to_string(), row.line.to_string(), row.reasons.join("\n")];
        let cells = row.cells.iter().copied().chain(std::iter::repeat_n("", missing));
        writer
            .write_record(cells.chain(own.iter().map(String::as_str)))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// Moves the files to their final places.
    pub fn keep(self) -> anyhow::Result<()> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = state.failed {
            return Err(error);
        }
        for (table, (part, mut writer)) in state.open {
            writer
                .flush()
                .with_context(|| format!("cannot write the rows of {table} that were set aside"))?;
            part.keep()?;
        }
        Ok(())
    }
}

/// A path with the name of a table before its extension.
fn beside(path: &Path, table: &str) -> PathBuf {
    let part = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path
        .extension()
        .map_or_else(String::new, |extension| format!(".{}", extension.to_string_lossy()));
    path.with_file_name(format!("{}-{}{extension}", part(path), part(Path::new(table))))
}
