//! The values of an attribute as XML has them: where many edges have the same, each is escaped once, with what stands around it.

use super::xml::{escape, list};
use crate::view::{Attribute, Value};
use std::borrow::Cow;

/// How many different values are kept ready at most: as many as lie in the nearest cache.
const MOST: usize = 1 << 9;

/// What is written of one attribute.
pub(super) struct Pieces<'g> {
    attribute: Attribute<'g>,
    /// What stands before each value.
    pub(super) before: String,
    /// All that is kept ready, one piece behind the other.
    ready: String,
    /// Where each piece ends, by the number of what is kept, from 0 for none; nothing where there are too many.
    ends: Vec<usize>,
}

impl<'g> Pieces<'g> {
    /// Gets the pieces of an attribute ready: each value between these two texts; nothing for one that is empty.
    pub(super) fn of(attribute: Attribute<'g>, before: String, behind: &str) -> Self {
        let mut ready = String::new();
        let mut ends = Vec::new();
        if attribute.different().len() <= MOST {
            ends.push(0);
            for value in attribute.different() {
                let value = plain(value);
                if !value.is_empty() {
                    ready.push_str(&before);
                    escape(&value, &mut ready);
                    ready.push_str(behind);
                }
                ends.push(ready.len());
            }
        }
        Self {
            attribute,
            before,
            ready,
            ends,
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

/// A value as both XML formats write it, not yet escaped.
pub(super) fn plain(value: Value<'_>) -> Cow<'_, str> {
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
