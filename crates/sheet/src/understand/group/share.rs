//! Sums of a decision, or for a thing, for several beneficiaries, which stand in each row with the share of its beneficiary.

use hashbrown::HashMap;
use text::Decimal;
use text::fold::fold_words;

use crate::record::Record;
use crate::workbook::Note;

use super::{TOLD, bounds};

/// The number of the decision of a record.
pub(in crate::understand) fn decision(record: &Record) -> Option<String> {
    record.identifiers.first().map(|number| fold_words(&number.value))
}

/// What a record is for, with who pays, how firm it is, when, and for which years.
pub(in crate::understand) fn thing(record: &Record) -> Option<String> {
    let about = fold_words(&record.about.as_ref()?.text);
    let payers: Vec<String> = record.payers.iter().map(|payer| fold_words(&payer.name)).collect();
    let stage = record.stage.as_ref().map(|stage| stage.text.as_str());
    let days = [&record.when, &record.period].map(|dated| dated.as_ref().map(|dated| dated.iso.as_str()));
    Some(format!("{about}\n{payers:?}\n{stage:?}\n{days:?}"))
}

/// Divides sums that several beneficiaries share, by what their rows have in common, where their shares make a whole. `is_sure`: whether
/// that is one sum; else equal shares may stand beside equal sums that each has for itself.
pub(in crate::understand) fn divide(
    records: &mut [Record],
    (of, is_sure): (fn(&Record) -> Option<String>, bool),
    notes: &mut Vec<Note>,
) {
    let differ = |rows: &[usize]| {
        let mut shares = rows.iter().filter_map(|place| records.get(*place)?.share);
        let first = shares.next();
        shares.any(|share| Some(share) != first)
    };
    let mut decisions: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, record) in records.iter().enumerate().filter(|(_, record)| record.share.is_some()) {
        if let Some(key) = of(record) {
            decisions.entry(key).or_default().push(place);
        }
    }
    let mut shared: Vec<Vec<usize>> = decisions
        .into_values()
        .filter(|rows| is_shared(rows, records) && (is_sure || differ(rows)))
        .collect();
    shared.sort();
    for rows in shared {
        let mut numbers = Vec::new();
        for place in rows {
            let Some(record) = records.get_mut(place) else { continue };
            numbers.push(record.address.row.to_string());
            let Some(share) = record.share else { continue };
            for amount in &mut record.amounts {
                let part = |bound: Option<Decimal>| bound.and_then(|bound| bound.times(share));
                (amount.minimum, amount.maximum) = (part(amount.minimum), part(amount.maximum));
            }
        }
        if notes.len() < TOLD {
            notes.push(Note::new(format!(
                "Rows {} have one sum and the shares of its beneficiaries: each has its share of the sum.",
                numbers.join(", ")
            )));
        }
    }
}

/// A row with a sum, and all rows of its thing with their shares as fractions of 1.
pub(in crate::understand) type Spread = (usize, Vec<(usize, Decimal)>);

/// The sums that stand in the row of one of several beneficiaries of a thing, where all rows have shares that make a whole: `45` beside
/// `4,200`, then `35` and `20` alone.
pub(in crate::understand) fn lone(records: &[Record]) -> Vec<Spread> {
    let mut things: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, record) in records.iter().enumerate() {
        if let Some(about) = &record.about {
            let payers: Vec<String> = record.payers.iter().map(|payer| fold_words(&payer.name)).collect();
            let key = format!("{}\n{payers:?}", fold_words(&about.text));
            things.entry(key).or_default().push(place);
        }
    }
    let mut found: Vec<Spread> = things.values().filter_map(|rows| spreads(rows, records)).collect();
    found.sort_by_key(|(whole, _)| *whole);
    found
}

/// Divides such sums by the shares.
pub(in crate::understand) fn spread(records: &mut [Record], found: Vec<Spread>, notes: &mut Vec<Note>) {
    for (whole, shares) in found {
        let Some(of) = records.get(whole).cloned() else {
            continue;
        };
        let mut numbers = vec![of.address.row.to_string()];
        for (place, share) in shares {
            let Some(record) = records.get_mut(place) else { continue };
            let part = |bound: Option<Decimal>| bound.and_then(|bound| bound.times(share));
            if place != whole {
                numbers.push(record.address.row.to_string());
                let own = record.amounts.first().map_or(record.address, |amount| amount.address);
                record.amounts.clone_from(&of.amounts);
                record.amounts.iter_mut().for_each(|amount| amount.address = own);
                record.stage = record.stage.take().or_else(|| of.stage.clone());
                record.when = record.when.take().or_else(|| of.when.clone());
                record.period = record.period.take().or_else(|| of.period.clone());
                record.source = record.source.take().or_else(|| of.source.clone());
            }
            for amount in &mut record.amounts {
                (amount.minimum, amount.maximum) = (part(amount.minimum), part(amount.maximum));
            }
        }
        if notes.len() < TOLD {
            notes.push(Note::new(format!(
                "Rows {} have shares of the sum of row {}, which make a whole: each has its share of that sum.",
                numbers.join(", "),
                of.address.row
            )));
        }
    }
}

/// The row that has the sum, and all rows of the thing with their shares as fractions of 1; none unless these make a whole.
fn spreads(rows: &[usize], records: &[Record]) -> Option<Spread> {
    let mut whole = None;
    let mut shares = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for place in rows {
        let record = records.get(*place)?;
        names.push(
            record
                .recipients
                .iter()
                .map(|one| fold_words(&one.name))
                .collect::<Vec<_>>()
                .join("; "),
        );
        let [amount] = record.amounts.as_slice() else {
            return None;
        };
        if amount.unit.as_deref() == Some("%") {
            shares.push((
                *place,
                amount
                    .maximum
                    .filter(|most| amount.minimum == Some(*most))?
                    .shifted_down(2)?,
            ));
        } else if whole.replace(*place).is_none() {
            shares.push((*place, record.share?));
        } else {
            return None;
        }
    }
    names.sort();
    names.dedup();
    let mut all = shares.iter().map(|(_, share)| *share);
    let sum = all.try_fold(Decimal::from(0), Decimal::checked_add)?;
    let is_apart = names.len() == rows.len() && names.iter().all(|name| !name.is_empty());
    let bounds = whole.and_then(|whole| records.get(whole)?.amounts.first());
    let mut bounds = bounds
        .into_iter()
        .flat_map(|amount| [amount.minimum, amount.maximum])
        .flatten();
    let can = bounds.all(|bound| shares.iter().all(|(_, share)| bound.times(*share).is_some()));
    (is_apart && can && shares.len() > 1 && is_one(sum)).then_some((whole?, shares))
}

/// Whether shares make a whole, as far as they are rounded.
fn is_one(sum: Decimal) -> bool {
    let (least, most) = (Decimal::new(99, 2), Decimal::new(101, 2));
    least.is_some_and(|least| sum >= least) && most.is_some_and(|most| sum <= most)
}

/// Whether rows have one sum, different beneficiaries, and shares that make a whole.
fn is_shared(rows: &[usize], records: &[Record]) -> bool {
    let of: Vec<&Record> = rows.iter().filter_map(|place| records.get(*place)).collect();
    let Some(first) = of.first().filter(|_| of.len() > 1) else {
        return false;
    };
    let name = |record: &Record| record.recipients.first().map(|one| fold_words(&one.name));
    let mut names: Vec<Option<String>> = of.iter().map(|record| name(record)).collect();
    names.sort();
    names.dedup();
    let mut sum = Decimal::from(0);
    for share in of.iter().filter_map(|record| record.share) {
        let Some(added) = sum.checked_add(share) else {
            return false;
        };
        sum = added;
    }
    let can = |record: &&Record| {
        let Some((minimum, maximum, _)) = bounds(record) else {
            return false;
        };
        let can = |bound: Option<Decimal>| {
            bound.is_none_or(|bound| record.share.is_some_and(|share| bound.times(share).is_some()))
        };
        can(minimum) && can(maximum)
    };
    names.len() == of.len()
        && is_one(sum)
        && of.iter().all(|record| bounds(record) == bounds(first))
        && of.iter().all(can)
}
