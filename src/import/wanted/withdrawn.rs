//! Rows that withdraw what others promise: these are withdrawn, too.

use super::{CLAIMS, Cells, Wanted};
use sheet::Note;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The columns in which a promise and its withdrawal agree.
const SAME: [&str; 6] = ["about", "kind", "minimum", "maximum", "unit", "per"];

/// The columns in which the sums of one row agree.
const NAMED: [&str; 4] = ["document", "about", "funder", "recipient"];

/// The most rows that a note names.
const MOST: usize = 8;

impl Wanted<'_> {
    /// Keeps of the claims on refused money those that the last import had, with the stage that it had, and leaves the others.
    /// `refused`: the rows of the sheet.
    pub(super) fn settle_refused(&mut self, refused: &BTreeSet<u32>) {
        if refused.is_empty() {
            return;
        }
        let ledger = self.around.ledger;
        let is_refused = |row: &super::Row| {
            let number = row.cells.get(super::ledger::ROW).and_then(|number| number.parse().ok());
            row.table == CLAIMS && number.is_some_and(|number: u32| refused.contains(&number))
        };
        let mut left: BTreeSet<String> = BTreeSet::new();
        for row in self.rows.iter_mut().filter(|row| is_refused(row)) {
            let Some(last) = ledger.row(CLAIMS, &row.key) else {
                left.insert(row.key.clone());
                continue;
            };
            // The row tells its end, and no other stage.
            for column in ["modality", "when", "when_basis", "note"] {
                if let Some(value) = last.get(column) {
                    row.cells.insert(column.to_owned(), value.clone());
                }
            }
        }
        let is_left = |key: &String| left.contains(key);
        self.rows.retain(|row| {
            let claim = row.cells.get("claim");
            !(row.table == CLAIMS && is_left(&row.key) || claim.is_some_and(is_left))
        });
        // They are what was withdrawn, and withdraw nothing else.
        self.gone.retain(|(_, row)| !refused.contains(row));
        let rows = self.rows.iter().enumerate();
        self.at = rows.map(|(index, row)| ((row.table, row.key.clone()), index)).collect();
    }

    /// Withdraws what the last version had of rows that are withdrawn now, and this one no longer has: a later figure that was taken
    /// out with the money. What was paid stays paid.
    pub(super) fn withdraw_rest_of_rows(&mut self) {
        let ledger = self.around.ledger;
        let mut last: HashMap<&str, Vec<(&String, &Cells)>> = HashMap::new();
        for ((table, key), cells) in ledger.rows().filter(|_| !self.gone_by_row.is_empty()) {
            let is_open = table == CLAIMS && self.around.claims.has(key) && cell(cells, "modality") != "received";
            if is_open && !self.at.contains_key(&(CLAIMS, key.clone())) {
                last.entry(cell(cells, super::ledger::ROW))
                    .or_default()
                    .push((key, cells));
            }
        }
        let mut added: BTreeMap<String, (Cells, Vec<(String, String)>)> = BTreeMap::new();
        for gone in std::mem::take(&mut self.gone_by_row) {
            let own = self.at.get(&(CLAIMS, gone.clone())).map(|at| &self.rows[*at].cells);
            let (Some(own), Some(before)) = (own, ledger.row(CLAIMS, &gone)) else {
                continue;
            };
            let is_of_row = |cells: &Cells| NAMED.iter().all(|column| cell(cells, column) == cell(before, column));
            let of_row = last.get(cell(before, super::ledger::ROW)).into_iter().flatten();
            for (key, cells) in of_row.filter(|(_, cells)| is_of_row(cells)) {
                let mut cells = (*cells).clone();
                let row = cell(own, super::ledger::ROW).to_owned();
                cells.insert(super::ledger::ROW.to_owned(), row);
                let status = own.iter().filter(|(column, _)| column.starts_with("status"));
                let status = status.map(|(column, value)| (column.clone(), value.clone()));
                added.insert((*key).clone(), (cells, status.collect()));
            }
        }
        for (key, (cells, status)) in added {
            self.set_status(key, Some(cells), &status);
        }
    }

    /// Gives the claims that a row of the sheet withdraws the status withdrawn, with who did it and when. Gives a note on the rows
    /// for which no claim of the sheet was found.
    ///
    /// A claim is withdrawn by a row of the same figure for the same thing, by the same payer or speaker, that is not older.
    pub(in crate::import) fn withdraw(&mut self) -> Option<Note> {
        let mut alike: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        for (index, row) in self.rows.iter().enumerate() {
            if !self.gone.is_empty() && row.table == CLAIMS && cell(&row.cells, "status").is_empty() {
                alike.entry(same(&row.cells)).or_default().push(index);
            }
        }
        let mut alone: Vec<u32> = Vec::new();
        for (key, row) in std::mem::take(&mut self.gone) {
            // A row of the last version that is withdrawn now promised it itself.
            let is_known = self.around.ledger.row(CLAIMS, &key).is_some();
            let Some(&own) = self.at.get(&(CLAIMS, key)) else {
                continue;
            };
            let status = statuses(&self.rows[own].cells);
            let others = alike.get(&same(&self.rows[own].cells)).into_iter().flatten();
            let withdrawn: Vec<usize> = others
                .copied()
                .filter(|&other| is_withdrawn(&self.rows[other].cells, &self.rows[own].cells))
                .collect();
            if withdrawn.is_empty() {
                alone.extend((!is_known).then_some(row));
                continue;
            }
            for index in withdrawn.into_iter().chain([own]) {
                self.rows[index].cells.extend(status.clone());
            }
        }
        alone.sort_unstable();
        alone.dedup();
        note(&alone, self.around.claims.keys().next().is_some())
    }
}

fn cell<'c>(cells: &'c Cells, column: &str) -> &'c str {
    cells.get(column).map_or("", String::as_str)
}

fn same(cells: &Cells) -> Vec<String> {
    SAME.iter().map(|column| cell(cells, column).to_owned()).collect()
}

/// The cells of the status: by whom and on which day, if the row that withdraws tells.
pub(super) fn statuses(cells: &Cells) -> Vec<(String, String)> {
    let first = |columns: [&str; 2]| {
        let mut stated = columns.into_iter().map(|column| cell(cells, column));
        stated.find(|value| !value.is_empty()).unwrap_or_default().to_owned()
    };
    let cells = [
        ("status", "withdrawn".to_owned()),
        ("status_by", first(["speaker", "funder"])),
        ("status_on", first(["status_on", "when"])),
        ("status_reason", cell(cells, "status_reason").to_owned()),
    ];
    let stated = cells.into_iter().filter(|(_, value)| !value.is_empty());
    stated.map(|(column, value)| (column.to_owned(), value)).collect()
}

/// Whether a claim is what another one withdraws: of the same payer, or, where one names none, of the same speaker; not paid, and
/// not promised afterwards.
pub(super) fn is_withdrawn(claim: &Cells, by: &Cells) -> bool {
    let [payers, speakers] = ["funder", "speaker"].map(|column| [cell(claim, column), cell(by, column)]);
    let is_one = |[one, other]: [&str; 2]| !one.is_empty() && one == other;
    let is_same_voice = match payers {
        ["", _] | [_, ""] => is_one(speakers),
        payers => is_one(payers),
    };
    let [recipient, other] = [claim, by].map(|cells| cell(cells, "recipient"));
    let is_same_recipient = recipient.is_empty() || other.is_empty() || recipient == other;
    let [when, gone] = [claim, by].map(|cells| cell(cells, "when"));
    let is_before = when.is_empty() || gone.is_empty() || when <= gone || when.starts_with(gone);
    is_same_voice && is_same_recipient && is_before && cell(claim, "modality") != "received"
}

/// Tells the rows that withdraw what no row of the sheet has. `has_claims`: whether the tables may have it.
fn note(rows: &[u32], has_claims: bool) -> Option<Note> {
    let named: Vec<String> = rows.iter().take(MOST).map(u32::to_string).collect();
    let more = if rows.len() > MOST { " ..." } else { "" };
    let (rows, are, have) = match rows {
        [] => return None,
        [_] => ("Row", "is", "its sum"),
        _ => ("Rows", "are", "their sums"),
    };
    let elsewhere = match has_claims {
        true => ". A claim of the tables that promises it still counts: give it the status `withdrawn`, too.",
        false => ": no total changes by that.",
    };
    let text = format!(
        "{rows} {}{more} {are} withdrawn, and no earlier row of the sheet has {have}{elsewhere}",
        named.join(", ")
    );
    Some(Note { address: None, text })
}
