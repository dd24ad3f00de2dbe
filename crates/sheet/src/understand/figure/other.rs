//! Figures in another currency than that of their column.

use crate::record::UnitBasis;
use crate::words::LISTS;

use super::{Context, Sums};

/// Why a figure has not the currency of its column: its cell has a word for another one, of which several have that word.
pub(super) fn currency(text: &str, sums: &Sums, context: &Context) -> Option<String> {
    let first = sums.amounts.first()?;
    let is_francs = first.unit.as_deref() == Some("FRF");
    if first.unit_basis == UnitBasis::Written && !is_francs {
        return None;
    }
    // Digits and words may stand together: `500kr`.
    let apart: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { ' ' } else { letter })
        .collect();
    let found = LISTS.within("currencies", &apart);
    let codes = found.first()?.value;
    let is_said = context.unit.as_deref().is_some_and(|unit| codes.contains(unit));
    (!is_said || is_francs).then(|| {
        format!("its currency is {codes}, and not that of its heading: write the code of the currency beside the figure, or a column of currencies")
    })
}
