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
    /// How many digits most numbers of the column have before their decimal mark.
    pub(in crate::understand) digits: Option<usize>,
    /// What a number means that may be a sum in full, though the heading gives a scale.
    pub(in crate::understand) full: Option<FullDigits>,
    /// The form of the money.
    pub(in crate::understand) instrument: Option<String>,
    /// The language that is tried first.
    pub(in crate::understand) is_english: bool,
}

/// From which number on a sum may be written in full below a heading that gives a scale: a million.
const FULL: u128 = 1_000_000;

/// The scale of headings below which such a number is no sum: millions.
const MILLIONS: u32 = 6;

/// By how many digits such a number is longer than others, below a heading that says thousands.
const LONGER: usize = 3;

impl Context {
    /// Where the unit of a figure stands that does not write it.
    pub(super) fn basis(&self) -> UnitBasis {
        match self.unit {
            Some(_) => UnitBasis::CarriedOver,
            None => UnitBasis::None,
        }
    }

    /// Whether a number without unit may be a sum in full, though the heading gives a scale: a million of millions, or of
    /// thousands where others are far smaller.
    pub(super) fn is_full(&self, value: Decimal) -> bool {
        let is_longer = || self.digits.is_some_and(|usual| digits(value) >= usual + LONGER);
        self.scale > 0 && value.reaches(FULL) && (self.scale >= MILLIONS || is_longer())
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

/// How many digits stand before the decimal mark of a number.
pub(in crate::understand) fn digits(value: Decimal) -> usize {
    let text = value.to_string();
    let whole = text.split('.').next().unwrap_or_default();
    whole.bytes().filter(u8::is_ascii_digit).count()
}
