//! A table that is read with its own description has no findings.

use csvw::describe::{DescribeError, Described, describe};
use csvw::{self, InMemory, Invalid, Options, metadata};
use diagnostic::{Report, Severity};
use proptest::prelude::*;
use serde_json::Value;
use std::io::{Cursor, Read};

const TABLE: &str = "https://example.org/t.csv";
const METADATA: &str = "https://example.org/t.csv-metadata.json";

fn described(bytes: &[u8]) -> Result<Described, DescribeError> {
    let bytes = bytes.to_vec();
    describe("t.csv", &mut || {
        Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>)
    })
}

/// Reads a table with a description; returns the findings and the triples.
fn read(metadata: &Value, table: &[u8]) -> (Report, String) {
    let text = serde_json::to_vec_pretty(metadata).expect("JSON");
    let files = InMemory::new([(TABLE, table.to_vec()), (METADATA, text)]);
    let mut report = Report::default();
    let group = metadata::read(METADATA, &files, &mut report).expect("metadata");
    let options = Options {
        invalid: Invalid::SkipCell,
        threads: 1,
        ..Options::default()
    };
    let mut lines = Vec::new();
    csvw::convert(
        &group,
        &files,
        &options,
        &mut report,
        &mut csvw::NTriples::new(&mut lines),
    )
    .expect("statements");
    (report, String::from_utf8(lines).expect("UTF-8"))
}

/// Describes a table and reads it with that description; there must be no findings.
#[track_caller]
fn fits(table: impl AsRef<[u8]>) -> (Value, String) {
    let table = table.as_ref();
    let Described { metadata, .. } = described(table).expect("a table");
    let (report, lines) = read(&metadata, table);
    assert!(report.is_empty(), "{metadata:#}\n{:#?}", report.sorted());
    (metadata, lines)
}

fn columns(metadata: &Value) -> &[Value] {
    metadata["tableSchema"]["columns"].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn semicolons_french_numbers_and_accents_of_windows() {
    let table = "Réf;Libellé;Montant (€);Début;Taux\r\n\
                 A-1;Café;1 234,50;01/09/2024;12,5 %\r\n\
                 A-2;Été;0,75;15/10/2024;7 %\r\n\
                 A-3;\"Un \"\"gros\"\"; lot\";12;30/11/2024;100 %\r\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(table);
    let (_, lines) = fits(bytes);
    assert!(
        lines.contains("#A-1> <https://example.org/t.csv#montant> \"1234.50\"^^"),
        "{lines}"
    );
    assert!(lines.contains("#debut> \"2024-09-01\"^^"), "{lines}");
    assert!(lines.contains("#taux> \"0.125\"^^"), "{lines}");
    assert!(lines.contains("\"Un \\\"gros\\\"; lot\""), "{lines}");
}

#[test]
fn tabs_and_no_header() {
    fits("id\tname\tprice\n1\tone, two\t1.5\n2\ttwo\t2.5\n3\t\t\n");
    let (metadata, lines) = fits("1,a,2024-01-02\n2,b,2024-01-03\n3,c,2024-01-04\n");
    assert_eq!(metadata["dialect"]["header"], false);
    assert!(lines.contains("#column_3> \"2024-01-02\"^^"), "{lines}");
}

#[test]
fn line_breaks_within_quotation_marks() {
    let (_, lines) = fits("id,text\n1,\"one\ntwo, three\"\n2,\"\r\n#four\"\n3,\"say \"\"so\"\"\"\n");
    assert!(lines.contains("\"one\\ntwo, three\""), "{lines}");
}

#[test]
fn nothing_at_all() {
    for table in [&b""[..], b"\r\n\r\n", b"\xEF\xBB\xBF"] {
        let error = described(table).expect_err("no table").to_string();
        assert_eq!(error, "t.csv is empty: there is neither a header nor a row to describe");
    }
}

#[test]
fn a_header_and_no_row_or_one_column_or_one_cell() {
    let (metadata, lines) = fits("id,nom,montant\n");
    assert_eq!((columns(&metadata).len(), lines.as_str()), (3, ""));
    fits("id,nom");
    fits("nom\nAnne\nBob\n\nCyril\n");
    fits("nom\n1\n2\n3\n");
    fits("x");
    fits("1");
}

#[test]
fn leading_zeros_mixed_types_and_texts_for_no_value() {
    let table = "code postal,n,m,x\n01000,1,a,NA\n75001,2,7,-\n75002,n.d.,8,2024-01-02\n75003,,9,\n";
    let (metadata, lines) = fits(table);
    assert_eq!(columns(&metadata)[0]["datatype"], Value::Null);
    assert_eq!(columns(&metadata)[2]["datatype"], Value::Null);
    assert!(lines.contains("\"01000\" .") && !lines.contains("n.d."), "{lines}");
}

#[test]
fn dates_that_could_be_read_both_ways() {
    let table = b"id,d\n1,01/02/2024\n2,03/04/2024\n3,05/06/2024\n";
    let (metadata, lines) = fits(table);
    assert_eq!(columns(&metadata)[1]["datatype"]["format"], "dd/MM/yyyy");
    assert!(lines.contains("\"2024-02-01\"^^"), "{lines}");
    let notes = described(table).expect("a table").notes;
    assert!(notes.iter().any(|note| note.contains("MM/dd/yyyy")), "{notes:?}");
    fits("id,d\n1,01/13/2024\n2,03/04/2024\n3,05/06/2024\n");
}

#[test]
fn a_byte_order_mark_and_utf_16() {
    let (metadata, _) = fits("\u{FEFF}id,été\n1,a\n2,b\n");
    assert_eq!(columns(&metadata)[0]["titles"], "id");
    let utf16: Vec<u8> = "\u{FEFF}id,été\n1,a\n2,é\n"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    fits(utf16);
}

#[test]
fn a_header_with_the_same_text_twice_or_with_none() {
    let (metadata, _) = fits("nom,nom,Nom,ville\na,b,c,d\ne,f,g,h\n");
    let names: Vec<_> = columns(&metadata)
        .iter()
        .map(|column| column["name"].as_str())
        .collect();
    assert_eq!(names, [Some("nom"), Some("nom_2"), Some("nom_3"), Some("ville")]);
    let (metadata, lines) = fits("id,,n,\n1,a,7,\n2,b,8,\n3,c,9,x\n");
    assert_eq!(columns(&metadata)[1], serde_json::json!({"required": true}));
    assert!(lines.contains("#_col.2> \"a\""), "{lines}");
}

#[test]
fn titles_comments_blank_rows_and_padding() {
    fits("Liste des aides\n\nid;nom;x\n1;a;2\n2;b;3\n");
    fits("Liste des aides;;\n;;\nid;nom;x\n1;a;2\n;;\n2;b;3\n\n\n");
    fits("# made by hand, on paper, in 2024\nid,nom\n1,a\n2,b\n");
    fits("Aides\n# made by hand\nid,nom,n\n1,a,2\n2,b,2\n");
    fits("#id;nom\n#1;a\n2;b\n");
    fits("a , b\n1 , \"x, y\"\n2 , z \n");
    fits("id;nom\n1;a;\n2;b;\n3;c;\n");
    fits("'a';'b'\n'x;y';'z'\n'v;w';'u'\n");
    fits("a\tb\n\"fine\" arts\t1\nmore \"arts\"\t2\n\"x\ty\n");
    fits("a,b\n\"say \\\"so\\\", or\",z\n\"say \\\"no\\\", or\",y\n");
    fits("a;b\r1;2\r3;4\r");
    fits("x,y\n\"a; b\",1\nb,2\n\"a; b; c\",3\n\"c; a\",4\n\"b; c\",5\na,6\n\"a; c\",7\n");
}

#[test]
fn a_file_name_becomes_an_address() {
    let table = b"id,x\n1,a\n2,b\n";
    let open = &mut || Ok(Box::new(Cursor::new(table.to_vec())) as Box<dyn Read + Send>);
    let described = describe("données: 100 %#1.csv", open).expect("a table");
    assert_eq!(described.metadata["url"], "donn%C3%A9es%3A%20100%20%25%231.csv");
}

#[test]
fn a_table_of_many_blocks() {
    let mut table = "id;jour;montant\n".to_owned();
    for row in 0..60_000 {
        table.push_str(&format!(
            "{row};{:02}/{:02}/2024;{},{:02}\n",
            row % 28 + 1,
            row % 12 + 1,
            row / 7,
            row % 100
        ));
    }
    let (metadata, _) = fits(table);
    assert_eq!(metadata["tableSchema"]["primaryKey"], "id");
}

/// Cells of all recognised kinds, and texts with characters that are special in CSV.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ab1,;|\t\"'\n\r #.\\\\é-]{0,5}",
        2 => "-?[0-9]{1,4}([.,][0-9]{1,3})?( ?%)?",
        1 => "[0-9]{1,3}[ \u{A0}\u{202F}][0-9]{3}(,[0-9])?",
        1 => "[0-3]?[0-9][-/.][01]?[0-9][-/.](20)?[0-9]{2}( [0-2]?[0-9]:[0-5][0-9])?",
        1 => "[$€£]?[0-9]{1,3}(,[0-9]{3})?([.,][0-9]{1,2})?( ?[€$]| EUR)?",
        1 => "20[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-5][0-9](:[0-5][0-9])?Z?)?",
        1 => "https?://[a-z. ]{1,5}",
        1 => prop::sample::select(vec!["oui", "non", "O", "N", "true", "false", "NA", "n.d.", "-", "null", "#", "1E-5", "NaN", "INF"])
            .prop_map(str::to_owned),
        2 => Just(String::new()),
    ]
}

/// Tables whose rows have equally many cells, with columns mostly of one kind.
///
/// A single column with semicolons is ambiguous: it may also be several columns. There are none.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let column = |rows: usize| {
        let several = prop::collection::vec(cell(), rows);
        let alike = (
            prop::collection::vec(cell(), 1..3),
            prop::collection::vec(any::<prop::sample::Index>(), rows),
        )
            .prop_map(|(few, picks)| picks.iter().map(|pick| pick.get(&few).clone()).collect());
        let numbers = Just((0..rows).map(|row| row.to_string()).collect());
        (
            prop_oneof![
                Just("id"),
                Just("Année"),
                Just("date"),
                Just("x"),
                Just(""),
                Just("code")
            ],
            prop_oneof![several, alike, numbers],
        )
            .prop_map(|(title, mut cells): (&str, Vec<String>)| {
                cells.insert(0, title.to_owned());
                cells
            })
    };
    (1_usize..5, 0_usize..9, any::<bool>()).prop_flat_map(move |(width, rows, with_header)| {
        prop::collection::vec(column(rows), width).prop_map(move |columns| {
            let first = usize::from(!with_header && rows > 0);
            let marks = if width == 1 { &[';', '|', '\t'][..] } else { &[] };
            (first..=rows)
                .map(|row| columns.iter().map(|column| column[row].replace(marks, "")).collect())
                .collect()
        })
    })
}

/// Writes a table according to RFC 4180.
fn written(table: &[Vec<String>], all_quoted: bool) -> String {
    let cell = |cell: &String| match all_quoted || cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    table
        .iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n")
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(Described { metadata, .. }) = described(&bytes) {
            read(&metadata, &bytes);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[ab1é,;|\t\"' \n\r#\\\\%/-]{0,80}") {
        if let Ok(Described { metadata, .. }) = described(text.as_bytes()) {
            read(&metadata, text.as_bytes());
        }
    }

    #[test]
    fn a_table_is_valid_by_its_own_description(table in table(), all_quoted in any::<bool>()) {
        let is_blank = table.iter().flatten().all(|cell| cell.trim().is_empty());
        let text = written(&table, all_quoted);
        match described(text.as_bytes()) {
            // Rows behind a table are not what the description is of.
            Ok(Described { notes, .. }) if notes.iter().any(|note| note.contains("behind the table")) => {}
            Ok(Described { metadata, .. }) => {
                let (report, _) = read(&metadata, text.as_bytes());
                prop_assert_eq!(report.count(Severity::Error), 0, "{:?}\n{:#}\n{:#?}", text, metadata, report.sorted());
            }
            Err(error) => prop_assert!(is_blank, "{error}: {text:?}"),
        }
    }
}
