//! Line widths: the logarithm of the amount, scaled for each unit.

use super::{Channel, channel, text};
use crate::view::Edge;
use std::collections::BTreeMap;

/// The width, in points, of speech and of edges without an amount.
const THIN: f64 = 1.2;
/// The width, in points, of a unit's smallest amount.
const LEAST: f64 = 1.6;
/// The additional width for each power of ten, in points, unless the widest line would exceed [`MOST`].
const PER_DECADE: f64 = 1.6;
/// The maximum width in points.
const MOST: f64 = 6.5;

/// The range of amounts of each unit, by its symbol.
pub(super) struct Widths(BTreeMap<String, (f64, f64)>);

impl Widths {
    /// Collects the ranges of all edges' amounts by unit: euros are never compared with dollars or shares.
    pub(super) fn of<'a>(edges: impl Iterator<Item = Edge<'a>>) -> Widths {
        let mut units: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for edge in edges {
            if let Some(amount) = magnitude(edge) {
                let range = units.entry(text(edge, "symbol")).or_insert((amount, amount));
                *range = (range.0.min(amount), range.1.max(amount));
            }
        }
        Widths(units)
    }

    /// The width of an edge in points.
    pub(super) fn of_edge(&self, edge: Edge<'_>) -> f64 {
        let range = self.0.get(&text(edge, "symbol"));
        match (magnitude(edge), range) {
            (Some(amount), Some(&range)) => width(amount, range),
            _ => THIN,
        }
    }

    /// For each unit with different amounts, up to three sample amounts with their widths, ascending.
    pub(super) fn scales(&self) -> Vec<(&str, Vec<(f64, f64)>)> {
        let several = self.0.iter().filter(|(_, (least, most))| most > least);
        several
            .map(|(unit, &range)| {
                let amounts = samples(range).into_iter();
                (
                    unit.as_str(),
                    amounts.map(|amount| (amount, width(amount, range))).collect(),
                )
            })
            .collect()
    }
}

/// The width, in points, of an amount within the range of its unit.
fn width(amount: f64, (least, most): (f64, f64)) -> f64 {
    let decades = (most / least).log10();
    if decades > 0.0 {
        LEAST + PER_DECADE.min((MOST - LEAST) / decades) * (amount / least).log10()
    } else {
        LEAST + PER_DECADE
    }
}

/// The smallest, a middle and the largest power of ten in a range; if it has fewer than two, its ends.
fn samples((least, most): (f64, f64)) -> Vec<f64> {
    let powers: Vec<f64> = (-6..=18)
        .map(|exponent| 10_f64.powi(exponent))
        .filter(|power| (least..=most).contains(power))
        .collect();
    match powers[..] {
        [] | [_] => vec![least, most],
        [first, last] => vec![first, last],
        [first, .., last] => vec![first, powers[powers.len() / 2], last],
    }
}

/// The amount that sets the width of an edge: its upper bound, else its lower bound, else its weight if it has a unit;
/// `None` for speech.
pub(super) fn magnitude(edge: Edge<'_>) -> Option<f64> {
    if channel(edge) == Channel::Speech {
        return None;
    }
    let (minimum, maximum) = edge.bounds();
    maximum
        .or(minimum)?
        .parse::<f64>()
        .ok()
        .filter(|amount| amount.is_finite() && *amount > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples;

    #[test]
    fn a_unit_is_never_set_against_another() {
        let euros = samples::edge("money", "", Some("109000000000"), "€", "solid");
        let fewer = samples::edge("money", "", Some("50000000"), "€", "solid");
        let dollars = samples::edge("money", "", Some("500000000000"), "$", "solid");
        let graph = samples::each(&[&euros, &fewer, &dollars]);
        let edges: Vec<Edge<'_>> = graph.edges().collect();
        let alone = Widths::of(edges[..2].iter().copied());
        let mixed = Widths::of(edges.iter().copied());
        let [euros, fewer, _] = edges[..] else { unreachable!() };
        assert_eq!(alone.of_edge(euros), mixed.of_edge(euros));
        assert!(mixed.of_edge(euros) > mixed.of_edge(fewer) && mixed.of_edge(euros) <= MOST);
    }

    #[test]
    fn samples_are_powers_of_ten_where_there_are_two() {
        assert_eq!(samples((50e6, 200e9)), [1e8, 1e10, 1e11]);
        assert_eq!(samples((5.0, 60.0)), [5.0, 60.0]);
    }

    #[test]
    fn speech_is_thin_whatever_its_amount() {
        let speech = samples::edge("speech", "", Some("109000000000"), "€", "solid");
        let graph = samples::each(&[&speech]);
        let edge = graph.edges().next().expect("one edge");
        assert_eq!(Widths::of(graph.edges()).of_edge(edge), THIN);
    }
}
