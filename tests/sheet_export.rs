//! `sourcier export sheet`: the flat sheet comes in again without loss, and of an edited one only what was edited.

use crate::support::{copy, output, root, tree};
use sourcier::sheet;
use std::fs;
use std::path::Path;

/// The example in a language.
fn example(language: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--language", language]);
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    String::from_utf8(output(&folder.join("d"), arguments)).unwrap()
}

fn data(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    tree(&folder.join("d/data"))
}

fn table(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(format!("d/data/{name}.csv"))).unwrap()
}

/// The exported sheet as CSV.
fn exported(folder: &Path) -> String {
    run(folder, &["export", "sheet", "-o", "../sheet.csv"]);
    fs::read_to_string(folder.join("sheet.csv")).unwrap()
}

fn import(folder: &Path, sheet: &str) -> String {
    fs::write(folder.join("sheet.csv"), sheet).unwrap();
    run(folder, &["import", "../sheet.csv"])
}

/// The lines in which two texts differ.
fn differing(before: &str, after: &str) -> Vec<(String, String)> {
    assert_eq!(before.lines().count(), after.lines().count(), "{after}");
    let lines = before.lines().zip(after.lines());
    lines
        .filter(|(one, other)| one != other)
        .map(|(one, other)| (one.to_owned(), other.to_owned()))
        .collect()
}

#[test]
fn a_sheet_that_nobody_edited_changes_nothing() {
    for language in ["en", "fr"] {
        let folder = example(language);
        let before = data(folder.path());
        for name in ["../sheet.csv", "../sheet.xlsx"] {
            run(folder.path(), &["export", "sheet", "-o", name]);
            let said = run(folder.path(), &["import", name]);
            assert!(said.contains("No row of a table changed"), "{language} {name}: {said}");
            assert!(
                !said.contains("In doubt") && !said.contains("Not taken"),
                "{language} {name}: {said}"
            );
            assert_eq!(data(folder.path()), before, "{language} {name}");
        }
    }
}

#[test]
fn the_sheet_of_a_large_dossier_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dossier = folder.path().join("d");
    for part in ["data", "ontology", "queries"] {
        copy(&root().join(part), &dossier.join(part));
    }
    fs::copy(root().join("sourcier.toml"), dossier.join("sourcier.toml")).unwrap();
    let before = data(folder.path());
    for name in ["../sheet.csv", "../sheet.xlsx"] {
        run(folder.path(), &["export", "sheet", "-o", name]);
        let said = run(folder.path(), &["import", name]);
        assert!(said.contains("No row of a table changed"), "{name}: {said}");
        assert_eq!(data(folder.path()), before, "{name}");
    }
    let claims = fs::read_to_string(folder.path().join("sheet.csv")).unwrap();
    assert!(claims.lines().count() > 40, "{claims}");
}

#[test]
fn only_the_cells_that_were_edited_change() {
    let folder = example("en");
    let sheet = exported(folder.path());
    let before = data(folder.path());
    let claims = table(folder.path(), "claims");
    let edited = sheet
        .replace(",1500000,", ",1600000,")
        .replace("Selt Valley region", "Dry Feet");
    let said = import(folder.path(), &edited);
    let [(old, new)] = &differing(&claims, &table(folder.path(), "claims"))[..] else {
        panic!("{said}\n{}", table(folder.path(), "claims"));
    };
    assert_eq!(
        *new,
        old.replace("1500000,1500000", "1600000,1600000")
            .replace("selt-valley", "dry-feet")
    );
    let mut after = data(folder.path());
    assert_ne!(after.insert("claims.csv".to_owned(), claims.into_bytes()), None);
    assert_eq!(after, before, "other tables changed");
    assert!(
        said.contains("claims.csv, courier-region, amount: `1500000`, in the sheet `1600000`"),
        "{said}"
    );
    let again = import(folder.path(), &edited);
    assert!(again.contains("No row of a table changed"), "{again}");
    // A later version of the same sheet.
    let later = edited.replace(",1600000,", ",at least 1700000,");
    let said = import(folder.path(), &later);
    assert!(!said.contains("the table's is kept"), "{said}");
    assert!(
        table(folder.path(), "claims").contains(",1700000,,EUR,written,at-least,"),
        "{said}"
    );
}

#[test]
fn edited_cells_are_read_as_those_of_any_sheet() {
    let folder = example("en");
    let sheet = exported(folder.path());
    let edited = sheet
        .replace(",300000,EUR,,", ",about £0.4m,,May 2025,")
        .replace(",1500000,EUR,", ",1500000,,")
        .replace(",planned,", ",voted,")
        .replacen("Mira Oakdale,", "the mayor,", 1);
    let said = import(folder.path(), &edited);
    let claims = table(folder.path(), "claims");
    for cells in [
        ",400000,400000,GBP,written,about,increment,",
        ",called-for,2025-05,written,",
        ",1500000,1500000,,none,exact,",
        ",approved,",
        // An alias of the speaker that the claim has.
        ",mira-oakdale,,,footbridge,",
    ] {
        assert!(claims.contains(cells), "{cells}: {said}\n{claims}");
    }
    let again = import(folder.path(), &edited);
    assert!(again.contains("No row of a table changed"), "{again}");
}

#[test]
fn a_row_without_a_key_is_a_new_claim() {
    let folder = example("en");
    let sheet = exported(folder.path());
    let width = sheet.lines().next().unwrap().matches(',').count();
    let row = "Dry Feet,Ministry of Rivers,town of Ostermere,new pier,2000000,EUR,2025-04-01,,announced,,,,https://example.org/pier";
    let row = format!("{row}{}\n", ",".repeat(width - row.matches(',').count()));
    let edited = format!("{sheet}{row}");
    let said = import(folder.path(), &edited);
    assert!(said.contains("claims.csv: 1 new row"), "{said}");
    let claims = table(folder.path(), "claims");
    let new = claims.lines().last().unwrap();
    assert!(
        new.contains(",new-pier,funding,,2000000,2000000,EUR,")
            && new.contains(",dry-feet,,ministry-of-rivers,ostermere,,announced,2025-04-01,"),
        "{new}"
    );
    assert_eq!(claims.lines().count(), 5);
    run(folder.path(), &["check"]);
    let again = import(folder.path(), &edited);
    assert!(again.contains("No row of a table changed"), "{again}");
}

#[test]
fn what_was_edited_in_the_table_since_is_kept() {
    let folder = example("en");
    let sheet = exported(folder.path());
    let file = folder.path().join("d/data/claims.csv");
    let claims = table(folder.path(), "claims").replace("1500000,1500000", "1550000,1550000");
    fs::write(&file, &claims).unwrap();
    // The sheet of before does not take the edit back.
    let said = import(folder.path(), &sheet);
    assert!(
        said.contains("No row of a table changed") && !said.contains("is kept"),
        "{said}"
    );
    // Told until one of both gives way.
    for _ in 0..2 {
        let said = import(folder.path(), &sheet.replace(",1500000,", ",1600000,"));
        assert!(
            said.contains(
                "the table's is kept\n  claims.csv, courier-region, Amount: `1550000`, in the sheet `1600000`"
            ),
            "{said}"
        );
    }
    assert_eq!(table(folder.path(), "claims"), claims);
}

#[test]
fn several_who_pay_come_and_go() {
    let folder = example("en");
    let sheet = exported(folder.path());
    let with = |names: &str| sheet.replacen("Selt Valley region", names, 1);
    import(
        folder.path(),
        &with("Selt Valley region + Dry Feet + Ministry of Rivers"),
    );
    let roles = table(folder.path(), "claim-roles");
    assert_eq!(
        roles,
        "claim,role,entity,basis\ncourier-region,funder,dry-feet,\ncourier-region,funder,ministry-of-rivers,\n"
    );
    assert!(table(folder.path(), "entities").contains("\nministry-of-rivers,"));
    let sheet = exported(folder.path());
    assert!(
        sheet.contains("Selt Valley region + Dry Feet + Ministry of Rivers"),
        "{sheet}"
    );
    let edited = sheet.replace("Selt Valley region + Dry Feet + Ministry of Rivers", "Dry Feet");
    import(folder.path(), &edited);
    assert_eq!(table(folder.path(), "claim-roles"), "claim,role,entity,basis\n");
    assert!(table(folder.path(), "claims").contains(",,,dry-feet,ostermere,"));
    run(folder.path(), &["check"]);
}

#[test]
fn a_sheet_as_excel_saves_it_changes_nothing() {
    let folder = example("fr");
    let sheet = exported(folder.path());
    let mut reader = csv::Reader::from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().unwrap().iter().collect::<Vec<_>>().join(";");
    let mut lines = vec![headings];
    for row in reader.records() {
        let cells = row.unwrap();
        let cells = cells.iter().enumerate().map(|(place, cell)| match place {
            4 => format!(
                "{}\u{a0}{:0>3},00",
                cell.parse::<u64>().unwrap() / 1000,
                cell.parse::<u64>().unwrap() % 1000
            ),
            6 if !cell.is_empty() => cell.split('-').rev().collect::<Vec<_>>().join("/"),
            _ => cell.to_owned(),
        });
        lines.push(cells.collect::<Vec<_>>().join(";"));
    }
    let text = lines.join("\r\n");
    let (bytes, _, has_others) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(!has_others);
    let before = data(folder.path());
    fs::write(folder.path().join("sheet.csv"), bytes).unwrap();
    let said = run(folder.path(), &["import", "../sheet.csv"]);
    assert!(said.contains("No row of a table changed"), "{said}");
    assert_eq!(data(folder.path()), before);
}

#[test]
fn no_text_becomes_a_formula() {
    let folder = example("en");
    let file = folder.path().join("d/data/claims.csv");
    let claims = table(folder.path(), "claims").replacen(",clear,,", ",clear,\"=HYPERLINK(\"\"x\"\")\",", 1);
    fs::write(&file, &claims).unwrap();
    let entities = table(folder.path(), "entities").replace(",Dry Feet,,", ",+Dry @Feet,,");
    fs::write(folder.path().join("d/data/entities.csv"), entities).unwrap();
    let before = data(folder.path());
    let sheet = exported(folder.path());
    assert!(
        sheet.contains(",\"'=HYPERLINK(\"\"x\"\")\",") && sheet.contains("'+Dry @Feet,"),
        "{sheet}"
    );
    let said = import(folder.path(), &sheet);
    assert!(said.contains("No row of a table changed"), "{said}");
    run(folder.path(), &["export", "sheet", "-o", "../sheet.xlsx"]);
    let bytes = fs::read(folder.path().join("sheet.xlsx")).unwrap();
    let workbook = sheet::read(&bytes, "sheet.xlsx").unwrap();
    let cells: Vec<&str> = workbook.sheets[0]
        .rows
        .iter()
        .flatten()
        .map(|cell| cell.text.as_str())
        .collect();
    assert!(
        cells.contains(&"=HYPERLINK(\"x\")") && cells.contains(&"+Dry @Feet"),
        "{cells:?}"
    );
    let said = run(folder.path(), &["import", "../sheet.xlsx"]);
    assert!(said.contains("No row of a table changed"), "{said}");
    assert_eq!(data(folder.path()), before);
}

#[test]
fn what_cannot_be_taken_is_told_with_its_reason() {
    let folder = example("en");
    let sheet = exported(folder.path());
    let first = sheet.lines().nth(1).unwrap();
    let twice = first.replace("4200000", "4300000");
    let unknown = first.replace("courier-plan", "nobody");
    let emptied = sheet.replace(",1500000,", ",,").replace(",planned,", ",perhaps,");
    let before = table(folder.path(), "claims");
    let said = import(folder.path(), &format!("{emptied}{twice}\n{unknown}\n"));
    for reason in [
        "a claim needs a figure: to remove the claim, remove its row in claims.csv",
        "perhaps: it cannot be read as a stage",
        "courier-plan: the row of the claim `courier-plan` stands twice",
        "nobody: no claim with a figure has the key `nobody`",
    ] {
        assert!(said.contains(reason), "{reason}: {said}");
    }
    assert_eq!(table(folder.path(), "claims"), before);
}

#[test]
fn the_same_dossier_gives_the_same_bytes() {
    let folder = example("en");
    for name in ["a.xlsx", "b.xlsx"] {
        run(folder.path(), &["export", "sheet", "-o", &format!("../{name}")]);
    }
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("a.xlsx") == read("b.xlsx"));
}

#[test]
fn dates_as_a_spreadsheet_program_writes_them_are_no_edit() {
    let folder = example("en");
    let before = data(folder.path());
    let sheet = exported(folder.path());
    assert!(sheet.contains(",2025-03-12,"), "{sheet}");
    for date in ["3/12/2025", "12/03/2025", "12.03.2025"] {
        let said = import(folder.path(), &sheet.replace(",2025-03-12,", &format!(",{date},")));
        assert!(
            said.contains("No row of a table changed") && !said.contains("In doubt"),
            "{date}: {said}"
        );
        assert_eq!(data(folder.path()), before, "{date}");
    }
}

#[test]
fn an_exported_sheet_may_have_the_name_of_one_that_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let tracker = "Qui paie;Objet;Coût (M€)\nVille;Quai;3\nÉtat;Grue;2\n";
    fs::write(folder.path().join("sheet.csv"), tracker).unwrap();
    output(folder.path(), &["init", "d", "--language", "fr", "--from", "sheet.csv"]);
    let before = tree(&folder.path().join("d"));
    let sheet = exported(folder.path());
    let said = import(folder.path(), &sheet);
    assert!(
        said.contains("No row of a table changed") && !said.contains("no column"),
        "{said}"
    );
    assert_eq!(tree(&folder.path().join("d")), before);
    // An edited one leaves the map of the other as it is.
    import(folder.path(), &sheet.replace("2000000", "2500000"));
    let said = import(folder.path(), tracker);
    assert!(
        said.contains("amount, in millions of EUR (map)") && !said.contains("In doubt"),
        "{said}"
    );
}

#[test]
fn the_sheet_of_a_dossier_without_rows_is_told_as_one() {
    let folder = tempfile::tempdir().unwrap();
    output(folder.path(), &["init", "d", "--empty"]);
    for name in ["../sheet.csv", "../sheet.xlsx"] {
        run(folder.path(), &["export", "sheet", "-o", name]);
        let said = run(folder.path(), &["import", name]);
        assert!(
            said.contains("No row of a table changed") && !said.contains("no column"),
            "{said}"
        );
    }
    let arguments = ["init", "e", "--from", "sheet.csv"];
    let refused = crate::support::sourcier(folder.path())
        .args(arguments)
        .output()
        .unwrap();
    let said = crate::support::said(&refused);
    assert!(said.contains("no row stands below the headings"), "{said}");
}

#[test]
fn stages_kinds_and_forms_are_words_of_the_dossiers_language_and_a_copied_row_says_the_same() {
    let folder = example("fr");
    let file = folder.path().join("d/data/claims.csv");
    let mut reader = csv::Reader::from_path(&file).unwrap();
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    rows[0][at("instrument")] = "guarantee".to_owned();
    rows[0][at("modality")] = "approved".to_owned();
    let mut writer = csv::Writer::from_path(&file).unwrap();
    writer.write_record(&headings).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    drop(writer);
    let sheet = exported(folder.path());
    assert!(sheet.contains("approuvé,financement,garantie,"), "{sheet}");
    assert!(
        !sheet.contains(",funding,") && !sheet.contains(",announced,"),
        "{sheet}"
    );
    assert!(import(folder.path(), &sheet).contains("No row of a table changed"));
    // The form is edited, and the row copied without its key.
    let row = sheet.lines().find(|line| line.contains("garantie")).unwrap();
    let key = &rows[0][at("key")];
    let (copied, _) = row.split_once(&format!(",{key},")).unwrap();
    let edited = format!(
        "{}{copied},,\n",
        sheet.replace(row, &row.replace(",garantie,", ",prêt,"))
    );
    let said = import(folder.path(), &edited);
    assert!(!said.contains("Not taken"), "{said}");
    let forms: Vec<String> = csv::Reader::from_path(&file)
        .unwrap()
        .records()
        .map(|row| row.unwrap())
        .map(|row| {
            format!(
                "{} {} {}",
                &row[at("modality")],
                &row[at("kind")],
                &row[at("instrument")]
            )
        })
        .collect();
    assert_eq!(forms[0], "approved funding loan");
    assert_eq!(forms.last().unwrap(), "approved funding guarantee");
}

#[test]
fn the_archived_copy_of_a_document_is_in_the_sheet_and_comes_in_again() {
    let copy = "https://archive.example.org/2025/courier";
    let folder = example("en");
    let documents = folder.path().join("d/data/documents.csv");
    let text = fs::read_to_string(&documents).unwrap();
    let mut lines = text.lines();
    let (head, row) = (lines.next().unwrap(), lines.next().unwrap());
    let (head, row) = match head.split(',').position(|name| name == "archive") {
        Some(at) => {
            let mut cells: Vec<&str> = row.split(',').collect();
            cells[at] = copy;
            (head.to_owned(), cells.join(","))
        }
        None => (format!("{head},archive"), format!("{row},{copy}")),
    };
    fs::write(&documents, format!("{head}\n{row}\n")).unwrap();
    let before = data(folder.path());
    let sheet = exported(folder.path());
    assert!(
        sheet.contains("Link,Archived copy,Page,Quote") && sheet.contains(copy),
        "{sheet}"
    );
    let said = import(folder.path(), &sheet);
    assert!(
        said.contains("No row of a table changed") && !said.contains("Not taken"),
        "{said}"
    );
    assert_eq!(data(folder.path()), before);
    // Without its last two columns it is a sheet like any other.
    let plain: Vec<String> = sheet
        .lines()
        .map(|line| {
            line.rsplitn(3, ',')
                .last()
                .unwrap()
                .replace("A footbridge for Ostermere", "Another paper")
                + "\n"
        })
        .collect();
    let said = import(folder.path(), &plain.concat());
    let after = table(folder.path(), "documents");
    assert_eq!(after.matches(copy).count(), 2, "{said}\n{after}");
}

#[test]
fn the_page_of_a_claim_is_in_the_sheet_and_comes_in_again() {
    let folder = example("en");
    let file = folder.path().join("d/data/claims.csv");
    let text = fs::read_to_string(&file).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let rows: String = lines.map(|line| format!("{line},p. 61\n")).collect();
    fs::write(&file, format!("{head},page\n{rows}")).unwrap();
    let sheet = exported(folder.path());
    assert!(sheet.contains(",p. 61,"), "{sheet}");
    let said = import(folder.path(), &sheet);
    assert!(said.contains("No row of a table changed"), "{said}");
    let said = import(folder.path(), &sheet.replacen(",p. 61,", ",p. 62,", 1));
    let after = table(folder.path(), "claims");
    assert_eq!(
        (after.matches("p. 62").count(), said.contains("Not taken")),
        (1, false),
        "{said}"
    );
}
