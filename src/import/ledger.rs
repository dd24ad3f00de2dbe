//! The rows of the tables as they were last imported from a sheet: `imports/<name>.csv`.

use std::collections::{BTreeMap, HashMap, HashSet};
use text::fold::fold_words;

/// The column of the record alone that has the number of the row of the sheet: a table has none of that name.
pub(super) const ROW: &str = "(row)";

/// The column of the record alone that has the name of the sheet in which a row of a workbook stands.
const SHEET: &str = "(sheet)";

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
    /// The rows of other sheets of the workbook, which are neither compared nor missed.
    others: BTreeMap<RowKey, Cells>,
}

impl Ledger {
    /// Reads the file. Rows of another sheet, by its name, are kept aside.
    ///
    /// # Errors
    /// When it is not CSV, or has other columns.
    pub(super) fn read(bytes: &[u8], is_another: impl Fn(&str) -> bool) -> Result<Self, csv::Error> {
        let mut ledger = Self::default();
        let lines: Vec<(String, String, String, String)> = csv::Reader::from_reader(bytes)
            .deserialize()
            .collect::<Result<_, _>>()?;
        let elsewhere: HashSet<(&str, &str)> = lines
            .iter()
            .filter(|(.., column, value)| column == SHEET && is_another(value))
            .map(|(table, key, ..)| (table.as_str(), key.as_str()))
            .collect();
        for (table, key, column, value) in &lines {
            let row = (table.clone(), key.clone());
            if elsewhere.contains(&(table.as_str(), key.as_str())) {
                let cells = ledger.others.entry(row).or_default();
                cells.insert(column.clone(), value.clone());
            } else if column != SHEET {
                ledger.set(row, column, value.clone());
            }
        }
        Ok(ledger)
    }

    /// Notes that all rows stand in a sheet of a workbook, whose other rows were kept aside in the record of the last import.
    pub(super) fn stand_in(&mut self, sheet: &str, last: &Self) {
        for cells in self.rows.values_mut() {
            cells.insert(SHEET.to_owned(), sheet.to_owned());
        }
        for (row, cells) in &last.others {
            if !self.rows.contains_key(row) {
                self.insert(row.clone(), cells.clone());
            }
        }
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

    /// All rows of the workbook, those of other sheets last.
    pub(super) fn all(&self) -> impl Iterator<Item = (&RowKey, &Cells)> {
        self.rows().chain(&self.others)
    }

    /// Whether cells are of a row of another sheet.
    pub(super) fn is_of_another(cells: &Cells) -> bool {
        cells.contains_key(SHEET)
    }

    /// The name of the sheet of the workbook in which a row stands.
    pub(super) fn sheet(cells: &Cells) -> Option<&str> {
        cells.get(SHEET).map(String::as_str)
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
