//! Drafts the metadata of a table, for a person to edit.
//!
//! Takes an undescribed CSV file, as a function that opens it anew; returns a metadata document and notes about the
//! guesses. A sample of about a megabyte gives the dialect (`sample`, `dialect`, `layout`); then all rows are read, once
//! for the datatypes of the columns (`survey`) and, if a column may be a key, once more (`keys`). Memory grows with the columns, not with the rows, key candidates apart, of
//! which a bounded number of hashes is kept.
//!
//! Every guess is then validated on every row with the crate's own reader, so the metadata are valid for their table,
//! unless rows differ in their number of cells or quotation marks are out of place: metadata cannot express that, and
//! the notes give the place.
//!
//! Rejects files that are empty, that are no text in any encoding it knows, and that have too many columns.

mod candidate;
mod codes;
mod column;
mod dialect;
mod footer;
mod keys;
mod layout;
mod lists;
mod money;
pub mod names;
mod order;
mod recover;
mod sample;
mod survey;
#[cfg(test)]
mod tests;
mod write;

pub use column::is_null;
pub use money::is_amount;

use crate::block::{ReadError, Undecodable};
use candidate::Candidates;
use column::Verdict;
use layout::Layout;
use sample::Sample;
use serde_json::Value;
use std::io::{self, Read};
use survey::Survey;

/// The maximum number of columns, that of spreadsheets.
pub const COLUMN_LIMIT: usize = 16_384;

/// The drafted metadata of a table, to be reviewed by a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// The metadata document.
    pub metadata: Value,
    /// Notes on guesses and doubts, a sentence or two each, first about the file, then about its columns.
    pub notes: Vec<String>,
}

/// Why a table cannot be described.
#[derive(Debug, thiserror::Error)]
pub enum DescribeError {
    /// It has no text.
    #[error("{name} is empty: there is neither a header nor a row to describe")]
    Empty {
        /// The table.
        name: String,
    },
    /// It cannot be read to its end.
    #[error("{name} cannot be read: {reason}")]
    Unreadable {
        /// The table.
        name: String,
        /// The reason.
        reason: Box<ReadError>,
    },
    /// It has two versions that Git could not merge.
    #[error(
        "{name}: the lines {lines} are marks of a merge that Git did not finish: keep the lines that are right, and remove the marks"
    )]
    Unmerged {
        /// The table.
        name: String,
        /// The first of these lines.
        lines: String,
    },
    /// It has too many columns.
    #[error("{name} has {columns} columns; a table of at most {COLUMN_LIMIT} columns can be described")]
    TooWide {
        /// The table.
        name: String,
        /// The number of columns.
        columns: usize,
    },
}

/// Opens the table anew, from its beginning.
type Open<'a> = &'a mut dyn FnMut() -> io::Result<Box<dyn Read + Send>>;

/// Why an attempt failed.
enum Stop {
    Empty,
    Unmerged(String),
    TooWide(usize),
    Read(ReadError),
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

/// Drafts the metadata of a table; `name` is its file name, which becomes its `url`, and `open` opens it from its beginning.
///
/// # Errors
/// When the table is empty, cannot be read, or has too many columns.
pub fn describe(
    name: &str,
    open: &mut dyn FnMut() -> io::Result<Box<dyn Read + Send>>,
) -> Result<Described, DescribeError> {
    draft(name, true, open)
}

/// Drafts the metadata of a table that ends with its last row: [`describe`] takes rows that look like totals, sources and notes
/// for such that stand behind the table.
///
/// # Errors
/// As [`describe`].
pub fn describe_rows(
    name: &str,
    open: &mut dyn FnMut() -> io::Result<Box<dyn Read + Send>>,
) -> Result<Described, DescribeError> {
    draft(name, false, open)
}

fn draft(name: &str, may_end_before: bool, open: Open<'_>) -> Result<Described, DescribeError> {
    let mut tried = vec!["utf-8"];
    let mut wrong: Option<Undecodable> = None;
    loop {
        let encoding = tried[tried.len() - 1];
        let error = match attempt((name, may_end_before), encoding, wrong.as_ref(), open) {
            Ok(described) => return Ok(described),
            Err(Stop::Read(error)) => error,
            Err(Stop::Empty) => return Err(DescribeError::Empty { name: name.to_owned() }),
            Err(Stop::Unmerged(lines)) => {
                let name = name.to_owned();
                return Err(DescribeError::Unmerged { name, lines });
            }
            Err(Stop::TooWide(columns)) => {
                let name = name.to_owned();
                return Err(DescribeError::TooWide { name, columns });
            }
        };
        let next = match &error {
            ReadError::Encoding(found) if !found.is_nul() => {
                let wrong = wrong.get_or_insert_with(|| (**found).clone());
                let mut proposals = found.proposals.iter().chain(&wrong.proposals);
                proposals.find(|label| !tried.contains(label)).copied()
            }
            _ => None,
        };
        let Some(next) = next else {
            return Err(DescribeError::Unreadable {
                name: name.to_owned(),
                reason: Box::new(error),
            });
        };
        tried.push(next);
    }
}

/// Describes a table in one encoding; `wrong` is the byte that keeps it from being UTF-8.
fn attempt(
    (name, may_end_before): (&str, bool),
    encoding: &'static str,
    wrong: Option<&Undecodable>,
    open: Open<'_>,
) -> Result<Described, Stop> {
    let mut notes = Vec::new();
    let sample = Sample::read(open().map_err(ReadError::Io)?, encoding)?;
    if sample.is_blank() {
        return Err(Stop::Empty);
    }
    let marks = sample.marks();
    if !marks.is_empty() {
        return Err(Stop::Unmerged(marks.join(", ")));
    }
    let guess = dialect::guess(&sample, encoding, &mut notes);
    let layout = layout::look(&sample, guess, &mut notes);
    if layout.width > COLUMN_LIMIT {
        return Err(Stop::TooWide(layout.width));
    }
    let candidates = Candidates::new();
    let survey = Survey::read(open().map_err(ReadError::Io)?, &layout, &candidates, may_end_before)?;
    if let Some(wrong) = wrong {
        notes.insert(0, encoding_note(encoding, wrong, survey.begins_like_utf8));
    }
    survey.tell(&layout, &mut notes);
    let titles = match survey.header.is_empty() {
        true => layout.titles.clone(),
        false => survey.header.clone(),
    };
    let columns = columns(&layout, &survey, &titles, &candidates, &mut notes);
    let wanted = keys::candidates(&columns, survey.rows);
    let key = match wanted.is_empty() {
        true => None,
        false => keys::find(
            open().map_err(ReadError::Io)?,
            &layout,
            &columns,
            wanted,
            keys::Bounds {
                values: keys::LIMIT,
                end: survey.footer_line(),
            },
            &mut notes,
        )?,
    };
    keys::tell(key.as_deref(), &columns, survey.rows, &mut notes);
    if columns.iter().any(|column| column.verdict.is_text()) {
        notes.push("No language is given: write \"lang\" where the texts of a column are in one language.".to_owned());
    }
    let metadata = write::metadata(name, &layout, &survey, &columns, key.as_deref());
    Ok(Described { metadata, notes })
}

/// A column as it will be described.
struct Column {
    /// `None` if neither name nor title can be given: the header has no text for it.
    name: Option<String>,
    title: String,
    separator: Option<&'static str>,
    verdict: Verdict,
}

impl Column {
    /// What notes call it.
    fn label(&self, index: usize) -> String {
        label(&self.title, index)
    }
}

fn label(title: &str, index: usize) -> String {
    match title.is_empty() {
        true => format!("column {}", index + 1),
        false => format!("`{}`", title.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

fn columns(
    layout: &Layout,
    survey: &Survey,
    titles: &[String],
    candidates: &Candidates,
    notes: &mut Vec<String>,
) -> Vec<Column> {
    let titles: Vec<String> = (0..layout.width)
        .map(|index| titles.get(index).cloned().unwrap_or_default())
        .collect();
    let names = names::names(&titles);
    let mut columns = Vec::new();
    let mut nameless = Vec::new();
    for (index, (title, name)) in titles.into_iter().zip(names).enumerate() {
        let is_nameless = title.is_empty() && layout.dialect.header_row_count > 0;
        if is_nameless {
            nameless.push((index + 1).to_string());
        }
        let about = column::About {
            label: &label(&title, index),
            words: &names::words(&title),
            delimiter: &layout.dialect.delimiter,
            rows: survey.rows,
        };
        let verdict = survey.columns[index].verdict(&about, candidates, notes);
        let cells = layout
            .rows
            .iter()
            .filter_map(|row| row.get(index))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty());
        let separator = match verdict.is_text() {
            true => lists::separator(cells, about.label, notes),
            false => None,
        };
        columns.push(Column {
            name: (!is_nameless).then_some(name),
            title,
            separator,
            verdict,
        });
    }
    if !nameless.is_empty() {
        let which = nameless.join(", ");
        notes.push(match nameless.len() {
            1 => format!("The header has no text for column {which}, so it has neither name nor title."),
            _ => format!("The header has no text for the columns {which}, so they have neither name nor title."),
        });
    }
    columns
}

fn encoding_note(encoding: &str, wrong: &Undecodable, begins_like_utf8: bool) -> String {
    let others: Vec<&str> = wrong
        .proposals
        .iter()
        .copied()
        .filter(|other| *other != encoding)
        .collect();
    let mut note = format!(
        "The file is read as {encoding}: the byte 0x{:02X} in line {} is no text in UTF-8. Look whether its accents come out right.",
        wrong.byte, wrong.line
    );
    if !others.is_empty() {
        note.push_str(&format!(" It could also be {}.", others.join(", ")));
    }
    if begins_like_utf8 {
        note.push_str(" What stands before that line looks like UTF-8, so that two encodings may be mixed.");
    }
    note
}
