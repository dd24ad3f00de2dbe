//! Workbooks of Excel and of OpenDocument: dates, merged and hidden cells, formulas, several sheets.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use sheet::{Understood, read, understand};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::accounted::assert_accounted;
use super::{figures, has_note, reason, workbook};

fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
}

fn understood(bytes: &[u8]) -> Understood {
    let book = workbook(bytes);
    let read = understand(&book, None);
    if let Some(position) = read.sheet {
        assert_accounted(&book.sheets[position], &read);
    }
    read
}

#[test]
fn numbers_dates_and_number_formats_are_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(
        sheet,
        &[
            &["Payeur", "Objet", "Montant", "Date", "Part"],
            &["État", "Port"],
            &["Ville", "Quai"],
            &["Région", "Phare"],
        ],
    );
    let euros = Format::new().set_num_format("#,##0.00\\ \"€\"");
    let millions = Format::new().set_num_format("0.0\" M€\"");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_number_with_format(1, 2, 12_500_000.5, &euros).unwrap();
    sheet.write_number_with_format(2, 2, 12.3, &millions).unwrap();
    sheet.write_number(3, 2, 0.1 + 0.2).unwrap();
    sheet
        .write_datetime_with_format(1, 3, ExcelDateTime::from_ymd(2024, 5, 21).unwrap(), &day)
        .unwrap();
    sheet.write_number(2, 3, 45_292).unwrap();
    sheet.write_number(3, 3, 2024).unwrap();
    let read = understood(&book.save_to_buffer().unwrap());
    assert_eq!(
        figures(&read),
        ["12500000.5 EUR exact", "12300000 EUR exact", "0.3 EUR exact"]
    );
    let dates: Vec<&str> = read
        .records
        .iter()
        .map(|record| record.when.as_ref().unwrap().iso.as_str())
        .collect();
    assert_eq!(dates, ["2024-05-21", "2024-01-01", "2024"]);
}

#[test]
fn numbers_that_are_shown_in_thousands_or_millions_are_stored_in_full() {
    for (heading, format) in [
        ("Amount (£000)", "#,##0,"),
        ("Amount (£m)", "0.0,,"),
        ("Amount (£)", "#,##0,"),
        ("Amount (£m)", "\"£\"0.0,,"),
        ("Amount (£m)", "0.0,,\"m\""),
    ] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let (payer, thing) = (["Funder", "Lottery", "Council"], ["Project", "Roof", "Hall"]);
        for row in 0..3_u32 {
            sheet.write_string(row, 0, payer[row as usize]).unwrap();
            sheet.write_string(row, 1, thing[row as usize]).unwrap();
        }
        sheet.write_string(0, 2, heading).unwrap();
        let format = Format::new().set_num_format(format);
        sheet.write_number_with_format(1, 2, 2_500_000, &format).unwrap();
        sheet.write_number_with_format(2, 2, 800_000, &format).unwrap();
        let read = understood(&book.save_to_buffer().unwrap());
        assert_eq!(figures(&read), ["2500000 GBP exact", "800000 GBP exact"], "{heading}");
    }
}

#[test]
fn a_source_is_linked_to_where_its_text_points() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(
        sheet,
        &[&["Payeur", "Objet", "Montant", "Source"], &["État", "Port", "3 M€"]],
    );
    sheet
        .write_url_with_text(1, 3, "https://example.org/a", "Le Journal (p. 3)")
        .unwrap();
    let read = understood(&book.save_to_buffer().unwrap());
    let source = read.records[0].source.as_ref().unwrap();
    assert_eq!(
        (source.title.as_deref(), source.page.as_deref(), source.link.as_deref()),
        (Some("Le Journal"), Some("3"), Some("https://example.org/a"))
    );
}

#[test]
fn merged_cells_hold_for_all_that_they_cover() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    fill(
        sheet,
        &[
            &["Budget des ports (en M€)"],
            &[],
            &["Ministère", "Action", "AE", "CP", "AE", "CP"],
            &["", "Quais", "1", "2", "3", "4"],
            &["", "Phares", "5", "6", "7", "8"],
        ],
    );
    sheet.merge_range(1, 2, 1, 3, "2024", &plain).unwrap();
    sheet.merge_range(1, 4, 1, 5, "2025", &plain).unwrap();
    sheet.merge_range(3, 0, 4, 0, "Mer", &plain).unwrap();
    let read = understood(&book.save_to_buffer().unwrap());
    assert_eq!(read.records.len(), 8);
    assert!(read.records.iter().all(|record| record.payers[0].name == "Mer"));
    let years: Vec<&str> = read
        .records
        .iter()
        .take(4)
        .map(|record| record.period.as_ref().unwrap().iso.as_str())
        .collect();
    assert_eq!(years, ["2024", "2024", "2025", "2025"]);
    assert_eq!(figures(&read)[7], "8000000 EUR exact");
}

#[test]
fn hidden_rows_columns_and_sheets_and_formulas_without_result_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Données").unwrap();
    fill(
        sheet,
        &[
            &["Payeur", "Objet", "Montant", "Note"],
            &["État", "Port", "3 M€"],
            &["Ville", "Quai", "2 M€"],
            &["Région", "Phare"],
        ],
    );
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(3).unwrap();
    sheet
        .write_formula(3, 2, Formula::new("=C2+C3").set_result(""))
        .unwrap();
    let hidden = book.add_worksheet().set_name("Brouillon").unwrap();
    fill(hidden, &[&["Payeur", "Objet", "Montant"], &["x", "y", "1 M€"]]);
    hidden.set_hidden(true);
    book.add_worksheet().set_name("Vide").unwrap();
    let read = understood(&book.save_to_buffer().unwrap());
    assert_eq!(figures(&read)[..2], ["3000000 EUR exact", "2000000 EUR exact"]);
    assert!(has_note(&read, "1 row is hidden, the first of them row 3"));
    assert!(has_note(&read, "Columns are hidden: D"));
    assert!(has_note(&read, "The sheet `Brouillon`, which is hidden, is not read"));
    assert!(has_note(&read, "The sheet `Vide` is empty"));
    assert!(read.why.as_ref().unwrap().contains("Données"));
}

#[test]
fn rows_whose_text_is_struck_through_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(
        sheet,
        &[&["Payeur", "Objet", "Montant"], &["État", "Port", "3 M€"], &["Ville"]],
    );
    let struck = Format::new().set_font_strikethrough();
    sheet.write_string_with_format(2, 1, "Quai", &struck).unwrap();
    sheet.write_string_with_format(2, 2, "2 M€", &struck).unwrap();
    sheet.write_blank(3, 1, &struck).unwrap();
    let read = understood(&book.save_to_buffer().unwrap());
    assert_eq!(figures(&read), ["3000000 EUR exact", "2000000 EUR exact"]);
    assert!(has_note(
        &read,
        "Text is struck through in row 3, which is read like the rest"
    ));
}

#[test]
fn of_ten_sheets_the_one_with_a_table_is_read_and_two_alike_are_a_question() {
    let mut book = Workbook::new();
    for number in 1..=10 {
        let sheet = book.add_worksheet().set_name(format!("S{number}")).unwrap();
        match number {
            7 => fill(
                sheet,
                &[
                    &["Payeur", "Bénéficiaire", "Objet", "Montant"],
                    &["État", "CNRS", "Labo", "3 M€"],
                ],
            ),
            _ => fill(sheet, &[&["Lisez-moi", "v1"], &["rien", "ici"]]),
        }
    }
    let read = understood(&book.save_to_buffer().unwrap());
    assert_eq!((read.sheet, read.map.sheet.as_deref()), (Some(6), Some("S7")));
    assert_eq!(figures(&read), ["3000000 EUR exact"]);

    let mut book = Workbook::new();
    for (year, sum) in [("2023", "3 M€"), ("2024", "4 M€")] {
        fill(
            book.add_worksheet().set_name(year).unwrap(),
            &[
                &["Payeur", "Bénéficiaire", "Objet", "Montant"],
                &["État", "CNRS", "Labo", sum],
            ],
        );
    }
    let bytes = book.save_to_buffer().unwrap();
    let read = understood(&bytes);
    let [doubt] = read.doubts.as_slice() else {
        panic!("{:?}", read.doubts)
    };
    let mut map = read.map.clone();
    map.apply(&doubt.choices[1].change);
    let other = understand(&workbook(&bytes), Some(&map));
    assert_eq!(
        (figures(&other), other.doubts.len()),
        (vec!["4000000 EUR exact".to_owned()], 0)
    );
}

#[test]
fn a_sheet_without_cells_says_so() {
    let mut book = Workbook::new();
    book.add_worksheet();
    let read = understood(&book.save_to_buffer().unwrap());
    assert!(read.sheet.is_none() && has_note(&read, "every sheet is empty"));
}

/// A zip of texts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The workbook of a sheet with a formula in C3, whose result is as a program wrote it.
fn with_result(cell: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(
        sheet,
        &[
            &["Payeur", "Objet", "Montant"],
            &["État", "Port", "3 M€"],
            &["Ville", "Quai"],
        ],
    );
    sheet.write_number(2, 2, 4242).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        let written = r#"<c r="C3"><v>4242</v></c>"#;
        assert!(
            !part.name().unwrap().ends_with("sheet1.xml") || content.contains(written),
            "{content}"
        );
        parts.push((part.name().unwrap().into_owned(), content.replace(written, cell)));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_bytes()))
        .collect();
    archive(&parts)
}

#[test]
fn formulas_with_an_empty_result_have_none_and_those_of_zero_are_told() {
    for cell in [
        r#"<c r="C3"><f>2+2</f><v/></c>"#,
        r#"<c r="C3"><f>2+2</f><v></v></c>"#,
        r#"<c r="C3"><f>2+2</f><v> </v></c>"#,
        r#"<c r="C3"><f>2+2</f></c>"#,
    ] {
        let read = understood(&with_result(cell));
        assert!(
            has_note(&read, "1 formula has no result in the file, the first in C3"),
            "{cell}"
        );
        assert!(reason(&read, "C3").contains("a formula without its result"), "{cell}");
    }
    let read = understood(&with_result(r#"<c r="C3"><f>2-2</f><v>0</v></c>"#));
    assert!(has_note(&read, "The only formula, in C3, has the result 0"));
    // The result of a formula may be an empty text.
    let read = understood(&with_result(r#"<c r="C3" t="str"><f>IF(A3="","x","")</f><v></v></c>"#));
    assert_eq!((reason(&read, "C3"), read.notes.len()), ("taken", 0));
    let read = understood(&with_result(r#"<c r="C3"><f>2+2</f><v>4</v></c>"#));
    assert_eq!(figures(&read)[1], "4 EUR exact");
}

const ODS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="Suivi"><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="4"><text:p>Suivi des ports</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell><text:p>Payeur</text:p></table:table-cell><table:table-cell><text:p>Objet</text:p></table:table-cell><table:table-cell><text:p>Montant</text:p></table:table-cell><table:table-cell><text:p>Date</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><office:annotation><text:p>vérifier</text:p></office:annotation><text:p>État &amp; ville</text:p></table:table-cell><table:table-cell><text:p>Port</text:p></table:table-cell><table:table-cell office:value-type="currency" office:currency="EUR" office:value="12500.5"><text:p>12 500,50 €</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-05-21"><text:p>21/05/24</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="filter"><table:table-cell><text:p>Ville</text:p></table:table-cell><table:table-cell><text:p>Quai</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="3"><text:p>3 M€</text:p></table:table-cell><table:table-cell/></table:table-row>
<table:table-row><table:table-cell><text:p>Région</text:p></table:table-cell><table:table-cell><text:p>Phare</text:p></table:table-cell><table:table-cell table:formula="of:=[.C5]"/></table:table-row>
<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table><table:table table:name="Notes" table:style-name="ta2"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

#[test]
fn opendocument_sheets_keep_the_text_that_is_shown() {
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    let bytes = archive(&[("mimetype", mime), ("content.xml", ODS.as_bytes())]);
    let book = workbook(&bytes);
    let sheet = &book.sheets[0];
    assert_eq!(
        (
            sheet.rows.len(),
            sheet.hidden_rows.as_slice(),
            sheet.hidden_columns.as_slice()
        ),
        (7, [6].as_slice(), [3].as_slice())
    );
    assert_eq!(sheet.rows[4][0].text, "État & ville");
    assert!(book.sheets[1].hidden);
    let read = understood(&bytes);
    assert_eq!(figures(&read)[..2], ["12500.5 EUR exact", "3000000 EUR exact"]);
    assert_eq!(read.records[0].when.as_ref().unwrap().iso, "2024-05-21");
    assert_eq!(read.records[0].amounts[0].as_written, "12 500,50 €");
    assert!(reason(&read, "C7").contains("formula"));
    assert!(has_note(&read, "1 formula has no result in the file"));
}

#[test]
fn macros_are_told_and_other_formats_are_named() {
    let mut book = Workbook::new();
    fill(
        book.add_worksheet(),
        &[&["Payeur", "Objet", "Montant"], &["État", "Port", "3 M€"]],
    );
    let mut archive_of = zip::ZipArchive::new(Cursor::new(book.save_to_buffer().unwrap())).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive_of.len() {
        let mut part = archive_of.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut part, &mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    parts.push(("xl/vbaProject.bin".to_owned(), b"macro".to_vec()));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    let read = understood(&archive(&parts));
    assert!(has_note(&read, "macros"));
    assert_eq!(figures(&read), ["3000000 EUR exact"]);

    for (part, words) in [
        ("word/document.xml", "a Word document"),
        ("xl/workbook.bin", "binary Excel workbook"),
        ("a.txt", "a compressed file"),
    ] {
        let error = read_error(&archive(&[(part, b"x")]));
        assert!(error.contains(words), "{error}");
    }
}

fn read_error(bytes: &[u8]) -> String {
    read(bytes, "a.xlsx").unwrap_err().to_string()
}
