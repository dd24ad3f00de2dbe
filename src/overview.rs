//! A dossier at a glance, in words: documents, amounts, links, what to look at, the largest sums.
//!
//! Takes a checked dossier; gives an [`Overview`]; its questions stand beside this file as SPARQL.

use crate::dossier::Dossier;
use crate::evidence::Verified;
use crate::graph::{Graph, Solution, Solutions};
use crate::query::{self, AskError};
use diagnostic::{Report, Severity, plural};
use std::io::{self, Write};
use text::amount;

/// What a dossier holds, counted.
#[derive(Debug, Clone)]
pub struct Overview {
    title: String,
    language: String,
    documents: Solutions,
    amounts: Solutions,
    links: Solutions,
    attention: Solutions,
    sums: Solutions,
}

impl Overview {
    /// Counts what a graph holds.
    ///
    /// # Errors
    /// When a question cannot be answered.
    pub fn of(dossier: &Dossier, graph: &Graph) -> Result<Self, AskError> {
        let ask = |text: &str| query::ask(dossier, graph, text, &[]);
        Ok(Self {
            title: dossier.manifest.title.clone(),
            language: dossier.manifest.language.clone(),
            documents: ask(include_str!("overview/documents.rq"))?,
            amounts: ask(include_str!("overview/amounts.rq"))?,
            links: ask(include_str!("overview/links.rq"))?,
            attention: ask(include_str!("overview/attention.rq"))?,
            sums: ask(include_str!("overview/sums.rq"))?,
        })
    }

    /// Writes what follows from the dossier's files alone.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}\n", self.title)?;
        let documents = count(&self.documents, "documents");
        let inferred = count(&self.documents, "inferred");
        let (incomplete, undated) = (count(&self.documents, "incomplete"), count(&self.documents, "undated"));
        writeln!(
            out,
            "  documents   {documents}: {} whole, {incomplete} partial or with gaps; {inferred} dated by inference, {undated} undated",
            documents - incomplete.min(documents)
        )?;
        let amounts = count(&self.amounts, "amounts");
        let (named, class) = (count(&self.amounts, "with_funder"), count(&self.amounts, "with_class"));
        writeln!(
            out,
            "  amounts     {amounts}: funder named in {named}, a group in {class}, not stated in {}",
            amounts - (named + class).min(amounts)
        )?;
        let (entities, linked) = (count(&self.links, "entities"), count(&self.links, "linked"));
        writeln!(out, "  Wikidata    {linked} of {} linked", plural(entities, "entity"))
    }

    /// Writes what to look at.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_attention(&self, dossier: &Dossier, out: &mut impl Write) -> io::Result<()> {
        if self.attention.rows.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nLook at")?;
        for row in self.attention.iter() {
            let count = row
                .text("count")
                .and_then(|count| count.parse().ok())
                .unwrap_or_default();
            let what = plural(count, row.text("what").unwrap_or_default());
            let example = row.text("such_as").map(|iri| dossier.shorten(iri)).unwrap_or_default();
            writeln!(out, "  {what:<24} such as {}", key(&example))?;
        }
        Ok(())
    }

    /// Writes the largest sums with their documents.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_sums(&self, out: &mut impl Write) -> io::Result<()> {
        if self.sums.rows.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nLargest sums")?;
        for row in self.sums.iter() {
            let text = |name: &str| row.text(name).unwrap_or_default();
            writeln!(
                out,
                "  {:>12}  {} ({}; {})",
                figure(&row, &self.language),
                text("about"),
                text("modality"),
                text("document")
            )?;
        }
        Ok(())
    }
}

/// Writes how far the passages were verified and what the checks found.
///
/// # Errors
/// When writing fails.
pub fn write_state(verified: &Verified, report: &Report, out: &mut impl Write) -> io::Result<()> {
    let Verified {
        ranges,
        of,
        texts,
        documents,
    } = verified;
    match texts {
        0 => writeln!(
            out,
            "  passages    {of}, not verified: no text is at hand (--texts DIR)"
        )?,
        _ => writeln!(
            out,
            "  passages    {ranges} of {of} verified in {texts} of {} at hand",
            plural(*documents, "text")
        )?,
    }
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|s| plural(report.count(s), s.name()));
    writeln!(out, "  checks      {}", counts.join(", "))
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

fn key(shortened: &str) -> &str {
    shortened.split_once(':').map_or(shortened, |(_, key)| key)
}

fn count(solutions: &Solutions, variable: &str) -> usize {
    solutions
        .iter()
        .next()
        .and_then(|row| row.text(variable)?.parse().ok())
        .unwrap_or_default()
}
