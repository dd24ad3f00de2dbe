//! Invented registers, described and converted; and what messages advise: a table that follows it is valid.

use csvw::describe::{Described, describe};
use csvw::{self, InMemory, Invalid, Options, metadata};
use diagnostic::{Report, Severity};
use serde_json::{Value, json};
use std::io::{Cursor, Read};

const TABLE: &str = "https://example.org/t.csv";
const METADATA: &str = "https://example.org/t.csv-metadata.json";

#[track_caller]
fn described(bytes: &[u8]) -> Described {
    let bytes = bytes.to_vec();
    let mut open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
    describe("t.csv", &mut open).expect("a table")
}

/// Reads tables with a description; returns the number of rows, the findings and the triples.
fn read(metadata: &Value, tables: &[(&str, &[u8])]) -> (u64, Report, String) {
    let text = serde_json::to_vec(metadata).expect("JSON");
    let mut all: Vec<(&str, Vec<u8>)> = tables.iter().map(|(url, bytes)| (*url, bytes.to_vec())).collect();
    all.push((METADATA, text));
    let files = InMemory::new(all);
    let mut report = Report::default();
    let group = metadata::read(METADATA, &files, &mut report).expect("metadata");
    let options = Options {
        invalid: Invalid::SkipCell,
        threads: 1,
        ..Options::default()
    };
    let mut lines = Vec::new();
    let summary = csvw::convert(
        &group,
        &files,
        &options,
        &mut report,
        &mut csvw::NTriples::new(&mut lines),
    );
    let rows = summary.expect("statements").rows;
    (rows, report, String::from_utf8(lines).expect("UTF-8"))
}

/// Describes a table and reads it with that description, without a finding; returns all of it.
#[track_caller]
fn fits(bytes: &[u8]) -> (Described, u64, String) {
    let described = described(bytes);
    let (rows, report, lines) = read(&described.metadata, &[(TABLE, bytes)]);
    assert!(report.is_empty(), "{:#}\n{:#?}", described.metadata, report.sorted());
    (described, rows, lines)
}

#[track_caller]
fn note<'d>(described: &'d Described, part: &str) -> &'d str {
    let found = described.notes.iter().find(|note| note.contains(part));
    found.unwrap_or_else(|| panic!("{part}: {:#?}", described.notes))
}

fn messages(report: &Report) -> String {
    report
        .sorted()
        .iter()
        .map(|found| found.message.clone() + "\n")
        .collect()
}

fn windows(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

/// The values of a property in N-Triples.
fn values<'l>(lines: &'l str, property: &str) -> Vec<&'l str> {
    let property = format!("t.csv#{property}> \"");
    let after = lines.lines().filter_map(|line| line.split_once(&property));
    after
        .filter_map(|(_, after)| after.split_once('"'))
        .map(|(value, _)| value)
        .collect()
}

#[test]
fn deals_in_dollars_are_sums_and_no_lists() {
    let mut table = "Company,Country,Amount,Investors,Date\r\n".to_owned();
    let (mut expected, mut count) = (0_u64, 0);
    for row in 0..1400_u64 {
        let dollars = (row * 7_919_000) % 980_000_000 + 50_000;
        let written = match row % 4 {
            0 => String::new(),
            _ => {
                expected += dollars;
                count += 1;
                let (millions, thousands, ones) = (dollars / 1_000_000, dollars / 1000 % 1000, dollars % 1000);
                match millions {
                    0 => format!("\"${thousands},{ones:03}\""),
                    _ => format!("\"${millions},{thousands:03},{ones:03}\""),
                }
            }
        };
        let investors = [
            "Universités, INSA et INP",
            "Fonds Élan",
            "Ville de Nîmes\nRégion Sud",
            "Élan, Aube",
        ][row as usize % 4];
        table.push_str(&format!(
            "Café n° {row},FR,{written},\"{investors}\",{}/{}/24\r\n",
            row % 28 + 1,
            row % 12 + 1
        ));
    }
    let (described, rows, lines) = fits(&windows(&table));
    assert_eq!(rows, 1400);
    assert_eq!(described.metadata["dialect"]["encoding"], "windows-1252");
    let columns = &described.metadata["tableSchema"]["columns"];
    assert!(
        columns
            .as_array()
            .expect("columns")
            .iter()
            .all(|column| column["separator"].is_null()),
        "{columns:#}"
    );
    let amounts: Vec<u64> = values(&lines, "amount")
        .iter()
        .map(|it| it.parse().expect("a number"))
        .collect();
    assert_eq!((amounts.len(), amounts.iter().sum::<u64>()), (count, expected));
    assert!(lines.contains("\"Universités, INSA et INP\"") && lines.contains("\"Ville de Nîmes\\nRégion Sud\""));
    assert!(lines.contains("#date> \"2024-12-12\"^^"));
}

#[test]
fn grants_of_a_french_register_keep_their_sums_codes_and_days() {
    let mut table =
        "Subventions versées en 2024;;;;;\r\n;;;;;\r\nSIRET;Bénéficiaire;Objet;Montant;Versé le;Région\r\n".to_owned();
    let mut cents = 0_u64;
    for row in 0..19_000_u64 {
        let amount = row * 48_611 % 9_000_000 + 100;
        cents += amount;
        let euros = amount / 100;
        let written = match euros {
            0..1000 => format!("{euros},{:02}", amount % 100),
            _ => format!("{} {:03},{:02}", euros / 1000, euros % 1000, amount % 100),
        };
        let object = if row % 9 == 0 {
            "\"Achat d’un piano;\nconcert\""
        } else {
            "Fête de l’été"
        };
        let region = if row % 50 == 0 { "NA" } else { "Bretagne" };
        table.push_str(&format!(
            "9900000{row:07};Association n° {row};{object};{written};{:02}/{:02}/2024;{region}\r\n",
            row % 28 + 1,
            row % 12 + 1
        ));
    }
    let (described, rows, lines) = fits(&windows(&table));
    assert_eq!(rows, 19_000);
    assert_eq!(described.metadata["dialect"]["skipRows"], 2);
    let sum: u64 = values(&lines, "montant")
        .iter()
        .map(|it| it.replace('.', "").parse::<u64>().expect("a number"))
        .sum();
    assert_eq!(sum, cents);
    assert!(lines.contains("#siret> \"99000000000000\" ."), "a code is text");
    assert!(lines.contains("#verse_le> \"2024-02-02\"^^"));
    let mut nulled = described.metadata.clone();
    assert!(note(&described, "`NA`").contains(r#""null": ["","NA"]"#));
    nulled["tableSchema"]["columns"][5]["null"] = json!(["", "NA"]);
    let (_, report, lines) = read(&nulled, &[(TABLE, &windows(&table))]);
    assert!(report.is_empty() && !lines.contains("\"NA\"") && values(&lines, "region").len() == 18_620);
}

const ROWS: &str = "1;Anne;Lyon;7\n2;Bob;Nice;8\n3;Cyril;Metz;9\n4;Dora;Lyon;10\n5;Emil;Nice;11\n";

#[test]
fn a_row_behind_the_table_is_no_row_once_it_is_deleted() {
    for (footer, deleted) in [("Total;;;45\n", 1), ("\nSource : ministère\n* provisoire\n", 2)] {
        let table = format!("id;nom;ville;n\n{ROWS}{footer}");
        let found = described(table.as_bytes());
        note(&found, "behind the table");
        let (_, report, _) = read(&found.metadata, &[(TABLE, table.as_bytes())]);
        assert!(report.count(Severity::Error) > 0, "such rows never pass unseen");
        let lines: Vec<&str> = table.lines().collect();
        let kept = lines[..lines.len() - deleted].join("\n");
        let (_, report, _) = read(&found.metadata, &[(TABLE, kept.as_bytes())]);
        assert!(report.is_empty(), "{:#?}", report.sorted());
    }
}

#[test]
fn an_open_quotation_mark_once_closed_or_deleted_leaves_a_valid_table() {
    let table = format!("id;nom;ville;n\n{}", ROWS.replace("Bob", "\"Bob"));
    let found = described(table.as_bytes());
    assert!(note(&found, "quotation marks").contains("line 3"));
    let (_, report, _) = read(&found.metadata, &[(TABLE, table.as_bytes())]);
    assert!(messages(&report).contains("never closed"), "{}", messages(&report));
    for mended in [table.replace("\"Bob", "Bob"), table.replace("\"Bob", "\"Bob\"")] {
        let (rows, report, _) = read(&found.metadata, &[(TABLE, mended.as_bytes())]);
        assert!(report.is_empty() && rows == 5, "{:#?}", report.sorted());
    }
}

#[test]
fn lines_that_end_with_cr_alone_are_told_and_read_as_advised() {
    let table = format!("id;nom;ville;n\n{ROWS}").replace('\n', "\r");
    let plain = json!({"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "dialect": {"delimiter": ";"}});
    let (rows, report, _) = read(&plain, &[(TABLE, table.as_bytes())]);
    assert_eq!((rows, report.count(Severity::Error)), (0, 1));
    assert!(
        messages(&report).contains(r#"{"lineTerminators": ["\r"]}"#),
        "{}",
        messages(&report)
    );
    let mut advised = plain;
    advised["dialect"]["lineTerminators"] = json!(["\r"]);
    let (rows, report, _) = read(&advised, &[(TABLE, table.as_bytes())]);
    assert!(report.is_empty() && rows == 5, "{:#?}", report.sorted());
    let (_, rows, _) = fits(table.as_bytes());
    assert_eq!(rows, 5);
}

#[test]
fn a_nul_is_called_a_nul_and_its_deletion_is_enough() {
    let table = format!("id;nom;ville;n\n{}", ROWS.replace("Bob", "B\0b"));
    let bytes = table.clone().into_bytes();
    let mut open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
    let error = describe("t.csv", &mut open).expect_err("no table").to_string();
    assert!(error.contains("line 3, character 4: here is a NUL"), "{error}");
    let mended = table.replace('\0', "");
    let metadata = fits(mended.as_bytes()).0.metadata;
    let (_, report, _) = read(&metadata, &[(TABLE, table.as_bytes())]);
    assert!(
        messages(&report).contains("NUL") && !messages(&report).contains("UTF-8"),
        "{}",
        messages(&report)
    );
}

#[test]
fn files_of_other_kinds_are_called_by_their_names_however_they_are_read() {
    let zip = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml\x02\xA2\x04xl/workbook.xml";
    for encoding in ["utf-8", "windows-1252"] {
        let metadata =
            json!({"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "dialect": {"encoding": encoding}});
        for (bytes, name) in [
            (&zip[..], "an XLSX workbook"),
            (b"%PDF-1.7\n", "a PDF"),
            (b"<!DOCTYPE html>\n", "a page of HTML"),
        ] {
            let (_, report, _) = read(&metadata, &[(TABLE, bytes)]);
            assert_eq!(report.count(Severity::Error), 1, "{:#?}", report.sorted());
            assert!(messages(&report).contains(name), "{}", messages(&report));
            let bytes = bytes.to_vec();
            let mut open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
            let error = describe("t.csv", &mut open).expect_err("no table").to_string();
            assert!(error.contains(name), "{error}");
        }
    }
}

#[test]
fn amounts_that_are_written_alike_as_advised_become_numbers() {
    let table = "id,x\n1,\"$1,200\"\n2,\"€1,300\"\n3,\"$7\"\n";
    let (found, ..) = fits(table.as_bytes());
    note(&found, "`€1,300` in line 3 is not written as those before it");
    let (_, _, lines) = fits(table.replace('€', "$").as_bytes());
    assert_eq!(values(&lines, "x"), ["1200", "1300", "7"]);
    let apart = "id,x,currency\n1,\"1,200\",USD\n2,\"1,300,000\",EUR\n3,7,USD\n";
    assert_eq!(values(&fits(apart.as_bytes()).2, "x"), ["1200", "1300000", "7"]);
}

#[test]
fn a_separator_that_is_offered_reads_the_lists() {
    let table = "id,x\n1,un;deux\n2,trois;quatre\n3,cinq;six\n4,sept;huit\n5,neuf;dix\n";
    let (mut found, ..) = fits(table.as_bytes());
    assert!(note(&found, "may hold lists").contains("\"separator\": \";\""));
    found.metadata["tableSchema"]["columns"][1]["separator"] = json!(";");
    let (_, report, lines) = read(&found.metadata, &[(TABLE, table.as_bytes())]);
    assert!(report.is_empty() && values(&lines, "x").len() == 10, "{lines}");
}

#[test]
fn a_list_in_a_reference_is_shown_as_one_and_single_keys_are_found() {
    let metadata = |separator: Option<&str>| {
        let mut sector = json!({"name": "sector", "titles": "sector"});
        if let Some(separator) = separator {
            sector["separator"] = json!(separator);
        }
        json!({"@context": "http://www.w3.org/ns/csvw", "tables": [
            {"url": "t.csv", "tableSchema": {"columns": [{"titles": "id"}, sector], "foreignKeys": [
                {"columnReference": "sector", "reference": {"resource": "s.csv", "columnReference": "key"}}]}},
            {"url": "s.csv", "tableSchema": {"columns": [{"name": "key", "titles": "key"}], "primaryKey": "key"}}
        ]})
    };
    let sectors = ("https://example.org/s.csv", &b"key\nservice\nsoftware\n"[..]);
    let listed: &[u8] = b"id,sector\n1,service;software\n";
    let (_, report, _) = read(&metadata(Some(";")), &[(TABLE, listed), sectors]);
    let told = messages(&report);
    assert!(
        told.contains("the list `service, software`") && !told.contains("servicesoftware"),
        "{told}"
    );
    let (_, report, _) = read(
        &metadata(None),
        &[(TABLE, b"id,sector\n1,service\n2,software\n"), sectors],
    );
    assert!(report.is_empty(), "{:#?}", report.sorted());
}

/// Claims with one reference each to entities and units.
fn claims(about: &str, unit: &str) -> (Value, String) {
    let key = json!({"name": "key", "titles": "key", "datatype": {"base": "string", "format": "[A-Za-z0-9-]+"}});
    let text = |name: &str| json!({"name": name, "titles": name});
    let reference = |column: &str, table: &str| json!({"columnReference": column, "reference": {"resource": table, "columnReference": "key"}});
    let mut about_column = key.clone();
    about_column["name"] = json!("about");
    about_column["titles"] = json!("about");
    let metadata = json!({"@context": "http://www.w3.org/ns/csvw", "tables": [
        {"url": "t.csv", "tableSchema": {"columns": [about_column, text("unit")],
            "foreignKeys": [reference("about", "e.csv"), reference("unit", "u.csv")]}},
        {"url": "e.csv", "tableSchema": {"primaryKey": "key", "columns": [
            key, text("label"), {"name": "aliases", "titles": "aliases", "separator": "|"}]}},
        {"url": "u.csv", "tableSchema": {"primaryKey": "key", "columns": [{"name": "key", "titles": "key"}, text("symbol")]}}
    ]});
    (metadata, format!("about,unit\n{about},{unit}\n"))
}

#[test]
fn a_name_in_place_of_a_key_is_answered_with_the_key_that_has_it() {
    let entities: &[u8] =
        "key,label,aliases\nhaldane-council,Haldane City Council,HCC|Mairie\nport,Port of Haldane,\nother,Mairie,\n"
            .as_bytes();
    let units = "key,symbol\nGBP,£\nEUR,€\nUSD,$\nCAD,$\n".as_bytes();
    let files = |table: &str| {
        let table = table.as_bytes().to_vec();
        move |metadata: &Value| {
            let tables = [
                (TABLE, table.as_slice()),
                ("https://example.org/e.csv", entities),
                ("https://example.org/u.csv", units),
            ];
            read(metadata, &tables).1
        }
    };
    for (about, unit, meant) in [
        (
            "Haldane City Council",
            "GBP",
            Some("`haldane-council` (Haldane City Council)"),
        ),
        (
            "haldane-city-council",
            "GBP",
            Some("`haldane-council` (Haldane City Council)"),
        ),
        ("hcc", "GBP", Some("`haldane-council` (HCC)")),
        ("Mairie", "GBP", None),
        ("port", "£", Some("`GBP` (£)")),
        ("port", "$", None),
        ("prot", "EUR", Some("`port`")),
        ("Port of Haldan", "EUR", Some("`port`")),
    ] {
        let (metadata, table) = claims(about, unit);
        let report = files(&table)(&metadata);
        let found = report.sorted();
        assert_eq!(found.len(), 1, "{about} {unit} {found:#?}");
        let help = found[0].help.clone().unwrap_or_default();
        match meant {
            Some(meant) => assert!(help.contains(meant), "{about} {unit}: {help}"),
            None => assert!(!help.contains("did you mean"), "{about} {unit}: {help}"),
        }
        // What is advised is valid.
        if let Some(key) = help.split('`').nth(1).filter(|_| meant.is_some()) {
            let (about, unit) = if about == "port" { (about, key) } else { (key, unit) };
            let (metadata, table) = claims(about, unit);
            assert!(files(&table)(&metadata).is_empty(), "{about} {unit}");
        }
    }
}

#[test]
fn rows_that_an_open_quotation_mark_holds_are_not_missed_by_those_that_refer_to_them() {
    let metadata = json!({"@context": "http://www.w3.org/ns/csvw", "tables": [
        {"url": "t.csv", "tableSchema": {"columns": [{"name": "about", "titles": "about"}], "foreignKeys": [
            {"columnReference": "about", "reference": {"resource": "e.csv", "columnReference": "key"}}]}},
        {"url": "e.csv", "tableSchema": {"primaryKey": "key", "columns": [{"name": "key", "titles": "key"}, {"titles": "label"}]}}
    ]});
    let entities = ("https://example.org/e.csv", &b"key,label\na,A\nb,\"B\nc,C\nd,D\n"[..]);
    let (_, report, _) = read(&metadata, &[(TABLE, b"about\na\nc\nd\n"), entities]);
    assert_eq!(report.count(Severity::Error), 1, "{:#?}", report.sorted());
    assert!(messages(&report).contains("never closed"));
}
