//! Plots for print and for pages: amounts as bars, one promise over time, targets against baselines.
//!
//! Takes labels and numbers; returns a [`Plot`] of a given width, in pixels of 1/96 inch, and frames it as a part of a page or as a
//! document for print. Colours and lines are attributes with classes, so that a page may restyle them. The same input gives the
//! same bytes.

mod bars;
mod frame;
mod print;
mod stages;
mod targets;

pub use bars::{Bar, bars};
pub use frame::in_page;
pub use print::{ChartFormat, in_print, room};
pub use stages::{Lane, Point, stages};
pub use targets::{Target, targets};

use crate::export::lettering::xml;
use std::collections::BTreeSet;

/// The width of a newspaper's column, in millimetres.
pub const COLUMN: f64 = 85.0;

/// The font size of labels.
const LABEL: f64 = 12.0;
/// The line height of labels.
const LEADING: f64 = 16.0;
/// The radius of a point.
const RADIUS: f64 = 4.5;
/// The colour of text.
const INK: &str = "#1a1a1a";
/// The colour of axes and secondary text.
const GREY: &str = "#595959";
/// The colour of amounts that stand.
const FILL: &str = "#1b6e53";
/// The colour between the least and the greatest figure.
const RANGE: &str = "#8fc3ae";

/// A plot without what stands around it.
#[derive(Debug, Clone, Default)]
pub struct Plot {
    /// Its heading, where several stand below each other; may be empty.
    pub heading: String,
    /// Remarks below it, each a paragraph.
    pub remarks: Vec<String>,
    content: String,
    height: f64,
    marks: BTreeSet<Mark>,
    /// What it shows, in words.
    told: Vec<String>,
}

/// A mark that a reader has to be told of where nothing else tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The part of a bar from the least to the greatest amount: hatched.
    Range,
    /// A bar without end: an arrow.
    Open,
    /// What another claim stands for: hollow.
    Replaced,
    /// What was corrected or withdrawn: struck through.
    Struck,
    /// A month, a year or a period, to which a point is dated: a line above it.
    Span,
    /// Where a target starts: hollow.
    Baseline,
    /// Where it shall be: solid.
    Target,
}

/// What stands around a plot.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The title, above; may be empty.
    pub title: String,
    /// Unit and remarks, below the title; may be empty.
    pub unit: String,
    /// Sources and date, below the plot; may be empty.
    pub source: String,
    /// The language of the texts (BCP 47).
    pub language: String,
}

/// A text element; `anchor` is `start`, `middle` or `end`.
fn label(x: f64, y: f64, anchor: &str, attributes: &str, text: &str) -> String {
    format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" font-size=\"{LABEL}\" {attributes}>{}</text>\n",
        number(x),
        number(y),
        xml(text)
    )
}

/// Content that leads to an address, if there is one.
fn linked(address: Option<&str>, content: &str) -> String {
    match address {
        Some(address) => format!("<a href=\"{}\">{content}</a>\n", xml(address)),
        None => content.to_owned(),
    }
}

/// A coordinate with at most one decimal.
fn number(value: f64) -> String {
    let text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
