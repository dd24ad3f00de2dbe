//! The search for claims: by key, by a figure, by words.

use super::{ask, key, parts};
use crate::dossier::Dossier;
use crate::graph::{Graph, Solution, Solutions};
use crate::overview::figure;
use crate::query::AskError;
use diagnostic::nearest;
use oxigraph::model::NamedNode;
use text::Decimal;
use text::fold::fold_words;

/// What is asked of all claims, or of one.
const QUESTION: &str = include_str!("search.rq");

/// Separates the names of a claim's entities in the search.
const SEPARATOR: char = '\u{1f}';

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The claims, in the order of the search.
    pub found: Vec<ClaimMatch>,
    /// Where none was found: the claim's key that is nearest to what was asked for, where one is near.
    pub nearest: Option<String>,
}

/// A claim that was found.
#[derive(Debug, Clone)]
pub struct ClaimMatch {
    /// The claim's IRI.
    pub claim: String,
    /// Its key.
    pub key: String,
    /// What it states: the figure, what it is about, kind, modality, document; without those that it has not.
    pub says: Vec<String>,
}

/// Finds claims: by key, by IRI, by a figure ("109", "400 millions", "25 %"), or by words that all occur in their
/// entities' names or in their figure as written.
///
/// # Errors
/// When the question cannot be answered.
pub fn find(dossier: &Dossier, graph: &Graph, wanted: &str) -> Result<Search, AskError> {
    if let Some(found) = named(dossier, graph, wanted)? {
        return Ok(Search {
            found: vec![found],
            nearest: None,
        });
    }
    let claims = ask(dossier, graph, QUESTION, None)?;
    let rows = claims.iter().filter(|row| matches(row, wanted));
    // A claim about several things has a row for each.
    let mut found: Vec<ClaimMatch> = rows.map(|row| of(&row, dossier)).collect();
    found.dedup_by(|one, other| one.claim == other.claim);
    let nearest = match found.is_empty() {
        true => nearest_key(&claims, wanted),
        false => None,
    };
    Ok(Search { found, nearest })
}

/// The claim of a key or an IRI; the others need not be looked at.
fn named(dossier: &Dossier, graph: &Graph, wanted: &str) -> Result<Option<ClaimMatch>, AskError> {
    let base = format!("{}claim/", dossier.manifest.base);
    let own = wanted
        .strip_prefix("claim:")
        .or_else(|| wanted.strip_prefix(&base))
        .unwrap_or(wanted);
    let Ok(claim) = NamedNode::new(format!("{base}{own}")) else {
        return Ok(None);
    };
    let rows = ask(dossier, graph, QUESTION, Some(claim.as_str()))?;
    let first = rows.iter().next().map(|row| of(&row, dossier));
    Ok(first)
}

fn nearest_key(claims: &Solutions, wanted: &str) -> Option<String> {
    let keys = claims.iter().filter_map(|row| row.text("claim").map(key));
    nearest(wanted, keys).map(str::to_owned)
}

fn of(row: &Solution<'_>, dossier: &Dossier) -> ClaimMatch {
    let claim = row.text("claim").unwrap_or_default().to_owned();
    let figure = figure(row, &dossier.manifest.language);
    ClaimMatch {
        key: key(&claim).to_owned(),
        says: parts(&figure, row, &["about", "kind", "modality", "document"]),
        claim,
    }
}

/// Whether a claim states the figure, or has all words in the names of its entities or in its figure as written.
fn matches(row: &Solution<'_>, wanted: &str) -> bool {
    let bounds: Vec<Decimal> = ["minimum", "maximum"]
        .iter()
        .filter_map(|name| Decimal::parse(row.text(name)?))
        .collect();
    let figures = text::figure::figures(wanted);
    let symbol = row.text("symbol").unwrap_or_default();
    let is_stated = |figure: &text::figure::Figure| {
        let found = |bound: &Decimal| match figure.percent {
            true => symbol == "%" && *bound == figure.minimum,
            false => states(*bound, figure.minimum),
        };
        figure.start == 0 && bounds.iter().any(found)
    };
    if figures.iter().any(is_stated) {
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

/// Whether a bound is the figure, as it stands or in thousands, millions or thousands of millions ("109").
fn states(bound: Decimal, figure: Decimal) -> bool {
    [0, 3, 6, 9]
        .into_iter()
        .any(|zeros| figure.shifted(zeros) == Some(bound))
}
