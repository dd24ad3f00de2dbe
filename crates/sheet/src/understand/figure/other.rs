//! Figures in another currency than that of their column.

use crate::record::UnitBasis;
use crate::words::LISTS;

use super::{Context, Sums};

/// Why a figure has not the currency of its column: its cell has a word for another one, of which several have that word. Where the unit
/// of the column is one of these, the figure has that.
pub(super) fn currency(text: &str, sums: &mut Sums, context: &Context) -> Option<String> {
    let first = sums.amounts.first()?;
    let is_francs = first.unit.as_deref() == Some("FRF");
    // `francs CFA` are those of two currencies.
    let is_cfa = first.unit.as_deref() == Some("XOF") && !text.contains("XOF");
    if first.unit_basis == UnitBasis::Written && !is_francs && !is_cfa {
        return None;
    }
    // Digits and words may stand together: `500kr`.
    let apart: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { ' ' } else { letter })
        .collect();
    let found = LISTS.within("currencies", &apart);
    let codes = found.first()?.value;
    let said = context.unit.as_deref().filter(|unit| codes.contains(unit));
    if let Some(unit) = said.filter(|_| is_cfa) {
        let amounts = sums
            .amounts
            .iter_mut()
            .filter(|amount| amount.unit.as_deref() == Some("XOF"));
        amounts.for_each(|amount| amount.unit = Some(unit.to_owned()));
    }
    (said.is_none() || is_francs).then(|| {
        format!("its currency is {codes}, and not that of its heading: write the code of the currency beside the figure, or a column of currencies")
    })
}
