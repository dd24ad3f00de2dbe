//! The units of the weights of a graph: a weight means something only where all have one unit.

use super::numbers::Numbers;
use crate::view::{Attribute, Edge, PropertyGraph};
use std::collections::BTreeMap;

/// The units of all edges that have a weight, by their symbol; empty where none is written.
pub(super) struct Units<'g> {
    symbol: Option<Attribute<'g>>,
    of: BTreeMap<&'g str, Numbers>,
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
                units.of.entry(units.symbol(edge)).or_default().add(weight);
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
        self.of.len() == 1 && self.of.values().all(Numbers::are_numbers)
    }

    /// Where a weight stands among those of its unit: 0 is the smallest above zero, 1 the largest, by powers of ten.
    pub(super) fn share(&self, unit: &str, weight: &str) -> Option<f64> {
        let Numbers { least, most, .. } = self.of.get(unit)?;
        let weight = weight.parse::<f64>().ok().filter(|weight| *weight > 0.0)?;
        let decades = (most / least).log10();
        let share = (weight / least).log10() / decades;
        Some(if decades > 0.0 { share.clamp(0.0, 1.0) } else { 0.5 })
    }

    /// The units by their symbols, and what their amounts are.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&'g str, Numbers)> {
        self.of.iter().map(|(symbol, numbers)| (*symbol, *numbers))
    }
}
