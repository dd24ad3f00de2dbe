//! `sourcier init --tables`: registers as they come become a dossier with questions and a picture.

use crate::support::{output, said, sourcier};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

/// The rows of a query's CSV, without its header.
fn answer(dossier: &Path, arguments: &[&str]) -> Vec<Vec<String>> {
    let csv = output(dossier, &[&["query"], arguments, &["--format", "csv"]].concat());
    let mut reader = csv::Reader::from_reader(&csv[..]);
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// Funder, recipient, day, cents of each row of an invented register.
fn grants(rows: usize) -> Vec<(String, String, String, u64)> {
    (0..rows)
        .map(|number| {
            let day = format!("{:02}/{:02}/{}", number % 28 + 1, number % 12 + 1, 2021 + number % 3);
            let cents = (number as u64 * 7_919_377 + 1_234_567) % 900_000_000 + 1;
            (
                format!("Ville n°{}", number % 5),
                format!("Société d’Été {}", number % 11),
                day,
                cents,
            )
        })
        .collect()
}

/// As a French spreadsheet writes a number of cents.
fn french(cents: u64) -> String {
    let (whole, rest) = ((cents / 100).to_string(), cents % 100);
    let groups: Vec<&str> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|part| std::str::from_utf8(part).unwrap())
        .collect();
    format!("{},{rest:02}", groups.join("\u{a0}"))
}

#[test]
fn a_register_of_windows_is_checked_totalled_and_drawn() {
    let grants = grants(1_400);
    let mut text = String::from("Financeur;Bénéficiaire;Date;Montant (€);Remarques\r\n");
    for (funder, recipient, day, cents) in &grants {
        text.push_str(&format!(
            "{funder};{recipient};{day};{};\"deux\r\nlignes; et un point\"\r\n",
            french(*cents)
        ));
    }
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("subventions 2023.csv"), &bytes).unwrap();
    let made = output(
        folder.path(),
        &["init", "ville", "--language", "fr", "--tables", "subventions 2023.csv"],
    );
    let made = String::from_utf8(made).unwrap();
    assert!(made.contains("Montant (€): the amount (EUR)"), "{made}");
    assert!(made.contains("Financeur: who\n"), "{made}");
    let dossier = folder.path().join("ville");
    assert_eq!(fs::read(dossier.join("data/subventions 2023.csv")).unwrap(), *bytes);
    assert!(
        fs::read_to_string(dossier.join("build/views/links.svg"))
            .unwrap()
            .contains("Société d’Été 3")
    );
    let checked = output(&dossier, &["check", "--strict"]);
    assert!(String::from_utf8(checked).unwrap().starts_with("nothing found"));

    let mut expected: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut years: BTreeMap<&str, u64> = BTreeMap::new();
    for (funder, _, day, cents) in &grants {
        let of = expected.entry(funder).or_default();
        *of = (of.0 + 1, of.1 + cents);
        *years.entry(&day[6..]).or_default() += cents;
    }
    let cents = |text: &str| {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{rest:0<2}").parse::<u64>().unwrap()
    };
    let totals = answer(&dossier, &["totals"]);
    let found: BTreeMap<&str, (u64, u64)> = totals
        .iter()
        .map(|row| (row[0].as_str(), (row[1].parse().unwrap(), cents(&row[2]))))
        .collect();
    assert_eq!(found, expected);
    let by_year = answer(&dossier, &["by-year"]);
    let found: BTreeMap<&str, u64> = by_year.iter().map(|row| (row[0].as_str(), cents(&row[2]))).collect();
    assert_eq!(found, years);
    assert_eq!(answer(&dossier, &["who-with-whom"]).len(), 55);
    let largest = answer(&dossier, &["largest"]);
    assert_eq!(largest.len(), 20);
    let most = grants.iter().map(|grant| grant.3).max().unwrap();
    assert!(
        largest[0].iter().any(|cell| cell.contains('.') && cents(cell) == most),
        "{:?}",
        largest[0]
    );
    let glance = String::from_utf8(output(&dossier, &[])).unwrap();
    assert!(
        glance.contains("1400 rows") && !glance.contains("0 documents"),
        "{glance}"
    );
}

#[test]
fn rows_without_amount_are_counted_and_hide_no_total() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "Company,Investor,Amount,Signed\nAcme,Foo,\"$1,000,000\",2020-03-01\nBeta,Foo,,2020-04-01\nAcme,Foo,\"$2,000,000\",2021-03-01\nGamma,Bar,\"$3,000,000\",2020-05-01\nAcme,None,,2022-05-01\n";
    fs::write(folder.path().join("deals.csv"), rows).unwrap();
    output(folder.path(), &["init", "deals", "--tables", "deals.csv"]);
    let dossier = folder.path().join("deals");
    output(&dossier, &["check"]);
    let totals = answer(&dossier, &["totals"]);
    let of = |name: &str| totals.iter().find(|row| row[0] == name).map(|row| row[1..].join(" "));
    assert_eq!(of("Foo").as_deref(), Some("3 3000000"), "{totals:?}");
    assert_eq!(of("Bar").as_deref(), Some("1 3000000"), "{totals:?}");
    assert_eq!(of("None").as_deref(), Some("1 "), "{totals:?}");
    let years = answer(&dossier, &["by-year"]);
    assert!(years.iter().any(|row| row == &["2020", "3", "4000000"]), "{years:?}");
}

#[test]
fn amounts_of_two_currencies_are_not_added() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Investor,Company,Amount,Currency,Closed\nAcme,Helio,\"$120,000,000\",USD,2024-01-02\nAcme,\"Dust, Inc.\",\"$5,000,000\",EUR,2024-02-02\nBolt,Helio,\"$1,000,000\",USD,2023-02-02\nBolt,Helio,\"$2,000,000\",USD,2023-03-02\n";
    fs::write(folder.path().join("deals.csv"), text).unwrap();
    output(folder.path(), &["init", "d", "--tables", "deals.csv"]);
    let totals = answer(&folder.path().join("d"), &["totals"]);
    let rows: Vec<String> = totals.iter().map(|row| row.join(",")).collect();
    assert_eq!(
        rows,
        ["Acme,USD,1,120000000", "Acme,EUR,1,5000000", "Bolt,USD,2,3000000"]
    );
}

#[test]
fn a_code_of_another_table_is_shown_by_the_name_that_this_gives() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("orgs.csv"),
        "siret;nom\n00000000000011;Les Palmes\n00000000000022;La Voile\n",
    )
    .unwrap();
    let aides = "siret;annee;montant\n00000000000011;2023;5,5\n00000000000011;2024;6,5\n00000000000022;2024;1,0\n";
    fs::write(folder.path().join("aides.csv"), aides).unwrap();
    output(
        folder.path(),
        &["init", "d", "--language", "fr", "--tables", "aides.csv", "orgs.csv"],
    );
    let dossier = folder.path().join("d");
    let totals = answer(&dossier, &["totals"]);
    let rows: Vec<String> = totals.iter().map(|row| row.join(",")).collect();
    assert_eq!(rows, ["Les Palmes,2,12", "La Voile,1,1"]);
    // A code that the other table lacks is found.
    fs::write(dossier.join("data/aides.csv"), aides.replace("022;2024", "033;2024")).unwrap();
    let found = sourcier(&dossier).arg("check").output().unwrap();
    let (code, said) = (found.status.code(), said(&found));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("00000000000033"), "{said}");
}

#[test]
fn headings_are_text_whatever_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let text = "row;\"a \"\"quoted\"\" <b>; DROP }\";\"two\nlines\\\";amount;year;{_row}\nx;p;q;1;2023;u\ny;p;r;2;2024;u\nx;s;q;3;2024;v\nx;s;r;4;2022;v\n";
    fs::write(folder.path().join("Été & <script>.csv"), text).unwrap();
    output(folder.path(), &["init", "d", "--tables", "Été & <script>.csv"]);
    let dossier = folder.path().join("d");
    for question in ["totals", "by-year", "largest", "who-with-whom"] {
        assert!(!answer(&dossier, &[question]).is_empty(), "{question}");
    }
    let total: f64 = answer(&dossier, &["by-year"])
        .iter()
        .map(|row| row[2].parse::<f64>().unwrap())
        .sum();
    assert_eq!(total, 10.0);
}

/// A workbook of three sheets: grants with a merged cell, a hidden row, days with and without the format of one; who receives; a hidden one.
fn subventions() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let euros = Format::new().set_num_format("#,##0.00 \"€\"");
    let sheet = workbook.add_worksheet().set_name("Subventions 2023").unwrap();
    for (column, heading) in ["Financeur", "Bénéficiaire", "Date", "Montant", "Versé le"]
        .iter()
        .enumerate()
    {
        sheet.write_string(0, column as u16, *heading).unwrap();
    }
    sheet.merge_range(1, 0, 2, 0, "Région", &Format::new()).unwrap();
    sheet.write_string(3, 0, "Ville").unwrap();
    for (index, (recipient, amount, paid)) in [
        ("La Voile", 1_250.5, 45_292.0),
        ("Les Palmes", 99.0, 45_293.0),
        ("La Voile", 1.0, 45_300.0),
    ]
    .into_iter()
    .enumerate()
    {
        let row = index as u32 + 1;
        sheet.write_string(row, 1, recipient).unwrap();
        let date = ExcelDateTime::from_ymd(2023, 12, 1 + index as u8).unwrap();
        sheet.write_number(row, 2, paid).unwrap();
        sheet.write_number_with_format(row, 3, amount, &euros).unwrap();
        sheet.write_datetime_with_format(row, 4, &date, &day).unwrap();
    }
    sheet.set_row_hidden(3).unwrap();
    let sheet = workbook.add_worksheet().set_name("Qui, où").unwrap();
    for (row, cells) in [["nom", "siège"], ["La Voile", "Nantes"], ["Les Palmes", "Nice"]]
        .iter()
        .enumerate()
    {
        sheet.write_row(row as u32, 0, *cells).unwrap();
    }
    let sheet = workbook.add_worksheet().set_name("Calcul").unwrap();
    sheet.write_string(0, 0, "brouillon").unwrap();
    sheet.set_hidden(true);
    workbook.add_worksheet().set_name("Vide").unwrap();
    workbook.save_to_buffer().unwrap()
}

/// An ODS workbook with these tables; the style `ta2` hides one.
fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn each_sheet_of_a_workbook_becomes_a_table() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("aides.xlsx"), subventions()).unwrap();
    let made = output(
        folder.path(),
        &["init", "d", "--language", "fr", "--tables", "aides.xlsx"],
    );
    let made = String::from_utf8(made).unwrap();
    for told in [
        "aides.xlsx: the sheet `Subventions 2023` is data/Subventions 2023.csv",
        "aides.xlsx: the sheet `Subventions 2023` has hidden rows (1, the first is 4), which are taken",
        "aides.xlsx: the sheet `Subventions 2023` has merged cells: 1 more cell has their text",
        "aides.xlsx: the sheet `Calcul` is hidden, and left out",
        "aides.xlsx: the sheet `Vide` has no cells",
        "Montant: the amount (EUR)",
    ] {
        assert!(made.contains(told), "{told}\n{made}");
    }
    let dossier = folder.path().join("d");
    let table = fs::read_to_string(dossier.join("data/Subventions 2023.csv")).unwrap();
    assert_eq!(
        table,
        "Financeur,Bénéficiaire,Date,Montant,Versé le\nRégion,La Voile,2024-01-01,1250.5 EUR,2023-12-01\nRégion,Les Palmes,2024-01-02,99 EUR,2023-12-02\nVille,La Voile,2024-01-09,1 EUR,2023-12-03\n"
    );
    let names: Vec<String> = fs::read_dir(dossier.join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".csv"))
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let checked = output(&dossier, &["check", "--strict"]);
    assert!(String::from_utf8(checked).unwrap().starts_with("nothing found"));
    let totals = answer(&dossier, &["totals"]);
    let rows: Vec<String> = totals.iter().map(|row| row.join(",")).collect();
    assert_eq!(rows, ["Région,2,1349.5", "Ville,1,1"]);
}

#[test]
fn a_sheet_of_an_open_document_is_the_table_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let mut rows = format!(
        "<table:table-row>{}{}{}</table:table-row>",
        cell("Payer"),
        cell("Date"),
        cell("Amount")
    );
    for (payer, amount, shown, day) in [
        ("Acme", "12500.25", "12 500,25 €", "02"),
        ("Bolt", "3", "3,00 €", "03"),
        ("Acme", "4", "4,00 €", "04"),
    ] {
        rows.push_str(&format!(
            r#"<table:table-row>{}<table:table-cell office:value-type="date" office:date-value="2024-05-{day}"><text:p>{day}/05/24</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="{amount}"><text:p>{shown}</text:p></table:table-cell></table:table-row>"#,
            cell(payer)
        ));
    }
    let table = format!(r#"<table:table table:name="Feuille1">{rows}</table:table>"#);
    fs::write(folder.path().join("deals.ods"), ods(&table)).unwrap();
    output(folder.path(), &["init", "d", "--tables", "deals.ods"]);
    let table = fs::read_to_string(folder.path().join("d/data/deals.csv")).unwrap();
    assert_eq!(
        table,
        "Payer,Date,Amount\nAcme,2024-05-02,12500.25 EUR\nBolt,2024-05-03,3 EUR\nAcme,2024-05-04,4 EUR\n"
    );
    let by_year = answer(&folder.path().join("d"), &["by-year"]);
    assert_eq!(by_year, [["2024", "3", "12507.25"]]);
}

#[test]
fn two_rows_of_headings_of_a_sheet_are_joined_and_those_of_a_file_are_told_with_its_columns() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows: [&[&str]; 3] = [
        &["Qui", "", "Quoi", "Argent", ""],
        &["Paie", "Reçoit", "Objet", "Montant (M€)", "Étape"],
        &["Région", "Port", "Quai", "12", "voté"],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    sheet.merge_range(0, 0, 0, 1, "Qui", &Format::new()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("twohead.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let told = String::from_utf8(output(folder.path(), &["init", "d", "--tables", "twohead.xlsx"])).unwrap();
    assert!(
        told.contains("has two rows of headings (1 and 2), which are joined"),
        "{told}"
    );
    let table = fs::read_to_string(folder.path().join("d/data/twohead.csv")).unwrap();
    assert_eq!(
        table.lines().next(),
        Some("Qui / Paie,Qui / Reçoit,Quoi / Objet,Argent / Montant (M€),Étape")
    );
    output(&folder.path().join("d"), &["check"]);
    fs::write(folder.path().join("two.csv"), "Qui,,Quoi\nPaie,Reçoit,Objet\nA,B,C\n").unwrap();
    let failed = sourcier(folder.path())
        .args(["init", "e", "--tables", "two.csv"])
        .output()
        .unwrap();
    let text = said(&failed);
    assert!(
        text.contains("two.csv has no heading in column B: write one into its first row"),
        "{text}"
    );
    assert!(!folder.path().join("e").exists());
    // The sheet of a workbook is named as a person sees it, with a blank column before the one that has no heading.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Aides").unwrap();
    for (row, column, cell) in [(0, 0, "Nom"), (0, 3, "Ville"), (1, 0, "A"), (1, 2, "x"), (1, 3, "B")] {
        sheet.write_string(row, column, cell).unwrap();
    }
    fs::write(folder.path().join("gap.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let failed = sourcier(folder.path())
        .args(["init", "e", "--tables", "gap.xlsx"])
        .output()
        .unwrap();
    let text = said(&failed);
    assert!(
        text.contains("gap.xlsx, sheet Aides, has no heading in column C"),
        "{text}"
    );
}

#[test]
fn a_title_above_the_headings_of_a_sheet_is_left_out_and_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Grants of the year").unwrap();
    for (column, heading) in ["Funder", "Recipient", "Amount"].into_iter().enumerate() {
        sheet.write_string(2, column as u16, heading).unwrap();
    }
    for (row, (funder, recipient, amount)) in [("Leeds", "Rowing Club", 100), ("Leeds", "Hall", 250)]
        .into_iter()
        .enumerate()
    {
        sheet.write_string(row as u32 + 3, 0, funder).unwrap();
        sheet.write_string(row as u32 + 3, 1, recipient).unwrap();
        sheet.write_number(row as u32 + 3, 2, amount).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("g.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let told = output(folder.path(), &["init", "d", "--tables", "g.xlsx"]);
    let told = String::from_utf8(told).unwrap();
    assert!(
        told.contains("has 2 lines above its headings, which are left out"),
        "{told}"
    );
    let totals = answer(&folder.path().join("d"), &["totals"]);
    assert_eq!(totals, [["Leeds", "2", "350"]]);
}

#[test]
fn what_is_no_table_leaves_no_dossier() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    fs::write(folder.path().join("book.xlsx"), "PK").unwrap();
    let container = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("secret.xlsx"), [&container[..], &package].concat()).unwrap();
    fs::write(folder.path().join("old.xls"), container).unwrap();
    let workbook = subventions();
    fs::write(folder.path().join("cut.xlsx"), &workbook[..workbook.len() / 2]).unwrap();
    let hidden = r#"<table:table table:name="H" table:style-name="ta2"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>"#;
    fs::write(folder.path().join("hidden.ods"), ods(hidden)).unwrap();
    let mut one = Workbook::new();
    one.add_worksheet().write_string(0, 0, "x").unwrap();
    one.save(folder.path().join("a.xlsx")).unwrap();
    fs::create_dir(folder.path().join("more")).unwrap();
    for name in ["a.csv", "more/a.csv"] {
        fs::write(folder.path().join(name), "x,y\n1,2\n").unwrap();
    }
    for (tables, expected) in [
        (&["empty.csv"][..], "empty.csv is empty"),
        (&["book.xlsx"], "book.xlsx is no table: give a file of CSV"),
        (&["secret.xlsx"], "secret.xlsx is encrypted"),
        (&["old.xls"], "old.xls is an Excel 97 workbook"),
        (&["cut.xlsx"], "cut.xlsx is damaged"),
        (&["hidden.ods"], "hidden.ods has no cells in a sheet that is shown"),
        (&["a.csv", "a.xlsx"], "two tables are called a.csv"),
        (&["absent.csv"], "cannot read"),
        (&["a.csv", "more/a.csv"], "two tables are called a.csv"),
    ] {
        let found = sourcier(folder.path())
            .args(["init", "d", "--tables"])
            .args(tables)
            .output()
            .unwrap();
        let (code, said) = (found.status.code(), said(&found));
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
        assert!(!folder.path().join("d").exists());
    }
}

#[test]
fn sums_of_which_some_are_undisclosed_or_written_otherwise_are_never_parties() {
    let folder = tempfile::tempdir().unwrap();
    let deals = |odd: &str| {
        let mut text = String::from("Investor,Target,Deal value\n");
        for number in 0..60 {
            let value = if number % 6 == 0 { odd } else { "\"$7,000,000\"" };
            text.push_str(&format!("Fund {},Firm {},{value}\n", number % 4, number % 20));
        }
        let name = format!("deals{}.csv", odd.len());
        fs::write(folder.path().join(&name), text).unwrap();
        let dossier = format!("of{}", odd.len());
        let made = output(
            folder.path(),
            &["init", &dossier, "--language", "en", "--tables", &name],
        );
        (folder.path().join(dossier), String::from_utf8(made).unwrap())
    };
    let (dossier, made) = deals("Undisclosed");
    assert!(made.contains("Deal value: the amount"), "{made}");
    assert!(made.contains("`Undisclosed` is taken as no value"), "{made}");
    let totals = answer(&dossier, &["totals"]);
    let sum: u64 = totals.iter().map(|row| row[2].parse::<u64>().unwrap()).sum();
    assert_eq!(sum, 50 * 7_000_000, "{totals:?}");
    // Two ways of writing sums are told, and are no names.
    let (_, made) = deals("\"€3,000,000\"");
    assert!(!made.contains("Deal value: with whom"), "{made}");
    assert!(made.contains("Deal value"), "{made}");
}
