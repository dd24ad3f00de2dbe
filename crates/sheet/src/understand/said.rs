//! What a heading says of its column.

use crate::map::Role;
use crate::measure::Measure;

/// The stage of a column whose money is gone.
pub(super) const WITHDRAWN: &str = "withdrawn";

/// The stage of a column whose money never came about.
pub(super) const REFUSED: &str = "refused";

/// What a heading says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// What its column means.
    pub(super) role: Option<Role>,
    /// Whether that is only a guess, from a word that headings have for other things as well.
    pub(super) is_weak: bool,
    /// Whether its figures are what the whole costs, whoever pays.
    pub(super) is_cost: bool,
    /// Whether it is a total of other columns.
    pub(super) is_total: bool,
    /// The unit and scale of its figures.
    pub(super) measure: Option<Measure>,
    /// The stage of its figures.
    pub(super) stage: Option<&'static str>,
    /// That its money is gone, or never came about: a stage of columns.
    pub(super) gone: Option<&'static str>,
    /// That its figures are payments of a sum; true: or what remains of it.
    pub(super) instalment: Option<bool>,
    /// Whether its figures are sums to date, which each row tells anew.
    pub(super) is_cumulative: bool,
    /// The form of the money of its figures.
    pub(super) instrument: Option<&'static str>,
    /// The years of its figures.
    pub(super) period: Option<String>,
    /// The day on which its figures held.
    pub(super) when: Option<String>,
    /// Whether it says that its dates are those of payments.
    pub(super) is_day_of_payment: bool,
    /// Whether it names a public body, which then is who pays.
    pub(super) is_body: bool,
    /// Whether it says that its names are those of natural persons.
    pub(super) is_person: bool,
    /// The share of its words that told the role, in per cent.
    pub(super) certainty: usize,
}

impl Said {
    /// Whether it gives a unit of money.
    pub(super) fn has_currency(&self) -> bool {
        self.measure
            .as_ref()
            .is_some_and(|measure| measure.unit.as_deref() != Some("%"))
    }

    /// Whether it tells of figures without being the name of a column: a year, AE, voted, M€.
    pub(super) fn is_group(&self) -> bool {
        let is_figure = self.role.is_none() || self.is_weak || self.role == Some(Role::Amount);
        is_figure && (self.period.is_some() || self.stage.is_some() || self.instrument.is_some() || self.has_currency())
    }
}
