//! Entities of FollowTheMoney, a JSON object a line, to a sheet for each schema.
//!
//! A statement (a payment) names its parties by the identifiers of other entities; their names stand in its row, beside
//! what they are.

use hashbrown::{HashMap, HashSet};
use serde_json::{Map, Value as Json};

use super::{Stop, limits};
use crate::workbook::{Cell, Note, Sheet};

/// Whether a text has an entity in its first line: an object with a schema and properties.
pub(super) fn looks_like(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    first.trim_start().starts_with('{') && entity(first).is_some()
}

/// An entity.
struct Entity {
    id: String,
    schema: String,
    caption: Option<String>,
    properties: Map<String, Json>,
}

fn entity(line: &str) -> Option<Entity> {
    let Ok(Json::Object(mut object)) = serde_json::from_str(line) else {
        return None;
    };
    let text = |value: Option<Json>| match value {
        Some(Json::String(text)) => Some(text),
        _ => None,
    };
    let schema = text(object.remove("schema"))?;
    let Some(Json::Object(mut properties)) = object.remove("properties") else {
        return None;
    };
    name_currency(&mut properties);
    Some(Entity {
        id: text(object.remove("id")).unwrap_or_default(),
        schema,
        caption: text(object.remove("caption")),
        properties,
    })
}

/// Gives a sum that stands only in the property of a currency, `amountEur`, the properties of other sums.
fn name_currency(properties: &mut Map<String, Json>) {
    let is_there = |value: Option<&Json>| match value {
        Some(Json::Array(values)) => values.iter().any(|value| *value != Json::Null),
        value => value.is_some_and(|value| *value != Json::Null),
    };
    if is_there(properties.get("amount")) {
        return;
    }
    for (property, currency) in [("amountEur", "EUR"), ("amountUsd", "USD")] {
        if is_there(properties.get(property))
            && let Some(value) = properties.remove(property)
        {
            properties.insert("amount".to_owned(), value);
            properties.insert("currency".to_owned(), Json::from(currency));
            return;
        }
    }
}

/// Reads entities: a sheet for each schema, of which the first row has the names of properties, and each other an entity.
pub(super) fn sheets(text: &str, notes: &mut Vec<Note>) -> Result<Vec<Sheet>, Stop> {
    let mut entities = Vec::new();
    let mut unread = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match entity(line) {
            Some(entity) => entities.push(entity),
            None => unread.push(index + 1),
        }
        if entities.len() > limits::ROWS {
            return Err(Stop::TooLarge("rows", limits::ROWS as u64));
        }
    }
    if let Some(first) = unread.first() {
        let count = unread.len();
        notes.push(Note::new(format!(
            "{count} lines are no entities (a JSON object with `schema` and `properties`), the first of them line {first}; they are left out."
        )));
    }
    let names: HashMap<&str, (String, &str)> = entities
        .iter()
        .filter(|entity| !entity.id.is_empty())
        .map(|entity| (entity.id.as_str(), (name(entity), entity.schema.as_str())))
        .collect();
    let mut schemas: Vec<&str> = Vec::new();
    for entity in &entities {
        if !schemas.contains(&entity.schema.as_str()) && schemas.len() < SCHEMAS {
            schemas.push(&entity.schema);
        }
    }
    let mut cells = 0;
    let mut sheets = Vec::new();
    for schema in schemas {
        let of_schema = entities.iter().filter(|entity| entity.schema == schema);
        let of_schema: Vec<&Entity> = of_schema.collect();
        let properties = properties(&of_schema);
        cells += (properties.len() + PARTIES.len() + 1) * (of_schema.len() + 1);
        if cells > limits::CELLS {
            return Err(Stop::TooLarge("cells", limits::CELLS as u64));
        }
        sheets.push(sheet(schema, &properties, &of_schema, &names));
    }
    Ok(sheets)
}

fn name(entity: &Entity) -> String {
    let named = ["name", "title", "alias"]
        .iter()
        .find_map(|property| entity.properties.get(*property));
    let name = entity
        .caption
        .clone()
        .or_else(|| named.map(|value| words(value, &HashMap::new())))
        .unwrap_or_default();
    if name.is_empty() { entity.id.clone() } else { name }
}

/// The schemas of which an entity is who pays or receives, and so needs its own column.
const PARTIES: [&str; 2] = ["payer", "beneficiary"];

/// The most schemas of a file; FollowTheMoney has some seventy.
const SCHEMAS: usize = 200;

/// The properties of entities, in the order in which they first occur.
fn properties<'e>(entities: &[&'e Entity]) -> Vec<&'e str> {
    let mut properties: Vec<&str> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for entity in entities {
        for property in entity.properties.keys() {
            if known.insert(property) {
                properties.push(property.as_str());
            }
        }
    }
    properties
}

fn sheet(schema: &str, properties: &[&str], entities: &[&Entity], names: &HashMap<&str, (String, &str)>) -> Sheet {
    let mut header = vec![Cell::text("id")];
    for property in properties {
        header.push(Cell::text(*property));
        if PARTIES.contains(property) {
            header.push(Cell::text(format!("{property} schema")));
        }
    }
    let mut sheet = Sheet {
        name: schema.to_owned(),
        rows: vec![header],
        ..Sheet::default()
    };
    for entity in entities {
        let mut row = vec![Cell::text(entity.id.clone())];
        for property in properties {
            let value = entity.properties.get(*property);
            row.push(Cell::text(value.map(|value| words(value, names)).unwrap_or_default()));
            if PARTIES.contains(property) {
                row.push(Cell::text(
                    value.and_then(|value| schema_of(value, names)).unwrap_or_default(),
                ));
            }
        }
        sheet.rows.push(row);
    }
    sheet
}

/// The values of a property, with the names of the entities that they identify.
fn words(value: &Json, names: &HashMap<&str, (String, &str)>) -> String {
    let one = |value: &Json| match value {
        Json::String(text) => names
            .get(text.as_str())
            .map_or_else(|| text.clone(), |(name, _)| name.clone()),
        Json::Object(object) => object
            .get("caption")
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    match value {
        Json::Array(values) => values.iter().map(one).collect::<Vec<_>>().join("; "),
        other => one(other),
    }
}

fn schema_of<'e>(value: &'e Json, names: &HashMap<&str, (String, &'e str)>) -> Option<&'e str> {
    let value = match value {
        Json::Array(values) => values.first()?,
        other => other,
    };
    match value {
        Json::String(id) => names.get(id.as_str()).map(|(_, schema)| *schema),
        Json::Object(object) => object.get("schema")?.as_str(),
        _ => None,
    }
}
