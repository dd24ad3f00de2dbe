//! Rows that change the sum of an earlier row: `variation (new total value)`, `avenant : nouveau montant total`. A new total stands in the
//! place of what it varies; what comes on top of it is added.

use hashbrown::{HashMap, HashSet};
use text::Decimal;

use crate::map::{Change, Role, Variations};
use crate::record::{AmountRole, Record, Words};
use crate::understood::{Choice, Doubt};
use crate::words::LISTS;
use crate::workbook::{Address, Note};

use super::Reading;
use super::asked::rows_of;
use super::cumulative::{day, thing, value};
use super::decided::Table;
use super::group;
use super::row::amended_to;
use super::table::Row;

/// How many words a cell has at most that calls its row a variation, and says nothing else.
const WORDS: usize = 6;

/// What a row says of its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It is the new total.
    Total,
    /// It is what a sum was changed to, of this row or of an earlier one: `revised to £10,000`.
    Changed,
    /// It is below zero, and taken off an earlier one: a correction.
    Less,
    /// It stands in the place of one with a figure that the words name: `corrects the £120k of January`.
    Corrects(Decimal),
    /// It changes an earlier one: nothing tells whether it is the new total, or what is added.
    Open,
}

/// A cell that says that its row changes an earlier sum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    address: Address,
    kind: Kind,
}

/// What the words of a cell say of the figure of their row, whose digits are `own`.
fn kind(role: Role, text: &str, own: &str) -> Option<Kind> {
    let says = |section: &str| !LISTS.within(section, text).is_empty();
    if says("new-total") {
        return Some(Kind::Total);
    }
    if role == Role::Note && amended_to(text).is_some_and(|digits| digits == own) {
        return Some(Kind::Changed);
    }
    if role == Role::Note && says("corrects") {
        let figures = super::included::figures(text);
        let mut others = figures.iter().filter(|figure| !figure.is_bare);
        return others.next().map(|figure| Kind::Corrects(figure.value));
    }
    let begins = LISTS
        .within("variation", text)
        .first()
        .is_some_and(|found| found.start == 0);
    let is_short = text.split_whitespace().count() <= WORDS;
    let is_added = says("increment") || text.contains(['+', '−']);
    (begins && is_short && !is_added && role != Role::Amount).then_some(Kind::Open)
}

/// What a row says of its one sum.
pub(super) fn said(table: &Table<'_>, row: &Row, records: &[Record]) -> Option<Said> {
    let [record] = records else { return None };
    let is_paid = record.stage.as_ref().is_some_and(|stage| stage.text == "received");
    if value(record)? < Decimal::from(0) {
        let (address, kind) = (record.address, Kind::Less);
        return (!is_paid).then_some(Said { address, kind });
    }
    let figure = table.grid.sheet.cell(record.address)?;
    let own: String = figure.text.chars().filter(char::is_ascii_digit).collect();
    let kinds = row.filled.iter().filter_map(|column| {
        let role = table.specs.get(*column)?.role();
        let is_open = matches!(
            role,
            Role::Stage | Role::Instrument | Role::Kind | Role::Note | Role::Ignored | Role::Amount
        );
        let kind = kind(role, table.grid.text(row.index, *column), &own).filter(|_| is_open)?;
        let address = Address::of(row.index, *column);
        Some(Said { address, kind })
    });
    kinds.min_by_key(|said| said.kind == Kind::Open)
}

/// The rows that change others, with the places of these among the records.
struct Found {
    said: Said,
    place: usize,
    varies: Vec<usize>,
}

/// Whether a record is a sum that another may stand in the place of.
fn is_sum(record: &Record) -> bool {
    let role = record.amounts.first().map(|amount| amount.role);
    record.gone.is_none() && matches!(role, Some(AmountRole::Total | AmountRole::Increment)) && value(record).is_some()
}

/// Whether two sums may be for one time.
fn is_of_time(one: &Record, other: &Record) -> bool {
    match (&one.period, &other.period) {
        (Some(one), Some(other)) => one.iso == other.iso,
        _ => true,
    }
}

/// The earlier sums that a row changes: those of its thing, payer and recipient, and of its number where one of them has it; none, if
/// they have several numbers.
fn varied(records: &[Record], place: usize, alike: &[usize]) -> Vec<usize> {
    let Some(own) = records.get(place) else {
        return Vec::new();
    };
    let is_before = |other: &Record| {
        let (before, after) = (day(other), day(own));
        match before.is_empty() || after.is_empty() || before == after {
            true => other.address.row < own.address.row,
            false => before < after,
        }
    };
    let is_it = |at: &usize| {
        let other = records.get(*at);
        *at != place && other.is_some_and(|other| is_sum(other) && is_before(other) && is_of_time(other, own))
    };
    let found: Vec<usize> = alike.iter().copied().filter(is_it).collect();
    let number = |at: &usize| Some(records.get(*at)?.identifiers.first()?.value.as_str());
    let mine = own.identifiers.first().map(|number| number.value.as_str());
    let of_number: Vec<usize> = found.iter().copied().filter(|at| number(at) == mine).collect();
    if mine.is_some() && !of_number.is_empty() {
        return of_number;
    }
    let numbers: HashSet<Option<&str>> = found.iter().map(number).collect();
    if numbers.len() > 1 { Vec::new() } else { found }
}

impl Reading<'_> {
    /// Takes the sums out that rows vary, and those that stand in their place, so that nothing else joins them; asks where it is open
    /// which rows have new totals.
    pub(super) fn variations(&mut self) -> Vec<Record> {
        let said = std::mem::take(&mut self.seen.varied);
        if said.is_empty() {
            return Vec::new();
        }
        let mut records = std::mem::take(&mut self.understood.records);
        let (less, found): (Vec<Found>, Vec<Found>) = found(&records, &said)
            .into_iter()
            .partition(|one| one.said.kind == Kind::Less);
        let mut taken = self.take_off(&mut records, &less);
        self.ask_variations(&records, &found);
        self.tell_lone(&found);
        let are_totals = self.understood.map.variations == Some(Variations::Totals);
        let is_total = |found: &&Found| found.said.kind != Kind::Open || are_totals;
        let mut replaced: HashSet<usize> = HashSet::new();
        for found in found.iter().filter(is_total).filter(|found| !found.varies.is_empty()) {
            let open = found.varies.iter().filter(|at| !replaced.contains(*at));
            let cells: Vec<Address> = open.filter_map(|at| Some(records.get(*at)?.address)).collect();
            let stage: Option<Words> = found.varies.last().and_then(|at| records.get(*at)?.stage.clone());
            if let Some(record) = records.get_mut(found.place) {
                record.stage = record.stage.take().or(stage);
                record.replaces = cells;
            }
            replaced.extend(&found.varies);
            taken.extend(found.varies.iter().copied().chain([found.place]));
        }
        let added = found.iter().filter(|one| !is_total(one) && !one.varies.is_empty());
        for place in added.map(|one| one.place).collect::<Vec<_>>() {
            let first = records.get_mut(place).and_then(|record| record.amounts.first_mut());
            first.into_iter().for_each(|amount| amount.role = AmountRole::Increment);
        }
        self.tell_varied(&records, &found, &taken);
        let mut decided = Vec::new();
        for (place, record) in records.into_iter().enumerate() {
            match taken.contains(&place) {
                true => decided.push(record),
                false => self.understood.records.push(record),
            }
        }
        decided
    }

    /// Takes corrections below zero off the one earlier sum that they correct; gives the places of both. Where the rows of a decision are
    /// added up, so are these.
    fn take_off(&mut self, records: &mut [Record], less: &[Found]) -> HashSet<usize> {
        let adds_up = !self.understood.map.one_sum_per.is_empty() || group::has_decisions(records);
        let mut taken = HashSet::new();
        let (mut told, mut lone): (Vec<String>, Vec<Address>) = (Vec::new(), Vec::new());
        for one in less {
            let number = |at: usize| records.get(at)?.identifiers.first().map(|number| number.value.clone());
            let of = one.varies.as_slice();
            if adds_up && number(one.place).is_some() && of.iter().any(|at| number(*at) == number(one.place)) {
                continue;
            }
            let whole = match of {
                [whole] => records
                    .get(*whole)
                    .map(|record| (*whole, record.address, record.stage.clone())),
                _ => None,
            };
            let (Some((whole, cell, stage)), Some(record)) = (whole, records.get_mut(one.place)) else {
                lone.push(one.said.address);
                continue;
            };
            record.adds_to = vec![cell];
            record.stage = record.stage.take().or(stage);
            let amounts = record.amounts.first_mut();
            amounts
                .into_iter()
                .for_each(|amount| amount.role = AmountRole::Increment);
            told.push(format!("row {} off row {}", one.said.address.row, cell.row));
            taken.extend([whole, one.place]);
        }
        self.tell_less(&told, &lone);
        taken
    }

    /// Tells corrections below zero, and those of which no one earlier sum is known.
    fn tell_less(&mut self, told: &[String], lone: &[Address]) {
        if !told.is_empty() {
            let more = if told.len() > TOLD { "; ..." } else { "" };
            let told = told.iter().take(TOLD).cloned().collect::<Vec<_>>().join("; ");
            let text = format!("Corrections below zero are taken off the sums that they correct: {told}{more}.");
            self.understood.notes.push(Note::new(text));
        }
        if let Some(first) = lone.first().copied() {
            let text = format!(
                "`{}` in {first}{} is below zero, and no one earlier row has its thing, payer and recipient: it counts as a sum of its own. If it \
                 corrects one, write the same names, or the same number, in both rows.",
                self.shown(first),
                rows_of(lone)
            );
            self.understood.notes.push(Note::at(first, text));
        }
    }

    /// Asks what rows have that call themselves variations, and say no more: new totals, or what is added. If each is at least what it
    /// varies, new totals are taken.
    fn ask_variations(&mut self, records: &[Record], found: &[Found]) {
        let open: Vec<&Found> = found
            .iter()
            .filter(|one| one.said.kind == Kind::Open && !one.varies.is_empty())
            .collect();
        let Some(first) = open.first().filter(|_| self.understood.map.variations.is_none()) else {
            return;
        };
        let of = |at: usize| records.get(at).and_then(value);
        let is_whole = |one: &&Found| one.varies.iter().all(|at| of(*at) <= of(one.place));
        let usual = match open.iter().all(is_whole) {
            true => Variations::Totals,
            false => Variations::Increments,
        };
        let cells: Vec<Address> = open.iter().map(|one| one.said.address).collect();
        let choice = |meaning| Choice {
            label: match meaning {
                Variations::Totals => "the new total, in place of the earlier figure",
                Variations::Increments => "what is added to the earlier figure",
            }
            .to_owned(),
            change: Change::Variations(meaning),
        };
        let other = match usual {
            Variations::Totals => Variations::Increments,
            Variations::Increments => Variations::Totals,
        };
        let address = first.said.address;
        self.understood.doubts.push(Doubt {
            address: Some(address),
            question: format!(
                "`{}` in {address}{} changes the sum of an earlier row. What is its figure?",
                self.shown(address),
                rows_of(&cells)
            ),
            choices: vec![choice(usual), choice(other)],
        });
        self.understood.map.variations = Some(usual);
    }

    /// Tells the sums that others replace.
    fn tell_varied(&mut self, records: &[Record], found: &[Found], taken: &HashSet<usize>) {
        let number = |at: &usize| records.get(*at).map(|record| record.address.row.to_string());
        let told: Vec<String> = found
            .iter()
            .filter(|one| taken.contains(&one.place) && !one.varies.is_empty())
            .take(TOLD)
            .filter_map(|one| {
                let rows: Vec<String> = one.varies.iter().filter_map(number).collect();
                Some(format!(
                    "row {} in place of row {}",
                    number(&one.place)?,
                    rows.join(", ")
                ))
            })
            .collect();
        if !told.is_empty() {
            let text = format!(
                "New totals, which replace earlier figures of one thing: {}.",
                told.join("; ")
            );
            self.understood.notes.push(Note::new(text));
        }
    }

    /// Tells new totals of which no earlier row is known.
    fn tell_lone(&mut self, found: &[Found]) {
        let lone = found
            .iter()
            .filter(|one| matches!(one.said.kind, Kind::Total | Kind::Corrects(_)) && one.varies.is_empty());
        let cells: Vec<Address> = lone.map(|one| one.said.address).collect();
        let Some(first) = cells.first().copied() else {
            return;
        };
        let text = format!(
            "`{}` in {first}{} says that a figure is a new total, or stands for another, and no earlier row that can be told is that: it \
             counts as a sum of its own. If it replaces one, write the same names, or the same number, in both rows.",
            self.shown(first),
            rows_of(&cells)
        );
        self.understood.notes.push(Note::at(first, text));
    }
}

/// The most rows that a note names.
const TOLD: usize = 10;

/// The rows that say that they change an earlier sum, in the order of their days, with these.
fn found(records: &[Record], said: &HashMap<u32, Said>) -> Vec<Found> {
    let mut alike: HashMap<(u32, String), Vec<usize>> = HashMap::new();
    for (place, record) in records.iter().enumerate() {
        alike.entry(thing(record, false)).or_default().push(place);
    }
    let of_row = |(place, record): (usize, &Record)| {
        let said = *said.get(&record.address.row).filter(|_| is_sum(record))?;
        Some((place, said))
    };
    let mut rows: Vec<(usize, Said)> = records.iter().enumerate().filter_map(of_row).collect();
    rows.sort_by_key(|(place, _)| records.get(*place).map(|record| (day(record), record.address.row)));
    let mut found = Vec::new();
    let stage = |at: usize| Some(records.get(at)?.stage.as_ref()?.text.as_str());
    for (place, said) in rows {
        let Some(record) = records.get(place) else { continue };
        let Some(alike) = alike.get_mut(&thing(record, false)) else {
            continue;
        };
        let mut varies = varied(records, place, alike);
        if let Kind::Corrects(figure) = said.kind {
            let has_figure = |at: &usize| {
                let other = records.get(*at).filter(|other| is_sum(other));
                other.and_then(value) == Some(figure)
            };
            varies = alike
                .iter()
                .copied()
                .filter(|at| *at != place && has_figure(at))
                .collect();
            // One row may promise and pay the same sum.
            if varies.iter().any(|at| stage(*at) == stage(place)) {
                varies.retain(|at| stage(*at) == stage(place));
            }
        }
        // What a new total stands in the place of is no concern of later ones.
        if !matches!(said.kind, Kind::Open | Kind::Less) {
            let gone: HashSet<usize> = varies.iter().copied().collect();
            alike.retain(|at| !gone.contains(at));
        }
        found.push(Found { said, place, varies });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};
    use crate::map::Role;
    use text::Decimal;

    #[test]
    fn new_totals_are_told_from_what_is_added() {
        for (text, expected) in [
            ("variation (new total value)", Some(Kind::Total)),
            ("avenant n° 2 : nouveau montant total", Some(Kind::Total)),
            ("revised to £130,000", Some(Kind::Changed)),
            ("porté à 130 000 €", Some(Kind::Changed)),
            ("increased by £130,000", None),
            ("augmenté de 130 000 €", None),
            ("variation", Some(Kind::Open)),
            ("Contract modification no. 2", Some(Kind::Open)),
            ("extension (+£50k)", None),
            ("avenant", None),
            ("variation (+£50k)", None),
            ("award", None),
            (
                "corrige les 120 M€ de janvier 2024",
                Some(Kind::Corrects(Decimal::from(120_000_000))),
            ),
            (
                "replaces the £2m of May",
                Some(Kind::Corrects(Decimal::from(2_000_000))),
            ),
            ("corrige une erreur", None),
            ("variation in the tides is why the quay is raised", None),
        ] {
            assert_eq!(kind(Role::Note, text, "130000"), expected, "{text}");
        }
    }
}
