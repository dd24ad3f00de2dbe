//! Notes on tables: what is to be said of several is said once.

use super::{Column, Draft};
use sheet::Role;

/// Notes, each with the tables that it is about.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<(String, Vec<String>)>);

/// The most tables that a note names before it counts them.
const NAMED: usize = 3;

impl Notes {
    /// Adds a note on a table.
    pub(super) fn add(&mut self, table: &str, note: &str) {
        let table = table.to_owned();
        match self.0.iter_mut().find(|(other, _)| other == note) {
            Some((_, tables)) => tables.push(table),
            None => self.0.push((note.to_owned(), vec![table])),
        }
    }

    /// The notes as lines, in the order of their first tables.
    pub(super) fn lines(&self) -> Vec<String> {
        let line = |(note, tables): &(String, Vec<String>)| format!("{}: {note}", named(tables));
        self.0.iter().map(line).collect()
    }
}

/// The names of tables: `a.csv, b.csv and 7 more tables`.
fn named(tables: &[String]) -> String {
    match tables {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] if tables.len() <= NAMED => format!("{} and {last}", some.join(", ")),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more tables", rest.len()),
    }
}

/// Tells what a table has that its answers should not have, or not so.
pub(super) fn told(draft: &Draft, notes: &mut Notes) {
    persons(draft, notes);
    refused(draft, notes);
}

/// Tells the names of natural persons among those who pay or receive: a table is taken as it comes.
fn persons(draft: &Draft, notes: &mut Notes) {
    let is_of = |column: &&Column| matches!(column.role, Some(Role::Payer | Role::Recipient));
    for column in draft.columns.iter().filter(is_of) {
        let persons = column.values.keys().filter(|name| sheet::is_person(name)).count();
        let seem = match persons {
            0 => continue,
            1 => "1 name seems to be that of a natural person, which stands".to_owned(),
            persons => format!("{persons} names seem to be those of natural persons, which stand"),
        };
        let note = format!(
            "in `{}`, {seem} in answers, exports and pictures: take it out of the table before you publish, or use `sourcier init --from`, which leaves persons out",
            column.title
        );
        notes.add(
            &draft.file,
            &note.replace("take it", if persons > 1 { "take them" } else { "take it" }),
        );
    }
}

/// Tells the rows whose money is none by their status: totals add them like others.
fn refused(draft: &Draft, notes: &mut Notes) {
    for column in draft.columns.iter().filter(|column| column.role == Some(Role::Stage)) {
        let mut words: Vec<(&String, u64)> = column
            .values
            .iter()
            .filter(|(word, _)| sheet::is_no_money(word))
            .map(|(word, count)| (word, *count))
            .collect();
        words.sort_unstable();
        let rows: u64 = words.iter().map(|(_, count)| count).sum();
        let named: Vec<String> = words.iter().take(NAMED).map(|(word, _)| format!("`{word}`")).collect();
        let more = if words.len() > NAMED { " ..." } else { "" };
        if rows > 0 {
            let note = format!(
                "in `{}`, {rows} {} {}{more}, and totals add {} like others: `sourcier query totals --set by={}` has a row for each word; take \
                 the rows out, or filter them in `queries/`, where they are not to count",
                column.title,
                if rows == 1 { "row says" } else { "rows say" },
                named.join(", "),
                if rows == 1 { "it" } else { "them" },
                column.name
            );
            notes.add(&draft.file, &note);
        }
    }
}
