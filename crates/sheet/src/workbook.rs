//! A workbook as it was read: sheets of rows of cells, each with its text as shown and its address.

use std::fmt;

use text::Decimal;

/// A file that was read: one sheet for a CSV file, one or more for others.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// The name of the file, as given to [`crate::read`].
    pub name: String,
    /// The format of the file.
    pub format: Format,
    /// The sheets, in the order of the file.
    pub sheets: Vec<Sheet>,
    /// Remarks on the file as a whole: its encoding, its delimiter, macros.
    pub notes: Vec<Note>,
}

/// A format of files that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with delimiters, in any dialect.
    Csv,
    /// Excel's format since 2007, with macros or without.
    Xlsx,
    /// OpenDocument spreadsheets.
    Ods,
    /// Entities of FollowTheMoney, a JSON object a line.
    JsonLines,
}

/// A sheet: rows of cells, from row 1 and column 1 on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name; empty for CSV.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// The rows, blank ones included; each ends with its last cell, so that lengths differ.
    pub rows: Vec<Vec<Cell>>,
    /// Numbers of rows that are hidden, in order.
    pub hidden_rows: Vec<u32>,
    /// Cells whose text is struck through, in order.
    pub struck: Vec<Address>,
    /// Numbers of columns that are hidden, in order.
    pub hidden_columns: Vec<u32>,
    /// Merged cells, of which only the first has a text.
    pub merged: Vec<Merged>,
    /// Whether its days count from 1904, as those of old Macintosh workbooks.
    pub epoch_1904: bool,
    /// Remarks on the sheet, each with its cell where it has one.
    pub notes: Vec<Note>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Its text as shown, or nearly so; empty for a blank cell.
    pub text: String,
    /// Its value, where the format has typed values.
    pub value: Value,
    /// The address on the web to which its text is linked.
    pub link: Option<String>,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing but the text: CSV has no other cells.
    #[default]
    Text,
    /// A number, with the currency or `%` of its number format.
    Number {
        /// The number; a percentage is in hundredths (`25` for `25 %`).
        number: Decimal,
        /// The ISO 4217 code of a currency, or `%`.
        unit: Option<String>,
        /// The power of ten that its number format writes beside it, and that is not in the number: 6 for `12.3 M€`.
        scale: Option<u32>,
    },
    /// A day in ISO 8601, `2024-05-21`.
    Date(String),
    /// An error such as `#N/A`, or a formula of which the file has no result.
    Error,
}

/// Cells that are shown as one, corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first cell, which has the text.
    pub first: Address,
    /// The last cell.
    pub last: Address,
}

/// The place of a cell within its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The number of the row, from 1; of a CSV file, that of the record, blank lines included.
    pub row: u32,
    /// The number of the column, from 1.
    pub column: u32,
}

/// A remark for the person who imports the file, a sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The cell that it is about, if it is about one.
    pub address: Option<Address>,
    /// What is to be known.
    pub text: String,
}

impl Address {
    /// The place of row and column, both counted from 0.
    ///
    /// Numbers beyond `u32` are taken as its greatest, which no sheet reaches.
    pub(crate) fn of(row_index: usize, column_index: usize) -> Self {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        Self {
            row: number(row_index),
            column: number(column_index),
        }
    }

    /// The letters of the column: `B`, `AA`.
    pub fn letters(self) -> String {
        letters(self.column)
    }
}

/// The letters of a column, by its number from 1: `B` for 2, `AA` for 27.
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Address {
    /// Writes `B7`: column letters and row number.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.letters(), self.row)
    }
}

impl Sheet {
    /// The cell at an address; none beyond the end of its row.
    pub fn cell(&self, address: Address) -> Option<&Cell> {
        let row = self.rows.get((address.row as usize).checked_sub(1)?)?;
        row.get((address.column as usize).checked_sub(1)?)
    }

    /// The cells that have a text, with their addresses, in reading order.
    pub fn filled(&self) -> impl Iterator<Item = (Address, &Cell)> {
        self.rows.iter().enumerate().flat_map(|(row, cells)| {
            let cells = cells.iter().enumerate();
            cells
                .filter(|(_, cell)| !cell.is_blank())
                .map(move |(column, cell)| (Address::of(row, column), cell))
        })
    }

    /// Whether no cell has a text.
    pub fn is_empty(&self) -> bool {
        self.filled().next().is_none()
    }
}

impl Cell {
    /// A cell that is only text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Whether it has nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A number with the word that agrees with it: `1 row is`, `3 rows are`.
pub(crate) fn counted(count: usize, one: &str, more: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {more}")
    }
}

impl Note {
    /// A remark on the whole file or sheet.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            address: None,
            text: text.into(),
        }
    }

    /// A remark on a cell.
    pub(crate) fn at(address: Address, text: impl Into<String>) -> Self {
        Self {
            address: Some(address),
            text: text.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (column, expected) in [
            (1, "A"),
            (26, "Z"),
            (27, "AA"),
            (702, "ZZ"),
            (703, "AAA"),
            (16_384, "XFD"),
        ] {
            assert_eq!(letters(column), expected);
        }
    }
}
