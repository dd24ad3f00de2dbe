//! What the service is and where its parts are.

use super::catalogue::Catalogue;
use super::extend::ALL_LANGUAGES;
use super::preview::SIZE;
use super::request::MOST_QUERIES;
use super::words::Words;
use crate::vocabulary as v;
use serde_json::{Value, json};

/// The paths below the address of the service.
pub const ENTITIES: &str = "/suggest/entity";
/// Suggestions of properties.
pub const PROPERTIES: &str = "/suggest/property";
/// Suggestions of types.
pub const TYPES: &str = "/suggest/type";
/// Proposals of properties for columns.
pub const PROPOSALS: &str = "/properties";
/// Pages for frames.
pub const PREVIEW: &str = "/preview";

/// The manifest of a service at an address.
pub fn manifest(catalogue: &Catalogue, address: &str) -> Value {
    let part = |path: &str| json!({"service_url": address, "service_path": path});
    let [width, height] = SIZE;
    let types = catalogue.types.all().iter().map(|one| catalogue.types.described(one));
    json!({
        "versions": ["0.2"],
        "name": catalogue.title,
        "identifierSpace": catalogue.space,
        "schemaSpace": v::ENTITY,
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "defaultTypes": types.collect::<Vec<_>>(),
        "batchSize": MOST_QUERIES,
        "view": {"url": view(catalogue, address)},
        "preview": {"url": format!("{address}{PREVIEW}?id={{{{id}}}}"), "width": width, "height": height},
        "suggest": {"entity": part(ENTITIES), "property": part(PROPERTIES), "type": part(TYPES)},
        "extend": {"propose_properties": part(PROPOSALS), "property_settings": settings(catalogue)},
    })
}

/// The address of an entity where the dossier is served: what its IRI has after the host, below the folder of the service.
fn view(catalogue: &Catalogue, address: &str) -> String {
    let server = address.rsplit_once('/').map_or(address, |(server, _)| server);
    let below = catalogue
        .space
        .split_once("://")
        .map_or(catalogue.space.as_str(), |(_, rest)| rest);
    let path = below.split_once('/').map_or("", |(_, path)| path);
    format!("{server}/{path}{{{{id}}}}")
}

/// The settings of a property for columns.
fn settings(catalogue: &Catalogue) -> Value {
    let words = Words::of(&catalogue.language);
    let tags = catalogue.languages.iter().map(|tag| json!({"value": tag, "name": tag}));
    let all = json!({"value": ALL_LANGUAGES, "name": words.all});
    let choices: Vec<Value> = tags.chain([all]).collect();
    json!([
        {"name": "limit", "type": "number", "default": 0, "label": words.limit[0], "help_text": words.limit[1]},
        {
            "name": "language",
            "type": "select",
            "default": catalogue.language,
            "label": words.language[0],
            "help_text": words.language[1],
            "choices": choices,
        },
    ])
}
