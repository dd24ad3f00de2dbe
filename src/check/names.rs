//! Compares the names of linked items with those of our entities.
//!
//! The label that was last seen on Wikidata is compared with our labels and aliases, in all languages. One similar pair
//! of names is enough.

use crate::dossier::Dossier;
use crate::evidence::Finding;
use crate::graph::Graph;
use crate::query::{self, AskError};
use ::names::{Hints, score};
use diagnostic::{Place, code};
use std::collections::BTreeMap;

/// A score below this one means that two names are unrelated.
const LEAST: f64 = 0.1;

/// A link, with the names of the entity and of the item.
#[derive(Default)]
struct Link {
    property: String,
    key: String,
    qid: String,
    ours: Vec<String>,
    theirs: Vec<String>,
}

/// Finds links whose item has an unrelated name.
///
/// # Errors
/// When the query over the graph fails.
pub(super) fn findings(dossier: &Dossier, graph: &Graph) -> Result<Vec<Finding>, AskError> {
    let rows = query::ask(dossier, graph, include_str!("names.rq"), &[])?;
    let mut links: BTreeMap<String, Link> = BTreeMap::new();
    for row in rows.iter() {
        let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
        let link = links.entry(text("subject")).or_default();
        link.property = text("property");
        link.key = text("key");
        link.qid = text("qid");
        match row.text("side") {
            Some("ours") => link.ours.push(text("name")),
            _ => link.theirs.push(text("name")),
        }
    }
    let unlike = links
        .into_iter()
        .filter(|(_, link)| !link.theirs.is_empty() && !is_alike(link));
    let findings = unlike.map(|(subject, link)| Finding {
        subject,
        property: Some(link.property),
        candidates: None,
        diagnostic: code::other_name(Place::file(""), &link.key, &link.qid, &link.theirs[0]),
    });
    Ok(findings.collect())
}

fn is_alike(link: &Link) -> bool {
    let mut pairs = link
        .ours
        .iter()
        .flat_map(|ours| link.theirs.iter().map(move |theirs| (ours, theirs)));
    pairs.any(|(ours, theirs)| score(ours, theirs, &Hints::default()).value >= LEAST)
}
