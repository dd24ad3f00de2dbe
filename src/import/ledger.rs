//! The rows of the tables as they were last imported from a sheet: `imports/<name>.csv`.

use std::collections::{BTreeMap, HashMap};
use text::fold::fold_words;

/// The column of the record alone that has the number of the row of the sheet: a table has none of that name.
pub(super) const ROW: &str = "(row)";

/// The columns of a row with their values.
pub(super) type Cells = BTreeMap<String, String>;

/// A table and the key of a row in it.
pub(super) type RowKey = (String, String);

/// What a sheet last gave.
#[derive(Default)]
pub(super) struct Ledger {
    /// The rows, in the order in which they were imported.
    order: Vec<RowKey>,
    rows: HashMap<RowKey, Cells>,
    /// The keys of rows, by table, column and folded value.
    by_value: HashMap<(String, String, String), Vec<String>>,
}

impl Ledger {
    /// Reads the file.
    ///
    /// # Errors
    /// When it is not CSV, or has other columns.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, csv::Error> {
        let mut ledger = Self::default();
        for row in csv::Reader::from_reader(bytes).deserialize() {
            let (table, key, column, value): (String, String, String, String) = row?;
            ledger.set((table, key), &column, value);
        }
        Ok(ledger)
    }

    fn set(&mut self, key: RowKey, column: &str, value: String) {
        if !self.rows.contains_key(&key) {
            self.order.push(key.clone());
        }
        let name = (key.0.clone(), column.to_owned(), fold_words(&value));
        self.by_value.entry(name).or_default().push(key.1.clone());
        self.rows.entry(key).or_default().insert(column.to_owned(), value);
    }

    /// Records a row.
    pub(super) fn insert(&mut self, key: RowKey, cells: Cells) {
        if self.rows.insert(key.clone(), cells).is_none() {
            self.order.push(key);
        }
    }

    /// The cells of a row.
    pub(super) fn row(&self, table: &str, key: &str) -> Option<&Cells> {
        self.rows.get(&(table.to_owned(), key.to_owned()))
    }

    /// The keys of the rows that had a value when the file was read; case and accents do not matter.
    pub(super) fn with(&self, table: &str, column: &str, value: &str) -> &[String] {
        let name = (table.to_owned(), column.to_owned(), fold_words(value));
        self.by_value.get(&name).map_or(&[], Vec::as_slice)
    }

    /// All rows, in their order.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&RowKey, &Cells)> {
        self.order.iter().filter_map(|key| Some((key, self.rows.get(key)?)))
    }

    /// The file.
    ///
    /// # Errors
    /// Never, in memory.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["table", "key", "column", "value"])?;
        for ((table, key), cells) in self.rows() {
            for (column, value) in cells {
                writer.write_record([table, key, column, value])?;
            }
        }
        writer
            .into_inner()
            .map_err(|error| csv::Error::from(error.into_error()))
    }
}
