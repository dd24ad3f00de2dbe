//! `sourcier init --tables`: registers as they come become a dossier with questions and a picture.

use crate::support::{output, said, sourcier};
use std::collections::BTreeMap;
use std::fs;
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

#[test]
fn what_is_no_table_leaves_no_dossier() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    fs::write(folder.path().join("book.xlsx"), "PK").unwrap();
    fs::create_dir(folder.path().join("more")).unwrap();
    for name in ["a.csv", "more/a.csv"] {
        fs::write(folder.path().join(name), "x,y\n1,2\n").unwrap();
    }
    for (tables, expected) in [
        (&["empty.csv"][..], "empty.csv is empty"),
        (&["book.xlsx"], "save the sheet as CSV"),
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
