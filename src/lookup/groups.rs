//! The claims of edges. An edge for several claims is represented by the one that speaks for their sum, or else the one that is furthest
//! advanced.

use super::facts::{Facts, Source};
use crate::query::AskError;
use crate::view::{Projected, Value};
use hashbrown::{HashMap, HashSet};
use petgraph::graph::EdgeIndex;

/// Separates the claims of a group.
const BETWEEN: &str = " | ";

/// An optional IRI for each edge, in edge order.
#[derive(Default)]
pub(super) struct Iris {
    /// The distinct IRIs, in the order in which they come first.
    distinct: Vec<String>,
    /// The place of each edge's IRI among them.
    places: Vec<Option<usize>>,
}

impl Iris {
    /// Collects one optional IRI for each edge.
    pub fn new<'a>(iris: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut distinct = Vec::new();
        let mut place = |iri: &'a str| {
            *known.entry(iri).or_insert_with(|| {
                distinct.push(iri.to_owned());
                distinct.len() - 1
            })
        };
        let places = iris.map(|iri| iri.map(&mut place)).collect();
        Self { distinct, places }
    }

    /// The IRI of an edge.
    pub fn get(&self, edge: EdgeIndex) -> Option<&str> {
        self.distinct.get(self.place(edge)?).map(String::as_str)
    }

    /// The place of an edge's IRI among the distinct ones.
    pub fn place(&self, edge: EdgeIndex) -> Option<usize> {
        *self.places.get(edge.index())?
    }

    /// The distinct IRIs, by place.
    pub fn distinct(&self) -> impl Iterator<Item = &str> {
        self.distinct.iter().map(String::as_str)
    }

    /// The distinct IRIs, sorted.
    pub fn all(&self) -> Vec<&str> {
        distinct(self.distinct())
    }
}

/// The distinct IRIs, sorted.
pub(super) fn distinct<'a>(iris: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut iris: Vec<&str> = iris.collect::<HashSet<_>>().into_iter().collect();
    iris.sort_unstable();
    iris
}

/// The claims of a view's edges. If the view selects `?claims` but not `?claim`, the edges get the attributes `claim`
/// and `count`, and `claims` has keys instead of IRIs.
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

/// The claims behind one edge.
struct Group<'a> {
    /// Of claims that state one sum that which speaks for it, or else the one that is furthest advanced; of equal ones the last by IRI.
    first: &'a str,
    keys: Vec<&'a str>,
}

impl<'a> Group<'a> {
    /// Parses the IRIs of claims; `None` if one of them is not a claim.
    fn of(written: &'a str, facts: &'a Facts<'_>) -> Option<Self> {
        let claims = written.split(BETWEEN);
        let mut keys: Vec<&str> = claims
            .clone()
            .map(|claim| facts.text(facts.number(claim), "key"))
            .collect::<Option<_>>()?;
        keys.sort_unstable();
        let stage = |claim: &str| {
            let stage = facts.text(facts.number(claim), "stage")?;
            stage.parse::<i64>().ok()
        };
        let of = |claim: &str, attribute: &str| facts.text(facts.number(claim), attribute);
        let figure = claims.clone().next().and_then(|claim| of(claim, "figure"));
        let is_one_sum = figure.is_some() && claims.clone().all(|claim| of(claim, "figure") == figure);
        let mut speaking = claims
            .clone()
            .filter(|claim| is_one_sum && of(claim, "speaks").is_some());
        let first = match speaking.next() {
            Some(speaking) => speaking,
            None => claims.max_by_key(|claim| (stage(claim), *claim))?,
        };
        Some(Self { first, keys })
    }
}
