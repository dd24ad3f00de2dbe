//! Degrees and weighted degrees.

use super::adjacency::ends;
use super::{AnalysisError, Side};
use crate::view::{PropertyGraph, Value};
use petgraph::graph::DiGraph;
use text::Decimal;

/// Amounts in one unit, which can be added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amounts {
    /// The unit, such as `€`; may be empty.
    pub unit: String,
    /// The amount of each edge in this unit, by edge index.
    pub of_edge: Vec<Option<Decimal>>,
}

/// The amounts (weights) of a view's edges by unit, the most frequent unit first.
///
/// The unit is the edge's `symbol`. Shares in `%` are left out, since shares of different wholes do not add up. Weights
/// are used as they are, including lower bounds and amounts that were only announced.
pub fn amounts(view: &PropertyGraph) -> Vec<Amounts> {
    let edges = view.topology().edge_count();
    let mut units: Vec<(usize, Amounts)> = Vec::new();
    for edge in view.edges() {
        let unit = edge.get("symbol").map(Value::plain).unwrap_or_default();
        let Some(amount) = edge.weight().and_then(Decimal::parse).filter(|_| unit != "%") else {
            continue;
        };
        let place = units
            .iter()
            .position(|(_, amounts)| amounts.unit == unit)
            .unwrap_or_else(|| {
                let of_edge = vec![None; edges];
                units.push((0, Amounts { unit, of_edge }));
                units.len() - 1
            });
        units[place].0 += 1;
        units[place].1.of_edge[edge.index.index()] = Some(amount);
    }
    units.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.unit.cmp(&other.1.unit)));
    units.into_iter().map(|(_, amounts)| amounts).collect()
}

/// Counts the edges of each node.
///
/// Parallel edges count separately. A self-loop counts once in `Side::In`, once in `Side::Out`, and so twice in
/// `Side::Both`. networkx: `G.degree()`, `G.in_degree()`, `G.out_degree()` of a `MultiDiGraph`.
pub fn degree(graph: &DiGraph<(), ()>, side: Side) -> Vec<u32> {
    let mut degrees = vec![0; graph.node_count()];
    for (from, to) in ends(graph) {
        if side != Side::In {
            degrees[from as usize] += 1;
        }
        if side != Side::Out {
            degrees[to as usize] += 1;
        }
    }
    degrees
}

/// Adds up the amounts of each node's edges, exactly: the strength of Barrat et al., in one unit.
///
/// `None` for a node without an amount in this unit, which differs from a sum of zero. Parallel edges and self-loops
/// count as in [`degree`]. networkx: `G.degree(weight="weight")` of a `MultiDiGraph` of this unit's edges.
///
/// A. Barrat, M. Barthélemy, R. Pastor-Satorras, A. Vespignani: The architecture of complex weighted networks, PNAS 101
/// (2004).
///
/// # Errors
/// When a sum needs more than 38 digits.
pub fn weighted_degree(
    graph: &DiGraph<(), ()>,
    amounts: &Amounts,
    side: Side,
) -> Result<Vec<Option<Decimal>>, AnalysisError> {
    let mut sums = vec![None; graph.node_count()];
    let mut add = |node: u32, amount: Decimal| {
        let sum = &mut sums[node as usize];
        let raised = sum.map_or(Some(amount), |sum: Decimal| sum.checked_add(amount));
        *sum = Some(raised.ok_or_else(|| AnalysisError::Sum {
            unit: amounts.unit.clone(),
        })?);
        Ok(())
    };
    for ((from, to), amount) in ends(graph).zip(&amounts.of_edge) {
        let Some(amount) = *amount else { continue };
        if side != Side::In {
            add(from, amount)?;
        }
        if side != Side::Out {
            add(to, amount)?;
        }
    }
    Ok(sums)
}
