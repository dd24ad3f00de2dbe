//! Checks that the table of Wikidata decisions is sorted, so that a changed decision is a one-line diff.
//!
//! Decisions are the rows of a table that has a column `s:decision`. They are sorted by entity, then by item number.

use crate::load::{Loaded, TableRow};
use diagnostic::{Diagnostic, code};
use oxigraph::model::NamedNodeRef;

// Terms of the decisions table, as in its metadata.
const DECISION: &str = "https://w3id.org/sourcier/ns#decision";
const ENTITY: &str = "https://w3id.org/sourcier/ns#entity";
const ITEM: &str = "https://w3id.org/sourcier/ns#item";

/// Returns a finding for the first decision that is below one that should follow it.
pub(super) fn finding(loaded: &Loaded) -> Option<Diagnostic> {
    let mut last: Option<Decided<'_>> = None;
    for row in loaded.rows().rows_with(DECISION) {
        if !is_decision(loaded, &row) {
            continue;
        }
        let decided = Decided::of(row);
        if let Some(last) = last.filter(|last| last.order() > decided.order()) {
            let place = decided.row.place(Some(ENTITY));
            return Some(code::out_of_order(place, &decided.name(), &last.name()));
        }
        last = Some(decided);
    }
    None
}

/// Whether the row has a valid decision: an invalid word gives no triple.
fn is_decision(loaded: &Loaded, row: &TableRow<'_>) -> bool {
    let decision = NamedNodeRef::new_unchecked(DECISION);
    let mut subjects = row.subjects();
    subjects.any(|subject| loaded.graph.says(NamedNodeRef::new_unchecked(&subject), decision))
}

/// The entity and item of a decision, and its row.
struct Decided<'i> {
    entity: String,
    item: String,
    row: TableRow<'i>,
}

impl<'i> Decided<'i> {
    fn of(row: TableRow<'i>) -> Self {
        Self {
            entity: row.cell(ENTITY),
            item: row.cell(ITEM),
            row,
        }
    }

    fn order(&self) -> (&str, usize, &str) {
        (&self.entity, self.item.len(), &self.item)
    }

    fn name(&self) -> String {
        format!("{} {}", self.entity, self.item).trim_end().to_owned()
    }
}
