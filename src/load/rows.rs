//! An index from the subjects of the tables to their rows: file, row number, line, and the row's cells.
//!
//! It is filled while the tables are converted, so that no table is read twice. It keeps each record as text and parses
//! it into cells again on request: a row takes 24 bytes besides its text, and each of its subjects some 45 bytes
//! besides its IRI. Blocks of rows are indexed in parallel, as they are converted.

use crate::tables::Sheets;
use crate::withheld::Withheld;
use csvw::block::Blocks;
use csvw::dialect::Dialect;
use csvw::record;
use csvw::{BlockSink, CurrentRow, RowPlace, Sink, Statement};
use diagnostic::Place;
use hashbrown::{DefaultHashBuilder, HashTable};
use oxigraph::model::NamedOrBlankNodeRef;
use std::hash::BuildHasher as _;
use std::io::{self, Read as _};
use std::ops::Range;
use std::sync::Arc;

/// The rows of a dossier's tables, indexed by the subjects of their triples.
#[derive(Default)]
pub struct RowIndex {
    tables: Vec<TableHead>,
    blocks: Vec<BlockRows>,
    /// The first row of each subject.
    first: HashTable<Entry>,
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
    /// Subject IRIs and records, concatenated.
    text: String,
    rows: Vec<RowAt>,
    subjects: Vec<Subject>,
}

/// The place of a row, and of its record in the text of the block.
struct RowAt {
    line: u64,
    row_number: u64,
    start: u32,
    end: u32,
}

/// A subject of a row.
struct Subject {
    hash: u64,
    start: u32,
    end: u32,
    /// The row's index in the block.
    row: u32,
}

/// A subject's first row.
struct Entry {
    hash: u64,
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
        let hash = self.hasher.hash_one(subject);
        let entry = self.first.find(hash, |entry| self.subject(entry) == Some(subject))?;
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

    fn subject(&self, entry: &Entry) -> Option<&str> {
        let block = self.blocks.get(entry.block as usize)?;
        block.subject(block.subjects.get(entry.subject as usize)?)
    }

    /// Adds the rows of a block; a subject that is already indexed keeps its row.
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
        let Ok(block) = u32::try_from(self.blocks.len()) else {
            return;
        };
        self.blocks.push(rows);
        let Self { blocks, first, .. } = self;
        let Some(added) = blocks.last() else { return };
        let text = |entry: &Entry| {
            let block = blocks.get(entry.block as usize)?;
            block.subject(block.subjects.get(entry.subject as usize)?)
        };
        for (number, subject) in (0_u32..).zip(&added.subjects) {
            let wanted = added.subject(subject);
            if first.find(subject.hash, |entry| text(entry) == wanted).is_none() {
                let entry = Entry {
                    hash: subject.hash,
                    block,
                    subject: number,
                };
                first.insert_unique(subject.hash, entry, |entry| entry.hash);
            }
        }
    }
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
    fn text(&self, range: Range<u32>) -> Option<&str> {
        self.text.get(range.start as usize..range.end as usize)
    }

    fn subject(&self, subject: &Subject) -> Option<&str> {
        self.text(subject.start..subject.end)
    }

    /// Appends to the text; `None` if the block would exceed 4 GiB.
    fn keep(&mut self, text: &str) -> Option<Range<u32>> {
        let start = u32::try_from(self.text.len()).ok()?;
        let end = u32::try_from(self.text.len() + text.len()).ok()?;
        self.text.push_str(text);
        Some(start..end)
    }
}

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
        self.row().map_or(0, |row| row.row_number)
    }

    /// The subjects of the row's triples.
    pub fn subjects(&self) -> impl Iterator<Item = &'i str> {
        let block = self.block;
        let own = self.row_index;
        let first = block.subjects.partition_point(|subject| (subject.row as usize) < own);
        let subjects = block.subjects.get(first..).unwrap_or_default().iter();
        subjects
            .take_while(move |subject| subject.row as usize == own)
            .filter_map(|subject| block.subject(subject))
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
            line: self.row().map_or(0, |row| row.line),
        };
        let place = self.sheets.place(place.cell(position, at));
        match self.withheld {
            Some(withheld) => withheld.place(place),
            None => place,
        }
    }

    /// Parses the record into its cells.
    fn cut<T>(&self, take: impl FnOnce(&record::Row<'_>) -> T) -> Option<T> {
        let row = self.row()?;
        let record = self.block.text(row.start..row.end)?;
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
    hasher: DefaultHashBuilder,
    head: Option<TableHead>,
    rows: BlockRows,
    /// The first subject of the current row, among those of the block.
    first: usize,
}

impl<B> IndexingBlock<B> {
    fn note(&mut self, subject: &str, current: &CurrentRow<'_>) {
        let rows = &mut self.rows;
        let own = rows.subjects.get(self.first..).unwrap_or_default();
        if own.iter().any(|known| rows.subject(known) == Some(subject)) {
            return;
        }
        if own.is_empty() {
            self.head.get_or_insert_with(|| TableHead::of(current));
            let Some(record) = rows.keep(current.row.text()) else {
                return;
            };
            rows.rows.push(RowAt {
                line: current.row.line,
                row_number: current.row.row_number,
                start: record.start,
                end: record.end,
            });
        }
        if let (Some(text), Ok(row)) = (rows.keep(subject), u32::try_from(rows.rows.len() - 1)) {
            rows.subjects.push(Subject {
                hash: self.hasher.hash_one(subject),
                start: text.start,
                end: text.end,
                row,
            });
        }
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
            hasher: self.index.hasher.clone(),
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
