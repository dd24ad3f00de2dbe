//! Whether a text is a value of a built-in datatype, where no format is declared: loops over bytes, nothing allocated.

use super::base::Base;
use super::calendar::Moment;
use super::duration::Duration;
use text::decimal::Lexical;

/// Whether a text is in the lexical space of a datatype.
///
/// XML, HTML and JSON are any text: "Model for Tabular Data", section 6.4.6, asks not to validate them.
pub(super) fn is_value(base: Base, text: &str) -> bool {
    match base {
        Base::String | Base::AnyAtomicType | Base::Xml | Base::Html | Base::Json => true,
        Base::Decimal => Lexical::parse(text).is_some(),
        Base::Double | Base::Float => is_double(text),
        Base::Boolean => matches!(text, "true" | "false" | "1" | "0"),
        Base::AnyUri => oxiri::IriRef::parse(text).is_ok(),
        Base::Language => is_language(text),
        Base::NormalizedString => !text.contains(['\t', '\n', '\r']),
        Base::Token => {
            !text.contains(['\t', '\n', '\r']) && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ")
        }
        Base::Name => is_name(text, true),
        Base::NcName | Base::Id | Base::IdRef | Base::Entity => is_name(text, false),
        Base::NmToken => !text.is_empty() && text.chars().all(is_name_character),
        Base::QName => text.split_once(':').map_or_else(
            || is_name(text, false),
            |(prefix, local)| is_name(prefix, false) && is_name(local, false),
        ),
        Base::Base64Binary => base64_length(text).is_some(),
        Base::HexBinary => text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        Base::Duration | Base::DayTimeDuration | Base::YearMonthDuration => Duration::parse(base, text).is_some(),
        _ if base.is_integer() => is_integer(base, text),
        _ => Moment::parse(base, text).is_some(),
    }
}

/// The octets of a binary value, the characters of another.
pub(super) fn length(base: Base, text: &str) -> usize {
    match base {
        Base::HexBinary => text.len() / 2,
        Base::Base64Binary => base64_length(text).unwrap_or(0),
        _ => text.chars().count(),
    }
}

fn is_integer(base: Base, text: &str) -> bool {
    let Some(number) = Lexical::parse_integer(text) else {
        return false;
    };
    let (least, greatest) = base.integer_limits().unwrap_or((None, None));
    least.and_then(Lexical::parse).is_none_or(|least| number >= least)
        && greatest
            .and_then(Lexical::parse)
            .is_none_or(|greatest| number <= greatest)
}

/// "XML Schema Part 2", section 3.3.5.2.
fn is_double(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned == "INF" || text == "NaN" {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let is_signed = mantissa.starts_with(['+', '-']);
    !is_signed && Lexical::parse(mantissa).is_some() && exponent.is_none_or(|it| Lexical::parse_integer(it).is_some())
}

/// The octets that a text in base 64 stands for ("XML Schema Part 2", section 3.3.16): single spaces may be between
/// the characters, and the bits that the last character has too many are zero.
fn base64_length(text: &str) -> Option<usize> {
    if text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") {
        return None;
    }
    let (mut characters, mut padding, mut last) = (0_usize, 0_usize, 0);
    for byte in text.bytes().filter(|byte| *byte != b' ') {
        characters += 1;
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        last = value;
    }
    let is_whole = match padding {
        0 => true,
        1 => last & 0b11 == 0,
        2 => last & 0b1111 == 0,
        _ => false,
    };
    (characters.is_multiple_of(4) && is_whole).then(|| (characters / 4 * 3).checked_sub(padding))?
}

/// "Extensible Markup Language", productions 4 and 5; without colons, "Namespaces in XML", production 4.
fn is_name(text: &str, with_colons: bool) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(is_name_start)
        && characters.all(is_name_character)
        && (with_colons || !text.contains(':'))
}

fn is_name_start(character: char) -> bool {
    matches!(character, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_character(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// The tags of RFC 5646, section 2.1, that the grammar does not cover.
const IRREGULAR_LANGUAGES: &[&str] = &[
    "en-GB-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "sgn-BE-FR",
    "sgn-BE-NL",
    "sgn-CH-DE",
    "art-lojban",
    "cel-gaulish",
    "no-bok",
    "no-nyn",
    "zh-guoyu",
    "zh-hakka",
    "zh-min",
    "zh-min-nan",
    "zh-xiang",
];

/// Whether a text is a well-formed language tag (RFC 5646, section 2.1).
fn is_language(text: &str) -> bool {
    if IRREGULAR_LANGUAGES.iter().any(|tag| tag.eq_ignore_ascii_case(text)) {
        return true;
    }
    let mut parts = text.split('-').peekable();
    if !text
        .split('-')
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        return false;
    }
    let is_alphabetic = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let begins_with_digit = |part: &str| part.starts_with(|first: char| first.is_ascii_digit());
    let is_private = |part: &str| part.eq_ignore_ascii_case("x");
    match parts.next() {
        Some(first) if is_private(first) => return parts.next().is_some(),
        Some(first) if first.len() >= 2 && is_alphabetic(first) => {
            for _ in 0..if first.len() <= 3 { 3 } else { 0 } {
                parts.next_if(|part| part.len() == 3 && is_alphabetic(part));
            }
        }
        _ => return false,
    }
    parts.next_if(|part| part.len() == 4 && is_alphabetic(part));
    parts.next_if(|part| {
        (part.len() == 2 && is_alphabetic(part)) || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    while parts
        .next_if(|part| part.len() >= 5 || (part.len() == 4 && begins_with_digit(part)))
        .is_some()
    {}
    while let Some(singleton) = parts.next() {
        if singleton.len() != 1 {
            return false;
        }
        if is_private(singleton) {
            return parts.next().is_some();
        }
        if parts.next_if(|part| part.len() >= 2).is_none() {
            return false;
        }
        while parts.next_if(|part| part.len() >= 2).is_some() {}
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn values(base: Base, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(is_value(base, text), "{text:?} is of {base:?}");
        }
        for text in wrong {
            assert!(!is_value(base, text), "{text:?} is not of {base:?}");
        }
    }

    #[test]
    fn whole_numbers_have_the_range_of_their_datatype() {
        values(
            Base::Integer,
            &["0", "-0", "+7", "99999999999999999999999999999999999999999"],
            &["", "1.0", "1e3", "-", "one"],
        );
        values(Base::Byte, &["-128", "127", "+0127"], &["-129", "128", "1234"]);
        values(Base::UnsignedByte, &["0", "255", "-0"], &["256", "-1"]);
        values(
            Base::Long,
            &["9223372036854775807", "-9223372036854775808"],
            &["9223372036854775808"],
        );
        values(
            Base::UnsignedLong,
            &["18446744073709551615"],
            &["18446744073709551616", "-1"],
        );
        values(
            Base::PositiveInteger,
            &["1", "100000000000000000000000000"],
            &["0", "-1"],
        );
        values(Base::NonPositiveInteger, &["0", "-100000000000000000000000000"], &["1"]);
        values(Base::NegativeInteger, &["-1"], &["0", "-0"]);
        values(Base::NonNegativeInteger, &["0"], &["-1"]);
        values(Base::UnsignedShort, &["65535"], &["65536"]);
        values(Base::UnsignedInt, &["4294967295"], &["4294967296"]);
        values(Base::Short, &["-32768"], &["32768"]);
        values(Base::Int, &["2147483647"], &["2147483648"]);
    }

    #[test]
    fn numbers_and_truth_values_are_those_of_xml_schema() {
        values(
            Base::Decimal,
            &["7.5", "-.5", "+5."],
            &["7,5", "1E3", "INF", "10%", "1 000"],
        );
        let wrong = [
            "", "1z", "1e", "e5", "1e5.0", "--1", "+-1", "inf", "+NaN", "nan", "1e1e1",
        ];
        values(
            Base::Double,
            &["7.5", "-.5e-7", "1E6", "NaN", "INF", "-INF", "0.0e0"],
            &wrong,
        );
        values(Base::Boolean, &["true", "false", "1", "0"], &["TRUE", "yes", "100", ""]);
    }

    #[test]
    fn names_and_texts_are_those_of_xml() {
        values(Base::NormalizedString, &["a  b "], &["a\tb", "a\nb"]);
        values(Base::Token, &["", "a b"], &[" a", "a ", "a  b", "a\tb"]);
        values(Base::Name, &["Total_2024", "é:a.-1"], &["", "2024", "a b", "-a"]);
        values(Base::NcName, &["Total_2024"], &["a:b", "1a"]);
        values(Base::NmToken, &["2024-A", "-a:b"], &["", "a b", "a,b"]);
        values(Base::QName, &["title", "dc:title"], &["a:b:c", ":b", "a:", ""]);
        values(
            Base::AnyUri,
            &["https://example.org/é?a=b#c", "a/b", ""],
            &["a b", "http://[", "<a>"],
        );
        values(Base::Json, &["{"], &[]);
    }

    #[test]
    fn language_tags_are_well_formed() {
        let right = [
            "fr",
            "en-GB",
            "zh-Hant-TW",
            "sl-rozaj-biske-1994",
            "de-CH-1901",
            "es-419",
            "x-local",
            "i-klingon",
        ];
        values(
            Base::Language,
            &right,
            &[
                "",
                "f",
                "fr_FR",
                "french-",
                "-fr",
                "fr-",
                "123",
                "x",
                "de-a",
                "en-GB-GB-a-x",
                "françai",
            ],
        );
        values(
            Base::Language,
            &["en-a-bbb-x-a-ccc", "zh-cmn-Hans-CN", "de-DE-u-co-phonebk"],
            &["en-x", "abcdefghi"],
        );
    }

    #[test]
    fn binary_values_are_measured_in_octets() {
        values(Base::HexBinary, &["", "0FB7", "0fb7"], &["0FB", "0G", "0é"]);
        values(
            Base::Base64Binary,
            &["", "SGVsbG8=", "S G V s", "QQ=="],
            &["SGVsbG8", "QR==", "====", "A===", "=AAA", "AA=A", "SGVé"],
        );
        assert_eq!(length(Base::Base64Binary, "U2VuZCByZWluZm9yY2VtZW50cw=="), 19);
        assert_eq!(length(Base::HexBinary, "0FB7"), 2);
        assert_eq!(length(Base::String, "été"), 3);
    }
}
