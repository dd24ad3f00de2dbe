//! Derives sums and totals from the claims in the graph: the step `sums`, which a rule names in its header.
//!
//! Takes the rows of that rule, which map the dossier's vocabulary to features of claims (`read`); gives triples about
//! figures, totals, and claims that are in none (`write`). The method is in `docs/method.md`; `crates/sums` computes it.

mod read;
mod write;

use crate::graph::Rows;
use oxigraph::model::Triple;
use oxigraph::sparql::QueryEvaluationError;

/// The triples that follow from the rows of the rule: figures, totals, and the claims that are in none.
///
/// # Errors
/// When a row cannot be evaluated.
pub fn derive(rows: Rows<'_>) -> Result<Vec<Triple>, QueryEvaluationError> {
    let stated = read::read(rows)?;
    let derived = sums::derive(&stated.input);
    Ok(write::triples(&stated, &derived))
}
