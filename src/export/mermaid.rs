//! Property graphs as Mermaid flowcharts, which GitHub and other Markdown viewers draw.
//!
//! The styles are those of DOT in one panel: shape and colour are the class, the line style is the modality, its width
//! the amount. The syntax is that of Mermaid 9 and later. Node names are those of DOT, prefixed by `n_`. Labels are
//! complete, as Mermaid wraps them. Mermaid refuses charts above its limits, which only the embedding page can raise,
//! so [`write`](write()) refuses them first.

#[cfg(test)]
mod tests;

use super::drawing::{Channel, Drawing, DrawnEdge, DrawnNode, Hue, Legend, Shape, Stroke, darker, ink};
use super::{GraphDescription, names};
use crate::formats::Identity;
use crate::view::PropertyGraph;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

/// The description of Mermaid.
pub(super) const FORMAT: GraphDescription = GraphDescription {
    identity: Identity::new(
        "mermaid",
        "mmd",
        "text/vnd.mermaid",
        "pages of Markdown, in which GitHub, GitLab and others draw it",
    ),
    files: &[(".mmd", |graph, _, mut out| write(graph, &mut out))],
    features: &[],
    both_ways: "a line without arrowhead: `---`",
};

/// The maximum number of edges: Mermaid's setting `maxEdges`.
const MOST_EDGES: usize = 500;
/// The maximum text length in UTF-16 units: Mermaid's setting `maxTextSize`.
const MOST_TEXT: usize = 50_000;

/// The graph exceeds a limit of Mermaid.
#[derive(Debug, thiserror::Error)]
#[error(
    "Mermaid, as GitHub has it, draws at most {most} {what}, and this view has {count}: keep a part of it with --where, \
     --around or --top, or add up parallel edges with --merge"
)]
struct TooLarge {
    what: &'static str,
    most: usize,
    count: usize,
}

/// Checks a limit of Mermaid.
fn at_most(most: usize, count: usize, what: &'static str) -> io::Result<()> {
    match count <= most {
        true => Ok(()),
        false => Err(io::Error::other(TooLarge { what, most, count })),
    }
}

/// Writes the graph as one flowchart, with nodes sorted by IRI and edges by their ends.
///
/// # Errors
/// When the graph exceeds a limit of Mermaid, and those of `out`.
pub fn write(graph: &PropertyGraph, out: &mut impl io::Write) -> io::Result<()> {
    // Checked before the chart is built; the legend, which also has edges, is counted later.
    at_most(MOST_EDGES, graph.topology().edge_count(), "edges")?;
    let drawing = Drawing::of(graph);
    let mut chart = Chart::default();
    chart.head(&drawing.title, &graph.about.source);
    for panel in &drawing.panels {
        let iris: Vec<&str> = panel.nodes.iter().map(|node| node.iri.as_str()).collect();
        let names: Vec<String> = names::shorten(&iris).iter().map(|name| node_name(name)).collect();
        for (node, name) in panel.nodes.iter().zip(&names) {
            chart.node(node, name);
        }
        for edge in &panel.edges {
            chart.edge(edge, &names);
        }
    }
    if !drawing.legend.is_empty() {
        chart.legend(&drawing.legend);
    }
    chart.styles();
    at_most(MOST_EDGES, chart.edges, "edges, the legend's included")?;
    at_most(MOST_TEXT, chart.text.encode_utf16().count(), "characters")?;
    out.write_all(chart.text.as_bytes())
}

/// A flowchart under construction.
#[derive(Default)]
struct Chart {
    text: String,
    /// The number of edges so far.
    edges: usize,
    /// The numbers of node classes, by colour.
    classes: BTreeMap<String, usize>,
    /// The indices of edges, by style.
    links: BTreeMap<String, Vec<usize>>,
}

impl Chart {
    /// Adds a line.
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// Writes the title, and the source as the description for screen readers.
    fn head(&mut self, title: &str, source: &str) {
        if !title.is_empty() {
            self.line(format_args!("---\ntitle: {}\n---", yaml(title)));
        }
        self.line(format_args!("flowchart LR"));
        if !source.is_empty() {
            self.line(format_args!("  accDescr: {}", comment(source)));
        }
    }

    fn node(&mut self, node: &DrawnNode, name: &str) {
        let mut label = escaped(&node.label);
        if !node.note.is_empty() {
            label = format!("{label}<br/><i>{}</i>", escaped(&node.note));
        }
        let class = self.class(&node.colour);
        let shaped = shaped(node.shape, &label);
        self.line(format_args!("  {name}{shaped}:::c{class}"));
    }

    /// The number of the class for a node colour.
    fn class(&mut self, colour: &str) -> usize {
        let free = self.classes.len();
        *self.classes.entry(colour.to_owned()).or_insert(free)
    }

    fn edge(&mut self, edge: &DrawnEdge, names: &[String]) {
        let (amount, caption) = (escaped(&edge.amount), escaped(&edge.caption));
        let label = match (amount.is_empty(), caption.is_empty()) {
            (true, _) => caption,
            (false, true) => format!("<b>{amount}</b>"),
            (false, false) => format!("<b>{amount}</b> {caption}"),
        };
        let label = match edge.struck && !label.is_empty() {
            true => format!("<s>{label}</s>"),
            false => label,
        };
        let ends = [names[edge.source].as_str(), names[edge.target].as_str()];
        let remark = escaped(&edge.remark);
        let label = match (label.is_empty(), remark.is_empty()) {
            (_, true) => label,
            (true, false) => format!("<i>{remark}</i>"),
            (false, false) => format!("{label}<br/><i>{remark}</i>"),
        };
        self.link(ends, &label, edge.stroke, edge.directed);
        self.styled(edge.hue, edge.stroke, edge.width);
    }

    /// Writes an edge and counts it.
    fn link(&mut self, [source, target]: [&str; 2], label: &str, stroke: Stroke, directed: bool) {
        let link = match (stroke, directed) {
            (Stroke::Solid, true) => "-->",
            (Stroke::Solid, false) => "---",
            (_, true) => "-.->",
            (_, false) => "-.-",
        };
        let label = if label.is_empty() {
            String::new()
        } else {
            format!("|\"{label}\"|")
        };
        self.line(format_args!("  {source} {link}{label} {target}"));
        self.edges += 1;
    }

    /// Sets colour, width and dash pattern of the last edge; Mermaid's own syntax has no dashes.
    fn styled(&mut self, hue: Hue, stroke: Stroke, width: f64) {
        let colour = hue.colour();
        let pattern = match stroke {
            Stroke::Solid => "",
            Stroke::Dashed => ",stroke-dasharray:8 4",
            Stroke::Dotted => ",stroke-dasharray:2 4",
            Stroke::Covered => ",stroke-dasharray:8 3 2 3",
            Stroke::Broken => ",stroke-dasharray:8 3 2 3 2 3",
        };
        let style = format!(
            "stroke:{colour},stroke-width:{width:.1}px{pattern},color:{}",
            darker(colour)
        );
        self.links.entry(style).or_default().push(self.edges - 1);
    }

    /// Writes a subgraph with a node for each class, and an edge for each channel and line style.
    fn legend(&mut self, legend: &Legend) {
        let remarks = legend.remarks.iter().map(|remark| format!("<br/>{}", escaped(remark)));
        let heading = format!("{}{}", escaped(legend.heading), remarks.collect::<String>());
        self.line(format_args!("  subgraph legend[\"{heading}\"]"));
        for (number, (label, shape, colour)) in legend.classes.iter().enumerate() {
            let class = self.class(colour);
            let shaped = shaped(*shape, &escaped(label));
            self.line(format_args!("  legend_{number}{shaped}:::c{class}"));
        }
        let channels = legend.channels.iter();
        let channels =
            channels.map(|(channel, directed, words)| (Hue::from(*channel), Stroke::Solid, *directed, words.as_str()));
        let strokes = legend.strokes.iter();
        let strokes = strokes.map(|(stroke, words)| (Hue::from(Channel::Other), *stroke, false, words.as_str()));
        let standings = legend.standings.iter();
        let standings = standings.map(|(hue, stroke, words)| (*hue, *stroke, true, *words));
        let lines = channels.chain(strokes).chain(standings);
        for (number, (hue, stroke, directed, words)) in lines.enumerate() {
            let ends = ["from", "to"].map(|end| format!("legend_{end}_{number}"));
            for end in &ends {
                self.line(format_args!("  {end}(( ))"));
            }
            self.link([&ends[0], &ends[1]], &escaped(words), stroke, directed);
            self.styled(hue, stroke, 1.5);
        }
        self.line(format_args!("  end"));
    }

    /// Writes the colours of nodes and the styles of edges.
    fn styles(&mut self) {
        let classes = std::mem::take(&mut self.classes);
        let classes: BTreeMap<usize, String> = classes.into_iter().map(|(colour, class)| (class, colour)).collect();
        for (class, colour) in classes {
            let (line, ink) = (darker(&colour), ink(&colour));
            self.line(format_args!(
                "  classDef c{class} fill:{colour},stroke:{line},color:{ink}"
            ));
        }
        for (style, links) in std::mem::take(&mut self.links) {
            let links: Vec<String> = links.iter().map(usize::to_string).collect();
            self.line(format_args!("  linkStyle {} {style}", links.join(",")));
        }
    }
}

/// A label in the brackets of its shape. Not all versions of Mermaid have a shape for notes.
fn shaped(shape: Shape, label: &str) -> String {
    let (open, close) = match shape {
        Shape::Ellipse | Shape::Open => ("([", "])"),
        Shape::Box => ("(", ")"),
        Shape::Hexagon => ("{{", "}}"),
        Shape::Note => ("[", "]"),
        Shape::Component => ("[[", "]]"),
        Shape::Diamond => ("{", "}"),
        Shape::Parallelogram => ("[/", "/]"),
    };
    format!("{open}\"{label}\"{close}")
}

/// The identifier of a node. Words such as `end` are keywords in Mermaid, and most punctuation has a meaning, so other
/// characters are replaced by their code point between underscores, which keeps names distinct.
fn node_name(name: &str) -> String {
    let mut safe = "n_".to_owned();
    let mut last = '-';
    for (at, letter) in name.char_indices() {
        let is_last = at + letter.len_utf8() == name.len();
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' => safe.push(letter),
            // Two hyphens, or one at the end, would start an edge.
            '-' if last != '-' && !is_last => safe.push('-'),
            other => {
                let _ = write!(safe, "_{:x}_", u32::from(other));
            }
        }
        last = letter;
    }
    safe
}

/// Escapes a text for a quoted label. Characters with a meaning in Mermaid, Markdown or HTML are written as `#`, their
/// code point and `;`, and so are bidirectional controls.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let letters: Vec<char> = text.trim().chars().map(visible).collect();
    for (at, &letter) in letters.iter().enumerate() {
        let before = &letters[..at];
        let next = letters.get(at + 1);
        match letter {
            // `direction` followed by a direction is a statement, even in a label.
            _ if letter.is_whitespace() && ends_in(before, "direction") => number(letter, &mut safe),
            // `%%` starts a comment.
            '%' if next == Some(&'%') || before.last() == Some(&'%') => number(letter, &mut safe),
            // Markdown lists, and URLs that Markdown would link.
            '.' | ')' if before.iter().all(char::is_ascii_digit) || ends_in(before, "www") => number(letter, &mut safe),
            '-' | '+' if before.is_empty() => number(letter, &mut safe),
            ' ' | ',' | '.' | '\'' | '!' | '?' | '(' | ')' | '+' | '-' | '/' | '%' => safe.push(letter),
            letter if letter.is_ascii_alphanumeric() => safe.push(letter),
            letter if letter.is_ascii() || has_meaning(letter) => number(letter, &mut safe),
            letter => safe.push(letter),
        }
    }
    safe
}

/// Replaces characters: white space by a space, those that SVG cannot represent by U+FFFD.
fn visible(letter: char) -> char {
    match letter {
        control if control.is_control() && control.is_whitespace() => ' ',
        control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        letter => letter,
    }
}

/// Whether a non-ASCII character is escaped: those that Mermaid uses for its escapes, line ends, and bidirectional
/// controls.
fn has_meaning(letter: char) -> bool {
    matches!(
        letter,
        'ﬂ' | '¶' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// Whether letters end in an ASCII word, ignoring case.
fn ends_in(letters: &[char], word: &str) -> bool {
    let mut letters = letters.iter().rev();
    word.chars().rev().all(|wanted| {
        letters
            .next()
            .is_some_and(|letter| letter.eq_ignore_ascii_case(&wanted))
    })
}

/// Writes a character as its code point.
fn number(letter: char, out: &mut String) {
    let _ = write!(out, "#{};", u32::from(letter));
}

/// A quoted YAML string; characters that could start an HTML tag are escaped.
fn yaml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars().map(visible) {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if "<>&#%{}`$".contains(letter) || has_meaning(letter) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A text that is safe up to the end of the line.
fn comment(text: &str) -> String {
    let text: String = text.trim().chars().map(visible).collect();
    // Line ends, comment markers and HTML tags.
    let text = text.replace(['\u{2028}', '\u{2029}'], " ").replace("%%", "% %");
    text.replace('<', "‹").replace('>', "›")
}
