//! Diagnostics: findings in a curator's files, with places and codes.
//!
//! Every stage takes a [`Report`] and adds to it; stages go on after a finding, and one gate stops:
//! [`Report::accept`]. The program's own failures are errors, not diagnostics. A report is shown to people
//! ([`human()`]), or written as JSON, CSV or SARIF 2.1.0 ([`Stream`]).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod code;
mod clip;
mod lines;
mod render;
mod report;
mod rows;
pub mod rule;
mod sarif;
mod shown;
mod stream;
mod tally;

pub use clip::{clipped, listed};
pub use lines::Lines;
pub use render::{Style, grouped, human, json, summary};
pub use report::{Rejected, Report, SHOWN};
pub use sarif::{Rule, Tool};
pub use shown::{shown, visible};
pub use stream::{Out, Stream, StreamFormat, write};
pub use tally::{Kind, KindCount};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::sync::Arc;

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The data cannot be used as it is.
    Error,
    /// Probably a mistake.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// Reads its name.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Note]
            .into_iter()
            .find(|severity| severity.name() == word)
    }
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, relative to the dossier, with `/`.
    pub file: String,
    /// The physical line, from 1, where known; in tables that on which the row begins.
    pub line: Option<u64>,
    /// The column in characters, from 1, where known; in tables that at which the cell begins, on its own line
    /// ([`Place::cell_line`]), with its quotation mark if it has one.
    pub column: Option<u64>,
    /// The cell, in tables.
    pub cell: Option<Cell>,
    /// The line's text around the column, in files that are not tables.
    pub excerpt: Option<Excerpt>,
}

/// A line of a file, or the part of a long one that is around a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Excerpt {
    /// How many characters of the line are left out before it.
    pub skipped: usize,
    /// The text.
    pub text: String,
    /// Whether the line goes on after it.
    pub is_cut: bool,
}

impl Excerpt {
    /// How much of a line is kept on each side of a column, in characters.
    const AROUND: usize = 200;

    /// The part of a line around a column, from 1.
    pub fn of(line: &str, column: u64) -> Self {
        let at = usize::try_from(column).unwrap_or(usize::MAX).saturating_sub(1);
        let skipped = match at {
            0..=Self::AROUND => 0,
            far => far - Self::AROUND,
        };
        let start = line.char_indices().nth(skipped).map_or(line.len(), |(byte, _)| byte);
        Self::cut(&line[start..], skipped, 2 * Self::AROUND)
    }

    fn cut(text: &str, skipped: usize, length: usize) -> Self {
        let end = text.char_indices().nth(length).map(|(byte, _)| byte);
        Self {
            skipped,
            text: text[..end.unwrap_or(text.len())].to_owned(),
            is_cut: end.is_some(),
        }
    }
}

/// A cell of a table, with the row around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The name of the column, where one is meant; of a very long one, its beginning.
    pub fn column_name(&self) -> Option<&str> {
        let name = self.header.get(self.index()?)?;
        let end = name.char_indices().nth(Self::MOST_NAME);
        Some(end.map_or(name.as_str(), |(end, _)| &name[..end]))
    }

    /// The most characters of a column's name that are shown.
    const MOST_NAME: usize = 300;

    /// What is written in the cell, where one is meant.
    pub fn value(&self) -> Option<&str> {
        self.index().and_then(|index| self.row.get(index)).map(String::as_str)
    }

    fn index(&self) -> Option<usize> {
        self.column_number.checked_sub(1)
    }

    /// How many line ends are in the row before the cell.
    fn lines_before(&self) -> u64 {
        let before = self.row.iter().take(self.index().unwrap_or(0));
        before.map(|cell| cell.matches('\n').count() as u64).sum()
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
            excerpt: text.lines().nth(index).map(|line| Excerpt::of(line, column)),
            ..Self::file(file)
        }
    }

    /// The physical line on which the cell begins, from 1: another than the row's where a cell before it has line ends.
    pub fn cell_line(&self) -> Option<u64> {
        let cell = self.cell.as_ref()?;
        Some(self.line? + cell.lines_before())
    }
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The documented code, such as `T012`.
    pub code: String,
    /// Its severity.
    pub severity: Severity,
    /// The message, with the value.
    pub message: String,
    /// Where it is.
    pub place: Option<Place>,
    /// The valid values.
    pub valid: Option<String>,
    /// The violated rule, with the section of its specification, where a specification says so.
    #[serde(deserialize_with = "known_rule")]
    pub rule: Option<rule::Written>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Names a finer rule than the code's own, one of [`rule`].
    #[must_use]
    pub fn under(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }
}

fn known_rule<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<rule::Written>, D::Error> {
    let written: Option<String> = Option::deserialize(deserializer)?;
    let known = |text: String| rule::known(&text).ok_or_else(|| D::Error::custom("a rule of this crate"));
    written.map(known).transpose()
}

/// The line and the column, both from 1, of a byte in a text.
pub fn position(text: &str, byte: usize) -> (u64, u64) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) as u64 + 1;
    (line, column)
}

/// Writes a number with its noun.
pub fn plural(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {noun}s"),
    }
}

/// The longest word for which a nearest candidate is sought, in bytes, and the most candidates that are compared.
const NEAREST: (usize, usize) = (64, 5000);

/// The candidate nearest to a word, where one is near enough to be meant. Of very many candidates, the first ones are
/// compared.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (longest, most) = NEAREST;
    if word.len() > longest {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .take(most)
        .filter(|candidate| candidate.len() <= longest)
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
