//! Attribute values as XML. Values that many edges share are escaped once, together with the markup around them; if no
//! text of an attribute needs escaping, none is scanned again.

use super::xml::{Xml, escape, list, needs_escapes};
use crate::view::{Attribute, Type, Value};
use std::borrow::Cow;

/// The maximum number of distinct values to cache, so that they fit into the processor's cache.
const MOST: usize = 1 << 9;

/// The markup and cached values of one attribute.
pub(super) struct Pieces<'g> {
    attribute: Attribute<'g>,
    /// The markup before each value.
    pub(super) before: String,
    /// The markup after each value.
    behind: &'static str,
    /// Whether no text needs escaping.
    are_plain: bool,
    /// All cached pieces, concatenated.
    ready: String,
    /// The end of each piece, by the number of the stored value, from 0 for none; empty if there are too many.
    ends: Vec<usize>,
}

impl<'g> Pieces<'g> {
    /// Prepares the pieces of an attribute: each value between these two strings; empty values have empty pieces.
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

    /// Writes the value of a row with its markup; nothing if it is missing or empty.
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

    /// Writes a value, escaped, without markup.
    pub(super) fn escaped(&self, value: Value<'_>, xml: &mut Xml<'_>) {
        if self.are_plain {
            xml.raw(value.stored());
        } else {
            xml.text(&plain(value));
        }
    }

    /// The cached piece of a row, empty if it has no value; `None` if pieces are not cached.
    pub(super) fn ready(&self, row: usize) -> Option<&str> {
        let number = self.attribute.number(row) as usize;
        let end = *self.ends.get(number)?;
        let start = self.ends.get(number.wrapping_sub(1)).copied().unwrap_or_default();
        self.ready.get(start..end)
    }
}

/// Whether a value is left out.
pub(super) fn is_empty(value: Value<'_>) -> bool {
    value.kind() != Type::List && value.stored().is_empty()
}

/// A value as both XML formats write it, unescaped.
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
