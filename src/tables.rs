//! The tables of a dossier as people keep them, and the form of them that the metadata describe.
//!
//! Takes the metadata and the files of the tables; gives each table as UTF-8 with commas, with the columns of the metadata in
//! their order, references as keys, words of lists as the ontology spells them, numbers and dates as their datatypes want
//! them. What cannot be understood is left as it is, so that its conversion says what is wrong; the places of such findings
//! are then changed to those in the files.
//!
//! Columns may be missing and in any order, and headings may be names or titles; blank rows are passed over. The encoding
//! (UTF-8, UTF-16, Windows-1252), the delimiter and Excel's line `sep=;` are recognised. Where the texts are at hand, quotations
//! become positions, and hashes that are not written are computed.

mod amounts;
mod asides;
mod cells;
mod columns;
mod dates;
pub mod edited;
mod faults;
mod figures;
mod forms;
mod heading;
mod known;
mod languages;
mod lines;
mod naming;
mod odd;
mod passages;
mod quoting;
pub mod references;
mod several;
mod sheet;
mod shipped;
mod unreadable;

pub(crate) use cells::number;
pub use languages::with_languages;
pub use naming::{name_by_label, slug};

use crate::texts::Texts;
use columns::{Columns, Kind, Settled};
use csvw::Resources;
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table, TableGroup};
use dates::Dates;
use diagnostic::{Diagnostic, Place, code};
use faults::Faults;
use figures::Figures;
use known::{Known, fits};
use naming::{key_column, key_labels, key_parts, name_by_content};
use oxigraph::model::Triple;
use passages::{Of, Passages};
use sheet::{Reading, Sheet};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read};
use std::sync::Arc;
use text::language::Language;

/// The tables of a dossier in the form that its metadata describe.
pub struct Tables<'r> {
    files: &'r dyn Resources,
    /// The tables that were read, by URL.
    canonical: HashMap<String, Arc<[u8]>>,
    /// How they are in their files, by the file's name in messages.
    sheets: Sheets,
    found: Faults,
    language: &'static Language,
}

/// A table that was read.
struct Kept {
    sheet: Sheet,
    rows: Rows,
    /// Whether a cell has another form than in the file.
    changed: bool,
    /// Rows that enter nothing, by index.
    left_out: BTreeSet<usize>,
    /// What stands for cells that are wrong or unsure, so that nothing else follows from them: row and column, by index.
    stands_for: Vec<(usize, usize, String)>,
}

/// A table whose rows have the form of the metadata.
pub struct Understood {
    /// The cells of each row that has one, with the columns of the metadata in their order.
    pub rows: Vec<Vec<String>>,
    /// The number of each row in the file, blank ones included, and its line.
    pub places: Vec<(u64, u64)>,
}

/// What tables are read with.
pub struct Around<'a> {
    /// The terms of the ontology, which are the words of lists.
    pub ontology: &'a [Triple],
    /// The language of the dossier: it tells a decimal comma from one that groups digits.
    pub language: &'a str,
    /// The folder of the texts, if there is one.
    pub texts: Option<&'a Texts>,
}

/// The tables as they are in their files, for places.
#[derive(Debug, Default)]
pub struct Sheets(BTreeMap<String, Sheet>);

/// The rows of a table, with the columns of the metadata in their order.
type Rows = Vec<Vec<String>>;

impl<'r> Tables<'r> {
    /// Reads the tables of a group.
    pub fn read(files: &'r dyn Resources, group: &TableGroup, around: &Around<'_>) -> Self {
        let (mut tables, read) = Self::settled(files, group, around);
        for (table, kept) in group.tables.iter().zip(read) {
            let Some(mut kept) = kept else {
                // What is wrong with it is told already.
                if tables.found.is_broken(&table.file) {
                    tables.canonical.insert(table.url.clone(), written(table, &[]).into());
                }
                continue;
            };
            for (row_index, column_index, text) in std::mem::take(&mut kept.stands_for) {
                kept.changed = true;
                kept.rows[row_index][column_index] = text;
            }
            // A table that has this form already is converted from its file.
            if kept.changed || !kept.left_out.is_empty() || !kept.sheet.is_canonical() {
                kept.leave_out();
                tables
                    .canonical
                    .insert(table.url.clone(), written(table, &kept.rows).into());
                tables.sheets.0.insert(table.file.clone(), kept.sheet);
            }
        }
        tables
    }

    /// The tables of a group with each cell in the form that its column has, and the rows as they are in their files; `None` for one that
    /// cannot be read. A quotation whose positions are known is empty.
    pub fn understood(files: &'r dyn Resources, group: &TableGroup, around: &Around<'_>) -> Vec<Option<Understood>> {
        let (_, read) = Self::settled(files, group, around);
        let understood = |kept: Kept| Understood {
            places: kept.sheet.row_places().collect(),
            rows: kept.rows,
        };
        read.into_iter().map(|kept| kept.map(understood)).collect()
    }

    /// The tables of a group with each cell in the form that its column has; `None` for one that cannot be read.
    fn settled(files: &'r dyn Resources, group: &TableGroup, around: &Around<'_>) -> (Self, Vec<Option<Kept>>) {
        let mut tables = Self {
            files,
            canonical: HashMap::new(),
            sheets: Sheets::default(),
            found: Faults::default(),
            language: Language::of(around.language).unwrap_or_else(Language::digits),
        };
        let mut read: Vec<Option<Kept>> = group.tables.iter().map(|table| tables.kept(group, table)).collect();
        let rows: Vec<Option<&Rows>> = read
            .iter()
            .map(|kept| {
                kept.as_ref()
                    .filter(|kept| !kept.sheet.is_unsure())
                    .map(|kept| &kept.rows)
            })
            .collect();
        let mut known = Known::of(group, &rows, around.ontology);
        known.take_lines(&|table_index, row_index| read.get(table_index)?.as_ref()?.sheet.line(row_index));
        let language = tables.language;
        tables.found.know(group, &known);
        for (table_index, (table, kept)) in group.tables.iter().zip(&mut read).enumerate() {
            if let Some(kept) = kept {
                let columns = Columns {
                    group,
                    table_index,
                    table,
                    known: &known,
                    language,
                };
                kept.changed |= tables.settle(&columns, kept);
            }
        }
        let passages = Passages {
            group,
            texts: around.texts,
            language: around.language,
            read: Cell::new(0),
        };
        passages.fill_hashes(&mut read);
        passages.settle(Of::Documents, &mut read, &mut tables.found);
        for (table, kept) in group.tables.iter().zip(&mut read) {
            if let Some(kept) = kept {
                kept.changed |= name_by_content(table, &mut kept.rows);
            }
        }
        // Their claims may only now have keys.
        passages.settle(Of::Claims, &mut read, &mut tables.found);
        (tables, read)
    }

    /// The bytes of a table; `None` if it is not there or cannot be read, which its conversion says.
    fn bytes(&self, url: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.files.open(url).ok()??.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// A table as it is in its file; `None` for one that cannot be read, which is told.
    fn kept(&mut self, group: &TableGroup, table: &Table) -> Option<Kept> {
        let bytes = self.bytes(&table.url)?;
        match Sheet::read(&bytes, table, group) {
            Reading::Table(sheet, mut rows) => {
                self.found.findings.extend(sheet.findings());
                Some(Kept {
                    changed: name_by_label(table, &mut rows),
                    left_out: BTreeSet::new(),
                    stands_for: Vec::new(),
                    sheet: *sheet,
                    rows,
                })
            }
            Reading::Wrong(findings) => {
                self.found.break_off(&table.file, findings);
                None
            }
            Reading::Other => None,
        }
    }

    /// Brings each cell of a table into the form that its column has; whether one changed.
    fn settle(&mut self, columns: &Columns<'_>, kept: &mut Kept) -> bool {
        let file = &columns.table.file;
        let Kept {
            sheet,
            rows,
            stands_for,
            ..
        } = kept;
        let kinds = self.kinds(columns, sheet, rows);
        let mut changed = columns.explains(&kinds, rows);
        if changed {
            self.found.findings.extend(sheet.take_out_first());
            rows.remove(0);
        }
        let written = kinds.len();
        let lacking: Vec<usize> = sheet
            .lacks()
            .filter(|column| columns.table.columns[*column].required)
            .collect();
        let has_bases = columns.has_bases(rows);
        let mut empty = columns.emptiness(sheet, rows);
        for (row_index, row) in rows.iter_mut().enumerate() {
            let row_number = row_index as u64 + 1;
            // A missing column is one finding, and not one for each row.
            lacking
                .iter()
                .for_each(|column| self.found.settle(file, row_number, column + 1));
            if let Some((expected, found)) = sheet.too_long(row) {
                changed = true;
                let place = sheet.cell(row_index, None);
                self.found
                    .findings
                    .push(sheet.row_length(row_index, place, (found, expected)));
                row.truncate(written);
                (0..=written).for_each(|column| self.found.settle(file, row_number, column));
                continue;
            }
            if let Some((column_index, is_whole, finding)) = empty.remove(&row_index) {
                self.found.findings.push(finding);
                let columns = if is_whole {
                    0..=written
                } else {
                    column_index + 1..=column_index + 1
                };
                columns.for_each(|column| self.found.settle(file, row_number, column));
                if is_whole {
                    continue;
                }
            }
            for column_index in 0..written.min(row.len()) {
                let place = || sheet.cell(row_index, Some(column_index));
                let at = (row_number, column_index + 1);
                let instead = columns.stands_for(&kinds[column_index], column_index, trimmed(&row[column_index]));
                stands_for.extend(instead.map(|text| (row_index, column_index, text)));
                changed |= self.settle_cell(columns, &kinds[column_index], row, at, (has_bases, &place));
            }
        }
        changed
    }

    /// What the columns of a table are; says what is to be said of the order of day and month in dates, and of the signs in numbers.
    fn kinds(&mut self, columns: &Columns<'_>, sheet: &Sheet, rows: &Rows) -> Vec<Kind> {
        let described = columns.table.columns.iter().enumerate();
        let described = described.filter(|(_, column)| !column.is_virtual);
        let is_english = columns.language.tag() == "en";
        described
            .map(|(column_index, column)| match columns.kind(column_index) {
                Kind::Date(..) => {
                    let dates = Dates::of(rows, column_index, &|text| fits(column, text));
                    let found = dates.finding(sheet, rows, column_index, is_english, columns.language);
                    self.found.findings.extend(found);
                    Kind::Date(dates.order(), dates.is_sure(is_english))
                }
                Kind::Number(_) => {
                    let figures = Figures::of(rows, column_index);
                    let is_amount = known::is_of(column, "minimum") || known::is_of(column, "maximum");
                    // Of a comma in French nothing else may tell that it is a decimal one.
                    let read = |text: &str| {
                        let is_open = is_amount && !is_english && text.contains(',');
                        is_open
                            .then(|| Some(cells::number(text, columns.language)?.0))
                            .flatten()
                    };
                    let found = figures.finding(sheet, rows, column_index, &read);
                    // Both bounds of a sum are mostly written alike.
                    let is_told =
                        |found: &Diagnostic| self.found.findings.iter().any(|told| told.message == found.message);
                    let found = found.filter(|found| !is_told(found));
                    self.found.findings.extend(found);
                    Kind::Number(figures)
                }
                Kind::Reference(target) if self.found.is_unread(target) => {
                    let cells = rows.iter().filter_map(|row| row.get(column_index));
                    let filled = cells.filter(|cell| !trimmed(cell).is_empty()).count();
                    self.found
                        .leave_open(&columns.table.file, column_index + 1, target, filled);
                    Kind::Other
                }
                kind => kind,
            })
            .collect()
    }

    /// Brings a cell into the form that its column has; whether it changed. `at` is its row and its column, from 1.
    fn settle_cell(
        &mut self,
        columns: &Columns<'_>,
        kind: &Kind,
        row: &mut [String],
        at: (u64, usize),
        around: (bool, &dyn Fn() -> Place),
    ) -> bool {
        let (has_bases, place) = around;
        let (file, column_index) = (&columns.table.file, at.1 - 1);
        match columns.settled(kind, column_index, trimmed(&row[column_index])) {
            Settled::As(text) => {
                let changes = row[column_index] != text;
                row[column_index] = text;
                return changes;
            }
            Settled::Amount { number, currency } => {
                let written = std::mem::replace(&mut row[column_index], number);
                if let Some(unit) = columns.give_unit(row, &currency, has_bases) {
                    let finding = code::two_units(place(), trimmed(&written), &currency, &unit);
                    self.found.findings.push(finding);
                    self.found.settle(file, at.0, at.1);
                }
                return true;
            }
            Settled::Silent => self.found.settle(file, at.0, at.1),
            Settled::Wrong(say) => {
                self.found.findings.push(say(place()));
                self.found.settle(file, at.0, at.1);
            }
            Settled::Unknown(table_index, say) => {
                let finding = say(place());
                self.found
                    .name_unknown(table_index, trimmed(&row[column_index]), finding);
                self.found.settle(file, at.0, at.1);
            }
        }
        false
    }

    /// The metadata with the dialect of the tables in their form here, and without references to tables that were not read.
    pub fn group(&self, group: &TableGroup) -> TableGroup {
        let mut group = group.clone();
        for table in &mut group.tables {
            if self.canonical.contains_key(&table.url) {
                table.dialect = Dialect::default();
            }
            table.foreign_keys.retain(|key| !self.found.is_unread(key.table_index));
        }
        group
    }

    /// What is to be said of the tables, with places in their files: what was found while reading, and by their conversion, without
    /// what follows from other findings.
    pub fn told(&mut self, group: &TableGroup, converted: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for finding in converted {
            let sheets = &self.sheets;
            self.found
                .take(finding, group, self.language, &|place| sheets.place(place));
        }
        self.found.told(group)
    }

    /// The tables as they are in their files.
    pub fn into_sheets(self) -> Sheets {
        self.sheets
    }
}

/// The index of the column that a heading is that of: its name or a title of it, however it is written. Virtual ones have none.
pub fn column(table: &Table, heading: &str) -> Option<usize> {
    known::column(table, heading)
}

impl Kept {
    /// Removes the rows that enter nothing.
    fn leave_out(&mut self) {
        self.sheet.leave_out(&self.left_out);
        let mut index = 0;
        self.rows.retain(|_| {
            index += 1;
            !self.left_out.contains(&(index - 1))
        });
    }
}

impl Sheets {
    /// The headings of columns that the metadata do not describe, each with its file.
    pub fn undescribed(&self) -> impl Iterator<Item = (&str, &str)> {
        let sheets = self.0.iter();
        sheets.flat_map(|(file, sheet)| sheet.undescribed().map(|heading| (file.as_str(), heading)))
    }

    /// A place in the form of the metadata as the place in the file.
    pub fn place(&self, place: Place) -> Place {
        match self.0.get(&place.file) {
            Some(sheet) => sheet.place(place),
            None => place,
        }
    }
}

impl Resources for Tables<'_> {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        match self.canonical.get(url) {
            Some(bytes) => Ok(Some(Box::new(Cursor::new(Arc::clone(bytes))))),
            None => self.files.open(url),
        }
    }

    fn name(&self, url: &str) -> String {
        self.files.name(url)
    }

    fn allows(&self, url: &str) -> bool {
        self.files.allows(url)
    }

    fn size(&self, url: &str) -> Option<u64> {
        match self.canonical.get(url) {
            Some(bytes) => Some(bytes.len() as u64),
            None => self.files.size(url),
        }
    }
}

/// A cell without the white space around it, no-break spaces included.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

/// The index of the column of a table that a heading names, by its name or one of its titles, however spelt.
pub fn column_of(table: &Table, heading: &str) -> Option<usize> {
    known::column(table, heading)
}

/// A table as its metadata describe it.
pub fn written(table: &Table, rows: &[Vec<String>]) -> Vec<u8> {
    let header = table
        .columns
        .iter()
        .filter(|column| !column.is_virtual)
        .map(Column::label);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    // Nothing fails in memory.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
