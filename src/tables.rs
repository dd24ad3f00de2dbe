//! The tables of a dossier as people keep them, and the form of them that the metadata describe.
//!
//! Takes the metadata and the files of the tables; gives each table as UTF-8 with commas, with the columns of the metadata in
//! their order, references as keys, words of lists as the ontology spells them, numbers and dates as their datatypes want
//! them. What cannot be understood is left as it is, so that its conversion says what is wrong; the places of such findings
//! are then changed to those in the files ([`Tables::located`]).
//!
//! Columns may be missing and in any order, and headings may be names or titles; blank rows are passed over. The encoding
//! (UTF-8, UTF-16, Windows-1252), the delimiter and Excel's line `sep=;` are recognised. Where the texts are at hand, quotations
//! become positions, and hashes that are not written are computed.

mod amounts;
mod cells;
pub mod edited;
mod known;
mod passages;
pub mod references;
mod sheet;
mod shipped;

pub(crate) use cells::number;

use crate::texts::Texts;
use crate::vocabulary;
use csvw::Resources;
use csvw::dialect::Dialect;
use csvw::metadata::{Column, Table, TableGroup};
use diagnostic::{Diagnostic, Place, code};
use known::{Found, Known};
use oxigraph::model::Triple;
use passages::{Of, Passages};
use sheet::Sheet;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
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
}

/// What was found while reading.
#[derive(Default)]
struct Faults {
    findings: Vec<Diagnostic>,
    /// The cells with findings here: file, data row, column from 1, all in the form of the metadata.
    settled: HashSet<(String, u64, usize)>,
    /// How many quotations stand nowhere.
    nowhere: usize,
}

/// A table that was read.
struct Kept {
    sheet: Sheet,
    rows: Rows,
    /// Whether a cell has another form than in the file.
    changed: bool,
    /// Rows that enter nothing, by index.
    left_out: BTreeSet<usize>,
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
            let Some(mut kept) = kept else { continue };
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
        };
        let mut read: Vec<Option<Kept>> = Vec::new();
        for table in &group.tables {
            let bytes = tables.bytes(&table.url);
            let found = bytes.and_then(|bytes| Sheet::read(&bytes, table));
            read.push(found.map(|(sheet, mut rows)| {
                tables.found.findings.extend(sheet.findings());
                Kept {
                    changed: name_by_label(table, &mut rows),
                    left_out: BTreeSet::new(),
                    sheet,
                    rows,
                }
            }));
        }
        let rows: Vec<Option<&Rows>> = read.iter().map(|kept| kept.as_ref().map(|kept| &kept.rows)).collect();
        let known = Known::of(group, &rows, around.ontology);
        let language = Language::of(around.language).unwrap_or_else(Language::digits);
        for (table, kept) in group.tables.iter().zip(&mut read) {
            if let Some(kept) = kept {
                let columns = Columns {
                    group,
                    table,
                    known: &known,
                    language,
                };
                kept.changed |= tables.settle(&columns, &kept.sheet, &mut kept.rows);
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

    /// Brings each cell of a table into the form that its column has; whether one changed.
    fn settle(&mut self, columns: &Columns<'_>, sheet: &Sheet, rows: &mut Rows) -> bool {
        let mut changed = false;
        let kinds: Vec<Kind> = (0..columns.table.columns.len())
            .map(|index| columns.kind(index))
            .collect();
        let written = columns.table.columns.iter().filter(|column| !column.is_virtual).count();
        let file = &columns.table.file;
        let lacking: Vec<usize> = sheet
            .lacks()
            .filter(|column| columns.table.columns[*column].required)
            .collect();
        let has_bases = columns.has_bases(rows);
        for (row_index, row) in rows.iter_mut().enumerate() {
            let row_number = row_index as u64 + 1;
            // A missing column is one finding, and not one for each row.
            self.found
                .settled
                .extend(lacking.iter().map(|column| (file.clone(), row_number, column + 1)));
            if let Some((expected, found)) = sheet.too_long(row) {
                changed = true;
                let place = sheet.cell(row_index, None);
                self.found
                    .findings
                    .push(code::row_length(place, found, expected, sheet.delimiter()));
                row.truncate(written);
                self.found
                    .settled
                    .extend((0..=written).map(|column| (file.clone(), row_number, column)));
                continue;
            }
            for column_index in 0..written.min(row.len()) {
                let text = trimmed(&row[column_index]);
                let settled = columns.settled(&kinds[column_index], column_index, text);
                match settled {
                    Settled::As(text) => {
                        changed |= row[column_index] != text;
                        row[column_index] = text;
                    }
                    Settled::Amount { number, currency } => {
                        changed = true;
                        let written = std::mem::replace(&mut row[column_index], number);
                        if let Some(unit) = columns.give_unit(row, &currency, has_bases) {
                            let place = sheet.cell(row_index, Some(column_index));
                            self.found
                                .findings
                                .push(code::two_units(place, trimmed(&written), &currency, &unit));
                            self.found.settled.insert((file.clone(), row_number, column_index + 1));
                        }
                    }
                    Settled::Wrong(say) => {
                        self.found.findings.push(say(sheet.cell(row_index, Some(column_index))));
                        self.found.settled.insert((file.clone(), row_number, column_index + 1));
                    }
                }
            }
        }
        changed
    }

    /// The metadata with the dialect of the tables in their form here.
    pub fn group(&self, group: &TableGroup) -> TableGroup {
        let mut group = group.clone();
        let canonical = group
            .tables
            .iter_mut()
            .filter(|table| self.canonical.contains_key(&table.url));
        canonical.for_each(|table| table.dialect = Dialect::default());
        group
    }

    /// What was found while reading, with places in the files.
    pub fn take_findings(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.found.findings)
    }

    /// A finding of the conversion with its place in the file; `None` if its cell has a finding here.
    pub fn located(&self, mut finding: Diagnostic) -> Option<Diagnostic> {
        if let Some(place) = &finding.place
            && let Some(cell) = &place.cell
            && self
                .found
                .settled
                .contains(&(place.file.clone(), cell.row_number, cell.column_number))
        {
            return None;
        }
        finding.place = finding.place.map(|place| self.sheets.place(place));
        Some(finding)
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

/// The columns of a table, and what its cells may refer to.
struct Columns<'a> {
    group: &'a TableGroup,
    table: &'a Table,
    known: &'a Known,
    language: &'static Language,
}

/// What the cells of a column are.
enum Kind {
    /// Keys of a table, by its index.
    Reference(usize),
    /// Words of a list: ends of IRIs that begin so.
    Word(String),
    /// Numbers.
    Number,
    /// Dates, with any precision or as days.
    Date,
    /// Anything else.
    Other,
}

/// What becomes of a cell.
enum Settled {
    As(String),
    Amount { number: String, currency: String },
    Wrong(Box<dyn FnOnce(Place) -> Diagnostic>),
}

impl Columns<'_> {
    fn kind(&self, column_index: usize) -> Kind {
        let column = &self.table.columns[column_index];
        if column.is_virtual || column.separator.is_some() {
            return Kind::Other;
        }
        let mut keys = self.table.foreign_keys.iter();
        if let Some(key) = keys.find(|key| key.columns == [column_index] && key.referenced.len() == 1) {
            return Kind::Reference(key.table_index);
        }
        if let Some(start) = known::beginning(column)
            && self.known.has_words(&start)
        {
            return Kind::Word(start);
        }
        let takes = |text: &str| column.datatype.read(text, &mut String::new()).is_ok();
        match (takes("2024-05-21"), takes("1"), takes("a")) {
            (true, _, false) => Kind::Date,
            (false, true, false) => Kind::Number,
            _ => Kind::Other,
        }
    }

    fn settled(&self, kind: &Kind, column_index: usize, text: &str) -> Settled {
        let column = &self.table.columns[column_index];
        let as_it_is = || Settled::As(text.to_owned());
        if text.is_empty() || matches!(kind, Kind::Other) {
            return as_it_is();
        }
        let takes = |text: &str| column.datatype.read(text, &mut String::new()).is_ok();
        let fits = takes(text);
        match kind {
            Kind::Reference(table_index) => match self.unit_in_parts(column, *table_index, text) {
                Some(wrong) => wrong,
                None => self.reference(*table_index, text, fits),
            },
            Kind::Word(start) => self.word(column, start, text, fits),
            _ if fits => as_it_is(),
            Kind::Number => match cells::number(text, self.language) {
                Some((number, None)) => Settled::As(number),
                Some((number, Some(currency))) => Settled::Amount { number, currency },
                None => amounts::no_number(column, text).unwrap_or_else(as_it_is),
            },
            Kind::Date => {
                let period = || cells::period(text, self.language).filter(|period| takes(period));
                cells::date(text, self.language)
                    .or_else(period)
                    .map_or_else(as_it_is, Settled::As)
            }
            Kind::Other => as_it_is(),
        }
    }

    fn reference(&self, table_index: usize, text: &str, fits: bool) -> Settled {
        let file = &self.group.tables[table_index].file;
        let (text, file) = (text.to_owned(), file.clone());
        match self.known.key(table_index, &text) {
            Found::One(key) => Settled::As(key),
            Found::Several(keys) => Settled::Wrong(Box::new(move |place| {
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                code::several_of_this_name(place, &text, &file, &keys)
            })),
            // A key that nobody has: its conversion names the nearest.
            Found::None if fits || self.known.is_unread(table_index) => Settled::As(text),
            Found::None => {
                let labels = self.known.labels(table_index);
                Settled::Wrong(Box::new(move |place| {
                    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
                    code::unknown_key(place, &text, false, &file, labels.len(), &labels)
                }))
            }
        }
    }

    fn word(&self, column: &Column, start: &str, text: &str, fits: bool) -> Settled {
        // Lists may share the beginning of their IRIs; then the form of the column tells their words apart.
        let takes = |word: &str| column.datatype.read(word, &mut String::new()).is_ok();
        let text = text.to_owned();
        match self.known.word(start, &text, &takes) {
            Found::One(word) => Settled::As(word),
            Found::None if fits => Settled::As(text),
            Found::None | Found::Several(_) => {
                let words = self.known.words(start, &takes);
                Settled::Wrong(Box::new(move |place| {
                    let words: Vec<&str> = words.iter().map(String::as_str).collect();
                    code::unknown_word(place, &text, &words)
                }))
            }
        }
    }
}

/// A cell without the white space around it, no-break spaces included.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

/// The column of a table's key, if it is a single one that may be left out: it is made of what the row says.
fn key_column(table: &Table) -> Option<usize> {
    match table.primary_key[..] {
        [column] if !table.foreign_keys.iter().any(|key| key.columns == [column]) => Some(column),
        _ => None,
    }
}

/// The index of the column of a table that a heading names, by its name or one of its titles, however spelt.
pub fn column_of(table: &Table, heading: &str) -> Option<usize> {
    known::column(table, heading)
}

/// Gives rows without a key one that is made of their first label; whether there was one. Each row has the cells of the
/// described columns in their order.
pub fn name_by_label(table: &Table, rows: &mut Rows) -> bool {
    let labels: Vec<usize> = known::label_columns(table)
        .filter(|index| table.columns[*index].separator.is_none())
        .collect();
    key_column(table).filter(|_| !labels.is_empty()).is_some_and(|key| {
        name(key, None, rows, |row| {
            let label = labels
                .iter()
                .filter_map(|column| row.get(*column))
                .find(|label| !label.is_empty());
            label.map(|label| slug(label)).unwrap_or_default()
        })
    })
}

/// Gives rows without a key one that is made of the keys to which they must refer, with the start of the passage if another row
/// has it; whether there was one.
fn name_by_content(table: &Table, rows: &mut Rows) -> bool {
    let required: Vec<usize> = (0..table.columns.len())
        .filter(|index| table.columns[*index].required && table.foreign_keys.iter().any(|key| key.columns == [*index]))
        .collect();
    key_column(table).filter(|_| !required.is_empty()).is_some_and(|key| {
        name(key, passages::at(table, vocabulary::START), rows, |row| {
            let parts: Vec<&str> = required
                .iter()
                .filter_map(|column| row.get(*column))
                .map(String::as_str)
                .collect();
            match parts.iter().all(|part| !part.is_empty()) {
                true => slug(&parts.join("-")),
                false => String::new(),
            }
        })
    })
}

/// Gives rows without a key the one that `made` makes of them, with the text of the column `also` if another row has it, or else
/// with a number from 2 on.
fn name(key: usize, also: Option<usize>, rows: &mut Rows, made: impl Fn(&[String]) -> String) -> bool {
    let mut named = false;
    let mut numbers: HashMap<String, u64> = HashMap::new();
    let mut taken: HashSet<String> = rows.iter().filter_map(|row| row.get(key)).cloned().collect();
    for row in rows
        .iter_mut()
        .filter(|row| row.get(key).is_some_and(|key| trimmed(key).is_empty()))
    {
        let made = made(row);
        if made.is_empty() {
            continue;
        }
        let with_start = also
            .and_then(|column| row.get(column))
            .filter(|start| !start.is_empty() && taken.contains(&made))
            .map(|start| format!("{made}-{start}"));
        if let Some(free) = with_start.filter(|name| !taken.contains(name)) {
            taken.insert(free.clone());
            row[key] = free;
            named = true;
            continue;
        }
        // Counting goes on where it ended, or very many rows about one thing would take the square of their number.
        let next = numbers.entry(made.clone()).or_insert(1_u64);
        let free = loop {
            let name = match *next {
                1 => made.clone(),
                number => format!("{made}-{number}"),
            };
            *next += 1;
            if !taken.contains(&name) {
                break name;
            }
        };
        taken.insert(free.clone());
        row[key] = free;
        named = true;
    }
    named
}

/// A text as a key: lower-case letters without accents, digits, and `-` for all else; 60 at most.
pub fn slug(text: &str) -> String {
    let mut key = String::new();
    for letter in text::fold::fold(text).chars() {
        if letter.is_ascii_alphanumeric() {
            key.push(letter.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    key.truncate(60);
    key.trim_end_matches('-').to_owned()
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
