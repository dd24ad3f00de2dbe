//! A sheet that is imported under a new name, though its rows are nearly those of one that was imported before: perhaps a later version
//! of it, saved as that of the next month.

use super::FOLDER;
use super::ledger::{Cells, Ledger};
use super::wanted::{CLAIMS, Row};
use crate::disk::limit;
use crate::dossier::Dossier;
use sheet::Note;
use std::collections::HashSet;

/// What two versions of a row have in common that was not corrected.
const SAME: [&str; 9] = [
    "about",
    "funder",
    "recipient",
    "modality",
    "when",
    "period",
    "minimum",
    "maximum",
    "unit",
];

/// The fewest rows that tell.
const LEAST: usize = 3;

/// Files in the folder of imports that are no records of rows.
const OTHERS: [&str; 2] = ["-not-taken.csv", "-left.csv"];

/// Tells that most rows of a sheet are those of another one that was imported before. `stem` is the name of its own files.
pub(super) fn note(dossier: &Dossier, rows: &[Row], stem: &str) -> Option<Note> {
    let new: Vec<String> = rows
        .iter()
        .filter(|row| row.table == CLAIMS)
        .map(|row| said(&row.cells))
        .collect();
    if new.len() < LEAST || !dossier.has_folder(FOLDER) {
        return None;
    }
    // A record that cannot be read is an error of the import of its own sheet.
    let files = dossier.files(FOLDER, "csv", limit::TABLE).ok()?;
    let records = files
        .iter()
        .filter(|file| !OTHERS.iter().any(|end| file.ends_with(end)));
    let shared = records.filter_map(|file| {
        let name = file
            .rsplit('/')
            .next()?
            .strip_suffix(".csv")
            .filter(|name| *name != stem)?;
        let bytes = dossier.read(file, "the record of an import", limit::TABLE).ok()?;
        let ledger = Ledger::read(&bytes, |_| false).ok()?;
        let old: HashSet<String> = ledger
            .rows()
            .filter(|((table, _), _)| table == CLAIMS)
            .map(|(_, cells)| said(cells))
            .collect();
        let count = new.iter().filter(|said| old.contains(*said)).count();
        Some((count, name.to_owned()))
    });
    let (count, name) = shared.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)))?;
    (count >= LEAST && 2 * count >= new.len()).then(|| Note {
        address: None,
        text: format!(
            "{count} of {} rows say what those of `{name}` say, which was imported before, and this looks like a version of it. Under \
             another name it is another document: a figure that was corrected is then in dispute with the old one. If it is a version, \
             import it under that name",
            new.len()
        ),
    })
}

fn said(cells: &Cells) -> String {
    SAME.map(|column| cells.get(column).map_or("", String::as_str))
        .join("\u{1f}")
}
