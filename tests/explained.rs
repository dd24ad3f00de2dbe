//! docs/method.md explains each total of the shipped dossier: a row with its amount and the claims that speak for it.

use crate::support::{output, root};
use std::collections::BTreeSet;

/// The groupings, with the words that begin their table in docs/method.md.
const TABLES: [(&str, &str); 5] = [
    ("programme", "**By programme**"),
    ("funder", "**By funder**"),
    ("recipient", "**By recipient**"),
    ("kind", "**By kind**"),
    ("currency", "**By kind**"),
];

/// An answer of the shipped dossier: the cells of each row, with the names of their columns.
fn rows(question: &str, by: &str) -> Vec<Vec<(String, String)>> {
    let grouping = format!("by={by}");
    let answer = output(&root(), &["query", question, "--set", &grouping, "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(answer.as_slice());
    let names = reader.headers().unwrap().clone();
    let named = |row: csv::StringRecord| {
        names
            .iter()
            .zip(&row)
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    };
    reader.records().map(|row| named(row.unwrap())).collect()
}

fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
    let found = row.iter().find(|(name, _)| name == column);
    &found.unwrap_or_else(|| panic!("no column {column}: {row:?}")).1
}

/// The amount as docs/method.md writes it: in thousands of millions (Md) or in millions (M).
fn amount(row: &[(String, String)]) -> String {
    let minimum: f64 = cell(row, "minimum").parse().unwrap();
    let (number, scale) = if minimum < 1e9 {
        (minimum / 1e6, "M")
    } else {
        (minimum / 1e9, "Md")
    };
    let lower = if cell(row, "maximum").is_empty() {
        "at least "
    } else {
        ""
    };
    let dollar = if cell(row, "currency") == "USD" { " $" } else { "" };
    format!("{lower}{number} {scale}{dollar}")
}

/// The section of docs/method.md on the shipped dossier.
fn method() -> String {
    let method = std::fs::read_to_string(root().join("docs/method.md")).unwrap();
    let (_, section) = method.split_once("## The shipped dossier, line by line").unwrap();
    section.to_owned()
}

/// What stands between backticks.
fn keys(line: &str) -> BTreeSet<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

#[test]
fn each_total_of_the_shipped_dossier_is_explained_in_a_row_of_its_own() {
    let method = method();
    for (by, words) in TABLES {
        let (_, after) = method.split_once(words).unwrap_or_else(|| panic!("no {words}"));
        let table: Vec<&str> = after
            .lines()
            .skip_while(|line| !line.starts_with('|'))
            .take_while(|line| line.starts_with('|'))
            .collect();
        let totals = rows("totals", by);
        assert_eq!(table.len() - 2, totals.len(), "rows {words}");
        for total in &totals {
            let (claims, amount) = (cell(total, "claims"), amount(total));
            let explains = |line: &str| {
                let told = keys(line);
                let has_amount = line
                    .split('|')
                    .any(|cell| cell.trim().strip_suffix(", no currency").unwrap_or(cell.trim()) == amount);
                has_amount && claims.split(" | ").all(|claim| told.contains(claim))
            };
            assert!(
                table.iter().any(|line| explains(line)),
                "{by}: no row with {amount} and {claims}"
            );
        }
    }
}

#[test]
fn each_claim_of_the_shipped_dossier_that_is_left_out_is_named() {
    let method = method();
    let (_, after) = method.split_once("**Left out** for each `by`").unwrap();
    for (by, _) in TABLES {
        let left_out = rows("totals-left-out", by);
        assert!(!left_out.is_empty());
        for row in left_out {
            let claim = cell(&row, "key");
            assert!(keys(after).contains(claim), "{by}: {claim}");
        }
    }
}
