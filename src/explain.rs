//! Explains one claim: its statement, document, passage, row, derived links, and the other claims about the same thing.
//! Also searches for claims by figure or words.
//!
//! Takes a loaded dossier; returns an [`Explanation`], which [`write`](fn@write) prints.

mod search;
mod write;

pub use search::{ClaimMatch, Search, find};
pub use write::write;

use crate::dossier::Dossier;
use crate::evidence::{self, MOST_CHARACTERS_OF_A_PASSAGE, Missing, NoRows, Source, TableRow, Text, Texts};
use crate::graph::{Graph, Solution, Solutions};
use crate::load::Loaded;
use crate::overview::figure;
use crate::query::{self, AskError, header::LANGUAGE};
use diagnostic::Place;
use oxigraph::model::{Literal, NamedNode, Term, Variable};

/// The explanation of a claim. Texts are empty if the claim does not have them.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The claim's IRI.
    pub claim: String,
    /// The speaker; the document's key if there is none.
    pub speaker: String,
    /// The subject of the claim.
    pub about: String,
    /// Its kind.
    pub kind: String,
    /// Its modality.
    pub modality: String,
    /// Its figure, formatted.
    pub figure: String,
    /// Its value that is not a figure.
    pub value: String,
    /// Its date, if it has one.
    pub when: Option<String>,
    /// Its other properties, as pairs of name and value.
    pub details: Vec<(String, String)>,
    /// Its document.
    pub document: Document,
    /// Its passage in the document.
    pub passage: Passage,
    /// Its row: file, line, header and cells.
    pub row: Option<Place>,
    /// The links that rules derived from it.
    pub links: Vec<Link>,
    /// Other claims about the same thing or linked to this one.
    pub others: Vec<Other>,
}

/// The document of a claim.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its publisher.
    pub publisher: String,
    /// When.
    pub published: String,
    /// Whether it was corrected or withdrawn; empty if it stands.
    pub status: String,
    /// The address of an archived copy; empty if it has none.
    pub archive: String,
}

/// What a claim rests on: its passage, or the rows of a table.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The offset of its first character; empty if no passage is recorded.
    pub start: String,
    /// The offset after its last character.
    pub end: String,
    /// Its address.
    pub address: String,
    /// Its words.
    pub quotation: Quotation,
    /// The page of the document, or another place in it, as it is written; empty if none is.
    pub page: String,
    /// Its words as quoted in the row of the claim, which nobody compared with the text; empty if it has none.
    pub quote: String,
    /// The rows of the document's table on which the claim rests, such as `5` or `5-7`, with their cells or why there are none.
    pub rows: Option<(String, Result<Vec<TableRow>, NoRows>)>,
}

/// The quotation of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quotation {
    /// No text is recorded for the document.
    Unrecorded,
    /// The text is not available.
    Missing {
        /// Its file.
        file: String,
        /// The reason.
        why: Missing,
    },
    /// The passage exceeds the text.
    Outside,
    /// The passage is too long to be quoted.
    TooLong,
    /// The words.
    Words {
        /// The words, as in the text.
        words: String,
        /// The figure as written in the words, if the claim has one.
        written: Option<String>,
        /// The figures and dates that the program reads in the words.
        read: Vec<String>,
    },
}

/// A link that a rule derived from a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its source.
    pub from: String,
    /// The property of the link.
    pub by: String,
    /// Its target.
    pub to: String,
    /// The rule that derived it.
    pub rule: String,
}

/// Another claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its IRI.
    pub claim: String,
    /// Its key.
    pub key: String,
    /// Its statement: figure, value, kind, modality, document, without missing ones.
    pub says: Vec<String>,
    /// Its relation to the explained claim, if one is recorded.
    pub relation: Option<String>,
}

/// Explains a claim in a language; `texts` is the folder of the texts, if there is one. Returns `None` if there is no such claim.
///
/// # Errors
/// When a query fails.
pub fn explain(
    dossier: &Dossier,
    loaded: &Loaded,
    texts: Option<&Texts>,
    claim: &str,
    language: &str,
) -> Result<Option<Explanation>, AskError> {
    let graph = &loaded.graph;
    let ask = |text: &str| ask(dossier, graph, text, Some(claim), language);
    let claims = ask(include_str!("explain/claim.rq"))?;
    let Some(row) = claims.iter().next() else {
        return Ok(None);
    };
    let details = ask(include_str!("explain/details.rq"))?;
    let source = source(&row, dossier, graph)?;
    let quotation = match (&source, row.text("start")) {
        (Some(source), Some(_)) => quotation(&row, language, source, texts),
        _ => Quotation::Unrecorded,
    };
    let rows = row
        .text("row")
        .map(|number| (number.to_owned(), rows(number, source.as_ref(), texts)));
    let links = ask(include_str!("explain/links.rq"))?;
    let others = ask(include_str!("explain/others.rq"))?;
    let document = of(&row, "document");
    Ok(Some(Explanation {
        claim: claim.to_owned(),
        speaker: row.text("speaker").map_or_else(|| document.clone(), str::to_owned),
        about: of(&row, "about"),
        kind: of(&row, "kind"),
        modality: of(&row, "modality"),
        figure: figure(&row, language),
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
            status: of(&row, "status"),
            archive: of(&row, "archive"),
        },
        passage: Passage {
            start: of(&row, "start"),
            end: of(&row, "end"),
            address: of(&row, "range"),
            quotation,
            page: of(&row, "page"),
            quote: of(&row, "quote"),
            rows,
        },
        row: loaded.rows().row(claim).map(|row| row.place(None)),
        links: links.iter().map(|row| link(&row)).collect(),
        others: others.iter().map(|row| other(&row, language)).collect(),
    }))
}

/// Answers one of the queries about a claim, in a language.
fn ask(
    dossier: &Dossier,
    graph: &Graph,
    text: &str,
    claim: Option<&str>,
    language: &str,
) -> Result<Solutions, AskError> {
    let claim = claim.map(|iri| {
        let term = Term::from(NamedNode::new_unchecked(iri));
        (Variable::new_unchecked("claim"), term)
    });
    let language = Literal::new_simple_literal(language).into();
    let bindings: Vec<_> = claim
        .into_iter()
        .chain([(Variable::new_unchecked(LANGUAGE), language)])
        .collect();
    query::ask(dossier, graph, text, &bindings)
}

/// The text of a variable; empty if unbound.
fn of(row: &Solution<'_>, name: &str) -> String {
    row.text(name).unwrap_or_default().to_owned()
}

/// The key in the IRI of a claim.
fn key(claim: &str) -> &str {
    claim.rsplit('/').next().unwrap_or_default()
}

/// A figure and the values of variables, without empty ones.
fn parts(figure: &str, row: &Solution<'_>, names: &[&str]) -> Vec<String> {
    let texts = names.iter().map(|name| of(row, name));
    let parts = [figure.to_owned()].into_iter().chain(texts);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The text of the claim's document, if one is recorded.
fn source(row: &Solution<'_>, dossier: &Dossier, graph: &Graph) -> Result<Option<Source>, AskError> {
    let document = format!("{}document/{}", dossier.manifest.base, of(row, "document"));
    let sources = evidence::sources(graph)?;
    Ok(sources.into_iter().find(|source| source.document == document))
}

/// The rows on which a claim rests.
fn rows(number: &str, source: Option<&Source>, texts: Option<&Texts>) -> Result<Vec<TableRow>, NoRows> {
    let source = source.ok_or(NoRows::Missing(Missing::NotAtHand))?;
    evidence::rows(texts, source, number)
}

fn quotation(row: &Solution<'_>, language: &str, source: &Source, texts: Option<&Texts>) -> Quotation {
    let text = match Text::open(texts, &source.file, &source.sha256) {
        Ok(text) => text,
        Err(why) => {
            let file = source.file.clone();
            return Quotation::Missing { file, why };
        }
    };
    let number = |name: &str| row.text(name).and_then(|text| text.parse().ok()).unwrap_or_default();
    let (start, end): (usize, usize) = (number("start"), number("end"));
    if end.saturating_sub(start) > MOST_CHARACTERS_OF_A_PASSAGE {
        return Quotation::TooLong;
    }
    let words = text.slice(start, end);
    words.map_or(Quotation::Outside, |words| Quotation::Words {
        read: source.read(words, language),
        words: words.to_owned(),
        written: row
            .text("written")
            .filter(|written| !written.is_empty())
            .map(str::to_owned),
    })
}

fn link(row: &Solution<'_>) -> Link {
    Link {
        from: of(row, "from"),
        by: of(row, "by"),
        to: of(row, "to"),
        rule: of(row, "rule"),
    }
}

fn other(row: &Solution<'_>, language: &str) -> Other {
    let claim = of(row, "other");
    let figure = figure(row, language);
    let relation = row.text("relation").filter(|relation| !relation.is_empty());
    Other {
        key: key(&claim).to_owned(),
        claim,
        says: parts(&figure, row, &["value", "kind", "modality", "document"]),
        relation: relation.map(str::to_owned),
    }
}
