//! Sums of which a later version of the sheet says that a part was paid: they stay as firm as they were.

use super::{CLAIMS, Wanted, ledger};
use sheet::{Record, Role, Understood};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The stages of money that was granted or promised.
const PROMISED: [&str; 3] = ["announced", "approved", "committed"];

impl Wanted<'_> {
    /// Settles what rows say of money that was refused, or paid in part, by what the last import had of it.
    pub(in crate::import) fn settle(
        &mut self,
        (refused, records): (&BTreeSet<u32>, &[Record]),
        understood: &Understood,
    ) {
        self.leave_zeros();
        self.keep_promised(understood, records);
        self.withdraw_rest_of_rows();
        self.settle_refused(refused);
    }

    /// Gives the claims of rows whose status says something of a part alone (`Partially paid`) the stage that they had at the last import;
    /// so with what must have been granted, since it was paid, and says no more itself.
    fn keep_promised(&mut self, understood: &Understood, records: &[Record]) {
        let implied = records.iter().filter(|record| record.is_implied);
        let implied: HashMap<String, &str> = implied
            .filter_map(|record| Some((record.address.row.to_string(), record.stage.as_ref()?.text.as_str())))
            .collect();
        let columns = understood.columns.iter().filter(|column| column.role == Role::Stage);
        let columns: HashSet<u32> = columns.map(|column| column.number).collect();
        let cells = understood.not_taken.iter().chain(&understood.words_left);
        let is_of_part = |text: &str| sheet::is_of_part(text);
        let rows: HashSet<String> = cells
            .filter(|cell| columns.contains(&cell.address.column) && is_of_part(&cell.text))
            .map(|cell| cell.address.row.to_string())
            .collect();
        let phrases = self.around.phrases;
        for row in self.rows.iter_mut().filter(|row| row.table == CLAIMS) {
            let number = row.cells.get(ledger::ROW).map_or("", String::as_str);
            let is_it = match row.cells.get("modality") {
                Some(stage) => implied.get(number) == Some(&stage.as_str()),
                None => rows.contains(number),
            };
            let last = self.around.ledger.row(CLAIMS, &row.key).filter(|_| is_it);
            let stage = last.and_then(|last| last.get("modality"));
            let Some(stage) = stage.filter(|stage| PROMISED.contains(&stage.as_str())) else {
                continue;
            };
            row.cells.insert("modality".to_owned(), stage.clone());
            if let Some(note) = row.cells.get_mut("note") {
                let parts = note.split("; ").filter(|part| *part != phrases.no_stage);
                *note = parts.collect::<Vec<_>>().join("; ");
            }
        }
    }
}
