//! What holds for any declaration and any text.

use super::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn bases() -> impl Strategy<Value = Base> {
    let bases: Vec<Base> = Base::names().into_iter().filter_map(Base::parse).collect();
    select(bases)
}

/// Texts that are near to what datatypes read, and texts that are not.
fn texts() -> impl Strategy<Value = String> {
    let parts = [
        "0", "1", "12", "2024", "05", "-", "+", ".", ",", " ", "\u{A0}", "%", "‰", "E", "e", ":", "T", "Z", "P", "D",
        "S",
    ];
    let others = [
        "Y", "M", "H", "/", "#", "(", ")", "[", "]", "é", "€", "\u{2212}", "=", "A", "NaN", "INF", "|", "'", ";", "\\",
        "^",
    ];
    let patterns = [
        "yyyy", "MM", "dd", "HH", "mm", "ss", "XXX", "x", "#,##0.00", "##0", "{2}", "\\d", "\\p{L}", "*", "?",
    ];
    let parts: Vec<&str> = parts.into_iter().chain(others).chain(patterns).collect();
    prop_oneof![
        vec(select(parts), 0..12).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

fn formats() -> impl Strategy<Value = DatatypeFormat> {
    let marks = || {
        option::of(prop_oneof![
            select(vec![".", ",", " ", "\u{202F}", "'", ""]).prop_map(str::to_owned),
            texts()
        ])
    };
    let number = (option::of(texts()), marks(), marks());
    prop_oneof![
        texts().prop_map(DatatypeFormat::Text),
        number.prop_map(|(pattern, decimal_char, group_char)| DatatypeFormat::Number {
            pattern,
            decimal_char,
            group_char
        }),
    ]
}

fn declarations() -> impl Strategy<Value = Declared> {
    let lengths = (option::of(0_u64..9), option::of(0_u64..9), option::of(0_u64..9));
    let limits = (
        option::of(texts()),
        option::of(texts()),
        option::of(texts()),
        option::of(texts()),
    );
    (bases(), option::of(formats()), lengths, limits).prop_map(|(base, format, lengths, limits)| Declared {
        base,
        id: None,
        format,
        length: lengths.0,
        min_length: lengths.1,
        max_length: lengths.2,
        min_inclusive: limits.0,
        max_inclusive: limits.1,
        min_exclusive: limits.2,
        max_exclusive: limits.3,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is declared and whatever a cell holds, what is read is a value of the base.
    #[test]
    fn what_is_read_is_a_value_of_the_base(declared in declarations(), cells in vec(texts(), 1..8)) {
        let (datatype, _) = Datatype::compile(&declared);
        let mut buffer = String::new();
        for cell in cells {
            if let Ok(lexical) = datatype.read(&cell, &mut buffer) {
                prop_assert!(lexical::is_value(declared.base, lexical), "{cell:?} was read as {lexical:?}");
            }
        }
    }

    /// A number in a pattern is the same number when it is read again without one.
    #[test]
    fn a_grouped_number_is_the_number(number in 0_u64.., decimals in 0_u32..10_000) {
        let digits = number.to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('\u{202F}');
            }
            grouped.push(digit);
        }
        let french = with_numbers(Base::Decimal, Some("#,##0.0000"), Some(","), Some(" "));
        let read = read(&french, &format!("{grouped},{decimals:04}"));
        prop_assert_eq!(read, Ok(format!("{number}.{decimals:04}")));
    }

    /// Every day is read in the format that it is written in.
    #[test]
    fn a_day_that_is_written_is_read(year in 0_u32..10_000, month in 1_u32..=12, day in 1_u32..=28) {
        let iso = format!("{year:04}-{month:02}-{day:02}");
        prop_assert_eq!(read(&with_format(Base::Date, "d/M/yyyy"), &format!("{day}/{month}/{year:04}")), Ok(iso.clone()));
        prop_assert_eq!(read(&with_format(Base::Date, "yyyyMMdd"), &iso.replace('-', "")), Ok(iso));
    }
}
