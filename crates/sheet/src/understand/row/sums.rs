//! The sums of a row, a record for each.

use crate::Cell;
use text::Decimal;

use crate::map::{DecimalMark, Role};
use crate::measure::{Measure, has_billions};
use crate::record::{Amount, AmountRole, Dated, Gone, Record, UnitBasis, Words};
use crate::understand::beside::states;
use crate::understand::column::Spec;
use crate::understand::column::units::is_unit;
use crate::understand::figure::{Context, FRENCH_BILLIONS, Figure, SEVERAL, Sums, figure};
use crate::understand::group;
use crate::understand::measures::{Measures, abbreviated};
use crate::understand::number::number;
use crate::understand::party;
use crate::understand::said::{REFUSED, WITHDRAWN};
use crate::words::LISTS;
use crate::workbook::Address;

use super::taken_back::is_returned;
use super::words::exposure;
use super::{Given, Row, Split};

/// The payments of a row as one record with their sum, if they can be added and have no days of their own.
fn paid(payments: Vec<Record>) -> Vec<Record> {
    let day = |record: &Record| record.when.as_ref().map(|when| when.iso.clone());
    let is_alike = payments
        .windows(2)
        .all(|two| two.first().map(day) == two.last().map(day));
    match group::added(&payments).filter(|_| is_alike) {
        Some(one) => vec![one],
        None => payments,
    }
}

impl Given {
    /// Takes down the sums of a row that are none, as words of it say.
    fn refuse_money(&mut self, records: Vec<Record>, words: &Words) {
        self.refused_money.extend(records.into_iter().map(|record| Record {
            stage: None,
            gone: Some(Gone {
                words: words.clone(),
                on: None,
            }),
            ..record
        }));
    }
}

impl<'t> Row<'_, 't> {
    /// The currency of the row, and its scale where that stands beside it: `M€`, `k€`, `millions`.
    pub(super) fn currency(&mut self) -> Option<Measure> {
        let mut found: Option<Measure> = None;
        for (spec, address, cell) in self.cells(Role::Currency) {
            let text = cell.text.trim();
            let code = text.to_uppercase();
            let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            let of_code = || Measure {
                unit: Some(code.clone()),
                scale: 0,
            };
            let known = self.table.measures.of_money(text).or_else(|| abbreviated(text));
            match known.or_else(|| is_code.then(of_code)) {
                _ if LISTS.is_empty_word(text) => self.refuse(address, "not recorded"),
                // Without its scale, no sum of the row is known.
                _ if has_billions(text) && self.table.has_long_billions() => {
                    self.state.hindered = Some(FRENCH_BILLIONS.to_owned());
                    self.refuse(address, FRENCH_BILLIONS);
                }
                // `Unité` with a scale beside `Devise` with the currency.
                Some(measure) => {
                    self.used.push(address);
                    let (one, other) = match found.take() {
                        Some(before) if is_unit(spec) => (before, measure),
                        before => (measure, before.unwrap_or_default()),
                    };
                    found = Some(Measure {
                        scale: one.scale.max(other.scale),
                        unit: one.unit.or(other.unit),
                    });
                }
                None => self.refuse(address, "no currency is called so"),
            }
        }
        found
    }

    /// Takes down what cells of sums leave open.
    fn take_down(&mut self, figures: &[(&Spec, Sums, Vec<Address>)]) {
        self.leave_other_currency(figures);
        for (_, sums, cells) in figures {
            self.given.full.extend(cells.first().filter(|_| sums.is_full));
            self.given.scaled.extend(cells.first().filter(|_| sums.is_scaled));
            self.given.worded.extend(cells.first().filter(|_| sums.is_worded));
            let is_each = sums.amounts.iter().any(|amount| amount.role == AmountRole::Each);
            self.given.each.extend(cells.first().filter(|_| is_each));
            let besides = cells.first().zip(sums.besides.clone());
            let why =
                "a part of the sum beside it has this form, which stands in the note alone: give it a row of its own";
            self.given
                .left
                .extend(besides.map(|(address, words)| (*address, words, why.to_owned())));
            if let (Some(mark), Some(address)) = (sums.unsure, cells.first()) {
                self.given.unsure.push((*address, mark));
            }
            if let (Some(remark), Some(address)) = (&sums.remark, cells.first()) {
                self.amends(*address, remark);
            }
        }
    }

    /// Adds a record for each sum of the row, or one without.
    pub(super) fn records(&mut self, mut base: Record) {
        let currency = self.currency();
        let instrument = self.state.instrument.take();
        let instrument = instrument.or_else(|| {
            let about = base.about.as_ref()?;
            let value = exposure(&about.text)?;
            let told = about.address.map(|address| (address, about.text.clone(), value));
            self.given.exposed.extend(told);
            Some(value.to_owned())
        });
        let instrument = instrument.or_else(|| self.loan(base.about.as_ref()?));
        let mut shared = std::mem::take(&mut self.used);
        let mut figures = self.figures(&mut base, currency.as_ref(), instrument.as_ref());
        // What stands in place of a figure is about all sums of the row.
        shared.append(&mut self.used);
        self.bounds(currency.as_ref(), instrument.as_ref(), &mut figures);
        let share = self.share(instrument.as_ref(), &mut figures);
        self.take_down(&figures);
        let has_figures = !figures.is_empty();
        self.state.columns = figures.iter().map(|(spec, ..)| spec.index).collect();
        let has_promise = figures.iter().any(|(spec, ..)| !is_payment(spec));
        let mut payments = Vec::new();
        for (spec, sums, cells) in figures {
            let apart = sums.apart().into_iter().map(|sums| (spec.index, sums));
            self.given.sums.extend(apart);
            if let Some(why) = self.hindered(spec, &sums, &cells) {
                cells.iter().for_each(|address| self.refuse(*address, why.clone()));
                continue;
            }
            let mut record = self.record(&base, spec, sums, cells, &shared, &share);
            keep_payment(&mut record, has_promise && is_payment(spec));
            match spec.said.instalment {
                Some(_) => payments.push(record),
                None => {
                    let divided = self.divided(record);
                    self.given.records.extend(divided);
                }
            }
        }
        for record in paid(payments) {
            let divided = self.divided(record);
            self.given.records.extend(divided);
        }
        self.tell_stage(base.stage.as_ref());
        if let Some(why) = self.state.hindered.take() {
            let records = std::mem::take(&mut self.given.records);
            if let Some(words) = self.state.refused.take() {
                self.given.refuse_money(records, &words);
            }
            let own: Vec<Address> = self.shown.iter().map(|(_, address, _)| *address).collect();
            own.into_iter().for_each(|address| self.refuse(address, why.clone()));
        } else if self.given.records.is_empty() {
            let without = if has_figures {
                "its row has no figure that is taken"
            } else {
                ""
            };
            self.without_sum(base, shared, share, without);
        }
    }

    /// The sums of the cells of amounts, with their columns.
    fn figures(
        &mut self,
        base: &mut Record,
        currency: Option<&Measure>,
        instrument: Option<&String>,
    ) -> Vec<(&'t Spec, Sums, Vec<Address>)> {
        let mut figures = Vec::new();
        for (spec, address, cell) in self.cells(Role::Amount) {
            if address.row != Address::of(self.index, 0).row {
                self.given.merged.push(address);
                continue;
            }
            let text = cell.text.trim();
            if LISTS.whole("gone", text).or(LISTS.whole("refused", text)).is_some() {
                // `cancelled` in place of a figure is about the row's other sums.
                self.used.push(address);
                self.gone(&states(text), address, text);
                base.gone = base.gone.take().or(self.state.gone.take());
                continue;
            }
            let own = exposure(&cell.text).map(str::to_owned);
            let context = self.table.context(Some(spec), currency, own.as_ref().or(instrument));
            let sums = self.several(base, (spec, address, cell), &context);
            let sums = sums.or_else(|| self.figure(cell, address, &context));
            if let Some(sums) = sums.and_then(|sums| self.as_said(sums, address, &context)) {
                figures.push((spec, sums, vec![address]));
            }
        }
        figures
    }

    /// The sums of a cell with the unit that a remark of the row says; none, if the cell or its heading says another unit or scale.
    fn as_said(&mut self, mut sums: Sums, address: Address, context: &Context) -> Option<Sums> {
        let Some((said, remark)) = &self.said else {
            return Some(sums);
        };
        let own = sums.amounts.first().and_then(|first| first.unit.clone());
        let is_other = said.unit.is_some() && own.is_some() && own != said.unit;
        let is_scaled = said.scale > 0 && context.scale != said.scale;
        if is_other || is_scaled {
            let why = format!(
                "the remark `{remark}` says another unit than its cell or heading: write the sum in full, with its currency"
            );
            self.given.misfits += 1;
            self.refuse(address, why);
            return None;
        }
        for amount in sums.amounts.iter_mut().filter(|amount| amount.unit.is_none()) {
            (amount.unit, amount.unit_basis) = (said.unit.clone(), UnitBasis::CarriedOver);
        }
        Some(sums)
    }

    /// The sums of a cell; one that is not understood is refused.
    fn figure(&mut self, cell: &Cell, address: Address, context: &Context) -> Option<Sums> {
        match figure(cell, address, context, self.table.measures) {
            Figure::Sums(sums) => Some(sums),
            Figure::NotRecorded => {
                self.refuse(address, "not recorded");
                None
            }
            Figure::Unread(why) => {
                self.given.misfits += 1;
                self.given.several.extend((why == SEVERAL).then_some(address));
                self.refuse(address, why);
                None
            }
        }
    }

    /// Why a sum is not taken: it was refused, as its words or its heading say.
    fn hindered(&mut self, spec: &Spec, sums: &Sums, cells: &[Address]) -> Option<String> {
        if spec.map.stage.as_deref() == Some(REFUSED) {
            return Some(format!("{}: the money was not granted", spec.label()));
        }
        let (told, address) = (&sums.told, *cells.first()?);
        let row = self.state.hindered.take();
        let cell = self.table.grid.sheet.cell(address).map_or("", |cell| cell.text.trim());
        self.gone(told, address, cell);
        std::mem::replace(&mut self.state.hindered, row)
    }

    /// The records of a sum that several payers divide: one for each, with what it pays.
    fn divided(&mut self, record: Record) -> Vec<Record> {
        let is_one = |amount: &Amount| amount.minimum.is_some() && amount.minimum == amount.maximum;
        if let Some(own) = Self::each_its_own(&record) {
            return own;
        }
        let [amount] = record.amounts.as_slice() else {
            return vec![record];
        };
        let is_of = |split: &Split| record.payers.contains(&split.party);
        let is_all = record.payers.len() == self.split.len() && self.split.iter().all(is_of);
        if self.split.len() < 2 || !is_all || !is_one(amount) {
            return vec![record];
        }
        let split = self.split.iter().map(|split| {
            let mut own = record.clone();
            own.payers = vec![split.party.clone()];
            let is_written = amount.unit.is_none() && split.unit.is_some();
            own.amounts = vec![Amount {
                minimum: Some(split.value),
                maximum: Some(split.value),
                unit: amount.unit.clone().or(split.unit.clone()),
                unit_basis: if is_written {
                    UnitBasis::Written
                } else {
                    amount.unit_basis
                },
                role: AmountRole::Contribution,
                as_written: split.words.clone(),
                ..amount.clone()
            }];
            own
        });
        split.collect()
    }

    /// A row without a sum says something if it names who and what.
    fn without_sum(&mut self, mut base: Record, shared: Vec<Address>, share: Vec<(Address, String)>, without: &str) {
        let is_wide = self.table.count(Role::Amount) > 1;
        let who = base.speaker.as_ref().and_then(|one| one.address).is_some()
            || !base.payers.is_empty()
            || !base.recipients.is_empty();
        let what = base.about.is_some() || !base.payers.is_empty() && !base.recipients.is_empty();
        // `abandonné` withdraws what other rows say.
        base.gone = base.gone.take().or(self.state.gone.take());
        if who && what && (!is_wide || base.gone.is_some()) && without.is_empty() {
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
        let why = if !without.is_empty() {
            without
        } else if who || what {
            "its row has no figure"
        } else {
            "its row does not say who or what"
        };
        let own = shared.into_iter().chain(share.into_iter().map(|(address, _)| address));
        for address in own.filter(|address| address.row as usize == self.index + 1) {
            self.given.refused.push((address, why.to_owned()));
        }
    }

    /// What holds for all sums of a column: its heading, or the map, says so.
    fn of_column(&self, spec: &Spec, record: &mut Record) {
        let map = &spec.map;
        record.is_to_date = spec.said.is_cumulative;
        let heading = spec.heading.cells.last().copied();
        if let Some(payer) = self.table.pairs.get(&spec.index) {
            let column = Address::of(0, *payer).column;
            record
                .payers
                .retain(|party| party.address.is_some_and(|address| address.column == column));
        }
        if let Some(partner) = self.table.partners.get(&spec.index) {
            let column = Address::of(0, *partner).column;
            record
                .recipients
                .retain(|party| party.address.is_some_and(|address| address.column == column));
        }
        if let Some(payer) = &map.payer {
            record.payers = vec![self.table.party(payer, heading)];
        }
        if let Some(recipient) = &map.recipient {
            record.recipients = vec![self.table.party(recipient, heading)];
        }
        if map.stage.as_deref() == Some(WITHDRAWN) {
            let words = Words {
                text: spec.heading.text.clone(),
                address: heading,
            };
            record.gone = record.gone.take().or(Some(Gone { words, on: None }));
        } else {
            let firmness = self.firmness(spec, record.stage.as_ref());
            (record.stage, record.is_implied) = (firmness.stage, firmness.is_implied);
        }
        let dated = |iso: &String| Dated {
            iso: iso.clone(),
            basis: "written",
            as_written: spec.heading.text.clone(),
            address: spec.heading.cells.first().copied(),
        };
        if let Some(period) = &map.period {
            record.period = Some(dated(period));
        }
        record.when = record.when.take().or_else(|| map.when.as_ref().map(dated));
    }

    /// Sums come on top of others if a status of the row says so: `rallonge votée`.
    fn put_on_top(&self, record: &mut Record) {
        let wholes = record
            .amounts
            .iter_mut()
            .filter(|amount| amount.role == AmountRole::Total);
        wholes
            .filter(|_| self.state.is_increment)
            .for_each(|amount| amount.role = AmountRole::Increment);
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
        record.address = cells.first().copied().unwrap_or(record.address);
        self.of_column(spec, &mut record);
        record.replaces = self.replaced(spec, record.stage.as_ref()).into_iter().collect();
        let date = self.date_of(spec);
        let of_date = date.as_ref().and_then(|date| date.address);
        record.when = date.or(record.when);
        let beside = sums.period.as_ref().map(|iso| Dated {
            iso: iso.clone(),
            basis: "written",
            as_written: iso.clone(),
            address: cells.first().copied(),
        });
        record.period = beside.or(record.period);
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
        let told = &sums.told;
        if let Some(stage) = told.stage().filter(|_| record.stage.is_none() && !told.is_partly) {
            record.stage = Some(Words {
                text: stage.to_owned(),
                address: cells.first().copied(),
            });
        }
        record.gone = record.gone.take().or(self.state.gone.take());
        record.amounts = sums.amounts;
        self.put_on_top(&mut record);
        self.qualify(spec, &mut record);
        self.pay_parts(&mut record);
        record.share = self.fraction;
        let all = shared
            .iter()
            .copied()
            .chain(cells)
            .chain(of_date)
            .chain(share.iter().map(|(address, _)| *address));
        record.cells = sorted(all.collect());
        record
    }

    /// Who pays the parts of a sum, where their words say so.
    fn pay_parts(&self, record: &mut Record) {
        let parts = record
            .amounts
            .iter_mut()
            .filter(|amount| amount.role == AmountRole::Part);
        for part in parts {
            let cell = self.table.grid.sheet.cell(part.address);
            let text = cell.map_or("", |cell| cell.text.as_str());
            let payer = party::payer_of_part(text, &part.as_written, &self.table.payers);
            part.payer = payer.map(|name| self.table.party(name, Some(part.address)));
        }
    }

    /// The figure of a column of bounds.
    fn bound(
        &mut self,
        role: Role,
        currency: Option<&Measure>,
        instrument: Option<&String>,
    ) -> Option<(&'t Spec, Address, Amount)> {
        let mut end = None;
        for (spec, address, cell) in self.cells(role) {
            let context = self.table.context(Some(spec), currency, instrument);
            if let Some(sums) = self.figure(cell, address, &context) {
                self.given.full.extend(sums.is_full.then_some(address));
                end = sums.amounts.into_iter().next().map(|amount| (spec, address, amount));
            }
        }
        end
    }

    /// The bounds of a sum that stand in two columns.
    pub(super) fn bounds(
        &mut self,
        currency: Option<&Measure>,
        instrument: Option<&String>,
        figures: &mut Vec<(&'t Spec, Sums, Vec<Address>)>,
    ) {
        let ends = [Role::Minimum, Role::Maximum].map(|role| self.bound(role, currency, instrument));
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
        let Some(wording) = wording(minimum, maximum) else {
            cells
                .into_iter()
                .for_each(|address| self.refuse(address, "the minimum is greater than the maximum"));
            return;
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
                self.fraction = fraction(&cell.text, self.table.measures);
                beside.push((address, format!("{}: {}", spec.heading.text, cell.text.trim())));
                continue;
            }
            let context = Context {
                unit: Some("%".to_owned()),
                scale: 0,
                ..self.table.context(None, None, instrument)
            };
            if let Some(sums) = self.figure(cell, address, &context) {
                figures.push((spec, sums, vec![address]));
            }
        }
        beside
    }
}

/// Whether a column has what was paid.
fn is_payment(spec: &Spec) -> bool {
    spec.map.stage.as_deref() == Some("received")
}

/// What was paid was paid, whatever became of the promise beside it, unless it came back.
fn keep_payment(record: &mut Record, is_beside_promise: bool) {
    if is_beside_promise {
        record.gone = record.gone.take().filter(|gone| is_returned(&gone.words.text));
    }
}

/// How bounds qualify a figure; none if they are the wrong way round.
fn wording(minimum: Option<Decimal>, maximum: Option<Decimal>) -> Option<&'static str> {
    match (minimum, maximum) {
        (Some(low), Some(high)) if low > high => None,
        (Some(low), Some(high)) if low == high => Some("exact"),
        (Some(_), Some(_)) => Some("range"),
        (Some(_), None) => Some("at-least"),
        _ => Some("up-to"),
    }
}

/// A share as a fraction of 1: `0,45`, `45 %`, `45`.
fn fraction(text: &str, measures: &Measures) -> Option<Decimal> {
    let read = number(text, Some(DecimalMark::Comma), measures).or_else(|| number(text, None, measures))?;
    let hundredth = read.value.shifted_down(2)?;
    let is_percent = read.unit.unit.as_deref() == Some("%") || read.value > Decimal::from(1);
    let fraction = if is_percent { hundredth } else { read.value };
    (fraction > Decimal::from(0) && fraction <= Decimal::from(1)).then_some(fraction)
}

fn sorted(mut cells: Vec<Address>) -> Vec<Address> {
    cells.sort_unstable();
    cells.dedup();
    cells
}
