//! The sums of a row, a record for each.

use crate::map::Role;
use crate::record::{Amount, Dated, Record, Words};
use crate::understand::column::Spec;
use crate::understand::figure::{Context, Figure, Sums, figure};
use crate::words::LISTS;
use crate::workbook::Address;

use super::Row;

impl<'t> Row<'_, 't> {
    /// The currency of the row.
    pub(super) fn currency(&mut self) -> Option<String> {
        let mut found = None;
        for (_, address, cell) in self.cells(Role::Currency) {
            let text = cell.text.trim();
            let code = text.to_uppercase();
            let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            let unit = self
                .table
                .measures
                .of(text)
                .and_then(|measure| measure.unit)
                .or(is_code.then_some(code));
            match unit {
                _ if LISTS.is_empty_word(text) => self.refuse(address, "not recorded"),
                Some(unit) => {
                    self.used.push(address);
                    found = Some(unit);
                }
                None => self.refuse(address, "no currency is called so"),
            }
        }
        found
    }

    /// Adds a record for each sum of the row, or one without.
    pub(super) fn records(&mut self, base: Record) {
        let currency = self.currency();
        let instrument = self.instrument();
        let shared = std::mem::take(&mut self.used);
        let mut figures: Vec<(&Spec, Sums, Vec<Address>)> = Vec::new();
        for (spec, address, cell) in self.cells(Role::Amount) {
            let context = self.table.context(Some(spec), currency.as_ref(), instrument.as_ref());
            match figure(cell, address, &context, self.table.measures) {
                Figure::Sums(sums) => figures.push((spec, sums, vec![address])),
                Figure::NotRecorded => self.refuse(address, "not recorded"),
                Figure::Unread(why) => {
                    self.given.misfits += 1;
                    self.refuse(address, why);
                }
            }
        }
        self.bounds(currency.as_ref(), instrument.as_ref(), &mut figures);
        let share = self.share(instrument.as_ref(), &mut figures);
        for (_, sums, cells) in &figures {
            if let (Some(mark), Some(address)) = (sums.unsure, cells.first()) {
                self.given.unsure.push((*address, mark));
            }
        }
        for (spec, sums, cells) in figures {
            self.given.sums.push((spec.index, sums.clone()));
            let record = self.record(&base, spec, sums, cells, &shared, &share);
            self.given.records.push(record);
        }
        if self.given.records.is_empty() {
            self.without_sum(base, shared, share);
        }
    }

    /// A row without a sum says something if it names who and what.
    pub(super) fn without_sum(&mut self, base: Record, shared: Vec<Address>, share: Vec<(Address, String)>) {
        let is_wide = self.table.count(Role::Amount) > 1;
        let who = base.speaker.as_ref().and_then(|one| one.address).is_some()
            || !base.payers.is_empty()
            || !base.recipients.is_empty();
        let what = base.about.is_some() || !base.payers.is_empty() && !base.recipients.is_empty();
        if who && what && !is_wide {
            let mut record = Record {
                cells: sorted(shared),
                ..base
            };
            record.notes.extend(share.into_iter().map(|(address, text)| Words {
                text,
                address: Some(address),
            }));
            if let Some(first) = record.cells.first() {
                record.address = *first;
            }
            self.given.records.push(record);
            return;
        }
        let why = if who || what {
            "its row has no figure"
        } else {
            "its row does not say who or what"
        };
        let own = shared.into_iter().chain(share.into_iter().map(|(address, _)| address));
        for address in own.filter(|address| address.row as usize == self.index + 1) {
            self.given.refused.push((address, why.to_owned()));
        }
    }

    /// The record of a sum.
    pub(super) fn record(
        &mut self,
        base: &Record,
        spec: &Spec,
        sums: Sums,
        cells: Vec<Address>,
        shared: &[Address],
        share: &[(Address, String)],
    ) -> Record {
        let mut record = base.clone();
        let map = &spec.map;
        record.address = cells.first().copied().unwrap_or(record.address);
        if let Some(payer) = &map.payer {
            let heading = spec.heading.cells.last().copied();
            record.payers = vec![self.table.party(payer, heading)];
        }
        if let Some(recipient) = &map.recipient {
            record.recipients = vec![self.table.party(recipient, spec.heading.cells.last().copied())];
        }
        if let Some(stage) = &map.stage
            && self.cells(Role::Stage).is_empty()
        {
            record.stage = Some(Words {
                text: stage.clone(),
                address: spec.heading.cells.last().copied(),
            });
        }
        let heading = |iso: &String| Dated {
            iso: iso.clone(),
            basis: "written",
            as_written: spec.heading.text.clone(),
            address: spec.heading.cells.first().copied(),
        };
        let beside = sums.period.as_ref().map(|iso| Dated {
            iso: iso.clone(),
            basis: "written",
            as_written: iso.clone(),
            address: cells.first().copied(),
        });
        record.period = beside.or_else(|| map.period.as_ref().map(heading)).or(record.period);
        record.when = record.when.or_else(|| map.when.as_ref().map(heading));
        record.notes.extend(sums.remark.map(|text| Words {
            text,
            address: cells.first().copied(),
        }));
        if let Some((address, text)) = sums.footnote.as_ref().and_then(|mark| self.table.footnotes.get(mark)) {
            record.notes.push(Words {
                text: (*text).to_owned(),
                address: Some(*address),
            });
            self.given.footnotes.push(*address);
        }
        record.notes.extend(share.iter().map(|(address, text)| Words {
            text: text.clone(),
            address: Some(*address),
        }));
        record.amounts = sums.amounts;
        let all = shared
            .iter()
            .copied()
            .chain(cells)
            .chain(share.iter().map(|(address, _)| *address));
        record.cells = sorted(all.collect());
        record
    }

    /// The bounds of a sum that stand in two columns.
    pub(super) fn bounds(
        &mut self,
        currency: Option<&String>,
        instrument: Option<&String>,
        figures: &mut Vec<(&'t Spec, Sums, Vec<Address>)>,
    ) {
        let mut ends: [Option<(&'t Spec, Address, Amount)>; 2] = [None, None];
        for (end, role) in ends.iter_mut().zip([Role::Minimum, Role::Maximum]) {
            for (spec, address, cell) in self.cells(role) {
                let context = self.table.context(Some(spec), currency, instrument);
                match figure(cell, address, &context, self.table.measures) {
                    Figure::Sums(sums) => *end = sums.amounts.into_iter().next().map(|amount| (spec, address, amount)),
                    Figure::NotRecorded => self.refuse(address, "not recorded"),
                    Figure::Unread(why) => {
                        self.given.misfits += 1;
                        self.refuse(address, why);
                    }
                }
            }
        }
        let [low, high] = ends;
        if !figures.is_empty() {
            for (_, address, _) in low.into_iter().chain(high) {
                self.refuse(address, "the row has a sum besides its bounds");
            }
            return;
        }
        let cells: Vec<Address> = low.iter().chain(&high).map(|(_, address, _)| *address).collect();
        let Some((spec, _, first)) = low.as_ref().or(high.as_ref()) else {
            return;
        };
        let minimum = low.as_ref().and_then(|(_, _, amount)| amount.minimum);
        let maximum = high.as_ref().and_then(|(_, _, amount)| amount.maximum);
        let wording = match (minimum, maximum) {
            (Some(low), Some(high)) if low > high => {
                cells
                    .into_iter()
                    .for_each(|address| self.refuse(address, "the minimum is greater than the maximum"));
                return;
            }
            (Some(low), Some(high)) if low == high => "exact",
            (Some(_), Some(_)) => "range",
            (Some(_), None) => "at-least",
            _ => "up-to",
        };
        let written: Vec<&str> = low
            .iter()
            .chain(&high)
            .map(|(_, _, amount)| amount.as_written.as_str())
            .collect();
        let amount = Amount {
            minimum,
            maximum,
            wording,
            as_written: written.join(" – "),
            ..first.clone()
        };
        figures.push((
            spec,
            Sums {
                amounts: vec![amount],
                ..Sums::default()
            },
            cells,
        ));
    }

    /// A share: the figure of a row without sum, else a remark on it.
    pub(super) fn share(
        &mut self,
        instrument: Option<&String>,
        figures: &mut Vec<(&'t Spec, Sums, Vec<Address>)>,
    ) -> Vec<(Address, String)> {
        let mut beside = Vec::new();
        for (spec, address, cell) in self.cells(Role::Share) {
            if !figures.is_empty() && !LISTS.is_empty_word(&cell.text) {
                beside.push((address, format!("{}: {}", spec.heading.text, cell.text.trim())));
                continue;
            }
            let context = Context {
                unit: Some("%".to_owned()),
                scale: 0,
                ..self.table.context(None, None, instrument)
            };
            match figure(cell, address, &context, self.table.measures) {
                Figure::Sums(sums) => figures.push((spec, sums, vec![address])),
                Figure::NotRecorded => self.refuse(address, "not recorded"),
                Figure::Unread(why) => {
                    self.given.misfits += 1;
                    self.refuse(address, why);
                }
            }
        }
        beside
    }
}

fn sorted(mut cells: Vec<Address>) -> Vec<Address> {
    cells.sort_unstable();
    cells.dedup();
    cells
}
