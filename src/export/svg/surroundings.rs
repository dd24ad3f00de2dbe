//! The title above a graph, and the legend and footer below it.

use super::super::drawing::{Channel, Legend, Shape, Stroke, darker};
use super::super::lettering::{width, wrap, xml};
use super::{dashes, line, number, shapes};
use layout::{Point, Size};

/// Elements with their origin at the top, and their height.
pub(super) struct Strip {
    /// The elements.
    pub(super) content: String,
    /// The height in pixels, including the gap to the graph.
    pub(super) height: f64,
}

impl Strip {
    /// An empty strip of no height.
    pub(super) fn none() -> Strip {
        Strip {
            content: String::new(),
            height: 0.0,
        }
    }
}

/// The font size of the title in pixels.
const TITLE: f64 = 22.0;
/// The font size of the headings of panels.
const HEADING: f64 = 15.0;
/// The font size of the legend.
const TEXT: f64 = 12.0;
/// The height of a row of the legend.
const ROW: f64 = 27.0;
/// The gap between two entries of the legend.
const APART: f64 = 26.0;
/// The length of a sample line.
const SAMPLE: f64 = 44.0;

/// The title.
pub(super) fn title(text: &str, room: f64) -> Strip {
    paragraph(text, room, TITLE, "font-weight=\"bold\"", 0.0, 22.0)
}

/// The footer: the source, then the documents that captions refer to by number.
pub(super) fn footer(source: &str, documents: &[String], room: f64) -> Strip {
    let style = "fill=\"#555555\"";
    let mut part = paragraph(source, room, TEXT, style, 14.0, 0.0);
    let several = documents.len() > 1;
    for (at, document) in documents.iter().enumerate() {
        let text = if several {
            format!("{} {document}", at + 1)
        } else {
            document.clone()
        };
        let above = part.height + if at == 0 { 6.0 } else { 2.0 };
        let line = paragraph(&text, room, TEXT - 1.0, style, above, 0.0);
        part.content += &line.content;
        part.height = line.height;
    }
    part
}

/// Lines of text with space above and below; of no height without text.
fn paragraph(text: &str, room: f64, size: f64, style: &str, above: f64, below: f64) -> Strip {
    let lines = wrap(text, room, 3, |part| width(part, size) * 1.08);
    if lines.is_empty() {
        return Strip::none();
    }
    let mut content = String::new();
    for (at, text) in lines.iter().enumerate() {
        let y = number(above + size * (1.25 * at as f64 + 0.85));
        content += &format!(
            "<text x=\"0\" y=\"{y}\" font-size=\"{}\" {style}>{}</text>\n",
            number(size),
            xml(text)
        );
    }
    Strip {
        content,
        height: above + below + size * 1.25 * lines.len() as f64,
    }
}

/// An entry of the legend.
struct Entry {
    width: f64,
    /// Its elements, centred at height 0.
    drawn: String,
    /// The numbers of the edges that it is of, for the script of a page.
    edges: Option<Vec<usize>>,
}

impl Entry {
    fn of(self, edges: &[usize]) -> Entry {
        Entry {
            edges: Some(edges.to_vec()),
            ..self
        }
    }
}

/// The legend: classes, channels and line styles, each in rows that are wrapped as needed, and the number of lines
/// whose captions were left out (`silent`). `numbered`: each entry says of which edges it is, for the script of a page.
pub(super) fn legend(legend: &Legend, silent: usize, room: f64, numbered: bool) -> Strip {
    if legend.is_empty() {
        return Strip::none();
    }
    let mut content = String::new();
    let rule = "stroke=\"#cccccc\" stroke-width=\"1\"";
    content += &format!("<path d=\"M0,24 H{}\" {rule}/>\n", number(room));
    let heading = xml(legend.heading);
    content += &format!(
        "<text x=\"0\" y=\"46\" font-size=\"{}\" font-weight=\"bold\">{heading}</text>\n",
        number(TEXT)
    );
    let mut y = 42.0;
    let indent = width(legend.heading, TEXT) * 1.08 + APART;
    // It holds for the whole picture only.
    let silent = (silent > 0).then(|| vec![note(&format!("{}{silent}", legend.silent)).of(&[])]);
    for mut entries in entries(legend).into_iter().chain(scales(legend)).chain(silent) {
        if !numbered {
            entries.iter_mut().for_each(|entry| entry.edges = None);
        }
        let rows = rows(&entries, indent, room, y);
        content += &rows.0;
        y = rows.1;
    }
    Strip {
        content,
        height: y - ROW / 2.0 + 4.0,
    }
}

/// The entries: classes, channels with the remarks, line styles, and how sums count.
fn entries(legend: &Legend) -> [Vec<Entry>; 4] {
    let classes = legend
        .classes
        .iter()
        .map(|(label, shape, colour)| class(label, *shape, colour));
    let channels = legend.channels.iter().zip(&legend.edges.channels);
    let channels = channels.map(|((channel, directed, words), edges)| {
        let width = if *channel == Channel::Money { 3.2 } else { 1.2 };
        let length = if *directed { SAMPLE - 9.0 } else { SAMPLE };
        sample(&line((*channel).into(), *directed, Stroke::Solid, width), length, words).of(edges)
    });
    let wide = legend.edges.scales.concat();
    let remarks = legend.remarks.iter().map(|remark| note(remark).of(&wide));
    let strokes = legend.strokes.iter().zip(&legend.edges.strokes);
    let strokes = strokes.map(|((stroke, words), edges)| {
        let look = format!("stroke=\"#444444\" stroke-width=\"1.5\"{}", dashes(*stroke, 1.2));
        sample(&look, SAMPLE, words).of(edges)
    });
    let standings = legend.standings.iter().zip(&legend.edges.standings);
    let standings = standings
        .map(|((hue, stroke, words), edges)| sample(&line(*hue, true, *stroke, 2.0), SAMPLE - 9.0, words).of(edges));
    [
        classes.collect(),
        channels.chain(remarks).collect(),
        strokes.collect(),
        standings.collect(),
    ]
}

/// The entries of each unit's scale: its heading, then sample amounts.
fn scales(legend: &Legend) -> impl Iterator<Item = Vec<Entry>> {
    let scales = legend.scales.iter().zip(&legend.edges.scales);
    scales.map(|((heading, samples), edges)| {
        let heading = words(String::new(), 0.0, heading, "");
        let entries = [heading].into_iter().chain(samples.iter().map(amount));
        entries.map(|entry| entry.of(edges)).collect()
    })
}

/// The entry of an amount: a line of its width.
fn amount((width, amount): &(f64, String)) -> Entry {
    let (colour, width) = (Channel::Money.colour(), number(*width));
    sample(&format!("stroke=\"{colour}\" stroke-width=\"{width}\""), SAMPLE, amount)
}

/// The heading of a panel: a rule, the text, and its scale beside or below it.
pub(super) fn heading(text: &str, scale: &[(f64, String)], room: f64) -> Strip {
    let mut content = format!(
        "<path d=\"M0,0 H{}\" stroke=\"#1a1a1a\" stroke-width=\"1\"/>\n",
        number(room)
    );
    let words = paragraph(text, room, HEADING, "font-weight=\"bold\"", 10.0, 0.0);
    content += &words.content;
    let samples: Vec<Entry> = scale.iter().map(amount).collect();
    let taken = width(text, HEADING) * 1.08 + APART;
    let wide: f64 = samples.iter().map(|sample| sample.width + APART).sum();
    let beside = taken + wide - APART <= room;
    let (indent, y) = if beside {
        (taken, 20.0)
    } else {
        (0.0, words.height + 13.0)
    };
    let (samples, foot) = rows(&samples, indent, room, y);
    content += &samples;
    Strip {
        content,
        height: words.height.max(foot - ROW / 2.0) + 14.0,
    }
}

/// Arranges entries in rows; returns their elements, and the height of the next row.
fn rows(entries: &[Entry], indent: f64, room: f64, mut y: f64) -> (String, f64) {
    let mut content = String::new();
    let mut x = indent;
    for entry in entries {
        if x > indent && x + entry.width > room {
            y += ROW;
            x = indent;
        }
        let numbers = entry.edges.as_ref().map(|edges| {
            let numbers: Vec<String> = edges.iter().map(usize::to_string).collect();
            format!(" data-shows=\"{}\"", numbers.join(" "))
        });
        content += &format!(
            "<g{} transform=\"translate({} {})\">{}</g>\n",
            numbers.unwrap_or_default(),
            number(x),
            number(y),
            entry.drawn
        );
        x += entry.width + APART;
    }
    (content, if entries.is_empty() { y } else { y + ROW })
}

/// The entry of a class.
fn class(label: &str, shape: Shape, colour: &str) -> Entry {
    let size = Size {
        width: 34.0,
        height: if shape == Shape::Diamond { 21.0 } else { 18.0 },
    };
    let style = format!("fill=\"{colour}\" stroke=\"{}\" stroke-width=\"1\"", darker(colour));
    let outline = shapes::outline(
        shape,
        Point {
            x: size.width / 2.0,
            y: 0.0,
        },
        size,
        &style,
    );
    words(outline, size.width + 7.0, label, "")
}

/// The entry of a line with this style and length.
fn sample(look: &str, length: f64, label: &str) -> Entry {
    words(
        format!("<path d=\"M0,0 H{}\" {look}/>", number(length)),
        SAMPLE + 7.0,
        label,
        "",
    )
}

/// An entry of text only.
fn note(label: &str) -> Entry {
    words(String::new(), 0.0, label, " font-style=\"italic\" fill=\"#555555\"")
}

/// Puts an entry's text beside its picture.
fn words(picture: String, x: f64, label: &str, style: &str) -> Entry {
    let label = wrap(label, 480.0, 1, |part| width(part, TEXT)).join(" ");
    let (at, size) = (number(x), number(TEXT));
    let text = format!(
        "<text x=\"{at}\" y=\"4\" font-size=\"{size}\"{style}>{}</text>",
        xml(&label)
    );
    Entry {
        width: x + width(&label, TEXT),
        drawn: picture + &text,
        edges: None,
    }
}
