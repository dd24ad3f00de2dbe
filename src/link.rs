//! Links to Wikidata: candidates are found, a person decides, what was seen is kept.
//!
//! Takes a dossier and its graph; writes `wikidata.csv` (undecided rows, and what a person answered) and
//! `wikidata.lock.csv` (what was last seen of each linked item) in its folder of tables. It never changes what a person
//! decided. Candidates come from a Reconciliation Service or from a local list; a break loses nothing that was answered.

pub mod decisions;
pub mod items;
pub mod list;
mod day;
mod progress;
pub mod review;
pub mod service;

use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::{self, AskError};
use crate::web::WebError;
pub use day::day;
use decisions::{Decisions, Row};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// The table of decisions, in the folder of tables.
pub const DECISIONS: &str = "wikidata.csv";

/// What was last seen of each item, in the folder of tables.
pub const LOCK: &str = "wikidata.lock.csv";

/// Something about links cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A table is not as it should be.
    #[error("{}: {why}", path.display())]
    Table {
        /// The table.
        path: PathBuf,
        /// What is wrong, and what would be valid.
        why: String,
    },
    /// The graph cannot be asked.
    #[error("the entities cannot be listed")]
    Ask(#[from] AskError),
    /// The network failed.
    #[error(transparent)]
    Web(#[from] WebError),
    /// A service says what no service should say.
    #[error("{url}: {why}")]
    Service {
        /// The service.
        url: String,
        /// What is wrong.
        why: String,
    },
}

/// An entity of the dossier, as far as links are concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entity {
    /// Its key.
    pub key: String,
    /// The name of its class, such as `Person`.
    pub class: String,
    /// Its labels, each once.
    pub labels: Vec<String>,
    /// Its aliases.
    pub aliases: Vec<String>,
    /// The classes of Wikidata of which such an item is an instance.
    pub types: Vec<String>,
    /// The items that it is known to be.
    pub items: Vec<String>,
}

/// An item that an entity may be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// The item, such as `Q42`.
    pub qid: String,
    /// How probable it is, from 0 to 1, where that is said.
    pub score: Option<f64>,
    /// What it is called.
    pub label: String,
    /// What it is, in a few words.
    pub description: String,
    /// Its classes.
    pub types: Vec<String>,
    /// When it began and ended, such as `1977-12-21/`, where that is known.
    pub dates: String,
    /// Why it has its score.
    pub reason: String,
}

/// What became of a search for candidates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Entities that were looked for.
    pub asked: usize,
    /// Entities for which there is a candidate.
    pub with_candidates: usize,
    /// Rows that were added.
    pub rows: usize,
    /// Entities that had been looked for before a break.
    pub before: usize,
}

impl Found {
    /// Writes candidates of an entity down as undecided rows; what is there stays.
    fn add(&mut self, decisions: &mut Decisions, entity: &Entity, candidates: &[Candidate]) {
        self.asked += 1;
        self.with_candidates += usize::from(!candidates.is_empty());
        for candidate in candidates {
            let mut row = Row::undecided(&entity.key, &candidate.qid);
            let score = candidate.score.map_or_else(String::new, |score| format!("{score:.2}"));
            row.set("score", &score);
            row.set("label", &candidate.label);
            row.set("description", &candidate.description);
            row.set("item_type", &candidate.types.join("|"));
            row.set("item_dates", &candidate.dates);
            row.set("reason", &candidate.reason);
            self.rows += usize::from(decisions.add(row));
        }
    }
}

/// The entities of a dossier, by key.
///
/// # Errors
/// When the graph cannot be asked.
pub fn entities(dossier: &Dossier, graph: &Graph) -> Result<Vec<Entity>, LinkError> {
    let rows = query::ask(dossier, graph, include_str!("link/entities.rq"), &[])?;
    let mut found: BTreeMap<String, Entity> = BTreeMap::new();
    for row in rows.iter() {
        let (Some(key), Some(what), Some(text)) = (row.text("key"), row.text("what"), row.text("text")) else {
            continue;
        };
        let entity = found.entry(key.to_owned()).or_default();
        entity.key = key.to_owned();
        let text = text.to_owned();
        let list = match what {
            "class" => {
                entity.class = text;
                continue;
            }
            "label" => &mut entity.labels,
            "alias" => &mut entity.aliases,
            "type" => &mut entity.types,
            _ => &mut entity.items,
        };
        if !list.contains(&text) {
            list.push(text);
        }
    }
    Ok(found.into_values().collect())
}

/// The path of a table of the dossier.
pub fn path(dossier: &Dossier, name: &str) -> PathBuf {
    dossier.path(&dossier.manifest.folders.data).join(name)
}

/// The entities for which an item is still looked for: those that are no item yet, of some classes or of all.
pub fn open<'a>(entities: &'a [Entity], decisions: &Decisions, classes: &[String]) -> Vec<&'a Entity> {
    let linked = decisions.linked();
    let is_wanted = |entity: &&Entity| {
        entity.items.is_empty()
            && !linked.contains(entity.key.as_str())
            && (classes.is_empty() || classes.contains(&entity.class))
    };
    entities.iter().filter(is_wanted).collect()
}

/// Whether a text names an item of Wikidata: Q and one to nine digits, the first not 0. The metadata of the tables say the
/// same. Wikibase keeps numbers below 2^31; with nine digits none is above, and Wikidata has used a seventh of them.
pub fn is_qid(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| {
        let is_written_so = !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
        is_written_so && (1..=9).contains(&digits.len())
    })
}

/// The line of the quotation mark, if there is one, that opens a cell and that nothing closes: to the reader of CSV, all
/// that is below would be in that cell.
fn never_closed(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let (mut line, mut is_start) = (1, true);
    let (mut opened, mut closed) = (None, None);
    for byte in bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) {
        let just_closed: Option<usize> = closed.take();
        match opened {
            Some(_) if *byte == b'"' => closed = opened.take(),
            // One that is written twice closes nothing.
            None if *byte == b'"' && just_closed.is_some() => opened = just_closed,
            None if *byte == b'"' && is_start => opened = Some(line),
            _ => {}
        }
        line += usize::from(*byte == b'\n');
        is_start = [delimiter, b'\n', b'\r'].contains(byte);
    }
    opened
}

/// What is wrong where [`never_closed`] names a line.
fn unclosed(line: usize) -> String {
    format!(
        "line {line}: a quotation mark is opened and never closed; valid: a second one at the end of the cell, or none"
    )
}

#[cfg(test)]
mod tests {
    use super::is_qid;

    #[test]
    fn an_item_is_q_and_a_number_that_wikibase_can_have() {
        assert!(["Q1", "Q42", "Q999999999"].into_iter().all(is_qid));
        let others = [
            "",
            "Q",
            "42",
            "P42",
            "Q0",
            "Q042",
            "Q-1",
            "Q+1",
            "Q1000000000",
            "Q123456789012345678901234567890",
        ];
        assert!(!others.into_iter().any(is_qid));
    }
}
