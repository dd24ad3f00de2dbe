//! Writes into the tables what is read for their cells: keys of rows, positions of quotations, hashes and lengths of texts, numbers,
//! dates and units, keys in place of names, words of lists as the ontology spells them.
//!
//! Takes an opened dossier and the report of its opening; computes a [`Tidy`], which can be shown or carried out. Cells are changed in
//! the text of the tables, and all else stays: order, headings, delimiter, encoding, quotation marks, line ends, blank rows, columns that
//! nothing describes. What is not sure is left: cells that are wrong, keys of rows in which something is, tables whose headings are. The
//! graph is the same before and after, and a second time there is nothing to do.
//!
//! The canonical form is another matter: the whole table is written anew, as UTF-8 with commas, with all columns under their names and in
//! their order, so that any processor of CSV on the Web reads it.

mod described;

use crate::disk::limit;
use crate::dossier::Dossier;
use crate::files::{self, Files};
use crate::load;
use crate::revision::{self, Revision, RevisionError};
use crate::tables::edited::{Edited, Known, described};
use crate::tables::{self, Around, Tables, Understood};
use crate::texts::Texts;
use crate::vocabulary as v;
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table, TableGroup};
use diagnostic::{Report, Severity};
use std::collections::BTreeSet;

/// What a person decided.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Take out quotations whose positions are written.
    pub drop_quotes: bool,
    /// Write the tables in the form of the metadata.
    pub canonical: bool,
}

/// What would be written.
#[derive(Debug, Default)]
pub struct Tidy {
    /// The cells that change, by table, row and column.
    pub changes: Vec<Change>,
    /// The tables that are written in the form of the metadata.
    pub rewritten: Vec<Rewritten>,
    /// The tables that are left, with the reason.
    pub left: Vec<(String, String)>,
    /// The tables as csv-metadata.json has them, without columns in further languages.
    described: TableGroup,
    revision: Revision,
}

/// A cell that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The table.
    pub file: String,
    /// The row, from 1, blank ones included, and its line.
    pub place: (u64, u64),
    /// The column.
    pub column: String,
    /// The cell as it was.
    pub old: String,
    /// The cell as it becomes.
    pub new: String,
}

/// A table that is written in the form of the metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The table.
    pub file: String,
    /// The columns in further languages, which are described as the others are.
    pub languages: Vec<String>,
    /// The headings of columns that nothing described: they are kept behind the others, and described as ones that give no triples.
    pub others: Vec<String>,
}

/// A table as it is, and as it is understood.
struct Open<'a> {
    table: &'a Table,
    old: Vec<u8>,
    edited: Edited<'a>,
    rows: Vec<Known>,
    understood: Understood,
}

impl Tidy {
    /// Computes what would be written. `report` is that of the dossier's opening.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn of(
        dossier: &Dossier,
        group: &TableGroup,
        texts: Option<&Texts>,
        report: &Report,
        options: Options,
    ) -> Result<Self, RevisionError> {
        let ontology = load::ontology(dossier, &mut Report::bounded(1));
        let around = Around {
            ontology: &ontology,
            language: &dossier.manifest.language,
            texts,
        };
        let understood = Tables::understood(&Files::of(dossier), group, &around);
        let broken = broken(report);
        let mut tidy = Self {
            described: files::group(dossier).unwrap_or_default(),
            ..Self::default()
        };
        for (table, understood) in group.tables.iter().zip(understood) {
            let Some(old) = revision::read(dossier, &table.file, limit::TABLE)? else {
                continue;
            };
            if broken.contains(&table.file) {
                tidy.leave(table, "its headings or lines have errors");
                continue;
            }
            let edited = Edited::read(&old, table).map(|edited| (edited.rows(), edited));
            match (understood, edited) {
                (Some(understood), Some((rows, edited))) if rows.len() == understood.rows.len() => {
                    let open = Open {
                        table,
                        old,
                        edited,
                        rows,
                        understood,
                    };
                    tidy.table(open, report, options);
                }
                _ => tidy.leave(table, "it cannot be read row by row"),
            }
        }
        tidy.describe(dossier)?;
        Ok(tidy)
    }

    fn leave(&mut self, table: &Table, why: &str) {
        self.left.push((table.file.clone(), why.to_owned()));
    }

    fn table(&mut self, mut open: Open<'_>, report: &Report, options: Options) {
        let table = open.table;
        let from = self.changes.len();
        // Keys of rows are made of what they refer to.
        let waits = report.kinds().iter().any(|kind| kind.code == "T039");
        for (index, row) in open.rows.iter().enumerate() {
            let place = open.understood.places.get(index).copied().unwrap_or_default();
            let is_sure = !waits && !report.has_row(&table.file, place.0);
            let Some(new) = open.understood.rows.get_mut(index) else {
                continue;
            };
            for (column_index, column) in described(table).enumerate() {
                let old = row.cells.get(column_index).map_or("", String::as_str);
                let Some(cell) = new.get_mut(column_index) else {
                    continue;
                };
                let is_key = table.primary_key == [column_index];
                let stays = (is_quotation(column) && !options.drop_quotes) || (is_key && !is_sure);
                if stays {
                    old.clone_into(cell);
                }
                if cell.trim() != old {
                    self.changes.push(Change {
                        file: table.file.clone(),
                        place,
                        column: column.label().to_owned(),
                        old: old.to_owned(),
                        new: cell.clone(),
                    });
                    open.edited.set(row.record, column_index, cell);
                }
            }
        }
        let others = match (options.canonical, hindrance(&open, report)) {
            (false, _) => None,
            (true, None) => others(&open),
            (true, Some(why)) => {
                self.leave(table, &format!("{why}; sure cells are written"));
                None
            }
        };
        match others {
            Some(others) => self.rewrite(open, others),
            None => self.edit(open, from),
        }
    }

    /// Writes the cells that change.
    fn edit(&mut self, open: Open<'_>, from: usize) {
        match open.edited.bytes() {
            Some(new) => self.revision.push(open.table.file.clone(), Some(open.old), Some(new)),
            None => {
                self.changes.truncate(from);
                self.leave(
                    open.table,
                    "it is in Windows-1252, which lacks a letter: `--canonical` writes UTF-8",
                );
            }
        }
    }

    /// Writes a table in the form of the metadata.
    fn rewrite(&mut self, open: Open<'_>, (others, cells): (Vec<String>, Vec<Vec<String>>)) {
        let mut rows = open.understood.rows;
        rows.iter_mut().zip(cells).for_each(|(row, cells)| row.extend(cells));
        let new = with_headings(tables::written(open.table, &rows), &others);
        let languages = self.undescribed(open.table);
        if new != open.old || !languages.is_empty() {
            let file = open.table.file.clone();
            self.rewritten.push(Rewritten {
                file: file.clone(),
                languages,
                others,
            });
            self.revision.push(file, Some(open.old), Some(new));
        }
    }

    /// The columns of a table in languages that csv-metadata.json does not name.
    fn undescribed(&self, table: &Table) -> Vec<String> {
        let own = self.described.tables.iter().find(|own| own.file == table.file);
        let is_new = |name: &&String| own.is_some_and(|own| !own.columns.iter().any(|own| own.name == **name));
        let names = table.columns.iter().map(|column| &column.name);
        names.filter(is_new).cloned().collect()
    }

    /// Describes the columns of rewritten tables that nothing described.
    fn describe(&mut self, dossier: &Dossier) -> Result<(), RevisionError> {
        let folder = format!("{}/", dossier.manifest.folders.data);
        let file = format!("{folder}csv-metadata.json");
        let Some(old) = revision::read(dossier, &file, limit::METADATA)? else {
            return Ok(());
        };
        let Ok(mut text) = String::from_utf8(old.clone()) else {
            return Ok(());
        };
        let has_others = |table: &&Rewritten| !(table.languages.is_empty() && table.others.is_empty());
        for table in self.rewritten.iter().filter(has_others) {
            let url = table.file.strip_prefix(&folder).unwrap_or(&table.file);
            match described::with_columns(&text, url, &table.languages, &table.others) {
                Some(new) => text = new,
                None => {
                    let columns = [&table.languages[..], &table.others].concat();
                    let why = format!("{} in {} cannot be described there", columns.join(", "), table.file);
                    self.left.push((file.clone(), why));
                }
            }
        }
        self.revision.push(file, Some(old), Some(text.into_bytes()));
        Ok(())
    }

    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.revision.is_empty()
    }

    /// Writes the tables.
    ///
    /// # Errors
    /// When a file cannot be written, or was changed since it was read.
    pub fn carry_out(&self, dossier: &Dossier) -> Result<(), RevisionError> {
        self.revision.carry_out(dossier)
    }
}

/// The files with errors that concern more than a row: headings, line ends, merges that were not finished.
fn broken(report: &Report) -> BTreeSet<String> {
    let errors = report
        .sorted()
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    let places = errors.filter_map(|finding| finding.place.as_ref());
    let whole = places.filter(|place| place.cell.as_ref().is_none_or(|cell| cell.row_number == 0));
    whole.map(|place| place.file.clone()).collect()
}

/// Why a table is not written in the form of the metadata.
fn hindrance(open: &Open<'_>, report: &Report) -> Option<String> {
    let table = open.table;
    let has_finding = |row: &&(u64, u64)| report.has_row(&table.file, row.0);
    let row = open.understood.places.iter().find(has_finding);
    if let Some((row, _)) = row {
        return Some(format!("something was found in row {row}"));
    }
    if table.dialect != Dialect::default() {
        return Some("its metadata give it a dialect of its own".to_owned());
    }
    let is_odd = others(open).is_none();
    is_odd.then(|| "a column that is not described has no heading, or that of another".to_owned())
}

/// The columns of a table that nothing describes, without empty ones that have no heading; `None` if one cannot be described.
fn others(open: &Open<'_>) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let (headings, mut cells) = open.edited.others(&open.rows);
    let is_filled = |index: usize| {
        let mut column = cells.iter().filter_map(|row| row.get(index));
        column.any(|cell| !cell.trim().is_empty())
    };
    let kept: Vec<bool> = (0..headings.len())
        .map(|index| !headings[index].trim().is_empty() || is_filled(index))
        .collect();
    for row in &mut cells {
        let mut kept = kept.iter();
        row.retain(|_| kept.next() == Some(&true));
    }
    let headings: Vec<String> = headings
        .into_iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(heading, _)| heading)
        .collect();
    let distinct: BTreeSet<&str> = headings.iter().map(|heading| heading.trim()).collect();
    let is_named = distinct.len() == headings.len() && !distinct.contains("");
    is_named.then_some((headings, cells))
}

fn is_quotation(column: &Column) -> bool {
    column.property.constant() == Some(v::QUOTE)
}

/// A table as CSV with further headings in its first line.
fn with_headings(table: Vec<u8>, headings: &[String]) -> Vec<u8> {
    let Some(end) = table
        .iter()
        .position(|byte| *byte == b'\n')
        .filter(|_| !headings.is_empty())
    else {
        return table;
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Nothing fails in memory.
    let _ = writer.write_record(headings);
    let line = writer.into_inner().unwrap_or_default();
    [&table[..end], b",", &line, &table[end + 1..]].concat()
}
