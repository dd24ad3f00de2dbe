//! An index from the subjects of the tables to their rows: file, row number, line, and the row's cells.
//!
//! It is filled while the tables are converted, so that no table is read twice. It keeps each record as text and parses
//! it into cells again on request: a row takes 16 bytes besides its text. A subject takes 20 bytes, as the end of its IRI mostly stands in the
//! record, and 12 more in the sorted array in which subjects are looked for, which is made when the first is. Blocks of rows are
//! indexed in parallel, as they are converted.

use crate::tables::Sheets;
use crate::withheld::Withheld;
use csvw::block::Blocks;
use csvw::dialect::Dialect;
use csvw::record;
use csvw::{BlockSink, CurrentRow, RowPlace, Sink, Statement};
use diagnostic::Place;
use hashbrown::DefaultHashBuilder;
use oxigraph::model::NamedOrBlankNodeRef;
use std::hash::BuildHasher as _;
use std::io::{self, Read as _};
use std::sync::{Arc, OnceLock};

/// The rows of a dossier's tables, indexed by the subjects of their triples.
#[derive(Default)]
pub struct RowIndex {
    tables: Vec<TableHead>,
    blocks: Vec<BlockRows>,
    /// All subjects, sorted by their hashes, those with one hash in the order of their rows; made when the first is looked for.
    sorted: OnceLock<Vec<Entry>>,
    hasher: DefaultHashBuilder,
    /// The tables as they are in their files, where they differ from the rows here.
    sheets: Sheets,
    /// What is kept back of the rows.
    withheld: Option<Arc<Withheld>>,
}

/// The properties that all rows of a table share.
struct TableHead {
    file: Arc<str>,
    header: Arc<Vec<String>>,
    /// The CSV dialect by which a record is parsed into cells again.
    dialect: Dialect,
    /// The property of each column, with its position in the file; virtual columns have no position.
    positions: Vec<(String, Option<usize>)>,
}

/// The rows of a block that have triples.
#[derive(Default)]
struct BlockRows {
    table_index: usize,
    /// Records, and of the subjects what is in no record, concatenated.
    text: String,
    /// The line and the number of the first row.
    first: [u64; 2],
    rows: Vec<RowAt>,
    subjects: Vec<Subject>,
}

/// The place of a row, and of its record in the text of the block.
struct RowAt {
    /// How many lines, and how many rows, it is after the first of the block.
    line: u32,
    row_number: u32,
    start: u32,
    end: u32,
}

/// A subject of a row: where the beginning of its IRI and the rest lie in the text of the block.
struct Subject {
    beginning: [u32; 2],
    rest: [u32; 2],
    /// The row's index in the block.
    row: u32,
}

/// A subject, in the array of all.
struct Entry {
    /// The half of the hash of its IRI.
    half: u32,
    block: u32,
    subject: u32,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub struct TableRow<'i> {
    sheets: &'i Sheets,
    withheld: Option<&'i Withheld>,
    table: &'i TableHead,
    block: &'i BlockRows,
    row_index: usize,
}

impl RowIndex {
    /// The first row with triples about a subject.
    pub fn row(&self, subject: &str) -> Option<TableRow<'_>> {
        let subject = self
            .withheld
            .as_ref()
            .map_or(subject, |withheld| withheld.original(subject));
        let entry = self.find(subject)?;
        let block = self.blocks.get(entry.block as usize)?;
        Some(TableRow {
            sheets: &self.sheets,
            withheld: self.withheld.as_deref(),
            table: self.tables.get(block.table_index)?,
            row_index: block.subjects.get(entry.subject as usize)?.row as usize,
            block,
        })
    }

    /// The rows of the tables that have a column for a property, in their order.
    pub fn rows_with<'i>(&'i self, property: &'i str) -> impl Iterator<Item = TableRow<'i>> {
        let blocks = self.blocks.iter().filter_map(move |block| {
            let table = self.tables.get(block.table_index)?;
            table.position(property).map(|_| (table, block))
        });
        let (sheets, withheld) = (&self.sheets, self.withheld.as_deref());
        blocks.flat_map(move |(table, block)| {
            (0..block.rows.len()).map(move |row_index| TableRow {
                sheets,
                withheld,
                table,
                block,
                row_index,
            })
        })
    }

    /// Gives the rows their places in the files, where the tables have another form there.
    pub(super) fn keep(&mut self, sheets: Sheets) {
        self.sheets = sheets;
    }

    /// The headings of columns that the metadata do not describe, each with its file.
    pub fn undescribed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sheets.undescribed()
    }

    /// Shows of the rows only what is published.
    pub(crate) fn keep_back(&mut self, withheld: Arc<Withheld>) {
        self.withheld = Some(withheld);
    }

    /// The first entry of a subject.
    fn find(&self, iri: &str) -> Option<&Entry> {
        let sorted = self.sorted.get_or_init(|| self.entries());
        let half = half(self.hasher.hash_one(iri));
        let first = sorted.partition_point(|entry| entry.half < half);
        let alike = sorted.get(first..)?.iter().take_while(|entry| entry.half == half);
        alike.into_iter().find(|entry| self.is_subject(entry, iri))
    }

    fn is_subject(&self, entry: &Entry, iri: &str) -> bool {
        let block = self.blocks.get(entry.block as usize);
        let subject = block.and_then(|block| Some((block, block.subjects.get(entry.subject as usize)?)));
        subject.is_some_and(|(block, subject)| block.is_subject(subject, iri))
    }

    /// All subjects, sorted.
    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.blocks.iter().map(|block| block.subjects.len()).sum());
        let mut iri = String::new();
        for (block_number, block) in (0..).zip(&self.blocks) {
            for (number, subject) in (0..).zip(&block.subjects) {
                iri.clear();
                iri.extend(block.subject(subject).into_iter().flatten());
                entries.push(Entry {
                    half: half(self.hasher.hash_one(iri.as_str())),
                    block: block_number,
                    subject: number,
                });
            }
        }
        entries.sort_unstable_by_key(|entry| (entry.half, entry.block, entry.subject));
        entries
    }

    /// Adds the rows of a block.
    fn add(&mut self, head: TableHead, mut rows: BlockRows) {
        if !self
            .tables
            .last()
            .is_some_and(|last| Arc::ptr_eq(&last.file, &head.file))
        {
            self.tables.push(head);
        }
        rows.table_index = self.tables.len() - 1;
        rows.text.shrink_to_fit();
        rows.rows.shrink_to_fit();
        rows.subjects.shrink_to_fit();
        self.blocks.push(rows);
        self.sorted.take();
    }
}

/// The half of a hash.
fn half(hash: u64) -> u32 {
    // The shift leaves 32 bits.
    u32::try_from(hash >> 32).unwrap_or(0)
}

impl TableHead {
    fn of(current: &CurrentRow<'_>) -> Self {
        let plan = current.plan;
        let RowPlace { file, header, .. } = current.place();
        let columns = plan.columns.iter().enumerate();
        let positions = columns
            .filter(|(_, column)| !column.is_virtual)
            .filter_map(|(index, column)| {
                let property = column.property.constant()?.to_owned();
                Some((property, plan.positions.get(index).copied().flatten()))
            });
        Self {
            file,
            header,
            dialect: Dialect {
                encoding: "utf-8".to_owned(),
                header_row_count: 0,
                skip_rows: 0,
                ..plan.table.dialect.clone()
            },
            positions: positions.collect(),
        }
    }

    /// The position of a property's column: `None` without such a column, `Some(None)` if the column is virtual.
    fn position(&self, property: &str) -> Option<Option<usize>> {
        let mut positions = self.positions.iter();
        positions
            .find(|(known, _)| known == property)
            .map(|(_, position)| *position)
    }
}

impl BlockRows {
    fn text(&self, [start, end]: [u32; 2]) -> Option<&str> {
        self.text.get(start as usize..end as usize)
    }

    /// The beginning and the rest of a subject's IRI.
    fn subject(&self, subject: &Subject) -> Option<[&str; 2]> {
        Some([self.text(subject.beginning)?, self.text(subject.rest)?])
    }

    fn is_subject(&self, subject: &Subject, iri: &str) -> bool {
        let parts = self.subject(subject);
        parts.is_some_and(|[beginning, rest]| iri.strip_prefix(beginning) == Some(rest))
    }

    /// Appends to the text; `None` if the block would exceed 4 GiB.
    fn keep(&mut self, text: &str) -> Option<[u32; 2]> {
        let start = u32::try_from(self.text.len()).ok()?;
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        self.text.push_str(text);
        Some([start, end])
    }

    /// Adds a row; `false` if the block would be too large.
    fn add_row(&mut self, current: &CurrentRow<'_>) -> bool {
        let (line, number) = (current.row.line, current.row.row_number);
        if self.rows.is_empty() {
            self.first = [line, number];
        }
        let after = |value: u64, first: u64| u32::try_from(value.checked_sub(first)?).ok();
        let [first_line, first_number] = self.first;
        let (Some(line), Some(row_number)) = (after(line, first_line), after(number, first_number)) else {
            return false;
        };
        let Some([start, end]) = self.keep(current.row.text()) else {
            return false;
        };
        self.rows.push(RowAt {
            line,
            row_number,
            start,
            end,
        });
        true
    }

    /// Adds a subject of the last row. What follows the last `/` or `#` of its IRI is looked for in the record, and what comes before is that of
    /// the subject before, mostly.
    fn add_subject(&mut self, iri: &str) -> Option<()> {
        let row = u32::try_from(self.rows.len().checked_sub(1)?).ok()?;
        let record = self.rows.last().map(|row| [row.start, row.end])?;
        let (beginning, rest) = iri.split_at(iri.rfind(['/', '#']).map_or(0, |at| at + 1));
        let in_record = self.text(record)?.find(rest);
        let rest = match in_record.and_then(|at| u32::try_from(at).ok()) {
            // A record and what is in it fit into 4 GiB.
            Some(at) => [record[0] + at, record[0] + at + u32::try_from(rest.len()).ok()?],
            None => self.keep(rest)?,
        };
        let last = self
            .subjects
            .iter()
            .rev()
            .take(BEGINNINGS)
            .map(|subject| subject.beginning);
        let known = last.into_iter().find(|known| self.text(*known) == Some(beginning));
        let beginning = match known {
            Some(known) => known,
            None => self.keep(beginning)?,
        };
        self.subjects.push(Subject { beginning, rest, row });
        Some(())
    }
}

/// So many subjects may come between two whose IRIs begin alike: a row has few of them.
const BEGINNINGS: usize = 4;

impl<'i> TableRow<'i> {
    fn row(&self) -> Option<&'i RowAt> {
        self.block.rows.get(self.row_index)
    }

    /// The table's name in messages.
    pub fn file(&self) -> &'i str {
        &self.table.file
    }

    /// The data row, from 1.
    pub fn row_number(&self) -> u64 {
        self.row()
            .map_or(0, |row| self.block.first[1] + u64::from(row.row_number))
    }

    /// The subjects of the row's triples.
    pub fn subjects(&self) -> impl Iterator<Item = String> + 'i {
        let block = self.block;
        let own = self.row_index;
        let first = block.subjects.partition_point(|subject| (subject.row as usize) < own);
        let subjects = block.subjects.get(first..).unwrap_or_default().iter();
        subjects
            .take_while(move |subject| subject.row as usize == own)
            .filter_map(|subject| Some(block.subject(subject)?.concat()))
    }

    /// The text of a property's cell; empty if the row has none.
    pub fn cell(&self, property: &str) -> String {
        let position = self.table.position(property).flatten();
        let text = self.cut(|row| Some(row.get(position?)?.to_owned()));
        text.flatten().unwrap_or_default()
    }

    /// The place of a property's cell, or of the row if there is no column for the property.
    pub fn place(&self, property: Option<&str>) -> Place {
        let position = property.and_then(|property| self.table.position(property)).flatten();
        let cut = self.cut(|row| {
            let cells: Vec<String> = row.iter().map(str::to_owned).collect();
            (cells, position.and_then(|position| row.place(position)))
        });
        let (cells, at) = cut.unwrap_or_default();
        let place = RowPlace {
            file: Arc::clone(&self.table.file),
            header: Arc::clone(&self.table.header),
            row: Arc::new(cells),
            row_number: self.row_number(),
            line: self.row().map_or(0, |row| self.block.first[0] + u64::from(row.line)),
        };
        let place = self.sheets.place(place.cell(position, at));
        match self.withheld {
            Some(withheld) => withheld.place(place, &self.subjects().collect::<Vec<_>>()),
            None => place,
        }
    }

    /// Parses the record into its cells.
    fn cut<T>(&self, take: impl FnOnce(&record::Row<'_>) -> T) -> Option<T> {
        let row = self.row()?;
        let record = self.block.text([row.start, row.end])?;
        let dialect = &self.table.dialect;
        // The parser strips a byte order mark, so one is added: a mark that belongs to the record is kept.
        let bytes = "\u{feff}".as_bytes().chain(record.as_bytes());
        let block = Blocks::new(bytes, dialect, record.len() + 4).next(String::new());
        let block = block.ok().flatten()?;
        let mut cut = record::Row::default();
        record::Rows::new(&block, dialect).next(&mut cut).then(|| take(&cut))
    }
}

/// Forwards the triples of the tables and indexes their subjects by row.
pub(super) struct Indexing<'a, S> {
    pub sink: S,
    pub index: &'a mut RowIndex,
}

/// A block of rows with its index.
pub(super) struct IndexingBlock<B> {
    block: B,
    head: Option<TableHead>,
    rows: BlockRows,
    /// The first subject of the current row, among those of the block.
    first: usize,
}

impl<B> IndexingBlock<B> {
    fn note(&mut self, subject: &str, current: &CurrentRow<'_>) {
        let rows = &mut self.rows;
        let own = rows.subjects.get(self.first..).unwrap_or_default();
        if own.iter().any(|known| rows.is_subject(known, subject)) {
            return;
        }
        if own.is_empty() {
            self.head.get_or_insert_with(|| TableHead::of(current));
            if !rows.add_row(current) {
                return;
            }
        }
        // A block is far smaller than 4 GiB.
        let _ = rows.add_subject(subject);
    }
}

impl<B: BlockSink> BlockSink for IndexingBlock<B> {
    fn statement(&mut self, statement: &Statement<'_>) {
        self.block.statement(statement);
        if let (NamedOrBlankNodeRef::NamedNode(subject), Some(row)) = (statement.subject, statement.row) {
            self.note(subject.as_str(), row);
        }
    }

    fn end_row(&mut self) {
        self.block.end_row();
        self.first = self.rows.subjects.len();
    }
}

impl<S: Sink> Sink for Indexing<'_, S> {
    type Block = IndexingBlock<S::Block>;

    fn block(&mut self) -> Self::Block {
        IndexingBlock {
            block: self.sink.block(),
            head: None,
            rows: BlockRows::default(),
            first: 0,
        }
    }

    fn accept(&mut self, block: Self::Block, left_out: &[usize]) -> io::Result<()> {
        if let Some(head) = block.head {
            self.index.add(head, block.rows);
        }
        self.sink.accept(block.block, left_out)
    }
}
