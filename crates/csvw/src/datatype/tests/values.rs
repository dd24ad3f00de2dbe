//! Values without a format, values with formats other than those of numbers, and limits.

use super::*;

#[test]
fn a_datatype_without_declaration_is_any_text() {
    let mut buffer = String::new();
    assert_eq!(Datatype::default().read(" a\tb ", &mut buffer), Ok(" a\tb "));
    assert_eq!(Datatype::default().iri(), "http://www.w3.org/2001/XMLSchema#string");
}

#[test]
fn a_value_as_xml_schema_writes_it_is_given_as_it_is() {
    for (base, text) in [
        (Base::Integer, "+007"),
        (Base::Decimal, "1.50"),
        (Base::Double, "10.10e1"),
        (Base::Date, "2015-03-22-08:00"),
        (Base::GYear, "2024"),
        (Base::AnyUri, "https://example.org/"),
    ] {
        let mut buffer = String::new();
        let datatype = compiled(&Declared::new(base));
        let lexical = datatype.read(text, &mut buffer);
        assert_eq!(lexical.map(str::as_ptr), Ok(text.as_ptr()));
    }
}

#[test]
fn truth_values_become_true_and_false() {
    let plain = Declared::new(Base::Boolean);
    reads(
        &plain,
        &[
            ("true", Some("true")),
            ("1", Some("true")),
            ("0", Some("false")),
            ("100", None),
            ("Y", None),
        ],
    );
    let words = with_format(Base::Boolean, "oui|non");
    reads(
        &words,
        &[
            ("oui", Some("true")),
            ("non", Some("false")),
            ("true", None),
            ("1", None),
            ("OUI", None),
        ],
    );
    assert_eq!(valid(&words, "yes"), "oui for true or non for false");
}

#[test]
fn dates_are_read_in_the_declared_format_only() {
    let day = with_format(Base::Date, "dd/MM/yyyy");
    reads(
        &day,
        &[
            ("21/05/2024", Some("2024-05-21")),
            ("2024-05-21", None),
            ("31/04/2024", None),
            ("05/21/2024", None),
        ],
    );
    assert_eq!(valid(&day, "x"), "a day that exists written dd/MM/yyyy, as 21/05/2024");
    assert_eq!(
        valid(&Declared::new(Base::Date), "21/05/2024"),
        "a day that exists, as 2024-05-21"
    );
    let stamp = with_format(Base::DateTimeStamp, "yyyy-MM-dd HH:mm:ss X");
    reads(
        &stamp,
        &[
            ("2015-03-15 15:02:37 +0800", Some("2015-03-15T15:02:37+08:00")),
            ("2015-03-15 15:02:37", None),
        ],
    );
}

#[test]
fn a_regular_expression_matches_whole_values() {
    let key = with_format(Base::String, "[a-z0-9-]+");
    reads(&key, &[("a-1", Some("a-1")), ("A 1", None), ("a-1\n", None)]);
    let wrong = read(&key, "Éric Dupond");
    let expected = ("[a-z0-9-]+".to_owned(), Some("eric-dupond".to_owned()));
    assert_eq!(
        wrong,
        Err(Invalid::Format {
            format: expected.0,
            suggestion: expected.1
        })
    );
    let durations = with_format(Base::DayTimeDuration, "^-?P.DT.*$");
    reads(
        &durations,
        &[("P1DT2H", Some("P1DT2H")), ("P11DT2H", None), ("P1DTx", None)],
    );
    let json = with_format(Base::Json, "\\{.*\\}");
    reads(
        &json,
        &[("{}", Some("{}")), ("{not json}", Some("{not json}")), ("[]", None)],
    );
}

#[test]
fn lengths_are_counted_in_characters_or_octets() {
    let name = Declared {
        min_length: Some(2),
        max_length: Some(3),
        ..Declared::new(Base::String)
    };
    reads(
        &name,
        &[("é", None), ("éé", Some("éé")), ("ééé", Some("ééé")), ("éééé", None)],
    );
    assert_eq!(
        read(&name, "é"),
        Err(Invalid::Length {
            length: 1,
            valid: "at least 2 characters".to_owned()
        })
    );
    assert_eq!(
        read(&name, "éééé"),
        Err(Invalid::Length {
            length: 4,
            valid: "at most 3 characters".to_owned()
        })
    );
    let hash = Declared {
        length: Some(1),
        ..Declared::new(Base::HexBinary)
    };
    reads(&hash, &[("0F", Some("0F")), ("0F0F", None)]);
    assert_eq!(valid(&hash, "0F0F"), "exactly 1 byte");
}

#[test]
fn values_are_compared_exactly() {
    let limits = |base, least: Option<&str>, greatest: Option<&str>| Declared {
        min_inclusive: least.map(str::to_owned),
        max_exclusive: greatest.map(str::to_owned),
        ..Declared::new(base)
    };
    let share = limits(Base::Decimal, Some("0"), Some("0.10000000000000000000000000000000001"));
    reads(
        &share,
        &[
            ("-0.0", Some("-0.0")),
            ("-0.1", None),
            ("0.1", Some("0.1")),
            ("0.10000000000000000000000000000000001", None),
        ],
    );
    let number = limits(Base::Float, Some("0.1"), Some("5e0"));
    reads(
        &number,
        &[
            ("0.1", Some("0.1")),
            ("4.99", Some("4.99")),
            ("5", None),
            ("NaN", None),
            ("INF", None),
        ],
    );
    let moment = limits(
        Base::DateTime,
        Some("2024-01-01T00:00:00Z"),
        Some("2024-01-02T00:00:00Z"),
    );
    let (early, late) = ("2024-01-01T00:30:00+01:00", "2024-01-01T23:30:00+01:00");
    reads(
        &moment,
        &[(early, None), (late, Some(late)), ("2024-01-01T24:00:00", None)],
    );
    let month = limits(Base::Duration, Some("P1M"), Some("P1Y"));
    reads(
        &month,
        &[
            ("P1M", Some("P1M")),
            ("P30D", None),
            ("P31D", None),
            ("P32D", Some("P32D")),
            ("P365D", None),
            ("P364D", Some("P364D")),
        ],
    );
}

#[test]
fn limits_hold_for_what_a_format_gives() {
    let since = Declared {
        min_inclusive: Some("2000-01-01".to_owned()),
        ..with_format(Base::Date, "dd/MM/yyyy")
    };
    reads(&since, &[("31/12/1999", None), ("01/01/2000", Some("2000-01-01"))]);
    assert_eq!(valid(&since, "31/12/1999"), "not before 2000-01-01");
    let share = Declared {
        max_inclusive: Some("1".to_owned()),
        ..with_format(Base::Decimal, "0.#%")
    };
    reads(&share, &[("100%", Some("1")), ("100.1%", None)]);
    assert_eq!(valid(&share, "101%"), "at most 1");
}

#[test]
fn what_is_valid_is_said_in_words() {
    let limits = Declared {
        min_inclusive: Some("1".to_owned()),
        max_inclusive: Some("10".to_owned()),
        ..Declared::new(Base::Int)
    };
    assert_eq!(valid(&limits, "11"), "from 1 to 10");
    assert_eq!(
        valid(&limits, "x"),
        "a whole number, from -2147483648 to 2147483647, as 42"
    );
    let limits = Declared {
        min_exclusive: Some("1".to_owned()),
        ..Declared::new(Base::Integer)
    };
    assert_eq!(valid(&limits, "1"), "more than 1");
    assert_eq!(valid(&limits, "x"), "a whole number, as 42");
}
