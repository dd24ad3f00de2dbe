//! A table that is written cell by cell: columns that know their cells, and an order of rows. No row is kept.

use crate::view::Value;
use std::borrow::Cow;
use std::io;

/// What a row has in a column; empty where it has nothing.
pub(crate) type Cell<'g> = Box<dyn Fn(usize) -> Cow<'g, str> + 'g>;

/// A column: its header and its cells.
pub(crate) struct Column<'g> {
    /// The header.
    pub name: String,
    /// The cell of a row.
    pub cell: Cell<'g>,
}

impl<'g> Column<'g> {
    /// Puts a column together.
    pub(crate) fn new(name: impl Into<String>, cell: impl Fn(usize) -> Cow<'g, str> + 'g) -> Self {
        Self {
            name: name.into(),
            cell: Box::new(cell),
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
        (start, end) => format!("{}/{}", start.unwrap_or(".."), end.unwrap_or("..")),
    }
}

/// Writes rows as CSV (RFC 4180), below a header, with each cell spelled as the reader needs it.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(
    columns: &[Column<'_>],
    rows: impl Iterator<Item = usize>,
    spelled: impl for<'c> Fn(Cow<'c, str>) -> Cow<'c, str>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
    writer
        .write_record(
            columns
                .iter()
                .map(|column| spelled(Cow::Borrowed(&column.name)).into_owned()),
        )
        .map_err(into_io)?;
    for row in rows {
        for column in columns {
            writer
                .write_field(spelled((column.cell)(row)).as_ref())
                .map_err(into_io)?;
        }
        writer.write_record(None::<&[u8]>).map_err(into_io)?;
    }
    writer.flush()
}

/// Gives the input/output error that a CSV error wraps.
pub(crate) fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
