//! Links entities to Wikidata: finds candidates, lets a person decide, and records the state of linked items.
//!
//! Takes a dossier and its graph; writes `wikidata.csv` (undecided rows, and a person's decisions) and
//! `wikidata.lock.csv` (the last retrieved state of each linked item) in its folder of tables. It never changes a
//! decision. Candidates come from a Reconciliation Service or a local list. After an interruption no answer is lost.

pub mod decisions;
pub mod items;
pub mod list;
mod progress;
pub mod review;
pub mod service;

use crate::dossier::Dossier;
use crate::graph::Graph;
use crate::query::{self, AskError};
use crate::web::WebError;
use decisions::{Decisions, Row};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// The table of decisions, in the folder of tables.
pub const DECISIONS: &str = "wikidata.csv";

/// The table with the last retrieved state of each item, in the folder of tables.
pub const LOCK: &str = "wikidata.lock.csv";

/// Linking failed.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A table is not valid.
    #[error("{}: {why}", path.display())]
    Table {
        /// The table.
        path: PathBuf,
        /// The reason, and the valid values.
        why: String,
    },
    /// A query over the graph failed.
    #[error("the entities cannot be listed")]
    Ask(#[from] AskError),
    /// The network failed.
    #[error(transparent)]
    Web(#[from] WebError),
    /// The response of a service is not valid.
    #[error("{url}: {why}")]
    Service {
        /// The service.
        url: String,
        /// The reason.
        why: String,
    },
}

/// An entity of the dossier, with its names and links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entity {
    /// Its key.
    pub key: String,
    /// The name of its class, such as `Person`.
    pub class: String,
    /// Its distinct labels.
    pub labels: Vec<String>,
    /// Its aliases.
    pub aliases: Vec<String>,
    /// The Wikidata classes that correspond to its class.
    pub types: Vec<String>,
    /// The items it is linked to.
    pub items: Vec<String>,
}

/// A possible item for an entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// The item, such as `Q42`.
    pub qid: String,
    /// The probability of a match, from 0 to 1, if known.
    pub score: Option<f64>,
    /// Its label.
    pub label: String,
    /// Its short description.
    pub description: String,
    /// Its classes.
    pub types: Vec<String>,
    /// Its dates of beginning and end, such as `1977-12-21/`, if known.
    pub dates: String,
    /// The explanation of its score.
    pub reason: String,
}

/// The counts of a search for candidates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchCounts {
    /// Entities that were searched for.
    pub asked: usize,
    /// Entities with at least one candidate.
    pub with_candidates: usize,
    /// Rows that were added.
    pub rows: usize,
    /// Entities that were already searched for before an interruption.
    pub before: usize,
    /// The names that a service did not answer.
    pub unanswered: Vec<Unanswered>,
}

/// A name that a service did not answer, while it answered others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The key of the entity.
    pub entity: String,
    /// The name.
    pub name: String,
    /// The reason.
    pub why: String,
}

impl SearchCounts {
    /// Adds the candidates of an entity as undecided rows; existing rows are kept.
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
/// When a query over the graph fails.
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

/// The unlinked entities, of some classes or of all.
pub fn open<'a>(entities: &'a [Entity], decisions: &Decisions, classes: &[String]) -> Vec<&'a Entity> {
    let linked = decisions.linked();
    let is_wanted = |entity: &&Entity| {
        entity.items.is_empty()
            && !linked.contains(entity.key.as_str())
            && (classes.is_empty() || classes.contains(&entity.class))
    };
    entities.iter().filter(is_wanted).collect()
}

/// Whether a text is the identifier of a Wikidata item: Q and one to nine digits, the first not 0, as in the tables'
/// metadata. Wikibase limits numbers to below 2^31; nine digits are always below, and Wikidata has used a seventh of
/// them.
pub fn is_qid(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| {
        let is_written_so = !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
        is_written_so && (1..=9).contains(&digits.len())
    })
}

/// The line of an unclosed quotation mark, if there is one. A CSV reader would take everything after it as one cell.
fn never_closed(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let (mut line, mut is_start) = (1, true);
    let (mut opened, mut closed) = (None, None);
    for byte in bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes) {
        let just_closed: Option<usize> = closed.take();
        match opened {
            Some(_) if *byte == b'"' => closed = opened.take(),
            // A doubled quotation mark is an escape and does not close the cell.
            None if *byte == b'"' && just_closed.is_some() => opened = just_closed,
            None if *byte == b'"' && is_start => opened = Some(line),
            _ => {}
        }
        line += usize::from(*byte == b'\n');
        is_start = [delimiter, b'\n', b'\r'].contains(byte);
    }
    opened
}

/// The error message for a line from [`never_closed`].
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
