//! What money is for, where no column of a sheet says so: for who receives it.

use super::FOLDER;
use sheet::{Note, Party, Record, Role, Understood, Words};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use text::fold::fold_words;

/// Whether money of a sheet is for who receives it, since nothing says what it is for.
pub(super) fn are_recipients(understood: &Understood) -> bool {
    let defaults = &understood.map.defaults;
    let is_said = understood
        .columns
        .iter()
        .any(|column| matches!(column.role, Role::About | Role::Programme));
    let is_one = defaults.about.is_some() || defaults.programme.is_some();
    !is_said && !is_one && understood.records.iter().all(|record| record.about.is_none())
}

/// The records of a sheet, each with what its money is for. `persons`: whether natural persons are taken.
pub(super) fn of(understood: &Understood, persons: bool) -> Cow<'_, [Record]> {
    if !are_recipients(understood) {
        return Cow::Borrowed(&understood.records);
    }
    let mut records = understood.records.clone();
    for record in &mut records {
        record.about = recipients(record, persons);
    }
    let mut grants: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (name, grant) in records
        .iter()
        .filter_map(|record| Some((name(record)?, grant(record)?)))
    {
        grants.entry(name).or_default().insert(grant);
    }
    for record in &mut records {
        let several = name(record)
            .and_then(|name| grants.get(&name))
            .filter(|grants| grants.len() > 1);
        if let (Some(grant), Some(about)) = (several.and_then(|_| grant(record)), &mut record.about) {
            about.text = format!("{} ({grant})", about.text);
        }
    }
    Cow::Owned(records)
}

/// What the money of a row is for, folded.
fn name(record: &Record) -> Option<String> {
    Some(fold_words(&record.about.as_ref()?.text))
}

/// What tells a grant from others to the same recipient: its number, or in a register, whose rows name no document, its day. What
/// documents say of a recipient on several days may be the same money.
fn grant(record: &Record) -> Option<String> {
    let number = record.identifiers.first().map(|identifier| identifier.value.clone());
    let is_register = record.source.is_none();
    let day = record
        .when
        .as_ref()
        .or(record.period.as_ref())
        .map(|date| date.iso.clone());
    number.or(day.filter(|_| is_register))
}

/// Those who receive the money of a row, as what it is for.
fn recipients(record: &Record, persons: bool) -> Option<Words> {
    let is_taken = |party: &&Party| persons || !(party.person || party.class.as_deref() == Some("Person"));
    let taken: Vec<&Party> = record.recipients.iter().filter(is_taken).collect();
    let names: Vec<&str> = taken.iter().map(|party| party.name.as_str()).collect();
    Some(Words {
        address: taken.first()?.address,
        text: names.join(" + "),
    })
}

/// Tells it.
pub(super) fn note(understood: &Understood, stem: &str) -> Option<Note> {
    let is_some = are_recipients(understood) && understood.records.iter().any(|record| !record.recipients.is_empty());
    let text = format!(
        "No column says what the money is for: each sum is for who receives it. If all are for one thing, write its name as `about` \
         below [defaults] in {FOLDER}/{stem}.toml, and import again"
    );
    is_some.then_some(Note { address: None, text })
}
