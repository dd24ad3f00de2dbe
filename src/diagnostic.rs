//! Diagnostics: what is wrong in a curator's files, placed and coded.
//!
//! Every stage takes a [`Report`] and adds to it; stages go on after a finding, and one gate stops:
//! [`Report::accept`]. The program's own failures are errors, not diagnostics.

pub mod code;
mod render;

pub use render::{Style, human, json, summary};

use std::sync::Arc;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The data cannot be used as it is.
    Error,
    /// Probably a mistake.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// Reads the word for it.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Note]
            .into_iter()
            .find(|severity| severity.name() == word)
    }
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the dossier, with `/`.
    pub file: String,
    /// The line, from 1, where known.
    pub line: Option<u64>,
    /// The column in characters, from 1, in files that are not tables.
    pub column: Option<u64>,
    /// The cell, in tables.
    pub cell: Option<Cell>,
    /// The line's text, in files that are not tables.
    pub excerpt: Option<String>,
}

/// A cell of a table, with the row around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The data row, from 1; the header is not counted.
    pub row_number: u64,
    /// The column, from 1; 0 where the whole row is meant.
    pub column_number: usize,
    /// The header's cells.
    pub header: Arc<Vec<String>>,
    /// The row's cells, as written.
    pub row: Arc<Vec<String>>,
}

impl Cell {
    /// The name of the column, where one is meant.
    pub fn column_name(&self) -> Option<&str> {
        self.index()
            .and_then(|index| self.header.get(index))
            .map(String::as_str)
    }

    /// What is written in the cell, where one is meant.
    pub fn value(&self) -> Option<&str> {
        self.index().and_then(|index| self.row.get(index)).map(String::as_str)
    }

    fn index(&self) -> Option<usize> {
        self.column_number.checked_sub(1)
    }
}

impl Place {
    /// The file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            column: None,
            cell: None,
            excerpt: None,
        }
    }

    /// A line and a column, both from 1, of a file with this text.
    pub fn in_text(file: impl Into<String>, text: &str, line: u64, column: u64) -> Self {
        let index = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        Self {
            line: Some(line),
            column: Some(column.max(1)),
            excerpt: text.lines().nth(index).map(str::to_owned),
            ..Self::file(file)
        }
    }
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The documented code, such as `T012`.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, with the value.
    pub message: String,
    /// Where it stands.
    pub place: Option<Place>,
    /// What would be valid there.
    pub valid: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

/// Everything that was found, in the order in which it was found.
#[derive(Debug, Default, Clone)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

/// A report with errors in it: the value was not accepted.
#[derive(Debug, thiserror::Error)]
#[error("{} found", plural(report.count(Severity::Error), "error"))]
pub struct Rejected {
    /// What was found.
    pub report: Report,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Everything found, by file, line and column, then by code.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|d| (d.severity, &d.place, &d.code, &d.message));
        sorted
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether the data cannot be used; with `strict`, a warning or a note is enough.
    pub fn fails(&self, strict: bool) -> bool {
        self.count(Severity::Error) > 0 || (strict && !self.is_empty())
    }

    /// Lets a value pass if nothing grave was found; the one gate between stages.
    ///
    /// # Errors
    /// The report, when it holds an error.
    pub fn accept<T>(self, value: T) -> Result<(T, Self), Rejected> {
        if self.fails(false) {
            Err(Rejected { report: self })
        } else {
            Ok((value, self))
        }
    }
}

/// Writes a number with its noun.
pub fn plural(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {noun}s"),
    }
}

/// The candidate nearest to a word, where one is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
