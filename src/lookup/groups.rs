//! The claims of edges. An edge that stands for several gets the furthest advanced of them.

use super::facts::{Facts, Source};
use crate::query::AskError;
use crate::view::{Projected, Value};
use petgraph::graph::EdgeIndex;
use std::collections::HashSet;
use std::rc::Rc;

/// Stands between the claims of a group.
const BETWEEN: &str = " | ";

/// IRIs, one or none for each edge, in the order of the edges.
pub(super) struct Iris(Vec<Option<Rc<str>>>);

impl Iris {
    /// Takes one for each edge; the same are kept once.
    pub fn new<'a>(iris: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut known: HashSet<Rc<str>> = HashSet::new();
        let mut one = |iri: &str| match known.get(iri) {
            Some(known) => Rc::clone(known),
            None => {
                let iri: Rc<str> = iri.into();
                known.insert(Rc::clone(&iri));
                iri
            }
        };
        Self(iris.map(|iri| iri.map(&mut one)).collect())
    }

    /// That of an edge.
    pub fn get(&self, edge: EdgeIndex) -> Option<&str> {
        self.0.get(edge.index())?.as_deref()
    }

    /// Each once, in order.
    pub fn all(&self) -> Vec<&str> {
        distinct(self.0.iter().flatten().map(AsRef::as_ref))
    }
}

/// Each once, in order.
pub(super) fn distinct<'a>(iris: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut iris: Vec<&str> = iris.collect::<HashSet<_>>().into_iter().collect();
    iris.sort_unstable();
    iris
}

/// The claims of the edges of a view. Where it selects `?claims` and no `?claim`, the edges get the attributes `claim`
/// and `count`, and keys in place of IRIs.
pub(super) fn claims(view: &mut Projected, source: &Source<'_>) -> Result<Iris, AskError> {
    let is_group = !view.selects("claim") && view.selects("claims");
    let column = if is_group { "claims" } else { "claim" };
    let attributes = view.graph.edge_attributes();
    let attribute = attributes.into_iter().find(|attribute| attribute.name == column);
    let written = view.graph.edges().map(|edge| Some(edge.value(attribute?)?.stored()));
    let written = Iris::new(written);
    if !is_group {
        return Ok(written);
    }
    let all = written.all();
    let facts = source.facts(
        include_str!("stages.rq"),
        &distinct(all.iter().flat_map(|group| group.split(BETWEEN))),
    )?;
    let edges: Vec<EdgeIndex> = view.graph.topology().edge_indices().collect();
    let groups = edges.iter().map(|edge| Group::of(written.get(*edge)?, &facts));
    let groups: Vec<Option<Group<'_>>> = groups.collect();
    for (edge, group) in edges.into_iter().zip(&groups) {
        let Some(group) = group else { continue };
        view.graph.set_edge(edge, "claim", Value::Iri(group.first));
        view.graph
            .set_edge(edge, "claims", Value::Text(&group.keys.join(BETWEEN)));
        if !view.selects("count") {
            let count = group.keys.len().to_string();
            view.graph.set_edge(edge, "count", Value::Integer(&count));
        }
    }
    Ok(Iris::new(groups.iter().map(|group| Some(group.as_ref()?.first))))
}

/// The claims that one edge stands for.
struct Group<'a> {
    /// The furthest advanced; of equals the last by IRI.
    first: &'a str,
    keys: Vec<&'a str>,
}

impl<'a> Group<'a> {
    /// Reads the IRIs of claims; none where they are others.
    fn of(written: &'a str, facts: &'a Facts) -> Option<Self> {
        let claims = written.split(BETWEEN);
        let mut keys: Vec<&str> = claims
            .clone()
            .map(|claim| facts.text(claim, "key"))
            .collect::<Option<_>>()?;
        keys.sort_unstable();
        let stage = |claim: &str| facts.text(claim, "stage").and_then(|stage| stage.parse::<i64>().ok());
        let first = claims.max_by_key(|claim| (stage(claim), *claim))?;
        Some(Self { first, keys })
    }
}
