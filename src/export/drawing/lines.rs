//! The ways in which the lines of a picture are drawn that has no room for captions: their colours, whether they are broken, and what they mean.

use super::legend::Words;
use super::style::Stroke;
use super::{firmness, hue, stroke};
use crate::view::PropertyGraph;
use std::collections::{BTreeMap, BTreeSet};

/// A way in which lines are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// What it means.
    pub(crate) label: String,
    /// Its colour.
    pub(crate) colour: &'static str,
    /// Whether it is broken.
    pub(crate) is_broken: bool,
}

/// The ways in which the lines of a graph are drawn, and that of each edge, by its place among these.
pub(crate) fn lines(graph: &PropertyGraph, language: &str) -> (Vec<Line>, Vec<usize>) {
    let words = Words::of(language);
    let mut used: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for edge in graph.edges() {
        let of = used.entry((hue(edge), stroke(edge))).or_default();
        of.extend(Some(firmness(edge)).filter(|firmness| !firmness.is_empty()));
    }
    let keys: Vec<_> = used.keys().copied().collect();
    let each = graph.edges().map(|edge| {
        let key = (hue(edge), stroke(edge));
        keys.iter().position(|known| *known == key).unwrap_or_default()
    });
    let each = each.collect();
    let lines = used.into_iter().map(|((hue, stroke), stages)| {
        let (channel, standing) = (words.channel(hue.channel), words.standing(hue.standing));
        let is_told = standing.is_none() || stroke != Stroke::Dashed;
        let stages: Vec<String> = stages.into_iter().filter(|_| is_told).collect();
        let parts = [
            Some(channel.to_owned()),
            standing.map(str::to_owned),
            Some(stages.join(", ")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        Line {
            label: parts.join(", "),
            colour: hue.colour(),
            is_broken: stroke != Stroke::Solid,
        }
    });
    (lines.collect(), each)
}
