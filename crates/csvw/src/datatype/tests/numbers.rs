//! Formats of numbers.

use super::*;

#[test]
fn without_a_pattern_groups_may_have_any_size() {
    let english = with_numbers(Base::Decimal, None, None, Some(","));
    reads(
        &english,
        &[
            ("123,456.789", Some("123456.789")),
            ("12,3", Some("123")),
            ("1,,2", None),
            (",1", None),
            ("1.", None),
            (".5", None),
            ("+5", Some("+5")),
            ("-25%", Some("-0.25")),
            ("123456.789%", Some("1234.56789")),
            ("123456.789‰", Some("123.456789")),
            ("1E6", None),
            ("NaN", None),
            ("1 000", None),
            ("", None),
            ("-", None),
        ],
    );
    let german = with_numbers(Base::Double, None, Some(","), Some("."));
    reads(
        &german,
        &[
            ("10.000,1", Some("10000.1")),
            ("1,5E-3", Some("1.5e-3")),
            ("-INF", Some("-INF")),
            ("1.5E", None),
        ],
    );
    let whole = with_numbers(Base::Integer, None, None, Some(","));
    reads(
        &whole,
        &[
            ("1,000", Some("1000")),
            ("1.0", None),
            ("50%", None),
            ("200%", Some("2")),
            ("1E3", None),
        ],
    );
    let byte = with_numbers(Base::Byte, None, None, Some(","));
    reads(&byte, &[("127", Some("127")), ("1,27", Some("127")), ("128", None)]);
}

#[test]
fn french_numbers_have_any_of_three_spaces() {
    for space in [" ", "\u{A0}", "\u{202F}"] {
        for pattern in [None, Some("# ##0,00"), Some("#,##0.00"), Some("#\u{A0}##0,00")] {
            let french = with_numbers(Base::Decimal, pattern, Some(","), Some(space));
            reads(
                &french,
                &[
                    ("1 234,56", Some("1234.56")),
                    ("1\u{A0}234,56", Some("1234.56")),
                    ("-1\u{202F}234\u{A0}567,80", Some("-1234567.80")),
                    ("\u{2212}12,00", Some("-12.00")),
                    ("1,234.56", None),
                    ("1  234,56", None),
                ],
            );
        }
    }
    let euros = with_numbers(Base::Decimal, Some("#,##0.00 €"), Some(","), Some(" "));
    reads(
        &euros,
        &[
            ("1 234,50 €", Some("1234.50")),
            ("1 234,50\u{A0}€", Some("1234.50")),
            ("1 234,50", None),
        ],
    );
    assert_eq!(valid(&euros, "12"), "a number written #,##0.00 €, as 1 234,50 €");
    let decimal = with_numbers(Base::Decimal, Some("0.0#"), Some(","), None);
    reads(&decimal, &[("1,5", Some("1.5")), ("1.5", None)]);
    assert!(read(&Declared::new(Base::Decimal), "\u{2212}12").is_err());
}

#[test]
fn the_declared_characters_come_first_in_a_pattern() {
    // Three decimals after a decimal comma, and not a group of three.
    let declared = with_numbers(Base::Decimal, Some("#0,000"), Some(","), Some(" "));
    reads(&declared, &[("1,234", Some("1.234")), ("1 234", None)]);
    let grouped = with_numbers(Base::Integer, Some("#,##0"), Some(","), Some(" "));
    reads(&grouped, &[("1 234", Some("1234")), ("1234", None)]);
}

#[test]
fn a_pattern_says_how_many_digits_there_are() {
    reads(
        &with_format(Base::Integer, "##0"),
        &[
            ("1", Some("1")),
            ("1234", Some("1234")),
            ("1,234", None),
            ("123.4", None),
        ],
    );
    reads(
        &with_format(Base::Integer, "000"),
        &[("001", Some("001")), ("01", None), ("1234", Some("1234"))],
    );
    reads(
        &with_format(Base::Decimal, "#0.#"),
        &[("1", Some("1")), ("1.2", Some("1.2")), ("12.34", None), ("1.", None)],
    );
    reads(
        &with_format(Base::Decimal, "#0.0#"),
        &[
            ("1.2", Some("1.2")),
            ("12.34", Some("12.34")),
            ("1", None),
            ("1.234", None),
        ],
    );
    reads(
        &with_format(Base::Decimal, "#.0"),
        &[("0.1", Some("0.1")), (".1", Some("0.1")), ("10", None), (".", None)],
    );
    reads(&with_format(Base::Integer, "0.0"), &[("1.0", None)]);
    reads(&with_format(Base::Integer, "#"), &[("", None), ("7", Some("7"))]);
}

#[test]
fn a_pattern_says_how_digits_are_grouped() {
    let thousands = with_format(Base::Integer, "#,#00");
    reads(
        &thousands,
        &[
            ("12", Some("12")),
            ("1,234,567", Some("1234567")),
            ("1", None),
            ("1234", None),
            ("12,34", None),
        ],
    );
    reads(
        &thousands,
        &[
            ("12,34,567", None),
            ("1234,567", None),
            (",123", None),
            ("1,234,", None),
        ],
    );
    let lakhs = with_format(Base::Integer, "#,##,#00");
    reads(
        &lakhs,
        &[
            ("12,34,567", Some("1234567")),
            ("1,234", Some("1234")),
            ("1,234,567", None),
            ("123,456", None),
        ],
    );
    let fractions = with_format(Base::Decimal, "0.0##,###");
    reads(
        &fractions,
        &[
            ("1.1", Some("1.1")),
            ("1.123,45", Some("1.12345")),
            ("1.1234", None),
            ("1.12,3", None),
        ],
    );
    reads(&fractions, &[("1.123,", None), ("1.123,4567", None)]);
}

#[test]
fn a_pattern_says_what_stands_around_the_digits() {
    let exponent = with_format(Base::Double, "#0.###E#0");
    reads(
        &exponent,
        &[
            ("10.10E1", Some("10.10e1")),
            ("1E-05", Some("1e-05")),
            ("10.1", None),
            ("1e1", None),
            ("INF", Some("INF")),
        ],
    );
    reads(
        &with_format(Base::Double, "0E+00"),
        &[("1E+06", Some("1e+06")), ("1E06", None), ("1E+6", None)],
    );
    reads(
        &with_format(Base::Decimal, "+0"),
        &[("+1", Some("+1")), ("-1", Some("-1")), ("1", None)],
    );
    reads(
        &with_format(Base::Decimal, "-0"),
        &[("-1", Some("-1")), ("1", None), ("+1", None)],
    );
    reads(
        &with_format(Base::Decimal, "%000"),
        &[
            ("%-123", Some("-1.23")),
            ("-%123", Some("-1.23")),
            ("123%", None),
            ("%12", None),
        ],
    );
    reads(
        &with_format(Base::Decimal, "0.#%"),
        &[
            ("12.5%", Some("0.125")),
            ("0%", Some("0")),
            ("-0.0%", Some("0")),
            ("100%", Some("1")),
        ],
    );
    reads(
        &with_format(Base::Decimal, "0‰"),
        &[("5‰", Some("0.005")), ("+5‰", Some("0.005"))],
    );
    let accounts = with_format(Base::Decimal, "#,##0.0;(#)");
    reads(
        &accounts,
        &[
            ("1.5", Some("1.5")),
            ("(1,234.5)", Some("-1234.5")),
            ("-1.5", None),
            ("(1.5", None),
        ],
    );
    reads(
        &with_format(Base::Decimal, "0'#' 'E'"),
        &[("1# E", Some("1")), ("1", None)],
    );
    reads(
        &with_format(Base::Decimal, "EUR 0.00"),
        &[("EUR 1.50", Some("1.50")), ("-EUR 1.50", Some("-1.50"))],
    );
    reads(&with_format(Base::Decimal, "0.00EUR"), &[("1.50EUR", Some("1.50"))]);
    reads(&with_format(Base::Decimal, "0-"), &[("5-", Some("-5")), ("5", None)]);
}

#[test]
fn the_example_of_a_pattern_is_in_the_pattern() {
    for pattern in [
        "#",
        "0",
        "000",
        "#,##0.00",
        "#,##,##0.0#",
        "0.000,00#",
        "0.##E+00",
        "%000",
        "#,##0.0;(#)",
        "-0 kg",
        "+0.0‰",
    ] {
        let declared = with_format(Base::Double, pattern);
        let DatatypeFormat::Text(_) = declared.format.clone().unwrap_or(DatatypeFormat::Text(String::new())) else {
            continue;
        };
        let valid = valid(&declared, "none");
        let example = valid.split(", as ").last().unwrap_or_default();
        assert!(read(&declared, example).is_ok(), "{valid}");
    }
    let free = with_numbers(Base::Integer, None, Some(","), Some(" "));
    assert_eq!(valid(&free, "x"), "a whole number, as 1 234");
    assert_eq!(
        valid(&with_numbers(Base::Decimal, None, Some(","), Some(" ")), "x"),
        "a number, as 1 234,5"
    );
    assert_eq!(
        valid(&with_format(Base::Decimal, "#,##0.00"), "x"),
        "a number written #,##0.00, as 1,234.50"
    );
}
