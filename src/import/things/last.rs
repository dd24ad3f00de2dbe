//! What the sums of the last import are for: a sum keeps its thing, whatever rows come and go beside it.

use super::mark::Mark;
use crate::import::known::Known;
use crate::import::ledger::{Cells, Ledger, ROW};
use crate::import::wanted::{CLAIMS, ENTITIES, LABELS};
use sheet::{Party, Record};
use std::collections::{HashMap, HashSet};
use text::fold::fold_words;

/// The sums of the last import, by the folded name of their thing, without what stands in brackets at its end.
pub(in crate::import) struct Last<'a> {
    claims: HashMap<String, Vec<Held<'a>>>,
    ledger: &'a Ledger,
    entities: &'a Known<'a>,
    /// The last words of the parts of the notes of all sums, among them their numbers.
    noted: HashSet<&'a str>,
}

/// A sum of the last import.
#[derive(Clone)]
pub(super) struct Held<'a> {
    /// What stands with the name of its thing.
    pub(super) name: Option<String>,
    cells: &'a Cells,
}

impl<'a> Last<'a> {
    /// The sums that a sheet last gave, if the tables still have them.
    pub(in crate::import) fn new(ledger: &'a Ledger, claims: &Known<'_>, entities: &'a Known<'a>) -> Self {
        let mut last = Self {
            claims: HashMap::new(),
            ledger,
            entities,
            noted: HashSet::new(),
        };
        let rows = ledger
            .all()
            .filter(|((table, key), _)| table == CLAIMS && claims.has(key));
        for (_, cells) in rows {
            last.noted
                .extend(parts(cells).filter_map(|part| Some(part.rsplit_once(' ')?.1)));
            let about = cells.get("about").map(String::as_str).unwrap_or_default();
            let Some(label) = last.labels(about).into_iter().next() else {
                continue;
            };
            let bracket = label.strip_suffix(')').and_then(|label| label.rsplit_once(" ("));
            let named = bracket.map(|(label, name)| (label, Some(name.to_owned())));
            for (label, name) in [(label, None)].into_iter().chain(named) {
                last.claims
                    .entry(fold_words(label))
                    .or_default()
                    .push(Held { name, cells });
            }
        }
        last
    }

    /// The labels of an entity: as the sheet gave them, and as the tables have them.
    fn labels(&self, key: &str) -> Vec<&'a str> {
        let of_sheet = self.ledger.row(ENTITIES, key);
        let of_sheet = LABELS
            .iter()
            .filter_map(|column| Some(of_sheet?.get(*column)?.as_str()));
        let of_table = LABELS.iter().map(|column| self.entities.cell(key, column));
        let labels = of_sheet.chain(of_table).flat_map(|labels| labels.split('|'));
        labels.map(str::trim).filter(|label| !label.is_empty()).collect()
    }

    /// The sums for a thing, folded, of the payer and recipient of these rows.
    pub(super) fn of(&self, name: &str, records: &[(usize, &Record)]) -> Vec<Held<'a>> {
        let Some((_, record)) = records.first() else {
            return Vec::new();
        };
        let is_of = |held: &&Held<'_>| {
            [("funder", &record.payers), ("recipient", &record.recipients)]
                .into_iter()
                .all(|(column, parties)| self.is_among(held.cell(column), parties))
        };
        let held = self.claims.get(name).map(Vec::as_slice).unwrap_or_default();
        held.iter().filter(is_of).cloned().collect()
    }

    /// Whether the last import had the sum of a row: its figure or number, for its thing, payer and recipient.
    pub(in crate::import) fn has(&self, record: &Record) -> bool {
        let name = match &record.about {
            Some(about) => about.text.clone(),
            None => record
                .recipients
                .iter()
                .map(|party| party.name.as_str())
                .collect::<Vec<_>>()
                .join(" + "),
        };
        let number = record
            .identifiers
            .first()
            .map(|number| Mark::Number(0, number.value.clone()));
        let is_it =
            |held: &Held<'_>| number.as_ref().is_some_and(|mark| held.has_mark(mark)) || held.has_figure(record);
        self.of(&fold_words(&name), &[(0, record)]).iter().any(is_it) || self.has_in_row(record)
    }

    /// Whether the last import had the figure of a row in that row, under whatever names: the map of the columns was changed since.
    fn has_in_row(&self, record: &Record) -> bool {
        let row = record.address.row.to_string();
        let is_here = |held: &Held<'_>| !Ledger::is_of_another(held.cells) && held.cell(ROW) == row;
        let is_it = |held: &Held<'_>| is_here(held) && held.has_figure(record);
        self.claims.values().flatten().any(is_it)
    }

    /// Whether a sum of the last import had a number.
    pub(super) fn had(&self, number: &str) -> bool {
        self.noted.contains(number)
    }

    /// Whether an entity is one of these; nobody is, where the tables name nobody.
    fn is_among(&self, key: &str, parties: &[Party]) -> bool {
        let labels: Vec<String> = self.labels(key).into_iter().map(fold_words).collect();
        let is_it = |party: &Party| labels.contains(&fold_words(&party.name));
        key.is_empty() || parties.iter().any(is_it)
    }
}

impl Held<'_> {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Whether it is of a stage.
    pub(super) fn has_stage(&self, stage: &str) -> bool {
        self.cell("modality") == stage
    }

    /// Whether it is the sum of a mark.
    pub(super) fn has_mark(&self, mark: &Mark) -> bool {
        match mark {
            Mark::Number(_, number) | Mark::Place(number) => parts(self.cells).any(|part| {
                let rest = part.strip_suffix(number.as_str());
                rest.is_some_and(|scheme| scheme.ends_with(' '))
            }),
            Mark::Day(day) => self.cell("when") == day,
            Mark::Figure(_) => false,
        }
    }

    /// Whether it has the figure of a row.
    pub(super) fn has_figure(&self, record: &Record) -> bool {
        let Some(amount) = record.amounts.first() else {
            return false;
        };
        let text = |value: Option<text::Decimal>| value.map_or_else(String::new, |value| value.to_string());
        self.cell("minimum") == text(amount.minimum) && self.cell("maximum") == text(amount.maximum)
    }

    /// Its number of this column.
    pub(super) fn number(&self, scheme: &str) -> Option<&str> {
        parts(self.cells).find_map(|part| part.strip_prefix(scheme)?.strip_prefix(' '))
    }
}

/// The parts of the note of a sum, behind its row.
fn parts(cells: &Cells) -> impl Iterator<Item = &str> {
    let note = cells.get("note").map_or("", String::as_str);
    note.split("; ").skip(1)
}
