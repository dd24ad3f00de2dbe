//! Graphs refined: what of a view is kept, and which of its parallel edges become one.
//!
//! Takes a property graph and what a person asked for in words; gives another graph, which says in its `source` line what
//! was done. Always in this order: conditions, what is around a node, merging, the strongest nodes. Refuses words that
//! name nothing, with those that would.

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

/// What a person asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Conditions that edges must all fulfil, such as `class=Programme` or `amount>=100 M€`.
    pub conditions: Vec<String>,
    /// What people call the node around which to look.
    pub around: Option<String>,
    /// How many steps from it; 1 where nothing is said.
    pub depth: Option<usize>,
    /// Whether parallel edges become one.
    pub merge: bool,
    /// How many of the strongest nodes to keep.
    pub top: Option<usize>,
    /// The unit by whose amounts nodes are strong; by their number of edges where none is given.
    pub by: Option<String>,
}

/// A graph cannot be refined as asked for.
#[derive(Debug, thiserror::Error)]
pub enum RefineError {
    /// A condition is none.
    #[error("`{condition}` is no condition: {why}")]
    Condition {
        /// The condition.
        condition: String,
        /// Why.
        why: String,
    },
    /// Nothing has the value of a condition.
    #[error("nothing in the view has the {field} `{value}`{}{}", hint(suggestion.as_deref()), listed(there))]
    Value {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// A value near to it.
        suggestion: Option<String>,
        /// What there is.
        there: Vec<String>,
    },
    /// Words do not tell one node.
    #[error(transparent)]
    Node(#[from] Unknown),
    /// All was filtered away.
    #[error("nothing of the view is left with {asked} ({} edges before)", .edges)]
    Nothing {
        /// What was asked for.
        asked: String,
        /// How many edges there were.
        edges: usize,
    },
    /// A sum has too many digits.
    #[error("a sum of amounts has more digits than can be calculated with (38)")]
    TooLong,
    /// The names could not be looked up.
    #[error(transparent)]
    Ask(#[from] AskError),
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// How many values an error lists.
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
/// When words name nothing in the view, or nothing is left.
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
        let node = Entities::of(dossier, graph, &view)?.find(wanted)?;
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

/// Keeps the strongest nodes, by their edges or by the amounts in a unit.
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
