//! One claim explained: in words, its document and passage, its row, what was derived from it, and the other claims
//! about the same thing. And the search that finds claims by a figure or a word.

use crate::check;
use crate::dossier::Dossier;
use crate::evidence::{self, Missing, Text};
use crate::graph::{Solution, Solutions};
use crate::load::Loaded;
use crate::overview::figure;
use crate::query::{self, AskError};
use diagnostic::{Style, nearest, plural};
use oxigraph::model::{NamedNode, Term, Variable};
use std::io::{self, Write};
use std::path::Path;
use text::Decimal;
use text::figure;
use text::fold::fold_words;

/// Separates the names of a claim's entities in the search.
const SEPARATOR: char = '\u{1f}';

/// A claim cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// A question could not be answered.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// Writing failed.
    #[error("the explanation cannot be written")]
    Io(#[from] io::Error),
}

/// Where claims are looked for and explained.
pub struct Explainer<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Its graph.
    pub loaded: &'a Loaded,
    /// The folder of the texts, where there is one.
    pub texts: Option<&'a Path>,
    /// Whether to use colours.
    pub style: Style,
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The claim's IRI.
    pub claim: String,
    /// A line that says what it states.
    pub line: String,
}

impl Explainer<'_> {
    fn ask(&self, text: &str, claim: Option<&str>) -> Result<Solutions, AskError> {
        let claim = claim.map(|iri| {
            (
                Variable::new_unchecked("claim"),
                Term::from(NamedNode::new_unchecked(iri)),
            )
        });
        query::ask(self.dossier, &self.loaded.graph, text, claim.as_slice())
    }

    /// Finds claims: by key, by IRI, by a figure ("109", "400 millions", "25 %"), or by words that all occur in their
    /// entities' names or in their figure as written.
    ///
    /// # Errors
    /// When the question cannot be answered.
    pub fn find(&self, wanted: &str) -> Result<Vec<Found>, AskError> {
        let claims = self.claims()?;
        let base = format!("{}claim/", self.dossier.manifest.base);
        let key = wanted
            .strip_prefix("claim:")
            .or_else(|| wanted.strip_prefix(&base))
            .unwrap_or(wanted);
        let exact = claims
            .iter()
            .find(|row| row.text("claim").and_then(|iri| iri.strip_prefix(&base)) == Some(key));
        let found: Vec<_> = match exact {
            Some(row) => vec![row],
            None => claims.iter().filter(|row| matches(row, wanted)).collect(),
        };
        // A claim about several things has a row for each.
        let mut all: Vec<Found> = found.iter().map(|row| self.found(row)).collect();
        all.dedup_by(|one, other| one.claim == other.claim);
        Ok(all)
    }

    /// All claims, as the search sees them.
    fn claims(&self) -> Result<Solutions, AskError> {
        self.ask(include_str!("explain/search.rq"), None)
    }

    /// The claim's key that is nearest to what was asked for, where one is near.
    ///
    /// # Errors
    /// When the question cannot be answered.
    pub fn nearest(&self, wanted: &str) -> Result<Option<String>, AskError> {
        let claims = self.claims()?;
        let keys = claims.iter().filter_map(|row| row.text("claim")?.rsplit('/').next());
        Ok(nearest(wanted, keys).map(str::to_owned))
    }

    fn found(&self, row: &Solution<'_>) -> Found {
        let text = |name: &str| row.text(name).unwrap_or_default();
        let claim = text("claim").to_owned();
        let key = claim.rsplit('/').next().unwrap_or_default().to_owned();
        let figure = figure(row, &self.dossier.manifest.language);
        let parts = [
            figure.as_str(),
            text("about"),
            text("kind"),
            text("modality"),
            text("document"),
        ];
        let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Found {
            claim,
            line: format!("{key:<36} {}", said.join(" · ")),
        }
    }

    /// Writes the explanation of a claim.
    ///
    /// # Errors
    /// When a question cannot be answered or writing fails.
    pub fn explain(&self, claim: &str, out: &mut impl Write) -> Result<(), ExplainError> {
        let solutions = self.ask(include_str!("explain/claim.rq"), Some(claim))?;
        let Some(row) = solutions.iter().next() else {
            return Ok(());
        };
        self.write_words(&row, out)?;
        self.write_details(claim, out)?;
        self.write_passage(&row, out)?;
        self.write_row(claim, out)?;
        self.write_links(claim, out)?;
        self.write_others(claim, out)
    }

    fn heading(&self, text: &str) -> String {
        self.style.paint("1", text)
    }

    fn write_words(&self, row: &Solution<'_>, out: &mut impl Write) -> io::Result<()> {
        let text = |name: &str| row.text(name).unwrap_or_default();
        let speaker = row
            .text("speaker")
            .map_or_else(|| text("document").to_owned(), str::to_owned);
        let figure = figure(row, &self.dossier.manifest.language);
        let stated: Vec<_> = [figure.as_str(), text("value")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let stated = if stated.is_empty() {
            String::new()
        } else {
            format!(": {}", stated.join(", "))
        };
        let when = row.text("when").map_or_else(String::new, |when| format!(", {when}"));
        let said = format!(
            "{speaker} — {} · {}{stated} ({}{when})",
            text("about"),
            text("kind"),
            text("modality")
        );
        writeln!(out, "{}\n", self.heading(&said))
    }

    fn write_details(&self, claim: &str, out: &mut impl Write) -> Result<(), ExplainError> {
        for row in self.ask(include_str!("explain/details.rq"), Some(claim))?.iter() {
            let text = |name: &str| row.text(name).unwrap_or_default();
            writeln!(out, "  {:<16} {}", text("name"), text("value"))?;
        }
        Ok(())
    }

    fn write_passage(&self, row: &Solution<'_>, out: &mut impl Write) -> Result<(), ExplainError> {
        let text = |name: &str| row.text(name).unwrap_or_default();
        let named = [text("title"), text("publisher"), text("published")];
        let named: Vec<_> = named.into_iter().filter(|part| !part.is_empty()).collect();
        writeln!(out, "\n{}", self.heading("Document"))?;
        writeln!(out, "  {} ({})", text("document"), named.join("; "))?;
        writeln!(
            out,
            "  characters {} to {}, {}",
            text("start"),
            text("end"),
            text("range")
        )?;
        let document = format!("{}document/{}", self.dossier.manifest.base, text("document"));
        let sources = evidence::sources(&self.loaded.graph)?;
        let Some(source) = sources.into_iter().find(|source| source.document == document) else {
            return Ok(());
        };
        let written = match Text::open(self.texts, &source) {
            Ok(content) => self.write_quote(row, &content, out),
            Err(Missing::NotAtHand) => writeln!(out, "  the text {} is not at hand (--texts DIR)", source.file),
            Err(Missing::Differs(found)) => {
                writeln!(out, "  the text {} is another one (SHA-256 {found})", source.file)
            }
            Err(Missing::Unreadable(why)) => writeln!(out, "  the text {} cannot be read: {why}", source.file),
            Err(Missing::NotUtf8) => writeln!(out, "  the text {} is not UTF-8", source.file),
        };
        Ok(written?)
    }

    fn write_quote(&self, row: &Solution<'_>, content: &Text, out: &mut impl Write) -> io::Result<()> {
        let number = |name: &str| {
            row.text(name)
                .and_then(|text| text.parse::<usize>().ok())
                .unwrap_or_default()
        };
        let Some(quote) = content.slice(number("start"), number("end")) else {
            return writeln!(out, "  the passage is not within the text");
        };
        let flat = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let written = row.text("written").filter(|written| !written.is_empty());
        let marked = written.map_or(flat.clone(), |written| flat.replace(written, &format!("[{written}]")));
        for line in query::answer::wrap(&format!("“{marked}”"), 92) {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }

    fn write_row(&self, claim: &str, out: &mut impl Write) -> io::Result<()> {
        let Some(place) = check::row(self.dossier, self.loaded, claim) else {
            return Ok(());
        };
        let Some(cell) = place.cell else { return Ok(()) };
        let line = place.line.unwrap_or_default();
        writeln!(
            out,
            "\n{}",
            self.heading(&format!("{}, row {} (line {line})", place.file, cell.row_number))
        )?;
        for (name, value) in cell
            .header
            .iter()
            .zip(cell.row.iter())
            .filter(|(_, value)| !value.is_empty())
        {
            writeln!(out, "  {name:<16} {value}")?;
        }
        Ok(())
    }

    fn write_links(&self, claim: &str, out: &mut impl Write) -> Result<(), ExplainError> {
        let links = self.ask(include_str!("explain/links.rq"), Some(claim))?;
        if !links.rows.is_empty() {
            writeln!(out, "\n{}", self.heading("Derived links"))?;
        }
        for row in links.iter() {
            let text = |name: &str| row.text(name).unwrap_or_default();
            writeln!(
                out,
                "  {} — {} → {}  ({})",
                text("from"),
                text("by"),
                text("to"),
                text("rule")
            )?;
        }
        Ok(())
    }

    fn write_others(&self, claim: &str, out: &mut impl Write) -> Result<(), ExplainError> {
        let others = self.ask(include_str!("explain/others.rq"), Some(claim))?;
        let title = format!(
            "{} about the same thing or linked to it",
            plural(others.rows.len(), "other claim")
        );
        writeln!(out, "\n{}", self.heading(&title))?;
        for row in others.iter() {
            let text = |name: &str| row.text(name).unwrap_or_default();
            let key = text("other").rsplit('/').next().unwrap_or_default();
            let figure = figure(&row, &self.dossier.manifest.language);
            let said = [
                figure.as_str(),
                text("value"),
                text("kind"),
                text("modality"),
                text("document"),
            ];
            let said: Vec<_> = said.into_iter().filter(|part| !part.is_empty()).collect();
            let relation = row.text("relation").filter(|relation| !relation.is_empty());
            let relation = relation.map_or_else(String::new, |relation| format!("  [{relation}]"));
            writeln!(out, "  {key:<36} {}{relation}", said.join(" · "))?;
        }
        Ok(())
    }
}

/// Whether a claim states the figure, or has all words in the names of its entities or in its figure as written.
fn matches(row: &Solution<'_>, wanted: &str) -> bool {
    let bounds: Vec<Decimal> = ["minimum", "maximum"]
        .iter()
        .filter_map(|name| Decimal::parse(row.text(name)?))
        .collect();
    let figures = figure::figures(wanted);
    let symbol = row.text("symbol").unwrap_or_default();
    let is_stated = |figure: &figure::Figure| {
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
