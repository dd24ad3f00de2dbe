//! Candidates from a local list, without the network.
//!
//! Takes a CSV file (separated by commas, semicolons or tabs) with the columns `qid`, `labels`, `aliases` and `type` in
//! any order, and several values separated by vertical bars; returns, for each entity, the items with similar names and
//! the reasons. The lock file of `link refresh` is such a list, too.

use super::decisions::Decisions;
use super::{Candidate, Entity, LinkError, SearchCounts, is_qid, never_closed, unclosed};
use crate::disk::{self, limit};
use crate::dossier::{Dossier, MANIFEST};
use ::names::{Class, Matcher, Name};
use std::path::Path;

/// The number of entities that are matched before their candidates are written.
const AT_ONCE: usize = 512;

/// The columns of a list with their synonyms; the first is required, and one of the second.
const COLUMNS: [&[&str]; 6] = [
    &["qid", "id", "item", "wikidata"],
    &["labels", "label", "name", "label_fr", "label_en"],
    &["aliases", "alias", "aliases_fr", "aliases_en"],
    &["type", "types", "kind", "class", "instance_of", "item_type"],
    &["description", "description_fr", "description_en"],
    &["dates", "item_dates"],
];

/// An item of a list.
#[derive(Debug, Clone, Default)]
pub struct Item {
    names: ::names::Candidate,
    types: Vec<String>,
    description: String,
    dates: String,
}

/// Reads a list. The delimiter (comma, semicolon or tab) is detected from the header.
///
/// # Errors
/// When it cannot be read, lacks a column, has an invalid item, or has an unclosed quotation mark.
pub fn read(path: &Path) -> Result<Vec<Item>, LinkError> {
    let bad = |why: String| LinkError::Table {
        path: path.to_owned(),
        why,
    };
    let bytes = disk::read_named(path, MANIFEST, limit::DECISIONS).map_err(|source| LinkError::Read {
        path: path.to_owned(),
        source,
    })?;
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: &u8| header.iter().filter(|byte| *byte == delimiter).count();
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',');
    if let Some(line) = never_closed(&bytes, delimiter) {
        return Err(bad(unclosed(line)));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(bytes.as_slice());
    let header = reader.headers().map_err(|error| bad(error.to_string()))?;
    let columns = columns(header).map_err(bad)?;
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| bad(error.to_string()))?;
        let values = |column: usize| -> Vec<String> {
            let cells = columns[column].iter().filter_map(|index| record.get(*index));
            let values = cells.flat_map(|cell| cell.split('|')).map(str::trim);
            values.filter(|value| !value.is_empty()).map(str::to_owned).collect()
        };
        let id = columns[0].first().and_then(|index| record.get(*index));
        let id = id.unwrap_or_default().trim();
        let id = id.rsplit('/').next().unwrap_or(id);
        if !is_qid(id) {
            let line = record.position().map_or(0, csv::Position::line);
            return Err(bad(format!(
                "line {line}: `{id}` is no item; valid: Q and one to nine digits, the first not 0"
            )));
        }
        let types = values(3);
        items.push(Item {
            names: ::names::Candidate {
                id: id.to_owned(),
                labels: values(1),
                aliases: values(2),
                class: class(&types),
            },
            types,
            description: values(4).into_iter().next().unwrap_or_default(),
            dates: values(5).into_iter().next().unwrap_or_default(),
        });
    }
    Ok(items)
}

/// The positions of each of [`COLUMNS`] in a header, or the name of a missing column.
fn columns(header: &csv::StringRecord) -> Result<[Vec<usize>; COLUMNS.len()], String> {
    let header: Vec<String> = header
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase())
        .collect();
    let found = COLUMNS.map(|names| {
        let places = names
            .iter()
            .filter_map(|name| header.iter().position(|column| column == name));
        places.collect::<Vec<_>>()
    });
    for (places, names) in found.iter().zip(COLUMNS).take(2) {
        if places.is_empty() {
            let found = match header.iter().all(String::is_empty) {
                true => "this file is empty".to_owned(),
                false => format!("this one has {}", header.join(",")),
            };
            return Err(format!(
                "it has no column `{}`; valid: qid,labels,aliases,type,description,dates (the last four may be missing, and \
                 label_fr and label_en do as well); {found}",
                names[0]
            ));
        }
    }
    Ok(found)
}

/// The coarse class of an item, if its types determine it.
pub(crate) fn class(types: &[String]) -> Option<Class> {
    let is = |words: &[&str]| {
        types
            .iter()
            .any(|kind| words.iter().any(|word| kind.eq_ignore_ascii_case(word)))
    };
    if is(&["Q5", "human", "person", "people", "être humain", "personne"]) {
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

/// The coarse class of an entity, from the Wikidata classes of its class: neither people nor organisations means other.
fn class_of(entity: &Entity) -> Option<Class> {
    class(&entity.types).or((!entity.class.is_empty()).then_some(Class::Other))
}

/// The reason for a similarity, as written to the table.
fn reason(ours: &str, theirs: &str, reasons: &[String]) -> String {
    format!("“{ours}” and “{theirs}”: {}", reasons.join("; "))
}

/// Whether a text in the table was written by [`reason`] and not by a person.
pub(super) fn is_reason(text: &str) -> bool {
    text.starts_with('“') && text.contains("” and “") && text.contains("”: ")
}

/// Whether only one of an entity and an item of these types is a person.
pub(super) fn clashes(entity: &Entity, types: &[String]) -> bool {
    let types: Vec<String> = types.iter().filter(|kind| !kind.is_empty()).cloned().collect();
    match (class_of(entity), class(&types)) {
        (Some(ours), Some(theirs)) => (ours == Class::Person) != (theirs == Class::Person),
        _ => false,
    }
}

/// Finds candidates for entities in a list: at most `limit` for each, above a minimum score. `seen` is called with the
/// numbers done and in total.
///
/// # Errors
/// When the table cannot be written.
pub fn candidates(
    dossier: &Dossier,
    items: Vec<Item>,
    entities: &[&Entity],
    limit: usize,
    least: f64,
    decisions: &mut Decisions,
    seen: &mut dyn FnMut(usize, usize),
) -> Result<SearchCounts, LinkError> {
    let (names, others): (Vec<_>, Vec<_>) = items
        .into_iter()
        .map(|item| (item.names, (item.types, item.description, item.dates)))
        .unzip();
    let matcher = Matcher::new(&names);
    let likely = |entity: &Entity| -> Vec<Candidate> {
        let matches = matcher.find(&Name {
            labels: entity.labels.clone(),
            aliases: entity.aliases.clone(),
            class: class_of(entity),
        });
        let likely = matches.into_iter().filter(|found| found.score >= least).take(limit);
        let candidates = likely.map(|found| {
            let reasons: Vec<String> = found.reasons.iter().map(ToString::to_string).collect();
            let (types, description, dates) = &others[found.candidate_index];
            Candidate {
                qid: names[found.candidate_index].id.clone(),
                score: Some(found.score),
                label: found.theirs.clone(),
                description: description.clone(),
                types: types.clone(),
                dates: dates.clone(),
                reason: reason(&found.ours, &found.theirs, &reasons),
            }
        });
        candidates.collect()
    };
    let mut found = SearchCounts::default();
    for batch in entities.chunks(AT_ONCE) {
        let answers = in_parallel(batch, &likely);
        (found, _) = decisions.change(dossier, |decisions| {
            let mut found = found.clone();
            for (entity, candidates) in batch.iter().zip(&answers) {
                found.add(decisions, entity, candidates);
            }
            found
        })?;
        seen(found.asked, entities.len());
    }
    Ok(found)
}

/// Maps entities in parallel, on all processors; results are in the order of the entities.
fn in_parallel<T: Send>(entities: &[&Entity], work: &(impl Fn(&Entity) -> T + Sync)) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let each = entities.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = entities
            .chunks(each)
            .map(|part| scope.spawn(move || part.iter().map(|entity| work(entity)).collect::<Vec<T>>()))
            .collect();
        let joined = parts.into_iter().flat_map(|part| match part.join() {
            Ok(found) => found,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.collect()
    })
}
