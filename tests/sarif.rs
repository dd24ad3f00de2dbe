//! The output of `--format sarif` is valid against the schema of SARIF 2.1.0 (`tests/schemas/`), for every code.
//!
//! The schema is applied by Python's `jsonschema` (Debian's python3-jsonschema). Without it the test reports that it
//! was skipped, and fails in CI; all other assertions run without it.

use crate::support::{copy, has, invented_dossier, python, root, said, sourcier};
use serde_json::Value;
use sourcier::diagnostic::{Cell, Diagnostic, Place, Report, Rule, StreamFormat, code, json, write};
use sourcier::manual::tool;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// Validates each file of a folder against the schema, including formats.
const VALIDATE: &str = "import json, jsonschema, pathlib, sys\n\
    schema = json.load(open(sys.argv[1]))\n\
    kind = jsonschema.validators.validator_for(schema)\n\
    kind.check_schema(schema)\n\
    validator = kind(schema, format_checker=jsonschema.FormatChecker())\n\
    files = sorted(pathlib.Path(sys.argv[2]).glob('*.sarif'))\n\
    assert files\n\
    for file in files:\n\
    \x20   for error in validator.iter_errors(json.load(open(file))):\n\
    \x20       print(file.name, list(error.absolute_path), error.message)\n";

/// The output of `check --format sarif` for the dossiers of the cases, in the state in which the case checks them.
fn reports_of_cases(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut reports = Vec::new();
    for area in folders(&root().join("tests/cases")) {
        for case in folders(&area).into_iter().filter(|case| case.join("run").is_file()) {
            let run = fs::read_to_string(case.join("run")).unwrap();
            if !run.lines().any(|line| line == "$ check") {
                continue;
            }
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            let dossier = folder.join("dossiers").join(&name);
            prepare(&case, &run, &dossier);
            let output = sourcier(&dossier)
                .args(["check", "--format", "sarif"])
                .output()
                .unwrap();
            // A dossier with an unreadable manifest has no report, only a message.
            if !output.stdout.is_empty() {
                reports.push((name, output.stdout));
            }
        }
    }
    reports
}

fn prepare(case: &Path, run: &str, dossier: &Path) {
    invented_dossier(dossier);
    if case.join("files").is_dir() {
        copy(&case.join("files"), dossier);
    }
    for line in run.lines().take_while(|line| *line != "$ check") {
        if let Some((file, change)) = line.strip_prefix("edit ").and_then(|edit| edit.split_once(": ")) {
            let (old, new) = change.split_once(" => ").unwrap();
            let text = fs::read_to_string(dossier.join(file)).unwrap();
            fs::write(dossier.join(file), text.replace(old, new)).unwrap();
        } else if let Some(file) = line.strip_prefix("delete ") {
            let path = dossier.join(file);
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap();
            } else {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// All kinds of places of a finding.
fn places() -> Vec<Option<Place>> {
    let row = |cells: &[&str]| Arc::new(cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
    let cell = |row_number, column_number| Place {
        line: Some(7),
        cell: Some(Cell {
            row_number,
            column_number,
            header: row(&["key", "é {x}"]),
            row: row(&["a\nb", "=1 \"q\" \u{1F600}"]),
        }),
        ..Place::file("data/a ü%b:c.csv")
    };
    vec![
        None,
        Some(Place::file("")),
        Some(Place::file("data")),
        Some(Place::in_text("queries/a.rq", "SELECT\n  é x", 2, 5)),
        Some(cell(0, 1)),
        Some(cell(6, 0)),
        Some(cell(6, 2)),
        Some(Place {
            column: Some(3),
            ..cell(6, 2)
        }),
    ]
}

/// A report with each code at each kind of place, and an unknown code.
fn every_code() -> Report {
    let mut report = Report::default();
    for page in code::MANUAL {
        for place in places() {
            report.push(Diagnostic {
                code: page.code.to_owned(),
                severity: page.severity,
                message: format!("{} is not {{0}} [here](1)", page.code),
                place,
                valid: Some("{1}".to_owned()),
                rule: page.rule,
                help: None,
            });
        }
    }
    for code in ["C900", "C901"] {
        report.push(Diagnostic {
            code: code.to_owned(),
            severity: sourcier::diagnostic::Severity::Warning,
            message: "a check of one's own".to_owned(),
            place: None,
            valid: None,
            rule: None,
            help: Some("mend it".to_owned()),
        });
    }
    report
}

fn own_check() -> Rule {
    Rule {
        code: "C900".to_owned(),
        severity: sourcier::diagnostic::Severity::Warning,
        title: "One's own".to_owned(),
        text: "What it is for, {more}.".to_owned(),
        specification: None,
    }
}

#[test]
fn every_report_is_valid_against_the_schema_of_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    let mut reports = reports_of_cases(folder.path());
    assert!(reports.len() > 100, "there are {} reports", reports.len());
    let mut synthetic = Vec::new();
    write(
        &every_code(),
        StreamFormat::Sarif,
        tool(vec![own_check()]),
        &mut synthetic,
    )
    .unwrap();
    reports.push(("every code at every place".to_owned(), synthetic));
    let mut codes = BTreeSet::new();
    for (name, bytes) in &reports {
        let log: Value = serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"], "{name}");
            codes.insert(result["ruleId"].as_str().unwrap().to_owned());
        }
        fs::write(folder.path().join(format!("{name}.sarif")), bytes).unwrap();
    }
    for page in code::MANUAL {
        assert!(codes.contains(page.code), "{} is in no report", page.code);
    }
    assert!(codes.contains("C124"));
    let python = python();
    if !has(python, &["-c", "import jsonschema"]) {
        return;
    }
    let validated = Command::new(python)
        .args(["-c", VALIDATE])
        .arg(root().join("tests/schemas/sarif-2.1.0.json"))
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(
        validated.status.success() && validated.stdout.is_empty(),
        "{}",
        said(&validated)
    );
}

#[test]
fn a_cell_has_its_own_line_its_character_and_its_text() {
    let mut report = Report::default();
    let mut finding = code::bad_value(places().pop().unwrap().unwrap(), "=1", "decimal", "digits");
    finding.message = "{a}".to_owned();
    report.push(finding);
    let mut bytes = Vec::new();
    write(&report, StreamFormat::Sarif, tool(Vec::new()), &mut bytes).unwrap();
    let log: Value = serde_json::from_slice(&bytes).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["message"]["text"], "{{a}}\nvalid: digits");
    let location = &result["locations"][0];
    let physical = &location["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "data/a%20%C3%BC%25b%3Ac.csv");
    assert_eq!(physical["region"]["startLine"], 8);
    assert_eq!(physical["region"]["startColumn"], 3);
    assert_eq!(physical["region"]["snippet"]["text"], "=1 \"q\" \u{1F600}");
    let logical = &location["logicalLocations"][0];
    assert_eq!(logical["fullyQualifiedName"], "data/a ü%b:c.csv/row 6/column é {x}");
}

#[test]
fn json_as_a_stream_is_json_as_a_value() {
    let report = every_code();
    let mut bytes = Vec::new();
    write(&report, StreamFormat::Json, tool(Vec::new()), &mut bytes).unwrap();
    let streamed: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(streamed, json(&report));
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        format!("{}\n", serde_json::to_string_pretty(&json(&report)).unwrap())
    );
}

#[test]
fn csv_gives_back_each_text_once_one_space_is_taken_off() {
    let report = every_code();
    let mut bytes = Vec::new();
    write(&report, StreamFormat::Csv, tool(Vec::new()), &mut bytes).unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers().unwrap().clone();
    let index = |name: &str| header.iter().position(|column| column == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let sorted = report.sorted();
    assert_eq!(rows.len(), sorted.len());
    for (row, finding) in rows.iter().zip(sorted) {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
        let text = |name: &str| {
            let cell = &row[index(name)];
            cell.strip_prefix(' ').unwrap_or(cell).to_owned()
        };
        let cell = finding.place.as_ref().and_then(|place| place.cell.as_ref());
        assert_eq!(text("code"), finding.code);
        assert_eq!(text("message"), finding.message);
        assert_eq!(text("value"), cell.and_then(Cell::value).unwrap_or_default());
        assert_eq!(
            text("column_name"),
            cell.and_then(Cell::column_name).unwrap_or_default()
        );
        assert_eq!(text("rule"), finding.rule.unwrap_or_default());
    }
}
