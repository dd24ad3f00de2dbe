//! When it was said or happened, and the years that the money is for.

use crate::map::Role;
use crate::record::{Dated, Source};
use crate::words::LISTS;

use super::super::column::Spec;
use super::Row;

/// Why a text is no date.
const NO_DATE: &str = "no date was understood: write it as 2024-05-21, 2024-05 or 2024";

impl<'t> Row<'_, 't> {
    pub(super) fn date(&mut self, role: Role) -> Option<Dated> {
        let mut found = None;
        for (spec, address, cell) in self.cells(role) {
            let text = cell.text.trim();
            // Where its sum is there, a record uses it.
            if self.table.dates.values().any(|column| *column == spec.index) {
                self.refuse(address, "the sum of which it is the date is not recorded");
                continue;
            }
            if found.is_some() {
                self.refuse(address, "another column has the date");
                continue;
            }
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            match self.table.date_in(spec.index, cell) {
                Some(iso) => {
                    self.used.push(address);
                    found = Some(Dated {
                        iso,
                        basis: "written",
                        as_written: text.to_owned(),
                        address: Some(address),
                    });
                }
                None => {
                    self.given.misfits += 1;
                    self.refuse(address, NO_DATE);
                }
            }
        }
        found
    }

    /// The date of a sum whose column stands below one heading with that of its date.
    pub(super) fn date_of(&mut self, sum: &Spec) -> Option<Dated> {
        let column = *self.table.dates.get(&sum.index)?;
        let (_, address, cell) = *self.shown.iter().find(|(spec, ..)| spec.index == column)?;
        let as_written = cell.text.trim().to_owned();
        match self.table.date(cell) {
            Some(iso) => Some(Dated {
                iso,
                basis: "written",
                as_written,
                address: Some(address),
            }),
            None => {
                let is_empty = LISTS.is_empty_word(&as_written);
                self.refuse(address, if is_empty { "not recorded" } else { NO_DATE });
                None
            }
        }
    }

    /// When it was: a column says so, the cell of the stage, the day of the document, or the map.
    pub(super) fn when(&mut self, source: &mut Option<Source>) -> Option<Dated> {
        let published = self.published(source);
        let when = self.when_or_day_of_stage().or(published);
        when.or_else(|| inferred(&self.table.map.defaults.when))
    }

    /// When it was: a column says so, else the cell of the stage.
    fn when_or_day_of_stage(&mut self) -> Option<Dated> {
        let (own, day) = (self.date(Role::When), self.state.on.take());
        if let (Some(_), Some(day)) = (&own, &day)
            && let Some(address) = day.address
        {
            let left = (
                address,
                day.as_written.clone(),
                "another column has the date".to_owned(),
            );
            self.given.left.push(left);
        }
        own.or(day)
    }

    pub(super) fn period(&mut self) -> Option<Dated> {
        let own = self.date(Role::Period);
        let (start, end) = (self.date(Role::PeriodStart), self.date(Role::PeriodEnd));
        let joined = match (start, end) {
            (Some(start), Some(end)) if start.iso == end.iso => Some(start),
            (Some(start), Some(end)) => {
                let first = start.iso.split('/').next().unwrap_or_default();
                let last = end.iso.rsplit('/').next().unwrap_or_default();
                match first <= last {
                    true => Some(Dated {
                        iso: format!("{first}/{last}"),
                        as_written: format!("{} – {}", start.as_written, end.as_written),
                        ..start
                    }),
                    false => {
                        for one in [&start, &end] {
                            if let Some(address) = one.address {
                                self.used.retain(|used| *used != address);
                                self.refuse(address, "the period ends before it begins");
                            }
                        }
                        None
                    }
                }
            }
            (one, other) => one.or(other),
        };
        let defaults = &self.table.map.defaults;
        own.or(joined).or_else(|| inferred(&defaults.period))
    }
}

fn inferred(text: &Option<String>) -> Option<Dated> {
    text.as_ref().map(|iso| Dated {
        iso: iso.clone(),
        basis: "inferred",
        as_written: iso.clone(),
        address: None,
    })
}
