//! A plot within a page: its title above, its sources below, and nothing that the page has already.

use super::{GREY, INK, Plot, Surroundings, number};
use crate::export::lettering::{width, wrap, xml};

/// The fonts of all plots.
pub(super) const FONTS: &str = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/// A plot of this width in pixels as an element of a page, with a class besides `chart`.
pub fn in_page(surroundings: &Surroundings, plot: &Plot, wide: f64, class: &str) -> String {
    let (head, top) = head(surroundings, wide);
    let (foot, down) = paragraph(&surroundings.source, &Style::source(10.0, 6), top + plot.height, wide);
    let (wide, high) = (number(wide), number(down + 4.0));
    let (label, language) = (xml(&surroundings.title), xml(&surroundings.language));
    // What is in an `img` cannot be reached by keyboard, so that a picture with links is a group.
    let role = if plot.content.contains("<a href=") {
        "group"
    } else {
        "img"
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {class}\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"{role}\" aria-label=\"{label}\" lang=\"{language}\" font-family=\"{FONTS}\">\n\
         {head}<g transform=\"translate(0 {})\">\n{}</g>\n{foot}</svg>\n",
        number(top),
        plot.content
    )
}

/// Title and unit, and how far down they reach.
pub(super) fn head(surroundings: &Surroundings, wide: f64) -> (String, f64) {
    let title = Style {
        class: "title",
        size: 14.0,
        leading: 18.2,
        rise: 4.2,
        attributes: " font-weight=\"bold\"",
        colour: INK,
        lines: 4,
        spread: 1.08,
    };
    let unit = Style {
        class: "unit",
        size: 11.0,
        leading: 14.3,
        rise: 3.3,
        attributes: "",
        colour: GREY,
        ..title
    };
    let (mut head, top) = paragraph(&surroundings.title, &title, 0.0, wide);
    let (below, top) = paragraph(&surroundings.unit, &unit, top, wide);
    head += &below;
    let gap = if head.is_empty() { 0.0 } else { 8.0 };
    (head, top + gap)
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) class: &'static str,
    pub(super) size: f64,
    pub(super) leading: f64,
    /// How far the base line stands above the foot of a line.
    pub(super) rise: f64,
    pub(super) attributes: &'static str,
    pub(super) colour: &'static str,
    /// The most lines; what does not fit ends in "…".
    pub(super) lines: usize,
    /// How much wider the letters are than those of the plain face.
    pub(super) spread: f64,
}

impl Style {
    /// The style of sources.
    pub(super) const fn source(size: f64, lines: usize) -> Self {
        Self {
            class: "source",
            size,
            leading: size * 1.3,
            rise: 0.0,
            attributes: "",
            colour: GREY,
            lines,
            spread: 1.0,
        }
    }
}

/// A paragraph whose first line begins at this height, and how far down it reaches.
pub(super) fn paragraph(text: &str, style: &Style, from: f64, wide: f64) -> (String, f64) {
    let mut set = String::new();
    let mut down = from;
    let size = style.size;
    for line in wrap(text, wide, style.lines, |text| width(text, size) * style.spread) {
        down += style.leading;
        set += &format!(
            "<text class=\"{}\" x=\"0\" y=\"{}\" font-size=\"{size}\"{} fill=\"{}\">{}</text>\n",
            style.class,
            number(down - style.rise),
            style.attributes,
            style.colour,
            xml(&line)
        );
    }
    (set, down)
}
