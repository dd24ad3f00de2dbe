//! A small page about an entity, for the frame in which clients show it.

use super::catalogue::{Catalogue, Entity};
use super::read::{EXACT_MATCH, WIKIDATA};
use crate::graph::text;
use crate::terminal::isolated;
use maud::{DOCTYPE, html};
use std::collections::BTreeSet;

/// The size of the frame, in pixels.
pub const SIZE: [u16; 2] = [400, 160];

const STYLE: &str = "body{font:14px/1.4 sans-serif;margin:8px}h1{font-size:16px;margin:0}p{margin:4px 0}";

/// The page of an entity.
pub fn page(catalogue: &Catalogue, entity: &Entity) -> String {
    let names: BTreeSet<&str> = catalogue.names(entity).filter(|name| *name != entity.name).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let items = catalogue
        .property(EXACT_MATCH)
        .into_iter()
        .flat_map(|place| entity.values(place));
    let items = items
        .map(text)
        .filter_map(|iri| Some((iri, iri.strip_prefix(WIKIDATA)?)));
    html! {
        (DOCTYPE)
        html lang=(catalogue.language) {
            head {
                meta charset="utf-8";
                title { (isolated(&entity.name)) }
                style { (STYLE) }
            }
            body {
                h1 { (isolated(&entity.name)) }
                p { (isolated(&catalogue.types_of(entity))) }
                @if !names.is_empty() { p { (isolated(&names.join(" · "))) } }
                @if let Some(comment) = catalogue.comment(entity) { p { (isolated(&comment)) } }
                p {
                    code { (catalogue.id(entity)) }
                    @for (iri, item) in items { " · " a href=(iri) target="_blank" rel="noopener noreferrer" { (item) } }
                }
            }
        }
    }
    .into_string()
}
