//! Values of properties of entities, for the columns that a client adds, and which properties may be asked for.

use super::catalogue::{Catalogue, Entity, Property};
use super::read::{WIKIDATA, language};
use super::request::{Column, Extension};
use crate::graph::text;
use crate::vocabulary as v;
use oxigraph::model::{Literal, Term};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The language of the settings that means all languages.
pub const ALL_LANGUAGES: &str = "all";

/// The most values of an entity for a property.
const MOST_VALUES: usize = 1000;

/// A property as JSON.
pub fn described(property: &Property) -> Value {
    let mut value = json!({"id": property.id, "name": property.name});
    if let Some(description) = &property.description {
        value["description"] = json!(description);
    }
    value
}

/// Proposes the properties that entities of a type have, those first that most of them have. An empty type is that of all entities.
pub fn proposed(catalogue: &Catalogue, wanted: &str, limit: Option<usize>) -> Value {
    let place = match wanted.trim() {
        "" => Some(0),
        wanted => catalogue.types.find(wanted),
    };
    let is_of = |entity: &&Entity| {
        place.is_some_and(|wanted| entity.types.iter().any(|own| catalogue.types.is_a(*own, wanted)))
    };
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for entity in catalogue.entities.iter().filter(is_of) {
        let mut last = None;
        for (property, _) in entity.all() {
            if last.replace(property) != Some(property) {
                *counts.entry(property).or_default() += 1;
            }
        }
    }
    let mut sorted: Vec<(usize, usize)> = counts.into_iter().collect();
    sorted.sort_by_key(|(property, count)| (std::cmp::Reverse(*count), *property));
    let shown = sorted.into_iter().take(limit.unwrap_or(usize::MAX));
    let shown = shown.filter_map(|(property, _)| catalogue.properties.get(property));
    let mut answer = json!({"properties": shown.map(described).collect::<Vec<_>>(), "type": wanted});
    if let Some(limit) = limit {
        answer["limit"] = json!(limit);
    }
    answer
}

/// Answers a query for values. Entities and properties that are not known have none.
pub fn extended(catalogue: &Catalogue, extension: &Extension) -> Value {
    let meta = extension.properties.iter().map(|column| {
        let property = catalogue
            .property(&column.id)
            .and_then(|place| catalogue.properties.get(place));
        json!({"id": column.id, "name": property.map_or(column.id.as_str(), |property| &property.name)})
    });
    let mut rows = Map::new();
    for id in &extension.ids {
        if rows.contains_key(id) {
            continue;
        }
        let entity = catalogue.find(id).and_then(|place| catalogue.entities.get(place));
        let mut row = Map::new();
        for column in &extension.properties {
            let values = entity.map_or_else(Vec::new, |entity| values(catalogue, entity, column));
            row.insert(column.id.clone(), Value::Array(values));
        }
        rows.insert(id.clone(), Value::Object(row));
    }
    json!({"meta": meta.collect::<Vec<_>>(), "rows": rows})
}

/// The values of a column for an entity, each once.
fn values(catalogue: &Catalogue, entity: &Entity, column: &Column) -> Vec<Value> {
    let Some(place) = catalogue.property(&column.id) else {
        return Vec::new();
    };
    let is_type = catalogue
        .properties
        .get(place)
        .is_some_and(|property| property.iri == v::RDF_TYPE);
    if is_type {
        let types = entity.types.iter().filter_map(|place| catalogue.types.get(*place));
        return types.map(|one| json!({"str": one.name})).collect();
    }
    let wanted = match column.language.as_deref() {
        None | Some("") => catalogue.language.as_str(),
        Some(language) => language,
    };
    let is_own = |value: &&Term| language(value).is_none_or(|language| wanted == ALL_LANGUAGES || language == wanted);
    let mut terms: Vec<&Term> = entity.values(place).filter(is_own).collect();
    if terms.is_empty() {
        terms = entity.values(place).collect();
    }
    let most = match column.limit {
        0 => MOST_VALUES,
        limit => limit.min(MOST_VALUES),
    };
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for value in terms.into_iter().map(|term| value(catalogue, term)) {
        if found.len() == most {
            break;
        }
        if seen.insert(value.to_string()) {
            found.push(value);
        }
    }
    found
}

fn value(catalogue: &Catalogue, term: &Term) -> Value {
    match term {
        Term::Literal(literal) => of_literal(literal),
        Term::NamedNode(node) => {
            let iri = node.as_str();
            match catalogue.find(iri).and_then(|place| catalogue.entities.get(place)) {
                Some(entity) => json!({"id": catalogue.id(entity), "name": entity.name}),
                // An item of Wikidata is told by its identifier.
                None => json!({"str": iri.strip_prefix(WIKIDATA).unwrap_or_else(|| catalogue.name(iri))}),
            }
        }
        other => json!({"str": text(other)}),
    }
}

/// A literal as a number or a day, if JSON and the specification have its value; else as text.
fn of_literal(literal: &Literal) -> Value {
    const INTEGERS: [&str; 8] = [
        "integer",
        "int",
        "long",
        "short",
        "nonNegativeInteger",
        "positiveInteger",
        "unsignedInt",
        "unsignedLong",
    ];
    let text = literal.value();
    let typed = match literal.datatype().as_str().strip_prefix(v::XSD) {
        Some(name) if INTEGERS.contains(&name) => text.parse::<i64>().ok().map(|number| json!({"int": number})),
        Some("decimal" | "double" | "float") => {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            number.map(|number| json!({"float": number}))
        }
        Some("date") => text.get(10..).filter(|_| is_day(text)).map(|zone| {
            let zone = if zone.is_empty() { "Z" } else { zone };
            json!({"date": format!("{}T00:00:00{zone}", &text[..10])})
        }),
        Some("dateTime") => (is_day(text) && text.as_bytes().get(10) == Some(&b'T')).then(|| json!({"date": text})),
        _ => None,
    };
    typed.unwrap_or_else(|| json!({"str": text}))
}

/// Whether a text begins with a day of four digits of a year, two of a month and two of a day.
fn is_day(text: &str) -> bool {
    let day = text.as_bytes().iter().take(10).enumerate();
    text.is_char_boundary(10) && day.clone().count() == 10 && {
        let mut day = day;
        day.all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    }
}
