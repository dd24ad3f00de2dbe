//! Parses amounts as people type them: `100000000`, `100 M€`, `1,5 Md€`, `$2bn`, `25 %`, `100 millions d'euros`.

use text::Decimal;

/// An amount with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// The amount, multiplied by its scale.
    pub(super) value: Decimal,
    /// The unit as typed; may be empty.
    pub(super) unit: String,
}

/// Words and letters for powers of ten, longer ones first.
const SCALES: [(&str, u32); 17] = [
    ("milliards", 9),
    ("milliard", 9),
    ("billions", 9),
    ("billion", 9),
    ("millions", 6),
    ("thousand", 3),
    ("million", 6),
    ("milliers", 3),
    ("mille", 3),
    ("mds", 9),
    ("md", 9),
    ("bn", 9),
    ("mn", 6),
    ("mio", 6),
    ("m", 6),
    ("k", 3),
    ("b", 9),
];

impl Quantity {
    /// Parses an amount; `None` if the text is not one.
    pub(super) fn read(text: &str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = text.split_at(start);
        let is_digit = |c: char| c.is_ascii_digit() || is_space(c) || matches!(c, '.' | ',' | '_' | '\'' | '’');
        let end = rest.find(|c: char| !is_digit(c)).unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(end);
        let value = number(digits.trim_end_matches(|c: char| !c.is_ascii_digit()))?;
        let (exponent, rest) = scale(rest.trim());
        let unit = [before.trim(), rest].concat();
        if unit.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        Some(Self {
            value: value.shifted(exponent)?,
            unit,
        })
    }
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{a0}' | '\u{202f}')
}

/// Parses digits with a decimal point or comma; a comma before three digits separates thousands.
fn number(digits: &str) -> Option<Decimal> {
    let digits: String = digits
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    let decimals_after_comma = digits.rsplit_once(',').map(|(_, decimals)| decimals.len());
    let is_decimal_comma = !digits.contains('.') && digits.matches(',').count() == 1 && decimals_after_comma != Some(3);
    let plain = if is_decimal_comma {
        digits.replace(',', ".")
    } else {
        digits.replace(',', "")
    };
    Decimal::parse(&plain)
}

/// Parses a scale at the start of a text; returns its power of ten and the rest, without `of`, `de` or `d'`.
fn scale(text: &str) -> (u32, &str) {
    let found = SCALES.iter().find_map(|(word, exponent)| {
        text.get(..word.len())
            .filter(|start| start.eq_ignore_ascii_case(word))?;
        let rest = &text[word.len()..];
        // `mois` does not start with the scale `m`.
        let is_whole = !rest.starts_with(char::is_alphabetic);
        is_whole.then_some((*exponent, rest.trim()))
    });
    let (exponent, rest) = found.unwrap_or((0, text));
    let unit = ["of ", "de ", "d'", "d’"]
        .iter()
        .find_map(|word| rest.strip_prefix(word));
    (exponent, unit.unwrap_or(rest).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, value, unit) in [
            ("100000000", "100000000", ""),
            ("100 M€", "100000000", "€"),
            ("1,5 Md€", "1500000000", "€"),
            ("1.5 md", "1500000000", ""),
            ("$2bn", "2000000000", "$"),
            ("25 %", "25", "%"),
            ("100 millions d'euros", "100000000", "euros"),
            ("1,000,000 EUR", "1000000", "EUR"),
            ("40 000 personnes", "40000", "personnes"),
            ("12 mois", "12", "mois"),
            ("0.5", "0.5", ""),
        ] {
            let read = Quantity::read(typed).unwrap_or_else(|| panic!("{typed} is an amount"));
            assert_eq!(
                (read.value.to_string().as_str(), read.unit.as_str()),
                (value, unit),
                "{typed}"
            );
        }
        for typed in ["", "much", "12 M 13", "1.2.3"] {
            assert_eq!(Quantity::read(typed), None, "{typed}");
        }
    }
}
