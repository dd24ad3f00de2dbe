//! The currency of columns whose cells have it: the map keeps it, so that a later version of the sheet may leave it out.

use crate::map::Role;
use crate::record::UnitBasis;

use super::Reading;
use super::column::Spec;

/// The fewest figures that tell the currency of their column.
const FEWEST: usize = 2;

impl Reading<'_> {
    /// Writes the currency into the map that all figures of a column have, where nothing else gives it. Not where a scale is given: a
    /// currency without one is then that of sums in full.
    pub(super) fn keep_currencies(&mut self, specs: &[Spec]) {
        let defaults = &self.understood.map.defaults;
        if defaults.unit.is_some() || defaults.scale.is_some() {
            return;
        }
        let is_open = |spec: &&Spec| spec.role() == Role::Amount && spec.map.unit.is_none() && spec.map.scale.is_none();
        let records = self.understood.records.iter().flat_map(|record| &record.amounts);
        let mut written: Vec<(usize, Option<&str>, usize)> = Vec::new();
        for amount in records {
            let Some(column) = usize::try_from(amount.address.column)
                .ok()
                .and_then(|column| column.checked_sub(1))
            else {
                continue;
            };
            let unit = amount
                .unit
                .as_deref()
                .filter(|unit| amount.unit_basis == UnitBasis::Written && *unit != "%");
            match written.iter_mut().find(|(known, ..)| *known == column) {
                Some((_, known, count)) => {
                    *known = known.filter(|known| Some(*known) == unit);
                    *count += 1;
                }
                None => written.push((column, unit, 1)),
            }
        }
        let kept: Vec<(usize, String)> = written
            .into_iter()
            .filter(|(.., count)| *count >= FEWEST)
            .filter_map(|(column, unit, _)| Some((column, unit?.to_owned())))
            .collect();
        for spec in specs.iter().filter(is_open) {
            let unit = kept
                .iter()
                .find(|(column, _)| *column == spec.index)
                .map(|(_, unit)| unit);
            let column = &spec.map;
            let known = self.understood.map.columns.iter_mut();
            let mut known =
                known.filter(|known| known.heading == column.heading && known.occurrence == column.occurrence);
            if let (Some(unit), Some(known)) = (unit, known.next()) {
                known.unit = Some(unit.clone());
            }
        }
    }
}
