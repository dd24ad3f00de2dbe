//! The overview of a dossier: documents, amounts, links, open points, largest sums.
//!
//! Takes a dossier and its graph; returns an [`Overview`], which can print itself. Its SPARQL queries are files beside
//! this one.

mod write;

pub use write::write_state;

use crate::dossier::{Dossier, FORMAT};
use crate::graph::{Graph, Solution, Solutions};
use crate::query::{self, AskError};
use text::amount;

/// The contents of a dossier, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The dossier's title.
    pub title: String,
    /// Its documents.
    pub documents: Documents,
    /// Its sums of money that stand; `None` if the rules of an older format form none.
    pub amounts: Option<Amounts>,
    /// The number of entities.
    pub entities: usize,
    /// The number of entities linked to Wikidata.
    pub linked: usize,
    /// Points that need attention.
    pub attention: Vec<Attention>,
    /// The largest sums.
    pub sums: Vec<Sum>,
    /// What tables without claims hold; empty in a dossier of documents.
    pub tables: Vec<Held>,
}

/// What tables without claims hold: rows of a table, or values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The label of the table or column.
    pub label: String,
    /// How many rows or values.
    pub count: usize,
    /// Their sum, if they are numbers.
    pub total: Option<String>,
    /// The least and the greatest, if they are numbers or dates.
    pub range: Option<(String, String)>,
}

/// The number of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Documents {
    /// The total number.
    pub all: usize,
    /// Documents that are partial or have gaps.
    pub incomplete: usize,
    /// Those of which nobody recorded whether they are complete.
    pub unsaid: usize,
    /// Documents whose date is inferred.
    pub inferred: usize,
    /// Documents without a date.
    pub undated: usize,
}

/// The number of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// The total number.
    pub all: usize,
    /// Amounts with a named funder.
    pub with_funder: usize,
    /// Amounts whose funder is a group.
    pub with_class: usize,
    /// Amounts without a funder that rest on no passage.
    pub not_recorded: usize,
}

/// Things of one kind that need attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// Their number.
    pub count: usize,
    /// The name of the kind, in the singular.
    pub what: String,
    /// What is said after it, such as `on no passage`; mostly empty.
    pub rest: String,
    /// The IRI of an example.
    pub such_as: Option<String>,
}

/// A sum with its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The formatted amount.
    pub figure: String,
    /// Its subject.
    pub about: String,
    /// Whether it is announced, decided, spent ...
    pub modality: String,
    /// Its document.
    pub document: String,
}

impl Documents {
    /// Documents that are complete.
    pub fn whole(&self) -> usize {
        self.all.saturating_sub(self.incomplete + self.unsaid)
    }
}

impl Amounts {
    /// Amounts whose passage names no funder.
    pub fn not_stated(&self) -> usize {
        self.all
            .saturating_sub(self.with_funder + self.with_class + self.not_recorded)
    }
}

impl Overview {
    /// Computes the overview of a graph.
    ///
    /// # Errors
    /// When a query fails.
    pub fn of(dossier: &Dossier, graph: &Graph) -> Result<Self, AskError> {
        let ask = |text: &str| query::ask(dossier, graph, text, &[]);
        let documents = ask(include_str!("overview/documents.rq"))?;
        let amounts = ask(include_str!("overview/amounts.rq"))?;
        let links = ask(include_str!("overview/links.rq"))?;
        let attention = ask(include_str!("overview/attention.rq"))?;
        let sums = ask(include_str!("overview/sums.rq"))?;
        let language = &dossier.manifest.language;
        let tables = match count(&documents, "documents") {
            0 => ask(include_str!("overview/tables.rq"))?
                .iter()
                .map(|row| Held::of(&row))
                .collect(),
            _ => Vec::new(),
        };
        Ok(Self {
            tables,
            title: dossier.manifest.title.clone(),
            documents: Documents {
                all: count(&documents, "documents"),
                incomplete: count(&documents, "incomplete"),
                unsaid: count(&documents, "unsaid"),
                inferred: count(&documents, "inferred"),
                undated: count(&documents, "undated"),
            },
            amounts: Some(Amounts {
                all: count(&amounts, "amounts"),
                with_funder: count(&amounts, "with_funder"),
                with_class: count(&amounts, "with_class"),
                not_recorded: count(&amounts, "not_recorded"),
            })
            .filter(|amounts| amounts.all > 0 || dossier.manifest.format >= FORMAT),
            entities: count(&links, "entities"),
            linked: count(&links, "linked"),
            attention: attention.iter().map(|row| Attention::of(&row)).collect(),
            sums: sums.iter().map(|row| Sum::of(&row, language)).collect(),
        })
    }
}

impl Held {
    fn of(row: &Solution<'_>) -> Self {
        let text = |name: &str| row.text(name).map(str::to_owned);
        Self {
            label: text("label").unwrap_or_default(),
            count: text("count").and_then(|count| count.parse().ok()).unwrap_or_default(),
            total: text("total"),
            range: text("least").zip(text("most")),
        }
    }
}

impl Attention {
    fn of(row: &Solution<'_>) -> Self {
        let text = |name: &str| row.text(name).unwrap_or_default();
        Self {
            count: text("count").parse().unwrap_or_default(),
            what: text("what").to_owned(),
            rest: text("rest").to_owned(),
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

/// Formats the amount of a row with `minimum`, `maximum` and `symbol`.
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
