//! A cell of a table that a sheet changes, or would change.

use super::phrases::without_rows;

/// A cell that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The table.
    pub table: String,
    /// The key of the row.
    pub key: String,
    /// The column.
    pub column: String,
    /// What the table has.
    pub old: String,
    /// What the sheet says.
    pub new: String,
}

impl Changed {
    /// Whether nothing changed but the number of the row of the sheet.
    pub fn is_moved(&self) -> bool {
        is_moved(&self.old, &self.new)
    }
}

/// Whether two texts differ in numbers of rows only.
pub(super) fn is_moved(one: &str, other: &str) -> bool {
    one != other && without_rows(one) == without_rows(other)
}
