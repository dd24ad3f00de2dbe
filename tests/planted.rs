//! Claims with a planted fault each, in a French and an English article: in figure, scale, unit, wording, share, rate, date and sign. Articles,
//! claims and faults are invented, by somebody who had not seen the rules by which passages are read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{copy, root};
use sourcier::diagnostic::{Report, Severity};
use sourcier::dossier::Dossier;
use sourcier::evidence::{Texts, Verified};
use sourcier::open::OpenDossier;

type Row = BTreeMap<String, String>;

fn rows(file: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The claims with an error or a warning, and what was verified; with the claims of this file, if one is given.
fn checked(language: &str, claims: Option<&str>) -> (BTreeSet<String>, Verified) {
    let planted = root().join("tests/planted").join(language);
    let folder = tempfile::tempdir().unwrap();
    for part in ["ontology", "queries"] {
        copy(&root().join(part), &folder.path().join(part));
    }
    copy(&planted.join("right"), &folder.path().join("data"));
    copy(&planted.join("texts"), &folder.path().join("texts"));
    fs::copy(
        root().join("data/csv-metadata.json"),
        folder.path().join("data/csv-metadata.json"),
    )
    .unwrap();
    fs::copy(planted.join("sourcier.toml"), folder.path().join("sourcier.toml")).unwrap();
    if let Some(claims) = claims {
        fs::copy(planted.join(claims), folder.path().join("data/claims.csv")).unwrap();
    }
    let dossier = Dossier::open(folder.path()).unwrap();
    let texts = Texts::find(&dossier, None).unwrap();
    let mut report = Report::default();
    let open = OpenDossier::open(dossier, texts, &mut report).unwrap();
    let verified = open.check(&mut report).unwrap();
    let keys: Vec<String> = rows(&folder.path().join("data/claims.csv"))
        .into_iter()
        .map(|row| row["key"].clone())
        .collect();
    let wrong = report
        .sorted()
        .into_iter()
        .filter(|found| found.severity != Severity::Note);
    let claims = wrong.map(|found| {
        let place = found.place.as_ref().expect("a place");
        assert_eq!(place.file, "data/claims.csv", "{found:?}");
        let cell = place.cell.as_ref().expect("a row");
        keys[usize::try_from(cell.row_number).unwrap() - 1].clone()
    });
    (claims.collect(), verified)
}

/// Holds each planted fault against the findings, and those claims that look odd and are right.
fn find_all(language: &str, kinds: usize) {
    let planted = root().join("tests/planted").join(language);
    let (found, verified) = checked(language, None);
    assert_eq!(found, BTreeSet::new());
    assert_eq!((verified.ranges, verified.read), (verified.of, verified.figures));
    let faults = rows(&planted.join("faults.csv"));
    let right: BTreeSet<&str> = faults.iter().map(|row| row["claim"].as_str()).collect();
    let of_kind: BTreeSet<&str> = faults.iter().map(|row| row["kind"].as_str()).collect();
    assert!(faults.len() >= 10 && of_kind.len() == kinds);
    let (found, _) = checked(language, Some("claims-with-faults.csv"));
    assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), right);
    for row in rows(&planted.join("not-faults.csv")) {
        assert!(!found.contains(&row["claim"]), "{row:?}");
    }
}

#[test]
fn every_planted_fault_is_found_in_french() {
    find_all("fr", 8);
}

#[test]
fn every_planted_fault_is_found_in_english() {
    find_all("en", 8);
}
