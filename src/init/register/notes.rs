//! Notes on tables: what is to be said of several is said once.

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
