//! Guarantees below headings of payments: nobody paid them, so that they are what was committed.

use crate::record::Record;
use crate::workbook::{Address, Note};

use super::Reading;
use super::asked::rows_of;

/// The form of money, the stage that it cannot have, and the one that it has instead.
const GUARANTEE: &str = "guarantee";
const PAID: &str = "received";
const COMMITTED: &str = "committed";

/// Makes guarantees that were paid, as their heading or status says, committed ones. Returns the cells of their figures.
pub(super) fn commit(records: &mut [Record]) -> Vec<Address> {
    let is_guarantee = |record: &Record| {
        let mut amounts = record.amounts.iter();
        amounts.next().and_then(|amount| amount.instrument.as_deref()) == Some(GUARANTEE)
    };
    let mut found = Vec::new();
    for record in records.iter_mut().filter(|record| is_guarantee(record)) {
        let address = record.address;
        if let Some(stage) = record.stage.as_mut().filter(|stage| stage.text == PAID) {
            stage.text = COMMITTED.to_owned();
            found.push(address);
        }
    }
    found
}

impl Reading<'_> {
    /// Tells guarantees that are not taken as paid.
    pub(super) fn tell_guarantees(&mut self) {
        let Some(first) = self.seen.guarantees.first().copied() else {
            return;
        };
        let text = format!(
            "`{}` in {first}{} is a guarantee, of which nothing is paid as long as the borrower pays: its stage is `committed`, and not paid as \
             its row says. What the guarantor had to pay is a sum of its own, in a row without the word for a guarantee.",
            self.shown(first),
            rows_of(&self.seen.guarantees)
        );
        self.understood.notes.push(Note::at(first, text));
    }
}
