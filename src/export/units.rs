//! The units of the weights of a graph: a weight means something only where all have one unit.

use super::numbers::Numbers;
use crate::view::{Attribute, Edge, PropertyGraph};
use std::collections::BTreeMap;

/// The units of all edges that have a weight, by their symbol; empty where none is written.
pub(super) struct Units<'g> {
    symbol: Option<Attribute<'g>>,
    of: BTreeMap<&'g str, Amounts>,
}

/// The amounts of a unit.
struct Amounts {
    numbers: Numbers,
    /// The smallest above zero.
    least: f64,
    /// The largest.
    most: f64,
}

impl Default for Amounts {
    fn default() -> Self {
        Self {
            numbers: Numbers::default(),
            least: f64::INFINITY,
            most: 0.0,
        }
    }
}

impl<'g> Units<'g> {
    /// Finds the units.
    pub(super) fn of(graph: &'g PropertyGraph) -> Self {
        let symbol = graph.edge_attributes().into_iter().find(|name| name.name == "symbol");
        let mut units = Self {
            symbol,
            of: BTreeMap::new(),
        };
        for edge in graph.edges() {
            if let Some(weight) = edge.weight() {
                let amounts = units.of.entry(units.symbol(edge)).or_default();
                amounts.numbers.add(weight);
                if let Some(amount) = positive(weight) {
                    amounts.least = amounts.least.min(amount);
                    amounts.most = amounts.most.max(amount);
                }
            }
        }
        units
    }

    /// The symbol of an edge's unit; empty where there is none.
    pub(super) fn symbol(&self, edge: Edge<'g>) -> &'g str {
        let value = self.symbol.and_then(|symbol| edge.value(symbol));
        value.map_or("", |value| value.stored())
    }

    /// Whether all weights have one unit and are numbers, so that they may be compared and added up.
    pub(super) fn are_one(&self) -> bool {
        self.of.len() == 1 && self.of.values().all(|amounts| amounts.numbers.are_numbers())
    }

    /// Where a weight stands among those of its unit: 0 is the smallest above zero, 1 the largest, by powers of ten.
    pub(super) fn share(&self, unit: &str, weight: &str) -> Option<f64> {
        let Amounts { least, most, .. } = self.of.get(unit)?;
        let weight = positive(weight)?;
        let decades = (most / least).log10();
        let share = (weight / least).log10() / decades;
        Some(if decades > 0.0 { share.clamp(0.0, 1.0) } else { 0.5 })
    }

    /// The units by their symbols, and what their amounts are.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&'g str, Numbers)> {
        self.of.iter().map(|(symbol, amounts)| (*symbol, amounts.numbers))
    }
}

/// A number above zero, as near as a double comes to it.
fn positive(weight: &str) -> Option<f64> {
    let amount = weight.parse::<f64>().ok();
    amount.filter(|amount| *amount > 0.0 && amount.is_finite())
}
