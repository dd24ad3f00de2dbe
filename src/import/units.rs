//! The units of a dossier, and the currencies that an import adds to them where a sheet has money in one.

use super::known::Known;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Rows of units.csv for currencies of ISO 4217.
static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| read(include_str!("currencies.csv")));

/// The table of units.
pub(super) const UNITS: &str = "units";

/// The row of a currency: columns of units.csv with their cells.
type Currency = Vec<(String, String)>;

fn read(text: &str) -> Vec<Currency> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader.headers().cloned().unwrap_or_default();
    let rows = reader.records().flatten();
    let row = |row: csv::StringRecord| {
        let cells = columns.iter().zip(row.iter());
        cells
            .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
            .collect()
    };
    rows.map(row).collect()
}

fn currency(code: &str) -> Option<&'static Currency> {
    CURRENCIES
        .iter()
        .find(|row| row.first().is_some_and(|(_, unit)| unit == code))
}

/// The units that claims may have.
pub(super) struct Units<'a> {
    table: Known<'a>,
}

impl<'a> Units<'a> {
    /// The units of a table.
    pub(super) fn of(table: Known<'a>) -> Self {
        Self { table }
    }

    /// Whether the table has a unit, or it is a currency that can be added.
    pub(super) fn contains(&self, unit: &str) -> bool {
        self.table.has(unit) || currency(unit).is_some()
    }

    /// Adds the currencies among these units that the table does not have. Gives their codes and the bytes of the table; `None` if
    /// its encoding lacks a letter.
    pub(super) fn add(&mut self, used: &BTreeSet<String>) -> Option<(Vec<String>, Vec<u8>)> {
        let mut added = Vec::new();
        for code in used {
            let Some(row) = currency(code).filter(|_| !self.table.has(code)) else {
                continue;
            };
            let cells = row
                .iter()
                .filter_map(|(column, cell)| Some((self.table.column(column)?, cell.as_str())));
            let cells: Vec<(usize, &str)> = cells.collect();
            self.table.edited.add(&cells);
            added.push(code.clone());
        }
        Some((added, self.table.edited.bytes()?))
    }

    /// The bytes of the file as it was.
    pub(super) fn old(&self) -> Option<Vec<u8>> {
        self.table.old.clone()
    }
}

/// Why a figure is not taken whose unit is none of the dossier, nor a currency that is known.
pub(super) fn unknown(unit: &str) -> String {
    format!("units.csv has no {unit}: add a row whose unit is {unit}, and import again")
}

#[cfg(test)]
mod tests {
    use super::{CURRENCIES, currency};
    use std::collections::BTreeSet;

    #[test]
    fn each_currency_that_is_read_has_a_row_of_its_own() {
        let signs = include_str!("../../crates/text/languages/symbols.txt");
        let (_, codes) = signs.split_once("[currency code]\n").unwrap();
        let (codes, _) = codes.split_once("\n\n").unwrap();
        for line in codes.lines() {
            let code = line.split(" = ").last().unwrap().trim_end_matches(" any");
            // Bitcoin is no currency of ISO 4217.
            assert!(code == "XBT" || currency(code).is_some(), "{code}");
        }
        for place in [0, 1, 2, 3] {
            let cells: BTreeSet<&str> = CURRENCIES.iter().map(|row| row[place].1.as_str()).collect();
            assert_eq!(cells.len(), CURRENCIES.len(), "column {place}");
            assert!(!cells.contains(""));
        }
    }
}
