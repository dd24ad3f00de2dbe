//! Reads what newspaper articles say in numbers, in French and English, and has what that needs: folding, exact decimals, the
//! calendar.
//!
//! Takes texts; returns values with their places in code points; rejects nothing: a number too long to calculate with has no
//! value, and numbers that were not read are listed. Opens no file, asks no clock and knows no locale, so the same text gives
//! the same values anywhere.
//!
//! - [`scan`](mod@scan): the figures and times of a text in one pass, and the numbers that were not read
//! - [`quantity`]: figures with value, unit, wording, rate, part, prices and direction
//! - [`time`]: dates, periods and durations
//! - [`language`]: the languages, each a folder of lists
//! - [`fold`](mod@fold): letters without accents and case, one alphabet for every comparison
//! - [`quotation`]: a quotation found in a text as people copy it
//! - [`decimal`]: exact decimals, as views of their text and as numbers
//! - [`amount`]: bounds of a measure as people read them, in French or English
//! - [`date`]: dates as people read them, in French or English
//! - [`list`]: the format of lists of words
//! - [`calendar`]: days of the proleptic Gregorian calendar

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod amount;
pub mod calendar;
pub mod date;
pub mod decimal;
pub mod fold;
pub mod quotation;
mod vocabulary;
mod token;
mod phrase;
pub mod list;
mod lexicon;
pub mod language;
mod numeral;
pub mod quantity;
pub mod time;
pub mod scan;
pub mod spoken;

pub use decimal::Decimal;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
