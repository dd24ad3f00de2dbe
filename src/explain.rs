//! One claim explained: in words, its document and passage, its row, what was derived from it, and the other claims
//! about the same thing. And the search that finds claims by a figure or a word.
//!
//! Takes a loaded dossier; gives an [`Explanation`], a value; [`write`](fn@write) tells it to people.

mod search;
mod write;

pub use search::{ClaimMatch, Search, find};
pub use write::write;

use crate::dossier::Dossier;
use crate::evidence::{self, Missing, Text};
use crate::graph::{Graph, Solution, Solutions};
use crate::load::Loaded;
use crate::overview::figure;
use crate::query::{self, AskError};
use diagnostic::Place;
use oxigraph::model::{NamedNode, Term, Variable};
use std::path::Path;

/// A claim with all that is known of it. Texts are empty where nothing is said.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The claim's IRI.
    pub claim: String,
    /// Who says it; the document's key where no speaker is named.
    pub speaker: String,
    /// What it is about.
    pub about: String,
    /// Its kind.
    pub kind: String,
    /// Its modality.
    pub modality: String,
    /// Its figure, as people read it.
    pub figure: String,
    /// What it names instead of a figure, or beside it.
    pub value: String,
    /// Its date, where it has one.
    pub when: Option<String>,
    /// What else it says, by name.
    pub details: Vec<(String, String)>,
    /// The document that says it.
    pub document: Document,
    /// Where in the document.
    pub passage: Passage,
    /// Its row: file, line, header and cells.
    pub row: Option<Place>,
    /// What was derived from it.
    pub links: Vec<Link>,
    /// Other claims about the same thing or linked to it.
    pub others: Vec<Other>,
}

/// The document of a claim.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When.
    pub published: String,
}

/// The passage of a claim.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The character at which it begins.
    pub start: String,
    /// The character before which it ends.
    pub end: String,
    /// Its address.
    pub address: String,
    /// Its words.
    pub quotation: Quotation,
}

/// The words of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quotation {
    /// No text is recorded for the document.
    Unrecorded,
    /// The text cannot be looked at.
    Missing {
        /// Its file.
        file: String,
        /// Why.
        why: Missing,
    },
    /// The passage is not within the text.
    Outside,
    /// The words.
    Words {
        /// As they stand in the text.
        words: String,
        /// The figure as written in them, where the claim has one.
        written: Option<String>,
    },
}

/// A link that a rule derived from a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// From what.
    pub from: String,
    /// By which property.
    pub by: String,
    /// To what.
    pub to: String,
    /// By which rule.
    pub rule: String,
}

/// Another claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its IRI.
    pub claim: String,
    /// Its key.
    pub key: String,
    /// What it states: figure, value, kind, modality, document; without those that it has not.
    pub says: Vec<String>,
    /// How it is related to the claim, where somebody said so.
    pub relation: Option<String>,
}

/// Explains a claim; `texts` is the folder of the texts, where there is one. None where there is no such claim.
///
/// # Errors
/// When a question cannot be answered.
pub fn explain(
    dossier: &Dossier,
    loaded: &Loaded,
    texts: Option<&Path>,
    claim: &str,
) -> Result<Option<Explanation>, AskError> {
    let graph = &loaded.graph;
    let ask = |text: &str| ask(dossier, graph, text, Some(claim));
    let claims = ask(include_str!("explain/claim.rq"))?;
    let Some(row) = claims.iter().next() else {
        return Ok(None);
    };
    let details = ask(include_str!("explain/details.rq"))?;
    let quotation = quotation(&row, dossier, graph, texts)?;
    let links = ask(include_str!("explain/links.rq"))?;
    let others = ask(include_str!("explain/others.rq"))?;
    let document = of(&row, "document");
    Ok(Some(Explanation {
        claim: claim.to_owned(),
        speaker: row.text("speaker").map_or_else(|| document.clone(), str::to_owned),
        about: of(&row, "about"),
        kind: of(&row, "kind"),
        modality: of(&row, "modality"),
        figure: figure(&row, &dossier.manifest.language),
        value: of(&row, "value"),
        when: row.text("when").map(str::to_owned),
        details: details
            .iter()
            .map(|row| (of(&row, "name"), of(&row, "value")))
            .collect(),
        document: Document {
            key: document,
            title: of(&row, "title"),
            publisher: of(&row, "publisher"),
            published: of(&row, "published"),
        },
        passage: Passage {
            start: of(&row, "start"),
            end: of(&row, "end"),
            address: of(&row, "range"),
            quotation,
        },
        row: loaded.rows.row(claim).map(|row| row.place(None)),
        links: links.iter().map(|row| link(&row)).collect(),
        others: others.iter().map(|row| other(&row, dossier)).collect(),
    }))
}

/// Asks one of the questions about a claim.
fn ask(dossier: &Dossier, graph: &Graph, text: &str, claim: Option<&str>) -> Result<Solutions, AskError> {
    let claim = claim.map(|iri| {
        let term = Term::from(NamedNode::new_unchecked(iri));
        (Variable::new_unchecked("claim"), term)
    });
    query::ask(dossier, graph, text, claim.as_slice())
}

/// The text of a variable; empty where it has none.
fn of(row: &Solution<'_>, name: &str) -> String {
    row.text(name).unwrap_or_default().to_owned()
}

/// The key in the IRI of a claim.
fn key(claim: &str) -> &str {
    claim.rsplit('/').next().unwrap_or_default()
}

/// A figure and the texts of these variables, without those that are empty.
fn parts(figure: &str, row: &Solution<'_>, names: &[&str]) -> Vec<String> {
    let texts = names.iter().map(|name| of(row, name));
    let parts = [figure.to_owned()].into_iter().chain(texts);
    parts.filter(|part| !part.is_empty()).collect()
}

fn quotation(
    row: &Solution<'_>,
    dossier: &Dossier,
    graph: &Graph,
    texts: Option<&Path>,
) -> Result<Quotation, AskError> {
    let document = format!("{}document/{}", dossier.manifest.base, of(row, "document"));
    let sources = evidence::sources(graph)?;
    let Some(source) = sources.into_iter().find(|source| source.document == document) else {
        return Ok(Quotation::Unrecorded);
    };
    let text = match Text::open(texts, &source) {
        Ok(text) => text,
        Err(why) => return Ok(Quotation::Missing { file: source.file, why }),
    };
    let number = |name: &str| row.text(name).and_then(|text| text.parse().ok()).unwrap_or_default();
    let words = text.slice(number("start"), number("end"));
    Ok(words.map_or(Quotation::Outside, |words| Quotation::Words {
        words: words.to_owned(),
        written: row
            .text("written")
            .filter(|written| !written.is_empty())
            .map(str::to_owned),
    }))
}

fn link(row: &Solution<'_>) -> Link {
    Link {
        from: of(row, "from"),
        by: of(row, "by"),
        to: of(row, "to"),
        rule: of(row, "rule"),
    }
}

fn other(row: &Solution<'_>, dossier: &Dossier) -> Other {
    let claim = of(row, "other");
    let figure = figure(row, &dossier.manifest.language);
    let relation = row.text("relation").filter(|relation| !relation.is_empty());
    Other {
        key: key(&claim).to_owned(),
        claim,
        says: parts(&figure, row, &["value", "kind", "modality", "document"]),
        relation: relation.map(str::to_owned),
    }
}
