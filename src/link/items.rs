//! Retrieves linked items from Wikidata: labels, aliases, classes, redirects, revisions, dates.
//!
//! Takes the linked items; calls `wbgetentities` in batches, and writes `wikidata.lock.csv` after each, sorted by item.
//! Only this module writes that table. Items that were retrieved on the same day are skipped, so that an interrupted
//! run can be continued.

use super::{LOCK, LinkError, is_qid, stored, table};
use crate::dossier::Dossier;
use crate::web::{Client, Request};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The API of Wikidata.
pub const API: &str = "https://www.wikidata.org/w/api.php";

/// The number of items in one request. Those of countries are large.
const BATCH: usize = 10;

const HEADER: [&str; 9] = [
    "qid",
    "label_fr",
    "label_en",
    "aliases_fr",
    "aliases_en",
    "instance_of",
    "redirect",
    "revision",
    "retrieved",
];

/// The properties with the beginning of an item: birth, founding, start, publication.
const BEGINS: [&str; 4] = ["P569", "P571", "P580", "P577"];

/// The properties with the end of an item: death, dissolution, end.
const ENDS: [&str; 3] = ["P570", "P576", "P582"];

/// The index of the revision in [`HEADER`]. Every existing item has one; a row without it means that there is no such
/// item.
const REVISION: usize = 7;

/// The table, sorted by the number of the item.
type Rows = BTreeMap<(usize, String), Vec<String>>;

/// The counts of a refresh.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Items that were requested.
    pub asked: usize,
    /// Items that were already retrieved on the same day.
    pub before: usize,
    /// Items that do not exist on Wikidata, requested now or earlier.
    pub missing: Vec<String>,
}

/// Retrieves items and writes the table; `today` is the date to record, `again` also requests items retrieved today.
///
/// # Errors
/// When the service does not respond, or the table cannot be written. Items received before that are on disk.
pub fn refresh(
    dossier: &Dossier,
    client: &mut Client,
    api: &str,
    items: &BTreeSet<String>,
    today: &str,
    again: bool,
    seen: &mut dyn FnMut(usize, usize),
) -> Result<Refreshed, LinkError> {
    let _lock = stored::searching(dossier)?;
    let items: Vec<&String> = items.iter().filter(|item| is_qid(item)).collect();
    let mut rows = read(dossier)?;
    // Items that are no longer linked are dropped.
    rows.retain(|(_, qid), _| items.contains(&qid));
    let is_fresh = |qid: &&&String| {
        !again
            && rows
                .get(&order(qid))
                .is_some_and(|row| row.last().is_some_and(|day| day == today))
    };
    let before = items.iter().filter(is_fresh).count();
    let rest: Vec<&String> = items.iter().filter(|qid| !is_fresh(qid)).copied().collect();
    let mut refreshed = Refreshed {
        before,
        ..Refreshed::default()
    };
    for batch in rest.chunks(BATCH) {
        let ids: Vec<&str> = batch.iter().map(|qid| qid.as_str()).collect();
        let answer = client
            .json(&question(api, &ids, "info%7Clabels%7Caliases%7Cclaims"), Request::Get)?
            .value;
        for qid in &ids {
            let row = match entity(api, &answer, qid)? {
                Some(entity) => row(api, qid, entity, today)?,
                None => missing(qid, today),
            };
            rows.insert(order(qid), row);
        }
        write(dossier, &rows)?;
        refreshed.asked += ids.len();
        seen(before + refreshed.asked, items.len());
    }
    if rest.is_empty() {
        write(dossier, &rows)?;
    }
    let missing = rows.values().filter(|row| row[REVISION].is_empty());
    refreshed.missing = missing.map(|row| row[0].clone()).collect();
    Ok(refreshed)
}

/// Details by which a person recognises an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Details {
    pub(super) label: String,
    pub(super) description: String,
    /// Its dates of beginning and end, such as `1977-12-21/`.
    pub(super) dates: String,
}

/// Retrieves details of items from an API, in a language or else in English or French. Items that do not exist are left
/// out.
///
/// # Errors
/// When it does not respond, or its response is not valid.
pub(super) fn details(
    client: &mut Client,
    api: &str,
    items: &BTreeSet<String>,
    language: &str,
) -> Result<BTreeMap<String, Details>, LinkError> {
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let mut found = BTreeMap::new();
    for batch in items.chunks(BATCH) {
        let url = question(api, batch, "labels%7Cdescriptions%7Cclaims");
        let answer = client.json(&url, Request::Get)?.value;
        for qid in batch {
            if let Some(item) = entity(api, &answer, qid)? {
                let said = |what: &str| {
                    let all = [language, "en", "fr"].map(|language| text(&item[what][language]["value"]));
                    all.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
                };
                let details = Details {
                    label: said("labels"),
                    description: said("descriptions"),
                    dates: dates(&item["claims"]),
                };
                found.insert((*qid).to_owned(), details);
            }
        }
    }
    Ok(found)
}

/// The dates of beginning and end, separated by a slash; empty if there are none.
fn dates(claims: &Value) -> String {
    let first = |properties: &[&str]| properties.iter().find_map(|property| date(&claims[*property]));
    match (first(&BEGINS), first(&ENDS)) {
        (None, None) => String::new(),
        (begin, end) => format!("{}/{}", begin.unwrap_or_default(), end.unwrap_or_default()),
    }
}

/// The date in a property: the preferred value or else the first, with the precision it is given in.
fn date(statements: &Value) -> Option<String> {
    let statements = statements.as_array()?;
    let of_rank = |rank: &str| statements.iter().find(|statement| statement["rank"] == rank);
    let value = &of_rank("preferred").or_else(|| of_rank("normal"))?["mainsnak"]["datavalue"]["value"];
    // Such as +1977-12-21T00:00:00Z; unknown parts are 00.
    let time = value["time"].as_str()?;
    let day = time.strip_prefix('+').unwrap_or(time).split('T').next()?;
    let sign = if day.starts_with('-') { "-" } else { "" };
    let parts: Vec<&str> = day.trim_start_matches('-').split('-').collect();
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let known = match value["precision"].as_u64()? {
        11.. => 3,
        10 => 2,
        9 => 1,
        _ => return None,
    };
    Some(format!("{sign}{}", parts.get(..known)?.join("-")))
}

fn question(api: &str, ids: &[&str], props: &str) -> String {
    let separator = if api.contains('?') { '&' } else { '?' };
    let fixed = "format=json&action=wbgetentities&redirects=yes&languages=fr%7Cen";
    format!("{api}{separator}{fixed}&props={props}&ids={}", ids.join("%7C"))
}

/// A text for a cell: without control characters and without the separator of values.
fn text(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    let words: Vec<&str> = text
        .split(|c: char| c.is_control() || c == '|')
        .map(str::trim)
        .collect();
    words.join(" ")
}

/// The error for an invalid response of an API.
fn bad(api: &str, why: String) -> LinkError {
    LinkError::Service {
        url: api.to_owned(),
        why,
    }
}

/// The entity in a response; `None` if Wikidata has no such item.
fn entity<'a>(api: &str, answer: &'a Value, qid: &str) -> Result<Option<&'a Value>, LinkError> {
    let bad = |why: String| bad(api, why);
    if let Some(error) = answer.get("error") {
        let info = error["info"].as_str().unwrap_or("without a word");
        return Err(bad(format!("it refuses: {info}")));
    }
    let entities = answer["entities"].as_object();
    let entities =
        entities.ok_or_else(|| bad("this is no answer of wbgetentities: it has no `entities`".to_owned()))?;
    let redirected = || entities.values().find(|entity| entity["redirects"]["from"] == qid);
    match entities.get(qid).or_else(redirected) {
        Some(entity) if entity.get("missing").is_some() => Ok(None),
        Some(entity) => Ok(Some(entity)),
        None => Err(bad(format!("its answer says nothing of {qid}"))),
    }
}

/// The row for an item that does not exist: its identifier and the date of the request.
fn missing(qid: &str, today: &str) -> Vec<String> {
    let mut row = vec![String::new(); HEADER.len()];
    row[0] = qid.to_owned();
    row[HEADER.len() - 1] = today.to_owned();
    row
}

fn row(api: &str, qid: &str, entity: &Value, today: &str) -> Result<Vec<String>, LinkError> {
    let label = |language: &str| text(&entity["labels"][language]["value"]);
    let aliases = |language: &str| {
        let all = entity["aliases"][language].as_array().into_iter().flatten();
        all.map(|alias| text(&alias["value"])).collect::<Vec<_>>().join("|")
    };
    let classes = entity["claims"]["P31"].as_array().into_iter().flatten();
    let classes: Vec<&str> = classes
        .filter(|claim| claim["rank"] != "deprecated")
        .filter_map(|claim| claim["mainsnak"]["datavalue"]["value"]["id"].as_str())
        .filter(|class| is_qid(class))
        .collect();
    let target = entity["redirects"]["to"].as_str().or(entity["id"].as_str());
    let redirect = target
        .filter(|target| *target != qid && is_qid(target))
        .unwrap_or_default();
    let revision = entity["lastrevid"].as_u64();
    let revision = revision.ok_or_else(|| bad(api, format!("its answer names no revision of {qid}")))?;
    Ok(vec![
        qid.to_owned(),
        label("fr"),
        label("en"),
        aliases("fr"),
        aliases("en"),
        classes.join("|"),
        redirect.to_owned(),
        revision.to_string(),
        today.to_owned(),
    ])
}

/// The sort key of an item: its number.
fn order(qid: &str) -> (usize, String) {
    (qid.len(), qid.to_owned())
}

fn read(dossier: &Dossier) -> Result<Rows, LinkError> {
    let file = table(dossier, LOCK);
    let path = dossier.path(&file);
    let Some(bytes) = stored::read(dossier, &file)? else {
        return Ok(Rows::new());
    };
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let bad = |why: String| LinkError::Table {
        path: path.clone(),
        why: format!("{why}; delete it, and `sourcier link refresh` writes it anew"),
    };
    if reader.headers().map_err(|error| bad(error.to_string()))? != HEADER.as_slice() {
        return Err(bad(format!("its header is not {}", HEADER.join(","))));
    }
    let mut rows = Rows::new();
    for record in reader.records() {
        let record = record.map_err(|error| bad(error.to_string()))?;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        rows.insert(order(&cells[0]), cells);
    }
    Ok(rows)
}

fn write(dossier: &Dossier, rows: &Rows) -> Result<(), LinkError> {
    let file = table(dossier, LOCK);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = std::iter::once(HEADER.map(str::to_owned).to_vec())
        .chain(rows.values().cloned())
        .try_for_each(|row| writer.write_record(row));
    let bytes = written
        .map_err(std::io::Error::from)
        .and_then(|()| writer.into_inner().map_err(|error| error.into_error()));
    let bytes = bytes.map_err(|source| LinkError::Write {
        path: dossier.path(&file),
        source,
    })?;
    stored::replace(dossier, &file, &bytes)
}
