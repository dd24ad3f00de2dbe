//! Candidates from a local list, without the network.
//!
//! Takes a CSV file with the columns `qid`, `labels`, `aliases` and `type`, in any order, several values with a vertical
//! bar between them; gives for each entity the items whose names are like its own, with the reasons.

use super::decisions::Decisions;
use super::{Candidate, Entity, Found, LinkError, is_qid, offer};
use crate::matcher::{self, Class, Matcher, Name};
use std::path::Path;

/// An item of a list.
#[derive(Debug, Clone, Default)]
pub struct Item {
    names: matcher::Candidate,
    types: Vec<String>,
    description: String,
}

/// Reads a list.
///
/// # Errors
/// When it cannot be read, lacks a column, or names what is no item.
pub fn read(path: &Path) -> Result<Vec<Item>, LinkError> {
    let bad = |why: String| LinkError::Table {
        path: path.to_owned(),
        why,
    };
    let file = std::fs::File::open(path).map_err(|source| LinkError::Read {
        path: path.to_owned(),
        source,
    })?;
    let mut reader = csv::Reader::from_reader(std::io::BufReader::new(file));
    let header = reader.headers().map_err(|error| bad(error.to_string()))?.clone();
    let header: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
    let find = |wanted: &str| header.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let needed = |wanted: &str| {
        find(wanted).ok_or_else(|| {
            let header = header.join(", ");
            bad(format!("it has no column `{wanted}`; valid: qid,labels,aliases,type (aliases, type and description may be missing); this one has {header}"))
        })
    };
    let (qid, labels) = (needed("qid")?, needed("labels")?);
    let (aliases, types, description) = (find("aliases"), find("type"), find("description"));
    let mut items = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| bad(error.to_string()))?;
        let cell = |index: Option<usize>| index.and_then(|index| record.get(index)).unwrap_or_default();
        let values = |index: Option<usize>| -> Vec<String> {
            let all = cell(index).split('|').map(str::trim).filter(|value| !value.is_empty());
            all.map(str::to_owned).collect()
        };
        let id = cell(Some(qid)).trim();
        let id = id.strip_prefix("http://www.wikidata.org/entity/").unwrap_or(id);
        if !is_qid(id) {
            return Err(bad(format!(
                "row {}: `{id}` is no item; valid: Q and digits",
                index + 1
            )));
        }
        let types = values(types);
        items.push(Item {
            names: matcher::Candidate {
                id: id.to_owned(),
                labels: values(Some(labels)),
                aliases: values(aliases),
                class: class(&types),
            },
            types,
            description: cell(description).trim().to_owned(),
        });
    }
    Ok(items)
}

/// The coarse class of an item, where its types say it.
fn class(types: &[String]) -> Option<Class> {
    let is = |words: &[&str]| {
        types
            .iter()
            .any(|kind| words.iter().any(|word| kind.eq_ignore_ascii_case(word)))
    };
    if is(&["Q5", "human", "person", "être humain", "personne"]) {
        Some(Class::Person)
    } else if is(&[
        "Q43229",
        "Q4830453",
        "organization",
        "organisation",
        "company",
        "business",
        "entreprise",
        "public body",
    ]) {
        Some(Class::Organisation)
    } else if types.is_empty() {
        None
    } else {
        Some(Class::Other)
    }
}

/// Looks for candidates of entities in a list, at most so many each, of at least a score.
///
/// # Errors
/// When the table cannot be written.
pub fn candidates(
    items: Vec<Item>,
    entities: &[&Entity],
    limit: usize,
    least: f64,
    decisions: &mut Decisions,
) -> Result<Found, LinkError> {
    let (names, others): (Vec<_>, Vec<_>) = items
        .into_iter()
        .map(|item| (item.names, (item.types, item.description)))
        .unzip();
    let matcher = Matcher::new(&names);
    let mut found = Found::default();
    for entity in entities {
        let matches = matcher.find(&Name {
            labels: entity.labels.clone(),
            aliases: entity.aliases.clone(),
            class: class(&entity.types),
        });
        let likely = matches.into_iter().filter(|found| found.score >= least).take(limit);
        let candidates: Vec<Candidate> = likely
            .map(|found| {
                let reasons: Vec<String> = found.reasons.iter().map(ToString::to_string).collect();
                let (types, description) = &others[found.candidate_index];
                Candidate {
                    qid: names[found.candidate_index].id.clone(),
                    score: Some(found.score),
                    label: found.theirs.clone(),
                    description: description.clone(),
                    types: types.clone(),
                    reason: format!("“{}” and “{}”: {}", found.ours, found.theirs, reasons.join("; ")),
                }
            })
            .collect();
        found.asked += 1;
        found.with_candidates += usize::from(!candidates.is_empty());
        found.rows += offer(decisions, entity, &candidates);
    }
    decisions.write()?;
    Ok(found)
}
