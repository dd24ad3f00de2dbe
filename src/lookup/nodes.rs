//! Looks up the attributes of nodes.

use super::facts::{Facts, Source};
use super::groups::distinct;
use crate::query::AskError;
use crate::view::{Projected, Value};
use hashbrown::HashMap;

/// Sets the attributes of nodes that the view does not select.
pub(super) fn complete(view: &mut Projected, source: &Source<'_>) -> Result<(), AskError> {
    let iris: Vec<String> = view.graph.nodes().map(|node| node.iri().to_owned()).collect();
    let things: Vec<&str> = iris.iter().map(String::as_str).collect();
    let facts = source.facts(include_str!("nodes.rq"), &things)?;
    let classes = Classes::of(&things, source)?;
    let nodes: Vec<_> = view.graph.topology().node_indices().collect();
    for (node, iri) in nodes.into_iter().zip(things) {
        for (name, value, _) in facts.about(facts.number(iri)).chain(classes.drawn(iri)) {
            if name == "label" {
                if !view.is_labelled(node) {
                    view.graph.set_node(node, name, Value::Text(value.stored()));
                }
            } else if view.graph.node(node).get(name).is_none() {
                view.graph.set_node(node, name, value);
            }
        }
    }
    Ok(())
}

/// The classes of nodes.
struct Classes<'g> {
    of: HashMap<String, Vec<String>>,
    above: HashMap<String, Vec<String>>,
    facts: Facts<'g>,
}

/// The attribute of a class that lists its superclasses.
const ABOVE: &str = "above";

impl<'g> Classes<'g> {
    fn of(things: &[&str], source: &Source<'g>) -> Result<Self, AskError> {
        let of = source.iris(include_str!("types.rq"), things)?;
        let classes = distinct(of.values().flatten().map(String::as_str));
        let mut above: HashMap<String, Vec<String>> = HashMap::new();
        let found = source.found(include_str!("classes.rq"), &classes)?;
        for row in found.rows.iter().filter(|row| found.attribute(row) == ABOVE) {
            let of_class = above.entry(found.text(row.thing).to_owned()).or_default();
            of_class.push(found.text(row.value).to_owned());
        }
        let facts = Facts::of(found, |attribute| attribute != ABOVE, source.language);
        Ok(Self { of, above, facts })
    }

    /// The attributes to draw a node with: those of its class with a colour, or else of the narrowest class with a
    /// name.
    fn drawn(&self, node: &str) -> impl Iterator<Item = (&str, Value<'_>, i64)> {
        let classes = self.of.get(node).map(Vec::as_slice).unwrap_or_default();
        let has = |class: &&String, attribute: &str| self.facts.text(self.facts.number(class), attribute).is_some();
        let is_above =
            |class: &String, other: &String| self.above.get(other).is_some_and(|above| above.contains(class));
        let named = || classes.iter().filter(|class| has(class, "class"));
        let narrowest = || named().find(|class| !named().any(|other| *class != other && is_above(class, other)));
        let class = classes.iter().find(|class| has(class, "colour")).or_else(narrowest);
        class
            .into_iter()
            .flat_map(|class| self.facts.about(self.facts.number(class)))
    }
}
