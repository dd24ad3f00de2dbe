//! Candidates from a Reconciliation Service (Reconciliation Service API 0.1, 0.2 and 1.0-draft).
//!
//! Takes entities; sends each of their names in batches, with classes and properties as constraints, in a version of
//! the API that the service's manifest lists (0.2 preferred, then the draft, which may change, then 0.1); returns items
//! with score, label, description and types. Dates come from `wbgetentities`, as services do not have them. After each
//! batch the table and the progress are on disk.

use super::decisions::Decisions;
use super::progress::Progress;
use super::{Candidate, Entity, LinkError, SearchCounts, Unanswered, is_qid, items};
use crate::dossier::Dossier;
use crate::web::{Client, Request, WebError};
use diagnostic::clipped;
use serde_json::{Value, json};

/// The public service for Wikidata; `{language}` is the dossier's, if it is French or English.
pub const WIKIDATA: &str = "https://wikidata.reconci.link/{language}/api";

/// The most characters of a service's error that are shown.
const MOST_SAID: usize = 300;

/// The number of names in one request, if the service does not specify it.
const BATCH: usize = 20;

/// Constraints that are sent with the names.
#[derive(Debug, Clone)]
pub struct Constraints {
    /// The maximum number of candidates for an entity.
    pub limit: usize,
    /// Whether to send the classes of items.
    pub types: bool,
    /// Properties with the value that candidates should have, such as `P17` and `Q142`.
    pub properties: Vec<(String, String)>,
}

/// The versions of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 0.1
    V01,
    /// 0.2
    V02,
    /// 1.0-draft
    V10,
}

/// A service whose manifest was read.
#[derive(Debug, Clone)]
pub struct Service {
    url: String,
    /// Its name.
    pub name: String,
    /// The version to use.
    pub version: Version,
    batch: usize,
}

impl Service {
    /// Reads the manifest of a service.
    ///
    /// # Errors
    /// When it does not respond, or its response is not a manifest.
    pub fn find(client: &mut Client, url: &str) -> Result<Self, LinkError> {
        let answer = client.json(url, Request::Get)?;
        let manifest = &answer.value;
        let bad = |why: &str| LinkError::Service {
            url: url.to_owned(),
            why: why.to_owned(),
        };
        let name = manifest["name"].as_str();
        let name = name.ok_or_else(|| bad("this is no Reconciliation Service: its manifest has no `name`"))?;
        let versions = manifest["versions"].as_array();
        let versions: Vec<&str> = versions.into_iter().flatten().filter_map(Value::as_str).collect();
        let version = if versions.is_empty() || versions.contains(&"0.2") {
            if versions.is_empty() {
                Version::V01
            } else {
                Version::V02
            }
        } else if versions.iter().any(|version| version.starts_with("1.0")) {
            Version::V10
        } else if versions.contains(&"0.1") {
            Version::V01
        } else {
            let why = format!(
                "it speaks the versions {}, and this program 0.1, 0.2 and 1.0-draft",
                versions.join(", ")
            );
            return Err(bad(&why));
        };
        let batch = manifest["batchSize"]
            .as_u64()
            .and_then(|size| usize::try_from(size).ok());
        Ok(Self {
            url: answer.url,
            name: name.to_owned(),
            version,
            batch: batch.unwrap_or(BATCH).clamp(1, 50),
        })
    }

    /// Queries for names, each with the classes of its entity; answers are in the order of the names. A name that the
    /// service does not answer has the reason instead. If it refuses all names together, each is sent alone.
    ///
    /// # Errors
    /// When the service does not respond, or refuses each name, or gives a candidate that is no item of Wikidata.
    pub fn ask(
        &self,
        client: &mut Client,
        names: &[(&str, &[String])],
        constraints: &Constraints,
    ) -> Result<Vec<Result<Vec<Candidate>, String>>, LinkError> {
        let whole = match self.ask_together(client, names, constraints) {
            Err(error) if !error.is_of_the_names() => return Err(error.into_link(self)),
            answers if names.len() < 2 => return answers.map_err(|error| error.into_link(self)),
            answers => answers,
        };
        let refused = match whole {
            Ok(answers) if answers.iter().any(Result::is_ok) => return Ok(answers),
            Ok(_) => None,
            Err(error) => Some(error),
        };
        let mut answers = Vec::new();
        for name in names {
            match self.ask_together(client, std::slice::from_ref(name), constraints) {
                Ok(answer) => answers.extend(answer),
                Err(error) if error.is_of_the_names() => answers.push(Err(error.reason())),
                Err(error) => return Err(error.into_link(self)),
            }
        }
        match (answers.iter().any(Result::is_ok), refused) {
            (true, _) => Ok(answers),
            (false, Some(error)) => Err(error.into_link(self)),
            (false, None) => {
                let reason = answers.into_iter().find_map(Result::err).unwrap_or_default();
                let (first, _) = names.first().copied().unwrap_or_default();
                Err(self.bad(&format!(
                    "there is no answer for “{first}”, nor for any other name sent with it: {reason}"
                )))
            }
        }
    }

    /// Sends names in one request.
    fn ask_together(
        &self,
        client: &mut Client,
        names: &[(&str, &[String])],
        constraints: &Constraints,
    ) -> Result<Vec<Result<Vec<Candidate>, String>>, Refusal> {
        let mut answer = if self.version == Version::V10 {
            let queries = names.iter().map(|(name, types)| new_query(name, types, constraints));
            let queries: Vec<Value> = queries.collect();
            let url = format!("{}/match", self.url.trim_end_matches('/'));
            client.json(&url, Request::Json(&json!({"queries": queries})))?.value
        } else {
            let queries = names.iter().enumerate().map(|(index, (name, types))| {
                let query = old_query(name, types, constraints);
                (format!("q{index}"), query)
            });
            let queries = Value::Object(queries.collect()).to_string();
            client.json(&self.url, Request::Form(&[("queries", &queries)]))?.value
        };
        let mut results: Vec<Value> = match self.version {
            Version::V10 => answer["results"].as_array_mut().map(std::mem::take).unwrap_or_default(),
            Version::V01 | Version::V02 => {
                let keys = (0..names.len()).map(|index| format!("q{index}"));
                keys.map(|key| answer.get_mut(key).map(Value::take).unwrap_or_default())
                    .collect()
            }
        };
        results.resize(names.len(), Value::Null);
        if let (Some(why), true) = (complaint(&answer), results.iter().all(Value::is_null)) {
            return Err(Refusal::Says(why));
        }
        let list = if self.version == Version::V10 {
            "candidates"
        } else {
            "result"
        };
        let each = results.iter().map(|result| match &result[list] {
            Value::Array(candidates) => {
                let candidates = candidates.iter().map(|value| self.candidate(value));
                Ok(Ok(candidates.collect::<Result<_, _>>()?))
            }
            _ => {
                Ok(Err(complaint(result).unwrap_or_else(|| {
                    "the service gives no list of candidates".to_owned()
                })))
            }
        });
        each.collect()
    }

    fn bad(&self, why: &str) -> LinkError {
        LinkError::Service {
            url: self.url.clone(),
            why: why.to_owned(),
        }
    }

    /// Parses a candidate of any version.
    fn candidate(&self, value: &Value) -> Result<Candidate, LinkError> {
        let id = value["id"].as_str().unwrap_or_default();
        let qid = id.rsplit('/').next().unwrap_or_default();
        if !is_qid(qid) {
            let why = format!(
                "its candidate `{id}` is no item of Wikidata: name a service whose identifiers are Q and digits"
            );
            return Err(self.bad(&why));
        }
        let types = value["type"].as_array().into_iter().flatten();
        let named = |kind: &Value| {
            let name = kind["name"].as_str().or(kind["id"].as_str()).or(kind.as_str());
            name.map(str::to_owned)
        };
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Ok(Candidate {
            qid: qid.to_owned(),
            // Scores of services are from 0 to 100.
            score: value["score"].as_f64().map(|score| (score / 100.0).clamp(0.0, 1.0)),
            label: text("name"),
            description: text("description"),
            types: types.filter_map(named).collect(),
            dates: String::new(),
            reason: String::new(),
        })
    }
}

/// Why a request with names has no answer.
enum Refusal {
    /// The service says so.
    Says(String),
    /// The request failed.
    Failed(LinkError),
}

impl From<WebError> for Refusal {
    fn from(error: WebError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<LinkError> for Refusal {
    fn from(error: LinkError) -> Self {
        Self::Failed(error)
    }
}

impl Refusal {
    /// Whether the names may be the cause, so that others may have an answer.
    fn is_of_the_names(&self) -> bool {
        match self {
            Self::Says(_) => true,
            Self::Failed(LinkError::Web(WebError::Status { status, .. })) => matches!(status, 400 | 413 | 414 | 422),
            Self::Failed(_) => false,
        }
    }

    fn reason(self) -> String {
        match self {
            Self::Says(why) => why,
            Self::Failed(error) => error.to_string(),
        }
    }

    fn into_link(self, service: &Service) -> LinkError {
        match self {
            Self::Says(why) => service.bad(&format!("it answers no name: {why}")),
            Self::Failed(error) => error,
        }
    }
}

/// The error that a response or a part of it states: `{"error": ...}`, or `{"status": "error", "message": ...}`.
fn complaint(answer: &Value) -> Option<String> {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(
            other["message"]
                .as_str()
                .map_or_else(|| other.to_string(), str::to_owned),
        ),
    };
    let is_error = answer["status"].as_str() == Some("error");
    let said = text(&answer["error"]).or_else(|| text(&answer["message"]).filter(|_| is_error));
    let said = said.or_else(|| text(&answer["details"]).filter(|_| is_error))?;
    let words: Vec<&str> = said.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    Some(format!("the service says “{}”", clipped(&words.join(" "), MOST_SAID)))
}

/// A query of versions 0.1 and 0.2.
fn old_query(name: &str, types: &[String], constraints: &Constraints) -> Value {
    let mut query = json!({"query": name, "limit": constraints.limit});
    match types {
        _ if !constraints.types => {}
        [] => {}
        [one] => query["type"] = json!(one),
        several => {
            query["type"] = json!(several);
            query["type_strict"] = json!("any");
        }
    }
    if !constraints.properties.is_empty() {
        let properties = constraints.properties.iter();
        let properties = properties.map(|(property, value)| json!({"pid": property, "v": property_value(value)}));
        query["properties"] = properties.collect();
    }
    query
}

/// A query of version 1.0-draft, which takes one type.
fn new_query(name: &str, types: &[String], constraints: &Constraints) -> Value {
    let mut conditions = vec![json!({"matchType": "name", "propertyValue": name})];
    for (property, value) in &constraints.properties {
        conditions.push(json!({
            "matchType": "property", "propertyId": property, "propertyValue": property_value(value), "required": false,
        }));
    }
    let mut query = json!({"limit": constraints.limit, "conditions": conditions});
    if let Some(one) = types.first().filter(|_| constraints.types) {
        query["type"] = json!(one);
    }
    query
}

fn property_value(value: &str) -> Value {
    if is_qid(value) {
        json!({"id": value})
    } else {
        json!(value)
    }
}

/// A search: service, API for details, constraints.
#[derive(Debug, Clone)]
pub struct Search {
    /// The URL of the service.
    pub service: String,
    /// The URL of an API for details that the service lacks, such as dates; `None` to skip them.
    pub api: Option<String>,
    /// Constraints that are sent with the names.
    pub constraints: Constraints,
}

/// Finds candidates for entities; `seen` is called with the numbers done and in total. An entity with a name that the
/// service does not answer gets the candidates of its other names, and counts as not searched for.
///
/// # Errors
/// When the service does not respond, or a file cannot be written. Answers received before that are on disk, and the
/// next search continues after them.
pub fn candidates(
    dossier: &Dossier,
    client: &mut Client,
    search: &Search,
    entities: &[&Entity],
    decisions: &mut Decisions,
    seen: &mut dyn FnMut(usize, usize),
) -> Result<SearchCounts, LinkError> {
    let service = Service::find(client, &search.service)?;
    let constraints = &search.constraints;
    let question = format!("{} {constraints:?}", search.service);
    let mut progress = Progress::open(dossier, &question);
    let mut found = SearchCounts::default();
    let rest: Vec<&Entity> = entities
        .iter()
        .copied()
        .filter(|entity| !progress.has(&entity.key))
        .collect();
    found.before = entities.len() - rest.len();
    for batch in batches(&rest, service.batch) {
        let Answers { mut each, unanswered } = answers(&service, client, batch, constraints)?;
        if let Some(api) = &search.api {
            complete(client, api, dossier, &mut each)?;
        }
        // A person may have edited the table in the meantime.
        decisions.reload()?;
        for (entity, candidates) in batch.iter().zip(&each) {
            found.add(decisions, entity, candidates);
        }
        decisions.write()?;
        let answered = |entity: &&&Entity| !unanswered.iter().any(|name| name.entity == entity.key);
        progress.add(batch.iter().filter(answered).map(|entity| entity.key.as_str()))?;
        found.unanswered.extend(unanswered);
        seen(found.before + found.asked, entities.len());
    }
    progress.end()?;
    Ok(found)
}

/// The answers for some entities.
struct Answers {
    /// The candidates of each entity, best first.
    each: Vec<Vec<Candidate>>,
    unanswered: Vec<Unanswered>,
}

fn answers(
    service: &Service,
    client: &mut Client,
    entities: &[&Entity],
    constraints: &Constraints,
) -> Result<Answers, LinkError> {
    let asked: Vec<(&str, &[String])> = entities
        .iter()
        .flat_map(|entity| {
            let names = names(entity).into_iter();
            names.map(move |name| (name, entity.types.as_slice()))
        })
        .collect();
    let mut answers = Vec::new();
    for part in asked.chunks(service.batch) {
        answers.extend(service.ask(client, part, constraints)?);
    }
    let mut answers = answers.into_iter();
    let mut unanswered = Vec::new();
    let each = entities.iter().map(|entity| {
        let mut own = Vec::new();
        for (name, answer) in names(entity).into_iter().zip(answers.by_ref()) {
            match answer {
                Ok(candidates) => own.extend(candidates),
                Err(why) => unanswered.push(Unanswered {
                    entity: entity.key.clone(),
                    name: name.to_owned(),
                    why,
                }),
            }
        }
        best(own.into_iter(), constraints.limit)
    });
    let each = each.collect();
    Ok(Answers { each, unanswered })
}

/// Adds the details of an API to candidates.
fn complete(
    client: &mut Client,
    api: &str,
    dossier: &Dossier,
    answers: &mut [Vec<Candidate>],
) -> Result<(), LinkError> {
    let all = answers.iter().flatten().map(|candidate| candidate.qid.clone());
    let details = items::details(client, api, &all.collect(), &dossier.manifest.language)?;
    for candidate in answers.iter_mut().flatten() {
        let Some(seen) = details.get(&candidate.qid) else {
            continue;
        };
        candidate.dates.clone_from(&seen.dates);
        for (own, theirs) in [
            (&mut candidate.label, &seen.label),
            (&mut candidate.description, &seen.description),
        ] {
            if own.is_empty() {
                own.clone_from(theirs);
            }
        }
    }
    Ok(())
}

/// The distinct names of an entity to search for: labels in both languages, and aliases.
fn names(entity: &Entity) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in entity.labels.iter().chain(&entity.aliases) {
        let is_new = !names.iter().any(|known| known.to_lowercase() == name.to_lowercase());
        if is_new && !name.trim().is_empty() {
            names.push(name);
        }
    }
    names
}

fn names_count(entity: &Entity) -> usize {
    names(entity).len()
}

/// Splits entities into batches of about `size` names.
fn batches<'a, 'e>(entities: &'a [&'e Entity], size: usize) -> Vec<&'a [&'e Entity]> {
    let mut batches = Vec::new();
    let (mut start, mut count) = (0, 0);
    for (index, entity) in entities.iter().enumerate() {
        let own = names_count(entity);
        if index > start && count + own > size {
            batches.push(&entities[start..index]);
            (start, count) = (index, 0);
        }
        count += own;
    }
    if start < entities.len() {
        batches.push(&entities[start..]);
    }
    batches
}

/// The distinct items, each with its best score, best first.
fn best(candidates: impl Iterator<Item = Candidate>, limit: usize) -> Vec<Candidate> {
    let mut best: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        match best.iter_mut().find(|known| known.qid == candidate.qid) {
            Some(known) if candidate.score > known.score => *known = candidate,
            Some(_) => {}
            None => best.push(candidate),
        }
    }
    best.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap_or(std::cmp::Ordering::Equal));
    best.truncate(limit);
    best
}

/// The URL of a service, with the dossier's language filled in.
///
/// # Errors
/// When it is not http or https.
pub fn address(service: &str, dossier: &Dossier) -> Result<String, WebError> {
    let language = if dossier.manifest.language.starts_with("fr") {
        "fr"
    } else {
        "en"
    };
    let url = service.replace("{language}", language);
    if crate::web::is_web(&url) {
        Ok(url)
    } else {
        Err(WebError::NotWeb(url))
    }
}
