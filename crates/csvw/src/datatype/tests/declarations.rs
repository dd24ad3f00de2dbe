//! What is wrong with declarations.

use super::*;

/// The properties that are reported, and whether each is an error.
fn problems(declared: &Declared) -> Vec<(&'static str, bool)> {
    let (_, problems) = Datatype::compile(declared);
    for problem in &problems {
        assert!(!problem.why.is_empty() && !problem.valid.is_empty(), "{problem:?}");
    }
    problems
        .into_iter()
        .map(|problem| (problem.property, problem.is_error))
        .collect()
}

#[test]
fn a_format_that_cannot_be_used_is_a_warning_and_ignored() {
    for (base, format, text) in [
        (Base::String, "+", "anything"),
        (Base::String, "(?=a)b", "anything"),
        (Base::Integer, "[", "0"),
        (Base::Integer, "0#", "0"),
        (Base::Decimal, "0.#0", "0.5"),
        (Base::Decimal, "@@", "0.5"),
        (Base::Decimal, "¤0", "0.5"),
        (Base::Decimal, "0;0;0", "0.5"),
        (Base::Decimal, "0;0", "0.5"),
        (Base::Decimal, "0%‰", "0.5"),
        (Base::Decimal, "0 '", "0.5"),
        (Base::Decimal, "0 0", "0.5"),
        (Base::Decimal, "", "0.5"),
        (Base::Boolean, "YN", "true"),
        (Base::Boolean, "Y|", "true"),
        (Base::Boolean, "Y|N|?", "true"),
        (Base::Date, "yyy-MM-dd", "2024-05-21"),
        (Base::Time, "hh:mm a", "15:02:37"),
    ] {
        let declared = with_format(base, format);
        assert_eq!(problems(&declared), [("format", false)], "{format}");
        assert_eq!(read(&declared, text).as_deref(), Ok(text), "{format}");
    }
}

#[test]
fn an_object_is_a_format_of_numbers_only() {
    let text = Some("Y|N");
    for base in [Base::Boolean, Base::Date, Base::String] {
        assert_eq!(problems(&with_numbers(base, text, None, None)), [("format", false)]);
    }
    let same = with_numbers(Base::Decimal, None, Some(","), Some(","));
    assert_eq!(problems(&same), [("format", false)]);
    assert_eq!(
        problems(&with_numbers(Base::Decimal, None, Some(""), None)),
        [("format", false)]
    );
    assert_eq!(
        problems(&with_numbers(Base::Decimal, None, Some("1"), None)),
        [("format", false)]
    );
    let comma = with_numbers(Base::Decimal, Some("#,##0.00"), Some(","), None);
    assert_eq!(problems(&comma), [("format", false)]);
}

#[test]
fn lengths_that_contradict_each_other_are_errors() {
    let lengths = |base, length, min_length, max_length| Declared {
        length,
        min_length,
        max_length,
        ..Declared::new(base)
    };
    assert_eq!(
        problems(&lengths(Base::String, Some(1), Some(2), None)),
        [("length", true)]
    );
    assert_eq!(
        problems(&lengths(Base::String, Some(3), None, Some(2))),
        [("length", true)]
    );
    assert_eq!(
        problems(&lengths(Base::String, None, Some(3), Some(2))),
        [("minLength", true)]
    );
    assert_eq!(problems(&lengths(Base::String, Some(2), Some(2), Some(2))), []);
    assert_eq!(
        problems(&lengths(Base::Date, Some(5), None, Some(2))),
        [("length", true), ("maxLength", true)]
    );
    for base in [
        Base::Json,
        Base::NmToken,
        Base::Language,
        Base::Base64Binary,
        Base::HexBinary,
    ] {
        assert_eq!(problems(&lengths(base, Some(5), None, None)), [], "{base:?}");
    }
    for base in [
        Base::AnyUri,
        Base::AnyAtomicType,
        Base::Integer,
        Base::Duration,
        Base::QName,
    ] {
        assert_eq!(
            problems(&lengths(base, None, Some(5), None)),
            [("minLength", true)],
            "{base:?}"
        );
    }
}

/// Declares the limits `minInclusive`, `minExclusive`, `maxInclusive` and `maxExclusive`; an empty text for none.
fn limits(base: Base, texts: [&str; 4]) -> Declared {
    let [min_inclusive, min_exclusive, max_inclusive, max_exclusive] =
        texts.map(|text| Some(text.to_owned()).filter(|text| !text.is_empty()));
    Declared {
        min_inclusive,
        min_exclusive,
        max_inclusive,
        max_exclusive,
        ..Declared::new(base)
    }
}

#[test]
fn limits_that_contradict_each_other_are_errors() {
    let (one, two) = ("2015-06-05", "2015-06-06");
    for (texts, expected) in [
        ([one, one, "", ""], &[("minExclusive", true)][..]),
        (["", "", one, one], &[("maxExclusive", true)]),
        ([two, "", one, ""], &[("maxInclusive", true)]),
        ([one, "", "", one], &[("maxExclusive", true)]),
        (["", two, "", one], &[("maxExclusive", true)]),
        (["", one, one, ""], &[("maxInclusive", true)]),
        ([one, "", one, ""], &[]),
        (["", one, "", one], &[]),
        (["", one, "", two], &[]),
    ] {
        assert_eq!(problems(&limits(Base::Date, texts)), expected, "{texts:?}");
    }
}

#[test]
fn limits_are_values_of_a_datatype_with_an_order() {
    for base in [
        Base::String,
        Base::Boolean,
        Base::AnyUri,
        Base::HexBinary,
        Base::AnyAtomicType,
    ] {
        assert_eq!(
            problems(&limits(base, ["1", "", "", "2"])),
            [("minInclusive", true), ("maxExclusive", true)]
        );
    }
    for (base, text) in [
        (Base::Date, "05/06/2015"),
        (Base::Byte, "128"),
        (Base::Integer, "1.5"),
        (Base::Duration, "1 day"),
    ] {
        assert_eq!(
            problems(&limits(base, ["", "", text, ""])),
            [("maxInclusive", true)],
            "{text}"
        );
    }
    for (base, text) in [
        (Base::Integer, "1E3"),
        (Base::Integer, "5.0"),
        (Base::Decimal, "1e-3"),
        (Base::Double, "1e300"),
    ] {
        assert_eq!(problems(&limits(base, ["", "", text, ""])), [], "{text}");
    }
    let (datatype, _) = Datatype::compile(&limits(Base::Byte, ["", "", "128", ""]));
    assert_eq!(datatype.read("127", &mut String::new()), Ok("127"));
}

#[test]
fn an_id_is_not_that_of_a_built_in_datatype() {
    let with_id = |id: &str| Declared {
        id: Some(id.to_owned()),
        ..Declared::new(Base::Integer)
    };
    assert_eq!(
        problems(&with_id("http://www.w3.org/2001/XMLSchema#string")),
        [("@id", true)]
    );
    assert_eq!(
        compiled(&with_id("https://example.org/count")).iri(),
        "https://example.org/count"
    );
}
