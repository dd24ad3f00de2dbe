//! Rows that belong to one sum: the same decision and beneficiary, in several payments or said again.

pub(super) mod share;

use hashbrown::HashMap;
use text::Decimal;
use text::fold::fold_words;

use crate::map::{EqualSums, Role};
use crate::record::{Amount, AmountRole, Dated, Record};
use crate::workbook::{Address, Note};

/// What rows of one sum are made into.
#[derive(Default)]
pub(super) struct Grouped {
    /// The records that stay.
    pub(super) records: Vec<Record>,
    /// The cells of rows that say again what another row says.
    pub(super) repeated: Vec<(Address, String)>,
    /// What is to be told.
    pub(super) notes: Vec<Note>,
    /// The first row whose sum another row of its decision has with other dates.
    pub(super) equal: Option<Address>,
}

/// The most rows that are payments of one sum.
const MOST: usize = 120;

/// The most remarks of one kind.
const TOLD: usize = 10;

/// Joins rows that stand for one sum, by the roles that the map names.
///
/// A row with the same figure and dates says the same again; rows with other dates or figures are payments of one sum: parts.
///
/// Equal sums of different dates are what `equal` says. A sum of several beneficiaries is divided by their shares.
pub(super) fn group(mut records: Vec<Record>, roles: &[Role], equal: EqualSums) -> Grouped {
    let mut grouped = Grouped::default();
    if roles.contains(&Role::Key) {
        share::divide(&mut records, (share::decision, true), &mut grouped.notes);
    }
    let mut groups: Vec<Vec<Record>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for record in records {
        match key(&record, roles) {
            Some(key) => match known.get(&key).and_then(|place| groups.get_mut(*place)) {
                Some(group) => group.push(record),
                None => {
                    known.insert(key, groups.len());
                    groups.push(vec![record]);
                }
            },
            None => groups.push(vec![record]),
        }
    }
    for group in groups {
        settle(group, equal, &mut grouped);
    }
    grouped
        .records
        .sort_by_key(|record| (record.address.row, record.address.column));
    grouped
}

/// Whether the identifiers of rows are those of decisions, of which some have several rows for one beneficiary.
pub(super) fn has_decisions(records: &[Record]) -> bool {
    let mut rows: HashMap<String, u32> = HashMap::new();
    let mut again = 0;
    for record in records {
        let Some(key) = key(record, &[Role::Key, Role::Recipient]) else {
            continue;
        };
        match rows.get(&key) {
            Some(row) if *row == record.address.row => {}
            Some(_) => again += 1,
            None => {
                rows.insert(key, record.address.row);
            }
        }
    }
    // An identifier that most rows share is that of a programme.
    again > 0 && again <= rows.len()
}

/// What a record has in the columns that stand for one sum; none if it lacks one.
fn key(record: &Record, roles: &[Role]) -> Option<String> {
    let mut parts = Vec::new();
    for role in roles {
        let part = match role {
            Role::Key => record.identifiers.first().map(|one| fold_words(&one.value)),
            Role::Payer => record.payers.first().map(|one| fold_words(&one.name)),
            Role::Recipient => record.recipients.first().map(|one| match one.identifiers.first() {
                Some(identifier) => fold_words(&identifier.value),
                None => fold_words(&one.name),
            }),
            Role::About => record.about.as_ref().map(|about| fold_words(&about.text)),
            _ => None,
        };
        parts.push(part?);
    }
    if parts.is_empty() {
        return None;
    }
    // What was asked for and what was paid are sums of their own.
    parts.extend(record.stage.as_ref().map(|stage| stage.text.clone()));
    parts.extend(record.amounts.first().and_then(|amount| amount.instrument.clone()));
    parts.extend(record.gone.is_some().then(|| "gone".to_owned()));
    Some(parts.join("\u{1f}"))
}

fn bounds(record: &Record) -> Option<(Option<Decimal>, Option<Decimal>, Option<String>)> {
    record
        .amounts
        .first()
        .map(|amount| (amount.minimum, amount.maximum, amount.unit.clone()))
}

fn settle(group: Vec<Record>, equal: EqualSums, grouped: &mut Grouped) {
    let mut kept: Vec<Record> = Vec::new();
    // So many rows are no payments of one decision.
    if group.len() > MOST {
        grouped.records.extend(group);
        return;
    }
    for record in group {
        let again = kept.iter().position(|known| says_again(known, &record));
        let has_sum = !record.amounts.is_empty();
        let equal_sum = kept.iter().position(|known| {
            has_sum && row(known) != row(&record) && bounds(known) == bounds(&record) && about(known) == about(&record)
        });
        if again.is_none() && equal_sum.is_some() {
            grouped.equal = grouped.equal.or(Some(record.address));
        }
        let again = match equal {
            EqualSums::One => again.or(equal_sum),
            EqualSums::Payments => again,
        };
        let again = again.and_then(|place| kept.get_mut(place));
        match again {
            Some(known) => join(known, &record, grouped),
            None => kept.push(record),
        }
    }
    grouped.take(kept);
}

impl Grouped {
    /// Takes the rows of one sum, which are its payments if there are several.
    fn take(&mut self, mut kept: Vec<Record>) {
        let has_figures = kept.iter().all(|record| !record.amounts.is_empty());
        let is_long = kept
            .iter()
            .zip(kept.iter().skip(1))
            .all(|(one, other)| one.address.row != other.address.row);
        if kept.len() > 1 && has_figures && is_long {
            let rows: Vec<String> = kept
                .iter()
                .take(TOLD)
                .map(|record| record.address.row.to_string())
                .collect();
            // A payment is a sum of its day; what was committed once is one sum, however it is paid.
            let is_paid = |record: &Record| record.stage.as_ref().is_some_and(|stage| stage.text == "received");
            let one = added(&kept).filter(|_| !kept.iter().any(is_paid));
            let what = match &one {
                Some(_) => "they are added to one sum",
                None => "each is a part of its sum",
            };
            if let Some(one) = one {
                kept = vec![one];
            } else {
                let parts = kept.iter_mut().filter(|record| !is_paid(record));
                for amount in parts.filter_map(|record| record.amounts.first_mut()) {
                    amount.role = AmountRole::Part;
                }
            }
            let first = kept.first().map(|record| record.address);
            if self.notes.len() < TOLD {
                let text = format!(
                    "Rows {} are payments of one decision to one beneficiary: {what}.",
                    rows.join(", ")
                );
                self.notes.push(Note { address: first, text });
            }
        }
        self.records.extend(kept);
    }
}

/// One record with the sum of several, from the first day of them to the last; none unless each has one exact figure of the same unit, by the
/// same payers for the same thing.
pub(super) fn added(records: &[Record]) -> Option<Record> {
    let (first, others) = records.split_first()?;
    let mut one = first.clone();
    let payers = |record: &Record| {
        record
            .payers
            .iter()
            .map(|payer| fold_words(&payer.name))
            .collect::<Vec<_>>()
    };
    for other in others {
        let ([amount], [more]) = (one.amounts.as_mut_slice(), other.amounts.as_slice()) else {
            return None;
        };
        let is_exact = |amount: &Amount| amount.minimum.is_some() && amount.minimum == amount.maximum;
        let is_alike = amount.unit == more.unit && amount.per == more.per && amount.role == more.role;
        let same = payers(first) == payers(other) && about(first) == about(other) && first.share == other.share;
        if !(is_alike && same && is_exact(amount) && is_exact(more)) {
            return None;
        }
        let sum = amount.minimum?.checked_add(more.minimum?)?;
        (amount.minimum, amount.maximum) = (Some(sum), Some(sum));
        amount.as_written = format!("{} + {}", amount.as_written, more.as_written);
        one.is_withheld |= other.is_withheld;
        one.cells
            .extend(other.cells.iter().filter(|cell| cell.row == other.address.row));
        for (own, more) in [(&mut one.when, &other.when), (&mut one.period, &other.period)] {
            match (own, more) {
                (Some(own), Some(more)) => widen(own, more),
                (own, Some(_)) => own.clone_from(more),
                _ => {}
            }
        }
        for note in &other.notes {
            if one.notes.iter().all(|known| known.text != note.text) {
                one.notes.push(note.clone());
            }
        }
    }
    one.cells.sort_unstable_by_key(|cell| (cell.row, cell.column));
    one.cells.dedup();
    Some(one)
}

/// Makes a time reach from the first day of two to the last.
pub(super) fn widen(one: &mut Dated, other: &Dated) {
    if one.iso == other.iso {
        return;
    }
    let ends = |iso: &str| {
        let (first, last) = iso.split_once('/').unwrap_or((iso, iso));
        (first.to_owned(), last.to_owned())
    };
    let ((first, last), (next_first, next_last)) = (ends(&one.iso), ends(&other.iso));
    one.iso = format!("{}/{}", first.min(next_first), last.max(next_last));
    one.as_written = format!("{}; {}", one.as_written, other.as_written);
}

fn row(record: &Record) -> u32 {
    record.address.row
}

fn about(record: &Record) -> Option<String> {
    record.about.as_ref().map(|about| fold_words(&about.text))
}

/// Joins a row to the one that has its sum: their periods together.
fn join(known: &mut Record, record: &Record, grouped: &mut Grouped) {
    known.is_withheld |= record.is_withheld;
    let row = known.address.row;
    let mut cells: Vec<Address> = record
        .cells
        .iter()
        .copied()
        .filter(|cell| cell.row == record.address.row)
        .collect();
    if let (Some(one), Some(other)) = (&mut known.period, &record.period)
        && one.iso != other.iso
    {
        widen(one, other);
        if let Some(address) = other.address {
            cells.retain(|cell| *cell != address);
            known.cells.push(address);
        }
    }
    grouped.repeated.extend(
        cells
            .into_iter()
            .map(|cell| (cell, format!("says again what row {row} says: one sum"))),
    );
    if grouped.notes.len() < TOLD {
        let again = record.address.row;
        grouped.notes.push(Note::at(
            record.address,
            format!("Row {again} has the sum of row {row} again, for one decision and beneficiary; it counts once."),
        ));
    }
}

fn says_again(one: &Record, other: &Record) -> bool {
    let iso = |record: &Record| {
        let when = record.when.as_ref().map(|when| when.iso.clone());
        (when, record.period.as_ref().map(|period| period.iso.clone()))
    };
    let notes = |record: &Record| record.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    // Two sums of one row are what two payers pay.
    row(one) != row(other)
        && bounds(one) == bounds(other)
        && iso(one) == iso(other)
        && about(one) == about(other)
        && notes(one) == notes(other)
}
