//! What remarks and headings say of the figures of a row: that they are estimates, or for a year each.

use crate::record::{AmountRole, Record};
use crate::understand::column::Spec;
use crate::understand::heading::without_brackets;
use crate::words::{LISTS, words};
use crate::workbook::Address;

use super::Row;

/// Whether a remark says that its row's figure is an estimate: `estimation de l'ONG`, `our estimate`, `estimated by the press`.
fn is_estimate(text: &str) -> bool {
    let all = words(text);
    let is_first = LISTS.at(&["estimate-first"], &all, 0).is_some();
    is_first || !LISTS.within("estimate", text).is_empty()
}

impl Row<'_, '_> {
    /// Takes down a remark that calls the figure of its row an estimate.
    pub(super) fn estimates(&mut self, address: Address, text: &str) {
        if is_estimate(text) {
            self.state.is_estimate = true;
            self.given.estimated.push(address);
        }
    }

    /// Gives sums what their row or heading says of them: that they are estimates, for a year each.
    pub(super) fn qualify(&self, spec: &Spec, record: &mut Record) {
        let bare = without_brackets(&spec.heading.text);
        let rate = LISTS.within("rate-heading", &bare).first().map(|found| found.value);
        // The sum a year beside one year is that of the year.
        let rate = rate.filter(|_| spec.map.period.is_none() && !self.has_year());
        for amount in &mut record.amounts {
            if self.state.is_estimate && amount.wording == "exact" {
                amount.wording = "about";
            }
            if amount.role == AmountRole::Total && amount.unit.as_deref() != Some("%") {
                amount.per = amount.per.or(rate);
            }
        }
    }

    /// Whether a column or the sheet has the years of the sums.
    fn has_year(&self) -> bool {
        self.table.count(crate::map::Role::Period) > 0 || self.table.map.defaults.period.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::is_estimate;

    #[test]
    fn remarks_that_call_a_figure_an_estimate_are_told_from_others() {
        for text in [
            "estimation de l'ONG, moyenne 2021-2023",
            "Estimation",
            "our estimate",
            "estimated by the press",
            "chiffre estimé par l'association",
            "an NGO's own estimate",
        ] {
            assert!(is_estimate(text), "{text}");
        }
        for text in [
            "estimated completion 2027",
            "travaux, coût estimé à 3 M€",
            "esteemed",
            "devis signé",
        ] {
            assert!(!is_estimate(text), "{text}");
        }
    }
}
