//! The list of what an import left as it is in the tables: rows that are no longer in the sheet, cells that differ from it.

use super::{Changed, Import};

/// What the list says of rows that are no longer in the sheet.
const GONE: &str = "no longer in the sheet";

/// The list, as CSV; none if it is empty.
pub(super) fn list(import: &Import) -> Result<Option<Vec<u8>>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["table", "key", "column", "in_the_table", "in_the_sheet", "reason"])?;
    let rows = [(&import.gone, GONE), (&import.removed, "removed from the table since")];
    let changes = [
        (&import.conflicts, "changed in the sheet and in the table"),
        (&import.differing, "was there before the sheet"),
    ];
    for (rows, reason) in rows {
        for (table, key) in rows {
            writer.write_record([table.as_str(), key, "", "", "", reason])?;
        }
    }
    for (changes, reason) in changes {
        for Changed {
            table,
            key,
            column,
            old,
            new,
        } in changes
        {
            writer.write_record([table.as_str(), key, column, old, new, reason])?;
        }
    }
    let is_empty =
        rows.iter().all(|(rows, _)| rows.is_empty()) && changes.iter().all(|(changes, _)| changes.is_empty());
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok((!is_empty).then_some(bytes))
}
