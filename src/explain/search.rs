//! Searches for claims by key, figure or words.

use super::{ask, key, parts};
use crate::dossier::Dossier;
use crate::graph::{Graph, Solution, Solutions};
use crate::overview::figure;
use crate::query::AskError;
use diagnostic::nearest;
use oxigraph::model::NamedNode;
use text::Decimal;
use text::fold::fold_words;
use text::language::Language;
use text::quantity::{Quantity, Unit, quantities};

/// The query for one claim or all claims.
const QUESTION: &str = include_str!("search.rq");

/// Separates the names of a claim's entities in the query's result.
const SEPARATOR: char = '\u{1f}';

/// The result of a search.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The matching claims, in query order.
    pub found: Vec<ClaimMatch>,
    /// If nothing matched, the nearest key of a claim, if one is near.
    pub nearest: Option<String>,
}

/// A claim that matched.
#[derive(Debug, Clone)]
pub struct ClaimMatch {
    /// The claim's IRI.
    pub claim: String,
    /// Its key.
    pub key: String,
    /// Its statement: figure, subject, kind, modality, document, without missing ones.
    pub says: Vec<String>,
}

/// Searches for claims by key, by IRI, by a figure ("109", "400 millions", "25 %"), or by words that all occur in the
/// names of their entities or in their figure as written. What they say is in a language.
///
/// # Errors
/// When the query fails.
pub fn find(dossier: &Dossier, graph: &Graph, wanted: &str, language: &str) -> Result<Search, AskError> {
    if let Some(found) = named(dossier, graph, wanted, language)? {
        return Ok(Search {
            found: vec![found],
            nearest: None,
        });
    }
    let claims = ask(dossier, graph, QUESTION, None, language)?;
    let rows = claims.iter().filter(|row| matches(row, wanted));
    // A claim about several things has one row for each.
    let mut found: Vec<ClaimMatch> = rows.map(|row| of(&row, language)).collect();
    found.dedup_by(|one, other| one.claim == other.claim);
    let nearest = match found.is_empty() {
        true => nearest_key(&claims, wanted),
        false => None,
    };
    Ok(Search { found, nearest })
}

/// Looks up a claim by key or IRI, without reading the others.
fn named(dossier: &Dossier, graph: &Graph, wanted: &str, language: &str) -> Result<Option<ClaimMatch>, AskError> {
    let base = format!("{}claim/", dossier.manifest.base);
    let own = wanted
        .strip_prefix("claim:")
        .or_else(|| wanted.strip_prefix(&base))
        .unwrap_or(wanted);
    let Ok(claim) = NamedNode::new(format!("{base}{own}")) else {
        return Ok(None);
    };
    let rows = ask(dossier, graph, QUESTION, Some(claim.as_str()), language)?;
    let first = rows.iter().next().map(|row| of(&row, language));
    Ok(first)
}

fn nearest_key(claims: &Solutions, wanted: &str) -> Option<String> {
    let keys = claims.iter().filter_map(|row| row.text("claim").map(key));
    nearest(wanted, keys).map(str::to_owned)
}

fn of(row: &Solution<'_>, language: &str) -> ClaimMatch {
    let claim = row.text("claim").unwrap_or_default().to_owned();
    let figure = figure(row, language);
    ClaimMatch {
        key: key(&claim).to_owned(),
        says: parts(&figure, row, &["about", "kind", "modality", "document"]),
        claim,
    }
}

/// Whether a claim states the figure, or the names of its entities and its figure as written have all words.
fn matches(row: &Solution<'_>, wanted: &str) -> bool {
    let bounds: Vec<Decimal> = ["minimum", "maximum"]
        .iter()
        .filter_map(|name| Decimal::parse(row.text(name)?))
        .collect();
    let mut figures = ["fr", "en"]
        .into_iter()
        .filter_map(Language::of)
        .flat_map(|language| quantities(wanted, language));
    let symbol = row.text("symbol").unwrap_or_default();
    let is_stated = |figure: Quantity| {
        let found = |bound: &Decimal| match (figure.unit, figure.minimum) {
            (_, None) => false,
            (Some(Unit::Percent), Some(value)) => symbol == "%" && *bound == value,
            (_, Some(value)) => states(*bound, value),
        };
        figure.place.start == 0 && bounds.iter().any(found)
    };
    if figures.any(is_stated) {
        return true;
    }
    let names = row.text("names").unwrap_or_default();
    let haystack = [
        names,
        row.text("written").unwrap_or_default(),
        row.text("claim").unwrap_or_default(),
    ]
    .join(&SEPARATOR.to_string());
    let haystack = fold_words(&haystack);
    let is_word = |word: &str| haystack.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    fold_words(wanted).split_whitespace().all(|word| {
        if word.chars().all(char::is_numeric) {
            is_word(word)
        } else {
            haystack.contains(word)
        }
    })
}

/// Whether a bound equals the figure, or the figure in thousands, millions or billions ("109").
fn states(bound: Decimal, figure: Decimal) -> bool {
    [0, 3, 6, 9]
        .into_iter()
        .any(|zeros| figure.shifted(zeros) == Some(bound))
}
