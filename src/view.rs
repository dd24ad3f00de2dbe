//! Property graphs: what a view query's rows become, over petgraph.
//!
//! Takes the solutions of a view (`queries/views/*.rq`), one row an edge; gives a [`PropertyGraph`] whose nodes and
//! edges carry typed attributes. No literal is ever a node. Stands between the query stage and the exporters.

mod amount;
mod direction;
mod project;
mod property_graph;
mod texts;
mod value;

pub use direction::{Course, DIRECTED, Directions};
pub use project::{ProjectError, Projected, Projection, REFERENCES, value};
pub use property_graph::{About, Attribute, Edge, Node, PropertyGraph};
pub use value::{Items, Type, Value};
