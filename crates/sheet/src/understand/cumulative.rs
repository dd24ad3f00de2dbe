//! Columns of sums to date: each report tells anew what was paid until then, so that the last one counts.

use hashbrown::{HashMap, HashSet};
use text::Decimal;
use text::fold::fold_words;

use crate::record::{Party, Record};
use crate::workbook::{Address, Note, letters};

use super::column::Spec;

/// The most things that are told.
const TOLD: usize = 10;

/// The records of a sheet, with what is decided of sums to date.
pub(super) struct Settled {
    /// Records of which nothing is decided.
    pub(super) open: Vec<Record>,
    /// Sums to date of several reports, each of which replaces the one before, and the sums beside them that changed.
    pub(super) decided: Vec<Record>,
    /// The cells of sums beside them that later rows only repeat.
    pub(super) repeated: Vec<(Address, String)>,
    /// What is to be told.
    pub(super) notes: Vec<Note>,
}

/// What tells a sum apart from those of other things.
type Thing = (u32, String);

/// Settles columns whose heading says that their sums are to date: of rows for one thing, payer and recipient, the later one
/// replaces the earlier, and what stands beside it is the sum of one decision. `specs`: the columns.
pub(super) fn settle(mut records: Vec<Record>, specs: &[Spec]) -> Settled {
    let columns: HashSet<u32> = specs
        .iter()
        .filter(|spec| spec.said.is_cumulative)
        .map(|spec| Address::of(0, spec.index).column)
        .collect();
    let mut settled = Settled {
        open: Vec::new(),
        decided: Vec::new(),
        repeated: Vec::new(),
        notes: Vec::new(),
    };
    let has_numbers = are_decisions(&records);
    let chains = chains(&records, &columns, has_numbers);
    // The rows of reports on one thing, the earlier one first.
    let mut follows: HashMap<u32, u32> = HashMap::new();
    for mut chain in chains {
        chain.sort_by_key(|place| records.get(*place).map(|record| (day(record), record.address.row)));
        let rows: Vec<u32> = chain
            .iter()
            .filter_map(|place| Some(records.get(*place)?.address.row))
            .collect();
        let values: Vec<Decimal> = chain.iter().filter_map(|place| value(records.get(*place)?)).collect();
        let address = chain.first().and_then(|place| Some(records.get(*place)?.address));
        let grows = values.iter().zip(values.iter().skip(1)).all(|(one, next)| one <= next);
        if settled.notes.len() < TOLD {
            settled.notes.extend(address.map(|address| note(address, &rows, grows)));
        }
        if grows {
            follow(&mut records, &chain);
            follows.extend(
                rows.iter()
                    .copied()
                    .zip(rows.iter().copied().skip(1))
                    .map(|(one, next)| (next, one)),
            );
        }
    }
    settled.take(records, &follows, has_numbers);
    settled
}

/// The records of these columns by their things, where several rows are for one.
fn chains(records: &[Record], columns: &HashSet<u32>, has_numbers: bool) -> Vec<Vec<usize>> {
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<Thing, usize> = HashMap::new();
    let is_it = |record: &Record| columns.contains(&record.address.column) && value(record).is_some();
    for (place, record) in records.iter().enumerate().filter(|(_, record)| is_it(record)) {
        let chain = *known.entry(thing(record, has_numbers)).or_insert_with(|| {
            chains.push(Vec::new());
            chains.len() - 1
        });
        chains.get_mut(chain).into_iter().for_each(|chain| chain.push(place));
    }
    chains.retain(|chain| chain.len() > 1);
    chains
}

impl Settled {
    /// Takes the records: those of reports are decided. `follows`: the row before that of each later report.
    fn take(&mut self, records: Vec<Record>, follows: &HashMap<u32, u32>, has_numbers: bool) {
        let beside = beside(&records, follows, has_numbers);
        let of_reports: HashSet<u32> = follows.iter().flat_map(|(next, one)| [*next, *one]).collect();
        for (place, record) in records.into_iter().enumerate() {
            match beside.get(&place) {
                Some(Beside::Again(row)) => {
                    let why = format!("says again what row {row} says: one sum");
                    self.repeated.push((record.address, why));
                }
                Some(Beside::Anew(cell)) => self.decided.push(Record {
                    replaces: vec![*cell],
                    ..record
                }),
                None if of_reports.contains(&record.address.row) => self.decided.push(record),
                None => self.open.push(record),
            }
        }
    }
}

/// What a sum beside one to date is.
enum Beside {
    /// That of an earlier row, which is repeated.
    Again(u32),
    /// Another figure than in the cell of an earlier row.
    Anew(Address),
}

/// The other sums in rows of reports, by their places: the decision is one, however often it is told.
fn beside(records: &[Record], follows: &HashMap<u32, u32>, has_numbers: bool) -> HashMap<usize, Beside> {
    let mut found = HashMap::new();
    let mut last: HashMap<(Thing, u32), &Record> = HashMap::new();
    for record in records {
        last.insert((thing(record, has_numbers), record.address.row), record);
    }
    for (place, record) in records
        .iter()
        .enumerate()
        .filter(|(_, record)| record.replaces.is_empty())
    {
        let Some(row) = follows.get(&record.address.row) else {
            continue;
        };
        let Some(before) = last.get(&(thing(record, has_numbers), *row)) else {
            continue;
        };
        let is_same = value(before) == value(record) && value(record).is_some();
        let what = if is_same {
            Beside::Again(*row)
        } else {
            Beside::Anew(before.address)
        };
        found.insert(place, what);
    }
    found
}

/// Makes each of several sums to date replace the one before it, for the years up to its own.
fn follow(records: &mut [Record], chain: &[usize]) {
    let mut before: Option<Record> = None;
    for place in chain {
        let Some(record) = records.get_mut(*place) else {
            continue;
        };
        if let Some(earlier) = before.take() {
            record.replaces = vec![earlier.address];
            if let (Some(own), Some(first)) = (&mut record.period, &earlier.period) {
                super::group::widen(own, first);
            }
        }
        before = Some(record.clone());
    }
}

/// The sums of one column, thing, payer and recipient, and of one number where numbers are those of decisions.
pub(super) fn thing(record: &Record, has_numbers: bool) -> Thing {
    let names = |parties: &[Party]| {
        parties
            .iter()
            .map(|party| fold_words(&party.name))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let number = record.identifiers.first().filter(|_| has_numbers);
    let amount = record.amounts.first();
    let parts = [
        record
            .about
            .as_ref()
            .map_or_else(String::new, |about| fold_words(&about.text)),
        record
            .programme
            .as_ref()
            .map_or_else(String::new, |programme| fold_words(&programme.text)),
        names(&record.payers),
        names(&record.recipients),
        number.map_or_else(String::new, |number| fold_words(&number.value)),
        amount.and_then(|amount| amount.unit.clone()).unwrap_or_default(),
        amount.and_then(|amount| amount.instrument.clone()).unwrap_or_default(),
        record.gone.as_ref().map_or("", |_| "gone").to_owned(),
    ];
    (record.address.column, parts.join("\u{1f}"))
}

/// Whether the identifiers of rows are those of decisions, and do not only count the rows.
fn are_decisions(records: &[Record]) -> bool {
    let numbers: HashSet<(u32, &str)> = records
        .iter()
        .filter_map(|record| Some((record.address.row, record.identifiers.first()?.value.trim())))
        .collect();
    let mut rows: Vec<(u32, &str)> = numbers.into_iter().collect();
    rows.sort_unstable();
    let values: Vec<Option<u32>> = rows.iter().map(|(_, value)| value.parse().ok()).collect();
    let counts = values.windows(2).all(|two| match two {
        [Some(one), Some(next)] => *next == one + 1,
        _ => false,
    });
    values.len() < 2 || !counts
}

/// The exact figure of a sum.
pub(super) fn value(record: &Record) -> Option<Decimal> {
    let amount = record.amounts.first()?;
    amount.minimum.filter(|least| amount.maximum == Some(*least))
}

/// The last day of a report, or of the years of its sum.
pub(super) fn day(record: &Record) -> &str {
    let date = record.when.as_ref().or(record.period.as_ref());
    let iso = date.map_or("", |date| date.iso.as_str());
    iso.split_once('/').map_or(iso, |(_, last)| last)
}

fn note(address: Address, rows: &[u32], grows: bool) -> Note {
    let named: Vec<String> = rows.iter().take(TOLD).map(u32::to_string).collect();
    let more = if rows.len() > TOLD { " ..." } else { "" };
    let (rows, column) = (named.join(", "), letters(address.column));
    let text = match grows {
        true => format!(
            "Rows {rows}{more} tell a sum to date of one thing: the last one counts, and replaces those before."
        ),
        false => format!(
            "Rows {rows}{more} tell sums to date of one thing, and a later one is less: they add up. If each is a report on the same \
             money, leave the last one, or correct column {column}."
        ),
    };
    Note {
        address: Some(address),
        text,
    }
}
