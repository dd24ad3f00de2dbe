//! Columns that are internal: `internal` below `[publish]` in `sourcier.toml`.
//!
//! Takes the manifest and the metadata of the tables; refuses names that no table has, columns by which rows are named, and columns without
//! which a page would say something else than the tables do.

use crate::dossier::{MANIFEST, Manifest};
use crate::tables;
use crate::vocabulary as v;
use csvw::metadata::{Column, Table, TableGroup};
use diagnostic::{Diagnostic, Place, code, nearest};
use std::collections::BTreeSet;
use text::fold::fold_words;

/// The properties without which pages would say something else of a claim or name than the tables do, as that nobody pays, or that a
/// withdrawn sum stands.
const MEANT: [&str; 24] = [
    v::IN_DOCUMENT,
    v::ABOUT,
    v::KIND,
    v::VALUE,
    v::MINIMUM,
    v::MAXIMUM,
    v::UNIT_OF_MEASURE,
    v::UNIT_BASIS,
    v::WORDING,
    v::MEASURE_ROLE,
    v::PER_OF_MEASURE,
    v::SPEAKER,
    v::FUNDER,
    v::RECIPIENT,
    v::MODALITY,
    v::WHEN,
    v::WHEN_BASIS,
    v::READING,
    v::CLAIM_INSTRUMENT,
    v::STATUS,
    v::STATUS_ON,
    v::STATUS_BY,
    v::RELATION,
    super::naming::LABEL,
];

/// The internal columns of the tables.
#[derive(Debug, Default)]
pub struct Columns {
    /// The metadata of the tables.
    tables: Vec<Table>,
    /// Indexes of tables and of columns in them.
    internal: BTreeSet<(usize, usize)>,
}

impl Columns {
    /// Finds the columns that the manifest calls internal.
    ///
    /// # Errors
    /// A diagnostic at the manifest, for the first name that no column has, or whose column names the rows.
    pub fn of(manifest: &Manifest, group: &TableGroup) -> Result<Self, Box<Diagnostic>> {
        let mut internal = BTreeSet::new();
        for wanted in &manifest.publish.internal {
            let found = columns(group, wanted);
            if found.is_empty() {
                return Err(Box::new(unknown(group, wanted)));
            }
            internal.extend(found);
        }
        for (table_index, column_index) in &internal {
            let table = &group.tables[*table_index];
            let column = &table.columns[*column_index];
            if names_rows(table, column) {
                let name = column.label();
                let why = format!(
                    "`{name}` of {} is called internal, and the rows are named by it",
                    table.file
                );
                let valid = "columns without which each row still has its name";
                return Err(Box::new(code::bad_manifest(Place::file(MANIFEST), &why, valid)));
            }
            if column
                .property
                .constant()
                .is_some_and(|property| MEANT.contains(&property))
            {
                let name = column.label();
                let why = format!(
                    "`{name}` of {} is called internal, and without it pages would say something else than the table",
                    table.file
                );
                let valid =
                    "columns of remarks and the like; `publish` = no withholds a claim, a document or an entity";
                return Err(Box::new(code::bad_manifest(Place::file(MANIFEST), &why, valid)));
            }
        }
        Ok(Self {
            tables: group.tables.clone(),
            internal,
        })
    }

    /// How many columns are internal.
    pub fn count(&self) -> usize {
        self.internal.len()
    }

    /// The metadata, in which internal columns give no triples.
    pub fn without(&self, mut group: TableGroup) -> TableGroup {
        for (table_index, column_index) in &self.internal {
            let table = group.tables.get_mut(*table_index);
            if let Some(column) = table.and_then(|table| table.columns.get_mut(*column_index)) {
                column.suppress_output = true;
            }
        }
        group
    }

    /// Whether the cells of a heading are published: the metadata describe its column, and it is not internal. Whether
    /// something is published is nobody's business.
    pub fn is_public(&self, file: &str, heading: &str) -> bool {
        let Some(table_index) = self.tables.iter().position(|table| table.file == file) else {
            return false;
        };
        let table = &self.tables[table_index];
        tables::column(table, heading).is_some_and(|column| {
            let is_publish = table.columns[column].property.constant() == Some(v::PUBLISH);
            !is_publish && !self.internal.contains(&(table_index, column))
        })
    }

    /// The property of the column of a heading.
    pub fn property(&self, file: &str, heading: &str) -> Option<&str> {
        let table = self.tables.iter().find(|table| table.file == file)?;
        table.columns[tables::column(table, heading)?].property.constant()
    }
}

/// The name of a table in the manifest: that of its file, without folder and extension.
fn name(table: &Table) -> &str {
    let file = table.file.rsplit('/').next().unwrap_or(&table.file);
    file.strip_suffix(".csv").unwrap_or(file)
}

/// The columns that are meant by `note`, `claims.note` or a heading, by the indexes of table and column; with each the same in another
/// language, such as `note_fr`.
fn columns(group: &TableGroup, wanted: &str) -> Vec<(usize, usize)> {
    let folded = fold_words(wanted);
    let mut found = Vec::new();
    for (table_index, table) in group.tables.iter().enumerate() {
        let before = found.len();
        for (column_index, column) in described(table) {
            let names = std::iter::once(&column.name).chain(column.titles.iter().map(|title| &title.text));
            let is_meant = |name_of: &String| {
                let name_of = fold_words(name_of);
                name_of == folded || format!("{}.{name_of}", fold_words(name(table))) == folded
            };
            if names.into_iter().any(is_meant) {
                found.push((table_index, column_index));
            }
        }
        let meant: Vec<&Column> = found
            .iter()
            .skip(before)
            .map(|(_, column)| &table.columns[*column])
            .collect();
        let is_same = |column: &Column| {
            let is_of = |other: &&Column| {
                let rest = column.name.strip_prefix(other.name.as_str());
                column.property.constant() == other.property.constant()
                    && rest.is_some_and(|rest| rest.starts_with('_'))
            };
            meant.iter().any(is_of)
        };
        let others: Vec<(usize, usize)> = described(table)
            .filter(|(_, column)| is_same(column))
            .map(|(column_index, _)| (table_index, column_index))
            .collect();
        found.extend(others);
    }
    found
}

fn described(table: &Table) -> impl Iterator<Item = (usize, &Column)> {
    table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.is_virtual)
}

/// Whether the subjects of a table's rows are made from a column.
fn names_rows(table: &Table, column: &Column) -> bool {
    let variable = format!("{{{}}}", column.name);
    let about = |column: &Column| {
        column
            .about_text
            .as_deref()
            .is_some_and(|text| text.contains(&variable))
    };
    table.columns.iter().any(about)
}

fn unknown(group: &TableGroup, wanted: &str) -> Diagnostic {
    let known: BTreeSet<String> = group
        .tables
        .iter()
        .flat_map(|table| described(table).map(|(_, column)| format!("{}.{}", name(table), column.label())))
        .collect();
    let short: BTreeSet<&str> = known.iter().filter_map(|name| Some(name.split_once('.')?.1)).collect();
    let why = format!("`internal` names the column `{wanted}`, which no table has");
    let valid = format!(
        "{}; columns that csv-metadata.json does not describe are never published",
        short.iter().copied().collect::<Vec<_>>().join(", ")
    );
    let mut diagnostic = code::bad_manifest(Place::file(MANIFEST), &why, &valid);
    let near = nearest(wanted, known.iter().map(String::as_str)).or_else(|| nearest(wanted, short.iter().copied()));
    diagnostic.help = near.map(|near| format!("did you mean `{near}`?"));
    diagnostic
}
