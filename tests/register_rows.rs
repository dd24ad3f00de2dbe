//! `sourcier init --tables`: rows that are none, columns that link, columns of lists, notes on many tables.

use crate::support::{output, sourcier};
use rust_xlsxwriter::Workbook;
use std::fs;
use std::path::Path;

/// The rows of a query's CSV, each with commas, without its header.
fn answer(dossier: &Path, arguments: &[&str]) -> Vec<String> {
    let csv = output(dossier, &[&["query"], arguments, &["--format", "csv"]].concat());
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let rows = reader.records();
    rows.map(|row| row.unwrap().iter().collect::<Vec<_>>().join(","))
        .collect()
}

/// Makes a dossier of tables; what the command says.
fn made(folder: &Path, tables: &[(&str, &str)]) -> String {
    for (name, text) in tables {
        fs::write(folder.join(name), text).unwrap();
    }
    let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    let told = output(folder, &[&["init", "d", "--tables"][..], &names].concat());
    String::from_utf8(told).unwrap()
}

#[test]
fn a_row_of_a_group_has_the_name_that_the_other_table_gives_and_its_sum_once() {
    let folder = tempfile::tempdir().unwrap();
    let grants = "grant_id,org_id,amount\nG1,O1,100\nG2,O2,50\nG3,O1,25\n";
    made(
        folder.path(),
        &[("g.csv", grants), ("o.csv", "org_id,name\nO1,Acme\nO2,Beta\n")],
    );
    let dossier = folder.path().join("d");
    assert_eq!(answer(&dossier, &["totals"]), ["Acme,2,125", "Beta,1,50"]);
    let largest = answer(&dossier, &["largest"]);
    assert_eq!(largest.len(), 3);
    assert!(largest[0].starts_with("Acme,G1,100,"), "{largest:?}");
    assert!(
        largest.iter().all(|row| row.matches("https://").count() == 1),
        "{largest:?}"
    );
}

#[test]
fn links_have_names_whatever_the_other_table_lacks_or_repeats() {
    let folder = tempfile::tempdir().unwrap();
    // Two of one name, one without a name; both tables have a column `title`.
    let grants = "grant_id,title,payer_ref,org_id,amount\nG1,Roof,P1,O1,100\nG2,Pump,P2,O2,50\nG3,Door,P1,O3,25\nG4,Hall,P1,O4,5\n";
    let orgs = "org_id,title,since\nO1,Smith,2001\nO2,Smith,2002\nO3,,2003\nO4,Doe,2004\nO5,Roe,2005\n";
    made(folder.path(), &[("grants.csv", grants), ("orgs.csv", orgs)]);
    let dossier = folder.path().join("d");
    let totals = answer(&dossier, &["totals", "--set", "by=org_id"]);
    assert_eq!(totals, ["Smith (O1),1,100", "Smith (O2),1,50", "O3,1,25", "Doe,1,5"]);
    // Two columns that link, and a table of codes alone.
    let folder = tempfile::tempdir().unwrap();
    let aid = "id,payer,amount\n1,A,10\n2,B,20\n3,A,30\n";
    made(
        folder.path(),
        &[("aid.csv", aid), ("payers.csv", "payer,size\nA,11\nB,12\nC,13\n")],
    );
    let dossier = folder.path().join("d");
    assert_eq!(answer(&dossier, &["totals"]), ["A,2,40", "B,1,20"]);
}

#[test]
fn a_row_with_a_list_is_one_of_the_largest_once() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (1..=12)
        .map(|row| format!("D{row},\"Acme; Beta; Gamma\",\"Mining; Energy\",{row}00\n"))
        .collect();
    let told = made(
        folder.path(),
        &[(
            "deals.csv",
            &format!("deal_id,investors,sectors,amount\n{rows}D13,Acme,Energy,50\nD14,Beta; Acme,Fishing,20\n"),
        )],
    );
    let dossier = folder.path().join("d");
    let metadata = fs::read_to_string(dossier.join("data/csv-metadata.json")).unwrap();
    assert!(metadata.contains("separator"), "{told}");
    let largest = answer(&dossier, &["largest"]);
    assert_eq!(largest.len(), 14, "{largest:?}");
    assert!(
        largest[0].contains("Acme, Beta, Gamma") && largest[0].contains("Energy, Mining"),
        "{largest:?}"
    );
    let totals = fs::read_to_string(dossier.join("queries/totals.rq")).unwrap();
    assert!(totals.contains("counts with its whole sum for each"), "{totals}");
}

/// The rows of a register below its headings, with the text of what stands behind them.
const HEAD: &str = "dossier;ville;montant;année\nA1;Brest;100,50;2023\nA2;Lorient;200;2023\nA3;Brest;300;2024\n";

#[test]
fn totals_sources_and_notes_are_left_out_and_told_with_their_rows() {
    for (behind, rows) in [
        ("TOTAL;;600,50;\n", "row 5 (`TOTAL`)"),
        (
            "Total général;;600,5 €;\nSource : DINUM;;;\n",
            "rows 5 (`Total général`), 6 (`Source : DINUM`)",
        ),
        ("\nSource: own research\n", "row 6 (`Source: own research`)"),
        ("Total des aides;;600,5;\n", "row 5 (`Total des aides`)"),
        ("Ensemble;;600,5;\n", "row 5 (`Ensemble`)"),
        (
            ";Total;600,50;\n* chiffres provisoires\n",
            "rows 5 (`Total`), 6 (`* chiffres provisoires`)",
        ),
        ("Note;Les montants sont votés;;\n", "row 5 (`Note`)"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let told = made(folder.path(), &[("aides.csv", &format!("{HEAD}{behind}"))]);
        let is = if rows.starts_with("rows") { "are" } else { "is" };
        assert!(told.contains(rows), "{behind}\n{told}");
        assert!(
            told.contains(&format!("{is} left out of data/aides.csv")),
            "{behind}\n{told}"
        );
        let dossier = folder.path().join("d");
        assert_eq!(
            fs::read_to_string(dossier.join("data/aides.csv")).unwrap().trim_end(),
            HEAD.trim_end()
        );
        let checked = output(&dossier, &["check", "--strict"]);
        assert!(
            String::from_utf8(checked).unwrap().starts_with("nothing found"),
            "{behind}"
        );
        let years = answer(&dossier, &["by-year"]);
        assert_eq!(years, ["2023,2,300.5", "2024,1,300"], "{behind}");
    }
}

#[test]
fn subtotals_between_rows_and_totals_without_gaps_are_left_out_where_they_are_sums() {
    let folder = tempfile::tempdir().unwrap();
    let text = "who,a,b\nAcme,1,2\nBeta,3,4\nSub-total,4,6\nGamma,5,6\nDelta,7,8\nSub-total,12,14\nTotal,16,20\n";
    let told = made(folder.path(), &[("t.csv", text)]);
    assert!(
        told.contains("rows 4 (`Sub-total`), 7 (`Sub-total`), 8 (`Total`)"),
        "{told}"
    );
    let table = fs::read_to_string(folder.path().join("d/data/t.csv")).unwrap();
    assert_eq!(table, "who,a,b\nAcme,1,2\nBeta,3,4\nGamma,5,6\nDelta,7,8\n");
}

#[test]
fn rows_that_are_only_called_like_totals_stay() {
    for row in [
        // A company, a department, and one whose other cells are empty.
        "Total Énergies;;5000;",
        "Somme;Amiens;5000;2024",
        "Total;Paris;5000;2024",
        "Ensemble Baroque;;5000;2024",
        "Source & Fils;Brest;12;2024",
        "Note Blanche;;12;",
    ] {
        let folder = tempfile::tempdir().unwrap();
        made(
            folder.path(),
            &[("aides.csv", &format!("{HEAD}{row}\nA9;Quimper;7;2024\n"))],
        );
        let table = fs::read_to_string(folder.path().join("d/data/aides.csv")).unwrap();
        assert!(table.contains(row), "{row}\n{table}");
        let folder = tempfile::tempdir().unwrap();
        made(folder.path(), &[("aides.csv", &format!("{HEAD}{row}\n"))]);
        let table = fs::read_to_string(folder.path().join("d/data/aides.csv")).unwrap();
        assert!(table.contains(row), "{row} at the end\n{table}");
    }
}

#[test]
fn rows_of_a_sheet_are_told_by_its_own_numbers_and_other_bytes_stay() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Aid").unwrap();
    let rows: [&[&str]; 6] = [
        &["Who", "What", "Sum"],
        &["Acme", "Roof", "12"],
        &["Beta", "Pump", "30"],
        &["Acme", "Door", "40"],
        &["Total", "", "82"],
        &["Source: the council"],
    ];
    for (row, cells) in rows.iter().enumerate() {
        // Two blank rows above the total.
        let row = if row > 3 { row + 2 } else { row };
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row as u32, column as u16, number).unwrap(),
                Err(_) => sheet.write_string(row as u32, column as u16, *cell).unwrap(),
            };
        }
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("aid.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let told = String::from_utf8(output(folder.path(), &["init", "d", "--tables", "aid.xlsx"])).unwrap();
    assert!(
        told.contains("aid.xlsx, sheet Aid: the rows 7 (`Total`), 8 (`Source: the council`) are none"),
        "{told}"
    );
    // Windows-1252, line breaks within cells, lines that end as in Windows.
    let text = "nom;remarque;montant\r\nÉté;\"deux\r\nlignes\";1\r\nHiver;;2\r\nTotal;\"trois\r\nlignes\";3\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    fs::write(folder.path().join("w.csv"), &bytes).unwrap();
    output(folder.path(), &["init", "w", "--language", "fr", "--tables", "w.csv"]);
    let kept = fs::read(folder.path().join("w/data/w.csv")).unwrap();
    let end = bytes.len() - "Total;\"trois\r\nlignes\";3\r\n".len();
    assert_eq!(kept, bytes[..end]);
    output(&folder.path().join("w"), &["check", "--strict"]);
}

#[test]
fn a_note_on_many_tables_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (2015..2024).map(|year| format!("y{year}.csv")).collect();
    let text = "who,what,amount\nAcme,Roof,1\nBeta,Pump,2\nAcme,Roof,3\n";
    let tables: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text)).collect();
    let told = made(folder.path(), &tables);
    let notes: Vec<&str> = told.lines().filter(|line| line.contains("No primary key")).collect();
    assert_eq!(notes.len(), 1, "{told}");
    assert!(notes[0].contains("y2015.csv, y2016.csv and 7 more tables: "), "{told}");
    assert!(
        sourcier(&folder.path().join("d"))
            .arg("check")
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn a_total_that_is_added_later_is_one_finding_that_says_to_remove_it() {
    let folder = tempfile::tempdir().unwrap();
    let text = "code,who,town,sum\nA1,Acme,Brest,1\nA2,Beta,Lorient,2\nA3,Acme,Brest,4\n";
    made(folder.path(), &[("t.csv", text)]);
    let dossier = folder.path().join("d");
    for (row, help) in [
        ("TOTAL,,,7\n", "remove this row: a total"),
        (",Total,,7\n", "remove this row: a total"),
        ("Source: own research,,,\n", "remove this row: a source or a note"),
        ("A4,,,7\n", "fill them; or remove the row"),
    ] {
        fs::write(dossier.join("data/t.csv"), format!("{text}{row}")).unwrap();
        let found = sourcier(&dossier).arg("check").output().unwrap();
        let told = String::from_utf8(found.stdout).unwrap();
        assert_eq!(told.matches("error[").count(), 1, "{row}{told}");
        assert!(told.contains("row 4") && told.contains(help), "{row}{told}");
    }
    fs::write(dossier.join("data/t.csv"), text).unwrap();
    output(&dossier, &["check", "--strict"]);
}

#[test]
fn a_wrong_key_takes_no_names_from_the_others_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let grants = "id,org_id,amount\n1,ORG-001,100\n2,ORG-002,200\n3,ORG-001,300\n4,ORG-099,400\n5,ORG-003,500\n";
    let orgs = "id,label\nORG-001,Alder Trust\nORG-002,Birch Club\nORG-003,Cedar Hall\n";
    let told = made(folder.path(), &[("grants.csv", grants), ("orgs.csv", orgs)]);
    assert!(
        told.contains("grants.csv: `org_id` has the keys of orgs.csv, in which these are missing: ORG-099."),
        "{told}"
    );
    let totals = answer(&folder.path().join("d"), &["totals"]);
    assert_eq!(totals.len(), 4);
    assert!(totals[0].starts_with("Cedar Hall,1,500"), "{totals:?}");
}

#[test]
fn of_several_stages_what_was_granted_is_the_amount_and_another_can_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let grants = "financeur,beneficiaire,montant_demande,montant_attribue,montant_verse\n\
        Ville,Club A,1000,800,500\nVille,Club B,2000,1700,0\nRégion,Mme Claire Dupuis,300,200,200\n";
    let told = made(folder.path(), &[("aides.csv", grants)]);
    assert!(told.contains("montant_attribue: the amount"), "{told}");
    assert!(
        told.contains("montant_demande: a sum of another stage: `sourcier query totals --set sum=montant_demande`"),
        "{told}"
    );
    let dossier = folder.path().join("d");
    assert_eq!(answer(&dossier, &["totals"]), ["Ville,2,2500", "Région,1,200"]);
    let asked = answer(&dossier, &["totals", "--set", "sum=montant_demande"]);
    assert_eq!(asked, ["Ville,2,3000", "Région,1,300"]);
    assert!(
        told.contains("aides.csv: in `beneficiaire`, 1 name seems to be that of a natural person"),
        "{told}"
    );
    assert!(!told.contains("Dupuis seems"), "{told}");
}
