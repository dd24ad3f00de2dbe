//! The range and precision of a column's numbers, to choose a type that represents all of them exactly.

/// Statistics of the numbers so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    decimal: bool,
    whole: bool,
    int: bool,
    long: bool,
    double: bool,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            decimal: true,
            whole: true,
            int: true,
            long: true,
            double: true,
        }
    }
}

impl Numbers {
    /// Adds a number.
    pub(super) fn add(&mut self, text: &str) {
        let Some((digits, fraction)) = digits(text) else {
            self.decimal = false;
            return;
        };
        self.whole &= !fraction;
        self.int &= digits < 10 || text.parse::<i32>().is_ok();
        self.long &= digits < 19 || text.parse::<i64>().is_ok();
        self.double &= digits <= 15 || is_exact(text);
    }

    /// Whether all are decimals without an exponent.
    pub(super) fn are_numbers(&self) -> bool {
        self.decimal
    }

    /// Whether all are integers of 32 bits.
    pub(super) fn fit_int(&self) -> bool {
        self.decimal && self.whole && self.int
    }

    /// Whether all are integers of 64 bits.
    pub(super) fn fit_long(&self) -> bool {
        self.decimal && self.whole && self.long
    }

    /// Whether a double preserves every digit of each.
    pub(super) fn fit_double(&self) -> bool {
        self.decimal && self.double
    }
}

/// The number of digits of a decimal, and whether it has a decimal point; `None` if it is not a decimal.
fn digits(text: &str) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let unsigned = bytes.strip_prefix(b"-").or(bytes.strip_prefix(b"+")).unwrap_or(bytes);
    let (mut digits, mut points) = (0, 0);
    for byte in unsigned {
        digits += usize::from(byte.is_ascii_digit());
        points += usize::from(*byte == b'.');
    }
    (digits > 0 && points <= 1 && digits + points == unsigned.len()).then_some((digits, points > 0))
}

/// Whether the nearest double has this decimal as its shortest form.
fn is_exact(text: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim_start_matches('+');
        let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |unsigned| ("-", unsigned));
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        format!(
            "{sign}{}.{}",
            whole.trim_start_matches('0'),
            fraction.trim_end_matches('0')
        )
    };
    text.parse::<f64>()
        .is_ok_and(|number| plain(&number.to_string()) == plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(texts: &[&str]) -> Numbers {
        let mut numbers = Numbers::default();
        texts.iter().for_each(|text| numbers.add(text));
        numbers
    }

    #[test]
    fn whole_numbers_are_as_wide_as_the_widest() {
        assert!(seen(&["1", "-2147483648", "+7"]).fit_int());
        assert!(!seen(&["1", "2147483648"]).fit_int() && seen(&["2147483648"]).fit_long());
        assert!(!seen(&["9223372036854775808"]).fit_long());
        assert!(!seen(&["1", "2.0"]).fit_long());
    }

    #[test]
    fn a_double_must_give_back_all_digits() {
        assert!(seen(&["0.1", "12000000", "-41.370"]).fit_double());
        assert!(seen(&["0.30000000000000004", "109000000000.25", "00000000000000000.5"]).fit_double());
        assert!(!seen(&["0.1", "12345678901234567.89"]).fit_double());
        assert!(!seen(&["0.300000000000000041"]).fit_double());
    }

    #[test]
    fn what_is_no_decimal_is_no_number() {
        for text in ["", "-", ".", "1.2.3", "1e5", "1,5", " 1", "NaN", "INF", "٣"] {
            assert!(!seen(&["1", text]).are_numbers(), "{text}");
        }
        assert!(seen(&[".5", "5.", "-0", "+3"]).are_numbers());
    }
}
