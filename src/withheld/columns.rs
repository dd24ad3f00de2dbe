//! Columns that are internal: `internal` below `[publish]` in `sourcier.toml`.
//!
//! Takes the manifest and the metadata of the tables; refuses names that no table has, and columns by which rows are named.

use super::naming::LABEL;
use crate::dossier::{MANIFEST, Manifest};
use crate::tables;
use crate::vocabulary as v;
use csvw::metadata::{Column, Table, TableGroup};
use diagnostic::{Diagnostic, Place, code, nearest};
use std::collections::BTreeSet;
use text::fold::fold_words;

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
            if let Some((why, valid)) = needed(table, column) {
                let why = format!("`{}` of {} is called internal, and {why}", column.label(), table.file);
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

/// The properties of the core vocabulary whose columns only add to what rows say.
const ADDITIONS: [&str; 18] = [
    v::PUBLISH,
    v::ARCHIVE,
    v::PAGE,
    v::FILE_NAME,
    v::STATUS_BY,
    v::STATUS_REASON,
    "https://w3id.org/sourcier/ns#retrieved",
    "https://w3id.org/sourcier/ns#evidence",
    "https://w3id.org/sourcier/ns#score",
    "https://w3id.org/sourcier/ns#occasion",
    "https://w3id.org/sourcier/ns#via",
    "https://w3id.org/sourcier/ns#members",
    "https://w3id.org/sourcier/ns#publication",
    "https://w3id.org/sourcier/ns#itemLabel",
    "https://w3id.org/sourcier/ns#itemAlias",
    "https://w3id.org/sourcier/ns#itemDescription",
    "https://w3id.org/sourcier/ns#itemType",
    "https://w3id.org/sourcier/ns#itemDates",
];

/// The properties of passages and their words.
const WORDS: [&str; 5] = [v::START, v::END, v::QUOTE, v::ROW, v::AS_WRITTEN];

/// The properties of other vocabularies by which things are named, or sums are formed.
const NAMES: [&str; 3] = [LABEL, v::DCTERMS_TITLE, "http://purl.org/dc/terms/isPartOf"];

/// Why a column cannot be internal, and what can be. Without it rows would have no name, or pages and totals would say what is not so:
/// without the column of who pays, that the document does not say who pays.
fn needed(table: &Table, column: &Column) -> Option<(&'static str, &'static str)> {
    if names_rows(table, column) {
        return Some((
            "the rows are named by it",
            "columns without which each row still has its name",
        ));
    }
    let property = column.property.constant()?;
    if WORDS.contains(&property) {
        return Some((
            "pages would say that there is no passage",
            "`words_per_passage = 0` and `words_per_document = 0` keep the words of documents back; `publish` = no keeps back a claim",
        ));
    }
    let is_core = property.starts_with(v::NS) && !ADDITIONS.contains(&property);
    (is_core || NAMES.contains(&property)).then_some((
        "without it pages and totals would say what is not so",
        "columns of remarks, addresses or pages, and those of your own vocabulary; `publish` = no in a row keeps back a claim, a \
         document or a name",
    ))
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
