//! What money is for, where the columns of a sheet do not tell it wholly: without a column, for who receives it; and grants of
//! one title, payer and recipient are told apart by their numbers.

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
        return numbered(&understood.records);
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

/// The records of a register, in which grants of one title, payer and recipient have their number with the title, but for the one
/// whose number is the first: each is a sum of its own, and they add up.
fn numbered(records: &[Record]) -> Cow<'_, [Record]> {
    // The shorter number is the earlier one: 9 before 10.
    let mut alike: HashMap<_, BTreeSet<(usize, &str)>> = HashMap::new();
    for record in records {
        if let (Some(title), Some(number)) = (title(record), number(record)) {
            alike.entry(title).or_default().insert((number.len(), number));
        }
    }
    let named = |record: &Record| {
        let number = number(record)?;
        let first = alike.get(&title(record)?)?.first()?;
        (number != first.1).then(|| number.to_owned())
    };
    let numbers: Vec<Option<String>> = records.iter().map(named).collect();
    if numbers.iter().all(Option::is_none) {
        return Cow::Borrowed(records);
    }
    let mut records = records.to_vec();
    for (record, number) in records.iter_mut().zip(numbers) {
        if let (Some(about), Some(number)) = (&mut record.about, number) {
            about.text = format!("{} ({number})", about.text);
        }
    }
    Cow::Owned(records)
}

/// What the money of a row of a register is for, with who pays and receives it.
fn title(record: &Record) -> Option<[String; 3]> {
    let names = |parties: &[Party]| {
        let names: BTreeSet<String> = parties.iter().map(|party| fold_words(&party.name)).collect();
        names.into_iter().collect::<Vec<_>>().join("\n")
    };
    let is_register = record.source.is_none() && !record.recipients.is_empty();
    is_register.then_some([name(record)?, names(&record.payers), names(&record.recipients)])
}

fn number(record: &Record) -> Option<&str> {
    record.identifiers.first().map(|identifier| identifier.value.as_str())
}

/// What the money of a row is for, folded.
fn name(record: &Record) -> Option<String> {
    Some(fold_words(&record.about.as_ref()?.text))
}

/// What tells a grant from others to the same recipient: its number, or in a register, whose rows name no document, its day. What
/// documents say of a recipient on several days may be the same money.
fn grant(record: &Record) -> Option<String> {
    let number = number(record).map(str::to_owned);
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

/// Tells it, and names that stand in another table. `records` are those of [`of`].
pub(super) fn notes(understood: &Understood, records: &[Record], stem: &str) -> impl Iterator<Item = Note> {
    let names = note_on_names(understood);
    note(understood, records, stem).into_iter().chain(names)
}

fn note(understood: &Understood, records: &[Record], stem: &str) -> Option<Note> {
    if !are_recipients(understood) {
        let changed = understood.records.iter().zip(records);
        let changed: Vec<&Record> = changed
            .filter(|(one, other)| one.about != other.about)
            .map(|both| both.1)
            .collect();
        let first = changed.first()?.about.as_ref()?;
        let text = format!(
            "{} the title, payer and recipient of another, and a number of their own: the number stands with what the money is for \
             (`{}`), so that they add up",
            plural_have(changed.len()),
            first.text
        );
        return Some(Note {
            address: first.address,
            text,
        });
    }
    let is_some = are_recipients(understood) && understood.records.iter().any(|record| !record.recipients.is_empty());
    let text = format!(
        "No column says what the money is for: each sum is for who receives it. If all are for one thing, write its name as `about` \
         below [defaults] in {FOLDER}/{stem}.toml, and import again"
    );
    is_some.then_some(Note { address: None, text })
}

fn plural_have(rows: usize) -> String {
    match rows {
        1 => "1 row has".to_owned(),
        rows => format!("{rows} rows have"),
    }
}

/// Points to another command where columns have identifiers of those who pay and receive, and none has names.
fn note_on_names(understood: &Understood) -> Option<Note> {
    let has = |role: Role| understood.columns.iter().find(|column| column.role == role);
    let is_named = [Role::Payer, Role::Recipient].iter().any(|role| has(*role).is_some());
    let first = has(Role::PayerId)
        .or_else(|| has(Role::RecipientId))
        .filter(|_| !is_named)?;
    Some(Note {
        address: None,
        text: format!(
            "`{}` has identifiers, and no column has the names of those who pay or receive. If another table has them, `sourcier init DIR \
             --tables FILE NAMES` takes both as they are",
            first.heading
        ),
    })
}
