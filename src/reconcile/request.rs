//! Reads the JSON of requests: batches of queries, and queries for values.
//!
//! Everything is bounded, and each error names its place (`queries: q0.limit`).

use super::problem::Problem;
use serde_json::{Map, Value};

/// The most queries in a batch, as the manifest says.
pub const MOST_QUERIES: usize = 50;
/// The most bytes of a batch, or of a query for values.
const MOST_BYTES: usize = 1 << 20;
/// The most characters of a name.
const MOST_CHARACTERS: usize = 1000;
/// The most types, properties and values in one list.
const MOST_LISTED: usize = 50;
/// The most candidates of a query, and how many it gets without a limit.
const MOST_CANDIDATES: usize = 20;
const CANDIDATES: usize = 10;
/// The most entities whose values are asked for at once.
const MOST_ENTITIES: usize = 500;

/// A query for entities.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The name; empty if only properties are given.
    pub text: String,
    /// The types.
    pub types: Vec<String>,
    /// What the types mean.
    pub strict: Strict,
    /// The most candidates.
    pub limit: usize,
    /// Values of properties.
    pub evidence: Vec<Evidence>,
}

/// What the types of a query mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strict {
    /// Entities of other types come after those that have one of them, and never match.
    Should,
    /// Entities have one of them.
    Any,
    /// Entities have all of them.
    All,
}

/// Values that an entity should have.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The property.
    pub property: String,
    /// Its values, of which one is enough.
    pub values: Vec<Given>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A text, a number or a truth value, as text.
    Text(String),
    /// An entity, by its identifier.
    Entity(String),
}

/// A query for values.
#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// The identifiers of entities.
    pub ids: Vec<String>,
    /// What is asked for.
    pub properties: Vec<Column>,
}

/// A property that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its identifier.
    pub id: String,
    /// The most values for each entity; 0 for all.
    pub limit: usize,
    /// The language; `None` for that of the dossier, empty for all.
    pub language: Option<String>,
}

/// Reads a batch of queries, each with its key.
///
/// # Errors
/// When it is no valid JSON, or not of the form that the specification gives, or too large.
pub fn queries(text: &str) -> Result<Vec<(String, Query)>, Problem> {
    let batch = parsed("queries", text)?;
    let valid = r#"an object of queries, such as {"q0": {"query": "Harbour Trust"}}"#;
    let batch = batch
        .as_object()
        .ok_or_else(|| Problem::invalid("queries:", is(&batch), valid))?;
    bounded("queries:", batch.len(), "queries", MOST_QUERIES)?;
    batch
        .iter()
        .map(|(key, value)| Ok((key.clone(), query(&format!("queries: {key}"), value)?)))
        .collect()
}

fn query(place: &str, value: &Value) -> Result<Query, Problem> {
    const FIELDS: [&str; 5] = ["query", "type", "limit", "properties", "type_strict"];
    let fields = object(place, value, &FIELDS)?;
    if let Some(other) = fields.keys().find(|field| !FIELDS.contains(&field.as_str())) {
        return Err(Problem::invalid(
            &format!("{place}.{other}"),
            "is no field of a query",
            FIELDS.join(", "),
        ));
    }
    let evidence = match fields.get("properties") {
        None => Vec::new(),
        Some(value) => list(&format!("{place}.properties"), value)?
            .map(|(place, value)| evidence(&place, value))
            .collect::<Result<_, _>>()?,
    };
    let name = match fields.get("query") {
        None if evidence.is_empty() => {
            return Err(Problem::invalid(
                place,
                "asks for nothing",
                "a `query`, or `properties` that are not empty",
            ));
        }
        None => String::new(),
        Some(value) => string(&format!("{place}.query"), value)?.trim().to_owned(),
    };
    bounded(
        &format!("{place}.query"),
        name.chars().count(),
        "characters",
        MOST_CHARACTERS,
    )?;
    Ok(Query {
        text: name,
        types: match fields.get("type") {
            None => Vec::new(),
            Some(value) => types(&format!("{place}.type"), value)?,
        },
        strict: match fields.get("type_strict") {
            None => Strict::Should,
            Some(value) => strict(&format!("{place}.type_strict"), value)?,
        },
        // Some clients send 0 where nobody set a limit.
        limit: match fields.get("limit") {
            None => CANDIDATES,
            Some(value) => match number(&format!("{place}.limit"), value)? {
                0 => CANDIDATES,
                limit => limit.min(MOST_CANDIDATES),
            },
        },
        evidence,
    })
}

fn types(place: &str, value: &Value) -> Result<Vec<String>, Problem> {
    match value {
        Value::String(one) => Ok(vec![one.clone()]),
        Value::Array(_) => list(place, value)?
            .map(|(place, value)| string(&place, value).map(str::to_owned))
            .collect(),
        other => Err(Problem::invalid(
            place,
            is(other),
            "the identifier of a type, or a list of some",
        )),
    }
}

fn strict(place: &str, value: &Value) -> Result<Strict, Problem> {
    match string(place, value)? {
        "should" => Ok(Strict::Should),
        "any" => Ok(Strict::Any),
        "all" => Ok(Strict::All),
        other => Err(Problem::invalid(place, format!("is \"{other}\""), "should, any or all")),
    }
}

fn evidence(place: &str, value: &Value) -> Result<Evidence, Problem> {
    let fields = object(place, value, &["pid", "v"])?;
    let (pid, values) = (field(place, fields, "pid")?, field(place, fields, "v")?);
    let place = format!("{place}.v");
    Ok(Evidence {
        property: string(&place, pid)?.to_owned(),
        values: match values {
            Value::Array(_) => list(&place, values)?
                .map(|(place, value)| given(&place, value))
                .collect::<Result<_, _>>()?,
            one => vec![given(&place, one)?],
        },
    })
}

fn given(place: &str, value: &Value) -> Result<Given, Problem> {
    let given = match value {
        Value::String(text) => Given::Text(text.clone()),
        Value::Number(number) => Given::Text(number.to_string()),
        Value::Bool(truth) => Given::Text(truth.to_string()),
        Value::Object(fields) => Given::Entity(string(&format!("{place}.id"), field(place, fields, "id")?)?.to_owned()),
        Value::Null | Value::Array(_) => {
            return Err(Problem::invalid(
                place,
                is(value),
                "a text, a number, a truth value, or an object with an `id`",
            ));
        }
    };
    let (Given::Text(text) | Given::Entity(text)) = &given;
    bounded(place, text.chars().count(), "characters", MOST_CHARACTERS)?;
    Ok(given)
}

/// Reads a query for values.
///
/// # Errors
/// As [`queries`].
pub fn extension(text: &str) -> Result<Extension, Problem> {
    let value = parsed("extend", text)?;
    let fields = object("extend:", &value, &["ids", "properties"])?;
    let ids = field("extend:", fields, "ids")?;
    let ids = array("extend: ids", ids, "entities", MOST_ENTITIES)?
        .map(|(place, value)| string(&place, value).map(str::to_owned))
        .collect::<Result<_, _>>()?;
    let properties = list("extend: properties", field("extend:", fields, "properties")?)?
        .map(|(place, value)| column(&place, value));
    // Rows have each property once: the last one counts.
    let mut columns: Vec<Column> = Vec::new();
    for column in properties {
        let column = column?;
        match columns.iter_mut().find(|known| known.id == column.id) {
            Some(known) => *known = column,
            None => columns.push(column),
        }
    }
    Ok(Extension {
        ids,
        properties: columns,
    })
}

fn column(place: &str, value: &Value) -> Result<Column, Problem> {
    let fields = object(place, value, &["id", "settings"])?;
    let id = string(&format!("{place}.id"), field(place, fields, "id")?)?.to_owned();
    let nothing = Map::new();
    let settings = match fields.get("settings") {
        None => &nothing,
        Some(value) => object(&format!("{place}.settings"), value, &["limit", "language"])?,
    };
    let limit_place = format!("{place}.settings.limit");
    Ok(Column {
        id,
        limit: match settings.get("limit") {
            None => 0,
            // Forms give numbers as texts.
            Some(Value::String(text)) if text.trim().is_empty() => 0,
            Some(Value::String(text)) => text.trim().parse().map_err(|_| {
                Problem::invalid(
                    &limit_place,
                    format!("is \"{text}\""),
                    "a whole number, 0 for all values",
                )
            })?,
            Some(value) => number(&limit_place, value)?,
        },
        language: match settings.get("language") {
            None => None,
            Some(value) => Some(string(&format!("{place}.settings.language"), value)?.to_owned()),
        },
    })
}

fn parsed(parameter: &str, text: &str) -> Result<Value, Problem> {
    bounded(&format!("{parameter}:"), text.len(), "bytes", MOST_BYTES)?;
    serde_json::from_str(text).map_err(|error| {
        let place = format!("{parameter}: line {}, column {}:", error.line(), error.column());
        let said = error.to_string();
        let why = said.split(" at line ").next().unwrap_or(&said).to_owned();
        Problem::invalid(&place, why, "JSON, encoded as the value of a form")
    })
}

fn bounded(place: &str, count: usize, what: &'static str, most: usize) -> Result<(), Problem> {
    match count <= most {
        true => Ok(()),
        false => Err(Problem::too_much(place, (count, what), most)),
    }
}

fn object<'v>(place: &str, value: &'v Value, fields: &[&str]) -> Result<&'v Map<String, Value>, Problem> {
    let valid = || format!("an object with {}", fields.join(", "));
    value
        .as_object()
        .ok_or_else(|| Problem::invalid(place, is(value), valid()))
}

fn field<'v>(place: &str, fields: &'v Map<String, Value>, name: &str) -> Result<&'v Value, Problem> {
    fields
        .get(name)
        .ok_or_else(|| Problem::invalid(place, format!("has no `{name}`"), format!("an object with `{name}`")))
}

fn string<'v>(place: &str, value: &'v Value) -> Result<&'v str, Problem> {
    value
        .as_str()
        .ok_or_else(|| Problem::invalid(place, is(value), "a text"))
}

fn number(place: &str, value: &Value) -> Result<usize, Problem> {
    const MOST: f64 = 1e9;
    let whole = value
        .as_f64()
        .filter(|number| number.fract() == 0.0 && (0.0..=MOST).contains(number));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to a thousand millions"
    )]
    whole
        .map(|number| number as usize)
        .ok_or_else(|| Problem::invalid(place, format!("is {value}"), "a positive whole number"))
}

/// The values of a list with their places.
fn list<'v>(place: &str, value: &'v Value) -> Result<impl Iterator<Item = (String, &'v Value)> + use<'v>, Problem> {
    array(place, value, "entries", MOST_LISTED)
}

fn array<'v>(
    place: &str,
    value: &'v Value,
    what: &'static str,
    most: usize,
) -> Result<impl Iterator<Item = (String, &'v Value)> + use<'v>, Problem> {
    let values = value
        .as_array()
        .ok_or_else(|| Problem::invalid(place, is(value), "a list"))?;
    bounded(place, values.len(), what, most)?;
    let place = place.to_owned();
    let values = values.iter().enumerate();
    Ok(values.map(move |(index, value)| (format!("{place}[{index}]"), value)))
}

/// What a value is, for an error.
fn is(value: &Value) -> &'static str {
    match value {
        Value::Null => "is null",
        Value::Bool(_) => "is a truth value",
        Value::Number(_) => "is a number",
        Value::String(_) => "is a text",
        Value::Array(_) => "is a list",
        Value::Object(_) => "is an object",
    }
}
