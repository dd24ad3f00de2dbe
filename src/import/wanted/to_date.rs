//! Sums to date that other sheets tell, too: the later one has the earlier in it, and takes its place.

use super::{CLAIMS, Wanted};
use sheet::Note;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use text::Decimal;

/// The cells that two sums of one payer, recipient and thing have in common.
const SAME: [&str; 7] = ["kind", "about", "funder", "recipient", "unit", "instrument", "modality"];

/// How many rows a note names.
const TOLD: usize = 8;

/// The most claims of one thing that are compared.
const COMPARED: usize = 100;

/// A sum of the tables, or of a row of the sheet.
struct Sum {
    key: String,
    value: Decimal,
    /// The last day that it holds for; empty, if none is known.
    day: String,
}

/// The sum that a claim has, if it is one exact figure that counts.
fn sum<'c>(key: &str, cell: impl Fn(&str) -> &'c str) -> Option<([&'c str; 7], Sum)> {
    let counts = cell("status").is_empty() && matches!(cell("measure_role"), "total" | "contribution");
    let value = Decimal::parse(cell("minimum"))?;
    if !counts || cell("minimum") != cell("maximum") || cell("about").is_empty() {
        return None;
    }
    let date = [cell("when"), cell("period")].into_iter().find(|date| !date.is_empty());
    let date = date.unwrap_or_default();
    let day = date.split_once('/').map_or(date, |(_, last)| last).to_owned();
    let key = key.to_owned();
    Some((SAME.map(cell), Sum { key, value, day }))
}

impl Wanted<'_> {
    /// Links sums to date with those of other sheets for the same thing, payer and recipient that they have in them: those of earlier days that
    /// are not greater, and without days smaller ones. Tells these, and sums that fell, which are added.
    pub(super) fn chain_to_date(&mut self) -> Vec<Note> {
        let keys = std::mem::take(&mut self.to_date);
        if keys.is_empty() {
            return Vec::new();
        }
        let (claims, ledger) = (self.around.claims, self.around.ledger);
        let mut others: HashMap<[&str; 7], Vec<Sum>> = HashMap::new();
        for key in claims.keys() {
            let is_own = ledger.row(CLAIMS, key).is_some() || self.at.contains_key(&(CLAIMS, key.to_owned()));
            let other = sum(key, |column| claims.cell(key, column)).filter(|_| !is_own);
            if let Some((thing, other)) = other {
                others.entry(thing).or_default().push(other);
            }
        }
        let (mut links, mut fell): (BTreeMap<String, Vec<String>>, Vec<String>) = Default::default();
        for key in &keys {
            let cells = self.at.get(&(CLAIMS, key.clone())).and_then(|row| self.rows.get(*row));
            let Some(cells) = cells.map(|row| &row.cells) else {
                continue;
            };
            let own = sum(key, |column| cells.get(column).map_or("", String::as_str));
            let Some((thing, own)) = own else { continue };
            for other in others.get(&thing).into_iter().flatten().take(COMPARED) {
                let days = match own.day.is_empty() || other.day.is_empty() {
                    true => None,
                    false => Some(own.day.cmp(&other.day)),
                };
                match (days, own.value.cmp(&other.value)) {
                    (Some(Ordering::Greater), Ordering::Greater | Ordering::Equal) | (None, Ordering::Greater) => {
                        links.entry(key.clone()).or_default().push(other.key.clone());
                    }
                    (Some(Ordering::Greater), Ordering::Less) => fell.push(key.clone()),
                    _ => {}
                }
            }
        }
        let notes = [self.note_on_chains(&links), self.note_on_falls(&fell)];
        for (key, mut replaced) in links {
            replaced.sort();
            let row = self.places.get(&key).map_or(0, |(row, _)| *row);
            self.link_replaced(&key, row, &replaced);
        }
        notes.into_iter().flatten().collect()
    }

    /// The rows of claims, as a note names them.
    fn rows_of<'k>(&self, keys: impl Iterator<Item = &'k String>) -> String {
        let mut rows: Vec<u32> = keys.filter_map(|key| Some(self.places.get(key)?.0)).collect();
        rows.sort_unstable();
        rows.dedup();
        let more = if rows.len() > TOLD { " ..." } else { "" };
        let named: Vec<String> = rows.iter().take(TOLD).map(u32::to_string).collect();
        format!("{}{more}", named.join(", "))
    }

    fn note_on_chains(&self, links: &BTreeMap<String, Vec<String>>) -> Option<Note> {
        let text = format!(
            "Rows with sums to date that have those of other sheets for the same thing, payer and recipient in them, and replace these \
             (`replaces` in claim-links.csv): {}. Where both are sums of their own, take that row out of claim-links.csv",
            self.rows_of(links.keys())
        );
        (!links.is_empty()).then_some(Note { address: None, text })
    }

    fn note_on_falls(&self, fell: &[String]) -> Option<Note> {
        let text = format!(
            "Rows with sums to date that are less than those of an earlier day in another sheet: {}. They add up. If each is a report on the same \
             money, write `replaces` into claim-links.csv",
            self.rows_of(fell.iter())
        );
        (!fell.is_empty()).then_some(Note { address: None, text })
    }
}
