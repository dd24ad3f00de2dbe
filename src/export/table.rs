//! A table that is written cell by cell: columns that know their cells, and an order of rows.
//!
//! Rows are read some at a time, column by column: the texts of a large graph lie far apart, and read by themselves, without
//! writing in between, the processor fetches many at once.

use crate::view::Value;
use csv::ByteRecord;
use std::borrow::Cow;
use std::io;
use std::ops::ControlFlow;

/// How many rows are read at once: their texts stay in the nearest cache.
const BLOCK: usize = 32;

/// The cells of a column in these rows, in their order; a cell is empty where a row has nothing.
type Cells<'g> = Box<dyn Fn(&[usize], &mut Vec<Cow<'g, str>>) + 'g>;

/// A column: its header and its cells.
pub(crate) struct Column<'g> {
    /// The header.
    pub name: String,
    cells: Cells<'g>,
}

impl<'g> Column<'g> {
    /// Puts a column together: its header, and the cell of a row.
    pub(crate) fn new(name: impl Into<String>, cell: impl Fn(usize) -> Cow<'g, str> + 'g) -> Self {
        Self {
            name: name.into(),
            cells: Box::new(move |rows, cells| cells.extend(rows.iter().map(|row| cell(*row)))),
        }
    }

    /// The column with other cells.
    pub(crate) fn map(self, spelled: impl Fn(Cow<'g, str>) -> Cow<'g, str> + 'g) -> Self {
        let Self { name, cells } = self;
        let cells: Cells<'g> = Box::new(move |rows, out| {
            let first = out.len();
            cells(rows, out);
            for cell in &mut out[first..] {
                *cell = spelled(std::mem::take(cell));
            }
        });
        Self { name, cells }
    }

    /// Looks at the cells of the first rows in order, as long as that is wanted.
    pub(crate) fn each_cell(&self, rows: usize, mut seen: impl FnMut(usize, &str) -> ControlFlow<()>) {
        let mut cells = Vec::with_capacity(BLOCK);
        let mut block: Vec<usize> = (0..rows.min(BLOCK)).collect();
        while block.first().is_some_and(|first| *first < rows) {
            cells.clear();
            (self.cells)(&block, &mut cells);
            for (row, cell) in block.iter().zip(&cells) {
                if seen(*row, cell).is_break() {
                    return;
                }
            }
            block.iter_mut().for_each(|row| *row += BLOCK);
            block.retain(|row| *row < rows);
        }
    }
}

/// Gives a value as a cell; empty where there is none, the items of a list between semicolons.
pub(crate) fn plain(value: Option<Value<'_>>) -> Cow<'_, str> {
    match value {
        None => Cow::Borrowed(""),
        Some(
            Value::Text(text) | Value::Integer(text) | Value::Decimal(text) | Value::Date(text) | Value::Iri(text),
        ) => Cow::Borrowed(text),
        Some(Value::Boolean(truth)) => Cow::Borrowed(if truth { "true" } else { "false" }),
        Some(list @ Value::List(_)) => Cow::Owned(list.plain()),
    }
}

/// A period as ISO 8601 writes it, each end with its own precision: `2024-05/2024-06-15`, and `..` for an open end.
pub(crate) fn period(start: Option<&str>, end: Option<&str>) -> String {
    match (start, end) {
        (None, None) => String::new(),
        (start, end) => [start.unwrap_or(".."), "/", end.unwrap_or("..")].concat(),
    }
}

/// Writes rows as CSV (RFC 4180), below a header; a byte that the reader takes for the beginning of an escape is doubled.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(
    columns: &[Column<'_>],
    mut rows: impl Iterator<Item = usize>,
    escape: Option<u8>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut records = Records {
        writer: csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out),
        record: ByteRecord::new(),
        escape,
    };
    records.write(columns.iter().map(|column| column.name.as_str()))?;
    let mut block = Vec::with_capacity(BLOCK);
    let mut cells = Vec::with_capacity(BLOCK * columns.len());
    loop {
        block.clear();
        block.extend(rows.by_ref().take(BLOCK));
        if block.is_empty() {
            return records.writer.flush();
        }
        cells.clear();
        for column in columns {
            (column.cells)(&block, &mut cells);
        }
        for row in 0..block.len() {
            records.write(cells[row..].iter().step_by(block.len()).map(AsRef::as_ref))?;
        }
    }
}

/// What writes records.
struct Records<W: io::Write> {
    writer: csv::Writer<W>,
    record: ByteRecord,
    escape: Option<u8>,
}

impl<W: io::Write> Records<W> {
    fn write<'c>(&mut self, fields: impl Iterator<Item = &'c str>) -> io::Result<()> {
        self.record.clear();
        fields.for_each(|field| self.record.push_field(field.as_bytes()));
        let escape = self.escape.filter(|byte| self.record.as_slice().contains(byte));
        let written = match escape {
            Some(byte) => self.writer.write_byte_record(&doubled(&self.record, byte)),
            None => self.writer.write_byte_record(&self.record),
        };
        written.map_err(into_io)
    }
}

/// The record with each such byte written twice.
fn doubled(record: &ByteRecord, byte: u8) -> ByteRecord {
    let field = |field: &[u8]| -> Vec<u8> {
        let once_or_twice = |found: &u8| std::iter::repeat_n(*found, if *found == byte { 2 } else { 1 });
        field.iter().flat_map(once_or_twice).collect()
    };
    record.iter().map(field).collect()
}

/// Gives the input/output error that a CSV error wraps.
pub(crate) fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
