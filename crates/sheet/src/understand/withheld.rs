//! Rows that are not to be published: asks what unclear cells mean, and tells how many there are.

use crate::map::Change;
use crate::understood::{Choice, Doubt};
use crate::workbook::Note;

use super::Reading;
use super::asked::rows_of;

impl Reading<'_> {
    /// Asks what cells mean that say neither yes nor no, and tells how many rows are kept back.
    pub(super) fn ask_unclear(&mut self) {
        let withheld = self.understood.records.iter().filter(|record| record.is_withheld);
        let mut rows: Vec<u32> = withheld.map(|record| record.address.row).collect();
        rows.dedup();
        if let Some(first) = self.understood.records.iter().find(|record| record.is_withheld) {
            let named: Vec<String> = rows.iter().take(TOLD).map(u32::to_string).collect();
            let more = if rows.len() > TOLD { " ..." } else { "" };
            let text = format!(
                "Not to be published, as their column says: rows {}{more}. Their claims have `publish` = no, and a report leaves them out",
                named.join(", ")
            );
            self.understood.notes.push(Note::at(first.address, text));
        }
        let Some(first) = self.seen.unclear.first().copied() else {
            return;
        };
        if self.understood.map.unclear_is_published.is_some() {
            return;
        }
        self.understood.map.unclear_is_published = Some(false);
        let choice = |label: &str, is| Choice {
            label: label.to_owned(),
            change: Change::UnclearIsPublished(is),
        };
        self.understood.doubts.push(Doubt {
            address: Some(first),
            question: format!(
                "`{}` in {first}{} says neither yes nor no, where a column asks whether to publish. Is the row published?",
                self.shown(first),
                rows_of(&self.seen.unclear)
            ),
            choices: vec![choice("no, a report leaves it out", false), choice("yes", true)],
        });
    }
}

/// How many rows a note names.
const TOLD: usize = 10;
