//! Directed and undirected edges.
//!
//! An edge whose attribute [`DIRECTED`] is false is undirected: that two claims contradict each other holds both ways,
//! whichever of them is the view's `?source`. All other edges are directed from source to target.

use super::property_graph::{Attribute, Edge, PropertyGraph};

/// The edge attribute that is false for an undirected edge.
pub const DIRECTED: &str = "directed";

/// The directions of a graph's edges.
#[derive(Clone, Copy)]
pub struct Directions<'g> {
    attribute: Option<Attribute<'g>>,
    of_all: Course,
}

/// The directions of all edges of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// All edges are directed.
    Directed,
    /// All edges are undirected.
    Undirected,
    /// Some edges are directed, others undirected.
    Mixed,
}

impl<'g> Directions<'g> {
    /// Reads the directions of a graph's edges.
    pub fn of(graph: &'g PropertyGraph) -> Self {
        let attribute = graph.edge_attributes().into_iter().find(|known| known.name == DIRECTED);
        let mut directions = Self {
            attribute,
            of_all: Course::Directed,
        };
        if attribute.is_some() {
            let edges = graph.topology().edge_count();
            let directed = graph.edges().filter(|edge| directions.leads(*edge)).count();
            directions.of_all = match directed {
                0 if edges > 0 => Course::Undirected,
                all if all == edges => Course::Directed,
                _ => Course::Mixed,
            };
        }
        directions
    }

    /// Whether an edge is directed.
    pub fn leads(&self, edge: Edge<'_>) -> bool {
        let value = self.attribute.and_then(|attribute| attribute.value(edge.index.index()));
        value.is_none_or(|value| value.stored() != "false")
    }

    /// Whether the edges are all directed, all undirected or mixed.
    pub fn of_all(&self) -> Course {
        self.of_all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Value;

    fn course(directed: &[Option<Value<'_>>]) -> Course {
        let mut graph = PropertyGraph::default();
        let [from, to] = ["a", "b"].map(|iri| graph.add_node(iri));
        for directed in directed {
            let edge = graph.add_edge(from, to);
            if let Some(directed) = directed {
                graph.set_edge(edge, DIRECTED, *directed);
            }
        }
        Directions::of(&graph).of_all()
    }

    #[test]
    fn only_false_takes_the_direction() {
        let (no, yes) = (Some(Value::Boolean(false)), Some(Value::Boolean(true)));
        assert_eq!(course(&[]), Course::Directed);
        assert_eq!(course(&[None, yes, Some(Value::Text("?"))]), Course::Directed);
        assert_eq!(course(&[no, Some(Value::Text("false"))]), Course::Undirected);
        assert_eq!(course(&[no, None]), Course::Mixed);
    }
}
