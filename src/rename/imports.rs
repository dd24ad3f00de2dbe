//! The rows as last imported, with the new key: a later version of a sheet finds its rows.

use super::open::Open;
use super::{Rename, RenameError};
use crate::disk::limit;
use crate::dossier::Dossier;
use crate::import::FOLDER;
use crate::tables::references::{labels, references};
use csvw::metadata::Table;
use std::collections::HashSet;

/// The first row of a record of an import.
const HEADER: [&str; 4] = ["table", "key", "column", "value"];

/// The first row of a list of what an import left.
const LEFT: [&str; 6] = ["table", "key", "column", "in_the_table", "in_the_sheet", "reason"];

/// A row of that list.
type Line = [String; 6];

/// A record that is written anew.
pub(super) struct Changed {
    pub(super) file: String,
    pub(super) old: Vec<u8>,
    pub(super) new: Vec<u8>,
}

/// A cell of a row as last imported: table, key of the row, column, value.
type Cell = [String; 4];

/// The records of imports with the new key. For a merge, `names` receives the labels that sheets give to the two rows, which
/// then are no sheet's any more: of two labels, none would be the one that the row must have.
pub(super) fn changed(
    dossier: &Dossier,
    open: &Open<'_>,
    rename: &Rename,
    mut names: Option<&mut Vec<String>>,
) -> Result<Vec<Changed>, RenameError> {
    let files = dossier.files(FOLDER, "csv", limit::TABLE);
    let mut found = Vec::new();
    for file in files.map_err(|found| RenameError::Listed(found.message))? {
        let Some(old) = super::bytes(dossier, &file)? else {
            continue;
        };
        let failed = |source| RenameError::Ledger {
            file: file.clone(),
            source,
        };
        if let Some(lines) = rows_of(&old, LEFT).map_err(failed)? {
            if let Some(new) = left(&lines, open, rename, names.is_some()) {
                let new = written(LEFT, &new).map_err(failed)?;
                found.push(Changed { file, old, new });
            }
            continue;
        }
        let Some(cells) = rows_of(&old, HEADER).map_err(failed)? else {
            continue;
        };
        let new = renamed(cells, &open.target_file(), open, rename, names.as_deref_mut());
        let Some(new) = new else { continue };
        let new = written(HEADER, &new).map_err(failed)?;
        found.push(Changed { file, old, new });
    }
    Ok(found)
}

/// The list of what an import left, with the new key; `None` if nothing in it changes. Where two rows become one (`is_merge`), lines
/// about the one that goes go, too.
fn left(lines: &[Line], open: &Open<'_>, rename: &Rename, is_merge: bool) -> Option<Vec<Line>> {
    let mut new = Vec::new();
    for line in lines {
        let [table, key, column, in_table, in_sheet, reason] = line;
        let Some(described) = described(open, table) else {
            new.push(line.clone());
            continue;
        };
        if is_merge && described.file == open.target_file() && *key == rename.old {
            continue;
        }
        let cell = |value: &String| {
            let mut cell = [table, key, column, value].map(Clone::clone);
            replace(&mut cell, described, open, rename);
            cell
        };
        let ([table, key, column, in_table], [.., in_sheet]) = (cell(in_table), cell(in_sheet));
        // What differed may be the same now.
        if column.is_empty() || in_table != in_sheet {
            new.push([table, key, column, in_table, in_sheet, reason.clone()]);
        }
    }
    (new != lines).then_some(new)
}

/// The table of a name in a record.
fn described<'t>(open: &'t Open<'_>, name: &str) -> Option<&'t Table> {
    let end = format!("/{name}.csv");
    open.group.tables.iter().find(|table| table.file.ends_with(&end))
}

/// The rows of a file with this header; `None` if it has another.
fn rows_of<const COUNT: usize>(
    bytes: &[u8],
    header: [&str; COUNT],
) -> Result<Option<Vec<[String; COUNT]>>, csv::Error> {
    let mut reader = csv::Reader::from_reader(bytes);
    if !reader.headers().is_ok_and(|own| own.iter().eq(header)) {
        return Ok(None);
    }
    let row = |row: csv::Result<csv::StringRecord>| {
        let row = row?;
        let mut cells = row.iter().map(str::to_owned);
        Ok(std::array::from_fn(|_| cells.next().unwrap_or_default()))
    };
    reader.records().map(row).collect::<Result<_, _>>().map(Some)
}

fn written<const COUNT: usize>(header: [&str; COUNT], rows: &[[String; COUNT]]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for cell in rows {
        writer.write_record(cell)?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// The cells with the new key; `None` if none has the old one.
fn renamed(
    cells: Vec<Cell>,
    target: &str,
    open: &Open<'_>,
    rename: &Rename,
    names: Option<&mut Vec<String>>,
) -> Option<Vec<Cell>> {
    let is_own = |cell: &Cell| described(open, &cell[0]).is_some_and(|table| table.file == target);
    let mut new = cells.clone();
    for cell in &mut new {
        if let Some(table) = described(open, &cell[0]) {
            replace(cell, table, open, rename);
        }
    }
    if new == cells {
        return None;
    }
    if let Some(names) = names {
        let labels = labels(open.target_table());
        let labels: Vec<&str> = labels
            .iter()
            .map(|column| open.target_table().columns[*column].name.as_str())
            .collect();
        let (gone, kept): (Vec<Cell>, Vec<Cell>) =
            new.into_iter().partition(|cell| is_own(cell) && cell[1] == rename.new);
        let given = gone.into_iter().filter(|cell| labels.contains(&cell[2].as_str()));
        names.extend(given.map(|[.., value]| value));
        new = kept;
    }
    // Rows that are one now have each cell once.
    let mut seen = HashSet::new();
    new.retain(|[table, key, column, _]| seen.insert([table.clone(), key.clone(), column.clone()]));
    Some(new)
}

/// Replaces the key in a cell, and in the key of its row.
fn replace(cell: &mut Cell, table: &Table, open: &Open<'_>, rename: &Rename) {
    let [_, key, column, value] = cell;
    let refers = |index: usize| references(table).any(|own| own == (index, open.target));
    let parts: Vec<&str> = key.split(' ').collect();
    if parts.len() == table.primary_key.len() {
        let is_target = table.file == open.target_file();
        let parts = parts.into_iter().zip(&table.primary_key);
        let parts = parts.map(
            |(part, column)| match part == rename.old && (is_target || refers(*column)) {
                true => rename.new.as_str(),
                false => part,
            },
        );
        *key = parts.collect::<Vec<_>>().join(" ");
    }
    let index = table.columns.iter().position(|own| own.name == *column);
    if *value == rename.old && index.is_some_and(refers) {
        rename.new.clone_into(value);
    }
}
