//! Plots for print: a document of its own, at its size in millimetres, which says all that a reader needs to understand it.
//!
//! What colours say is said by shapes, too, since newspapers are also printed in black: ranges are hatched, what does not count
//! by itself is hollow, and a legend says so. The smallest letters have 6.75 points.

use super::frame::{FONTS, Style, head, paragraph};
use super::{FILL, GREY, INK, Mark, Plot, RADIUS, Surroundings, bars, number, stages};
use crate::export::lettering::xml;
use crate::formats;
use crate::formats::Identity;
use std::collections::BTreeSet;

formats! {
    /// A format of plots.
    pub enum ChartFormat of "charts", described by Identity {
        /// SVG.
        Svg = Identity::new("svg", "svg", "image/svg+xml", "print and browsers: letters and lines that can be edited"),
        /// PNG.
        #[cfg(feature = "png")]
        Png = Identity::new("png", "png", "image/png", "the same as pixels, 300 per inch"),
    }
}

/// The pixels of an inch, and the millimetres.
const INCH: (f64, f64) = (96.0, 25.4);
/// The margin around the picture, in pixels.
const MARGIN: f64 = 3.0;
/// The size of the smallest letters, in pixels: 6.75 points.
const SMALL: f64 = 9.0;
/// The most lines of all sources together.
const SOURCE_LINES: usize = 24;
/// The width of a sample in the legend.
const SAMPLE: f64 = 24.0;

/// The width in pixels that plots have within a picture of so many millimetres.
pub fn room(millimetres: f64) -> f64 {
    millimetres / INCH.1 * INCH.0 - 2.0 * MARGIN
}

/// Plots below each other, each drawn as wide as its [`room`], as an SVG document of this width in millimetres.
pub fn in_print(
    surroundings: &Surroundings,
    plots: &[Plot],
    legend: impl Fn(Mark) -> &'static str,
    millimetres: f64,
) -> String {
    let wide = room(millimetres);
    let (mut content, mut down) = head(surroundings, wide);
    for plot in plots {
        let heading = Style {
            class: "heading",
            size: 12.0,
            rise: 4.0,
            attributes: " font-weight=\"bold\"",
            colour: INK,
            lines: 2,
            spread: 1.08,
            ..Style::source(12.0, 2)
        };
        let (set, top) = paragraph(&plot.heading, &heading, down, wide);
        content += &set;
        content += &format!("<g transform=\"translate(0 {})\">\n{}</g>\n", number(top), plot.content);
        down = top + plot.height;
        for remark in &plot.remarks {
            let (set, bottom) = paragraph(remark, &Style::source(10.0, 8), down, wide);
            content += &set;
            down = bottom + 4.0;
        }
        down += 4.0;
    }
    let marks: BTreeSet<Mark> = plots.iter().flat_map(|plot| &plot.marks).copied().collect();
    for mark in marks {
        let (set, bottom) = key(mark, legend(mark), down, wide);
        content += &set;
        down = bottom;
    }
    let y = number(down + 4.0);
    content += &format!(
        "<line class=\"rule\" x1=\"0\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{GREY}\" stroke-width=\"0.5\"/>\n",
        number(wide)
    );
    let (sources, down) = paragraph(
        &surroundings.source,
        &Style::source(SMALL, SOURCE_LINES),
        down + 6.0,
        wide,
    );
    document(surroundings, plots, &(content + &sources), millimetres, down + 3.0)
}

/// The document around the content, which is so many pixels high.
fn document(surroundings: &Surroundings, plots: &[Plot], content: &str, millimetres: f64, high: f64) -> String {
    let (wide, high) = (millimetres / INCH.1 * INCH.0, high + 2.0 * MARGIN);
    let size = |pixels: f64| format!("{:.2}", pixels / INCH.0 * INCH.1);
    let (label, language) = (xml(&surroundings.title), xml(&surroundings.language));
    let told: Vec<&str> = plots.iter().flat_map(|plot| &plot.told).map(String::as_str).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{width}mm\" height=\"{height}mm\" \
         viewBox=\"0 0 {wide:.2} {high:.2}\" role=\"img\" aria-label=\"{label}\" xml:lang=\"{language}\" font-family=\"{FONTS}\">\n\
         <title>{label}</title>\n<desc>{told}</desc>\n\
         <rect width=\"{wide:.2}\" height=\"{high:.2}\" fill=\"#ffffff\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n{content}</g>\n</svg>\n",
        width = size(wide),
        height = size(high),
        told = xml(&told.join("\n"))
    )
}

/// A line of the legend: a sample of the mark, and what it means.
fn key(mark: Mark, text: &str, from: f64, wide: f64) -> (String, f64) {
    let y = from + 9.0;
    let sample = match mark {
        Mark::Range => bars::range(0.0, SAMPLE - 6.0, y - 4.0, 8.0),
        Mark::Open => bars::arrow(14.0, y),
        Mark::Replaced | Mark::Baseline => circle(y, "#ffffff"),
        Mark::Target => circle(y, FILL),
        Mark::Span => stages::span(3.0, SAMPLE - 8.0, y),
        Mark::Struck => format!(
            "<text x=\"0\" y=\"{}\" font-size=\"10\" fill=\"{INK}\" text-decoration=\"line-through\">abc</text>\n",
            number(y + 3.5)
        ),
    };
    let (text, down) = paragraph(text, &Style::source(10.0, 3), from, wide - SAMPLE);
    let shifted = format!("<g transform=\"translate({SAMPLE} 0)\">\n{text}</g>\n");
    (format!("{sample}{shifted}"), down + 2.0)
}

fn circle(y: f64, fill: &str) -> String {
    format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"{RADIUS}\" fill=\"{fill}\" stroke=\"{FILL}\" stroke-width=\"1.5\"/>\n",
        number(RADIUS + 2.0),
        number(y)
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Bar, bars};
    use super::*;

    #[test]
    fn a_picture_stands_alone_in_letters_that_can_be_read() {
        let bar = Bar {
            label: "announced <b>&".repeat(40),
            said: "Said by: </svg><script>alert(1)</script>".to_owned(),
            least: Some(100.0),
            figure: "≥ €100m".to_owned(),
            ..Bar::default()
        };
        let surroundings = Surroundings {
            title: "Pool \"of\" many words ".repeat(30),
            source: "A paper, 2 March 2023; ".repeat(20),
            language: "en".to_owned(),
            ..Surroundings::default()
        };
        let svg = in_print(
            &surroundings,
            &[bars(&[bar], room(85.0))],
            |_| "this much or more",
            85.0,
        );
        assert!(svg.contains("width=\"85.00mm\"") && svg.contains("<title>Pool") && svg.contains("<desc>announced"));
        assert!(svg.contains("this much or more") && !svg.contains("<script") && svg.contains('…'));
        let sizes = svg
            .split("font-size=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let smallest = sizes
            .map(|size| size.parse::<f64>().expect("a number"))
            .fold(f64::MAX, f64::min);
        assert!(smallest * 72.0 / INCH.0 >= 6.0, "{smallest} pixels");
    }
}
