//! The decisions about a sheet: which columns mean what. Read from and written to TOML, so that they are made once.

mod meanings;
mod stages;

use crate::workbook::Sheet;
pub use meanings::{EqualSums, FullDigits, SeveralPayers, Variations};
use serde::{Deserialize, Serialize};
use stages::stage;
use std::collections::{BTreeMap, HashSet};
use text::fold::fold_words;

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Who says it.
    Speaker,
    /// Who pays.
    Payer,
    /// Who receives.
    Recipient,
    /// What the money is for.
    About,
    /// The programme of which that is a part.
    Programme,
    /// The figure.
    Amount,
    /// A share, in per cent or as a fraction of 1.
    Share,
    /// The lower bound of the figure.
    Minimum,
    /// The upper bound of the figure.
    Maximum,
    /// The currency of the row's figures.
    Currency,
    /// How firm the money is.
    Stage,
    /// When it was said or happened.
    When,
    /// The years that the money is for.
    Period,
    /// The first day or year of that period.
    PeriodStart,
    /// The last day or year of that period.
    PeriodEnd,
    /// The title of the document, or its address.
    Source,
    /// The address of the document.
    Link,
    /// The address of an archived copy of the document.
    Archive,
    /// When the document was published.
    Published,
    /// Who publishes the document.
    Publisher,
    /// The office of who says it.
    Office,
    /// Whether the row is to be published.
    Publish,
    /// The page of the document.
    Page,
    /// The words of the document.
    Quote,
    /// Remarks.
    Note,
    /// Where it is.
    Place,
    /// An identifier of the row: a decision, a grant.
    Key,
    /// An identifier of who pays.
    PayerId,
    /// An identifier of who receives.
    RecipientId,
    /// The given name of the one whose surname stands in the column beside it.
    GivenName,
    /// What who pays is: a company, an association.
    PayerType,
    /// What who receives is.
    RecipientType,
    /// The kind of claim.
    Kind,
    /// The form of the money.
    Instrument,
    /// Nothing that is taken.
    Ignored,
}

impl Role {
    /// Whether one column at most has it: others say something else, or the same again.
    pub(crate) fn is_single(self) -> bool {
        use Role::{Amount, Ignored, Key, Link, Note, Payer, PayerId, Place, RecipientId, Source};
        !matches!(
            self,
            Amount | Ignored | Key | Link | Note | Payer | PayerId | Place | RecipientId | Source
        )
    }
}

/// The decisions about a sheet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Map {
    /// The name of a map that ships with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The headings by which a shipped map is recognised: all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recognise: Vec<String>,
    /// The sheet of the workbook, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The language of its names and titles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The number of the first row of headings, from 1; 0: the sheet has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<u32>,
    /// How many rows of headings there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<u32>,
    /// The order of day and month in `05/06/2024`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// The decimal mark of numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// The ISO 4217 code of the dollars that `$` means where the sheet does not say it; `none`: it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dollar: Option<String>,
    /// The ISO 4217 code of the francs that the word means where several currencies have it; `none`: it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub franc: Option<String>,
    /// The columns whose values together stand for one sum: rows that agree in them are payments of it, or repeat it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_sum_per: Vec<Role>,
    /// What equal sums of rows mean that agree in these columns and have other dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equal_sums: Option<EqualSums>,
    /// What rows mean in which several pay or receive for one thing, by one document or by their votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub several_payers: Option<SeveralPayers>,
    /// What rows mean of which different documents name different payers for one thing, if they are no votes and no payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payers_of_several_documents: Option<SeveralPayers>,
    /// What such rows mean where one may say another again: sums of two payers are equal, or one payer has sums with and without recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubtful_payers: Option<SeveralPayers>,
    /// Whether figures without a currency have none, though others of the sheet have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_as_written: Option<bool>,
    /// What a number of a million or more means below a heading that gives a scale: millions, or thousands where others are smaller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_digits: Option<FullDigits>,
    /// Whether a remark that is the name of a form of money, and nothing else, is that of its row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks_are_instruments: Option<bool>,
    /// Whether a remark or title that begins with words for a loan (`prêt sans intérêt, sur 25 ans`) says that its sum is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loans_among_words: Option<bool>,
    /// Whether a remark that says, among other words, that its sum does not count (`ANNULÉE par délibération`) takes it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks_take_back: Option<bool>,
    /// Whether remarks that say that a sum is in another one of the sheet (`includes the £40k for the lighting`) make it a part of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remarks_tell_parts: Option<bool>,
    /// Whether a sum in the row of one of several beneficiaries, of whom the others have shares alone, is that of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lone_sums_are_shared: Option<bool>,
    /// Whether rows with a dash, brackets or an indent below a row with a greater sum are parts of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_rows_are_parts: Option<bool>,
    /// Whether a row is published whose column for that says neither yes nor no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unclear_is_published: Option<bool>,
    /// What the figures of rows are that change the sum of an earlier one, and do not say which: new totals, or what is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variations: Option<Variations>,
    /// Whether money of which a row does not say what it is for is for who receives it, though other rows say that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub else_for_recipients: Option<bool>,
    /// Whether sums of one payer and recipient for one thing that rows give for several places are sums of their own, which add up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places_are_apart: Option<bool>,
    /// Whether two figures of one speaker for one thing that two documents give within a week are accounts of one statement that do not
    /// agree; else the later one holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts_disagree: Option<bool>,
    /// Cells that words such as `and` do not divide: each is one name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_name: Vec<String>,
    /// Cells that such words divide: each is the names of several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub several_names: Vec<String>,
    /// What holds for every row that says nothing else.
    #[serde(skip_serializing_if = "Defaults::is_empty")]
    pub defaults: Defaults,
    /// The stages that words of a status are, in cells that say nothing else: modalities of claims, `withdrawn`, `refused`, or `none`.
    #[serde(deserialize_with = "stages::stages", skip_serializing_if = "BTreeMap::is_empty")]
    pub stages: BTreeMap<String, String>,
    /// The columns, by their headings.
    #[serde(rename = "column", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnMap>,
}

impl Map {
    /// The decisions about one sheet of a workbook, for another: those about columns if it has all of their headings. What a sheet says
    /// of itself (its day, its years, its source) is not that of another.
    pub fn for_sheet(self, sheet: &Sheet) -> Self {
        let above = sheet.filled().take_while(|(address, _)| address.row <= ROWS_ABOVE);
        let known: HashSet<String> = above.map(|(_, cell)| fold_words(&cell.text)).collect();
        let mut columns = self.columns;
        let headings = columns.iter().flat_map(|column| column.heading.split(" / "));
        if !headings.map(fold_words).all(|heading| known.contains(&heading)) {
            columns.clear();
        }
        for column in &mut columns {
            (column.period, column.when) = (None, None);
        }
        Self {
            sheet: Some(sheet.name.clone()),
            header: None,
            header_rows: None,
            defaults: Defaults {
                period: None,
                when: None,
                source: None,
                link: None,
                ..self.defaults
            },
            columns,
            ..self
        }
    }
}

/// The headings of a sheet stand in the first rows: so many.
const ROWS_ABOVE: u32 = 40;

/// What holds for every row that says nothing else.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Defaults {
    /// Who says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Who pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// Who receives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// What the money is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// The kind of claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A modality of claims.
    #[serde(deserialize_with = "stage", skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The ISO 4217 code of figures without unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The power of ten of figures without scale: 6 for millions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// The form of the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// The years that the money is for, in ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// When it was said, in ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The title of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What a column means; what it does not say comes from the cells, then from the defaults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ColumnMap {
    /// The heading; of two rows of headings, both with ` / ` between. Case, accents and spaces do not matter.
    pub heading: String,
    /// Which of several columns with that heading, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<u32>,
    /// What it means.
    pub role: Role,
    /// The ISO 4217 code of its figures, or `%`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The power of ten of its figures: 6 for millions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u32>,
    /// The stage of its figures: a modality of claims, or `withdrawn` (the money is gone) or `refused` (it is not taken).
    #[serde(default, deserialize_with = "stage", skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The form of the money of its figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// The years of its figures, in ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The day on which its figures held, in ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Who pays its figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// Who receives its figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The heading of the column whose figure in the same row its own replaces: `Amended to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Whether all its names are those of natural persons.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub persons: bool,
}

/// The language of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// French: the noun that a heading is about comes first.
    #[serde(rename = "fr")]
    French,
    /// English: it comes last.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}

/// The order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// `31/12/2024`.
    DayFirst,
    /// `12/31/2024`.
    MonthFirst,
    /// `24-12-31`; the day first where the year has four digits.
    YearFirst,
}

/// The mark before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalMark {
    /// `1 234,56`.
    Comma,
    /// `1,234.56`.
    Point,
    /// None where it could as well divide thousands: `350,000` and `600.000` are thousands.
    Neither,
}

/// A change to a map: the answer to a question.
#[expect(clippy::large_enum_variant, reason = "there are a few answers to a few questions")]
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Reads this sheet.
    Sheet(String),
    /// Reads the headings here: the first row's number, from 1, and how many rows. The columns are decided anew.
    Header(u32, u32),
    /// Says what a column means, instead of what the map says of it.
    Column(ColumnMap),
    /// Says the order of day and month.
    Dates(DateOrder),
    /// Says the decimal mark.
    Decimals(DecimalMark),
    /// Says which dollars `$` means, by their code; `none`: that is not known.
    Dollar(String),
    /// Says which francs that word means, by their code; `none`: that is not known.
    Franc(String),
    /// Says of several columns what they mean.
    Columns(Vec<ColumnMap>),
    /// Says the currency of figures without one.
    Unit(String),
    /// Says that figures without a currency have none that is recorded, whatever that of others is.
    UnitsAsWritten,
    /// Says the power of ten of figures without scale.
    Scale(u32),
    /// Says who pays, where no column does.
    Payer(String),
    /// Says what equal sums of one decision mean.
    EqualSums(EqualSums),
    /// Says what rows of several payers mean.
    SeveralPayers(SeveralPayers),
    /// Says what rows mean of which different documents name different payers.
    PayersOfSeveralDocuments(SeveralPayers),
    /// Says what such rows mean where one may say another again.
    DoubtfulPayers(SeveralPayers),
    /// Says what numbers in full mean below a heading that gives a scale.
    FullDigits(FullDigits),
    /// Says whether remarks that name a form of money are that of their rows.
    RemarksAreInstruments(bool),
    /// Says whether remarks and titles that begin with words for a loan are those of loans.
    LoansAmongWords(bool),
    /// Says whether remarks take sums back.
    RemarksTakeBack(bool),
    /// Says whether remarks tell which sums are in others.
    RemarksTellParts(bool),
    /// Says whether sums beside shares of others are those of all.
    LoneSumsAreShared(bool),
    /// Says whether rows that are marked below a greater sum are parts of it.
    MarkedRowsAreParts(bool),
    /// Says whether rows are published whose column for that says neither yes nor no.
    UnclearIsPublished(bool),
    /// Says what the figures of rows are that change the sum of an earlier one.
    Variations(Variations),
    /// Says whether sums for several places are sums of their own.
    PlacesAreApart(bool),
    /// Says whether two figures that two documents give within a week are accounts of one statement that do not agree.
    AccountsDisagree(bool),
    /// Says of cells whether each is one name, or several.
    Names {
        /// Whether each is several.
        several: bool,
        /// The cells.
        cells: Vec<String>,
    },
    /// Leaves everything as it is.
    Nothing,
}

/// Why a text is no map.
#[derive(Debug, thiserror::Error)]
pub enum MapError {
    /// It is not TOML, or has a field or word that no map has; the message gives line and column.
    #[error("the map cannot be read: {0}")]
    Toml(String),
    /// It cannot be written.
    #[error("the map cannot be written: {0}")]
    Written(String),
}

impl Map {
    /// Reads a map from TOML.
    ///
    /// # Errors
    /// If the text is no TOML, or has fields or words that no map has.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        toml::from_str(text).map_err(|error| MapError::Toml(error.to_string()))
    }

    /// Writes the map as TOML, which [`Self::parse`] reads back as an equal map.
    ///
    /// # Errors
    /// If a value cannot be written; texts and numbers always can.
    pub fn to_toml(&self) -> Result<String, MapError> {
        toml::to_string(self).map_err(|error| MapError::Written(error.to_string()))
    }

    /// Says what a column means.
    fn decide(&mut self, column: &ColumnMap) {
        // A role of one column is taken from the one that had it.
        for other in self
            .columns
            .iter_mut()
            .filter(|other| other.role == column.role && column.role.is_single())
        {
            other.role = Role::Ignored;
        }
        let is_it = |known: &&mut ColumnMap| {
            text::fold::fold_words(&known.heading) == text::fold::fold_words(&column.heading)
                && known.occurrence.unwrap_or(1) == column.occurrence.unwrap_or(1)
        };
        match self.columns.iter_mut().find(is_it) {
            Some(known) => *known = column.clone(),
            None => self.columns.push(column.clone()),
        }
    }

    /// Makes a change, the answer to a question.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Sheet(name) => {
                self.sheet = Some(name.clone());
                self.header = None;
                self.header_rows = None;
                self.columns.clear();
            }
            Change::Header(row, rows) => {
                self.header = Some(*row);
                self.header_rows = Some(*rows);
                self.columns.clear();
            }
            Change::Column(column) => self.decide(column),
            Change::Columns(columns) => columns.iter().for_each(|column| self.decide(column)),
            Change::Dollar(code) => self.dollar = Some(code.clone()),
            Change::Franc(code) => self.franc = Some(code.clone()),
            Change::Dates(order) => self.date_order = Some(*order),
            Change::Decimals(mark) => self.decimal_mark = Some(*mark),
            Change::Unit(unit) => self.defaults.unit = Some(unit.clone()),
            Change::UnitsAsWritten => {
                self.defaults.unit = None;
                self.units_as_written = Some(true);
            }
            Change::Scale(scale) => self.defaults.scale = Some(*scale),
            Change::Payer(name) => self.defaults.payer = Some(name.clone()),
            Change::EqualSums(meaning) => self.equal_sums = Some(*meaning),
            Change::SeveralPayers(meaning) => self.several_payers = Some(*meaning),
            Change::PayersOfSeveralDocuments(meaning) => self.payers_of_several_documents = Some(*meaning),
            Change::DoubtfulPayers(meaning) => self.doubtful_payers = Some(*meaning),
            Change::FullDigits(meaning) => self.full_digits = Some(*meaning),
            Change::RemarksAreInstruments(are) => self.remarks_are_instruments = Some(*are),
            Change::LoansAmongWords(are) => self.loans_among_words = Some(*are),
            Change::RemarksTakeBack(take) => self.remarks_take_back = Some(*take),
            Change::RemarksTellParts(tell) => self.remarks_tell_parts = Some(*tell),
            Change::LoneSumsAreShared(are) => self.lone_sums_are_shared = Some(*are),
            Change::MarkedRowsAreParts(are) => self.marked_rows_are_parts = Some(*are),
            Change::UnclearIsPublished(is) => self.unclear_is_published = Some(*is),
            Change::Variations(meaning) => self.variations = Some(*meaning),
            Change::PlacesAreApart(are) => self.places_are_apart = Some(*are),
            Change::AccountsDisagree(disagree) => self.accounts_disagree = Some(*disagree),
            Change::Names { several, cells } => {
                let (to, from) = match several {
                    true => (&mut self.several_names, &mut self.one_name),
                    false => (&mut self.one_name, &mut self.several_names),
                };
                from.retain(|name| !cells.contains(name));
                to.extend(cells.iter().cloned());
            }
            Change::Nothing => {}
        }
    }
}

impl Defaults {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ColumnMap {
    /// A column of a role, about which nothing else is said.
    pub fn new(heading: impl Into<String>, role: Role) -> Self {
        Self {
            heading: heading.into(),
            occurrence: None,
            role,
            unit: None,
            scale: None,
            stage: None,
            instrument: None,
            period: None,
            when: None,
            payer: None,
            recipient: None,
            replaces: None,
            persons: false,
        }
    }
}
