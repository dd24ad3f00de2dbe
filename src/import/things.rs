//! What money is for, where the columns of a sheet do not tell it wholly: without a column, for who receives it; and grants of
//! one title, payer and recipient are told apart by their numbers, or by their days.

mod apart;
mod last;
mod mark;

use super::FOLDER;
use super::known::Known;
use super::wanted::Around;
use apart::{Group, Others};
use last::Last;
use sheet::{Note, Party, Record, Role, Understood, Words};
use std::collections::{BTreeSet, HashMap, HashSet};
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

/// Takes what rows say of money that was refused, where the last import had its sum: that is withdrawn. The rows of the sheet.
fn take_refused(understood: &mut Understood, last: &Last<'_>) -> BTreeSet<u32> {
    let refused = std::mem::take(&mut understood.refused).into_iter();
    let refused: Vec<Record> = refused.filter(|record| last.has(record)).collect();
    let rows = refused.iter().map(|record| record.address.row).collect();
    understood.records.extend(refused);
    rows
}

/// The records of a sheet, each with what its money is for; and the rows of the sheet whose money was refused since the last import.
pub(super) fn of(understood: &mut Understood, around: &Around<'_>) -> (BTreeSet<u32>, Vec<Record>) {
    let last = Last::new(around.ledger, around.claims, around.entities);
    let refused = take_refused(understood, &last);
    (refused, told_apart(understood, around.persons, &last))
}

/// The records, of which those of one title are told apart. `persons`: whether natural persons are taken; `last`: what the sums of
/// the last import are for.
fn told_apart(understood: &Understood, persons: bool, last: &Last<'_>) -> Vec<Record> {
    let are_recipients = are_recipients(understood);
    let mut records = understood.records.clone();
    if are_recipients {
        for record in &mut records {
            record.about = recipients(record, persons);
        }
    }
    if understood.map.else_for_recipients == Some(true) {
        for record in records.iter_mut().filter(|record| record.about.is_none()) {
            record.about = recipients(record, persons);
        }
    }
    let is_running = super::wanted::are_running(&records);
    let by_places = understood.map.places_are_apart == Some(true);
    let mut titles: HashMap<[String; 3], Vec<usize>> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        if let Some(title) = title(record, (are_recipients, by_places)) {
            titles.entry(title).or_default().push(index);
        }
    }
    let numbers: HashSet<&str> = records.iter().filter_map(number).collect();
    let mut named: Vec<(usize, String)> = Vec::new();
    for (title, indexes) in titles {
        let [name, ..] = &title;
        let of_group = indexes.iter().filter_map(|index| Some((*index, records.get(*index)?)));
        let group = Group::of(of_group.collect(), (are_recipients, is_running, by_places));
        let own: HashSet<&str> = group.records.iter().filter_map(|(_, record)| number(record)).collect();
        let others = Others {
            has: &|number| !own.contains(number) && numbers.contains(number),
            had: &|number| last.had(number),
        };
        named.extend(group.named(&last.of(name, &group.records), &others));
    }
    for (index, mark) in named {
        if let Some(about) = records.get_mut(index).and_then(|record| record.about.as_mut()) {
            about.text = format!("{} ({mark})", about.text);
        }
    }
    records
}

fn number(record: &Record) -> Option<&str> {
    record.identifiers.first().map(|number| number.value.as_str())
}

/// What the money of a row is for, with who pays and receives it; only the first where it is for who receives. Rows that name nobody who
/// receives are told apart by their places alone.
fn title(record: &Record, (are_recipients, by_places): (bool, bool)) -> Option<[String; 3]> {
    let name = fold_words(&record.about.as_ref()?.text);
    if are_recipients {
        return Some([name, String::new(), String::new()]);
    }
    let names = |parties: &[Party]| {
        let mut names: Vec<String> = parties.iter().map(|party| fold_words(&party.name)).collect();
        names.sort_unstable();
        names.dedup();
        names.join("\n")
    };
    let is_of_place = by_places && record.place.is_some();
    (is_of_place || !record.recipients.is_empty()).then(|| [name, names(&record.payers), names(&record.recipients)])
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
///
/// A thing of a name that the tables have keeps that.
pub(super) fn notes(
    understood: &Understood,
    records: &[Record],
    (stem, entities): (&str, &Known<'_>),
) -> impl Iterator<Item = Note> {
    let names = note_on_names(understood);
    note(understood, records, (stem, entities)).into_iter().chain(names)
}

fn note(understood: &Understood, records: &[Record], (stem, entities): (&str, &Known<'_>)) -> Option<Note> {
    if !are_recipients(understood) {
        let is_new = |about: &Option<Words>| {
            about
                .as_ref()
                .is_some_and(|about| entities.named(&about.text).is_empty())
        };
        let changed = understood.records.iter().zip(records);
        let changed: Vec<(&Record, &Record)> = changed
            .filter(|(one, other)| one.about != other.about && is_new(&other.about))
            .collect();
        let first = changed.first()?.1.about.as_ref()?;
        let mut titles: HashMap<[String; 3], BTreeSet<u32>> = HashMap::new();
        for record in &understood.records {
            let rows = title(record, (false, true)).map(|title| titles.entry(title).or_default());
            if let Some(rows) = rows {
                rows.insert(record.address.row);
            }
        }
        let has_other = |record: &Record| {
            title(record, (false, true)).is_some_and(|title| titles.get(&title).is_some_and(|rows| rows.len() > 1))
        };
        // What it is told apart from may stand in the tables alone.
        let other = match changed.iter().any(|(one, _)| has_other(one)) {
            true => "another",
            false => "a sum of an earlier version",
        };
        let text = format!(
            "{} the title, payer and recipient of {other}, and a number, a day or a place of their own: it stands with what the money is for \
             (`{}`), so that they add up",
            plural_have(changed.len()),
            first.text
        );
        return Some(Note {
            address: first.address,
            text,
        });
    }
    let is_some = understood.records.iter().any(|record| !record.recipients.is_empty());
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
