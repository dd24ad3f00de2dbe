//! Files that are made to hurt: bombs, endless repetitions, files that are cut off.

use std::fmt::Write as _;

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use sheet::{Unreadable, limits, read, understand};

use super::workbooks::archive;

const MIME: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fn ods(rows: &str) -> Vec<u8> {
    let content = format!("<d><table:table table:name=\"a\">{rows}</table:table></d>");
    archive(&[("mimetype", MIME), ("content.xml", content.as_bytes())])
}

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in ["Payeur", "Objet", "Montant"].iter().enumerate() {
        sheet.write_string(0, column as u16, *text).unwrap();
        sheet.write_number(1, column as u16, 3.0).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_bomb_is_refused_by_what_it_inflates_to() {
    let zeros = vec![b' '; 16 << 20];
    let parts: Vec<(String, &[u8])> = (0..17)
        .map(|number| (format!("xl/worksheets/sheet{number}.xml"), zeros.as_slice()))
        .collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    let bytes = archive(&parts);
    assert!(bytes.len() < 2 << 20);
    assert!(matches!(
        read(&bytes, "a"),
        Err(Unreadable::TooLarge {
            what: "bytes once inflated",
            ..
        })
    ));
}

#[test]
fn endless_repetitions_are_refused_and_blank_ones_cost_nothing() {
    let many = ods(
        "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
    );
    assert!(matches!(
        read(&many, "a"),
        Err(Unreadable::TooLarge { what: "rows", .. })
    ));
    let wide = ods(
        "<table:table-row><table:table-cell table:number-columns-repeated=\"4000000000\"><text:p>x</text:p></table:table-cell></table:table-row>",
    );
    assert!(matches!(
        read(&wide, "a"),
        Err(Unreadable::TooLarge { what: "columns", .. })
    ));
    let far = ods(
        "<table:table-row table:number-rows-repeated=\"4000000000\"/><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
    );
    assert!(matches!(
        read(&far, "a"),
        Err(Unreadable::TooLarge { what: "rows", .. })
    ));
    let blank = ods(
        "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell table:number-columns-repeated=\"4000000000\"/></table:table-row>",
    );
    assert_eq!(read(&blank, "a").unwrap().sheets[0].rows.len(), 1);
}

#[test]
fn a_million_rows_are_refused_with_the_limit_and_what_to_do() {
    let text = "État;Port;3\n".repeat(1_000_000);
    let error = read(text.as_bytes(), "a").unwrap_err();
    assert!(matches!(error, Unreadable::TooLarge { what: "rows", .. }));
    assert!(error.to_string().contains("200000 rows") && error.to_string().contains("Split it"));
}

#[test]
fn a_sheet_that_is_one_cell_at_its_far_end_is_bounded() {
    let mut text = String::new();
    for _ in 0..3000 {
        let _ = writeln!(text, "{}x", ";".repeat(2000));
    }
    assert!(matches!(
        read(text.as_bytes(), "a"),
        Err(Unreadable::TooLarge { what: "cells", .. })
    ));
    let wide = "x;".repeat(limits::COLUMNS + 1);
    assert!(matches!(
        read(wide.as_bytes(), "a"),
        Err(Unreadable::TooLarge { what: "columns", .. })
    ));
}

#[test]
fn quotation_marks_that_open_and_never_close_take_linear_time() {
    for text in [
        ";\"a".repeat(200_000),
        ";\"\"a".repeat(200_000),
        "\"".repeat(400_000),
        ";\"a\"b".repeat(100_000),
        "\"a\n".repeat(100_000),
    ] {
        let _ = read(text.as_bytes(), "a");
    }
}

#[test]
fn an_encrypted_opendocument_sheet_is_told() {
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = archive(&[
        ("mimetype", MIME),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\x01\x02"),
    ]);
    assert!(matches!(read(&bytes, "a"), Err(Unreadable::Encrypted { .. })));
}

#[test]
fn a_workbook_that_is_cut_off_is_damaged() {
    let whole = xlsx();
    for length in [4, 100, whole.len() / 2, whole.len() - 1] {
        let error = read(&whole[..length], "a").unwrap_err();
        assert!(matches!(error, Unreadable::Damaged { .. }), "{error}");
    }
}

#[test]
fn merged_cells_that_cover_everything_are_bounded() {
    let rows: String = (1..2000).map(|row| format!("<table:table-row><table:table-cell table:number-columns-spanned=\"16384\" table:number-rows-spanned=\"1048576\"><text:p>x{row}</text:p></table:table-cell></table:table-row>")).collect();
    let book = read(&ods(&rows), "a").unwrap();
    let _ = understand(&book, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_workbook_gives_a_sheet_or_a_reason(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = xlsx();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Ok(book) = read(&bytes, "a") {
            let _ = understand(&book, None);
        }
    }

    #[test]
    fn any_content_of_an_opendocument_sheet_gives_a_sheet_or_a_reason(content in "(<table:table>|<table:table-row>|<table:table-cell>|</table:table>|</table:table-row>|</table:table-cell>|<text:p>|</text:p>|x|&amp;|&#0;|&bad;|<){0,30}") {
        let bytes = archive(&[("mimetype", MIME), ("content.xml", content.as_bytes())]);
        if let Ok(book) = read(&bytes, "a") {
            let _ = understand(&book, None);
        }
    }
}
