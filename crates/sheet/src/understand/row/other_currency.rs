//! A column of currencies that names another one than the figure of its row has: `£1.2m` beside `USD`.

use crate::map::Role;
use crate::record::UnitBasis;
use crate::understand::column::Spec;
use crate::understand::figure::Sums;
use crate::workbook::Address;

use super::Row;

impl Row<'_, '_> {
    /// Lists such a cell: the currency beside the figure holds.
    pub(super) fn leave_other_currency(&mut self, figures: &[(&Spec, Sums, Vec<Address>)]) {
        let written = figures.iter().flat_map(|(_, sums, _)| &sums.amounts);
        let written = written.filter(|amount| amount.unit_basis == UnitBasis::Written);
        let units: Vec<&str> = written.filter_map(|amount| amount.unit.as_deref()).collect();
        for (_, address, cell) in self.cells(Role::Currency) {
            let text = cell.text.trim();
            let known = self.table.measures.of_money(text).and_then(|measure| measure.unit);
            let known = known.or_else(|| (text.len() == 3).then(|| text.to_uppercase()));
            let other = units
                .iter()
                .find(|unit| **unit != "%" && Some(**unit) != known.as_deref());
            if let Some(other) = other.filter(|_| known.is_some() && self.table.count(Role::Amount) == 1) {
                let why = format!("the figure of its row has another currency beside it, {other}, which holds");
                self.given.left.push((address, text.to_owned(), why));
            }
        }
    }
}
