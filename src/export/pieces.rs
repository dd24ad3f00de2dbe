//! The values of an attribute as XML has them: where many edges have the same, each is escaped once, with what stands around it;
//! where none of all its texts needs an escape, none is looked at again.

use super::xml::{Xml, escape, list, needs_escapes};
use crate::view::{Attribute, Type, Value};
use std::borrow::Cow;

/// How many different values are kept ready at most: as many as lie in the nearest cache.
const MOST: usize = 1 << 9;

/// What is written of one attribute.
pub(super) struct Pieces<'g> {
    attribute: Attribute<'g>,
    /// What stands before each value.
    pub(super) before: String,
    /// What stands behind it.
    behind: &'static str,
    /// Whether all texts stand as they are.
    are_plain: bool,
    /// All that is kept ready, one piece behind the other.
    ready: String,
    /// Where each piece ends, by the number of what is kept, from 0 for none; nothing where there are too many.
    ends: Vec<usize>,
}

impl<'g> Pieces<'g> {
    /// Gets the pieces of an attribute ready: each value between these two texts; nothing for one that is empty.
    pub(super) fn of(attribute: Attribute<'g>, before: String, behind: &'static str) -> Self {
        let mut ready = String::new();
        let mut ends = Vec::new();
        if attribute.different().len() <= MOST {
            ends.push(0);
            for value in attribute.different() {
                if !is_empty(value) {
                    ready.push_str(&before);
                    escape(&plain(value), &mut ready);
                    ready.push_str(behind);
                }
                ends.push(ready.len());
            }
        }
        Self {
            attribute,
            before,
            behind,
            are_plain: attribute.kind != Type::List && !needs_escapes(attribute.texts()),
            ready,
            ends,
        }
    }

    /// Writes the value of a row with what stands around it; nothing where there is none, or one that is empty.
    pub(super) fn write(&self, row: usize, value: Option<Value<'_>>, xml: &mut Xml<'_>) {
        match (self.ready(row), value) {
            (Some(piece), _) => xml.raw(piece),
            (None, Some(value)) if !is_empty(value) => {
                xml.raw(&self.before);
                self.escaped(value, xml);
                xml.raw(self.behind);
            }
            (None, _) => {}
        }
    }

    /// Writes one of the values alone.
    pub(super) fn escaped(&self, value: Value<'_>, xml: &mut Xml<'_>) {
        if self.are_plain {
            xml.raw(value.stored());
        } else {
            xml.text(&plain(value));
        }
    }

    /// The piece of a row, empty where it has no value; `None` where pieces are not kept ready.
    pub(super) fn ready(&self, row: usize) -> Option<&str> {
        let number = self.attribute.number(row) as usize;
        let end = *self.ends.get(number)?;
        let start = self.ends.get(number.wrapping_sub(1)).copied().unwrap_or_default();
        self.ready.get(start..end)
    }
}

/// Whether nothing is written of a value.
pub(super) fn is_empty(value: Value<'_>) -> bool {
    value.kind() != Type::List && value.stored().is_empty()
}

/// A value as both XML formats write it, not yet escaped.
fn plain(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::List(items) => list(items.iter()).into(),
        other => other.stored().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::PropertyGraph;

    fn graph(values: usize) -> PropertyGraph {
        let mut graph = PropertyGraph::default();
        let node = graph.add_node("https://example.org/id/a");
        for number in 0..values {
            let edge = graph.add_edge(node, node);
            graph.set_edge(edge, "note", Value::Text(&format!("<{number}>")));
        }
        let edge = graph.add_edge(node, node);
        graph.set_edge(edge, "note", Value::Text(""));
        graph.add_edge(node, node);
        graph
    }

    fn ready(graph: &PropertyGraph) -> Vec<Option<String>> {
        let attribute = graph.edge_attributes()[0];
        let pieces = Pieces::of(attribute, "<note>".to_owned(), "</note>");
        let rows = 0..graph.topology().edge_count();
        rows.map(|row| pieces.ready(row).map(str::to_owned)).collect()
    }

    #[test]
    fn a_piece_is_escaped_between_its_texts_and_what_is_empty_has_none() {
        let pieces = ready(&graph(2));
        let expected = ["<note>&lt;0&gt;</note>", "<note>&lt;1&gt;</note>", "", ""];
        assert_eq!(pieces, expected.map(|piece| Some(piece.to_owned())));
    }

    #[test]
    fn many_different_values_are_written_all_the_same() {
        assert!(ready(&graph(MOST - 1)).iter().all(Option::is_some));
        let many = graph(MOST);
        assert!(ready(&many).iter().all(Option::is_none));
        for write in [crate::export::gexf::write, crate::export::graphml::write] {
            let mut out = Vec::new();
            write(&many, &crate::export::Options::default(), &mut out).expect("memory takes all");
            let out = String::from_utf8(out).expect("UTF-8");
            assert!((0..MOST).all(|number| out.contains(&format!("&lt;{number}&gt;"))));
            assert_eq!(out.matches("&lt;").count(), MOST);
        }
    }
}
