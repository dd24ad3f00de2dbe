//! What was understood of a sheet, for the person who imports it and for the program that writes the tables.

use crate::map::{Change, Map, Role};
use crate::record::Record;
use crate::workbook::{Address, Note};

/// What was understood of a sheet.
///
/// Each cell that has a text is used by a record ([`Record::cells`]), is a heading or title ([`Self::headings`]), or is not
/// taken, with a reason ([`Self::not_taken`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// The decisions, those that were guessed included: with them the same sheet is read the same way, and nothing is asked.
    pub map: Map,
    /// The name of the map that ships with the program, if the sheet has its headings.
    pub shipped: Option<String>,
    /// The position of the sheet in [`crate::Workbook::sheets`]; none if no sheet has a table.
    pub sheet: Option<usize>,
    /// Why it is this sheet, where there are several.
    pub why: Option<String>,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// What the rows say, in reading order.
    pub records: Vec<Record>,
    /// What rows say of money that was refused, or that a remark takes back: no statements of their own. Each is `gone`.
    pub refused: Vec<Record>,
    /// Headings, titles and footnotes that were used.
    pub headings: Vec<Used>,
    /// The cells that are in no record, with the reason, in reading order.
    pub not_taken: Vec<NotTaken>,
    /// Words of cells that a record uses otherwise, with the reason why they are not taken.
    pub words_left: Vec<NotTaken>,
    /// What the sheet leaves open, to be asked; each has a first choice, which was taken.
    pub doubts: Vec<Doubt>,
    /// What else a person should know: encoding, totals that do not add up, hidden rows.
    pub notes: Vec<Note>,
}

/// A column, as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its number, from 1.
    pub number: u32,
    /// Its heading; of two rows of headings, both with ` / ` between. Empty if it has none.
    pub heading: String,
    /// Up to five of its values, as written, none twice.
    pub samples: Vec<String>,
    /// What it means.
    pub role: Role,
    /// What its values become, for the person who imports: `who pays`, `amount in millions of EUR, for 2024`.
    pub becomes: String,
    /// By what that was decided.
    pub basis: Basis,
}

/// By what the meaning of a column was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The map says so.
    Map,
    /// Its heading says so.
    Heading,
    /// Its values are of one kind.
    Values,
    /// Nothing tells what it is.
    Unknown,
}

/// A heading, title or footnote that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// The cell.
    pub address: Address,
    /// Its text.
    pub text: String,
    /// What for: `heading`, `title`, `footnote`, `source`, `section`.
    pub as_what: &'static str,
}

/// A cell that no record uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotTaken {
    /// The cell.
    pub address: Address,
    /// Its text.
    pub text: String,
    /// Why.
    pub reason: String,
}

/// A question that the sheet leaves open.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// The cell that it is about, if it is about one.
    pub address: Option<Address>,
    /// The question, as a sentence.
    pub question: String,
    /// The answers; the first was taken.
    pub choices: Vec<Choice>,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The answer, in a few words.
    pub label: String,
    /// What it changes in [`Understood::map`]; then the sheet is to be understood anew with it.
    pub change: Change,
}

/// Why a natural person who is named beside a name is not taken, as the contact of an association is.
pub const BESIDE_A_NAME: &str = "a natural person beside a name: it neither pays nor receives";

/// Why the columns of such persons are not taken.
pub const BESIDE_A_RECIPIENT: &str = "names of persons beside the one who receives";
