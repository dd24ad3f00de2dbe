//! Claims that rest on quoted words without a place: the texts of their documents are not at hand, so that only the claim is
//! compared with the words.

use super::{AskError, Comparison, Document, Finding, Source, Verified, finding, reading, select, unplaced};
use crate::graph::Graph;
use crate::vocabulary as v;
use diagnostic::{Severity, code};

/// A claim with the words of its passage, and with no positions.
pub(super) struct Quoted {
    pub claim: String,
    quote: String,
    /// The words of its figure.
    words: Option<String>,
    source: Source,
}

impl Quoted {
    /// The document of the claim.
    pub(super) fn document(&self) -> &str {
        &self.source.document
    }
}

/// The claims that have quoted words alone, in the order of their IRIs.
pub(super) fn quoted(graph: &Graph) -> Result<Vec<Quoted>, AskError> {
    let found = select(graph, include_str!("quoted.rq"))?;
    let quoted = found.iter().map(|row| {
        let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
        Quoted {
            claim: text("claim"),
            quote: text("quote"),
            words: row.text("words").map(str::to_owned),
            source: Source {
                document: text("document"),
                language: text("language"),
                published: row.text("published").map(str::to_owned),
                ..Source::default()
            },
        }
    });
    Ok(quoted.collect())
}

/// Compares claims with their quoted words.
pub(super) fn check(quoted: &[Quoted], comparison: &Comparison, verified: &mut Verified, findings: &mut Vec<Finding>) {
    let mut without_figure: Vec<(&Quoted, String)> = Vec::new();
    for quoted in quoted {
        verified.of += 1;
        let Some(claimed) = comparison.claims.get(&quoted.claim) else {
            continue;
        };
        let document = Document::of(&quoted.source, None, comparison);
        let words = quoted.words.as_deref().unwrap_or(&quoted.quote);
        let written = document.written(words, Some(&quoted.quote));
        let figure = claimed.figure.as_ref().map(|figure| figure.bounds.join(" to "));
        let is_without = quoted.words.is_none() && reading::is_without_figure(written);
        let mut found = reading::compare(claimed, written, &comparison.units);
        if let Some(figure) = figure.filter(|figure| is_without && !figure.is_empty()) {
            found.differences.retain(|(_, wrong)| wrong.code != "E005");
            without_figure.push((quoted, figure));
        }
        let differences = found.differences.into_iter();
        findings.extend(differences.map(|(property, mut wrong)| {
            // Nobody compared the words themselves with their document.
            if wrong.severity == Severity::Error {
                wrong.severity = Severity::Warning;
            }
            finding(&quoted.claim, property, wrong)
        }));
        verified.read += usize::from(found.is_read);
    }
    if let Some((first, figure)) = without_figure.first() {
        let others = without_figure.len() - 1;
        let told = code::quotes_without_figure(unplaced(), figure, &first.quote, others);
        findings.push(finding(&first.claim, v::AS_WRITTEN, told));
    }
}
