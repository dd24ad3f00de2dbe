//! Measures as readers of French or English expect them: `109 Md€`, `€109bn`.

use crate::Decimal;

const NO_BREAK: char = '\u{a0}';
const NARROW: char = '\u{202f}';
const MINUS: char = '\u{2212}';

/// Writes the bounds of a measure for readers: `109 Md€`, `≥ 25 %`, `5 à 10 universités`, `× 2`.
///
/// Takes lexical decimals; a bound that is missing is open, two that are equal are written once, none at all gives the
/// empty text. `symbol` is a unit's sign or noun (`€`, `%`, `×`, `CHF`, `personnes`, or nothing); `language` is a
/// language tag, of which `fr…` gives French and all others English. One that ends in `…` is before the number and its sign:
/// `rang …` gives `rang ≤ 50`. From a million on amounts are abbreviated when at
/// most three decimals remain, and written out otherwise: nothing is ever rounded. What is no decimal, or too long for
/// [`Decimal`], is written as it is.
pub fn display(minimum: Option<&str>, maximum: Option<&str>, symbol: &str, language: &str) -> String {
    if let (Some(noun), Some(_)) = (leading(symbol), minimum.or(maximum)) {
        return format!("{noun}{NO_BREAK}{}", display(minimum, maximum, "", language));
    }
    let reader = Reader {
        french: is_french(language),
        unit: Unit::of(symbol.trim()),
    };
    match (minimum, maximum) {
        (None, None) => String::new(),
        (Some(bound), None) => format!("≥{NO_BREAK}{}", reader.amount(&reader.part(bound))),
        (None, Some(bound)) => format!("≤{NO_BREAK}{}", reader.amount(&reader.part(bound))),
        (Some(minimum), Some(maximum)) if same(minimum, maximum) => reader.amount(&reader.part(minimum)),
        (Some(minimum), Some(maximum)) => reader.range(&reader.part(minimum), &reader.part(maximum)),
    }
}

/// Writes a measure after the sign of its wording, such as `>` for "more than"; without a sign as [`display`] does.
///
/// A sign replaces the one that an open bound would get; a range of two bounds takes none.
pub fn display_with_sign(
    sign: Option<&str>,
    minimum: Option<&str>,
    maximum: Option<&str>,
    symbol: &str,
    language: &str,
) -> String {
    let one = match (minimum, maximum) {
        (Some(bound), None) | (None, Some(bound)) => Some(bound),
        (Some(minimum), Some(maximum)) if same(minimum, maximum) => Some(minimum),
        _ => None,
    };
    match (sign.filter(|sign| !sign.is_empty()), one) {
        (Some(sign), Some(bound)) => {
            if let Some(noun) = leading(symbol) {
                return format!(
                    "{noun}{NO_BREAK}{}",
                    display_with_sign(Some(sign), minimum, maximum, "", language)
                );
            }
            format!(
                "{sign}{NO_BREAK}{}",
                display(Some(bound), Some(bound), symbol, language)
            )
        }
        _ => display(minimum, maximum, symbol, language),
    }
}

/// The noun of a symbol that stands before its number, such as `rang …`; in brackets, if the whole symbol is.
pub fn leading(symbol: &str) -> Option<String> {
    let symbol = symbol.trim();
    let bare = |symbol: &str| symbol.strip_suffix('…').map(|noun| noun.trim_end().to_owned());
    match symbol.strip_prefix('[').and_then(|symbol| symbol.strip_suffix(']')) {
        Some(inner) => bare(inner).map(|noun| format!("[{noun}]")),
        None => bare(symbol),
    }
}

pub(crate) fn is_french(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    primary.eq_ignore_ascii_case("fr")
}

fn same(left: &str, right: &str) -> bool {
    match (Decimal::parse(left), Decimal::parse(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    }
}

/// Where the unit is, and how it takes millions.
enum Unit<'a> {
    None,
    Times,
    Percent,
    /// A currency's sign, which is before the number in English.
    Sign(&'a str),
    /// A code or a short symbol: `CHF`, `GW`.
    Code(&'a str),
    /// A noun, before which millions are spelled out.
    Noun(&'a str),
}

impl<'a> Unit<'a> {
    fn of(symbol: &'a str) -> Self {
        match symbol {
            "" => Self::None,
            "×" => Self::Times,
            "%" => Self::Percent,
            _ if symbol.ends_with(is_currency_sign) => Self::Sign(symbol),
            _ if symbol.chars().count() > 3 && symbol.starts_with(char::is_lowercase) => Self::Noun(symbol),
            _ => Self::Code(symbol),
        }
    }
}

fn is_currency_sign(character: char) -> bool {
    matches!(character, '$' | '¢' | '£' | '¤' | '¥' | '\u{20a0}'..='\u{20cf}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    One,
    Million,
    Billion,
}

/// One bound: its digits as readers write them, and the step that they count.
struct BoundText {
    negative: bool,
    digits: String,
    step: Step,
    plural: bool,
}

struct Reader<'a> {
    french: bool,
    unit: Unit<'a>,
}

impl Reader<'_> {
    fn part(&self, bound: &str) -> BoundText {
        let Some(value) = Decimal::parse(bound) else {
            return BoundText {
                negative: false,
                digits: bound.to_owned(),
                step: Step::One,
                plural: true,
            };
        };
        let (value, step) = abbreviated(value);
        let canonical = value.to_string();
        let digits = self.grouped(canonical.strip_prefix('-').unwrap_or(&canonical));
        BoundText {
            negative: canonical.starts_with('-'),
            digits,
            step,
            plural: value.reaches(2),
        }
    }

    fn grouped(&self, canonical: &str) -> String {
        let (whole, decimals) = canonical.split_once('.').unwrap_or((canonical, ""));
        let mut written = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                written.push(if self.french { NARROW } else { ',' });
            }
            written.push(digit);
        }
        if !decimals.is_empty() {
            written.push(if self.french { ',' } else { '.' });
            written.push_str(decimals);
        }
        written
    }

    fn amount(&self, part: &BoundText) -> String {
        let body = if self.french {
            self.french_body(part)
        } else {
            self.english_body(part)
        };
        let sign = if part.negative {
            MINUS.to_string()
        } else {
            String::new()
        };
        match self.unit {
            Unit::Times => format!("×{NO_BREAK}{sign}{body}"),
            _ => format!("{sign}{body}"),
        }
    }

    fn french_body(&self, part: &BoundText) -> String {
        let digits = &part.digits;
        let step = match part.step {
            Step::One => String::new(),
            Step::Million => format!("{NO_BREAK}M"),
            Step::Billion => format!("{NO_BREAK}Md"),
        };
        match self.unit {
            Unit::None | Unit::Times => format!("{digits}{step}"),
            Unit::Percent => format!("{digits}{step}{NO_BREAK}%"),
            Unit::Sign(sign) if part.step == Step::One => format!("{digits}{NO_BREAK}{sign}"),
            Unit::Sign(sign) => format!("{digits}{step}{sign}"),
            Unit::Code(code) => format!("{digits}{step}{NO_BREAK}{code}"),
            Unit::Noun(noun) => {
                let name = match part.step {
                    Step::One => return format!("{digits}{NO_BREAK}{noun}"),
                    Step::Million => "million",
                    Step::Billion => "milliard",
                };
                let plural = if part.plural { "s" } else { "" };
                format!("{digits}{NO_BREAK}{name}{plural} {}{noun}", preposition(noun))
            }
        }
    }

    fn english_body(&self, part: &BoundText) -> String {
        let digits = &part.digits;
        let (step, name) = match part.step {
            Step::One => ("", ""),
            Step::Million => ("m", "\u{a0}million"),
            Step::Billion => ("bn", "\u{a0}billion"),
        };
        match self.unit {
            Unit::None | Unit::Times => format!("{digits}{step}"),
            Unit::Percent => format!("{digits}{step}%"),
            Unit::Sign(sign) => format!("{sign}{digits}{step}"),
            Unit::Code(code) => format!("{digits}{step}{NO_BREAK}{code}"),
            Unit::Noun(noun) => format!("{digits}{name}{NO_BREAK}{noun}"),
        }
    }

    fn range(&self, low: &BoundText, high: &BoundText) -> String {
        let word = if self.french { "à" } else { "to" };
        let shared = low.step == high.step && (self.french || low.step == Step::One);
        let repeated = matches!(self.unit, Unit::Sign(_)) && !self.french;
        if !shared || repeated {
            return format!("{} {word} {}", self.amount(low), self.amount(high));
        }
        let bare = |part: &BoundText| {
            let sign = if part.negative {
                MINUS.to_string()
            } else {
                String::new()
            };
            format!("{sign}{}", part.digits)
        };
        match self.unit {
            Unit::Times => format!("{} {word} {}", self.amount(low), bare(high)),
            _ => format!("{} {word} {}", bare(low), self.amount(high)),
        }
    }
}

/// Divides by a thousand millions or a million where that leaves three decimals or fewer.
fn abbreviated(value: Decimal) -> (Decimal, Step) {
    [(Step::Billion, 9), (Step::Million, 6)]
        .into_iter()
        .filter(|(_, power)| value.reaches(10_u128.pow(*power)))
        .filter_map(|(step, power)| Some((value.shifted_down(power)?, step)))
        .find(|(shifted, _)| shifted.decimals() <= 3)
        .unwrap_or((value, Step::One))
}

fn preposition(noun: &str) -> &'static str {
    let vowel = noun
        .chars()
        .next()
        .is_some_and(|first| "aâàeéèêiîïoôuûyhœæ".contains(first));
    if vowel { "d’" } else { "de " }
}

#[cfg(test)]
mod tests {
    use super::{display, display_with_sign};

    fn exactly(value: &str, symbol: &str, language: &str) -> String {
        display(Some(value), Some(value), symbol, language)
    }

    #[test]
    fn french_readers_see_their_marks() {
        for (value, symbol, expected) in [
            ("109000000000", "€", "109\u{a0}Md€"),
            ("7500000", "€", "7,5\u{a0}M€"),
            ("500000000.0", "€", "500\u{a0}M€"),
            ("2000000000", "$", "2\u{a0}Md$"),
            ("12000000", "CHF", "12\u{a0}M\u{a0}CHF"),
            ("40000", "personnes", "40\u{202f}000\u{a0}personnes"),
            ("1500000", "personnes", "1,5\u{a0}million de personnes"),
            ("3000000", "habitants", "3\u{a0}millions d’habitants"),
            ("25", "%", "25\u{a0}%"),
            ("41.37", "%", "41,37\u{a0}%"),
            ("2", "×", "×\u{a0}2"),
            ("300000000000", "", "300\u{a0}Md"),
            ("999999", "€", "999\u{202f}999\u{a0}€"),
            ("-1000", "€", "−1\u{202f}000\u{a0}€"),
        ] {
            assert_eq!(exactly(value, symbol, "fr"), expected);
            assert_eq!(exactly(value, symbol, "fr-CA"), expected);
        }
    }

    #[test]
    fn english_readers_see_theirs() {
        for (value, symbol, expected) in [
            ("109000000000", "€", "€109bn"),
            ("500000000", "€", "€500m"),
            ("40000", "people", "40,000\u{a0}people"),
            ("2000000", "people", "2\u{a0}million\u{a0}people"),
            ("7.5", "%", "7.5%"),
            ("2", "×", "×\u{a0}2"),
            ("-5000000", "€", "−€5m"),
            ("40000", "GPU", "40,000\u{a0}GPU"),
            ("12000000", "CHF", "12m\u{a0}CHF"),
        ] {
            assert_eq!(exactly(value, symbol, "en"), expected);
        }
    }

    #[test]
    fn nothing_is_rounded() {
        assert_eq!(exactly("1234567000", "€", "fr"), "1\u{202f}234,567\u{a0}M€");
        assert_eq!(
            exactly("1234567891", "€", "fr"),
            "1\u{202f}234\u{202f}567\u{202f}891\u{a0}€"
        );
        assert_eq!(exactly("1000000.5", "€", "en"), "€1,000,000.5");
        assert_eq!(exactly("1234000000", "€", "en"), "€1.234bn");
    }

    #[test]
    fn open_bounds_and_ranges_say_so() {
        assert_eq!(display(Some("25"), None, "%", "fr"), "≥\u{a0}25\u{a0}%");
        assert_eq!(display(None, Some("5000000"), "€", "fr"), "≤\u{a0}5\u{a0}M€");
        assert_eq!(
            display(Some("5"), Some("10"), "universités", "fr"),
            "5 à 10\u{a0}universités"
        );
        assert_eq!(display(Some("5"), Some("10"), "", "en"), "5 to 10");
        assert_eq!(display(Some("5000000"), Some("10000000"), "€", "fr"), "5 à 10\u{a0}M€");
        assert_eq!(display(Some("5000000"), Some("10000000"), "€", "en"), "€5m to €10m");
        assert_eq!(
            display(Some("500000"), Some("2000000"), "€", "fr"),
            "500\u{202f}000\u{a0}€ à 2\u{a0}M€"
        );
        assert_eq!(display(Some("2"), Some("3"), "×", "fr"), "×\u{a0}2 à 3");
        assert_eq!(display(Some("25"), Some("25.0"), "%", "fr"), "25\u{a0}%");
        assert_eq!(display(None, None, "€", "fr"), "");
    }

    #[test]
    fn a_place_in_a_ranking_is_no_number_of_ranks() {
        assert_eq!(display(None, Some("50"), "rang …", "fr"), "rang\u{a0}≤\u{a0}50");
        assert_eq!(display(Some("5"), Some("10"), "rank …", "en"), "rank\u{a0}5 to 10");
        assert_eq!(
            display_with_sign(Some("<"), None, Some("50"), "[rang …]", "fr"),
            "[rang]\u{a0}<\u{a0}50"
        );
        assert_eq!(display(None, None, "rang …", "fr"), "");
    }

    #[test]
    fn odd_bounds_are_written_as_they_stand() {
        let long = "9".repeat(10_000);
        assert_eq!(exactly(&long, "€", "fr"), format!("{long}\u{a0}€"));
        for odd in [
            "",
            "🙂",
            "e\u{301}",
            "-",
            "1e9",
            "170141183460469231731687303715884105727",
        ] {
            for symbol in ["", "€", "%", "×", "🙂", "personnes", "\u{301}"] {
                for language in ["fr", "en", "", "🙂"] {
                    let _ = display(Some(odd), Some("3"), symbol, language);
                    let _ = display(Some(odd), None, symbol, language);
                }
            }
        }
    }
}
