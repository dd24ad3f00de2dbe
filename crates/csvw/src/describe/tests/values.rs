//! Values of columns: amounts, codes, texts for no value, lists.

use super::*;

/// The description of the column `x` of a table with `,` between its cells, each in quotation marks, and the notes.
#[track_caller]
fn quoted(cells: &[&str]) -> (Value, Vec<String>) {
    let rows: String = cells.iter().map(|cell| format!("z,\"{cell}\"\n")).collect();
    let Described { metadata, notes } = described(format!("what,x\n{rows}"));
    (metadata["tableSchema"]["columns"][1].clone(), notes)
}

#[test]
fn a_currency_is_in_the_pattern_of_numbers() {
    let number = |base: &str, format: Value| json!({"base": base, "format": format});
    let cases: &[(&[&str], Value)] = &[
        (&["$120,000,000", "$7", "-$1,500"], number("integer", json!("$#,##0"))),
        (&["$1,234.50", "$7"], number("decimal", json!("$#,##0.##"))),
        (&["£12.5", "£3"], number("decimal", json!("£0.#"))),
        (
            &["1 234,56 €", "7 €"],
            number(
                "decimal",
                json!({"pattern": "# ##0,## €", "decimalChar": ",", "groupChar": " "}),
            ),
        ),
        (&["12 €", "3\u{A0}€"], number("integer", json!("0 €"))),
        (&["US$1,234,567", "US$9"], number("integer", json!("US$#,##0"))),
        (&["EUR 300", "EUR 12"], number("integer", json!("EUR 0"))),
        (
            &["CHF 1'234.50", "CHF 3.00"],
            number(
                "decimal",
                json!({"pattern": "CHF #'##0.##", "decimalChar": ".", "groupChar": "'"}),
            ),
        ),
        (
            &["1.234,5 EUR", "12,75 EUR"],
            number(
                "decimal",
                json!({"pattern": "#.##0,## EUR", "decimalChar": ",", "groupChar": "."}),
            ),
        ),
    ];
    for (cells, expected) in cases {
        let (column, notes) = quoted(cells);
        assert_eq!(
            (&column["datatype"], &column["separator"]),
            (expected, &Value::Null),
            "{cells:?} {notes:?}"
        );
        assert!(has(&notes, "the RDF has the number alone"), "{notes:?}");
    }
    let (column, _) = quoted(&["$1,200", "NA", "$3"]);
    assert_eq!(
        (&column["datatype"]["format"], &column["null"]),
        (&json!("$#,##0"), &json!(["", "NA"]))
    );
}

#[test]
fn amounts_that_no_pattern_reads_stay_text_and_are_told() {
    for (cells, odd) in [
        (["$1,200", "€1,200", "$7"], "`€1,200` in line 3"),
        (["12 €", "3 M€", "4 €"], "`3 M€` in line 3"),
        (["$1,200", "1,200", "$3,400"], "`1,200` in line 3"),
        (["$1,200 – $3,400", "$7", "$9"], "not all written in the same way"),
    ] {
        let (column, notes) = quoted(&cells);
        assert_eq!(
            (&column["datatype"], &column["separator"]),
            (&Value::Null, &Value::Null)
        );
        assert!(has(&notes, odd), "{cells:?} {notes:?}");
    }
}

#[test]
fn no_list_is_cut_from_numbers_or_sentences() {
    let numbers = ["$1,200", "1,200", "$1,200,300", "1,200", "€1,200", "1,200,300"];
    let prose = [
        "Universités, INSA et INP",
        "Universités, INSA",
        "INSA",
        "Universités, INSA, INP",
        "INSA, Universités",
        "INP, INSA et Universités",
        "Universités, INP",
    ];
    let places = [
        "Lyon, France",
        "Nice, France",
        "Ici, Lyon, France",
        "Lyon, France",
        "Nice, France",
        "Metz",
    ];
    let brackets = ["a (b, c)", "a, b", "b", "a (b, c)", "b, a", "a, c", "c, b"];
    for cells in [&numbers[..], &prose, &places, &brackets] {
        let (column, notes) = quoted(cells);
        assert_eq!(column["separator"], Value::Null, "{cells:?} {notes:?}");
    }
    let (column, _) = quoted(&["a, b", "b", "a, b, c", "c, a", "b, c", "a", "a, c"]);
    assert_eq!(column["separator"], ", ");
    let (column, _) = quoted(&[
        "eau; air et sol",
        "air et sol",
        "eau",
        "bois; eau",
        "eau; bois; air et sol",
        "bois; eau",
        "eau; bois",
    ]);
    assert_eq!(column["separator"], "; ");
}

#[test]
fn codes_are_known_by_title_length_or_check_digit() {
    let sirens = [
        "552100554",
        "732829320",
        "356000000",
        "542065479",
        "632012100",
        "784608416",
    ];
    assert_eq!(column_of("n", &sirens).0["datatype"], Value::Null);
    assert_eq!(
        column_of("n", &["552100555", "732829320", "356000000", "1234"]).0["datatype"],
        "integer"
    );
    assert_eq!(
        column_of("n", &["73282932000074", "55210055400013", "35600000000048"]).0["datatype"],
        Value::Null
    );
    let (column, notes) = column_of("SIREN", &["552 100 554", "732 829 320"]);
    assert_eq!(column["datatype"], Value::Null, "{notes:?}");
    let (column, notes) = column_of("SIRET", &["73282932000074", "7,3283E+13", "35600000000048"]);
    assert_eq!(column["datatype"], Value::Null);
    assert!(has(&notes, "`7,3283E+13` in line 3 was a code"), "{notes:?}");
    let (column, _) = column_of("SIRET", &["7.3283E+13", "3.56E+13"]);
    assert_eq!(column["datatype"], Value::Null);
}

#[test]
fn words_for_what_is_not_told_are_no_values_among_amounts() {
    let values = ["$7,000,000", "Undisclosed", "$120,000,000", "TBC", "not disclosed"];
    let (column, notes) = column_of("Deal value", &values);
    assert_eq!(column["datatype"]["base"], "integer", "{notes:?}");
    assert_eq!(column["null"], json!(["", "Undisclosed", "TBC", "not disclosed"]));
    let (column, _) = column_of("Share", &["12", "confidentiel", "7"]);
    assert_eq!(column["datatype"], "integer");
}

#[test]
fn texts_for_no_value_are_offered_in_columns_of_texts() {
    let (column, notes) = column_of("x", &["Paris", "NA", "Lyon", "n.d."]);
    assert_eq!((&column["null"], &column["required"]), (&Value::Null, &Value::Null));
    assert!(has(&notes, r#"add "null": ["","NA","n.d."]"#), "{notes:?}");
    let (column, notes) = column_of("pays", &["FR", "NA", "DE"]);
    assert_eq!(column["required"], true);
    assert!(!has(&notes, "null"), "{notes:?}");
}

#[test]
fn years_of_two_digits_are_told() {
    let (column, notes) = column_of("x", &["21/05/24", "01/12/69"]);
    assert_eq!(column["datatype"]["format"], "dd/MM/yy");
    assert!(has(&notes, "69 to 99 as 1969 to 1999"), "{notes:?}");
    let (_, notes) = column_of("x", &["21/05/2024", "01/12/1969"]);
    assert!(!has(&notes, "two digits"), "{notes:?}");
}
