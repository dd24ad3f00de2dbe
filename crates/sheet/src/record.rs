//! What a row, or a cell of a wide table, says: who gives how much to whom, for what, when, according to which document.

use text::Decimal;

use crate::workbook::Address;

/// A statement of the sheet: one for a row, or one for each figure of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The cell of its first figure, or the first cell of its row.
    pub address: Address,
    /// Who says it.
    pub speaker: Option<Party>,
    /// Others who say it, too.
    pub also: Vec<Party>,
    /// The office of the speaker.
    pub office: Option<Words>,
    /// Who pays; several pay jointly.
    pub payers: Vec<Party>,
    /// Who receives.
    pub recipients: Vec<Party>,
    /// What the money is for.
    pub about: Option<Words>,
    /// The programme of which that is a part: a column, a heading above the row, or the cell above.
    pub programme: Option<Words>,
    /// The kind of claim, if a word says so: `raises`. Empty: `funding` where there is a figure.
    pub kind: Option<String>,
    /// The figure, then what the cell says besides: the same in another currency, a part. Empty: none is recorded.
    pub amounts: Vec<Amount>,
    /// The share of the sum that is for the recipient, as a fraction of 1, if a column besides the sum says so.
    pub share: Option<Decimal>,
    /// The cell of the sum of an earlier row on top of which this one comes, or off which it is taken: a correction below zero.
    pub adds_to: Vec<Address>,
    /// The cell of the sum of another row in which this one is, as a remark says.
    pub part_of: Vec<Address>,
    /// When it was said or happened.
    pub when: Option<Dated>,
    /// The years that the money is for.
    pub period: Option<Dated>,
    /// The cells of the figures that this one replaces: of the same row (`Amended to`), or of earlier ones.
    pub replaces: Vec<Address>,
    /// How firm it is: a modality of claims (`announced`, `committed`, `received`, ...). Empty: not known.
    pub stage: Option<Words>,
    /// Whether that is implied alone: its row says that it was paid, and another figure of the row is what was paid.
    pub is_implied: bool,
    /// Whether the money was there and is gone: cancelled, withdrawn.
    pub gone: Option<Gone>,
    /// The document that says so.
    pub source: Option<Source>,
    /// The words of the document.
    pub quote: Option<Words>,
    /// Remarks: of a column of notes, of a footnote, of what stands beside a figure.
    pub notes: Vec<Words>,
    /// Where it is.
    pub place: Option<Words>,
    /// Whether its sum is that of all payments until its day, as its heading says: `Paid to date`.
    pub is_to_date: bool,
    /// Whether a column of the row says that it is not to be published.
    pub is_withheld: bool,
    /// The identifiers of the row: a decision, a grant, a line of a register.
    pub identifiers: Vec<Identifier>,
    /// Every cell that it uses, in reading order, none twice.
    pub cells: Vec<Address>,
}

/// A name that pays, receives or speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The name, as written, without surrounding spaces.
    pub name: String,
    /// Whether it reads like the name of a natural person.
    pub person: bool,
    /// Its kind, as a column or its name tells, as a class of entities: `Company`, `PublicBody`, `Organisation`, `Person`.
    pub class: Option<String>,
    /// Identifiers of its own: SIRET, company numbers.
    pub identifiers: Vec<Identifier>,
    /// The cell; none if it comes from the map.
    pub address: Option<Address>,
}

/// Words of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, as written; of a stage or kind, the word of the code list.
    pub text: String,
    /// The cell; none if they come from the map or a heading.
    pub address: Option<Address>,
}

/// That money was granted or promised, and no longer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The words that say so, as written: `annulé le 12/03/2024`.
    pub words: Words,
    /// When it went, in ISO 8601, if the words say so.
    pub on: Option<String>,
}

/// An identifier that the sheet gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The heading of its column.
    pub scheme: String,
    /// The identifier, as written.
    pub value: String,
    /// The cell.
    pub address: Address,
}

/// A figure, with exact bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// The lower bound, included; none: open.
    pub minimum: Option<Decimal>,
    /// The upper bound, included; none: open.
    pub maximum: Option<Decimal>,
    /// The ISO 4217 code of a currency, or `%`; none: the sheet does not say.
    pub unit: Option<String>,
    /// Where the unit stands.
    pub unit_basis: UnitBasis,
    /// How the cell qualifies the figure, a word of the column `wording` of claims.
    pub wording: &'static str,
    /// The period of a rate: `year` or `month`.
    pub per: Option<&'static str>,
    /// The years that it is for, where the figure itself says so.
    pub period: Option<String>,
    /// The form of the money, a word of the column `instrument` of claims.
    pub instrument: Option<String>,
    /// Who pays it, where it is a part and its words say so: `dont 1 M€ État`.
    pub payer: Option<Party>,
    /// Who receives it, where it is a part and its row names another one than that of its whole: `of which Harbour Lab`.
    pub recipient: Option<Party>,
    /// What it is beside other figures.
    pub role: AmountRole,
    /// The words of the figure, as written.
    pub as_written: String,
    /// The cell.
    pub address: Address,
}

/// Where the unit of a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitBasis {
    /// In the cell.
    Written,
    /// In a heading, a title, another column, or the map.
    CarriedOver,
    /// Nowhere.
    None,
}

/// What a figure is beside others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountRole {
    /// A sum of its own.
    Total,
    /// A part of the sum before it (`dont 3 M€`), or one of several payments of a decision.
    Part,
    /// The sum before it in another currency, converted by the document.
    Converted,
    /// What comes on top of a sum that was said before (`+2 M€`, `an additional £2m`).
    Increment,
    /// The sum for one of several (`5 000 € par logement`).
    Each,
    /// What one of several payers pays of a sum.
    Contribution,
}

/// A date or period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// ISO 8601 with its own precision, `2024`, `2024-05`, `2024-05-21`, or two of these with `/` between.
    pub iso: String,
    /// Where it stands: `written` in a cell, or `inferred` from a title or the map.
    pub basis: &'static str,
    /// The words, as written.
    pub as_written: String,
    /// The cell; none if it comes from the map.
    pub address: Option<Address>,
}

/// The document of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Its title, as written.
    pub title: Option<String>,
    /// Its address on the web.
    pub link: Option<String>,
    /// The address of an archived copy, with its cell.
    pub archive: Option<(Address, String)>,
    /// Who publishes it.
    pub publisher: Option<Words>,
    /// The page, as written: `2`, `12-13`.
    pub page: Option<String>,
    /// When it was published.
    pub published: Option<Dated>,
}

impl UnitBasis {
    /// The word of the column `unit_basis` of claims.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::CarriedOver => "carried-over",
            Self::None => "none",
        }
    }
}
