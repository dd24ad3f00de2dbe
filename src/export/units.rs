//! The units of a graph's weights: weights can be compared only if all have the same unit.

use super::numbers::Numbers;
use crate::view::{Attribute, PropertyGraph};

/// The units of all edges with a weight, by symbol; the symbol may be empty.
pub(super) struct Units<'g> {
    weights: Attribute<'g>,
    symbols: Option<Attribute<'g>>,
    of: Vec<Unit<'g>>,
    /// The indices of units, by the number of their symbol; `None` if no weight has it.
    places: Vec<Option<usize>>,
}

/// A unit and the range of its amounts.
struct Unit<'g> {
    symbol: &'g str,
    numbers: Numbers,
    /// The smallest positive amount.
    least: f64,
    /// The largest.
    most: f64,
    /// The number of powers of ten in the range.
    decades: f64,
}

impl<'g> Units<'g> {
    /// Collects the units of a graph.
    pub(super) fn of(graph: &'g PropertyGraph) -> Self {
        let symbols = graph.edge_attributes().into_iter().find(|name| name.name == "symbol");
        let mut units = Self {
            weights: graph.weights(),
            symbols,
            of: Vec::new(),
            places: vec![None; symbols.map_or(0, |symbols| symbols.different().len()) + 1],
        };
        // The unit in which each weight was last seen.
        let mut last = vec![None; units.weights.different().len() + 1];
        for row in 0..graph.topology().edge_count() {
            let weight = units.weights.number(row) as usize;
            if weight == 0 {
                continue;
            }
            let symbol = units.symbol(row);
            let next = units.of.len();
            let place = *units.places[symbol].get_or_insert(next);
            if place == next {
                units.of.push(Unit {
                    symbol: units
                        .symbols
                        .and_then(|symbols| symbols.stored(row))
                        .unwrap_or_default(),
                    numbers: Numbers::default(),
                    least: f64::INFINITY,
                    most: 0.0,
                    decades: 0.0,
                });
            }
            // A weight that was seen with the same unit was counted already.
            if last[weight].replace(place) == Some(place) {
                continue;
            }
            let unit = &mut units.of[place];
            let weight = units.weights.stored(row).unwrap_or_default();
            unit.numbers.add(weight);
            if let Some(amount) = positive(weight) {
                unit.least = unit.least.min(amount);
                unit.most = unit.most.max(amount);
            }
        }
        units.in_order()
    }

    /// Sorts the units by symbol, and computes the ranges of their amounts.
    fn in_order(mut self) -> Self {
        let mut order: Vec<usize> = (0..self.of.len()).collect();
        order.sort_by_key(|place| self.of[*place].symbol);
        let mut ranks = vec![0; order.len()];
        for (rank, place) in order.iter().enumerate() {
            ranks[*place] = rank;
        }
        for place in self.places.iter_mut().flatten() {
            *place = ranks[*place];
        }
        self.of.sort_by_key(|unit| unit.symbol);
        for unit in &mut self.of {
            unit.decades = (unit.most / unit.least).log10();
        }
        self
    }

    /// The number of an edge's symbol.
    fn symbol(&self, row: usize) -> usize {
        self.symbols.map_or(0, |symbols| symbols.number(row) as usize)
    }

    /// The index of the unit of an edge's weight.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        match self.weights.number(row) {
            0 => None,
            _ => self.places[self.symbol(row)],
        }
    }

    /// Whether all weights have the same unit and are numbers, so that they can be compared and added up.
    pub(super) fn are_one(&self) -> bool {
        self.of.len() == 1 && self.of.iter().all(|unit| unit.numbers.are_numbers())
    }

    /// The position of a weight in the range of this unit, on a logarithmic scale: 0 for the smallest positive amount,
    /// 1 for the largest.
    pub(super) fn share(&self, place: usize, weight: &str) -> Option<f64> {
        let Unit { least, decades, .. } = self.of.get(place)?;
        let weight = positive(weight)?;
        if *decades > 0.0 {
            Some(((weight / least).log10() / decades).clamp(0.0, 1.0))
        } else {
            Some(0.5)
        }
    }

    /// The units by symbol, with the range and precision of their amounts.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&'g str, Numbers)> {
        self.of.iter().map(|unit| (unit.symbol, unit.numbers))
    }
}

/// Parses a positive number as the nearest double.
fn positive(weight: &str) -> Option<f64> {
    let amount = weight.parse::<f64>().ok();
    amount.filter(|amount| *amount > 0.0 && amount.is_finite())
}
