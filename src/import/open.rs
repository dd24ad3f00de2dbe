//! The tables of a dossier, opened for an import.

use super::ImportError;
use super::known::Known;
use super::units::{UNITS, Units};
use super::wanted::{CLAIMS, DOCUMENTS, ENTITIES, LABELS, LINKS, ROLES};
use crate::disk::limit;
use crate::dossier::Dossier;
use crate::revision;
use crate::tables::edited::Edited;
use csvw::metadata::TableGroup;

/// The file of a table.
pub(super) fn table_file(dossier: &Dossier, name: &str) -> String {
    format!("{}/{name}.csv", dossier.manifest.folders.data)
}

/// The tables that an import writes: documents, entities, claims, further holders of roles, links.
pub(super) fn tables<'a>(dossier: &Dossier, group: &'a TableGroup) -> Result<[Known<'a>; 5], ImportError> {
    let open = |name, keys: &[&str], names: &[&str]| open(dossier, group, (name, keys, names));
    Ok([
        open(DOCUMENTS, &["key"], &["address", "title"])?,
        open(ENTITIES, &["key"], &LABELS)?,
        open(CLAIMS, &["key"], &[])?,
        open(ROLES, &["claim", "role", "entity"], &[])?,
        open(LINKS, &["claim", "relation", "other"], &[])?,
    ])
}

/// The tables that an import does not write, as text.
pub(super) fn others(dossier: &Dossier, group: &TableGroup) -> Result<Vec<String>, ImportError> {
    let written = [DOCUMENTS, ENTITIES, CLAIMS, ROLES, LINKS].map(|name| table_file(dossier, name));
    let others = group.tables.iter().filter(|table| !written.contains(&table.file));
    let mut texts = Vec::new();
    for table in others {
        let bytes = revision::read(dossier, &table.file, limit::TABLE)?.unwrap_or_default();
        texts.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(texts)
}

/// The table of units.
pub(super) fn units<'a>(dossier: &Dossier, group: &'a TableGroup) -> Result<Units<'a>, ImportError> {
    Ok(Units::of(open(dossier, group, (UNITS, &["unit"], &[]))?))
}

/// A table: its name, the columns that together tell one row from another, and those that name it.
fn open<'a>(
    dossier: &Dossier,
    group: &'a TableGroup,
    (name, keys, names): (&'static str, &[&str], &[&str]),
) -> Result<Known<'a>, ImportError> {
    let file = table_file(dossier, name);
    let old = revision::read(dossier, &file, limit::TABLE)?;
    let table = group.tables.iter().find(|table| table.file == file);
    let table = table.ok_or_else(|| ImportError::Table(file.clone()))?;
    let edited = match &old {
        Some(bytes) => Edited::read(bytes, table),
        None => Edited::new(table),
    };
    let edited = edited.ok_or(ImportError::Table(file))?;
    Ok(Known::of(name, (table, edited, old), keys, names))
}
