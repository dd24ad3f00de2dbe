//! The currency of columns whose headings name none, beside columns whose headings do: `Committed (EUR)`, `Paid in 2023`.

use std::collections::BTreeSet;

use crate::map::{Change, ColumnMap, Role};
use crate::measure::Measure;
use crate::understood::{Basis, Choice, Doubt};

use super::Reading;
use super::column::Spec;

impl Reading<'_> {
    /// Gives such columns the currency of the others, if these have the same one; else, or if they have a scale, that is a question.
    pub(super) fn carry_currency(&mut self, specs: &mut [Spec]) {
        let map = &self.understood.map;
        let has_column = specs.iter().any(|spec| spec.role() == Role::Currency);
        if map.defaults.unit.is_some() || map.units_as_written == Some(true) || has_column {
            return;
        }
        let is_sum = |spec: &Spec| matches!(spec.role(), Role::Amount | Role::Minimum | Role::Maximum);
        // Cells that have a currency tell it of others by themselves.
        if specs
            .iter()
            .any(|spec| is_sum(spec) && spec.map.unit.is_none() && spec.kinds.money > 0)
        {
            return;
        }
        let said: BTreeSet<(String, u32)> = specs.iter().filter_map(|spec| unit_of(spec, is_sum(spec))).collect();
        let units: BTreeSet<&String> = said.iter().map(|(unit, _)| unit).collect();
        let is_open = |spec: &Spec| {
            is_sum(spec)
                && spec.basis != Basis::Map
                && spec.map.unit.is_none()
                && spec.kinds.numbers > spec.kinds.shares
        };
        let open: Vec<usize> = specs
            .iter()
            .filter(|spec| is_open(spec))
            .map(|spec| spec.index)
            .collect();
        // `$` of which nobody knows the country gives no currency to others.
        let is_unknown_dollar = self.dollar == Some(None) && units.iter().any(|unit| *unit == super::dollar::READ_AS);
        if units.is_empty() || open.is_empty() || is_unknown_dollar {
            return;
        }
        for index in open {
            let Some(spec) = specs.get_mut(index) else { continue };
            if let (1, Some((unit, scale))) = (said.len(), said.iter().next()) {
                let unit = match &self.dollar {
                    Some(Some(code)) if unit == super::dollar::READ_AS => code.clone(),
                    _ => unit.clone(),
                };
                self.carry(
                    spec,
                    &Measure {
                        unit: Some(unit),
                        scale: *scale,
                    },
                );
            } else {
                let choices = said.iter().map(|(unit, scale)| (Some(unit.clone()), *scale)).collect();
                self.ask_unit(spec, choices);
            }
        }
    }

    /// Gives a column the currency of the others. Whether its figures have their scale, too, is a question.
    fn carry(&mut self, spec: &mut Spec, of_others: &Measure) {
        let own = spec.map.scale;
        spec.map.unit.clone_from(&of_others.unit);
        if of_others.scale > 0 && own.is_none() {
            let is_long = spec.digits.is_some_and(|digits| digits > LONG);
            let mut choices = [(of_others.unit.clone(), of_others.scale), (of_others.unit.clone(), 0)];
            if is_long {
                choices.reverse();
            }
            spec.map.scale = (!is_long).then_some(of_others.scale);
            self.doubts_of_unit(spec, choices.to_vec());
        }
        self.keep(spec);
    }

    /// Asks which currency a column has; until somebody says it, none is recorded.
    fn ask_unit(&mut self, spec: &Spec, mut choices: Vec<(Option<String>, u32)>) {
        choices.insert(0, (None, spec.map.scale.unwrap_or_default()));
        self.doubts_of_unit(spec, choices);
    }

    fn doubts_of_unit(&mut self, spec: &Spec, units: Vec<(Option<String>, u32)>) {
        let choice = |(place, (unit, scale)): (usize, (Option<String>, u32))| {
            let scale = Some(scale).filter(|scale| *scale > 0);
            let label = match (&unit, scale) {
                (None, _) => "that is not recorded".to_owned(),
                (Some(unit), None) => unit.clone(),
                (Some(unit), Some(3)) => format!("thousands of {unit}"),
                (Some(unit), Some(6)) => format!("millions of {unit}"),
                (Some(unit), Some(9)) => format!("thousand millions of {unit}"),
                (Some(unit), Some(scale)) => format!("{unit} times 10 to the power of {scale}"),
            };
            let change = match place {
                0 => Change::Nothing,
                _ => Change::Column(ColumnMap {
                    unit,
                    scale,
                    ..spec.map.clone()
                }),
            };
            Choice { label, change }
        };
        self.understood.doubts.push(Doubt {
            address: spec.heading.cells.first().copied(),
            question: format!(
                "{} names no currency, and other headings do. In what are its figures?",
                spec.label()
            ),
            choices: units.into_iter().enumerate().map(choice).collect(),
        });
    }

    /// Writes the unit of a column into the map.
    fn keep(&mut self, spec: &Spec) {
        let column = &spec.map;
        let mut known = self.understood.map.columns.iter_mut();
        let known = known.find(|known| known.heading == column.heading && known.occurrence == column.occurrence);
        if let Some(known) = known {
            (known.unit, known.scale) = (column.unit.clone(), column.scale);
        }
    }
}

/// From more digits on, figures are in full, whatever the scale of others is.
const LONG: usize = 4;

/// The currency and scale of a column of sums: what its heading says, or the map.
fn unit_of(spec: &Spec, is_sum: bool) -> Option<(String, u32)> {
    let measure = Measure {
        unit: spec.map.unit.clone(),
        scale: spec.map.scale.unwrap_or_default(),
    };
    // What the whole costs is left out, and tells the currency all the same; what is converted does not.
    let is_told = spec.ignored.is_none() || spec.said.is_cost || spec.said.is_total;
    let of_heading = || spec.said.measure.clone().filter(|_| is_told);
    let measure = if is_sum { Some(measure) } else { of_heading() };
    let unit = measure.filter(|_| spec.kinds.numbers > 0)?;
    Some((unit.unit.filter(|unit| unit != "%")?, unit.scale))
}
