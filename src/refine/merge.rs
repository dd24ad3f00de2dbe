//! Merges parallel edges: counts the claims behind them and adds up their amounts.
//!
//! Edges are merged if they have the same ends (and direction), kind, unit, modality and status, so that proposed amounts
//! are not added to announced ones, nor euros to dollars, nor euros a year to euros. Equal figures count once, since documents repeat each other.
//! Figures that are not money (`money` is false) or not additive (`adds` is false: parts, and sums that others replace
//! or contest) are merged only if they are equal.

use super::RefineError;
use super::select::{copy_edge, copy_nodes};
use crate::view::{Attribute, Directions, Edge, PropertyGraph, Value};
use petgraph::graph::EdgeIndex;
use std::collections::{BTreeMap, BTreeSet};
use text::Decimal;

/// Attributes that describe a single figure; a sum of several has none.
const OF_ONE_FIGURE: [&str; 3] = ["sign", "wording", "money"];
/// Attributes that are counted or added up.
const SET_APART: [&str; 5] = ["claims", "count", "minimum", "maximum", "added"];
/// The separator of keys in an edge that stands for several claims.
const BETWEEN_KEYS: &str = " | ";

/// The properties that merged edges share; also their sort order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness<'g> {
    ends: (usize, usize),
    leads: bool,
    kind: &'g str,
    unit: String,
    modality: String,
    /// Whether it was corrected or withdrawn.
    status: String,
    /// The bounds, if they are not added.
    figure: Option<Figure>,
    has_figure: bool,
}

/// Lower and upper bound as text.
type Figure = (Option<String>, Option<String>);

/// Merges parallel edges. A merged edge has the number of its claims (`count`) and their keys (`claims`).
///
/// # Errors
/// When a sum exceeds the range of decimals.
pub(super) fn merge(view: &PropertyGraph) -> Result<PropertyGraph, RefineError> {
    let mut made = PropertyGraph::new(view.about.clone());
    let nodes = copy_nodes(view, &mut made, |_| true);
    let mut groups: Vec<Vec<Edge<'_>>> = Vec::new();
    let mut known: BTreeMap<Likeness<'_>, usize> = BTreeMap::new();
    let directions = Directions::of(view);
    for edge in view.edges() {
        let group = *known
            .entry(likeness(edge, directions.leads(edge)))
            .or_insert(groups.len());
        match groups.get_mut(group) {
            Some(edges) => edges.push(edge),
            None => groups.push(vec![edge]),
        }
    }
    let attributes = view.edge_attributes();
    for edges in &groups {
        let first = edges[0];
        let (Some(source), Some(target)) = (nodes[first.source.index()], nodes[first.target.index()]) else {
            continue;
        };
        let merged = match edges.len() {
            1 => copy_edge(first, &attributes, &mut made, (source, target)),
            _ => {
                let merged = made.add_edge(source, target);
                say_together(edges, &attributes, &mut made, merged);
                add_up(edges, &mut made, merged)?;
                merged
            }
        };
        let claims: BTreeSet<String> = edges.iter().flat_map(|edge| claims(*edge)).collect();
        let count: usize = edges.iter().map(|edge| count(*edge)).sum();
        made.set_edge(merged, "count", Value::Integer(&count.to_string()));
        if !claims.is_empty() {
            made.set_edge_list(merged, "claims", claims.iter().map(String::as_str));
        }
    }
    Ok(made)
}

fn likeness(edge: Edge<'_>, leads: bool) -> Likeness<'_> {
    let text = |name: &str| edge.get(name).map(Value::plain).unwrap_or_default();
    let is_sum = ["money", "adds"]
        .iter()
        .all(|name| edge.get(name) != Some(Value::Boolean(false)));
    let figure = figure(edge);
    let (source, target) = (edge.source.index(), edge.target.index());
    Likeness {
        ends: match leads {
            true => (source, target),
            false => (source.min(target), source.max(target)),
        },
        leads,
        kind: edge.kind(),
        unit: [text("unit"), text("symbol"), text("per")].join(" "),
        modality: text("modality"),
        status: text("status"),
        has_figure: edge.weight().is_some() || figure != (None, None),
        figure: Some(figure).filter(|_| !is_sum),
    }
}

fn figure(edge: Edge<'_>) -> Figure {
    let bound = |name: &str| edge.get(name).map(Value::plain).filter(|text| !text.is_empty());
    (bound("minimum"), bound("maximum"))
}

/// The keys of the claims behind an edge.
fn claims(edge: Edge<'_>) -> Vec<String> {
    match edge.get("claims") {
        Some(Value::List(items)) => items.iter().map(str::to_owned).collect(),
        Some(text) => text.plain().split(BETWEEN_KEYS).map(str::to_owned).collect(),
        None => {
            let claim = edge.get("claim").map(Value::plain);
            claim
                .iter()
                .filter_map(|iri| iri.rsplit('/').next())
                .map(str::to_owned)
                .collect()
        }
    }
}

/// The number of claims behind an edge.
fn count(edge: Edge<'_>) -> usize {
    let counted = edge.get("count").and_then(|value| value.plain().parse().ok());
    counted.unwrap_or(1)
}

/// Combines the attributes of edges: equal values become one, different values a list; the dates span all edges.
fn say_together(edges: &[Edge<'_>], attributes: &[Attribute<'_>], made: &mut PropertyGraph, merged: EdgeIndex) {
    let labels: BTreeSet<&str> = edges
        .iter()
        .map(|edge| edge.label())
        .filter(|label| !label.is_empty())
        .collect();
    let label = labels.into_iter().collect::<Vec<_>>().join(", ");
    let start = edges.iter().filter_map(|edge| edge.start()).min();
    // As an end date, a year is later than each of its months.
    let end = edges
        .iter()
        .filter_map(|edge| edge.end())
        .max_by_key(|end| format!("{end}~"));
    let own = [
        ("kind", Some(edges[0].kind())),
        ("label", Some(label.as_str())),
        ("start", start),
        ("end", end),
    ];
    for (name, text) in own {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            made.set_edge(merged, name, Value::Text(text));
        }
    }
    let is_said = |attribute: &&Attribute<'_>| !SET_APART.contains(&attribute.name);
    for attribute in attributes.iter().filter(is_said) {
        let values: Vec<Value<'_>> = edges.iter().filter_map(|edge| edge.value(*attribute)).collect();
        let said: BTreeSet<String> = values.iter().map(|value| value.plain()).collect();
        match (values.first(), said.len()) {
            (Some(value), 1) => made.set_edge(merged, attribute.name, *value),
            (Some(value), _) if attribute.name == "claim" => made.set_edge(merged, "claim", *value),
            (Some(_), _) if OF_ONE_FIGURE.contains(&attribute.name) => {}
            (Some(_), _) => made.set_edge_list(merged, attribute.name, said.iter().map(String::as_str)),
            (None, _) => {}
        }
    }
}

/// Adds up the amounts. Each distinct figure counts once, however many claims state it; weights without bounds count
/// each time.
fn add_up(edges: &[Edge<'_>], made: &mut PropertyGraph, merged: EdgeIndex) -> Result<(), RefineError> {
    let figures: BTreeMap<Figure, Edge<'_>> = edges.iter().map(|edge| (figure(*edge), *edge)).collect();
    let has_bounds = figures.keys().any(|figure| *figure != (None, None));
    let minimum = sum(figures.keys().map(|(minimum, _)| minimum.as_deref()))?;
    let maximum = sum(figures.keys().map(|(_, maximum)| maximum.as_deref()))?;
    let weight = match has_bounds {
        true => minimum.clone().or_else(|| maximum.clone()),
        false => sum(edges.iter().map(|edge| edge.weight()))?,
    };
    // If one figure lacks a bound, the sum lacks it too.
    for (name, value) in [("weight", weight), ("minimum", minimum), ("maximum", maximum)] {
        if let Some(value) = value {
            made.set_edge(merged, name, Value::Decimal(&value));
        }
    }
    if has_bounds && figures.len() > 1 {
        let added = figures.into_values().filter_map(|edge| edge.weight());
        made.set_edge_list(merged, "added", added);
    }
    Ok(())
}

/// The sum of numbers; `None` if one is missing.
fn sum<'g>(numbers: impl Iterator<Item = Option<&'g str>>) -> Result<Option<String>, RefineError> {
    let mut sum = Decimal::from(0);
    for number in numbers {
        let Some(number) = number else { return Ok(None) };
        let number = Decimal::parse(number).ok_or(RefineError::TooLong)?;
        sum = sum.checked_add(number).ok_or(RefineError::TooLong)?;
    }
    Ok(Some(sum.to_string()))
}
