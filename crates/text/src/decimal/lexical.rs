//! Lexical numbers of any length, as views of their text: read, compared and shifted without rounding.

use std::cmp::Ordering;

/// The lexical form of a decimal number, without leading and trailing zeros. Equal numbers are equal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexical<'a> {
    /// Whether it is below zero.
    pub(super) negative: bool,
    /// The digits before the decimal point, without leading zeros.
    pub(super) whole: &'a str,
    /// The digits after it, without trailing zeros.
    pub(super) fraction: &'a str,
}

impl<'a> Lexical<'a> {
    /// Reads an `xsd:decimal` ("XML Schema Part 2", section 3.3.3).
    pub fn parse(text: &'a str) -> Option<Self> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let whole = leading_digits(digits);
        let fraction = match digits.as_bytes().get(whole) {
            None => "",
            Some(b'.') => &digits[whole + 1..],
            Some(_) => return None,
        };
        if leading_digits(fraction) < fraction.len() || whole + fraction.len() == 0 {
            return None;
        }
        let whole = digits[..whole].trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self {
            negative: text.starts_with('-') && !is_zero,
            whole,
            fraction,
        })
    }

    /// Reads an `xsd:integer`: a decimal number without a decimal point.
    pub fn parse_integer(text: &'a str) -> Option<Self> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        if digits.is_empty() || leading_digits(digits) < digits.len() {
            return None;
        }
        Self::parse(text)
    }

    /// Whether it is an integer.
    pub fn is_whole(&self) -> bool {
        self.fraction.is_empty()
    }
}

impl Ord for Lexical<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = |one: &Self, two: &Self| {
            let length = one.whole.len().cmp(&two.whole.len());
            length
                .then_with(|| one.whole.cmp(two.whole))
                .then_with(|| one.fraction.cmp(two.fraction))
        };
        match (self.negative, other.negative) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => magnitude(self, other),
            (true, true) => magnitude(other, self),
        }
    }
}

impl PartialOrd for Lexical<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Writes the digits of a number with the decimal point moved `places` to the left, as the shortest decimal number.
///
/// `whole` and `fraction` are digits only.
pub fn write_shifted(negative: bool, whole: &str, fraction: &str, places: usize, out: &mut String) {
    let whole = whole.trim_start_matches('0');
    let (whole, moved) = whole.split_at(whole.len().saturating_sub(places));
    let zeros = places - moved.len();
    let start = out.len();
    if negative {
        out.push('-');
    }
    out.push_str(if whole.is_empty() { "0" } else { whole });
    out.push('.');
    out.extend(std::iter::repeat_n('0', zeros));
    out.push_str(moved);
    out.push_str(fraction);
    // There is a decimal point, so that no zero before it is taken for one after it.
    out.truncate(out.trim_end_matches('0').trim_end_matches('.').len());
    if out[start..] == *"-0" {
        out.truncate(start);
        out.push('0');
    }
}

/// Writes a number with an exponent, such as `-1.2E3`, as a decimal number without one.
///
/// Returns nothing for what is not a number, and for an exponent of more than a thousand.
pub fn without_exponent(text: &str) -> Option<String> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Lexical::parse(text).map(|_| text.to_owned());
    };
    Lexical::parse(mantissa)?;
    let exponent: i32 = exponent
        .parse()
        .ok()
        .filter(|exponent| (-1000..=1000).contains(exponent))?;
    let digits = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = exponent.unsigned_abs() as usize;
    let mut out = String::new();
    if exponent <= 0 {
        write_shifted(mantissa.starts_with('-'), whole, fraction, places, &mut out);
    } else {
        let moved = places.min(fraction.len());
        let zeros = "0".repeat(places - moved);
        let whole = format!("{whole}{}{zeros}", &fraction[..moved]);
        write_shifted(mantissa.starts_with('-'), &whole, &fraction[moved..], 0, &mut out);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Lexical<'_> {
        Lexical::parse(text).unwrap_or_else(|| panic!("{text} is no decimal number"))
    }

    #[test]
    fn decimal_numbers_are_compared_exactly() {
        let ascending = [
            "-100000000000000000000000000000001",
            "-10.01",
            "-10",
            "-9.99",
            "-0.001",
            "0",
            "+0.10",
            "0.11",
        ];
        let ascending = ascending
            .into_iter()
            .chain(["9", "10.5", "0010.51", "100000000000000000000000000000001"]);
        let ascending: Vec<_> = ascending.map(number).collect();
        assert!(ascending.is_sorted_by(|one, two| one < two));
        assert_eq!(number("-0.0"), number("000"));
        assert_eq!(number("1.50"), number("+01.5"));
    }

    #[test]
    fn what_is_no_decimal_number_is_refused() {
        for text in ["", "+", ".", "-.", "1e5", "1,5", "--1", "1.2.3", "１", "NaN", " 1"] {
            assert_eq!(Lexical::parse(text), None, "{text}");
        }
        assert!(Lexical::parse(".5").is_some() && Lexical::parse("5.").is_some());
        assert!(Lexical::parse_integer("5.").is_none() && Lexical::parse_integer("+05").is_some());
    }

    #[test]
    fn the_decimal_point_is_moved_in_the_text() {
        let shifted = |negative, whole, fraction, places| {
            let mut out = String::new();
            write_shifted(negative, whole, fraction, places, &mut out);
            out
        };
        assert_eq!(shifted(false, "123456", "789", 2), "1234.56789");
        assert_eq!(shifted(true, "123", "", 3), "-0.123");
        assert_eq!(shifted(false, "5", "", 3), "0.005");
        assert_eq!(shifted(false, "100", "", 2), "1");
        assert_eq!(shifted(false, "1000", "0", 2), "10");
        assert_eq!(shifted(true, "0", "0", 2), "0");
        assert_eq!(without_exponent("-1.25e3").as_deref(), Some("-1250"));
        assert_eq!(without_exponent("1E-3").as_deref(), Some("0.001"));
        assert_eq!(without_exponent("1.2345E2").as_deref(), Some("123.45"));
        assert_eq!(without_exponent("1E999999999"), None);
    }
}
