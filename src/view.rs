//! Property graphs, over petgraph, built from the rows of a view.
//!
//! Takes the solutions of a view (`queries/views/*.rq`), one edge for each row; returns a [`PropertyGraph`] whose nodes
//! and edges have typed attributes. A literal is never a node. Comes after the queries, before the exporters.

mod amount;
mod direction;
mod project;
mod property_graph;
mod texts;
mod value;

pub use direction::{Course, DIRECTED, Directions};
pub use project::{ProjectError, Projected, Projection, REFERENCES, typed, value};
pub use property_graph::{About, Attribute, Edge, Node, PropertyGraph};
pub use value::{Items, Type, Value};
