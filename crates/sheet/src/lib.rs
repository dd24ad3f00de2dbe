//! Reads a spreadsheet of who pays what to whom as people keep it, and tells what it understood of each cell.
//!
//! Takes the bytes of a CSV file in any dialect, of an XLSX or ODS workbook, or of FollowTheMoney's JSON Lines; gives records
//! with exact figures, dates and names, the meaning of each column, and the cells that were not taken, each with its reason.
//! Opens no file, asks no clock, and never prints. The words by which headings are found are lists in `words/`, the maps of
//! published formats TOML files in `maps/`.
//!
//! - [`read`]: bytes to a [`Workbook`]
//! - [`understand`]: a workbook and what is decided about it ([`Map`]) to records, columns, doubts ([`Understood`])

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod workbook;
mod record;
mod map;
mod understood;
mod words;
mod measure;
mod read;
mod understand;

pub use map::{
    Change, ColumnMap, DateOrder, DecimalMark, Defaults, EqualSums, FullDigits, Language, Map, MapError, Role,
    SeveralPayers, Variations,
};
pub use measure::has_billions;
pub use read::{Unreadable, limits, read};
pub use record::{Amount, AmountRole, Dated, Gone, Identifier, Party, Record, Source, UnitBasis, Words};
pub use understand::{
    Aside, aside, code, dates, heading_role, heading_stage, individuals, is_given, is_no_money, is_not_counted,
    is_of_part, is_person, is_title, may_be_person, names_payer_of_part, shipped_maps, understand,
};
pub use understood::{BESIDE_A_NAME, BESIDE_A_RECIPIENT, Basis, Choice, Column, Doubt, NotTaken, Understood, Used};
pub use workbook::{Address, Cell, Format, Merged, Note, Sheet, Value, Workbook, letters};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
