//! What a heading, a title or the map says of figures that do not say it themselves.

use text::Decimal;

use crate::map::{DecimalMark, FullDigits};
use crate::measure::Measure;
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
    /// From which number on the bare ones of the column are sums in full, where one of them is that for certain.
    pub(in crate::understand) full_from: Option<Decimal>,
    /// What a number means that may be a sum in full, though the heading gives a scale.
    pub(in crate::understand) full: Option<FullDigits>,
    /// Whether a currency beside a number is rare in the column.
    pub(in crate::understand) is_rare: bool,
    /// Whether the cells of the column have a currency and a scale each.
    pub(in crate::understand) are_scaled: bool,
    /// Whether the figure is for one of several.
    pub(in crate::understand) is_each: bool,
    /// The form of the money.
    pub(in crate::understand) instrument: Option<String>,
    /// The language that is tried first.
    pub(in crate::understand) is_english: bool,
    /// Whether a `billion` may be the French one, a million millions.
    pub(in crate::understand) has_long_billions: bool,
}

/// From which number on a sum may be written in full below a heading that gives a scale: a million.
const FULL: u128 = 1_000_000;

/// The same, where others have far fewer digits.
const LONG: u128 = 10_000;

/// From which number on a longer one is told below thousands.
const SEEN: u128 = 100_000;

/// The same, with a currency of its own: a thousand.
const PLAIN: u128 = 1_000;

/// The same, of a sum for one of several (`£350 per pupil`).
const EACH: u128 = 100;

/// The least scale below which a number may be in full.
const THOUSANDS: u32 = 3;

/// The scale of headings below which such a number is no sum: millions.
const MILLIONS: u32 = 6;

/// By how many digits such a number is longer than others, below a heading that says thousands.
const LONGER: usize = 3;

impl Context {
    /// Where the unit of a figure stands that does not write it.
    fn basis(&self) -> UnitBasis {
        match self.unit {
            Some(_) => UnitBasis::CarriedOver,
            None => UnitBasis::None,
        }
    }

    /// Whether a number without currency and scale is none of those that its column has: `4.5` beside `€300m`.
    pub(super) fn lacks_unit(&self, own: &Measure, value: Decimal) -> bool {
        self.are_scaled && own.is_empty() && !value.reaches(PLAIN) && value != Decimal::from(0)
    }

    /// Whether a number may be a sum in full, though the heading gives a scale: it has far more digits than others, is in the
    /// thousands with a currency of its own and no scale (`700 000 €` below `M€`), or is for one of several.
    pub(super) fn may_be_full(&self, own: &Measure, value: Decimal) -> bool {
        if self.scale < THOUSANDS || own.scale > 0 {
            return false;
        }
        let is_each = self.is_each && value.reaches(EACH);
        let Some(unit) = &own.unit else {
            let is_longer = self.digits.is_some_and(|usual| digits(value) >= usual + LONGER);
            let is_long = value.reaches(FULL) && (self.scale >= MILLIONS || is_longer);
            let is_beside_full = self.full_from.is_some_and(|from| value >= from);
            return is_each || is_long || is_beside_full || self.scale >= MILLIONS && value.reaches(LONG) && is_longer;
        };
        // `$1,200` and `$800` below `$m` are millions alike.
        let usual = self.digits.unwrap_or_default();
        let is_like_others = self.scale >= MILLIONS && digits(value) <= LONGER + 1 && usual >= LONGER;
        self.unit.as_ref() == Some(unit) && (is_each || value.reaches(PLAIN) && !is_like_others)
    }

    /// Whether a number that is scaled like others looks as if it were the sum in full: it alone has a currency (`850 €` below `k€`), or
    /// it is far longer than most.
    pub(super) fn seems_full(&self, own: &Measure, value: Decimal) -> bool {
        if self.scale < THOUSANDS || own.scale > 0 || self.full.is_some() || self.may_be_full(own, value) {
            return false;
        }
        match &own.unit {
            Some(unit) => self.is_rare && self.unit.as_ref() == Some(unit),
            None => {
                let is_longer = self.digits.is_some_and(|usual| digits(value) + 1 >= usual + LONGER);
                is_longer && value.reaches(if self.scale < MILLIONS { SEEN } else { LONG })
            }
        }
    }

    /// The unit and scale of a number: its own, else those of the column, unless its digits are the sum in full.
    pub(super) fn measure(&self, own: &Measure, value: Decimal) -> (Measure, UnitBasis) {
        let is_scaled = self.full == Some(FullDigits::Scaled);
        let is_full = self.may_be_full(own, value) && !is_scaled;
        let basis = match own.unit {
            Some(_) => UnitBasis::Written,
            None => self.basis(),
        };
        // `$500` below "(USD m)": the sign is written again, and the heading has the scale. No sum has a million millions.
        let is_same = own.unit == self.unit && !(self.scale >= MILLIONS && value.reaches(10_u128.pow(self.scale)));
        let scale = match own.scale {
            0 if own.unit.is_none() || is_same => {
                if is_full {
                    0
                } else {
                    self.scale
                }
            }
            scale => scale,
        };
        let unit = own.unit.clone().or_else(|| self.unit.clone());
        (Measure { unit, scale }, basis)
    }
}

/// How many digits stand before the decimal mark of a number.
pub(in crate::understand) fn digits(value: Decimal) -> usize {
    let text = value.to_string();
    let whole = text.split('.').next().unwrap_or_default();
    whole.bytes().filter(u8::is_ascii_digit).count()
}
