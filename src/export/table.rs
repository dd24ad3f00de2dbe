//! Writes CSV tables cell by cell, from columns and an order of rows.
//!
//! The cells of a large graph are far apart in memory. Rows are read in blocks, column by column, without writing in
//! between, which lets the processor fetch many cells at once. All texts of a column are searched at once for
//! characters that need quoting.

use super::BUFFER;
use super::scan::{self, equal};
use crate::view::{Attribute, Type, Value};
use std::borrow::Cow;
use std::io;
use std::ops::ControlFlow;

/// The number of rows in a block: their cells fit into the processor's cache.
const BLOCK: usize = 32;

/// Returns the cell of a row.
type Lent<'g> = Box<dyn Fn(usize) -> Option<&'g str> + 'g>;

/// Writes the cell of a row.
type Written<'g> = Box<dyn Fn(usize, &mut String) + 'g>;

/// Returns the number of a row's value.
type Number<'g> = Box<dyn Fn(usize) -> u32 + 'g>;

/// A column: its header and its cells.
pub(crate) struct Column<'g> {
    /// The header.
    pub name: String,
    cells: Cells<'g>,
    /// The number of a row's value; equal cells have equal numbers. Unknown for some columns.
    number: Option<Number<'g>>,
    /// All texts of its cells, concatenated. Unknown for some columns.
    texts: Option<&'g str>,
}

/// The cells of a column; a row without a value has an empty cell.
enum Cells<'g> {
    /// Borrowed texts.
    Lent(Lent<'g>),
    /// Texts that are computed for each row.
    Written(Written<'g>),
}

impl<'g> Column<'g> {
    /// Creates a column from a header and a function for its cells.
    pub(crate) fn new(name: impl Into<String>, cell: impl Fn(usize) -> Cow<'g, str> + 'g) -> Self {
        Self::written(name, move |row, written| written.push_str(&cell(row)))
    }

    /// A column of borrowed texts.
    pub(crate) fn lent(name: impl Into<String>, cell: impl Fn(usize) -> Option<&'g str> + 'g) -> Self {
        Self::with(name, Cells::Lent(Box::new(cell)))
    }

    /// A column whose cells are computed.
    pub(crate) fn written(name: impl Into<String>, write: impl Fn(usize, &mut String) + 'g) -> Self {
        Self::with(name, Cells::Written(Box::new(write)))
    }

    fn with(name: impl Into<String>, cells: Cells<'g>) -> Self {
        Self {
            name: name.into(),
            cells,
            number: None,
            texts: None,
        }
    }

    /// A column for an attribute.
    pub(crate) fn of(name: impl Into<String>, attribute: Attribute<'g>) -> Self {
        Self::at(name, attribute, Some)
    }

    /// A column for an attribute, with a mapping from rows to its indices; a row without an index has an empty cell.
    pub(crate) fn at(
        name: impl Into<String>,
        values: Attribute<'g>,
        place: impl Fn(usize) -> Option<usize> + Copy + 'g,
    ) -> Self {
        let column = match values.kind {
            Type::List => Self::new(name, move |row| plain(place(row).and_then(|place| values.value(place)))),
            _ => Self::lent(name, move |row| place(row).and_then(|place| values.stored(place))),
        };
        let number = move |row| place(row).map_or(0, |place| values.number(place));
        Self {
            number: Some(Box::new(number)),
            texts: (values.kind != Type::List).then(|| values.texts()),
            ..column
        }
    }

    /// The column with its cells mapped; equal cells must be mapped to equal ones.
    pub(crate) fn map(self, write: impl Fn(&str, &mut String) + 'g) -> Self {
        let cells = self.cells;
        let mapped = move |row, written: &mut String| match &cells {
            Cells::Lent(cell) => write(cell(row).unwrap_or_default(), written),
            Cells::Written(cell) => {
                let mut text = String::new();
                cell(row, &mut text);
                write(&text, written);
            }
        };
        Self {
            number: self.number,
            ..Self::written(self.name, mapped)
        }
    }

    /// Visits the cells of the first rows in order, until `seen` breaks. In a column with numbers, each distinct cell
    /// is visited once.
    pub(crate) fn each_cell(&self, rows: usize, mut seen: impl FnMut(usize, &str) -> ControlFlow<()>) {
        let mut known = Vec::new();
        let mut written = String::new();
        for row in 0..rows {
            if let Some(number) = self.number.as_ref().map(|number| number(row) as usize) {
                if known.len() <= number {
                    known.resize(2 * number + 1, false);
                }
                if std::mem::replace(&mut known[number], true) {
                    continue;
                }
            }
            written.clear();
            let cell = match &self.cells {
                Cells::Lent(cell) => cell(row).unwrap_or_default(),
                Cells::Written(cell) => {
                    cell(row, &mut written);
                    &written
                }
            };
            if seen(row, cell).is_break() {
                return;
            }
        }
    }
}

/// A value as a cell; empty if there is none, the items of a list joined by semicolons.
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

/// Writes an ISO 8601 interval whose ends keep their precision, `2024-05/2024-06-15`; an open end is `..`.
pub(crate) fn period(start: Option<&str>, end: Option<&str>, cell: &mut String) {
    if start.or(end).is_some() {
        cell.push_str(start.unwrap_or(".."));
        cell.push('/');
        cell.push_str(end.unwrap_or(".."));
    }
}

/// Writes rows as CSV (RFC 4180) with a header; `escape` is a byte that the reader takes for an escape character, and
/// is doubled.
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
        out,
        buffer: Vec::with_capacity(2 * BUFFER),
        // A comma needs no doubling, since cells with one are quoted.
        escape: escape.unwrap_or(b','),
    };
    let is_plain = |column: &Column<'_>| column.texts.is_some_and(|texts| !records.has_special(texts));
    let are_plain: Vec<bool> = columns.iter().map(is_plain).collect();
    let headers: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    records.rows(1, &headers, &vec![false; columns.len()])?;
    let mut block = Vec::with_capacity(BLOCK);
    let (mut written, mut ends) = (String::new(), Vec::new());
    loop {
        block.clear();
        block.extend(rows.by_ref().take(BLOCK));
        if block.is_empty() {
            return records.pass_on();
        }
        written.clear();
        ends.clear();
        for column in columns {
            if let Cells::Written(write) = &column.cells {
                for row in &block {
                    write(*row, &mut written);
                    ends.push(written.len());
                }
            }
        }
        let (mut start, mut ends) = (0, ends.iter());
        let mut cells = Vec::with_capacity(columns.len() * block.len());
        for column in columns {
            match &column.cells {
                Cells::Lent(cell) => cells.extend(block.iter().map(|row| cell(*row).unwrap_or_default())),
                Cells::Written(_) => cells.extend(ends.by_ref().take(block.len()).map(|end| {
                    let cell = &written[start..*end];
                    start = *end;
                    cell
                })),
            }
        }
        records.rows(block.len(), &cells, &are_plain)?;
    }
}

/// The CSV writer.
struct Records<'w, W: io::Write> {
    out: &'w mut W,
    buffer: Vec<u8>,
    escape: u8,
}

impl<W: io::Write> Records<'_, W> {
    /// Whether a text needs quotes or escapes.
    fn has_special(&self, text: &str) -> bool {
        scan::finds(text.as_bytes(), |word| {
            let ends = equal(word, b'\n') | equal(word, b'\r') | equal(word, b',');
            ends | equal(word, b'"') | equal(word, self.escape)
        })
    }

    /// Writes a block of rows, given column by column; columns in `are_plain` need no quotes.
    fn rows(&mut self, rows: usize, cells: &[&str], are_plain: &[bool]) -> io::Result<()> {
        for row in 0..rows {
            let first = self.buffer.len();
            for (cell, is_plain) in cells[row..].iter().step_by(rows).zip(are_plain) {
                if *is_plain || !self.has_special(cell) {
                    self.buffer.extend_from_slice(cell.as_bytes());
                } else {
                    self.cell(cell);
                }
                self.buffer.push(b',');
            }
            self.buffer.pop();
            // An empty line would not be a record.
            if self.buffer.len() == first {
                self.buffer.extend_from_slice(b"\"\"");
            }
            self.buffer.push(b'\n');
        }
        if self.buffer.len() < BUFFER {
            return Ok(());
        }
        self.pass_on()
    }

    /// Writes a cell, in quotes if needed.
    fn cell(&mut self, cell: &str) {
        let is_quoted = cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
        let is_doubled = |byte: u8| byte == b'"' || (byte == self.escape && byte != b',');
        if is_quoted {
            self.buffer.push(b'"');
        }
        let mut rest = cell.as_bytes();
        while let Some(place) = rest.iter().position(|byte| is_doubled(*byte)) {
            let (done, left) = rest.split_at(place + 1);
            self.buffer.extend_from_slice(done);
            self.buffer.push(rest[place]);
            rest = left;
        }
        self.buffer.extend_from_slice(rest);
        if is_quoted {
            self.buffer.push(b'"');
        }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// The I/O error inside a CSV error.
pub(crate) fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;
    use crate::view::PropertyGraph;

    const HEADERS: [&str; 3] = ["plain", "na,me", "\"x\""];

    fn columns<'g>(cells: &'g [&str], count: usize) -> Vec<Column<'g>> {
        let column = |place: usize| Column::new(HEADERS[place], move |row| cells[(row + place) % cells.len()].into());
        (0..count).map(column).collect()
    }

    fn written(columns: &[Column<'_>], rows: usize, escape: Option<u8>) -> String {
        samples::written(|out| write(columns, 0..rows, escape, out))
    }

    fn cells() -> Vec<&'static str> {
        let marked = [
            "", "a", ",", "\"", "\"\"", "a\nb", "\r", "\\", "\\,", "a;b", " ", "x\\\"y\\",
        ];
        samples::NASTY.into_iter().chain(marked).collect()
    }

    #[test]
    fn a_table_is_what_the_csv_crate_writes() {
        let cells = cells();
        for count in 1..=HEADERS.len() {
            let rows = BLOCK * 3 + 1;
            let mut expected = csv::Writer::from_writer(Vec::new());
            expected.write_record(&HEADERS[..count]).expect("memory takes all");
            for row in 0..rows {
                let record = (0..count).map(|place| cells[(row + place) % cells.len()]);
                expected.write_record(record).expect("memory takes all");
            }
            let expected = String::from_utf8(expected.into_inner().expect("memory takes all")).expect("UTF-8");
            assert_eq!(written(&columns(&cells, count), rows, None), expected);
        }
    }

    #[test]
    fn an_escape_is_doubled_and_nothing_else_changes() {
        let cells = cells();
        let rows = cells.len();
        let escaped = written(&columns(&cells, 2), rows, Some(b'\\'));
        let plain = written(&columns(&cells, 2), rows, None);
        assert_eq!(escaped, plain.replace('\\', "\\\\"));
    }

    #[test]
    fn cells_are_mapped_and_seen_in_order() {
        let column = columns(&["1", "", "3"], 1).remove(0);
        let mapped = column.map(|cell, out| out.push_str(&cell.repeat(2)));
        let mut seen = Vec::new();
        mapped.each_cell(BLOCK + 2, |row, cell| {
            seen.push((row, cell.to_owned()));
            ControlFlow::Continue(())
        });
        assert_eq!(seen.len(), BLOCK + 2);
        assert!(seen.iter().enumerate().all(|(place, (row, _))| place == *row));
        let first = ["11", "", "33", "11"];
        assert!(seen.iter().zip(first).all(|((_, cell), expected)| cell == expected));
    }
    #[test]
    fn what_stood_before_is_passed_over_and_a_part_has_its_rows() {
        let mut graph = PropertyGraph::default();
        for (row, value) in ["b", "a", "b", "c", "a", "d"].into_iter().enumerate() {
            let node = graph.add_node(&row.to_string());
            graph.set_node(node, "value", Value::Text(value));
        }
        let values = graph.node_attributes()[0];
        let column = Column::at("value", values, |row| (row > 1).then_some(row));
        let mut seen = Vec::new();
        column.each_cell(6, |row, cell| {
            seen.push((row, cell.to_owned()));
            if cell == "a" {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let expected = [(0, ""), (2, "b"), (3, "c"), (4, "a")];
        assert_eq!(seen, expected.map(|(row, cell)| (row, cell.to_owned())));
        assert_eq!(written(&[column], 4, None), "value\n\"\"\n\"\"\nb\nc\n");
    }
}
