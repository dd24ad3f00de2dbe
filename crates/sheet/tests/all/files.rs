//! Files of text in the dialects that programs write.

use sheet::{Format, Unreadable, read, understand};

use super::{figures, understood, workbook};

const SHEET: &str = "Payeur;Bénéficiaire;Montant\nÉtat;CNRS;3,5 M€\nÉtat;INRIA;2 M€\n";

fn figures_of(bytes: &[u8]) -> Vec<String> {
    figures(&understand(&workbook(bytes), None))
}

#[test]
fn encodings_delimiters_and_line_ends_do_not_matter() {
    let expected = ["3500000 EUR exact", "2000000 EUR exact"];
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { SHEET.encode_utf16().flat_map(bytes).collect() };
    let with = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
    let windows = encoding_rs::WINDOWS_1252.encode(SHEET).0.into_owned();
    for (what, bytes) in [
        ("UTF-8", SHEET.as_bytes().to_vec()),
        ("UTF-8 with mark", with(b"\xEF\xBB\xBF", SHEET.as_bytes())),
        ("UTF-16LE with mark", with(b"\xFF\xFE", &utf16(u16::to_le_bytes))),
        ("UTF-16BE with mark", with(b"\xFE\xFF", &utf16(u16::to_be_bytes))),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("Windows-1252", windows),
        ("tabs", SHEET.replace(';', "\t").into_bytes()),
        ("bars", SHEET.replace(';', "|").into_bytes()),
        ("CRLF", SHEET.replace('\n', "\r\n").into_bytes()),
        ("CR", SHEET.replace('\n', "\r").into_bytes()),
        ("sep=;", format!("sep=;\r\n{SHEET}").into_bytes()),
        ("quoted", SHEET.replace("CNRS", "\"CNRS\"").into_bytes()),
        ("blank rows at the end", format!("{SHEET};;\n\n;;\n").into_bytes()),
    ] {
        assert_eq!(figures_of(&bytes), expected, "{what}");
    }
}

#[test]
fn commas_and_decimal_commas_are_told_apart() {
    assert_eq!(
        figures_of("Payeur,Objet,Montant\nÉtat,Port,\"3,5 M€\"\nVille,Quai,2 M€\n".as_bytes()),
        ["3500000 EUR exact", "2000000 EUR exact"]
    );
    assert_eq!(
        figures_of("Objet;2023;2024\nPort;1,5;2,5\nQuai;3,25;4,75\n".as_bytes()).len(),
        4
    );
}

#[test]
fn quotation_marks_hold_line_breaks_and_one_that_is_never_closed_holds_nothing() {
    let read = workbook("a;b\n\"x\ny\";\"p;q\"\n\"he said \"\"no\"\"\";z\n".as_bytes());
    let texts: Vec<&str> = read.sheets[0].filled().map(|(_, cell)| cell.text.as_str()).collect();
    assert_eq!(texts, ["a", "b", "x\ny", "p;q", "he said \"no\"", "z"]);

    let read = workbook("a;b;c\n1;\"open;2\n3;x;\"4\"\n".as_bytes());
    assert_eq!(read.sheets[0].rows.len(), 3);
    assert_eq!(read.sheets[0].rows[1][1].text, "\"open");
    assert_eq!(read.sheets[0].notes.len(), 1);
}

#[test]
fn empty_and_foreign_files_are_refused_with_advice() {
    for (bytes, words) in [
        (b"".as_slice(), "is empty"),
        (b" \r\n ", "is empty"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "an Excel 97 workbook"),
        (b"<html><table>", "a web page"),
    ] {
        let error = read(bytes, "suivi.csv").unwrap_err().to_string();
        assert!(error.contains(words) && error.starts_with("suivi.csv"), "{error}");
    }
    let mut encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(matches!(read(&encrypted, "a.xlsx"), Err(Unreadable::Encrypted { .. })));
}

#[test]
fn a_sheet_without_headings_asks_which_column_has_the_amounts() {
    let read = understood("Alpha;12,5\nBeta;7\n");
    assert!(read.records.is_empty() || !read.doubts.is_empty());
    assert!(read.not_taken.len() + read.records.iter().map(|record| record.cells.len()).sum::<usize>() >= 4);
}

#[test]
fn payments_of_followthemoney_have_the_names_of_their_parties() {
    let text = r#"{"id":"p1","schema":"Payment","properties":{"payer":["c1"],"beneficiary":["c2"],"amount":["12500.5"],"currency":["EUR"],"date":["2024-03-01"],"purpose":["Works"],"sourceUrl":["https://example.org/p1"]}}
{"id":"c1","schema":"PublicBody","properties":{"name":["Ministry of Works"]}}
{"id":"c2","schema":"Person","caption":"Paul Durand","properties":{"name":["P. Durand"]}}
"#;
    let book = workbook(text.as_bytes());
    assert_eq!(book.format, Format::JsonLines);
    let read = understand(&book, None);
    assert_eq!(read.shipped.as_deref(), Some("followthemoney-payment"));
    let [record] = read.records.as_slice() else {
        panic!("{} records", read.records.len())
    };
    assert_eq!(figures(&read), ["12500.5 EUR exact"]);
    assert_eq!(
        (record.payers[0].name.as_str(), record.payers[0].class.as_deref()),
        ("Ministry of Works", Some("PublicBody"))
    );
    assert!(record.recipients[0].person);
    assert_eq!(record.stage.as_ref().unwrap().text, "received");
    assert_eq!(
        record.source.as_ref().unwrap().link.as_deref(),
        Some("https://example.org/p1")
    );
}
