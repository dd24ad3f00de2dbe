//! Exact decimals: [`Lexical`], a view of digits of any length, and [`Decimal`], which calculates.
//!
//! Both read `xsd:decimal` ("XML Schema Part 2", section 3.3.3) and never round. A number that is only checked and compared stays a
//! [`Lexical`], which takes no memory; one that is added or scaled becomes a [`Decimal`] of at most 38 digits.

mod lexical;

pub use lexical::{Lexical, without_exponent, write_shifted};

use std::cmp::Ordering;
use std::fmt;

/// Ten to this power still fits the mantissa.
const MOST_DIGITS: u32 = 38;

/// An exact decimal number: `mantissa` divided by ten to the power `scale`, without trailing zeros.
///
/// Equal numbers are equal values, so `25` and `25.0` are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// Makes the decimal `mantissa` / 10^`scale`; none when more than 38 decimals remain.
    pub fn new(mut mantissa: i128, mut scale: u32) -> Option<Self> {
        if mantissa == 0 {
            scale = 0;
        }
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        (scale <= MOST_DIGITS).then_some(Self { mantissa, scale })
    }

    /// Reads a lexical decimal such as `500000000`, `-0.5` or `25.0` (XML Schema Part 2, 3.3.3).
    ///
    /// None when the text is no decimal, or has more digits than can be calculated with.
    pub fn parse(text: &str) -> Option<Self> {
        let Lexical {
            negative,
            whole,
            fraction,
        } = Lexical::parse(text)?;
        let mut mantissa: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        Self::new(if negative { -mantissa } else { mantissa }, scale)
    }

    /// Returns `numerator` / `denominator`; none when that has no finite decimal form (a third) or does not fit.
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let mut numerator = numerator;
        for scale in 0..=MOST_DIGITS {
            if numerator.checked_rem(denominator)? == 0 {
                return Self::new(numerator.checked_div(denominator)?, scale);
            }
            numerator = numerator.checked_mul(10)?;
        }
        None
    }

    /// Multiplies by ten to the power `exponent`; none when the result does not fit.
    pub fn shifted(self, exponent: u32) -> Option<Self> {
        if exponent <= self.scale {
            return Self::new(self.mantissa, self.scale - exponent);
        }
        let factor = 10_i128.checked_pow(exponent - self.scale)?;
        Self::new(self.mantissa.checked_mul(factor)?, 0)
    }

    /// Divides by ten to the power `exponent`; none when the result does not fit.
    pub fn shifted_down(self, exponent: u32) -> Option<Self> {
        Self::new(self.mantissa, self.scale.checked_add(exponent)?)
    }

    /// Adds; none when the sum does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let raised = |value: Self| {
            let factor = 10_i128.checked_pow(scale - value.scale)?;
            value.mantissa.checked_mul(factor)
        };
        Self::new(raised(self)?.checked_add(raised(other)?)?, scale)
    }

    /// Multiplies exactly; none when the product does not fit.
    pub fn times(self, other: Self) -> Option<Self> {
        let scale = self.scale.checked_add(other.scale)?;
        Self::new(self.mantissa.checked_mul(other.mantissa)?, scale)
    }

    /// Changes the sign; none for the one number whose opposite does not fit.
    pub fn negated(self) -> Option<Self> {
        Self::new(self.mantissa.checked_neg()?, self.scale)
    }

    /// Gives the mantissa and the number of decimals.
    pub(crate) fn parts(self) -> (i128, u32) {
        (self.mantissa, self.scale)
    }

    /// Says how many decimals the canonical form has.
    pub fn decimals(self) -> u32 {
        self.scale
    }

    /// Says whether the number, its sign left aside, is at least `bound`.
    pub fn reaches(self, bound: u128) -> bool {
        self.mantissa.unsigned_abs() / 10_u128.pow(self.scale) >= bound
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self {
            mantissa: i128::from(value),
            scale: 0,
        }
    }
}

impl Ord for Decimal {
    /// Compares whole parts, then decimals, so that no step can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let parts = |value: &Self| {
            let unit = 10_i128.pow(value.scale);
            (value.mantissa / unit, value.mantissa % unit)
        };
        let ((whole, rest), (other_whole, other_rest)) = (parts(self), parts(other));
        let scale = self.scale.max(other.scale);
        let raised = |rest: i128, from: u32| rest * 10_i128.pow(scale - from);
        whole
            .cmp(&other_whole)
            .then_with(|| raised(rest, self.scale).cmp(&raised(other_rest, other.scale)))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    /// Writes the canonical form: no exponent, no leading or trailing zeros, `0.5` with its zero.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u128.pow(self.scale);
        let magnitude = self.mantissa.unsigned_abs();
        let mut digits = (magnitude / unit).to_string();
        if self.scale > 0 {
            let width = self.scale as usize;
            digits.push_str(&format!(".{:0width$}", magnitude % unit));
        }
        formatter.pad_integral(self.mantissa >= 0, "", &digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text:?} is a decimal"))
    }

    #[test]
    fn equal_numbers_are_equal_whatever_their_spelling() {
        for (left, right) in [
            ("25", "25.0"),
            ("+0.50", ".5"),
            ("-0", "0.000"),
            ("007", "7."),
            ("-.5", "-0.50"),
        ] {
            assert_eq!(decimal(left), decimal(right));
        }
        assert_ne!(decimal("25"), decimal("2.5"));
        let zeros = format!("1.{}", "0".repeat(10_000));
        assert_eq!(decimal(&zeros), decimal("1"));
    }

    #[test]
    fn the_canonical_form_reads_back() {
        for text in [
            "0",
            "-7",
            "500000000",
            "0.5",
            "-0.05",
            "41.37",
            "170141183460469231731687303715884105727",
        ] {
            assert_eq!(decimal(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_decimal_or_does_not_fit_is_refused() {
        let long = "9".repeat(10_000);
        let tiny = format!("0.{}1", "0".repeat(40));
        for text in [
            "", ".", "-", "+-1", "1e3", "1 000", "1,5", "1.2.3", "٣", "🙂", &long, &tiny,
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn order_follows_the_number_line() {
        let line = [
            "-100000000000000000000000000000000000000",
            "-1.5",
            "-1",
            "-0.5",
            "0",
            "0.05",
            "0.3",
            "1",
            "9.99",
            "10",
        ];
        for (index, low) in line.iter().enumerate() {
            for high in &line[index + 1..] {
                assert!(decimal(low) < decimal(high), "{low} < {high}");
            }
        }
        let finest = format!("0.{}1", "0".repeat(37));
        assert!(decimal(&finest) < decimal("170141183460469231731687303715884105727"));
    }

    #[test]
    fn calculations_are_exact_or_refused() {
        assert_eq!(decimal("7.5").shifted(6), Some(decimal("7500000")));
        assert_eq!(decimal("0.25").shifted(1), Some(decimal("2.5")));
        assert_eq!(decimal("7500000").shifted_down(9), Some(decimal("0.0075")));
        assert_eq!(decimal("0.25").checked_add(decimal("1.5")), Some(decimal("1.75")));
        assert_eq!(Decimal::ratio(3, 4), Some(decimal("0.75")));
        assert_eq!(Decimal::ratio(1, 3), None);
        assert_eq!(Decimal::ratio(1, 0), None);
        assert_eq!(decimal("1").shifted(39), None);
        assert_eq!(decimal("1").shifted_down(u32::MAX), None);
        assert_eq!(Decimal::new(i128::MIN, 0).and_then(Decimal::negated), None);
        assert_eq!(Decimal::new(0, u32::MAX), Some(decimal("0")));
        assert_eq!(Decimal::ratio(i128::MIN, -1), None);
    }
}
