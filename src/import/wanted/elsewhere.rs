//! Sums that another sheet of the workbook has, too: they count once, or are in dispute, though each stands in a sheet of its own.

use super::{CLAIMS, Row, Wanted};
use crate::import::ledger::{Cells, Ledger};
use crate::totals;
use sheet::Note;
use std::collections::HashMap;

/// How many rows are told.
const TOLD: usize = 8;

fn cell<'r>(cells: &'r Cells, column: &str) -> &'r str {
    cells.get(column).map_or("", String::as_str)
}

/// Whether a claim is a sum that counts.
fn is_sum(cells: &Cells) -> bool {
    let is_whole = matches!(cell(cells, "measure_role"), "total" | "contribution");
    is_whole && cell(cells, "status").is_empty()
}

impl Wanted<'_> {
    /// Tells the new rows whose sums nothing tells apart from those of another sheet.
    pub(super) fn note_on_elsewhere(&self) -> Option<Note> {
        let (ledger, claims) = (self.around.ledger, self.around.claims);
        let mut others: HashMap<[&str; 10], &Cells> = HashMap::new();
        let of_others = ledger.all().filter(|(_, cells)| Ledger::is_of_another(cells));
        for ((table, key), cells) in of_others {
            if table == CLAIMS && claims.has(key) && is_sum(cells) {
                others.insert(totals::telling(|column| cell(cells, column)), cells);
            }
        }
        let is_new = |row: &&Row| row.table == CLAIMS && is_sum(&row.cells) && ledger.row(CLAIMS, &row.key).is_none();
        let mut told: Vec<String> = Vec::new();
        let mut more = 0_usize;
        for row in self.rows.iter().filter(is_new) {
            let Some(other) = others.get(&totals::telling(|column| cell(&row.cells, column))) else {
                continue;
            };
            let Some((number, thing)) = self.places.get(&row.key) else {
                continue;
            };
            let is_same = ["minimum", "maximum"]
                .iter()
                .all(|column| cell(&row.cells, column) == cell(other, column));
            let [when, before] = [&row.cells, *other].map(|cells| cell(cells, "when"));
            let counts = match () {
                () if is_same => "the same sum, once",
                () if when.is_empty() || before.is_empty() || when == before => "another figure, in dispute",
                () => "another figure, of which the later one counts",
            };
            if told.len() < TOLD {
                let sheet = Ledger::sheet(other).unwrap_or_default();
                told.push(format!("{number} ({thing}, also in `{sheet}`: {counts})"));
            } else {
                more += 1;
            }
        }
        let others = match more {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let text = format!(
            "Rows for a thing, payer, recipient and stage of which another sheet of the workbook has a sum: {}{others}. Where each is a sum of its \
             own, give it a number in a column such as N° or Ref, or its day",
            told.join("; ")
        );
        (!told.is_empty()).then_some(Note { address: None, text })
    }
}
