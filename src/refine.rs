//! Refines graphs: filters them, and merges parallel edges.
//!
//! Takes a property graph and a request; returns another graph, whose `source` line says how it was refined. The order
//! is fixed: conditions, neighbourhood of a node, merging, strongest nodes. A value or node that the view does not have
//! is an error, which lists those that it has.

mod condition;
mod merge;
mod names;
mod quantity;
mod select;

use crate::dossier::Dossier;
use crate::entities::{Entities, Unknown};
use crate::graph::Graph;
use crate::query::AskError;
use crate::view::{Edge, PropertyGraph, Value};
use condition::Condition;
use names::{Names, folded};
use std::collections::BTreeSet;

/// A request, as a person types it.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Conditions that all edges must fulfil, such as `class=Programme` or `amount>=100 M€`.
    pub conditions: Vec<String>,
    /// The name of the node whose neighbourhood to keep.
    pub around: Option<String>,
    /// The radius of the neighbourhood in edges; 1 if `None`.
    pub depth: Option<usize>,
    /// Whether to merge parallel edges.
    pub merge: bool,
    /// How many of the strongest nodes to keep.
    pub top: Option<usize>,
    /// The unit of the amounts to rank nodes by; if `None`, they are ranked by degree.
    pub by: Option<String>,
}

/// A graph cannot be refined as asked for.
#[derive(Debug, thiserror::Error)]
pub enum RefineError {
    /// A condition cannot be parsed.
    #[error("`{condition}` is no condition: {why}")]
    Condition {
        /// The condition.
        condition: String,
        /// The reason.
        why: String,
    },
    /// Nothing in the view has the value of a condition.
    #[error("nothing in the view has the {field} `{value}`{}{}", hint(suggestion.as_deref()), listed(there))]
    Value {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// The nearest known value.
        suggestion: Option<String>,
        /// The values that exist.
        there: Vec<String>,
    },
    /// The name does not identify one node.
    #[error(transparent)]
    Node(#[from] Unknown),
    /// The result would be empty.
    #[error("nothing of the view is left with {asked} ({} edges before)", .edges)]
    Nothing {
        /// The request.
        asked: String,
        /// The number of edges before.
        edges: usize,
    },
    /// A sum exceeds the range of decimals.
    #[error("a sum of amounts has more digits than can be calculated with (38)")]
    TooLong,
    /// The query for the names failed.
    #[error(transparent)]
    Ask(#[from] AskError),
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// The number of values that an error lists.
const LISTED: usize = 20;

fn listed(there: &[String]) -> String {
    match there {
        [] => "; nothing in it has one".to_owned(),
        few if few.len() <= LISTED => format!(" (there is: {})", few.join("; ")),
        many => format!(
            " (there is: {} and {} more)",
            many[..LISTED].join("; "),
            many.len() - LISTED
        ),
    }
}

/// Refines a view's graph.
///
/// # Errors
/// When a name is unknown in the view, or the result would be empty.
pub fn refine(
    view: PropertyGraph,
    request: &Request,
    dossier: &Dossier,
    graph: &Graph,
) -> Result<PropertyGraph, RefineError> {
    let mut view = view;
    let mut done = Vec::new();
    let names = match request.conditions.is_empty() && request.by.is_none() {
        true => None,
        false => Some(Names::of(dossier, graph)?),
    };
    if let Some(names) = names.as_ref().filter(|_| !request.conditions.is_empty()) {
        let parsed = request
            .conditions
            .iter()
            .map(|text| Condition::parse(text, &view, names));
        let conditions: Vec<Condition> = parsed.collect::<Result<_, _>>()?;
        let edges = view.topology().edge_count();
        done.extend(request.conditions.iter().map(|text| text.trim().to_owned()));
        view = select::fulfilling(&view, &conditions);
        if view.topology().node_count() == 0 && edges > 0 {
            let asked = done.join(", ");
            return Err(RefineError::Nothing { asked, edges });
        }
    }
    if let Some(wanted) = &request.around {
        let node = Entities::of(dossier, graph, &view)?.node(wanted)?;
        let depth = request.depth.unwrap_or(1);
        done.push(format!("{} ± {depth}", view.node(node).label()));
        view = select::around(&view, node, depth);
    }
    if request.merge {
        view = merge::merge(&view)?;
    }
    if let Some(count) = request.top {
        view = strongest(&view, count, request.by.as_deref(), names.as_ref())?;
        let by = request
            .by
            .as_ref()
            .map_or_else(String::new, |unit| format!(" ({unit})"));
        done.push(format!("top {count}{by}"));
    }
    if !done.is_empty() {
        let before = std::mem::take(&mut view.about.source);
        let parts = [before].into_iter().filter(|text| !text.is_empty()).chain(done);
        view.about.source = parts.collect::<Vec<_>>().join(" · ");
    }
    Ok(view)
}

/// Keeps the strongest nodes, by degree or by the sum of amounts in a unit.
fn strongest(
    view: &PropertyGraph,
    count: usize,
    by: Option<&str>,
    names: Option<&Names>,
) -> Result<PropertyGraph, RefineError> {
    let (Some(unit), Some(names)) = (by, names) else {
        return select::top(view, count, None);
    };
    let there: BTreeSet<String> = view
        .edges()
        .filter_map(|edge| edge.get("symbol"))
        .map(Value::plain)
        .collect();
    let mut wanted = names.same("unit", unit);
    wanted.insert(folded(unit));
    if !there.iter().any(|symbol| wanted.contains(&folded(symbol))) {
        return Err(condition::unknown_value("unit", unit, &there, names));
    }
    let is_meant = |edge: Edge<'_>| {
        let symbol = edge.get("symbol").map(Value::plain);
        symbol.is_some_and(|symbol| wanted.contains(&folded(&symbol)))
    };
    select::top(view, count, Some(&is_meant))
}
