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

/// Divides sums that several beneficiaries share, by what their rows have in common, where their shares make a whole.
pub(in crate::understand) fn divide(records: &mut [Record], of: fn(&Record) -> Option<String>, notes: &mut Vec<Note>) {
    let mut decisions: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, record) in records.iter().enumerate().filter(|(_, record)| record.share.is_some()) {
        if let Some(key) = of(record) {
            decisions.entry(key).or_default().push(place);
        }
    }
    let mut shared: Vec<Vec<usize>> = decisions
        .into_values()
        .filter(|rows| is_shared(rows, records))
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
    let (least, most) = (Decimal::new(99, 2), Decimal::new(101, 2));
    let is_whole = least.is_some_and(|least| sum >= least) && most.is_some_and(|most| sum <= most);
    let can = |record: &&Record| {
        let Some((minimum, maximum, _)) = bounds(record) else {
            return false;
        };
        let can = |bound: Option<Decimal>| {
            bound.is_none_or(|bound| record.share.is_some_and(|share| bound.times(share).is_some()))
        };
        can(minimum) && can(maximum)
    };
    names.len() == of.len() && is_whole && of.iter().all(|record| bounds(record) == bounds(first)) && of.iter().all(can)
}
