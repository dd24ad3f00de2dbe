//! The example of docs/describe-your-tables.md, and the French schema it is based on.
//!
//! The schema's files are read from `SOURCIER_SUITES` (default `../shared/suites`); in CI they must be there. The
//! schema's valid file lacks two required columns and has an unknown one, as it was made for an earlier version. The
//! description has the columns of that file, with the schema's rules.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{root, said, sourcier};
use serde_json::{Value, json};

/// The folder of the schema's files; `None` if they are missing.
fn schema() -> Option<PathBuf> {
    let named = std::env::var_os("SOURCIER_SUITES").map(PathBuf::from);
    let folder = named
        .unwrap_or_else(|| root().join("../shared/suites"))
        .join("scdl-subventions");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "in CI the schema's files must be there: {}",
        folder.display()
    );
    eprintln!("skipped: the files of SCDL Subventions are not at hand (SOURCIER_SUITES)");
    None
}

/// The description, for a file `table.csv` in an encoding and without some of the columns.
fn description(encoding: &str, lacking: &[&str]) -> Value {
    let text = fs::read_to_string(root().join("examples/grants/subventions.csv-metadata.json")).unwrap();
    let mut description: Value = serde_json::from_str(&text).unwrap();
    description["url"] = json!("table.csv");
    description["dialect"] = json!({ "encoding": encoding });
    let columns = description["tableSchema"]["columns"].as_array_mut().unwrap();
    columns.retain(|column| !lacking.iter().any(|name| column["name"] == *name));
    if lacking.contains(&"rnaBeneficiaire") {
        let text = description.to_string().replace("{rnaBeneficiaire}", "");
        return serde_json::from_str(&text).unwrap();
    }
    description
}

/// The findings in a file: code, row (0 is the header) and column.
fn found(file: &Path, description: &Value) -> Vec<(String, u64, String)> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("table.csv"), fs::read(file).unwrap()).unwrap();
    fs::write(folder.path().join("table.csv-metadata.json"), description.to_string()).unwrap();
    let output = sourcier(folder.path())
        .args(["table", "check", "table.csv", "--format", "csv"])
        .output()
        .unwrap();
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let findings: Vec<(String, u64, String)> = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            (
                record[1].to_owned(),
                record[3].parse().unwrap_or(0),
                record[8].to_owned(),
            )
        })
        .collect();
    let exit = i32::from(!findings.is_empty());
    assert_eq!(output.status.code(), Some(exit), "{}", said(&output));
    findings
}

/// Compares the findings with the expected ones.
fn assert_found(file: &Path, description: &Value, wanted: &[(&str, u64, &str)]) {
    let found = found(file, description);
    let found: Vec<_> = found
        .iter()
        .map(|(code, row, column)| (code.as_str(), *row, column.as_str()))
        .collect();
    assert_eq!(found, wanted, "{}", file.display());
}

#[test]
fn our_own_table_is_clean() {
    assert_found(
        &root().join("examples/grants/subventions.csv"),
        &description("utf-8", &[]),
        &[],
    );
}

#[test]
fn the_schemas_valid_file_passes() {
    let Some(folder) = schema() else { return };
    assert_found(
        &folder.join("exemples/exemple_valide.csv"),
        &description("utf-8", &[]),
        &[],
    );
}

#[test]
fn wrong_cells_are_found() {
    let Some(folder) = schema() else { return };
    let file = folder.join("exemples/exemple_invalide_erreurs_cellules.csv");
    // The file is older than `dispositifAide`; a table that lacks a described column is not read any further.
    assert_found(&file, &description("utf-8", &[]), &[("T002", 0, "")]);
    assert_found(
        &file,
        &description("utf-8", &["dispositifAide"]),
        &[
            ("T009", 1, "conditionsVersement"),
            ("T018", 1, "pourcentageSubvention"),
            ("T018", 2, "pourcentageSubvention"),
            ("T018", 3, "pourcentageSubvention"),
            ("T008", 4, "dateConvention"),
            ("T009", 4, "rnaBeneficiaire"),
            ("T008", 5, "montant"),
            ("T009", 5, "notificationUE"),
            ("T009", 6, "idAttribuant"),
            ("T009", 7, "datesPeriodeVersement"),
            ("T009", 7, "notificationUE"),
            ("T008", 8, "pourcentageSubvention"),
            ("T009", 11, "rnaBeneficiaire"),
            ("T009", 15, "nature"),
            ("T009", 29, "rnaBeneficiaire"),
            // The key is our addition; the schema has none.
            ("T011", 3, "referenceDecision"),
            ("T011", 16, "referenceDecision"),
        ],
    );
}

#[test]
fn wrong_columns_are_found() {
    let Some(folder) = schema() else { return };
    assert_found(
        &folder.join("exemples/exemple_invalide_erreurs_colonnes.csv"),
        &description("utf-8", &["dispositifAide"]),
        &[
            ("T004", 0, "idAttribuant"),
            ("T004", 0, "nomAttribuant"),
            ("T003", 0, "NOM_Beneficiaire"),
        ],
    );
}

#[test]
fn a_column_twice_is_found() {
    let Some(folder) = schema() else { return };
    assert_found(
        &folder.join("exemple-duplicate-column.csv"),
        &description("windows-1252", &["dispositifAide", "rnaBeneficiaire"]),
        &[("T004", 0, "notificationUE")],
    );
}
