mod files;
mod values;

use super::*;
use proptest::prelude::*;
use serde_json::json;
use std::io::Cursor;

#[track_caller]
fn described(bytes: impl AsRef<[u8]>) -> Described {
    let bytes = bytes.as_ref().to_vec();
    let mut open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
    describe("t.csv", &mut open).expect("a table")
}

#[track_caller]
fn refused(bytes: &[u8]) -> String {
    let bytes = bytes.to_vec();
    let mut open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
    describe("t.csv", &mut open).expect_err("no table").to_string()
}

/// The description of the column `x` with these cells, and the notes.
#[track_caller]
fn column_of(title: &str, cells: &[&str]) -> (Value, Vec<String>) {
    let rows: String = cells.iter().map(|cell| format!("z\t{cell}\n")).collect();
    let Described { metadata, notes } = described(format!("what\t{title}\n{rows}"));
    (metadata["tableSchema"]["columns"][1].clone(), notes)
}

#[track_caller]
fn datatype(cells: &[&str]) -> Value {
    column_of("x", cells).0["datatype"].clone()
}

fn has(notes: &[String], part: &str) -> bool {
    notes.iter().any(|note| note.contains(part))
}

#[test]
fn a_french_table_is_described_whole() {
    let table = "N° SIRET;Commune;Montant (€);Début;Actif\n\
                 01234567800012;Orléans;1 234,50;01/09/2024;oui\n\
                 01234567800020;Nîmes;12,00;15/10/2024;non\n\
                 01234567800038;Évry;7;30/11/2024;oui\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(table);
    let Described { metadata, notes } = described(bytes);
    assert_eq!(
        metadata,
        json!({
            "@context": "http://www.w3.org/ns/csvw",
            "url": "t.csv",
            "dialect": {"encoding": "windows-1252", "delimiter": ";"},
            "tableSchema": {
                "columns": [
                    {"name": "no_siret", "titles": "N° SIRET", "required": true},
                    {"name": "commune", "titles": "Commune", "required": true},
                    {"name": "montant", "titles": "Montant (€)",
                     "datatype": {"base": "decimal", "format": {"decimalChar": ",", "groupChar": " "}}, "required": true},
                    {"name": "debut", "titles": "Début", "datatype": {"base": "date", "format": "dd/MM/yyyy"}, "required": true},
                    {"name": "actif", "titles": "Actif", "datatype": {"base": "boolean", "format": "oui|non"}, "required": true}
                ],
                "primaryKey": "no_siret",
                "aboutUrl": "#{no_siret}"
            }
        })
    );
    assert!(
        has(&notes, "windows-1252") && has(&notes, "begin with 0") && has(&notes, "primary key is `N° SIRET`"),
        "{notes:?}"
    );
    let order: Vec<&String> = metadata.as_object().expect("an object").keys().collect();
    assert_eq!(order, ["@context", "url", "dialect", "tableSchema"]);
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let format = |base: &str, format: Value| json!({"base": base, "format": format});
    assert_eq!(datatype(&["12", "-3", "0"]), "integer");
    assert_eq!(datatype(&["0", "1", "1"]), "integer");
    assert_eq!(datatype(&["12", "3.5"]), "decimal");
    assert_eq!(datatype(&["1.5E-7", "3"]), "double");
    assert_eq!(datatype(&["12E5", "13E5"]), Value::Null);
    assert_eq!(datatype(&["12,5", "3"]), format("decimal", json!({"decimalChar": ","})));
    assert_eq!(datatype(&["1 234", "12"]), format("integer", json!({"groupChar": " "})));
    assert_eq!(
        datatype(&["1\u{202F}234,5", "1\u{A0}000"]),
        format("decimal", json!({"decimalChar": ",", "groupChar": " "}))
    );
    assert_eq!(
        datatype(&["1,234.56", "7"]),
        format("decimal", json!({"decimalChar": ".", "groupChar": ","}))
    );
    assert_eq!(
        datatype(&["1.234,56", "7"]),
        format("decimal", json!({"decimalChar": ",", "groupChar": "."}))
    );
    assert_eq!(
        datatype(&["1,234,567", "7"]),
        format("integer", json!({"decimalChar": ".", "groupChar": ","}))
    );
    assert_eq!(
        datatype(&["12,5 %", "3 %"]),
        format("decimal", json!({"pattern": "0,# %", "decimalChar": ","}))
    );
    assert_eq!(datatype(&["12%", "3%"]), format("decimal", json!("0%")));
    assert_eq!(datatype(&["12.25%", "3%"]), format("decimal", json!("0.##%")));
    for texts in [
        ["12a", "3"],
        ["1 23", "4"],
        ["+33612345678", "+33612345679"],
        ["1,5", "2.5"],
        ["12 €", "3 M€"],
    ] {
        assert_eq!(datatype(&texts), Value::Null, "{texts:?}");
    }
}

#[test]
fn a_point_or_comma_before_three_digits_is_told_to_be_in_doubt() {
    let (column, notes) = column_of("x", &["1,234", "5,678"]);
    assert_eq!(column["datatype"]["format"], json!({"decimalChar": ","}));
    assert!(has(&notes, "between thousands"), "{notes:?}");
    let commas = described("what,x\nz,\"1,234\"\nz,\"5,678\"\n");
    let format = &commas.metadata["tableSchema"]["columns"][1]["datatype"];
    assert_eq!(
        *format,
        json!({"base": "integer", "format": {"decimalChar": ".", "groupChar": ","}})
    );
    assert!(has(&commas.notes, "before decimals"), "{:?}", commas.notes);
    let (column, notes) = column_of("x", &["1.234", "5.678"]);
    assert_eq!(column["datatype"], "decimal");
    assert!(has(&notes, "between thousands"), "{notes:?}");
}

#[test]
fn days_and_times_are_read_as_they_are_written() {
    let format = |base: &str, format: &str| json!({"base": base, "format": format});
    assert_eq!(datatype(&["2024-05-21", "2024-12-01"]), "date");
    assert_eq!(datatype(&["21/05/2024", "01/12/2024"]), format("date", "dd/MM/yyyy"));
    assert_eq!(datatype(&["21/5/2024", "1/12/2024"]), format("date", "d/M/yyyy"));
    assert_eq!(datatype(&["21-05-2024"]), format("date", "dd-MM-yyyy"));
    assert_eq!(datatype(&["21.05.2024"]), format("date", "dd.MM.yyyy"));
    assert_eq!(datatype(&["05/21/2024", "01/02/2024"]), format("date", "MM/dd/yyyy"));
    assert_eq!(datatype(&["2024/05/21"]), format("date", "yyyy/MM/dd"));
    assert_eq!(datatype(&["2024-05-21T15:02:37Z"]), "dateTime");
    assert_eq!(datatype(&["2024-05-21 15:02"]), format("dateTime", "yyyy-MM-dd HH:mm"));
    assert_eq!(
        datatype(&["21/05/2024 15:02:37"]),
        format("dateTime", "dd/MM/yyyy HH:mm:ss")
    );
    assert_eq!(
        datatype(&["2024-05-21 15:02:37.125+02:00"]),
        format("dateTime", "yyyy-MM-dd HH:mm:ss.SSSSSSXXX")
    );
    assert_eq!(datatype(&["15:02:37"]), "time");
    assert_eq!(datatype(&["15:02", "09:00"]), format("time", "HH:mm"));
    assert_eq!(datatype(&["9:05", "15:02"]), format("time", "H:mm"));
    assert_eq!(datatype(&["30/02/2024"]), Value::Null);
    assert_eq!(datatype(&["21/05/24", "1/6/24"]), format("date", "d/M/yy"));
    assert_eq!(datatype(&["05/21/24"]), format("date", "MM/dd/yy"));
    assert_eq!(datatype(&["5/21/24 9:05"]), format("dateTime", "M/d/yy H:mm"));
    assert_eq!(datatype(&["21-05-24"]), Value::Null);
    assert_eq!(
        column_of("Date", &["21-05-24"]).0["datatype"],
        format("date", "dd-MM-yy")
    );
    assert_eq!(datatype(&["20240521", "20241201"]), "integer");
    assert_eq!(
        column_of("Date", &["20240521", "20241201"]).0["datatype"],
        format("date", "yyyyMMdd")
    );
}

#[test]
fn a_day_that_could_be_a_month_is_told() {
    let (column, notes) = column_of("x", &["01/02/2024", "03/04/2024"]);
    assert_eq!(column["datatype"]["format"], "dd/MM/yyyy");
    assert!(has(&notes, "MM/dd/yyyy would fit as well"), "{notes:?}");
    let (_, notes) = column_of("x", &["01/02/2024", "13/04/2024"]);
    assert!(!has(&notes, "would fit"), "{notes:?}");
}

#[test]
fn years_are_meant_by_their_title() {
    assert_eq!(column_of("Année", &["2024", "1999"]).0["datatype"], "gYear");
    assert_eq!(column_of("year of birth", &["2024", "1999"]).0["datatype"], "gYear");
    assert_eq!(column_of("Effectif", &["2024", "1999"]).0["datatype"], "integer");
    assert_eq!(column_of("Année", &["2024", "19999"]).0["datatype"], "integer");
    assert_eq!(column_of("Mois", &["2024-05", "2024-06"]).0["datatype"], "gYearMonth");
    assert_eq!(column_of("Lot", &["2024-05", "2024-06"]).0["datatype"], Value::Null);
}

#[test]
fn words_for_true_and_false_are_known() {
    assert_eq!(datatype(&["true", "false"]), "boolean");
    assert_eq!(
        datatype(&["oui", "oui"]),
        json!({"base": "boolean", "format": "oui|non"})
    );
    assert_eq!(datatype(&["O", "N"]), json!({"base": "boolean", "format": "O|N"}));
    assert_eq!(datatype(&["N", "N"]), Value::Null);
    assert_eq!(datatype(&["vrai", "faux", "peut-être"]), Value::Null);
}

#[test]
fn codes_stay_text() {
    let (column, notes) = column_of("CP", &["01000", "75056"]);
    assert_eq!(column["datatype"], Value::Null);
    assert!(has(&notes, "begin with 0"), "{notes:?}");
    let (column, notes) = column_of("Code commune", &["75056", "69123", "13055"]);
    assert_eq!(column["datatype"], Value::Null);
    assert!(has(&notes, "they are a code"), "{notes:?}");
    assert_eq!(column_of("SIREN", &["552100554"]).0["datatype"], Value::Null);
    assert_eq!(
        column_of("idAttribuant", &["99000000000017"; 3]).0["datatype"],
        Value::Null
    );
    assert_eq!(column_of("code", &["1", "12", "3"]).0["datatype"], "integer");
}

#[test]
fn texts_for_no_value_are_told_where_they_alone_stand_in_the_way() {
    let (column, notes) = column_of("x", &["12", "NA", "", "n.d.", "7", "-"]);
    assert_eq!(column["datatype"], "integer");
    assert_eq!(column["null"], json!(["", "NA", "n.d.", "-"]));
    assert_eq!(column["required"], Value::Null);
    assert!(has(&notes, "`NA`, `n.d.`, `-` are taken as no value"), "{notes:?}");
    let (column, _) = column_of("x", &["Paris", "NA", "Lyon"]);
    assert_eq!((&column["null"], &column["required"]), (&Value::Null, &Value::Null));
    assert_eq!(column_of("x", &["NA", "NA", "-"]).0["datatype"], Value::Null);
}

#[test]
fn what_keeps_a_column_from_its_datatype_is_told() {
    let mut cells = vec!["7"; 12];
    cells.push("sept");
    let (column, notes) = column_of("x", &cells);
    assert_eq!(column["datatype"], Value::Null);
    assert!(has(&notes, "`sept` in line 14 is no integer"), "{notes:?}");
}

#[test]
fn addresses_are_addresses() {
    assert_eq!(datatype(&["https://example.org/a", "http://example.org"]), "anyURI");
    assert_eq!(datatype(&["https://example.org/a b"]), Value::Null);
    assert_eq!(datatype(&["example.org"]), Value::Null);
}

#[test]
fn lists_are_described_only_where_they_are_evident() {
    let (column, _) = column_of("x", &["a; b", "b", "a; b; c", "c; a", "b; c", "a", "a; c"]);
    assert_eq!(column["separator"], "; ");
    let (column, notes) = column_of("x", &["un;deux", "trois;quatre", "cinq;six", "sept;huit", "neuf;dix"]);
    assert_eq!(column["separator"], Value::Null);
    assert!(has(&notes, "may hold lists"), "{notes:?}");
    let (column, _) = column_of(
        "x",
        &[
            "Lyon, France",
            "Paris, France",
            "Nice, France",
            "Brest, France",
            "Metz, France",
        ],
    );
    assert_eq!(column["separator"], Value::Null);
}

#[test]
fn keys_are_unique_and_look_like_keys() {
    let key = |table: &str| described(table).metadata["tableSchema"]["primaryKey"].clone();
    assert_eq!(key("name,id\na,1\nb,2\n"), "id");
    assert_eq!(key("name,commune_id\na,1\na,1\na,2\n"), Value::Null);
    assert_eq!(key("slug,n\na,1\nb,1\nc,1\n"), "slug");
    assert_eq!(key("x,n\nfoo,1\nbar,1\nbaz,1\n"), "x");
    assert_eq!(key("x,n\nfoo bar,1\nbar,1\nbaz,1\n"), Value::Null);
    assert_eq!(key("x,id\nfoo,1\nfoo,\nbar,2\n"), Value::Null);
    let pairs = "code,Année,n\na,2020,1\na,2021,1\nb,2020,1\nb,2021,1\nc,2020,1\n";
    assert_eq!(key(pairs), json!(["code", "annee"]));
    assert_eq!(described(pairs).metadata["tableSchema"]["aboutUrl"], "#{code}-{annee}");
    assert_eq!(
        described("a,b\nx,y\n").metadata["tableSchema"]["aboutUrl"],
        "#row-{_row}"
    );
}

#[test]
fn keys_are_compared_by_what_they_say() {
    let table = "id;x\n1 000;a\n1000;b\n2;c\n";
    assert_eq!(described(table).metadata["tableSchema"]["primaryKey"], Value::Null);
}

#[test]
fn names_are_readable_and_different() {
    let titles = [
        "Montant (€)",
        "montant",
        "Œuvre d’art",
        "  ",
        "N° de lot",
        "dateDebut",
        "_x",
        "100 %",
        "Ville (montant)",
        "Σ",
        "CO₂",
        "Une très longue explication de ce que contient la colonne",
    ];
    let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
    assert_eq!(
        names::names(&titles),
        [
            "montant",
            "montant_2",
            "oeuvre_d_art",
            "column_4",
            "no_de_lot",
            "date_debut",
            "x",
            "100",
            "ville_montant",
            "column_10",
            "co2",
            "une_tres_longue_explication_de_ce_que"
        ]
    );
}

#[test]
fn headers_are_found_or_missed() {
    let is_header = |table: &str| described(table).metadata["dialect"]["header"].is_null();
    assert!(is_header("id,name\n1,a\n2,b\n"));
    assert!(is_header("a,b\n"));
    assert!(is_header("nom;2019;2020\na;12;13\nb;14;15\n"));
    assert!(is_header("ville,pays\nLyon,France\nNice,France\n"));
    assert!(!is_header("1,a\n2,b\n"));
    assert!(!is_header("Paris,France\nLyon,France\nRome,Italie\n"));
    assert!(!is_header("https://example.org/,a\nhttps://example.org/b,b\n"));
    assert!(!is_header("1,2\n"));
    let Described { metadata, notes } = described("1,a\n2,b\n");
    assert_eq!(metadata["tableSchema"]["columns"][1], json!({"name": "column_2"}));
    assert!(has(&notes, "No header"), "{notes:?}");
}

#[test]
fn what_stands_before_the_table_is_skipped() {
    let dialect = |table: &str| described(table).metadata["dialect"].clone();
    assert_eq!(
        dialect("Liste des aides\n\nid;nom;x\n1;a;2\n2;b;3\n"),
        json!({"delimiter": ";", "skipRows": 2})
    );
    assert_eq!(
        dialect("Liste des aides,,\nid,nom,x\n1,a,2\n2,b,3\n"),
        json!({"skipRows": 1})
    );
    assert_eq!(dialect("id,,\n1,a,2\n"), Value::Null);
    assert_eq!(
        dialect("# made by hand\nid,nom\n1,a\n2,b\n"),
        json!({"commentPrefix": "#"})
    );
    assert_eq!(dialect("#id,nom\n1,a\n2,b\n"), Value::Null);
    assert_eq!(
        dialect("#id;nom\n1;a\n2;b\n"),
        json!({"delimiter": ";", "commentPrefix": null})
    );
    assert_eq!(dialect("id,nom\n1,a\n\n2,b\n"), json!({"skipBlankRows": true}));
}

#[test]
fn a_header_that_is_too_short_gives_its_titles_all_the_same() {
    let Described { metadata, notes } = described("id;nom\n1;a;\n2;b;\n3;c;\n");
    assert_eq!(
        metadata["dialect"],
        json!({"delimiter": ";", "skipRows": 1, "header": false})
    );
    assert_eq!(metadata["tableSchema"]["columns"][1]["titles"], "nom");
    assert!(has(&notes, "The header has 2 cells and the rows have 3"), "{notes:?}");
}

#[test]
fn separators_and_quotation_marks_are_found() {
    let dialect = |table: &str| described(table).metadata["dialect"].clone();
    assert_eq!(dialect("a\tb\n1\t2,5\n3\t4,5\n"), json!({"delimiter": "\t"}));
    assert_eq!(dialect("a|b\n1|2\n"), json!({"delimiter": "|"}));
    assert_eq!(dialect("a,b\n\"1;2;3\",4\n\"1;2;3\",4\n"), Value::Null);
    assert_eq!(
        dialect("a, b, c\n1, \"x, y\", 2\n1, \"x, z\", 2\n"),
        json!({"trim": true})
    );
    assert_eq!(
        dialect("'a';'b'\n'x;y';'z'\n'v;w';'u'\n"),
        json!({"delimiter": ";", "quoteChar": "'"})
    );
    assert_eq!(
        dialect("a,b\n\"say \\\"so\\\", or\",z\n\"say \\\"no\\\", or\",y\n"),
        json!({"doubleQuote": false})
    );
    assert_eq!(
        dialect("a\tb\n\"fine\" arts\t1\nmore \"arts\"\t2\n\"x\ty\n"),
        json!({"delimiter": "\t", "quoteChar": null})
    );
    assert_eq!(
        dialect("a;b\r1;2\r3;4\r"),
        json!({"delimiter": ";", "lineTerminators": ["\r"]})
    );
    assert_eq!(
        dialect("texte\nun, deux\ntrois\nquatre, cinq, six\n"),
        json!({"delimiter": ";"})
    );
}

#[test]
fn encodings_are_found() {
    let encoding = |bytes: &[u8]| described(bytes).metadata["dialect"]["encoding"].clone();
    assert_eq!(encoding(b"\xEF\xBB\xBFid,nom\n1,\xC3\xA9t\xC3\xA9\n"), Value::Null);
    assert_eq!(encoding(b"id,nom\n1,\xE9t\xE9\n"), "windows-1252");
    let utf16: Vec<u8> = "\u{FEFF}id,nom\n1,été\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(encoding(&utf16), "utf-16le");
    let Described { metadata, notes } = described(b"id,nom\n1,\xC3\xA9t\xC3\xA9\n2,\xE9\n");
    assert_eq!(metadata["dialect"]["encoding"], "windows-1252");
    assert!(has(&notes, "two encodings"), "{notes:?}");
}

#[test]
fn faults_of_the_file_are_told_with_their_line() {
    let Described { notes, .. } = described("a,b,c\n\"1\",2,3\n1,2\n\"4\",5,6\n1,\"2\"x,3\n");
    assert!(has(&notes, "The row in line 3 has not 3 cells"), "{notes:?}");
    assert!(
        has(&notes, "The row in line 5 has quotation marks out of place"),
        "{notes:?}"
    );
}

#[test]
fn what_cannot_be_described_is_refused_with_a_reason() {
    for bytes in [&b""[..], b"\n\n", b"\xEF\xBB\xBF", b"  \t\r\n"] {
        assert_eq!(
            refused(bytes),
            "t.csv is empty: there is neither a header nor a row to describe"
        );
    }
    assert_eq!(
        refused(format!("a{}\n", ",b".repeat(COLUMN_LIMIT)).as_bytes()),
        "t.csv has 16385 columns; a table of at most 16384 columns can be described"
    );
    let mut open = || Err(io::Error::other("no such disk"));
    let error = describe("t.csv", &mut open).expect_err("nothing can be read");
    assert_eq!(error.to_string(), "t.csv cannot be read: no such disk");
}

#[test]
fn what_is_learned_behind_the_sample_counts() {
    let mut table = "id;n;d;text\n".to_owned();
    for row in 0..12_000 {
        table.push_str(&format!("{row};{};01/02/2024;{}\n", row % 7, "du texte ".repeat(12)));
    }
    assert!(table.len() > 1 << 20);
    let first = described(&table).metadata["tableSchema"].clone();
    assert_eq!(
        (&first["primaryKey"], &first["columns"][1]["datatype"]),
        (&json!("id"), &json!("integer"))
    );
    table.push_str("5;x;31/12/2024;z\n");
    let Described { metadata, notes } = described(&table);
    let schema = &metadata["tableSchema"];
    assert_eq!(
        (&schema["primaryKey"], &schema["columns"][1]["datatype"]),
        (&Value::Null, &Value::Null)
    );
    assert!(
        has(&notes, "`x` in line 12002 is no integer") && !has(&notes, "would fit as well"),
        "{notes:?}"
    );
    assert!(
        has(&notes, "`id` would be a primary key, but 1 of 12001 rows"),
        "{notes:?}"
    );
    let mut bytes = table.into_bytes();
    bytes.extend(b"6;\xE9t\xE9;31/12/2024;z\n");
    assert_eq!(described(&bytes).metadata["dialect"]["encoding"], "windows-1252");
}

#[test]
fn a_broken_row_does_not_make_decimal_commas_separators() {
    let mut table = "nom;prix;ville;n\n".to_owned();
    for row in 0..60 {
        table.push_str(&format!("a{row};{row},5;Lyon;7\n"));
    }
    table.push_str("a;7\n");
    let Described { metadata, notes } = described(&table);
    assert_eq!(metadata["dialect"], json!({"delimiter": ";"}));
    assert!(
        has(&notes, "The row in line 62 has not 4 cells") && !has(&notes, "fit nearly"),
        "{notes:?}"
    );
}

#[test]
fn too_many_values_leave_a_key_open() {
    let mut table = "id\n".to_owned();
    for row in 0..12 {
        table.push_str(&format!("{row:x}\n"));
    }
    let mut notes = Vec::new();
    let sample = Sample::of(table.clone(), false);
    let layout = layout::look(
        &sample,
        dialect::guess(&sample, "utf-8", &mut Vec::new()),
        &mut Vec::new(),
    );
    let columns = [Column {
        name: Some("id".to_owned()),
        title: "id".to_owned(),
        separator: None,
        verdict: survey_of_texts(),
    }];
    let reader = Box::new(Cursor::new(table.into_bytes()));
    let found = keys::find(
        reader,
        &layout,
        &columns,
        keys::candidates(&columns, 5),
        keys::Bounds { values: 10, end: None },
        &mut notes,
    );
    assert!(matches!(found, Ok(None)));
    assert!(has(&notes, "`id` may be a primary key"), "{notes:?}");
}

/// What is found of a column of texts without spaces.
fn survey_of_texts() -> Verdict {
    let candidates = Candidates::new();
    let mut facts = column::Facts::new(&candidates);
    for text in ["a", "b", "c"] {
        facts.look(text, 1, &candidates, &mut String::new());
    }
    let about = column::About {
        label: "`id`",
        words: "id",
        delimiter: ",",
        rows: 3,
    };
    facts.verdict(&about, &candidates, &mut Vec::new())
}

proptest! {
    #[test]
    fn a_dialect_reads_its_own_table_without_fault(
        delimiter in prop::sample::select(vec![",", ";", "\t", "|"]),
        rows in prop::collection::vec(prop::array::uniform3("[a-zé0-9]{1,4}([ ,;|\"\n'][a-z]{1,3})?"), 2..12),
    ) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &[String; 3]| row.iter().map(quoted).collect::<Vec<_>>().join(delimiter);
        let text = rows.iter().map(|row| line(row) + "\r\n").collect::<String>();
        let found = dialect::guess(&Sample::of(text, false), "utf-8", &mut Vec::new());
        prop_assert_eq!((found.dialect.delimiter.as_str(), found.width), (delimiter, 3));
        prop_assert!((found.score() - 1.0).abs() < f64::EPSILON);
    }
}
