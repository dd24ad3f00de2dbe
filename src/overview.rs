//! A dossier at a glance: documents, amounts, links, what to look at, the largest sums.
//!
//! Takes a dossier and its graph; gives an [`Overview`], which it also tells in words; its questions stand beside this file as
//! SPARQL.

mod write;

pub use write::write_state;

use crate::dossier::Dossier;
use crate::graph::{Graph, Solution, Solutions};
use crate::query::{self, AskError};
use text::amount;

/// What a dossier holds, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The dossier's title.
    pub title: String,
    /// Its documents.
    pub documents: Documents,
    /// Its amounts.
    pub amounts: Amounts,
    /// How many entities it has.
    pub entities: usize,
    /// How many of them are linked to Wikidata.
    pub linked: usize,
    /// What to look at.
    pub attention: Vec<Attention>,
    /// The largest sums.
    pub sums: Vec<Sum>,
}

/// How many documents there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Documents {
    /// All.
    pub all: usize,
    /// Those that are partial or have gaps.
    pub incomplete: usize,
    /// Those whose date is inferred.
    pub inferred: usize,
    /// Those without a date.
    pub undated: usize,
}

/// How many amounts there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// All.
    pub all: usize,
    /// Those of which the funder is named.
    pub with_funder: usize,
    /// Those of which a group is named as the funder.
    pub with_class: usize,
}

/// Things of one sort that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// How many there are.
    pub count: usize,
    /// What they are, in the singular.
    pub what: String,
    /// The IRI of one of them.
    pub such_as: Option<String>,
}

/// A sum with its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// As people read it.
    pub figure: String,
    /// What it is for.
    pub about: String,
    /// Whether it was announced, decided, spent ...
    pub modality: String,
    /// Which document says so.
    pub document: String,
}

impl Documents {
    /// Those that are whole.
    pub fn whole(&self) -> usize {
        self.all.saturating_sub(self.incomplete)
    }
}

impl Amounts {
    /// Those of which no funder is named.
    pub fn without(&self) -> usize {
        self.all.saturating_sub(self.with_funder + self.with_class)
    }
}

impl Overview {
    /// Counts what a graph holds.
    ///
    /// # Errors
    /// When a question cannot be answered.
    pub fn of(dossier: &Dossier, graph: &Graph) -> Result<Self, AskError> {
        let ask = |text: &str| query::ask(dossier, graph, text, &[]);
        let documents = ask(include_str!("overview/documents.rq"))?;
        let amounts = ask(include_str!("overview/amounts.rq"))?;
        let links = ask(include_str!("overview/links.rq"))?;
        let attention = ask(include_str!("overview/attention.rq"))?;
        let sums = ask(include_str!("overview/sums.rq"))?;
        let language = &dossier.manifest.language;
        Ok(Self {
            title: dossier.manifest.title.clone(),
            documents: Documents {
                all: count(&documents, "documents"),
                incomplete: count(&documents, "incomplete"),
                inferred: count(&documents, "inferred"),
                undated: count(&documents, "undated"),
            },
            amounts: Amounts {
                all: count(&amounts, "amounts"),
                with_funder: count(&amounts, "with_funder"),
                with_class: count(&amounts, "with_class"),
            },
            entities: count(&links, "entities"),
            linked: count(&links, "linked"),
            attention: attention.iter().map(|row| Attention::of(&row)).collect(),
            sums: sums.iter().map(|row| Sum::of(&row, language)).collect(),
        })
    }
}

impl Attention {
    fn of(row: &Solution<'_>) -> Self {
        let text = |name: &str| row.text(name).unwrap_or_default();
        Self {
            count: text("count").parse().unwrap_or_default(),
            what: text("what").to_owned(),
            such_as: row.text("such_as").map(str::to_owned),
        }
    }
}

impl Sum {
    fn of(row: &Solution<'_>, language: &str) -> Self {
        let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
        Self {
            figure: figure(row, language),
            about: text("about"),
            modality: text("modality"),
            document: text("document"),
        }
    }
}

/// The measure of a row with `minimum`, `maximum` and `symbol`, as people read it.
pub fn figure(row: &Solution<'_>, language: &str) -> String {
    amount::display_with_sign(
        row.text("sign"),
        row.text("minimum"),
        row.text("maximum"),
        row.text("symbol").unwrap_or_default(),
        language,
    )
}

fn count(solutions: &Solutions, variable: &str) -> usize {
    solutions
        .iter()
        .next()
        .and_then(|row| row.text(variable)?.parse().ok())
        .unwrap_or_default()
}
