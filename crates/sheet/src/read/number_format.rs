//! Numbers of workbooks: exact decimals of what a spreadsheet stores, with the unit that its number format writes.

use text::Decimal;

use crate::measure::measure;
use crate::workbook::{Cell, Value};

/// The unit and scale that a number format writes beside a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Format {
    unit: Option<String>,
    scale: Option<u32>,
    /// What it writes, as it writes it.
    shown: String,
}

/// A number as the fifteen digits that spreadsheets keep; none if it is not finite, or too large to calculate with.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    let written = format!("{value:.14e}");
    let (digits, exponent) = written.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let digits = Decimal::parse(digits)?;
    match u32::try_from(exponent) {
        Ok(up) => digits.shifted(up),
        Err(_) => digits.shifted_down(exponent.unsigned_abs()),
    }
}

/// A cell with a number.
pub(super) fn cell(value: f64, format: &Format) -> Cell {
    let Some(number) = decimal(value) else {
        return Cell {
            text: value.to_string(),
            value: Value::Error,
            ..Cell::default()
        };
    };
    let number = if format.unit.as_deref() == Some("%") {
        number.shifted(2).unwrap_or(number)
    } else {
        number
    };
    let text = match format.shown.is_empty() {
        true => number.to_string(),
        false => format!("{number} {}", format.shown),
    };
    Cell {
        text,
        value: Value::Number {
            number,
            unit: format.unit.clone(),
            scale: format.scale,
        },
        ..Cell::default()
    }
}

/// Reads the code of a number format: `#,##0.00\ "€"`, `[$£-809]#,##0`, `0%`, `0.0" M€"`, `#,##0,,"M€"`.
pub(super) fn format(code: &str) -> Format {
    let first = code.split(';').next().unwrap_or_default();
    let mut literal = String::new();
    let mut commas: u32 = 0;
    let mut is_percent = false;
    let mut letters = first.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => literal.extend(letters.by_ref().take_while(|inner| *inner != '"')),
            '\\' => literal.extend(letters.next()),
            '[' => {
                let inner: String = letters.by_ref().take_while(|inner| *inner != ']').collect();
                if let Some(symbol) = inner.strip_prefix('$') {
                    literal.push_str(symbol.split('-').next().unwrap_or_default());
                }
            }
            '_' | '*' => {
                letters.next();
            }
            '%' => is_percent = true,
            // Commas after the last digit divide by a thousand each.
            ',' => commas += 1,
            '0' | '#' | '?' => commas = 0,
            '€' | '$' | '£' | '¥' => literal.push(letter),
            _ => {}
        }
    }
    if is_percent {
        return Format {
            unit: Some("%".to_owned()),
            scale: None,
            shown: "%".to_owned(),
        };
    }
    let shown = literal.trim().to_owned();
    // `#,##0,` shows thousands, as a heading may say, of a number that is stored in full; `#,##0,,"M€"` says millions itself.
    let in_full = (commas > 0).then_some(0);
    let Some(known) = measure(&shown) else {
        return Format {
            scale: in_full,
            ..Format::default()
        };
    };
    let scale = match known.scale {
        0 => in_full,
        scale => scale.checked_sub(commas * 3),
    };
    let shown = if commas > 0 {
        known.unit.clone().unwrap_or_default()
    } else {
        shown
    };
    Format {
        unit: known.unit,
        scale,
        shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_digits_that_were_typed() {
        for (value, expected) in [
            (0.1 + 0.2, "0.3"),
            (12_500_000.0, "12500000"),
            (-1.5, "-1.5"),
            (1e-7, "0.0000001"),
            (0.0, "0"),
        ] {
            assert_eq!(
                decimal(value).map(|number| number.to_string()).as_deref(),
                Some(expected)
            );
        }
        assert_eq!(decimal(f64::NAN), None);
        assert_eq!(decimal(1e300), None);
    }

    #[test]
    fn number_formats_tell_unit_and_scale() {
        for (code, unit, scale) in [
            ("#,##0.00\\ \"€\"", Some("EUR"), None),
            ("[$£-809]#,##0", Some("GBP"), None),
            ("#,##0 [$€-40C];[Red]-#,##0 [$€-40C]", Some("EUR"), None),
            ("0.0\" M€\"", Some("EUR"), Some(6)),
            ("#,##0,,\"M€\"", Some("EUR"), Some(0)),
            ("0.00%", Some("%"), None),
            ("General", None, None),
            ("#,##0", None, None),
            ("#,##0,", None, Some(0)),
            ("\"£\"0.0,,", Some("GBP"), Some(0)),
        ] {
            let read = format(code);
            assert_eq!((read.unit.as_deref(), read.scale), (unit, scale), "{code}");
        }
    }
}
