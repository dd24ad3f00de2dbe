//! The amounts of edges, formatted for people.

use super::property_graph::Edge;
use super::value::Value;
use text::amount::display_with_sign;

impl Edge<'_> {
    /// The formatted amount; empty if there is none. A weight without a unit is a count, not an amount.
    pub fn amount(self, language: &str) -> String {
        let (minimum, maximum) = self.bounds();
        if minimum.is_none() && maximum.is_none() {
            return String::new();
        }
        let [sign, mut symbol] = ["sign", "symbol"].map(|name| self.written(name).unwrap_or_default());
        // A unit that the document does not write beside this figure is in brackets, as an editor adds words to a quotation.
        if !symbol.is_empty() && self.written("unit_basis").as_deref() == Some("carried-over") {
            symbol = format!("[{symbol}]");
        }
        let (minimum, maximum) = (minimum.as_deref(), maximum.as_deref());
        let amount = display_with_sign(Some(sign.as_str()), minimum, maximum, &symbol, language);
        match self.written("per") {
            Some(per) => format!("{amount} {per}"),
            None => amount,
        }
    }

    /// The lower and upper bounds of the amount. An edge with a weight and a unit but no bounds has its weight as both.
    pub(crate) fn bounds(self) -> (Option<String>, Option<String>) {
        match (self.written("minimum"), self.written("maximum")) {
            (None, None) if self.written("symbol").is_some() => {
                let weight = self.weight().map(str::to_owned);
                (weight.clone(), weight)
            }
            bounds => bounds,
        }
    }

    /// The text of an attribute, unless it is empty.
    fn written(self, name: &str) -> Option<String> {
        self.get(name).map(Value::plain).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use crate::view::{PropertyGraph, Value};

    fn amount(attributes: &[(&str, &str)]) -> String {
        let mut graph = PropertyGraph::default();
        let [from, to] = ["a", "b"].map(|iri| graph.add_node(iri));
        let edge = graph.add_edge(from, to);
        for (name, value) in attributes {
            graph.set_edge(edge, name, Value::Text(value));
        }
        graph.edge(edge).amount("en")
    }

    #[test]
    fn bounds_go_before_the_weight_and_a_weight_needs_a_unit() {
        let (euros, weight) = (("symbol", "€"), ("weight", "7"));
        assert_eq!(
            amount(&[("minimum", "5"), ("maximum", "5"), weight, euros]),
            amount(&[("weight", "5"), euros])
        );
        assert_eq!(
            amount(&[("minimum", ""), ("maximum", ""), weight, euros]),
            amount(&[weight, euros])
        );
        assert_ne!(amount(&[weight, euros]), "");
        let carried = amount(&[weight, euros, ("unit_basis", "carried-over")]);
        assert!(carried.contains("[€]"), "{carried}");
        assert_ne!(amount(&[("minimum", "5")]), "");
        let rate = amount(&[weight, euros, ("per", "per year")]);
        assert_eq!(rate, format!("{} per year", amount(&[weight, euros])));
        for nothing in [
            &[] as &[_],
            &[weight],
            &[weight, ("symbol", "")],
            &[euros],
            &[("minimum", ""), euros],
        ] {
            assert_eq!(amount(nothing), "", "{nothing:?}");
        }
    }
}
