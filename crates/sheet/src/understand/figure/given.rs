//! What a heading, a title or the map says of figures that do not say it themselves.

use text::Decimal;

use crate::map::{DecimalMark, FullDigits};
use crate::record::UnitBasis;

/// What holds for figures that do not say it themselves.
#[derive(Debug, Clone, Default)]
pub(in crate::understand) struct Context {
    /// The unit.
    pub(in crate::understand) unit: Option<String>,
    /// The power of ten.
    pub(in crate::understand) scale: u32,
    /// The decimal mark.
    pub(in crate::understand) mark: Option<DecimalMark>,
    /// What a number means that reaches a million below a heading that says millions.
    pub(in crate::understand) full: Option<FullDigits>,
    /// The form of the money.
    pub(in crate::understand) instrument: Option<String>,
    /// The language that is tried first.
    pub(in crate::understand) is_english: bool,
}

/// The scale of headings from which a number that reaches it may be a sum in full: millions.
const MILLIONS: u32 = 6;

impl Context {
    /// Where the unit of a figure stands that does not write it.
    pub(super) fn basis(&self) -> UnitBasis {
        match self.unit {
            Some(_) => UnitBasis::CarriedOver,
            None => UnitBasis::None,
        }
    }

    /// Whether a number without unit has full digits below a heading that says millions.
    pub(super) fn is_full(&self, value: Decimal) -> bool {
        self.scale >= MILLIONS && value.reaches(10_u128.pow(MILLIONS))
    }

    /// The power of ten of a number that has no unit of its own: that of its column, unless its digits are the sum in full.
    pub(super) fn scale_of(&self, value: Decimal) -> u32 {
        let is_scaled = self.full == Some(FullDigits::Scaled);
        if self.is_full(value) && !is_scaled {
            0
        } else {
            self.scale
        }
    }
}
