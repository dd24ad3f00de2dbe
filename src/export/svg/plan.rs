//! Plans: texts wrapped into lines, edges bundled, sizes measured, panel laid out.

use super::super::drawing::{DrawnNode, Hue, Panel, Stroke};
use super::super::lettering::{width, wrap};
use super::shapes;
use layout::{Bodies, Choice, Layout, Link, SIDE, Size, arrange};
use std::collections::BTreeSet;

/// The size of node labels in pixels.
pub(super) const LABEL: f64 = 13.0;
/// The size of notes and of captions on edges.
pub(super) const SMALL: f64 = 11.5;
/// The font size of document numbers.
pub(super) const MARK: f64 = 8.5;
/// The line height, as a multiple of the font size.
pub(super) const LEADING: f64 = 1.2;
/// The maximum width of lines in nodes, in pixels.
const NODE_LINE: f64 = 150.0;
/// The maximum width of lines on edges, in pixels.
const EDGE_LINE: f64 = 128.0;
/// The maximum width of lines of remarks on edges.
const REMARK_LINE: f64 = 150.0;
/// The width of bold text, relative to regular text.
const BOLD: f64 = 1.08;
/// The height of an arrowhead in pixels.
const HEAD_HEIGHT: f64 = 10.0;
/// The aspect ratio (width over height) to aim for.
const ASPECT: f64 = 1.45;

/// A line of text.
pub(super) struct Line {
    /// Its text.
    pub(super) text: String,
    /// The font size in pixels.
    pub(super) size: f64,
    /// Regular, italics for notes, bold for amounts.
    pub(super) face: Face,
    /// Document numbers as a superscript; may be empty.
    pub(super) marks: String,
    /// Whether the text is struck through.
    pub(super) struck: bool,
    /// The numbers of the edges whose caption it is a line of; empty in nodes.
    pub(super) edges: Vec<usize>,
}

/// The font face of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Upright.
    Plain,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
}

impl Line {
    /// The height in pixels.
    pub(super) fn height(&self) -> f64 {
        self.size * LEADING
    }

    /// The width in pixels.
    pub(super) fn width(&self) -> f64 {
        self.text_width() + width(&self.marks, MARK)
    }

    /// The width without the marks.
    pub(super) fn text_width(&self) -> f64 {
        width(&self.text, self.size) * if self.face == Face::Bold { BOLD } else { 1.0 }
    }
}

/// Parallel edges of the same style and stage, drawn as one line with their captions stacked.
pub(super) struct Bundle {
    /// The indices of the edges in the panel.
    pub(super) edges: Vec<usize>,
    /// The indices of its source and target.
    pub(super) ends: (usize, usize),
    /// What it is drawn for.
    pub(super) hue: Hue,
    /// Whether it is directed.
    pub(super) directed: bool,
    /// Its pattern.
    pub(super) stroke: Stroke,
    /// The width of its widest edge, in pixels.
    pub(super) width: f64,
    /// Its captions.
    pub(super) lines: Vec<Line>,
}

/// The measured and laid out contents of a panel.
pub(super) struct Plan {
    /// The lines of each node.
    pub(super) texts: Vec<Vec<Line>>,
    /// The bundles, in the order of the layout's routes.
    pub(super) bundles: Vec<Bundle>,
    /// The layout.
    pub(super) layout: Layout,
}

impl Plan {
    /// The number of lines without room for their captions.
    pub(super) fn silent(&self) -> usize {
        let bundles = self.bundles.iter().zip(&self.layout.routes);
        bundles
            .filter(|(bundle, route)| !bundle.lines.is_empty() && route.label.is_none())
            .count()
    }

    /// Plans a panel that is at least `least` pixels wide.
    pub(super) fn of(panel: &Panel, choice: Choice, least: f64) -> Plan {
        let bundles = bundles(panel);
        let texts: Vec<Vec<Line>> = panel.nodes.iter().map(node_lines).collect();
        let crowds = crowds(panel.nodes.len(), &bundles);
        let size = |node: usize, crowd: f64| {
            let widths: Vec<f64> = texts[node].iter().map(Line::width).collect();
            shapes::around(panel.nodes[node].shape, &widths, height(&texts[node]), crowd)
        };
        let level: Vec<Size> = (0..texts.len()).map(|node| size(node, crowds[node])).collect();
        let free: Vec<Size> = (0..texts.len()).map(|node| size(node, 0.0)).collect();
        let ranks = ranks(&bundles, panel);
        let links: Vec<Link> = bundles
            .iter()
            .zip(ranks)
            .map(|(bundle, rank)| {
                let (from, to) = bundle.ends;
                Link {
                    from,
                    to,
                    label: room(bundle),
                    thickness: bundle.width,
                    rank,
                }
            })
            .collect();
        let bodies = Bodies {
            level: &level,
            free: &free,
        };
        let layout = arrange(bodies, &links, choice, ASPECT, least);
        Plan { texts, bundles, layout }
    }
}

/// The priority of each bundle: the widest lines first, then those with an amount, then those whose ends have the
/// highest degree.
fn ranks(bundles: &[Bundle], panel: &Panel) -> Vec<usize> {
    let mut degrees = vec![0; panel.nodes.len()];
    for bundle in bundles {
        degrees[bundle.ends.0] += bundle.edges.len();
        degrees[bundle.ends.1] += bundle.edges.len();
    }
    let key = |bundle: &Bundle| {
        let amounts = bundle.lines.iter().any(|line| line.face == Face::Bold);
        let ends = degrees[bundle.ends.0] + degrees[bundle.ends.1];
        (amounts, ends)
    };
    let mut order: Vec<usize> = (0..bundles.len()).collect();
    order.sort_by(|&one, &other| {
        let (one, other) = (&bundles[one], &bundles[other]);
        other
            .width
            .total_cmp(&one.width)
            .then_with(|| key(other).cmp(&key(one)))
    });
    let mut ranks = vec![0; bundles.len()];
    for (rank, bundle) in order.into_iter().enumerate() {
        ranks[bundle] = rank;
    }
    ranks
}

/// The height of lines below each other.
pub(super) fn height(lines: &[Line]) -> f64 {
    lines.iter().map(Line::height).sum()
}

/// The space for captions above the middle of their edge; zero without captions.
pub(super) fn room(bundle: &Bundle) -> Size {
    let lines = &bundle.lines;
    if lines.is_empty() {
        return Size::default();
    }
    let widest = lines.iter().map(Line::width).fold(0.0, f64::max);
    Size {
        width: widest + 12.0,
        height: height(lines) + 5.0 + bundle.width / 2.0,
    }
}

/// Wraps a text into lines of one face.
fn lines(text: &str, limit: f64, most: usize, size: f64, face: Face) -> impl Iterator<Item = Line> {
    let wide = if face == Face::Bold { BOLD } else { 1.0 };
    let broken = wrap(text, limit, most, |part| width(part, size) * wide);
    broken.into_iter().map(move |text| Line {
        text,
        size,
        face,
        marks: String::new(),
        struck: false,
        edges: Vec::new(),
    })
}

/// Wraps a node's label and note into lines.
fn node_lines(node: &DrawnNode) -> Vec<Line> {
    let label = lines(&node.label, NODE_LINE, 5, LABEL, Face::Plain);
    label
        .chain(lines(&node.note, NODE_LINE, 3, SMALL, Face::Italic))
        .collect()
}

/// Bundles the edges, in order.
fn bundles(panel: &Panel) -> Vec<Bundle> {
    let mut order: Vec<usize> = (0..panel.edges.len()).collect();
    let key = |edge: usize| {
        let edge = &panel.edges[edge];
        let style = (edge.hue, edge.directed, edge.stroke);
        (edge.source, edge.target, style, edge.stage.as_str())
    };
    order.sort_by_key(|&edge| key(edge));
    order
        .chunk_by(|&one, &other| key(one) == key(other))
        .map(|edges| bundle(panel, edges))
        .collect()
}

/// The amount, the caption and the remark of an edge, and whether the first two are struck through.
type Words<'a> = (&'a str, &'a str, &'a str, bool);

/// Makes a bundle of parallel edges of the same style.
fn bundle(panel: &Panel, edges: &[usize]) -> Bundle {
    let first = &panel.edges[edges[0]];
    let mut said: Vec<(Words<'_>, Vec<usize>, BTreeSet<usize>)> = Vec::new();
    for edge in edges.iter().map(|&edge| &panel.edges[edge]) {
        let words = (
            edge.amount.as_str(),
            edge.caption.as_str(),
            edge.remark.as_str(),
            edge.struck,
        );
        match said.iter_mut().find(|known| known.0 == words) {
            Some((_, numbers, documents)) => {
                numbers.push(edge.number);
                documents.extend(edge.document);
            }
            None => said.push((words, vec![edge.number], edge.document.into_iter().collect())),
        }
    }
    let mut stacked = Vec::new();
    for ((amount, caption, remark, struck), edges, documents) in said {
        let times = edges.len();
        let often = if times > 1 && !(amount.is_empty() && caption.is_empty()) {
            format!(" ({times})")
        } else {
            String::new()
        };
        let (bold, plain) = if caption.is_empty() {
            (often.as_str(), "")
        } else {
            ("", often.as_str())
        };
        let before = stacked.len();
        if !amount.is_empty() {
            stacked.extend(lines(&format!("{amount}{bold}"), EDGE_LINE, 2, SMALL + 0.5, Face::Bold));
        }
        stacked.extend(lines(&format!("{caption}{plain}"), EDGE_LINE, 3, SMALL, Face::Plain));
        let numbers: Vec<String> = documents.iter().map(usize::to_string).collect();
        stacked
            .iter_mut()
            .skip(before)
            .for_each(|line: &mut Line| line.struck = struck);
        if let Some(last) = stacked.iter_mut().skip(before).last() {
            last.marks = numbers.join(",");
        }
        stacked.extend(lines(remark, REMARK_LINE, 4, SMALL, Face::Italic));
        stacked
            .iter_mut()
            .skip(before)
            .for_each(|line: &mut Line| line.edges.clone_from(&edges));
    }
    Bundle {
        edges: edges.to_vec(),
        ends: (first.source, first.target),
        hue: first.hue,
        directed: first.directed,
        stroke: first.stroke,
        width: edges.iter().map(|&edge| panel.edges[edge].width).fold(0.0, f64::max),
        lines: stacked,
    }
}

/// The height that the ends of edges need at the more crowded side of each node, in pixels. Arrowheads do not touch, however
/// many there are; the ends without one are closer to each other where a node has very many.
fn crowds(count: usize, bundles: &[Bundle]) -> Vec<f64> {
    let ends: BTreeSet<(usize, usize)> = bundles.iter().map(|bundle| bundle.ends).collect();
    let mut sides = vec![(0.0, 0.0); count];
    for bundle in bundles {
        let (source, target) = bundle.ends;
        let head = if bundle.directed { HEAD_HEIGHT } else { 0.0 };
        let reaching = bundle.width.max(head) + 2.0;
        sides[source].0 += bundle.width + 6.5;
        sides[target].1 += reaching;
        // Of two that lead both ways, one reaches its target from the right.
        if ends.contains(&(target, source)) {
            sides[source].1 += reaching;
        }
    }
    sides
        .into_iter()
        .map(|(leaving, reaching): (f64, f64)| leaving.min(200.0).max(reaching / SIDE))
        .collect()
}
