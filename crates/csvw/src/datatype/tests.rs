//! What the datatypes promise, rule by rule ("Model for Tabular Data", section 6.4; "Metadata Vocabulary", section 5.11).

mod declarations;
mod numbers;
mod properties;
mod values;

use super::*;

/// A declaration with a format.
fn with_format(base: Base, format: &str) -> Declared {
    Declared {
        format: Some(DatatypeFormat::Text(format.to_owned())),
        ..Declared::new(base)
    }
}

/// A declaration of how numbers are written.
fn with_numbers(base: Base, pattern: Option<&str>, decimal: Option<&str>, group: Option<&str>) -> Declared {
    Declared {
        format: Some(DatatypeFormat::Number {
            pattern: pattern.map(str::to_owned),
            decimal_char: decimal.map(str::to_owned),
            group_char: group.map(str::to_owned),
        }),
        ..Declared::new(base)
    }
}

/// Compiles a declaration that has nothing wrong with it.
#[track_caller]
fn compiled(declared: &Declared) -> Datatype {
    let (datatype, problems) = Datatype::compile(declared);
    assert_eq!(problems, [], "{declared:?}");
    datatype
}

/// Reads one value.
fn read(declared: &Declared, text: &str) -> Result<String, Invalid> {
    let (datatype, _) = Datatype::compile(declared);
    let mut buffer = String::from("left over from the cell before");
    datatype.read(text, &mut buffer).map(str::to_owned)
}

/// Checks the lexical forms of texts; nothing for those that are not values.
#[track_caller]
fn reads(declared: &Declared, cases: &[(&str, Option<&str>)]) {
    compiled(declared);
    for (text, expected) in cases {
        assert_eq!(
            read(declared, text).ok().as_deref(),
            *expected,
            "{text:?} of {declared:?}"
        );
    }
}

/// What would be valid instead of a text.
#[track_caller]
fn valid(declared: &Declared, text: &str) -> String {
    match read(declared, text) {
        Err(Invalid::Lexical { valid } | Invalid::Length { valid, .. } | Invalid::Range { valid }) => valid,
        other => panic!("{text:?} of {declared:?}: {other:?}"),
    }
}
