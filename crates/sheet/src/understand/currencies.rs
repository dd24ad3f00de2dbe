//! Figures without a currency beside figures with one, where no heading gives it: one question for all.

use std::collections::BTreeMap;

use crate::map::Change;
use crate::record::{Record, UnitBasis};
use crate::understood::{Choice, Doubt};
use crate::workbook::{Address, Note};

use super::Reading;
use super::dollar::READ_AS;
use super::figure::Sums;

/// The currencies of figures, with how many have them, and the cells of figures without one.
#[derive(Default)]
pub(super) struct Currencies {
    written: BTreeMap<String, usize>,
    without: Vec<Address>,
}

impl Currencies {
    pub(super) fn add(&mut self, sums: &[(usize, Sums)]) {
        for amount in sums.iter().filter_map(|(_, sums)| sums.amounts.first()) {
            match (&amount.unit, amount.unit_basis) {
                (Some(unit), UnitBasis::Written) if unit != "%" => *self.written.entry(unit.clone()).or_default() += 1,
                (None, _) => self.without.push(amount.address),
                _ => {}
            }
        }
    }

    /// Puts one currency in the place of another, once it is settled which one that is; `of`: the cells that have it.
    pub(super) fn rename(&mut self, from: &str, to: Option<&str>, of: &[Address]) {
        let count = self.written.remove(from).unwrap_or_default();
        let moved = count.min(of.len());
        if count > moved {
            self.written.insert(from.to_owned(), count - moved);
        }
        match to {
            Some(to) if moved > 0 => *self.written.entry(to.to_owned()).or_default() += moved,
            _ => {}
        }
    }
}

impl Reading<'_> {
    /// Tells sums that are recorded without a currency: they stand in totals of their own.
    pub(super) fn tell_without_currency(&mut self) {
        let records = self.understood.records.iter().flat_map(|record| &record.amounts);
        let mut without: Vec<Address> = records
            .filter(|amount| amount.unit.is_none())
            .map(|amount| amount.address)
            .collect();
        without.dedup();
        let Some(first) = without.first().copied() else { return };
        if self.understood.map.units_as_written == Some(true) {
            return;
        }
        let text = self.sheet.cell(first).map_or("", |cell| cell.text.trim());
        let others = match without.len() {
            1 => " has".to_owned(),
            2 => " and 1 other sum have".to_owned(),
            more => format!(" and {} other sums have", more - 1),
        };
        self.understood.notes.push(Note::at(
            first,
            format!(
                "`{text}`{others} no currency, and none is recorded. If the sheet has one for all, write it as `unit` below \
                 [defaults] into the map."
            ),
        ));
    }

    /// Tells rows whose one figure is a share: of what, no cell says, so that they are in no total.
    pub(super) fn tell_shares(&mut self) {
        let is_share = |record: &&Record| {
            let mut amounts = record.amounts.iter();
            amounts.len() > 0 && amounts.all(|amount| amount.unit.as_deref() == Some("%"))
        };
        let shares: Vec<Address> = self
            .understood
            .records
            .iter()
            .filter(is_share)
            .map(|record| record.address)
            .collect();
        let Some(first) = shares.first().copied() else { return };
        let text = self.sheet.cell(first).map_or("", |cell| cell.text.trim());
        let others = match shares.len() {
            1 => " is a share".to_owned(),
            2 => " and 1 other cell are shares".to_owned(),
            more => format!(" and {} other cells are shares", more - 1),
        };
        self.understood.notes.push(Note::at(
            first,
            format!(
                "`{text}`{others}, and the sheet does not say of what: they are in no total. Write that into `base` of their claims, \
                 or the sum into the sheet."
            ),
        ));
    }

    /// Asks whether figures without a currency have that of the others; they are given it until somebody says otherwise.
    pub(super) fn ask_currency(&mut self) {
        let Currencies { written, without } = std::mem::take(&mut self.currencies);
        let mut written = written.into_iter();
        let (Some((unit, count)), None, Some(first)) = (written.next(), written.next(), without.first().copied())
        else {
            return;
        };
        let unit = match &self.dollar {
            Some(code) if unit == READ_AS => code.clone(),
            _ => Some(unit),
        };
        // `$` of which nobody knows the country gives no currency to others.
        let Some(unit) = unit else { return };
        let map = &self.understood.map;
        if map.defaults.unit.is_some() || map.units_as_written == Some(true) {
            return;
        }
        for amount in self
            .understood
            .records
            .iter_mut()
            .flat_map(|record| &mut record.amounts)
        {
            if amount.unit.is_none() && without.contains(&amount.address) {
                (amount.unit, amount.unit_basis) = (Some(unit.clone()), UnitBasis::CarriedOver);
            }
        }
        self.understood.map.defaults.unit = Some(unit.clone());
        let text = self.sheet.cell(first).map_or("", |cell| cell.text.trim());
        let others = match without.len() {
            1 => " has".to_owned(),
            2 => " and 1 other cell have".to_owned(),
            more => format!(" and {} other cells have", more - 1),
        };
        let with = if count == 1 { "1 has" } else { &format!("{count} have") };
        self.understood.doubts.push(Doubt {
            address: Some(first),
            question: format!("`{text}`{others} no currency, and {with} {unit}. Is all of it {unit}?"),
            choices: vec![
                Choice {
                    label: format!("yes, {unit}"),
                    change: Change::Nothing,
                },
                Choice {
                    label: "no, their currency is not recorded".to_owned(),
                    change: Change::UnitsAsWritten,
                },
            ],
        });
    }
}
