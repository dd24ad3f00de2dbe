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

/// The columns of claims that tell sums apart that add up; the last tells payments apart that have no time of their own
/// (docs/method.md).
pub const TELLING: [&str; 10] = [
    "about",
    "kind",
    "funder",
    "recipient",
    "modality",
    "unit",
    "period",
    "instrument",
    "per",
    "when",
];

/// The stage of payments.
const PAID: &str = "received";

/// What tells a sum apart from others that add up, by the cells of its claim in the columns of [`TELLING`]: sums that agree in it count
/// as one. The first is what the money is for.
pub fn telling<'c>(cell: impl Fn(&str) -> &'c str) -> [&'c str; 10] {
    let is_by_day = cell("modality") == PAID && cell("period").is_empty();
    TELLING.map(|column| match column {
        "when" if !is_by_day => "",
        column => cell(column),
    })
}
