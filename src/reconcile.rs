//! The names of a dossier, to be found from outside: a service of the Reconciliation Service API 0.2, as OpenRefine uses.
//!
//! Takes an open dossier, and requests as paths and parameters; returns JSON and small pages. A pure function: no socket, no clock.
//! A server gives it requests. What the dossier withholds is not here, if it was opened as published.
//!
//! Identifiers of entities are their keys, those of types the names of their classes as in the tables (`Company`), those of
//! properties prefixed names (`dcterms:isPartOf`). Source: <https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/>.
//! Of what the specification leaves open: JSONP and flyouts are not offered. Both let a service put scripts or pages into a client's.

mod candidates;
mod catalogue;
mod evidence;
mod extend;
mod manifest;
mod preview;
mod problem;
mod read;
mod request;
mod suggest;
mod types;
mod words;

pub use problem::Problem;

use crate::open::OpenDossier;
use candidates::{Finder, Found, Names};
use catalogue::Catalogue;
use diagnostic::nearest;
use evidence::Values;
use request::Query;
use serde_json::{Map, Value, json};
use suggest::Starts;

/// The parameters of the service itself.
const PARAMETERS: [&str; 2] = ["queries", "extend"];

/// The names of an open dossier, to be found from outside.
#[derive(Debug)]
pub struct Service {
    catalogue: Catalogue,
    names: Names,
    values: Values,
    starts: Starts,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Reply {
    fn json(value: &Value) -> Self {
        Self {
            media_type: "application/json",
            body: value.to_string().into_bytes(),
        }
    }
}

impl Service {
    /// The service of a dossier. It has copies of all that it needs.
    pub fn of(open: &OpenDossier) -> Self {
        let catalogue = Catalogue::of(open);
        Self {
            names: Names::of(&catalogue),
            values: Values::of(&catalogue),
            starts: Starts::of(&catalogue),
            catalogue,
        }
    }

    /// Answers a request. `address` is the absolute address of the service, without a slash at the end; `path` is what follows it in the
    /// address of the request (empty, `/suggest/entity` ...); `parameters` are those of the query string and of a form, decoded.
    ///
    /// # Errors
    /// When there is nothing at the path, or a parameter is missing or not valid, or asks for too much.
    pub fn answer(&self, address: &str, path: &str, parameters: &[(String, String)]) -> Result<Reply, Problem> {
        let address = address.trim_end_matches('/');
        let value = |wanted: &str| {
            let found = parameters.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.as_str())
        };
        let needed = |name: &'static str, valid: &str| {
            value(name).ok_or_else(|| Problem::invalid(path, format!("has no parameter `{name}`"), valid))
        };
        let prefix = || {
            needed(
                "prefix",
                "`prefix`, what is written so far, and `cursor`, how many to skip",
            )
        };
        let cursor = || whole("cursor", value("cursor")).map(Option::unwrap_or_default);
        let answer = match path {
            "" | "/" => self.itself(address, parameters, value)?,
            manifest::ENTITIES => suggest::entities(&self.finder(), &self.starts, bounded(prefix()?)?, cursor()?),
            manifest::PROPERTIES => suggest::properties(&self.catalogue, bounded(prefix()?)?, cursor()?),
            manifest::TYPES => suggest::types(&self.catalogue, bounded(prefix()?)?, cursor()?),
            manifest::PROPOSALS => {
                let limit = whole("limit", value("limit"))?.filter(|limit| *limit > 0);
                extend::proposed(&self.catalogue, value("type").unwrap_or_default(), limit)
            }
            manifest::PREVIEW => return self.preview(needed("id", "`id`, the identifier of an entity")?),
            _ => {
                let all = [
                    manifest::ENTITIES,
                    manifest::PROPERTIES,
                    manifest::TYPES,
                    manifest::PROPOSALS,
                    manifest::PREVIEW,
                ];
                return Err(Problem::not_found(&format!("{path} in this service"), all.join(", ")));
            }
        };
        Ok(Reply::json(&answer))
    }

    fn finder(&self) -> Finder<'_> {
        Finder {
            catalogue: &self.catalogue,
            names: &self.names,
            values: &self.values,
            search: self.names.search(),
        }
    }

    /// The answer at the address of the service itself.
    fn itself<'p>(
        &self,
        address: &str,
        parameters: &[(String, String)],
        value: impl Fn(&str) -> Option<&'p str>,
    ) -> Result<Value, Problem> {
        match (value("queries"), value("extend")) {
            (Some(queries), None) => self.matched(queries),
            (None, Some(extension)) => Ok(extend::extended(&self.catalogue, &request::extension(extension)?)),
            (Some(_), Some(_)) => Err(Problem::invalid(
                "the request",
                "has both `queries` and `extend`",
                "one of them",
            )),
            (None, None) => {
                // What others than the service need, such as a proxy's token, is no matter.
                let slip = parameters
                    .iter()
                    .find_map(|(name, _)| Some((name, nearest(name, PARAMETERS)?)));
                match slip {
                    Some((name, meant)) => Err(Problem::invalid(
                        "the request",
                        format!("has a parameter `{name}`"),
                        format!("`{meant}`, or none for the manifest"),
                    )),
                    None => Ok(manifest::manifest(&self.catalogue, address)),
                }
            }
        }
    }

    /// The candidates for the queries of a batch.
    fn matched(&self, queries: &str) -> Result<Value, Problem> {
        let finder = self.finder();
        let mut answers = Map::new();
        for (key, query) in request::queries(queries)? {
            let found = finder.find(&query);
            let result = found.iter().filter_map(|one| self.candidate(&query, one));
            answers.insert(key, json!({"result": result.collect::<Vec<_>>()}));
        }
        Ok(Value::Object(answers))
    }

    fn candidate(&self, query: &Query, found: &Found) -> Option<Value> {
        let entity = self.catalogue.entities.get(found.place)?;
        let types = entity.types.iter().filter_map(|place| self.catalogue.types.get(*place));
        let types: Vec<Value> = types.map(|one| json!({"id": one.id, "name": one.name})).collect();
        let mut features = Vec::new();
        let mut feature = |id: &str, value: Value| features.push(json!({"id": id, "value": value}));
        if !query.text.is_empty() {
            feature("name", json!((found.name * 100.0).round() / 100.0));
        }
        if !query.types.is_empty() {
            feature("type", json!(found.has_type));
        }
        if !query.evidence.is_empty() {
            feature("properties-equal", json!(found.verdict.agree));
            feature("properties-different", json!(found.verdict.disagree));
        }
        Some(json!({
            "id": self.catalogue.id(entity),
            "name": entity.name,
            "description": self.catalogue.description(entity),
            "score": found.score,
            "match": found.is_sure,
            "type": types,
            "features": features,
        }))
    }

    fn preview(&self, id: &str) -> Result<Reply, Problem> {
        let found = self
            .catalogue
            .find(id)
            .and_then(|place| self.catalogue.entities.get(place));
        let valid = "the identifier of an entity, which a query or a suggestion gives";
        let entity = found.ok_or_else(|| Problem::not_found(&format!("entity `{id}`"), valid))?;
        Ok(Reply {
            media_type: "text/html; charset=utf-8",
            body: preview::page(&self.catalogue, entity).into_bytes(),
        })
    }
}

/// The most characters of what somebody writes into a field.
const MOST_CHARACTERS: usize = 200;

fn bounded(prefix: &str) -> Result<&str, Problem> {
    match prefix.chars().count() {
        count if count > MOST_CHARACTERS => Err(Problem::too_much("prefix", (count, "characters"), MOST_CHARACTERS)),
        _ => Ok(prefix),
    }
}

/// A parameter that is a whole number; an empty one is none.
fn whole(name: &str, value: Option<&str>) -> Result<Option<usize>, Problem> {
    let Some(text) = value.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let number = text.parse();
    number
        .map(Some)
        .map_err(|_| Problem::invalid(name, format!("is \"{text}\""), "a whole number"))
}
