//! Text processing for names and newspaper articles: folding, exact decimals, the calendar, numerals in digits and
//! French words.
//!
//! Takes texts; returns values with their places; rejects nothing: text that is not understood is ignored, and a number too
//! long to calculate with has no value. Opens no file, asks no clock and knows no locale, so the same text gives the same
//! values anywhere.
//!
//! - [`fold`](mod@fold): letters without accents and case, one alphabet for every comparison
//! - [`decimal`]: exact decimals, as views of their text and as numbers
//! - [`amount`]: bounds of a measure as people read them, in French or English
//! - [`calendar`]: days of the proleptic Gregorian calendar
//! - [`figure`]: the numerals of a text, and the quantities that they state
//! - [`time`]: the dates, periods and durations of a text, with the days that they can mean

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod amount;
pub mod calendar;
pub mod decimal;
pub mod figure;
pub mod fold;
pub mod vocabulary;
pub mod token;
pub mod phrase;
pub mod list;
mod lexicon;
pub mod language;
mod numeral;
pub mod quantity;
pub mod time;
pub mod scan;

pub use decimal::Decimal;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
