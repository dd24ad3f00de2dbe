//! Sums of 0 beside others of their row, or alone in it: nothing was asked, announced or granted there, and nobody needs a claim for that.
//! That nothing was paid, and that a budget has nothing, are statements.

use super::silent::is_zero;
use super::{CLAIMS, ENTITIES, Row, Wanted, is_figure};
use sheet::{Address, NotTaken, Record};
use std::collections::{BTreeSet, HashSet};

/// Why such a sum is not taken.
const NOTHING: &str = "0, beside another sum of its row: no money";

/// Why one is not taken that is the only sum of its row.
const NOTHING_ALONE: &str = "0, and no other sum in its row: no money, unless it was paid, voted or budgeted, which a heading or status would say";

/// The stages at which 0 is a statement: a budget of nothing, and nothing that was paid.
const STATED: [&str; 3] = ["planned", "approved", "received"];

/// A claim of 0, by its key, with its cell.
pub(super) struct Zero {
    pub(super) key: String,
    cells: Vec<NotTaken>,
}

/// The rows of the sheet that have a sum that is not 0.
pub(super) fn rows_with_money(records: &[Record]) -> HashSet<u32> {
    let has_money = |record: &&Record| {
        let mut amounts = record.amounts.iter();
        amounts.any(|amount| is_figure(amount) && !is_zero(amount))
    };
    records
        .iter()
        .filter(has_money)
        .map(|record| record.address.row)
        .collect()
}

impl Wanted<'_> {
    /// Takes down that a claim is of 0, beside another sum of its row, or at a stage at which that is no statement.
    pub(super) fn note_zero(&mut self, key: &str, record: &Record, text: &dyn Fn(Address) -> String) {
        let [amount] = record.amounts.as_slice() else { return };
        let is_beside = self.with_money.contains(&record.address.row);
        let stage = record.stage.as_ref().map_or("", |stage| stage.text.as_str());
        if is_zero(amount) && (is_beside || !STATED.contains(&stage)) {
            let own = record
                .cells
                .iter()
                .copied()
                .filter(|cell| !is_beside && *cell != amount.address);
            let reason = if is_beside { NOTHING } else { NOTHING_ALONE };
            let cells = std::iter::once(amount.address).chain(own).map(|address| NotTaken {
                address,
                text: text(address),
                reason: reason.to_owned(),
            });
            self.zeros.push(Zero {
                key: key.to_owned(),
                cells: cells.collect(),
            });
        }
    }

    /// Leaves such claims out, unless the last import had them, with another figure perhaps.
    pub(super) fn leave_zeros(&mut self) {
        let ledger = self.around.ledger;
        let is_new = |zero: &Zero| ledger.row(CLAIMS, &zero.key).is_none() && !self.around.claims.has(&zero.key);
        let zeros: Vec<Zero> = std::mem::take(&mut self.zeros).into_iter().filter(is_new).collect();
        if zeros.is_empty() {
            return;
        }
        let keys: HashSet<&str> = zeros.iter().map(|zero| zero.key.as_str()).collect();
        let is_of_one = |row: &Row| {
            let named = ["claim", "other"].iter().filter_map(|column| row.cells.get(*column));
            row.table == CLAIMS && keys.contains(row.key.as_str())
                || named.into_iter().any(|key| keys.contains(key.as_str()))
        };
        let (left, rows): (Vec<Row>, Vec<Row>) = std::mem::take(&mut self.rows).into_iter().partition(is_of_one);
        self.rows = rows;
        self.leave_unnamed(&left);
        self.not_taken.extend(zeros.into_iter().flat_map(|zero| zero.cells));
        let rows = self.rows.iter().enumerate();
        self.at = rows.map(|(index, row)| ((row.table, row.key.clone()), index)).collect();
    }

    /// Leaves out those who are new, and whom claims alone name that were left out.
    fn leave_unnamed(&mut self, left: &[Row]) {
        let of = |row: &Row| -> Vec<String> {
            let columns = ["funder", "recipient", "entity", "about"];
            let named = columns.iter().filter_map(|column| row.cells.get(*column));
            named.cloned().collect()
        };
        let mut open: BTreeSet<String> = left.iter().flat_map(of).collect();
        for value in self.rows.iter().flat_map(|row| row.cells.values()) {
            open.remove(value);
        }
        let ledger = self.around.ledger;
        open.retain(|key| ledger.row(ENTITIES, key).is_none());
        self.rows
            .retain(|row| row.table != ENTITIES || !open.contains(&row.key));
        self.new_entities.retain(|(key, _)| !open.contains(key));
    }
}
