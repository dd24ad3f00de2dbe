//! The lists of what an import did not take of the sheet, and of what it left as it is in the tables: rows that are no longer in the sheet, cells that differ from it.

use super::wanted::{A_PERSON, NOT_SHOWN};
use super::{Changed, Import, reasons};
use sheet::NotTaken;

/// What the list says of rows that are no longer in the sheet.
const GONE: &str = "no longer in the sheet";

/// The list, as CSV, with its reasons in a language; none if it is empty.
pub(super) fn list(import: &Import, language: &str) -> Result<Option<Vec<u8>>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["table", "key", "column", "in_the_table", "in_the_sheet", "reason"])?;
    let rows = [(&import.gone, GONE), (&import.removed, "removed from the table since")];
    let changes = [
        (&import.conflicts, "changed in the sheet and in the table"),
        (&import.differing, "was there before the sheet"),
    ];
    for (rows, reason) in rows {
        let reason = reasons::told(reason, language);
        for (table, key) in rows {
            writer.write_record([table.as_str(), key, "", "", "", &reason])?;
        }
    }
    for (changes, reason) in changes {
        let reason = reasons::told(reason, language);
        for Changed {
            table,
            key,
            column,
            old,
            new,
        } in changes
        {
            writer.write_record([table.as_str(), key, column, old, new, &reason])?;
        }
    }
    let is_empty =
        rows.iter().all(|(rows, _)| rows.is_empty()) && changes.iter().all(|(changes, _)| changes.is_empty());
    let bytes = writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))?;
    Ok((!is_empty).then_some(bytes))
}

/// The list of the cells that were not taken, as CSV, with its reasons in a language.
pub(super) fn cells(not_taken: &[NotTaken], language: &str) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["cell", "text", "reason"])?;
    for cell in not_taken {
        let text = match cell.text.as_str() {
            A_PERSON | NOT_SHOWN => reasons::told(&cell.text, language),
            text => text.to_owned(),
        };
        writer.write_record([cell.address.to_string(), text, reasons::told(&cell.reason, language)])?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}
