//! Derives sums and totals from the claims in the graph: the step `sums`, which a rule names in its header.
//!
//! Takes the rows of that rule, which map the dossier's vocabulary to features of claims (`read`); gives triples about
//! figures, totals, and claims that are in none (`write`). The method is in `docs/method.md`; `crates/sums` computes it.

mod read;
mod write;

use crate::graph::{Graph, Rows};
use oxigraph::model::Triple;
use oxigraph::sparql::QueryEvaluationError;

/// The triples that follow from the rows of the rule: figures, totals, and the claims that are in none.
///
/// The work counts within the budget of the rule, whose name is given: the rows come from a dossier.
///
/// # Errors
/// When a row cannot be evaluated, or the rule exceeded its budget before.
pub fn derive(graph: &Graph, name: &str, rows: Rows<'_>) -> Result<Vec<Triple>, QueryEvaluationError> {
    let stated = read::read(rows)?;
    graph.within_budget(name, || write::triples(&stated, &sums::derive(&stated.input)))
}
