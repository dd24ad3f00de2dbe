//! Rows that withdraw money and say no figure, or 0: `abandonné`. They withdraw what they name clearly.

use super::withdrawn::{is_withdrawn, statuses};
use super::{CLAIMS, Cells, DOCUMENTS, ENTITIES, LINKS, ROLES, Wanted, clean, is_figure};
use sheet::{Address, Amount, NotTaken, Note, Party, Record};
use std::collections::BTreeSet;
use text::Decimal;
use text::fold::fold_words;

/// The most rows that a note names.
const MOST: usize = 8;

/// A row that withdraws money, with what stands in its cells.
pub(super) struct Silent {
    record: Record,
    left: Vec<NotTaken>,
}

/// Whether a figure is 0.
pub(super) fn is_zero(amount: &Amount) -> bool {
    let zero = Some(Decimal::from(0));
    amount.minimum == zero && amount.maximum == zero
}

fn cell<'c>(cells: &'c Cells, column: &str) -> &'c str {
    cells.get(column).map_or("", String::as_str)
}

impl Wanted<'_> {
    /// Takes down a row that withdraws money without a figure; whether it is one.
    pub(super) fn is_silent(&mut self, record: &Record, text: &dyn Fn(Address) -> String) -> bool {
        let has_sum = record
            .amounts
            .iter()
            .any(|amount| is_figure(amount) && !is_zero(amount));
        // `dropped`, with 0 as the latest figure: the row has the sum that it withdraws.
        let is_beside = !record.amounts.is_empty() && self.with_money.contains(&record.address.row);
        if record.gone.is_none() || has_sum || is_beside || record.about.is_none() {
            return false;
        }
        let leave = |address: &Address| NotTaken {
            address: *address,
            text: text(*address),
            reason: "the row has no figure".to_owned(),
        };
        let persons = self.persons_left(record);
        let is_other = |cell: &&Address| !persons.iter().any(|person| person.address == **cell);
        let mut left: Vec<NotTaken> = record.cells.iter().filter(is_other).map(leave).collect();
        left.extend(persons);
        self.silent.push(Silent {
            left,
            record: record.clone(),
        });
        true
    }

    /// Withdraws what such rows name: what one payer or speaker promised for one thing to one recipient, in this version of the sheet
    /// or in the last. Notes tell it, and where a row names several or nothing.
    pub(super) fn withdraw_named(&mut self) -> Vec<Note> {
        let (mut done, mut open) = (BTreeSet::new(), BTreeSet::new());
        for silent in std::mem::take(&mut self.silent) {
            let row = silent.record.address.row;
            let by = self.named(&silent.record);
            let found = by.as_ref().map(|by| self.promises(by)).unwrap_or_default();
            if let Some(by) = by.filter(|_| !found.is_empty()) {
                let status = statuses(&by);
                for (key, cells) in found {
                    self.set_status(key, cells, &status);
                }
                done.insert(row);
                continue;
            }
            open.insert(row);
            self.not_taken.extend(silent.left);
        }
        let texts = [
            told(
                &done,
                "withdraws, without a figure,",
                "withdraw, without a figure,",
                "what other rows or the last version of the sheet promise for that thing, from that payer or speaker",
            ),
            told(
                &open,
                "withdraws money without a figure, and it is not clear which: nothing is",
                "withdraw money without a figure, and it is not clear which: nothing is",
                "withdrawn. Write the figure of the promise beside it, or the status `withdrawn` into its claim",
            ),
        ];
        let notes = texts.into_iter().flatten();
        notes.map(|text| Note { address: None, text }).collect()
    }

    /// The cells of a claim that a row would make; none if it names a thing that no other row has.
    fn named(&self, record: &Record) -> Option<Cells> {
        let programme = record
            .programme
            .as_ref()
            .and_then(|programme| self.known(&programme.text, None));
        let about = &record.about.as_ref()?.text;
        let about = self
            .known(about, programme.clone())
            .or_else(|| self.known(about, None))?;
        let first = |parties: &[Party]| match parties.first() {
            Some(party) => self.known(&party.name, None).map(Some),
            None => Some(None),
        };
        let speaker = record
            .speaker
            .as_ref()
            .and_then(|speaker| self.known(&speaker.name, None));
        let gone = record.gone.as_ref()?;
        let reason = self.around.phrases.says(&clean(&gone.words.text));
        let when = record.when.as_ref().map(|when| when.iso.clone());
        let cells = [
            ("about", Some(about)),
            ("funder", first(&record.payers)?),
            ("recipient", first(&record.recipients)?),
            ("speaker", speaker),
            ("when", when),
            ("status_on", gone.on.clone()),
            ("status_reason", Some(reason)),
            ("period", record.period.as_ref().map(|period| period.iso.clone())),
        ];
        let cells = cells
            .into_iter()
            .filter_map(|(column, value)| Some((column.to_owned(), value?)));
        Some(cells.collect())
    }

    /// The key of an entity of the sheet, by its name; of the last version, where this one does not have it.
    fn known(&self, name: &str, programme: Option<String>) -> Option<String> {
        let label = clean(name);
        let of_sheet = self.by_label.get(&(fold_words(&label), programme)).cloned();
        of_sheet.or_else(|| match self.around.entities.named(&label)[..] {
            [key] => Some(key.to_owned()),
            _ => None,
        })
    }

    /// The claims that a row withdraws, with their keys, those of the last version with their cells; none unless they are for one recipient
    /// and one time.
    fn promises(&self, by: &Cells) -> Vec<(String, Option<Cells>)> {
        let is_it = |cells: &Cells| {
            let is_time = [cell(by, "period"), ""].contains(&cell(cells, "period")) || cell(by, "period").is_empty();
            cell(cells, "about") == cell(by, "about")
                && cell(cells, "status").is_empty()
                && is_time
                && is_withdrawn(cells, by)
        };
        let own = self.rows.iter().filter(|row| row.table == CLAIMS && is_it(&row.cells));
        let mut found: Vec<(String, &Cells, bool)> = own.map(|row| (row.key.clone(), &row.cells, false)).collect();
        let ledger = self.around.ledger;
        let last = ledger.rows().filter(|((table, key), cells)| {
            let is_left = !self.at.contains_key(&(CLAIMS, key.clone()));
            table == CLAIMS && is_left && self.has_claim(key) && is_it(cells)
        });
        found.extend(last.map(|((_, key), cells)| (key.clone(), cells, true)));
        for column in ["recipient", "period"] {
            let values: BTreeSet<&str> = found.iter().map(|(_, cells, _)| cell(cells, column)).collect();
            if values.len() > 1 {
                return Vec::new();
            }
        }
        let of = |(key, cells, is_last): (String, &Cells, bool)| (key, is_last.then(|| cells.clone()));
        found.into_iter().map(of).collect()
    }

    /// Gives a claim the cells of a status. What the last version had, and this one has no more, stays with it.
    pub(super) fn set_status(&mut self, key: String, last: Option<Cells>, status: &[(String, String)]) {
        if let Some(cells) = last {
            self.keep_last(&key, cells);
        }
        let place = self.at.get(&(CLAIMS, key));
        if let Some(row) = place.and_then(|place| self.rows.get_mut(*place)) {
            row.cells.extend(status.iter().cloned());
        }
    }

    /// Takes over a claim of the last version, with what it names and what says more about it.
    fn keep_last(&mut self, key: &str, cells: Cells) {
        let ledger = self.around.ledger;
        let named: BTreeSet<&String> = cells.values().collect();
        let of_claim = |table: &str, own: &Cells| matches!(table, ROLES | LINKS) && cell(own, "claim") == key;
        for ((table, row), own) in ledger.rows() {
            let table = match table.as_str() {
                DOCUMENTS if named.contains(row) => DOCUMENTS,
                ENTITIES if named.contains(row) => ENTITIES,
                ROLES if of_claim(table, own) => ROLES,
                LINKS if of_claim(table, own) => LINKS,
                _ => continue,
            };
            self.push(table, row.clone(), own.clone());
        }
        self.push(CLAIMS, key.to_owned(), cells);
    }
}

fn told(rows: &BTreeSet<u32>, one: &str, several: &str, what: &str) -> Option<String> {
    let named: Vec<String> = rows.iter().take(MOST).map(u32::to_string).collect();
    let more = if rows.len() > MOST { " ..." } else { "" };
    let rows = match rows.len() {
        0 => return None,
        1 => format!("Row {} {one}", named.join(", ")),
        _ => format!("Rows {}{more} {several}", named.join(", ")),
    };
    Some(format!("{rows} {what}"))
}
