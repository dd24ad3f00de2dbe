//! Plots for print and for pages: amounts as bars, one promise over time, targets against baselines.
//!
//! Takes labels and numbers; returns SVG of a given width, in pixels of 1/96 inch. Colours and lines are attributes with
//! classes, so that a page may restyle them. The same input gives the same bytes.

mod bars;
mod stages;
mod targets;

pub use bars::{Bar, bars};
pub use stages::{Lane, Point, stages};
pub use targets::{Target, targets};

use crate::export::lettering::{width, wrap, xml};

/// The width of a newspaper's column, 8.5 cm, in pixels.
pub const COLUMN: f64 = 321.0;

/// The font size of labels.
const LABEL: f64 = 12.0;
/// The line height of labels.
const LEADING: f64 = 16.0;
/// The colour of text.
const INK: &str = "#1a1a1a";
/// The colour of axes and secondary text.
const GREY: &str = "#595959";
/// The colour of amounts that stand.
const FILL: &str = "#1b6e53";
/// The colour between the least and the greatest figure.
const RANGE: &str = "#8fc3ae";

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

/// Puts the content of a plot, whose height is given, between its title and its sources.
fn framed(surroundings: &Surroundings, wide: f64, content: &str, height: f64) -> String {
    let mut top = 0.0;
    let mut head = String::new();
    for (text, size, weight, colour, class) in [
        (&surroundings.title, 14.0, " font-weight=\"bold\"", INK, "title"),
        (&surroundings.unit, 11.0, "", GREY, "unit"),
    ] {
        for line in wrap(text, wide, 4, |text| width(text, size) * 1.08) {
            top += size * 1.3;
            head += &format!(
                "<text class=\"{class}\" x=\"0\" y=\"{}\" font-size=\"{size}\"{weight} fill=\"{colour}\">{}</text>\n",
                number(top - size * 0.3),
                xml(&line)
            );
        }
    }
    if !head.is_empty() {
        top += 8.0;
    }
    let mut foot = String::new();
    let mut down = top + height;
    for line in wrap(&surroundings.source, wide, 6, |text| width(text, 10.0)) {
        down += 13.0;
        let y = number(down);
        foot += &format!(
            "<text class=\"source\" x=\"0\" y=\"{y}\" font-size=\"10\" fill=\"{GREY}\">{}</text>\n",
            xml(&line)
        );
    }
    let (wide, high) = (number(wide), number(down + 4.0));
    let (label, language) = (xml(&surroundings.title), xml(&surroundings.language));
    // What is in an `img` cannot be reached by keyboard, so that a picture with links is a group.
    let role = if content.contains("<a href=") { "group" } else { "img" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"{role}\" aria-label=\"{label}\" lang=\"{language}\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n\
         {head}<g transform=\"translate(0 {})\">\n{content}</g>\n{foot}</svg>\n",
        number(top)
    )
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
