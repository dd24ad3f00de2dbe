//! Whether the decisions about Wikidata stand in their order, so that a change of mind is a change of one line.
//!
//! Decisions are the rows of a table that has a column `s:decision`. They stand in the order of entity and item, items by
//! their numbers.

use crate::dossier::Dossier;
use crate::files::Files;
use csvw::metadata::{Table, TableGroup};
use csvw::{self, BlockSink, CurrentRow, Options, Sink, Statement};
use diagnostic::{Diagnostic, Place, Report, code};
use std::io;

// Terms of the table of decisions, as its metadata have them.
const DECISION: &str = "https://w3id.org/sourcier/ns#decision";
const ENTITY: &str = "https://w3id.org/sourcier/ns#entity";
const ITEM: &str = "https://w3id.org/sourcier/ns#item";

/// The first decision that stands below one that it comes before.
pub(super) fn finding(dossier: &Dossier, tables: &TableGroup) -> Option<Diagnostic> {
    let has_decisions = |table: &&Table| {
        table
            .columns
            .iter()
            .any(|column| column.property.constant() == Some(DECISION))
    };
    let decisions = tables.tables.iter().filter(has_decisions).cloned().map(|table| Table {
        foreign_keys: Vec::new(),
        ..table
    });
    let decisions = TableGroup {
        tables: decisions.collect(),
        ..tables.clone()
    };
    let mut rows = Rows::default();
    let mut ignored = Report::bounded(1);
    let read = csvw::convert(
        &decisions,
        &Files::of(dossier),
        &Options::default(),
        &mut ignored,
        &mut rows,
    );
    debug_assert!(read.is_ok(), "a sink in memory takes everything");
    rows.finding
}

/// Which entity and item a decision is about, and where it stands.
struct Decided {
    entity: String,
    item: String,
    place: Place,
}

impl Decided {
    fn of(row: &CurrentRow<'_>) -> Self {
        let column = |property: &str| {
            let mut columns = row.plan.columns.iter();
            columns.position(|column| column.property.constant() == Some(property))
        };
        let cell = |property: &str| {
            let position = column(property).and_then(|index| row.plan.positions.get(index).copied().flatten());
            let text = position.and_then(|position| row.row.get(position));
            text.unwrap_or_default().to_owned()
        };
        Self {
            entity: cell(ENTITY),
            item: cell(ITEM),
            place: column(ENTITY).map_or_else(|| row.whole(), |index| row.cell(index)),
        }
    }

    fn order(&self) -> (&str, usize, &str) {
        (&self.entity, self.item.len(), &self.item)
    }
}

/// The last decision so far, and the finding, if there is one.
#[derive(Default)]
struct Rows {
    last: Option<Decided>,
    finding: Option<Diagnostic>,
}

/// The decisions of a block of rows.
struct Decisions(Vec<Decided>);

impl BlockSink for Decisions {
    fn statement(&mut self, statement: &Statement<'_>) {
        if let Some(row) = statement.row
            && statement.predicate.as_str() == DECISION
        {
            self.0.push(Decided::of(row));
        }
    }
}

impl Sink for Rows {
    type Block = Decisions;

    fn block(&mut self) -> Decisions {
        Decisions(Vec::new())
    }

    fn accept(&mut self, block: Decisions, _: &[usize]) -> io::Result<()> {
        for decided in block.0 {
            let before = self.last.as_ref().filter(|last| last.order() > decided.order());
            if let Some(last) = before
                && self.finding.is_none()
            {
                let name = |decided: &Decided| format!("{} {}", decided.entity, decided.item).trim_end().to_owned();
                let (own, above) = (name(&decided), name(last));
                self.finding = Some(code::out_of_order(decided.place.clone(), &own, &above));
            }
            self.last = Some(decided);
        }
        Ok(())
    }
}
